"""Background tasks that keep the search index complete and remove expired data.

Uploaded files take priority: each job here takes seconds, and queues the next job behind the files that have arrived.
"""

from __future__ import annotations

import logging
from itertools import islice

from django.conf import settings
from django.core.management import call_command
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from recommendations.services import unencoded_versions, write_passages
from recommendations.services.compilations import remove_old_compilations
from recommendations.services.indexing import close_gaps, index_is_due, index_next

logger = logging.getLogger(__name__)

QUEUE = "upkeep"
BEHIND_UPLOADS = -1
VERSIONS_AT_ONCE = 10


@app.periodic(cron=settings.UPKEEP_CRON)
@app.task(name="tend_search", queue=QUEUE, queueing_lock="tend_search", priority=BEHIND_UPLOADS)
def maintain_search(timestamp: int) -> None:
    """Start indexing and encoding if they are due."""
    if index_is_due():
        begin_indexing()
    elif dropped := close_gaps(at_most=1):
        logger.warning("%s empty chunks of the search index were removed", dropped)
    if unencoded_versions().exists():
        begin_encoding()


@app.periodic(cron=settings.CLEARING_CRON)
@app.task(name="clear_away", queue=QUEUE, queueing_lock="clear_away", priority=BEHIND_UPLOADS)
def remove_expired(timestamp: int) -> None:
    """Remove old compilations and expired sessions."""
    remove_old_compilations()
    call_command("clearsessions")


def begin_indexing() -> None:
    """Start indexing all documents that the index may lack, unless that is under way."""
    if not _is_under_way("index_documents"):
        index_some.defer(after=0)


def begin_encoding() -> None:
    """Start writing missing vectors, unless that is under way."""
    if not _is_under_way("encode_versions"):
        encode_some.defer(after=0)


def _is_under_way(task: str) -> bool:
    return bool(ProcrastinateJob.objects.filter(task_name=task, status__in=("todo", "doing")).exists())


@app.task(name="index_documents", queue=QUEUE, priority=BEHIND_UPLOADS)
def index_some(*, after: int) -> None:
    """Index the next documents and queue a job for the rest. If it fails, :func:`maintain_search` restarts it."""
    last = index_next(after)
    if last is None:
        logger.warning("the search index is complete")
    else:
        index_some.defer(after=last)


@app.task(name="encode_versions", queue=QUEUE, priority=BEHIND_UPLOADS)
def encode_some(*, after: int) -> None:
    """Write vectors of the next versions without any. A version that gets none is skipped by the next job."""
    last = None
    for version in islice(unencoded_versions().filter(pk__gt=after), VERSIONS_AT_ONCE):
        write_passages(version)
        last = version.pk
    if last is not None:
        encode_some.defer(after=last)
