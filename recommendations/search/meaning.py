"""What is near in meaning to the words that were asked, in whatever language they and the texts are.

Two things are compared: the whole of what was asked with the passages of the texts, and each of its words with the
words of the texts. Both are vectors' directions (:mod:`recommendations.encoder`). The first finds what is said in quite
other words; the second sees to it that nothing of what was asked is forgotten over the rest. All of it follows from the
words alone, never from what is chosen beside them, so that a facet's counts are those of one and the same result.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from statistics import fmean
from typing import Any

from django.db import connection
from pyroaring import BitMap

from recommendations.encoder import as_literals, query_vectors
from recommendations.index.sets import union, unpacked
from recommendations.index.stems import DICTIONARIES
from recommendations.index.terms import stem_term
from recommendations.models import SearchScope
from recommendations.search.nodes import Node
from recommendations.search.things import things, typed_words
from recommendations.text.sentences import Passage
from recommendations.text.units import units

MOST = 100
"""So many entries are found by their meaning, the nearest."""
NEARNESS = 1.0
"""What the nearness of the passage counts, beside all the words."""

_PASSAGES = 200
"""So many of the nearest passages are looked at."""
_UNITS = 16
"""So many words of what is asked are taken by themselves."""
_WORDS = 40
"""So many of the nearest words are looked at, of all languages together."""
_OF_ONE_LANGUAGE = 10
_SAME_DIRECTION = 0.6
"""Words as near as this (cosine) may mean the same; with chance alone two words are at about 0.4."""
_CHANCE = 0.5
_STEEPNESS = 3
_LEAST, _BESIDE_BEST = 0.2, 0.25
"""An entry is found by its meaning with so much of all that could be, and of what the best one has."""


@dataclass(frozen=True, slots=True)
class Nearness:
    """How near an entry is in meaning, and its passage that is nearest (cosine ``similarity``, at most 1)."""

    similarity: float
    passage: Passage


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
), related AS MATERIALIZED (
    SELECT place, language, stem, similarity FROM nearest_words WHERE rank <= %(of_one_language)s
)
SELECT 'passage', found.number, '', found.start, found."end", found.similarity, NULL::bytea
    FROM tuned, asked, LATERAL (
        SELECT entry.number, passage.start, passage."end", 1 - (passage.vector <=> asked.vector) AS similarity
        FROM recommendations_searchpassage AS passage JOIN recommendations_searchentry AS entry ON {same_place}
        WHERE {of_scope} AND entry.scope = %(scope)s
        ORDER BY passage.vector <=> asked.vector LIMIT %(passages)s
    ) AS found
    WHERE asked.place = 1
UNION ALL SELECT 'word ' || language, place, stem, 0, 0, similarity, NULL FROM related
UNION ALL SELECT 'entries', 0, term, 0, 0, 0, numbers FROM recommendations_searchterm
    WHERE scope = %(scope)s AND term IN (SELECT language || ':' || stem FROM related WHERE stem <> '')
UNION ALL SELECT 'empty', place, dictionary, 0, 0, 0, NULL
    FROM unnest(%(texts)s::text[]) WITH ORDINALITY AS v (written, place), unnest(%(dictionaries)s::text[]) AS dictionary
    WHERE place > 1 AND ts_lexize(dictionary::regdictionary, written) = '{{}}'
UNION ALL SELECT 'state', next_number, '', 0, 0, 0, NULL FROM recommendations_searchstate WHERE scope = %(scope)s
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


def near_in_meaning(scope: str, text: str) -> Meaning:
    """What is near in meaning to a text, in an index of published texts."""
    asked = list(dict.fromkeys(islice(units(text), _UNITS)))
    found = _fetch(scope, (text, *(unit.written for unit in asked)))
    words = tuple(_related(unit.word, found, place) for place, unit in enumerate(asked, 2))
    related = tuple(one for of_word in words for one in of_word)
    return Meaning(found.passages, related, found.numbers)


@dataclass(slots=True)
class _Found:
    """What the database found: the nearest passages of entries, the words near those that were asked, their entries."""

    passages: dict[int, Nearness] = field(default_factory=dict)
    words: dict[int, dict[str, dict[str, float]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(dict))
    )
    entries: dict[str, list[BitMap]] = field(default_factory=lambda: defaultdict(list))
    empty: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    numbers: int = 0

    def says_nothing(self, place: int) -> bool:
        """Whether a word only joins others ("of"), in the language that has most such words for what was asked."""
        return place in max(self.empty.values(), key=len, default=set())


def _fetch(scope: str, texts: tuple[str, ...]) -> _Found:
    same_place, of_scope = _PLACES[scope]
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
    found = _Found()
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT.format(same_place=same_place, of_scope=of_scope), values)
        for kind, number, word, start, end, similarity, numbers in cursor.fetchall():
            if kind == "passage":
                known = found.passages.get(number)
                if known is None or known.similarity < similarity:
                    found.passages[number] = Nearness(similarity, Passage(start, end))
            elif kind == "entries":
                found.entries[word].append(unpacked(numbers))
            elif kind == "empty":
                found.empty[word].add(number)
            elif kind == "state":
                found.numbers = number
            else:
                by_language = found.words.setdefault(number, {})
                by_language.setdefault(kind.removeprefix("word "), {})[word] = similarity
    return found


def _related(word: str, found: _Found, place: int) -> list[Related]:
    """The words that mean what one word does, language by language; none where it says nothing by itself ("of")."""
    related: list[Related] = []
    if found.says_nothing(place):
        return related
    for language, similarities in found.words.get(place, {}).items():
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
        held = {stem: union(found.entries.get(stem_term(language, stem), [])) for stem in shares}
        weight = sum(share * rarity(len(held[stem]), found.numbers) for stem, share in shares.items())
        related.append(Related(word, language, shares, held, weight / sum(shares.values())))
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
