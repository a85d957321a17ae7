"""How well an entry answers what was asked: counted over the best candidates, a window of all that match.

Words and meaning make one order. Each word counts as in BM25, a word of the text that means the same counts in part
(:class:`~recommendations.search.meaning.Related`), and the passage that is nearest in meaning adds to it.
"""

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
from recommendations.search.meaning import NEARNESS, Meaning, Related
from recommendations.search.nodes import AllOf, AnyOf, InLanguage, Node, NoneOf, Phrase, Prefix, Word
from recommendations.search.ordering import newest
from recommendations.text.words import BREAK

WINDOW = 400
"""So many candidates are compared; the others follow them, the newest first."""

_SATURATION, _LENGTH = 1.2, 0.4
"""BM25's k1 and b."""
_USUAL_WORDS = 90
_HEADING = 0.6
"""What a word of the heading counts, beside one of the text."""
_OTHER_WORDS = 0.8
"""What the field's other word for something counts, beside the word that was asked."""
_SIDE_BY_SIDE = 0.5
"""What two words that were asked one after the other add where they stand so."""
_ALL_WORDS = 0.1
"""What it adds to hold all the words as they were asked, beside the best score."""


class Compared(Protocol):
    """What is compared of an entry."""

    number: int
    language: str
    words: str


@dataclass(frozen=True, slots=True)
class Sought:
    """One thing that is looked for in an entry: sequences of words, any of which will do, and what it counts.

    Each sequence with its share, and where that is known the numbers of the entries that hold it.
    """

    sequences: tuple[tuple[str, float, BitMap | None], ...]
    weight: float


def candidates(matches: Matches, numbers: BitMap, asked: Node, meaning: Meaning) -> BitMap:
    """The entries to compare: all, or where there are more than :data:`WINDOW`, those that promise most.

    First those near in meaning, then those that hold the words side by side, then those where all are weighty, then
    any; of each the newest.
    """
    if len(numbers) <= WINDOW:
        return numbers
    chosen = BitMap(meaning.near) & numbers
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


def scores(matches: Matches, asked: Node, entries: Iterable[Compared], meaning: Meaning) -> dict[int, float]:
    """Number -> how well the entry answers; without unit, comparable within one search alone."""
    sought: dict[str, list[Sought]] = {}
    found = {}
    for entry in entries:
        if entry.language not in sought:
            sought[entry.language] = _sought(matches, asked, entry.language, meaning)
        found[entry.number] = _score(entry.number, entry.words, sought[entry.language])
    best = max(found.values(), default=0.0)
    farthest = min((one.similarity for one in meaning.looked_at.values()), default=0.0)
    for number in found:
        near = meaning.looked_at.get(number)
        found[number] += best * NEARNESS * (near.similarity if near else farthest)
        if number in matches.by_words:
            found[number] += best * _ALL_WORDS
    return found


def _score(number: int, words: str, sought: Sequence[Sought]) -> float:
    heading, found_break, text = words.partition(f" {BREAK} ")
    heading, text = (heading + " ", " " + text) if found_break else ("", words)
    usual = text.count(" ") / _USUAL_WORDS
    total = 0.0
    for one in sought:
        often = 0.0
        for sequence, share, held in one.sequences:
            if held is None or number in held:
                often += share * (text.count(sequence) + (_HEADING * heading.count(sequence) if heading else 0))
        total += one.weight * often * (_SATURATION + 1) / (often + _SATURATION * (1 - _LENGTH + _LENGTH * usual))
    return total


def _sought(matches: Matches, asked: Node, language: str, meaning: Meaning) -> list[Sought]:
    """What is looked for in texts of a language."""
    parts = [node for node in _required(asked) if not isinstance(node, NoneOf)]
    stems = matches.stems.get(language, {})
    related = {one.word: one for one in meaning.words if one.language == language}
    sought = []
    for node in parts:
        alike = related.pop(node.word, None) if isinstance(node, Word) else None
        sequences = _alike(alike) if alike else {}
        sequences |= {sequence: (share, None) for sequence, share in _sequences(node, stems, language, 1.0)}
        sought.append(Sought(_flat(sequences), _rarity(matches, node, language) or (alike.weight if alike else 0.0)))
    sought += [Sought(_flat(_alike(one)), one.weight) for one in related.values()]
    words = [stems.get(node.word) or node.word for node in parts if isinstance(node, Word)]
    return sought + [Sought(((as_sequence(pair), 1.0, None),), _SIDE_BY_SIDE) for pair in pairwise(words)]


def _alike(related: Related) -> dict[str, tuple[float, BitMap | None]]:
    return {as_sequence((stem,)): (share, related.held[stem]) for stem, share in related.shares.items()}


def _flat(sequences: Mapping[str, tuple[float, BitMap | None]]) -> tuple[tuple[str, float, BitMap | None], ...]:
    return tuple((sequence, share, held) for sequence, (share, held) in sequences.items())


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
    """BM25's weight of a thing that few entries hold; 0 for a word that none does."""
    everything = max(1, len(matches.snapshot.value("language", language)))
    if not isinstance(node, Word):
        return 1.5
    stem = matches.stems.get(language, {}).get(node.word, "")
    held = len(matches.sets.get(stem_term(language, stem), ()))
    if not held:
        return 0.0
    return math.log(1 + (everything - held + 0.5) / (held + 0.5))
