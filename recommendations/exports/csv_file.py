"""Write a compilation as CSV (RFC 4180, UTF-8 with a byte order mark), line by line.

The first line is the header and each further line a recommendation, so that programs can read the file without
instructions; the Excel and JSON files also have the cover sheet. Cells that a spreadsheet would read as formulas start
with an apostrophe. Recommendations that stopped being public while the file was being written are left out.
"""

from __future__ import annotations

import csv
import datetime
from collections.abc import Iterable, Iterator
from typing import Any

from recommendations.exports.cells import formula_safe
from recommendations.exports.columns import Value, columns_of
from recommendations.exports.compilation import CompilationContent


class _Echo:
    """A file for ``csv.writer`` that returns each line instead of storing it."""

    def write(self, line: str) -> str:
        return line


def csv_lines(compilation: CompilationContent) -> Iterator[bytes]:
    """Yield the lines of the file."""
    columns = columns_of(compilation)
    writer: Any = csv.writer(_Echo())

    def encode_line(cells: Iterable[str]) -> bytes:
        row: str = writer.writerow([formula_safe(cell) for cell in cells])
        return row.encode()

    yield "\ufeff".encode()
    yield encode_line(str(column.label) for column in columns)
    for entry in compilation.entries():
        if item := entry.item:
            yield encode_line(_cell(column.value(entry, item, compilation)) for column in columns)


def _cell(value: Value) -> str:
    if isinstance(value, datetime.date):
        return value.isoformat()
    return "" if value is None else str(value)
