"""Read the endorsements in a document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count

from documents.models import LanguageVersion
from recommendations.models import Endorsement, Recommendation
from recommendations.queries.recommendations import shown_recommendations


@dataclass(frozen=True, slots=True)
class EndorsedMeeting:
    """An endorsement of a meeting's recommendations, and the number of these in published documents."""

    row: Endorsement
    total: int


def endorsed_meetings(version: LanguageVersion) -> Sequence[EndorsedMeeting]:
    """Return the endorsements in a version, in the order of its text."""
    rows = version.endorsements.select_related("paragraph", "meeting__body", "version__document").order_by("position")
    adopted = shown_recommendations().filter(
        kind=Recommendation.Kind.RECOMMENDATION, adopted_by__in=[row.meeting_id for row in rows if row.meeting_id]
    )
    totals = dict(adopted.order_by().values_list("adopted_by").annotate(Count("pk")))
    return [EndorsedMeeting(row, totals.get(row.meeting_id, 0)) for row in rows]
