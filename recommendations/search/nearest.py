"""What the database holds nearest in meaning to what is asked: passages of texts, and words.

The words nearest to a word are kept by the process, as long as no text brings a new word: the words that people ask
for are few, and to find their neighbours takes the database longer than all else that a search does. A whole question
is seldom asked twice; its passages are looked for each time, with the sets of the words in the same statement.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from pyroaring import BitMap

from recommendations.encoder import as_literals, query_vectors
from recommendations.index.sets import unpacked
from recommendations.index.stems import DICTIONARIES
from recommendations.index.terms import stem_term
from recommendations.models import SearchScope
from recommendations.text.sentences import Passage

_PASSAGES = 200
"""So many of the nearest passages are looked at."""
_WORDS = 40
"""So many of the nearest words are looked at, of all languages together."""
_OF_ONE_LANGUAGE = 10
_SAME_DIRECTION = 0.6
"""Words as near as this (cosine) may mean the same; with chance alone two words are at about 0.4."""
_MOST_KEPT = 2_000
"""So many words keep what is nearest to them, some kilobytes each."""


@dataclass(frozen=True, slots=True)
class Nearness:
    """How near an entry is in meaning, and its passage that is nearest (cosine ``similarity``, at most 1)."""

    similarity: float
    passage: Passage


@dataclass(frozen=True, slots=True)
class NearWords:
    """What is near in meaning to one word: language -> stem -> similarity, "" for words that say nothing by themselves.

    ``empty_in`` are the dictionaries (of PostgreSQL) by which the word itself only joins others, as "of" does.
    """

    stems: Mapping[str, Mapping[str, float]]
    empty_in: frozenset[str]


@dataclass(frozen=True, slots=True)
class Nearest:
    """What is nearest to a text (number of an entry -> how near it is) and to each of its words, with the entries of
    the terms of these words' stems. ``numbers`` is how many numbers the index has given."""

    passages: Mapping[int, Nearness]
    words: Sequence[NearWords]
    entries: Mapping[str, Sequence[BitMap]]
    numbers: int


@dataclass(slots=True)
class _Read:
    """What the database said at one moment. ``vocabulary`` tells that moment's words from those of another."""

    passages: dict[int, Nearness] = field(default_factory=dict)
    stems: dict[int, dict[str, dict[str, float]]] = field(default_factory=dict)
    empty_in: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    entries: dict[str, list[BitMap]] = field(default_factory=lambda: defaultdict(list))
    numbers: int = 0
    vocabulary: str = ""

    def near(self, place: int) -> NearWords:
        return NearWords(self.stems.get(place, {}), frozenset(self.empty_in.get(place, ())))


@dataclass(frozen=True, slots=True)
class _Kept:
    vocabulary: str = ""
    near: dict[str, NearWords] = field(default_factory=dict)


_kept = _Kept()


def nearest(scope: str, text: str, words: Iterable[str]) -> Nearest:
    """What is nearest to a text in the index of a scope, and to some of its words, each as it is written."""
    asked = list(words)
    known = _kept
    near = {word: known.near[word] for word in asked if word in known.near}
    read, fresh = _ask(scope, text, [word for word in asked if word not in near], _terms(near.values()))
    if near and read.vocabulary != known.vocabulary:  # new words came: they may be nearer
        near = {}
        read, fresh = _ask(scope, text, asked, ())
    _keep(read.vocabulary, fresh)
    near |= fresh
    return Nearest(read.passages, [near[word] for word in asked], read.entries, read.numbers)


def forget_words() -> None:
    """Look anew for what is near to each word: for who measures that."""
    _keep("", {})


def _keep(vocabulary: str, fresh: Mapping[str, NearWords]) -> None:
    global _kept
    if vocabulary != _kept.vocabulary or len(_kept.near) > _MOST_KEPT:
        _kept = _Kept(vocabulary)
    _kept.near.update(fresh)


def _terms(near: Iterable[NearWords]) -> list[str]:
    return [stem_term(language, stem) for one in near for language, of in one.stems.items() for stem in of if stem]


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
    WHERE scope = %(scope)s AND term = ANY(
        ARRAY(SELECT language || ':' || stem FROM related WHERE stem <> '') || %(terms)s::text[]
    )
UNION ALL SELECT 'empty', place, dictionary, 0, 0, 0, NULL
    FROM unnest(%(texts)s::text[]) WITH ORDINALITY AS v (written, place), unnest(%(dictionaries)s::text[]) AS dictionary
    WHERE place > 1 AND ts_lexize(dictionary::regdictionary, written) = '{{}}'
UNION ALL (SELECT 'vocabulary', id, xmin::text, 0, 0, 0, NULL FROM recommendations_searchword ORDER BY id DESC LIMIT 1)
UNION ALL SELECT 'state', next_number, '', 0, 0, 0, NULL FROM recommendations_searchstate WHERE scope = %(scope)s
"""
"""The words only become more, those of one transaction at a time: the last one tells them all."""
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


def _ask(scope: str, text: str, words: Sequence[str], terms: Sequence[str]) -> tuple[_Read, dict[str, NearWords]]:
    """What is nearest to a text and to these words, and the entries of their terms and of ``terms`` beside."""
    same_place, of_scope = _PLACES[scope]
    texts = (text, *words)
    values: dict[str, Any] = {
        "texts": list(texts),
        "vectors": as_literals(query_vectors(texts)),
        "dictionaries": list(DICTIONARIES.values()),
        "terms": list(terms),
        "scope": scope,
        "words": _WORDS,
        "same": _SAME_DIRECTION,
        "of_one_language": _OF_ONE_LANGUAGE,
        "passages": _PASSAGES,
    }
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT.format(same_place=same_place, of_scope=of_scope), values)
        read = _read(cursor.fetchall())
    return read, {word: read.near(place) for place, word in enumerate(words, 2)}


def _read(rows: Iterable[Sequence[Any]]) -> _Read:
    read = _Read()
    for kind, number, word, start, end, similarity, numbers in rows:
        if kind == "passage":
            known = read.passages.get(number)
            if known is None or known.similarity < similarity:
                read.passages[number] = Nearness(similarity, Passage(start, end))
        elif kind == "entries":
            read.entries[word].append(unpacked(numbers))
        elif kind == "empty":
            read.empty_in[number].add(word)
        elif kind == "vocabulary":
            read.vocabulary = f"{number} {word}"
        elif kind == "state":
            read.numbers = number
        else:
            by_language = read.stems.setdefault(number, {})
            by_language.setdefault(kind.removeprefix("word "), {})[word] = similarity
    return read
