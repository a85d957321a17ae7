"""The index at one moment, kept in memory and brought up to date before each use.

The sets of the facets' values and what is known of every number stay in memory (some tens of megabytes at a million
entries); the sets of words are fetched for each search. All of it belongs to one generation of the index.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from django.db import connection
from psycopg.pq import Format
from pyroaring import BitMap

from recommendations.index import ANALYSIS
from recommendations.index.sets import (
    CHUNK,
    NONE,
    EntryValues,
    count_values,
    days_in,
    join_chunks,
    twins_in,
    union,
    unpacked,
    values_by_number,
)
from recommendations.index.terms import facet_of
from recommendations.models import SearchScope

_LOOKED_UP = 10  # entries whose look-up takes as long as intersecting two sets
_EMPTY = BitMap()

Sets = Mapping[str, BitMap]


@dataclass(frozen=True)
class Snapshot:
    """One generation of one index. ``facets``: facet -> value -> numbers, those that are gone among them.

    ``living`` are the numbers of entries; ``days`` and ``twins`` hold a 32-bit integer for each number, which means
    something for those that live. ``followers`` are the living entries of versions that do not lead, where the leading
    one has the same place. ``is_whole`` says that no document is missing. ``by_number`` are the facets' values of each
    number, by the places that they have in ``places`` (facet -> value -> place).
    """

    generation: int
    is_whole: bool = False
    facets: dict[str, dict[str, BitMap]] = field(default_factory=dict)
    living: BitMap = _EMPTY
    days: np.ndarray = field(default_factory=lambda: np.empty(0, dtype="<i4"))
    twins: np.ndarray = field(default_factory=lambda: np.empty(0, dtype="<i4"))
    followers: BitMap = _EMPTY
    places: dict[str, dict[str, int]] = field(default_factory=dict)
    by_number: EntryValues = NONE

    def value(self, facet: str, value: str) -> BitMap:
        """The entries of a facet's value; none where there is no such value."""
        return self.facets.get(facet, {}).get(value, _EMPTY)

    def beside(self, facets: Mapping[str, Sets]) -> Snapshot:
        """The same with facets that the index does not hold: facet -> value -> numbers. All their values count as
        values that something has."""
        if not facets:
            return self
        return replace(self, facets={**self.facets, **{facet: dict(sets) for facet, sets in facets.items()}})

    def counts(self, numbers: BitMap, facets: Collection[str]) -> dict[str, dict[str, int]]:
        """Facet -> value -> how many of these living numbers have it; values that none has are left out."""
        known = [facet for facet in facets if facet in self.places]
        found: dict[str, Iterable[tuple[str, int]]] = {facet: self._by_sets(facet, numbers) for facet in facets}
        if len(numbers) < _LOOKED_UP * len(self.days) / CHUNK * sum(len(self.facets[facet]) for facet in known):
            often = count_values(self.by_number, numbers, sum(map(len, self.places.values())))
            found |= {facet: ((value, often[place]) for value, place in self.places[facet].items()) for facet in known}
        return {facet: {value: number for value, number in pairs if number} for facet, pairs in found.items()}

    def _by_sets(self, facet: str, numbers: BitMap) -> Iterator[tuple[str, int]]:
        return ((value, numbers.intersection_cardinality(own)) for value, own in self.facets.get(facet, {}).items())

    @property
    def languages(self) -> list[str]:
        return sorted(self.facets.get("language", {}))

    @cached_property
    def values(self) -> dict[str, list[str]]:
        """Facet -> all values that a living entry has; all of them where the index does not hold the facet."""
        held = self.places
        return {
            facet: [value for value, numbers in sets.items() if facet not in held or numbers.intersect(self.living)]
            for facet, sets in self.facets.items()
        }

    @cached_property
    def newest(self) -> np.ndarray:
        """The living numbers, the newest first; those of one day in the order in which they were given."""
        own = np.array(self.living.to_array(), dtype=np.uint32)
        order: np.ndarray = own[np.argsort(-self.days[own].astype(np.int64), kind="stable")]
        return order


@dataclass(frozen=True, slots=True)
class _Chunk:
    living: BitMap
    days: np.ndarray
    twins: np.ndarray
    followers: BitMap


class _Holder:
    """The snapshot of a scope that this process last used, and what it was put together from."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.snapshot = Snapshot(generation=-1)
        self.chunks: dict[int, _Chunk] = {}
        self.parts: dict[tuple[str, str], dict[int, BitMap]] = defaultdict(dict)
        self.places: dict[tuple[str, str], int] = {}
        self.by_number: dict[int, EntryValues] = {}


class _Read(NamedTuple):
    """What the database said at one moment: the index's state, what changed since a generation, the sets of terms.

    ``since`` is the generation that was asked for; -1 where that never came to be, or is forgotten: all is read then.
    """

    generation: int
    since: int
    is_whole: bool
    chunks: dict[int, _Chunk]
    facets: dict[tuple[str, str], dict[int, BitMap]]
    sets: dict[str, BitMap]


_NOTHING_KNOWN = -1
_holders = {scope: _Holder() for scope in SearchScope.values}


def languages_of(scope: str) -> list[str]:
    """The languages of the texts in an index, as this process last knew it."""
    return _holders[scope].snapshot.languages


def read_index(
    scope: str, terms: Iterable[str] = (), prefixes: Iterable[str] = ()
) -> tuple[Snapshot, dict[str, BitMap]]:
    """The index of a scope now, and the sets of some terms; those of a prefix are one set, under the prefix and "*".

    All is of one generation: it is asked for in one statement, with what changed since this process last asked.
    """
    holder = _holders[scope]
    wanted, beginnings = list(terms), list(prefixes)
    since = holder.snapshot.generation
    while True:
        read = _read(scope, since, wanted, beginnings)
        with holder.lock:
            if holder.snapshot.generation == read.generation:
                return holder.snapshot, read.sets
            if read.since in (holder.snapshot.generation, _NOTHING_KNOWN):
                _bring_up_to_date(holder, read)
                return holder.snapshot, read.sets
            since = holder.snapshot.generation  # another thread was quicker: what was read here is older, or newer


_STATE = (
    "WITH known AS (SELECT coalesce(max(generation), -1) AS since"
    " FROM recommendations_searchchange WHERE generation = %(since)s)"
    " SELECT 'state', '', 0, NULL::bytea, NULL::bytea, NULL::bytea, generation, (SELECT since FROM known), analysis"
    " FROM recommendations_searchstate WHERE scope = %(scope)s"
    " UNION ALL SELECT 'chunk', '', chunk, living, days, twins, 0, 0, 0"
    " FROM recommendations_searchchunk WHERE scope = %(scope)s AND changed > (SELECT since FROM known)"
    " UNION ALL SELECT 'facet', term, chunk, numbers, NULL, NULL, 0, 0, 0"
    " FROM recommendations_searchterm"
    " WHERE scope = %(scope)s AND facet AND changed > (SELECT since FROM known)"
)
_TERMS = (
    " UNION ALL SELECT 'term', term, chunk, numbers, NULL, NULL, 0, 0, 0"
    " FROM recommendations_searchterm WHERE scope = %(scope)s AND term = ANY(%(terms)s)"
)
_PREFIX = (
    " UNION ALL SELECT 'term', %(prefix{0})s || '*', chunk, numbers, NULL, NULL, 0, 0, 0"
    " FROM recommendations_searchterm WHERE scope = %(scope)s AND term >= %(prefix{0})s AND term < %(end{0})s"
)


def _read(scope: str, since: int, terms: list[str], prefixes: list[str]) -> _Read:
    statement = _STATE + (_TERMS if terms else "")
    values: dict[str, Any] = {"scope": scope, "since": since, "terms": terms}
    for place, prefix in enumerate(prefixes):
        statement += _PREFIX.format(place)
        values |= {f"prefix{place}": prefix, f"end{place}": prefix + "\U0010ffff"}
    chunks: dict[int, _Chunk] = {}
    facets: dict[tuple[str, str], dict[int, BitMap]] = defaultdict(dict)
    parts: dict[str, list[BitMap]] = defaultdict(list)
    generation, known, analysis = 0, _NOTHING_KNOWN, 0
    with connection.cursor() as cursor:
        cursor.cursor.format = Format.BINARY  # the sets as they are: as text they are twice as long
        cursor.execute(statement, values)
        for kind, term, chunk, first, second, third, *state in cursor.fetchall():
            if kind == "term":
                parts[term].append(unpacked(first))
            elif kind == "facet":
                facets[facet_of(term)][chunk] = unpacked(first)
            elif kind == "chunk":
                chunks[chunk] = _chunk(chunk, unpacked(first), days_in(bytes(second)), twins_in(chunk, bytes(third)))
            else:
                generation, known, analysis = state
    sets = {term: union(some) for term, some in parts.items()}
    return _Read(generation, known, analysis == ANALYSIS, chunks, facets, sets)


def _chunk(chunk: int, living: BitMap, days: np.ndarray, twins: np.ndarray) -> _Chunk:
    first = chunk * CHUNK
    following = np.flatnonzero(twins != np.arange(first, first + CHUNK, dtype="<i4")) + first
    return _Chunk(living, days, twins, BitMap(following.astype(np.uint32)) & living)


def _bring_up_to_date(holder: _Holder, read: _Read) -> None:
    """Put a new snapshot together; what did not change is shared with the one before."""
    whole = read.since == _NOTHING_KNOWN
    if whole:
        holder.chunks, holder.parts, holder.places, holder.by_number = {}, defaultdict(dict), {}, {}
    facets = {} if whole else {facet: dict(values) for facet, values in holder.snapshot.facets.items()}
    holder.chunks.update(read.chunks)
    for (facet, value), parts in read.facets.items():
        holder.parts[facet, value].update(parts)
        facets.setdefault(facet, {})[value] = union(holder.parts[facet, value].values())
        holder.places.setdefault((facet, value), len(holder.places))
    for chunk in {chunk for parts in read.facets.values() for chunk in parts}:
        own = ((holder.places[key], parts[chunk]) for key, parts in holder.parts.items() if chunk in parts)
        holder.by_number[chunk] = values_by_number(own)
    chunks = holder.chunks
    holder.snapshot = Snapshot(
        generation=read.generation,
        is_whole=read.is_whole,
        facets=facets,
        living=union(chunk.living for chunk in chunks.values()),
        days=_column({number: chunk.days for number, chunk in chunks.items()}),
        twins=_column({number: chunk.twins for number, chunk in chunks.items()}),
        followers=union(chunk.followers for chunk in chunks.values()),
        places={facet: {value: holder.places[facet, value] for value in values} for facet, values in facets.items()},
        by_number=join_chunks(holder.by_number),
    )


def _column(chunks: Mapping[int, np.ndarray]) -> np.ndarray:
    """The columns of chunks as one. Where a chunk is gone nothing is written, so that it takes no memory."""
    column = np.zeros((max(chunks) + 1) * CHUNK if chunks else 0, dtype="<i4")
    for chunk, values in chunks.items():
        column[chunk * CHUNK : (chunk + 1) * CHUNK] = values
    return column
