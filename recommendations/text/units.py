"""The words of a text whose meaning is taken one by one, so that each finds the words that mean the same.

Chinese is written without blanks and most of its words have two characters: there every two neighbours are one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from recommendations.text.words import is_han, tokens

LONGEST_WORD = 60
"""Letters. What is longer is no word, but blanks were lost."""


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
            if 1 < len(token.word) <= LONGEST_WORD and not any(char.isdigit() for char in token.word):
                yield Unit(token.word, text[token.start : token.end].lower())
