"""Find phrases of a vocabulary in a text, in any of the six languages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from recommendations.extraction.prose import RUSSIAN_ENDING, UNSPACED_LANGUAGES
from recommendations.extraction.vocabulary import Phrases

NAME = "§"  # in a phrase: the name of an instrument or body; in a text without names: each of its characters
_GAP = "…"
_ARABIC_MARKS = "[\u064b-\u0652]"
_LETTER = r"[\w\u064b-\u0652]"  # Arabic vowel marks are not \w
_GAP_PATTERN = rf"(?:[^\w.;:؛]+{_LETTER}+){{0,4}}?[^\w.;:؛]+"
_MARKS = re.compile(_ARABIC_MARKS)
_ARABIC_PREFIX = "(?:[وف]?[بكل]?ال|[وف]?لل|[وف]?[بكل]|[وف])?"
_MIN_LITERAL_LENGTH = 3  # letters; shorter beginnings occur in every text


def candidates(phrases: Phrases, text: str, language: str) -> Iterator[re.Pattern[str]]:
    """Yield the patterns of the phrases that a text may contain; the test is much faster than the patterns."""
    lowered = _MARKS.sub("", text.lower())
    for phrase, literals in _with_literals(phrases):
        if all(literal in lowered for literal in literals):
            yield _pattern(phrase, language)


@lru_cache(maxsize=4096)
def _with_literals(phrases: Phrases) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return each phrase with beginnings of its words: a text without one of these cannot contain it."""
    return tuple((phrase, tuple(_literals(phrase))) for phrase in map(plain, phrases))


@lru_cache(maxsize=16384)
def _pattern(phrase: str, language: str) -> re.Pattern[str]:
    return re.compile(phrase_pattern(phrase, language), re.IGNORECASE)


def _literals(phrase: str) -> Iterable[str]:
    words = (word.strip("*").removeprefix("ال").lower() for word in phrase.replace(_GAP, " ").split())
    return [literal for literal in words if len(literal) >= _MIN_LITERAL_LENGTH or not literal.isascii()]


def phrase_pattern(phrase: str, language: str) -> str:
    """Return the pattern of a phrase: whole words with white space or hyphens between them.

    A word that ends in ``*`` may have any ending; ``…`` stands for up to four words of the same sentence, in Chinese
    for up to ten characters; ``§`` for a name that is masked in the text. Arabic words may have an article or a
    preposition before them.
    """
    return _spaced_or_not(phrase, language).replace(NAME, f"{NAME}+")


def _spaced_or_not(phrase: str, language: str) -> str:
    if language in UNSPACED_LANGUAGES:
        return r"[^。；：\n]{0,10}?".join(re.escape(part.strip()) for part in phrase.split(_GAP))
    word_pattern = _arabic_word if language == "ar" else re.escape
    parts = []
    for part in phrase.split(_GAP):
        words = (
            word_pattern(word.rstrip("*")) + (f"{_LETTER}*" if word.endswith("*") else "") for word in part.split()
        )
        parts.append(r"[\s\-]+".join(words))
    return r"(?<!\w)" + _GAP_PATTERN.join(parts) + r"(?!\w)"


def name_pattern(name: str, language: str) -> str:
    """Return the pattern of a name as :func:`phrase_pattern`, in Russian in any grammatical case."""
    words = plain(name).split()
    if language == "ru":
        words = [RUSSIAN_ENDING.sub("*", word) for word in words]
    return phrase_pattern(" ".join(words), language)


def _arabic_word(word: str) -> str:
    """Return the pattern of an Arabic word, with or without an article, a preposition and vowel marks."""
    return _ARABIC_PREFIX + f"{_ARABIC_MARKS}*".join(word.removeprefix("ال")) + f"{_ARABIC_MARKS}*"


def plain(text: str) -> str:
    """Return the text with straight apostrophes, plain hyphens and the spelling "organiz"; offsets stay the same."""
    return text.replace("’", "'").replace("‑", "-").replace("rganis", "rganiz").replace("iminalis", "iminaliz")
