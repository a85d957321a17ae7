"""Remove running heads and feet from the pages: symbols, section titles, page numbers, job numbers, bar codes.

A line is a running head or foot if it is near the top or bottom edge and repeats at the same height on several pages
(ignoring numbers), or if it has the form of a page number, job number, bar code or "/..." marker.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from documents.parsing.readers.pdf_layout.lines import rows_of
from documents.parsing.readers.pdf_layout.markers import marker_of
from documents.parsing.readers.pdf_layout.page import Line, Page

_HEAD_ZONE, _FOOT_ZONE, _JOB_NUMBER_ZONE = 0.105, 0.105, 0.14
"""Fractions of the page's height, from its edges, that are searched for running heads and feet."""
_SAME_HEIGHT = 3.0  # points

FOOT = re.compile(
    r"""
      (?!\w+\W*\))\W{0,2}(?:page|página|стр\.?)?\s*           # page numbers: 2  - 2 -  ii  2/13  Page 3
        (?:\d{1,4}|[ivxl]{1,6})(?:\s*/\s*\d{1,4})?\W{0,2}
    | \(?[A-Z]\)?(?:\s+\d{6}\*?)+                             # (E) 120922 130922
    | \d{6}(?:\s+\d{6})*                                      # the dates next to a job number, alone
    | /\s?\.\.\.                                              # /... (continued on the next page)
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""Matches a running foot that may occur on one page only; not a sentence or its end ("2024)."), a year in words or the
number of a table."""

JOB_NUMBER = re.compile(
    r"""
      (?:[A-Z]{1,4}[.:]\s?)?\d{2}\s?[-‑–]\s?\d{0,6}\*?        # V.22-21549 (E) 120922 130922  GE.09-  26-01035* (E)
        (?:\s*\([A-Z]\))?\*?(?:\s+\d{6}\*?)*(?:\s+/\s?\.\.\.)?
    | \*\d{4,9}[A-Z]?\*                                       # the same as a bar code: *2221549*
    """,
    re.VERBOSE,
)
"""Matches a job number, which some first pages print well above the foot; not a date, "2016-2017" or a symbol."""

_WHOLE_JOB_NUMBER = re.compile(r"[A-Z]{1,4}[.:]\s?\d{2}\s?[-‑–]\s?\d{3,6}\*?\s*\([A-Z]\)\*?(?:\s+\d{6}\*?)*")
"""Matches a job number that cannot be anything else, at any height at the end of a short page."""

_PARAGRAPH_NUMBER = re.compile(r"\d{1,3}\.\s+(?=\D)")

HEAD = re.compile(
    r"""
      [A-Z][A-Za-z0-9]{0,6}                                            # a symbol: CTOC/COP/2022/L.4
        (?:/[\w.()\-]+(?:\s?\([\w.\ ]+\))?(?:\s[A-Z])?)+\*{0,3}      # A/81/6 (Sect. 31)/Part A*
    | (?i:page|página|стр\.?)\s+\d{1,4}
    | -?\s?\d{1,4}\s?-?
    """,
    re.VERBOSE,
)
"""Matches a running head that may occur on one page only."""


def remove_running_lines(pages: Sequence[Page], lines: Sequence[list[Line]]) -> tuple[list[list[Line]], list[str]]:
    """Return the lines of the pages without running heads or feet, and the distinct texts removed."""
    heads = _find_repeated(pages, lines, at_head=True)
    feet = _find_repeated(pages, lines, at_head=False)
    bodies: list[list[Line]] = []
    running: dict[str, None] = {}
    for page, page_lines in zip(pages, lines, strict=True):
        rows = rows_of(page_lines)
        top = _count_running(rows, page, heads, at_head=True)
        bottom = _count_running(rows[top:][::-1], page, feet, at_head=False)
        taken = rows[:top] + rows[len(rows) - bottom :]
        running.update((line.text, None) for row in taken for line in row)
        removed = {id(line) for row in taken for line in row}
        _remove_rules(page, rows[:top], rows[len(rows) - bottom :])
        bodies.append([line for line in page_lines if id(line) not in removed])
    return bodies, list(running)


def _remove_rules(page: Page, head: list[list[Line]], foot: list[list[Line]]) -> None:
    """Remove the rules drawn under a running head and above a running foot."""
    top = max((row[0].baseline + 12 for row in head), default=0.0)
    bottom = min((row[0].top - 12 for row in foot), default=page.height)
    page.rules = [rule for rule in page.rules if rule.bottom > top and rule.top < bottom]


class _RepeatedTexts:
    """Texts with the heights at which they repeat, and the heights at which many pages have such a text."""

    def __init__(self, heights: dict[str, list[float]], pages: int) -> None:
        self._heights = heights
        counts = Counter(round(height / _SAME_HEIGHT) for all_heights in heights.values() for height in all_heights)
        self._bands = {band for band, count in counts.items() if count >= max(3, 0.4 * pages)}

    def repeats(self, line: Line, height: float) -> bool:
        """Return whether the line is also at this height on another page."""
        return sum(abs(known - height) <= _SAME_HEIGHT for known in self._heights.get(_key(line), ())) >= 2

    def is_common(self, height: float) -> bool:
        """Return whether many pages have a running head or foot at this height."""
        return round(height / _SAME_HEIGHT) in self._bands


def _find_repeated(pages: Sequence[Page], lines: Sequence[list[Line]], at_head: bool) -> _RepeatedTexts:
    heights: dict[str, list[float]] = {}
    for page, page_lines in zip(pages, lines, strict=True):
        for line in page_lines:
            height = _from_edge(line, page, at_head)
            if height <= _zone(page, at_head):
                heights.setdefault(_key(line), []).append(height)
    heights = {
        text: text_heights
        for text, text_heights in heights.items()
        if any(
            sum(abs(other_height - height) <= _SAME_HEIGHT for other_height in text_heights) >= 2
            for height in text_heights
        )
    }
    return _RepeatedTexts(heights, len(pages))


def _count_running(rows: list[list[Line]], page: Page, repeated: _RepeatedTexts, at_head: bool) -> int:
    """Return the number of running rows, from the edge inwards."""
    is_running = _is_running_head if at_head else _is_running_foot
    for count, row in enumerate(rows):
        if not all(is_running(line, page, repeated) for line in row):
            return count
    return len(rows)


def _is_running_head(line: Line, page: Page, repeated: _RepeatedTexts) -> bool:
    height = _from_edge(line, page, at_head=True)
    if height > _zone(page, at_head=True):
        return False
    if page.number == 1:  # the masthead, unless the same line heads other pages
        return repeated.repeats(line, height)
    return bool(HEAD.fullmatch(line.text)) or repeated.repeats(line, height) or repeated.is_common(height)


def _is_running_foot(line: Line, page: Page, repeated: _RepeatedTexts) -> bool:
    height = _from_edge(line, page, at_head=False)
    if JOB_NUMBER.fullmatch(line.text):
        return height < _JOB_NUMBER_ZONE * page.height or bool(_WHOLE_JOB_NUMBER.fullmatch(line.text))
    if height > _zone(page, at_head=False) or marker_of(line)[1]:
        return False
    return bool(FOOT.fullmatch(line.text)) or repeated.repeats(line, height) or repeated.is_common(height)


def _from_edge(line: Line, page: Page, at_head: bool) -> float:
    return line.baseline if at_head else page.height - line.baseline


def _zone(page: Page, at_head: bool) -> float:
    return page.height * (_HEAD_ZONE if at_head else _FOOT_ZONE)


def _key(line: Line) -> str:
    """Return a text with digits masked, after its size, which distinguishes a head from the symbol in the masthead.

    The number of a paragraph is kept: "14. Recommendations:" and "50. Recommendations:" open two paragraphs.
    """
    number = _PARAGRAPH_NUMBER.match(line.text)
    start = number.end() if number else 0
    return f"{round(line.size)}|{line.text[:start]}{re.sub(r'[0-9]+', '#', line.text[start:].casefold())}"
