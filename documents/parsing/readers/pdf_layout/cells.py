"""Sort the lines of a table into rows and columns."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Container
from itertools import pairwise

from documents.parsing.readers.pdf_layout.lines import rows_of
from documents.parsing.readers.pdf_layout.page import Line, Page, Rule, Table, Word
from documents.parsing.readers.pdf_layout.rules import horizontal_rules, vertical_rules

_BIN = 2.0  # points
_MIN_GUTTER = 5.0  # points
_MIN_ROWS = 3  # below the head, to find the columns of a table by these rows alone
_WIDE_SPACE, _SPACE = 0.7, 0.4  # ems; a space in justified text, and in a title
_MIN_FULL_WIDTH = 0.9  # as a fraction of a table's width; a longer rule spans all columns
_SAME_EDGE = 15.0  # points
_MAX_HEAD_HEIGHT = 90.0  # points


def fill_table(page: Page, lines: list[Line], region: tuple[float, float, float, float]) -> Table:
    """Return the table of the lines in a region (left, top, right, bottom)."""
    left, top, right, bottom = region
    inside = [rule for rule in horizontal_rules(page) if top < rule.top < bottom and rule.length > 30]
    head_end = next((rule.top for rule in inside if rule.length > _MIN_FULL_WIDTH * (right - left)), top)
    head_end = head_end if head_end - top < _MAX_HEAD_HEIGHT else top
    spanning = {id(line) for line in lines if any(_spans_columns(line, rule, head_end) for rule in inside)}
    edges = _columns(page, [line for line in lines if id(line) not in spanning], region, head_end)
    breaks = [rule.top for rule in inside if rule.top >= head_end]
    groups = _cell_rows(lines, breaks, edges)
    rows = [_cells(group, edges, spanning) for group in groups]
    return Table(page.number, rows, left, top, right, bottom, groups, edges)


def _spans_columns(line: Line, rule: Rule, head_end: float) -> bool:
    """Return whether a line of a head is the title of several columns: a rule as wide as these columns is below it."""
    inside = rule.left - 3 < line.left and line.right < rule.right + 3
    return line.baseline < rule.top < head_end and inside


def add_lines(table: Table, lines: list[Line]) -> None:
    """Add lines below a table to it as rows."""
    groups = _cell_rows(lines, [], table.edges)
    table.groups += groups
    table.rows += [_cells(group, table.edges) for group in groups]


def set_columns(table: Table, edges: list[float]) -> None:
    """Sort a table's words into columns with these edges."""
    table.edges = edges
    table.rows = [_cells(group, edges) for group in table.groups]


def _cells(group: list[Line], edges: list[float], spanning: Container[int] = ()) -> list[list[Word]]:
    """Return the cells of a row; text that spans columns is put in the first of them.

    ``spanning`` are the ids of lines that are titles of several columns.
    """
    cells: list[list[Word]] = [[] for _ in range(len(edges) + 1)]
    is_stacked = len({line.baseline for line in group}) == len(group)
    spans_columns = is_stacked and any(_overlaps_edge(word, edges) for line in group for word in line.words)
    for line in group:
        line.words[0].spaced = True
        is_spanning = spans_columns or id(line) in spanning
        for word in line.words:
            cells[_column_index(line.words[0] if is_spanning else word, edges)].append(word)
    return cells


def _column_index(word: Word, edges: list[float]) -> int:
    return bisect_right(edges, (word.left + min(word.right, word.left + 8)) / 2)


def _overlaps_edge(word: Word, edges: list[float]) -> bool:
    """Return whether a word overlaps the edge between two columns."""
    return any(word.left < edge - 1 and word.right > edge + 1 for edge in edges)


def _row_edge(band: list[list[Line]], edges: list[float]) -> float:
    """Return the left edge of the outermost rows with several cells; titles within a table may begin further out."""
    lefts = [(row[0].left, len(row) > 1) for row in band if not edges or row[0].left < edges[0]]
    return min([left for left, has_cells in lefts if has_cells] or [left for left, _ in lefts], default=0.0)


def _columns(page: Page, lines: list[Line], region: tuple[float, float, float, float], head_end: float) -> list[float]:
    """Return the edges between columns: drawn rules, and gutters too unless the table has both a frame and rules."""
    left, top, right, bottom = region
    upright = [
        rule.left
        for rule in vertical_rules(page)
        if rule.length > 0.5 * (bottom - top) and rule.top < bottom and rule.bottom > top
    ]
    drawn = [position for position in upright if left + 10 < position < right - 10]
    is_framed = len(drawn) < len(upright)
    gutters = [] if drawn and is_framed else _gutters(lines, head_end, left, right)
    edges: list[float] = []
    for position in drawn + gutters:
        if all(abs(position - edge) > _SAME_EDGE for edge in edges):  # a double rule is one edge
            edges.append(position)
    return sorted(edges)


def _gutters(lines: list[Line], head_end: float, left: float, right: float) -> list[float]:
    """Return the edges between columns: positions that hardly any row crosses.

    If titles are closer together than the cells below, the cells decide, unless an edge would cut a title.
    """
    edges = [(start + end) / 2 for start, end in _free_stretches(_rows_of_stretches(lines), left, right)]
    below = _rows_of_stretches([line for line in lines if line.baseline > head_end])
    titles = [piece for line in lines if line.baseline <= head_end for piece in _stretches(line, _SPACE)]
    if len(below) >= _MIN_ROWS:
        for start, end in _free_stretches(below, left, right):
            position = _position_between(titles, start, end)
            if position is not None and not any(start <= edge <= end for edge in edges):
                edges.append(position)
    return edges


def _position_between(titles: list[tuple[float, float]], start: float, end: float) -> float | None:
    """Return the middle of the part of a gutter that titles leave free, or None."""
    positions = [start + step * _BIN / 2 for step in range(int(2 * (end - start) / _BIN) + 1)]
    free = [position for position in positions if not any(left < position < right for left, right in titles)]
    return free[len(free) // 2] if free else None


def _rows_of_stretches(lines: list[Line]) -> list[list[tuple[float, float]]]:
    """Return the printed stretches of each row, without titles that span the table, which show no columns."""
    rows = [[stretch for line in row for stretch in _stretches(line)] for row in rows_of(lines)]
    return [row for row in rows if len(row) > 1]


def _free_stretches(rows: list[list[tuple[float, float]]], left: float, right: float) -> list[tuple[float, float]]:
    """Return the stretches, with text on both sides, that text covers in hardly any row."""
    bins = [0] * (int((right - left) / _BIN) + 8)
    for row in rows:
        covered = {
            number for start, end in row for number in range(int((start - left) / _BIN), int((end - left) / _BIN) + 1)
        }
        for number in covered:
            if 0 <= number < len(bins):
                bins[number] += 1
    allowed = 0.08 * len(rows)
    free: list[tuple[float, float]] = []
    start: int | None = None
    seen_text = False
    for number, count in enumerate(bins):
        if count <= allowed:
            start = number if start is None else start
            continue
        if start is not None and seen_text and (number - start) * _BIN >= _MIN_GUTTER:
            free.append((left + start * _BIN, left + number * _BIN))
        start, seen_text = None, True
    return free


def _stretches(line: Line, min_gap: float = _WIDE_SPACE) -> list[tuple[float, float]]:
    """Return a line's printed stretches, split at gaps of ``min_gap`` ems or more."""
    stretches: list[tuple[float, float]] = []
    for word in line.words:
        if stretches and word.left - stretches[-1][1] < min_gap * line.size:
            stretches[-1] = (stretches[-1][0], max(stretches[-1][1], word.right))
        else:
            stretches.append((word.left, word.right))
    return stretches


def _cell_rows(lines: list[Line], breaks: list[float], edges: list[float]) -> list[list[Line]]:
    """Group printed lines into rows.

    A rule between two lines separates rows. Below the head, so does a gap wider than the leading; if all gaps are
    the same, the first column decides.
    """
    bands: list[list[list[Line]]] = [[] for _ in range(len(breaks) + 1)]
    for row in rows_of(lines):
        bands[bisect_right(breaks, row[0].baseline)].append(row)
    grouped: list[list[Line]] = []
    for number, band in enumerate(bands):
        gaps = [after[0].baseline - before[0].baseline for before, after in pairwise(band)]
        tight = 1.25 * min((gap for gap, row in zip(gaps, band, strict=False) if gap > 0.9 * row[0].size), default=0.0)
        is_head = number == 0 and bool(breaks)
        is_even = not is_head and all(gap <= tight for gap in gaps)
        starts = _row_starts(band, edges) if is_even else {index + 1 for index, gap in enumerate(gaps) if gap > tight}
        for index, row in enumerate(band):
            if index == 0 or index in starts:
                grouped.append([])
            grouped[-1] += row
    return grouped


def _row_starts(band: list[list[Line]], edges: list[float]) -> set[int]:
    """Return the indexes of evenly spaced lines that begin rows: those with text in their first column.

    If the first column is running text that fills line after line, a row begins after a line without it.
    """
    edge = _row_edge(band, edges)
    in_first = [not edges or row[0].left < edges[0] for row in band]
    widest = max((row[0].right for filled, row in zip(in_first, band, strict=True) if filled), default=edge)
    is_lower = [filled and row[0].text[:1].islower() for filled, row in zip(in_first, band, strict=True)]
    is_text = sum(is_lower) > 0.35 * sum(in_first)
    starts: set[int] = set()
    for index, (before, row) in enumerate(pairwise(band), start=1):
        is_complete = len(before) > 1 or before[0].right - edge < 0.8 * (widest - edge)
        begins = row[0].left < edge + 3 or (in_first[index] and len(row) > 1 and is_complete)
        wraps = is_lower[index] and min(len(before), len(row)) == 1
        if begins and not wraps and not (is_text and in_first[index - 1]):
            starts.add(index)
    return starts
