"""How often meetings are used."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count, F, QuerySet
from django.utils.functional import Promise

from documents.models import Body, Change, Document, DocumentOrgan, Meeting
from documents.services import ACTIONS
from portal.meetings.tasks import UpdateProgress, progress_by_meeting
from recommendations.models import Citation, FollowUp, Recommendation
from recommendations.services.meetings import can_be_undone


@dataclass(frozen=True, slots=True)
class MeetingUsage:
    """A meeting with the number of rows that refer to it. ``progress`` is that of its update, if any."""

    meeting: Meeting
    documents: int
    recommendations: int
    follow_ups: int
    mentions: int
    progress: UpdateProgress | None = None

    @property
    def is_used(self) -> bool:
        return bool(self.documents or self.recommendations or self.follow_ups or self.mentions)


def usage_by_body() -> list[tuple[Body, list[MeetingUsage]]]:
    """Return all meetings with their usage, by body, in a fixed number of queries."""
    meetings = Meeting.objects.select_related("body", "merged_into__body")
    rows = usages(meetings.order_by("body__position", "body__key", F("start").desc(nulls_last=True), "-ordinal"))
    return [(body, list(group)) for body, group in groupby(rows, key=lambda usage: usage.meeting.body)]


def usages(meetings: QuerySet[Meeting]) -> Iterator[MeetingUsage]:
    """Yield meetings with their usage. A document counts once for each organ, a recommendation for each role."""
    documents = _counts(Document.objects.all(), "meeting")
    organs = _counts(DocumentOrgan.objects.filter(document__isnull=False), "meeting")
    roles = [_counts(Recommendation.objects.all(), name) for name in ("meeting", "adopted_by", "put_to")]
    follow_ups, mentions = _counts(FollowUp.objects.all(), "due_meeting"), _counts(Citation.objects.all(), "meeting")
    progress = progress_by_meeting()
    for meeting in meetings:
        key = meeting.pk
        yield MeetingUsage(
            meeting,
            documents.get(key, 0) + organs.get(key, 0),
            max(counts.get(key, 0) for counts in roles),
            follow_ups.get(key, 0),
            mentions.get(key, 0),
            progress.get(meeting.merged_into_id or key),
        )


def _counts(rows: QuerySet, field: str) -> dict[int, int]:  # type: ignore[type-arg]
    counted = rows.order_by().filter(**{f"{field}__isnull": False}).values_list(field).annotate(Count("pk"))
    return dict(counted)


@dataclass(frozen=True, slots=True)
class LoggedChange:
    """A change of a meeting, and whether it can be undone."""

    row: Change
    label: str | Promise
    can_be_undone: bool


MAX_CHANGES = 20  # shown, newest first


def latest_changes(meeting: Meeting | None = None) -> list[LoggedChange]:
    """Return the latest changes of a meeting, or of all meetings."""
    rows = Change.objects.filter(action__startswith="meeting.").select_related("made_by")
    if meeting:
        keys = [meeting.pk, *Meeting.with_merged.filter(merged_into=meeting).values_list("pk", flat=True)]
        rows = rows.filter(object_key__in=[f"meeting:{key}" for key in keys])
    return [LoggedChange(row, ACTIONS[row.action], can_be_undone(row)) for row in rows[:MAX_CHANGES]]
