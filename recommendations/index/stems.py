"""Stems of words, by PostgreSQL's own Snowball dictionaries."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

DICTIONARIES = {
    "en": "english_stem",
    "fr": "french_stem",
    "es": "spanish_stem",
    "ru": "russian_stem",
    "ar": "arabic_stem",
}
"""Language -> dictionary. In every other language a word is its own stem; Chinese words are characters."""

_MOST_KNOWN = 200_000
_known: dict[str, dict[str, str]] = {language: {} for language in DICTIONARIES}


def stems_of(words: Iterable[str], language: str) -> dict[str, str]:
    """Word -> stem in a language; "" for a word that says nothing by itself ("of", "the").

    Words are those of :mod:`recommendations.text.words`. Asks the database for those not met before.
    """
    wanted = set(words)
    if language not in DICTIONARIES:
        return {word: word for word in wanted}
    known = _known[language]
    stems = {word: stem for word in wanted if (stem := known.get(word)) is not None}
    if missing := wanted - stems.keys():
        asked = _asked(list(missing), DICTIONARIES[language])
        if len(known) > _MOST_KNOWN:
            known.clear()  # other threads may be reading: each keeps what it has found
        known.update(asked)
        stems.update(asked)
    return stems


def _asked(words: list[str], dictionary: str) -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word, coalesce((ts_lexize(%s::regdictionary, word))[1], '') FROM unnest(%s::text[]) AS word",
            [dictionary, words],
        )
        return dict(cursor.fetchall())
