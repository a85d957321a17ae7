"""The page of a document: notes, tables, search hits, languages, the source file, citations."""

from __future__ import annotations

import gzip
import re
from html import unescape
from urllib.parse import quote, unquote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from documents.models import LanguageVersion
from documents.web.language_addresses import without_language
from recommendations.labels.facet_values import reload_names
from recommendations.models import Lineage
from recommendations.reader.tables import cell_spans, table_rows
from tests import builders as make

ADDRESS = "/en/documents/CTOC/COP/2022/L.4/"
FILES = without_language(ADDRESS)
"""The beginning of addresses of its files, which are the same in all languages."""
PDF = b"%PDF-1.7\n%of nothing"


@pytest.fixture
def version(db: None) -> LanguageVersion:
    return make.version(make.document("CTOC/COP/2022/L.4", title="Draft resolution"), page_count=7)


def page(client: Client, address: str = ADDRESS, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return response.content.decode()


def words(text: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", text)).split())


# --- notes -------------------------------------------------------------------------------------------


def test_note_is_shown_with_the_paragraph_of_its_first_marker(client: Client, version: LanguageVersion) -> None:
    make.footnote(version, "See the report.", marker="1", position=0)
    for anchor in ("para-1", "para-2"):
        make.paragraph(version, "Text.", anchor=anchor, notes=[{"marker": "1", "offset": 4, "note": 0}])
    text = page(client)
    assert text.count('id="note-0"') == text.count('id="call-0"') == 1
    assert text.index('id="para-1"') < text.index('id="note-0"') < text.index('id="para-2"')
    assert text.count('href="#note-0"') == 2


def test_notes_without_markers_are_shown_separately(client: Client, version: LanguageVersion) -> None:
    make.footnote(version, "Re-issued.", marker="*", position=0)
    make.paragraph(version, "Text.")
    text = page(client)
    assert "Other notes" in text
    assert 'class="note uncalled" id="note-0"' in text


# --- tables ------------------------------------------------------------------------------------------


def test_citations_notes_and_hits_are_in_their_cells(client: Client, version: LanguageVersion) -> None:
    make.footnote(version, "In 2021.", marker="a", position=0)
    row = make.paragraph(
        version,
        "State\tProvision\nItaly\tarticle 18 of it",
        kind="table",
        anchor="table",
        cells=[["State", "Provision"], ["Italyᵃ", "article 18 of it"]],
        notes=[{"marker": "a", "offset": 21, "note": 0}],
    )
    make.citation(row, "article 18", article=make.article("untoc:18"))
    text = page(client, ADDRESS + "?q=provision")
    assert "<td><mark>Provision</mark></td>" in text
    assert re.search(r'<td>Italy<sup class="note-call"><a id="call-0" href="#note-0"[^>]*>a</a></sup></td>', text)
    assert re.search(r'<td><a class="citation" href="/en/articles/untoc/18/"[^>]*>article 18</a> of it</td>', text)


@pytest.mark.parametrize(
    ("text", "cells", "expected"),
    [
        ("a\tb\nc\td", [["a", "b"], ["c", "d"]], [["a", "b"], ["c", "d"]]),
        ("a\t\nc", [["a", ""], ["c", ""]], [["a", ""], ["c", ""]]),
        ("a", [["a", ""], ["", ""]], [["a", ""], ["", ""]]),
        ("\tb", [["", "b"]], [["", "b"]]),
        ("a b c", [["a", "b"], ["c", "d"]], None),
        ("a\tb\tc", [["a", "b"]], None),
        ("a\nb", [["a b"]], None),
    ],
    ids=["all cells", "empty cells", "empty end", "empty beginning", "another text", "extra cells", "extra lines"],
)
def test_cells_are_found_in_the_text(text: str, cells: list[list[str]], expected: list[list[str]] | None) -> None:
    spans = cell_spans(text, cells)
    texts = None if spans is None else [[text[start:end] for start, end in row] for row in spans]
    assert texts == expected


CELL = st.text(alphabet="ab 1ᵃ²<&", max_size=6).map(str.strip)


@given(st.lists(st.lists(CELL, min_size=1, max_size=3), min_size=1, max_size=4), st.booleans())
def test_no_letter_of_a_cell_is_lost(cells: list[list[str]], is_different: bool) -> None:
    text = "another text" if is_different else "\n".join("\t".join(row) for row in cells).rstrip()
    rows = table_rows(text, cells, [], [])
    letters = [[re.sub(r"[ᵃ²\s]", "", cell) for cell in row] for row in cells]
    assert [[re.sub(r"[ᵃ²\s]", "", unescape(cell)) for cell in row] for row in rows] == letters


# --- search hits -------------------------------------------------------------------------------------


def test_words_of_a_search_are_marked_and_numbered(client: Client, version: LanguageVersion) -> None:
    make.footnote(version, "Of joint meetings.", position=0)
    for number, text in enumerate(("Joint meetings.", "None.", "Meeting jointly."), start=1):
        notes = [{"marker": "1", "offset": 2, "note": 0}] if number == 2 else []
        make.paragraph(version, text, anchor=f"para-{number}", notes=notes)
    shown = page(client, ADDRESS + "?q=joint+meeting")
    assert "<mark>Joint meetings</mark>." in shown
    assert "<mark>Meeting" in shown
    assert "3 paragraphs contain" in words(shown)
    steps = re.findall(r'data-hit="(\d)">(.*?)</span>', shown)
    assert [(number, re.findall(r'href="#([\w-]+)"', links)) for number, links in steps] == [
        ("1", ["para-2"]),
        ("2", ["para-1", "para-3"]),
        ("3", ["para-2"]),
    ]


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ("joint investigations", ["joint investigations", "Joint", "investigations"]),
        ("investigations", ["investigations", "investigations", "investigations"]),
        ('"joint investigations"', ["joint investigations"]),
        ("joint -teams", ["joint"]),
        ("invest*", ["investigations", "investigations", "investigations"]),
        ("joint OR teams", ["joint", "Joint teams"]),
        ("joint zebra", ["joint", "Joint"]),
        ("zebra", []),
    ],
)
def test_words_are_marked_in_paragraphs_that_match_the_query(
    client: Client, version: LanguageVersion, query: str, marked: list[str]
) -> None:
    make.paragraph(version, "Of joint investigations.")
    make.paragraph(version, "Joint teams for investigations.")
    make.paragraph(version, "Other investigations.")
    shown = page(client, f"{ADDRESS}?thesaurus=off&q={quote(query)}").partition('class="reader-text')[2]
    assert re.findall(r"<mark>(.*?)</mark>", shown.partition('class="related')[0]) == marked


def test_heading_of_a_recommendation_counts_as_in_the_search(client: Client, version: LanguageVersion) -> None:
    make.recommendation("Train the judges.", of=version, heading="Extradition", anchor="para-1-a")
    make.paragraph(version, "Judges meet.")
    shown = page(client, f"{ADDRESS}?q=extradition+judges")
    assert "Train the <mark>judges</mark>" in shown
    assert "<mark>Judges</mark>" not in shown


@pytest.mark.parametrize("query", ["?q=article+18", "?article=untoc:18", "?article=untoc", "?article=untoc:18:3"])
def test_articles_of_a_search_are_marked_where_they_are_cited(
    client: Client, version: LanguageVersion, query: str
) -> None:
    row = make.paragraph(version, "Under article 18, paragraph 3, and article 19.")
    make.citation(row, "article 18, paragraph 3", article=make.article("untoc:18"), article_paragraph="3")
    make.citation(row, "article 19", article=make.article("uncac:19"))
    shown = page(client, ADDRESS + query)
    assert re.search(r"<a [^>]*><mark>article 18, paragraph 3</mark></a>", shown)
    assert "<mark>article 19</mark>" not in shown


def test_articles_of_a_search_are_named(client: Client, version: LanguageVersion) -> None:
    row = make.paragraph(version, "Under article 18.")
    make.citation(row, "article 18", article=make.article("untoc:18"))
    reload_names()
    shown = page(client, f"{ADDRESS}?article=untoc:18&article=untoc:99")
    assert "“<mark>Organized Crime Convention, article 18</mark>”" in shown
    assert "untoc:99" not in html.fromstring(shown).find_class("reader-hits")[0].text_content()


def test_phrase_of_a_search_has_one_pair_of_quotation_marks(client: Client, version: LanguageVersion) -> None:
    make.paragraph(version, "Joint bodies.")
    assert "“<mark>joint bodies</mark>”" in page(client, f"{ADDRESS}?q=%22joint+bodies%22")
    assert "No paragraph contains “<mark>‘zebra herds’ NOT lions</mark>”" in page(
        client, f"{ADDRESS}?q=%22zebra+herds%22+NOT+lions"
    )


@pytest.mark.parametrize(
    "query", ["q=zebra", "q=%00", "q=-", "article=moon:99", "article=%00", "q=%22", "q=" + "x" * 999]
)
def test_search_without_hits_still_shows_the_document(client: Client, version: LanguageVersion, query: str) -> None:
    make.paragraph(version, "Joint investigations.")
    assert "<mark>Joint" not in page(client, f"{ADDRESS}?{query}")


def test_results_link_to_the_document_with_their_words(client: Client, version: LanguageVersion) -> None:
    make.recommendation("States use joint teams.", of=version, anchor="para-4", articles=["untoc:18"])
    shown = page(client, "/en/recommendations/?q=joint&article=untoc:18")
    assert f'href="{ADDRESS}?language=en&amp;q=joint&amp;article=untoc:18#para-4"' in shown
    assert "<mark>joint</mark>" in page(client, f"{ADDRESS}?language=en&q=joint&article=untoc:18")


# --- languages ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "origin", "language", "fragment"),
    [
        ("para-2", "en", "fr", "#para-2"),
        ("para-2", "", "fr", "#para-2"),
        ("annex-i-a", "en", "fr", "#para-2"),
        ("annexe-i-a", "fr", "en", "#para-2"),
        ("annex-i-a", "en", "en", "#annex-i-a"),
        ("block-2", "en", "fr", "#para-1"),
        ("block-0", "en", "fr", ""),
    ],
    ids=[
        "same label",
        "no origin",
        "paragraph above",
        "from the French",
        "same language",
        "not in the other language",
        "nothing above either",
    ],
)
def test_another_language_opens_at_the_same_place(
    client: Client, version: LanguageVersion, at: str, origin: str, language: str, fragment: str
) -> None:
    french = make.version(version.document, "fr", title="Projet")
    for row, last_anchor in ((version, "annex-i-a"), (french, "annexe-i-a")):
        labels = [("block-0", ""), ("para-1", "1"), ("block-2", ""), ("para-2", "2"), (last_anchor, "(a)")]
        for position, (anchor, label) in enumerate(labels):
            place = anchor if label else f"{anchor}.{row.language}"
            make.paragraph(row, "Text.", anchor=anchor, place=place, label=label, position=position)
    response = client.get(f"{ADDRESS}?language={language}&from={origin}&at={at}&q=joint")
    assert (response.status_code, response["Location"]) == (302, f"{ADDRESS}?language={language}&q=joint{fragment}")


@pytest.mark.parametrize(
    ("page_language", "shown"), [("en", "Draft resolution"), ("fr", "Projet"), ("ru", "Draft resolution")]
)
def test_document_opens_in_the_language_of_the_page_or_else_in_the_leading_one(
    client: Client, version: LanguageVersion, page_language: str, shown: str
) -> None:
    version.title = "Draft resolution"
    version.save()
    make.version(version.document, "fr", title="Projet")
    for address in (ADDRESS, f"{ADDRESS}cite/"):
        assert shown in page(client, address.replace("/en/", f"/{page_language}/"))


def test_unknown_paragraph_is_not_found(client: Client, version: LanguageVersion) -> None:
    for address in (
        f"{ADDRESS}?at=para-99",
        f"{ADDRESS}?at=%00&from=fr",
        f"{ADDRESS}cite/para-99/",
        f"{ADDRESS}cite/%00/",
    ):
        assert "has no such paragraph" in page(client, address, 404)


# --- source files ------------------------------------------------------------------------------------


def test_pdf_is_shown_and_only_the_portal_may_frame_it(client: Client, version: LanguageVersion) -> None:
    make.file(version, PDF, name="L.4.pdf", media_type="application/pdf")
    response = client.get(f"{FILES}original/")
    assert (response.content, response["Content-Type"]) == (PDF, "application/pdf")
    assert response["Content-Disposition"].startswith("inline")
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    again = client.get(f"{FILES}original/", headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_only_the_page_of_a_document_may_frame_anything(client: Client, version: LanguageVersion) -> None:
    assert "frame-src 'self'" in client.get(ADDRESS)["Content-Security-Policy"]
    assert "frame-src" not in client.get("/documents/")["Content-Security-Policy"]


def test_pages_link_to_pages_of_the_source_file(client: Client, version: LanguageVersion) -> None:
    make.file(version, PDF, media_type="application/pdf")
    make.paragraph(version, "Text.", page=3, breaks=[{"offset": 2, "page": 4, "box": None}])
    text = page(client)
    assert re.findall(r'data-page="(\d)" href="([^"]+)"', text) == [
        ("3", f"{FILES}original/3/?language=en"),
        ("4", f"{FILES}original/4/?language=en"),
    ]
    assert client.get(f"{FILES}original/4/?language=en")["Location"] == f"{FILES}original/?language=en#page=4"


@pytest.mark.parametrize("number", ["0", "8", "999999999999"])
def test_missing_page_of_the_source_file_is_not_found(client: Client, version: LanguageVersion, number: str) -> None:
    make.file(version, PDF, media_type="application/pdf")
    assert "The last page is 7" in page(client, f"{FILES}original/{number}/", 404)


@pytest.mark.parametrize(
    ("content", "media_type"),
    [(b"text", "text/plain"), (b"<script>", "application/pdf"), (b"<html>%PDF-", "text/html")],
    ids=["a text", "not a PDF despite its media type", "not a PDF despite its content"],
)
def test_only_a_pdf_is_shown(client: Client, version: LanguageVersion, content: bytes, media_type: str) -> None:
    make.file(version, content, media_type=media_type)
    assert "This document has no PDF" in page(client, f"{FILES}original/", 404)


def test_document_without_a_pdf_offers_no_source_pages(client: Client, version: LanguageVersion) -> None:
    make.file(version)
    make.paragraph(version, "Text.", page=1)
    assert "original/" not in page(client)
    assert "This document has no PDF" in page(client, f"{FILES}original/1/", 404)


def test_unpublished_source_file_is_not_found(client: Client, admin_client: Client) -> None:
    hidden = make.version(make.document("A/1"), published=False)
    make.file(hidden, PDF, media_type="application/pdf")
    page(client, "/documents/A/1/original/", 404)
    page(client, "/documents/A/1/original/1/", 404)
    page(client, "/documents/A/1/cite/", 404)
    assert admin_client.get("/documents/A/1/original/").status_code == 200


# --- citations ---------------------------------------------------------------------------------------


def test_paragraph_is_cited_in_three_formats(client: Client, version: LanguageVersion) -> None:
    row = make.recommendation("Use article 18.", of=version, path="Annex I (a)", anchor="annex-i-a", status="draft")
    row.paragraph.part = "Annex I"
    row.paragraph.save()
    make.citation(row.paragraph, "article 18", reason="The convention is not named.")
    assert f'href="{ADDRESS}cite/annex-i-a/?language=en"' in page(client)
    shown = page(client, f"{ADDRESS}cite/annex-i-a/")
    assert "CTOC/COP/2022/L.4, annex I, para. (a) (draft, not adopted in this document)</pre>" in shown
    assert "“Use article 18.” (CTOC/COP/2022/L.4, annex I, para. (a) (draft, not adopted in this document))" in shown
    assert "@techreport{CTOC-COP-2022-L.4-annex-i-a," in shown
    assert "TY  - RPRT" in shown
    assert "Draft – not adopted in this document" in shown
    assert "The convention is not named." in shown
    assert (
        f'<pre id="cite-link" tabindex="0">http://testserver{without_language(ADDRESS)}?language=en#annex-i-a</pre>'
        in shown
    )
    assert client.get(f"/recommendations/{row.pk}/cite/")["Location"] == f"{ADDRESS}cite/annex-i-a/?language=en"


@pytest.mark.parametrize(
    ("form", "media_type", "beginning"),
    [
        ("text", "text/plain", "CTOC/COP/2022/L.4, para. 3\n"),
        ("bibtex", "application/x-bibtex", "@techreport{CTOC-COP-2022-L.4-para-3,"),
        ("ris", "application/x-research-info-systems", "TY  - RPRT\r\n"),
    ],
)
def test_citation_is_available_as_a_file(
    client: Client, version: LanguageVersion, form: str, media_type: str, beginning: str
) -> None:
    make.paragraph(version, "Text.", path="para. 3", label="3", anchor="para-3")
    response = client.get(f"{ADDRESS}cite/para-3/?form={form}")
    assert response["Content-Type"] == f"{media_type}; charset=utf-8"
    assert response["Content-Disposition"].startswith('attachment; filename="CTOC-COP-2022-L.4-para-3.')
    assert response.content.decode().startswith(beginning)
    if form != "text":
        assert f"http://testserver{FILES}?language=en#para-3" in unquote(response.content.decode())


def test_documents_with_and_without_symbol_are_cited(client: Client, version: LanguageVersion) -> None:
    assert "<pre" in page(client, f"{ADDRESS}cite/")
    bare = make.version(make.document(title="Draft <b>report</b>")).document
    shown = page(client, f"{bare.get_absolute_url()}cite/")
    assert "“Draft &lt;b&gt;report&lt;/b&gt;” (25 March 2021)" in shown
    assert "it is cited by title" in shown


@pytest.mark.parametrize(
    ("address", "status", "message"),
    [
        ("cite/?form=word", 400, "Choose one of these citation formats: text, bibtex, ris, csl."),
        ("cite/?language=zh", 404, "not available in this language: Chinese"),
        ("original/?language=zh", 404, "in this language"),
        ("original/?language=%00", 404, "This document has no PDF"),
    ],
)
def test_invalid_addresses_are_explained(
    client: Client, version: LanguageVersion, address: str, status: int, message: str
) -> None:
    assert message in page(client, FILES + address, status)


def test_printed_page_has_its_source(client: Client, version: LanguageVersion) -> None:
    assert f"Source: CTOC/COP/2022/L.4. http://testserver{FILES}?language=en" in words(page(client))


# --- related documents -------------------------------------------------------------------------------


def test_documents_with_later_versions_are_listed(client: Client, version: LanguageVersion) -> None:
    later = make.version(make.document("CTOC/COP/2024/2", title="Report"))
    hidden = make.version(make.document("CTOC/COP/2026/2", title="Secret"), published=False)
    for number in (1, 2):
        recommendation = make.recommendation(of=version, label=f"({number})")
        for target, state in ((later, "confirmed"), (hidden, "confirmed")):
            link = {"wording": 1, "meaning": 1, "context": 1, "score": 1, "state": state, "decided_at": timezone.now()}
            Lineage.objects.create(earlier=recommendation, later=make.recommendation(of=target), **link)
    shown = words(page(client))
    assert "CTOC/COP/2024/2" in shown
    assert "Contains later versions of 2 recommendations" in shown
    assert "CTOC/COP/2026/2" not in shown
    assert "Contains earlier versions of 2 recommendations" in words(page(client, "/en/documents/CTOC/COP/2024/2/"))


def test_addenda_and_originals_are_listed(client: Client, version: LanguageVersion) -> None:
    make.version(make.document("CTOC/COP/2022/L.4/Add.1", title="More"))
    shown = words(page(client))
    assert "Addendum 1" in shown
    assert "Original document" in words(page(client, "/en/documents/CTOC/COP/2022/L.4/Add.1/"))


# --- performance -------------------------------------------------------------------------------------


def fill(version: LanguageVersion, number: int) -> None:
    for position in range(number):
        note = make.footnote(version, f"A/{position}, para. 3.")
        row = make.paragraph(
            version,
            "States parties are encouraged to use joint investigations under article 18 of the Convention. " * 6,
            label=str(position),
            path=f"para. {position}",
            anchor=f"para-{note.pk}",
            page=position // 5 + 1,
            notes=[{"marker": str(position), "offset": 20, "note": note.position}],
        )
        make.citation(row, "article 18", article=make.article(f"untoc:{position % 30 + 1}"))
        make.citation(note, f"A/{position}", value=f"A/{position}")
        make.paragraph(version, "Title", kind="heading", level=1, anchor=f"title-{row.pk}")


def test_number_of_queries_is_fixed(client: Client, version: LanguageVersion) -> None:
    make.file(version, PDF, media_type="application/pdf")
    address = f"{ADDRESS}?q=joint+article+18"

    def count_queries() -> int:
        page(client, address)  # fills the caches
        with CaptureQueriesContext(connection) as captured:
            page(client, address)
        return len(captured)

    fill(version, 2)
    few = count_queries()
    fill(version, 25)
    assert count_queries() == few
    assert few <= 17


def test_page_of_two_hundred_paragraphs_is_small(client: Client, version: LanguageVersion) -> None:
    fill(version, 200)
    shown = page(client, f"{ADDRESS}?q=joint+investigations")
    assert len(gzip.compress(shown.encode())) < 60_000


# --- long texts --------------------------------------------------------------------------------------


@pytest.fixture
def long_text(version: LanguageVersion, monkeypatch: pytest.MonkeyPatch) -> LanguageVersion:
    """A text of five paragraphs in three pages, with a note and a citation in the third and fourth paragraphs."""
    monkeypatch.setattr("recommendations.reader.document.MAX_PARAGRAPHS", 2)
    for number in range(1, 6):
        calls = [{"marker": "1", "offset": 4, "note": 0}] if number == 3 else []
        row = make.paragraph(version, f"Text {number} on CTOC/COP/2010/{number}.", anchor=f"para-{number}", notes=calls)
        make.citation(row, f"CTOC/COP/2010/{number}", value=f"CTOC/COP/2010/{number}")
        make.version(make.document(f"CTOC/COP/2010/{number}"))
        if number == 3:
            make.footnote(version, "See the report.", marker="1", position=0, paragraph=row)
    make.footnote(version, "Re-issued.", marker="*", position=1)
    return version


def test_long_text_is_in_pages_with_all_paragraphs_notes_and_citations(
    client: Client, long_text: LanguageVersion
) -> None:
    pages = [page(client, f"{ADDRESS}?page={number}") for number in (1, 2, 3)]
    assert words(pages[0]) == words(page(client)).replace(ADDRESS, f"{ADDRESS}?page=1")
    shown = [re.findall(r'id="(para-\d|note-\d)"', text) for text in pages]
    assert shown == [["para-1", "para-2"], ["para-3", "note-0", "para-4"], ["para-5", "note-1"]]
    assert [len(set(re.findall(r'href="/en/documents/CTOC/COP/2010/\d/', text))) for text in pages] == [2, 2, 1]
    assert ["Page 2 of 3" in words(text) for text in pages] == [False, True, False]
    assert 'rel="next" href="?page=3"' in pages[1]
    assert "Other notes" not in pages[0] + pages[1]


def test_address_of_a_paragraph_of_a_long_text_leads_to_its_page(client: Client, long_text: LanguageVersion) -> None:
    for number, expected in ((1, ""), (2, ""), (3, "&page=2"), (5, "&page=3")):
        response = client.get(f"{ADDRESS}?at=para-{number}&page=2")
        assert response.url.partition("?")[2] == f"language=en{expected}#para-{number}"


def test_matches_of_a_long_text_are_those_of_the_page(client: Client, long_text: LanguageVersion) -> None:
    text = words(page(client, f"{ADDRESS}?q=text&page=3"))
    assert "1 paragraph contains" in text
    assert "Search matches are marked and counted on this page only." in text


def test_long_text_is_not_shown_side_by_side(client: Client, long_text: LanguageVersion) -> None:
    make.version(long_text.document, "fr")
    text = page(client, f"{ADDRESS}?language=en&with=fr")
    assert "Side by side" not in text
    assert 'class="parallel' not in text


def test_part_of_a_recommendation_on_an_earlier_page_belongs_to_it(
    client: Client, version: LanguageVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("recommendations.reader.document.MAX_PARAGRAPHS", 1)
    row = make.recommendation("States parties should act:", of=version)
    make.paragraph(version, "Without delay.", anchor="part", parent=row.paragraph)
    block = re.search(r'<[^>]*id="part"[^>]*>', page(client, f"{ADDRESS}?page=2"))
    assert block
    assert "recommended" in block[0] or "recommendation" in block[0]
