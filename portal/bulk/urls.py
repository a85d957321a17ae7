"""URLs of the page about the files, and of the files, which have no language."""

from django.urls import path

from portal.bulk import views

urlpatterns = [path("data/", views.data, name="data")]

FILES = [path("data/<slug:generation>/<str:name>", views.data_file, name="data-file")]
