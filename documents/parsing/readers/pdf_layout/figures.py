"""Take charts off the page as wholes: axis figures, labels and legends are no table and no running text.

A chart is a framed area with drawing in it that no table has: slanted or bent strokes, or bars, which are areas that
begin or end at many different places. What stands in the frame must be short pieces, many of them figures; a framed
summary holds sentences, a masthead names. The words are kept, row by row, as one block.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from documents.parsing.readers.pdf_layout.lines import page_lines, rows_of
from documents.parsing.readers.pdf_layout.page import Line, Page, Shape, Table, Word

_WIDE, _HIGH, _HIGHEST = 0.25, 0.07, 0.7  # shares of the page's width and height between which a chart's frame lies
_MAX_FRAMES = 40
_FEW_WORDS = 4
_MIN_STROKE = 40.0  # A slanted stroke shorter than this, in points, may be an arrow or a check mark
_MANY_FIGURES = 0.3
_NUMBER = re.compile(r"[(+$€£]?[-–—]?(?:\d[\d.,/]*)?[%)]?")
"""Taken: "100", "13.6", "6%", "(5)", "–". Refused: "2023-A", "A/81/6", words."""


def take_figures(page: Page) -> None:
    """Move the words and rules of a page's charts from the page into its figures."""
    frames = {shape for shape in page.shapes if _is_frame(shape, page)}
    for frame in sorted(frames, key=_area, reverse=True)[:_MAX_FRAMES]:
        inside = [word for word in page.words if _stands_in(word, frame)]
        if not inside or not _is_drawn_in(frame, page.shapes):
            continue
        lines = page_lines(replace(page, words=inside))
        if not _is_chart_text(lines):
            continue
        taken = {id(word) for word in inside}
        page.words = [word for word in page.words if id(word) not in taken]
        page.rules = [rule for rule in page.rules if not frame.holds(rule.left, rule.top, rule.right, rule.bottom)]
        page.figures.append(_figure(page, frame, lines))


def _area(frame: Shape) -> tuple[float, Shape]:
    return (frame.right - frame.left) * (frame.bottom - frame.top), frame


def _stands_in(word: Word, frame: Shape) -> bool:
    return frame.holds(word.left, word.baseline - word.size / 2, word.right, word.baseline)


def _figure(page: Page, frame: Shape, lines: list[Line]) -> Table:
    """The chart's words, piece by piece, in the rows in which they are printed."""
    groups = rows_of(lines)
    rows = [[line.words for line in row] for row in groups]
    return Table(page.number, rows, *frame[:4], groups, [], closed=True, figure=True)


def _is_frame(shape: Shape, page: Page) -> bool:
    height = shape.bottom - shape.top
    wide = shape.right - shape.left > _WIDE * page.width
    return shape.straight and wide and _HIGH * page.height < height < _HIGHEST * page.height


def _is_drawn_in(frame: Shape, shapes: Sequence[Shape]) -> bool:
    """Whether lines of a graph or bars are drawn in a frame."""
    inside = [shape for shape in shapes if shape[:4] != frame[:4] and frame.holds(*shape[:4])]
    if any(not shape.straight and shape.right - shape.left > _MIN_STROKE for shape in inside):
        return True
    return _are_bars(inside)


def _are_bars(shapes: Sequence[Shape]) -> bool:
    """Whether areas are bars: other than the shaded cells of a table, they fill no grid of rows and columns.

    Cells lie in one stretch of the page's width or in another; bars that grow to the side, or the parts of one,
    share stretches in part. The same goes for the height.
    """
    across = {(round(shape.left), round(shape.right)) for shape in shapes}
    down = {(round(shape.top), round(shape.bottom)) for shape in shapes}
    irregular = len(shapes) >= 5 and len(across) * len(down) >= 3 * len(shapes)
    return irregular and max(_overlaps(across), _overlaps(down)) >= 3


def _overlaps(stretches: set[tuple[int, int]]) -> int:
    """How many stretches share points with the one before them, give or take a line's width."""
    return sum(after[0] < before[1] - 2 for before, after in pairwise(sorted(stretches)))


def _is_chart_text(lines: Sequence[Line]) -> bool:
    """Whether words stand in short pieces, and many pieces are figures."""
    figures = sum(all(_NUMBER.fullmatch(word.text) for word in line.words) for line in lines)
    return median(len(line.words) for line in lines) <= _FEW_WORDS and figures >= max(3.0, _MANY_FIGURES * len(lines))
