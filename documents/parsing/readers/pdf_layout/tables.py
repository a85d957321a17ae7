"""Find tables: rows of cells between drawn rules, or rows that keep the same gaps without any.

United Nations tables have a rule above the head, one below it and one at the end, seldom a full grid. A framed
summary or box has rules too but one column; it is no table.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise
from statistics import median

from documents.parsing.readers.pdf_layout.lines import rows_of
from documents.parsing.readers.pdf_layout.page import Line, Page, Rule, Table, Word
from documents.parsing.readers.pdf_layout.rules import level_rules, upright_rules

_SAME_EDGE = 8.0
_BIN = 2.0
_MIN_GUTTER = 5.0


def take_tables(page: Page, lines: list[Line]) -> tuple[list[Table], list[Line]]:
    """The page's tables, and the lines that stand outside them."""
    tables: list[Table] = []
    for top, bottom, left, right in _ruled_regions(page, lines):
        inside = [
            line for line in lines if top < line.baseline < bottom and left - 6 < line.left and line.right < right + 6
        ]
        taken = {id(line) for line in inside}
        lines = [line for line in lines if id(line) not in taken]
        tables.append(_table(page, inside, (left, top, right, bottom)))
    return tables, lines


def _ruled_regions(page: Page, lines: list[Line]) -> list[tuple[float, float, float, float]]:
    """Regions (top, bottom, left, right) between rules of one width that hold rows of cells."""
    rules = [rule for rule in level_rules(page) if rule.length > 0.25 * page.width]
    regions: list[tuple[float, float, float, float]] = []
    while rules:
        first = rules.pop(0)
        bottom, rows = first, 0
        for rule in list(rules):
            if abs(rule.left - first.left) > _SAME_EDGE or abs(rule.right - first.right) > _SAME_EDGE:
                continue
            band = [line for line in lines if bottom.top < line.baseline < rule.top]
            cells = _rows_with_cells(band)
            if not cells and _has_prose(band, rule):
                break
            rows += cells
            bottom = rule
            rules.remove(rule)
        if bottom is not first and rows >= 2:
            regions.append((first.top, bottom.top, first.left, first.right))
    return regions


def _rows_with_cells(band: list[Line]) -> int:
    return sum(len(row) >= 2 for row in rows_of(band))


def _has_prose(band: list[Line], rule: Rule) -> bool:
    """Whether a band holds running text: lines across most of the width, not cells."""
    return sum(line.right - line.left > 0.7 * rule.length for line in band) >= 2


def _table(page: Page, lines: list[Line], box: tuple[float, float, float, float]) -> Table:
    left, top, right, bottom = box
    edges = _column_edges(page, lines, box)
    breaks = [rule.top for rule in level_rules(page) if top < rule.top < bottom]
    rows: list[list[list[Word]]] = []
    for group in _cell_rows(lines, breaks):
        cells: list[list[Word]] = [[] for _ in range(len(edges) + 1)]
        for line in group:
            line.words[0].spaced = True
            for word in line.words:
                cells[bisect_right(edges, (word.left + min(word.right, word.left + 8)) / 2)].append(word)
        rows.append(cells)
    return Table(page.number, rows, left, top, right, bottom)


def _column_edges(page: Page, lines: list[Line], box: tuple[float, float, float, float]) -> list[float]:
    """Where one column ends and the next begins: drawn, or the gutters that hardly any row crosses."""
    left, top, right, bottom = box
    drawn = [
        rule.left
        for rule in upright_rules(page)
        if rule.length > 0.5 * (bottom - top) and rule.top < bottom and rule.bottom > top
    ]
    inner = [edge for edge in drawn if left + 10 < edge < right - 10]
    return inner or _gutters(lines, left, right)


def _gutters(lines: list[Line], left: float, right: float) -> list[float]:
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
    """Printed lines put together to rows: a rule or a wider gap between them starts a new one."""
    rows = rows_of(lines)
    gaps = [after[0].baseline - before[0].baseline for before, after in pairwise(rows)]
    tight = 1.25 * min((gap for gap in gaps if gap > 4), default=0.0)
    even = bool(gaps) and median(gaps) <= tight and not breaks
    grouped: list[list[Line]] = []
    for index, row in enumerate(rows):
        ruled = index > 0 and any(rows[index - 1][0].baseline < y < row[0].baseline for y in breaks)
        if index == 0 or ruled or gaps[index - 1] > tight or (even and len(row) > 1):
            grouped.append([])
        grouped[-1] += row
    return grouped
