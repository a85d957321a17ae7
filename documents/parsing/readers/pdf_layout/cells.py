"""Sort the lines of a table into rows and columns."""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise

from documents.parsing.readers.pdf_layout.lines import rows_of
from documents.parsing.readers.pdf_layout.page import Line, Page, Table, Word
from documents.parsing.readers.pdf_layout.rules import level_rules, upright_rules

_BIN = 2.0
_MIN_GUTTER = 5.0


def fill_table(page: Page, lines: list[Line], region: tuple[float, float, float, float]) -> Table:
    """The table of the lines in a region (left, top, right, bottom)."""
    left, top, right, bottom = region
    edges = _drawn_edges(page, region) or _gutters(lines, left, right)
    breaks = [rule.top for rule in level_rules(page) if top < rule.top < bottom and rule.length > 30]
    rows: list[list[list[Word]]] = []
    for group in _cell_rows(lines, breaks):
        cells: list[list[Word]] = [[] for _ in range(len(edges) + 1)]
        for line in group:
            line.words[0].spaced = True
            for word in line.words:
                cells[bisect_right(edges, (word.left + min(word.right, word.left + 8)) / 2)].append(word)
        rows.append(cells)
    return Table(page.number, rows, left, top, right, bottom)


def _drawn_edges(page: Page, region: tuple[float, float, float, float]) -> list[float]:
    """Columns parted by drawn rules; a frame's own sides part nothing."""
    left, top, right, bottom = region
    return [
        rule.left
        for rule in upright_rules(page)
        if rule.length > 0.5 * (bottom - top)
        and rule.top < bottom
        and rule.bottom > top
        and left + 10 < rule.left < right - 10
    ]


def _gutters(lines: list[Line], left: float, right: float) -> list[float]:
    """Where one column ends and the next begins: what hardly any row crosses."""
    bins = [0] * (int((right - left) / _BIN) + 8)
    rows = [[stretch for line in row for stretch in _stretches(line)] for row in rows_of(lines)]
    rows = [row for row in rows if len(row) > 1]  # a title across the table says nothing of its columns
    for row in rows:
        covered = {
            number for start, end in row for number in range(int((start - left) / _BIN), int((end - left) / _BIN) + 1)
        }
        for number in covered:
            if 0 <= number < len(bins):
                bins[number] += 1
    allowed = 0.08 * len(rows)
    edges: list[float] = []
    start: int | None = None
    seen_text = False
    for number, count in enumerate(bins):
        if count <= allowed:
            start = number if start is None else start
            continue
        if start is not None and seen_text and (number - start) * _BIN >= _MIN_GUTTER:
            edges.append(left + (start + number) / 2 * _BIN)
        start, seen_text = None, True
    return edges


def _stretches(line: Line) -> list[tuple[float, float]]:
    """A line's printed stretches, parted where two words stand further apart than a blank."""
    out: list[tuple[float, float]] = []
    for word in line.words:
        if out and word.left - out[-1][1] < 0.7 * line.size:
            out[-1] = (out[-1][0], max(out[-1][1], word.right))
        else:
            out.append((word.left, word.right))
    return out


def _cell_rows(lines: list[Line], breaks: list[float]) -> list[list[Line]]:
    """Printed lines put together to rows.

    A rule between two lines parts rows. Below the head, so does a gap wider than the leading; where all gaps are
    the same, each line with something in its first column is a row.
    """
    grouped: list[list[Line]] = []
    bands: list[list[list[Line]]] = [[] for _ in range(len(breaks) + 1)]
    for row in rows_of(lines):
        bands[bisect_right(breaks, row[0].baseline)].append(row)
    for number, band in enumerate(bands):
        gaps = [after[0].baseline - before[0].baseline for before, after in pairwise(band)]
        tight = 1.25 * min((gap for gap in gaps if gap > 4), default=0.0)
        is_head = number == 0 and bool(breaks)
        even = not is_head and all(gap <= tight for gap in gaps)
        edge = min((row[0].left for row in band), default=0.0)
        for index, row in enumerate(band):
            wide = index > 0 and gaps[index - 1] > tight
            if index == 0 or wide or (even and row[0].left < edge + 3):
                grouped.append([])
            grouped[-1] += row
    return grouped
