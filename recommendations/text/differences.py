"""Differences between two texts, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_TOKEN = re.compile(
    r"""
    (?P<word>
        [\u3400-\u4dbf\u4e00-\u9fff]  # a Chinese character
        | (?:(?![\u3400-\u4dbf\u4e00-\u9fff])\w)+(?:[’'\-](?=\w)\w+)*  # "States", "one-year", "l'État", "18"
        | \S  # one sign
        | (?=\s)  # nothing: the blanks that a text begins with
    )
    (?P<blanks>\s*)
    """,
    re.VERBOSE,
)
"""A word or a sign with the blanks behind it. Together they are the text."""

MIN_KEPT = 2
"""Words. What stayed between two longer changes is shown as changed with them where it is shorter: a lone "the"
between two rewritten halves of a sentence is no common ground, and tears both apart."""

_LONG = 3000
"""Words. In longer texts, which no recommendation is, words that make up a hundredth of all join nothing: comparing
them would take seconds."""


class Change(StrEnum):
    SAME = "same"
    DELETED = "deleted"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text. ``earlier`` and ``later`` are where it begins in either text, in characters; for what is
    in one of them only, where it would stand in the other."""

    change: Change
    text: str
    earlier: int
    later: int


def differences(earlier: str, later: str) -> list[Piece]:
    """The pieces of both texts in order, what was deleted before what was added in its place.

    Taken without the added pieces they are the earlier text, without the deleted ones the later text, to the letter.
    Upper and lower case differ, and so do signs: "States" is not "States," to a lawyer.
    """
    pieces: list[Piece] = []
    place, other_place = 0, 0
    for same, text, other_text in _joined(_runs(_tokens(earlier), _tokens(later))):
        if same:
            pieces.append(Piece(Change.SAME, text, place, other_place))
        else:
            if text:
                pieces.append(Piece(Change.DELETED, text, place, other_place))
            if other_text:
                pieces.append(Piece(Change.ADDED, other_text, place + len(text), other_place))
        place, other_place = place + len(text), other_place + len(other_text)
    return pieces


@dataclass(frozen=True, slots=True)
class _Token:
    word: str
    blanks: str


@dataclass(frozen=True, slots=True)
class _Run:
    """Tokens that stayed or changed, of either text; what stayed has as many of both."""

    same: bool
    tokens: list[_Token]
    other_tokens: list[_Token]


def _tokens(text: str) -> list[_Token]:
    return [_Token(found["word"], found["blanks"]) for found in _TOKEN.finditer(text) if found[0]]


def _runs(one: list[_Token], other: list[_Token]) -> list[_Run]:
    """As difflib compares them. Blanks are no tokens of their own: they would be most of what two texts share."""
    words, other_words = [token.word for token in one], [token.word for token in other]
    codes = SequenceMatcher(None, words, other_words, autojunk=len(other_words) > _LONG).get_opcodes()
    return [_Run(code == "equal", one[first:last], other[from_:to]) for code, first, last, from_, to in codes]


def _joined(runs: list[_Run]) -> Iterator[tuple[bool, str, str]]:
    """Whether it stayed, and the words of either text: what stayed and what changed in turns."""
    stayed, changed, changed_to = "", "", ""
    for same, text, other_text in _pieces(runs):
        if not same:
            if stayed:
                yield True, stayed, stayed
            stayed, changed, changed_to = "", changed + text, changed_to + other_text
            continue
        if changed or changed_to:
            blanks = _blanks_behind(changed, changed_to)
            yield False, changed.removesuffix(blanks), changed_to.removesuffix(blanks)
            stayed, changed, changed_to = blanks, "", ""
        stayed += text
    if stayed:
        yield True, stayed, stayed
    if changed or changed_to:
        yield False, changed, changed_to


def _blanks_behind(one: str, other: str) -> str:
    """The blanks that both end with: they are no change."""
    blanks = len(one) - len(one.rstrip())
    return next((one[-size:] for size in range(blanks, 0, -1) if other.endswith(one[-size:])), "")


def _pieces(runs: list[_Run]) -> Iterator[tuple[bool, str, str]]:
    """The same in small: a word that stayed may have other blanks behind it, and these changed."""
    for number, run in enumerate(runs):
        if not run.same or _is_lost(runs, number):
            yield False, _text(run.tokens), _text(run.other_tokens)
            continue
        for token, other in zip(run.tokens, run.other_tokens, strict=True):
            if token.blanks == other.blanks:
                yield True, _text([token]), _text([other])
            else:
                yield True, token.word, other.word
                yield False, token.blanks, other.blanks


def _text(tokens: list[_Token]) -> str:
    return "".join(token.word + token.blanks for token in tokens)


def _is_lost(runs: list[_Run], number: int) -> bool:
    """Whether what stayed is too little to tell the changes on its two sides apart.

    It is kept where one side only adds or only deletes: "the [-competent-] authorities" reads best as it is.
    """
    if not 0 < number < len(runs) - 1 or _words(runs[number].tokens) >= MIN_KEPT:
        return False
    return all(_words(run.tokens) and _words(run.other_tokens) for run in (runs[number - 1], runs[number + 1]))


def _words(tokens: list[_Token]) -> int:
    return sum(any(char.isalnum() for char in token.word) for token in tokens)
