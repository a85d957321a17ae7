"""Sets of numbers, stored in chunks as Roaring bitmaps and packed integers."""

from __future__ import annotations

import datetime
from array import array
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from pyroaring import BitMap

CHUNK = 1 << 16  # numbers per chunk; numbers in a chunk share all but the last 16 bits, as in a Roaring bitmap

NO_DAY = np.iinfo(np.int32).min
_EPOCH = datetime.date(1970, 1, 1)


def pack(numbers: BitMap) -> bytes:
    """Return a set in its stored form."""
    numbers.run_optimize()
    stored: bytes = numbers.serialize()
    return stored


def unpack(stored: bytes | memoryview) -> BitMap:
    return BitMap.deserialize(bytes(stored))


def union(parts: Iterable[BitMap]) -> BitMap:
    """Return the union of any number of sets."""
    sets = list(parts)
    if len(sets) < 2:
        return sets[0] if sets else BitMap()
    return BitMap.union(*sets)


def as_numbers(numbers: BitMap) -> np.ndarray:
    """Return a set as an array, in ascending order."""
    return np.frombuffer(numbers.to_array(), dtype=np.uint32).astype(np.int64)


def as_set(numbers: np.ndarray) -> BitMap:
    """Return numbers as a set, ten times faster than BitMap itself, which reads them from numpy one by one."""
    return BitMap(array("I", numbers.astype(np.uint32).tobytes()))


def as_array(numbers: Iterable[int]) -> str:
    """Return numbers as a PostgreSQL array literal, because psycopg would adapt thousands of numbers one by one."""
    return "{" + ",".join(map(str, numbers)) + "}"


def day_of(date: datetime.date | None) -> int:
    """Return the days since 1970-01-01, or :data:`NO_DAY` for no date."""
    return NO_DAY if date is None else (date - _EPOCH).days


def days_in(stored: bytes | memoryview = b"") -> np.ndarray:
    """Return the days of a chunk, one 32-bit integer per number. They are stored only up to the last live number."""
    return _column(stored, np.full(CHUNK, NO_DAY, dtype="<i4"))


def numbers_in(chunk: int, stored: bytes | memoryview = b"") -> np.ndarray:
    """Return the twins or heads of a chunk, one 32-bit integer per number. Where none is stored, a number is its own
    twin or head."""
    return _column(stored, np.arange(chunk * CHUNK, (chunk + 1) * CHUNK, dtype="<i4"))


def unpack_integers(stored: bytes | memoryview) -> np.ndarray:
    """Return a stored column as an array."""
    return np.frombuffer(stored, dtype="<i4")


def _column(stored: bytes | memoryview, column: np.ndarray) -> np.ndarray:
    stored_values = unpack_integers(stored)
    column[: len(stored_values)] = stored_values
    return column


@dataclass(frozen=True, slots=True)
class EntryValues:
    """The values of consecutive numbers: the values of the nth number are ``values[first[n]:first[n + 1]]``.

    Values are numbers too, assigned by the caller.
    """

    first: np.ndarray
    values: np.ndarray


NO_POSITIONS = np.empty(0, dtype=np.int64)
NO_VALUES = EntryValues(np.zeros(1, dtype=np.int32), np.empty(0, dtype=np.uint16))


def values_by_number(sets: Iterable[tuple[int, BitMap]]) -> EntryValues:
    """Return the values of each number in a chunk, given the numbers with each value."""
    return values_by_position(((value, as_numbers(numbers) % CHUNK) for value, numbers in sets), CHUNK)


def values_by_position(positions_by_value: Iterable[tuple[int, np.ndarray]], size: int) -> EntryValues:
    """Return the values of each position below ``size``, given the positions with each value."""
    pairs = list(positions_by_value)
    positions = np.concatenate([NO_POSITIONS, *(of_value for _value, of_value in pairs)])
    positions = positions.astype(np.min_scalar_type(size - 1))  # fewer bytes are sorted faster
    values = np.repeat(np.array([value for value, _positions in pairs], dtype=np.int64), [len(of) for _, of in pairs])
    first = np.concatenate(([0], np.cumsum(np.bincount(positions, minlength=size)))).astype(np.int32)
    order = np.argsort(positions, kind="stable")
    return EntryValues(first, values[order].astype(np.min_scalar_type(int(values.max(initial=0)))))


def join_chunks(chunks: dict[int, EntryValues]) -> EntryValues:
    """Return the values of all numbers from 0. To save memory, the arrays in ``chunks`` become views of the result."""
    if not chunks:
        return NO_VALUES
    empty = EntryValues(np.zeros(CHUNK + 1, dtype=np.int32), NO_VALUES.values)
    parts = [chunks.get(chunk, empty) for chunk in range(max(chunks) + 1)]
    ends = np.cumsum([len(part.values) for part in parts])
    starts = ends - [len(part.values) for part in parts]
    first = [part.first[:-1] + start for part, start in zip(parts, starts, strict=True)]
    values = np.concatenate([part.values for part in parts])
    chunks.update({chunk: EntryValues(chunks[chunk].first, values[starts[chunk] : ends[chunk]]) for chunk in chunks})
    return EntryValues(np.concatenate([*first, ends[-1:]]), values)


def count_values(entry_values: EntryValues, numbers: np.ndarray, value_count: int) -> np.ndarray:
    """Return how many of the numbers have each of the ``value_count`` values."""
    values, _lengths = _values_of(entry_values, numbers)
    counts: np.ndarray = np.bincount(values, minlength=value_count)
    return counts


def count_repetitions(
    entry_values: EntryValues, numbers: np.ndarray, groups: np.ndarray, value_count: int
) -> np.ndarray:
    """Return how often each of the ``value_count`` values is repeated within groups: the count of numbers that have the
    value, minus the count of groups that have it. ``groups`` holds the group of each number, counted from 0."""
    values, lengths = _values_of(entry_values, numbers)
    is_in_group = np.zeros((groups.max(initial=-1) + 1, value_count), dtype=bool)
    is_in_group[np.repeat(groups, lengths), values] = True
    repetitions: np.ndarray = np.bincount(values, minlength=value_count) - is_in_group.sum(axis=0)
    return repetitions


def _values_of(entry_values: EntryValues, numbers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the values of all numbers, one after another, and how many each number has. Numbers after the last chunk
    with values have none."""
    end = len(entry_values.first) - 1
    first = entry_values.first[np.minimum(numbers, end)]
    lengths = entry_values.first[np.minimum(numbers + 1, end)] - first
    positions = np.repeat(first - (np.cumsum(lengths) - lengths), lengths) + np.arange(lengths.sum())
    return entry_values.values[positions], lengths
