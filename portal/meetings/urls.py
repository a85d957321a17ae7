"""URLs of the pages where meetings are edited."""

from django.urls import path

from portal.meetings import views

urlpatterns = [
    path("review/meetings/", views.edit_meetings, name="edit-meetings"),
    path("review/meetings/new/", views.new_meeting, name="new-meeting"),
    path("review/meetings/changes/<int:pk>/undo/", views.undo, name="undo-meeting-change"),
    path("review/meetings/<slug:slug>/", views.edit_meeting, name="edit-meeting"),
    path("review/meetings/<slug:slug>/merge/", views.merge, name="merge-meeting"),
    path("review/meetings/<slug:slug>/remove/", views.remove, name="remove-meeting"),
    path("review/meetings/<slug:slug>/progress/", views.progress, name="meeting-progress"),
]
