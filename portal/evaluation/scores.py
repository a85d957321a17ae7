"""Hits, expected and found items of one measure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Score:
    """How often what a measure expects was found. ``found`` is None where nothing more can be found than expected,
    so that there is no precision. ``misses`` are sentences, each naming its document."""

    hits: int = 0
    expected: int = 0
    found: int | None = None
    misses: tuple[str, ...] = ()

    def __add__(self, other: Score) -> Score:
        found = None if self.found is None and other.found is None else (self.found or 0) + (other.found or 0)
        return Score(self.hits + other.hits, self.expected + other.expected, found, self.misses + other.misses)

    @property
    def recall(self) -> float:
        """How much of what is expected was found, from 0 to 1."""
        return self.hits / self.expected if self.expected else 1.0

    @property
    def precision(self) -> float | None:
        """How much of what was found is expected."""
        if self.found is None:
            return None
        return self.hits / self.found if self.found else float(not self.expected)


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two collections, each with repetitions, side by side."""

    common: int
    lost: Counter[str]
    extra: Counter[str]


def overlap(expected: Iterable[str], found: Iterable[str]) -> Overlap:
    """What both hold, what only the first, what only the second."""
    want, have = Counter(expected), Counter(found)
    return Overlap((want & have).total(), want - have, have - want)


def score_lists(name: str, expected: Sequence[str], found: Sequence[str], show: int = 8) -> Score:
    """How far two collections are the same; a miss shows up to ``show`` of each."""
    both = overlap(expected, found)
    missed = (
        (f"{name}: lost {list(both.lost)[:show]}, extra {list(both.extra)[:show]}",) if both.lost or both.extra else ()
    )
    return Score(both.common, len(expected), len(found), missed)
