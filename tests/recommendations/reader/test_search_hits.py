"""The page of a document opened from a search: the words and articles found are marked."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from django.test import Client
from lxml import html

from documents.models import LanguageVersion
from recommendations.labels.facet_values import reload_names
from tests import builders as make
from tests.pages import words
from tests.recommendations.reader.documents import ADDRESS, page


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
