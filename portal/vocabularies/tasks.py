"""Background task that brings stored documents up to date after a change of a vocabulary."""

from __future__ import annotations

import logging

from django.conf import settings
from django.db.models import QuerySet
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from documents.models import LanguageVersion, Reading
from documents.services import version_name
from portal.ingestion.rereading import apply_vocabularies
from portal.meetings.tasks import UpdateProgress
from recommendations.queries.vocabularies import refresh
from recommendations.services import load_vocabularies
from recommendations.services.vocabulary_editing import EntryChange

logger = logging.getLogger(__name__)

TASK = "update_for_vocabularies"
QUEUE = "upkeep"
PRIORITY = -1  # below that of uploads
VERSIONS_AT_ONCE = 5  # by one job, so that uploaded files need not wait long


@app.task(name=TASK, queue=QUEUE, priority=PRIORITY, retry=RetryStrategy(wait=settings.RETRY_SECONDS))
def update_for_vocabularies(*, vocabulary_version: str, after: int, finished: int, total: int) -> None:
    """Update the next versions of documents, and queue a job for the rest. If a worker dies, another one repeats its
    job. A later change of a vocabulary has queued its own update of all documents, which replaces this one.

    A version that causes an error is logged and left as it is, so that the other documents are updated.
    """
    if refresh().version != vocabulary_version:
        return
    versions = list(_versions().filter(pk__gt=after)[:VERSIONS_AT_ONCE])
    for version in versions:
        try:
            apply_vocabularies(version)
        except Exception:
            logger.exception("Updating %s for the vocabularies failed.", version_name(version))
    if len(versions) < VERSIONS_AT_ONCE:
        load_vocabularies()  # deletes what nothing refers to any more
        return
    update_for_vocabularies.defer(
        vocabulary_version=vocabulary_version,
        after=versions[-1].pk,
        finished=finished + len(versions),
        total=total,
    )


def queue_update(change: EntryChange) -> None:
    """Queue the update of all documents if a change requires it. Call it in the transaction of the change."""
    total = _versions().count()
    if change.is_read and total:
        version = refresh().version
        update_for_vocabularies.defer(vocabulary_version=version, after=0, finished=0, total=total)


def update_progress() -> UpdateProgress | None:
    """Return the progress of the update for the latest change, in language versions, or None if none is running."""
    jobs = ProcrastinateJob.objects.filter(task_name=TASK, status__in=("todo", "doing")).order_by("-id")
    args = jobs.values_list("args", flat=True).first()
    return UpdateProgress(args["finished"], args["total"]) if args else None


def _versions() -> QuerySet[LanguageVersion]:
    """Return the versions that have a reading, in the order in which they are updated."""
    return LanguageVersion.objects.filter(readings__state=Reading.State.CURRENT).order_by("pk")
