"""URLs of the upload pages. They come before the document URLs, which match any path."""

from django.urls import path

from portal.ingestion import views

urlpatterns = [
    path("uploads/", views.upload, name="upload"),
    path("uploads/file/", views.upload_file, name="upload-file"),
    path("uploads/state/", views.batches_state, name="uploads-state"),
    path("uploads/sent/", views.batches, name="upload-batches"),
    path("uploads/file/<int:pk>/retry/", views.retry, name="upload-retry"),
    path("uploads/<uuid:key>/", views.batch, name="upload-batch"),
    path("uploads/<uuid:key>/state/", views.batch_state, name="upload-batch-state"),
]
