"""Find where running text stands in two columns, as in official records, old resolutions and some annexes.

Two columns are told from a table, a masthead or a list by what they hold: a gutter stays white over many lines,
the columns beside it are equally wide, their lines are running text that fills them, and their paragraphs do not
begin side by side. What crosses the gutter (a heading over both columns, a picture's caption) parts the page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import inf
from statistics import median
from typing import NamedTuple

from documents.parsing.readers.pdf_layout.bidi import mostly_right_to_left
from documents.parsing.readers.pdf_layout.lines import has_leader, rows_of_words
from documents.parsing.readers.pdf_layout.page import Line, Page, Rule, Table, Word, words_text
from documents.parsing.readers.pdf_layout.rules import level_rules
from documents.parsing.types import Box

_GUTTER = 8.0  # the narrowest gutter, in points
_ENOUGH_LINES = 8  # how many lines a column must have to be known by itself; beside a known gutter one will do
_FILLED = 0.85  # from which share of the column's width on a line fills it
_MARGIN_ZONE = 0.12
"""Share of the page's height, above and below, whose rules belong to running heads and feet, not to tables."""


@dataclass(slots=True)
class _Band:
    """Rows that leave a gutter free, from one thing that crosses it to the next. ``ruled``: both of those are rules."""

    top: float
    bottom: float
    rows: list[list[Word]]
    ruled: bool = False


@dataclass(frozen=True, slots=True)
class _Side:
    """A column's part of a band: its lines and their edges."""

    lines: list[list[Word]]
    left: float
    right: float

    @property
    def width(self) -> float:
        return self.right - self.left

    def holds(self, other: _Side) -> bool:
        """Whether another part of a column lies within this one."""
        return self.left - 4 < other.left and other.right < self.right + 4


class _Columns(NamedTuple):
    """Two columns and the edge at which the second one begins."""

    edge: float
    left: _Side
    right: _Side


def find_columns(pages: Sequence[Page]) -> None:
    """Set ``page.parts`` of the pages whose text stands in columns.

    Short columns are known by long ones that stand at the same place on the page, or on the one before or after.
    """
    printed = [(page, [sorted(row, key=_left) for row in rows_of_words(page.words)]) for page in pages]
    long: dict[int, list[_Columns]] = {}
    for page, rows in printed:
        for edge in _edges(page, rows):
            found = [columns for band in _bands(page, rows, edge) if (columns := _columns(band, edge))]
            long.setdefault(page.number, []).extend(found)
    for page, rows in printed:
        known = [columns for number in (-1, 0, 1) for columns in long.get(page.number + number, ())]
        if known:
            usual = _nearest(rows, known)
            bands = [band for band in _bands(page, rows, usual.edge) if _columns(band, usual.edge, usual)]
            page.parts = _parts(bands, usual.edge)


def _left(word: Word) -> float:
    return word.left


def _edges(page: Page, rows: list[list[Word]]) -> list[float]:
    """Left edges, in the middle of the page, at which many lines begin behind a gutter's width of white."""
    starts: Counter[int] = Counter()
    for row in rows:
        right = 0.0
        for word in row:
            if word.left - right >= _GUTTER and 0.35 * page.width < word.left < 0.7 * page.width:
                starts[round(word.left)] += 1
            right = max(right, word.right)
    return [
        float(edge)
        for edge in sorted(starts)
        if starts[edge - 1] <= starts[edge] > starts[edge + 1]
        and starts[edge - 1] + starts[edge] + starts[edge + 1] >= _ENOUGH_LINES
    ]


def _nearest(rows: list[list[Word]], known: Sequence[_Columns]) -> _Columns:
    """The known columns at whose gutter most words of the page begin; pages left and right have their own."""
    return max(known, key=lambda columns: sum(abs(word.left - columns.edge) < 2 for row in rows for word in row))


def _bands(page: Page, rows: list[list[Word]], edge: float) -> list[_Band]:
    """The page cut at everything that stands across the gutter before ``edge``."""
    low, high = edge - _GUTTER, edge - 2
    inside = (_MARGIN_ZONE * page.height, (1 - _MARGIN_ZONE) * page.height)
    heads = _heads_of_both(rows, edge)
    across = [
        (row[0].baseline - 0.85 * row[0].size, row[0].baseline + 0.3 * row[0].size, False)
        for number, row in enumerate(rows)
        if number in heads or any(word.left < high and word.right > low for word in row)
    ]
    across += [(rule.top, rule.top, True) for rule in level_rules(page) if rule.left < low and rule.right > high]
    across += [(chart.top, chart.bottom, False) for chart in page.figures if chart.left < low and chart.right > high]
    limits = [(-inf, -inf, False), *sorted(across), (inf, inf, False)]
    bands: list[_Band] = []
    for (_, top, rule_above), (bottom, _, rule_below) in pairwise(limits):
        held = [row for row in rows if top < row[0].baseline < bottom]
        if held:
            ruled = rule_above and rule_below and inside[0] < top and bottom < inside[1]
            bands.append(_Band(top, bottom, held, ruled))
    return bands


def _heads_of_both(rows: list[list[Word]], edge: float) -> set[int]:
    """Numbers of the rows that head both columns although they are short: white beside them, both columns below."""
    heads: set[int] = set()
    right_above = -inf
    for number, (row, below) in enumerate(pairwise(rows)):
        size = row[0].size
        if row[-1].left >= edge - 2:
            right_above = row[0].baseline
        elif row[0].baseline - right_above > 1.6 * size and all(_split(below, edge)):
            stands_off = below[0].baseline - row[0].baseline > 1.2 * size
            above = row[0].baseline - rows[number - 1][0].baseline if number else inf
            if stands_off and above > 1.2 * size:
                heads.add(number)
    return heads


def _columns(band: _Band, edge: float, usual: _Columns | None = None) -> _Columns | None:
    """The columns of running text that a band is, or None.

    Without ``usual`` they must be long; with it they must keep within those, and may be short.
    """
    halves = _halves(band, edge)
    if band.ruled or min(map(len, halves)) < (1 if usual else _ENOUGH_LINES):
        return None
    left, right = (
        _Side(half, min(words[0].left for words in half), max(words[-1].right for words in half)) for half in halves
    )
    if usual is not None:
        if not (usual.left.holds(left) and usual.right.holds(right)):
            return None
        left, right = replace(usual.left, lines=left.lines), replace(usual.right, lines=right.lines)
    alike = 0.7 < left.width / max(right.width, 1.0) < 1.4
    running = _is_running(left, right) if usual else _is_running(left) and _is_running(right)
    if alike and running and not _begin_together(left, right):
        return _Columns(edge, left, right)
    return None


def _halves(band: _Band, edge: float) -> tuple[list[list[Word]], list[list[Word]]]:
    """The lines of a band before and behind the gutter."""
    halves: tuple[list[list[Word]], list[list[Word]]] = ([], [])
    for row in band.rows:
        for half, words in zip(halves, _split(row, edge), strict=True):
            if words:
                half.append(words)
    return halves


def _split(row: list[Word], edge: float) -> tuple[list[Word], list[Word]]:
    return [word for word in row if word.left < edge - 2], [word for word in row if word.left >= edge - 2]


def _is_running(*sides: _Side) -> bool:
    """Whether most lines of a column, or of both taken together, are running text, and many fill it."""
    lines = sum(len(side.lines) for side in sides)
    dense = [(side, words) for side in sides for words in side.lines if _is_dense(words)]
    filled = sum(words[-1].right - side.left > _FILLED * side.width for side, words in dense)
    return len(dense) >= 0.8 * lines and filled >= 0.5 * lines


def _is_dense(words: list[Word]) -> bool:
    """Whether words follow one another as in a sentence: no cells, no leader; a label may stand off."""
    gaps = [after.left - before.right for before, after in pairwise(words)]
    return all(gap < 2 * words[0].size for gap in gaps[1:]) and not has_leader(words_text(words))


def _begin_together(left: _Side, right: _Side) -> bool:
    """Whether the paragraphs of two columns begin side by side, as the rows of a table do."""
    firsts, others = _starts(left), _starts(right)
    together = sum(any(abs(first - other) < 2 for other in others) for first in firsts)
    return together > 0 and together >= 0.6 * min(len(firsts), len(others))


def _starts(side: _Side) -> list[float]:
    """Baselines of the lines that stand further from the one before than most do."""
    baselines = [words[0].baseline for words in side.lines]
    gaps = [after - before for before, after in pairwise(baselines)]
    usual = median(gaps) if gaps else 0.0
    return [after for after, gap in zip(baselines[1:], gaps, strict=True) if gap > 1.2 * usual]


def _parts(bands: Sequence[_Band], edge: float) -> list[Box]:
    """The page's parts in reading order: what crosses the gutter, and between that the columns of each band."""
    right_first = mostly_right_to_left([word for band in bands for row in band.rows for word in row])
    parts: list[Box] = []
    end = -inf
    for band in bands:
        parts.append(Box(-inf, end, inf, band.top))
        columns = [Box(-inf, band.top, edge - 2, band.bottom), Box(edge - 2, band.top, inf, band.bottom)]
        parts += reversed(columns) if right_first else columns
        end = band.bottom
    return [*parts, Box(-inf, end, inf, inf)] if bands else []


def page_parts(page: Page, lines: Sequence[Line]) -> list[tuple[Page, list[Line]]]:
    """A page's parts as pages of their own, each with the rules, charts and lines that stand in it."""
    if not page.parts:
        return [(page, list(lines))]
    return [
        (
            replace(
                page,
                rules=[rule for rule in page.rules if _holds(box, rule)],
                figures=[figure for figure in page.figures if _holds(box, figure)],
                parts=[],
            ),
            [line for line in lines if line.part == number],
        )
        for number, box in enumerate(page.parts)
    ]


def _holds(box: Box, drawn: Rule | Table) -> bool:
    x, y = (drawn.left + drawn.right) / 2, (drawn.top + drawn.bottom) / 2
    return box.left <= x < box.right and box.top <= y < box.bottom
