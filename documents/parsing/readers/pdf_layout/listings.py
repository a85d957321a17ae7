"""Read lists of documents set in two columns, each with a symbol and a title, one column after the other.

Budgets and reports list mandates this way ("76/258   Doha Programme of Action   79/226   Quadrennial review"). They
look like a table of four columns, but symbols and titles are equally far apart in both halves, and every symbol has a
digit.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from documents.parsing.readers.pdf_layout.lines import rows_of
from documents.parsing.readers.pdf_layout.page import Line, Table, Word, make_line, words_text

_SAME_EDGE = 2.5  # points
_WIDE_SPACE = 0.7  # ems; between a symbol and its title; at a known edge any gap is enough
_SYMBOL_WIDTHS, _MIN_TITLE = (30.0, 150.0), 60.0
"""Minimum and maximum width of a column of symbols, and minimum width of a column of titles, in points."""


class _Edges(NamedTuple):
    """Left edges of symbols and titles, in the first half and in the second."""

    symbols: float
    titles: float
    more_symbols: float
    more_titles: float


def extract_listings(lines: list[Line]) -> tuple[list[Table], list[Line]]:
    """Return the lists among lines, each as a table of two columns, and the lines outside them."""
    rows = rows_of(lines)
    tables: list[Table] = []
    taken: set[int] = set()
    index = 0
    while index < len(rows):
        start = index
        index += 1
        if edges := _find_edges(rows[start]):
            while (
                index < len(rows)
                and _split_columns(rows[index], edges)
                and not _is_set_off(rows[index - 1], rows[index])
            ):
                index += 1
            tables.append(_make_table(rows[start:index], edges))
            taken.update(id(line) for row in rows[start:index] for line in row)
    return tables, [line for line in lines if id(line) not in taken]


def _find_edges(row: Sequence[Line]) -> _Edges | None:
    """Return the edges shown by a row with a symbol and a title in both halves, or None."""
    pieces = _split_at_gaps(row)
    if len(pieces) < 3:
        return None
    symbols, titles, more_titles = pieces[0][0].left, pieces[1][0].left, pieces[-1][0].left
    edges = _Edges(symbols, titles, more_titles - (titles - symbols), more_titles)
    is_wide_enough = (
        _SYMBOL_WIDTHS[0] < titles - symbols < _SYMBOL_WIDTHS[1] and edges.more_symbols - titles > _MIN_TITLE
    )
    halves = _split_columns(row, edges) if is_wide_enough else None
    return edges if halves and all(halves) else None


def _split_at_gaps(row: Sequence[Line], edges: _Edges | None = None) -> list[list[Word]]:
    """Return the words of a row, split at wide gaps and at known edges."""
    pieces: list[list[Word]] = []
    for word in sorted((word for line in row for word in line.words), key=lambda word: word.left):
        gap = word.left - pieces[-1][-1].right if pieces else 0.0
        at_edge = edges and gap > 0 and any(abs(word.left - edge) < _SAME_EDGE for edge in edges)
        if not pieces or at_edge or gap > _WIDE_SPACE * word.size:
            pieces.append([])
        pieces[-1].append(word)
    return pieces


def _split_columns(row: Sequence[Line], edges: _Edges) -> list[list[Word]] | None:
    """Return the words of a row in each of the four columns, or None if they do not fit."""
    columns: list[list[Word]] = [[], [], [], []]
    ends = (*edges[1:], float("inf"))
    for piece in _split_at_gaps(row, edges):
        index = next((n for n, edge in enumerate(edges) if abs(piece[0].left - edge) < _SAME_EDGE), None)
        if index is None or piece[-1].right > ends[index]:
            return None
        if index in (0, 2) and not any(map(str.isdecimal, words_text(piece))):
            return None
        columns[index] = piece
    return columns


def _is_set_off(above: Sequence[Line], row: Sequence[Line]) -> bool:
    """Return whether a wide gap separates a row from the row above, as it separates text from a list."""
    return row[0].baseline - above[0].baseline > 2.5 * row[0].size


def _make_table(rows: Sequence[Sequence[Line]], edges: _Edges) -> Table:
    """Return a table of symbols and titles: the entries of the first half, then the entries of the second."""
    split_rows = [columns for row in rows if (columns := _split_columns(row, edges))]
    entries: list[list[list[Word]]] = []
    for half in (0, 2):
        first = len(entries)
        for columns in split_rows:
            symbol, title = columns[half : half + 2]
            if len(entries) == first or (symbol and title):
                entries.append([[], []])
            for cell, words in zip(entries[-1], (symbol, title), strict=True):
                cell += words
    entries = [entry for entry in entries if any(entry)]
    page, top, bottom = rows[0][0].page, rows[0][0].top, rows[-1][0].bottom
    groups = [[make_line(page, [word for cell in entry for word in cell])] for entry in entries]
    right = edges.more_symbols + edges.more_symbols - edges.symbols
    return Table(page, entries, edges.symbols, top, right, bottom, groups, [edges.titles - 2])
