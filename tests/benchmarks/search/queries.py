"""The classes of queries to measure, drawn from the corpus so that every query has results."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tests.benchmarks.search.corpus import Row

STOP_WORDS = frozenset(
    re.findall(
        r"\w+",
        "they them their what which this that these those were been being have does because until while with about "
        "against between into through during before after above below from down over under again further then once "
        "here there when where both each more most other some such only same than very will just should",
    )
)
_WORD = re.compile(r"[a-z]{4,}")
_WEIGHTS = {"article": 4, "topic": 4, "addressee": 2, "year": 2, "meeting": 2} | dict.fromkeys(
    ("status", "strength", "type", "language"), 1
)

CLASSES = {
    "A0": "everything",
    "A1": "one filter",
    "A2": "two filters",
    "A3": "three filters",
    "W0": "a word that most texts contain",
    "W1": "a word that most texts contain, one filter",
    "C1": "one word",
    "C2": "two words",
    "C2F1": "two words, one filter",
    "C2F2": "two words, two filters",
    "C2F3": "two words, three filters",
    "R1": "a rare word",
    "P2": "a phrase of two words",
    "P3": "a phrase of three words",
    "X1": "the beginning of a word",
}


@dataclass(frozen=True, slots=True)
class Query:
    """A query: required words, a phrase or a prefix, with values of facets."""

    kind: str
    words: tuple[str, ...] = ()
    choices: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """Return the query as a person would type it."""
        if self.kind.startswith("P"):
            return '"' + " ".join(self.words) + '"'
        return " ".join(self.words) + ("*" if self.kind == "X1" else "")


def queries(rows: Sequence[Row]) -> list[Query]:
    """Return the queries for a corpus, given a sample of its rows."""
    return list(_QueryGenerator(rows).generate())


class _QueryGenerator:
    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows = rows
        self.rng = random.Random(7)  # the same queries every time
        frequency = Counter(word for row in rows[:20_000] for word in set(self._words(row.text)))
        ratios = {word: number / min(len(rows), 20_000) for word, number in frequency.items()}
        self.frequent_words = [word for word, _number in frequency.most_common(5)]
        self.medium_words = sorted(word for word, ratio in ratios.items() if 0.02 <= ratio <= 0.2)
        self.common_words = {word for word, ratio in ratios.items() if 0.005 <= ratio <= 0.6}
        self.ratios = ratios

    def _words(self, text: str) -> list[str]:
        return [word for word in _WORD.findall(text.lower()) if word not in STOP_WORDS]

    def generate(self) -> Iterator[Query]:
        yield from (Query("A0") for _ in range(5))
        for number in (1, 2, 3):
            yield from (Query(f"A{number}", choices=self._choices(self._row(), number)) for _ in range(20))
        yield from (Query("W0", (word,)) for word in self.frequent_words)
        for _ in range(10):
            yield Query("W1", (self.rng.choice(self.frequent_words),), self._choices(self._row(), 1))
        yield from (Query("C1", (self.rng.choice(self.medium_words),)) for _ in range(20))
        for number in range(4):
            kind = f"C2F{number}" if number else "C2"
            yield from (self._two_words(kind, number) for _ in range(30))
        yield from (Query("R1", (self._rare_word(),)) for _ in range(15))
        for number in (2, 3):
            yield from (Query(f"P{number}", self._phrase(number)) for _ in range(15))
        yield from (Query("X1", (self.rng.choice(sorted(self.common_words))[:4],)) for _ in range(15))

    def _row(self) -> Row:
        return self.rng.choice(self.rows)

    def _choices(self, row: Row, filter_count: int) -> dict[str, tuple[str, ...]]:
        """Return facet values of a row, in three of ten cases together with another row's value."""
        facets: list[str] = []
        while len(facets) < filter_count:
            [facet] = self.rng.choices(list(_WEIGHTS), list(_WEIGHTS.values()))
            if facet not in facets:
                facets.append(facet)
        return {facet: self._values(facet, row) for facet in facets}

    def _values(self, facet: str, row: Row) -> tuple[str, ...]:
        values = {self.rng.choice(row.facets[facet])}
        if self.rng.random() < 0.3:
            values.add(self.rng.choice(self._row().facets[facet]))
        return tuple(sorted(values))

    def _two_words(self, kind: str, filter_count: int) -> Query:
        while True:
            row = self._row()
            sentence = self.rng.choice(re.split(r"(?<=[.;])\s", row.text))
            words = sorted(set(self._words(sentence)) & self.common_words)
            if len(words) >= 2:
                first, second = self.rng.sample(words, 2)
                return Query(kind, (first, second), self._choices(row, filter_count))

    def _rare_word(self) -> str:
        while True:
            names = re.findall(r"\b[A-Z][a-z]{6,}\b", self._row().text)
            rare = [name.lower() for name in names if self.ratios.get(name.lower(), 0) < 0.001]
            if rare:
                return rare[0]

    def _phrase(self, word_count: int) -> tuple[str, ...]:
        while True:
            words = re.findall(r"[a-z]+", self.rng.choice(re.split(r"[^a-z ]", self._row().text)))
            if len(words) >= word_count:
                start = self.rng.randrange(len(words) - word_count + 1)
                phrase = tuple(words[start : start + word_count])
                if not STOP_WORDS & {phrase[0], phrase[-1]} and all(len(word) > 3 for word in (phrase[0], phrase[-1])):
                    return phrase
