"""How many entries each value of each facet would bring.

A facet is counted under the words and the choices of every other facet, but not under its own: its values widen one
another. The sets of the index (:mod:`recommendations.index`) are cut with one another; nothing is estimated.
"""

from __future__ import annotations

from collections.abc import Iterable

from pyroaring import BitMap

from recommendations.index.snapshot import read_index
from recommendations.index.terms import facet_term
from recommendations.models import SearchScope
from recommendations.search.matching import Matches, each_place_once, find_matches, look_up
from recommendations.search.query import FACETS, SearchQuery
from recommendations.search.understanding import understand

TOTAL = "total"

Counts = dict[str, dict[str, int]]


def count_facets(query: SearchQuery) -> Counts:
    """Facet -> value -> number of entries, of a query whose meaning is not searched. Values with none are absent.

    Values are those of :class:`~recommendations.search.query.SearchQuery`; a parent's value (an instrument, a body, a
    topic with sub-topics) counts each entry once. Under :data:`TOTAL`, the value "" counts the result.
    """
    understood = understand(query)
    found = look_up(query.scope, understood.asked, documents=understood.documents)
    matches = find_matches(found, understood.choices, more_facets=understood.more_facets)
    return facet_counts(matches, query.facets)


def count_documents(documents: Iterable[int]) -> dict[int, int]:
    """Key of a document -> number of recommendations that a search narrowed to it brings."""
    terms = {key: facet_term("document", str(key)) for key in documents}
    snapshot, sets = read_index(SearchScope.RECOMMENDATIONS, terms.values())
    own = {key: sets.get(term, BitMap()) & snapshot.living for key, term in terms.items()}
    return {key: len(each_place_once(snapshot, numbers)) for key, numbers in own.items()}


def facet_counts(matches: Matches, facets: Iterable[str] = FACETS) -> Counts:
    """The counts of what was found, by facets."""
    wanted = list(facets)
    found = matches.snapshot.counts(matches.whole, [facet for facet in wanted if facet not in matches.but_for])
    for facet in wanted:
        if facet in matches.but_for:
            found |= matches.snapshot.counts(matches.but_for[facet], [facet])
    total: Counts = {TOTAL: {"": len(matches.whole)} if matches.whole else {}}
    return total | {facet: found[facet] for facet in wanted}
