"""The order of what matches: the newest first, or the most relevant of the best candidates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from pyroaring import BitMap

from recommendations.index.snapshot import Snapshot

_FIRST_LOOK = 8
"""Where so many times as many numbers as are wanted probably hold them, only these are looked at."""
_FEW = 8
"""A set that has not one in so many of all numbers is sorted by itself."""


@dataclass(frozen=True, slots=True)
class PagePosition:
    """Where a page of a result ended, so that the next one can go on from there.

    ``position`` counts the entries up to its end, ``number`` and ``day`` are those of the last one, and ``generation``
    is that of the index it was read in.
    """

    generation: int
    position: int
    day: int
    number: int


def position_after(snapshot: Snapshot, numbers: BitMap, place: PagePosition) -> int:
    """How many numbers of a set, the newest first, come before what follows a place.

    Told by day and number: what came into the set or left it in the meantime moves nothing else.
    """
    own = np.array(numbers.to_array(), dtype=np.int64)
    days = snapshot.days[own]
    return int(np.count_nonzero((days > place.day) | ((days == place.day) & (own <= place.number))))


def newest(snapshot: Snapshot, numbers: BitMap, start: int, stop: int) -> list[int]:
    """The numbers of a set from place ``start`` to ``stop`` (exclusive), the newest first."""
    found = len(numbers)
    if start >= found:
        return []
    if found * _FEW < len(snapshot.living):
        return _sorted(snapshot, numbers, start, min(stop, found))
    order = snapshot.newest
    likely = int(_FIRST_LOOK * stop * len(order) / found)
    for looked_at in (min(likely, len(order)), len(order)):
        part = order[:looked_at]
        places = np.flatnonzero(_member(numbers, len(snapshot.days))[part])
        if len(places) >= min(stop, found):
            return [int(number) for number in part[places[start:stop]]]
    return []


def _sorted(snapshot: Snapshot, numbers: BitMap, start: int, stop: int) -> list[int]:
    own = np.array(numbers.to_array(), dtype=np.int64)
    keys = own - (snapshot.days[own].astype(np.int64) << 32)  # the newest first, and of one day the lowest number
    if stop < len(keys):
        keys = np.partition(keys, stop)[:stop]
    keys.sort()
    found: list[int] = (keys[start:stop] & 0xFFFFFFFF).tolist()
    return found


def _member(numbers: BitMap, size: int) -> np.ndarray:
    """For each number whether it is in the set."""
    member = np.zeros(size, dtype=bool)
    member[np.array(numbers.to_array(), dtype=np.uint32)] = True
    return member
