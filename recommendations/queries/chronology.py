"""The order in time of the versions of a recommendation: which of two texts is later, and which of them was adopted.

Everything that calls a text an earlier or a later version follows this order.
"""

from __future__ import annotations

import datetime

from recommendations.models import Recommendation

NOT_ADOPTED = (Recommendation.Status.DRAFT, Recommendation.Status.PROPOSED)


def date_of(recommendation: Recommendation) -> datetime.date | None:
    """Return the date of a version: the first day of the meeting that adopted it, or else the date of its document, or
    else the first day of the meeting for which it was issued."""
    document, adopted_by = recommendation.version.document, recommendation.adopted_by
    adopted_on = adopted_by.start if adopted_by else None
    return adopted_on or document.date or (document.meeting.start if document.meeting else None)


def is_later(row: Recommendation, other: Recommendation) -> bool:
    """Return whether a version of a recommendation is later than another: by the meetings that adopted or considered
    them, or else by their documents. A document may quote what an earlier meeting adopted, so its date comes second. If
    the days are equal or unknown, an adopted text is later than a draft.
    """
    meetings = [text.adopted_by or text.meeting for text in (row, other)]
    days = [[meeting.start if meeting else None for meeting in meetings]]
    days.append([text.version.document.date for text in (row, other)])
    for day, other_day in days:
        if day and other_day and day != other_day:
            return day > other_day
    return other.status in NOT_ADOPTED and row.status not in NOT_ADOPTED


def compare_in_time(row: Recommendation, other: Recommendation) -> int:
    """Return 1 if a version is later than another, -1 if it is earlier, 0 if neither is known to be later."""
    return int(is_later(row, other)) - int(is_later(other, row))


def is_draft_and_adopted(row: Recommendation, other: Recommendation) -> bool:
    """Return whether one of two texts was adopted and the other was not. Readers see a link between such texts even if
    it is only proposed."""
    return (row.status in NOT_ADOPTED) != (other.status in NOT_ADOPTED)
