"""Addresses of documents and their files. A symbol holds slashes, so the document's own page comes last of all."""

from django.urls import path

from documents import views

urlpatterns = [
    path("documents/", views.documents, name="documents"),
    path("documents/<path:address>/file/<int:pk>/", views.document_file, name="document-file"),
    path("documents/<path:address>/original/", views.document_original, name="document-original"),
    path("documents/<path:address>/original/<int:page>/", views.original_page, name="document-original-page"),
]
