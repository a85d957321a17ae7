"""Several documents in one PDF are found by their mastheads and running heads."""

from __future__ import annotations

import json
from typing import Any

import pytest

from documents.parsing.parse import parse
from documents.parsing.types import UnreadableDocumentError
from portal.reading.limits import Limits
from portal.reading.parts import extract_pages, find_parts
from tests.portal.review.pdfs import pdf
from tests.portal.session_pdfs import first_page, later_page, merged_pdf, page
from tests.sources import SHARED

A, B, C = "CTOC/COP/2031/5", "CTOC/COP/2031/6", "CTOC/COP/2031/7"


def found(content: bytes) -> Any:
    return [
        (part["first"], part["last"], *part["symbols"]) for part in json.loads(find_parts(content, "x.pdf", Limits()))
    ]


def test_documents_are_found_with_pages_symbols_and_titles() -> None:
    content = merged_pdf((A, "Report on extradition", 2), (B, "Report on firearms", 1), (C, "Draft report", 3))
    assert found(content) == [(1, 2, A), (3, 3, B), (4, 6, C)]
    titles = [part["title"] for part in json.loads(find_parts(content, "x.pdf", Limits()))]
    assert titles == ["Report on extradition", "Report on firearms", "Draft report"]


def test_one_document_is_not_divided() -> None:
    assert found(merged_pdf((A, "Report", 4))) == []


def test_another_language_of_the_same_document_begins_with_its_masthead() -> None:
    assert found(merged_pdf((A, "Report", 2), (A, "Rapport", 2))) == [(1, 2, A), (3, 4, A)]


def test_document_without_a_masthead_begins_where_the_running_head_changes() -> None:
    content = pdf(first_page(A, "Report"), later_page(A, "Text."), later_page(B, "Title"), later_page(B, "Text."))
    assert [row[:2] for row in found(content)] == [(1, 2), (3, 4)]


def test_distribution_on_two_lines_is_recognized() -> None:
    old = page("UNITED NATIONS", "Distr.", "GENERAL", "A/48/1", "Title", "Text.")
    assert [row[:2] for row in found(pdf(old, page("A/48/1", "Page 2"), old, page("A/48/1", "Page 2")))] == [
        (1, 2),
        (3, 4),
    ]


def test_symbol_that_the_edge_cuts_off_is_the_same() -> None:
    assert found(pdf(first_page(A, "Report"), later_page("CTOC/COP/20", "Text."), later_page(A, "Text."))) == []


def test_symbols_in_the_text_do_not_divide() -> None:
    text = page(A, "", "", "", "", "", f"See {B}, and Distr.: General as printed there.")
    assert found(pdf(first_page(A, "Report"), text, later_page(A))) == []


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"%PDF-1.4\ngarbage"])
def test_other_files_are_not_divided(content: bytes) -> None:
    assert found(content) == []


def test_extracted_pages_are_a_pdf_of_their_own() -> None:
    content = merged_pdf((A, "Report on extradition", 2), (B, "Report on firearms", 2))
    part = parse(extract_pages(content, "3-4", Limits()), "part.pdf")
    assert (part.pages, part.masthead.symbols, part.masthead.title) == (2, (B,), "Report on firearms")
    assert {block.page for block in part.blocks} == {1, 2}


@pytest.mark.parametrize("pages", ["0-1", "1-9", "3-2"])
def test_missing_pages_are_rejected(pages: str) -> None:
    with pytest.raises(UnreadableDocumentError, match="The last page is 2"):
        extract_pages(merged_pdf((A, "Report", 2)), pages, Limits())


@pytest.mark.long
@pytest.mark.skipif(not (SHARED / "corpus").is_dir(), reason="the documents in ../shared are missing")
def test_no_real_document_is_divided() -> None:
    files = sorted((SHARED / "corpus" / "real").glob("*.pdf"))
    assert {path.name: parts for path in files if (parts := found(path.read_bytes()))} == {}
