"""Background tasks for ingestion: read uploads, and retry the tasks of dead workers."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection, transaction
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued

from documents.models import DocumentFile, LanguageVersion
from documents.parsing.types import UnreadableDocumentError
from documents.services.uploads import release_attempt, requeue_orphans
from portal.ingestion.rereading import read_again
from portal.ingestion.uploads import read_upload
from portal.monitoring.metrics import timed_reading

logger = logging.getLogger(__name__)

QUEUE = "ingestion"
STALLED_JOB_PRIORITY = 1  # higher than the priority of waiting files
MAX_ATTEMPTS = 3  # failed attempts to reprocess a version
SHUTDOWN_POLL_SECONDS = 0.5


@app.task(
    name="ingest_upload",
    queue=QUEUE,
    pass_context=True,
    retry=RetryStrategy(wait=settings.RETRY_SECONDS),  # no limit: the task itself rejects the file in the end
)
def ingest_upload(context: JobContext, *, upload_id: int) -> None:
    """Read one upload. An attempt that a shutdown interrupts does not count as a failure of the file."""
    with _released_at_shutdown(context, upload_id), timed_reading():
        read_upload(upload_id)


@contextmanager
def _released_at_shutdown(context: JobContext, upload_id: int) -> Iterator[None]:
    """Release the attempt if the worker is told to stop, because it is killed if reading does not finish within the
    time allowed for stopping.
    """
    is_finished = threading.Event()

    def watch() -> None:
        while not is_finished.wait(SHUTDOWN_POLL_SECONDS):
            if context.should_abort():
                release_attempt(upload_id)
                connection.close()
                return

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        is_finished.set()
        watcher.join()


def read_unanswered(_documents: Iterable[int]) -> None:
    """Requeue files if the document that their question is about was deleted, because nothing is left to compare them
    with.

    This handles the notification about deleted documents, in the transaction of the deletion.
    """
    for pk in requeue_orphans():
        ingest_upload.defer(upload_id=pk)


@app.task(
    name="reread_version", queue=QUEUE, retry=RetryStrategy(max_attempts=MAX_ATTEMPTS, wait=settings.RETRY_SECONDS)
)
def reread_version(*, version_id: int, requested: bool = True) -> None:
    """Reprocess the files of a version at a person's request. Changes are only proposed, unless the request was to
    recognize the text of a scan (``requested`` is False): an unpublished document without corrections changes at once.
    """
    version = LanguageVersion.objects.filter(pk=version_id).first()
    if version is None:
        return
    try:
        read_again(version, requested=requested)
    except (UnreadableDocumentError, DocumentFile.DoesNotExist) as error:
        logger.error("version %s cannot be reprocessed: %s", version_id, error)


def queue_rereading(version: LanguageVersion, *, requested: bool = True) -> bool:
    """Queue a version for the worker to reprocess (:func:`reread_version`). Return False if it is already queued."""
    try:
        with transaction.atomic():  # an error must not break the caller's transaction
            reread_version.configure(queueing_lock=f"reread {version.pk}").defer(
                version_id=version.pk, requested=requested
            )
    except AlreadyEnqueued:
        return False
    return True


def is_rereading_queued(version: LanguageVersion) -> bool:
    """Return whether a version is waiting to be reprocessed."""
    jobs = ProcrastinateJob.objects.filter(task_name="reread_version", args__version_id=version.pk)
    return bool(jobs.filter(status__in=("todo", "doing")).exists())


@app.periodic(cron=settings.STALLED_CRON)
@app.task(
    name="take_up_stalled",
    queue=QUEUE,
    queueing_lock="take_up_stalled",
    priority=STALLED_JOB_PRIORITY,
    pass_context=True,
)
async def retry_stalled_jobs(context: JobContext, timestamp: int) -> None:
    """Put the jobs of workers without a heartbeat back into the queue."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=settings.STALLED_SECONDS):
        logger.warning("retrying job %s of a dead worker", job.id)
        await manager.retry_job(job)
