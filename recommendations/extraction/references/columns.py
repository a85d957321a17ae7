"""Find the instruments at the head of the columns of a table.

The cells of a row are separated by tabs, and the rows by line breaks. In a plain text, "|" separates the cells; its
rows are separate paragraphs, or joined, so that a cell holds the last one of a row and the first one of the next.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from recommendations.extraction.references.instruments import InstrumentMention


@dataclass(frozen=True, slots=True)
class Columns:
    """The instruments that the columns of a table are about, by the number of the column. ``cells`` are the offsets at
    which cells begin, with the number of the column; ``width`` is the number of columns after the first."""

    heads: dict[int, InstrumentMention]
    cells: tuple[tuple[int, int], ...]
    width: int

    def at(self, offset: int) -> InstrumentMention | None:
        """Return the instrument at the head of the column in which an offset is."""
        return self.heads.get(_column(self.cells, offset))


def columns_of(
    text: str, instruments: Sequence[InstrumentMention], articles: Sequence[int], above: Columns | None
) -> Columns | None:
    """Return the columns of a table whose first row names at least two instruments, or None for any other text.

    ``articles`` are the offsets of the articles cited in the text; ``above`` are the columns of the text before it,
    which may be a row of the same table.
    """
    if "\t" not in text and "|" not in text:
        return None
    end = articles[0] if articles else len(text)
    if "\t" in text:
        cells, width = _tabbed(text)
        end = min(end, text.find("\n") % (len(text) + 1))
    else:
        cells, width = _barred(text, instruments, end)
    heads: dict[int, InstrumentMention] = {}
    for mention in instruments:
        if mention.start < end:
            heads.setdefault(_column(cells, mention.start), mention)
    heads.pop(0, None)
    if len(heads) > 1:
        return Columns(heads, cells, width)
    return Columns(above.heads, cells, width) if above and width == above.width else None


def _column(cells: Sequence[tuple[int, int]], offset: int) -> int:
    return cells[bisect_right(cells, offset, key=lambda cell: cell[0]) - 1][1]


def _tabbed(text: str) -> tuple[tuple[tuple[int, int], ...], int]:
    cells, column = [(0, 0)], 0
    for index, character in enumerate(text):
        if character in "\t\n":
            column = column + 1 if character == "\t" else 0
            cells.append((index + 1, column))
    return tuple(cells), max(column for _, column in cells)


def _barred(text: str, instruments: Sequence[InstrumentMention], end: int) -> tuple[tuple[tuple[int, int], ...], int]:
    """Return the cells of rows separated by "|". The last head before the first article is that of the last column."""
    starts = [index + 1 for index, character in enumerate(text) if character == "|"]
    heads = [bisect_right(starts, mention.start) for mention in instruments if mention.start < end]
    width = heads[-1] if heads and heads[-1] else len(starts)
    return ((0, 0), *((start, index % width + 1) for index, start in enumerate(starts))), width
