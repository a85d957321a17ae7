"""What a batch page shows: the files of a batch, how far each is, and what was read."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Model, Prefetch

from documents.models import Document, Footnote, LanguageVersion, Paragraph, Upload
from documents.queries import with_printed_facts
from recommendations.models import Citation, Recommendation


@dataclass(frozen=True, slots=True)
class Counts:
    """What was found in a version."""

    recommendations: int
    citations: int
    footnotes: int
    paragraphs: int


@dataclass(frozen=True, slots=True)
class FileState:
    """One file of a batch. ``version``, ``document`` and ``counts`` are there once it was read."""

    upload: Upload
    version: LanguageVersion | None
    document: Document | None
    counts: Counts | None


@dataclass(frozen=True, slots=True)
class Batch:
    """The files that were sent together."""

    key: uuid.UUID
    files: tuple[FileState, ...]

    @property
    def finished(self) -> int:
        """How many files are read or refused."""
        return sum(file.upload.finished_at is not None for file in self.files)

    @property
    def under_way(self) -> bool:
        return self.finished < len(self.files)

    @property
    def stamp(self) -> str:
        """Changes whenever the page would look different."""
        states = [file.upload.state for file in self.files]
        return f"{self.finished}-{states.count(Upload.State.READING)}"


def find_batch(key: uuid.UUID) -> Batch | None:
    """The batch with what is known of its files by now, in a fixed number of queries; None where there is none."""
    versions = with_printed_facts(LanguageVersion.objects.select_related("document__body"))
    uploads = list(
        Upload.objects.filter(batch=key)
        .prefetch_related(Prefetch("version", versions), "version__document__symbols")
        .defer("content")
    )
    counts = _counts([upload.version_id for upload in uploads if upload.version_id])
    files = tuple(_state(upload, counts) for upload in uploads)
    return Batch(key, files) if files else None


def _state(upload: Upload, counts: Mapping[int, Counts]) -> FileState:
    version = upload.version
    if version is None:
        return FileState(upload, None, None, None)
    return FileState(upload, version, version.document, counts[version.pk])


def _counts(versions: Iterable[int]) -> dict[int, Counts]:
    """What was found in each version, by its key."""
    keys = list(versions)
    tables = (Recommendation, Citation, Footnote, Paragraph)
    numbers = [_by_version(table, keys) for table in tables]
    return {key: Counts(*(number.get(key, 0) for number in numbers)) for key in keys}


def _by_version(table: type[Model], versions: list[int]) -> dict[int, int]:
    rows = table._default_manager.filter(version__in=versions).order_by()
    return dict(rows.values_list("version").annotate(Count("pk")))
