"""Background task that brings documents up to date after a change to a meeting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from documents.models import Meeting
from recommendations.services.meetings import DocumentUpdate, finish_merging, update_documents

TASK = "update_meeting"
QUEUE = "upkeep"
DOCUMENTS_AT_ONCE = 10  # by one job, so that uploaded files need not wait long


@app.task(name=TASK, queue=QUEUE, retry=RetryStrategy(wait=settings.RETRY_SECONDS))
def update_meeting(*, meeting_id: int, documents: Sequence[int], total: int, from_reading: bool) -> None:
    """Update the first documents and queue a job for the rest. If a worker dies, another one repeats its job."""
    meeting = Meeting.objects.filter(pk=meeting_id).first()
    if meeting is None:
        return
    update_documents(DocumentUpdate(meeting, documents[:DOCUMENTS_AT_ONCE], from_reading))
    if rest := documents[DOCUMENTS_AT_ONCE:]:
        update_meeting.defer(meeting_id=meeting_id, documents=list(rest), total=total, from_reading=from_reading)
    else:
        finish_merging(meeting)


def queue_update(update: DocumentUpdate) -> None:
    """Queue the update, in the transaction of the change. Without documents, finish at once."""
    if not update.documents:
        finish_merging(update.meeting)
        return
    update_meeting.defer(
        meeting_id=update.meeting.pk,
        documents=list(update.documents),
        total=len(update.documents),
        from_reading=update.from_reading,
    )


@dataclass(frozen=True, slots=True)
class UpdateProgress:
    """The progress of an update, in documents."""

    finished: int
    total: int


def progress_by_meeting() -> dict[int, UpdateProgress]:
    """Return the updates in progress, by the keys of meetings."""
    jobs = ProcrastinateJob.objects.filter(task_name=TASK, status__in=("todo", "doing")).order_by("id")
    return {
        args["meeting_id"]: UpdateProgress(args["total"] - len(args["documents"]), args["total"])
        for args in jobs.values_list("args", flat=True)
    }
