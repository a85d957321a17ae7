"""Cross-tabulate two facets: count the entries for each pair of values, as a search for both would."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from pyroaring import BitMap

from recommendations.index.sets import union
from recommendations.models import SearchScope
from recommendations.search.matching import Matches, find_matches, look_up
from recommendations.search.query import SearchQuery
from recommendations.search.understanding import understand

Query = TypeVar("Query", bound=SearchQuery)


def crosstab_query(query: Query) -> Query:
    """Return the query whose matches are counted. Its words are searched as typed and not by meaning, so that no count
    depends on how they are interpreted.
    """
    return replace(query, as_typed=True, meaning=False, page=1, sort="")


def cross_tabulate(query: SearchQuery, rows_facet: str, columns_facet: str) -> CrossTab:
    """Return the counts for two facets under the words and all other filters of a query, from one read of the index."""
    query = crosstab_query(query)
    understood = understand(query)
    others = {facet: values for facet, values in understood.choices.items() if facet not in (rows_facet, columns_facet)}
    lookup = look_up(query.scope, understood.tree, documents=understood.documents)
    matches = find_matches(lookup, others, folds=query.folds, more_facets=understood.more_facets)
    return CrossTab(matches, query, rows_facet, columns_facet)


class CrossTab:
    """The number of entries for each pair of values of two facets, in one ``generation`` of the index.

    Unless ``is_complete``, documents may be missing. The query's filters on the two facets apply to totals only.
    """

    def __init__(self, matches: Matches, query: SearchQuery, rows_facet: str, columns_facet: str) -> None:
        self.generation = matches.snapshot.generation
        self.is_complete = matches.snapshot.is_complete
        self._snapshot = matches.snapshot
        # Which language represents a place that exists in several depends on the cell.
        self._base = matches.filtered if query.language else matches.without_facet["language"]
        snapshot = matches.snapshot
        self._has_duplicates = (not query.language and self._base.intersect(snapshot.followers)) or (
            matches.folds and self._base.intersect(snapshot.stages.entries)
        )
        self._count_hits = matches.count
        self._query = query
        self._facets = (rows_facet, columns_facet)
        self._sets: dict[tuple[str, str], BitMap] = {}

    def cell(self, row: str, column: str) -> int:
        """Return the count for two values, ignoring the query's filters on the two facets."""
        return self._count(self._entries_with(self._facets[0], row), self._entries_with(self._facets[1], column))

    def row(self, value: str) -> int:
        """Return the count for a row's value, under the query's filters on the columns' facet."""
        return self._count(self._entries_with(self._facets[0], value), self._selected_entries(self._facets[1]))

    def column(self, value: str) -> int:
        """Return the count for a column's value, under the query's filters on the rows' facet."""
        return self._count(self._selected_entries(self._facets[0]), self._entries_with(self._facets[1], value))

    @property
    def total(self) -> int:
        """The number of entries that the query finds."""
        return self._count(self._selected_entries(self._facets[0]), self._selected_entries(self._facets[1]))

    @property
    def beyond_rows(self) -> int:
        """The number of entries without a value of the rows' facet, under the query's filters on the columns' facet."""
        values = self._snapshot.facets.get(self._facets[0], {})
        return self._count(self._base - union(values.values()), self._selected_entries(self._facets[1]))

    def _entries_with(self, facet: str, value: str) -> BitMap:
        """Return the entries with a value, under the other filters."""
        if (facet, value) not in self._sets:
            self._sets[facet, value] = self._snapshot.value(facet, value) & self._base
        return self._sets[facet, value]

    def _selected_entries(self, facet: str) -> BitMap:
        """Return the entries with any selected value of a facet, or all entries if no value is selected."""
        values = self._query.selected(facet)
        return union(self._entries_with(facet, value) for value in values) if values else self._base

    def _count(self, rows: BitMap, columns: BitMap) -> int:
        count = int(rows.intersection_cardinality(columns))
        # A single entry has no duplicate. Most cells of a large matrix have none or one.
        return self._count_hits(rows & columns) if self._has_duplicates and count > 1 else count


def count_without_paragraph(query: SearchQuery) -> int:
    """Return the number of recommendations that relate to the article of a query, but to none of its paragraphs."""
    (article,) = query.article
    lookup = look_up(SearchScope.RECOMMENDATIONS, None)
    matches = find_matches(lookup, {"article": [article]}, folds=query.folds, more_facets=query.more_facets)
    values = matches.snapshot.facets.get("article", {})
    paragraphs = union(numbers for value, numbers in values.items() if value.startswith(f"{article}:"))
    return matches.count(matches.filtered - paragraphs)
