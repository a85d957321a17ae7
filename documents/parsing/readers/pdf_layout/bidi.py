"""Reading order of lines with words that run from right to left.

A page contains its text in printed order. The typed order is found by undoing the Unicode bidirectional algorithm
(UAX #9): a line is read from its right edge, and Latin words and numbers within it from left to right.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from documents.parsing.readers.pdf_layout.page import SUPERSCRIPT, Page, Word

_RIGHT_TO_LEFT = frozenset(("R", "AL"))
OPENING, CLOSING = "([{«‹<", ")]}»›>"
MIRRORED = str.maketrans(OPENING + CLOSING, CLOSING + OPENING)
CLUSTER = re.compile(r".[\u0300-\u036f\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc]*", re.DOTALL)
_KASHIDA = re.compile(
    r"(?<=[\u0620-\u063f\u0641-\u065f\u0670-\u06d3])\u0640+(?=[\u064b-\u065f]*[\u0620-\u063f\u0641-\u064a])"
)
"""Joins between letters, lengthened to fill a line. At the end of a word it is typed: the item "(هـ)"."""

# Each character of a line has a kind: R right to left, L left to right, N digit, C the separators of a number, E a
# hyphen, A an Arabic comma, S a space, M the marker of a note, O any other.
_MIXED = re.compile(r"[LN](?:[^RA]*[LN])?")
_NUMBER = re.compile(r"N+(?:[CA]N+)*")
_THOUSANDS = re.compile(r"(?<![NCE])N{1,3}(?:SN{3})+(?![NCE])")
_NUMBER_AND_MARKER = re.compile(r"NM+(?![RL])")
_FIRST_RANGE = re.compile(r"(?<![NCE])N+(?:CN+)*EN+(?:CN+)*$")
"""A range at the right edge. Without Arabic letters before it on its line, it may be set in either direction."""
_FIRST_LABEL = re.compile(r"S[ECO]N{1,3}$")
"""Printed "-1" at the right edge, before text in Latin letters: the number of a paragraph."""


class _Unit(NamedTuple):
    """A letter with its vowel marks, and the word that it was printed in, or a space."""

    text: str
    word: Word | None


def reading_order(words: list[Word], page: Page) -> list[Word]:
    """Return the words of one line in reading order.

    ``words`` are given from left to right, or from the right edge if the page is flipped. The letters of each are in
    printed order, from the left.
    """
    right = any(is_right_to_left(word.text) for word in words)
    if not right and not page.right_to_left:
        return words
    units = list(_units(words, page.flipped))
    if right:
        from_right = page.right_to_left or is_mostly_right_to_left(words)
    else:
        text = "".join(unit.text for unit in units)
        from_right = _ends_at_left(text) or not any(char.isalpha() for char in text)
        if not from_right:
            units = _put_marker_first(units)
    return list(_words(_typed(units, from_right)))


def _ends_at_left(text: str) -> bool:
    """Return whether a line in Latin letters has the end of a right-to-left sentence: ".www.un.org", "(A/79/6"."""
    closing = CLOSING[OPENING.index(text[0])] if text[0] in OPENING else ""
    return text[0] in ".,;:" or (closing != "" and closing not in text)


def _put_marker_first(units: list[_Unit]) -> list[_Unit]:
    """Return a line in Latin letters with its note marker, printed at the right, moved to the beginning."""
    space = max((index for index, unit in enumerate(units) if unit.word is None), default=0)
    mark = units[space + 1 :]
    return [*mark, units[space], *units[:space]] if space and all(map(_is_raised, mark)) else units


def _is_raised(unit: _Unit) -> bool:
    return unit.word is not None and bool(unit.word.style & SUPERSCRIPT)


def printed_order(text: str) -> str:
    """Return the letters of a glyph such as the ligature "لا" in printed order, from the left."""
    return "".join(reversed(CLUSTER.findall(text))) if is_right_to_left(text) else text


def is_right_to_left(text: str) -> bool:
    """Return whether a text has a letter that runs from right to left."""
    return not text.isascii() and any(unicodedata.bidirectional(char) in _RIGHT_TO_LEFT for char in text)


def is_mostly_right_to_left(words: Iterable[Word]) -> bool:
    """Return whether more than half of the words' letters run from right to left."""
    letters = [char for word in words for char in word.text if char.isalpha()]
    right = sum(unicodedata.bidirectional(char) in _RIGHT_TO_LEFT for char in letters)
    return right * 2 > len(letters)


def _units(words: list[Word], flipped: bool) -> Iterator[_Unit]:
    """Yield the letters and spaces of a line from the left."""
    spaced = [word.spaced for word in words]
    if flipped:
        words, spaced = words[::-1], [True, *spaced[:0:-1]]
    for index, (word, space) in enumerate(zip(words, spaced, strict=True)):
        if index and space:
            yield _Unit(" ", None)
        for cluster in CLUSTER.findall(word.text):
            yield _Unit(cluster, word)


def _typed(units: list[_Unit], from_right: bool) -> list[_Unit]:
    """Return the letters of a printed line in the order in which they were typed."""
    kinds = _NUMBER_AND_MARKER.sub(lambda match: "N" * len(match.group()), "".join(map(_kind, units))).replace("M", "R")
    if not from_right:
        typed: list[_Unit] = []
        end = 0
        for match in re.finditer(r"R(?:[^L]*R)?", kinds):
            typed += units[end : match.start()]
            typed += _typed(units[match.start() : match.end()], True)
            end = match.end()
        return typed + units[end:]
    typed = []
    end = len(units)
    for start, stop in reversed(_left_to_right(units, kinds)):
        typed += map(_turned, reversed(units[stop:end]))
        typed += units[start:stop]
        end = start
    return [*typed, *map(_turned, reversed(units[:end]))]


def _left_to_right(units: list[_Unit], kinds: str) -> list[tuple[int, int]]:
    """Return the stretches of a line from right to left in which Latin text or a number runs from left to right."""
    label = _FIRST_LABEL.search(kinds)
    if label:
        kinds = kinds[: label.start() + 1] + "R" + kinds[label.start() + 2 :]
    runs = [_with_brackets(units, *match.span()) for match in _MIXED.finditer(kinds) if "L" in match.group()]
    for start, stop in runs:
        kinds = kinds[:start] + "R" * (stop - start) + kinds[stop:]
    text = "".join(unit.text[0] for unit in units)
    for pattern, is_number in ((_THOUSANDS, _is_grouped), (_FIRST_RANGE, _is_ascending), (_NUMBER, bool)):
        found = [match.span() for match in pattern.finditer(kinds) if is_number(text[slice(*match.span())])]
        for start, stop in found:
            kinds = kinds[:start] + "R" * (stop - start) + kinds[stop:]
        runs += found
    return sorted(runs)


def _is_grouped(text: str) -> bool:
    """Return whether a number's first group can begin it: "10 000", not "000 10"."""
    return not text.startswith("0")


def _is_ascending(text: str) -> bool:
    """Return whether a range is printed from the left: "15:00-18:00", "5-9"."""
    first, second = ([int(number) for number in re.findall(r"\d+", part)] for part in re.split(r"[^\d.,:/]", text))
    return len(first) == len(second) and first < second


def _with_brackets(units: list[_Unit], start: int, stop: int) -> tuple[int, int]:
    """Return a stretch, with an adjacent bracket added if the other bracket of the pair is inside: "V.30-01 (A)"."""
    text = "".join(unit.text[0] for unit in units)
    for opening, closing in zip(OPENING, CLOSING, strict=True):
        balance = text.count(opening, start, stop) - text.count(closing, start, stop)
        if balance > 0 and text[stop : stop + 1] == closing:
            return start, stop + 1
        if balance < 0 and start and text[start - 1] == opening:
            return start - 1, stop
    return start, stop


def _kind(unit: _Unit) -> str:
    char = unit.text[0]
    if char == " ":
        return "S"
    if char in "،؍":
        return "A"
    if char in "-–‐‑−":
        return "E"
    kind = unicodedata.bidirectional(char)
    if kind in ("EN", "AN"):
        return "M" if _is_raised(unit) else "N"
    return {"R": "R", "AL": "R", "L": "L", "CS": "C"}.get(kind, "O")


def _turned(unit: _Unit) -> _Unit:
    return _Unit(unit.text.translate(MIRRORED), unit.word)


def _words(units: list[_Unit]) -> Iterator[Word]:
    """Yield the words formed by letters in reading order."""
    text, spaced = "", True
    for unit, following in pairwise([*units, _Unit(" ", None)]):
        if unit.word is None:
            spaced = True
            continue
        text += unit.text
        if following.word is not unit.word:
            yield replace(unit.word, text=_KASHIDA.sub("", text), spaced=spaced)
            text, spaced = "", False
