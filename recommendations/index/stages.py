"""The stages of recommendations: the places in several documents that contain the same recommendation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from pyroaring import BitMap

from recommendations.index.sets import EntryValues, as_numbers, count_values, values_by_position


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
    _repeated: dict[tuple[str, ...], EntryValues] = field(default_factory=dict)

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
        groups: np.ndarray = np.cumsum(~self.has_earlier) - 1
        return groups

    @cached_property
    def has_earlier(self) -> np.ndarray:
        """For each stage, whether it is preceded by another stage of the same recommendation."""
        has_earlier: np.ndarray = np.diff(self.heads, prepend=-1) == 0
        return has_earlier

    @cached_property
    def later(self) -> np.ndarray:
        """The indexes of the stages without the first of each recommendation."""
        return np.flatnonzero(self.has_earlier)

    @cached_property
    def by_rank(self) -> list[np.ndarray]:
        """The indexes of the second stages of all recommendations, then of the third, and so on."""
        ranks = np.arange(len(self.heads)) - np.searchsorted(self.heads, self.heads)
        return [np.flatnonzero(ranks == rank) for rank in range(1, ranks.max(initial=0) + 1)]

    def present_in(self, numbers: BitMap) -> tuple[np.ndarray, np.ndarray]:
        """Return the indexes of the stages with at least one of these entries, in order, and one such entry of each."""
        staged = as_numbers(numbers & self.entries)
        found = np.full(len(self.numbers), -1, dtype=np.int64)
        found[self.positions[staged]] = staged
        present = np.flatnonzero(found >= 0)
        return present, found[present]

    def count_repeated(
        self, later: np.ndarray, facets: Mapping[str, Mapping[str, BitMap]], indexes: Mapping[str, Mapping[str, int]]
    ) -> np.ndarray:
        """Return how many of the stages at these indexes repeat a value of an earlier stage, by the index of the value.

        ``facets`` are facet -> value -> entries, ``indexes`` facet -> value -> index. The values that each stage
        repeats are found once for these facets.
        """
        key = tuple(sorted(indexes))
        if key not in self._repeated:
            numbered = ((index, facets[facet][value]) for facet in key for value, index in indexes[facet].items())
            later_by_value = ((index, self._later(numbers)) for index, numbers in numbered)
            self._repeated[key] = values_by_position(later_by_value, len(self.numbers))
        return count_values(self._repeated[key], later, 0)

    def _later(self, numbers: BitMap) -> np.ndarray:
        """Return the indexes of the stages with one of these entries, except the first of each recommendation."""
        present, _entries = self.present_in(numbers)
        later: np.ndarray = present[np.diff(self.heads[present], prepend=-1) == 0]
        return later


NO_STAGES = Stages(BitMap(), np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int32))
