"""Background tasks that keep the search index complete, remove expired data and make backups.

Uploaded files take priority. Each job here takes seconds, and files uploaded in the meantime are processed before the
next job.
"""

from __future__ import annotations

import datetime
import logging
import time

from asgiref.sync import async_to_sync
from django.conf import settings
from django.core.management import call_command
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from documents.services.error_reports import delete_old_emails, delete_old_ip_addresses
from documents.services.preferences import remove_old_password_requests
from portal.postgres.backup import back_up
from recommendations.services import encode_stored, unencoded_versions, write_passages
from recommendations.services.compilations import remove_old_compilations
from recommendations.services.harvesting import are_harvest_records_missing, update_next_harvest_records
from recommendations.services.indexing import close_gaps, index_next, is_indexing_due, renew_generations

logger = logging.getLogger(__name__)

QUEUE = "upkeep"
PRIORITY = -1  # lower than the priority of uploads
VERSIONS_AT_ONCE = 10  # encoded by one job, if it takes less than MAX_ENCODING_SECONDS
MAX_ENCODING_SECONDS = 5
RENEWAL_SECONDS = 60  # between generations of the index while versions are encoded
BACKUPS_KEPT = 7
FAILED_JOBS_KEPT_HOURS = 30 * 24


@app.periodic(cron=settings.SEARCH_MAINTENANCE_CRON)
@app.task(name="tend_search", queue=QUEUE, queueing_lock="tend_search", priority=PRIORITY)
def maintain_search(timestamp: int) -> None:
    """Start indexing and encoding if they are due."""
    if is_indexing_due():
        begin_indexing()
    elif dropped := close_gaps(max_chunks=1):
        logger.warning("%s empty chunks of the search index were removed", dropped)
    if unencoded_versions().exists():
        begin_encoding()
    if are_harvest_records_missing():
        begin_comparing()


@app.periodic(cron=settings.HARVEST_CRON)
@app.task(name="compare_records", queue=QUEUE, queueing_lock="compare_records", priority=PRIORITY)
def compare_records(timestamp: int) -> None:
    """Start comparing the records that programs harvest with the public documents, every night."""
    begin_comparing()


@app.periodic(cron=settings.EXPIRY_CRON)
@app.task(name="clear_away", queue=QUEUE, queueing_lock="clear_away", priority=PRIORITY)
def remove_expired(timestamp: int) -> None:
    """Remove old compilations, requests for new passwords, e-mail and internet addresses of reports, expired
    sessions and old failed jobs."""
    remove_old_compilations()
    remove_old_password_requests()
    delete_old_emails()
    delete_old_ip_addresses()
    call_command("clearsessions")
    async_to_sync(app.job_manager.delete_old_jobs)(FAILED_JOBS_KEPT_HOURS, include_failed=True)


@app.periodic(cron=settings.BACKUP_CRON)
@app.task(name="back_up", queue=QUEUE, queueing_lock="back_up", priority=PRIORITY)
def back_up_nightly(timestamp: int) -> None:
    """Back up the database to the backup folder, if one is set, and delete all but the newest :data:`BACKUPS_KEPT`
    files."""
    if settings.BACKUP_DIR is None:
        return
    day = datetime.datetime.fromtimestamp(timestamp, tz=datetime.UTC).date()
    back_up(settings.BACKUP_DIR / f"portal-{day:%Y-%m-%d}.dump")
    for old in sorted(settings.BACKUP_DIR.glob("portal-????-??-??.dump"))[:-BACKUPS_KEPT]:
        old.unlink()


def begin_indexing() -> None:
    """Start indexing all documents that may be missing from the index, unless a job for this is pending."""
    if not _is_pending("index_documents"):
        index_batch.defer(after=0)


def begin_encoding() -> None:
    """Start writing missing vectors, unless a job for this is pending."""
    if not _is_pending("encode_versions"):
        encode_batch.defer(after=0)


def begin_comparing() -> None:
    """Start comparing all records that programs harvest, unless a job for this is pending."""
    if not _is_pending("update_records"):
        update_records.defer(after=0)


def _is_pending(task: str) -> bool:
    return bool(ProcrastinateJob.objects.filter(task_name=task, status__in=("todo", "doing")).exists())


@app.task(name="index_documents", queue=QUEUE, priority=PRIORITY)
def index_batch(*, after: int) -> None:
    """Index the next documents and queue a job for the rest. If it fails, :func:`maintain_search` restarts it."""
    last = index_next(after)
    if last is None:
        logger.warning("the search index is complete")
    else:
        index_batch.defer(after=last)


@app.task(name="update_records", queue=QUEUE, priority=PRIORITY)
def update_records(*, after: int) -> None:
    """Compare the records of the next documents and queue a job for the rest."""
    last = update_next_harvest_records(after)
    if last is not None:
        update_records.defer(after=last)


@app.task(name="encode_versions", queue=QUEUE, priority=PRIORITY)
def encode_batch(*, after: int, since: float = 0, encoded: int = 0, renewed: int = 0, renewed_at: float = 0) -> None:
    """Write vectors for the next versions that have none, and queue a job for the rest. A version that still has none
    afterwards is skipped by the next job.

    Texts are encoded before the write lock is taken, so that no other writer waits for the encoder. ``since`` (seconds
    since 1970) is when the first of these jobs began, and ``encoded`` the number of versions written since then, for
    the system page. Each new generation of the index makes all web processes discard what they have cached; so there is
    at most one in :data:`RENEWAL_SECONDS`, and one at the end. ``renewed`` is the number of versions before the last
    one, ``renewed_at`` its time.
    """
    since = since or time.time()
    deadline = time.monotonic() + MAX_ENCODING_SECONDS
    last = None
    for version in unencoded_versions().filter(pk__gt=after)[:VERSIONS_AT_ONCE]:
        write_passages(version, encode_stored(version), renew=False)
        last = version.pk
        encoded += 1
        if time.monotonic() > deadline:
            break
    if encoded > renewed and (last is None or time.time() - renewed_at >= RENEWAL_SECONDS):
        renew_generations()
        renewed, renewed_at = encoded, time.time()
    if last is not None:
        encode_batch.defer(after=last, since=since, encoded=encoded, renewed=renewed, renewed_at=renewed_at)
