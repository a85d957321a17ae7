"""Data for the upload pages: recent batches, their files and their progress."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    BooleanField,
    Count,
    ExpressionWrapper,
    F,
    Func,
    IntegerField,
    Max,
    Min,
    Prefetch,
    Q,
    QuerySet,
    Sum,
)
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from documents.models import Document, LanguageVersion, Upload
from documents.services.uploads import DISCARDABLE
from recommendations.models import Recommendation

MAX_LATEST = 20
MAX_SHOWN = 50  # files of each status on the page of a batch
MAX_PUBLISHED_AT_ONCE = 200  # versions in the form to publish documents of a batch
ROWS_PER_SECOND = 100  # rows of files that a page redraws each second

State = Upload.State

_IS_NEW = Q(state=State.DONE) & (~Q(answer="") | Q(message=""))
"""Whether a file was stored. A duplicate is also done, but has a message and no answer."""
_STATUSES: Mapping[str, tuple[Promise, Q]] = {
    "question": (_("Waiting for an answer"), Q(state=State.QUESTION)),
    "failed": (_("Stopped by an internal error"), Q(state=State.FAILED)),
    "rejected": (_("Rejected"), Q(state=State.REFUSED)),
    "reading": (_("Being processed"), Q(state=State.READING)),
    "waiting": (_("Waiting"), Q(state=State.WAITING)),
    "done": (_("Completed"), _IS_NEW),
    "duplicate": (_("Already uploaded"), Q(state=State.DONE) & ~_IS_NEW),
}
"""Labels and conditions of the statuses under which files are listed, those that need a person first."""


@dataclass(frozen=True, slots=True)
class FileState:
    """A file of a batch. ``version`` and ``document`` are set once it is read or found to be already stored."""

    upload: Upload
    version: LanguageVersion | None
    document: Document | None
    recommendation_count: int

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
    """The files of a batch that have the same status: their number, and the first :data:`MAX_SHOWN` of them."""

    key: str
    label: Promise
    count: int
    files: tuple[FileState, ...]

    @property
    def has_more(self) -> bool:
        return self.count > len(self.files)


@dataclass(frozen=True, slots=True)
class Batch:
    """The files that were uploaded together, by status, without empty groups. ``stamp`` changes with their progress.

    ``unpublished`` are the versions of new files that can be published, at most :data:`MAX_PUBLISHED_AT_ONCE` of
    ``unpublished_count``; those with nothing to check come first.
    """

    key: uuid.UUID
    stamp: str
    first: Upload
    groups: tuple[StateGroup, ...]
    recommendation_count: int
    doubt_count: int
    unpublished: tuple[LanguageVersion, ...]
    unpublished_count: int

    @property
    def file_count(self) -> int:
        return sum(group.count for group in self.groups)

    @property
    def finished_count(self) -> int:
        """Return the number of processed files: read, rejected, or waiting for a person's answer."""
        return sum(group.count for group in self.groups if group.key not in ("waiting", "reading"))

    @property
    def in_progress(self) -> bool:
        return self.finished_count < self.file_count

    @property
    def redraw_seconds(self) -> int:
        """Return the seconds between updates of the page, more for a page with many files."""
        return max(1, sum(len(group.files) for group in self.groups) // ROWS_PER_SECOND)

    @property
    def all_rejected(self) -> bool:
        return [group.key for group in self.groups] == ["rejected"]

    @property
    def rejected_count(self) -> int:
        return sum(group.count for group in self.groups if group.key == "rejected")


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
    """Return the batch with the progress of its files, or None. The number of queries does not grow with the files."""
    stamp = batch_stamp(key)
    first = Upload.objects.filter(batch=key).select_related("user").defer("content").first()
    if stamp is None or first is None:
        return None
    new_versions = LanguageVersion.objects.filter(
        pk__in=Upload.objects.filter(_IS_NEW, batch=key, version__isnull=False).values("version")
    )
    number_of_doubts = Func("doubts", function="jsonb_array_length", output_field=IntegerField())
    unpublished = new_versions.filter(published_at=None, withdrawn_at=None)
    return Batch(
        key,
        stamp,
        first,
        tuple(_groups(key)),
        Recommendation.objects.filter(version__in=new_versions.values("pk")).count(),
        new_versions.aggregate(total=Sum(number_of_doubts))["total"] or 0,
        tuple(
            unpublished.defer("parsed")
            .select_related("document")
            .prefetch_related("document__symbols")
            .annotate(number_of_doubts=number_of_doubts)
            .order_by(ExpressionWrapper(Q(number_of_doubts__gt=0), BooleanField()), "pk")[:MAX_PUBLISHED_AT_ONCE]
        ),
        unpublished.count(),
    )


def _groups(key: uuid.UUID) -> Iterator[StateGroup]:
    counts = Upload.objects.filter(batch=key).aggregate(
        **{status: Count("pk", filter=condition) for status, (_label, condition) in _STATUSES.items()}
    )
    for status, (label, _condition) in _STATUSES.items():
        if counts[status]:
            files = file_states(files_of_batch(key, status)[:MAX_SHOWN])
            yield StateGroup(status, label, counts[status], files)


def status_label(status: str) -> Promise | None:
    """Return the label of a status under which files are listed, or None if there is no such status."""
    return _STATUSES[status][0] if status in _STATUSES else None


def files_of_batch(key: uuid.UUID, status: str) -> QuerySet[Upload]:
    """Return the files of a batch that have a status, for :func:`file_states`."""
    versions = LanguageVersion.objects.select_related("document").defer("parsed")
    return (
        Upload.objects.filter(_STATUSES[status][1], batch=key)
        .select_related("user")
        .prefetch_related(Prefetch("version", versions), "version__document__symbols")
        .defer("content")
    )


def file_states(uploads: Iterable[Upload]) -> tuple[FileState, ...]:
    """Return files with what was found in them."""
    uploads = list(uploads)
    counts = _count_recommendations(upload.version_id for upload in uploads if upload.version_id)
    return tuple(_file_state(upload, counts) for upload in uploads)


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
