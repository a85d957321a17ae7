"""Automatic numbers, counted and written as a word processor would.

A paragraph refers to a list (numId) and a level; the list refers to an abstract list, whose counters are shared by all
lists based on it, unless a list overrides a level's start. Source of the rules: ISO/IEC 29500-1, 17.9.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from documents.parsing.numbering import BULLET, to_roman
from documents.parsing.readers.docx_layout.ooxml import Element, child, children, number, switch, value
from documents.parsing.readers.docx_layout.styles import Styles

_PLACEHOLDER = re.compile(r"%(?P<level>[1-9])")
_LEVELS = 9
_MAX_NUMBER = 3_999  # larger numbers are printed in digits
_CHINESE = "零一二三四五六七八九"
_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщэюя"
_ARABIC = {"arabicAlpha": "أبتثجحخدذرزسشصضطظعغفقكلمنهوي", "arabicAbjad": "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"}
_MARKS = "*†‡§"


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a list: its number format, its text ("(%1)"), and the level after which it restarts.

    ``is_legal`` means that the numbers of all levels are printed in digits.
    """

    form: str
    text: str
    start: int = 1
    restart: int | None = None
    is_legal: bool = False
    style: str | None = None
    indents: Element | None = None


@dataclass(frozen=True, slots=True)
class AutomaticLabel:
    """A label that the word processor generates, and the indents that its level adds."""

    text: str
    indents: Element | None = None


@dataclass(slots=True)
class _List:
    """A list: the identifier of its abstract list, and the levels and starts that it overrides."""

    abstract: str
    levels: dict[int, Level] = field(default_factory=dict)
    starts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The lists of a file, counted as paragraphs are read in order."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstract: dict[str, dict[int, Level]] = {}
        self._style_links: dict[str, str] = {}
        for element in children(root, "w:abstractNum"):
            identifier = value(element, attribute="w:abstractNumId") or ""
            self._abstract[identifier] = _levels(element)
            if link := value(element, "w:numStyleLink"):
                self._style_links[identifier] = link
        self._lists = {value(e, attribute="w:numId") or "": _list(e) for e in children(root, "w:num")}
        self._counters: dict[str, list[int | None]] = {}
        self._started: set[tuple[str, int]] = set()

    def next_label(self, paragraph: Element, style: str | None) -> AutomaticLabel | None:
        """Count the next paragraph and return its label, or None if it has no label."""
        list_and_depth = self._list_and_depth(paragraph, style)
        if list_and_depth is None:
            return None
        list_id, depth = list_and_depth
        levels = self._levels_of(list_id)
        level = levels.get(depth)
        if level is None:
            return None
        if level.form == "bullet":
            return AutomaticLabel(BULLET, level.indents)
        counters = self._count(list_id, depth, levels)
        return AutomaticLabel(_label_text(levels, depth, counters), level.indents)

    def _list_and_depth(self, paragraph: Element, style: str | None) -> tuple[str, int] | None:
        """Return the list of a paragraph or its style and the depth in it, or None.

        List 0 removes the number of the style.
        """
        properties = child(paragraph, "w:pPr", "w:numPr")
        list_id = value(properties, "w:numId")
        depth = number(properties, "w:ilvl")
        numbered_style = None
        if list_id is None:
            for ancestor in self._styles.chain(style):
                list_id = value(ancestor.paragraph, "w:numPr", "w:numId")
                if list_id is not None:
                    numbered_style = ancestor
                    break
        if list_id is None or list_id not in self._lists:
            return None
        if depth is None and numbered_style is not None:
            depth = self._depth_of_style(list_id, style, numbered_style.identifier)
            depth = number(numbered_style.paragraph, "w:numPr", "w:ilvl") if depth is None else depth
        return (list_id, min(max(depth or 0, 0), _LEVELS - 1))

    def _depth_of_style(self, list_id: str, *styles: str | None) -> int | None:
        """Return the depth of the level defined for the first of the styles that has one, or None."""
        levels = self._levels_of(list_id)
        return next((depth for style in styles for depth, level in levels.items() if level.style == style), None)

    def _levels_of(self, list_id: str) -> dict[int, Level]:
        overrides = self._lists[list_id].levels
        return {**self._abstract.get(self._abstract_of(list_id), {}), **overrides}

    def _abstract_of(self, list_id: str) -> str:
        """Return the abstract list, following one link to a list style."""
        abstract = self._lists[list_id].abstract
        link = self._style_links.get(abstract)
        for style in self._styles.chain(link):
            linked = value(style.paragraph, "w:numPr", "w:numId")
            if linked in self._lists:
                return self._lists[linked].abstract
        return abstract

    def _count(self, list_id: str, depth: int, levels: dict[int, Level]) -> list[int | None]:
        counters = self._counters.setdefault(self._abstract_of(list_id), [None] * _LEVELS)
        override = self._lists[list_id].starts.get(depth)
        current = counters[depth]
        if current is None or (override is not None and (list_id, depth) not in self._started):
            counters[depth] = levels[depth].start if override is None else override
        else:
            counters[depth] = current + 1
        self._started.add((list_id, depth))
        for above in range(depth):
            if counters[above] is None:
                counters[above] = levels[above].start if above in levels else 1
        for below in range(depth + 1, _LEVELS):
            restart = levels[below].restart if below in levels else None
            if restart is None or (restart and depth < restart):
                counters[below] = None
        return counters


def _levels(element: Element) -> dict[int, Level]:
    return {number(e, attribute="w:ilvl") or 0: _level(e) for e in children(element, "w:lvl")}


def _level(element: Element) -> Level:
    start = number(element, "w:start")
    return Level(
        form=value(element, "w:numFmt") or "decimal",
        text=value(element, "w:lvlText") or "",
        start=1 if start is None else start,
        restart=number(element, "w:lvlRestart"),
        is_legal=bool(switch(element, "w:isLgl")),
        style=value(element, "w:pStyle"),
        indents=child(element, "w:pPr", "w:ind"),
    )


def _list(element: Element) -> _List:
    parsed = _List(value(element, "w:abstractNumId") or "")
    for override in children(element, "w:lvlOverride"):
        depth = number(override, attribute="w:ilvl") or 0
        start = number(override, "w:startOverride")
        if start is not None:
            parsed.starts[depth] = start
        if (level := child(override, "w:lvl")) is not None:
            parsed.levels[depth] = _level(level)
    return parsed


def _label_text(levels: dict[int, Level], depth: int, counters: list[int | None]) -> str:
    """Return the text of a level with the numbers of this level and of the levels above filled in."""

    def fill_in(match: re.Match[str]) -> str:
        index = int(match["level"]) - 1
        form = levels[index].form if index in levels else "decimal"
        is_plain = levels[depth].is_legal and form != "decimalZero"
        counted = counters[index]
        return format_number("decimal" if is_plain else form, 1 if counted is None else counted)

    return _PLACEHOLDER.sub(fill_in, levels[depth].text).strip()


def format_number(form: str, count: int) -> str:
    """Return a number in a WordprocessingML format (ST_NumberFormat), or in digits if that format cannot express it.

    Supports decimal, decimalZero, lowerLetter, upperLetter, lowerRoman, upperRoman, russianLower, russianUpper,
    arabicAlpha, arabicAbjad, Chinese counting, chicago (*, †, ‡, §) and none.
    """
    if form == "none":
        return ""
    if not 0 < count <= _MAX_NUMBER:
        return str(count)
    if form.endswith("Roman"):
        numeral = to_roman(count)
        return numeral if form == "lowerRoman" else numeral.upper()
    if form in ("lowerLetter", "upperLetter"):
        letters = _in_letters("abcdefghijklmnopqrstuvwxyz", count)
        return letters if form == "lowerLetter" else letters.upper()
    if form in ("russianLower", "russianUpper"):
        letters = _in_letters(_RUSSIAN, count)
        return letters if form == "russianLower" else letters.upper()
    if form in _ARABIC:
        return _in_letters(_ARABIC[form], count)
    if form == "chicago":
        return _in_letters(_MARKS, count)
    if form in ("chineseCounting", "chineseCountingThousand", "taiwaneseCounting", "japaneseCounting") and count < 100:
        return _in_chinese(count)
    return f"{count:02d}" if form == "decimalZero" else str(count)


def _in_letters(alphabet: str, count: int) -> str:
    """Return 1 as "a", 26 as "z", 27 as "aa", 28 as "bb": the letter is repeated."""
    repeats, index = divmod(count - 1, len(alphabet))
    return alphabet[index] * (repeats + 1)


def _in_chinese(count: int) -> str:
    """Return 12 as 十二, 20 as 二十."""
    tens, ones = divmod(count, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_CHINESE[tens]}十"
    return head + (_CHINESE[ones] if ones else "")
