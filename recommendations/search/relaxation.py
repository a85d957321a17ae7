"""What a search brings with one of its words less: the way on where nothing holds them all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce

from pyroaring import BitMap

from recommendations.index.sets import union
from recommendations.search.articles import without
from recommendations.search.matching import each_place_once, find_matches, look_up
from recommendations.search.nodes import AllOf, AnyOf, InDocuments, Node, Prefix
from recommendations.search.query import SearchQuery
from recommendations.search.resources import article_reader
from recommendations.search.syntax import Part, parts
from recommendations.search.understanding import understand

MOST = 6
"""So many of the words are left out, each by itself."""


@dataclass(frozen=True, slots=True)
class FewerWords:
    """A search without ``left_out``, and how many entries hold the words that are left, under the same choices."""

    left_out: str
    query: SearchQuery
    total: int


def fewer_words(query: SearchQuery) -> list[FewerWords]:
    """A query with each of its words left out, as far as that brings anything; what brings most first."""
    articles = [] if query.as_typed else article_reader().read(query.words)
    units = _units(parts(without(query.words, articles)))
    if len(units) < 2:
        return []
    named = tuple(dict.fromkeys((*query.article, *(value for one in articles for value in one.values))))
    shorter = [
        (unit, query.changed(words=" ".join(other for other in units if other is not unit), article=named))
        for unit in units[:MOST]
    ]
    totals = _totals([other for _unit, other in shorter])
    found = [FewerWords(unit, other, total) for (unit, other), total in zip(shorter, totals, strict=True) if total]
    return sorted(found, key=lambda one: -one.total)


def _units(found: Sequence[Part]) -> list[str]:
    """What was typed, each thing by itself, and what "OR" joins as one."""
    units: list[str] = []
    for part in found:
        typed = f'"{part.typed}"' if part.quoted else part.typed
        if isinstance(part.node, Prefix) or (isinstance(part.node, AllOf) and isinstance(part.node.parts[-1], Prefix)):
            typed += "*"
        typed = f"-{typed}" if part.refused else typed
        if part.widens and units:
            units[-1] += f" OR {typed}"
        else:
            units.append(typed)
    return units


def _totals(queries: Sequence[SearchQuery]) -> list[int]:
    """How many entries hold the words of each of some queries that share their choices; the index is read once."""
    understood = [understand(query) for query in queries]
    trees = [_narrowed(one.asked, one.documents) for one in understood]
    asked = [tree for tree in trees if tree is not None]
    held: list[BitMap] = []

    def hold(_asked: Node, holding: Callable[[Node], BitMap]) -> BitMap:
        held.extend(holding(tree) for tree in asked)
        return BitMap()

    looked_up = look_up(queries[0].scope, AnyOf(tuple(asked)))
    matches = find_matches(looked_up, {}, besides=hold, more_facets=queries[0].more_facets)
    snapshot = matches.snapshot
    chosen = [
        union(snapshot.value(facet, value) for value in values)
        for facet, values in understood[0].choices.items()
        if values
    ]
    by_tree = iter(held)
    totals = []
    for tree in trees:
        holding = snapshot.living if tree is None else next(by_tree) & snapshot.living
        found = reduce(BitMap.__and__, chosen, holding)
        totals.append(len(found if understood[0].choices["language"] else each_place_once(snapshot, found)))
    return totals


def _narrowed(asked: Node | None, documents: tuple[int, ...] | None) -> Node | None:
    own = [node for node in (asked, None if documents is None else InDocuments(documents)) if node is not None]
    return AllOf(tuple(own)) if len(own) > 1 else (own[0] if own else None)
