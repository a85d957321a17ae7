"""Background tasks that keep the search index complete and remove expired data.

They stand behind every file that was sent: each job takes seconds, and the next one is put behind what came meanwhile.
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
def tend_search(timestamp: int) -> None:
    """See whether there is anything to do, and begin it."""
    if index_is_due():
        begin_indexing()
    elif dropped := close_gaps(at_most=1):
        logger.warning("%s empty chunks of the search index are gone", dropped)
    if unencoded_versions().exists():
        begin_encoding()


@app.periodic(cron=settings.CLEARING_CRON)
@app.task(name="clear_away", queue=QUEUE, queueing_lock="clear_away", priority=BEHIND_UPLOADS)
def clear_away(timestamp: int) -> None:
    """Remove what was made for a while: compilations after a day, sessions that ended."""
    remove_old_compilations()
    call_command("clearsessions")


def begin_indexing() -> None:
    """Have every document looked at that the index may not know, unless that is under way."""
    if not _is_under_way("index_documents"):
        index_some.defer(after=0)


def begin_encoding() -> None:
    """Have vectors written where they are missing, unless that is under way."""
    if not _is_under_way("encode_versions"):
        encode_some.defer(after=0)


def _is_under_way(task: str) -> bool:
    return bool(ProcrastinateJob.objects.filter(task_name=task, status__in=("todo", "doing")).exists())


@app.task(name="index_documents", queue=QUEUE, priority=BEHIND_UPLOADS)
def index_some(*, after: int) -> None:
    """The next documents; where it fails, :func:`tend_search` begins again."""
    last = index_next(after)
    if last is None:
        logger.warning("the search index is whole")
    else:
        index_some.defer(after=last)


@app.task(name="encode_versions", queue=QUEUE, priority=BEHIND_UPLOADS)
def encode_some(*, after: int) -> None:
    """The vectors of the next versions without any; one that has none then is passed over."""
    last = None
    for version in islice(unencoded_versions().filter(pk__gt=after), VERSIONS_AT_ONCE):
        write_passages(version)
        last = version.pk
    if last is not None:
        encode_some.defer(after=last)
