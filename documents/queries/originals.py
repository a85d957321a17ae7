"""Source files that can be shown page by page: PDF."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from django.urls import reverse

from documents.models import Document, DocumentFile, LanguageVersion

PDF = "application/pdf"
_SIGNATURE = b"%PDF-"
_WITHIN = 1024  # bytes in which a PDF may declare itself


def original_of(files: Iterable[DocumentFile], version: LanguageVersion) -> DocumentFile | None:
    """The PDF that a version was read from, None where it was received as something else.

    ``files`` come newest first: what is read is the last one that was taken, earlier ones are earlier issues.
    """
    newest = next((file for file in files if file.version_id == version.pk), None)
    return newest if newest and newest.media_type == PDF else None


def is_pdf(content: bytes) -> bool:
    """Whether the bytes say that they are a PDF, whatever they were received as."""
    return _SIGNATURE in content[:_WITHIN]


def original_address(document: Document, version: LanguageVersion, page: int = 1) -> str:
    """The address that leads to a page of a version's PDF."""
    path = reverse("document-original-page", args=[document.address, page])
    return f"{path}?{urlencode({'language': version.language})}"
