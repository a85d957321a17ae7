"""Find running text in two columns, as in official records, old resolutions and some annexes.

Two columns differ from a table, a masthead or a list by their content: a gutter stays empty over many lines,
the columns next to it are equally wide, their lines are running text that fills them, and their paragraphs do not
begin side by side. Anything across the gutter (a heading above both columns, the caption of an image) divides the page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import inf
from statistics import median
from typing import NamedTuple

from documents.parsing.readers.pdf_layout.lines import has_leader, rows_of_words
from documents.parsing.readers.pdf_layout.page import Line, Page, Rule, Table, Word, words_text
from documents.parsing.readers.pdf_layout.rules import horizontal_rules
from documents.parsing.types import Box

_MIN_GUTTER = 8.0  # points
_MIN_LINES = 8  # per column; next to a known gutter one is enough
_MIN_LAST_LINES = 3  # of the second column, if the text ends in it and its numbers continue those of the first
_NUMBER = re.compile(r"(?P<number>\d{1,3})\.")
_MIN_FILLED = 0.85  # as a fraction of the column's width; a longer line fills it
_MARGIN_ZONE = 0.12
"""Fraction of the page's height, at top and bottom, whose rules belong to running heads and feet, not to tables."""


@dataclass(slots=True)
class _Band:
    """Rows that leave a gutter free, between two elements that cross it. ``is_ruled`` means that both are rules."""

    top: float
    bottom: float
    rows: list[list[Word]]
    is_ruled: bool = False


@dataclass(frozen=True, slots=True)
class _Side:
    """One column's part of a band: its lines and their edges."""

    lines: list[list[Word]]
    left: float
    right: float

    @property
    def width(self) -> float:
        return self.right - self.left

    def contains(self, side: _Side) -> bool:
        """Return whether another part of a column lies within this one."""
        return self.left - 4 < side.left and side.right < self.right + 4


class _Columns(NamedTuple):
    """Two columns and the edge at which the second begins."""

    edge: float
    left: _Side
    right: _Side


def find_columns(pages: Sequence[Page]) -> None:
    """Set ``page.parts`` of the pages whose text is in columns.

    Short columns are recognized by long ones in the same place on the page, or on the previous or next page.
    """
    rows_by_page = [(page, [sorted(row, key=_left) for row in rows_of_words(page.words)]) for page in pages]
    long_columns: dict[int, list[_Columns]] = {}
    for page, rows in rows_by_page:
        for edge in _candidate_edges(page, rows):
            page_columns = [columns for band in _bands(page, rows, edge) if (columns := _columns(band, edge))]
            long_columns.setdefault(page.number, []).extend(page_columns)
    for page, rows in rows_by_page:
        known = [columns for number in (-1, 0, 1) for columns in long_columns.get(page.number + number, ())]
        if known:
            usual = _nearest(rows, known)
            bands = [band for band in _bands(page, rows, usual.edge) if _columns(band, usual.edge, usual)]
            page.parts = _parts(bands, usual.edge)


def _left(word: Word) -> float:
    return word.left


def _candidate_edges(page: Page, rows: list[list[Word]]) -> list[float]:
    """Return left edges, in the middle of the page, at which many lines begin after a space as wide as a gutter."""
    starts: Counter[int] = Counter()
    for row in rows:
        right = 0.0
        for word in row:
            if word.left - right >= _MIN_GUTTER and 0.35 * page.width < word.left < 0.7 * page.width:
                starts[round(word.left)] += 1
            right = max(right, word.right)
    return [
        float(edge)
        for edge in sorted(starts)
        if starts[edge - 1] <= starts[edge] > starts[edge + 1]
        and starts[edge - 1] + starts[edge] + starts[edge + 1] >= _MIN_LAST_LINES
    ]


def _nearest(rows: list[list[Word]], known: Sequence[_Columns]) -> _Columns:
    """Return the known columns at whose gutter most words begin; left and right pages each have their own."""
    return max(known, key=lambda columns: sum(abs(word.left - columns.edge) < 2 for row in rows for word in row))


def _bands(page: Page, rows: list[list[Word]], edge: float) -> list[_Band]:
    """Return the bands of a page, split at everything that crosses the gutter before ``edge``."""
    low, high = edge - _MIN_GUTTER, edge - 2
    inside = (_MARGIN_ZONE * page.height, (1 - _MARGIN_ZONE) * page.height)
    heads = _shared_heads(rows, edge)
    across = [
        (row[0].baseline - 0.85 * row[0].size, row[0].baseline + 0.3 * row[0].size, False)
        for number, row in enumerate(rows)
        if number in heads or any(word.left < high and word.right > low for word in row)
    ]
    across += [(rule.top, rule.top, True) for rule in horizontal_rules(page) if rule.left < low and rule.right > high]
    across += [(chart.top, chart.bottom, False) for chart in page.figures if chart.left < low and chart.right > high]
    limits = [(-inf, -inf, False), *sorted(across), (inf, inf, False)]
    bands: list[_Band] = []
    for (_, top, rule_above), (bottom, _, rule_below) in pairwise(limits):
        rows_between = [row for row in rows if top < row[0].baseline < bottom]
        if rows_between:
            is_ruled = rule_above and rule_below and inside[0] < top and bottom < inside[1]
            bands.append(_Band(top, bottom, rows_between, is_ruled))
    return bands


def _shared_heads(rows: list[list[Word]], edge: float) -> set[int]:
    """Return the indexes of short rows that head both columns: nothing next to them, and both columns below."""
    heads: set[int] = set()
    right_above = -inf
    for number, (row, below) in enumerate(pairwise(rows)):
        size = row[0].size
        if row[-1].left >= edge - 2:
            right_above = row[0].baseline
        elif row[0].baseline - right_above > 1.6 * size and all(_split(below, edge)):
            is_set_off = below[0].baseline - row[0].baseline > 1.2 * size
            above = row[0].baseline - rows[number - 1][0].baseline if number else inf
            if is_set_off and above > 1.2 * size:
                heads.add(number)
    return heads


def _columns(band: _Band, edge: float, usual: _Columns | None = None) -> _Columns | None:
    """Return the columns of running text that a band consists of, or None.

    Without ``usual``, the columns must be long, but the text may end early in the second one. With it, they may be
    short, but must lie within the usual columns.
    """
    halves = _halves(band, edge)
    min_lines = 1 if usual else _MIN_LAST_LINES if _continue_numbers(*halves) else _MIN_LINES
    if band.is_ruled or min(map(len, halves)) < min_lines:
        return None
    left, right = (
        _Side(half, min(words[0].left for words in half), max(words[-1].right for words in half)) for half in halves
    )
    if usual is not None:
        if not (usual.left.contains(left) and usual.right.contains(right)):
            return None
        left, right = replace(usual.left, lines=left.lines), replace(usual.right, lines=right.lines)
    are_equally_wide = 0.7 < left.width / max(right.width, 1.0) < 1.4
    is_running = _is_running(left, right) if usual else _is_running(left) and _is_running(right)
    if are_equally_wide and is_running and not _begin_together(left, right):
        return _Columns(edge, left, right)
    return None


def _halves(band: _Band, edge: float) -> tuple[list[list[Word]], list[list[Word]]]:
    """Return the lines of a band before and after the gutter."""
    halves: tuple[list[list[Word]], list[list[Word]]] = ([], [])
    for row in band.rows:
        for half, words in zip(halves, _split(row, edge), strict=True):
            if words:
                half.append(words)
    return halves


def _continue_numbers(left: list[list[Word]], right: list[list[Word]]) -> bool:
    """Return whether a long first column has numbered paragraphs, and the second continues their numbers."""
    if len(left) < _MIN_LINES:
        return False
    labels = ([_NUMBER.fullmatch(words[0].text) for words in half] for half in (left, right))
    first, second = ([int(label["number"]) for label in column if label] for column in labels)
    return bool(first and second) and first == sorted(first) and second[0] == first[-1] + 1


def _split(row: list[Word], edge: float) -> tuple[list[Word], list[Word]]:
    return [word for word in row if word.left < edge - 2], [word for word in row if word.left >= edge - 2]


def _is_running(*sides: _Side) -> bool:
    """Return whether most lines of a column, or of both taken together, are running text, and many fill it."""
    lines = sum(len(side.lines) for side in sides)
    dense = [(side, words) for side in sides for words in side.lines if _is_dense(words)]
    filled = sum(words[-1].right - side.left > _MIN_FILLED * side.width for side, words in dense)
    return len(dense) >= 0.8 * lines and filled >= 0.5 * lines


def _is_dense(words: list[Word]) -> bool:
    """Return whether words are spaced as in a sentence: no cells, no leader; a label may be separate."""
    gaps = [after.left - before.right for before, after in pairwise(words)]
    return all(gap < 2 * words[0].size for gap in gaps[1:]) and not has_leader(words_text(words))


def _begin_together(left: _Side, right: _Side) -> bool:
    """Return whether the paragraphs of two columns begin side by side, as the rows of a table do."""
    firsts, seconds = _starts(left), _starts(right)
    together = sum(any(abs(first - second) < 2 for second in seconds) for first in firsts)
    return together > 0 and together >= 0.6 * min(len(firsts), len(seconds))


def _starts(side: _Side) -> list[float]:
    """Return the baselines of lines that are further from the previous line than most lines are."""
    baselines = [words[0].baseline for words in side.lines]
    gaps = [after - before for before, after in pairwise(baselines)]
    usual = median(gaps) if gaps else 0.0
    return [after for after, gap in zip(baselines[1:], gaps, strict=True) if gap > 1.2 * usual]


def _parts(bands: Sequence[_Band], edge: float) -> list[Box]:
    """Return the page's parts in reading order: full-width areas, and between them the columns of each band."""
    parts: list[Box] = []
    end = -inf
    for band in bands:
        parts.append(Box(-inf, end, inf, band.top))
        parts += [Box(-inf, band.top, edge - 2, band.bottom), Box(edge - 2, band.top, inf, band.bottom)]
        end = band.bottom
    return [*parts, Box(-inf, end, inf, inf)] if bands else []


def page_parts(page: Page, lines: Sequence[Line]) -> list[tuple[Page, list[Line]]]:
    """Return a page's parts as separate pages, each with its own rules, charts and lines."""
    if not page.parts:
        return [(page, list(lines))]
    return [
        (
            replace(
                page,
                rules=[rule for rule in page.rules if _contains(box, rule)],
                figures=[figure for figure in page.figures if _contains(box, figure)],
                parts=[],
            ),
            [line for line in lines if line.part == number],
        )
        for number, box in enumerate(page.parts)
    ]


def _contains(box: Box, drawn: Rule | Table) -> bool:
    x, y = (drawn.left + drawn.right) / 2, (drawn.top + drawn.bottom) / 2
    return box.left <= x < box.right and box.top <= y < box.bottom
