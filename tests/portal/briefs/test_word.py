"""The Word file of a brief: read by python-docx, and printed by LibreOffice if it is installed."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from pathlib import Path

import docx
import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import translation
from pdfminer.pdfpage import PDFPage

from documents.web.roles import Role
from portal.briefs.build import read_brief
from portal.briefs.word import MAX_PAGES, write_brief
from recommendations.search.query import SearchQuery
from recommendations.services import load_treaty_text
from tests import builders as make
from tests.portal.briefs.test_pages import draft_and_adopted

pytestmark = pytest.mark.django_db

ADDRESS = "/brief/word/?article=untoc:18"
ON_ARTICLE = SearchQuery(article=("untoc:18",))
OFFICE = next(filter(None, map(shutil.which, ("soffice", "libreoffice"))), None)
LONG = "States parties are encouraged, where appropriate, to cooperate in the collection of evidence and records. "


def word_file(query: SearchQuery = ON_ARTICLE) -> bytes:
    file = io.BytesIO()
    write_brief(read_brief(query, AnonymousUser()), file, "https://portal.example", "/brief/?article=untoc:18")
    return file.getvalue()


def texts(content: bytes, style: str = "") -> list[str]:
    paragraphs = docx.Document(io.BytesIO(content)).paragraphs
    return [row.text for row in paragraphs if style in ("", row.style.style_id if row.style else "")]


def test_word_file_has_the_sections_of_the_page() -> None:
    draft_and_adopted()
    content = word_file()
    assert texts(content, "Title") == ["Brief: Organized Crime Convention, article 18"]
    assert texts(content, "Heading2") == [
        "Organized Crime Convention, article 18: Title of 18",
        "Recommendations by subject",
        "How the wording changed",
        "Who is addressed",
        "Meetings and documents to read",
    ]
    assert texts(content, "EntryHead") == [
        "1  ·  Adopted  ·  CTOC/COP/2022/L.4, annex I (j)  ·  Twelfth meeting of the Working Group on International "
        "Cooperation, 2021  ·  cited"
    ]
    assert texts(content, "BriefQuotation") == [
        "(a)\tStates should make use, where applicable and upon request, of article 18;",
        "1\t2020 draft, sect. II (a), Draft – not adopted in this document, matched automatically, not checked: "
        "“are encouraged to make”; “where applicable”",
        "\t2021, CTOC/COP/2022/L.4, annex I (j), Adopted: + “should make”; − “are encouraged to make”; "
        "“where applicable”; + “upon request”",
    ]
    lines = texts(content, "BriefLine")
    assert "States parties: 1 (1 adopted)" in lines
    assert "CTOC/COP/2022/L.4, Report on the meeting, 8 September 2022: annex I (j)" in lines
    assert "https://portal.example/brief/?article=untoc:18" in texts(content, "About")[1]


def test_response_is_a_word_file_with_a_name(client: Client) -> None:
    make.recommendation(articles=["untoc:18"])
    response = client.get(ADDRESS)
    assert response.status_code == 200
    assert re.fullmatch(
        r'attachment; filename="brief-organized-crime-convention-article-18-\d{4}-\d\d-\d\d\.docx"',
        response["Content-Disposition"],
    )
    assert response["Cache-Control"] == "private, no-cache"
    content = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    assert any("are encouraged to act" in text for text in texts(content))


def test_only_the_file_of_staff_has_the_follow_up() -> None:
    make.recommendation(articles=["untoc:18"])
    for role, sees in ((Role.READER, False), (Role.STAFF, True)):
        client = Client()
        client.force_login(make.person(role))
        content = b"".join(client.get(ADDRESS).streaming_content)  # type: ignore[attr-defined]
        assert ("Follow-up: Not started" in "\n".join(texts(content))) == sees


def test_texts_keep_their_language_in_another_interface() -> None:
    make.recommendation("تشجَّع الدول على التعاون.", of=make.version(make.document("A/1"), "ar"), articles=["untoc:18"])
    make.recommendation("States & parties <act>.", articles=["untoc:18"])
    with translation.override("ar"):
        content = word_file()
    document = docx.Document(io.BytesIO(content))
    by_text = {row.text: row for row in document.paragraphs}
    arabic = by_text["(a)\tتشجَّع الدول على التعاون."]
    english = by_text["(a)\tStates & parties <act>."]
    assert arabic._p.pPr.find(docx.oxml.ns.qn("w:bidi")) is not None
    assert english._p.pPr.find(docx.oxml.ns.qn("w:bidi")) is None
    (title,) = [row for row in document.paragraphs if row.style and row.style.style_id == "Title"]
    assert title._p.pPr.find(docx.oxml.ns.qn("w:bidi")) is not None


def create_much() -> None:
    """Create an article with a long text, and many long recommendations on it, adopted and not, with drafts."""
    make.article()
    paragraphs = (f"{number}. {LONG * 4}" for number in range(1, 31))
    head = ("## United Nations Organized Crime Convention", "Preamble", "### Article 18", "#### Title of 18")
    treaty = "\n\n".join((*head, *paragraphs))
    load_treaty_text(treaty.encode(), "untoc.md")
    topics = [make.topic(f"topic-{number}") for number in range(9)]
    with make.indexed_together():
        for number in range(45):
            make.recommendation(
                f"{number} {LONG * (1 + number % 6)}",
                of=make.version(make.document(f"CTOC/COP/{number}", title="A long title of a document " * 3)),
                status="draft" if number % 3 else "adopted",
                articles=[f"untoc:18:{number % 5 + 1}"],
                topics=[topics[number % 9]],
                addressees=[make.addressee(f"addressee-{number % 20}")],
                meeting=make.meeting(ordinal=number % 12 + 1),
            )


def test_a_long_brief_counts_what_it_leaves_out() -> None:
    create_much()
    content = word_file()
    heads, lines = texts(content, "EntryHead"), texts(content)
    assert 0 < len(heads) < 40
    assert [head.partition(" ")[0] for head in heads] == [str(number) for number in range(1, len(heads) + 1)]
    assert f"{45 - len(heads)} more recommendations" in lines
    is_adopted = ["·  Adopted  ·" in head for head in heads]
    assert sum(is_adopted) == min(15, len(heads))
    assert any("Only paragraphs that recommendations relate to are quoted" in line for line in lines)
    assert "Organized Crime Convention, article 18: No recommendation relates to paragraphs 6–30." in lines


@pytest.mark.long
@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed: the pages are not counted")
@pytest.mark.parametrize("language", ["en", "ar", "zh-hans"])
def test_a_long_brief_has_at_most_four_pages(tmp_path: Path, language: str) -> None:
    assert OFFICE is not None
    create_much()
    with translation.override(language):
        (tmp_path / "brief.docx").write_bytes(word_file())
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [
        OFFICE,
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "brief.docx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    with (tmp_path / "brief.pdf").open("rb") as file:
        assert MAX_PAGES - 1 <= len(list(PDFPage.get_pages(file))) <= MAX_PAGES
