"""The order of meetings."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from documents.models import Meeting


def latest_first(meetings: Iterable[Meeting]) -> list[Meeting]:
    """Return meetings by body, and within it the latest first.

    Meetings with a number are in the order of their numbers, so that those without a date are among the others; a
    meeting without a number is placed by its date.
    """
    ordered: list[Meeting] = []
    rows = sorted(meetings, key=lambda row: (row.body.position, row.body.key, -(row.ordinal or 0), row.pk))
    ordered.extend(row for row in rows if row.ordinal is not None)
    unnumbered = [row for row in rows if row.ordinal is None]
    for row in sorted(unnumbered, key=lambda row: row.start or datetime.date.min, reverse=True):
        ordered.insert(_position(row, ordered), row)
    return ordered


def _position(meeting: Meeting, ordered: list[Meeting]) -> int:
    """Return the index of a meeting without a number among ``ordered`` meetings: before the first earlier one, and
    after all others, of its body."""
    place = (meeting.body.position, meeting.body.key)
    for index, row in enumerate(ordered):
        other = (row.body.position, row.body.key)
        is_earlier = bool(row.start and meeting.start and row.start < meeting.start)
        if other > place or (other == place and is_earlier):
            return index
    return len(ordered)
