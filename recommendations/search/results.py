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
from recommendations.search.marking import marked, marked_passage
from recommendations.search.matching import Matches, find_matches
from recommendations.search.meaning import Nearness, near_in_meaning
from recommendations.search.nodes import Node
from recommendations.search.ordering import newest
from recommendations.search.query import PAGE_SIZE, RELEVANCE, SearchQuery
from recommendations.search.relevance import candidates, scores
from recommendations.search.understanding import Understanding, understand


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry of a result: a recommendation, or a paragraph, with its text as HTML (escaped, with marks).

    ``by_meaning`` says that it does not hold the words that were asked for.
    """

    row: Recommendation | Paragraph
    text: SafeString
    by_meaning: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """What a search brings. ``counts`` are facet -> value -> number; values with none are absent.

    ``compared`` is how many were compared for relevance, where that is not all of them.
    """

    query: SearchQuery
    understood: Understanding
    total: int
    counts: Counts
    hits: list[Hit]
    by_meaning: int = 0
    compared: int | None = None


def search(query: SearchQuery, *, size: int = PAGE_SIZE) -> Result:
    """The result of a query: its counts and the hits of its page, all of one moment of the index."""
    understood = understand(query)
    near = near_in_meaning(query.scope, understood.by_meaning) if understood.by_meaning else {}
    matches = find_matches(
        query.scope, understood.asked, understood.choices, documents=understood.documents, besides=near
    )
    page, compared = _page(query, understood, matches, near, size)
    return Result(
        query=query,
        understood=understood,
        total=len(matches.whole),
        counts=counted(matches),
        hits=_hits(query, understood, matches, near, page),
        by_meaning=len(matches.whole - matches.by_words),
        compared=compared,
    )


def _page(
    query: SearchQuery, understood: Understanding, matches: Matches, near: Mapping[int, Nearness], size: int
) -> tuple[list[int], int | None]:
    """The numbers on the query's page, and how many were compared where not all were."""
    start, stop = (query.page - 1) * size, query.page * size
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
    entries = SearchEntry.objects.filter(scope=scope, number__in=list(window)).only("number", "language", "words")
    found = scores(matches, asked, entries)
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
        return Hit(row, marked_passage(row.text, near[entry.number].passage), by_meaning=True)
    if understood.asked is None:
        return Hit(row, marked_up(row.text))
    return Hit(row, marked(row.text, entry.words, understood.asked, matches.stems, entry.language))
