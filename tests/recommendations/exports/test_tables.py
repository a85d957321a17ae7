"""Excel and CSV files: they contain the values of the database, and no text acts as a formula."""

from __future__ import annotations

import csv
import datetime
import io
import re

import openpyxl
import pytest
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from documents.web.language_addresses import without_language
from recommendations.exports.cells import formula_safe, printable_text
from recommendations.exports.compilation import CompilationContent
from recommendations.exports.csv_file import csv_lines
from recommendations.exports.excel import MAX_CELL_LENGTH
from tests import builders as make
from tests.recommendations.exports.compiling import ROOT, compile_results, create_report, excel_file

pytestmark = pytest.mark.django_db

DANGEROUS = [
    '=HYPERLINK("http://example.org","x")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "  =1+1",
    "＝1+1",
    "http://example.org/",
    '<script>alert(1)</script> & "quotes"; commas, and\nlines',
    "007",
    "a _x000D_ b",
]


def sheet(content: CompilationContent, name: str = "Recommendations") -> Worksheet:
    return openpyxl.load_workbook(excel_file(content))[name]


def rows_of(worksheet: Worksheet) -> list[dict[str, Cell]]:
    header, *rows = worksheet.iter_rows()
    return [{str(label.value): cell for label, cell in zip(header, row, strict=True)} for row in rows]


def table(content: CompilationContent) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    return list(csv.DictReader(io.StringIO(b"".join(csv_lines(content)).decode("utf-8-sig"), newline="")))


# --- Excel -------------------------------------------------------------------------------------------


def test_cells_have_the_right_types() -> None:
    row = make.recommendation(of=create_report(date=datetime.date(2021, 4, 1)), page=7, articles=["untoc:18"])
    [cells] = rows_of(sheet(compile_results("article")))
    assert {name: cells[name].value for name in ("No.", "Page", "Year", "Symbol", "Status", "Articles")} == {
        "No.": 1,
        "Page": 7,
        "Year": 2021,
        "Symbol": "CTOC/COP/WG.3/2021/3",
        "Status": "Adopted",
        "Articles": "Organized Crime Convention, article 18",
    }
    for name, day in (
        ("Date of the document", datetime.date(2021, 4, 1)),
        ("Start date of the meeting", datetime.date(2021, 3, 25)),
    ):
        value = cells[name].value
        assert isinstance(value, datetime.datetime)
        assert value.date() == day
    assert (cells["Date of the document"].is_date, cells["Page"].data_type, cells["Text"].data_type) == (True, "n", "s")
    link = cells["Web address"].hyperlink
    assert link is not None
    assert link.target == f"{ROOT}{without_language(row.get_absolute_url())}"


@pytest.mark.parametrize("text", DANGEROUS)
def test_apparent_formulas_and_links_stay_text(text: str) -> None:
    make.recommendation(text, heading=text, label=text[:20])
    [cells] = rows_of(sheet(compile_results()))
    for name in ("Text", "Heading"):
        assert (cells[name].data_type, cells[name].hyperlink) == ("s", None)
        assert read_escapes(str(cells[name].value)).strip() == text.strip()


def read_escapes(value: str) -> str:
    """Return a cell value as Excel shows it: "_x000D_" is an escaped character (ECMA-376, part 1, 22.4.2.4)."""
    return re.sub("_x([0-9A-F]{4})_", lambda match: chr(int(match[1], 16)), value)


def test_header_is_frozen_and_has_filters() -> None:
    make.recommendation()
    worksheet = sheet(compile_results())
    assert (worksheet.freeze_panes, worksheet.auto_filter.ref) == ("A2", "A1:AA2")
    assert worksheet.column_dimensions["G"].width > 60  # the text
    assert rows_of(worksheet)[0]["Text"].alignment.wrap_text


def test_row_height_fits_the_text() -> None:
    for text in ("Act.", "word " * 100, "word " * 5000):
        make.recommendation(text, path="para. 1", meeting=None, status="draft")
    worksheet = sheet(compile_results())
    assert sorted(worksheet.row_dimensions[row].height for row in (2, 3, 4)) == [45, 105, 408.75]


def test_about_sheet_describes_the_compilation() -> None:
    for _number in range(2):
        make.recommendation(articles=["untoc:18"])
    about = sheet(compile_results("article", article=("untoc:18",)), "About")
    rows = {label.value: value.value for label, value in about.iter_rows()}
    assert rows["Article"] == "Organized Crime Convention, article 18"
    assert rows["Recommendations"] == 2
    assert rows["Organized Crime Convention, article 18 (Title of 18)"] == 2
    assert isinstance(rows["Created (UTC)"], datetime.datetime)
    assert rows["Source"] == f"UNTOC Portal, {ROOT}/recommendations/?article=untoc:18"


def test_text_too_long_for_a_cell_is_shortened_with_a_notice() -> None:
    make.recommendation("word " * 8000)
    value = rows_of(sheet(compile_results()))[0]["Text"].value
    assert isinstance(value, str)
    assert len(value) <= MAX_CELL_LENGTH
    assert value.endswith("The text is too long for an Excel cell and was shortened.")


def test_characters_invalid_in_excel_are_replaced() -> None:
    make.recommendation("Act\x01 \x0bnow\ufffe.")
    assert rows_of(sheet(compile_results()))[0]["Text"].value == "Act\ufffd \ufffdnow\ufffd."


# --- CSV ---------------------------------------------------------------------------------------------


def test_first_line_of_csv_is_its_header_and_each_other_line_a_recommendation() -> None:
    make.recommendation("Joint action.", articles=["untoc:18"], page=3)
    content = b"".join(csv_lines(compile_results("article", words="joint", meaning=False)))
    assert content.startswith(b"\xef\xbb\xbfNo.,Group,Other groups,Symbol,")
    assert content.count(b"\r\n") == content.count(b"\n") == 2
    [row] = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert None not in row
    assert (row["Group"], row["Text"], row["Page"], row["Start date of the meeting"], row["Match"]) == (
        "Organized Crime Convention, article 18 (Title of 18)",
        "Joint action.",
        "3",
        "2021-03-25",
        "exact match",
    )


@pytest.mark.parametrize("text", DANGEROUS)
def test_csv_has_no_formulas(text: str) -> None:
    make.recommendation(text, heading=text)
    [row] = table(compile_results())
    assert row["Text"] == formula_safe(text)
    assert not row["Text"].lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "＝"))


def test_characters_invalid_in_xml_are_replaced() -> None:
    assert printable_text("a\x00b\x1fc\td\n\U0001f600\ud800") == "a\ufffdb\ufffdc\td\n\U0001f600\ufffd"
