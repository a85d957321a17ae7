"""The search page: its tabs, its notices, its cost."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from documents.models import Meeting
from recommendations.labels.facet_values import names
from recommendations.models import Article
from recommendations.results.notices import notices
from recommendations.search.interpretations import ArticleNote, DocumentNote, ExpansionNote
from recommendations.search.query import SearchQuery
from recommendations.search.results import TOTAL, Result, search
from recommendations.search.understanding import Understanding
from recommendations.views import search as search_views
from tests import builders as make
from tests.pages import words

pytestmark = pytest.mark.django_db

MAX_QUERIES = 10  # with the card of an article, which counts citations and subjects
MAX_BYTES = 60_000


# --- tabs --------------------------------------------------------------------------------------------


def test_recommendations_and_paragraphs_are_two_tabs(client: Client) -> None:
    version = make.version(make.document("CTOC/COP/2022/5"))
    make.paragraph(version, "Extradition is discussed.", path="para. 7", anchor="para-7", page=3)
    make.recommendation("Train.", of=version, topics=[make.topic("extradition")])
    page = client.get("/recommendations/?q=extradition&meaning=off&topic=extradition&year=2021").content.decode()
    assert "Recommendations 0" in words(page)
    assert "Paragraphs 1" in words(page)
    assert 'href="/en/recommendations/?q=extradition&amp;in=paragraphs&amp;year=2021&amp;meaning=off"' in page
    page = client.get("/recommendations/?q=extradition&in=paragraphs&meaning=off").content.decode()
    assert "1 paragraph" in words(page)
    assert '<a class="card-title" href="/en/documents/CTOC/COP/2022/5/?language=en&amp;q=extradition#para-7">' in page
    assert "<mark>Extradition</mark> is discussed." in page
    assert "CTOC/COP/2022/5 , page 3" in words(page)
    assert 'name="in" value="paragraphs"' in page


@pytest.mark.parametrize(
    "parameters", ["q=joint+investigations", "q=joint+investigatons", "q=inquiry", "q=joint&meaning=off"]
)
def test_tab_and_heading_have_the_same_count(client: Client, parameters: str) -> None:
    for text in ("States use joint investigations.", "States conduct an inquiry jointly.", "States train judges."):
        make.recommendation(text)
    page = client.get(f"/recommendations/?{parameters}").content.decode()
    tab = re.search(r'id="tab-recommendations".*?<span class="count">(\d+)</span>', page)
    heading = re.search(r'id="count".*?>(\d+) recommendation', page)
    assert tab
    assert heading
    assert tab[1] == heading[1] != "0"


def test_parameters_of_newsletters_are_ignored(client: Client) -> None:
    make.recommendation("Train.")
    for parameter in ("utm_source=letter", "fbclid=1", "gclid=1", "mc_cid=1"):
        page = client.get(f"/recommendations/?q=train&meaning=off&{parameter}").content.decode()
        assert "1 recommendation" in words(page)
        assert [link for link in re.findall(r'href="([^"]*)"', page) if parameter in link] == []


def test_tab_names_the_filters_that_do_not_apply(client: Client) -> None:
    make.recommendation("Train.", topics=[make.topic("extradition")])
    page = client.get("/recommendations/?topic=extradition&status=adopted").content.decode()
    assert "Paragraphs are not filtered by topic, status." in words(page)
    tab = re.search(r'id="tab-paragraphs" href="([^"]+)"[^>]*>(.*?)</a>', page)
    assert tab
    assert words(tab[2]) == "Paragraphs 1"
    assert "Paragraphs are not filtered by topic, status." in words(client.get(unescape(tab[1])).content.decode())
    response = client.get("/recommendations/?in=paragraphs&topic=extradition&status=adopted&year=2021")
    assert (response.status_code, response["Location"]) == (
        302,
        "/en/recommendations/?in=paragraphs&year=2021&left_out=topic&left_out=status",
    )
    unknown = client.get("/recommendations/?in=paragraphs&left_out=%3Cb%3E").content.decode()
    assert "are not filtered by" not in unknown


def test_title_names_words_and_filters(client: Client) -> None:
    make.recommendation("Train.", articles=["untoc:18"], topics=[make.topic("extradition")])
    page = client.get("/recommendations/?q=train&article=untoc:18&topic=extradition&meaning=off").content.decode()
    title = "train – Organized Crime Convention, article 18; Extradition – Recommendations – UNTOC Portal"
    assert f"<title>{title}</title>" in page


# --- notices -----------------------------------------------------------------------------------------


def result_of(query: SearchQuery, *notes: object, **fields: object) -> Result:
    understood = Understanding(None, {}, notes=notes)  # type: ignore[arg-type]
    return replace(Result(query, understood, 30, {TOTAL: {"": 30}}, []), **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("result", "sentence", "address"),
    [
        (
            result_of(SearchQuery("art. 18"), ArticleNote("art. 18", ("untoc:18",), names_instrument=False)),
            "Showing items that cite or relate to article 18 of the Organized Crime Convention.",
            "/en/recommendations/?q=art.+18&articles=off",
        ),
        (
            result_of(SearchQuery("WG.3/2021"), DocumentNote("WG.3/2021", ("CTOC/COP/WG.3/2021/3",), 1)),
            "Showing recommendations and paragraphs in CTOC/COP/WG.3/2021/3, and references to it.",
            "/en/recommendations/?q=WG.3/2021&articles=off",
        ),
        (
            result_of(
                SearchQuery("MLA JIT"),
                ExpansionNote("MLA", (("fr", "entraide judiciaire"), ("en", "mutual assistance"))),
                ExpansionNote("JIT", (("fr", "équipe commune"), ("en", "joint team"), ("en", "joint body"))),
            ),
            "Also searching 5 equivalent terms",
            "/en/recommendations/?q=MLA+JIT&thesaurus=off",
        ),
        (
            result_of(SearchQuery("aid"), by_meaning_count=2),
            "2 of 30 results do not contain your words but may be related in meaning.",
            "/en/recommendations/?q=aid&meaning=off",
        ),
        (
            result_of(SearchQuery('"')),
            "What you typed contains no words, so the results are not limited by it.",
            "",
        ),
        (
            result_of(SearchQuery("aid"), ranked_count=400),
            "The first 400 of 30 results are sorted by relevance, the rest by date.",
            "",
        ),
        (
            result_of(SearchQuery("aid", meaning=False)),
            "Showing exact matches only.",
            "/en/recommendations/?q=aid",
        ),
        (
            result_of(SearchQuery("aid", thesaurus=False)),
            "Equivalent terms are not searched.",
            "/en/recommendations/?q=aid",
        ),
        (
            result_of(SearchQuery("aid", as_typed=True)),
            "Searching articles and symbols as plain words.",
            "/en/recommendations/?q=aid",
        ),
    ],
)
def test_notices_explain_the_search(result: Result, sentence: str, address: str) -> None:
    make.article("untoc:18")
    make.recommendation()
    [notice] = notices(result, names(search(SearchQuery()).generation))
    assert (notice.sentence, notice.address) == (sentence, address)


def test_empty_result_suggests_filters_to_drop(client: Client) -> None:
    for ordinal in (11, 12):
        make.recommendation("Extradition.", articles=["untoc:16"], meeting=make.meeting(ordinal=ordinal))
    make.recommendation("Training.", articles=["untoc:29"], meeting=make.meeting(ordinal=13))
    page = client.get("/recommendations/?q=extradition&meaning=off&article=untoc:29").content.decode()
    assert "Search without Article: Organized Crime Convention, article 29 (2)" in words(page)
    assert 'href="/en/recommendations/?q=extradition&amp;meaning=off"' in page
    page = client.get("/recommendations/?q=training&meaning=off&article=untoc:16&year=2021").content.decode()
    assert "Search for “training” without filters (1) Search with these filters only (1)" in words(page)


def test_empty_result_suggests_words_to_drop(client: Client) -> None:
    make.recommendation("States share evidence.")
    page = client.get("/recommendations/?q=evidence+kidnapping&meaning=off").content.decode()
    assert "Search without “kidnapping” (1)" in words(page)
    assert 'href="/en/recommendations/?q=evidence&amp;meaning=off"' in page


def test_empty_result_names_phrases_without_a_second_pair_of_quotation_marks(client: Client) -> None:
    make.recommendation("States share evidence.")
    page = words(client.get("/recommendations/?q=%22evidence+from%22+evidence&meaning=off").content.decode())
    assert "No results for “‘evidence from’ evidence”." in page
    assert "Search without “evidence from” (1)" in page


def test_empty_result_names_the_corrected_words(client: Client) -> None:
    make.recommendation("States should strengthen extradition.")
    page = words(client.get("/recommendations/?q=extraditon+-strengthen&meaning=off").content.decode())
    assert "Showing results for “extradition -strengthen”." in page
    assert "No results for “extradition -strengthen”." in page


def test_certain_correction_is_applied(client: Client) -> None:
    make.recommendation("States should strengthen extradition.")
    page = client.get("/recommendations/?q=extraditon&meaning=off").content.decode()
    assert "1 recommendation" in words(page)
    assert "Showing results for “extradition”. Search for “extraditon” as typed" in words(page)
    undo = "/en/recommendations/?q=extraditon&amp;meaning=off&amp;spelling=off"
    assert f'href="{undo}"' in page
    assert "0 recommendations" in words(client.get(unescape(undo)).content.decode())
    assert "Showing results for" not in client.get("/recommendations/?q=extradition").content.decode()


def test_uncertain_correction_is_offered(client: Client) -> None:
    make.recommendation("States should share data.")
    page = client.get("/recommendations/?q=datz&meaning=off").content.decode()
    assert "Did you mean “data”?" in words(page)
    assert 'href="/en/recommendations/?q=data&amp;meaning=off"' in page


def test_words_that_name_an_article_select_it(client: Client) -> None:
    make.recommendation("Act.", articles=["untoc:18"])
    make.recommendation("Mutual assistance under article 18.", articles=["untoc:2"])
    page = client.get("/recommendations/?q=article+18").content.decode()
    assert "1 recommendation" in words(page)
    assert "items that cite or relate to article 18 of the Organized Crime Convention" in words(page)
    undo = (
        '<a class="facet-value" id="choose-article-untoc:18" href="/en/recommendations/?q=article+18&amp;articles=off"'
    )
    assert undo in page
    assert "under article 18" in words(client.get("/recommendations/?q=article+18&articles=off").content.decode())


def test_words_that_narrow_an_article_can_be_dropped(client: Client) -> None:
    make.recommendation("Share the costs.", articles=["untoc:17"])
    make.recommendation("Transfer prisoners.", articles=["untoc:17"])
    page = client.get("/recommendations/?q=costs+article+17&meaning=off").content.decode()
    assert "Showing 1 of 2 results: the one that matches all your words. Show all 2" in words(page)
    assert 'href="/en/recommendations/?q=article+17&amp;meaning=off"' in page
    assert "those that match" not in client.get("/recommendations/?q=decisions+on+article+17").content.decode()


def test_unknown_symbol_leads_to_the_official_documents(client: Client) -> None:
    text = words(client.get("/recommendations/?q=CTOC/COP/2030/99").content.decode())
    sentence = "Check the symbol, or look for it in the Official Document System"
    assert f"No results for “CTOC/COP/2030/99”. {sentence}" in text


def test_longer_text_is_offered_below_the_results(client: Client) -> None:
    make.recommendation("Train.")
    page = client.get("/recommendations/").content.decode()
    assert page.index('class="cards"') < page.index('class="long-text"')


def test_page_zero_leads_to_the_first_page(client: Client) -> None:
    response = client.get("/recommendations/?q=train&page=0")
    assert response.status_code == 400
    assert "Go to the first page of results" in words(response.content.decode())


def test_search_box_takes_the_direction_of_its_words(client: Client) -> None:
    page = client.get("/recommendations/?q=تسليم+المجرمين").content.decode()
    assert 'value="تسليم المجرمين" dir="auto"' in page


def test_longer_text_is_shortened_and_the_page_says_so(client: Client) -> None:
    make.recommendation("Extradition.")
    page = client.get("/recommendations/", {"q": "extradition " * 200, "meaning": "off"}).content.decode()
    assert "1 recommendation" in words(page)
    assert "Only the first 2,000 characters of your text were searched." in words(page)


def test_form_leads_to_the_address_of_its_search(client: Client) -> None:
    response = client.post("/recommendations/", {"q": "extradition"})
    assert (response.status_code, response["Location"]) == (302, "/en/recommendations/?q=extradition")


def test_text_too_long_for_an_address_is_searched_by_form() -> None:
    make.recommendation("引渡", of=make.version(language="zh"))
    page = Client(enforce_csrf_checks=True).post("/recommendations/", {"q": "引渡 " * 700}).content.decode()
    assert "1 recommendation" in words(page)
    assert "Only the first 2,000 characters of your text were searched." in words(page)
    assert "This text is too long for a link" in words(page)
    assert max(map(len, re.findall(r'href="([^"]+)"', page))) <= 8_000


def test_suggestions_have_addresses(client: Client) -> None:
    response = client.get("/suggestions?q=article+18").json()
    assert response["suggestions"][0] == {
        "kind": "article",
        "label": "Article 18",
        "detail": "Mutual legal assistance, Organized Crime Convention",
        "count": 0,
        "results": "0 results",
        "address": "/en/articles/untoc/18/",
    }
    for parameters in ("", "q=", "q=%00", "q=" + "x" * 2000):
        assert client.get(f"/suggestions?{parameters}").json() == {"suggestions": []}


# --- cost --------------------------------------------------------------------------------------------


@make.indexed_together()
def fill(number: int) -> None:
    for index in range(number):
        make.recommendation(
            "States use joint investigations.",
            articles=["untoc:16", f"untoc:{index % 30 + 1}"],
            topics=[make.topic(f"topic-{index}", make.topic("forms"))],
            addressees=[make.addressee(f"addressee-{index}")],
            meeting=make.meeting(ordinal=index + 1),
        )


def test_number_of_queries_is_small_and_fixed(client: Client) -> None:
    addresses = (
        "/recommendations/",
        "/recommendations/?q=joint+investigations&article=untoc:16",
        "/recommendations/?q=joint&in=paragraphs&sort=date",
        "/recommendations/?q=article+16+joint",
        "/recommendations/?q=mutual+legal+assistance+training+of+judges+by+videolink",
        "/recommendations/?q=joint+investigatons+kidnapping&meaning=off",
        "/recommendations/facet/meeting/?q=joint",
    )

    def count_queries(address: str) -> int:
        client.get(address)  # fills the caches
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    fill(3)
    few = {address: count_queries(address) for address in addresses}
    fill(25)
    many = {address: count_queries(address) for address in addresses}

    assert [address for address in addresses if not many[address] <= few[address] <= MAX_QUERIES] == []


def with_many_values(original: Callable[..., Result]) -> Callable[..., Result]:
    """Return a search function whose results also have 400 meetings and 1,000 articles as facet values."""
    body, instrument = make.body(), make.instrument()
    Meeting.objects.bulk_create(Meeting(body=body, ordinal=n, slug=f"meeting-{n}") for n in range(1000, 1400))
    Article.objects.bulk_create(
        Article(instrument=instrument, number=str(n), title=f"Title of article {n}", position=n)
        for n in range(100, 1100)
    )
    many = {"meeting": [f"meeting-{n}" for n in range(1000, 1400)], "article": [f"untoc:{n}" for n in range(100, 1100)]}

    def search_with_many_values(query: SearchQuery, **options: object) -> Result:
        result = original(query, **options)
        counts = {facet: {value: index for index, value in enumerate(values)} for facet, values in many.items()}
        return replace(result, values={**result.values, **many}, counts={**result.counts, **counts})

    return search_with_many_values


def test_page_stays_small_with_many_values(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(22)
    monkeypatch.setattr(search_views, "search", with_many_values(search))
    page = client.get("/recommendations/?q=joint")
    assert len(gzip.compress(page.content)) < MAX_BYTES
    assert "Show all 401" in words(page.content.decode())
    facet_page = client.get("/recommendations/facet/article/?q=joint").content.decode()
    assert facet_page.count('type="checkbox"') == 1001
