"""Responses (410) for documents that were withdrawn."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from documents.models import LEADING_FIRST, LanguageVersion
from documents.queries.documents import published_versions


def withdrawn_response(request: HttpRequest, versions: Iterable[LanguageVersion]) -> HttpResponse | None:
    """Return a 410 page with the dates and reasons and the remaining languages, or None if there are no versions."""
    withdrawn = list(versions)
    if not withdrawn:
        return None
    still_there = published_versions().filter(document=withdrawn[0].document_id).order_by(*LEADING_FIRST)
    context = {"withdrawn": withdrawn, "document": withdrawn[0].document, "still_there": still_there.defer("parsed")}
    return render(request, "answers/withdrawn.html", context, status=410)
