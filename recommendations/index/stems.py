"""Stems of words, from PostgreSQL's Snowball dictionaries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import connection

from documents.web.generation_cache import GenerationCache

DICTIONARIES = {
    "en": "english_stem",
    "fr": "french_stem",
    "es": "spanish_stem",
    "ru": "russian_stem",
    "ar": "arabic_stem",
}
"""Language -> dictionary. In every other language a word is its own stem; Chinese words are characters."""

_known: Mapping[str, GenerationCache[str, str]] = {language: GenerationCache(200_000) for language in DICTIONARIES}
"""Language -> word -> stem."""


def stems_of(words: Iterable[str], language: str) -> dict[str, str]:
    """Word -> stem in a language; "" for a word that says nothing by itself ("of", "the").

    Words are those of :mod:`recommendations.text.words`. Asks the database for those not met before.
    """
    return stems_in({language: words})[language]


def stems_in(words: Mapping[str, Iterable[str]]) -> dict[str, dict[str, str]]:
    """Language -> word -> stem, of the words of several languages: the database is asked once at most."""
    stems: dict[str, dict[str, str]] = {}
    missing: list[tuple[str, str]] = []
    for language, own in words.items():
        wanted = set(own)
        known = _known.get(language)
        if known is None:
            stems[language] = {word: word for word in wanted}
            continue
        stems[language] = {word: stem for word in wanted if (stem := known.get(word)) is not None}
        missing += [(language, word) for word in wanted if word not in stems[language]]
    for language, word, stem in _asked(missing) if missing else ():
        stems[language][word] = stem
        _known[language].put({word: stem})
    return stems


def _asked(missing: list[tuple[str, str]]) -> list[tuple[str, str, str]]:
    languages, words = zip(*missing, strict=True)
    dictionaries = [DICTIONARIES[language] for language in languages]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT language, word, coalesce((ts_lexize(dictionary::regdictionary, word))[1], '')"
            " FROM unnest(%s::text[], %s::text[], %s::text[]) AS asked (language, dictionary, word)",
            [list(languages), dictionaries, list(words)],
        )
        found: list[tuple[str, str, str]] = cursor.fetchall()
        return found
