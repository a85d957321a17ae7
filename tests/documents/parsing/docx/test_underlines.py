"""Underlining in DOCX files: typewriters used it for italics, headings and note markers."""

from __future__ import annotations

import pytest

from documents.parsing.parse import build_document
from documents.parsing.readers.docx import read_docx
from documents.parsing.types import BlockKind
from tests.documents.parsing.docx.builders import docx, p, r

U = '<w:u w:val="single"/>'
LINK_STYLE = (
    '<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/>'
    '<w:rPr><w:u w:val="single"/></w:rPr></w:style>'
)
ITALICS = p(r("A word in ") + r("italics", "<w:i/>") + r(" shows that this document has them."))

EMPHASIS = [
    ("a whole line, in a document with italics", ITALICS + p(r("General debate", U)), "General debate"),
    ("a line whose label is not underlined", ITALICS + p(r("A.\t") + r("General debate", U)), "A.\tGeneral debate"),
    ("words without the spaces", ITALICS + p(r("General", '<w:u w:val="words"/>') + r(" ") + r("debate", U)), None),
    ("part of a line, which is a change", ITALICS + p(r("General ") + r("debate", U)), ""),
    ("an address, which is a link", ITALICS + p(r("www.un.org/documents", U)), ""),
    ("underlining that is switched off", ITALICS + p(r("General debate", '<w:u w:val="none"/>')), ""),
    ("part of a line, in a document without italics", p(r("Noting", U) + r(" the report,")), "Noting"),
    ("a symbol, which is a link", p(r("See ") + r("A/C.3/50/1", U)), ""),
    ("a link style", p(r("See ") + r("the page", '<w:rStyle w:val="Hyperlink"/>')), ""),
]


@pytest.mark.parametrize(("body", "italic"), [case[1:] for case in EMPHASIS], ids=[case[0] for case in EMPHASIS])
def test_underlining_for_emphasis_is_read_as_italics(body: str, italic: str | None) -> None:
    last = read_docx(docx(body, styles=LINK_STYLE)).body[-1]
    assert "".join(span.text for span in last.spans if span.italic) == (last.text if italic is None else italic)


def test_underlined_lines_are_headings() -> None:
    text = "The debate was long. It went on for three days, in which many speakers took the floor."
    body = "".join(
        (
            p(r("I.\t") + r("INTRODUCTION", U)),
            p(f"1.\t{text}"),
            p(r("General debate", U)),
            p(f"2.\t{text}"),
            p(r("(a)\t") + r("Technical assistance", U)),
            p(f"3.\t{text}"),
        )
    )
    document = build_document(read_docx(docx(body)), "debate.docx")
    headings = [(block.label, block.text) for block in document.blocks if block.kind is BlockKind.HEADING]
    assert headings == [("I", "INTRODUCTION"), (None, "General debate"), ("(a)", "Technical assistance")]


def test_heading_style_may_be_underlined_instead_of_bold() -> None:
    not_bold = '<w:b w:val="0"/>'
    source = read_docx(docx(p("Before.") + p(r("Scope", not_bold + U), style="H23")))
    assert source.body[1].heading_level == 3


def _reference(marker: str, after: str = "") -> str:
    follows = ' w:customMarkFollows="1"' if marker else ""
    return f'<w:r><w:footnoteReference w:id="1"{follows}/><w:t xml:space="preserve">{marker}{after}</w:t></w:r>'


TYPED = [
    ("a marker with its slash", _reference("1/"), r("1/", U) + r(" See resolution 48/13.")),
    ("a marker with its slash and text in one run", _reference("1/", " and"), r("1/ See resolution 48/13.")),
    (
        "an automatic number with a slash",
        _reference("", "/ and"),
        "<w:r><w:footnoteRef/></w:r>" + r("/ See resolution 48/13."),
    ),
]


@pytest.mark.parametrize(("reference", "note"), [case[1:] for case in TYPED], ids=[case[0] for case in TYPED])
def test_slash_after_a_typed_marker_is_not_part_of_it(reference: str, note: str) -> None:
    notes = f'<w:footnote w:id="1">{p(note)}</w:footnote>'
    document = build_document(
        read_docx(docx(p(r("It was decided ") + reference + r(" that so be it.")), footnotes=notes)), "x"
    )
    assert "/" not in document.blocks[0].text
    assert [(ref.marker, ref.note) for ref in document.blocks[0].notes] == [("1", 0)]
    assert [(note.marker, note.text) for note in document.footnotes] == [("1", "See resolution 48/13.")]
