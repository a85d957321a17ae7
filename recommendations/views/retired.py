"""Responses (410) for recommendations that no longer exist."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from documents.views.withdrawn import withdrawn_response
from recommendations.queries.retired import find_retired, withdrawn_versions_of


def retired_response(request: HttpRequest, key: int) -> HttpResponse | None:
    """Return a 410 page for a withdrawn or retired recommendation, or None for any other key."""
    if response := withdrawn_response(request, withdrawn_versions_of(key)):
        return response
    if retired := find_retired(key, request.user):
        context = {"retired": retired, "version": retired.row.version, "document": retired.row.version.document}
        return render(request, "errors/retired.html", context, status=410)
    return None
