"""Text in two columns, and layouts that only look like it."""

from __future__ import annotations

import pytest

from documents.parsing.readers.pdf import read_pdf
from documents.parsing.readers.pdf_layout.columns import find_columns
from documents.parsing.readers.pdf_layout.document import open_document, read_pages
from documents.parsing.types import Source
from tests.documents.parsing.pdf.builders import Sheet, pdf

LEFT, RIGHT = 72, 318
NARROW = "Requests the Secretary-General to report on the measures"
"""A line as wide as a column, about 220 points at a size of 10 points."""
WIDE = f"{NARROW} that States have taken to carry out what the present"


def read(*sheets: Sheet) -> Source:
    return read_pdf(pdf(*sheets))


def texts(source: Source) -> list[str]:
    return [fragment.text for fragment in source.body]


def paragraph(label: str, lines: int, end: str = "taken.") -> list[str]:
    """Return lines that fill a column, the last one short."""
    return [f"{label} {NARROW[: -len(label) - 1]}", *[NARROW] * (lines - 2), end]


def column(sheet: Sheet, left: float, baseline: float, *paragraphs: list[str]) -> Sheet:
    """Print paragraphs one below another, with six points between them."""
    for lines in paragraphs:
        sheet.paragraph(left, baseline, lines)
        baseline += 12 * len(lines) + 6
    return sheet


def joined(lines: list[str]) -> str:
    return " ".join(lines)


def test_columns_are_read_one_after_another() -> None:
    first, second, third = paragraph("1.", 5), paragraph("2.", 7), paragraph("3.", 9)
    sheet = column(Sheet(), LEFT, 100, first, second)
    column(sheet, RIGHT, 100, third)
    assert texts(read(sheet)) == [joined(first), joined(second), joined(third)]


def test_lines_of_two_columns_need_not_be_level() -> None:
    first, second = paragraph("1.", 9), paragraph("2.", 9)
    sheet = column(column(Sheet(), LEFT, 100, first), RIGHT, 105, second)
    assert texts(read(sheet)) == [joined(first), joined(second)]


def test_paragraph_continues_in_the_next_column_and_page() -> None:
    top, middle, bottom = [[NARROW] * 10 for _ in range(3)]
    first = column(column(Sheet(), LEFT, 600, ["1. The Council,"], top), RIGHT, 612, middle)
    second = column(column(Sheet(), LEFT, 100, bottom, ["2. Decides."]), RIGHT, 100, paragraph("3.", 11))
    source = read(first, second)
    assert texts(source)[1:3] == [joined(top + middle + bottom), "2. Decides."]
    assert source.body[1].page == 1


def test_word_broken_at_the_end_of_a_column_is_joined() -> None:
    before = [*paragraph("1.", 9)[:-1], NARROW[:-8] + "inter-"]
    after = ["national measures " + NARROW[:36], *paragraph("x", 9)[1:]]
    sheet = column(column(Sheet(), LEFT, 100, before), RIGHT, 100, after)
    assert "international measures" in texts(read(sheet))[0]


def test_heading_across_both_columns_divides_the_page() -> None:
    parts = [paragraph(f"{number}.", 9) for number in range(1, 5)]
    sheet = column(column(Sheet(), LEFT, 140, parts[0]), RIGHT, 140, parts[1])
    sheet.text(200, 110, "Resolutions adopted by the Conference of the Parties", font="bold")
    sheet.text(200, 290, "Decisions adopted by the Conference of the Parties", font="bold")
    column(column(sheet, LEFT, 320, parts[2]), RIGHT, 320, parts[3])
    assert texts(read(sheet)) == [
        "Resolutions adopted by the Conference of the Parties", joined(parts[0]), joined(parts[1]),
        "Decisions adopted by the Conference of the Parties", joined(parts[2]), joined(parts[3]),
    ]  # fmt: skip


def test_short_heading_with_space_next_to_it_divides_the_page() -> None:
    parts = [paragraph(f"{number}.", 9) for number in range(1, 5)]
    sheet = column(column(Sheet(), LEFT, 100, parts[0]), RIGHT, 100, parts[1])
    sheet.text(LEFT, 230, "Decisions", font="bold")
    column(column(sheet, LEFT, 254, parts[2]), RIGHT, 254, parts[3])
    assert texts(read(sheet)) == [*map(joined, parts[:2]), "Decisions", *map(joined, parts[2:])]


def test_heading_within_a_column_stays_in_it() -> None:
    first, second, third = paragraph("1.", 5), paragraph("2.", 5), paragraph("3.", 12)
    sheet = column(Sheet(), LEFT, 100, first).text(LEFT, 172, "Decisions", font="bold")
    column(column(sheet, LEFT, 190, second), RIGHT, 100, third)
    assert texts(read(sheet)) == [joined(first), "Decisions", joined(second), joined(third)]


def test_footnotes_at_the_foot_of_a_column_are_extracted() -> None:
    first, second = paragraph("1.", 12), paragraph("2.", 14)
    sheet = column(column(Sheet(), LEFT, 500, first), RIGHT, 500, second)
    sheet.rule(LEFT, 655, LEFT + 60).text(LEFT, 666, "1", size=6).text(LEFT + 6, 669, "See A/50/610.", size=8)
    source = read(sheet)
    assert texts(source) == [joined(first), joined(second)]
    assert [(note.marker, note.text) for note in source.notes] == [("1", "See A/50/610.")]


def test_short_columns_are_recognized_by_the_previous_page() -> None:
    long = [paragraph("1.", 20), paragraph("2.", 20)]
    short = [paragraph("3.", 3), paragraph("4.", 3)]
    pages = [column(column(Sheet(), LEFT, 100, left), RIGHT, 100, right) for left, right in (long, short)]
    assert texts(read(*pages)) == [joined(lines) for lines in (*long, *short)]


def test_masthead_above_columns_is_read_first() -> None:
    parts = [paragraph("1.", 9), paragraph("2.", 9)]
    sheet = (
        Sheet()
        .text(72, 54, "United Nations", size=14).text(446, 54, "A/RES/48/246").rule(60, 65, 552)
        .text(72, 85, "General Assembly", size=14, font="bold").text(397, 87, "Distr.: General")
        .text(397, 98, "22 January 1994").rule(60, 210, 552)
    )  # fmt: skip
    source = read(column(column(sheet, LEFT, 260, parts[0]), RIGHT, 260, parts[1]))
    assert [fragment.text for fragment in source.masthead] == [
        "United Nations", "A/RES/48/246", "General Assembly", "Distr.: General", "22 January 1994",
    ]  # fmt: skip
    assert texts(source) == [joined(lines) for lines in parts]


def table_of_prose(has_rules: bool) -> Sheet:
    """Print recommendations next to their follow-up: cells of running text, row by row."""
    sheet = Sheet()
    for row in range(3):
        top = 100 + 60 * row
        sheet.paragraph(LEFT, top, [NARROW] * (4 - row) + ["taken."])
        sheet.paragraph(RIGHT, top, [NARROW] * (2 + row) + ["done."])
        if has_rules:
            sheet.rule(60, top - 14, 552)
    return sheet.rule(60, 280, 552) if has_rules else sheet


def hanging_list() -> Sheet:
    """Print a programme of meetings: times on the left, text that fills its column on the right."""
    sheet = Sheet()
    for number in range(12):
        sheet.text(LEFT, 100 + 24 * number, f"{number + 9}.30 a.m.").paragraph(
            240, 100 + 24 * number, [WIDE[:75], "it."]
        )
    return sheet


def contents() -> Sheet:
    sheet = Sheet()
    for number in range(12):
        sheet.text(LEFT, 100 + 14 * number, f"Chapter {number} {'. ' * 40}").text(
            RIGHT, 100 + 14 * number, ". " * 40 + "9"
        )
    return sheet


def figures() -> Sheet:
    sheet = Sheet()
    for number in range(12):
        for left in (LEFT, 180, RIGHT, 430):
            sheet.text(left, 100 + 14 * number, f"{number} {left}")
    return sheet


@pytest.mark.parametrize(
    "sheet",
    [
        pytest.param(table_of_prose(has_rules=True), id="cells separated by rules"),
        pytest.param(table_of_prose(has_rules=False), id="cells that begin side by side"),
        pytest.param(hanging_list(), id="times next to a programme"),
        pytest.param(contents(), id="dotted leaders"),
        pytest.param(figures(), id="columns of numbers"),
        pytest.param(column(Sheet(), LEFT, 100, [WIDE] * 20), id="one wide column"),
    ],
)
def test_other_layouts_are_not_split_into_columns(sheet: Sheet) -> None:
    pages = list(read_pages(open_document(pdf(sheet))))
    find_columns(pages)
    assert not pages[0].parts
