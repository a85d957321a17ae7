"""What was public and is no longer: whoever asks for it is told when it was withdrawn and why, and is shown no text."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from documents.models import LEADING_FIRST, Document, LanguageVersion
from documents.queries import find_document, published_versions


def withdrawn_versions() -> QuerySet[LanguageVersion]:
    """The versions that a person withdrew and nobody published again."""
    versions = LanguageVersion.objects.filter(withdrawn_at__isnull=False).defer("parsed", "doubts")
    return versions.select_related("document").prefetch_related("document__symbols").order_by(*LEADING_FIRST)


def withdrawn_at(address: str, language: str = "") -> QuerySet[LanguageVersion]:
    """Those of the document at an address: in the language that was asked for, or without one in all."""
    found = find_document(Document.objects.prefetch_related("symbols"), address)
    if found is None:
        return withdrawn_versions().none()
    versions = withdrawn_versions().filter(document=found.document)
    return versions.filter(language=language.replace("\0", "")) if language else versions


def gone(request: HttpRequest, versions: Iterable[LanguageVersion]) -> HttpResponse | None:
    """410: when and why these versions were withdrawn, and the languages that are still there. None for none."""
    withdrawn = list(versions)
    if not withdrawn:
        return None
    still_there = published_versions().filter(document=withdrawn[0].document_id).order_by(*LEADING_FIRST)
    context = {"withdrawn": withdrawn, "document": withdrawn[0].document, "still_there": still_there.defer("parsed")}
    return render(request, "answers/withdrawn.html", context, status=410)
