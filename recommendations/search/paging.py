"""Positions in a result, from which its pages continue."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from pyroaring import BitMap

from recommendations.index.snapshot import Snapshot
from recommendations.search.matching import Matches


@dataclass(frozen=True, slots=True)
class PagePosition:
    """The end of a page of results, from which the next page continues.

    ``position`` is the number of entries up to there; ``number`` and ``day`` belong to the last entry; ``generation``
    is the generation of the index when the page was read.
    """

    generation: int
    position: int
    day: int
    number: int


def position_after(snapshot: Snapshot, numbers: BitMap, last: PagePosition) -> int:
    """Return the number of entries, newest first, up to and including a page position.

    Entries are compared by day and number, so that entries added or removed in the meantime do not shift the others.
    """
    members = np.array(numbers.to_array(), dtype=np.int64)
    days = snapshot.days[members]
    return int(np.count_nonzero((days > last.day) | ((days == last.day) & (members <= last.number))))


def page_end(matches: Matches, page: Sequence[int], start: int) -> PagePosition | None:
    """Return the position at which a page ends, or None at the end of the result."""
    position = start + len(page)
    if not page or position >= len(matches.hits):
        return None
    return PagePosition(matches.snapshot.generation, position, int(matches.snapshot.days[page[-1]]), page[-1])


def slice_sections(
    sections: Iterable[BitMap], part: Callable[[BitMap, int, int], list[int]], start: int, stop: int
) -> list[int]:
    """Return the entries from position ``start`` to ``stop`` (exclusive) of sections that follow one another. ``part``
    returns the entries between two positions of one section.
    """
    page: list[int] = []
    for section in sections:
        size = len(section)
        if start < size and stop > 0:
            page += part(section, max(0, start), min(size, stop))
        start, stop = start - size, stop - size
    return page
