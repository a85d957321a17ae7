"""Responses (410) for withdrawn documents."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from documents.models import LEADING_FIRST, LanguageVersion
from documents.queries.documents import published_versions


def withdrawn_response(request: HttpRequest, versions: Iterable[LanguageVersion]) -> HttpResponse | None:
    """Return a 410 page with dates, reasons and the remaining languages, or None if ``versions`` is empty."""
    withdrawn = list(versions)
    if not withdrawn:
        return None
    remaining = published_versions().filter(document=withdrawn[0].document_id).order_by(*LEADING_FIRST)
    context = {
        "withdrawn": withdrawn,
        "document": withdrawn[0].document,
        "remaining_versions": remaining.defer("parsed"),
    }
    return render(request, "errors/withdrawn.html", context, status=410)
