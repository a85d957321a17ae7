"""Extract charts from the page as blocks: their axis numbers, labels and legends are neither a table nor running text.

A chart is a framed area that contains what no table does: slanted or bent strokes, or bars, which are areas that begin
or end at many different positions. The frame must contain short pieces of text, many of them numbers; a framed
summary contains sentences, a masthead names. The words are kept, row by row, as one block.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from documents.parsing.readers.pdf_layout.lines import page_lines, rows_of
from documents.parsing.readers.pdf_layout.page import Line, Page, Shape, Table, Word

_MIN_WIDTH, _MIN_HEIGHT, _MAX_HEIGHT = 0.25, 0.07, 0.7  # of a chart's frame, as fractions of the page
_MAX_FRAMES = 40
_MAX_WORDS = 4  # median of words in a piece of text
_MIN_STROKE = 40.0  # points; a shorter slanted stroke may be an arrow or a check mark
_MIN_NUMBERS = 0.3  # as a fraction of the pieces of text
_NUMBER = re.compile(r"[(+$€£]?[-–—]?(?:\d[\d.,/]*)?[%)]?")
"""Matches "100", "13.6", "6%", "(5)", "–"; not "2023-A", "A/81/6", words."""


def extract_figures(page: Page) -> None:
    """Move the words of a page's charts into its figures, and drop their rules."""
    frames = {shape for shape in page.shapes if _is_frame(shape, page)}
    for frame in sorted(frames, key=_size_order, reverse=True)[:_MAX_FRAMES]:
        inside = [word for word in page.words if _is_inside(word, frame)]
        if not inside or not _has_drawing(frame, page.shapes):
            continue
        lines = page_lines(replace(page, words=inside))
        if not _is_chart_text(lines):
            continue
        taken = {id(word) for word in inside}
        page.words = [word for word in page.words if id(word) not in taken]
        page.rules = [rule for rule in page.rules if not frame.contains(rule.left, rule.top, rule.right, rule.bottom)]
        page.figures.append(_make_figure(page, frame, lines))


def _size_order(frame: Shape) -> tuple[float, Shape]:
    return (frame.right - frame.left) * (frame.bottom - frame.top), frame


def _is_inside(word: Word, frame: Shape) -> bool:
    return frame.contains(word.left, word.baseline - word.size / 2, word.right, word.baseline)


def _make_figure(page: Page, frame: Shape, lines: list[Line]) -> Table:
    """Return a chart as a table of its words, piece by piece, in rows as printed."""
    groups = rows_of(lines)
    rows = [[line.words for line in row] for row in groups]
    return Table(page.number, rows, *frame[:4], groups, [], is_closed=True, is_figure=True)


def _is_frame(shape: Shape, page: Page) -> bool:
    height = shape.bottom - shape.top
    is_wide = shape.right - shape.left > _MIN_WIDTH * page.width
    return shape.is_straight and is_wide and _MIN_HEIGHT * page.height < height < _MAX_HEIGHT * page.height


def _has_drawing(frame: Shape, shapes: Sequence[Shape]) -> bool:
    """Return whether lines of a graph or bars are drawn in a frame."""
    inside = [shape for shape in shapes if shape[:4] != frame[:4] and frame.contains(*shape[:4])]
    if any(not shape.is_straight and shape.right - shape.left > _MIN_STROKE for shape in inside):
        return True
    return _are_bars(inside)


def _are_bars(shapes: Sequence[Shape]) -> bool:
    """Return whether areas are bars: unlike the shaded cells of a table, they form no grid of rows and columns.

    The stretches of the page's width that cells take up are the same or separate; the stretches of horizontal bars, or
    of the parts of a bar, overlap. The same applies to the height.
    """
    across = {(round(shape.left), round(shape.right)) for shape in shapes}
    down = {(round(shape.top), round(shape.bottom)) for shape in shapes}
    is_irregular = len(shapes) >= 5 and len(across) * len(down) >= 3 * len(shapes)
    return is_irregular and max(_overlaps(across), _overlaps(down)) >= 3


def _overlaps(stretches: set[tuple[int, int]]) -> int:
    """Return the number of stretches that overlap the stretch before them, give or take the width of a line."""
    return sum(after[0] < before[1] - 2 for before, after in pairwise(sorted(stretches)))


def _is_chart_text(lines: Sequence[Line]) -> bool:
    """Return whether text is in short pieces, of which many are numbers."""
    numbers = sum(all(_NUMBER.fullmatch(word.text) for word in line.words) for line in lines)
    return median(len(line.words) for line in lines) <= _MAX_WORDS and numbers >= max(3.0, _MIN_NUMBERS * len(lines))
