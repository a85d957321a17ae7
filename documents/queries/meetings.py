"""The order of meetings."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from documents.models import Meeting


def latest_first(meetings: Iterable[Meeting]) -> list[Meeting]:
    """Return meetings grouped by body, latest first within each body.

    Numbered meetings are sorted by number, so their dates need not be known. A meeting without a number is inserted by
    its date.
    """
    ordered: list[Meeting] = []
    rows = sorted(meetings, key=lambda row: (row.body.position, row.body.key, -(row.ordinal or 0), row.pk))
    ordered.extend(row for row in rows if row.ordinal is not None)
    unnumbered = [row for row in rows if row.ordinal is None]
    for row in sorted(unnumbered, key=lambda row: row.start or datetime.date.min, reverse=True):
        ordered.insert(_position(row, ordered), row)
    return ordered


def _position(meeting: Meeting, ordered: list[Meeting]) -> int:
    """Return the index at which to insert a meeting without a number in ``ordered``: before the first earlier meeting
    of its body or, if there is none, after the body's last meeting."""
    place = (meeting.body.position, meeting.body.key)
    for index, row in enumerate(ordered):
        other = (row.body.position, row.body.key)
        is_earlier = bool(row.start and meeting.start and row.start < meeting.start)
        if other > place or (other == place and is_earlier):
            return index
    return len(ordered)
