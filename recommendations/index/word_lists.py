"""Word lists for five languages, from the package ``pyspellchecker``. No database.

A list is stored as one string, with a word on each line: this takes a tenth of the memory of a set, and a search takes
a few microseconds. Chinese has no list, because it is searched by characters.
"""

from __future__ import annotations

from functools import cache, lru_cache

from spellchecker import SpellChecker

from recommendations.text.words import normalize

WORD_LIST_LANGUAGES = ("en", "fr", "es", "ru", "ar")
LANGUAGES_OF_BASE_FORMS = ("es", "ru")
"""Languages whose lists have words mostly in their base form: "banda", not "bandas"."""
_MIN_SHARED_LENGTH, _MAX_ENDING_LENGTH = 3, 4  # letters of inflected words: shared, and different


@lru_cache(maxsize=20_000)
def languages_of_word(word: str) -> frozenset[str]:
    """Return the languages whose list has a word, given in lower case and without accents."""
    return frozenset(language for language in WORD_LIST_LANGUAGES if is_listed(word, language))


def is_listed(word: str, language: str) -> bool:
    """Return whether the list of a language has a word, given in lower case and without accents."""
    return bool(_line(word, language))


def written_form(word: str, language: str) -> str:
    """Return a word with the accents that it has in the list of a language, or unchanged if it is not listed."""
    return _line(word, language).partition("\t")[2] or word


def similar_words(word: str, language: str) -> list[str]:
    """Return the listed words that differ from a word only in their last letters, which may be other inflections."""
    beginning = word[: max(_MIN_SHARED_LENGTH, len(word) - _MAX_ENDING_LENGTH)]
    found = []
    lines = _word_list(language)
    start = 0 if lines.startswith(beginning) else lines.find(f"\n{beginning}") + 1
    while lines.startswith(beginning, start):
        end = lines.index("\n", start)
        found.append(lines[start:end].partition("\t")[0])
        start = end + 1
    return [other for other in found if len(other) - len(beginning) <= _MAX_ENDING_LENGTH]


def _line(word: str, language: str) -> str:
    """Return the line of a word, or ""."""
    lines = _word_list(language)
    low, high = 0, len(lines) - 1
    while low < high:
        middle = (low + high) // 2
        start, end = lines.rfind("\n", 0, middle) + 1, lines.index("\n", middle)
        line = lines[start:end]
        listed = line.partition("\t")[0]
        if listed == word:
            return line
        low, high = (end + 1, high) if listed < word else (low, start - 1)
    return ""


@cache
def _word_list(language: str) -> str:
    """Return the words of a language, sorted, each on a line: the word without accents and, if it has accents, a tab
    and its usual spelling.
    """
    written = SpellChecker(language=language, distance=1).word_frequency.words()
    # bypass the cache, which is for searched words
    pairs = [(normalize.__wrapped__(word), word) for word in written]
    accented = {word: spelling for word, spelling in reversed(pairs) if word != spelling}
    lines = {word: f"{word}\t{accented[word]}" if word in accented else word for word, _spelling in pairs}
    return "".join(f"{lines[word]}\n" for word in sorted(lines))


def preload() -> None:
    """Load all lists."""
    for language in WORD_LIST_LANGUAGES:
        _word_list(language)
