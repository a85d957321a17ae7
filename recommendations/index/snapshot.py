"""Snapshots of the index, kept in memory and updated before each use.

The sets of facet values and the data of every number stay in memory (tens of megabytes for a million entries); the sets
of words are fetched for each search. All belong to one generation of the index.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
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
    NO_VALUES,
    EntryValues,
    as_numbers,
    as_set,
    count_values,
    days_in,
    join_chunks,
    numbers_in,
    union,
    unpack,
    values_by_number,
)
from recommendations.index.stages import NO_STAGES, Stages
from recommendations.index.terms import facet_of
from recommendations.models import SearchScope

_LOOKUP_RATIO = 10  # entries that can be looked up in the time it takes to intersect two sets
_UNNUMBERED_FACETS = frozenset({"cited", "subject"})
"""Facets that few searches count. ``by_number`` does not include them, so that other searches need not skip them."""
_EMPTY = BitMap()

Sets = Mapping[str, BitMap]


ADOPTED = ("endorsed", "adopted", "for_endorsement")
"""The statuses of texts that a meeting has adopted."""


@dataclass(frozen=True)
class Snapshot:
    """One generation of an index. ``facets`` are facet -> value -> numbers, including deleted ones.

    ``live`` are the numbers in use; ``days``, ``twins`` and ``heads`` hold a 32-bit integer for each number, valid only
    for live numbers. ``followers`` are live entries that have a twin in the leading version of their document;
    ``stages`` are the stages of recommendations that have several. ``is_complete`` is false while documents are
    missing. ``by_number`` has the facet values of each number, as indexes from ``indexes`` (facet -> value -> index);
    there are ``index_count`` indexes.
    """

    generation: int
    is_complete: bool = False
    facets: dict[str, dict[str, BitMap]] = field(default_factory=dict)
    live: BitMap = _EMPTY
    days: np.ndarray = field(default_factory=lambda: np.empty(0, dtype="<i4"))
    twins: np.ndarray = field(default_factory=lambda: np.empty(0, dtype="<i4"))
    heads: np.ndarray = field(default_factory=lambda: np.empty(0, dtype="<i4"))
    followers: BitMap = _EMPTY
    stages: Stages = NO_STAGES
    indexes: dict[str, dict[str, int]] = field(default_factory=dict)
    index_count: int = 0
    by_number: EntryValues = NO_VALUES

    def value(self, facet: str, value: str) -> BitMap:
        """Return the entries with a facet value, an empty set if the value does not exist."""
        return self.facets.get(facet, {}).get(value, _EMPTY)

    def with_facets(self, facets: Mapping[str, Sets]) -> Snapshot:
        """Return a copy with more facets (facet -> value -> numbers), which replace facets of the same name and also
        appear in :attr:`values`."""
        if not facets:
            return self
        return replace(
            self,
            facets={**self.facets, **{facet: dict(sets) for facet, sets in facets.items()}},
            indexes={facet: values for facet, values in self.indexes.items() if facet not in facets},
        )

    def counts(
        self, numbers: BitMap, facets: Collection[str], repeated: np.ndarray | None = None
    ) -> dict[str, dict[str, int]]:
        """Return facet -> value -> count: how many of these live numbers have the value. Counts of zero are omitted.

        ``repeated`` are to be subtracted from the counts, by the index of the value; then all facets must have indexes.
        """
        counts: dict[str, dict[str, int]] = {facet: {} for facet in facets}
        indexed = {facet for facet in facets if facet in self.indexes}
        if len(numbers) >= _LOOKUP_RATIO * len(self.days) / CHUNK * sum(len(self.facets[facet]) for facet in indexed):
            indexed = set()
        for facet in counts.keys() - indexed:
            sets = self.facets.get(facet, {}).items()
            totals = ((value, numbers.intersection_cardinality(group)) for value, group in sets)
            if repeated is not None:
                less, indexes = repeated.tolist(), self.indexes[facet]
                totals = ((value, total - less[indexes[value]]) for value, total in totals)
            counts[facet] = {value: total for value, total in totals if total}
        if indexed:
            by_index = count_values(self.by_number, as_numbers(numbers), self.index_count)
            by_index = by_index if repeated is None else by_index - repeated
            present = np.flatnonzero(by_index)
            for index, total in zip(present.tolist(), by_index[present].tolist(), strict=True):
                facet, value = self.indexed_values.get(index, ("", ""))
                if facet in indexed:
                    counts[facet][value] = total
        return counts

    @cached_property
    def indexed_values(self) -> dict[int, tuple[str, str]]:
        """A map from the index of a value to its facet and the value."""
        return {index: (facet, value) for facet, values in self.indexes.items() for value, index in values.items()}

    @property
    def languages(self) -> list[str]:
        return sorted(self.facets.get("language", {}))

    @cached_property
    def values(self) -> dict[str, list[str]]:
        """Facet -> values of live entries, or all values if the facet is not in the index."""
        indexed = self.indexes
        return {
            facet: [value for value, numbers in sets.items() if facet not in indexed or numbers.intersect(self.live)]
            for facet, sets in self.facets.items()
        }

    @cached_property
    def not_cited(self) -> dict[str, BitMap]:
        """Article -> the recommendations that relate to it without citing it."""
        cited = self.facets.get("cited", {})
        return {value: numbers - cited.get(value, _EMPTY) for value, numbers in self.facets.get("article", {}).items()}

    @cached_property
    def newest(self) -> np.ndarray:
        """The live numbers, newest first, and within a day in ascending order."""
        members = as_numbers(self.live)
        order: np.ndarray = members[np.argsort(-self.days[members].astype(np.int64), kind="stable")]
        return order


@dataclass(frozen=True, slots=True)
class _Chunk:
    live: BitMap
    days: np.ndarray
    twins: np.ndarray
    heads: np.ndarray
    followers: BitMap
    joined: BitMap


class _SnapshotHolder:
    """The last snapshot of a scope in this process, and the parts it was built from."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.snapshot = Snapshot(generation=-1)
        self.chunks: dict[int, _Chunk] = {}
        self.parts: dict[tuple[str, str], dict[int, BitMap]] = defaultdict(dict)
        self.indexes: dict[tuple[str, str], int] = {}
        self.by_number: dict[int, EntryValues] = {}


class _IndexChanges(NamedTuple):
    """The result of one query: the generation of the index, changes since a generation, and sets of terms.

    ``since`` is the requested generation, or -1 if it is unknown or was discarded; then everything is loaded.
    """

    generation: int
    since: int
    is_complete: bool
    chunks: dict[int, _Chunk]
    facets: dict[tuple[str, str], dict[int, BitMap]]
    sets: dict[str, BitMap]


_UNKNOWN = -1
_snapshots = {scope: _SnapshotHolder() for scope in SearchScope.values}


def languages_of(scope: str) -> list[str]:
    """Return the languages of the texts in an index, as of the last snapshot in this process."""
    return _snapshots[scope].snapshot.languages


def read_index(
    scope: str, terms: Iterable[str] = (), prefixes: Iterable[str] = ()
) -> tuple[Snapshot, dict[str, BitMap]]:
    """Return the current snapshot of a scope, and a map from these terms and prefixes to their entries. The key of a
    prefix ends in "*"; its entries are the entries of all terms that begin with it.

    All belong to one generation, because a single statement reads them and the changes since this process last read the
    index.
    """
    holder = _snapshots[scope]
    term_list, prefix_list = list(terms), list(prefixes)
    since = holder.snapshot.generation
    while True:
        changes = _read_changes(scope, since, term_list, prefix_list)
        with holder.lock:
            if holder.snapshot.generation == changes.generation:
                return holder.snapshot, changes.sets
            if changes.since in (holder.snapshot.generation, _UNKNOWN):
                _update(holder, changes)
                return holder.snapshot, changes.sets
            since = holder.snapshot.generation  # another thread has replaced the snapshot: query the index again


_STATE = (
    "WITH known AS (SELECT coalesce(max(generation), -1) AS since"
    " FROM recommendations_searchchange WHERE generation = %(since)s)"
    " SELECT 'state', '', 0, NULL::bytea, NULL::bytea, NULL::bytea, NULL::bytea, generation,"
    " (SELECT since FROM known), analysis_version"
    " FROM recommendations_searchstate WHERE scope = %(scope)s"
    " UNION ALL SELECT 'chunk', '', chunk, live, days, twins, heads, 0, 0, 0"
    " FROM recommendations_searchchunk WHERE scope = %(scope)s AND generation > (SELECT since FROM known)"
    " UNION ALL SELECT 'facet', term, chunk, numbers, NULL, NULL, NULL, 0, 0, 0"
    " FROM recommendations_searchterm"
    " WHERE scope = %(scope)s AND is_counted AND generation > (SELECT since FROM known)"
)
_TERMS = (
    " UNION ALL SELECT 'term', term, chunk, numbers, NULL, NULL, NULL, 0, 0, 0"
    " FROM recommendations_searchterm WHERE scope = %(scope)s AND term = ANY(%(terms)s)"
)
_PREFIX = (
    " UNION ALL SELECT 'term', %(prefix{0})s || '*', chunk, numbers, NULL, NULL, NULL, 0, 0, 0"
    " FROM recommendations_searchterm WHERE scope = %(scope)s AND term >= %(prefix{0})s AND term < %(end{0})s"
)


def _read_changes(scope: str, since: int, terms: list[str], prefixes: list[str]) -> _IndexChanges:
    statement = _STATE + (_TERMS if terms else "")
    values: dict[str, Any] = {"scope": scope, "since": since, "terms": terms}
    for i, prefix in enumerate(prefixes):
        statement += _PREFIX.format(i)
        values |= {f"prefix{i}": prefix, f"end{i}": prefix + "\U0010ffff"}
    chunks: dict[int, _Chunk] = {}
    facets: dict[tuple[str, str], dict[int, BitMap]] = defaultdict(dict)
    parts: dict[str, list[BitMap]] = defaultdict(list)
    generation, since_known, analysis = 0, _UNKNOWN, 0
    with connection.cursor() as cursor:
        cursor.cursor.format = Format.BINARY  # as text, the sets would be twice as long
        cursor.execute(statement, values)
        for kind, term, chunk, first, *columns, generation_read, since_read, analysis_read in cursor.fetchall():
            if kind == "term":
                parts[term].append(unpack(first))
            elif kind == "facet":
                facets[facet_of(term)][chunk] = unpack(first)
            elif kind == "chunk":
                chunks[chunk] = _chunk(chunk, unpack(first), *map(bytes, columns))
            else:
                generation, since_known, analysis = generation_read, since_read, analysis_read
    sets = {term: union(chunk_sets) for term, chunk_sets in parts.items()}
    return _IndexChanges(generation, since_known, analysis == ANALYSIS, chunks, facets, sets)


def _chunk(chunk: int, live: BitMap, stored_days: bytes, stored_twins: bytes, stored_heads: bytes) -> _Chunk:
    twins, heads = numbers_in(chunk, stored_twins), numbers_in(chunk, stored_heads)
    followers = _numbers_where(chunk, twins != numbers_in(chunk)) & live
    joined = _numbers_where(chunk, heads != twins) & live
    return _Chunk(live, days_in(stored_days), twins, heads, followers, joined)


def _numbers_where(chunk: int, mask: np.ndarray) -> BitMap:
    return as_set(np.flatnonzero(mask) + chunk * CHUNK)


def _update(holder: _SnapshotHolder, changes: _IndexChanges) -> None:
    """Build a new snapshot that shares unchanged parts with the previous one."""
    is_full_read = changes.since == _UNKNOWN
    if is_full_read:
        holder.chunks, holder.parts, holder.indexes, holder.by_number = {}, defaultdict(dict), {}, {}
    facets = {} if is_full_read else {facet: dict(values) for facet, values in holder.snapshot.facets.items()}
    holder.chunks.update(changes.chunks)
    for (facet, value), parts in changes.facets.items():
        holder.parts[facet, value].update(parts)
        facets.setdefault(facet, {})[value] = union(holder.parts[facet, value].values())
        if facet not in _UNNUMBERED_FACETS:
            holder.indexes.setdefault((facet, value), len(holder.indexes))
    for chunk in {chunk for parts in changes.facets.values() for chunk in parts}:
        numbered_sets = (
            (index, holder.parts[key][chunk]) for key, index in holder.indexes.items() if chunk in holder.parts[key]
        )
        holder.by_number[chunk] = values_by_number(numbered_sets)
    snapshot = Snapshot(
        generation=changes.generation,
        is_complete=changes.is_complete,
        facets=facets,
        live=union(chunk.live for chunk in holder.chunks.values()),
        days=_column({number: chunk.days for number, chunk in holder.chunks.items()}),
        twins=_column({number: chunk.twins for number, chunk in holder.chunks.items()}),
        heads=_column({number: chunk.heads for number, chunk in holder.chunks.items()}),
        followers=union(chunk.followers for chunk in holder.chunks.values()),
        indexes={
            facet: {value: holder.indexes[facet, value] for value in values}
            for facet, values in facets.items()
            if facet not in _UNNUMBERED_FACETS
        },
        index_count=len(holder.indexes),
        by_number=join_chunks(holder.by_number),
    )
    joined = union(chunk.joined for chunk in holder.chunks.values())
    holder.snapshot = replace(snapshot, stages=_stages(snapshot, joined))


def _stages(snapshot: Snapshot, joined: BitMap) -> Stages:
    """Return the stages of recommendations, given the live entries whose head is another place."""
    if not joined:
        return NO_STAGES
    first = as_set(snapshot.heads[as_numbers(joined)])
    followers = as_numbers(snapshot.followers)
    of_first = as_set(followers[np.isin(snapshot.twins[followers], as_numbers(first))])
    entries = joined | (first & snapshot.live) | of_first
    adopted = union(snapshot.value("status", status) for status in ADOPTED)
    return Stages.of_index(entries, snapshot.twins, snapshot.heads, snapshot.days, adopted)


def _column(chunks: Mapping[int, np.ndarray]) -> np.ndarray:
    """Return the columns of chunks as one array. The array is not written where chunks are missing, so they take no
    memory."""
    column = np.zeros((max(chunks) + 1) * CHUNK if chunks else 0, dtype="<i4")
    for chunk, values in chunks.items():
        column[chunk * CHUNK : (chunk + 1) * CHUNK] = values
    return column
