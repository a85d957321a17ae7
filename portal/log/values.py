"""Format the stored values of the audit log for people, without keys."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext

from documents.labels.naming import logged_details
from documents.models import Change, Correction, Upload
from documents.web.phrases import comma_list, labelled
from recommendations.follow_up.entries import FIELD_LABELS, format_value
from recommendations.labels.facet_values import names
from recommendations.labels.fields import label_of
from recommendations.labels.wording import ValueFormatter, value_formatter
from recommendations.models import LineageDecision
from recommendations.queries.vocabularies import logged_values

_LABELS_BY_ACTION: Mapping[str, Mapping[str, Any]] = {
    "upload.answered": dict(Upload.Answer.choices),
    "lineage.decided": dict(LineageDecision.Kind.choices),
}
_WITHOUT_VALUES = {"document.read", "document.reading_accepted", "document.reading_refused"}
"""Actions whose values mean nothing to people: versions of the software and keys of rows."""


@dataclass(frozen=True)
class LogWording:
    """Formats the values of changes. ``corrections`` maps keys to the corrections that the changes made or undid."""

    corrections: Mapping[int, Correction]

    @cached_property
    def formatter(self) -> ValueFormatter:
        return value_formatter()

    def text(self, change: Change, plain: Any) -> str:
        """Return one of the two values of a change as text, or "" if there is nothing to show."""
        if plain in (None, "", [], {}) or change.action in _WITHOUT_VALUES:
            return ""
        if labels := _LABELS_BY_ACTION.get(change.action):
            return str(labels.get(str(plain), plain))
        if change.action == "account.changed" and isinstance(plain, str):
            return gettext(plain)
        if change.action.startswith("meeting."):
            return logged_details(plain)
        if change.action.startswith("vocabulary."):
            return logged_values(change, plain)
        if change.action.startswith("follow_up."):
            return "\n".join(
                labelled(label, format_value(field, plain[field], names()))
                for field, label in FIELD_LABELS.items()
                if plain.get(field)
            )
        if correction := self.corrections.get(_correction_key(change)):
            return self._correction_text(correction, plain)
        return _as_text(plain)

    def _correction_text(self, correction: Correction, plain: Any) -> str:
        if correction.field:
            return self.formatter.as_text(correction.field, plain)
        if isinstance(plain, dict):
            return str(plain.get("text", ""))
        return "\n".join(text for text in (plain if isinstance(plain, list) else [plain]) if " " in str(text))


def log_wording(changes: Iterable[Change]) -> LogWording:
    """Return the formatter for these changes, with at most one query."""
    keys = [key for key in map(_correction_key, changes) if key]
    return LogWording(Correction.objects.in_bulk(keys) if keys else {})


def _correction_key(change: Change) -> int:
    kind, _colon, key = change.object_key.partition(":")
    return int(key) if kind == "correction" and key.isdigit() else 0


def _as_text(plain: Any) -> str:
    """Return a plain value as text: lists joined by commas, fields one per line with labels, other values as JSON."""
    if isinstance(plain, str):
        return plain
    if isinstance(plain, list) and all(isinstance(item, str) for item in plain):
        return comma_list(plain)
    if isinstance(plain, dict):
        fields = {name: value for name, value in plain.items() if value not in (None, "", [], {})}
        return "\n".join(labelled(_label(name), _as_text(value)) for name, value in fields.items())
    return json.dumps(plain, ensure_ascii=False)


def _label(name: str) -> str:
    label = str(label_of(name))
    return label if label != name else name.replace("_", " ").capitalize()
