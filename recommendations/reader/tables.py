"""Table cells as parts of a text, so that highlights appear in their cells."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.utils.safestring import SafeString

from documents.web.markup import Insertion, Overlay, mark_up

_LETTERS_AND_DIGITS = frozenset(("Lu", "Ll", "Lt", "Lo", "Mn", "Mc", "Nd"))
"""Unicode's categories, without modifier letters and superscript digits."""

Rows = tuple[tuple[SafeString, ...], ...]


def table_rows(
    text: str, cells: Sequence[Sequence[str]], layers: Sequence[Sequence[Overlay]], insertions: Sequence[Insertion]
) -> Rows:
    """The cells with the marks of the table's text. A cell that the text has otherwise stays as it is printed."""
    spans = cell_spans(text, cells)
    if spans is None:
        return tuple(tuple(mark_up(cell) for cell in row) for row in cells)
    return tuple(
        tuple(
            _cell(text, start, end, layers, insertions) if _same(text[start:end], cell) else mark_up(cell)
            for (start, end), cell in zip(row_spans, row, strict=True)
        )
        for row_spans, row in zip(spans, cells, strict=True)
    )


def _same(text: str, cell: str) -> bool:
    """Whether both have the same letters and digits. The calls of notes are raised in a cell, and not in the text."""
    return _letters(text) == _letters(cell)


def _letters(text: str) -> list[str]:
    return [character for character in text if unicodedata.category(character) in _LETTERS_AND_DIGITS]


def cell_spans(text: str, cells: Sequence[Sequence[str]]) -> list[list[tuple[int, int]]] | None:
    """The offsets of each cell in the text, which holds them row by row: a line a row, tabs between its cells.

    Cells at the very end that are empty may be missing in the text. None where it is not the text of these cells.
    """
    lines = text.split("\n")
    missing = cells[len(lines) :]
    if len(lines) > len(cells) or any(cell for row in missing for cell in row):
        return None
    spans: list[list[tuple[int, int]]] = []
    offset = 0
    for place, row in enumerate(cells):
        parts = lines[place].split("\t") if place < len(lines) else []
        is_last = place >= len(lines) - 1
        if len(parts) > len(row) or (len(parts) < len(row) and (not is_last or any(row[len(parts) :]))):
            return None
        here = []
        for part in parts:
            here.append((offset, offset + len(part)))
            offset += len(part) + 1
        spans.append(here + [(len(text), len(text))] * (len(row) - len(parts)))
    return spans


def _cell(
    text: str, start: int, end: int, layers: Sequence[Sequence[Overlay]], insertions: Sequence[Insertion]
) -> SafeString:
    return mark_up(
        text[start:end],
        [list(_within(layer, start, end)) for layer in layers],
        [replace(one, offset=one.offset - start) for one in insertions if start <= one.offset <= end],
    )


def _within(layer: Iterable[Overlay], start: int, end: int) -> Iterable[Overlay]:
    """The parts of the overlays that stand between the offsets, counted from there."""
    for overlay in layer:
        first, last = max(overlay.start, start), min(overlay.end, end)
        if first < last:
            yield replace(overlay, start=first - start, end=last - start)
