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
        | \S  # any other single character
        | (?=\s)  # empty, before white space at the start of a text
    )
    (?P<spaces>\s*)
    """,
    re.VERBOSE,
)
"""A word or other character, with the white space after it. Together, the matches are the whole text."""

MIN_UNCHANGED_WORDS = 2
"""Shorter unchanged stretches between two changes are shown as changed, because a lone "the" between two rewritten
halves of a sentence would only distract."""

_MAX_EXACT_LENGTH = 3000
"""In words. In longer texts (recommendations are never this long), difflib ignores words that make up over 1 per cent
of the text; otherwise it would take seconds."""


class TextChange(StrEnum):
    """Whether a piece of text is in both texts, only in the earlier one, or only in the later one."""

    SAME = "same"
    DELETED = "deleted"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text. ``earlier_offset`` and ``later_offset`` are its offsets in the two texts, in characters;
    in a text that does not contain it, the offset where it would be."""

    change: TextChange
    text: str
    earlier_offset: int
    later_offset: int


def differences(earlier: str, later: str) -> list[Piece]:
    """Return the pieces of both texts in order, deletions before the additions that replace them.

    Without the added pieces, they are exactly the earlier text; without the deleted pieces, the later text. Case and
    punctuation count: to a lawyer, "States" is not "States,".
    """
    pieces: list[Piece] = []
    earlier_offset, later_offset = 0, 0
    for is_same, earlier_text, later_text in _merge(_find_runs(_tokens(earlier), _tokens(later))):
        after_earlier, after_later = earlier_offset + len(earlier_text), later_offset + len(later_text)
        if is_same:
            pieces.append(Piece(TextChange.SAME, earlier_text, earlier_offset, later_offset))
        else:
            if earlier_text:
                pieces.append(Piece(TextChange.DELETED, earlier_text, earlier_offset, later_offset))
            if later_text:
                pieces.append(Piece(TextChange.ADDED, later_text, after_earlier, later_offset))
        earlier_offset, later_offset = after_earlier, after_later
    return pieces


@dataclass(frozen=True, slots=True)
class _Token:
    word: str
    spaces: str


@dataclass(frozen=True, slots=True)
class _Run:
    """Tokens of both texts, unchanged (then equal in number) or changed."""

    is_same: bool
    earlier_tokens: list[_Token]
    later_tokens: list[_Token]


def _tokens(text: str) -> list[_Token]:
    return [_Token(match["word"], match["spaces"]) for match in _TOKEN.finditer(text) if match[0]]


def _find_runs(earlier: list[_Token], later: list[_Token]) -> list[_Run]:
    """Return the runs of two texts, found by difflib.

    White space is not a token; otherwise, unrelated texts would match mainly on their spaces.
    """
    earlier_words, later_words = [token.word for token in earlier], [token.word for token in later]
    is_long = len(later_words) > _MAX_EXACT_LENGTH
    codes = SequenceMatcher(None, earlier_words, later_words, autojunk=is_long).get_opcodes()
    return [
        _Run(code == "equal", earlier[start:end], later[later_start:later_end])
        for code, start, end, later_start, later_end in codes
    ]


def _merge(runs: list[_Run]) -> Iterator[tuple[bool, str, str]]:
    """Yield alternately unchanged (True) and changed (False) stretches, each with its text in both versions."""
    unchanged, deleted, added = "", "", ""
    for is_same, earlier_text, later_text in _split_runs(runs):
        if not is_same:
            if unchanged:
                yield True, unchanged, unchanged
            unchanged, deleted, added = "", deleted + earlier_text, added + later_text
            continue
        if deleted or added:
            spaces = _common_trailing_spaces(deleted, added)
            yield False, deleted.removesuffix(spaces), added.removesuffix(spaces)
            unchanged, deleted, added = spaces, "", ""
        unchanged += earlier_text
    if unchanged:
        yield True, unchanged, unchanged
    if deleted or added:
        yield False, deleted, added


def _common_trailing_spaces(first: str, second: str) -> str:
    """Return the white space at the end of both texts, which is unchanged."""
    count = len(first) - len(first.rstrip())
    return next((first[-size:] for size in range(count, 0, -1) if second.endswith(first[-size:])), "")


def _split_runs(runs: list[_Run]) -> Iterator[tuple[bool, str, str]]:
    """Yield unchanged (True) and changed (False) stretches, word by word in unchanged runs: the white space after an
    unchanged word may have changed."""
    for index, run in enumerate(runs):
        if not run.is_same or _is_negligible(runs, index):
            yield False, _text(run.earlier_tokens), _text(run.later_tokens)
            continue
        for earlier, later in zip(run.earlier_tokens, run.later_tokens, strict=True):
            if earlier.spaces == later.spaces:
                yield True, _text([earlier]), _text([later])
            else:
                yield True, earlier.word, later.word
                yield False, earlier.spaces, later.spaces


def _text(tokens: list[_Token]) -> str:
    return "".join(token.word + token.spaces for token in tokens)


def _is_negligible(runs: list[_Run], index: int) -> bool:
    """Return whether an unchanged run is too short to separate the changes on both sides of it.

    It is not too short if one of the changes only adds or only deletes: "the [-competent-] authorities" is easy to
    read.
    """
    if not 0 < index < len(runs) - 1 or _count_words(runs[index].earlier_tokens) >= MIN_UNCHANGED_WORDS:
        return False
    return all(
        _count_words(run.earlier_tokens) and _count_words(run.later_tokens)
        for run in (runs[index - 1], runs[index + 1])
    )


def _count_words(tokens: list[_Token]) -> int:
    return sum(any(char.isalnum() for char in token.word) for token in tokens)
