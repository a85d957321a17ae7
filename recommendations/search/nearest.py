"""Read the passages and words nearest in meaning from the database.

Results are cached until the generation of the index changes. Filtering, paging and switching tabs repeat the same
words, and most words of a new query have been searched before. Finding their neighbours takes longer than the rest of a
search.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, NamedTuple

import numpy as np
from django.db import connection

from documents.web.generation_cache import GenerationCache
from recommendations.index.encoder import answer_encoder, as_literals, query_vectors
from recommendations.index.stems import DICTIONARIES
from recommendations.index.terms import stem_term
from recommendations.models import SearchScope
from recommendations.text.sentences import Passage
from recommendations.text.words import Unit, units

_MAX_PASSAGES = 100  # nearest passages
_MAX_UNITS = 16  # words of a query compared individually
_MAX_WORDS = 40  # nearest words, in all languages together
_MAX_PER_LANGUAGE = 10
_MIN_LENGTH, _MIN_LENGTH_CHINESE = 25, 8
"""Minimum length, in characters, of passages of paragraphs. Headings of a word or two are near to any word."""
_MIN_COSINE = 0.6  # minimum cosine of related words; unrelated words reach about 0.4


class QueryText(NamedTuple):
    """The words of a query, and terms of the field for the everyday words among them ("" for none)."""

    words: str
    terms: str = ""

    @property
    def parts(self) -> tuple[str, ...]:
        """The texts to encode; the query's vector is their mean."""
        return (f"{self.words} ({self.terms})", self.terms) if self.terms else (self.words,)


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
    """The result of one database query. Keys of ``stems`` and ``stop_word_in`` are positions of the texts requested.
    ``latest`` is the highest generation of any scope, because words come from all texts."""

    generation: int = 0
    latest: int = 0
    passages: dict[int, Nearness] = field(default_factory=dict)
    stems: dict[int, dict[str, dict[str, float]]] = field(default_factory=lambda: defaultdict(dict))
    stop_word_in: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))


class Answers(NamedTuple):
    """The vector of a text by the second encoder, and the passages that may answer it (entry number -> nearness)."""

    vector: np.ndarray
    passages: Mapping[int, Nearness]


_answer_cache: GenerationCache[QueryText, Answers] = GenerationCache(500)
_text_cache: GenerationCache[tuple[str, QueryText], NearestInMeaning] = GenerationCache(100)
"""(scope, text) -> the last result, about 40 kilobytes each."""
_word_cache: GenerationCache[Unit, NearWords] = GenerationCache(1_000)
"""Word -> near words, about 4 kilobytes each, by the highest generation of any scope: words come from all texts."""


def cached_nearest(scope: str, text: QueryText) -> NearestInMeaning | None:
    """Return the cached result for a text, or None. The caller must check that the index is still in its generation."""
    return _text_cache.get((scope, text))


def find_nearest(scope: str, text: QueryText) -> NearestInMeaning:
    """Return the passages nearest to a text in the index of a scope, and the words nearest to each of its words."""
    words = list(dict.fromkeys(islice(units(text.words), _MAX_UNITS)))
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
    _answer_cache.clear()
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
    WHERE query.position > 1 AND neighbour.similarity >= %(min_cosine)s
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
    WHERE rank <= %(per_language)s
UNION ALL SELECT 'empty', position, dictionary, 0, 0, 0
    FROM unnest(%(texts)s::text[]) WITH ORDINALITY AS v (written, position),
        unnest(%(dictionaries)s::text[]) AS dictionary
    WHERE position > 1 AND ts_lexize(dictionary::regdictionary, written) = '{{}}'
UNION ALL SELECT 'generation', generation, scope, 0, 0, 0 FROM recommendations_searchstate
"""
_ANSWERS = """
WITH tuned AS MATERIALIZED (
    SELECT set_config('hnsw.ef_search', '100', true), set_config('hnsw.iterative_scan', 'relaxed_order', true)
)
SELECT nearest.number, nearest.start, nearest."end", nearest.similarity
FROM tuned, LATERAL (
    SELECT entry.number, passage.start, passage."end",
        1 - (passage.answer_vector <=> %(vector)s::halfvec(384)) AS similarity
    FROM recommendations_searchpassage AS passage
    JOIN recommendations_searchentry AS entry ON entry.recommendation_id = passage.recommendation_id
    WHERE passage.recommendation_id IS NOT NULL AND passage.answer_vector IS NOT NULL AND entry.scope = %(scope)s
    ORDER BY passage.answer_vector <=> %(vector)s::halfvec(384) LIMIT %(passages)s
) AS nearest
"""


def find_answers(text: QueryText, generation: int) -> Answers:
    """Return the recommendations with passages that may answer a text, by the second encoder. ``generation`` is the
    current generation of the index.
    """
    answers = _answer_cache.get(text, generation)
    if answers is None:
        vector = np.mean([answer_encoder().encode_query(part) for part in text.parts], axis=0)
        vector /= np.linalg.norm(vector)
        [literal] = as_literals([vector])
        with connection.cursor() as cursor:
            cursor.execute(
                _ANSWERS, {"vector": literal, "scope": SearchScope.RECOMMENDATIONS, "passages": _MAX_PASSAGES}
            )
            rows = cursor.fetchall()
        answers = Answers(vector, _nearest_of_each((number, start, end, near) for number, start, end, near in rows))
        _answer_cache.put({text: answers}, generation)
    return answers


def _nearest_of_each(rows: Iterable[tuple[int, int, int, float]]) -> dict[int, Nearness]:
    nearest: dict[int, Nearness] = {}
    for number, start, end, similarity in rows:
        if number not in nearest or nearest[number].similarity < similarity:
            nearest[number] = Nearness(similarity, Passage(start, end))
    return nearest


_CONDITIONS = {
    SearchScope.RECOMMENDATIONS.value: (
        "entry.recommendation_id = passage.recommendation_id",
        "passage.recommendation_id IS NOT NULL",
    ),
    SearchScope.PARAGRAPHS.value: (
        "entry.paragraph_id = passage.paragraph_id",
        'passage.recommendation_id IS NULL AND passage."end" - passage.start >='
        f" CASE entry.language WHEN 'zh' THEN {_MIN_LENGTH_CHINESE} ELSE {_MIN_LENGTH} END",
    ),
}


def _read_neighbours(scope: str, text: QueryText, words: Sequence[Unit]) -> _Neighbours:
    """Read the neighbours of a text (position 1) and of words (from position 2)."""
    same_place, of_scope = _CONDITIONS[scope]
    texts = [*text.parts, *(unit.written for unit in words)]
    vectors = query_vectors(texts)
    parts = len(text.parts)
    values: dict[str, Any] = {
        "texts": [text.words, *texts[parts:]],
        "vectors": as_literals([vectors[:parts].mean(axis=0), *vectors[parts:]]),
        "dictionaries": list(DICTIONARIES.values()),
        "scope": scope,
        "words": _MAX_WORDS,
        "min_cosine": _MIN_COSINE,
        "per_language": _MAX_PER_LANGUAGE,
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
