"""URLs of the pages where vocabularies are edited."""

from django.urls import path

from portal.vocabularies import views

urlpatterns = [
    path("review/vocabularies/", views.edit_vocabularies, name="edit-vocabularies"),
    path("review/vocabularies/progress/", views.progress, name="vocabulary-progress"),
    path("review/vocabularies/changes/<int:pk>/undo/", views.undo, name="undo-entry-change"),
    path("review/vocabularies/<slug:vocabulary>/", views.edit_vocabulary, name="edit-vocabulary"),
    path("review/vocabularies/<slug:vocabulary>/add/", views.new_entry, name="new-entry"),
    path("review/vocabularies/<slug:vocabulary>/entries/<str:key>/", views.edit_entry, name="edit-entry"),
    path("review/vocabularies/<slug:vocabulary>/entries/<str:key>/merge/", views.merge, name="merge-entry"),
    path("review/vocabularies/<slug:vocabulary>/entries/<str:key>/remove/", views.remove, name="remove-entry"),
    path("review/vocabularies/<slug:vocabulary>/entries/<str:key>/shipped/", views.use_shipped, name="use-shipped"),
]
