"""URLs of documents and their files. Symbols contain slashes, so the document page comes last, in another app."""

from django.urls import path

from documents.views import documents

urlpatterns = [path("documents/", documents.documents, name="documents")]

FILES = [
    path("documents/<path:address>/file/<int:pk>/", documents.document_file, name="document-file"),
    path("documents/<path:address>/file/<int:pk>/whole/", documents.common_file, name="document-common-file"),
    path("documents/<path:address>/original/", documents.source_pdf, name="document-original"),
    path("documents/<path:address>/original/<int:page>/", documents.source_page, name="document-original-page"),
]
