"""Queries for withdrawn versions."""

from __future__ import annotations

from django.db.models import QuerySet

from documents.models import LEADING_FIRST, Document, LanguageVersion
from documents.queries.documents import find_document


def withdrawn_versions() -> QuerySet[LanguageVersion]:
    """Return the versions that were withdrawn and not published again."""
    versions = LanguageVersion.objects.filter(withdrawn_at__isnull=False).defer("parsed", "doubts")
    return versions.select_related("document").prefetch_related("document__symbols").order_by(*LEADING_FIRST)


def withdrawn_versions_at(address: str, language: str = "") -> QuerySet[LanguageVersion]:
    """Return the withdrawn versions of the document at an address, in one language if given, or else in all."""
    match = find_document(Document.objects.prefetch_related("symbols"), address)
    if match is None:
        return withdrawn_versions().none()
    versions = withdrawn_versions().filter(document=match.document)
    return versions.filter(language=language.replace("\0", "")) if language else versions
