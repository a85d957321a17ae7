"""Lists for the page of an article: adopted and proposed recommendations, and documents that discuss it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from documents.labels.places import shown_place
from documents.models import Document, LanguageVersion, Paragraph
from documents.queries.documents import leading_versions, published_versions
from recommendations.labels.facet_values import Names
from recommendations.models import Article, Citation, Recommendation
from recommendations.reader.text_html import excerpt
from recommendations.results.cards import Card, cards
from recommendations.search.query import ADOPTED_ONLY, CITED, SUBJECT_ONLY, SearchQuery
from recommendations.search.results import Result, count_hits, search

MAX_RECOMMENDATIONS = 50  # for one basis; the search lists the others
MAX_PLACES = 50
MAX_NOTES = 30  # footnotes listed


@dataclass(frozen=True, slots=True)
class RecommendationList:
    """The newest recommendations of a group, either adopted or not. ``total`` counts all of them."""

    label: str
    total: int
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class RecommendationGroup:
    """The recommendations related to an article on one basis, in non-empty lists, adopted recommendations first."""

    basis: str
    query: SearchQuery
    total: int
    adopted_total: int
    lists: tuple[RecommendationList, ...]


def recommendation_groups(query: SearchQuery, names: Names, languages: Sequence[str] = ()) -> list[RecommendationGroup]:
    """Return the recommendations found by a query for an article: those that cite it, then the others.

    If the query has no basis, no recommendation is in two groups. ``languages`` are the reader's, as for
    :func:`search`.
    """
    bases = (query.basis,) if query.basis else (CITED, SUBJECT_ONLY)
    groups = (_group(query.changed(basis=basis), names, languages) for basis in bases)
    return [group for group in groups if group.total]


def _group(query: SearchQuery, names: Names, languages: Sequence[str]) -> RecommendationGroup:
    result = search(query, size=MAX_RECOMMENDATIONS, details=False, languages=languages)
    adopted_total = count_hits(query.changed(status=ADOPTED_ONLY.status))
    # A draft that was adopted later counts as a stage of the adopted recommendation.
    adopted: list[Card] = []
    others: list[Card] = []
    for card, hit in zip(cards(result.hits, names, query, articles=query.article), result.hits, strict=True):
        is_adopted = isinstance(hit.row, Recommendation) and hit.row.status in ADOPTED_ONLY.status
        (adopted if is_adopted else others).append(card)
    for listed_cards in (adopted, others):
        listed_cards.sort(key=lambda card: any(article.is_by_meaning for article in card.articles))
    lists = (
        RecommendationList(_("Adopted"), adopted_total, tuple(adopted)),
        RecommendationList(_("Drafts and proposals, not adopted"), result.total - adopted_total, tuple(others)),
    )
    listed = tuple(item for item in lists if item.total)
    return RecommendationGroup(query.basis, query, result.total, adopted_total, listed)


# --- places in documents -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CitingPlace:
    """A place where a document cites the article. ``path`` is its name, ``address`` the link to it in the reader."""

    path: str
    address: str
    language: str
    excerpt: SafeString
    note: str = ""


@dataclass(frozen=True, slots=True)
class CitingDocument:
    """A document and the places where it cites the article."""

    document: Document
    places: tuple[CitingPlace, ...]


def places_in_documents(article: Article, result: Result) -> list[CitingDocument]:
    """Return the paragraphs in a result, grouped by document, newest first, with excerpts that cite the article."""
    rows = [hit.row for hit in result.hits if isinstance(hit.row, Paragraph)]
    citations = Citation.objects.filter(article=article, paragraph__in=[row.pk for row in rows]).exclude(text="")
    first_citations: dict[int | None, Citation] = {}
    for citation in citations.select_related("paragraph").order_by("start", "position"):
        first_citations.setdefault(citation.paragraph_id, citation)
    return _by_document(
        (row.version.document, _place(row, row.version.language, first_citations.get(row.pk))) for row in rows
    )


def notes_in_documents(article: Article, languages: Sequence[str] = ()) -> tuple[int, list[CitingDocument]]:
    """Return the number of footnotes that cite the article, and some of them, grouped by document, newest first.

    Each is in the first of the reader's ``languages`` in which the same note cites the article, if any.
    """
    leading = _citing_notes(article, leading_versions())
    rows = leading.order_by("-version__document__date", "version__document_id", "position")
    shown = list(rows[:MAX_NOTES])
    versions = published_versions().filter(
        language__in=languages, document__in={row.version.document_id for row in shown}
    )
    texts: dict[tuple[int, str, str], list[Citation]] = defaultdict(list)
    is_translatable = any(row.version.language not in languages[:1] for row in shown)
    for row in _citing_notes(article, versions).exclude(footnote__paragraph=None) if is_translatable else ():
        texts[_note_place(row)].append(row)
    notes = [
        min(texts[_note_place(row)], key=lambda text: languages.index(text.version.language), default=row)
        for row in shown
    ]
    listed = [(row.version.document, _note(row)) for row in notes]
    return (len(listed) if len(listed) < MAX_NOTES else rows.count()), _by_document(listed)


def _citing_notes(article: Article, versions: QuerySet[LanguageVersion]) -> QuerySet[Citation]:
    """Return the first citation of an article in each footnote of some versions."""
    notes = (
        Citation.objects.filter(article=article, footnote__isnull=False, version__in=versions.values("pk"))
        .order_by("footnote_id", "start", "position")
        .distinct("footnote_id")
    )
    return (
        Citation.objects.filter(pk__in=notes.values("pk"))
        .select_related("version__document", "footnote__paragraph")
        .defer("version__parsed", "version__doubts")
        .prefetch_related("version__document__symbols")
    )


def _note_place(row: Citation) -> tuple[int, str, str]:
    """Return what identifies a footnote in all languages: its document, the paragraph that calls it ("" if unknown),
    and its marker."""
    assert row.footnote is not None
    paragraph = row.footnote.paragraph
    return row.version.document_id, paragraph.place if paragraph else "", row.footnote.marker


def _by_document(places: Iterable[tuple[Document, CitingPlace]]) -> list[CitingDocument]:
    documents: dict[int, Document] = {}
    places_by_document: dict[int, list[CitingPlace]] = defaultdict(list)
    for document, place in places:
        documents.setdefault(document.pk, document)
        places_by_document[document.pk].append(place)
    return [CitingDocument(document, tuple(places_by_document[key])) for key, document in documents.items()]


def _place(row: Paragraph, language: str, citation: Citation | None) -> CitingPlace:
    address = f"{row.version.document.get_absolute_url()}?language={language}#{row.anchor}"
    return CitingPlace(shown_place(row.path), address, language, excerpt(citation) if citation else SafeString(""))


def _note(citation: Citation) -> CitingPlace:
    assert citation.footnote is not None
    language = citation.version.language
    address = f"{citation.version.document.get_absolute_url()}?language={language}#note-{citation.footnote.position}"
    return CitingPlace("", address, language, excerpt(citation), citation.footnote.marker)
