"""Split a text into words: without case, accents and apostrophes, each with its offsets.

What is indexed and what is asked goes through the same door, so that they meet. Chinese is written without blanks:
there every character is a word, and what stands together is a phrase.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

BREAK = "\n"  # sentence break in a sequence of words; phrases do not cross it

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_INSIDE = "\u00ad\u0300-\u036f\u0483-\u0487\u064b-\u065f\u0670\u200c\u200d"
"""Signs within a word: soft hyphens, combining accents, Arabic vowels and joiners."""
_LETTERS = rf"[^\W_{_HAN}]"
_WORD = re.compile(rf"[{_HAN}]|{_LETTERS}+(?:[{_INSIDE}]+{_LETTERS}*)*|(?:[{_INSIDE}]+{_LETTERS}*)+")
_PLAIN_WORD = re.compile(r"[^\W_]+")  # faster, for text without Chinese or marks inside words
_HAN_SIGN = re.compile(f"[{_HAN}]")
_SIGNS_INSIDE = re.compile(f"[{_INSIDE}\u0640]")
_SENTENCE_END = re.compile(r"[.;?!。；？！؟]\s*$")
_ABBREVIATION = 3  # letters after which a full stop may mark an abbreviation ("art. 13", "Mr. Li")
_IGNORED = dict.fromkeys(map(ord, "\u00ad\u0640\u200c\u200d"))
_ONE_FOR_ANOTHER = str.maketrans({"ё": "е", "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي"})


class Token(NamedTuple):
    """A word of a text: as it is looked for, and where it stands in the text (offsets in characters)."""

    word: str
    start: int
    end: int
    begins_sentence: bool = False


def tokens(text: str) -> Iterator[Token]:
    """The words of a text in order. What has no letter and no digit is no word."""
    before = 0
    last = ""
    for found in _WORD.finditer(text):
        start, end = found.span()
        word = found[0]
        word = word.lower() if word.isascii() else normal(word)
        if not word:
            continue
        between = text[before:start]
        yield Token(word, start, end, between != " " and _is_break(last, between, text[start]))
        before, last = end, word


def spans(text: str, most: int | None = None) -> list[tuple[int, int]]:
    """Return the offsets of the words of a text, or the first ``most``, as :func:`tokens` does, for callers that know
    the words already.
    """
    if _SIGNS_INSIDE.search(text):  # such a sign may stand alone, and is no word then
        return [(token.start, token.end) for token in islice(tokens(text), most)]
    word = _WORD if _HAN_SIGN.search(text) else _PLAIN_WORD
    return list(map(re.Match.span, islice(word.finditer(text), most)))


def _is_break(last: str, between: str, following: str) -> bool:
    """Whether a new sentence begins: after "." only where no abbreviation and no small letter or number follows."""
    if not last or not between:
        return False
    stripped = between.strip(" »”’\"')]")
    if not _SENTENCE_END.search(stripped):
        return "\n\n" in between
    if stripped[-1] != ".":
        return True
    return len(last) > _ABBREVIATION and not last.isdigit() and not following.islower() and between[-1].isspace()


@lru_cache(maxsize=50_000)
def normal(word: str) -> str:
    """A word without case and accents. Cyrillic й stays: it is a letter, not и with an accent."""
    if word.isascii():
        return word.lower()
    word = unicodedata.normalize("NFKC", word).translate(_IGNORED).casefold().translate(_ONE_FOR_ANOTHER)
    if "й" in word:
        return "й".join(_without_accents(part) for part in word.split("й"))
    return _without_accents(word)


def _without_accents(word: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFD", word) if not unicodedata.combining(char))


def is_han(word: str) -> bool:
    """Whether a word is a Chinese character."""
    return len(word) == 1 and re.match(rf"[{_HAN}]", word) is not None


MAX_WORD_LENGTH = 60  # letters; longer strings have lost their spaces


@dataclass(frozen=True, slots=True)
class Unit:
    """A word as it is looked for (two characters with a blank between), and as it is written, in small letters."""

    word: str
    written: str


def units(text: str) -> Iterator[Unit]:
    """The words of a text in order; numbers and single letters mean nothing by themselves."""
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
