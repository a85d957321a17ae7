"""Show plain values of facts and fields as text."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.labels.naming import date_range, language_name, ordinal_words
from recommendations.labels.facet_values import names
from recommendations.labels.vocabulary import topic_label
from recommendations.models import Recommendation, Topic

LABELS: Mapping[str, str | Promise] = {
    # the masthead
    "title": gettext_lazy("Title"),
    "subtitle": gettext_lazy("Subtitle"),
    "symbols": gettext_lazy("Symbol"),
    "distribution": gettext_lazy("Distribution"),
    "date": gettext_lazy("Date"),
    "language": gettext_lazy("Language"),
    "original_languages": gettext_lazy("Original languages"),
    "body": gettext_lazy("Body"),
    "subsidiary_body": gettext_lazy("Subsidiary body"),
    "session": gettext_lazy("Session"),
    "agenda_item": gettext_lazy("Agenda item"),
    "agenda_title": gettext_lazy("Title of the agenda item"),
    "job_number": gettext_lazy("Job number"),
    "reissued": gettext_lazy("Reissued"),
    # a recommendation
    "text": gettext_lazy("Text"),
    "heading": gettext_lazy("Heading above"),
    "verb": gettext_lazy("Action phrase"),
    "action": gettext_lazy("Action phrase with verb"),
    "strength": gettext_lazy("Strength"),
    "status": gettext_lazy("Status"),
    "addressees": gettext_lazy("Addressed to"),
    "topics": gettext_lazy("Topics"),
    "articles": gettext_lazy("Articles"),
    "adopted_by": gettext_lazy("Adopted by"),
    "meeting": gettext_lazy("Meeting"),
    "put_to": gettext_lazy("Submitted to"),
    "label": gettext_lazy("Number"),
    "path": gettext_lazy("Place"),
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
"""The label of each fact, field and kind of change."""


def label_of(name: str) -> str | Promise:
    return LABELS.get(name, name)


@dataclass(frozen=True, slots=True)
class Wording:
    """Convert plain values to text. ``topics`` are labels of topics, ``bodies`` names of bodies, by their keys."""

    topics: Mapping[str, str] = field(default_factory=dict)
    bodies: Mapping[str, str] = field(default_factory=dict)

    def as_text(self, name: str, value: Any) -> str:
        """Return the value of a fact or field as text, or ""."""
        if value is None or value == "" or value == []:
            return ""
        if formatter := _FORMATTERS.get(name):
            return formatter(self, value)
        if isinstance(value, list):
            return ", ".join(map(str, value))
        return self.meeting(value) if isinstance(value, dict) else str(value)

    def meeting(self, value: Mapping[str, Any]) -> str:
        """Return a meeting as text: place and days for a masthead's, with the body's name for one named in a text."""
        days = date_range(_day(value.get("start")), _day(value.get("end")))
        where = ", ".join(part for part in (value.get("place"), days) if part)
        if not (body := value.get("body")):
            return where
        name = self.bodies.get(body, body)
        if ordinal := value.get("ordinal"):
            name = _("%(body)s, %(ordinal)s session or meeting") % {"body": name, "ordinal": ordinal_words(ordinal)}
        return f"{name} ({where})" if where else name


def _day(value: Any) -> datetime.date | None:
    return datetime.date.fromisoformat(value) if isinstance(value, str) else None


def _date(_wording: Wording, value: Any) -> str:
    day = _day(value)
    return date_format(day, "j F Y") if day else str(value)


def _choice(labels: Mapping[str, str | Promise]) -> Callable[[Wording, Any], str]:
    return lambda _wording, value: str(capfirst(labels.get(value, value)))


def _articles(_wording: Wording, value: Any) -> str:
    """Return articles as text: "Organized Crime Convention, article 18 (13)" for "untoc:18(13)"."""
    labels = names()
    targets = (target.partition("(") for target in value)
    return "; ".join(
        f"{labels.of('article', article).full_label} {bracket}{provision}".strip()
        for article, bracket, provision in targets
    )


def _languages(_wording: Wording, value: Any) -> str:
    return ", ".join(map(language_name, value))


_FORMATTERS: Mapping[str, Callable[[Wording, Any], str]] = {
    "date": _date,
    "reissued": _date,
    "language": lambda _wording, value: language_name(value),
    "original_languages": _languages,
    "strength": _choice(dict(Recommendation.Strength.choices)),
    "status": _choice(dict(Recommendation.Status.choices)),
    "articles": _articles,
    "topics": lambda wording, value: ", ".join(wording.topics.get(key, key) for key in value),
    "addressees": lambda _wording, value: ", ".join(value),
}


def wording(topics: bool = True) -> Wording:
    """Return a Wording, with the labels of all topics in the reader's language unless ``topics`` is False."""
    return Wording({topic.key: topic_label(topic) for topic in Topic.objects.all()} if topics else {})
