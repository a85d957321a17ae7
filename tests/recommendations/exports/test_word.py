"""The Word file: read by python-docx and as XML, and printed by LibreOffice if it is installed."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import docx
import pytest
from pdfminer.high_level import extract_pages
from pdfminer.layout import LTTextContainer

from documents.web.language_addresses import without_language
from recommendations.exports.compilation import CompilationContent
from recommendations.exports.word.layout import count_lines
from tests import builders as make
from tests.recommendations.exports.compiling import ROOT, compile_results, create_report, word_file

pytestmark = pytest.mark.django_db

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OFFICE = next(filter(None, map(shutil.which, ("soffice", "libreoffice"))), None)


def xml_part(content: CompilationContent, name: str) -> ElementTree.Element:
    with zipfile.ZipFile(word_file(content)) as package:
        return ElementTree.fromstring(package.read(f"word/{name}.xml"))


def text_of(element: ElementTree.Element) -> str:
    return "".join(
        {f"{W}t": each.text or "", f"{W}tab": "\t", f"{W}br": "\n"}.get(each.tag, "")
        for each in element.iter()
        if each.tag in (f"{W}t", f"{W}tab", f"{W}br")
    )


def styled_paragraphs(content: CompilationContent) -> list[tuple[str, str]]:
    """Return the style and text of each paragraph."""
    return [
        (each.find(f"{W}pPr/{W}pStyle").attrib[f"{W}val"], text_of(each))  # type: ignore[union-attr]
        for each in xml_part(content, "document").iter(f"{W}p")
    ]


def texts_of_style(content: CompilationContent, style: str) -> list[str]:
    return [text for paragraph_style, text in styled_paragraphs(content) if paragraph_style == style]


# --- content -----------------------------------------------------------------------------------------


def test_groups_are_headings_and_listed_in_the_contents() -> None:
    make.recommendation(articles=["untoc:16", "untoc:18"])
    make.recommendation(articles=["untoc:18"])
    content = compile_results("article")
    assert texts_of_style(content, "Title") == ["Compilation of recommendations: all published recommendations"]
    assert texts_of_style(content, "Heading1") == ["Organized Crime Convention"]
    assert texts_of_style(content, "Heading2") == ["Article 16: Title of 16 (1)", "Article 18: Title of 18 (2)"]
    assert texts_of_style(content, "TOC1") == ["Organized Crime Convention\t2"]
    assert texts_of_style(content, "TOC2") == ["Article 16: Title of 16 (1)\t2", "Article 18: Title of 18 (2)\t2"]
    instructions = [each.text or "" for each in xml_part(content, "document").iter(f"{W}instrText")]
    assert [each.split()[0] for each in instructions] == ["TOC", "PAGEREF", "PAGEREF", "PAGEREF"]
    bookmarks = {each.attrib[f"{W}name"] for each in xml_part(content, "document").iter(f"{W}bookmarkStart")}
    assert {each.split()[1] for each in instructions[1:]} == bookmarks
    assert [entry[:1] for entry in texts_of_style(content, "EntryHead")] == ["1", "1", "2"]
    assert texts_of_style(content, "RecommendationFacts")[0].startswith(
        "Other groups: Organized Crime Convention, article 18 ("
    )


def test_query_date_and_counts_come_first() -> None:
    make.recommendation("Joint action.")
    about = texts_of_style(compile_results(words="joint", meaning=False), "About")
    assert about[0] == "Search terms\t“joint”"
    assert about[1].startswith("Compiled on\t")
    assert about[2] == "Total\t1 recommendation"
    assert about[-1].startswith("Disclaimer\tThis is not an official United Nations document.")
    assert f"Source\tUNTOC Portal, {ROOT}/recommendations/?q=joint&meaning=off" in about


def test_every_item_is_a_line_with_its_label() -> None:
    make.recommendation("States parties should:\n(i) gather;\n(ii) share:\n2. more\nand so on.", label="(a)")
    content = compile_results()
    assert [line for line in styled_paragraphs(content) if line[0].startswith("Recommendation")] == [
        ("RecommendationText", "(a)\tStates parties should:"),
        ("RecommendationItem", "(i)\tgather;"),
        ("RecommendationItem", "(ii)\tshare:"),
        ("RecommendationItem", "2.\tmore"),
        ("RecommendationText", "\tand so on."),
    ]


def test_footnote_has_symbol_paragraph_page_and_meeting() -> None:
    meeting = make.meeting(ordinal=12, place="Vienna")
    row = make.recommendation(
        of=create_report(), path="para. 12 (a)", page=5, meeting=meeting, status="for_endorsement", put_to=None
    )
    content = compile_results()
    notes = xml_part(content, "footnotes")
    assert [note.attrib.get(f"{W}type") for note in notes] == ["separator", "continuationSeparator", None]
    assert text_of(notes[2]).strip() == (
        "CTOC/COP/WG.3/2021/3, para. 12 (a), p. 5. Adopted by the Working Group on "
        "International Cooperation at its twelfth meeting (Vienna, 25–26 March 2021); submitted for endorsement. "
        "No endorsement is recorded in this collection."
    )
    [call] = xml_part(content, "document").iter(f"{W}footnoteReference")
    assert call.attrib[f"{W}id"] == notes[2].attrib[f"{W}id"] == "1"
    with zipfile.ZipFile(word_file(content)) as package:
        assert (
            f'Target="{ROOT}{without_language(row.get_absolute_url())}"'
            in package.read("word/_rels/footnotes.xml.rels").decode()
        )


@pytest.mark.parametrize(
    ("status", "label", "style"),
    [
        ("draft", "Draft – not adopted in this document", "NotAdopted"),
        ("proposed", "Submitted for consideration, not adopted", "NotAdopted"),
        ("adopted", "Adopted", "Adopted"),
        ("for_endorsement", "Adopted, submitted for endorsement", "Adopted"),
        ("endorsed", "Endorsed", "Adopted"),
    ],
)
def test_unadopted_recommendation_never_looks_adopted(status: str, label: str, style: str) -> None:
    make.recommendation(status=status, addressees=[make.addressee()])
    content = compile_results()
    [head] = [each for each in xml_part(content, "document").iter(f"{W}p") if text_of(each).startswith("1  ·")]
    styles = {text_of(run): run.find(f"{W}rPr/{W}rStyle") for run in head.iter(f"{W}r")}
    style_element = styles[label]
    assert style_element is not None
    assert style_element.attrib[f"{W}val"] == style
    assert text_of(head).endswith("Addressed to: States parties")
    bars = list(xml_part(content, "document").iter(f"{W}pBdr"))
    assert bool(bars) is (style == "NotAdopted")


def test_languages_and_directions_are_set() -> None:
    for language, text in (("ar", "ينبغي للدول"), ("zh", "各国应当"), ("fr", "Les États"), ("en", "States")):
        make.recommendation(text, of=create_report(f"A/{language}", language), label="(a)")
    document = xml_part(compile_results(), "document")
    languages = {}
    for paragraph in document.iter(f"{W}p"):
        for run in paragraph.iter(f"{W}r"):
            if text_of(run).startswith("(a)\t"):
                tag = run.find(f"{W}rPr/{W}lang")
                assert tag is not None
                right_to_left = paragraph.find(f"{W}pPr/{W}bidi") is not None
                assert right_to_left is (run.find(f"{W}rPr/{W}rtl") is not None)
                languages[text_of(run)[4:]] = (list(tag.attrib.values())[-1], right_to_left)
    assert languages == {
        "ينبغي للدول": ("ar-SA", True),
        "各国应当": ("zh-CN", False),
        "Les États": ("fr-FR", False),
        "States": ("en-GB", False),
    }


@pytest.mark.parametrize("text", ["Act\x01\x0b now\ufffe.", "<w:br/> & </w:t> ]]> \"x\" 'y'", "{{ x }} <script>"])
def test_no_text_breaks_the_file(text: str) -> None:
    make.recommendation(text, heading=text, of=create_report(title=text), label="(<&>)")
    file = word_file(compile_results(words="<&>\x02", meaning=False) if "now" in text else compile_results())
    written = "\n".join(each.text for each in docx.Document(file).paragraphs)
    assert "\x01" not in written
    if "now" not in text:
        assert text in written


def test_empty_result_gives_a_file() -> None:
    assert (
        docx.Document(word_file(compile_results("article", words="zebra", meaning=False)))
        .paragraphs[0]
        .text.startswith("Comp")
    )


# --- printing ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [("", 100, 1), ("a b c", 100, 1), ("word " * 40, 100, 10), ("x" * 100, 50, 11), ("各" * 20, 100, 3)],
)
def test_lines_are_counted_by_width(text: str, width: float, expected: int) -> None:
    assert count_lines(text.strip(), 11, width) == expected


def pages_of(file: io.BytesIO, folder: Path) -> list[str]:
    """Return the text of each page as LibreOffice prints it, line by line."""
    if OFFICE is None:
        pytest.skip("LibreOffice is not installed")
    (folder / "compilation.docx").write_bytes(file.getvalue())
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [OFFICE, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), "compilation.docx"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=120)
    return [
        "\n".join(each.get_text() for each in page if isinstance(each, LTTextContainer))
        for page in extract_pages(folder / "compilation.pdf")
    ]


@pytest.mark.long
def test_printed_contents_and_footnotes_are_on_the_right_pages(tmp_path: Path) -> None:
    versions = [create_report(f"CTOC/COP/WG.3/{year}/3", language) for year, language in ((2021, "en"), (2022, "ar"))]
    texts = {"en": "States parties are encouraged to share evidence. ", "ar": "ينبغي للدول الأطراف أن تتبادل الأدلة. "}
    for number in range(36):
        version = versions[number % 9 == 8]
        make.recommendation(
            (texts[version.language] * (1 + number * 7 % 11)).strip() + "\n(i) first;\n(ii) last.",
            of=version,
            page=number + 1,
            articles=[f"untoc:{number // 4 + 1}"],
            status="draft" if number % 5 == 0 else "adopted",
            heading="Recommendations on evidence" if number % 3 else "",
            indexed=False,
        )
    make.index_documents([version.document_id for version in versions])
    pages = pages_of(word_file(compile_results("article")), tmp_path)
    contents = re.findall(r"(Article \d+): Title of \d+ \(\d+\)[ .…]*\s*(\d+)", pages[0])
    assert len(contents) == 9
    for article, number in contents:
        assert f"{article}: Title" in pages[int(number) - 1], (article, number)
    for number, page in enumerate(pages, 1):
        assert f"{number}/{len(pages)}" in page.replace(" ", "")
        assert ("Selection: all published recommendations" in page) is (number > 1)
    for number in range(1, 37):
        [page] = [index for index, text in enumerate(pages) if re.search(rf"^{number}  ·  ", text, re.MULTILINE)]
        assert re.search(rf"^{number} .*CTOC/COP/WG", pages[page], re.MULTILINE) or number % 9 == 0
    assert "DRAFT – NOT ADOPTED" in "".join(pages)
