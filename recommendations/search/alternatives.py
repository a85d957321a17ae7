"""Suggest searches with one fewer word."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce

from pyroaring import BitMap

from recommendations.index.sets import union
from recommendations.search.articles import blank_out
from recommendations.search.matching import find_matches, look_up
from recommendations.search.query import SearchQuery
from recommendations.search.syntax import AllOf, AnyOf, InDocuments, Node, Prefix, TypedPart, split_query
from recommendations.search.understanding import recognized_spans, understand

MAX_ALTERNATIVES = 6  # searches with one fewer word


@dataclass(frozen=True, slots=True)
class FewerWords:
    """A search without ``left_out``, and the number of entries it finds under the same filters."""

    left_out: str
    query: SearchQuery
    total: int


def fewer_words(query: SearchQuery) -> list[FewerWords]:
    """Return the searches that leave out one word, or one article, filter or label that the words name. Searches
    without results are omitted; the search with the most results comes first."""
    recognized = [] if query.as_typed else recognized_spans(query.words, query.scope)
    named = [query.words[span.start : span.end].strip() for span in recognized]
    units = [*_units(split_query(blank_out(query.words, recognized))), *named]
    if len(units) < 2:
        return []
    shorter = [
        (unit, query.changed(words=" ".join(other for other in units if other is not unit)))
        for unit in (*named, *units)[:MAX_ALTERNATIVES]
    ]
    shorter = list({changed.words: (unit, changed) for unit, changed in shorter}.values())
    totals = totals_of([changed for _unit, changed in shorter])
    useful = [FewerWords(unit, changed, total) for (unit, changed), total in zip(shorter, totals, strict=True) if total]
    return sorted(useful, key=lambda result: -result.total)


def _units(typed_parts: Sequence[TypedPart]) -> list[str]:
    """Return each typed part as text; parts joined by "OR" are one unit."""
    units: list[str] = []
    for part in typed_parts:
        typed = f'"{part.typed}"' if part.is_quoted else part.typed
        if isinstance(part.node, Prefix) or (isinstance(part.node, AllOf) and isinstance(part.node.parts[-1], Prefix)):
            typed += "*"
        typed = f"-{typed}" if part.is_excluded else typed
        if part.is_alternative and units:
            units[-1] += f" OR {typed}"
        else:
            units.append(typed)
    return units


def totals_of(queries: Sequence[SearchQuery]) -> list[int]:
    """Return for each query the number of hits that contain its words and meet its filters. All queries must have the
    same scope; the index is read once."""
    understood = [understand(query.changed(spelling=False)) for query in queries]
    trees = [_limit_to_documents(item.tree, item.documents) for item in understood]
    searched_trees = [tree for tree in trees if tree is not None]
    matching: list[BitMap] = []

    def collect(_tree: Node, find: Callable[[Node], BitMap], _by_words: BitMap) -> tuple[BitMap, BitMap]:
        matching.extend(find(tree) for tree in searched_trees)
        return BitMap(), BitMap()

    lookup = look_up(queries[0].scope, AnyOf(tuple(searched_trees)))
    matches = find_matches(lookup, {}, folds=queries[0].folds, judge=collect, more_facets=queries[0].more_facets)
    snapshot = matches.snapshot
    by_tree = iter(matching)
    totals = []
    for tree, item in zip(trees, understood, strict=True):
        candidates = snapshot.live if tree is None else next(by_tree) & snapshot.live
        selected = [
            union(snapshot.value(facet, value) for value in values) for facet, values in item.choices.items() if values
        ]
        entries = reduce(BitMap.__and__, selected, candidates)
        totals.append(matches.count(entries))
    return totals


def _limit_to_documents(words: Node | None, documents: tuple[int, ...] | None) -> Node | None:
    conditions = [node for node in (words, None if documents is None else InDocuments(documents)) if node is not None]
    return AllOf(tuple(conditions)) if len(conditions) > 1 else (conditions[0] if conditions else None)
