"""Search results, for pages, the API, exports and the ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any

from django.db import connection
from django.utils.safestring import SafeString
from pyroaring import BitMap

from documents.models import Paragraph
from documents.web.markup import mark_up
from recommendations.index.sets import as_array
from recommendations.index.snapshot import read_index
from recommendations.index.terms import facet_of, facet_term
from recommendations.models import Recommendation, SearchScope
from recommendations.queries.recommendations import add_details
from recommendations.search.marking import Finder, marked, marked_passage
from recommendations.search.matching import LookedUp, Matches, each_place_once, find_matches, look_up
from recommendations.search.meaning import Meaning, Nearness, cached_nearest, meaning_of, nearest
from recommendations.search.ordering import PagePosition, candidates, newest, position_after, scores
from recommendations.search.query import FACETS, PAGE_SIZE, RELEVANCE, SearchQuery
from recommendations.search.rows import EntryRow, Row, rows_of
from recommendations.search.syntax import Node
from recommendations.search.understanding import Understanding, understand
from recommendations.text.sentences import Passage


@dataclass(frozen=True, slots=True)
class Hit:
    """A recommendation or paragraph in a result, with its text as HTML (escaped and highlighted).

    ``marks`` are the highlighted passages of the row's text. ``by_meaning`` is true if it does not contain the words
    searched for. ``facets`` are pairs of facet and value.
    """

    row: Recommendation | Paragraph
    text: SafeString
    facets: tuple[tuple[str, str], ...] = ()
    marks: tuple[Passage, ...] = ()
    by_meaning: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """The result of a search.

    ``counts`` are facet -> value -> number, without zeros; ``values`` are facet -> all values in the index of
    ``generation``. ``without`` counts the result without each filtered facet, and under "" without any. ``compared`` is
    the number of entries ranked, if not all. ``end`` is where the page ends, None at the end of the result.
    ``order_changed`` is true if the order changed since the last page. Unless ``is_complete``, the index is being
    rebuilt.
    """

    query: SearchQuery
    understood: Understanding
    total: int
    counts: Counts
    hits: list[Hit]
    by_meaning: int = 0
    compared: int | None = None
    end: PagePosition | None = None
    order_changed: bool = False
    values: Mapping[str, Sequence[str]] = field(default_factory=dict)
    without: Mapping[str, int] = field(default_factory=dict)
    generation: int = 0
    is_complete: bool = True


@dataclass(frozen=True)
class SearchMatches:
    """The matches of a search in one snapshot of the index, before any row is loaded."""

    query: SearchQuery
    understood: Understanding
    meaning: Meaning
    matches: Matches

    @property
    def total(self) -> int:
        return len(self.matches.filtered)

    @property
    def is_ranked(self) -> bool:
        return self.understood.tree is not None and self.query.order == RELEVANCE

    def page(self, start: int, stop: int) -> tuple[list[int], int | None]:
        """Return the entry numbers from position ``start`` to ``stop`` (exclusive), and the number of entries ranked by
        relevance, or None if all were."""
        return _page(self.query, self.understood, self.matches, self.meaning, start, stop)

    def result(self, **of_a_page: Any) -> Result:
        """Return the result with its counts, and the given fields of a page."""
        matches = self.matches
        return Result(
            query=self.query,
            understood=self.understood,
            total=self.total,
            counts=facet_counts(matches, self.query.facets),
            by_meaning=len(matches.filtered - matches.by_words),
            values=matches.snapshot.values,
            without=_without(self.understood, matches),
            generation=matches.snapshot.generation,
            is_complete=matches.snapshot.is_complete,
            **{"hits": [], **of_a_page},
        )


def find(query: SearchQuery) -> SearchMatches:
    """Interpret a query and find its matches."""
    understood = understand(query)
    meaning, looked_up = _near(query.scope, understood)
    matches = find_matches(
        looked_up, understood.choices, related=meaning.related_entries, more_facets=understood.more_facets
    )
    return SearchMatches(query, understood, meaning, matches)


def _near(scope: str, understood: Understanding) -> tuple[Meaning, LookedUp]:
    """Return the meaning of the words, and the index entries for them, from the same generation of the index."""
    if not understood.by_meaning:
        return Meaning(), look_up(scope, understood.tree, documents=understood.documents)
    near = cached_nearest(scope, understood.by_meaning) or nearest(scope, understood.by_meaning)
    while True:
        looked_up = look_up(scope, understood.tree, documents=understood.documents, more_terms=near.terms)
        if near.generation == looked_up.snapshot.generation:
            return meaning_of(near, looked_up), looked_up
        near = nearest(scope, understood.by_meaning)  # the index has changed


def search(
    query: SearchQuery, *, size: int = PAGE_SIZE, after: PagePosition | None = None, details: bool = True
) -> Result:
    """Return the result of a query: its counts and the hits of its page, at one moment of the index.

    Without ``details``, rows come with document and meeting only. The page is that of the query, or follows ``after``.
    By date, entries added meanwhile do not shift the pages; by relevance they may, and ``order_changed`` is then true.
    """
    found = find(query)
    matches = found.matches
    if after is None:
        start = (query.page - 1) * size
    else:
        start = after.position if found.is_ranked else position_after(matches.snapshot, matches.filtered, after)
    page, compared = found.page(start, start + size)
    return found.result(
        hits=_hits(_entries(query.scope, page, details), found.understood, matches, found.meaning.nearness),
        compared=compared,
        end=_end(matches, page, start),
        order_changed=found.is_ranked and after is not None and after.generation != matches.snapshot.generation,
    )


def _without(understood: Understanding, matches: Matches) -> dict[str, int]:
    without = {facet: len(matches.without_facet[facet]) for facet, chosen in understood.choices.items() if chosen}
    if not matches.filtered:
        without[""] = len(each_place_once(matches.snapshot, matches.candidates))
    return without


def total_elsewhere(result: Result, query: SearchQuery) -> int:
    """Return the number of entries with the words of a result in the scope and under the filters of another query."""
    understood = result.understood
    dropped = [facet for facet in FACETS if result.query.chosen(facet) and not query.chosen(facet)]
    choices = {facet: values for facet, values in understood.choices.items() if facet not in dropped}
    looked_up = look_up(query.scope, understood.tree, documents=understood.documents)
    return len(find_matches(looked_up, choices).filtered)


def _end(matches: Matches, page: Sequence[int], start: int) -> PagePosition | None:
    position = start + len(page)
    if not page or position >= len(matches.filtered):
        return None
    return PagePosition(matches.snapshot.generation, position, int(matches.snapshot.days[page[-1]]), page[-1])


def _page(
    query: SearchQuery,
    understood: Understanding,
    matches: Matches,
    meaning: Meaning,
    start: int,
    stop: int,
) -> tuple[list[int], int | None]:
    """Return entry numbers and the number ranked, as :meth:`SearchMatches.page` does."""
    if understood.tree is None or query.order != RELEVANCE:
        return newest(matches.snapshot, matches.filtered, start, stop), None
    window = candidates(matches, matches.filtered, understood.tree, meaning)
    ranked = _ranked(query.scope, matches, understood.tree, understood.topics, window, meaning)
    page = ranked[start:stop]
    if stop > len(ranked):
        unranked = matches.filtered - window
        page += newest(matches.snapshot, unranked, max(0, start - len(ranked)), stop - len(ranked))
    return page, None if len(window) == len(matches.filtered) else len(window)


def _ranked(
    scope: str, matches: Matches, tree: Node, topics: Sequence[str], window: BitMap, meaning: Meaning
) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT number, language, words FROM recommendations_searchentry"
            " WHERE scope = %s AND number = ANY(%s::bigint[])",
            [scope, as_array(window)],
        )
        relevance = scores(matches, tree, topics, cursor.fetchall(), meaning)
    days = matches.snapshot.days
    return sorted(relevance, key=lambda number: (-relevance[number], -int(days[number]), number))


def _entries(scope: str, page: Sequence[int], details: bool) -> list[tuple[EntryRow, Row]]:
    """Return the entries with these numbers and their rows, in order."""
    entries = rows_of(scope, page)
    if details:
        add_details(row for _entry, row in entries if isinstance(row, Recommendation))
    return entries


def _hits(
    entries: Iterable[tuple[EntryRow, Row]],
    understood: Understanding,
    matches: Matches,
    near: Mapping[int, Nearness],
) -> list[Hit]:
    tree = understood.tree
    finder = cache(partial(Finder, tree, matches.stems)) if tree else None
    return [_hit(row, entry, finder, matches, near) for entry, row in entries]


def _hit(
    row: Row,
    entry: EntryRow,
    finder: Callable[[str], Finder] | None,
    matches: Matches,
    near: Mapping[int, Nearness],
) -> Hit:
    """Return the hit for an entry. ``finder`` returns the word finder for a language; it is None without words."""
    facets = tuple(map(facet_of, entry.facets))
    if entry.number not in matches.by_words:
        passage = near[entry.number].passage
        return Hit(row, marked_passage(row.text, passage), facets, (passage,), by_meaning=True)
    if finder is None:
        return Hit(row, mark_up(row.text), facets)
    marks = finder(entry.language).found_in(row.text, entry.words)
    return Hit(row, marked(row.text, marks), facets, marks)


TOTAL = "total"

Counts = dict[str, dict[str, int]]


def count_facets(query: SearchQuery) -> Counts:
    """Return facet -> value -> number of entries, for a query searched without meaning. Zeros are left out.

    Values are those of :class:`~recommendations.search.query.SearchQuery`; a parent's value (an instrument, a body, a
    topic with sub-topics) counts each entry once. Under :data:`TOTAL`, the value "" counts the result.
    """
    understood = understand(query)
    looked_up = look_up(query.scope, understood.tree, documents=understood.documents)
    matches = find_matches(looked_up, understood.choices, more_facets=understood.more_facets)
    return facet_counts(matches, query.facets)


def count_documents(documents: Iterable[int]) -> dict[int, int]:
    """Return document key -> number of recommendations that a search limited to it finds."""
    terms = {key: facet_term("document", str(key)) for key in documents}
    snapshot, sets = read_index(SearchScope.RECOMMENDATIONS, terms.values())
    entries = {key: sets.get(term, BitMap()) & snapshot.living for key, term in terms.items()}
    return {key: len(each_place_once(snapshot, numbers)) for key, numbers in entries.items()}


def facet_counts(matches: Matches, facets: Iterable[str] = FACETS) -> Counts:
    """Return the counts of the matches by facet."""
    wanted = list(facets)
    counts = matches.snapshot.counts(
        matches.filtered, [facet for facet in wanted if facet not in matches.without_facet]
    )
    for facet in wanted:
        if facet in matches.without_facet:
            counts |= matches.snapshot.counts(matches.without_facet[facet], [facet])
    total: Counts = {TOTAL: {"": len(matches.filtered)} if matches.filtered else {}}
    return total | {facet: counts[facet] for facet in wanted}
