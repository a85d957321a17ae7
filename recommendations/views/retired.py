"""Responses (410) for recommendations that no longer exist."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from documents.models import Document
from documents.views.withdrawn import withdrawn_response
from recommendations.queries.retired import find_retired_at, withdrawn_versions_with


def retired_response(request: HttpRequest, document: Document, place: str) -> HttpResponse | None:
    """Return a 410 page if the recommendation at a place is withdrawn or retired, else None."""
    if response := withdrawn_response(request, withdrawn_versions_with(document, place)):
        return response
    if retired := find_retired_at(document, place, request.user):
        context = {"retired": retired, "version": retired.row.version, "document": retired.row.version.document}
        return render(request, "errors/retired.html", context, status=410)
    return None
