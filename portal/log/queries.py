"""What the page of the log reads. Nothing here writes."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from documents.models import Change
from documents.services.audit_log import ACTIONS

SHORT = 160
"""A value of so many letters is shown as it is; a longer one is opened."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for: all words, and what else is given."""

    words: str = ""
    person: str = ""
    action: str = ""
    document: str = ""
    since: datetime.date | None = None
    until: datetime.date | None = None


def changes(asked: Asked) -> QuerySet[Change]:
    """The changes that are looked for, the newest first, with their documents."""
    rows = Change.objects.select_related("document").prefetch_related("document__symbols")
    if asked.words:
        rows = rows.annotate(was_text=Cast("was", TextField()), value_text=Cast("value", TextField()))
        for word in asked.words.split():
            rows = rows.filter(_says(word))
    if asked.person:
        rows = rows.filter(made_by_name=asked.person)
    if asked.action:
        rows = rows.filter(action=asked.action)
    if asked.document:
        named = Q(subject__icontains=asked.document) | Q(document__symbols__symbol__iexact=asked.document)
        rows = rows.filter(pk__in=Change.objects.filter(named).order_by().values("pk"))
    if asked.since:
        rows = rows.filter(made_at__date__gte=asked.since)
    if asked.until:
        rows = rows.filter(made_at__date__lte=asked.until)
    return rows


def _says(word: str) -> Q:
    places = ("subject", "note", "made_by_name", "was_text", "value_text")
    found = Q()
    for place in places:
        found |= Q(**{f"{place}__icontains": word})
    return found


def people() -> list[str]:
    """Everybody who changed something, by the name they had then."""
    names = Change.objects.exclude(made_by_name="").order_by("made_by_name").values_list("made_by_name", flat=True)
    return list(names.distinct())


@dataclass(frozen=True, slots=True)
class Value:
    """A value for people. ``beginning`` is shown, ``whole`` is opened; both are the same where it is short."""

    whole: str
    beginning: str

    @property
    def is_long(self) -> bool:
        return self.whole != self.beginning


@dataclass(frozen=True, slots=True)
class Row:
    """A change as the page shows it. ``address`` is "" where what it was about is gone."""

    change: Change
    what: str | Promise
    who: str
    address: str
    was: Value | None
    value: Value | None


def rows(found: Iterable[Change]) -> list[Row]:
    """The changes, ready to print."""
    return [
        Row(
            change=change,
            what=ACTIONS.get(change.action, change.action),
            who=change.made_by_name or _("the portal itself"),
            address=_address(change),
            was=_value(change.was),
            value=_value(change.value),
        )
        for change in found
    ]


def _address(change: Change) -> str:
    kind, _colon, key = change.about.partition(":")
    if kind == "follow-up" and key.isdigit():
        return reverse("follow-up-of", args=[int(key)])
    return change.document.get_absolute_url() if change.document else ""


def _value(plain: Any) -> Value | None:
    if plain in (None, "", [], {}):
        return None
    whole = _said(plain)
    return Value(whole, whole if len(whole) <= SHORT else whole[:SHORT].rsplit(" ", 1)[0] + " …")


def _said(plain: Any) -> str:
    """A plain value in words: lists with commas, fields each on its line, what is deeper as JSON."""
    if isinstance(plain, str):
        return plain
    if isinstance(plain, list) and all(isinstance(one, str) for one in plain):
        return ", ".join(plain)
    if isinstance(plain, dict):
        return "\n".join(f"{name}: {_said(value)}" for name, value in plain.items())
    return json.dumps(plain, ensure_ascii=False)
