"""Split a text into words, normalized to ignore case and accents, each with its offsets.

Both the index and queries use this module, so that they match. Chinese is written without spaces: each character is a
word, and adjacent characters form a phrase.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

BREAK = "\n"  # sentence break in a sequence of words; phrases do not cross it

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_INNER_MARKS = "\u00ad\u0300-\u036f\u0483-\u0487\u064b-\u065f\u0670\u200c\u200d"
"""Characters within a word: soft hyphens, combining accents, Arabic vowels and joiners."""
_LETTERS = rf"[^\W_{_HAN}]"
_WORD = re.compile(rf"[{_HAN}]|{_LETTERS}+(?:[{_INNER_MARKS}]+{_LETTERS}*)*|(?:[{_INNER_MARKS}]+{_LETTERS}*)+")
_PLAIN_WORD = re.compile(r"[^\W_]+")  # faster, for text without Chinese or marks inside words
_HAN_CHARACTER = re.compile(f"[{_HAN}]")
_INNER_MARK = re.compile(f"[{_INNER_MARKS}\u0640]")
_SENTENCE_END = re.compile(r"[.;?!。；？！؟]\s*$")
_MAX_ABBREVIATION_LENGTH = 3  # letters; a full stop may mark an abbreviation: "art. 13", "Mr. Li"
_IGNORED = dict.fromkeys(map(ord, "\u00ad\u0640\u200c\u200d"))
_EQUIVALENT_LETTERS = str.maketrans({"ё": "е", "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي"})


class Token(NamedTuple):
    """A word of a text in its normalized form, with its offsets in characters."""

    word: str
    start: int
    end: int
    begins_sentence: bool = False


def tokens(text: str) -> Iterator[Token]:
    """Yield the words of a text in order. A word has at least one letter or digit."""
    last_end = 0
    last = ""
    for match in _WORD.finditer(text):
        start, end = match.span()
        word = match[0]
        word = word.lower() if word.isascii() else normalize(word)
        if not word:
            continue
        between = text[last_end:start]
        yield Token(word, start, end, between != " " and _is_break(last, between, text[start]))
        last_end, last = end, word


def spans(text: str, limit: int | None = None) -> list[tuple[int, int]]:
    """Return the offsets of the words of a text, or of the first ``limit``: a faster alternative to :func:`tokens`."""
    if _INNER_MARK.search(text):  # marks without letters are not a word
        return [(token.start, token.end) for token in islice(tokens(text), limit)]
    word = _WORD if _HAN_CHARACTER.search(text) else _PLAIN_WORD
    return list(map(re.Match.span, islice(word.finditer(text), limit)))


def _is_break(last: str, between: str, following: str) -> bool:
    """Return whether a new sentence begins. A full stop after a short word or a number, or before a lower-case letter,
    does not end a sentence."""
    if not last or not between:
        return False
    stripped = between.strip(" »”’\"')]")
    if not _SENTENCE_END.search(stripped):
        return "\n\n" in between
    if stripped[-1] != ".":
        return True
    return (
        len(last) > _MAX_ABBREVIATION_LENGTH
        and not last.isdigit()
        and not following.islower()
        and between[-1].isspace()
    )


@lru_cache(maxsize=50_000)
def normalize(word: str) -> str:
    """Return a word without case and accents. Cyrillic й is kept, because it is a letter, not и with an accent."""
    if word.isascii():
        return word.lower()
    word = unicodedata.normalize("NFKC", word).translate(_IGNORED).casefold().translate(_EQUIVALENT_LETTERS)
    if "й" in word:
        return "й".join(_without_accents(part) for part in word.split("й"))
    return _without_accents(word)


def _without_accents(word: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFD", word) if not unicodedata.combining(char))


def is_han(word: str) -> bool:
    """Return whether a word is a Chinese character."""
    return len(word) == 1 and re.match(rf"[{_HAN}]", word) is not None


def contains_phrase(text: str, phrase: Sequence[str]) -> bool:
    """Return whether a text contains the words of a phrase one after the other; False if the phrase is empty."""
    words = [token.word for token in tokens(text)]
    return bool(phrase) and any(
        words[start : start + len(phrase)] == list(phrase) for start in range(len(words) - len(phrase) + 1)
    )


MAX_WORD_LENGTH = 60  # letters; longer words are usually several words run together


@dataclass(frozen=True, slots=True)
class Unit:
    """A word, or two adjacent Chinese characters, as searched ("a b" for characters) and as written, in lower case."""

    word: str
    written: str


def units(text: str) -> Iterator[Unit]:
    """Yield the units of a text in order, omitting numbers and single letters, which mean nothing on their own."""
    last: tuple[str, int] | None = None
    for token in tokens(text):
        if is_han(token.word):
            if last and last[1] == token.start:
                yield Unit(f"{last[0]} {token.word}", last[0] + token.word)
            last = (token.word, token.end)
        else:
            last = None
            if 1 < len(token.word) <= MAX_WORD_LENGTH and not any(char.isdigit() for char in token.word):
                yield Unit(token.word, text[token.start : token.end].lower())
