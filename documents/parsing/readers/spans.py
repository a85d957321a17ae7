"""Helpers for spans, shared by all readers: merge, trim, and convert table cells to text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from documents.parsing.characters import one_line, superscript_characters
from documents.parsing.types import Fragment, Span

Line = tuple[Span, ...]
Row = Sequence[Sequence[Line]]  # cells of a row, each with the spans of its paragraphs


def merge_spans(spans: Iterable[Span]) -> Line:
    """Return spans with adjacent spans of the same style and page merged, and without empty spans."""
    printed = (span for span in spans if span.text)
    groups = groupby(printed, key=lambda s: (s.bold, s.italic, s.superscript, s.page, s.underlined))
    return tuple(Span("".join(span.text for span in group), *style) for style, group in groups)


def trim(spans: Iterable[Span]) -> Line:
    """Return spans without spaces at either end."""
    merged = list(merge_spans(spans))
    while merged and not merged[0].text.strip():
        merged.pop(0)
    while merged and not merged[-1].text.strip():
        merged.pop()
    if merged:
        merged[0] = replace(merged[0], text=merged[0].text.lstrip())
        merged[-1] = replace(merged[-1], text=merged[-1].text.rstrip())
    return tuple(merged)


def spans_text(spans: Iterable[Span]) -> str:
    """Return the text on one line, with note markers as superscript characters."""
    return one_line("".join(superscript_characters(span.text) if span.superscript else span.text for span in spans))


def table_fragment(rows: Iterable[Row], page: int | None = None) -> Fragment:
    """Return a table: its cells, and the same text row by row. Note markers in cells are superscript characters."""
    spans: list[Span] = []
    cells: list[tuple[str, ...]] = []
    for row in rows:
        for column, cell in enumerate(row):
            if spans:
                spans.append(Span("\t" if column else "\n"))
            for position, paragraph in enumerate(cell):
                spans += [Span(" ")] * (position > 0) + _on_one_line(paragraph)
        cells.append(tuple(" ".join(map(spans_text, cell)) for cell in row))
    return Fragment(tuple(spans), page=page, cells=tuple(cells))


def _on_one_line(spans: Line) -> list[Span]:
    return [replace(span, text=" ".join(span.text.replace("\t", " ").split("\n"))) for span in spans]
