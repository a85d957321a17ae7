"""The entries to index for a document: its published recommendations and paragraphs."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from documents.models import LEADING_FIRST, DocumentOrgan, LanguageVersion, Meeting, Paragraph
from recommendations.models import (
    Citation,
    Recommendation,
    RecommendationCitation,
    RecommendationSubject,
    RecommendationTopic,
    SearchScope,
)

NOT_SEARCHED = ("masthead", "contents")  # kinds of paragraphs that are not useful as search results


@dataclass(slots=True)
class EntryDraft:
    """An entry before it has a number. ``facets`` are pairs of facet and value; ``cited_resolutions`` are values of
    citations ("COP 5/8").
    """

    document: int
    paragraph: int
    recommendation: int | None
    place: str
    language: str
    date: datetime.date | None
    text: str
    heading: str = ""
    facets: set[tuple[str, str]] = field(default_factory=set)
    cited_resolutions: set[str] = field(default_factory=set)


def drafts_of(scope: str, documents: Iterable[int]) -> list[EntryDraft]:
    """Return the entries of documents, grouped by document: the leading version first, in the order of its text, then
    the others. This takes a fixed number of queries."""
    entries = _recommendations if scope == SearchScope.RECOMMENDATIONS else _paragraphs
    versions = (
        LanguageVersion.objects.filter(document__in=documents, published_at__isnull=False)
        .select_related("document__meeting__body")
        .defer("parsed", "doubts")
        .order_by("document", *LEADING_FIRST)
    )
    drafts = entries({version.pk: version for version in versions})
    _share_facets(drafts)
    return drafts


def _share_facets(drafts: Iterable[EntryDraft]) -> None:
    """Give all entries of a place the date and facets of the first one, except its language.

    A search counts a place once, whichever of its texts matches, so all must have the same facets.
    """
    leading_drafts: dict[tuple[int, str], EntryDraft] = {}
    for draft in drafts:
        leading = leading_drafts.setdefault((draft.document, draft.place), draft)
        draft.date, draft.cited_resolutions = leading.date, leading.cited_resolutions
        draft.facets = leading.facets - {("language", leading.language)} | {("language", draft.language)}


def _recommendations(versions: Mapping[int, LanguageVersion]) -> list[EntryDraft]:
    rows = Recommendation.objects.filter(version__in=versions).select_related("meeting__body").order_by("position")
    drafts = {}
    for row in _sort_by_version(rows, versions):
        version = versions[row.version_id]
        date = (row.meeting.day if row.meeting else None) or version.document.date
        facets = _facets(version, row.meeting, date)
        choices = (("kind", row.kind), ("status", row.status), ("strength", row.strength))
        facets |= {(facet, value) for facet, value in choices if value}
        drafts[row.pk] = EntryDraft(
            document=version.document_id,
            paragraph=row.paragraph_id,
            recommendation=row.pk,
            place=row.place,
            language=version.language,
            date=date,
            text=row.text,
            heading=row.heading,
            facets=facets,
        )
    _add_links(drafts)
    return list(drafts.values())


def _paragraphs(versions: Mapping[int, LanguageVersion]) -> list[EntryDraft]:
    cited: dict[int, set[str]] = defaultdict(set)
    printed = Citation.objects.exclude(text="")  # citations added by hand belong to the recommendation only
    for paragraph, *target in printed.filter(
        version__in=versions, article__isnull=False, paragraph__isnull=False
    ).values_list("paragraph", "article__instrument__key", "article__number", "article_paragraph"):
        cited[paragraph] |= set(_article_values(*target))
    resolutions: dict[int, set[str]] = defaultdict(set)
    for paragraph, value in printed.filter(
        version__in=versions, kind=Citation.Kind.RESOLUTION, paragraph__isnull=False
    ).values_list("paragraph", "value"):
        resolutions[paragraph].add(value)
    rows = Paragraph.objects.filter(version__in=versions).exclude(kind__in=NOT_SEARCHED).exclude(text="")
    further_meetings = _further_meetings(version.document_id for version in versions.values())
    drafts = []
    for row in _sort_by_version(rows.order_by("position").only("version", "place", "text"), versions):
        version = versions[row.version_id]
        meeting = version.document.meeting
        date = (meeting.day if meeting else None) or version.document.date
        drafts.append(
            EntryDraft(
                document=version.document_id,
                paragraph=row.pk,
                recommendation=None,
                place=row.place,
                language=version.language,
                date=date,
                text=row.text,
                facets=_facets(version, meeting, date)
                | further_meetings[version.document_id]
                | {("article", value) for value in cited[row.pk]},
                cited_resolutions=resolutions[row.pk],
            )
        )
    return drafts


Row = TypeVar("Row", Recommendation, Paragraph)


def _sort_by_version(rows: Iterable[Row], versions: Iterable[int]) -> list[Row]:
    """Return rows in the order of their versions, keeping the order within a version."""
    order = {key: index for index, key in enumerate(versions)}
    return sorted(rows, key=lambda row: order[row.version_id])


def _facets(version: LanguageVersion, meeting: Meeting | None, date: datetime.date | None) -> set[tuple[str, str]]:
    """Return the facet values of an entry that come from its document and meeting."""
    facets = {("language", version.language), ("document", str(version.document_id))}
    if version.document.kind:
        facets.add(("type", version.document.kind))
    if meeting:
        facets |= {("meeting", meeting.body.key), ("meeting", meeting.slug)}
    if date:
        facets.add(("year", str(date.year)))
    return facets


def _further_meetings(documents: Iterable[int]) -> Mapping[int, set[tuple[str, str]]]:
    """Return a map from document key to the facet values of the meetings of its further organs.

    Only paragraphs have these: a recommendation has one meeting, even if its document was submitted to other organs.
    """
    facets: dict[int, set[tuple[str, str]]] = defaultdict(set)
    organs = DocumentOrgan.objects.filter(document__in=set(documents), meeting__isnull=False)
    for document, *values in organs.values_list("document", "meeting__body__key", "meeting__slug"):
        facets[document] |= {("meeting", value) for value in values}
    return facets


def _article_values(instrument: str, number: str, paragraph: str) -> Iterable[str]:
    """Yield an instrument, its article and the article's paragraph: "untoc", "untoc:18", "untoc:18:13"."""
    yield instrument
    yield f"{instrument}:{number}"
    if paragraph:
        yield f"{instrument}:{number}:{paragraph}"


def _add_links(drafts: dict[int, EntryDraft]) -> None:
    """Add the facet values of recommendations from their citations (except in notes), subjects, topics and addressees.

    The facet "article" contains all articles that a recommendation relates to; "cited" the articles cited in it or its
    heading; "subject" the articles related by subject, even if cited, and the articles that an editor added.
    """
    cited = RecommendationCitation.objects.filter(
        recommendation__in=drafts, citation__article__isnull=False, citation__footnote__isnull=True
    )
    for key, *target, words in cited.values_list(
        "recommendation",
        "citation__article__instrument__key",
        "citation__article__number",
        "citation__article_paragraph",
        "citation__text",
    ):
        facets = ("article", "cited" if words else "subject")
        drafts[key].facets |= {(facet, value) for value in _article_values(*target) for facet in facets}
    resolutions = RecommendationCitation.objects.filter(
        recommendation__in=drafts, citation__kind=Citation.Kind.RESOLUTION, citation__footnote__isnull=True
    )
    for key, value in resolutions.values_list("recommendation", "citation__value"):
        drafts[key].cited_resolutions.add(value)
    subjects = RecommendationSubject.objects.filter(recommendation__in=drafts)
    for key, *target in subjects.values_list(
        "recommendation", "article__instrument__key", "article__number", "article_paragraph"
    ):
        facets = ("article", "subject")
        drafts[key].facets |= {(facet, value) for value in _article_values(*target) for facet in facets}
    topics = RecommendationTopic.objects.filter(recommendation__in=drafts)
    for key, topic, parent in topics.values_list("recommendation", "topic__key", "topic__parent__key"):
        drafts[key].facets |= {("topic", value) for value in (topic, parent) if value}
    addressed = Recommendation.addressees.through._default_manager.filter(recommendation__in=drafts)
    for key, addressee in addressed.values_list("recommendation", "addressee__key"):
        drafts[key].facets.add(("addressee", addressee))
