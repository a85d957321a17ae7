"""Counts of the references to meetings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.functional import Promise

from documents.labels.naming import logged_details
from documents.models import Body, Change, Document, DocumentOrgan, Meeting
from documents.queries.meetings import latest_first
from documents.services import ACTIONS
from portal.meetings.tasks import UpdateProgress, progress_by_meeting
from recommendations.models import Citation, FollowUp, Recommendation
from recommendations.queries.meetings import count_submitted
from recommendations.search.query import SearchQuery
from recommendations.search.results import count_facets
from recommendations.services.meetings import can_be_undone


@dataclass(frozen=True, slots=True)
class MeetingUsage:
    """A meeting with the numbers of references to it. ``progress`` is the progress of its update, if any.

    ``recommendations`` and ``submitted`` (by other meetings) are counted as on the public page of the meeting.
    ``is_used`` is also true if only unpublished documents refer to it.
    """

    meeting: Meeting
    documents: int
    recommendations: int
    submitted: int
    follow_ups: int
    mentions: int
    is_used: bool
    progress: UpdateProgress | None = None

    @property
    def is_used_unseen(self) -> bool:
        """Whether it is used, but only where references are not counted."""
        counts = (self.documents, self.recommendations, self.submitted, self.follow_ups, self.mentions)
        return self.is_used and not any(counts)


def usage_by_body() -> list[tuple[Body, list[MeetingUsage]]]:
    """Return all meetings with their usage, by body, in a fixed number of queries."""
    rows = usages(latest_first(Meeting.objects.select_related("body", "merged_into__body")))
    return [(body, list(group)) for body, group in groupby(rows, key=lambda usage: usage.meeting.body)]


def usages(meetings: Iterable[Meeting]) -> Iterator[MeetingUsage]:
    """Yield meetings with their usage. A document counts once for each organ."""
    documents = _counts(Document.objects.all(), "meeting")
    organs = _counts(DocumentOrgan.objects.filter(document__isnull=False), "meeting")
    roles = [_counts(Recommendation.objects.all(), name) for name in ("meeting", "adopted_by", "put_to")]
    follow_ups, mentions = _counts(FollowUp.objects.all(), "due_meeting"), _counts(Citation.objects.all(), "meeting")
    shown, submitted = count_facets(SearchQuery())["meeting"], count_submitted()
    progress = progress_by_meeting()
    for meeting in meetings:
        key = meeting.pk
        stored = (documents, organs, *roles, follow_ups, mentions)
        yield MeetingUsage(
            meeting,
            documents.get(key, 0) + organs.get(key, 0),
            shown.get(meeting.slug, 0),
            submitted.get(key, 0),
            follow_ups.get(key, 0),
            mentions.get(key, 0),
            any(key in counts for counts in stored),
            progress.get(meeting.merged_into_id or key),
        )


def _counts(rows: QuerySet, field: str) -> dict[int, int]:  # type: ignore[type-arg]
    counted = rows.order_by().filter(**{f"{field}__isnull": False}).values_list(field).annotate(Count("pk"))
    return dict(counted)


@dataclass(frozen=True, slots=True)
class LoggedChange:
    """A change with its old and new values as text. ``undo_address`` is "" if it cannot be undone."""

    row: Change
    label: str | Promise
    before: str
    after: str
    undo_address: str


MAX_CHANGES = 20  # shown, newest first


def latest_changes(meeting: Meeting | None = None) -> list[LoggedChange]:
    """Return the latest changes to a meeting, or to all meetings."""
    rows = Change.objects.filter(action__startswith="meeting.").select_related("made_by")
    if meeting:
        keys = [meeting.pk, *Meeting.with_merged.filter(merged_into=meeting).values_list("pk", flat=True)]
        rows = rows.filter(object_key__in=[f"meeting:{key}" for key in keys])
    return [
        LoggedChange(
            row,
            ACTIONS[row.action],
            logged_details(row.old_value),
            logged_details(row.value),
            reverse("undo-meeting-change", args=[row.pk]) if can_be_undone(row) else "",
        )
        for row in rows[:MAX_CHANGES]
    ]
