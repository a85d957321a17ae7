"""URLs of the page of failed jobs."""

from django.urls import path

from portal.jobs import views

urlpatterns = [
    path("jobs/", views.failed_jobs, name="failed-jobs"),
    path("jobs/<int:pk>/retry/", views.retry, name="retry-job"),
]
