"""Queries for the drafts of public versions, and for the corrections that readers see."""

from __future__ import annotations

from django.db.models import QuerySet

from documents.models import Correction, Draft


def open_drafts() -> QuerySet[Draft]:
    """Return the drafts that are neither published nor discarded."""
    return Draft.objects.filter(state=Draft.State.OPEN)


def find_open_draft(version: int) -> Draft | None:
    """Return the open draft of a version, given by key, or None."""
    return open_drafts().select_related("reading", "begun_by").filter(version=version).first()


def published_corrections(version: int) -> list[Correction]:
    """Return the corrections in the public text of a version (key), in order, with their values in that text."""
    draft = open_drafts().filter(version=version).first()
    if draft is None:
        return list(Correction.objects.filter(version=version, undone_at=None).order_by("pk"))
    rows = list(Correction.objects.filter(pk__in=draft.corrections).order_by("pk"))
    for row in rows:
        row.old_value, row.value = draft.corrections[str(row.pk)]
    return rows
