"""What the database holds nearest in meaning to what is asked: passages of texts, and words.

Both are kept by the process until the index has another generation. Who narrows a result, turns its page or looks at
its other tab asks the same words again and again, and most words of a new question were asked before: to find their
neighbours takes longer than all else that a search does.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db import connection

from recommendations.index.encoder import as_literals, query_vectors
from recommendations.index.stems import DICTIONARIES
from recommendations.index.terms import stem_term
from recommendations.models import SearchScope
from recommendations.text.sentences import Passage
from recommendations.text.words import Unit, units

_PASSAGES = 200
"""So many of the nearest passages are looked at."""
_UNITS = 16
"""So many words of what is asked are taken by themselves."""
_WORDS = 40
"""So many of the nearest words are looked at, of all languages together."""
_OF_ONE_LANGUAGE = 10
_SAME_DIRECTION = 0.6
"""Words as near as this (cosine) may mean the same; with chance alone two words are at about 0.4."""
_TEXTS_KEPT, _WORDS_KEPT = 100, 1_000
"""A text's passages take some 40 kilobytes, a word's neighbours some 4."""


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


_texts: dict[tuple[str, str], Nearest] = {}
"""Scope and text -> what was nearest when it was last asked."""
_words: dict[Unit, tuple[int, NearWords]] = {}
"""Word -> what was near to it, and the last generation of any index at that time."""
_keeping = threading.Lock()


def kept_nearest(scope: str, text: str) -> Nearest | None:
    """What was nearest when this was last asked, if it is kept: right as long as the index has its generation."""
    return _texts.get((scope, text))


def nearest(scope: str, text: str) -> Nearest:
    """What is nearest to a text in the index of a scope, and to each of its words."""
    asked = list(dict.fromkeys(islice(units(text), _UNITS)))
    known = {unit: kept for unit in asked if (kept := _words.get(unit))}
    read = _ask(scope, text, [unit for unit in asked if unit not in known])
    if any(latest != read.latest for latest, _near in known.values()):
        known = {}
        read = _ask(scope, text, asked)
    near = {unit: word for unit, (_latest, word) in known.items()}
    for place, unit in enumerate((unit for unit in asked if unit not in known), 2):
        near[unit] = NearWords(unit.word, read.stems.get(place, {}), frozenset(read.empty_in.get(place, ())))
    found = Nearest(read.generation, read.passages, [near[unit] for unit in asked])
    _keep(_texts, {(scope, text): found}, _TEXTS_KEPT)
    _keep(_words, {unit: (read.latest, word) for unit, word in near.items()}, _WORDS_KEPT)
    return found


def forget_nearest() -> None:
    """Look anew for what is near to what is asked: for who measures that."""
    with _keeping:
        _texts.clear()
        _words.clear()


def _keep(kept: dict[Any, Any], more: Mapping[Any, Any], most: int) -> None:
    """Keep more of it; what was kept first goes where there is too much."""
    with _keeping:
        for key, found in more.items():
            kept.pop(key, None)
            kept[key] = found
        for key in list(islice(kept, max(0, len(kept) - most))):
            del kept[key]


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
