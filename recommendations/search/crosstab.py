"""Cross-tabulate two facets: count the entries for each pair of values, as a search for both would."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from pyroaring import BitMap

from recommendations.index.sets import union
from recommendations.models import SearchScope
from recommendations.search.matching import Matches, each_place_once, find_matches, look_up
from recommendations.search.query import SearchQuery
from recommendations.search.understanding import understand

Query = TypeVar("Query", bound=SearchQuery)


def is_crossable(query: Query) -> Query:
    """The query as it is counted: its words as they are typed and not by their meaning, so that no number depends on
    what they are taken for."""
    return replace(query, as_typed=True, meaning=False, page=1, sort="")


def cross_tabulate(query: SearchQuery, rows_facet: str, columns_facet: str) -> CrossTab:
    """The counts of two facets' values under the words and all other choices of a query, read at once."""
    query = is_crossable(query)
    understood = understand(query)
    others = {facet: values for facet, values in understood.choices.items() if facet not in (rows_facet, columns_facet)}
    found = look_up(query.scope, understood.asked, documents=understood.documents)
    matches = find_matches(found, others, more_facets=understood.more_facets)
    return CrossTab(matches, query, rows_facet, columns_facet)


class CrossTab:
    """Counts the entries that have a value of each of two facets, in one moment of the index: its ``generation``.
    Where that is not ``whole`` documents may be missing.

    The query's own choices of the two facets say what a row's or a column's total is counted under.
    """

    def __init__(self, matches: Matches, query: SearchQuery, rows_facet: str, columns_facet: str) -> None:
        self.generation = matches.snapshot.generation
        self.whole = matches.snapshot.is_whole
        self._snapshot = matches.snapshot
        # Which language's entry stands for a place in several languages depends on the cell.
        self._base = matches.whole if query.language else matches.but_for["language"]
        self._once = not query.language and self._base.intersect(matches.snapshot.followers)
        self._query = query
        self._facets = (rows_facet, columns_facet)
        self._sets: dict[tuple[str, str], BitMap] = {}

    def cell(self, row: str, column: str) -> int:
        """How many a search for the two brings that has no other choices of the two facets."""
        return self._count(self._having(self._facets[0], row), self._having(self._facets[1], column))

    def row(self, value: str) -> int:
        """How many have a row's value, under the query's choices of the columns' facet."""
        return self._count(self._having(self._facets[0], value), self._chosen(self._facets[1]))

    def column(self, value: str) -> int:
        """How many have a column's value, under the query's choices of the rows' facet."""
        return self._count(self._chosen(self._facets[0]), self._having(self._facets[1], value))

    @property
    def total(self) -> int:
        """How many the query itself brings."""
        return self._count(self._chosen(self._facets[0]), self._chosen(self._facets[1]))

    @property
    def beyond_rows(self) -> int:
        """How many have no value of the rows' facet, under the query's choices of the columns' facet."""
        values = self._snapshot.facets.get(self._facets[0], {})
        return self._count(self._base - union(values.values()), self._chosen(self._facets[1]))

    def _having(self, facet: str, value: str) -> BitMap:
        """The entries under the other choices that have a value."""
        if (facet, value) not in self._sets:
            self._sets[facet, value] = self._snapshot.value(facet, value) & self._base
        return self._sets[facet, value]

    def _chosen(self, facet: str) -> BitMap:
        """Those that have one of the chosen values of a facet; all where none is chosen."""
        values = self._query.chosen(facet)
        return union(self._having(facet, value) for value in values) if values else self._base

    def _count(self, one: BitMap, other: BitMap) -> int:
        if not self._once:
            return int(one.intersection_cardinality(other))
        return len(each_place_once(self._snapshot, one & other))


def count_naming_no_paragraph(article: str) -> int:
    """How many recommendations cite an article ("untoc:18") and name none of its paragraphs."""
    matches = find_matches(look_up(SearchScope.RECOMMENDATIONS, None), {"article": [article]})
    values = matches.snapshot.facets.get("article", {})
    paragraphs = union(numbers for value, numbers in values.items() if value.startswith(f"{article}:"))
    return len(matches.whole - paragraphs)
