"""Failed background jobs, with the records that they are about, and the progress of indexing for search by meaning."""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django.models import ProcrastinateJob

from documents.models import ErrorReport, LanguageVersion, Meeting, Upload
from recommendations.services import unencoded_versions

LABELS = {
    "ingest_upload": _("Read an uploaded file"),
    "reread_version": _("Reprocess a stored file"),
    "take_up_stalled": _("Take over the jobs of a stopped worker"),
    "make_compilation": _("Create a compilation"),
    "tend_search": _("Check the search index"),
    "clear_away": _("Remove old compilations, sessions and failed jobs"),
    "write_data": _("Write the files with all public data"),
    "back_up": _("Back up the database"),
    "index_documents": _("Index documents for search"),
    "compare_records": _("Compare the records for catalogues with the documents"),
    "update_records": _("Update the records for catalogues"),
    "encode_versions": _("Index documents for search by meaning"),
    "update_meeting": _("Apply a change to a meeting"),
    "update_for_vocabularies": _("Apply changes to the vocabularies"),
    "publish_documents": _("Publish documents"),
    "queue_digests": _("Queue the daily summaries"),
    "send_digest": _("Send a daily summary"),
    "send_invitation": _("Send an invitation"),
    "send_password_links": _("Send a link for a new password"),
    "send_report_answer": _("Send the answer to a report of an error"),
    "queue_alerts": _("Queue the alerts by e-mail"),
    "send_alerts": _("Send alerts by e-mail"),
    "send_confirmation": _("Send a link to confirm a subscription"),
    "send_management_link": _("Send a link to the subscriptions of an address"),
    "remove_unconfirmed": _("Remove subscriptions that were not confirmed"),
}
"""Descriptions of all tasks, by their names."""


@dataclass(frozen=True, slots=True)
class FailedJob:
    """A failed job. ``subject`` and ``url`` are those of the record that it is about, or empty."""

    pk: int
    label: str
    subject: str
    url: str
    attempts: int
    failed_at: datetime.datetime | None


@dataclass(frozen=True, slots=True)
class EncodingProgress:
    """The progress of indexing stored versions for search by meaning: how many remain, how many are indexed per hour,
    and the hours that the rest takes at this rate. The last two are None before the first versions are indexed."""

    remaining: int
    per_hour: int | None
    hours: float | None


def encoding_progress() -> EncodingProgress | None:
    """Return the progress of indexing for search by meaning, or None if no job for it is waiting or running."""
    jobs = ProcrastinateJob.objects.filter(task_name="encode_versions", status__in=("todo", "doing"))
    arguments = jobs.order_by("-pk").values_list("args", flat=True).first()
    if arguments is None:
        return None
    remaining = unencoded_versions().filter(pk__gt=arguments["after"]).count()
    encoded, since = arguments.get("encoded", 0), arguments.get("since", 0)
    if not encoded:
        return EncodingProgress(remaining, None, None)
    per_second = encoded / max(1.0, time.time() - since)
    return EncodingProgress(remaining, max(1, round(per_second * 3600)), remaining / per_second / 3600)


def failed_job_rows() -> QuerySet[ProcrastinateJob]:
    """Return the failed jobs, the latest first, with ``failed_at``."""
    failed = Q(procrastinateevent__type="failed")
    jobs: QuerySet[ProcrastinateJob] = ProcrastinateJob.objects.filter(status="failed")
    return jobs.annotate(failed_at=Max("procrastinateevent__at", filter=failed)).order_by("-failed_at", "-pk")


def describe_jobs(rows: Iterable[ProcrastinateJob]) -> list[FailedJob]:
    """Return failed jobs with their descriptions, with one query for each kind of record."""
    rows = list(rows)
    subjects = {key: find({row.args[key] for row in rows if key in row.args}) for key, find in _SUBJECTS.items()}
    return [_describe(row, subjects) for row in rows]


def _describe(row: Any, subjects: Mapping[str, Mapping[int, tuple[str, str]]]) -> FailedJob:
    found = (subjects[key].get(row.args[key]) for key in _SUBJECTS if key in row.args)
    subject, url = next((pair for pair in found if pair), ("", ""))
    return FailedJob(row.pk, str(LABELS.get(row.task_name, row.task_name)), subject, url, row.attempts, row.failed_at)


def _uploads(keys: Iterable[int]) -> dict[int, tuple[str, str]]:
    rows = Upload.objects.filter(pk__in=keys)
    return {row.pk: (row.name, reverse("upload-batch", args=[row.batch])) for row in rows}


def _versions(keys: Iterable[int]) -> dict[int, tuple[str, str]]:
    rows = LanguageVersion.objects.filter(pk__in=keys).select_related("document")
    return {row.pk: (str(row.document), reverse("document-review", args=[row.document.address])) for row in rows}


def _meetings(keys: Iterable[int]) -> dict[int, tuple[str, str]]:
    rows = Meeting.objects.filter(pk__in=keys)
    return {row.pk: (str(row), reverse("edit-meeting", args=[row.slug])) for row in rows}


def _reports(keys: Iterable[int]) -> dict[int, tuple[str, str]]:
    rows = ErrorReport.objects.filter(pk__in=keys).select_related("document")
    return {row.pk: (str(row), reverse("error-report", args=[row.pk])) for row in rows}


_SUBJECTS: dict[str, Callable[[Iterable[int]], dict[int, tuple[str, str]]]] = {
    "upload_id": _uploads,
    "version_id": _versions,
    "meeting_id": _meetings,
    "report_id": _reports,
}
"""Functions that return the names and addresses of records, by the job's argument that holds their key."""
