"""Information needs for the five sample sessions, judged by hand. The tuned needs were judged before anything was
tuned.

Each need is a query in six languages, in the words that a person would use. Grades: 2 answers the need, 1 is related;
every recommendation that is not listed is irrelevant. "Held-out" needs were judged after the tuned ones and never used
for tuning. "Fresh" needs were judged before any of them was searched; together with the tuned needs, they were used to
choose the ranking constants, by cross-validation that left out a third of the needs at a time. "Second" needs, in the
terms of the field, were judged by reading all recommendations before any was searched; terms were added to the
thesaurus for half of them, and the other half was held out for measurement.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh")
TUNED, HELD_OUT, FRESH, SECOND_TUNED, SECOND_KEPT = SETS = (
    "tuned",
    "held out",
    "fresh",
    "second, tuned",
    "second, kept",
)
MAX_RANK = 10

Place = tuple[str, str]
"""The file name of a document, and the path of a recommendation in it."""


@dataclass(frozen=True, slots=True)
class Need:
    name: str
    set_name: str
    queries: Mapping[str, str]
    grades: Mapping[Place, int]

    def ndcg(self, ranking: Sequence[Place]) -> float:
        """Return the nDCG of the first ten results (1 for the best order). The gain of a grade is 2^grade - 1."""
        ideal = sorted(self.grades.values(), reverse=True)
        return _gain([self.grades.get(place, 0) for place in ranking]) / _gain(ideal)


def _gain(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / math.log2(rank + 2) for rank, grade in enumerate(grades[:MAX_RANK]))


def load_needs() -> list[Need]:
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
