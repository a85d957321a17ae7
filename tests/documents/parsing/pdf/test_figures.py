"""Charts, whose words are kept as one block, and drawings that only look like charts."""

from __future__ import annotations

import pytest

from documents.parsing.parse import parse
from documents.parsing.readers.pdf import read_pdf
from documents.parsing.types import BlockKind, Source
from tests.documents.parsing.pdf.builders import HEIGHT, Sheet, pdf

LEFT, TOP, RIGHT, BOTTOM = 123, 200, 488, 380
YEARS = ("2023", "2024", "2025", "2026", "2027")
SENTENCE = "The Working Group recalled the measures that States parties had taken so far,"
WHEEL = "150 600 m 180 700 260 700 290 600 c 260 500 180 500 150 600 c f"


def area(sheet: Sheet, left: float, top: float, right: float, bottom: float, paint: str = "f") -> Sheet:
    return sheet.raw(f"{left} {HEIGHT - bottom} {right - left} {bottom - top} re {paint}")


def with_frame(sheet: Sheet) -> Sheet:
    return area(sheet, LEFT, TOP, RIGHT, BOTTOM, "S")


def with_axes(sheet: Sheet) -> Sheet:
    """Print numbers up the side, years along the bottom, and a legend."""
    for number in range(6):
        sheet.text(LEFT + 10, BOTTOM - 40 - 25 * number, str(20 * number), size=8)
    for number, year in enumerate(YEARS):
        sheet.text(LEFT + 50 + 60 * number, BOTTOM - 25, year, size=8)
    return sheet.text(LEFT + 100, BOTTOM - 8, "Requests received", size=8)


def bars(sheet: Sheet) -> Sheet:
    for number, height in enumerate((112, 60, 35, 84, 99)):
        left = LEFT + 50 + 60 * number
        area(sheet, left, BOTTOM - 40 - height, left + 25, BOTTOM - 40)
    return sheet


def stacked_bars(sheet: Sheet) -> Sheet:
    for number, cuts in enumerate(((36, 84, 100), (14, 61, 100), (6, 43, 98))):
        start = 0
        for end in cuts:
            area(sheet, LEFT + 60 + 3 * start, TOP + 20 + 30 * number, LEFT + 60 + 3 * end, TOP + 35 + 30 * number)
            start = end
    return sheet


def graph(sheet: Sheet) -> Sheet:
    return sheet.raw(f"{LEFT + 40} 450 m {LEFT + 100} 520 l {LEFT + 160} 490 l {LEFT + 220} 530 l S")


def with_text_around(sheet: Sheet) -> Sheet:
    """Print text above and below the frame."""
    sheet.text(123, 150, SENTENCE).text(123, 162, "as the figure shows.")
    return sheet.text(123, 420, "It recalled them again.")


def read(*sheets: Sheet) -> Source:
    return read_pdf(pdf(*sheets))


def words(source: Source) -> list[str]:
    return sorted(word for fragment in source.body for word in fragment.text.split())


@pytest.mark.parametrize("draw", [bars, stacked_bars, graph], ids=lambda draw: draw.__name__)
def test_words_of_a_chart_are_one_block_in_place(draw) -> None:  # type: ignore[no-untyped-def]
    source = read(with_text_around(with_axes(draw(with_frame(Sheet())))))
    before, chart, after = source.body
    assert (before.text, after.text) == (f"{SENTENCE} as the figure shows.", "It recalled them again.")
    assert chart.is_figure
    assert chart.cells[0] == ("100",)
    assert (" ".join(chart.cells[-2]), chart.cells[-1]) == (" ".join(YEARS), ("Requests received",))
    assert [(doubt.code, doubt.page) for doubt in source.doubts] == [("text_in_figure", 1)]


def test_chart_is_a_figure_block_below_its_caption() -> None:
    sheet = (
        with_axes(bars(with_frame(Sheet())))
        .text(123, 150, "Figure I")
        .text(123, 170, "Number of requests", font="bold")
    )
    document = parse(pdf(sheet.text(123, 420, "2. The Group recalled them again.")), "chart.pdf")
    assert [block.kind for block in document.blocks][:2] == [BlockKind.CAPTION, BlockKind.FIGURE]
    assert document.blocks[1].cells[-1] == ("Requests received",)


def masthead(sheet: Sheet) -> Sheet:
    """Print names and one date, with an emblem of curved strokes."""
    sheet.raw(WHEEL).text(LEFT + 5, TOP + 20, "United Nations", size=14).text(350, TOP + 20, "CTOC/COP/2022/L.4")
    for number, line in enumerate(("Distr.: Limited", "8 September 2022", "Original: English")):
        sheet.text(350, TOP + 50 + 12 * number, line)
    return sheet


def summary(sheet: Sheet) -> Sheet:
    return sheet.raw(WHEEL).paragraph(LEFT + 10, TOP + 20, [SENTENCE] * 12)


def table(sheet: Sheet) -> Sheet:
    for row in range(6):
        for column, cell in enumerate((YEARS[row % 5], "14", "7", "21")):
            sheet.text(LEFT + 10 + 90 * column, TOP + 20 + 28 * row, cell)
    return sheet


def shaded_table(sheet: Sheet) -> Sheet:
    for row in range(6):
        for column in range(4):
            area(sheet, LEFT + 91 * column, TOP + 28 * row, LEFT + 91 * column + 90, TOP + 28 * row + 27)
    return table(sheet)


def partly_shaded_table(sheet: Sheet) -> Sheet:
    for row, column in ((0, 0), (1, 2), (2, 1), (2, 3), (3, 0), (4, 2), (5, 1)):
        area(sheet, LEFT + 91 * column, TOP + 28 * row, LEFT + 91 * column + 90, TOP + 28 * row + 27)
    return table(sheet)


def table_with_tick(sheet: Sheet) -> Sheet:
    return table(sheet.raw("300 500 m 305 490 l 315 515 l S"))


@pytest.mark.parametrize(
    ("draw", "reason"),
    [
        (masthead, "names and a date are not an axis"),
        (summary, "sentences are not labels"),
        (shaded_table, "shaded cells fill rows and columns"),
        (partly_shaded_table, "a few shaded cells still follow rows and columns"),
        (table_with_tick, "a mark in a cell is not a graph"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_other_drawings_are_not_charts(draw, reason: str) -> None:  # type: ignore[no-untyped-def]
    source = read(with_text_around(draw(with_frame(Sheet()))))
    assert not any(fragment.is_figure for fragment in source.body), reason
    assert not source.doubts


def test_words_of_a_chart_are_kept() -> None:
    bare = read(with_text_around(with_axes(Sheet())))
    assert words(read(with_text_around(with_axes(bars(with_frame(Sheet())))))) == words(bare)


def test_table_does_not_continue_into_a_chart() -> None:
    first = Sheet()
    for top in (640, 658, 730):
        first.rule(123, top, 488)
    for row in range(3):
        first.text(133, 652 + 20 * row, f"State {row}").text(400, 652 + 20 * row, str(row))
    source = read(first, with_axes(graph(with_frame(Sheet()))))
    assert [fragment.is_figure for fragment in source.body] == [False, True]


def test_chart_across_two_columns_divides_them() -> None:
    filled = ["Requests the Secretary-General to report on the measures"] * 9
    sheet = with_axes(bars(with_frame(Sheet())))
    for left in (72, 318):
        sheet.paragraph(left, 80, [f"{left} {filled[0][4:]}", *filled[1:-1], "taken above."])
        sheet.paragraph(left, 420, [f"{left} {filled[0][4:]}", *filled[1:-1], "taken below."])
    ends = [fragment.text[-6:-1] if not fragment.is_figure else "chart" for fragment in read(sheet).body]
    assert ends == ["above", "above", "chart", "below", "below"]


@pytest.mark.long
def test_thousands_of_overlapping_frames_change_nothing() -> None:
    sheet = Sheet()
    for number in range(5_000):
        area(sheet, LEFT, TOP, RIGHT + number / 100, BOTTOM, "S")
    assert words(read(with_axes(sheet))) == words(read(with_axes(Sheet())))
