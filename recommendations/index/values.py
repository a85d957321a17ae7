"""Of each entry the values of its facets: the sets of the facets turned round.

To count a value is to cut two sets, whether they are large or small. Of some thousand entries it is quicker to look up
what each of them has.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from pyroaring import BitMap

from recommendations.index.sets import CHUNK


@dataclass(frozen=True, slots=True)
class ChunkValues:
    """The values of a chunk's numbers: of number n, counted from the chunk's first, ``values[first[n]:first[n + 1]]``.

    A value is a number too, that whoever puts the sets together gives it.
    """

    first: np.ndarray
    values: np.ndarray


def values_by_number(sets: Iterable[tuple[int, BitMap]]) -> ChunkValues:
    """Turn round the sets of values within a chunk."""
    of_value = [(value, np.array(numbers.to_array(), dtype=np.uint32)) for value, numbers in sets]
    own = (np.concatenate([numbers for _value, numbers in of_value]) % CHUNK).astype(np.uint16)
    values = np.repeat(np.array([value for value, _numbers in of_value]), [len(numbers) for _, numbers in of_value])
    first = np.concatenate(([0], np.cumsum(np.bincount(own, minlength=CHUNK)))).astype(np.int32)
    order = np.argsort(own, kind="stable")
    return ChunkValues(first, values[order].astype(np.min_scalar_type(int(values.max(initial=0)))))


def count_values(chunks: Mapping[int, ChunkValues], numbers: BitMap, values: int) -> list[int]:
    """How many of the numbers have each of so many values."""
    counts = np.zeros(values, dtype=np.int64)
    every = np.array(numbers.to_array(), dtype=np.int64)
    for chunk, of_chunk in chunks.items():
        start, stop = np.searchsorted(every, (chunk * CHUNK, (chunk + 1) * CHUNK))
        own = every[start:stop] - chunk * CHUNK
        first = of_chunk.first[own]
        often = of_chunk.first[own + 1] - first
        places = np.repeat(first - (np.cumsum(often) - often), often) + np.arange(often.sum())
        counts += np.bincount(of_chunk.values[places], minlength=values)
    found: list[int] = counts.tolist()
    return found
