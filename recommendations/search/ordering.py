"""The order of what matches: the newest first, or the most relevant of the best candidates.

How well an entry answers what was asked: counted over the best candidates, a window of all that match.

Words, topics and meaning make one order. Each word counts as in BM25, a word of the text that means the same counts in
part (:class:`~recommendations.search.meaning.Related`), a topic that the words are about counts as one more of them,
and the passage that is nearest in meaning adds to it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean

import numpy as np
from pyroaring import BitMap

from recommendations.index.sets import union
from recommendations.index.snapshot import Snapshot
from recommendations.index.terms import (
    as_sequence,
    heading_and_body,
    pair_term,
    phrase_terms,
    stem_term,
    stemmed,
    weighty_term,
    word_term,
)
from recommendations.search.matching import Matches
from recommendations.search.meaning import NEARNESS, Meaning, Related, rarity
from recommendations.search.syntax import (
    AllOf,
    AnyOf,
    InLanguage,
    Node,
    Phrase,
    Prefix,
    Word,
    search_terms,
    words_of_term,
)

_FIRST_LOOK = 8  # times the wanted numbers that are looked at first
_FEW = 8  # sets with fewer than one in this many numbers are sorted directly


@dataclass(frozen=True, slots=True)
class PagePosition:
    """Where a page of a result ended, so that the next one can go on from there.

    ``position`` counts the entries up to its end, ``number`` and ``day`` are those of the last one, and ``generation``
    is that of the index it was read in.
    """

    generation: int
    position: int
    day: int
    number: int


def position_after(snapshot: Snapshot, numbers: BitMap, place: PagePosition) -> int:
    """How many numbers of a set, the newest first, come before what follows a place.

    Told by day and number: what came into the set or left it in the meantime moves nothing else.
    """
    own = np.array(numbers.to_array(), dtype=np.int64)
    days = snapshot.days[own]
    return int(np.count_nonzero((days > place.day) | ((days == place.day) & (own <= place.number))))


def newest(snapshot: Snapshot, numbers: BitMap, start: int, stop: int) -> list[int]:
    """The numbers of a set from place ``start`` to ``stop`` (exclusive), the newest first."""
    found = len(numbers)
    if start >= found:
        return []
    if found * _FEW < len(snapshot.living):
        return _sorted(snapshot, numbers, start, min(stop, found))
    order = snapshot.newest
    likely = int(_FIRST_LOOK * stop * len(order) / found)
    for looked_at in (min(likely, len(order)), len(order)):
        part = order[:looked_at]
        places = np.flatnonzero(_member(numbers, len(snapshot.days))[part])
        if len(places) >= min(stop, found):
            return [int(number) for number in part[places[start:stop]]]
    return []


def _sorted(snapshot: Snapshot, numbers: BitMap, start: int, stop: int) -> list[int]:
    own = np.array(numbers.to_array(), dtype=np.int64)
    keys = own - (snapshot.days[own].astype(np.int64) << 32)  # the newest first, and of one day the lowest number
    if stop < len(keys):
        keys = np.partition(keys, stop)[:stop]
    keys.sort()
    found: list[int] = (keys[start:stop] & 0xFFFFFFFF).tolist()
    return found


def _member(numbers: BitMap, size: int) -> np.ndarray:
    """For each number whether it is in the set."""
    member = np.zeros(size, dtype=bool)
    member[np.array(numbers.to_array(), dtype=np.uint32)] = True
    return member


WINDOW = 200  # candidates compared beside those related in meaning; the others follow by date

_SATURATION, _LENGTH = 0.5, 0.4
"""BM25's k1 and b. An entry is a paragraph: what it says twice it hardly says more than what it says once."""
_USUAL_WORDS = 90
_HEADING = 0.6  # weight of a word in the heading
_OTHER_WORDS = 0.9  # weight of an equivalent term
_SIDE_BY_SIDE = 0.5  # bonus for two adjacent words
_ALL_WORDS = 0.1  # bonus for all words as typed


Compared = tuple[int, str, str]  # (number, language, sequence of words) of an entry


@dataclass(frozen=True, slots=True)
class SearchedTerm:
    """One thing that is looked for in an entry: sequences of words, any of which will do, and what it counts.

    Each sequence with its share, and where that is known the numbers of the entries that hold it.
    """

    sequences: tuple[tuple[str, float, BitMap | None], ...]
    weight: float


def candidates(matches: Matches, numbers: BitMap, asked: Node, meaning: Meaning) -> BitMap:
    """The entries to compare: all, or where there are many, :data:`WINDOW` that promise most.

    First those near in meaning, then those that hold the words side by side, then those where all are weighty, then
    any; of each the newest.
    """
    chosen = BitMap(meaning.looked_at) & numbers
    most = len(chosen) + WINDOW
    if len(numbers) <= most:
        return numbers
    for pool in _pools(matches, asked):
        best = (pool & numbers) - chosen
        room = most - len(chosen)
        chosen |= best if len(best) <= room else BitMap(newest(matches.snapshot, best, 0, room))
        if len(chosen) >= most:
            return chosen
    return chosen | BitMap(newest(matches.snapshot, numbers - chosen, 0, most - len(chosen)))


def _pools(matches: Matches, asked: Node) -> Iterable[BitMap]:
    words = [word for node in _required(asked) for word in words_of_term(node) if " " not in word]
    weighty = [_anywhere(matches, weighty_term, (word,)) for word in words]
    pairs = [_anywhere(matches, pair_term, pair) for pair in pairwise(words)]
    if pairs:
        side_by_side = BitMap.intersection(*pairs)
        yield side_by_side & BitMap.intersection(*weighty)
        yield side_by_side
    if weighty:
        yield BitMap.intersection(*weighty)
        yield union(weighty)


def _anywhere(matches: Matches, term: Callable[..., str], words: Sequence[str]) -> BitMap:
    """The entries of the term that words have in each language."""
    return union(
        matches.sets.get(term(language, *stemmed(words, stems)), BitMap()) for language, stems in matches.stems.items()
    )


def _required(asked: Node) -> list[Node]:
    return list(asked.parts) if isinstance(asked, AllOf) else [asked]


def scores(
    matches: Matches, asked: Node, topics: Iterable[str], entries: Iterable[Compared], meaning: Meaning
) -> dict[int, float]:
    """Number -> how well the entry answers; without unit, comparable within one search alone."""
    texts: dict[str, dict[int, str]] = defaultdict(dict)
    for number, language, words in entries:
        texts[language][number] = words
    if not texts:
        return {}
    numbers = [number for of_language in texts.values() for number in of_language]
    total = np.concatenate(
        [_said(of_language, _sought(matches, asked, language, meaning)) for language, of_language in texts.items()]
    )
    for topic in topics:
        if held := matches.snapshot.value("topic", topic):
            total += rarity(len(held), len(matches.snapshot.living)) * _among(numbers, held)
    best = total.max()
    farthest = min((one.similarity for one in meaning.looked_at.values()), default=0.0)
    if meaning.looked_at:
        near = (meaning.looked_at.get(number) for number in numbers)
        total += best * NEARNESS * np.array([one.similarity if one else farthest for one in near])
    total += best * _ALL_WORDS * _among(numbers, matches.by_words)
    return dict(zip(numbers, total.tolist(), strict=True))


def _among(numbers: Iterable[int], held: BitMap) -> np.ndarray:
    return np.array([number in held for number in numbers], dtype=float)


def _said(texts: Mapping[int, str], sought: Iterable[SearchedTerm]) -> np.ndarray:
    """How much of what is sought each of these entries of one language says: BM25, the words of headings apart."""
    headings, bodies = zip(*map(heading_and_body, texts.values()), strict=True)
    usual = np.array([body.count(" ") for body in bodies]) / _USUAL_WORDS
    long = _SATURATION * (1 - _LENGTH + _LENGTH * usual)
    parts = [(1.0, _Texts(bodies)), *([(_HEADING, _Texts(headings))] if any(headings) else [])]
    numbers = BitMap(texts)
    total = np.zeros(len(texts))
    for one in sought:
        often = np.zeros(len(texts))
        for sequence, share, held in one.sequences:
            if held is None or held.intersect(numbers):
                for part, where in parts:
                    often += share * part * where.count(sequence)
        total += one.weight * often * (_SATURATION + 1) / (often + long)
    return total


class _Texts:
    """Texts that are looked through together, as one: quicker than one by one."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.joined = "\0".join(texts)
        self.ends = np.cumsum([len(text) + 1 for text in texts])

    def count(self, sequence: str) -> np.ndarray:
        """How often each of the texts holds a sequence."""
        places = []
        place = self.joined.find(sequence)
        while place >= 0:
            places.append(place)
            place = self.joined.find(sequence, place + len(sequence))
        return np.bincount(np.searchsorted(self.ends, places, side="right"), minlength=len(self.ends))


def _sought(matches: Matches, asked: Node, language: str, meaning: Meaning) -> list[SearchedTerm]:
    """What is looked for in texts of a language: each thing that was asked, with the words that mean the same."""
    parts = search_terms(asked)
    stems = matches.stems.get(language, {})
    related = {one.word: one for one in meaning.words if one.language == language}
    sought = []
    for node in parts:
        words = list(words_of_term(node))
        alike = [related.pop(word) for word in dict.fromkeys(words) if word in related]
        sequences = _alike(alike, len(words))
        for sequence, share in _sequences(node, stems, language, 1.0):
            if sequence not in sequences or sequences[sequence][0] < share:
                sequences[sequence] = (share, None)
        weight = _rarity(matches, node, language) or (fmean(one.weight for one in alike) if alike else 0.0)
        sought.append(SearchedTerm(_flat(sequences), weight))
    sought += [SearchedTerm(_flat(_alike([one], 1)), one.weight) for one in related.values()]
    typed = [stems.get(word) or word for node in parts for word in words_of_term(node)]
    return sought + [SearchedTerm(((as_sequence(pair), 1.0, None),), _SIDE_BY_SIDE) for pair in pairwise(typed)]


def _alike(related: Iterable[Related], words: int) -> dict[str, tuple[float, BitMap | None]]:
    """Return sequence -> (share, entries) for words related to one of several."""
    found: dict[str, tuple[float, BitMap | None]] = {}
    for one in related:
        for stem, share in one.shares.items():
            sequence = as_sequence((stem,))
            if sequence not in found or found[sequence][0] < share / words:
                found[sequence] = (share / words, one.held[stem])
    return found


def _flat(sequences: Mapping[str, tuple[float, BitMap | None]]) -> tuple[tuple[str, float, BitMap | None], ...]:
    return tuple((sequence, share, held) for sequence, (share, held) in sequences.items())


def _sequences(node: Node, stems: Mapping[str, str], language: str, share: float) -> Iterable[tuple[str, float]]:
    """The sequences of a thing's words in texts of a language; of several words each is a part of it."""
    match node:
        case Word(word):
            yield as_sequence((stems.get(word) or word,)), share
        case Phrase(words):
            yield as_sequence(stemmed(words, stems)), share
        case Prefix(beginning):
            yield f" {beginning}", share
        case AnyOf(parts):
            for part in parts:
                yield from _sequences(part, stems, language, share)
        case AllOf(parts):
            for part in parts:
                yield from _sequences(part, stems, language, share / len(parts))
        case InLanguage(own, part) if own == language:
            yield from _sequences(part, stems, language, share * _OTHER_WORDS)


def _rarity(matches: Matches, node: Node, language: str) -> float:
    """BM25's weight of a thing that few entries hold; 0 for what none does."""
    if not (held := _held(matches, node, language)):
        return 0.0
    return rarity(held, len(matches.snapshot.value("language", language)))


def _held(matches: Matches, node: Node, language: str) -> int:
    """How many entries in a language hold a thing, at most: a long phrase is taken by its rarest part."""
    stems = matches.stems.get(language, {})
    match node:
        case Word(word):
            return len(matches.sets.get(stem_term(language, stems.get(word, "")), ()))
        case Phrase((word,)):
            return len(matches.sets.get(word_term(word), ()))
        case Phrase(words):
            terms = phrase_terms(language, words, stems).terms
            return min((len(matches.sets.get(term, ())) for term in terms), default=0)
        case Prefix(beginning):
            return len(matches.sets.get(word_term(beginning) + "*", ()))
        case AnyOf(parts):
            return max(_held(matches, part, language) for part in parts)
        case AllOf(parts):
            return min(_held(matches, part, language) for part in parts)
        case InLanguage(own, part) if own == language:
            return _held(matches, part, language)
    return 0
