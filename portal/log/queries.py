"""Queries for the audit log."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from documents.models import Change
from documents.services.audit_log import ACTIONS

MAX_VALUE_LENGTH = 160  # characters; a longer value is shortened


def changes() -> QuerySet[Change]:
    """Return all changes, newest first, with their documents."""
    return Change.objects.select_related("document").prefetch_related("document__symbols")


@dataclass(frozen=True, slots=True)
class LogValue:
    """A value for display. ``beginning`` is shown, ``whole`` on request; a short value has the same in both."""

    whole: str
    beginning: str

    @property
    def is_long(self) -> bool:
        return self.whole != self.beginning


@dataclass(frozen=True, slots=True)
class LogRow:
    """A change as the page shows it. ``address`` is "" if its object no longer exists."""

    change: Change
    what: str | Promise
    who: str
    address: str
    was: LogValue | None
    value: LogValue | None


def rows(found: Iterable[Change]) -> list[LogRow]:
    """Return the changes as rows for display."""
    return [
        LogRow(
            change=change,
            what=ACTIONS.get(change.action, change.action),
            who=change.made_by_name or _("the portal"),
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


def _value(plain: Any) -> LogValue | None:
    if plain in (None, "", [], {}):
        return None
    whole = _as_text(plain)
    return LogValue(
        whole, whole if len(whole) <= MAX_VALUE_LENGTH else whole[:MAX_VALUE_LENGTH].rsplit(" ", 1)[0] + " …"
    )


def _as_text(plain: Any) -> str:
    """Return a plain value as text: lists with commas, fields one per line, nested values as JSON."""
    if isinstance(plain, str):
        return plain
    if isinstance(plain, list) and all(isinstance(item, str) for item in plain):
        return ", ".join(plain)
    if isinstance(plain, dict):
        facts = {
            name.replace("_", " "): _as_text(value) for name, value in plain.items() if value not in (None, "", [], {})
        }
        return "\n".join(f"{name}: {_as_text(value)}" for name, value in facts.items())
    return json.dumps(plain, ensure_ascii=False)
