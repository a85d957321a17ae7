"""Write a compilation as CSV (RFC 4180, UTF-8 with a byte order mark), line by line.

The cover sheet comes first, with one label and text per line, then an empty line and the table. All lines have the
same number of cells, as RFC 4180 requires. Cells that a spreadsheet would read as formulas start with an apostrophe.
"""

from __future__ import annotations

import csv
import datetime
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

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
        safe_cells = [formula_safe(cell) for cell in cells]
        row: str = writer.writerow(safe_cells + [""] * (len(columns) - len(safe_cells)))
        return row.encode()

    yield "\ufeff".encode()
    yield encode_line([compilation.about.title])
    yield from (encode_line(pair) for pair in compilation.about.lines)
    yield from (encode_line([_("Group"), name, str(count)]) for name, count in compilation.about.counts)
    yield encode_line([_("Note"), _("An apostrophe precedes text that a spreadsheet would read as a formula.")])
    yield encode_line([])
    yield encode_line(str(column.label) for column in columns)
    left_out = 0
    for entry in compilation.entries():
        if item := entry.item:
            yield encode_line(_cell(column.value(entry, item, compilation)) for column in columns)
        else:
            left_out += 1
    if left_out:
        yield encode_line([])
        yield encode_line(
            [_("Left out"), str(left_out), _("This recommendation was no longer public when this file was created.")]
        )


def _cell(value: Value) -> str:
    if isinstance(value, datetime.date):
        return value.isoformat()
    return "" if value is None else str(value)
