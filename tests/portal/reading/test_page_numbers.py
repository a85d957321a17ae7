"""The pages of a PDF are given to the text of another file of the same document."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from documents.parsing.parse import parse
from documents.parsing.types import Block, BlockKind, Box, Doubt, Footnote, Masthead, PageBreak, ParsedDocument
from portal.reading.page_numbers import better_first, combine, compare_files
from tests.sources import SHARED

LONG = "The Working Group recommended that States parties strengthen their cooperation in criminal matters"
OTHER = "The Conference decided that the secretariat should prepare a note on the use of videoconferencing"
THIRD = "Parties are invited to share their experience of joint investigations before the next meeting"
BOX = Box(70, 90, 500, 120)


def document(*texts: str, format: str = "docx", notes: tuple[str, ...] = (), title: str = "Report") -> ParsedDocument:
    blocks = tuple(
        Block(index, BlockKind.PARAGRAPH, text, path=f"para. {index + 1}", anchor=f"para-{index + 1}")
        for index, text in enumerate(texts)
    )
    footnotes = tuple(Footnote(str(index + 1), note) for index, note in enumerate(notes))
    return ParsedDocument("file", format, "1", Masthead(title=title), blocks, footnotes)


def pdf(*texts: str, pages: tuple[int, ...], notes: tuple[tuple[str, int], ...] = (), **fields: str) -> ParsedDocument:
    source = document(*texts, format="pdf", notes=tuple(note for note, _page in notes), **fields)
    return replace(
        source,
        blocks=tuple(replace(block, page=page, box=BOX) for block, page in zip(source.blocks, pages, strict=True)),
        footnotes=tuple(replace(note, page=page) for note, (_text, page) in zip(source.footnotes, notes, strict=True)),
        pages=max(pages),
    )


def pages_of(parsed: ParsedDocument) -> list[int | None]:
    return [block.page for block in parsed.blocks]


def test_paragraphs_and_notes_get_the_pages_of_the_pdf() -> None:
    combined = combine(
        [
            document(LONG, OTHER, notes=("See the report of 2030.",)),
            pdf(LONG, OTHER, pages=(3, 4), notes=(("See the report of 2030.", 4),)),
        ]
    )
    assert (combined.format, combined.pages, pages_of(combined)) == ("docx", 4, [3, 4])
    assert combined.footnotes[0].page == 4
    assert combined.blocks[0].box == BOX
    assert combined.doubts == ()


def test_order_of_the_files_does_not_matter() -> None:
    files = [document(LONG, OTHER), pdf(LONG, OTHER, pages=(1, 2))]
    assert combine(files) == combine(reversed(files))


def test_spaces_hyphens_and_letter_forms_do_not_matter() -> None:
    printed = LONG.replace("cooperation", "co- operation").replace("strengthen", "strengthen\u00ad").upper()
    assert pages_of(combine([document(LONG, OTHER), pdf(printed, OTHER, pages=(7, 8))])) == [7, 8]


def test_page_break_within_a_paragraph_is_kept() -> None:
    source = pdf(LONG, pages=(1,))
    offset = LONG.index("strengthen")
    broken = replace(source.blocks[0], breaks=(PageBreak(offset, 2, BOX),))
    combined = combine([document(f"  {LONG}"), replace(source, blocks=(broken,), pages=2)])
    assert combined.blocks[0].breaks == (PageBreak(offset + 2, 2, BOX),)
    assert combined.blocks[0].page_at(combined.blocks[0].text.index("strengthen")) == 2


def test_paragraph_that_the_pdf_divides_has_both_pages() -> None:
    half = LONG.index("strengthen")
    combined = combine([document(LONG), pdf(LONG[:half], LONG[half:], pages=(1, 2))])
    assert (combined.blocks[0].page, [page.page for page in combined.blocks[0].breaks]) == (1, [2])


def test_repeated_short_texts_are_found_in_their_order() -> None:
    texts = ("Summary", LONG, "Summary", OTHER, "Summary")
    assert pages_of(combine([document(*texts), pdf(*texts, pages=(1, 1, 2, 2, 3))])) == [1, 1, 2, 2, 3]


def test_short_text_is_not_found_within_a_word() -> None:
    combined = combine([document("act", LONG), pdf("The act of action", LONG, pages=(1, 1))])
    assert pages_of(combined) == [1, 1]
    assert "para. 1" in combined.doubts[0].message


def test_changed_word_is_a_doubt_and_keeps_the_page() -> None:
    changed = LONG.replace("recommended", "decided")
    combined = combine([document(changed, OTHER, THIRD), pdf(LONG, OTHER, THIRD, pages=(1, 2, 3))])
    assert pages_of(combined) == [1, 2, 3]
    assert [(doubt.code, doubt.message) for doubt in combined.doubts] == [
        (
            "text_differs_between_files",
            "The text of the DOCX file was not found word for word in the PDF file: para. 1.",
        )
    ]


def test_missing_paragraph_has_a_page_only_if_its_neighbours_leave_one() -> None:
    new = "This sentence is in one of the two files only, and in no other place."
    within = combine([document(LONG, new, OTHER), pdf(LONG, OTHER, pages=(4, 4))])
    between = combine([document(LONG, new, OTHER), pdf(LONG, OTHER, pages=(4, 5))])
    assert (pages_of(within), pages_of(between)) == ([4, 4, 4], [4, None, 5])


def test_different_mastheads_are_a_doubt() -> None:
    combined = combine([document(LONG, title="Report"), pdf(LONG, pages=(1,), title="Draft report")])
    assert [doubt.code for doubt in combined.doubts] == ["title_differs_between_files"]
    assert "“Report” in the DOCX file, but “Draft report” in the PDF file" in combined.doubts[0].message


def test_cells_of_a_table_may_be_in_another_order() -> None:
    def with_table(parsed: ParsedDocument, text: str) -> ParsedDocument:
        table = replace(parsed.blocks[1], kind=BlockKind.TABLE, text=text, cells=(tuple(text.split()),))
        return replace(parsed, blocks=(parsed.blocks[0], table, *parsed.blocks[2:]))

    texts = (LONG, "x", OTHER)
    by_row, by_column = "Italy requests 2031 France answers 2032", "Italy France requests answers 2031 2032"
    files = [with_table(document(*texts), by_row), with_table(pdf(*texts, pages=(1, 1, 1)), by_column)]
    assert combine(files).doubts[1:] == ()


def test_better_reading_gives_the_text() -> None:
    tracked = replace(document(LONG), doubts=(Doubt("tracked_changes", "Tracked changes were accepted."),))
    printed = pdf(LONG, pages=(1,))
    assert better_first([tracked, printed])[0] is printed
    assert better_first([printed, document(LONG)])[0].format == "docx"
    assert better_first([document(LONG), replace(printed, text_quality="ocr")])[0].format == "docx"


def test_different_texts_have_a_low_likeness() -> None:
    assert compare_files(document(LONG, OTHER), pdf(LONG, OTHER, pages=(1, 1))).likeness == 1
    assert compare_files(document(LONG, OTHER), pdf(LONG, THIRD, pages=(1, 1))).likeness < 0.6
    assert compare_files(document(LONG), pdf(LONG, THIRD, pages=(1, 1))).likeness < 0.6, "the PDF has more text"
    assert compare_files(document(), pdf(LONG, pages=(1,))).likeness == 0


@pytest.mark.long
@pytest.mark.skipif(not (SHARED / "six").is_dir(), reason="the documents in ../shared are missing")
@pytest.mark.parametrize("path", sorted((SHARED / "six").glob("*.docx")), ids=lambda path: path.stem)
def test_real_documents_get_the_pages_of_their_pdf(path: Path) -> None:
    printed = parse(path.with_suffix(".pdf").read_bytes(), "x.pdf")
    compared = compare_files(parse(path.read_bytes(), "x.docx"), printed)
    assert compared.likeness > 0.98
    assert None not in pages_of(compared.numbered)
    pages = {block.anchor: block.page for block in printed.blocks}
    texts = {block.anchor: block.text for block in printed.blocks}
    same = [block for block in compared.numbered.blocks if texts.get(block.anchor) == block.text]
    assert [(block.anchor, block.page) for block in same] == [(block.anchor, pages[block.anchor]) for block in same]
