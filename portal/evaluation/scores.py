"""Scores of measures: counts of hits, expected items and found items."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Label = Mapping[str, Any]
NamedScore = tuple[str, "Score"]
"""The name of a measure with a score."""
Scores = dict[str, "Score"]
"""Map from the name of a measure to its score."""


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of hits, expected items and found items. ``found`` is None if the measure cannot find more than expected
    and therefore has no precision. ``misses`` are descriptions that begin with the name of the document."""

    hits: int = 0
    expected: int = 0
    found: int | None = None
    misses: tuple[str, ...] = ()

    def __add__(self, other: Score) -> Score:
        found = None if self.found is None and other.found is None else (self.found or 0) + (other.found or 0)
        return Score(self.hits + other.hits, self.expected + other.expected, found, self.misses + other.misses)

    @property
    def recall(self) -> float:
        """Return the fraction of expected items that were found, from 0 to 1."""
        return self.hits / self.expected if self.expected else 1.0

    @property
    def precision(self) -> float | None:
        """Return the fraction of found items that were expected, from 0 to 1, or None."""
        if self.found is None:
            return None
        return self.hits / self.found if self.found else float(not self.expected)


def sum_scores(scores: Iterable[NamedScore]) -> Scores:
    """Return the total score of each measure."""
    total: Scores = {}
    for measure, score in scores:
        total[measure] = total.get(measure, Score()) + score
    return total


def score_value(is_right: bool, want: object, got: object, name: str) -> Score:
    """Return the score of a single value; ``name`` is the document's name in a miss."""
    return Score(int(is_right), 1, misses=() if is_right else (f"{name}: want {want!r}, got {got!r}",))


@dataclass(frozen=True, slots=True)
class Overlap:
    """A comparison of expected with found items. Repeated items count repeatedly."""

    common: int
    missing: Counter[str]
    extra: Counter[str]


def overlap(expected: Iterable[str], found: Iterable[str]) -> Overlap:
    """Return the number of common items, the items that were only expected, and the items that were only found."""
    want, have = Counter(expected), Counter(found)
    return Overlap((want & have).total(), want - have, have - want)


def score_lists(name: str, expected: Sequence[str], found: Sequence[str], max_shown: int = 8) -> Score:
    """Return the score of a list of values; a miss shows up to ``max_shown`` missing and extra values."""
    result = overlap(expected, found)
    missed = (
        (f"{name}: missing {list(result.missing)[:max_shown]}, extra {list(result.extra)[:max_shown]}",)
        if result.missing or result.extra
        else ()
    )
    return Score(result.common, len(expected), len(found), missed)
