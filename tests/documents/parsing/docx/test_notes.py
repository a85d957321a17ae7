"""Footnotes and endnotes: markers where the text refers to them, and their texts in the order of these markers."""

from __future__ import annotations

import pytest

from documents.parsing.readers.docx import read_docx
from documents.parsing.types import RawNote, Span
from tests.documents.parsing.docx.builders import docx, p, r, table

NUMBER = '<w:r><w:rPr><w:rStyle w:val="Ref"/></w:rPr><w:footnoteRef/></w:r>'
SUPERSCRIPT = '<w:vertAlign w:val="superscript"/>'


def _note(identifier: int, content: str, kind: str = "footnote") -> str:
    return f'<w:{kind} w:id="{identifier}">{content}</w:{kind}>'


def _reference(identifier: int, kind: str = "footnote", custom: str = "") -> str:
    marker = f"<w:t>{custom}</w:t>" if custom else ""
    follows = ' w:customMarkFollows="1"' if custom else ""
    return f'<w:r><w:rPr><w:rStyle w:val="Ref"/></w:rPr><w:{kind}Reference w:id="{identifier}"{follows}/>{marker}</w:r>'


SEPARATOR = '<w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>'
NOTES = SEPARATOR + _note(1, p(NUMBER + r("\tFirst."))) + _note(2, p(NUMBER + r("\tSecond.")))


def test_marker_is_a_superscript_and_its_note_is_separate() -> None:
    source = read_docx(docx(p(r("Treaty") + _reference(1) + r(", and")), footnotes=NOTES))
    assert source.body[0].spans == (Span("Treaty"), Span("1", superscript=True), Span(", and"))
    assert source.notes == (RawNote("1", (Span("First."),)),)


def test_notes_are_numbered_in_the_order_of_the_text() -> None:
    source = read_docx(docx(p(_reference(2)) + p(_reference(1)), footnotes=NOTES))
    assert [(note.marker, note.text) for note in source.notes] == [("1", "Second."), ("2", "First.")]


def test_note_without_a_reference_is_omitted() -> None:
    deleted = f"<w:del>{_reference(1)}</w:del>"
    source = read_docx(docx(p(deleted + r("x") + _reference(2)), footnotes=NOTES))
    assert [(note.marker, note.text) for note in source.notes] == [("1", "Second.")]


def test_reference_without_a_note_leaves_no_marker() -> None:
    source = read_docx(docx(p(r("x") + _reference(7)), footnotes=NOTES))
    assert (source.body[0].text, source.notes) == ("x", ())


CUSTOM = [
    ("an asterisk", p(r("*", '<w:rStyle w:val="Ref"/>') + r("\tCTOC/COP/2022/1.")), "*", "CTOC/COP/2022/1."),
    ("two asterisks", p(r("**") + r(" A/81/50.")), "**", "A/81/50."),
    ("asterisks in two runs", p(r("*") + r("*") + r("\tA/81/50.")), "**", "A/81/50."),
    ("a letter", p(r("a", SUPERSCRIPT) + r(" See below.")), "a", "See below."),
]


@pytest.mark.parametrize(("content", "marker", "text"), [case[1:] for case in CUSTOM], ids=[c[0] for c in CUSTOM])
def test_note_with_a_custom_marker_is_not_counted(content: str, marker: str, text: str) -> None:
    source = read_docx(
        docx(p(r("agenda") + _reference(3, custom=marker) + _reference(1)), footnotes=NOTES + _note(3, content))
    )
    assert source.body[0].spans[1].text == marker + "1"
    assert [(note.marker, note.text) for note in source.notes] == [(marker, text), ("1", "First.")]


def test_emphasis_in_notes_is_kept() -> None:
    note = _note(1, p(NUMBER + r("\tUnited Nations, ") + r("Treaty Series", "<w:i/>") + r(", vol. 2225.")))
    spans = read_docx(docx(p(_reference(1)), footnotes=note)).notes[0].spans
    assert spans == (Span("United Nations, "), Span("Treaty Series", italic=True), Span(", vol. 2225."))


def test_note_of_two_paragraphs_is_one_text() -> None:
    note = _note(1, p(NUMBER + r(" One.")) + p("Two."))
    assert read_docx(docx(p(_reference(1)), footnotes=note)).notes[0].text == "One. Two."


SERIES = [
    ("endnotes have roman numerals by default", "", "i"),
    ("another number format", '<w:endnotePr><w:numFmt w:val="decimal"/></w:endnotePr>', "1"),
    ("another start", '<w:endnotePr><w:numFmt w:val="decimal"/><w:numStart w:val="5"/></w:endnotePr>', "5"),
]


@pytest.mark.parametrize(("settings", "marker"), [case[1:] for case in SERIES], ids=[case[0] for case in SERIES])
def test_endnote_numbers_follow_the_settings(settings: str, marker: str) -> None:
    number = "<w:r><w:endnoteRef/></w:r>"
    notes = _note(1, p(number + r(" See part two.")), kind="endnote")
    source = read_docx(docx(p(r("x") + _reference(1, "endnote")), endnotes=notes, settings=settings))
    assert [(note.marker, note.text) for note in source.notes] == [(marker, "See part two.")]


PLAIN = [
    (
        "below a table",
        p(r("\t") + r("a", "<w:i/>" + SUPERSCRIPT) + r("\tAs at 22 January 2015.")),
        "a",
        "As at 22 January 2015.",
    ),
    (
        "in a frame at the page's foot",
        p("__________________", properties="<w:framePr/>") + p("\t*\tReissued.", properties="<w:framePr/>"),
        "*",
        "Reissued.",
    ),
    ("as the last row of a table", table(("x", "1"), (p(r("b", SUPERSCRIPT) + r(" Revised.")), "")), "b", "Revised."),
]


@pytest.mark.parametrize(("body", "marker", "text"), [case[1:] for case in PLAIN], ids=[case[0] for case in PLAIN])
def test_notes_typed_as_paragraphs_are_extracted(body: str, marker: str, text: str) -> None:
    source = read_docx(docx(p("Text.") + body))
    assert [(note.marker, note.text) for note in source.notes] == [(marker, text)]
    assert not any(text in fragment.text for fragment in source.body)


KEPT = [
    ("a list with asterisks in the text", p("*\tAdopt the agenda")),
    ("a superscript within a text", p(r("Area in m") + r("2", SUPERSCRIPT))),
    ("a superscript alone", p(r("2", SUPERSCRIPT))),
]


@pytest.mark.parametrize("body", [case[1] for case in KEPT], ids=[case[0] for case in KEPT])
def test_other_superscripts_and_asterisks_are_not_notes(body: str) -> None:
    source = read_docx(docx(body))
    assert (len(source.body), source.notes) == (1, ())


def test_markers_in_cells_stay_separate_from_numbers() -> None:
    cell = p(r("40 428") + r("a", SUPERSCRIPT))
    fragment = read_docx(docx(table(("Cost", cell), ("Area", p(r("7 m") + r("2", SUPERSCRIPT)))))).body[0]
    assert fragment.cells == (("Cost", "40 428ᵃ"), ("Area", "7 m²"))
    assert Span("a", superscript=True) in fragment.spans
