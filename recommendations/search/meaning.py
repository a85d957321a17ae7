"""What is near in meaning to the words that were asked, in whatever language they and the texts are.

Two things are compared: the whole of what was asked with the passages of the texts, and each of its words with the
words of the texts. Both are vectors' directions (:mod:`recommendations.index.encoder`). The first finds what is said
in quite other words; the second sees to it that nothing of what was asked is forgotten over the rest. All of it
follows from the words alone, never from what is chosen beside them, so that a facet's counts are those of one and the
same result.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean

from pyroaring import BitMap

from recommendations.index.terms import stem_term
from recommendations.search.matching import LookedUp
from recommendations.search.neighbours import Nearest, Nearness, NearWords
from recommendations.search.syntax import Node, things, typed_words

MOST = 100
"""So many entries are found by their meaning, the nearest."""
NEARNESS = 1.0
"""What the nearness of the passage counts, beside all the words."""

_CHANCE = 0.5
_STEEPNESS = 3
_LEAST, _BESIDE_BEST = 0.2, 0.25
"""An entry is found by its meaning with so much of all that could be, and of what the best one has."""


@dataclass(frozen=True, slots=True)
class Related:
    """Words of texts in one language that mean what a word of the query does: stem -> what it counts beside it.

    ``held`` are the entries of each stem, ``weight`` is BM25's: more for what few entries hold.
    """

    word: str
    language: str
    shares: Mapping[str, float]
    held: Mapping[str, BitMap]
    weight: float


@dataclass(frozen=True, slots=True)
class Meaning:
    """What is near in meaning to a text: the entries of the nearest passages, and words. ``entries`` is how many
    entries there are in all."""

    looked_at: Mapping[int, Nearness] = field(default_factory=dict)
    words: tuple[Related, ...] = ()
    entries: int = 0

    def found(self, asked: Node, holding: Callable[[Node], BitMap]) -> BitMap:
        """The entries near enough by their passage and by what they say of the things that are asked, together.

        ``holding`` tells the entries that hold a thing in its own words or the field's.
        """
        numbers = BitMap(self.looked_at)
        scores = {number: NEARNESS * one.similarity for number, one in self.looked_at.items()}
        said = self._things(asked, holding, numbers)
        whole = sum(thing.weight for thing in said)
        for thing in said:
            for number, much in thing.said.items():
                scores[number] += much * thing.weight / whole
        least = max(_LEAST, _BESIDE_BEST * max(scores.values(), default=0.0))
        best = sorted((number for number in scores if scores[number] >= least), key=lambda number: -scores[number])
        return BitMap(best[:MOST])

    def _things(self, asked: Node, holding: Callable[[Node], BitMap], numbers: BitMap) -> list[_Thing]:
        related: dict[str, list[Related]] = defaultdict(list)
        for one in self.words:
            related[one.word].append(one)
        said = []
        for thing in things(asked):
            words = list(typed_words(thing))
            alike = [one for word in dict.fromkeys(words) for one in related.pop(word, ())]
            held = holding(thing)
            if held or alike:
                weight = rarity(len(held), self.entries) if held else fmean(one.weight for one in alike)
                said.append(_Thing(weight, _said(held, alike, len(words), numbers)))
        for alike in related.values():
            said.append(_Thing(max(one.weight for one in alike), _said(BitMap(), alike, 1, numbers)))
        return said


def meaning_of(near: Nearest, index: LookedUp) -> Meaning:
    """What the nearest passages and words say, with the index's sets of their terms (:attr:`Nearest.terms`)."""
    empty = _says_nothing(near.words)
    related = (one for place, word in enumerate(near.words) if place not in empty for one in _related(word, index))
    return Meaning(near.passages, tuple(related), len(index.snapshot.living))


def _says_nothing(words: Sequence[NearWords]) -> set[int]:
    """The places of words that only join others ("of"), in the language that has most such words for what was asked."""
    by_language: dict[str, set[int]] = defaultdict(set)
    for place, word in enumerate(words):
        for dictionary in word.empty_in:
            by_language[dictionary].add(place)
    return max(by_language.values(), key=len, default=set())


def _related(word: NearWords, index: LookedUp) -> list[Related]:
    """The words that mean what one word does, language by language."""
    related: list[Related] = []
    for language, similarities in word.stems.items():
        best = max(similarities, key=lambda stem: similarities[stem])
        if not best:
            continue
        counts = {
            stem: ((similarity - _CHANCE) / (1 - _CHANCE)) ** _STEEPNESS
            for stem, similarity in similarities.items()
            if stem
        }
        scale = math.sqrt(counts[best])
        shares = {stem: count / scale for stem, count in counts.items()}
        held = {stem: index.sets.get(stem_term(language, stem), BitMap()) for stem in shares}
        weight = sum(share * rarity(len(held[stem]), len(index.snapshot.living)) for stem, share in shares.items())
        related.append(Related(word.word, language, shares, held, weight / sum(shares.values())))
    return related


def rarity(held: int, everything: int) -> float:
    """BM25's weight of a word that so many of the entries hold."""
    return math.log(1 + (max(everything, held) - held + 0.5) / (held + 0.5))


@dataclass(frozen=True, slots=True)
class _Thing:
    """One thing that was asked: what it weighs, and which entries say it, wholly (1) or in part."""

    weight: float
    said: Mapping[int, float]


def _said(held: BitMap, related: Sequence[Related], words: int, numbers: BitMap) -> dict[int, float]:
    """How much of a thing, asked in so many words, an entry says by itself or in words that mean the same."""
    said: dict[int, float] = defaultdict(float)
    for one in related:
        for stem, share in one.shares.items():
            for number in one.held[stem] & numbers:
                said[number] += share / words
    said.update(dict.fromkeys(held & numbers, 1.0))
    return {number: min(1.0, much) for number, much in said.items()}
