"""Find passages and words that are related in meaning, in any language.

Two things are compared: the whole of what was asked with the passages of the texts, and each of its words with the
words of the texts. Both are vectors' directions (:mod:`recommendations.index.encoder`). The first finds what is said
in quite other words; the second sees to it that nothing of what was asked is forgotten over the rest. All of it
follows from the words alone, never from what is chosen beside them, so that a facet's counts are those of one and the
same result.

What the database answers is kept until the index has another generation. Who narrows a result, turns its page or looks
at its other tab asks the same words again, and most words of a new question were asked before; to find their neighbours
takes longer than all else that a search does.
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
from recommendations.search.matching import LookedUp
from recommendations.search.syntax import Node, search_terms, words_of_term
from recommendations.text.sentences import Passage
from recommendations.text.words import Unit, units

MAX_RELATED = 100  # entries found by meaning
NEARNESS = 1.0  # weight of the nearest passage beside all words

_CHANCE = 0.5
_STEEPNESS = 3
_MIN_SIMILARITY, _BESIDE_BEST = 0.2, 0.25
"""An entry is found by its meaning with so much of all that could be, and of what the best one has."""

# --- what the database holds nearest -----------------------------------------------------------------

_PASSAGES = 200  # nearest passages
_UNITS = 16  # words of a query taken one by one
_WORDS = 40  # nearest words, all languages together
_OF_ONE_LANGUAGE = 10
_SAME_DIRECTION = 0.6  # cosine of words that may mean the same; unrelated words reach about 0.4


@dataclass(frozen=True, slots=True)
class Nearness:
    """How near an entry is in meaning, and its passage that is nearest (cosine ``similarity``, at most 1)."""

    similarity: float
    passage: Passage


@dataclass(frozen=True, slots=True)
class NearWords:
    """What is near in meaning to a word: language -> stem -> similarity, "" for words that say nothing by themselves.

    ``empty_in`` are the dictionaries (of PostgreSQL) by which the word itself only joins others, as "of" does.
    """

    word: str
    stems: Mapping[str, Mapping[str, float]]
    empty_in: frozenset[str]


@dataclass(frozen=True, slots=True)
class Nearest:
    """What is nearest to a text (number of an entry -> how near it is) and to each of its words, in a generation of the
    index."""

    generation: int
    passages: Mapping[int, Nearness]
    words: Sequence[NearWords]

    @property
    def terms(self) -> list[str]:
        """The terms of the words that are near to its own."""
        near = ((language, stem) for word in self.words for language, stems in word.stems.items() for stem in stems)
        return [stem_term(language, stem) for language, stem in near if stem]


@dataclass(slots=True)
class _Read:
    """What the database said at one moment; places are those of what was asked. ``latest`` is the last generation of
    any index: words are those of all texts."""

    generation: int = 0
    latest: int = 0
    passages: dict[int, Nearness] = field(default_factory=dict)
    stems: dict[int, dict[str, dict[str, float]]] = field(default_factory=lambda: defaultdict(dict))
    empty_in: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))


_texts: GenerationCache[tuple[str, str], Nearest] = GenerationCache(100)
"""Scope and text -> what was nearest when it was last asked, some 40 kilobytes."""
_words: GenerationCache[Unit, NearWords] = GenerationCache(1_000)
"""Word -> what is near to it, some 4 kilobytes, in the last generation of any index: words are those of all texts."""


def kept_nearest(scope: str, text: str) -> Nearest | None:
    """Return what was nearest when this was last asked: right as long as the index has its generation."""
    return _texts.get((scope, text))


def nearest(scope: str, text: str) -> Nearest:
    """Return what is nearest to a text in the index of a scope, and to each of its words."""
    asked = list(dict.fromkeys(islice(units(text), _UNITS)))
    missing = [unit for unit in asked if _words.get(unit) is None]
    read = _ask(scope, text, missing)
    near = {unit: word for unit in asked if unit not in missing and (word := _words.get(unit, read.latest))}
    if len(near) + len(missing) < len(asked):  # a kept word is of another generation
        missing, near = asked, {}
        read = _ask(scope, text, missing)
    for place, unit in enumerate(missing, 2):
        near[unit] = NearWords(unit.word, read.stems.get(place, {}), frozenset(read.empty_in.get(place, ())))
    found = Nearest(read.generation, read.passages, [near[unit] for unit in asked])
    _texts.put({(scope, text): found}, read.generation)
    _words.put(near, read.latest)
    return found


def clear_nearest() -> None:
    """Clear the cache (for benchmarks and tests)."""
    _texts.clear()
    _words.clear()


_STATEMENT = """
WITH tuned AS MATERIALIZED (
    SELECT set_config('hnsw.ef_search', '100', true), set_config('hnsw.iterative_scan', 'relaxed_order', true)
), asked AS (
    SELECT place, literal::halfvec(512) AS vector FROM unnest(%(vectors)s::text[]) WITH ORDINALITY AS v (literal, place)
), nearest_words AS (
    SELECT asked.place, found.language, found.stem, max(found.similarity) AS similarity,
        row_number() OVER (PARTITION BY asked.place, found.language ORDER BY max(found.similarity) DESC) AS rank
    FROM tuned, asked, LATERAL (
        SELECT language, stem, 1 - (vector <=> asked.vector) AS similarity FROM recommendations_searchword
        ORDER BY vector <=> asked.vector LIMIT %(words)s
    ) AS found
    WHERE asked.place > 1 AND found.similarity >= %(same)s
    GROUP BY asked.place, found.language, found.stem
)
SELECT 'passage', found.number, '', found.start, found."end", found.similarity
    FROM tuned, asked, LATERAL (
        SELECT entry.number, passage.start, passage."end", 1 - (passage.vector <=> asked.vector) AS similarity
        FROM recommendations_searchpassage AS passage JOIN recommendations_searchentry AS entry ON {same_place}
        WHERE {of_scope} AND entry.scope = %(scope)s
        ORDER BY passage.vector <=> asked.vector LIMIT %(passages)s
    ) AS found
    WHERE asked.place = 1
UNION ALL SELECT 'word ' || language, place, stem, 0, 0, similarity FROM nearest_words
    WHERE rank <= %(of_one_language)s
UNION ALL SELECT 'empty', place, dictionary, 0, 0, 0
    FROM unnest(%(texts)s::text[]) WITH ORDINALITY AS v (written, place), unnest(%(dictionaries)s::text[]) AS dictionary
    WHERE place > 1 AND ts_lexize(dictionary::regdictionary, written) = '{{}}'
UNION ALL SELECT 'generation', generation, scope, 0, 0, 0 FROM recommendations_searchstate
"""
_PLACES = {
    SearchScope.RECOMMENDATIONS.value: (
        "entry.recommendation_id = passage.recommendation_id",
        "passage.recommendation_id IS NOT NULL",
    ),
    SearchScope.PARAGRAPHS.value: (
        "entry.paragraph_id = passage.paragraph_id",
        "passage.recommendation_id IS NULL",
    ),
}


def _ask(scope: str, text: str, words: Sequence[Unit]) -> _Read:
    """What is nearest to a text, at the first place, and to words, at the next."""
    same_place, of_scope = _PLACES[scope]
    texts = (text, *(unit.written for unit in words))
    values: dict[str, Any] = {
        "texts": list(texts),
        "vectors": as_literals(query_vectors(texts)),
        "dictionaries": list(DICTIONARIES.values()),
        "scope": scope,
        "words": _WORDS,
        "same": _SAME_DIRECTION,
        "of_one_language": _OF_ONE_LANGUAGE,
        "passages": _PASSAGES,
    }
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT.format(same_place=same_place, of_scope=of_scope), values)
        return _read(scope, cursor.fetchall())


def _read(scope: str, rows: Iterable[Sequence[Any]]) -> _Read:
    read = _Read()
    for kind, number, word, start, end, similarity in rows:
        if kind == "passage":
            known = read.passages.get(number)
            if known is None or known.similarity < similarity:
                read.passages[number] = Nearness(similarity, Passage(start, end))
        elif kind == "empty":
            read.empty_in[number].add(word)
        elif kind == "generation":
            read.latest = max(read.latest, number)
            read.generation = number if word == scope else read.generation
        else:
            read.stems[number].setdefault(kind.removeprefix("word "), {})[word] = similarity
    return read


# --- what it means for the entries -------------------------------------------------------------------


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
        least = max(_MIN_SIMILARITY, _BESIDE_BEST * max(scores.values(), default=0.0))
        best = sorted((number for number in scores if scores[number] >= least), key=lambda number: -scores[number])
        return BitMap(best[:MAX_RELATED])

    def _things(self, asked: Node, holding: Callable[[Node], BitMap], numbers: BitMap) -> list[_Thing]:
        related: dict[str, list[Related]] = defaultdict(list)
        for one in self.words:
            related[one.word].append(one)
        said = []
        for thing in search_terms(asked):
            words = list(words_of_term(thing))
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
    """Return BM25's weight of a word by the number of entries that contain it."""
    return math.log(1 + (max(everything, held) - held + 0.5) / (held + 0.5))


@dataclass(frozen=True, slots=True)
class _Thing:
    """One thing that was asked: what it weighs, and which entries say it, wholly (1) or in part."""

    weight: float
    said: Mapping[int, float]


def _said(held: BitMap, related: Sequence[Related], words: int, numbers: BitMap) -> dict[int, float]:
    """Return how far an entry covers a search term, in its own or in related words."""
    said: dict[int, float] = defaultdict(float)
    for one in related:
        for stem, share in one.shares.items():
            for number in one.held[stem] & numbers:
                said[number] += share / words
    said.update(dict.fromkeys(held & numbers, 1.0))
    return {number: min(1.0, much) for number, much in said.items()}
