"""Format plain values of masthead and recommendation fields as text."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

from documents.labels.naming import (
    agenda_items,
    agenda_numbers,
    date_range,
    distribution_name,
    full_meeting_name,
    place_name,
    place_with_dates,
)
from documents.models import Body, Meeting
from documents.web.dates import date_format
from documents.web.languages import language_name
from documents.web.phrases import and_list, comma_list, in_brackets, semicolon_list
from recommendations.labels.facet_values import names
from recommendations.labels.vocabulary import addressee_labels, with_place
from recommendations.models import Recommendation, Topic

_ARTICLE = re.compile(r"[a-z][\w-]*:\d")  # matches "untoc:18"
_KINDS: Mapping[str, str | Promise] = {
    "heading": gettext_lazy("heading"),
    "paragraph": gettext_lazy("paragraph"),
    "preambular": gettext_lazy("preambular paragraph"),
    "operative": gettext_lazy("operative paragraph"),
    "item": gettext_lazy("list item"),
    "caption": gettext_lazy("caption"),
    "table": gettext_lazy("table"),
    "figure": gettext_lazy("figure"),
    "contents": gettext_lazy("line of the table of contents"),
}


@dataclass(frozen=True, slots=True)
class ValueFormatter:
    """Formats plain values as text. ``topics`` maps keys to labels of topics, ``bodies`` maps keys to bodies."""

    topics: Mapping[str, str] = field(default_factory=dict)
    bodies: Mapping[str, Body] = field(default_factory=dict)

    def as_text(self, name: str, value: Any) -> str:
        """Return the value of a field as text, "" if it is empty."""
        if value is None or value == "" or value == []:
            return ""
        if formatter := _FORMATTERS.get(name):
            return formatter(self, value)
        if isinstance(value, list):
            return comma_list(map(str, value))
        return self.meeting(value) if isinstance(value, dict) else str(value)

    def meeting(self, value: Mapping[str, Any]) -> str:
        """Return a meeting as text: the name of the body with the ordinal, place and dates; for a meeting from a
        masthead, which does not name the body, only the place and dates.
        """
        dates = date_range(_as_date(value.get("start")), _as_date(value.get("end")))
        occasion = place_with_dates(place_name(value.get("place") or ""), dates)
        if not (body := value.get("body")):
            return occasion
        if not (known_body := self.bodies.get(body)):
            return f"{body}{in_brackets(occasion)}" if occasion else str(body)
        if not value.get("ordinal") and not value.get("start"):
            return known_body.label
        start, end = _as_date(value.get("start")), _as_date(value.get("end"))
        return capfirst(
            full_meeting_name(
                Meeting(
                    body=known_body,
                    series=value.get("series") or "",
                    ordinal=value.get("ordinal"),
                    start=start,
                    end=end,
                    place=value.get("place") or "",
                )
            )
        )

    def citations(self, values: Sequence[str]) -> str:
        """Return citations as text: articles ("untoc:18(13)") and meetings ("cop 11") by name, others unchanged."""
        return semicolon_list(map(self._citation, values))

    def _citation(self, value: str) -> str:
        body, *series, number = value.split(" ") if " " in value else (value, "")
        if body in self.bodies:
            is_day = "-" in number
            return self.meeting(
                {
                    "body": body,
                    "series": "".join(series),
                    "ordinal": None if is_day or not number else int(number),
                    "start": number if is_day else None,
                }
            )
        return _articles(self, [value]) if _ARTICLE.match(value) else value


def _as_date(value: Any) -> datetime.date | None:
    return datetime.date.fromisoformat(value) if isinstance(value, str) else None


def _date(_formatter: ValueFormatter, value: Any) -> str:
    day = _as_date(value)
    return date_format(day, "DATE_FORMAT") if day else str(value)


def _choice(labels: Mapping[str, str | Promise]) -> Callable[[ValueFormatter, Any], str]:
    return lambda _formatter, value: str(capfirst(labels.get(value, value)))


def _articles(_formatter: ValueFormatter, value: Any) -> str:
    """Return articles as text: "Organized Crime Convention, article 18, paragraph 13 (a)" for "untoc:18(13)(a)"."""
    labels = names()
    described = []
    for target in value:
        article, _bracket, provision = target.partition("(")
        first, _bracket, rest = provision.partition(")")
        paragraph, subparagraph = (first, rest) if first[:1].isdigit() else ("", f"({provision}")
        described.append(with_place(labels.of("article", article).full_label, paragraph, subparagraph))
    return semicolon_list(described)


def _languages(_formatter: ValueFormatter, value: Any) -> str:
    return str(capfirst(comma_list(map(language_name, value))))


def _organs(formatter: ValueFormatter, value: Any) -> str:
    """Return organs as text: "Economic and Social Council, 2023 session, 25 July 2022, agenda item 5"."""
    return semicolon_list(
        comma_list(
            filter(
                None,
                (
                    organ.get("subsidiary_body") or organ.get("body"),
                    organ.get("session"),
                    formatter.meeting(organ.get("meeting") or {}),
                    agenda_items(organ.get("agenda_item") or ""),
                ),
            )
        )
        for organ in value
    )


_FORMATTERS: Mapping[str, Callable[[ValueFormatter, Any], str]] = {
    "date": _date,
    "reissued": _date,
    "language": lambda _formatter, value: str(capfirst(language_name(value))),
    "original_languages": _languages,
    "languages_concerned": _languages,
    "further_organs": _organs,
    "citations": lambda formatter, value: formatter.citations(value),
    "endorsements": lambda formatter, value: formatter.citations(value),
    "cells": lambda _formatter, value: semicolon_list(" | ".join(map(str, row)) for row in value),
    "distribution": lambda _formatter, value: distribution_name(value),
    "agenda_item": lambda _formatter, value: and_list(agenda_numbers(value)),
    "kind": _choice(_KINDS),
    "strength": _choice(dict(Recommendation.Strength.choices)),
    "status": _choice(dict(Recommendation.Status.choices)),
    "articles": _articles,
    "topics": lambda formatter, value: comma_list(formatter.topics.get(key, key) for key in value),
    "addressees": lambda _formatter, value: comma_list(addressee_labels(value)),
}


def value_formatter(topics: bool = True) -> ValueFormatter:
    """Return a formatter of values. Without ``topics``, it has no labels of topics, which saves a query."""
    labels = {topic.key: topic.label for topic in Topic.objects.all()} if topics else {}
    return ValueFormatter(labels, {body.key: body for body in Body.objects.all()})
