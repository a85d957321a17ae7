"""The page of a document: notes, tables, languages, citations, related documents, cost."""

from __future__ import annotations

import gzip
import re
from html import unescape
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from documents.models import LanguageVersion, Paragraph
from documents.web.language_addresses import without_language
from recommendations.models import Lineage
from recommendations.reader.blocks import printed_label
from recommendations.reader.tables import cell_spans, table_rows
from tests import builders as make
from tests.pages import words
from tests.recommendations.reader.documents import ADDRESS, FILES, PDF, page


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


@pytest.mark.parametrize(
    ("language", "label", "printed"),
    [
        ("en", "12", "12."),
        ("fr", "II", "II."),
        ("en", "(a)", "(a)"),
        ("ar", "أولا", "أولا-"),
        ("ar", "3", "3-"),
        ("zh", "一", "一、"),
        ("zh", "5", "5."),
    ],
)
def test_labels_are_printed_as_in_documents_of_the_language(language: str, label: str, printed: str) -> None:
    assert printed_label(Paragraph(text="Text", label=label), language) == printed
