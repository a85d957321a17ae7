"""Choices of meetings, as plain values."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from documents.labels.naming import meeting_name, place_and_dates
from documents.models import Meeting
from recommendations.labels.wording import Wording


def meeting_choices(current: Mapping[str, Any] | None, words: Wording) -> list[tuple[str, str]]:
    """Return all meetings, each as JSON with its name. The current one keeps its plain value."""
    choices = [("", "–")]
    is_listed = current is None
    for meeting in Meeting.objects.select_related("body"):
        value = as_mention(meeting)
        if current and not is_listed and _is_same_meeting(value, current):
            value, is_listed = dict(current), True
        detail = place_and_dates(meeting)
        choices.append((as_choice(value), f"{meeting_name(meeting)} ({detail})" if detail else meeting_name(meeting)))
    if not is_listed and current:
        choices.insert(1, (as_choice(current), words.meeting(current)))
    return choices


def as_mention(meeting: Meeting) -> dict[str, Any]:
    """Return a meeting as the plain values of a :class:`~recommendations.extraction.types.MeetingMention`."""
    values = {
        "body": meeting.body.key,
        "ordinal": meeting.ordinal,
        "start": meeting.start.isoformat() if meeting.start else None,
        "end": meeting.end.isoformat() if meeting.end else None,
        "place": meeting.place or None,
    }
    return {name: value for name, value in values.items() if value is not None}


def as_choice(value: Mapping[str, Any] | None) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False) if value else ""


def _is_same_meeting(value: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Return whether two mentions mean the same meeting: the same body, and the same ordinal or first day."""
    if value["body"] != other.get("body"):
        return False
    return any(value.get(name) == other.get(name) is not None for name in ("ordinal", "start"))
