"""The cells of tables: which words belong to a cell, and how its lines are joined."""

from __future__ import annotations

from documents.parsing.readers.pdf import read_pdf
from tests.documents.parsing.pdf.builders import Sheet, pdf

TOP = 140
COLUMNS = (123, 250, 300, 350)


def ruled_table(head_rows: int, *rows: tuple[str, ...]) -> Sheet:
    """Return a table with rules above and below its head and at its end; columns are positioned for numbers."""
    sheet = Sheet().text(123, 100, "The table follows.", size=10)
    foot = TOP + 20 + 14 * head_rows
    for top in (TOP, foot, foot + 10 + 14 * len(rows)):
        sheet.rule(123, top, 400)
    for number, row in enumerate(rows):
        for left, cell in zip(COLUMNS, row, strict=True):
            sheet.text(left, foot + 14 * (number + 1), cell, size=8)
    return sheet


def cells(sheet: Sheet) -> tuple[tuple[str, ...], ...]:
    return read_pdf(pdf(sheet)).body[1].cells


ROWS = (("International staff", "13.0", "17.2", "13.7"), ("National staff", "10.6", "12.0", "10.1"))
MORE = (*ROWS, ("Volunteers", "12.2", "15.4", "13.1"))


def test_nearly_touching_titles_do_not_join_columns() -> None:
    sheet = ruled_table(2, *MORE)
    titles = {123: ["", "Category"], 235: ["Budgeted", "2025/26"], 270: ["Actual as at", "28 February"]}
    for left, lines in (titles | {316: ["Proposed for", "2026/27"]}).items():
        sheet.paragraph(left, TOP + 14, lines, size=8)
    assert cells(sheet) == (
        ("Category", "Budgeted 2025/26", "Actual as at 28 February", "Proposed for 2026/27"),
        *MORE,
    )


def test_title_across_columns_is_not_split() -> None:
    sheet = ruled_table(1, *MORE).text(123, TOP + 14, "Category", size=8)
    sheet.text(248, TOP + 14, "United Nations Support Office in Haiti", size=8)
    assert "United Nations Support Office in Haiti" in cells(sheet)[0]


def test_words_broken_in_a_cell_are_joined() -> None:
    sheet = Sheet().text(123, 100, "The table follows.")
    for top in (140, 158, 200):
        sheet.rule(123, top, 400)
    sheet.text(123, 152, "Step", size=8).text(300, 152, "Years", size=8)
    sheet.paragraph(123, 172, ["Small and medium-", "sized enterprises"], leading=9, size=8)  # type: ignore[arg-type]
    sheet.paragraph(300, 172, ["2024–", "2034"], leading=9, size=8)  # type: ignore[arg-type]
    assert cells(sheet)[-1] == ("Small and medium-sized enterprises", "2024–2034")


MANDATES = {
    52: ("3357 (XXIX)", "", "76/240;", "80/236"),
    130: ("Statute of the Commission", "on public service", "Common system", ""),
    330: ("79/257", "80/233", "", "80/234"),
    408: ("Programme budget", "Programme planning in the", "coming years", "Pattern of conferences"),
}


def listing(columns: dict[int, tuple[str, ...]]) -> Sheet:
    sheet = Sheet().text(52, 200, "General Assembly resolutions", font="italic")
    for left, lines in columns.items():
        sheet.paragraph(left, 220, list(lines), leading=11, size=8)  # type: ignore[arg-type]
    return sheet.text(103, 290, "31.20 Table 3 lists all deliverables.")


def test_two_column_list_of_symbols_is_read_by_column() -> None:
    source = read_pdf(pdf(listing(MANDATES)))
    assert [fragment.text for fragment in (source.body[0], source.body[2])] == [
        "General Assembly resolutions", "31.20 Table 3 lists all deliverables.",
    ]  # fmt: skip
    assert source.body[1].cells == (
        ("3357 (XXIX)", "Statute of the Commission on public service"),
        ("76/240; 80/236", "Common system"),
        ("79/257", "Programme budget"),
        ("80/233", "Programme planning in the coming years"),
        ("80/234", "Pattern of conferences"),
    )


def test_title_reaching_the_second_column_ends_before_it() -> None:
    sheet = Sheet()
    for left, words in ((52, "31/192"), (130, "Statute of the Joint Inspection Unit,"), (255, "79/281"), (333, "Unit")):
        sheet.text(left, 220, words, size=8)
    sheet.text(130, 231, "amended", size=8)
    assert read_pdf(pdf(sheet)).body[0].cells == (
        ("31/192", "Statute of the Joint Inspection Unit, amended"), ("79/281", "Unit"),
    )  # fmt: skip


def test_table_of_four_columns_stays_one_table() -> None:
    """Its columns are positioned like the columns of a list, but names are not symbols."""
    columns = {
        52: ("Ghana", "Kenya", "Peru"),
        130: ("12", "14", "9"),
        330: ("Italy", "Spain", "Chile"),
        408: ("7",) * 3,
    }
    assert read_pdf(pdf(listing(columns))).body[1].cells == tuple(zip(*columns.values(), strict=True))
