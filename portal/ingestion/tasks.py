"""Background tasks for ingestion: read uploads, and take over jobs of workers that died."""

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
AHEAD_OF_UPLOADS = 1  # priority of stalled jobs over waiting files
ATTEMPTS = 3  # errors or worker deaths before a file is refused


@app.task(
    name="ingest_upload",
    queue=QUEUE,
    pass_context=True,
    retry=RetryStrategy(wait=settings.RETRY_SECONDS),  # without limit: the task itself refuses the file in the end
)
def ingest_upload(context: JobContext, *, upload_id: int) -> None:
    """Read one upload. After :data:`ATTEMPTS` failures it is refused, so that it does not kill workers forever."""
    if context.job.attempts >= ATTEMPTS:
        logger.error("upload %s failed %s times and was rejected", upload_id, ATTEMPTS)
        message = _(
            "Reading failed %(count)d times because of an internal error. "
            "Please contact the site administrator; the server log has details."
        )
        end_upload(upload_id, Upload.State.REFUSED, message % {"count": ATTEMPTS})
        return
    read_upload(upload_id)


@app.task(name="reread_version", queue=QUEUE, retry=RetryStrategy(max_attempts=ATTEMPTS, wait=settings.RETRY_SECONDS))
def reread_version(*, version_id: int) -> None:
    """Read the file of a version again at a person's request. Changes are proposed and wait for a decision."""
    version = LanguageVersion.objects.filter(pk=version_id).first()
    if version is None:
        return
    try:
        read_again(version, asked_for=True)
    except (UnreadableDocumentError, DocumentFile.DoesNotExist) as refusal:
        logger.error("version %s cannot be read again: %s", version_id, refusal)


def ask_to_reread(version: LanguageVersion) -> bool:
    """Queue a version to be read again by the worker. Return False if it is queued already."""
    try:
        with transaction.atomic():  # an error must not break the caller's transaction
            reread_version.configure(queueing_lock=f"reread {version.pk}").defer(version_id=version.pk)
    except AlreadyEnqueued:
        return False
    return True


def is_to_be_reread(version: LanguageVersion) -> bool:
    """Return whether a version is waiting to be read again."""
    jobs = ProcrastinateJob.objects.filter(task_name="reread_version", args={"version_id": version.pk})
    return bool(jobs.filter(status__in=("todo", "doing")).exists())


@app.periodic(cron=settings.STALLED_CRON)
@app.task(
    name="take_up_stalled",
    queue=QUEUE,
    queueing_lock="take_up_stalled",
    priority=AHEAD_OF_UPLOADS,
    pass_context=True,
)
async def take_up_stalled(context: JobContext, timestamp: int) -> None:
    """Put the jobs of workers without a heartbeat back into the queue."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=settings.STALLED_SECONDS):
        logger.warning("retrying job %s of a dead worker", job.id)
        await manager.retry_job(job)
