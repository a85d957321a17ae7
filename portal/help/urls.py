"""URLs of the help pages."""

from django.urls import path

from portal.help import views

urlpatterns = [
    path("help/", views.contents, name="help"),
    path("help/<slug:slug>/", views.page, name="help-page"),
]
