"""Notes, emphasis and page breaks in blocks."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from documents.parsing.parse import build_document
from documents.parsing.readers.text_layout.ruled_notes import mark_ruled_notes
from documents.parsing.structure import build_structure
from documents.parsing.types import Box, Fragment, PageBreak, ParsedDocument, RawNote, Source, Span


def parsed(spans: tuple[Span, ...], notes: tuple[RawNote, ...]) -> ParsedDocument:
    return build_document(Source("text", (Fragment((Span("1. Start."),)), Fragment(spans)), notes=notes), "a.txt")


def test_notes_are_linked_to_their_markers() -> None:
    spans = (Span("2. Text,"), Span("1", superscript=True), Span(" more "), Span("2", superscript=True), Span("."))
    document = parsed(spans, (RawNote("1", (Span("One."),)), RawNote("2", (Span("Two."),))))
    block = document.blocks[1]
    assert block.text == "Text, more."
    assert [(ref.marker, ref.offset, ref.note) for ref in block.notes] == [("1", 5, 0), ("2", 10, 1)]
    assert [note.block for note in document.footnotes] == [1, 1]


def test_line_that_begins_with_a_number_replaces_no_note() -> None:
    text = "States reported on it.1\n\n________\n1 See the report on the period that began on\n1 January 2020."
    assert mark_ruled_notes(text) == text
    once = text.replace("1 January", "January")
    assert "^{1} See the report on the period that began on January 2020." in mark_ruled_notes(once)


def test_repeated_marker_on_a_page_refers_to_the_same_note() -> None:
    def marked(page: int) -> Fragment:
        return Fragment((Span("Text of it."), Span("1", superscript=True)), page=page)

    notes = (RawNote("1", (Span("One."),), 3), RawNote("1", (Span("Again."),), 5))
    result, footnotes, _ = build_structure((marked(3), marked(3), marked(5)), notes, None)
    assert [block.notes[0].note for block in result] == [0, 0, 1]
    assert [note.block for note in footnotes] == [0, 2]


SLASHES = [
    ("/ and more.", "2. Text and more.", "a slash after the raised marker"),
    (" / and more.", "2. Text and more.", "a space before the slash"),
    ("/,", "2. Text,", "a comma after the slash"),
    ("/or more.", "2. Text/or more.", "a slash between words"),
]


@pytest.mark.parametrize(("after", "expected", "reason"), SLASHES, ids=[reason for *_, reason in SLASHES])
def test_slash_after_a_typed_marker_is_removed(after: str, expected: str, reason: str) -> None:
    note = RawNote("1", (Span("1"), Span("/ See resolution 48/13.")), None)
    document = parsed((Span("2. Text"), Span("1", superscript=True), Span(after)), (note,))
    assert f"{document.blocks[1].label}. {document.blocks[1].text}" == expected, reason
    assert document.footnotes[0].text == "See resolution 48/13."


def test_superscript_without_a_note_stays_in_the_text() -> None:
    document = parsed((Span("2. An area of 5 km"), Span("2", superscript=True), Span(".")), ())
    assert document.blocks[1].text == "An area of 5 km²."


def test_note_without_a_marker_in_the_text_raises_a_doubt() -> None:
    document = parsed((Span("2. Text."),), (RawNote("7", (Span("Seven."),)),))
    assert "note_without_call" in [doubt.code for doubt in document.doubts]


MISSING = [
    ("The keeper left.", ["note_missing"], "a marker after a full stop"),
    ("An island of 5 km", [], "an exponent"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), MISSING, ids=[reason for *_, reason in MISSING])
def test_marker_without_its_note_raises_a_doubt(text: str, expected: list[str], reason: str) -> None:
    note = RawNote("1", (Span("See the first log."),))
    spans = (Span("2. A log."), Span("1", superscript=True), Span(f" {text}"), Span("2", superscript=True))
    document = parsed(spans, (note,))
    assert [doubt.code for doubt in document.doubts if doubt.code.startswith("note_")] == expected, reason


def test_marker_raises_no_doubt_if_the_file_has_no_notes() -> None:
    document = parsed((Span("2. The keeper left."), Span("2", superscript=True)), ())
    assert "note_missing" not in [doubt.code for doubt in document.doubts]


def test_emphasis_offsets_start_after_the_label() -> None:
    block = parsed((Span("2. "), Span("Endorses", italic=True), Span(" it.")), ()).blocks[1]
    assert [(m.start, m.end, m.style) for m in block.marks] == [(0, 8, "italic")]
    assert block.text[0:8] == "Endorses"


BREAKS = [
    ((Span("2. Begun ", page=4), Span("and ended.", page=5)), "and ended.", "a sentence across pages"),
    ((Span("2. Begun   ", page=4), Span("  and ended.", page=5)), "and ended.", "spaces on both sides"),
    ((Span("2. The inter", page=4), Span("national law.", page=5)), "national law.", "a word across pages"),
    (
        (Span("2. Begun", page=4), Span("1", superscript=True, page=4), Span(" and ended.", page=5)),
        "and ended.",
        "a note marker at the end of a page",
    ),
    (
        (Span("2. Begun ", page=4), Span("and", bold=True, page=5), Span(" ended.", page=5)),
        "and ended.",
        "a change of style on the same page",
    ),
    ((Span("2. Begun ", page=None), Span("and ended.", page=5)), "and ended.", "an unknown first page"),
]


@pytest.mark.parametrize(("spans", "on_next", "reason"), BREAKS, ids=[case[2] for case in BREAKS])
def test_block_records_its_page_breaks(spans: tuple[Span, ...], on_next: str, reason: str) -> None:
    box = Box(120, 80, 480, 92)
    body = (Fragment((Span("1. Start."),)), Fragment(spans, page=spans[0].page, later_parts=((5, box),)))
    block = build_structure(body, (RawNote("1", (Span("One."),)),), None)[0][1]
    assert block.breaks == (PageBreak(block.text.index(on_next), 5, box),), reason
    first = block.breaks[0].offset
    assert [block.page_at(offset) for offset in (0, first - 1, first, len(block.text))] == [block.page] * 2 + [5] * 2


def test_note_records_its_page_breaks() -> None:
    note = RawNote("1", (Span(" See  the ", page=4), Span("report.", page=5)), page=4)
    footnote = parsed((Span("2. Text."),), (note,)).footnotes[0]
    assert footnote.text == "See the report."
    assert footnote.breaks == (PageBreak(8, 5),)


def test_same_marker_on_two_pages_refers_to_two_notes() -> None:
    mark = Span("1", superscript=True)
    spans = (Span("Begun", page=3), replace(mark, page=3), Span(" and ended", page=4), replace(mark, page=4))
    notes = (RawNote("1", (Span("One."),), 3), RawNote("1", (Span("Again."),), 4))
    result, _, _ = build_structure((Fragment(spans, page=3),), notes, None)
    assert [ref.note for ref in result[0].notes] == [0, 1]


class CountedLines(list[str]):
    """Lines that count how many of them are read."""

    count = 0

    def __getitem__(self, key: Any) -> Any:
        found = super().__getitem__(key)
        CountedLines.count += len(found) if isinstance(key, slice) else 1
        return found


class CountedText(str):
    """A text whose lines are counted."""

    def split(self, *separator: Any) -> list[str]:
        return CountedLines(super().split(*separator))


def count_lines_read(text: str) -> int:
    CountedLines.count = 0
    assert mark_ruled_notes(CountedText(text)) == text
    return CountedLines.count


@pytest.mark.parametrize("line", ["A line.\n\n", "A line.\n", "-----\n\n"])
def test_work_grows_with_the_length_and_not_with_its_square(line: str) -> None:
    assert 0 < count_lines_read(line * 2_000) <= 2.1 * count_lines_read(line * 1_000)
