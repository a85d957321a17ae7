"""Texts that are too long for one page."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from documents.models import LanguageVersion
from tests import builders as make
from tests.pages import words
from tests.recommendations.reader.documents import ADDRESS, page


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
