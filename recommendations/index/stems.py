"""Stems of words, from PostgreSQL's Snowball dictionaries. All variants of a word have the same stem
(:func:`~recommendations.index.base_forms.base_form`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import connection

from documents.web.generation_cache import GenerationCache
from recommendations.index.base_forms import base_form

DICTIONARIES = {
    "en": "english_stem",
    "fr": "french_stem",
    "es": "spanish_stem",
    "ru": "russian_stem",
    "ar": "arabic_stem",
}
"""Language -> dictionary. In all other languages, a word is its own stem; Chinese words are characters."""

_caches: Mapping[str, GenerationCache[str, str]] = {language: GenerationCache(200_000) for language in DICTIONARIES}
"""Language -> word -> stem."""


def stems_of(words: Iterable[str], language: str) -> dict[str, str]:
    """Return a map from words to their stems in a language, "" for a stop word ("of", "the").

    Words are normalized as in :mod:`recommendations.text.words`. Stems not yet cached are read from the database.
    """
    return stems_in({language: words})[language]


def stems_in(words: Mapping[str, Iterable[str]]) -> dict[str, dict[str, str]]:
    """Return language -> word -> stem, for words of several languages, with at most one database query."""
    stems: dict[str, dict[str, str]] = {}
    missing: list[tuple[str, str]] = []
    for language, language_words in words.items():
        distinct = set(language_words)
        cache = _caches.get(language)
        if cache is None:
            stems[language] = {word: word for word in distinct}
            continue
        stems[language] = {word: stem for word in distinct if (stem := cache.get(word)) is not None}
        missing += [(language, word) for word in distinct if word not in stems[language]]
    for language, word, stem in _read_stems(missing) if missing else ():
        stems[language][word] = stem
        _caches[language].put({word: stem})
    return stems


def _read_stems(missing: list[tuple[str, str]]) -> list[tuple[str, str, str]]:
    languages, words = zip(*missing, strict=True)
    dictionaries = [DICTIONARIES[language] for language in languages]
    bases = [base_form(word, language) for language, word in missing]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT language, word, coalesce((ts_lexize(dictionary::regdictionary, base))[1], '')"
            " FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[]) AS asked (language, dictionary, word, base)",
            [list(languages), dictionaries, list(words), bases],
        )
        rows: list[tuple[str, str, str]] = cursor.fetchall()
        return rows
