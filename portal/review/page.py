"""Data for the review page of a version: its masthead and recommendations, with doubts, corrections and duplicates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import JSONField, QuerySet
from django.db.models.fields.json import KeyTransform
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.labels.naming import agenda_numbers
from documents.models import LEADING_FIRST, Correction, Document, Draft, LanguageVersion
from documents.queries.drafts import find_open_draft
from portal.review.draft_text import DraftFact, DraftText
from portal.review.parts import Division, Doubts, divide, doubts_of
from recommendations.corrections import FACTS
from recommendations.labels.fields import fact_label, label_of, place_label
from recommendations.labels.wording import ValueFormatter, value_formatter
from recommendations.models import Recommendation
from recommendations.queries.bases import bases_of
from recommendations.queries.endorsements import EndorsedMeeting, endorsed_meetings
from recommendations.queries.recommendations import with_details
from recommendations.reader.article_bases import ShownBasis, shown_articles
from recommendations.similarity.duplicates import Duplicate, find_duplicates


@dataclass(frozen=True, slots=True)
class ShownCorrection:
    """A correction with its label and values for display; ``place`` names a recommendation that no longer exists."""

    row: Correction
    label: str | Promise
    old_value: str
    value: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class MastheadFact:
    """A field of the masthead; ``value`` is "" if it is not printed."""

    name: str
    label: str | Promise
    value: str
    corrections: Sequence[ShownCorrection]


@dataclass(frozen=True, slots=True)
class ReviewedRecommendation:
    """A recommendation with its doubts, corrections and duplicates, and the ``bases`` on which it relates to articles.

    If a draft changes it, ``row`` has the text of the draft and ``draft_facts`` are its other fields.
    """

    row: Recommendation
    bases: Sequence[ShownBasis]
    doubts: Sequence[Mapping[str, Any]]
    corrections: Sequence[ShownCorrection]
    duplicates: Sequence[Duplicate]
    draft_facts: Sequence[DraftFact] = ()


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """The data of the page. A long text is divided; the ``recommendations`` and ``doubts`` are those of the shown
    ``part``. ``other_corrections`` are to recommendations that were removed or joined; ``draft`` is the open draft, if
    any, which the page shows instead of the public text.
    """

    document: Document
    version: LanguageVersion
    versions: Sequence[LanguageVersion]
    facts: Sequence[MastheadFact]
    division: Division
    part: int
    doubts: Doubts
    recommendations: Sequence[ReviewedRecommendation]
    other_corrections: Sequence[ShownCorrection]
    endorsed: Sequence[EndorsedMeeting]
    draft: Draft | None

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
        .prefetch_related("document__symbols", "further_organs__body", "further_organs__meeting__body")
        .annotate(masthead=masthead)
        .order_by(*LEADING_FIRST)
    )


def review_page(
    version: LanguageVersion,
    versions: Sequence[LanguageVersion],
    part_number: int | None = None,
    at: str = "",
    page: int | None = None,
) -> ReviewPage:
    """Return the page of a version from :func:`versions_to_review`, in a fixed number of queries.

    If the text is long, it shows the part with this number, or else the part with the anchor ``at`` or the ``page``.
    """
    formatter, draft = value_formatter(), find_open_draft(version.pk)
    corrections = _corrections(version, formatter)
    with_draft = DraftText.of(version, formatter) if draft else None
    division = divide(version, reviewed_rows(version, with_draft))
    part = division.find(part_number, at, page)
    rows = _detailed_rows(version, division.recommendations_in(part), with_draft)
    draft_facts = with_draft.facts_by_anchor() if with_draft else {}
    keys = [row.pk for row in rows]
    duplicates, bases = find_duplicates(version, keys), bases_of(keys)
    anchors = {row.anchor for row in division.recommendations}
    return ReviewPage(
        document=version.document,
        version=version,
        versions=versions,
        facts=_facts(_masthead(version, with_draft), corrections[""], formatter),
        division=division,
        part=part,
        doubts=division.doubts_in(part),
        recommendations=[
            ReviewedRecommendation(
                row,
                shown_articles(bases[row.pk]),
                doubts,
                corrections[row.anchor],
                duplicates.get(row.pk, ()),
                draft_facts.get(row.anchor, ()),
            )
            for row, doubts in zip(rows, doubts_of(rows, version.doubts), strict=True)
        ],
        other_corrections=_corrections_of_removed(
            version, {name: rows for name, rows in corrections.items() if name and name not in anchors}
        ),
        endorsed=endorsed_meetings(version),
        draft=draft,
    )


def reviewed_rows(version: LanguageVersion, with_draft: DraftText | None = None) -> list[Recommendation]:
    """Return the recommendations as the page shows them, with the fields that say where they are: those of the open
    draft, if any, or else the public ones."""
    rows = list(version.recommendations.order_by("position").only("version", "anchor", "path", "page", "paragraph"))
    if with_draft is None and find_open_draft(version.pk):
        with_draft = DraftText.of(version, value_formatter())
    return with_draft.rows(rows) if with_draft else rows


def _detailed_rows(
    version: LanguageVersion, rows: Sequence[Recommendation], with_draft: DraftText | None
) -> list[Recommendation]:
    """Return these recommendations with all that the page shows of each."""
    detailed = with_details(version.recommendations.filter(pk__in=[row.pk for row in rows]).order_by("position"))
    anchors = {row.anchor for row in rows}
    return [row for row in with_draft.rows(detailed) if row.anchor in anchors] if with_draft else list(detailed)


def _masthead(version: LanguageVersion, with_draft: DraftText | None) -> Mapping[str, Any]:
    """Return the fields of the masthead as plain values."""
    return with_draft.masthead() if with_draft else version.masthead or {}  # type: ignore[attr-defined]  # from versions_to_review


@dataclass(frozen=True, slots=True)
class RecommendationWithDuplicates:
    """A recommendation with its duplicates: recommendations in other documents with nearly the same content."""

    row: Recommendation
    duplicates: Sequence[Duplicate]


def with_duplicates(version: LanguageVersion) -> list[RecommendationWithDuplicates]:
    """Return the recommendations of a version that have duplicates in other documents, in document order."""
    duplicates = {key: duplicates for key, duplicates in find_duplicates(version).items() if duplicates}
    rows = version.recommendations.filter(pk__in=duplicates).order_by("position")
    return [RecommendationWithDuplicates(row, duplicates[row.pk]) for row in rows]


def _facts(
    values: Mapping[str, Any], corrections: Iterable[ShownCorrection], formatter: ValueFormatter
) -> list[MastheadFact]:
    by_field: dict[str, list[ShownCorrection]] = defaultdict(list)
    for correction in corrections:
        by_field[correction.row.field].append(correction)
    return [
        MastheadFact(name, _fact_label(name, values), formatter.as_text(name, values.get(name)), by_field[name])
        for name in FACTS
    ]


_SEVERAL_ITEMS = {
    "agenda_item": gettext_lazy("Agenda items"),
    "agenda_title": gettext_lazy("Titles of the agenda items"),
}


def _fact_label(name: str, values: Mapping[str, Any]) -> str | Promise:
    if name == "original_languages" and len(values.get(name) or ()) > 1:
        return _("Original languages")
    if name in _SEVERAL_ITEMS and len(agenda_numbers(values.get("agenda_item") or "")) > 1:
        return _SEVERAL_ITEMS[name]
    return fact_label(name)


def _corrections(version: LanguageVersion, formatter: ValueFormatter) -> dict[str, list[ShownCorrection]]:
    """Return a map from anchors to corrections that were not undone, oldest first."""
    by_anchor: dict[str, list[ShownCorrection]] = defaultdict(list)
    rows = Correction.objects.filter(version=version, undone_at=None).select_related("made_by").order_by("pk")
    for row in rows:
        by_anchor[row.anchor].append(describe_correction(row, formatter))
    return by_anchor


def _corrections_of_removed(
    version: LanguageVersion, by_anchor: Mapping[str, Sequence[ShownCorrection]]
) -> list[ShownCorrection]:
    """Return corrections of recommendations that no longer exist, each with the label of its place."""
    paragraphs = version.paragraphs.filter(anchor__in=by_anchor) if by_anchor else ()
    places = {row.anchor: place_label(row.path, row.text) for row in paragraphs}
    unknown = place_label("", "")
    return [
        replace(correction, place=places.get(anchor, unknown))
        for anchor, shown in by_anchor.items()
        for correction in shown
    ]


def describe_correction(row: Correction, formatter: ValueFormatter) -> ShownCorrection:
    """Return a correction for display."""
    if row.kind in (Correction.Kind.FACT, Correction.Kind.FIELD):
        label = fact_label(row.field) if row.kind == Correction.Kind.FACT else label_of(row.field)
        return ShownCorrection(
            row, label, formatter.as_text(row.field, row.old_value), formatter.as_text(row.field, row.value)
        )
    return ShownCorrection(row, row.get_kind_display(), "", "")
