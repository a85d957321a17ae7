"""Sets of numbers, and how they are kept: Roaring bitmaps and packed integers, a chunk a row."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

import numpy as np
from pyroaring import BitMap

CHUNK = 1 << 16
"""Numbers in a chunk: those that share all but their last 16 bits, as in a Roaring bitmap."""

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
