"""How many recommendations each value of each facet would bring.

A facet is counted under the words and the choices of every other facet, but not under its own: its values widen one
another. :func:`count_facets` is the only door to the counting, whatever engine stands behind it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import CharField, Count, Expression, F, Q, QuerySet, Subquery, Value
from django.db.models import OuterRef as Outer
from django.db.models.functions import Cast, Coalesce, Concat

from documents.models import DocumentSymbol
from recommendations.models import Recommendation, RecommendationCitation, RecommendationTopic
from recommendations.search import FACETS, SearchQuery, matching

TOTAL = "total"

Matches = QuerySet[Recommendation]
Counts = QuerySet[Any, tuple[str, str, int]]
"""Rows of facet, value and number of recommendations."""


def count_facets(query: SearchQuery) -> dict[str, dict[str, int]]:
    """Facet -> value -> number of recommendations, in one query. Values with none are absent.

    Values are those of :class:`~recommendations.search.SearchQuery`; a parent's value (an instrument, a body, a
    topic with sub-topics) counts each recommendation once. Under :data:`TOTAL`, the value "" counts the result.
    """
    whole = matching(query)
    everything = _grouped(whole, TOTAL, Value(""), "pk")
    branches = []
    for facet in FACETS:
        matches = matching(query, without=facet) if query.chosen(facet) else whole
        branches += _COUNTERS[facet](matches)
    counts: dict[str, dict[str, int]] = {facet: {} for facet in (TOTAL, *FACETS)}
    for facet, value, number in everything.union(*branches, all=True):
        counts[facet][value] = number
    return counts


def _grouped(rows: QuerySet[Any], facet: str, value: Expression | F, counted: str) -> Counts:
    """The distinct recommendations of each value; ``counted`` is where a row has its recommendation."""
    text = CharField()
    counts: Counts = (
        rows.order_by()
        .annotate(facet_key=Value(facet, output_field=text), facet_value=Cast(value, text))
        .values("facet_key", "facet_value")
        .annotate(number=Count(counted, distinct=True))
        .values_list("facet_key", "facet_value", "number")
    )
    return counts


def _by_article(matches: Matches) -> list[Counts]:
    links = RecommendationCitation.objects.filter(
        recommendation__in=matches.values("pk"), citation__article__isnull=False
    )
    instrument = F("citation__article__instrument__key")
    number = F("citation__article__number")
    return [
        _grouped(links, "article", instrument, "recommendation"),
        _grouped(links, "article", Concat(instrument, Value(":"), number), "recommendation"),
    ]


def _by_meeting(matches: Matches) -> list[Counts]:
    held = matches.filter(meeting__isnull=False)
    return [
        _grouped(held, "meeting", F("meeting__body__key"), "pk"),
        _grouped(held, "meeting", F("meeting__slug"), "pk"),
    ]


def _by_topic(matches: Matches) -> list[Counts]:
    links = RecommendationTopic.objects.filter(recommendation__in=matches.values("pk"))
    below = links.filter(topic__parent__isnull=False)
    return [
        _grouped(links, "topic", Coalesce("topic__parent__key", "topic__key"), "recommendation"),
        _grouped(below, "topic", F("topic__key"), "recommendation"),
    ]


def _by_addressee(matches: Matches) -> list[Counts]:
    links = Recommendation.addressees.through.objects.filter(recommendation__in=matches.values("pk"))
    return [_grouped(links, "addressee", F("addressee__key"), "recommendation")]


def _by_status(matches: Matches) -> list[Counts]:
    return [_grouped(matches, "status", F("status"), "pk")]


def _by_year(matches: Matches) -> list[Counts]:
    return [_grouped(matches.filter(Q(year__isnull=False)), "year", F("year"), "pk")]


def _by_document(matches: Matches) -> list[Counts]:
    first_symbol = DocumentSymbol.objects.filter(document=Outer("version__document")).order_by("position", "symbol")
    unnumbered = Concat(Value("unnumbered/"), Cast("version__document", CharField()))
    address = Coalesce(Subquery(first_symbol.values("symbol")[:1]), unnumbered)
    return [_grouped(matches, "document", address, "pk")]


_COUNTERS: dict[str, Callable[[Matches], list[Counts]]] = {
    "article": _by_article,
    "meeting": _by_meeting,
    "topic": _by_topic,
    "addressee": _by_addressee,
    "status": _by_status,
    "year": _by_year,
    "document": _by_document,
}
