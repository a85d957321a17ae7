"""Order the matches of a search: newest first, or by relevance among the best candidates.

Relevance is computed for a window of candidates only. Words, topics and meaning give one score: each word counts as in
BM25, a related word of the text counts in part (:class:`~recommendations.search.meaning.RelatedWords`), a topic of the
query counts as one more word. Their sum, relative to the weight of all words, is multiplied by the highest such sum of
any entry, so that the passages nearest in meaning decide if no text covers much of the query
(:meth:`~recommendations.search.meaning.Meaning.similarities`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean

import numpy as np
from django.db import connection
from pyroaring import BitMap

from recommendations.index.sets import as_array, union
from recommendations.index.snapshot import Snapshot
from recommendations.index.terms import (
    as_sequence,
    heading_and_body,
    pair_term,
    phrase_terms,
    place_term,
    stem_term,
    to_stems,
    weighty_term,
    word_term,
)
from recommendations.search.matching import Matches
from recommendations.search.meaning import WORDS_WEIGHT, Meaning, RelatedWords, rarity
from recommendations.search.syntax import (
    AllOf,
    AnyOf,
    InLanguage,
    Labelled,
    Node,
    Phrase,
    Prefix,
    Word,
    leaves,
    search_terms,
    words_of_term,
)

_SCAN_FACTOR = 8  # the first scan reads this multiple of the numbers expected to suffice
_SPARSE_FACTOR = 8  # sets with fewer than one in this many entries are sorted directly


def rank(
    scope: str, matches: Matches, tree: Node, topics: Sequence[str], window: BitMap, meaning: Meaning
) -> list[int]:
    """Return the entries of a window, most relevant first, then newest."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT number, language, words FROM recommendations_searchentry"
            " WHERE scope = %s AND number = ANY(%s::bigint[])",
            [scope, as_array(window)],
        )
        relevance = scores(matches, tree, topics, cursor.fetchall(), meaning)
    days = matches.snapshot.days
    return sorted(relevance, key=lambda number: (-relevance[number], -int(days[number]), number))


def newest(snapshot: Snapshot, numbers: BitMap, start: int, stop: int) -> list[int]:
    """Return entry numbers from position ``start`` to ``stop`` (exclusive), newest first."""
    size = len(numbers)
    if start >= size:
        return []
    if size * _SPARSE_FACTOR < len(snapshot.live):
        return _newest_of_few(snapshot, numbers, start, min(stop, size))
    order = snapshot.newest
    estimate = int(_SCAN_FACTOR * stop * len(order) / size)
    for scanned in (min(estimate, len(order)), len(order)):
        prefix = order[:scanned]
        positions = np.flatnonzero(_member_mask(numbers, len(snapshot.days))[prefix])
        if len(positions) >= min(stop, size):
            return [int(number) for number in prefix[positions[start:stop]]]
    return []


def _newest_of_few(snapshot: Snapshot, numbers: BitMap, start: int, stop: int) -> list[int]:
    members = np.array(numbers.to_array(), dtype=np.int64)
    keys = members - (snapshot.days[members].astype(np.int64) << 32)  # newest day first, then lowest number
    if stop < len(keys):
        keys = np.partition(keys, stop)[:stop]
    keys.sort()
    page: list[int] = (keys[start:stop] & 0xFFFFFFFF).tolist()
    return page


def _member_mask(numbers: BitMap, size: int) -> np.ndarray:
    """Return a mask over all numbers that is true for members of the set."""
    mask = np.zeros(size, dtype=bool)
    mask[np.array(numbers.to_array(), dtype=np.uint32)] = True
    return mask


WINDOW = 200  # entries ranked in addition to those related in meaning; the others follow by date

_SATURATION, _LENGTH = 0.5, 0.4
"""BM25's k1 and b. Entries are paragraphs, in which a repeated word adds little."""
_TYPICAL_LENGTH = 90  # words
_HEADING_WEIGHT = 0.6  # weight of a word in the heading
_EQUIVALENT_WEIGHT = 0.9  # weight of a word in an equivalent term
_APART_WEIGHT = 0.5  # weight of the words of a phrase anywhere in a text
_ADJACENT_BONUS = 0.5  # for two words of the query that are adjacent
_ALL_WORDS_BONUS = 0.1  # for all words as typed
_TOPIC_WEIGHT = 0.5  # for a topic that the words name


EntryWords = tuple[int, str, str]  # (number, language, sequence of words) of an entry


@dataclass(frozen=True, slots=True)
class TermSequences:
    """The alternative word sequences of a term to count in an entry, and the weight of the term.

    Each sequence has a share of the weight, and the numbers of the entries that contain it, or None if not known.
    ``apart`` are the words of each phrase. They also count if they are not adjacent, but less, and only once.
    """

    sequences: tuple[tuple[str, float, BitMap | None], ...]
    weight: float
    apart: tuple[tuple[str, ...], ...] = ()


def entries_to_rank(matches: Matches, numbers: BitMap, tree: Node, meaning: Meaning) -> BitMap:
    """Return the entries to rank: all, or the :data:`WINDOW` most promising and those near in meaning.

    Entries near in meaning come first. Then come the places that a label names exactly; entries with the words adjacent
    and weighty; with adjacent words; with all words weighty; with one word weighty; and the rest. Within each group,
    the newest come first.
    """
    ranked = meaning.numbers & numbers
    limit = len(ranked) + WINDOW
    if len(numbers) <= limit:
        return numbers
    for pool in _pools(matches, tree):
        pool_entries = (pool & numbers) - ranked
        room = limit - len(ranked)
        ranked |= pool_entries if len(pool_entries) <= room else BitMap(newest(matches.snapshot, pool_entries, 0, room))
        if len(ranked) >= limit:
            return ranked
    return ranked | BitMap(newest(matches.snapshot, numbers - ranked, 0, limit - len(ranked)))


def _pools(matches: Matches, tree: Node) -> Iterable[BitMap]:
    yield _exact_places(matches, tree)
    words = [word for node in _required_nodes(tree) for word in words_of_term(node) if " " not in word]
    weighty = [_in_any_language(matches, weighty_term, (word,)) for word in words]
    pairs = [_in_any_language(matches, pair_term, pair) for pair in pairwise(words)]
    if pairs:
        adjacent = BitMap.intersection(*pairs)
        yield adjacent & BitMap.intersection(*weighty)
        yield adjacent
    if weighty:
        yield BitMap.intersection(*weighty)
        yield union(weighty)


def _in_any_language(matches: Matches, term: Callable[..., str], words: Sequence[str]) -> BitMap:
    """Return the entries with the term of these words in any language."""
    return union(
        matches.sets.get(term(language, *to_stems(words, stems)), BitMap()) for language, stems in matches.stems.items()
    )


def _required_nodes(tree: Node) -> list[Node]:
    return list(tree.parts) if isinstance(tree, AllOf) else [tree]


def scores(
    matches: Matches, tree: Node, topics: Iterable[str], entries: Iterable[EntryWords], meaning: Meaning
) -> dict[int, float]:
    """Return a map from entry numbers to relevance, which is comparable only within one search."""
    texts: dict[str, dict[int, str]] = defaultdict(dict)
    for number, language, words in entries:
        texts[language][number] = words
    if not texts:
        return {}
    numbers = [number for language_texts in texts.values() for number in language_texts]
    parts = []
    for language, language_texts in texts.items():
        terms = _sequences_to_count(matches, tree, language, meaning)
        parts.append(_text_scores(language_texts, terms) / _total_weight(terms))
    covered = np.concatenate(parts)
    for topic in topics:
        if topic_entries := matches.snapshot.value("topic", topic):
            covered += _TOPIC_WEIGHT * _membership(numbers, topic_entries)
    total = WORDS_WEIGHT * covered * covered.max()
    if meaning.nearness or meaning.answers:
        total += meaning.similarities(numbers)
    total += total.max() * _ALL_WORDS_BONUS * _membership(numbers, matches.by_words)
    if exact_places := _exact_places(matches, tree):
        total += (1 + total.max()) * _membership(numbers, exact_places)
    return dict(zip(numbers, total.tolist(), strict=True))


def _exact_places(matches: Matches, tree: Node) -> BitMap:
    """Return the entries at a place that a label in the words names exactly: "II (c)", not "annex II (c)"."""
    places = [place for leaf in leaves(tree) if isinstance(leaf, Labelled) for place in leaf.places]
    return union(matches.sets.get(place_term(place), BitMap()) for place in places)


def _total_weight(terms: Iterable[TermSequences]) -> float:
    """Return the weight of all terms. A term that is in no text weighs as much as the others on average."""
    weights = [term.weight for term in terms]
    known = [weight for weight in weights if weight]
    return sum(weight or fmean(known) for weight in weights) if known else 1.0


def _membership(numbers: Iterable[int], entries: BitMap) -> np.ndarray:
    return np.array([number in entries for number in numbers], dtype=float)


def _text_scores(texts: Mapping[int, str], terms: Iterable[TermSequences]) -> np.ndarray:
    """Return the BM25 score of each text of one language, headings weighted separately."""
    headings, bodies = zip(*map(heading_and_body, texts.values()), strict=True)
    relative_length = np.array([body.count(" ") for body in bodies]) / _TYPICAL_LENGTH
    length_norm = _SATURATION * (1 - _LENGTH + _LENGTH * relative_length)
    parts = [(1.0, _Texts(bodies)), *([(_HEADING_WEIGHT, _Texts(headings))] if any(headings) else [])]
    numbers = BitMap(texts)
    total = np.zeros(len(texts))
    for term in terms:
        frequency = np.zeros(len(texts))
        for sequence, share, containing in term.sequences:
            if containing is None or containing.intersect(numbers):
                for part_weight, part_texts in parts:
                    frequency += share * part_weight * part_texts.count(sequence)
        if term.apart:
            frequency += _APART_WEIGHT * _share_of_words(term.apart, [part_texts for _weight, part_texts in parts])
        total += term.weight * frequency * (_SATURATION + 1) / (frequency + length_norm)
    return total


def _share_of_words(phrases: Iterable[Sequence[str]], parts: Sequence[_Texts]) -> np.ndarray:
    """Return the largest share of the words of one of the phrases that each text contains."""
    counts = ([np.sum([part.count(word) for part in parts], axis=0) for word in words] for words in phrases)
    shares = np.array([np.mean(np.array(phrase_counts) > 0, axis=0) for phrase_counts in counts])
    largest: np.ndarray = shares.max(axis=0)
    return largest


class _Texts:
    """Texts joined into one string, which is faster to search than each separately."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.joined = "\0".join(texts)
        self.ends = np.cumsum([len(text) + 1 for text in texts])

    def count(self, sequence: str) -> np.ndarray:
        """Return how many times each text contains a sequence."""
        offsets = []
        offset = self.joined.find(sequence)
        while offset >= 0:
            offsets.append(offset)
            offset = self.joined.find(sequence, offset + len(sequence))
        return np.bincount(np.searchsorted(self.ends, offsets, side="right"), minlength=len(self.ends))


def _sequences_to_count(matches: Matches, tree: Node, language: str, meaning: Meaning) -> list[TermSequences]:
    """Return the terms to count in texts of a language, with their related words and pairs of adjacent words."""
    nodes = search_terms(tree)
    stems = matches.stems.get(language, {})
    related = {near.word: near for near in meaning.words if near.language == language}
    terms = []
    for node in nodes:
        words = list(words_of_term(node))
        near_words = [related.pop(word) for word in dict.fromkeys(words) if word in related]
        sequences = _related_sequences(near_words, len(words))
        for sequence, share in _sequences(node, stems, language, 1.0):
            if sequence not in sequences or sequences[sequence][0] < share:
                sequences[sequence] = (share, None)
        weight = _rarity(matches, node, language) or (fmean(near.weight for near in near_words) if near_words else 0.0)
        terms.append(TermSequences(_flatten(sequences), weight, _words_apart(node, stems, language)))
    terms += [TermSequences(_flatten(_related_sequences([near], 1)), near.weight) for near in related.values()]
    typed_words = [stems.get(word) or word for node in nodes for word in words_of_term(node)]
    return terms + [TermSequences(((as_sequence(pair), 1.0, None),), _ADJACENT_BONUS) for pair in pairwise(typed_words)]


def _related_sequences(related: Iterable[RelatedWords], words: int) -> dict[str, tuple[float, BitMap | None]]:
    """Return a map from sequences to (share, entries), for the words related to one of ``words`` words."""
    sequences: dict[str, tuple[float, BitMap | None]] = {}
    for near in related:
        for stem, share in near.shares.items():
            sequence = as_sequence((stem,))
            if sequence not in sequences or sequences[sequence][0] < share / words:
                sequences[sequence] = (share / words, near.entries[stem])
    return sequences


def _flatten(sequences: Mapping[str, tuple[float, BitMap | None]]) -> tuple[tuple[str, float, BitMap | None], ...]:
    return tuple((sequence, share, containing) for sequence, (share, containing) in sequences.items())


def _sequences(node: Node, stems: Mapping[str, str], language: str, share: float) -> Iterable[tuple[str, float]]:
    """Yield the sequences of a term's words in texts of a language, with shares; several words split the share."""
    match node:
        case Word(word):
            yield as_sequence((stems.get(word) or word,)), share
        case Phrase(words):
            yield as_sequence(to_stems(words, stems)), share
        case Prefix(beginning):
            yield f" {beginning}", share
        case AnyOf(parts):
            for part in parts:
                yield from _sequences(part, stems, language, share)
        case AllOf(parts):
            for part in parts:
                yield from _sequences(part, stems, language, share / len(parts))
        case InLanguage(node_language, AnyOf((Phrase() as phrase, AllOf()))) if node_language == language:
            yield from _sequences(phrase, stems, language, share * _EQUIVALENT_WEIGHT)
        case InLanguage(node_language, part) if node_language == language:
            yield from _sequences(part, stems, language, share * _EQUIVALENT_WEIGHT)


def _words_apart(node: Node, stems: Mapping[str, str], language: str) -> tuple[tuple[str, ...], ...]:
    """Return the stems of each phrase of a term whose words also count apart, without stop words."""
    match node:
        case AnyOf(parts):
            return tuple(words for part in parts for words in _words_apart(part, stems, language))
        case InLanguage(node_language, AnyOf((Phrase(words), AllOf()))) if node_language == language:
            return (tuple(as_sequence((stem,)) for word in words if (stem := stems.get(word))),)
    return ()


def _rarity(matches: Matches, node: Node, language: str) -> float:
    """Return the BM25 weight of a term, higher if fewer entries contain the term; 0 if no entry does."""
    if not (count := _max_entries(matches, node, language)):
        return 0.0
    return rarity(count, len(matches.snapshot.value("language", language)))


def _max_entries(matches: Matches, node: Node, language: str) -> int:
    """Return an upper bound of the number of entries with a term: a long phrase counts by its rarest part."""
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
            return max(_max_entries(matches, part, language) for part in parts)
        case AllOf(parts):
            return min(_max_entries(matches, part, language) for part in parts)
        case InLanguage(node_language, part) if node_language == language:
            return _max_entries(matches, part, language)
    return 0
