"""Peculiarities of typesetting that occur in documents, each shown by a page."""

from __future__ import annotations

from documents.parsing.parse import parse
from documents.parsing.readers.pdf import read_pdf
from documents.parsing.types import Source
from tests.documents.parsing.pdf.builders import Sheet, pdf

FULL = "The Working Group considered the matter at length and agreed on all of what is set out below and"


def read(*sheets: Sheet) -> Source:
    return read_pdf(pdf(*sheets))


def texts(source: Source) -> list[str]:
    return [fragment.text for fragment in source.body]


def prose(sheet: Sheet, first: float, lines: int = 2) -> Sheet:
    return sheet.paragraph(72, first, [FULL] * lines + ["noted it."])


def test_day_next_to_larger_type_is_not_a_superscript() -> None:
    sheet = Sheet().text(123, 54, "United Nations", size=14).text(440, 54, "A/CONF.222/7").rule(60, 65, 552)
    sheet.text(123, 90, "Conference of the Parties to", size=17, font="bold").text(380, 86, "Distr.: General")
    sheet.text(123, 108, "the Convention against", size=17, font="bold").text(380, 98, "8 May 2022")
    sheet.rule(60, 210, 552)
    masthead = [fragment.text for fragment in read(prose(sheet, 300)).masthead]
    assert "8 May 2022" in masthead


def test_type_of_another_size_is_separated_from_the_organ() -> None:
    sheet = Sheet().text(123, 54, "United Nations", size=14).text(440, 54, "A/CONF.222/7").rule(60, 65, 552)
    sheet.text(123, 90, "Conference of the Parties", size=17, font="bold").text(335, 90, "Original: English")
    sheet.rule(60, 210, 552)
    masthead = [fragment.text for fragment in read(prose(sheet, 300)).masthead]
    assert {"Conference of the Parties", "Original: English"} <= set(masthead)


def test_fully_underlined_line_is_a_heading_but_a_link_is_not() -> None:
    sheet = prose(Sheet(), 100).text(72, 160, "Other matters").rule(72, 162, 128)
    sheet.text(72, 178, "www.unodc.org/unodc").rule(72, 180, 156).text(72, 196, "and others.")
    source = read(prose(sheet, 220))
    spans = {span.text: span.italic for fragment in source.body for span in fragment.spans}
    assert spans["Other matters"] is True
    assert not any(italic for text, italic in spans.items() if "unodc" in text)


def test_spaces_drawn_as_underline_do_not_separate_words() -> None:
    sheet = prose(Sheet(), 100).text(72, 160, "Recommendations (").text(139.4, 160, "    ")
    for left, words, font in ((149.4, "continued", "italic"), (186.4, ")", "roman")):
        sheet.text(left, 160, words, font=font)
    assert "Recommendations (continued)" in texts(read(sheet))


def test_centred_heading_with_one_full_line_is_joined() -> None:
    sheet = Sheet().text(128, 100, "Recommendations adopted by the Working Group", size=13, font="bold")
    sheet.text(81, 115, "International Cooperation at its twelfth meeting, held on the 25 and", size=13, font="bold")
    sheet.text(227, 130, "26 March 2021", size=13, font="bold")
    assert texts(read(prose(prose(sheet, 160), 240)))[0].endswith("held on the 25 and 26 March 2021")


def test_manually_broken_headings_are_joined() -> None:
    sheet = Sheet().text(72, 100, "2. Revision of the", font="bold").text(72, 112, "Model Law", font="bold")
    sheet.text(72, 190, "Transfer (article", font="bold").text(72, 202, "17 of the Convention)", font="bold")
    source = read(prose(prose(sheet, 130), 230))
    assert [text for text in texts(source) if len(text) < 60] == [
        "2. Revision of the Model Law", "Transfer (article 17 of the Convention)",
    ]  # fmt: skip


def test_masthead_ends_at_larger_type_or_a_label() -> None:
    sheet = Sheet().text(60, 54, "United Nations", size=14).text(440, 54, "A/CONF.222/7").rule(60, 65, 552)
    sheet.text(60, 90, "General Assembly", size=17, font="bold").text(400, 90, "Distr.: General").rule(60, 210, 552)
    sheet.text(60, 226, "Seventieth session", font="bold").text(60, 250, "Provisional agenda", size=14, font="bold")
    sheet.text(60, 270, "1. Opening:").text(60, 288, "(a) Election of officers.")
    assert texts(read(sheet)) == ["Provisional agenda", "1. Opening:", "(a) Election of officers."]


def test_masthead_without_rules_is_read_as_two_columns() -> None:
    sheet = Sheet().text(60, 54, "UNITED NATIONS", size=14, font="bold")
    sheet.text(60, 72, "Conference of the Parties to the", size=14, font="bold").text(400, 70, "Distr.")
    sheet.text(60, 88, "Convention", size=14, font="bold").text(400, 82, "GENERAL")
    sheet.text(400, 106, "CTOC/COP/2022/5").text(400, 118, "8 May 2022").text(60, 150, "Eleventh session")
    source = read(prose(sheet, 300))
    assert [fragment.text for fragment in source.masthead] == [
        "UNITED NATIONS", "Conference of the Parties to the", "Convention",
        "Distr.", "GENERAL", "CTOC/COP/2022/5", "8 May 2022",
    ]  # fmt: skip
    assert [fragment.text for fragment in source.margin] == ["Eleventh session"]


def test_note_marker_above_a_long_address_is_found() -> None:
    sheet = prose(Sheet(), 100).text(116, 121, "1", size=5.5).rule(72, 690, 195)
    sheet.text(90, 700, "1", size=5.5)
    sheet.text(105, 715, "https://www.example.org/documents/legal/a_very_long_address_of_a_file.pdf.", size=9.5)
    source = read(sheet)
    assert [(note.marker, note.text[:5]) for note in source.notes] == [("1", "https")]


def test_job_number_with_a_continuation_mark_is_a_running_foot() -> None:
    source = read(prose(Sheet(), 100).text(72, 760, "22-21549 (E) 120922 /..."), prose(Sheet(), 100))
    assert source.running[0].startswith("22-21549")


def test_symbol_broken_after_a_slash_is_joined() -> None:
    sheet = (
        Sheet().text(60, 54, "UNITED NATIONS", size=14, font="bold").text(400, 70, "Distr.").text(400, 82, "LIMITED")
    )
    sheet.text(400, 106, "CTOC/COP/").text(400, 118, "WG.3/2020/L.1/Add.1").text(400, 130, "8 July 2020")
    document = parse(pdf(prose(sheet.text(60, 200, "Draft report", size=14, font="bold"), 300)), "made.pdf")
    assert document.masthead.symbols == ("CTOC/COP/WG.3/2020/L.1/Add.1",)
    assert document.masthead.title == "Draft report"
