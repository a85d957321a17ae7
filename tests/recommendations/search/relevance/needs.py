"""Information needs over the five sessions of the fixtures, judged by hand before anything was tuned.

Each need is asked in six languages, as a person would ask it. Every recommendation that is not named answers nothing
of it; 1 is related, 2 answers. Those "held out" were judged last and never tuned for. The "fresh" ones were judged
before any of them was searched; they chose the constants of relevance together with the others, by leaving a third of
all of them out in turn.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh")
TUNED, HELD_OUT, FRESH = SETS = ("tuned", "held out", "fresh")
LOOKED_AT = 10

Place = tuple[str, str]
"""The name of a document's file, and a recommendation's path in it."""


@dataclass(frozen=True, slots=True)
class Need:
    name: str
    set: str
    queries: Mapping[str, str]
    grades: Mapping[Place, int]

    def ndcg(self, found: Sequence[Place]) -> float:
        """How good an order is within the first ten: 1 for the best there could be. A grade gains 2^grade - 1."""
        ideal = sorted(self.grades.values(), reverse=True)
        return _gain([self.grades.get(place, 0) for place in found]) / _gain(ideal)


def _gain(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / math.log2(rank + 2) for rank, grade in enumerate(grades[:LOOKED_AT]))


def needs() -> list[Need]:
    entries = json.loads((Path(__file__).parent / "needs.json").read_text(encoding="utf-8"))
    return [
        Need(
            entry["need"],
            entry["set"],
            entry["queries"],
            {(file, path): grade for file, places in entry["judgements"].items() for path, grade in places.items()},
        )
        for entry in entries
    ]
