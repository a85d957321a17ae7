"""The result of a search: the one door for pages, API, feeds and exports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from pyroaring import BitMap

from documents.markup import marked_up
from documents.models import Paragraph
from recommendations.facets import Counts, counted
from recommendations.models import Recommendation, SearchEntry, SearchScope
from recommendations.queries import paragraphs_with_details, with_details
from recommendations.search.marking import found_in, marked, marked_passage
from recommendations.search.matching import Matches, find_matches
from recommendations.search.meaning import Nearness, near_in_meaning
from recommendations.search.nodes import Node
from recommendations.search.ordering import Place, newest, position_after
from recommendations.search.query import PAGE_SIZE, RELEVANCE, SearchQuery
from recommendations.search.relevance import candidates, scores
from recommendations.search.understanding import Understanding, understand
from recommendations.text.sentences import Passage


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry of a result: a recommendation, or a paragraph, with its text as HTML (escaped, with marks).

    ``marks`` are the places in the row's text that are marked. ``by_meaning`` says that it does not hold the words
    that were asked for.
    """

    row: Recommendation | Paragraph
    text: SafeString
    marks: tuple[Passage, ...] = ()
    by_meaning: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """What a search brings. ``counts`` are facet -> value -> number; values with none are absent.

    ``compared`` is how many were compared for relevance, where that is not all of them. ``end`` is where its page ends,
    None where nothing follows. ``shifted`` says that it was to go on from a place whose order is no longer the same.
    """

    query: SearchQuery
    understood: Understanding
    total: int
    counts: Counts
    hits: list[Hit]
    by_meaning: int = 0
    compared: int | None = None
    end: Place | None = None
    shifted: bool = False


def search(query: SearchQuery, *, size: int = PAGE_SIZE, after: Place | None = None) -> Result:
    """The result of a query: its counts and the hits of its page, all of one moment of the index.

    The page is the query's, or goes on ``after`` a place where another one ended. By date it goes on exactly, whatever
    came in the meantime; by relevance an index that changed has another order, and the result says so.
    """
    understood = understand(query)
    near = near_in_meaning(query.scope, understood.by_meaning) if understood.by_meaning else {}
    matches = find_matches(
        query.scope, understood.asked, understood.choices, documents=understood.documents, besides=near
    )
    ranked = understood.asked is not None and query.order == RELEVANCE
    if after is None:
        start = (query.page - 1) * size
    else:
        start = after.position if ranked else position_after(matches.snapshot, matches.whole, after)
    page, compared = _page(query, understood, matches, near, start, start + size)
    return Result(
        query=query,
        understood=understood,
        total=len(matches.whole),
        counts=counted(matches),
        hits=_hits(query, understood, matches, near, page),
        by_meaning=len(matches.whole - matches.by_words),
        compared=compared,
        end=_end(matches, page, start),
        shifted=ranked and after is not None and after.generation != matches.snapshot.generation,
    )


def _end(matches: Matches, page: Sequence[int], start: int) -> Place | None:
    position = start + len(page)
    if not page or position >= len(matches.whole):
        return None
    return Place(matches.snapshot.generation, position, int(matches.snapshot.days[page[-1]]), page[-1])


def _page(
    query: SearchQuery,
    understood: Understanding,
    matches: Matches,
    near: Mapping[int, Nearness],
    start: int,
    stop: int,
) -> tuple[list[int], int | None]:
    """The numbers from place ``start`` to ``stop`` (exclusive), and how many were compared where not all were."""
    if understood.asked is None or query.order != RELEVANCE:
        return newest(matches.snapshot, matches.whole, start, stop), None
    window = candidates(matches, matches.whole, understood.asked)
    ranked = _ranked(query.scope, matches, understood.asked, window)
    page = ranked[start:stop]
    if stop > len(ranked):
        rest = matches.whole - window
        page += newest(matches.snapshot, rest, max(0, start - len(ranked)), stop - len(ranked))
    return page, None if len(window) == len(matches.whole) else len(window)


def _ranked(scope: str, matches: Matches, asked: Node, window: BitMap) -> list[int]:
    entries = SearchEntry.objects.filter(scope=scope, number__in=list(window))
    compared = entries.values_list("number", "language", "words", named=True)
    found = scores(matches, asked, compared)
    days = matches.snapshot.days
    return sorted(found, key=lambda number: (-found[number], -int(days[number]), number))


def _hits(
    query: SearchQuery, understood: Understanding, matches: Matches, near: Mapping[int, Nearness], page: Sequence[int]
) -> list[Hit]:
    """The entries of these numbers, in their order; one that went in the meantime is left out."""
    entries = SearchEntry.objects.filter(scope=query.scope, number__in=page).defer("facets")
    by_number = {entry.number: entry for entry in entries}
    present = [by_number[number] for number in page if number in by_number]
    of_recommendations = query.scope == SearchScope.RECOMMENDATIONS
    keys = [(entry.recommendation_id or 0) if of_recommendations else entry.paragraph_id for entry in present]
    rows: Mapping[int, Recommendation | Paragraph] = (
        with_details(Recommendation.objects.filter(pk__in=keys)).in_bulk()
        if of_recommendations
        else paragraphs_with_details(Paragraph.objects.filter(pk__in=keys)).in_bulk()
    )
    hits = []
    for key, entry in zip(keys, present, strict=True):
        if key in rows:
            hits.append(_hit(rows[key], entry, understood, matches, near))
    return hits


def _hit(
    row: Recommendation | Paragraph,
    entry: SearchEntry,
    understood: Understanding,
    matches: Matches,
    near: Mapping[int, Nearness],
) -> Hit:
    if entry.number not in matches.by_words:
        passage = near[entry.number].passage
        return Hit(row, marked_passage(row.text, passage), (passage,), by_meaning=True)
    if understood.asked is None:
        return Hit(row, marked_up(row.text))
    marks = found_in(row.text, entry.words, understood.asked, matches.stems, entry.language)
    return Hit(row, marked(row.text, marks), marks)
