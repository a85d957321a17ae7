"""Source files that browsers can display: PDF files."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from django.urls import reverse

from documents.models import Document, DocumentFile, LanguageVersion

PDF = "application/pdf"
PDF_VIEWER_POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"
"""The content security policy that browsers' PDF viewers need. Only the portal may frame the file."""
_SIGNATURE = b"%PDF-"
_SIGNATURE_BYTES = 1024  # at the start of a file, where PDF readers look for the signature


def source_pdf_of(files: Iterable[DocumentFile], version: LanguageVersion) -> DocumentFile | None:
    """Return the PDF of a version, or None if it has none. ``files`` include all files of the version.

    A PDF that was replaced by a reissue in other formats does not count.
    """
    own = [file for file in files if file.version_id == version.pk]
    last_issue = max((file.issue for file in own), default=0)
    return next((file for file in own if file.issue == last_issue and file.media_type == PDF), None)


def is_pdf(content: bytes) -> bool:
    """Return whether the bytes have the signature of a PDF, whatever their declared media type."""
    return _SIGNATURE in content[:_SIGNATURE_BYTES]


def source_page_address(document: Document, version: LanguageVersion, page: int = 1) -> str:
    """Return the address that redirects to a page of a version's PDF."""
    path = reverse("document-original-page", args=[document.address, page])
    return f"{path}?{urlencode({'language': version.language})}"
