"""The printed text of paragraphs, and its formatting."""

from __future__ import annotations

import pytest

from documents.parsing.readers.docx import read_docx
from documents.parsing.types import Span
from tests.documents.parsing.docx.builders import docx, p, r


def _field(code: str, result: str | None) -> str:
    separated = "" if result is None else f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}'
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> {code} </w:instrText></w:r>'
        f'{separated}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def _box(text: str) -> str:
    return f"<wps:txbx><w:txbxContent>{p(text)}</w:txbxContent></wps:txbx>"


PRINTED = [
    ("joined runs", r("States ") + r("parties"), "States parties"),
    ("tab after a label", r("(a)\tStates"), "(a)\tStates"),
    ("leading tabs are removed", r("\t\tIntroduction"), "Introduction"),
    ("line break", r("first\nsecond"), "first\nsecond"),
    ("carriage return", "<w:r><w:t>a</w:t><w:cr/><w:t>b</w:t></w:r>", "a\nb"),
    ("soft hyphen", "<w:r><w:t>co</w:t><w:softHyphen/><w:t>operation</w:t></w:r>", "cooperation"),
    ("soft hyphen as a character", r("co\u00adoperation"), "cooperation"),
    ("non-breaking hyphen", "<w:r><w:t>A</w:t><w:noBreakHyphen/><w:t>B</w:t></w:r>", "A-B"),
    ("non-breaking hyphen as a character", r("A\u2011B"), "A-B"),
    ("non-breaking space", r("para.\u00a012"), "para. 12"),
    ("ligature", r("o\ufb03ce"), "office"),
    ("link", f'<w:hyperlink r:id="none">{r("CTOC/COP/2022/1")}</w:hyperlink>', "CTOC/COP/2022/1"),
    ("smart tag", f"<w:smartTag>{r('Vienna')}</w:smartTag>", "Vienna"),
    ("inserted text", r("shall ") + f"<w:ins>{r('not ')}</w:ins>" + r("apply"), "shall not apply"),
    ("deleted text", r("shall ") + "<w:del><w:r><w:delText>not </w:delText></w:r></w:del>" + r("apply"), "shall apply"),
    ("text moved here", f"<w:moveTo>{r('here')}</w:moveTo>", "here"),
    ("text moved away", r("stays") + f"<w:moveFrom>{r('gone')}</w:moveFrom>", "stays"),
    ("hidden text", r("seen") + r(" unseen", "<w:vanish/>"), "seen"),
    ("field", _field("REF _Ref1 \\h", r("63")), "63"),
    ("field without result", r("a") + _field("XE index", None), "a"),
    ("link field", _field('HYPERLINK "https://docs.un.org/A/80/1"', r("A/80/1")), "A/80/1"),
    ("field in the code of a field",
     _field(f"IF </w:instrText></w:r>{_field('DATE', r('7'))}<w:r><w:instrText>= 7", r("yes")), "yes"),
    ("outdated page number", r("page ") + _field("PAGE \\* Arabic", r("2")), "page"),
    ("simple field", f'<w:fldSimple w:instr=" SEQ para ">{r("12")}</w:fldSimple>', "12"),
    ("unterminated code hides only its paragraph", '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + r("lost"), ""),
    ("symbol font", '<w:r><w:sym w:font="Symbol" w:char="F0B7"/></w:r>', "•"),
    ("symbol font, Greek", '<w:r><w:sym w:font="Symbol" w:char="F061"/></w:r>', "α"),
    ("Wingdings", '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>', "✓"),
    ("content control", f"<w:sdt><w:sdtContent>{r('Eleventh session')}</w:sdtContent></w:sdt>", "Eleventh session"),
    (
        "prompt of a content control",
        r("a") + f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{r('Click')}</w:sdtContent></w:sdt>",
        "a",
    ),
    ("formula", "<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>", "x"),
    ("ruby", f"<w:r><w:ruby><w:rt>{r('kan')}</w:rt><w:rubyBase>{r('漢')}</w:rubyBase></w:ruby></w:r>", "漢"),
    (
        "one of two forms",
        f"<mc:AlternateContent><mc:Choice>{r('new')}</mc:Choice><mc:Fallback>{r('old')}</mc:Fallback></mc:AlternateContent>",
        "new",
    ),
    (
        "text box after its paragraph",
        r("around") + f"<w:r><mc:AlternateContent><mc:Choice><w:drawing>{_box('in the box')}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{_box('in the box')}</w:pict></mc:Fallback></mc:AlternateContent></w:r>",
        "around|in the box",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("xml", "printed"), [case[1:] for case in PRINTED], ids=[case[0] for case in PRINTED])
def test_printed_text_is_read(xml: str, printed: str) -> None:
    assert "|".join(fragment.text for fragment in read_docx(docx(p(xml))).body) == printed


STYLES = [
    ("bold", r("a", "<w:b/>"), Span("a", bold=True)),
    ("bold switched off", r("a", '<w:b w:val="0"/>'), Span("a")),
    ("italic by character style", r("a", '<w:rStyle w:val="Em"/>'), Span("a", italic=True)),
    ("style overridden", r("a", '<w:rStyle w:val="Em"/><w:i w:val="false"/>'), Span("a")),
    ("superscript", r("2", '<w:vertAlign w:val="superscript"/>'), Span("2", superscript=True)),
    ("italic mark", r("a", '<w:i/><w:vertAlign w:val="superscript"/>'), Span("a", superscript=True)),
    (
        "superscript of a style switched off",
        r("*", '<w:rStyle w:val="Ref"/><w:vertAlign w:val="baseline"/>'),
        Span("*"),
    ),
    ("Arabic bold", r("نص", "<w:rtl/><w:bCs/>"), Span("نص", bold=True)),
    ("bold for the other script", r("a", "<w:bCs/>"), Span("a")),
]


@pytest.mark.parametrize(("xml", "span"), [case[1:] for case in STYLES], ids=[case[0] for case in STYLES])
def test_text_styles_are_read(xml: str, span: Span) -> None:
    assert read_docx(docx(p(xml))).body[0].spans == (span,)


def test_style_applies_unless_a_run_overrides_it() -> None:
    content = docx(p(r("Use of ") + r("technology", '<w:b w:val="0"/>'), style="HCh"))
    assert read_docx(content).body[0].spans == (Span("Use of ", bold=True), Span("technology"))


def test_paragraph_with_deleted_end_continues_in_the_next() -> None:
    first = p("The Conference", properties="<w:rPr><w:del/></w:rPr>")
    assert [fragment.text for fragment in read_docx(docx(first + p(", noting"))).body] == ["The Conference, noting"]


def test_field_may_span_paragraphs() -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC</w:instrText></w:r>'
    begin += '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    body = p(begin + r("I.\tIntroduction\t3")) + p("II.\tRecommendations\t4")
    body += p('<w:r><w:fldChar w:fldCharType="end"/></w:r>') + p("Text.")
    assert [fragment.is_contents for fragment in read_docx(docx(body)).body] == [True, True, False]


DOUBTS = [
    ("tracked changes", p(f"<w:ins>{r('new')}</w:ins>"), "tracked_changes"),
    ("an embedded file", p("Text") + '<w:altChunk r:id="x"/>', "part_not_read"),
    ("numbers from fields", p(_field("LISTNUM LegalDefault", None) + r("Text")), "numbers_not_read"),
    ("unknown symbol", p('<w:r><w:sym w:font="Wingdings" w:char="F021"/></w:r>'), "unknown_symbols"),
]


@pytest.mark.parametrize(("body", "code"), [case[1:] for case in DOUBTS], ids=[case[0] for case in DOUBTS])
def test_doubts_are_raised(body: str, code: str) -> None:
    assert [doubt.code for doubt in read_docx(docx(body)).doubts] == [code]


def test_clean_file_raises_no_doubt() -> None:
    assert read_docx(docx(p("Text"))).doubts == ()
