"""A compilation as an Excel workbook: a table, and a sheet about it.

Rows are written one by one, so memory use does not grow with size. Text never becomes a formula, a link or a number;
the only links are those to the portal.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import IO, Any

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from recommendations.exports.cells import printable_text
from recommendations.exports.columns import ADDRESSED_TO, Column, ColumnKind, Value, columns_of
from recommendations.exports.compilation import CompilationContent, Progress
from recommendations.exports.cover_sheet import disclaimer

MAX_CELL_LENGTH = 32_767  # characters (Excel specifications and limits)
MAX_LINKS = 65_000  # Excel allows 65,530 per sheet; the rest are plain text
LINE = 15.0  # points per line
MAX_ROW_HEIGHT = 409.0
LINE_BREAK_ALLOWANCE = 1.1  # allowance for lines that break at words
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "yyyy-mm-dd",
}
_PAPER_A4 = 9


def write_excel(compiled: CompilationContent, file: IO[bytes], progress: Progress | None = None) -> None:
    """Write the workbook into a file."""
    book = xlsxwriter.Workbook(file, _OPTIONS)
    book.set_properties(
        {"title": compiled.about.title, "author": _("UNTOC Portal"), "comments": printable_text(disclaimer())}
    )
    left_out = _Table(book, compiled).write(progress)
    _write_about(book, compiled, left_out)
    book.close()


class _Table:
    """Writes the sheet of recommendations."""

    def __init__(self, book: xlsxwriter.Workbook, compiled: CompilationContent) -> None:
        self.compiled = compiled
        self.columns = columns_of(compiled)
        self.sheet: Worksheet = book.add_worksheet(_("Recommendations"))
        self.head: Format = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        self.formats: dict[ColumnKind, Format] = {
            ColumnKind.TEXT: book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"}),
            ColumnKind.NUMBER: book.add_format({"valign": "top", "num_format": "0"}),
            ColumnKind.DATE: book.add_format({"valign": "top", "align": "left", "num_format": "yyyy-mm-dd"}),
            ColumnKind.LINK: book.add_format({"valign": "top", "font_color": "#0563C1", "underline": 1}),
        }

    def write(self, progress: Progress | None) -> int:
        """Write the rows. Return the number left out because they are no longer public."""
        self._prepare()
        row = left_out = 0
        for entry in self.compiled.entries(progress):
            if entry.item is None:
                left_out += 1
                continue
            row += 1
            values = [column.value(entry, entry.item, self.compiled) for column in self.columns]
            self.sheet.set_row(row, _height(self.columns, values))
            for place, (column, value) in enumerate(zip(self.columns, values, strict=True)):
                self._cell(row, place, column, value)
        self.sheet.autofilter(0, 0, max(row, 1), len(self.columns) - 1)
        self.sheet.print_area(0, 0, row, self._last_printed())
        return left_out

    def _last_printed(self) -> int:
        """Return the last column to print, the addressees: with all columns, print would be too small to read."""
        return self.columns.index(ADDRESSED_TO)

    def _prepare(self) -> None:
        for place, column in enumerate(self.columns):
            self.sheet.set_column(place, place, column.width)
            self.sheet.write_string(0, place, str(column.label), self.head)
        self.sheet.freeze_panes(1, 0)
        self.sheet.set_landscape()
        self.sheet.set_paper(_PAPER_A4)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.repeat_rows(0)
        self.sheet.set_footer("&C&P/&N")

    def _cell(self, row: int, place: int, column: Column, value: Value) -> None:
        cell_format = self.formats[column.kind]
        if value is None or value == "":
            self.sheet.write_blank(row, place, None, cell_format)
        elif isinstance(value, datetime.date):
            self.sheet.write_datetime(row, place, datetime.datetime.combine(value, datetime.time()), cell_format)
        elif isinstance(value, int):
            self.sheet.write_number(row, place, value, cell_format)
        elif column.kind is ColumnKind.LINK and row <= MAX_LINKS:
            self.sheet.write_url(row, place, value, cell_format)
        else:
            self.sheet.write_string(row, place, _cut_to_fit(value), cell_format)


def _height(columns: Sequence[Column], values: Sequence[Value]) -> float:
    """Return the height in points for the longest wrapped text of a row, at most Excel's limit of 409."""
    lines = 1
    for column, value in zip(columns, values, strict=True):
        if column.kind is ColumnKind.TEXT and isinstance(value, str):
            parts = value.split("\n")
            lines = max(lines, sum(1 + int(len(part) * LINE_BREAK_ALLOWANCE // column.width) for part in parts))
    return min(LINE * lines, MAX_ROW_HEIGHT)


def _cut_to_fit(text: str) -> str:
    """Return the text, cut with a remark if it is too long for a cell."""
    text = printable_text(text)
    if len(text.encode("utf-16-le")) // 2 <= MAX_CELL_LENGTH:
        return text
    remark = _(" […] The text is too long for an Excel cell and was cut.")
    room = MAX_CELL_LENGTH - len(remark)
    return text.encode("utf-16-le")[: 2 * room].decode("utf-16-le", "ignore") + remark


def _write_about(book: xlsxwriter.Workbook, compiled: CompilationContent, left_out: int) -> None:
    about = compiled.about
    sheet = book.add_worksheet(_("About"))
    title = book.add_format({"bold": True, "font_size": 14})
    label = book.add_format({"bold": True, "valign": "top"})
    text = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    number = book.add_format({"valign": "top", "num_format": "0"})
    date = book.add_format({"valign": "top", "align": "left", "num_format": "yyyy-mm-dd hh:mm"})
    sheet.set_column(0, 0, 60)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, about.title, title)
    rows: list[tuple[str, Any]] = [*about.lines]
    rows += [(_("Created (UTC)"), about.made_at), (_("Recommendations"), about.total)]
    if left_out:
        rows.append((_("Left out: no longer public when this file was written"), left_out))
    rows += about.counts
    for row, (name, value) in enumerate(rows, 2):
        sheet.write_string(row, 0, _cut_to_fit(name), label)
        if isinstance(value, datetime.datetime):
            sheet.write_datetime(row, 1, value.astimezone(datetime.UTC).replace(tzinfo=None), date)
        elif isinstance(value, int):
            sheet.write_number(row, 1, value, number)
        else:
            sheet.write_string(row, 1, _cut_to_fit(value), text)
