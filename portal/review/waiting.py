"""The items that wait for a reviewer: reported errors, questions about files, new readings and unpublished versions."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Func, IntegerField, QuerySet, Value
from procrastinate.contrib.django.models import ProcrastinateJob

from documents.models import ErrorReport, LanguageVersion, Reading, Upload
from documents.queries.publications import unreviewed_versions, versions_to_publish
from recommendations.models import Lineage

MAX_SHOWN = 200  # rows per queue, oldest first; the total is always shown


@dataclass(frozen=True, slots=True)
class WaitingItems:
    """The waiting items by queue, at most :data:`MAX_SHOWN` each. ``counts`` are their totals, in the same order."""

    questions: list[Upload]
    proposals: list[Reading]
    unpublished: list[LanguageVersion]
    reports: list[ErrorReport]
    counts: tuple[int, int, int, int]

    @property
    def total(self) -> int:
        return sum(self.counts)


def count_waiting_items(permissions: Container[str]) -> dict[str, int]:
    """Return a map from permissions to the number of waiting decisions that need each, without zeros, in one query."""
    queries = [
        _count_rows(rows, permission)
        for permission, rows in (
            ("documents.change_document", Upload.objects.filter(state=Upload.State.QUESTION)),
            ("documents.change_document", Reading.objects.filter(state=Reading.State.PROPOSED, upload=None)),
            ("documents.change_document", ErrorReport.objects.filter(state=ErrorReport.State.OPEN)),
            ("documents.publish_document", versions_to_publish()),
            ("recommendations.change_lineage", Lineage.objects.filter(state=Lineage.State.PROPOSED)),
            ("documents.see_records", ProcrastinateJob.objects.filter(status="failed")),
        )
        if permission in permissions
    ]
    counts: dict[str, int] = {}
    for permission, count in queries[0].union(*queries[1:], all=True) if queries else ():
        counts[permission] = counts.get(permission, 0) + count
    return counts


def _count_rows(rows: QuerySet[Any], label: str) -> QuerySet[Any, Any]:
    """Return one row with the label and the number of rows, or no row for zero."""
    counted: QuerySet[Any, Any] = rows.order_by().annotate(of=Value(label)).values("of").annotate(number=Count("pk"))
    return counted.values_list("of", "number")


def find_waiting_items() -> WaitingItems:
    """Return all waiting items, in a fixed number of queries."""
    questions, proposals, unpublished, reports = _questions(), _proposals(), _unpublished(), _reports()
    return WaitingItems(
        list(questions[:MAX_SHOWN]),
        list(proposals[:MAX_SHOWN]),
        list(unpublished[:MAX_SHOWN]),
        list(reports[:MAX_SHOWN]),
        (questions.count(), proposals.count(), unpublished.count(), reports.count()),
    )


def _reports() -> QuerySet[ErrorReport]:
    opened = ErrorReport.objects.filter(state=ErrorReport.State.OPEN).order_by("pk")
    return opened.select_related("document").prefetch_related("document__symbols")


def _questions() -> QuerySet[Upload]:
    return (
        Upload.objects.filter(state=Upload.State.QUESTION)
        .defer("content", "version__parsed")
        .select_related("user", "version__document")
        .prefetch_related("version__document__symbols")
        .order_by("received_at", "pk")
    )


def _proposals() -> QuerySet[Reading]:
    return (
        Reading.objects.filter(state=Reading.State.PROPOSED, upload=None)
        .defer("parsed", "extraction", "version__parsed")
        .select_related("version__document")
        .prefetch_related("version__document__symbols")
        .order_by("read_at", "pk")
    )


def _unpublished() -> QuerySet[LanguageVersion]:
    """Return the versions that nobody has marked as ready, starting with the most doubts."""
    return with_counts(unreviewed_versions()).order_by("-number_of_doubts", "pk")  # type: ignore[misc]  # annotated by with_counts()


def with_counts(versions: QuerySet[LanguageVersion]) -> QuerySet[LanguageVersion]:
    """Annotate the numbers of doubts and of recommendations, with the documents."""
    return (
        versions.defer("parsed")
        .select_related("document")
        .prefetch_related("document__symbols")
        .annotate(
            number_of_doubts=Func("doubts", function="jsonb_array_length", output_field=IntegerField()),
            number_of_recommendations=Count("recommendations", distinct=True),
        )
    )


def proposed_reading(version: LanguageVersion) -> Reading | None:
    """Return the proposed reading of a version that waits for a decision, or None."""
    return Reading.objects.filter(version=version, state=Reading.State.PROPOSED, upload=None).first()


def next_version_to_publish(version: LanguageVersion) -> LanguageVersion | None:
    """Return the version that follows this one in the queue of what is ready to publish, or its first one, or None."""
    rows = versions_to_publish().exclude(pk=version.pk).defer("parsed").select_related("document")
    rows = rows.prefetch_related("document__symbols").order_by("document", "language")
    return rows.filter(document__gt=version.document_id).first() or rows.first()
