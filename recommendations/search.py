"""Searching recommendations: what was asked for, and which recommendations answer it.

:class:`SearchQuery` is what pages (and any other reader) hand over; the values in it are known to exist.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace
from typing import Any
from urllib.parse import urlencode

from django.contrib.postgres.search import SearchHeadline, SearchRank
from django.contrib.postgres.search import SearchQuery as TextQuery
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from documents.markup import Overlay, marked_up
from documents.models import DocumentSymbol
from recommendations.models import (
    SIGNS,
    Recommendation,
    RecommendationCitation,
    RecommendationTopic,
    without_signs,
)
from recommendations.queries import shown_recommendations, with_details

PAGE_SIZE = 20
FACETS = ("article", "meeting", "topic", "addressee", "status", "year", "document")
RELEVANCE, DATE = "relevance", "date"

TEXT_CONFIG = "english"


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What is looked for. Each facet holds its chosen values, which widen; the facets narrow each other.

    Values: ``article`` "untoc" (any of its articles) or "untoc:18"; ``meeting`` a body's key (any of its meetings) or
    a meeting's slug; ``topic`` a key, its sub-topics included; ``addressee`` a key; ``status`` one of
    :class:`Recommendation.Status`; ``year`` four digits; ``document`` its address ("CTOC/COP/2022/L.4").
    ``sort`` is "relevance" or "date"; "" leaves it to the words. ``page`` counts from 1.
    """

    words: str = ""
    article: tuple[str, ...] = ()
    meeting: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    addressee: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    year: tuple[str, ...] = ()
    document: tuple[str, ...] = ()
    sort: str = ""
    page: int = 1

    def chosen(self, facet: str) -> tuple[str, ...]:
        """The chosen values of a facet."""
        values: tuple[str, ...] = getattr(self, facet)
        return values

    @property
    def has_choices(self) -> bool:
        return any(self.chosen(facet) for facet in FACETS)

    @property
    def order(self) -> str:
        """How it is sorted: as asked, else by relevance where there are words. Without words nothing is relevant."""
        return (self.sort or RELEVANCE) if self.words else DATE

    def toggled(self, facet: str, value: str) -> SearchQuery:
        """The same with a value chosen, or no longer chosen; from the first page."""
        values = self.chosen(facet)
        changed = tuple(v for v in values if v != value) if value in values else (*values, value)
        return self._changed(**{facet: changed})

    def without(self, facet: str) -> SearchQuery:
        """The same without the choices of a facet."""
        return self._changed(**{facet: ()})

    def without_words(self) -> SearchQuery:
        return self._changed(words="", sort="")

    def words_only(self) -> SearchQuery:
        return SearchQuery(words=self.words, sort=self.sort)

    def sorted_by(self, sort: str) -> SearchQuery:
        return self._changed(sort=sort)

    def on_page(self, page: int) -> SearchQuery:
        return replace(self, page=page)

    def _changed(self, **changes: Any) -> SearchQuery:
        return replace(self, page=1, **changes)

    def querystring(self) -> str:
        """What stands behind "?" in its address ("" for everything). The same query has one only."""
        pairs: list[tuple[str, str]] = [("q", self.words)] if self.words else []
        pairs += [(facet, value) for facet in FACETS for value in sorted(self.chosen(facet))]
        if self.words and self.sort not in ("", RELEVANCE):
            pairs.append(("sort", self.sort))
        if self.page > 1:
            pairs.append(("page", str(self.page)))
        return urlencode(pairs, safe="/:")

    @property
    def address(self) -> str:
        """The page that shows it."""
        parameters = self.querystring()
        return reverse("recommendations") + (f"?{parameters}" if parameters else "")


assert set(FACETS) < {field.name for field in fields(SearchQuery)}


# --- which recommendations match ---------------------------------------------------------------------


def matching(query: SearchQuery, *, without: str = "") -> QuerySet[Recommendation]:
    """The recommendations that match the words and every facet's choices, but for the facet ``without``."""
    matches = shown_recommendations()
    if query.words:
        matches = matches.filter(search_vector=_text_query(query.words))
    for facet, condition in _CONDITIONS.items():
        if facet != without and (values := query.chosen(facet)):
            matches = matches.filter(condition(values))
    return matches


def _text_query(words: str) -> TextQuery:
    """Words all required; "a phrase"; OR; -without (PostgreSQL's web search syntax, which refuses nothing)."""
    straight = re.sub(r"[“”„«»]", '"', words)
    return TextQuery(re.sub(SIGNS, " ", straight), config=TEXT_CONFIG, search_type="websearch")


def _by_article(values: Iterable[str]) -> Q:
    cited = Q()
    for value in values:
        instrument, _colon, number = value.partition(":")
        one = Q(citation__article__instrument__key=instrument)
        cited |= one & Q(citation__article__number=number) if number else one
    return Q(pk__in=RecommendationCitation.objects.filter(cited).values("recommendation"))


def _by_meeting(values: Iterable[str]) -> Q:
    return Q(meeting__slug__in=values) | Q(meeting__body__key__in=values)


def _by_topic(values: Iterable[str]) -> Q:
    chosen = Q(topic__key__in=values) | Q(topic__parent__key__in=values)
    return Q(pk__in=RecommendationTopic.objects.filter(chosen).values("recommendation"))


def _by_addressee(values: Iterable[str]) -> Q:
    through = Recommendation.addressees.through
    return Q(pk__in=through.objects.filter(addressee__key__in=values).values("recommendation"))


def _by_status(values: Iterable[str]) -> Q:
    return Q(status__in=values)


def _by_year(values: Iterable[str]) -> Q:
    return Q(year__in=[int(value) for value in values])


def _by_document(values: Iterable[str]) -> Q:
    keys = [int(value.removeprefix("unnumbered/")) for value in values if value.startswith("unnumbered/")]
    numbered = DocumentSymbol.objects.filter(symbol__in=values).values("document")
    return Q(version__document__in=keys) | Q(version__document__in=numbered)


_CONDITIONS: dict[str, Callable[[Iterable[str]], Q]] = {
    "article": _by_article,
    "meeting": _by_meeting,
    "topic": _by_topic,
    "addressee": _by_addressee,
    "status": _by_status,
    "year": _by_year,
    "document": _by_document,
}


# --- a page of them ----------------------------------------------------------------------------------

_HIT_START, _HIT_END = "\ue000", "\ue001"
_HIT = re.compile(f"{_HIT_START}([^{_HIT_START}{_HIT_END}]*){_HIT_END}")
_MARK, _END_MARK = mark_safe("<mark>"), mark_safe("</mark>")


@dataclass(frozen=True, slots=True)
class Hit:
    """A recommendation of a result, with its text as HTML: escaped, the words looked for marked."""

    recommendation: Recommendation
    text: SafeString


def hits(query: SearchQuery, size: int = PAGE_SIZE) -> list[Hit]:
    """The recommendations on the query's page of ``size``. Only these are marked."""
    matches = with_details(matching(query))
    newest_first = (F("date").desc(nulls_last=True), "version__document_id", "position")
    first = (query.page - 1) * size
    if not query.words:
        rows = matches.order_by(*newest_first)[first : first + size]
        return [Hit(row, marked_up(row.text)) for row in rows]
    text_query = _text_query(query.words)
    if query.order == RELEVANCE:
        rank = SearchRank(F("search_vector"), text_query)
        matches = matches.annotate(rank=rank).order_by("-rank", *newest_first)
    else:
        matches = matches.order_by(*newest_first)
    matches = matches.annotate(marked_text=_marked(text_query))
    return [Hit(row, highlighted(row.text, row.marked_text)) for row in matches[first : first + size]]


def _marked(text_query: TextQuery) -> SearchHeadline:
    """The text without signs, and sentinels around the words found. PostgreSQL makes it after LIMIT, for few rows."""
    return SearchHeadline(
        without_signs("text"),
        text_query,
        config=TEXT_CONFIG,
        start_sel=_HIT_START,
        stop_sel=_HIT_END,
        highlight_all=True,
    )


def highlighted(text: str, marked_text: str) -> SafeString:
    """HTML of a text with the words marked that ``marked_text`` holds between sentinels.

    ``marked_text`` is of the same length but for the sentinels. Where it is not (the text holds such a character
    itself), the text is shown without marks.
    """
    if len(marked_text) - 2 * len(_HIT.findall(marked_text)) != len(text):
        return marked_up(text)
    marks = []
    for before, hit in enumerate(_HIT.finditer(marked_text)):
        start = hit.start() - 2 * before
        marks.append(Overlay(start, start + len(hit[1]), _MARK, _END_MARK))
    return marked_up(text, [marks])
