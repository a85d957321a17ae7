"""Find passages and words that are related in meaning, in any language.

Two comparisons are made by the direction of vectors (:mod:`recommendations.index.encoder`): the whole query with the
passages of the texts, and each of its words with the words of the texts. The first finds text in quite different
words; the second ensures that no word of the query is neglected. Both depend on the words alone, never on the
filters, so that the counts of all facets describe the same result.

Results of the database are cached until the generation of the index changes. Filtering, paging and switching tabs
repeat the same words, and most words of a new query have been searched before. Finding their neighbours takes longer
than the rest of a search.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from statistics import fmean
from typing import Any

from django.db import connection
from pyroaring import BitMap

from documents.web.generation_cache import GenerationCache
from recommendations.index.encoder import as_literals, query_vectors
from recommendations.index.stems import DICTIONARIES
from recommendations.index.terms import stem_term
from recommendations.models import SearchScope
from recommendations.search.matching import IndexLookup
from recommendations.search.syntax import Node, search_terms, words_of_term
from recommendations.text.sentences import Passage
from recommendations.text.words import Unit, units

MAX_RELATED = 100  # entries matched by meaning
NEARNESS_WEIGHT = 1.0  # weight of the nearest passage, relative to that of all words together

_CHANCE_SIMILARITY = 0.5  # a word this near to a word of the query counts nothing; an equal word (1) counts fully
_STEEPNESS = 3  # exponent of the increase between the two
_MIN_SIMILARITY, _MIN_RELATIVE_TO_BEST = 0.2, 0.25
"""Minimum score of an entry matched by meaning: absolute, and as a fraction of the best score."""

# --- nearest neighbours in the database --------------------------------------------------------------

_MAX_PASSAGES = 200  # nearest passages
_MAX_UNITS = 16  # words of a query compared individually
_MAX_WORDS = 40  # nearest words, in all languages together
_MAX_PER_LANGUAGE = 10
_MIN_COSINE = 0.6  # minimum cosine of related words; unrelated words reach about 0.4


@dataclass(frozen=True, slots=True)
class Nearness:
    """The nearest passage of an entry, and its similarity in meaning (a cosine, at most 1)."""

    similarity: float
    passage: Passage


@dataclass(frozen=True, slots=True)
class NearWords:
    """Words near in meaning to a word: language -> stem -> similarity, with stem "" for stop words.

    ``stop_word_in`` are the PostgreSQL dictionaries in which the word itself is a stop word.
    """

    word: str
    stems: Mapping[str, Mapping[str, float]]
    stop_word_in: frozenset[str]


@dataclass(frozen=True, slots=True)
class NearestInMeaning:
    """The passages nearest to a text (entry number -> nearness), and the words nearest to each of its words, in one
    generation of the index."""

    generation: int
    passages: Mapping[int, Nearness]
    words: Sequence[NearWords]

    @property
    def terms(self) -> list[str]:
        """The index terms of the near words, without stop words."""
        pairs = ((language, stem) for word in self.words for language, stems in word.stems.items() for stem in stems)
        return [stem_term(language, stem) for language, stem in pairs if stem]


@dataclass(slots=True)
class _Neighbours:
    """The rows of one query. Keys of ``stems`` and ``stop_word_in`` are positions of the texts requested. ``latest`` is
    the highest generation of any scope, because words come from all texts."""

    generation: int = 0
    latest: int = 0
    passages: dict[int, Nearness] = field(default_factory=dict)
    stems: dict[int, dict[str, dict[str, float]]] = field(default_factory=lambda: defaultdict(dict))
    stop_word_in: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))


_text_cache: GenerationCache[tuple[str, str], NearestInMeaning] = GenerationCache(100)
"""(scope, text) -> the last result, about 40 kilobytes each."""
_word_cache: GenerationCache[Unit, NearWords] = GenerationCache(1_000)
"""Word -> near words, about 4 kilobytes each, by the highest generation of any scope: words come from all texts."""


def cached_nearest(scope: str, text: str) -> NearestInMeaning | None:
    """Return the cached result for a text, or None. It is valid only while the index is in the same generation."""
    return _text_cache.get((scope, text))


def find_nearest(scope: str, text: str) -> NearestInMeaning:
    """Return the passages nearest to a text in the index of a scope, and the words nearest to each of its words."""
    words = list(dict.fromkeys(islice(units(text), _MAX_UNITS)))
    uncached = [unit for unit in words if _word_cache.get(unit) is None]
    nearby = _read_neighbours(scope, text, uncached)
    near = {unit: word for unit in words if unit not in uncached and (word := _word_cache.get(unit, nearby.latest))}
    if len(near) + len(uncached) < len(words):  # a cached word is from an older generation
        uncached, near = words, {}
        nearby = _read_neighbours(scope, text, uncached)
    for key, unit in enumerate(uncached, 2):
        near[unit] = NearWords(unit.word, nearby.stems.get(key, {}), frozenset(nearby.stop_word_in.get(key, ())))
    result = NearestInMeaning(nearby.generation, nearby.passages, [near[unit] for unit in words])
    _text_cache.put({(scope, text): result}, nearby.generation)
    _word_cache.put(near, nearby.latest)
    return result


def clear_nearest() -> None:
    """Clear the cache (for benchmarks and tests)."""
    _text_cache.clear()
    _word_cache.clear()


_STATEMENT = """
WITH tuned AS MATERIALIZED (
    SELECT set_config('hnsw.ef_search', '100', true), set_config('hnsw.iterative_scan', 'relaxed_order', true)
), query AS (
    SELECT position, literal::halfvec(512) AS vector
    FROM unnest(%(vectors)s::text[]) WITH ORDINALITY AS v (literal, position)
), nearest_words AS (
    SELECT query.position, neighbour.language, neighbour.stem, max(neighbour.similarity) AS similarity,
        row_number() OVER (
            PARTITION BY query.position, neighbour.language ORDER BY max(neighbour.similarity) DESC
        ) AS rank
    FROM tuned, query, LATERAL (
        SELECT language, stem, 1 - (vector <=> query.vector) AS similarity FROM recommendations_searchword
        ORDER BY vector <=> query.vector LIMIT %(words)s
    ) AS neighbour
    WHERE query.position > 1 AND neighbour.similarity >= %(same)s
    GROUP BY query.position, neighbour.language, neighbour.stem
)
SELECT 'passage', neighbour.number, '', neighbour.start, neighbour."end", neighbour.similarity
    FROM tuned, query, LATERAL (
        SELECT entry.number, passage.start, passage."end", 1 - (passage.vector <=> query.vector) AS similarity
        FROM recommendations_searchpassage AS passage JOIN recommendations_searchentry AS entry ON {same_place}
        WHERE {of_scope} AND entry.scope = %(scope)s
        ORDER BY passage.vector <=> query.vector LIMIT %(passages)s
    ) AS neighbour
    WHERE query.position = 1
UNION ALL SELECT 'word ' || language, position, stem, 0, 0, similarity FROM nearest_words
    WHERE rank <= %(of_one_language)s
UNION ALL SELECT 'empty', position, dictionary, 0, 0, 0
    FROM unnest(%(texts)s::text[]) WITH ORDINALITY AS v (written, position),
        unnest(%(dictionaries)s::text[]) AS dictionary
    WHERE position > 1 AND ts_lexize(dictionary::regdictionary, written) = '{{}}'
UNION ALL SELECT 'generation', generation, scope, 0, 0, 0 FROM recommendations_searchstate
"""
_CONDITIONS = {
    SearchScope.RECOMMENDATIONS.value: (
        "entry.recommendation_id = passage.recommendation_id",
        "passage.recommendation_id IS NOT NULL",
    ),
    SearchScope.PARAGRAPHS.value: (
        "entry.paragraph_id = passage.paragraph_id",
        "passage.recommendation_id IS NULL",
    ),
}


def _read_neighbours(scope: str, text: str, words: Sequence[Unit]) -> _Neighbours:
    """Read the neighbours of a text, at position 1, and of words, at the following positions."""
    same_place, of_scope = _CONDITIONS[scope]
    texts = (text, *(unit.written for unit in words))
    values: dict[str, Any] = {
        "texts": list(texts),
        "vectors": as_literals(query_vectors(texts)),
        "dictionaries": list(DICTIONARIES.values()),
        "scope": scope,
        "words": _MAX_WORDS,
        "same": _MIN_COSINE,
        "of_one_language": _MAX_PER_LANGUAGE,
        "passages": _MAX_PASSAGES,
    }
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT.format(same_place=same_place, of_scope=of_scope), values)
        return _neighbours(scope, cursor.fetchall())


def _neighbours(scope: str, rows: Iterable[Sequence[Any]]) -> _Neighbours:
    neighbours = _Neighbours()
    for kind, number, word, start, end, similarity in rows:
        if kind == "passage":
            nearest_passage = neighbours.passages.get(number)
            if nearest_passage is None or nearest_passage.similarity < similarity:
                neighbours.passages[number] = Nearness(similarity, Passage(start, end))
        elif kind == "empty":
            neighbours.stop_word_in[number].add(word)
        elif kind == "generation":
            neighbours.latest = max(neighbours.latest, number)
            neighbours.generation = number if word == scope else neighbours.generation
        else:
            neighbours.stems[number].setdefault(kind.removeprefix("word "), {})[word] = similarity
    return neighbours


# --- matching and ranking entries --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RelatedWords:
    """Words of texts in one language that are related to a word of the query: stem -> fraction of its weight.

    ``entries`` are those of each stem; ``weight`` is that of BM25, higher for rarer words.
    """

    word: str
    language: str
    shares: Mapping[str, float]
    entries: Mapping[str, BitMap]
    weight: float


@dataclass(frozen=True, slots=True)
class Meaning:
    """Passages and words near in meaning to a text. ``nearness`` maps entry numbers to nearness; ``entries`` is the
    total number of entries."""

    nearness: Mapping[int, Nearness] = field(default_factory=dict)
    words: tuple[RelatedWords, ...] = ()
    entries: int = 0

    def related_entries(self, tree: Node, entries_containing: Callable[[Node], BitMap]) -> BitMap:
        """Return the entries that score high enough, by their nearest passage and the search terms they cover.

        ``entries_containing`` returns the entries that contain a term or an equivalent one.
        """
        numbers = BitMap(self.nearness)
        scores = {number: NEARNESS_WEIGHT * nearness.similarity for number, nearness in self.nearness.items()}
        terms = self._weighted_terms(tree, entries_containing, numbers)
        total_weight = sum(term.weight for term in terms)
        for term in terms:
            for number, share in term.coverage.items():
                scores[number] += share * term.weight / total_weight
        minimum = max(_MIN_SIMILARITY, _MIN_RELATIVE_TO_BEST * max(scores.values(), default=0.0))
        best = sorted((number for number in scores if scores[number] >= minimum), key=lambda number: -scores[number])
        return BitMap(best[:MAX_RELATED])

    def _weighted_terms(self, tree: Node, containing: Callable[[Node], BitMap], numbers: BitMap) -> list[_WeightedTerm]:
        related: dict[str, list[RelatedWords]] = defaultdict(list)
        for related_words in self.words:
            related[related_words.word].append(related_words)
        weighted = []
        for term in search_terms(tree):
            words = list(words_of_term(term))
            group = [near for word in dict.fromkeys(words) for near in related.pop(word, ())]
            entries = containing(term)
            if entries or group:
                weight = rarity(len(entries), self.entries) if entries else fmean(near.weight for near in group)
                weighted.append(_WeightedTerm(weight, _coverage(entries, group, len(words), numbers)))
        for group in related.values():
            weighted.append(_WeightedTerm(max(near.weight for near in group), _coverage(BitMap(), group, 1, numbers)))
        return weighted


def meaning_of(near: NearestInMeaning, index: IndexLookup) -> Meaning:
    """Combine the nearest passages and words with the index's sets of their terms (:attr:`NearestInMeaning.terms`)."""
    stop_words = _stop_words(near.words)
    related = (item for i, word in enumerate(near.words) if i not in stop_words for item in _related_words(word, index))
    return Meaning(near.passages, tuple(related), len(index.snapshot.live))


def _stop_words(words: Sequence[NearWords]) -> set[int]:
    """Return the positions of the stop words, by the language in which most words of the query are stop words."""
    by_language: dict[str, set[int]] = defaultdict(set)
    for position, word in enumerate(words):
        for dictionary in word.stop_word_in:
            by_language[dictionary].add(position)
    return max(by_language.values(), key=len, default=set())


def _related_words(word: NearWords, index: IndexLookup) -> list[RelatedWords]:
    """Return the words related to a word, by language."""
    related: list[RelatedWords] = []
    for language, similarities in word.stems.items():
        best = max(similarities, key=lambda stem: similarities[stem])
        if not best:
            continue
        counts = {
            stem: ((similarity - _CHANCE_SIMILARITY) / (1 - _CHANCE_SIMILARITY)) ** _STEEPNESS
            for stem, similarity in similarities.items()
            if stem
        }
        scale = math.sqrt(counts[best])
        shares = {stem: count / scale for stem, count in counts.items()}
        entries = {stem: index.sets.get(stem_term(language, stem), BitMap()) for stem in shares}
        weight = sum(share * rarity(len(entries[stem]), len(index.snapshot.live)) for stem, share in shares.items())
        related.append(RelatedWords(word.word, language, shares, entries, weight / sum(shares.values())))
    return related


def rarity(count: int, total: int) -> float:
    """Return the BM25 weight of a word, from the number of entries that contain it and of all entries."""
    return math.log(1 + (max(total, count) - count + 0.5) / (count + 0.5))


@dataclass(frozen=True, slots=True)
class _WeightedTerm:
    """A search term: its weight, and the fraction of the term that each entry covers (1 for all)."""

    weight: float
    coverage: Mapping[int, float]


def _coverage(entries: BitMap, related: Sequence[RelatedWords], words: int, numbers: BitMap) -> dict[int, float]:
    """Return the fraction of a search term that each entry covers, with the words themselves or related ones."""
    shares: dict[int, float] = defaultdict(float)
    for related_words in related:
        for stem, share in related_words.shares.items():
            for number in related_words.entries[stem] & numbers:
                shares[number] += share / words
    shares.update(dict.fromkeys(entries & numbers, 1.0))
    return {number: min(1.0, share) for number, share in shares.items()}
