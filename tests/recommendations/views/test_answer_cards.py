"""Cards above a result for the item that the words name, and next steps for an empty result."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

from recommendations.models import Citation, RecommendationCitation
from recommendations.search.query import SearchQuery
from recommendations.search.results import search
from recommendations.services.indexing import index_documents
from tests import builders as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def texts() -> None:
    make.article("untoc:18", title="Mutual legal assistance")
    make.article("untoc:29", title="Training and technical assistance")
    version = make.version(make.document("CTOC/COP/2022/9"))
    make.recommendation("Hear witnesses by video.", of=version, articles=["untoc:18"], anchor="annex-ii-h")
    make.recommendation("Train judges.", of=version, meeting=make.meeting(ordinal=12))
    citing = make.recommendation("Recall resolution 55/25.", of=make.version(), meeting=None, indexed=False)
    cited = make.citation(citing.paragraph, "resolution 55/25", kind=Citation.Kind.RESOLUTION, value="GA 55/25")
    RecommendationCitation.objects.create(recommendation=citing, citation=cited)
    index_documents([citing.version.document_id])


def page(client: Client, words: str, **parameters: str) -> str:
    return client.get("/recommendations/", {"q": words, "meaning": "off", **parameters}).content.decode()


def card(html: str) -> str:
    found = re.search(r'<section class="answer-card">.*?</section>', html, re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", found[0])).split()) if found else ""


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            "article 18",
            ["Organized Crime Convention, article 18", "Mutual legal assistance", "1 recommendation cites it"],
        ),
        ("UNTOC art. 29", ["article 29", "No recommendation cites it"]),
        ("CTOC/COP/2022/9", ["CTOC/COP/2022/9", "2 recommendations in it"]),
        ("CTOC COP 2022 9", ["CTOC/COP/2022/9", "2 recommendations in it"]),
        ("CTOC/COP/2022/L9", ["CTOC/COP/2022/L9 is not in this collection", "CTOC/COP/2022/9"]),
        ("twelfth meeting", ["Twelfth meeting", "2 recommendations"]),
        ("Annex II (h)", ["Annex II (h)", "CTOC/COP/2022/9"]),
        (
            "GA resolution 55/25",
            ["General Assembly resolution 55/25", "Not in this collection", "1 recommendation cites it"],
        ),
        ("COP decision 9/9", ["Conference decision 9/9", "No recommendation cites it", "Official Document System"]),
        ("para 99 (z)", ["No recommendation or paragraph here is labelled “para 99 (z)”"]),
        ("witnesses", []),
    ],
)
def test_card_shows_the_item_that_the_words_name(client: Client, words: str, expected: list[str]) -> None:
    shown = card(page(client, words))
    assert [part for part in expected if part not in shown] == []
    assert bool(shown) == bool(expected)


def test_unknown_symbol_links_to_the_official_document_system(client: Client) -> None:
    html = page(client, "CTOC/COP/2022/99")
    assert 'href="https://undocs.org/CTOC/COP/2022/99"' in html


def test_unknown_symbol_is_not_searched_by_meaning() -> None:
    assert search(SearchQuery("CTOC/COP/2022/L.4/Rev.1")).total == 0


def test_card_of_an_article_distinguishes_citations_from_subjects(client: Client) -> None:
    make.recommendation("Central authorities should answer.", subjects=["untoc:18"])
    shown = card(page(client, "article 18"))
    assert "1 recommendation cites it 1 is related by subject" in shown


def test_article_narrows_the_other_words() -> None:
    assert search(SearchQuery("article 18 witnesses", meaning=False)).total == 1


def test_article_that_narrows_to_nothing_is_dropped(client: Client) -> None:
    html = page(client, "article 29 witnesses")
    assert "1 recommendation" in html
    assert "Nothing about “article 29” matches your other words. Showing results for these words alone." in html


def test_paragraph_that_narrows_to_nothing_is_widened_to_its_article(client: Client) -> None:
    html = page(client, "article 18(30) witnesses")
    assert "1 recommendation" in html
    assert "Showing results about Organized Crime Convention, article 18." in html


@pytest.mark.parametrize(
    ("words", "step"),
    [
        ("article 29", "/articles/untoc/29/"),
        ('"witnesses video"', "/recommendations/?q=witnesses+video&meaning=off"),
        ("witnesses 1999", "/recommendations/?q=witnesses&meaning=off"),
        ("witnesses kidnapping", "/recommendations/?q=witnesses&meaning=off"),
    ],
)
def test_empty_result_leads_to_a_page_that_answers(client: Client, words: str, step: str) -> None:
    html = page(client, words)
    assert "0 recommendations" in html
    steps = re.search(r'<ul class="alternatives">.*?</ul>', html, re.DOTALL)
    assert steps
    assert step in unescape(steps[0])
    for address in re.findall(r'href="([^"]+)"', steps[0]):
        followed = client.get(unescape(address)).content.decode().partition("</head>")[2]
        assert "0 recommendations" not in followed


def test_card_of_a_resolution_links_to_its_document_or_to_the_official_document_system(client: Client) -> None:
    html = page(client, "GA resolution 55/25")
    assert 'href="https://undocs.org/A/RES/55/25"' in html
    document = make.document("A/RES/55/25", title="Adoption of the Convention")
    make.paragraph(make.version(document))
    html = page(client, "A/RES/55/25")
    assert f'<a href="{document.get_absolute_url()}">General Assembly resolution 55/25</a>' in html
    assert "undocs.org" not in card(html)


@pytest.mark.parametrize("words", ["General Assembly", "para 99 (z)", "annex-ii-h (zz)", "(zz)", "COP decision 9/9"])
def test_empty_result_has_a_next_step(client: Client, words: str) -> None:
    make.body("general-assembly", name="General Assembly")
    html = page(client, words)
    assert 'class="empty"' not in html or '<ul class="alternatives">' in html
