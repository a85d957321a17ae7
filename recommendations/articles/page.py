"""The content of the page of an article, read in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from documents.queries.documents import titles_for_reader
from recommendations.articles.lists import (
    MAX_PLACES,
    CitingDocument,
    RecommendationGroup,
    notes_in_documents,
    places_in_documents,
    recommendation_groups,
)
from recommendations.articles.provisions import ArticleText, Provisions
from recommendations.articles.year_chart import Chart, chart_of, years_between
from recommendations.labels.facet_values import Name, Names, names
from recommendations.models import Article, Provision, SearchScope
from recommendations.queries import catalogue
from recommendations.queries.citations import provisions_cited
from recommendations.search.crosstab import count_without_paragraph
from recommendations.search.query import CITED, SUBJECT_ONLY, SearchQuery
from recommendations.search.results import Result, count_hits, search

MAX_MEETINGS = 20
MAX_TOPICS = 12


@dataclass(frozen=True, slots=True)
class RelatedCount:
    """A meeting or topic, and the number of its recommendations that relate to the article."""

    name: Name
    count: int
    address: str


@dataclass(frozen=True, slots=True)
class YearCounts:
    """The counts for a year, and the addresses of the searches for them."""

    year: str
    recommendations: int
    places: int
    address: str
    places_address: str


@dataclass(frozen=True, slots=True)
class CitationsByYear:
    """The numbers of recommendations and of paragraphs in documents that cite the article, by year.

    ``has_repeated`` is true if a recommendation is counted in several years, because it has versions in each of them.
    """

    recommendations: Chart
    places: Chart
    years: tuple[YearCounts, ...]
    has_repeated: bool


@dataclass(frozen=True, slots=True)
class BasisSwitch:
    """A link to the page with the recommendations on one basis only, and their number."""

    label: str
    count: int
    address: str
    is_selected: bool


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """The page of an article. ``query`` finds recommendations that relate to it, ``places_query`` paragraphs of
    documents that cite it.

    ``total_on_all_bases`` counts recommendations that relate to it on any basis. ``without_paragraph`` counts
    recommendations that relate only to the article as a whole. ``meetings_left`` and ``topics_left`` count the meetings
    and topics not listed.
    """

    article: Article
    query: SearchQuery
    places_query: SearchQuery
    total: int
    total_on_all_bases: int
    places_total: int
    without_paragraph: int
    text: ArticleText
    groups: list[RecommendationGroup]
    switches: tuple[BasisSwitch, ...]
    citations_by_year: CitationsByYear
    meetings: tuple[RelatedCount, ...]
    meetings_left: int
    topics: tuple[RelatedCount, ...]
    topics_left: int
    documents: list[CitingDocument]
    places_shown: int
    notes: list[CitingDocument]
    notes_total: int
    previous: Article | None
    next: Article | None
    nearest_cited: list[catalogue.ArticleCount]

    @property
    def with_paragraph(self) -> int:
        """The number of recommendations that relate to at least one of its paragraphs."""
        return self.total - self.without_paragraph

    @property
    def adopted_total(self) -> int:
        return sum(group.adopted_total for group in self.groups)

    @property
    def meetings_address(self) -> str:
        """The address of the list of all related meetings."""
        return self.query.facet_address("meeting")

    @property
    def topics_address(self) -> str:
        """The address of the list of all related topics."""
        return self.query.facet_address("topic")

    @property
    def notes_left(self) -> int:
        return self.notes_total - sum(len(group.places) for group in self.notes)


def article_page(article: Article, basis: str = "", languages: Sequence[str] = ()) -> ArticlePage:
    """Return the page of an article, with the recommendations that relate to it on one ``basis``, or on any. Texts are
    in the first of ``languages`` (the reader's) in which they relate to the article, if any."""
    query = SearchQuery(article=(str(article),), basis=basis)
    result = search(query, size=0, details=False)
    places = search(query.in_scope(SearchScope.PARAGRAPHS), size=MAX_PLACES, details=False, languages=languages)
    all_names = names(result.generation)
    meetings = _related_counts(query, "meeting", result, all_names)
    topics = sorted(_related_counts(query, "topic", result, all_names), key=lambda row: (-row.count, row.name.order))
    documents = places_in_documents(article, places)
    notes_total, notes = notes_in_documents(article, languages)
    prefetch_related_objects([group.document for group in (*documents, *notes)], titles_for_reader())
    siblings = catalogue.articles_of(article.instrument, result.counts["article"])
    return ArticlePage(
        article=article,
        query=query,
        places_query=places.query,
        total=result.total,
        total_on_all_bases=count_hits(query.changed(basis="")) if basis else result.total,
        places_total=places.total,
        without_paragraph=count_without_paragraph(query),
        text=_text(article, result, places),
        groups=recommendation_groups(query, all_names, languages),
        switches=_switches(article, query),
        citations_by_year=_citations_by_year(result, query, places),
        meetings=tuple(meetings[:MAX_MEETINGS]),
        meetings_left=max(0, len(meetings) - MAX_MEETINGS),
        topics=tuple(topics[:MAX_TOPICS]),
        topics_left=max(0, len(topics) - MAX_TOPICS),
        documents=documents,
        places_shown=len(places.hits),
        notes=notes,
        notes_total=notes_total,
        previous=catalogue.article_before(article, siblings),
        next=catalogue.article_after(article, siblings),
        nearest_cited=catalogue.nearest_cited(article, siblings),
    )


def _switches(article: Article, query: SearchQuery) -> tuple[BasisSwitch, ...]:
    """Return links to all recommendations, those that cite the article, and the others; () if there is no choice."""
    labels = {"": _("All"), CITED: _("Citing this article"), SUBJECT_ONLY: _("Same subject, without citing it")}
    counts = {basis: count_hits(query.changed(basis=basis)) for basis in labels}
    if not (counts[CITED] and counts[SUBJECT_ONLY]) and query.basis not in (CITED, SUBJECT_ONLY):
        return ()
    address = article.get_absolute_url()
    return tuple(
        BasisSwitch(label, counts[basis], f"{address}?basis={basis}" if basis else address, basis == query.basis)
        for basis, label in labels.items()
    )


def _text(article: Article, result: Result, places: Result) -> ArticleText:
    cited = {
        (row.paragraph, row.subparagraph): row.recommendations
        for row in provisions_cited(article)
        if row.recommendations
    }
    provisions = Provisions(result.query, result.counts["article"], places.counts["article"], cited)
    return provisions.text(Provision.objects.filter(article=article).order_by("position"))


def _related_counts(query: SearchQuery, facet: str, result: Result, all_names: Names) -> list[RelatedCount]:
    """Return the values of a facet that have no values below them, in order: meetings but not bodies, topics without
    subtopics."""
    names_by_value = {value: all_names.of(facet, value) for value in result.counts[facet]}
    parents = {name.parent for name in names_by_value.values()}
    rows = [
        RelatedCount(name, result.counts[facet][value], query.changed(**{facet: (value,)}).address)
        for value, name in names_by_value.items()
        if value not in parents
    ]
    return sorted(rows, key=lambda row: row.name.order)


def _citations_by_year(result: Result, query: SearchQuery, places: Result) -> CitationsByYear:
    counts, place_counts = result.counts["year"], places.counts["year"]
    years = years_between(counts, place_counts)
    rows = tuple(
        YearCounts(
            year,
            counts.get(year, 0),
            place_counts.get(year, 0),
            query.changed(year=(year,)).address,
            places.query.changed(year=(year,)).address,
        )
        for year in years
    )
    has_repeated = sum(counts.values()) > result.total
    return CitationsByYear(chart_of(years, counts), chart_of(years, place_counts), rows, has_repeated)
