"""Lists of the words of five languages, from the package ``pyspellchecker``. No database.

A list is kept as one string, a word on each line: it takes a tenth of the memory of a set, and is searched within a
millisecond. Chinese has no list: it is searched by characters.
"""

from __future__ import annotations

from functools import cache, lru_cache

from spellchecker import SpellChecker

from recommendations.text.words import normalize

WORD_LIST_LANGUAGES = ("en", "fr", "es", "ru", "ar")


@lru_cache(maxsize=20_000)
def languages_of_word(word: str) -> frozenset[str]:
    """Return the languages that have a word, given without case and accents."""
    return frozenset(
        language
        for language in WORD_LIST_LANGUAGES
        if f"\n{word}\n" in _word_list(language) or f"\n{word}\t" in _word_list(language)
    )


def written_form(word: str, language: str) -> str:
    """Return a word with its accents, as the list of a language has it; without them if it is not in the list."""
    text = _word_list(language)
    start = text.find(f"\n{word}\t")
    return text[start + len(word) + 2 : text.index("\n", start + 1)] if start >= 0 else word


@cache
def _word_list(language: str) -> str:
    """Return the words of a language, each on a line: without accents, then after a tab with them, if it has any."""
    words = SpellChecker(language=language, distance=1).word_frequency.words()
    pairs = ((normalize.__wrapped__(word), word) for word in words)  # without filling the cache of searched words
    return "\n".join(("", *(word if word == written else f"{word}\t{written}" for word, written in pairs), ""))


def preload() -> None:
    """Load all lists."""
    for language in WORD_LIST_LANGUAGES:
        _word_list(language)
