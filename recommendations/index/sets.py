"""Sets of numbers, stored in chunks as Roaring bitmaps and packed integers."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from pyroaring import BitMap

CHUNK = 1 << 16  # numbers in a chunk: those that share all but their last 16 bits, as in a Roaring bitmap

NO_DAY = np.iinfo(np.int32).min
_EPOCH = datetime.date(1970, 1, 1)

Numbers = BitMap


def packed(numbers: BitMap) -> bytes:
    """A set as it is stored."""
    numbers.run_optimize()
    stored: bytes = numbers.serialize()
    return stored


def unpacked(stored: bytes | memoryview) -> BitMap:
    return BitMap.deserialize(bytes(stored))


def union(parts: Iterable[BitMap]) -> BitMap:
    """All that is in one of several sets."""
    found = list(parts)
    if len(found) < 2:
        return found[0] if found else BitMap()
    return BitMap.union(*found)


def as_array(numbers: Iterable[int]) -> str:
    """Numbers as a literal of an array: psycopg writes thousands of them one by one."""
    return "{" + ",".join(map(str, numbers)) + "}"


def day_of(date: datetime.date | None) -> int:
    """Days since 1970-01-01; :data:`NO_DAY` for none."""
    return NO_DAY if date is None else (date - _EPOCH).days


def days_in(stored: bytes | memoryview = b"") -> np.ndarray:
    """The column of the days of a chunk, one 32-bit integer a number. It is stored up to the last number that lives."""
    return _column(stored, np.full(CHUNK, NO_DAY, dtype="<i4"))


def twins_in(chunk: int, stored: bytes | memoryview = b"") -> np.ndarray:
    """The column of the twins of a chunk, likewise; every other number is its own twin."""
    return _column(stored, np.arange(chunk * CHUNK, (chunk + 1) * CHUNK, dtype="<i4"))


def integers(stored: bytes | memoryview) -> np.ndarray:
    """A column as it is stored."""
    return np.frombuffer(stored, dtype="<i4")


def _column(stored: bytes | memoryview, column: np.ndarray) -> np.ndarray:
    known = integers(stored)
    column[: len(known)] = known
    return column


@dataclass(frozen=True, slots=True)
class EntryValues:
    """The values of numbers that follow one another: of the nth, ``values[first[n]:first[n + 1]]``.

    A value is a number too, that whoever puts the sets together gives it.
    """

    first: np.ndarray
    values: np.ndarray


NONE = EntryValues(np.zeros(1, dtype=np.int32), np.empty(0, dtype=np.uint16))


def values_by_number(sets: Iterable[tuple[int, BitMap]]) -> EntryValues:
    """Turn round the sets of values within a chunk."""
    of_value = [(value, np.array(numbers.to_array(), dtype=np.uint32)) for value, numbers in sets]
    own = (np.concatenate([numbers for _value, numbers in of_value]) % CHUNK).astype(np.uint16)
    values = np.repeat(np.array([value for value, _numbers in of_value]), [len(numbers) for _, numbers in of_value])
    first = np.concatenate(([0], np.cumsum(np.bincount(own, minlength=CHUNK)))).astype(np.int32)
    order = np.argsort(own, kind="stable")
    return EntryValues(first, values[order].astype(np.min_scalar_type(int(values.max(initial=0)))))


def join_chunks(chunks: dict[int, EntryValues]) -> EntryValues:
    """The values of all numbers from 0 on. Those of the chunks are parts of them then: they take no room twice."""
    if not chunks:
        return NONE
    empty = EntryValues(np.zeros(CHUNK + 1, dtype=np.int32), NONE.values)
    parts = [chunks.get(chunk, empty) for chunk in range(max(chunks) + 1)]
    ends = np.cumsum([len(part.values) for part in parts])
    starts = ends - [len(part.values) for part in parts]
    first = [part.first[:-1] + start for part, start in zip(parts, starts, strict=True)]
    values = np.concatenate([part.values for part in parts])
    chunks.update({chunk: EntryValues(chunks[chunk].first, values[starts[chunk] : ends[chunk]]) for chunk in chunks})
    return EntryValues(np.concatenate([*first, ends[-1:]]), values)


def count_values(every: EntryValues, numbers: BitMap, values: int) -> list[int]:
    """Return for each value how many of the numbers have it."""
    own = np.array(numbers.to_array(), dtype=np.int64)
    first = every.first[own]
    often = every.first[own + 1] - first
    places = np.repeat(first - (np.cumsum(often) - often), often) + np.arange(often.sum())
    found: list[int] = np.bincount(every.values[places], minlength=values).tolist()
    return found
