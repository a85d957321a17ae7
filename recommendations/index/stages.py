"""The stages of recommendations: the places in several documents that contain the same recommendation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple, Protocol

import numpy as np
from pyroaring import BitMap

from recommendations.index.sets import EntryValues, as_numbers, count_values, values_by_position


class IndexedValues(Protocol):
    """The facet values of an index: ``facets`` are facet -> value -> entries, ``indexes`` facet -> value -> index, and
    there are ``index_count`` indexes."""

    @property
    def facets(self) -> Mapping[str, Mapping[str, BitMap]]: ...

    @property
    def indexes(self) -> Mapping[str, Mapping[str, int]]: ...

    @property
    def index_count(self) -> int: ...


class PresentStages(NamedTuple):
    """Some of the stages: their indexes in order, and for each whether it is the first of its recommendation."""

    indexes: np.ndarray
    is_first: np.ndarray

    @property
    def repeated(self) -> np.ndarray:
        """The indexes of all but the first stage of each recommendation."""
        repeated: np.ndarray = self.indexes[~self.is_first]
        return repeated


@dataclass(frozen=True)
class Stages:
    """The stages of recommendations with several stages, ordered by head.

    For each head, adopted texts come first, and later texts before earlier ones. ``numbers`` and ``heads`` are
    parallel: the entry of each stage in its leading version, and its head. ``positions`` maps ``entries``, which are in
    all languages, to indexes of these arrays.
    """

    entries: BitMap
    numbers: np.ndarray
    heads: np.ndarray
    positions: np.ndarray
    _repeated: dict[tuple[str, ...], tuple[EntryValues, np.ndarray]] = field(default_factory=dict)

    @classmethod
    def of_index(
        cls, entries: BitMap, twins: np.ndarray, heads: np.ndarray, days: np.ndarray, adopted: BitMap
    ) -> Stages:
        """Return the stages, given the columns of the index and the entries whose text was adopted."""
        numbers = as_numbers(entries)
        _places, first, places = np.unique(twins[numbers], return_index=True, return_inverse=True)
        leading = numbers[first]
        is_draft = ~np.isin(leading, as_numbers(adopted & entries))
        order = np.lexsort((leading, -days[leading].astype(np.int64), is_draft, heads[leading]))
        rank = np.empty_like(order)
        rank[order] = np.arange(len(order))
        positions = np.zeros(len(twins), dtype=np.int32)
        positions[numbers] = rank[places]
        return cls(entries, leading[order], heads[leading[order]], positions)

    def of(self, head: int) -> list[int]:
        """Return the entries of a recommendation in leading versions, beginning with the one to show."""
        start, stop = np.searchsorted(self.heads, (head, head + 1))
        members: list[int] = self.numbers[start:stop].tolist()
        return members

    @cached_property
    def groups(self) -> np.ndarray:
        """The number of the recommendation of each stage, from 0."""
        groups: np.ndarray = np.cumsum(~self.has_earlier, dtype=np.int32) - 1
        return groups

    @cached_property
    def has_earlier(self) -> np.ndarray:
        """For each stage, whether it is preceded by another stage of the same recommendation."""
        has_earlier: np.ndarray = np.diff(self.heads, prepend=-1) == 0
        return has_earlier

    def present_in(self, staged: BitMap) -> PresentStages:
        """Return the stages with at least one of these of the ``entries``, grouped by recommendation."""
        return self._all if len(staged) == len(self.entries) else self._present_in(staged)

    @cached_property
    def _all(self) -> PresentStages:
        return self._present_in(self.entries)

    def _present_in(self, staged: BitMap) -> PresentStages:
        is_present = np.zeros(len(self.numbers), dtype=bool)
        is_present[self.positions[as_numbers(staged)]] = True
        indexes = np.flatnonzero(is_present)
        groups = self.groups[indexes]
        is_first = np.ones(len(indexes), dtype=bool)
        np.not_equal(groups[1:], groups[:-1], out=is_first[1:])
        return PresentStages(indexes, is_first)

    def are_complete(self, present: PresentStages) -> tuple[np.ndarray, np.ndarray]:
        """Return the number of present stages of each recommendation, and whether no stage before its last is
        missing."""
        starts = np.flatnonzero(present.is_first)
        sizes = np.diff(starts, append=len(present.indexes))
        return sizes, self.ranks[present.indexes[starts + sizes - 1]] == sizes - 1

    @cached_property
    def ranks(self) -> np.ndarray:
        """The position of each stage within its recommendation, from 0."""
        ranks: np.ndarray = np.arange(len(self.heads)) - np.searchsorted(self.heads, self.heads)
        return ranks

    def count_repeated(self, later: np.ndarray, index: IndexedValues) -> np.ndarray:
        """Return how many of the stages at these indexes repeat a value of an earlier stage, by the index of the value.
        All must have an earlier stage.

        The values that each stage repeats are found once for the facets of ``index``.
        """
        key = tuple(sorted(index.indexes))
        if key not in self._repeated:
            numbered = [(n, index.facets[facet][value]) for facet in key for value, n in index.indexes[facet].items()]
            later_by_value = ((n, self._later(numbers)) for n, numbers in numbered)
            values = values_by_position(later_by_value, len(self.numbers))
            all_later = np.flatnonzero(self.has_earlier)
            self._repeated[key] = values, count_values(values, all_later, index.index_count)
        values, totals = self._repeated[key]
        counts: np.ndarray
        if 2 * len(later) <= np.count_nonzero(self.has_earlier):
            counts = count_values(values, later, index.index_count)
        else:  # fewer stages are left out than are counted
            is_left_out = self.has_earlier.copy()
            is_left_out[later] = False
            counts = totals - count_values(values, np.flatnonzero(is_left_out), index.index_count)
        return counts

    def _later(self, numbers: BitMap) -> np.ndarray:
        """Return the indexes of the stages with one of these entries, except the first of each recommendation."""
        return self.present_in(numbers & self.entries).repeated


NO_STAGES = Stages(BitMap(), np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int32))
