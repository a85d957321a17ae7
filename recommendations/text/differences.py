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
"""A word or sign with the white space after it. Together, the matches are the whole text."""

MIN_KEPT = 2
"""Words. A shorter unchanged stretch between two changes is shown as changed: a lone "the" between two rewritten halves
of a sentence would only split them."""

_LONG = 3000
"""Words. In longer texts (never recommendations) difflib ignores words that make up over 1 per cent of the text, or it
would take seconds."""


class Change(StrEnum):
    SAME = "same"
    DELETED = "deleted"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text. ``earlier_offset`` and ``later_offset`` are its offsets in the two texts, in characters;
    in a text that does not contain it, the offset where it would be."""

    change: Change
    text: str
    earlier_offset: int
    later_offset: int


def differences(earlier: str, later: str) -> list[Piece]:
    """Return the pieces of both texts in order, deletions before the additions that replace them.

    Without the added pieces they are exactly the earlier text, without the deleted ones the later text.
    Case and punctuation count: "States" is not "States," to a lawyer.
    """
    pieces: list[Piece] = []
    offset, other_offset = 0, 0
    for same, text, other_text in _merge(_runs(_tokens(earlier), _tokens(later))):
        if same:
            pieces.append(Piece(Change.SAME, text, offset, other_offset))
        else:
            if text:
                pieces.append(Piece(Change.DELETED, text, offset, other_offset))
            if other_text:
                pieces.append(Piece(Change.ADDED, other_text, offset + len(text), other_offset))
        offset, other_offset = offset + len(text), other_offset + len(other_text)
    return pieces


@dataclass(frozen=True, slots=True)
class _Token:
    word: str
    blanks: str


@dataclass(frozen=True, slots=True)
class _Run:
    """Tokens of both texts, unchanged (and then equal in number) or changed."""

    same: bool
    tokens: list[_Token]
    other_tokens: list[_Token]


def _tokens(text: str) -> list[_Token]:
    return [_Token(match["word"], match["blanks"]) for match in _TOKEN.finditer(text) if match[0]]


def _runs(earlier: list[_Token], later: list[_Token]) -> list[_Run]:
    """Compare with difflib. White space is not a token, or it would be most of what two texts share."""
    words, other_words = [token.word for token in earlier], [token.word for token in later]
    codes = SequenceMatcher(None, words, other_words, autojunk=len(other_words) > _LONG).get_opcodes()
    return [_Run(code == "equal", earlier[first:last], later[from_:to]) for code, first, last, from_, to in codes]


def _merge(runs: list[_Run]) -> Iterator[tuple[bool, str, str]]:
    """Yield unchanged (True) and changed stretches in turn, each with its text in both versions."""
    unchanged, changed, changed_to = "", "", ""
    for same, text, other_text in _pieces(runs):
        if not same:
            if unchanged:
                yield True, unchanged, unchanged
            unchanged, changed, changed_to = "", changed + text, changed_to + other_text
            continue
        if changed or changed_to:
            blanks = _common_trailing_blanks(changed, changed_to)
            yield False, changed.removesuffix(blanks), changed_to.removesuffix(blanks)
            unchanged, changed, changed_to = blanks, "", ""
        unchanged += text
    if unchanged:
        yield True, unchanged, unchanged
    if changed or changed_to:
        yield False, changed, changed_to


def _common_trailing_blanks(first: str, second: str) -> str:
    """Return the white space with which both texts end: it is unchanged."""
    count = len(first) - len(first.rstrip())
    return next((first[-size:] for size in range(count, 0, -1) if second.endswith(first[-size:])), "")


def _pieces(runs: list[_Run]) -> Iterator[tuple[bool, str, str]]:
    """Yield smaller stretches: after an unchanged word, the white space may have changed."""
    for number, run in enumerate(runs):
        if not run.same or _is_negligible(runs, number):
            yield False, _text(run.tokens), _text(run.other_tokens)
            continue
        for token, other_token in zip(run.tokens, run.other_tokens, strict=True):
            if token.blanks == other_token.blanks:
                yield True, _text([token]), _text([other_token])
            else:
                yield True, token.word, other_token.word
                yield False, token.blanks, other_token.blanks


def _text(tokens: list[_Token]) -> str:
    return "".join(token.word + token.blanks for token in tokens)


def _is_negligible(runs: list[_Run], number: int) -> bool:
    """Return whether an unchanged run is too short to separate the changes on both sides of it.

    It is kept if one side only adds or only deletes: "the [-competent-] authorities" is easy to read.
    """
    if not 0 < number < len(runs) - 1 or _words(runs[number].tokens) >= MIN_KEPT:
        return False
    return all(_words(run.tokens) and _words(run.other_tokens) for run in (runs[number - 1], runs[number + 1]))


def _words(tokens: list[_Token]) -> int:
    return sum(any(char.isalnum() for char in token.word) for token in tokens)
