"""Tables in a page: tables that contain data, tables used for layout, and lists set as tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from documents.parsing.numbering import read_label
from documents.parsing.readers.html_layout.tree import Element, letters_of, tag, words_of
from documents.parsing.readers.spans import table_fragment
from documents.parsing.types import Fragment, Span

_MAX_CELL_LENGTH = 1500  # letters; a longer cell contains text of the page, not data
_MAX_SPAN = 60
_MAX_CELLS = 100_000
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A printed paragraph, and the index of the note that it is part of, if any."""

    fragment: Fragment
    note: int | None = None


Cell = tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, each with its paragraphs; a merged cell appears once, and its other positions are empty."""

    rows: tuple[tuple[Cell, ...], ...]

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        return tuple(paragraph for row in self.rows for cell in row for paragraph in cell)

    @property
    def is_list(self) -> bool:
        """Return whether each row is a label with its text: "(a)", "States parties should …"."""
        return bool(self.rows) and all(map(_is_item, self.rows))


def is_layout(table: Element) -> bool:
    """Return whether a table is only used for layout: its role is presentational, it contains tables, headings or long
    texts, or it has only one column.
    """
    if words_of(table, "role") & {"presentation", "none"}:
        return True
    if any(True for inner in table.iter("table", *_HEADINGS) if inner is not table):
        return True
    rows = [[letters_of(cell) for cell in row if tag(cell) in ("td", "th")] for row in table.iter("tr")]
    return all(sum(map(bool, row)) <= 1 for row in rows) or any(c > _MAX_CELL_LENGTH for row in rows for c in row)


def read_table(table: Element, read_cell: Callable[[Element], Sequence[Paragraph]]) -> Table:
    """Read a table that contains data. ``read_cell`` reads the paragraphs of a cell."""
    rows: list[tuple[Cell, ...]] = []
    rows_left: dict[int, int] = {}
    total = 0
    for row in table.iter("tr"):
        cells: list[Cell] = []
        for element in (inner for inner in row if tag(inner) in ("td", "th")):
            _skip_merged(cells, rows_left)
            span = _span(element, "colspan", _MAX_SPAN)
            below = _span(element, "rowspan", _MAX_SPAN) - 1
            for column in range(len(cells), len(cells) + span):
                rows_left[column] = below
            cells += [tuple(read_cell(element)), *([()] * (span - 1 if total < _MAX_CELLS else 0))]
        _skip_merged(cells, rows_left)
        total += len(cells)
        if any(cells):
            rows.append(tuple(cells))
    return Table(tuple(rows))


def fragment_of(table: Table) -> Fragment:
    """Return a table as a fragment of the text."""
    return table_fragment([[[p.fragment.spans for p in cell] for cell in row] for row in table.rows])


def items_of(table: Table) -> Iterator[Paragraph]:
    """Yield the items of a list that is set as a table, each after its label."""
    for row in table.rows:
        (label,), (first, *more) = [cell for cell in row if cell]
        spans = (*label.fragment.spans, Span(" "), *first.fragment.spans)
        yield Paragraph(Fragment(spans), note=label.note)
        yield from more


def _is_item(row: Sequence[Cell]) -> bool:
    filled_cells = [cell for cell in row if cell]
    if len(filled_cells) != 2 or len(filled_cells[0]) != 1:
        return False
    label = f"{filled_cells[0][0].fragment.text.strip()} "
    read = read_label(f"{label}Text")
    return read is not None and read.end == len(label)


def _skip_merged(cells: list[Cell], rows_left: dict[int, int]) -> None:
    """Add empty cells in place of cells that reach down from the rows above."""
    while rows_left.get(len(cells), 0) > 0:
        rows_left[len(cells)] -= 1
        cells.append(())


def _span(cell: Element, attribute: str, maximum: int) -> int:
    """Return the number of columns or rows that a cell spans."""
    text = (cell.get(attribute) or "").strip()
    return min(max(int(text), 1), maximum) if text.isascii() and text.isdecimal() and len(text) < 6 else 1
