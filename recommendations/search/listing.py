"""All results of a search in order, for exports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db import connection
from pyroaring import BitMap

from documents.web.markup import mark_up
from recommendations.index.snapshot import Snapshot, read_index
from recommendations.index.terms import facet_of
from recommendations.models import Recommendation, SearchEntry, SearchScope
from recommendations.search.query import SearchQuery
from recommendations.search.results import Hit, Result, find
from recommendations.search.rows import rows_of


class ListedRecommendation(NamedTuple):
    """One recommendation of a listing: its number in the index, its key, its document's, and its place in that."""

    number: int
    key: int
    document: int
    position: int


@dataclass(frozen=True)
class Listing:
    """Recommendations in their order, with the moment of the index at which they were found.

    ``result`` has the counts of the search, without hits; None where they were chosen by hand. ``by_meaning`` are the
    numbers of those that do not hold the words that were asked for.
    """

    rows: Sequence[ListedRecommendation]
    snapshot: Snapshot
    result: Result | None = None
    by_meaning: BitMap = field(default_factory=BitMap)


def list_found(query: SearchQuery) -> Listing:
    """All recommendations that a search finds, as its pages list them one after the other."""
    found = find(query.in_scope(SearchScope.RECOMMENDATIONS))
    numbers, compared = found.stretch(0, found.total)
    by_meaning = found.matches.whole - found.matches.by_words
    return Listing(_rows("number", numbers), found.matches.snapshot, found.result(compared=compared), by_meaning)


def list_selected(keys: Iterable[int]) -> Listing:
    """The recommendations of these keys that everybody may see, in their order, each once."""
    wanted = list(dict.fromkeys(keys))
    while True:  # until rows and sets are of one moment: entries that are indexed again get other numbers
        snapshot, _sets = read_index(SearchScope.RECOMMENDATIONS)
        rows = _rows("recommendation_id", wanted)
        if read_index(SearchScope.RECOMMENDATIONS)[0].generation == snapshot.generation:
            return Listing([row for row in rows if row.number in snapshot.living], snapshot)


# ruff: noqa: S608  names of our own tables
_ROWS = (
    "SELECT entry.number, row.id, entry.document_id, row.position"
    f" FROM {SearchEntry._meta.db_table} AS entry"
    f" JOIN {Recommendation._meta.db_table} AS row ON row.id = entry.recommendation_id"
    " WHERE entry.scope = %s AND entry.{column} = ANY(%s)"
)


def _rows(column: str, wanted: Sequence[int]) -> list[ListedRecommendation]:
    """The rows whose number, or recommendation, is wanted, in that order; what is gone is left out."""
    with connection.cursor() as cursor:
        cursor.execute(_ROWS.format(column=column), [SearchScope.RECOMMENDATIONS, list(wanted)])
        rows = [ListedRecommendation(*row) for row in cursor.fetchall()]
    place = ListedRecommendation._fields.index("number" if column == "number" else "key")
    known: Mapping[int, ListedRecommendation] = {row[place]: row for row in rows}
    return [known[each] for each in wanted if each in known]


def numbers_of(keys: Iterable[int]) -> dict[int, int]:
    """Key of a recommendation -> its number in the index, for those that everybody may see."""
    return {row.key: row.number for row in _rows("recommendation_id", list(keys))}


def hits_of(rows: Iterable[ListedRecommendation]) -> list[Hit]:
    """Recommendations of a listing as a page shows them; one that went in the meantime is left out."""
    entries = rows_of(SearchScope.RECOMMENDATIONS, [row.number for row in rows])
    return [Hit(row, mark_up(row.text), tuple(map(facet_of, entry.facets))) for entry, row in entries]
