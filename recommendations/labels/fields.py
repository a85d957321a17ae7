"""Labels of the fields of mastheads and recommendations, and of places in a document."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.labels.places import shown_place
from documents.web.phrases import shorten

MAX_PLACE_WORDS = 8

LABELS: Mapping[str, str | Promise] = {
    # the masthead
    "title": gettext_lazy("Title"),
    "subtitle": gettext_lazy("Subtitle"),
    "symbols": gettext_lazy("Symbol"),
    "distribution": gettext_lazy("Distribution"),
    "date": gettext_lazy("Date"),
    "language": gettext_lazy("Language"),
    "original_languages": gettext_lazy("Original language"),
    "body": gettext_lazy("Body"),
    "subsidiary_body": gettext_lazy("Subsidiary body"),
    "session": gettext_lazy("Session"),
    "agenda_item": gettext_lazy("Agenda item"),
    "agenda_title": gettext_lazy("Agenda item title"),
    "further_organs": gettext_lazy("Other organs"),
    "job_number": gettext_lazy("Job number"),
    "reissued": gettext_lazy("Date of reissue"),
    "languages_concerned": gettext_lazy("Languages this corrigendum applies to"),
    # a recommendation
    "text": gettext_lazy("Text"),
    "heading": gettext_lazy("Heading"),
    "verb": gettext_lazy("Main verb (for example, “should”)"),
    "action": gettext_lazy("Action phrase"),
    "strength": gettext_lazy("Strength"),
    "status": gettext_lazy("Status"),
    "addressees": gettext_lazy("Addressed to"),
    "topics": gettext_lazy("Topics"),
    "articles": gettext_lazy("Articles"),
    "adopted_by": gettext_lazy("Adopted by"),
    "meeting": gettext_lazy("Meeting"),
    "put_to": gettext_lazy("Submitted to"),
    "label": gettext_lazy("Item number or letter"),
    "path": gettext_lazy("Location in the document"),
    "order": gettext_lazy("Position"),
    "citations": gettext_lazy("References"),
    "endorsements": gettext_lazy("Endorsed recommendations"),
    "level": gettext_lazy("Level of indentation"),
    "page": gettext_lazy("Page"),
    "cells": gettext_lazy("Table"),
    "kind": gettext_lazy("Kind of paragraph"),
    # changes to a whole recommendation
    "split": gettext_lazy("Split in two"),
    "join": gettext_lazy("Joined with others"),
    "add": gettext_lazy("Added"),
    "remove": gettext_lazy("Removed"),
    "move": gettext_lazy("Moved"),
}
"""The label of each masthead field, field of a recommendation and kind of change."""

FACT_LABELS: Mapping[str, str | Promise] = {"meeting": gettext_lazy("Place and dates of the meeting")}
"""Labels of masthead fields that have the same name as a field of a recommendation."""


def label_of(name: str) -> str | Promise:
    """Return the label of a field, or its name if it has no label."""
    return LABELS.get(name, name)


def fact_label(name: str) -> str | Promise:
    """Return the label of a masthead field."""
    return FACT_LABELS.get(name) or label_of(name)


def place_label(path: str, text: str) -> str:
    """Return the name of a place in a document: its path, or the first words of its text.

    The first letter is small, as in :func:`shown_place`.
    """
    if path:
        return shown_place(path)
    words = shorten(" ".join(text.split()), MAX_PLACE_WORDS)
    return _("paragraph “%(words)s”") % {"words": words} if words else _("unnumbered paragraph")
