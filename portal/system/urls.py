"""URLs of the system page."""

from django.urls import path

from portal.system import views

urlpatterns = [
    path("system/", views.system, name="system"),
    path("system/jobs/<int:pk>/retry/", views.retry, name="retry-job"),
]
