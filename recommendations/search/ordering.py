"""The order of what matches: the newest first, or the most relevant of the best candidates."""

from __future__ import annotations

import numpy as np
from pyroaring import BitMap

from recommendations.index.snapshot import Snapshot

_FIRST_LOOK = 8
"""Where so many times as many numbers as are wanted probably hold them, only these are looked at."""


def newest(snapshot: Snapshot, numbers: BitMap, start: int, stop: int) -> list[int]:
    """The numbers of a set from place ``start`` to ``stop`` (exclusive), the newest first."""
    found = len(numbers)
    if start >= found:
        return []
    order = snapshot.newest
    likely = int(_FIRST_LOOK * stop * len(order) / found)
    for looked_at in (min(likely, len(order)), len(order)):
        part = order[:looked_at]
        places = np.flatnonzero(_member(numbers, len(order))[part])
        if len(places) >= min(stop, found):
            return [int(number) for number in part[places[start:stop]]]
    return []


def _member(numbers: BitMap, size: int) -> np.ndarray:
    """For each number whether it is in the set."""
    member = np.zeros(size, dtype=bool)
    member[np.array(numbers.to_array(), dtype=np.uint32)] = True
    return member
