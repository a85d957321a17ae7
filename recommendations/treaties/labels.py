"""Labels of paragraphs and subparagraphs, and their nesting. Pure functions, no database."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi")
_LETTERS = tuple("abcdefghijklmnopqrstuvwxyz")

_LABEL = re.compile(
    r"""
    (?P<label>
        (?P<number>\d{1,3}(?:[ ]?(?:bis|ter|quater))?)\.(?!\d)
      | (?P<point>[a-z])\.(?=\s|$)
      | \(?(?P<digit>\d{1,2})\)
      | \(?(?P<small>[ivx]{1,5}|[a-z]|([a-z])\6)\)
    )
    \s*
    """,
    re.VERBOSE,
)
"""Matches "1.", "12.The", "2 bis.", "(a)", "a)", "(a)The", "(iv)", "aa)", "a. ", "1)"; not "1.5", "(see)", "a.m."."""


class TreatyLabelKind(Enum):
    """The kinds of labels, in their usual order of nesting; a treaty may use another order."""

    NUMBER = "1."
    LETTER = "(a)"
    ROMAN = "(i)"
    DOTTED_LETTER = "a."
    DIGIT = "1)"


@dataclass(frozen=True, slots=True)
class Label:
    """A label as printed, with its number or letter; ``kinds`` are all possible readings ("(i)" may be a letter)."""

    printed: str
    value: str
    kinds: tuple[TreatyLabelKind, ...]

    def successor(self, kind: TreatyLabelKind) -> str:
        """Return the next label in the same style, or "" if there is none."""
        following = _next_value(kind, self.value)
        return self.printed.replace(self.value, following) if following else ""


def leading_label(line: str) -> tuple[Label | None, str]:
    """Return the label at the beginning of a line, or None, and the text after it."""
    match = _LABEL.match(line)
    if match is None:
        return None, line
    return _build_label(match), line[match.end() :]


def _build_label(match: re.Match[str]) -> Label:
    if match["number"]:
        return Label(match["label"], match["number"], (TreatyLabelKind.NUMBER,))
    if match["point"]:
        return Label(match["label"], match["point"], (TreatyLabelKind.DOTTED_LETTER,))
    if match["digit"]:
        return Label(match["label"], match["digit"], (TreatyLabelKind.DIGIT,))
    value = match["small"]
    kinds = [TreatyLabelKind.LETTER] if len(value) == 1 or value not in _ROMAN else []
    return Label(match["label"], value, (*kinds, *([TreatyLabelKind.ROMAN] if value in _ROMAN else [])))


def _next_value(kind: TreatyLabelKind, value: str) -> str:
    if kind in (TreatyLabelKind.NUMBER, TreatyLabelKind.DIGIT):
        return str(int(re.match(r"\d+", value)[0]) + 1)  # type: ignore[index]  # the label's own pattern has digits
    series: Sequence[str] = _ROMAN if kind is TreatyLabelKind.ROMAN else _LETTERS
    index = series.index(value) + 1 if value in series else len(series)
    return series[index] if index < len(series) else ""


class Nesting:
    """Tracks the current paragraph and subparagraph while reading the labels of one article."""

    def __init__(self) -> None:
        self.number = ""
        self.open: list[tuple[TreatyLabelKind, str]] = []

    @property
    def subparagraph(self) -> str:
        """The subparagraph as in citations: "a", "a(ii)"."""
        first, *deeper = [value for _kind, value in self.open] or [""]
        return first + "".join(f"({value})" for value in deeper)

    @property
    def level(self) -> int:
        return len(self.open)

    def enter(self, label: Label, following: Label | None) -> bool:
        """Move to a label, given the label after it. Return whether it is the successor of the previous label."""
        if label.kinds == (TreatyLabelKind.NUMBER,):
            expected = _next_value(TreatyLabelKind.NUMBER, self.number or "0")
            is_next = label.value == expected or not label.value.isdigit()
            self.number, self.open = label.value, []
            return is_next
        kind = self._kind(label, following)
        depth = next((depth for depth, (open_kind, _value) in enumerate(self.open) if open_kind is kind), None)
        if depth is None:
            self.open.append((kind, label.value))
            return label.value in ("a", "i", "1")
        before = self.open[depth][1]
        self.open[depth:] = [(kind, label.value)]
        return label.value == _next_value(kind, before)

    def leave(self) -> None:
        """Return to the paragraph itself, for text without a label."""
        self.open = []

    def _kind(self, label: Label, following: Label | None) -> TreatyLabelKind:
        """Return LETTER for "(i)" after "(h)", unless "(ii)" follows; otherwise ROMAN, as for "(v)" after "(iv)" and
        "(x)" after "(ix)"."""
        if len(label.kinds) == 1:
            return label.kinds[0]
        kinds = dict(self.open)
        if (
            TreatyLabelKind.ROMAN in kinds
            and _next_value(TreatyLabelKind.ROMAN, kinds[TreatyLabelKind.ROMAN]) == label.value
        ):
            return TreatyLabelKind.ROMAN
        is_next_letter = (
            TreatyLabelKind.LETTER in kinds
            and _next_value(TreatyLabelKind.LETTER, kinds[TreatyLabelKind.LETTER]) == label.value
        )
        begins_numerals = label.value == "i" and following is not None and following.value == "ii"
        return TreatyLabelKind.LETTER if is_next_letter and not begins_numerals else TreatyLabelKind.ROMAN
