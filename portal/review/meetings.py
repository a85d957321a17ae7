"""Choices of meetings, as plain values, and recommendations that name the former meeting of a document."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from documents.labels.naming import full_meeting_name
from documents.models import LanguageVersion, Meeting
from recommendations.corrections import Edit, EditKind
from recommendations.labels.wording import ValueFormatter
from recommendations.models import Recommendation

MEETING_FIELDS = ("adopted_by", "meeting", "put_to")


def meeting_choices(current: Mapping[str, Any] | None, formatter: ValueFormatter) -> list[tuple[str, str]]:
    """Return all meetings, each as JSON with its name. The current one keeps its plain value."""
    choices = [("", "–")]
    is_listed = current is None
    for meeting in Meeting.objects.select_related("body"):
        value = as_mention(meeting)
        if current and not is_listed and _is_same_meeting(value, current):
            value, is_listed = dict(current), True
        choices.append((as_choice(value), full_meeting_name(meeting)))
    if not is_listed and current:
        choices.insert(1, (as_choice(current), formatter.meeting(current)))
    return choices


def as_mention(meeting: Meeting) -> dict[str, Any]:
    """Return a meeting as the plain values of a :class:`~recommendations.extraction.types.MeetingMention`."""
    values = {
        "body": meeting.body.key,
        "series": meeting.series or None,
        "ordinal": meeting.ordinal,
        "start": meeting.start.isoformat() if meeting.start else None,
        "end": meeting.end.isoformat() if meeting.end else None,
        "place": meeting.place or None,
    }
    return {name: value for name, value in values.items() if value is not None}


def as_choice(value: Mapping[str, Any] | None) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False) if value else ""


def _is_same_meeting(value: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Return whether two mentions mean the same meeting: of the same body and series, with an equal ordinal or day."""
    if value["body"] != other.get("body") or value.get("series", "") != other.get("series", ""):
        return False
    return any(value.get(name) == other.get(name) is not None for name in ("ordinal", "start"))


# --- the meeting of a document was corrected ------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NamingRecommendation:
    """A recommendation with the fields that name a meeting."""

    row: Recommendation
    fields: tuple[str, ...]

    def edits(self, values: Mapping[str, Any], meeting: Meeting) -> list[Edit]:
        """Return the edits that put another meeting into these fields; ``values`` are the current ones."""
        mention = as_mention(meeting)
        return [Edit(EditKind.FIELD, self.row.anchor, name, values.get(name), mention) for name in self.fields]


def recommendations_naming(version: LanguageVersion, meeting: Meeting) -> list[NamingRecommendation]:
    """Return the recommendations of a version that name a meeting as theirs, with the fields that name it."""
    naming = Q(*((name, meeting) for name in MEETING_FIELDS), _connector=Q.OR)
    return [
        NamingRecommendation(row, tuple(name for name in MEETING_FIELDS if getattr(row, f"{name}_id") == meeting.pk))
        for row in version.recommendations.filter(naming).order_by("position")
    ]
