"""The lists of an article's page: what was adopted, what was proposed, where documents discuss it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString

from documents.models import Document, Paragraph
from documents.queries.documents import leading_versions
from recommendations.labels.facet_values import Names
from recommendations.models import Article, Citation, Recommendation
from recommendations.reader.text_html import excerpt
from recommendations.results.cards import Card, cards
from recommendations.search.query import SearchQuery
from recommendations.search.results import Hit, Result, search

Status = Recommendation.Status

IN_FORCE = (Status.ADOPTED.value, Status.FOR_ENDORSEMENT.value, Status.ENDORSED.value)
"""What a meeting adopted; all else is a draft, or put forward."""
NOT_IN_FORCE = tuple(value for value in Status.values if value not in IN_FORCE)

MAX_IN_FORCE = 60
MAX_OTHERS = 30
MAX_PLACES = 50
MAX_NOTES = 30  # before the list links to the search


@dataclass(frozen=True, slots=True)
class StrengthGroup:
    """Recommendations of one strength, the newest first; ``label`` is "" where none could be told."""

    label: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class RecommendationList:
    """The newest of a search, by strength. ``total`` is what the search brings, ``shown`` how many of it are here."""

    query: SearchQuery
    total: int
    shown: int
    groups: tuple[StrengthGroup, ...]


def in_force(query: SearchQuery, known: Names) -> RecommendationList:
    """What was adopted."""
    return _by_strength(query.changed(status=IN_FORCE), MAX_IN_FORCE, known)


def not_in_force(query: SearchQuery, known: Names) -> RecommendationList:
    """Drafts and what is put forward for consideration."""
    return _by_strength(query.changed(status=NOT_IN_FORCE), MAX_OTHERS, known)


def _by_strength(query: SearchQuery, most: int, known: Names) -> RecommendationList:
    result = search(query, size=most, details=False)
    hits: dict[str, list[Hit]] = {strength: [] for strength in (*Recommendation.Strength.values, "")}
    for hit in result.hits:
        if isinstance(hit.row, Recommendation):
            hits[hit.row.strength].append(hit)
    groups = tuple(
        StrengthGroup(known.of("strength", strength).label if strength else "", tuple(cards(own, known, query)))
        for strength, own in hits.items()
        if own
    )
    return RecommendationList(query, result.total, len(result.hits), groups)


# --- places in documents -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PlaceOfCitation:
    """Where a document cites the article: ``path`` names the place, ``address`` leads to it in the reader."""

    path: str
    address: str
    language: str
    excerpt: SafeString
    note: str = ""


@dataclass(frozen=True, slots=True)
class DiscussedIn:
    """A document with the places where it cites the article."""

    document: Document
    places: tuple[PlaceOfCitation, ...]


def places_in_documents(article: Article, result: Result) -> list[DiscussedIn]:
    """The paragraphs that a search found, by document, the newest first, each with the words that cite the article."""
    rows = [hit.row for hit in result.hits if isinstance(hit.row, Paragraph)]
    citations = Citation.objects.filter(article=article, paragraph__in=[row.pk for row in rows]).exclude(text="")
    first: dict[int | None, Citation] = {}
    for citation in citations.select_related("paragraph").order_by("start", "position"):
        first.setdefault(citation.paragraph_id, citation)
    return _by_document((row.version.document, _place(row, row.version.language, first.get(row.pk))) for row in rows)


def notes_in_documents(article: Article) -> tuple[int, list[DiscussedIn]]:
    """How many footnotes of documents cite the article, and the first of them, by document, the newest first."""
    notes = (
        Citation.objects.filter(article=article, footnote__isnull=False, version__in=leading_versions().values("pk"))
        .order_by("footnote_id", "start", "position")
        .distinct("footnote_id")
    )
    rows = (
        Citation.objects.filter(pk__in=notes.values("pk"))
        .select_related("version__document", "footnote")
        .defer("version__parsed", "version__doubts")
        .prefetch_related("version__document__symbols")
        .order_by("-version__document__date", "version__document_id", "position")
    )
    shown = [(row.version.document, _note(row)) for row in rows[:MAX_NOTES]]
    return (len(shown) if len(shown) < MAX_NOTES else rows.count()), _by_document(shown)


def _by_document(places: Iterable[tuple[Document, PlaceOfCitation]]) -> list[DiscussedIn]:
    documents: dict[int, Document] = {}
    found: dict[int, list[PlaceOfCitation]] = defaultdict(list)
    for document, place in places:
        documents.setdefault(document.pk, document)
        found[document.pk].append(place)
    return [DiscussedIn(document, tuple(found[key])) for key, document in documents.items()]


def _place(row: Paragraph, language: str, citation: Citation | None) -> PlaceOfCitation:
    address = f"{row.version.document.get_absolute_url()}?language={language}#{row.anchor}"
    return PlaceOfCitation(row.path, address, language, excerpt(citation) if citation else SafeString(""))


def _note(citation: Citation) -> PlaceOfCitation:
    assert citation.footnote is not None
    language = citation.version.language
    address = f"{citation.version.document.get_absolute_url()}?language={language}#note-{citation.footnote.position}"
    return PlaceOfCitation("", address, language, excerpt(citation), citation.footnote.marker)
