"""How well an entry answers the words: counted over the best candidates, a window of all that match."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from pyroaring import BitMap

from recommendations.index.sets import union
from recommendations.index.terms import as_sequence, pair_term, stem_term, stemmed, weighty_term
from recommendations.search.matching import Matches
from recommendations.search.nodes import AllOf, AnyOf, InLanguage, Node, NoneOf, Phrase, Prefix, Word
from recommendations.search.ordering import newest
from recommendations.text.words import BREAK

WINDOW = 400
"""So many candidates are compared; the others follow them, the newest first."""

_SATURATION, _LENGTH = 1.2, 0.6
"""BM25's k1 and b."""
_USUAL_WORDS = 90
_HEADING = 0.6
"""What a word of the heading counts, beside one of the text."""
_OTHER_WORDS = 0.8
"""What the field's other word for something counts, beside the word that was asked."""
_SIDE_BY_SIDE = 0.5
"""What two words that were asked one after the other add where they stand so."""


class Compared(Protocol):
    """What is compared of an entry."""

    number: int
    language: str
    words: str


@dataclass(frozen=True, slots=True)
class Sought:
    """One thing that is looked for in an entry: sequences of words, any of which will do, and what it counts."""

    sequences: tuple[tuple[str, float], ...]
    weight: float


def candidates(matches: Matches, numbers: BitMap, asked: Node) -> BitMap:
    """The entries to compare: all, or where there are more than :data:`WINDOW`, those that promise most.

    First those that hold the words side by side, then those where all are weighty, then any; of each the newest.
    """
    if len(numbers) <= WINDOW:
        return numbers
    chosen = BitMap()
    for pool in _pools(matches, asked):
        best = (pool & numbers) - chosen
        room = WINDOW - len(chosen)
        chosen |= best if len(best) <= room else BitMap(newest(matches.snapshot, best, 0, room))
        if len(chosen) >= WINDOW:
            return chosen
    return chosen | BitMap(newest(matches.snapshot, numbers - chosen, 0, WINDOW - len(chosen)))


def _pools(matches: Matches, asked: Node) -> Iterable[BitMap]:
    words = [leaf.word for leaf in _required(asked) if isinstance(leaf, Word)]
    weighty = [
        union(
            matches.sets.get(weighty_term(language, stems[word]), BitMap()) for language, stems in matches.stems.items()
        )
        for word in words
    ]
    pairs = [
        union(
            matches.sets.get(pair_term(language, *stemmed((one, other), stems)), BitMap())
            for language, stems in matches.stems.items()
        )
        for one, other in pairwise(words)
    ]
    if pairs:
        side_by_side = BitMap.intersection(*pairs)
        yield side_by_side & BitMap.intersection(*weighty)
        yield side_by_side
    if weighty:
        yield BitMap.intersection(*weighty)
        yield union(weighty)


def _required(asked: Node) -> list[Node]:
    return list(asked.parts) if isinstance(asked, AllOf) else [asked]


def scores(matches: Matches, asked: Node, entries: Iterable[Compared]) -> dict[int, float]:
    """Number -> how well the entry answers; without unit, comparable within one search alone."""
    sought: dict[str, list[Sought]] = {}
    found = {}
    for entry in entries:
        if entry.language not in sought:
            sought[entry.language] = _sought(matches, asked, entry.language)
        found[entry.number] = _score(entry.words, sought[entry.language])
    return found


def _score(words: str, sought: Sequence[Sought]) -> float:
    heading, found_break, text = words.partition(f" {BREAK} ")
    heading, text = (heading + " ", " " + text) if found_break else ("", words)
    usual = text.count(" ") / _USUAL_WORDS
    total = 0.0
    for one in sought:
        often = sum(
            share * (text.count(sequence) + (_HEADING * heading.count(sequence) if heading else 0))
            for sequence, share in one.sequences
        )
        total += one.weight * often * (_SATURATION + 1) / (often + _SATURATION * (1 - _LENGTH + _LENGTH * usual))
    return total


def _sought(matches: Matches, asked: Node, language: str) -> list[Sought]:
    """What is looked for in texts of a language."""
    parts = [node for node in _required(asked) if not isinstance(node, NoneOf)]
    stems = matches.stems.get(language, {})
    sought = [Sought(tuple(_sequences(node, stems, language, 1.0)), _rarity(matches, node, language)) for node in parts]
    words = [stems.get(node.word) or node.word for node in parts if isinstance(node, Word)]
    pairs = [as_sequence(pair) for pair in pairwise(words)]
    return sought + [Sought(((pair, 1.0),), _SIDE_BY_SIDE) for pair in pairs]


def _sequences(node: Node, stems: Mapping[str, str], language: str, share: float) -> Iterable[tuple[str, float]]:
    match node:
        case Word(word):
            yield as_sequence((stems.get(word) or word,)), share
        case Phrase(words):
            yield as_sequence(stemmed(words, stems)), share
        case Prefix(beginning):
            yield f" {beginning}", share
        case AnyOf(parts) | AllOf(parts):
            for part in parts:
                yield from _sequences(part, stems, language, share)
        case InLanguage(own, part) if own == language:
            yield from _sequences(part, stems, language, share * _OTHER_WORDS)


def _rarity(matches: Matches, node: Node, language: str) -> float:
    """BM25's weight of a thing that few entries hold."""
    everything = max(1, len(matches.snapshot.value("language", language)))
    if not isinstance(node, Word):
        return 1.5
    stem = matches.stems.get(language, {}).get(node.word, "")
    held = len(matches.sets.get(stem_term(language, stem), ()))
    return math.log(1 + (everything - held + 0.5) / (held + 0.5))
