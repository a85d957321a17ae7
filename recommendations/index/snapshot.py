"""The index as it is at one moment, held by the process and brought up to date before each use.

The sets of the facets' values and what is known of every number stay in memory (some tens of megabytes at a million
entries); the sets of words are fetched for each search. All of it belongs to one generation of the index.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from django.db import connection
from pyroaring import BitMap

from recommendations.index.sets import integers, union, unpacked
from recommendations.index.terms import facet_of

_EMPTY = BitMap()

Sets = Mapping[str, BitMap]


@dataclass(frozen=True)
class Snapshot:
    """One generation of one index. ``facets``: facet -> value -> numbers, those that are gone among them.

    ``living`` are the numbers of entries; ``days`` and ``twins`` hold a 32-bit integer for each number.
    """

    generation: int
    facets: dict[str, dict[str, BitMap]] = field(default_factory=dict)
    living: BitMap = _EMPTY
    days: np.ndarray = field(default_factory=lambda: np.empty(0, dtype="<i4"))
    twins: np.ndarray = field(default_factory=lambda: np.empty(0, dtype="<i4"))

    def value(self, facet: str, value: str) -> BitMap:
        """The entries of a facet's value; none where there is no such value."""
        return self.facets.get(facet, {}).get(value, _EMPTY)

    @property
    def languages(self) -> list[str]:
        return sorted(self.facets.get("language", {}))

    @cached_property
    def followers(self) -> BitMap:
        """The living entries of versions that do not lead, where the leading one has the same place."""
        numbers = np.arange(len(self.twins), dtype="<i4")
        return BitMap(np.flatnonzero(self.twins != numbers).astype(np.uint32)) & self.living

    @cached_property
    def newest(self) -> np.ndarray:
        """All numbers, the newest first; those of one day in the order in which they were given."""
        return np.argsort(-self.days.astype(np.int64), kind="stable").astype(np.uint32)


class _Holder:
    """The snapshot of a scope that this process last used."""

    def __init__(self, scope: str) -> None:
        self.scope = scope
        self.lock = threading.Lock()
        self.snapshot = Snapshot(generation=-1)
        self.chunks: dict[int, _Chunk] = {}
        self.parts: dict[tuple[str, str], dict[int, BitMap]] = defaultdict(dict)


@dataclass(frozen=True, slots=True)
class _Chunk:
    living: BitMap
    days: np.ndarray
    twins: np.ndarray


_holders: dict[str, _Holder] = {}


def languages_of(scope: str) -> list[str]:
    """The languages of the texts in an index, as this process last knew it."""
    return _holders.setdefault(scope, _Holder(scope)).snapshot.languages


def read_index(
    scope: str, terms: Iterable[str] = (), prefixes: Iterable[str] = ()
) -> tuple[Snapshot, dict[str, BitMap]]:
    """The index of a scope now, and the sets of some terms; those of a prefix are one set, under the prefix and "*".

    Terms are fetched and the snapshot is brought up to date until both are of one generation.
    """
    holder = _holders.setdefault(scope, _Holder(scope))
    wanted, beginnings = list(terms), list(prefixes)
    while True:
        generation, sets = _fetch_terms(scope, wanted, beginnings)
        snapshot = holder.snapshot
        if snapshot.generation == generation:
            return snapshot, sets
        with holder.lock:
            if holder.snapshot.generation != generation:
                _bring_up_to_date(holder)


def _fetch_terms(scope: str, terms: list[str], prefixes: list[str]) -> tuple[int, dict[str, BitMap]]:
    """The generation of the index and the sets of terms, as of one moment."""
    statement = (
        "SELECT generation, '', NULL FROM recommendations_searchstate WHERE scope = %s"
        " UNION ALL SELECT 0, term, numbers FROM recommendations_searchterm WHERE scope = %s AND term = ANY(%s)"
    )
    values: list[Any] = [scope, scope, terms]
    for prefix in prefixes:
        statement += (
            " UNION ALL SELECT 0, %s, numbers FROM recommendations_searchterm"
            " WHERE scope = %s AND term >= %s AND term < %s"
        )
        values += [f"{prefix}*", scope, prefix, prefix + "\U0010ffff"]
    parts: dict[str, list[BitMap]] = defaultdict(list)
    generation = 0
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        for stamp, term, numbers in cursor.fetchall():
            if numbers is None:
                generation = stamp
            else:
                parts[term].append(unpacked(numbers))
    return generation, {term: union(found) for term, found in parts.items()}


def _bring_up_to_date(holder: _Holder) -> None:
    """Fetch what changed since the holder's generation; everything where that one never came to be."""
    since = holder.snapshot.generation
    statement = (
        "WITH known AS (SELECT coalesce(max(generation), -1) AS since"
        " FROM recommendations_searchchange WHERE generation = %(since)s)"
        " SELECT 'state', '', 0, NULL::bytea, NULL::bytea, NULL::bytea, generation, since"
        " FROM recommendations_searchstate, known WHERE scope = %(scope)s"
        " UNION ALL SELECT 'chunk', '', chunk, living, days, twins, changed, 0"
        " FROM recommendations_searchchunk, known WHERE scope = %(scope)s AND changed > since"
        " UNION ALL SELECT 'facet', term, chunk, numbers, NULL, NULL, changed, 0"
        " FROM recommendations_searchterm, known WHERE scope = %(scope)s AND facet AND changed > since"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, {"since": since, "scope": holder.scope})
        rows = cursor.fetchall()
    state = next((row for row in rows if row[0] == "state"), None)
    if state is None or state[7] == -1:
        holder.chunks, holder.parts = {}, defaultdict(dict)
    touched: set[tuple[str, str]] = set()
    for kind, term, chunk, first, second, third, _changed, _since in rows:
        if kind == "chunk":
            holder.chunks[chunk] = _Chunk(unpacked(first), integers(bytes(second)), integers(bytes(third)))
        elif kind == "facet":
            value = facet_of(term)
            holder.parts[value][chunk] = unpacked(first)
            touched.add(value)
    holder.snapshot = _assembled(holder, touched, state[6] if state else 0, whole=state is None or state[7] == -1)


def _assembled(holder: _Holder, touched: Iterable[tuple[str, str]], generation: int, *, whole: bool) -> Snapshot:
    """A new snapshot of what the holder has; what did not change is shared with the one before."""
    before = {} if whole else holder.snapshot.facets
    facets = {facet: dict(values) for facet, values in before.items()}
    for facet, value in touched:
        facets.setdefault(facet, {})[value] = union(holder.parts[facet, value].values())
    chunks = [holder.chunks[chunk] for chunk in sorted(holder.chunks)]
    empty = np.empty(0, dtype="<i4")
    return Snapshot(
        generation=generation,
        facets=facets,
        living=union(chunk.living for chunk in chunks),
        days=np.concatenate([chunk.days for chunk in chunks]) if chunks else empty,
        twins=np.concatenate([chunk.twins for chunk in chunks]) if chunks else empty,
    )
