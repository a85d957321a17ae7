"""The PDF file: read by pdfminer, in six languages."""

from __future__ import annotations

import io
import re
import unicodedata

import pytest
import typst
from django.test import Client
from pdfminer.high_level import extract_pages
from pdfminer.layout import LTPage, LTTextContainer, LTTextLine
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfparser import PDFParser

from documents.web.language_addresses import without_language
from portal import compilations
from recommendations.exports import formats
from recommendations.exports.compilation import UnwritableError, compile_search
from recommendations.exports.pdf import document
from recommendations.models import Compilation, Recommendation
from recommendations.search.query import SearchQuery
from tests import builders as make
from tests.recommendations.exports.compiling import ROOT, compile_results, create_report, pdf_file
from tests.recommendations.exports.test_pages import page_text, post_compilation

pytestmark = pytest.mark.django_db

TEXTS = {
    "ar": "ينبغي للدول أن تتبادل الأدلة في الوقت المناسب (2021).",
    "en": "States should exchange evidence in good time.",
    "es": "Los Estados deberían intercambiar pruebas con antelación.",
    "fr": "Les États devraient échanger les éléments de preuve à temps.",
    "ru": "Государствам следует своевременно обмениваться доказательствами.",
    "zh": "各国应当及时交换证据。",
}


def needs_font(name: str) -> pytest.MarkDecorator:
    fonts = set(typst.Fonts().families())
    return pytest.mark.skipif(name not in fonts, reason=f"the font {name} is not installed")


needs_arabic, needs_chinese = needs_font("Noto Naskh Arabic"), needs_font("Noto Serif CJK SC")


def read_pages(file: io.BytesIO) -> list[LTPage]:
    return list(extract_pages(io.BytesIO(file.getvalue())))


def lines_of(page: LTPage) -> list[LTTextLine]:
    boxes = [each for each in page if isinstance(each, LTTextContainer)]
    lines = [line for box in boxes for line in box if isinstance(line, LTTextLine)]
    return sorted(lines, key=lambda line: (-round(line.y1), line.x0))


def text_of(page: LTPage) -> str:
    """Return the text of a page from top to bottom."""
    text = " ".join(line.get_text().strip() for line in lines_of(page))
    return " ".join(unicodedata.normalize("NFKC", text).split())


def in_print(text: str, rtl: bool) -> str:
    """Return a text as pdfminer reads its signs, from left to right."""
    return text[::-1].translate(str.maketrans("()", ")(")) if rtl else text


# --- content -----------------------------------------------------------------------------------------


def test_cover_contents_groups_and_footnotes_are_in_order() -> None:
    meeting = make.meeting(ordinal=12, place="Vienna")
    version = create_report()
    first = make.recommendation(
        "States should:\n(i) gather;\nand share.",
        of=version,
        articles=["untoc:16"],
        path="para. 12 (a)",
        page=5,
        meeting=meeting,
        status="for_endorsement",
        heading="Evidence",
        addressees=[make.addressee()],
    )
    make.recommendation("States may report.", of=version, articles=["untoc:18"], status="draft", heading="Evidence")
    file = pdf_file(compile_results("article"))
    cover, body = map(text_of, read_pages(file))
    assert re.fullmatch(
        r"Compilation of recommendations: all published recommendations "
        r"Selection all published recommendations Compiled on .+ UTC "
        r"Total 2 recommendations in 2 groups .* Contents "
        r"Organized Crime Convention[ .]+2 Article 16: Title of 16 \(1\)[ .]+2 Article 18: Title of 18 \(1\)[ .]+2 "
        r"UNTOC Portal, .+ UTC\. Not an official document\. 1/2",
        cover,
    )
    assert re.fullmatch(
        r"Compilation of recommendations: all published recommendations "
        r"Selection: all published recommendations Organized Crime Convention "
        r"Article 16: Title of 16 \(1\) Evidence 1 · Adopted, submitted for endorsement · Addressed to: States "
        r"parties \(a\) States should: \(i\) gather; and share\.1 "
        r"Article 18: Title of 18 \(1\) Evidence 2 · DRAFT – NOT ADOPTED IN THIS DOCUMENT \(a\) States may report\.2 "
        r"1 ?CTOC/COP/WG\.3/2021/3, para\. 12 \(a\), p\. 5\. Adopted by the Working Group on International Cooperation "
        r"at its twelfth meeting \(Vienna, 25–26 March 2021\); submitted for endorsement\. "
        r"No endorsement is recorded in this collection\. 2 ?CTOC/COP/WG\.3/2021/3,"
        r" .+ UNTOC Portal, .+ 2/2",
        body,
    )
    assert f"{ROOT}{without_language(first.get_absolute_url())}".encode() in file.getvalue()


@needs_arabic
@needs_chinese
def test_all_six_languages_are_printed_in_their_direction() -> None:
    english = create_report()
    make.recommendation(TEXTS["en"], of=english, anchor="para-1")
    for language in TEXTS.keys() - {"en"}:
        make.recommendation(
            TEXTS[language], of=make.version(english.document, language), anchor=language, place="para-1"
        )
    content = compile_search(SearchQuery(), "none", ROOT, all_languages=True)
    [page] = read_pages(pdf_file(content))
    lines = {" ".join(unicodedata.normalize("NFKC", line.get_text()).split()): line for line in lines_of(page)}
    for language, text in TEXTS.items():
        is_rtl = language == "ar"
        words = in_print(text.removesuffix("(2021)."), is_rtl).strip()
        [line] = [line for printed, line in lines.items() if words in printed]
        assert (line.x1 > page.width - 130) is is_rtl, language


def test_contents_name_the_pages_and_every_page_has_its_number() -> None:
    version = create_report()
    for number in range(36):
        make.recommendation(
            ("States parties are encouraged to share evidence. " * (1 + number * 7 % 11)).strip(),
            of=version,
            articles=[f"untoc:{number // 4 + 1}"],
            indexed=False,
        )
    make.index_documents([version.document_id])
    pages = [text_of(page) for page in read_pages(pdf_file(compile_results("article")))]
    contents = re.findall(r"(Article \d+: Title of \d+ \(4\))[ .]+(\d+)", pages[0])
    assert len(contents) == 9
    assert len({number for _heading, number in contents}) > 2
    for heading, number in contents:
        assert heading in pages[int(number) - 1]
    for number, text in enumerate(pages, 1):
        assert text.endswith(f" {number}/{len(pages)}")
        assert text.startswith("Compilation of recommendations")
        assert ("all published recommendations Selection: " in text) is (number > 1)


def test_entries_hidden_during_writing_are_counted() -> None:
    make.recommendation("Stay.")
    gone = make.recommendation("Go.")
    content = compile_results()
    Recommendation.objects.filter(pk=gone.pk).delete()
    [page] = read_pages(pdf_file(content))
    assert "Left out because no longer public: 1." in text_of(page)


@pytest.mark.parametrize("text", ["#panic() *x* _y_ $z$ @w \\ `code` // no", '"); read("/etc/passwd', "<b>&amp;</b>"])
def test_text_is_never_read_as_markup(text: str) -> None:
    make.recommendation(text, heading=text, of=create_report(title=text), label="#(<&>)")
    [page] = read_pages(pdf_file(compile_results(words="")))
    assert text_of(page).count(text) >= 2


def test_invalid_characters_are_omitted() -> None:
    make.recommendation("Act\ufeff now\x01.")
    [page] = read_pages(pdf_file(compile_results()))
    assert "Act now\ufffd." in text_of(page)


def test_file_is_accessible() -> None:
    make.recommendation()
    with io.BytesIO(pdf_file(compile_results()).getvalue()) as file:
        catalog = PDFDocument(PDFParser(file)).catalog
    assert catalog["MarkInfo"]["Marked"] is True
    assert "StructTreeRoot" in catalog


# --- fonts -------------------------------------------------------------------------------------------


@pytest.fixture
def only_own_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limit Typst to the fonts that come with it, which have no Chinese characters."""
    monkeypatch.setattr(document, "SYSTEM_FONTS", False)


@pytest.mark.parametrize("language", ["en", "es", "fr", "ru"])
def test_latin_and_cyrillic_need_no_other_font(only_own_fonts: None, language: str) -> None:
    make.recommendation(TEXTS[language], of=create_report(language=language))
    [page] = read_pages(pdf_file(compile_results()))
    assert TEXTS[language] in text_of(page)


def test_missing_font_is_reported_instead_of_boxes(client: Client, only_own_fonts: None) -> None:
    make.recommendation(TEXTS["zh"], of=create_report(language="zh"))
    with pytest.raises(UnwritableError, match=r"This server has no font for “.+”.* fonts-noto-cjk"):
        pdf_file(compile_results())
    response = client.get("/compile/?by=none&format=pdf")
    assert response.status_code == 400
    assert "This server has no font for" in page_text(response)
    assert 'value="word"' in response.content.decode()


def test_missing_font_fails_a_compilation_made_by_a_worker(
    client: Client, only_own_fonts: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(formats, "MAX_IMMEDIATE_ENTRIES", 0)
    make.recommendation(TEXTS["zh"], of=create_report(language="zh"))
    post_compilation(client, format="pdf")
    row = Compilation.objects.get()
    compilations.write_compilation(row, ROOT)
    row.refresh_from_db()
    assert row.state == Compilation.State.FAILED
    assert "Choose Word" in row.message


def test_signs_without_a_font_are_shown_by_their_codes(only_own_fonts: None) -> None:
    make.recommendation("\uf0b7 gather \U0001f70d and share")
    [page] = read_pages(pdf_file(compile_results()))
    text = text_of(page)
    assert "[U+F0B7] gather [U+1F70D] and share" in text
    assert "[U+F0B7], [U+1F70D] are the codes of characters that cannot be shown here." in text
