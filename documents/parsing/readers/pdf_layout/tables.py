"""Find tables: between drawn rules or, without rules, in rows that leave a gutter free.

United Nations tables have a rule above the head, one below it and one at the end, rarely a full grid; a table that
continues on the next page has no rule at the page's end. A framed summary has rules too, but only one column, and is
not a table.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from documents.parsing.readers.pdf_layout.cells import fill_table
from documents.parsing.readers.pdf_layout.lines import has_leader, rows_of
from documents.parsing.readers.pdf_layout.listings import extract_listings
from documents.parsing.readers.pdf_layout.page import Line, Page, Rule, Table
from documents.parsing.readers.pdf_layout.rules import horizontal_rules

_SAME_EDGE = 8.0  # points
_MAX_HEAD_ROWS = 6  # printed lines
_MIN_GUTTER = 8.0  # points; between the columns of a table without rules


class Region(NamedTuple):
    """The area of a table, in points from the page's top left corner, and whether a rule ends it."""

    left: float
    top: float
    right: float
    bottom: float
    is_closed: bool = False

    def contains(self, line: Line) -> bool:
        """Return whether a line is in the area."""
        inside = self.top < line.baseline < self.bottom
        return inside and self.left - 6 < line.left and line.right < self.right + 6


def extract_tables(page: Page, lines: list[Line]) -> tuple[list[Table], list[Line]]:
    """Return the page's tables and charts from the top, and the lines outside them."""
    ruled, lines = _fill_tables(page, _ruled_regions(page, lines), lines)
    listings, lines = extract_listings(lines)
    others, lines = _fill_tables(page, _open_regions(page, lines), lines)
    return sorted([*page.figures, *ruled, *listings, *others], key=lambda table: table.top), lines


def _fill_tables(page: Page, regions: list[Region], lines: list[Line]) -> tuple[list[Table], list[Line]]:
    """Return the tables of regions, and the lines outside them."""
    tables: list[Table] = []
    for region in regions:
        inside = [line for line in lines if region.contains(line)]
        taken = {id(line) for line in inside}
        lines = [line for line in lines if id(line) not in taken]
        if inside:
            table = fill_table(page, inside, region[:4])
            table.is_closed = region.is_closed
            tables.append(table)
    return tables, lines


# --- with rules


def _ruled_regions(page: Page, lines: list[Line]) -> list[Region]:
    """Return the regions between rules of the same width that contain rows of cells."""
    rules = [rule for rule in horizontal_rules(page) if rule.length > 0.25 * page.width]
    regions: list[Region] = []
    while rules:
        first = last = rules.pop(0)
        head: list[Line] = []
        rows = 0
        for rule in _equally_wide(first, rules):
            band = [line for line in lines if last.top < line.baseline < rule.top]
            cells = _rows_with_cells(band)
            below_head = bool(head) and _rows_with_cells(head) > 0 and len(rows_of(head)) <= _MAX_HEAD_ROWS
            is_text = not cells and _is_prose(band, rule.length) and not below_head
            if (rows and _is_set_off(band, last)) or is_text:
                break
            rows += cells or (below_head and bool(band))
            head = band if last is first else []
            last = rule
            rules.remove(rule)
        bottom, open_rows = _open_end(lines, first, last)
        if rows + open_rows >= 2 and (last is not first or open_rows >= 2):
            regions.append(Region(first.left, first.top, first.right, bottom, bottom == last.top))
    return regions


def _equally_wide(first: Rule, rules: Sequence[Rule]) -> list[Rule]:
    return [
        rule
        for rule in rules
        if abs(rule.left - first.left) <= _SAME_EDGE and abs(rule.right - first.right) <= _SAME_EDGE
    ]


def _rows_with_cells(band: list[Line]) -> int:
    return sum(len(row) >= 2 for row in rows_of(band))


def _is_prose(band: list[Line], width: float) -> bool:
    """Return whether a band is running text: lines across most of the width, not cells."""
    return sum(line.right - line.left > 0.7 * width for line in band) >= 2


def _is_set_off(band: list[Line], rule: Rule) -> bool:
    """Return whether a band is at a distance from the rule above, which then ended the table."""
    return bool(band) and min(line.top for line in band) - rule.top > 11


def _open_end(lines: list[Line], first: Rule, head_end: Rule) -> tuple[float, int]:
    """Return the bottom of the rows below a head that no rule closes, and the number of rows with several cells."""
    bottom, cells, previous = head_end.top, 0, head_end.top
    below = [line for line in lines if line.baseline > head_end.top]
    if _is_set_off(below, head_end):
        return bottom, cells
    second_column = _second_column([line for line in lines if first.top < line.baseline < head_end.top])
    for row in rows_of(below):
        line = row[0]
        is_wide = (
            len(row) == 1 and line.right - line.left > 0.6 * head_end.length and _crosses_column(line, second_column)
        )
        is_outside = line.left < head_end.left - 6 or row[-1].right > head_end.right + 6
        if is_wide or is_outside or line.baseline - previous > 3.5 * line.size:
            break
        runs_on = cells > 0 and second_column is not None and line.left > second_column - 3
        is_tight = line.baseline - previous < 1.35 * line.size
        previous = line.baseline
        if len(row) > 1 or (runs_on and is_tight):
            cells += len(row) > 1
            bottom = previous + 1
    return bottom, cells


def _second_column(head: list[Line]) -> float | None:
    """Return the left edge of the titles of all columns but the first, or None if the head has no such titles."""
    return min((line.left for row in rows_of(head) for line in row[1:]), default=None)


def _crosses_column(line: Line, column: float | None) -> bool:
    """Return whether a line runs from the first column into the second, where none of its words begins."""
    if column is None:
        return True
    return line.left < column - 3 < line.right and not any(abs(word.left - column) < 3 for word in line.words)


# --- without rules


def _open_regions(page: Page, lines: list[Line]) -> list[Region]:
    """Return the regions of at least three rows that leave at least one gutter free."""
    rows = rows_of([line for line in lines if not has_leader(line.text)])
    regions: list[Region] = []
    index = 0
    while index < len(rows):
        end = _end_of_open_table(rows, index) if len(rows[index]) > 1 else index
        if end > index:
            region = [line for row in rows[index:end] for line in row]
            left, right = min(line.left for line in region), max(line.right for line in region)
            regions.append(Region(left, rows[index][0].top, right, rows[end - 1][0].bottom))
        index = max(end, index + 1)
    return regions


def _end_of_open_table(rows: list[list[Line]], start: int) -> int:
    """Return the index after the last row of a table without rules that begins at ``start``, or ``start``."""
    gutters = [(before.right, after.left) for before, after in zip(rows[start], rows[start][1:], strict=False)]
    cells, end, previous = 1, start, rows[start][0]
    for index in range(start + 1, len(rows)):
        row = rows[index]
        free = [gutter for gutter in (_free_part(gutter, row) for gutter in gutters) if gutter is not None]
        if not free or row[0].baseline - previous.baseline > 3 * previous.size:
            break
        gutters, previous = free, row[0]
        if len(row) > 1 or row[0].left >= gutters[0][1]:
            cells += len(row) > 1
            end = index + 1
    return end if cells >= 3 else start


def _free_part(gutter: tuple[float, float], row: list[Line]) -> tuple[float, float] | None:
    """Return the part of a gutter that a row leaves free, or None if it is too narrow."""
    left, right = gutter
    for line in row:
        if line.right <= left or line.left >= right:
            continue
        if line.left <= left and line.right >= right:
            return None
        if line.left <= left:
            left = line.right
        else:
            right = line.left
    return (left, right) if right - left >= _MIN_GUTTER else None
