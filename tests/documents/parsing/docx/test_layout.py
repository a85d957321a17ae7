"""Headings, tables, contents, masthead and pages of hand-made DOCX files."""

from __future__ import annotations

from datetime import date

import pytest

from documents.parsing.parse import build_document
from documents.parsing.readers.docx import read_docx
from documents.parsing.types import Alignment, Dates, Source, Span
from tests.documents.parsing.docx.builders import HEADER, docx, p, r, table

CELL = '<w:tcPr><w:{0} w:val="{1}"/></w:tcPr>'


def _texts(source: Source) -> list[str]:
    return [fragment.text for fragment in source.body]


def _head(source: Source) -> list[str]:
    return [line for fragment in (*source.masthead, *source.margin) for line in fragment.text.split("\n")]


LEVELS = [
    ("chapter", p("I.\tIntroduction", style="HCh"), 1),
    ("section", p("A.\tScope", style="H1"), 2),
    ("subheading", p("Use of technology", style="H23"), 3),
    ("italic heading", p("Documentation", style="H4"), 4),
    ("lowest heading", p("Other", style="H56"), 5),
    ("title", p("Report of the Secretariat", style="TitleHCH"), 1),
    ("heading style of Word", p("Scope", style="Heading2"), 2),
    ("style based on a chapter", p("Scope", style="Own"), 1),
    ("outline level of a style", p("Scope", style="Outlined"), 3),
    ("outline level of the paragraph", p("Scope", properties='<w:outlineLvl w:val="1"/>'), 2),
    ("outline level of body text", p("Scope", properties='<w:outlineLvl w:val="9"/>'), None),
    ("section style of Geneva", p("A.\tScope", style="H1G"), 2),
    ("Russian chapter style of Geneva", p("I.\tВведение", style="HChGR"), 1),
    ("body text", p("The Conference"), None),
    ("a missing style", p("The Conference", style="Nowhere"), None),
    ("a heading style whose bold is switched off", p(r("(Percentage)", '<w:b w:val="0"/>'), style="H23"), None),
    ("a heading with a plain word in it", p(r("Use ") + r("of", '<w:b w:val="0"/>'), style="H23"), 3),
]


@pytest.mark.parametrize(("body", "level"), [case[1:] for case in LEVELS], ids=[case[0] for case in LEVELS])
def test_heading_levels_follow_styles(body: str, level: int | None) -> None:
    assert read_docx(docx(p("Before.") + body)).body[1].heading_level == level


SPLIT = [
    ("annex and its title", "Annex I\nRecommendations", ["Annex I", "Recommendations"]),
    ("annex without a number", "Annex\nRecommendations", ["Annex", "Recommendations"]),
    ("a long title on two lines", "Implementation\nof the Convention", ["Implementation\nof the Convention"]),
]


@pytest.mark.parametrize(("text", "parts"), [case[1:] for case in SPLIT], ids=[case[0] for case in SPLIT])
def test_line_break_after_an_annex_label_splits_the_heading(text: str, parts: list[str]) -> None:
    source = read_docx(docx(p(text, style="HCh")))
    assert _texts(source) == parts
    assert all(fragment.heading_level == 1 for fragment in source.body)


def test_alignment_indent_and_size_are_read() -> None:
    centred = p(r("Summary", '<w:sz w:val="28"/>'), properties='<w:jc w:val="center"/>')
    hanging = p("(a)\tStates", properties='<w:ind w:left="1742" w:hanging="475"/>')
    body = read_docx(docx(p("A long paragraph of the text, which sets the margin.") + centred + hanging)).body
    assert [fragment.alignment for fragment in body] == [Alignment.JUSTIFIED, Alignment.CENTRE, Alignment.JUSTIFIED]
    assert [fragment.indent for fragment in body] == [0.0, 0.0, 0.0]
    assert body[1].size == 14.0


# --- tables -------------------------------------------------------------------------------------

TABLES = [
    ("plain table", table(("Convention", "Parties"), ("Organized Crime", "185")),
     (("Convention", "Parties"), ("Organized Crime", "185"))),
    ("cell spanning columns", table((CELL.format("gridSpan", 2) + p("Both"),), ("a", "b")), (("Both", ""), ("a", "b"))),
    (
        "cell spanning rows",
        table((CELL.format("vMerge", "restart") + p("Date"), "1"), (CELL.format("vMerge", "continue") + p(""), "2")),
        (("Date", "1"), ("", "2")),
    ),
    ("two paragraphs in a cell", table((p("(a)\tOne;") + p("(b)\tTwo."), "x")), (("(a) One; (b) Two.", "x"),)),
    ("table in a cell", table((table(("in", "side")) + p("."), "x")), (("in side .", "x"),)),
    ("empty rows and columns", table(("a", "", "b"), ("", "", ""), ("c", "", "d")), (("a", "b"), ("c", "d"))),
    ("rows of unequal length", table(("a", "b"), ("c",)), (("a", "b"), ("c", ""))),
    ("deleted row", table(("a", "b"), ("c", "d")).replace("<w:tr>", "<w:tr><w:trPr><w:del/></w:trPr>", 1),
     (("c", "d"),)),
    ("row in a content control", table(("a", "b")).replace("<w:tr>", "<w:sdt><w:sdtContent><w:tr>").replace(
        "</w:tr>", "</w:tr></w:sdtContent></w:sdt>"), (("a", "b"),)),
]  # fmt: skip


@pytest.mark.parametrize(("body", "cells"), [case[1:] for case in TABLES], ids=[case[0] for case in TABLES])
def test_tables_are_read_as_cells(body: str, cells: tuple[tuple[str, ...], ...]) -> None:
    (fragment,) = read_docx(docx(body)).body
    assert fragment.cells == cells
    assert fragment.text == "\n".join("\t".join(row) for row in cells)


def test_single_column_table_is_read_as_paragraphs() -> None:
    source = read_docx(docx(table((p("Summary", style="HCh") + p("The present paper contains"),))))
    assert [(fragment.text, fragment.cells) for fragment in source.body] == [
        ("Summary", ()),
        ("The present paper contains", ()),
    ]


# --- contents -----------------------------------------------------------------------------------

CONTENTS = [
    ("with tabs", p("Contents", style="H1") + p("Page") + p("\tI.\tIntroduction\t3") + p("\tII.\tRecommendations\t4")),
    ("with leaders", p("Contents") + p("Page") + p("I.  Introduction ........... 3") + p("Annexes ...... 12")),
    ("paragraphs and pages", p("Contents") + p("Paragraphs\tPage") + p("I.\tAll\t1–3\t3") + p("II.\tRest\t4\t5")),
    ("as a table", p("Contents") + table(("", "Page"), ("I.\tIntroduction", "3"), ("II.\tRest", "4"))),
    ("marked by style", "".join(p(f"{number}\tTitle\t3", style="TOC1") for number in ("I.", "II.", "III.", "IV."))),
    ("a title on two lines", p("Contents") + p("I.\tIntroduction to a very long") + p("title\t3") + p("II.\tRest\t4")),
    ("in Russian", p("Содержание") + p("Стр.") + p("I.\tВведение\t3") + p("II.\tВыводы\t4")),
]  # fmt: skip


@pytest.mark.parametrize("contents", [case[1] for case in CONTENTS], ids=[case[0] for case in CONTENTS])
def test_contents_lines_are_marked_and_not_headings(contents: str) -> None:
    after = p("I.\tIntroduction", style="HCh") + p("1.\tThe report of 2022")
    source = read_docx(docx(contents + after))
    assert [fragment.is_contents for fragment in source.body] == [True] * 4 + [False] * 2
    assert [fragment.heading_level for fragment in source.body] == [None] * 4 + [1, None]


def test_other_table_after_contents_stays_a_table() -> None:
    source = read_docx(docx(p("Contents") + p("I.\tIntroduction\t3") + table(("Party", "Date"), ("Ghana", "3 May"))))
    assert source.body[-1].cells == (("Party", "Date"), ("Ghana", "3 May"))


# --- masthead -----------------------------------------------------------------------------------

HEAD = table(
    ("", "United Nations", "CTOC/COP/2022/L.4"),
    ("", p("Conference of the Parties"), p("Distr.: Limited") + p("8 September 2022\nOriginal: English")),
)
HEAD_LINES = [
    "United Nations", "CTOC/COP/2022/L.4", "Conference of the Parties", "Distr.: Limited", "8 September 2022",
    "Original: English",
]  # fmt: skip
FRONT = (
    p("Eleventh session", style="Session")
    + p("Item 4 of the provisional agenda", style="AgendaItemNormal")
    + p("International cooperation", style="AgendaTitleH2")
)
FRONT_LINES = ["Eleventh session", "Item 4 of the provisional agenda", "International cooperation"]
TEXT = p("Report of the Secretariat", style="TitleHCH") + p("1.\tThe Conference")
TEXT_LINES = ["Report of the Secretariat", "1.\tThe Conference"]

MASTHEADS = [
    ("in the first page's header", docx(FRONT + TEXT, header_first=HEAD)),
    ("in the header of all pages", docx(FRONT + TEXT, header_default=HEAD)),
    ("above the text", docx(HEAD + FRONT + TEXT)),
    ("above the text, with a running head", docx(HEAD + FRONT + TEXT, header_default=p("CTOC/COP/2022/L.4"))),
    ("in a content control", docx(f"<w:sdt><w:sdtContent>{HEAD}</w:sdtContent></w:sdt>{FRONT}{TEXT}")),
]


@pytest.mark.parametrize("content", [case[1] for case in MASTHEADS], ids=[case[0] for case in MASTHEADS])
def test_masthead_is_found(content: bytes) -> None:
    source = read_docx(content)
    assert _head(source) == HEAD_LINES + FRONT_LINES
    assert _texts(source) == TEXT_LINES


TABBED = [
    ("the organ on three lines",
     p("United Nations\tCTOC/COP/2022/5") + p("Conference of the Parties to the United\tDistr.: General")
     + p("Nations Convention against Transnational\t18 July 2022") + p("Organized Crime") + p("\tOriginal: English"),
     "Conference of the Parties to the United Nations Convention against Transnational Organized Crime", None),
    ("line breaks in one paragraph, two tabs",
     p("United Nations\t\tCTOC/COP/2022/5\nConference of the Parties\t\tDistr.: General\n\t\t18 July 2022\n"
       "\t\tOriginal: English"), "Conference of the Parties", None),
    ("columns separated by spaces",
     p("United Nations          CTOC/COP/2022/5") + p("Economic and Social Council     Distr.: General")
     + p("Commission on Narcotic Drugs    18 July 2022") + p("                  Original: English"),
     "Economic and Social Council", "Commission on Narcotic Drugs"),
]  # fmt: skip


@pytest.mark.parametrize("in_header", [True, False], ids=["in the header", "above the text"])
@pytest.mark.parametrize(("head", "body", "below"), [c[1:] for c in TABBED], ids=[c[0] for c in TABBED])
def test_masthead_with_tabs_is_read_column_by_column(head: str, body: str, below: str | None, in_header: bool) -> None:
    content = docx(FRONT + TEXT, header_first=head) if in_header else docx(head + FRONT + TEXT)
    masthead = build_document(read_docx(content), "report.docx").masthead
    assert (masthead.symbols, masthead.distribution, masthead.original_languages) == (
        ("CTOC/COP/2022/5",), "General", ("en",),
    )  # fmt: skip
    assert (masthead.date, masthead.body, masthead.subsidiary_body) == (date(2022, 7, 18), body, below)
    assert (masthead.session, masthead.title) == ("Eleventh session", "Report of the Secretariat")


def test_tabs_in_the_text_are_not_a_masthead() -> None:
    source = read_docx(docx(p("Ghana\t3 May 2001") + p("Kenya\t4 May 2001") + TEXT, header_first=HEAD))
    assert source.body[0].text == "Ghana\t3 May 2001"


def test_line_break_inside_a_name_does_not_split_it() -> None:
    head = HEAD.replace(
        "Conference of the Parties", "Conference of the Parties to</w:t><w:br/><w:t xml:space='preserve'>the Convention"
    )
    front = (
        p("Working Group on International\nCooperation", style="Session")
        + p("Vienna, 17–21\nOctober 2022", style="AgendaItemNormal")
        + p("Item 4 of the\nprovisional agenda", style="AgendaItemNormal")
        + p("Judicial\ncooperation", style="AgendaTitleH2")
    )
    titles = p("Activities of the\nOffice", style="TitleHCH") + p("Report of the\nSecretariat", style="TitleH1")
    masthead = build_document(
        read_docx(docx(front + titles + p("1.\tThe Office"), header_first=head)), "report.docx"
    ).masthead
    assert (masthead.body, masthead.subsidiary_body) == (
        "Conference of the Parties to the Convention", "Working Group on International Cooperation",
    )  # fmt: skip
    assert (masthead.agenda_item, masthead.agenda_title) == ("4", "Judicial cooperation")
    assert (masthead.title, masthead.subtitle) == ("Activities of the Office", "Report of the Secretariat")
    assert masthead.meeting == Dates("Vienna", date(2022, 10, 17), date(2022, 10, 21))


def test_subsidiary_body_is_part_of_the_masthead() -> None:
    front = p("Working Group on International Cooperation", style="H1") + p(
        "Vienna, 7–8 July 2020", style="AgendaItemNormal"
    )
    source = read_docx(docx(front + TEXT, header_first=HEAD))
    assert _head(source)[6:] == [
        "Working Group on International Cooperation",
        "Vienna, 7–8 July 2020",
    ]


def test_table_in_the_text_is_not_a_masthead() -> None:
    source = read_docx(docx(table(("Convention", "Parties"), ("Organized Crime", "185")) + TEXT, header_first=HEAD))
    assert source.body[0].cells
    assert _head(source) == HEAD_LINES


def test_running_heads_and_feet_are_separate_without_page_numbers() -> None:
    number = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>2</w:t></w:r></w:fldSimple>'
    source = read_docx(
        docx(
            TEXT,
            header_first=HEAD,
            header_default=p("CTOC/COP/2022/L.4"),
            footer_first=table(("V.22-21549 (E)    120922", "*2221549*")),
            footer_default=table(("V.22-21549", p(number))),
        )
    )
    assert source.running == ("V.22-21549 (E) 120922", "*2221549*", "CTOC/COP/2022/L.4", "V.22-21549")


def test_star_note_in_footer_of_first_page_is_a_note() -> None:
    source = read_docx(docx(TEXT, header_first=HEAD, footer_first=p("* CTOC/COP/2022/9.") + p("V.22-21549 (E)")))
    assert [(note.marker, note.text, note.page) for note in source.notes] == [("*", "CTOC/COP/2022/9.", 1)]
    assert source.running == ("V.22-21549 (E)",)


def test_properties_are_read_and_cleaned() -> None:
    custom = (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
        'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
        '<property name="JobNo"><vt:lpwstr>2221549</vt:lpwstr></property>'
        '<property name="Session1"><vt:lpwstr>Eleventh session _x000d_</vt:lpwstr></property>'
        '<property name="Symbol2"><vt:lpwstr> </vt:lpwstr></property></Properties>'
    )
    core = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Draft</dc:title><dc:creator>A person</dc:creator>'
        "</cp:coreProperties>"
    )
    properties = read_docx(docx(TEXT, custom=custom, core=core)).properties
    assert properties == {"JobNo": "2221549", "Session1": "Eleventh session", "title": "Draft"}


# --- pages --------------------------------------------------------------------------------------

BREAK = "<w:r><w:lastRenderedPageBreak/><w:t>Second page.</w:t></w:r>"
PAGED = p("First page.") + p(BREAK) + p("Second page too.")


def _app(pages: int, characters: int) -> str:
    return (
        f'{HEADER}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        f"<Pages>{pages}</Pages><Characters>{characters}</Characters></Properties>"
    )


PAGES = [
    ("every break was kept", _app(2, 36), 2, [1, 2, 2]),
    ("breaks are missing", _app(4, 36), 4, [None, None, None]),
    ("numbers of a template", _app(2, 0), None, [None, None, None]),
    ("numbers of another text", _app(2, 2000), None, [None, None, None]),
]


def test_pages_are_unknown_if_the_text_has_more_page_breaks() -> None:
    paged = p("First.") + p('<w:r><w:br w:type="page"/><w:t>Second.</w:t></w:r>')
    assert [read_docx(docx(paged, app=_app(pages, 13))).pages for pages in (1, 2)] == [None, 2]


@pytest.mark.parametrize(("app", "total", "pages"), [case[1:] for case in PAGES], ids=[case[0] for case in PAGES])
def test_pages_are_read_only_if_the_file_is_reliable(app: str, total: int | None, pages: list[int | None]) -> None:
    source = read_docx(docx(PAGED, app=app))
    assert source.pages == total
    assert [fragment.page for fragment in source.body] == pages


def test_spans_record_their_page() -> None:
    source = read_docx(docx(p("<w:r><w:t>First.</w:t></w:r>" + BREAK), app=_app(2, 18)))
    assert source.body[0].spans == (Span("First.", page=1), Span("Second page.", page=2))
