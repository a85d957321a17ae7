"""Mastheads set in two columns by tabs: the organ's name on the left, symbol, distribution and dates on the right."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from documents.parsing import masthead_words as words
from documents.parsing.dates import parse_date_line
from documents.parsing.readers.docx_layout.flow import Paragraph
from documents.parsing.readers.spans import trim
from documents.parsing.symbols import parse_symbol_line
from documents.parsing.types import Span

_GAP = re.compile(r"\t+|[ ]{4,}")  # between columns: tabs, or several spaces


def cells_of(line: str) -> list[str]:
    """Return the cells of a printed line: "United Nations", "A/50/610" for "United Nations\tA/50/610"."""
    return [cell.strip() for cell in _GAP.split(line) if cell.strip()]


def is_field(text: str) -> bool:
    """Return whether a cell is a field on the right of a masthead: symbol, distribution, date or language."""
    text = text.strip(" *")
    patterns = (words.DISTRIBUTION, words.ORIGINAL, words.LANGUAGE_LINE)
    return (
        any(pattern.match(text) for pattern in patterns)
        or bool(parse_symbol_line(text))
        or parse_date_line(text) is not None
    )


def split_columns(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Return columns set with tabs or spaces as one paragraph each; without columns, return the paragraphs unchanged.

    The first cell of a line belongs to the left column, unless it is the only cell and is a field.
    """
    rows = [list(_cells(line)) for paragraph in paragraphs for line in _lines(paragraph.fragment.spans)]
    if all(len(row) < 2 for row in rows):
        return list(paragraphs)
    columns: tuple[list[Span], list[Span]] = ([], [])
    for row in rows:
        is_on_the_right = len(row) == 1 and is_field("".join(span.text for span in row[0]))
        for column, cell in enumerate(row, start=is_on_the_right):
            columns[min(column, 1)].extend((*cell, Span("\n")))
    first = paragraphs[0]
    fragments = [replace(first.fragment, spans=trim(column)) for column in columns]
    return [replace(first, fragment=fragment) for fragment in fragments if fragment.spans]


def _lines(spans: Sequence[Span]) -> list[list[Span]]:
    return _split(spans, re.compile("\n"))


def _cells(line: Sequence[Span]) -> Iterator[tuple[Span, ...]]:
    return filter(None, map(trim, _split(line, _GAP)))


def _split(spans: Sequence[Span], separator: re.Pattern[str]) -> list[list[Span]]:
    """Return spans split at a separator in their text."""
    parts: list[list[Span]] = [[]]
    for span in spans:
        for position, text in enumerate(separator.split(span.text)):
            if position:
                parts.append([])
            parts[-1].append(replace(span, text=text))
    return parts
