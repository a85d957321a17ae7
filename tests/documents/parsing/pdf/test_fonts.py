"""Fonts with a table of codes in the file, and glyphs whose text the page gives."""

from __future__ import annotations

import pytest

from documents.parsing.readers.pdf import read_pdf
from tests.documents.parsing.pdf.builders import pdf_of_objects

_WORD = "<00410042>"  # codes of "大会", which have no glyph of their own
_CHARACTERS = "2 begincidchar <0041> 0 <0042> 0 endcidchar"
_RANGE = "1 begincidrange <0041> <0042> 1 endcidrange"


def _stream(content: str, entries: str = "") -> str:
    return f"<< /Length {len(content)} {entries} >>\nstream\n{content}\nendstream"


def _document(encoding: str, to_unicode: str, operators: str) -> bytes:
    return pdf_of_objects(
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F 4 0 R >> >> "
            "/Contents 9 0 R >>",
            f"<< /Type /Font /Subtype /Type0 /BaseFont /Any /Encoding {encoding} /ToUnicode 6 0 R "
            "/DescendantFonts [7 0 R] >>",
            _stream(f"begincmap {_CHARACTERS} endcmap", "/Type /CMap /CMapName /Own"),
            _stream(f"begincmap {to_unicode} endcmap"),
            "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Any /DW 1000 /FontDescriptor 8 0 R "
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
            "<< /Type /FontDescriptor /FontName /Any /Flags 4 /FontBBox [0 0 1000 1000] >>",
            _stream(operators),
            _stream(f"begincmap {_RANGE} endcmap", "/Type /CMap /CMapName /Own"),
        ]
    )


@pytest.mark.parametrize("encoding", ["5 0 R", "10 0 R", "/Identity-H"])
def test_codes_are_read_by_the_table_of_the_font(encoding: str) -> None:
    texts = "2 beginbfchar <0041> <5927> <0042> <4F1A> endbfchar"
    content = _document(encoding, texts, f"BT /F 10 Tf 1 0 0 1 100 700 Tm {_WORD} Tj ET")
    (fragment,) = read_pdf(content).body
    assert fragment.text == "大会"
    assert fragment.box is not None
    assert fragment.box.right == pytest.approx(120)


def test_radicals_that_share_a_glyph_with_a_character_are_read_as_the_character() -> None:
    texts = "2 beginbfchar <0041> <2F24> <0042> <2ED8> endbfchar"
    (fragment,) = read_pdf(_document("/Identity-H", texts, f"BT /F 10 Tf 1 0 0 1 100 700 Tm {_WORD} Tj ET")).body
    assert fragment.text == "大青"


def test_page_supplies_the_text_of_glyphs_that_the_font_does_not_name() -> None:
    named = "/Span << /ActualText <FEFF5927> >> BDC BT /F 10 Tf 1 0 0 1 100 700 Tm <0000> Tj ET EMC"
    unnamed = "BT /F 10 Tf 1 0 0 1 110 700 Tm <0000> Tj ET"
    texts = "1 beginbfchar <0041> <5927> endbfchar"
    (fragment,) = read_pdf(_document("/Identity-H", texts, f"{named}\n{unnamed}")).body
    assert fragment.text == "大\N{REPLACEMENT CHARACTER}"
