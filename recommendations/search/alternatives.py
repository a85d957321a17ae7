"""Suggest searches with one fewer word."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce

from pyroaring import BitMap

from recommendations.index.sets import union
from recommendations.search.articles import blank_out
from recommendations.search.matching import find_matches, keep_one_per_place, look_up
from recommendations.search.query import SearchQuery
from recommendations.search.resources import article_reader
from recommendations.search.syntax import AllOf, AnyOf, InDocuments, Node, Prefix, TypedPart, split_query
from recommendations.search.understanding import understand

MAX_ALTERNATIVES = 6  # searches with one fewer word


@dataclass(frozen=True, slots=True)
class FewerWords:
    """A search without ``left_out``, and the number of entries it finds under the same filters."""

    left_out: str
    query: SearchQuery
    total: int


def fewer_words(query: SearchQuery) -> list[FewerWords]:
    """Return the searches with one word left out that have results, those with the most first."""
    articles = [] if query.as_typed else article_reader().read(query.words)
    units = _units(split_query(blank_out(query.words, articles)))
    if len(units) < 2:
        return []
    cited = tuple(dict.fromkeys((*query.article, *(value for article in articles for value in article.values))))
    shorter = [
        (unit, query.changed(words=" ".join(other for other in units if other is not unit), article=cited))
        for unit in units[:MAX_ALTERNATIVES]
    ]
    totals = _totals([changed for _unit, changed in shorter])
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


def _totals(queries: Sequence[SearchQuery]) -> list[int]:
    """Return the number of entries each query finds. The queries share their filters; the index is read once."""
    understood = [understand(query.changed(spelling=False)) for query in queries]
    trees = [_limit_to_documents(item.tree, item.documents) for item in understood]
    searched_trees = [tree for tree in trees if tree is not None]
    matching: list[BitMap] = []

    def collect(_tree: Node, find: Callable[[Node], BitMap]) -> BitMap:
        matching.extend(find(tree) for tree in searched_trees)
        return BitMap()

    lookup = look_up(queries[0].scope, AnyOf(tuple(searched_trees)))
    matches = find_matches(lookup, {}, related=collect, more_facets=queries[0].more_facets)
    snapshot = matches.snapshot
    selected = [
        union(snapshot.value(facet, value) for value in values)
        for facet, values in understood[0].choices.items()
        if values
    ]
    by_tree = iter(matching)
    totals = []
    for tree in trees:
        candidates = snapshot.live if tree is None else next(by_tree) & snapshot.live
        entries = reduce(BitMap.__and__, selected, candidates)
        totals.append(len(entries if understood[0].choices["language"] else keep_one_per_place(snapshot, entries)))
    return totals


def _limit_to_documents(words: Node | None, documents: tuple[int, ...] | None) -> Node | None:
    conditions = [node for node in (words, None if documents is None else InDocuments(documents)) if node is not None]
    return AllOf(tuple(conditions)) if len(conditions) > 1 else (conditions[0] if conditions else None)
