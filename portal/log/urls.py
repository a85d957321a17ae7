"""URL of the audit log."""

from django.urls import path

from portal.log import views

urlpatterns = [path("log/", views.log, name="log")]
