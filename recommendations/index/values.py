"""Of each entry the values of its facets: the sets of the facets turned round.

To count a value is to cut two sets, whether they are large or small. Of some thousand entries it is quicker to look up
what each of them has.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from pyroaring import BitMap

from recommendations.index.sets import CHUNK


@dataclass(frozen=True, slots=True)
class EntryValues:
    """The values of numbers that follow one another: of the nth, ``values[first[n]:first[n + 1]]``.

    A value is a number too, that whoever puts the sets together gives it.
    """

    first: np.ndarray
    values: np.ndarray


NONE = EntryValues(np.zeros(1, dtype=np.int32), np.empty(0, dtype=np.uint16))
_NONE_OF_A_CHUNK = EntryValues(np.zeros(CHUNK + 1, dtype=np.int32), NONE.values)


def values_by_number(sets: Iterable[tuple[int, BitMap]]) -> EntryValues:
    """Turn round the sets of values within a chunk."""
    of_value = [(value, np.array(numbers.to_array(), dtype=np.uint32)) for value, numbers in sets]
    own = (np.concatenate([numbers for _value, numbers in of_value]) % CHUNK).astype(np.uint16)
    values = np.repeat(np.array([value for value, _numbers in of_value]), [len(numbers) for _, numbers in of_value])
    first = np.concatenate(([0], np.cumsum(np.bincount(own, minlength=CHUNK)))).astype(np.int32)
    order = np.argsort(own, kind="stable")
    return EntryValues(first, values[order].astype(np.min_scalar_type(int(values.max(initial=0)))))


def joined(chunks: dict[int, EntryValues]) -> EntryValues:
    """The values of all numbers from 0 on. Those of the chunks are parts of them then: they take no room twice."""
    if not chunks:
        return NONE
    parts = [chunks.get(chunk, _NONE_OF_A_CHUNK) for chunk in range(max(chunks) + 1)]
    ends = np.cumsum([len(part.values) for part in parts])
    starts = ends - [len(part.values) for part in parts]
    first = [part.first[:-1] + start for part, start in zip(parts, starts, strict=True)]
    values = np.concatenate([part.values for part in parts])
    chunks.update({chunk: EntryValues(chunks[chunk].first, values[starts[chunk] : ends[chunk]]) for chunk in chunks})
    return EntryValues(np.concatenate([*first, ends[-1:]]), values)


def count_values(every: EntryValues, numbers: BitMap, values: int) -> list[int]:
    """How many of the numbers have each of so many values."""
    own = np.array(numbers.to_array(), dtype=np.int64)
    first = every.first[own]
    often = every.first[own + 1] - first
    places = np.repeat(first - (np.cumsum(often) - often), often) + np.arange(often.sum())
    found: list[int] = np.bincount(every.values[places], minlength=values).tolist()
    return found
