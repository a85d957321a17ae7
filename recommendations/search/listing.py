"""List all results of a search in order, for exports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db import connection
from pyroaring import BitMap

from recommendations.index.snapshot import Snapshot, read_index
from recommendations.index.terms import facet_of
from recommendations.models import Recommendation, SearchEntry, SearchScope
from recommendations.search.hits import Hit
from recommendations.search.query import SearchQuery
from recommendations.search.results import Result, find
from recommendations.search.rows import rows_with_stages


class ListedRecommendation(NamedTuple):
    """A listed recommendation: index number, primary key, document key, and position in the document."""

    number: int
    key: int
    document: int
    position: int


@dataclass(frozen=True)
class Listing:
    """Recommendations in order, with the snapshot of the index they were found in.

    ``result`` has the counts of the search, without hits; it is None for a selection by hand. ``by_meaning`` are the
    index numbers of the recommendations that do not contain the words searched for.
    """

    rows: Sequence[ListedRecommendation]
    snapshot: Snapshot
    result: Result | None = None
    by_meaning: BitMap = field(default_factory=BitMap)


def list_results(query: SearchQuery) -> Listing:
    """Return all recommendations that a search finds, in the order of its pages."""
    matched = find(query.in_scope(SearchScope.RECOMMENDATIONS))
    numbers, ranked = matched.page(0, matched.total)
    matches = matched.matches
    return Listing(_rows("number", numbers), matches.snapshot, matched.result(ranked_count=ranked), matches.by_meaning)


def list_selected(keys: Iterable[int]) -> Listing:
    """Return the public recommendations with these keys, in the order given, without duplicates."""
    ordered_keys = list(dict.fromkeys(keys))
    while True:  # until rows and sets agree: a reindexed entry gets a new number
        snapshot, _sets = read_index(SearchScope.RECOMMENDATIONS)
        rows = _rows("recommendation_id", ordered_keys)
        if read_index(SearchScope.RECOMMENDATIONS)[0].generation == snapshot.generation:
            return Listing([row for row in rows if row.number in snapshot.live], snapshot)


# ruff: noqa: S608  table names are not user input
_ROWS = (
    "SELECT entry.number, row.id, entry.document_id, row.position"
    f" FROM {SearchEntry._meta.db_table} AS entry"
    f" JOIN {Recommendation._meta.db_table} AS row ON row.id = entry.recommendation_id"
    " WHERE entry.scope = %s AND entry.{column} = ANY(%s)"
)


def _rows(column: str, keys: Sequence[int]) -> list[ListedRecommendation]:
    """Return the rows with these ``keys`` (values of the ``column``) in this order, without missing ones."""
    with connection.cursor() as cursor:
        cursor.execute(_ROWS.format(column=column), [SearchScope.RECOMMENDATIONS, list(keys)])
        rows = [ListedRecommendation(*row) for row in cursor.fetchall()]
    column_index = ListedRecommendation._fields.index("number" if column == "number" else "key")
    rows_by_key: Mapping[int, ListedRecommendation] = {row[column_index]: row for row in rows}
    return [rows_by_key[key] for key in keys if key in rows_by_key]


def numbers_of(keys: Iterable[int]) -> dict[int, int]:
    """Return a map from recommendation keys to index numbers, for public recommendations."""
    return {row.key: row.number for row in _rows("recommendation_id", list(keys))}


def hits_of(rows: Iterable[ListedRecommendation], snapshot: Snapshot) -> list[Hit]:
    """Return listed recommendations as hits, omitting those deleted since."""
    entries, stages = rows_with_stages(SearchScope.RECOMMENDATIONS, [row.number for row in rows], snapshot)
    found = [(entry, row) for entry, row in entries if isinstance(row, Recommendation)]
    return [
        Hit(
            row,
            tuple(map(facet_of, entry.facets)),
            stages=stages.get(entry.number, ()),
        )
        for entry, row in found
    ]
