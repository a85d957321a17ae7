"""Data for the review page of a version: readings, doubts and corrections. Reads only."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import JSONField, QuerySet
from django.db.models.fields.json import KeyTransform
from django.utils.functional import Promise

from documents.models import LEADING_FIRST, Correction, Document, LanguageVersion
from portal.review.wording import Wording, label_of, wording
from recommendations.corrections import FACTS
from recommendations.models import Recommendation
from recommendations.queries.recommendations import with_details
from recommendations.similarity.duplicates import Duplicate, find_duplicates


@dataclass(frozen=True, slots=True)
class ShownCorrection:
    """A correction with its label and values for display."""

    row: Correction
    label: str | Promise
    was: str
    value: str


@dataclass(frozen=True, slots=True)
class MastheadFact:
    """A fact of the masthead; ``value`` is "" if it is not printed."""

    name: str
    label: str | Promise
    value: str
    corrections: Sequence[ShownCorrection]


@dataclass(frozen=True, slots=True)
class ReviewedRecommendation:
    """A recommendation with its doubts, corrections and duplicates."""

    row: Recommendation
    doubts: Sequence[Mapping[str, Any]]
    corrections: Sequence[ShownCorrection]
    duplicates: Sequence[Duplicate]


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """The data of the page. ``others`` are corrections of recommendations that were removed or joined with others."""

    document: Document
    version: LanguageVersion
    versions: Sequence[LanguageVersion]
    facts: Sequence[MastheadFact]
    recommendations: Sequence[ReviewedRecommendation]
    others: Sequence[ShownCorrection]

    @property
    def rows(self) -> list[Recommendation]:
        return [reviewed.row for reviewed in self.recommendations]

    @property
    def all_published(self) -> bool:
        return all(version.published_at for version in self.versions)


def versions_to_review(document: Document) -> QuerySet[LanguageVersion]:
    """Return the versions of a document, each with its ``masthead`` as plain values, the leading one first."""
    masthead = KeyTransform("masthead", "parsed", output_field=JSONField())
    return (
        LanguageVersion.objects.filter(document=document)
        .defer("parsed")
        .select_related("document", "meeting__body")
        .prefetch_related("document__symbols")
        .annotate(masthead=masthead)
        .order_by(*LEADING_FIRST)
    )


def review_page(version: LanguageVersion, versions: Sequence[LanguageVersion]) -> ReviewPage:
    """Return the page of a version from :func:`versions_to_review`, in a fixed number of queries."""
    words = wording()
    corrections = _corrections(version, words)
    rows = list(with_details(version.recommendations.order_by("position")))
    anchors = {row.anchor for row in rows}
    duplicates = find_duplicates(version)
    return ReviewPage(
        document=version.document,
        version=version,
        versions=versions,
        facts=_facts(version, corrections[""], words),
        recommendations=[
            ReviewedRecommendation(
                row, doubts_of(row, version.doubts), corrections[row.anchor], duplicates.get(row.pk, ())
            )
            for row in rows
        ],
        others=[row for anchor, shown in corrections.items() if anchor and anchor not in anchors for row in shown],
    )


@dataclass(frozen=True, slots=True)
class RecommendationWithDuplicates:
    """A recommendation with its duplicates in other documents, nearly the same in words or meaning."""

    row: Recommendation
    duplicates: Sequence[Duplicate]


def with_duplicates(version: LanguageVersion) -> list[RecommendationWithDuplicates]:
    """Return the recommendations of a version that have duplicates in other documents, in their order."""
    duplicates = {key: duplicates for key, duplicates in find_duplicates(version).items() if duplicates}
    rows = version.recommendations.filter(pk__in=duplicates).order_by("position")
    return [RecommendationWithDuplicates(row, duplicates[row.pk]) for row in rows]


def _facts(version: LanguageVersion, corrections: Iterable[ShownCorrection], words: Wording) -> list[MastheadFact]:
    values: Mapping[str, Any] = version.masthead or {}  # type: ignore[attr-defined]  # from versions_to_review
    by_field: dict[str, list[ShownCorrection]] = defaultdict(list)
    for correction in corrections:
        by_field[correction.row.field].append(correction)
    return [MastheadFact(name, label_of(name), words.as_text(name, values.get(name)), by_field[name]) for name in FACTS]


def _corrections(version: LanguageVersion, words: Wording) -> dict[str, list[ShownCorrection]]:
    """Return the corrections that were not undone, by anchor, oldest first."""
    by_anchor: dict[str, list[ShownCorrection]] = defaultdict(list)
    rows = Correction.objects.filter(version=version, undone_at=None).select_related("made_by").order_by("pk")
    for row in rows:
        by_anchor[row.anchor].append(corrected(row, words))
    return by_anchor


def corrected(row: Correction, words: Wording) -> ShownCorrection:
    """Return a correction for display."""
    if row.kind in (Correction.Kind.FACT, Correction.Kind.FIELD):
        return ShownCorrection(
            row, label_of(row.field), words.as_text(row.field, row.was), words.as_text(row.field, row.value)
        )
    return ShownCorrection(row, row.get_kind_display(), "", "")


def doubts_of(row: Recommendation, doubts: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the doubts that name the place of a recommendation or are on its page."""
    place = re.compile(rf"(?<!\w){re.escape(row.path)}(?!\w| \()")
    return [
        doubt
        for doubt in doubts
        if place.search(doubt["message"]) or (row.page is not None and doubt.get("page") == row.page)
    ]
