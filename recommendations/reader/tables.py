"""Render table cells as parts of a text, so that highlights appear in the cells."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.utils.safestring import SafeString

from documents.web.markup import Insertion, Overlay, mark_up

_LETTERS_AND_DIGITS = frozenset(("Lu", "Ll", "Lt", "Lo", "Mn", "Mc", "Nd"))
"""Unicode categories, excluding modifier letters and superscript digits."""

Rows = tuple[tuple[SafeString, ...], ...]


def table_rows(
    text: str, cells: Sequence[Sequence[str]], layers: Sequence[Sequence[Overlay]], insertions: Sequence[Insertion]
) -> Rows:
    """Return the cells, marked up like the table's text. A cell that differs from the text is shown as printed."""
    spans = cell_spans(text, cells)
    if spans is None:
        return tuple(tuple(mark_up(cell) for cell in row) for row in cells)
    return tuple(
        tuple(
            _cell(text, start, end, layers, insertions) if _has_same_letters(text[start:end], cell) else mark_up(cell)
            for (start, end), cell in zip(row_spans, row, strict=True)
        )
        for row_spans, row in zip(spans, cells, strict=True)
    )


def _has_same_letters(text: str, cell: str) -> bool:
    """Return whether text and cell have the same letters and digits. Other characters may differ: footnote markers are
    superscript only in cells."""
    return _letters(text) == _letters(cell)


def _letters(text: str) -> list[str]:
    return [character for character in text if unicodedata.category(character) in _LETTERS_AND_DIGITS]


def cell_spans(text: str, cells: Sequence[Sequence[str]]) -> list[list[tuple[int, int]]] | None:
    """Return the offsets of each cell in the text, which has a line for each row and tabs between cells.

    Empty cells at the very end may be missing from the text. Return None if the text does not correspond to the cells.
    """
    lines = text.split("\n")
    missing_rows = cells[len(lines) :]
    if len(lines) > len(cells) or any(cell for row in missing_rows for cell in row):
        return None
    spans: list[list[tuple[int, int]]] = []
    offset = 0
    for index, row in enumerate(cells):
        parts = lines[index].split("\t") if index < len(lines) else []
        is_last = index >= len(lines) - 1
        if len(parts) > len(row) or (len(parts) < len(row) and (not is_last or any(row[len(parts) :]))):
            return None
        row_spans = []
        for part in parts:
            row_spans.append((offset, offset + len(part)))
            offset += len(part) + 1
        spans.append(row_spans + [(len(text), len(text))] * (len(row) - len(parts)))
    return spans


def _cell(
    text: str, start: int, end: int, layers: Sequence[Sequence[Overlay]], insertions: Sequence[Insertion]
) -> SafeString:
    return mark_up(
        text[start:end],
        [list(_within(layer, start, end)) for layer in layers],
        [replace(item, offset=item.offset - start) for item in insertions if start <= item.offset <= end],
    )


def _within(layer: Iterable[Overlay], start: int, end: int) -> Iterable[Overlay]:
    """Yield the parts of overlays between two offsets, relative to the first."""
    for overlay in layer:
        left, right = max(overlay.start, start), min(overlay.end, end)
        if left < right:
            yield replace(overlay, start=left - start, end=right - start)
