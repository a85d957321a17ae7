"""Count matches in plain SQL, without the sets of the search index, to verify the counts of the search. The stages of a
recommendation, which share a head, count once."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db import connection

from recommendations.index.stems import DICTIONARIES
from tests.benchmarks.search.peers import FACETS, Answer
from tests.benchmarks.search.queries import Query

_IN_WORDS = "strpos(entry.words, %s) > 0"
_IN_TEXT = (
    r"EXISTS (SELECT FROM regexp_split_to_table(lower(row.text), '\W+') AS word"
    " WHERE ts_lexize(%s::regdictionary, word) = ARRAY[%s])"
)


def plain_count(query: Query) -> Answer:
    """Return the total and, for each value of a facet, the number of matches given the words and the choices in the
    other facets."""
    words_condition, values = _words_condition(query)
    counts: dict[str, dict[str, int]] = {facet: {} for facet in FACETS}
    base = _counts(words_condition, values, query.choices)
    for facet in FACETS:
        is_selected = facet in query.choices
        facet_counts = _counts(words_condition, values, query.choices, excluded=facet) if is_selected else base
        counts[facet] = facet_counts[facet]
    return Answer(_total(words_condition, values, query.choices), counts)


def _counts(
    words_condition: str, values: list[Any], choices: dict[str, tuple[str, ...]], excluded: str = ""
) -> dict[str, dict[str, int]]:
    where, selected = _where(words_condition, choices, excluded)
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT value, count(DISTINCT entry.head) FROM recommendations_searchentry AS entry"
            " JOIN recommendations_recommendation AS row ON row.id = entry.recommendation_id,"
            f" unnest(entry.facets) AS value WHERE {where} GROUP BY value",
            [*values, *selected],
        )
        for term, number in cursor.fetchall():
            facet, _sign, value = term.removeprefix("@").partition("=")
            counts[facet][value] = number
    return counts


def _total(words_condition: str, values: list[Any], choices: dict[str, tuple[str, ...]]) -> int:
    where, selected = _where(words_condition, choices, "")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(DISTINCT entry.head) FROM recommendations_searchentry AS entry"
            f" JOIN recommendations_recommendation AS row ON row.id = entry.recommendation_id WHERE {where}",
            [*values, *selected],
        )
        total: int = cursor.fetchone()[0]
        return total


def _where(words_condition: str, choices: dict[str, tuple[str, ...]], excluded: str) -> tuple[str, list[Any]]:
    selected = [[f"@{facet}={value}" for value in values] for facet, values in choices.items() if facet != excluded]
    return " AND ".join([words_condition, *["entry.facets && %s::varchar[]"] * len(selected)]), selected


def _words_condition(query: Query) -> tuple[str, list[Any]]:
    """Return the condition for the words and its values, using PostgreSQL's stems in the language of the text."""
    if not query.words:
        return "true", []
    if query.kind == "X1":
        return "lower(row.text) ~ %s", [rf"\m{query.words[0]}"]
    conditions, values = [], []
    for language in ("en", "fr", "es", "ru", "ar", "zh"):
        word_conditions = _conditions(query, language)
        conditions.append(" AND ".join(["entry.language = %s", *(condition for condition, _values in word_conditions)]))
        values += [language, *(value for _condition, bound in word_conditions for value in bound)]
    return "((" + ") OR (".join(conditions) + "))", values


def _conditions(query: Query, language: str) -> list[tuple[str, list[str]]]:
    """Return the conditions that must all be true, with their values."""
    stems = [_stem(word, language) for word in query.words]
    if query.kind.startswith("P"):
        phrase = " ".join(stem or word for stem, word in zip(stems, query.words, strict=True))
        return [(_IN_WORDS, [f" {phrase} "])]
    return [_in_words(stem, language) for stem in stems if stem]


def _in_words(stem: str, language: str) -> tuple[str, list[str]]:
    """Return the condition that a text contains a stem. A stem that is itself a stop word is looked up in the text,
    because among the entry's words, "most" may represent "most" or "mostly"."""
    return (_IN_WORDS, [f" {stem} "]) if _stem(stem, language) else (_IN_TEXT, [DICTIONARIES[language], stem])


def _stem(word: str, language: str) -> str:
    """Return the stem, or "" for a stop word."""
    if language not in DICTIONARIES:
        return word
    with connection.cursor() as cursor:
        cursor.execute("SELECT ts_lexize(%s::regdictionary, %s)", [DICTIONARIES[language], word])
        stems: list[str] = cursor.fetchone()[0]
        return stems[0] if stems else ""
