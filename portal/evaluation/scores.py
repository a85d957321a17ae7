"""Hits, expected and found items of one measure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Label = Mapping[str, Any]
Scores = dict[str, "Score"]
"""Scores by the name of their measure."""


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of expected items, hits and found items. ``found`` is None if no more can be found than expected, so that
    there is no precision. ``misses`` are sentences, each naming its document."""

    hits: int = 0
    expected: int = 0
    found: int | None = None
    misses: tuple[str, ...] = ()

    def __add__(self, other: Score) -> Score:
        found = None if self.found is None and other.found is None else (self.found or 0) + (other.found or 0)
        return Score(self.hits + other.hits, self.expected + other.expected, found, self.misses + other.misses)

    @property
    def recall(self) -> float:
        """Return the share of expected items that were found, from 0 to 1."""
        return self.hits / self.expected if self.expected else 1.0

    @property
    def precision(self) -> float | None:
        """Return the share of found items that were expected, or None."""
        if self.found is None:
            return None
        return self.hits / self.found if self.found else float(not self.expected)


def add_up(named: Iterable[tuple[str, Score]]) -> Scores:
    """Return the sum of the scores of each measure."""
    total: Scores = {}
    for measure, score in named:
        total[measure] = total.get(measure, Score()) + score
    return total


def verdict(right: bool, want: object, got: object, name: str) -> Score:
    """Return the score of one value that is right or wrong."""
    return Score(int(right), 1, misses=() if right else (f"{name}: want {want!r}, got {got!r}",))


@dataclass(frozen=True, slots=True)
class Overlap:
    """A comparison of two multisets."""

    common: int
    lost: Counter[str]
    extra: Counter[str]


def overlap(expected: Iterable[str], found: Iterable[str]) -> Overlap:
    """Return the number of common items, the items only in the first, and those only in the second."""
    want, have = Counter(expected), Counter(found)
    return Overlap((want & have).total(), want - have, have - want)


def score_lists(name: str, expected: Sequence[str], found: Sequence[str], show: int = 8) -> Score:
    """Return the score of one collection against another; a miss shows up to ``show`` items of each."""
    both = overlap(expected, found)
    missed = (
        (f"{name}: lost {list(both.lost)[:show]}, extra {list(both.extra)[:show]}",) if both.lost or both.extra else ()
    )
    return Score(both.common, len(expected), len(found), missed)
