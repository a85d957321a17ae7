"""Responses (410) for recommendations that no longer exist."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from documents.views.gone import gone
from recommendations.queries.retired import find_former, withdrawn_with


def gone_recommendation(request: HttpRequest, key: int) -> HttpResponse | None:
    """410: what was withdrawn, or is no recommendation any more. None where nothing ever was there."""
    if withdrawn := gone(request, withdrawn_with(key)):
        return withdrawn
    if former := find_former(key, request.user):
        context = {"former": former, "version": former.row.version, "document": former.row.version.document}
        return render(request, "answers/former.html", context, status=410)
    return None
