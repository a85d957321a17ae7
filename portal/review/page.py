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
    """A correction as a person reads it."""

    row: Correction
    label: str | Promise
    was: str
    value: str


@dataclass(frozen=True, slots=True)
class MastheadFact:
    """A fact of the masthead; ``value`` is "" where it is not printed."""

    name: str
    label: str | Promise
    value: str
    corrections: Sequence[ShownCorrection]


@dataclass(frozen=True, slots=True)
class ReviewedRecommendation:
    """A recommendation with what a person should know before they trust it."""

    row: Recommendation
    doubts: Sequence[Mapping[str, Any]]
    corrections: Sequence[ShownCorrection]
    already: Sequence[Duplicate]


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """``others`` are corrections of what is no longer there: recommendations that were removed, or joined to others."""

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
    """The versions of a document, each with its ``masthead`` as plain values, the leading one first."""
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
    """The page of a version that :func:`versions_to_review` gave, in a fixed number of queries."""
    words = wording()
    corrections = _corrections(version, words)
    rows = list(with_details(version.recommendations.order_by("position")))
    known = {row.anchor for row in rows}
    already = find_duplicates(version)
    return ReviewPage(
        document=version.document,
        version=version,
        versions=versions,
        facts=_facts(version, corrections[""], words),
        recommendations=[
            ReviewedRecommendation(
                row, doubts_of(row, version.doubts), corrections[row.anchor], already.get(row.pk, ())
            )
            for row in rows
        ],
        others=[one for anchor, own in corrections.items() if anchor and anchor not in known for one in own],
    )


@dataclass(frozen=True, slots=True)
class RepeatedRecommendation:
    """A recommendation that other documents have already, in nearly the same words or meaning."""

    row: Recommendation
    already: Sequence[Duplicate]


def repeated(version: LanguageVersion) -> list[RepeatedRecommendation]:
    """Those of a version that other documents have already, in their order."""
    already = {key: found for key, found in find_duplicates(version).items() if found}
    rows = version.recommendations.filter(pk__in=already).order_by("position")
    return [RepeatedRecommendation(row, already[row.pk]) for row in rows]


def _facts(version: LanguageVersion, corrections: Iterable[ShownCorrection], words: Wording) -> list[MastheadFact]:
    masthead: Mapping[str, Any] = version.masthead or {}  # type: ignore[attr-defined]  # from versions_to_review
    by_field: dict[str, list[ShownCorrection]] = defaultdict(list)
    for one in corrections:
        by_field[one.row.field].append(one)
    return [MastheadFact(name, label_of(name), words.said(name, masthead.get(name)), by_field[name]) for name in FACTS]


def _corrections(version: LanguageVersion, words: Wording) -> dict[str, list[ShownCorrection]]:
    """Anchor -> what people corrected there and did not take back, the first correction first."""
    found: dict[str, list[ShownCorrection]] = defaultdict(list)
    rows = Correction.objects.filter(version=version, undone_at=None).select_related("made_by").order_by("pk")
    for row in rows:
        found[row.anchor].append(corrected(row, words))
    return found


def corrected(row: Correction, words: Wording) -> ShownCorrection:
    """A correction in words."""
    if row.kind in (Correction.Kind.FACT, Correction.Kind.FIELD):
        return ShownCorrection(
            row, label_of(row.field), words.said(row.field, row.was), words.said(row.field, row.value)
        )
    return ShownCorrection(row, row.get_kind_display(), "", "")


def doubts_of(row: Recommendation, doubts: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Of the doubts of a version those that name the place of a recommendation, or its page."""
    place = re.compile(rf"(?<!\w){re.escape(row.path)}(?!\w| \()")
    return [
        doubt
        for doubt in doubts
        if place.search(doubt["message"]) or (row.page is not None and doubt.get("page") == row.page)
    ]
