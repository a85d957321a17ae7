"""Background tasks for ingestion: read uploads, and retry the tasks of dead workers."""

from __future__ import annotations

import logging

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued

from documents.models import DocumentFile, LanguageVersion, Upload
from documents.parsing.types import UnreadableDocumentError
from documents.services.uploads import end_upload
from portal.ingestion.rereading import read_again
from portal.ingestion.uploads import read_upload

logger = logging.getLogger(__name__)

QUEUE = "ingestion"
STALLED_JOB_PRIORITY = 1  # higher than that of waiting files
MAX_ATTEMPTS = 3  # errors or worker deaths before a file is rejected


@app.task(
    name="ingest_upload",
    queue=QUEUE,
    pass_context=True,
    retry=RetryStrategy(wait=settings.RETRY_SECONDS),  # no limit: the task itself rejects the file in the end
)
def ingest_upload(context: JobContext, *, upload_id: int) -> None:
    """Read one upload. After :data:`MAX_ATTEMPTS` failures it is rejected, so that it cannot keep killing workers."""
    if context.job.attempts >= MAX_ATTEMPTS:
        logger.error("upload %s failed %s times and was rejected", upload_id, MAX_ATTEMPTS)
        message = _(
            "This file could not be read: an internal error occurred %(count)d times. "
            "Please contact the site administrator, who can find details in the server log."
        )
        end_upload(upload_id, Upload.State.REFUSED, message % {"count": MAX_ATTEMPTS})
        return
    read_upload(upload_id)


@app.task(
    name="reread_version", queue=QUEUE, retry=RetryStrategy(max_attempts=MAX_ATTEMPTS, wait=settings.RETRY_SECONDS)
)
def reread_version(*, version_id: int) -> None:
    """Read the file of a version again at a person's request. Changes are only proposed."""
    version = LanguageVersion.objects.filter(pk=version_id).first()
    if version is None:
        return
    try:
        read_again(version, requested=True)
    except (UnreadableDocumentError, DocumentFile.DoesNotExist) as error:
        logger.error("version %s cannot be read again: %s", version_id, error)


def queue_rereading(version: LanguageVersion) -> bool:
    """Queue a version to be read again by the worker. Return False if it is already queued."""
    try:
        with transaction.atomic():  # an error must not break the caller's transaction
            reread_version.configure(queueing_lock=f"reread {version.pk}").defer(version_id=version.pk)
    except AlreadyEnqueued:
        return False
    return True


def is_rereading_queued(version: LanguageVersion) -> bool:
    """Return whether a version is waiting to be read again."""
    jobs = ProcrastinateJob.objects.filter(task_name="reread_version", args={"version_id": version.pk})
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
