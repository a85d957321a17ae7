"""Write a compilation as an Excel workbook: a table, and a sheet about it.

Rows are written one by one, so memory use does not grow with the compilation. Text never becomes a formula, a link or a
number; the only links lead to the portal.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import IO, Any

import xlsxwriter
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from recommendations.exports.cells import printable_text
from recommendations.exports.columns import ADDRESSED_TO, Column, ColumnKind, Value, columns_of
from recommendations.exports.compilation import CompilationContent, Progress
from recommendations.exports.cover_sheet import disclaimer

MAX_CELL_LENGTH = 32_767  # characters (Excel specifications and limits)
MAX_LINKS = 65_000  # Excel allows 65,530 per sheet; further addresses are plain text
LINE_HEIGHT = 15.0  # points
MAX_ROW_HEIGHT = 409.0  # points
LINE_BREAK_ALLOWANCE = 1.1  # lines break between words, so few are full
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "yyyy-mm-dd",
}
_PAPER_A4 = 9


def write_excel(compilation: CompilationContent, file: IO[bytes], progress: Progress | None = None) -> None:
    """Write the workbook into a file."""
    workbook = xlsxwriter.Workbook(file, _OPTIONS)
    workbook.set_properties(
        {"title": compilation.about.title, "author": _("UNTOC Portal"), "comments": printable_text(disclaimer())}
    )
    left_out = _Table(workbook, compilation).write(progress)
    _write_about(workbook, compilation, left_out)
    workbook.close()


class _Table:
    """Writes the sheet of recommendations."""

    def __init__(self, workbook: xlsxwriter.Workbook, compilation: CompilationContent) -> None:
        self.compilation = compilation
        self.columns = columns_of(compilation)
        self.sheet: Worksheet = _add_sheet(workbook, _("Recommendations"))
        self.header_format: Format = workbook.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}
        )
        self.formats: dict[ColumnKind, Format] = {
            ColumnKind.TEXT: workbook.add_format({"text_wrap": True, "valign": "top", "num_format": "@"}),
            ColumnKind.NUMBER: workbook.add_format({"valign": "top", "num_format": "0"}),
            ColumnKind.DATE: workbook.add_format({"valign": "top", "align": "left", "num_format": "yyyy-mm-dd"}),
            ColumnKind.LINK: workbook.add_format({"valign": "top", "font_color": "#0563C1", "underline": 1}),
        }

    def write(self, progress: Progress | None) -> int:
        """Write the rows. Return the number of recommendations left out because they are no longer public."""
        self._prepare_sheet()
        row = left_out = 0
        for entry in self.compilation.entries(progress):
            if entry.item is None:
                left_out += 1
                continue
            row += 1
            values = [column.value(entry, entry.item, self.compilation) for column in self.columns]
            self.sheet.set_row(row, _row_height(self.columns, values))
            for index, (column, value) in enumerate(zip(self.columns, values, strict=True)):
                self._write_cell(row, index, column, value)
        self.sheet.autofilter(0, 0, max(row, 1), len(self.columns) - 1)
        self.sheet.print_area(0, 0, row, self._last_printed_column())
        return left_out

    def _last_printed_column(self) -> int:
        """Return the last column to print, the addressees. If all columns were printed, the type would be too small to
        read."""
        return self.columns.index(ADDRESSED_TO)

    def _prepare_sheet(self) -> None:
        for index, column in enumerate(self.columns):
            self.sheet.set_column(index, index, column.width)
            self.sheet.write_string(0, index, str(column.label), self.header_format)
        self.sheet.freeze_panes(1, 0)
        self.sheet.set_landscape()
        self.sheet.set_paper(_PAPER_A4)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.repeat_rows(0)
        self.sheet.set_footer("&C&P/&N")

    def _write_cell(self, row: int, index: int, column: Column, value: Value) -> None:
        cell_format = self.formats[column.kind]
        if value is None or value == "":
            self.sheet.write_blank(row, index, None, cell_format)
        elif isinstance(value, datetime.date):
            self.sheet.write_datetime(row, index, datetime.datetime.combine(value, datetime.time()), cell_format)
        elif isinstance(value, int):
            self.sheet.write_number(row, index, value, cell_format)
        elif column.kind is ColumnKind.LINK and row <= MAX_LINKS:
            self.sheet.write_url(row, index, value, cell_format)
        else:
            self.sheet.write_string(row, index, _truncate(value), cell_format)


def _row_height(columns: Sequence[Column], values: Sequence[Value]) -> float:
    """Return the height of a row in points, for its longest wrapped text, limited to :data:`MAX_ROW_HEIGHT`."""
    line_count = 1
    for column, value in zip(columns, values, strict=True):
        if column.kind is ColumnKind.TEXT and isinstance(value, str):
            paragraphs = value.split("\n")
            line_count = max(
                line_count, sum(1 + int(len(text) * LINE_BREAK_ALLOWANCE // column.width) for text in paragraphs)
            )
    return min(LINE_HEIGHT * line_count, MAX_ROW_HEIGHT)


def _truncate(text: str) -> str:
    """Return the text, truncated with a remark if it is too long for a cell."""
    text = printable_text(text)
    if len(text.encode("utf-16-le")) // 2 <= MAX_CELL_LENGTH:
        return text
    remark = _(" […] The text is too long for an Excel cell and was shortened.")
    kept_length = MAX_CELL_LENGTH - len(remark)
    return text.encode("utf-16-le")[: 2 * kept_length].decode("utf-16-le", "ignore") + remark


def _add_sheet(workbook: xlsxwriter.Workbook, name: str) -> Worksheet:
    """Add a sheet, from right to left if the reader's language is."""
    sheet: Worksheet = workbook.add_worksheet(name)
    if get_language_bidi():
        sheet.right_to_left()
    return sheet


def _write_about(workbook: xlsxwriter.Workbook, compilation: CompilationContent, left_out: int) -> None:
    about = compilation.about
    sheet = _add_sheet(workbook, _("About"))
    title = workbook.add_format({"bold": True, "font_size": 14})
    label = workbook.add_format({"bold": True, "valign": "top"})
    text = workbook.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    number = workbook.add_format({"valign": "top", "num_format": "0"})
    date = workbook.add_format({"valign": "top", "align": "left", "num_format": "yyyy-mm-dd hh:mm"})
    sheet.set_column(0, 0, 60)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, about.title, title)
    rows: list[tuple[str, Any]] = [*about.lines]
    rows += [(_("Created (UTC)"), about.made_at), (_("Recommendations"), about.total)]
    if left_out:
        rows.append((_("Left out because no longer public when this file was created"), left_out))
    rows += about.counts
    for row, (name, value) in enumerate(rows, 2):
        sheet.write_string(row, 0, _truncate(name), label)
        if isinstance(value, datetime.datetime):
            sheet.write_datetime(row, 1, value.astimezone(datetime.UTC).replace(tzinfo=None), date)
        elif isinstance(value, int):
            sheet.write_number(row, 1, value, number)
        else:
            sheet.write_string(row, 1, _truncate(value), text)
