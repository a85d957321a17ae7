"""Source files that browsers can display: PDF files."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from django.urls import reverse

from documents.models import Document, DocumentFile, LanguageVersion

PDF = "application/pdf"
_SIGNATURE = b"%PDF-"
_SIGNATURE_BYTES = 1024  # at the start of a file, where PDF readers look for the signature


def source_pdf_of(files: Iterable[DocumentFile], version: LanguageVersion) -> DocumentFile | None:
    """Return the PDF from which a version was read, or None if the file has another format.

    ``files`` must be sorted newest first, because a version is read from its newest file.
    """
    newest = next((file for file in files if file.version_id == version.pk), None)
    return newest if newest and newest.media_type == PDF else None


def is_pdf(content: bytes) -> bool:
    """Return whether the bytes have the signature of a PDF, whatever their declared media type."""
    return _SIGNATURE in content[:_SIGNATURE_BYTES]


def source_page_address(document: Document, version: LanguageVersion, page: int = 1) -> str:
    """Return the address that redirects to a page of a version's PDF."""
    path = reverse("document-original-page", args=[document.address, page])
    return f"{path}?{urlencode({'language': version.language})}"
