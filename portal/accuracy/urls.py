"""URL of the page about accuracy."""

from django.urls import path

from portal.accuracy import views

urlpatterns = [path("accuracy/", views.accuracy, name="accuracy")]
