"""Data for the upload pages: recent batches, their files and their progress."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Max, Min, Prefetch, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from documents.models import Document, LanguageVersion, Upload
from documents.services.uploads import DISCARDABLE
from recommendations.models import Recommendation

MAX_LATEST = 20
ROWS_PER_SECOND = 100  # rows of files that a page redraws each second

State = Upload.State


@dataclass(frozen=True, slots=True)
class FileState:
    """A file of a batch. ``version`` and ``document`` are set once it is read or found to be already stored."""

    upload: Upload
    version: LanguageVersion | None
    document: Document | None
    recommendation_count: int

    @property
    def is_new(self) -> bool:
        """Return whether the file was stored. A duplicate is also done, but has a message and no answer."""
        return self.upload.state == State.DONE and bool(self.upload.answer or not self.upload.message)

    @property
    def can_be_deleted(self) -> bool:
        """Return whether the file can be deleted before it is stored."""
        return self.upload.state in DISCARDABLE

    @property
    def doubt_count(self) -> int:
        """Return the number of doubts."""
        return len(self.version.doubts) if self.version else 0


@dataclass(frozen=True, slots=True)
class StateGroup:
    """The files of a batch that have the same status."""

    key: str
    label: Promise
    files: tuple[FileState, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """The files that were uploaded together. ``stamp`` changes with their progress."""

    key: uuid.UUID
    stamp: str
    files: tuple[FileState, ...]

    @property
    def finished_count(self) -> int:
        """Return the number of processed files: read, rejected, or waiting for a person's answer."""
        return sum(file.upload.state not in (State.WAITING, State.READING) for file in self.files)

    @property
    def in_progress(self) -> bool:
        return self.finished_count < len(self.files)

    @property
    def redraw_seconds(self) -> int:
        """Return the seconds between updates of the page: drawing thousands of files takes a second of a process."""
        return max(1, len(self.files) // ROWS_PER_SECOND)

    @property
    def all_rejected(self) -> bool:
        return all(file.upload.state == State.REFUSED for file in self.files)

    @property
    def groups(self) -> tuple[StateGroup, ...]:
        """Return the files grouped by status, those that need a person first, without empty groups."""
        definitions = (
            ("question", _("Waiting for an answer"), lambda file: file.upload.state == State.QUESTION),
            ("failed", _("Stopped by an internal error"), lambda file: file.upload.state == State.FAILED),
            ("rejected", _("Rejected"), lambda file: file.upload.state == State.REFUSED),
            ("reading", _("Being processed"), lambda file: file.upload.state == State.READING),
            ("waiting", _("Waiting"), lambda file: file.upload.state == State.WAITING),
            ("done", _("Completed"), lambda file: file.is_new),
            ("duplicate", _("Already uploaded"), lambda file: file.upload.state == State.DONE and not file.is_new),
        )
        groups = (StateGroup(key, label, tuple(filter(is_member, self.files))) for key, label, is_member in definitions)
        return tuple(group for group in groups if group.files)

    @property
    def unpublished(self) -> tuple[FileState, ...]:
        """Return the files whose version can be published, each version once. Those with nothing to check come
        first."""
        files = [
            file
            for file in self._one_file_per_version()
            if file.version and not (file.version.published_at or file.version.withdrawn_at)
        ]
        return tuple(sorted(files, key=lambda file: file.doubt_count > 0))

    @property
    def recommendation_count(self) -> int:
        """Return the number of recommendations in the new files."""
        return sum(file.recommendation_count for file in self._one_file_per_version())

    @property
    def doubt_count(self) -> int:
        """Return the number of doubts in the new files."""
        return sum(file.doubt_count for file in self._one_file_per_version())

    def _one_file_per_version(self) -> list[FileState]:
        """Return the new files, but only one of those that were added to the same version."""
        return list({file.version.pk: file for file in self.files if file.version and file.is_new}.values())


@dataclass(frozen=True, slots=True)
class BatchSummary:
    """A batch in a list: the user who uploaded it, the time, its first file, and file counts by status."""

    key: uuid.UUID
    sent_by: str
    sent_at: datetime.datetime
    first_file: str
    file_count: int
    finished_count: int
    rejected_count: int
    question_count: int

    @property
    def in_progress(self) -> bool:
        return self.finished_count < self.file_count


@dataclass(frozen=True, slots=True)
class LatestBatches:
    """The latest batches, newest first. ``has_more`` is True if there are older ones."""

    rows: tuple[BatchSummary, ...]
    has_more: bool = False

    @property
    def in_progress(self) -> bool:
        return any(row.in_progress for row in self.rows)

    @property
    def stamp(self) -> str:
        """Return a value that changes with anything that the list shows."""
        return "-".join(
            f"{row.file_count}.{row.finished_count}.{row.rejected_count}.{row.question_count}" for row in self.rows
        )


def find_batch(key: uuid.UUID) -> Batch | None:
    """Return the batch with the progress of its files, in a fixed number of queries, or None."""
    stamp = batch_stamp(key)
    versions = LanguageVersion.objects.select_related("document").defer("parsed")
    uploads = list(
        Upload.objects.filter(batch=key)
        .select_related("user")
        .prefetch_related(Prefetch("version", versions), "version__document__symbols")
        .defer("content")
    )
    counts = _count_recommendations(upload.version_id for upload in uploads if upload.version_id)
    return Batch(key, stamp, tuple(_file_state(upload, counts) for upload in uploads)) if stamp else None


def batch_stamp(key: uuid.UUID) -> str | None:
    """Return a value that changes with anything that the page of the batch shows, or None if there is no batch."""
    states = Upload.objects.filter(batch=key).order_by("state").values_list("state").annotate(Count("pk"))
    return "-".join(f"{state}{count}" for state, count in states) or None


def _file_state(upload: Upload, counts: Mapping[int, int]) -> FileState:
    version = upload.version
    if version is None:
        return FileState(upload, None, None, 0)
    return FileState(upload, version, version.document, counts.get(version.pk, 0))


def _count_recommendations(versions: Iterable[int]) -> dict[int, int]:
    """Return a map from version keys to numbers of recommendations."""
    rows = Recommendation.objects.filter(version__in=list(versions)).order_by()
    return dict(rows.values_list("version").annotate(Count("pk")))


def latest_batches() -> LatestBatches:
    """Return the latest batches of all users."""
    batches = summaries(all_batches()[: MAX_LATEST + 1])
    return LatestBatches(batches[:MAX_LATEST], len(batches) > MAX_LATEST)


def summaries(rows: Iterable[Mapping[str, Any]]) -> tuple[BatchSummary, ...]:
    """Return rows of :func:`all_batches` as summaries."""
    return tuple(BatchSummary(**row) for row in rows)


def all_batches() -> QuerySet[Any, Any]:
    """Return one row of values for each batch of all users, newest first."""
    is_processed = ~Q(state__in=(State.WAITING, State.READING))
    return (
        Upload.objects.order_by()
        .values(key=F("batch"), sent_by=F("user__username"))
        .annotate(
            sent_at=Max("received_at"),
            first_file=Min("name"),
            file_count=Count("pk"),
            finished_count=Count("pk", filter=is_processed),
            rejected_count=Count("pk", filter=Q(state=State.REFUSED)),
            question_count=Count("pk", filter=Q(state=State.QUESTION)),
        )
        .order_by("-sent_at", "key")
    )
