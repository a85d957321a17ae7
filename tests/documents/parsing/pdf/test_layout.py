"""The layout of a page: paragraphs, running heads and feet, masthead, notes, items, tables."""

from __future__ import annotations

import pytest

from documents.parsing.readers.pdf import read_pdf
from documents.parsing.types import Source
from tests.documents.parsing.pdf.builders import Sheet, pdf

FULL = "The Working Group considered the matter at length and agreed on all of what is set out below and"
"""A line as wide as the text, about 390 points at a size of 10 points."""


def read(*sheets: Sheet) -> Source:
    return read_pdf(pdf(*sheets))


def texts(source: Source) -> list[str]:
    return [fragment.text for fragment in source.body]


def body_sheet(*paragraphs: list[str], first: float = 100) -> Sheet:
    """Return a page of paragraphs with six points between them."""
    sheet, baseline = Sheet(), first
    for lines in paragraphs:
        sheet.paragraph(123, baseline, lines)
        baseline += 12 * len(lines) + 6
    return sheet


def test_lines_are_joined_unless_a_wider_gap_separates_them() -> None:
    source = read(body_sheet([f"1. {FULL}", "noted it."], [f"2. {FULL}", "decided."]))
    assert texts(source) == [f"1. {FULL} noted it.", f"2. {FULL} decided."]


def test_text_is_in_page_order_and_not_stream_order() -> None:
    sheet = Sheet().text(123, 300, "Second.").text(123, 100, "First.")
    assert texts(read(sheet)) == ["First.", "Second."]


def test_paragraph_continues_on_the_next_page() -> None:
    first, second = body_sheet([f"1. {FULL}", FULL], first=690), body_sheet(["ended it."], [f"2. {FULL}", "Yes."])
    source = read(first, second)
    assert texts(source) == [f"1. {FULL} {FULL} ended it.", f"2. {FULL} Yes."]
    fragment = source.body[0]
    assert (fragment.page, [(span.page, span.text) for span in fragment.spans][1]) == (1, (2, "ended it."))
    assert fragment.box is not None
    assert fragment.box.bottom == pytest.approx(704)
    assert [(page, box.bottom) for page, box in fragment.later_parts] == [(2, pytest.approx(102))]


def test_heading_at_the_top_of_a_page_is_not_joined_to_a_full_line() -> None:
    closed = FULL[:-3] + "so."
    first = body_sheet([f"1. {FULL}", closed], first=690)
    second = Sheet().text(123, 100, "Technical assistance", font="bold")
    assert texts(read(first, second)) == [f"1. {FULL} {closed}", "Technical assistance"]


def test_running_heads_and_feet_are_separate() -> None:
    sheets = [
        body_sheet([f"{number}. Text of this page."])
        .text(60 if number % 2 else 500, 55, "CTOC/COP/2022/L.4", size=8)
        .text(60, 755, f"{number}/3", size=8)
        .text(500, 755, "V.22-21549", size=7)
        for number in (1, 2, 3)
    ]
    source = read(*sheets)
    assert texts(source) == ["1. Text of this page.", "2. Text of this page.", "3. Text of this page."]
    assert {"CTOC/COP/2022/L.4", "2/3", "V.22-21549"} <= set(source.running)


def test_masthead_is_separate_from_the_title() -> None:
    sheet = (
        Sheet()
        .text(123, 54, "United Nations", size=14)
        .text(432, 54, "A", size=20)
        .text(446.5, 54, "/CONF.222/7")
        .rule(60, 65, 552)
        .text(123, 85, "General Assembly", size=17, font="bold")
        .text(397, 87, "Distr.: General")
        .text(397, 98, "22 January 2015")
        .rule(60, 210, 552)
        .text(60, 226, "Seventieth session", font="bold")
        .text(60, 238, "Agenda item 4")
        .text(123, 280, "Report of the Secretary-General", size=14, font="bold")
        .text(60, 748, "V.15-00478 (E)    280115    290115")
    )
    source = read(sheet)
    masthead = [fragment.text for fragment in source.masthead]
    assert sorted(masthead[:2]) == ["A/CONF.222/7", "United Nations"]
    assert masthead[2:] == ["General Assembly", "Distr.: General", "22 January 2015"]
    assert [fragment.text for fragment in source.margin] == ["Seventieth session", "Agenda item 4"]
    assert texts(source) == ["Report of the Secretary-General"]
    assert source.running == ("V.15-00478 (E) 280115 290115",)


def test_notes_are_separate_and_their_markers_are_superscripts() -> None:
    sheet = (
        body_sheet([FULL, "adopted the Convention"])
        .text(219, 109, "1", size=6)
        .text(224, 112, "and its Protocols.")
        .rule(60, 690, 183)
        .text(105, 698, "1", size=5)
        .text(123, 701, "United Nations, Treaty Series, vol. 2225,", size=8.5)
        .text(123, 711, "No. 39574.", size=8.5)
    )
    source = read(sheet)
    (fragment,) = source.body
    assert [span.text for span in fragment.spans if span.superscript] == ["1"]
    assert fragment.text == f"{FULL} adopted the Convention1 and its Protocols."
    assert [(note.marker, note.text) for note in source.notes] == [
        ("1", "United Nations, Treaty Series, vol. 2225, No. 39574.")
    ]


def test_note_with_a_plain_number_is_read_below_a_rule() -> None:
    sheet = body_sheet([f"1. {FULL}", "noted it."], [f"2. {FULL}", "decided."]).rule(123, 690, 220)
    sheet.text(123, 702, "1 See the report.", size=8)
    assert [(note.marker, note.text) for note in read(sheet).notes] == [("1", "See the report.")]


def test_few_widely_spaced_paragraphs_are_not_joined() -> None:
    sheet = Sheet().paragraph(123, 100, ["1. One reply came.", "2. Two came.", "3. None came."], leading=17.5)
    assert texts(read(sheet)) == ["1. One reply came.", "2. Two came.", "3. None came."]


def test_many_widely_spaced_paragraphs_are_not_joined() -> None:
    lines = ["Noting the replies,", *(f"{number}. Invites the States to reply;" for number in range(1, 6))]
    assert texts(read(Sheet().paragraph(123, 100, lines, leading=22))) == lines


def test_long_line_above_a_wide_gap_is_a_paragraph_of_its_own() -> None:
    lines = ["The Secretariat", FULL, "3 June 2029", "Original: English", "Free ports", "The Bureau", "1. One replied."]
    assert texts(read(Sheet().paragraph(123, 100, lines, leading=25))) == lines


def test_lines_of_a_double_spaced_text_are_joined() -> None:
    sheet = Sheet().paragraph(123, 100, [f"1. {FULL}", FULL, FULL, "noted it.", f"2. {FULL}", FULL], leading=24)
    assert texts(read(sheet)) == [f"1. {FULL} {FULL} {FULL} noted it.", f"2. {FULL} {FULL}"]


def test_corrigendum_below_a_title_is_a_line_of_its_own() -> None:
    sheet = Sheet().paragraph(123, 100, ["Ferries between small islands", "Corrigendum"], font="bold")
    sheet.paragraph(123, 150, [f"1. {FULL}", "noted it."])
    assert texts(read(sheet))[:2] == ["Ferries between small islands", "Corrigendum"]


def test_next_number_begins_a_paragraph_but_a_cited_one_does_not() -> None:
    lines = ["1. The States that apply article", "19. They are few.", "2. The others are many."]
    assert texts(read(Sheet().paragraph(123, 100, lines))) == [f"{lines[0]} {lines[1]}", lines[2]]


def test_first_number_of_a_date_in_small_type_is_not_a_superscript() -> None:
    sheet = Sheet().text(72, 300, "Convention against", size=14, font="bold").text(250, 294, "4 de abril de 2031")
    assert [fragment.text for fragment in read(sheet).masthead] == ["4 de abril de 2031"]


def test_long_name_of_an_organ_and_of_an_item_belong_to_the_margin() -> None:
    sheet = Sheet().text(72, 60, "United Nations").text(480, 60, "CTOC/COP/2031/4").rule(72, 65, 540)
    sheet.text(72, 90, "Conference of the Parties", size=14, font="bold").text(400, 90, "Distr.: General")
    sheet.rule(72, 120, 540)
    organ = "Open-ended Intergovernmental Working Group on the Recovery and Return of Assets and Proceeds of Crime"
    item = "Discussion of the administration, use and disposal of assets that were seized before a final judgement"
    sheet.text(72, 135, organ, font="bold").text(72, 147, "Vienna, 5 and 6 May 2031").text(72, 159, "Agenda item 3")
    sheet.text(72, 171, item, font="bold").text(123, 200, "Practices", size=14, font="bold").text(123, 230, "1. Text.")
    source = read(sheet)
    assert [fragment.text for fragment in source.margin][::3] == [organ, item]


def test_number_set_like_its_note_is_the_marker() -> None:
    sheet = body_sheet([f"1. {FULL}", "ended."]).rule(60, 690, 183)
    sheet.paragraph(60, 701, ["1 See the note on two", "2 days of meetings.", "2 Ibid."], 10, size=8)  # type: ignore[arg-type]
    assert [(note.marker, note.text) for note in read(sheet).notes] == [
        ("1", "See the note on two 2 days of meetings."),
        ("2", "Ibid."),
    ]


def test_notes_without_a_rule_are_recognized_by_their_markers() -> None:
    sheet = body_sheet([f"1. {FULL}", "asked for this note*"], [f"2. {FULL}", FULL, "ended."])
    sheet.paragraph(115, 690, ["* Late, so that it holds", "all replies."], 10, size=8)  # type: ignore[arg-type]
    source = read(sheet)
    assert [(note.marker, note.text) for note in source.notes] == [("*", "Late, so that it holds all replies.")]
    assert len(source.body) == 2


def test_small_line_without_a_marker_in_the_text_is_not_a_note() -> None:
    sheet = body_sheet([f"1. {FULL}", FULL, "ended."]).text(115, 690, "* Not in the text.", size=8)
    assert not read(sheet).notes


def test_note_ends_before_the_job_number() -> None:
    sheet = body_sheet([f"1. {FULL}", "asked for this note*"]).rule(123, 300, 195)
    source = read(sheet.text(123, 312, "* A/80/1.", size=8).text(60, 340, "V.31-00123 (E) 040331 050331"))
    assert [note.text for note in source.notes] == ["A/80/1."]
    assert source.running == ("V.31-00123 (E) 040331 050331",)


def test_numbered_paragraphs_at_the_head_of_pages_are_not_running() -> None:
    sheets = [body_sheet([f"{n}. Proposals:"], [FULL, "ended it."], first=70) for n in (3, 5, 7)]
    assert [text for text in texts(read(*sheets)) if text.endswith(":")] == [
        "3. Proposals:",
        "5. Proposals:",
        "7. Proposals:",
    ]


CUTS = [
    (["1. The Group recalled article"], ["18 of the Convention and its work."], "18 of the"),
    (["1. The Group recalled document CTOC/COP/WG."], ["3/2031/2 and its work."], "CTOC/COP/WG.3/2031/2"),
    (["1. The Group recalled resolutions 5/8 and"], ["6/1 of the Conference."], "5/8 and 6/1"),
    (["1. The offices – the first to be asked"], ["– answered all requests."], "asked – answered"),
]


@pytest.mark.parametrize(("above", "below", "words"), CUTS, ids=[case[2] for case in CUTS])
def test_line_that_completes_a_sentence_does_not_start_a_paragraph(
    above: list[str], below: list[str], words: str
) -> None:
    wide = body_sheet([f"2. {FULL}", FULL, "ended."], first=200)
    assert words in texts(read(wide.paragraph(123, 100, above + below)))[0]
    assert words in texts(read(body_sheet([f"2. {FULL}", "ended."], above, first=650), body_sheet(below)))[1]


def test_note_continues_on_the_next_page() -> None:
    first = body_sheet([f"1. {FULL}", "ended."]).rule(60, 690, 183).text(105, 698, "1", size=5)
    first.text(123, 701, "A note that is long", size=8)
    second = body_sheet([f"2. {FULL}", "ended."]).rule(60, 690, 183).text(123, 701, "and goes on here.", size=8)
    source = read(first, second)
    assert [(note.marker, note.text) for note in source.notes] == [("1", "A note that is long and goes on here.")]
    assert [span.page for span in source.notes[0].spans] == [1, 2]


def test_notes_and_underlines_of_a_typescript_are_read() -> None:
    sheet = (
        Sheet()
        .text(108, 100, "Recalling the report 1/ of the Committee,", font="typed")
        .rule(108, 102, 162)
        .rule(234, 102, 240)
        .text(72, 600, "______________", font="typed")
        .text(108, 624, "1/   A/48/803.", font="typed")
        .rule(108, 626, 114)
        .text(516, 752, "/...", font="typed")
    )
    source = read(sheet)
    assert [(span.text, span.italic) for span in source.body[0].spans][:2] == [
        ("Recalling", True), (" the report 1/ of the Committee,", False),
    ] or [(span.text.strip(), span.italic) for span in source.body[0].spans] == [
        ("Recalling", True), ("the report 1/ of the Committee,", False),
    ]  # fmt: skip
    assert [(note.marker, note.text) for note in source.notes] == [("1", "A/48/803.")]
    assert source.running == ("/...",)


def test_items_are_indented_at_every_depth() -> None:
    sheet = (
        Sheet()
        .text(147, 100, "(a)").text(171, 100, FULL[:80])
        .text(171, 112, "its means;")
        .text(171, 124, "(i)").text(195, 124, "First;")
        .text(171, 136, "(ii)").text(195, 136, "Second;")
        .text(147, 148, "(b)").text(171, 148, "States are encouraged.")
    )  # fmt: skip
    source = read(sheet)
    assert texts(source) == [
        f"(a) {FULL[:80]} its means;", "(i) First;", "(ii) Second;", "(b) States are encouraged.",
    ]  # fmt: skip
    indents = [fragment.indent or 0 for fragment in source.body]
    assert indents[0] == indents[3] < indents[1] == indents[2]


def test_label_within_a_sentence_does_not_start_an_item() -> None:
    source = read(body_sheet([f"1. {FULL[:-8]} below:", "(a) one thing; and (b) another thing."]))
    assert texts(source) == [f"1. {FULL[:-8]} below: (a) one thing; and (b) another thing."]


def test_leaders_are_removed_from_contents() -> None:
    dots = ". " * 40
    sheet = (
        Sheet()
        .text(60, 100, "I.").text(82, 100, "Introduction " + dots).text(545, 100, "3")
        .text(60, 118, "II.").text(82, 118, "Towards a concerted approach to")
        .text(82, 130, "cooperation " + dots).text(545, 130, "14")
    )  # fmt: skip
    source = read(sheet)
    assert [fragment.text for fragment in source.body if fragment.is_contents] == [
        "I. Introduction\t3", "II. Towards a concerted approach to cooperation\t14",
    ]  # fmt: skip


def test_ruled_table_is_read_as_cells() -> None:
    sheet = body_sheet([FULL, "in the table."])
    for top in (140, 158, 200):
        sheet.rule(123, top, 488)
    sheet.text(123, 152, "Convention", size=8).text(420, 152, "Parties", size=8)
    sheet.text(123, 172, "Organized Crime Convention", size=8).text(440, 172, "185", size=8)
    sheet.text(123, 192, "Convention against Corruption", size=8).text(440, 192, "173", size=8)
    sheet.text(123, 240, "After the table.")
    source = read(sheet)
    assert source.body[1].cells == (
        ("Convention", "Parties"),
        ("Organized Crime Convention", "185"),
        ("Convention against Corruption", "173"),
    )
    assert texts(source)[2] == "After the table."


def test_framed_summary_is_not_a_table() -> None:
    sheet = Sheet().raw("60 400 490 200 re S")
    sheet.paragraph(123, 220, [FULL, FULL, "ended."])
    source = read(sheet)
    assert texts(source) == [f"{FULL} {FULL} ended."]
    assert not source.body[0].cells


def test_letters_printed_twice_are_read_once_as_bold() -> None:
    source = read(Sheet().text(100, 100, "NATIONS").text(100.4, 100, "NATIONS"))
    assert [(span.text, span.bold) for span in source.body[0].spans] == [("NATIONS", True)]


def test_clipped_text_is_not_printed() -> None:
    sheet = Sheet().raw("q 0 0 100 100 re W n").text(300, 300, "Distr.: General").raw("Q").text(300, 320, "Shown.")
    assert texts(read(sheet)) == ["Shown."]


@pytest.mark.parametrize("rotate", [90, 270])
def test_rotated_page_is_read_upright(rotate: int) -> None:
    """A landscape page: its text runs along the long side, and the page is shown rotated."""
    matrix = "0 1 -1 0 300 100" if rotate == 90 else "0 -1 1 0 300 700"
    sheet = Sheet(rotate=rotate).raw(f"BT /roman 10 Tf {matrix} Tm (A wide table.) Tj ET")
    source = read(sheet)
    assert texts(source) == ["A wide table."]
    assert not source.doubts


def test_sideways_words_are_omitted_with_a_doubt() -> None:
    source = read(body_sheet([FULL, "ended."]).sideways(40, 400, "JIU/REP/2025/2"))
    assert texts(source) == [f"{FULL} ended."]
    assert [doubt.code for doubt in source.doubts] == ["sideways_text"]


def test_page_without_words_is_treated_as_a_scan() -> None:
    source = read(Sheet().raw("0 0 612 792 re f"))
    assert source.body == ()
    assert [doubt.code for doubt in source.doubts] == ["no_text_layer"]


def test_bold_and_italic_come_from_the_fonts() -> None:
    source = read(Sheet().text(100, 100, "Recalling", font="italic").text(140, 100, "its resolution 5/8,"))
    assert [(span.text.strip(), span.italic) for span in source.body[0].spans] == [
        ("Recalling", True), ("its resolution 5/8,", False),
    ]  # fmt: skip


def _with_endnotes(*last: str) -> Source:
    """Return a text that refers to two notes and ends with a page of these lines, one below another."""
    first = (
        body_sheet([FULL, "adopted the Convention"]).text(219, 109, "1", size=6).text(224, 112, "and its Protocols.")
    )
    second = body_sheet([FULL, "ended the session."]).text(197, 109, "2", size=6)
    third = Sheet()
    for number, line in enumerate(last):
        third.text(60, 100 + 20 * number, line)
    return read(first, second, third)


def test_endnotes_in_plain_digits_are_notes() -> None:
    source = _with_endnotes("1 See A/1.", "2 See A/2, annex.")
    assert [(note.marker, note.text, note.page) for note in source.notes] == [
        ("1", "See A/1.", 3),
        ("2", "See A/2, annex.", 3),
    ]
    assert len(source.body) == 2


@pytest.mark.parametrize(
    ("last", "reason"),
    [
        (["1 See A/1."], "a note is missing"),
        (["1 See A/1.", "2 See A/2.", "3 See A/3."], "a note has no marker in the text"),
        (["1 Albania", "2 Benin", "(a) An item."], "labelled text follows"),
    ],
)
def test_other_numbers_at_the_end_are_not_endnotes(last: list[str], reason: str) -> None:
    source = _with_endnotes(*last)
    assert not source.notes, reason
    assert texts(source)[2:] == last, reason
