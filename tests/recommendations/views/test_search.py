"""The search page: its facets, its notices, its cost."""

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
from recommendations.labels.facet_values import names, natural_key
from recommendations.models import Article, RecommendationCitation
from recommendations.results.facet_panel import MAX_VALUES_SHOWN, FacetGroup, FacetValue, all_facet_values, facet_panel
from recommendations.results.notices import notices
from recommendations.search.interpretations import ArticleNote, DocumentNote, ExpansionNote
from recommendations.search.query import SearchQuery
from recommendations.search.results import TOTAL, Result, search
from recommendations.search.understanding import Understanding
from recommendations.services.indexing import index_documents
from recommendations.views import search as search_views
from tests import builders as make

pytestmark = pytest.mark.django_db

MAX_QUERIES = 10  # with the card of an article, which counts citations and subjects
MAX_BYTES = 60_000


def panel(query: SearchQuery | None = None) -> dict[str, FacetGroup]:
    result = search(query or SearchQuery())
    return {group.key: group for group in facet_panel(result, names(result.generation))}


def lines(values: tuple[FacetValue, ...], depth: int = 0) -> list[str]:
    """Return a tree of values as a reader sees it: "> Article 13 (2)"."""
    shown = []
    for value in values:
        shown += [f"{'> ' * depth}{value.label} ({value.count})", *lines(value.children, depth + 1)]
    return shown


def words(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page)).split())


# --- facets ------------------------------------------------------------------------------------------


def test_articles_are_in_treaty_order_below_their_instrument() -> None:
    for token in ("untoc:18", "untoc:2", "untoc:13", "uncac:46"):
        make.recommendation(articles=[token])
    assert lines(panel()["article"].values) == [
        "Organized Crime Convention (3)",
        "> Article 2 (1)",
        "> Article 13 (1)",
        "> Article 18 (1)",
        "Convention against Corruption (1)",
        "> Article 46 (1)",
    ]


def test_paragraphs_of_a_selected_article_are_shown() -> None:
    for number in ("13", "9", "2 bis", "2"):
        row = make.recommendation()
        cited = make.citation(row.paragraph, "State", article=make.article("untoc:18"), article_paragraph=number)
        RecommendationCitation.objects.create(recommendation=row, citation=cited)
        index_documents([row.version.document_id])
    assert lines(panel()["article"].values) == ["Organized Crime Convention (4)", "> Article 18 (4)"]
    assert lines(panel(SearchQuery(article=("untoc:18:9",)))["article"].values) == [
        "Organized Crime Convention (4)",
        "> Article 18 (4)",
        "> > Paragraph 2 (1)",
        "> > Paragraph 2 bis (1)",
        "> > Paragraph 9 (1)",
        "> > Paragraph 13 (1)",
    ]


def test_values_without_results_are_hidden_but_all_can_be_shown() -> None:
    make.recommendation("Extradition.", articles=["untoc:16", "untoc:18"], topics=[make.topic("extradition")])
    make.recommendation("Training.", articles=["untoc:29"], topics=[make.topic("training")])
    result = search(SearchQuery(words="extradition", meaning=False))
    all_names = names(result.generation)
    facets = {group.key: group for group in facet_panel(result, all_names)}
    assert lines(facets["article"].values) == ["Organized Crime Convention (1)", "> Article 16 (1)", "> Article 18 (1)"]
    assert lines(facets["topic"].values) == ["Extradition (1)"]
    assert (facets["topic"].all_label, facets["topic"].address) == (
        "Show all 2 topics",
        "/en/recommendations/facet/topic/?q=extradition&meaning=off",
    )
    assert lines(all_facet_values("topic", result, all_names).values) == ["Extradition (1)", "Training (0)"]


def test_facet_with_a_single_value_is_hidden() -> None:
    for number, status in enumerate(("adopted", "draft")):
        make.recommendation(articles=["untoc:18"], status=status, meeting=make.meeting(ordinal=number + 11))
    assert "status" in panel()
    assert not {"article", "language", "kind"} & panel().keys()
    assert lines(panel(SearchQuery(language=("en",)))["language"].values) == ["English (2)"]


def test_status_comes_first_and_the_first_facets_are_open() -> None:
    for number, status in enumerate(("adopted", "draft")):
        make.recommendation(
            articles=["untoc:16", "untoc:18"],
            topics=[make.topic("extradition"), make.topic("training")],
            status=status,
            meeting=make.meeting(ordinal=number + 11),
        )
    facets = panel(SearchQuery(year=("2021",)))
    assert list(facets) == ["status", "article", "topic", "meeting", "year"]
    assert [key for key, group in facets.items() if group.is_open] == ["status", "article", "topic", "year"]


def test_result_with_nothing_to_filter_is_explained(client: Client) -> None:
    make.recommendation()
    assert "No filters narrow this result." in words(client.get("/recommendations/?q=zebra").content.decode())


def test_values_of_unpublished_documents_are_hidden() -> None:
    make.recommendation(of=make.version(make.document("A/1"), published=False), articles=["untoc:18"])
    assert "article" not in panel()


def test_selected_value_without_results_is_shown() -> None:
    make.recommendation(articles=["untoc:18"])
    make.article("untoc:2")
    [instrument] = panel(SearchQuery(article=("untoc:2",)))["article"].values
    [selected] = [value for value in instrument.children if value.is_selected]
    assert (selected.value, selected.count, selected.address) == ("untoc:2", 0, "/en/recommendations/")


def test_long_facet_shows_the_most_frequent_and_the_selected_values() -> None:
    with make.indexed_together():
        for number in range(1, 31):
            make.recommendation(articles=[f"untoc:{number}", "untoc:30"])
    query = SearchQuery(article=("untoc:29",))
    shown = panel(query)["article"]
    labels = [value.label for value in shown.values[0].children]  # its instrument is one of the lines
    assert (shown.all_label, shown.has_more) == ("Show all 31 instruments and articles", True)
    assert len(labels) == MAX_VALUES_SHOWN
    assert labels[0] == "Article 1"
    assert labels[-1] == "Article 30"
    assert labels == sorted(labels, key=lambda label: natural_key(label.removeprefix("Article ")))
    result = search(query)
    assert len(all_facet_values("article", result, names(result.generation)).values[0].children) == 30


def test_newest_years_come_first() -> None:
    for ordinal in (9, 12, 11):
        make.recommendation(meeting=make.meeting(ordinal=ordinal))
    assert lines(panel()["year"].values) == ["2021 (1)", "2020 (1)", "2018 (1)"]


def test_page_of_a_facet_works_as_a_form(client: Client) -> None:
    for token in ("untoc:18", "untoc:2"):
        make.recommendation("Joint action.", articles=[token])
    page = client.get("/recommendations/facet/article/?q=joint&article=untoc:18&year=2021&page=7").content.decode()
    assert '<input type="hidden" name="q" value="joint"><input type="hidden" name="year" value="2021">' in page
    assert '<input type="checkbox" name="article" value="untoc:18" checked>' in page
    assert '<input type="checkbox" name="article" value="untoc:2">' in page


@pytest.mark.parametrize(
    ("address", "status", "message"),
    [
        ("/recommendations/facet/colour/", 404, "There is no filter called “colour”."),
        ("/recommendations/facet/document/", 404, "There is no filter called “document”."),
        ("/recommendations/facet/year/?year=abc", 400, "“abc” is not a year"),
    ],
)
def test_unknown_facet_is_rejected(client: Client, address: str, status: int, message: str) -> None:
    response = client.get(address)
    assert response.status_code == status
    assert message in response.content.decode()


def test_newly_added_article_can_be_selected_at_once(client: Client) -> None:
    make.recommendation()
    client.get("/recommendations/")
    make.article("untoc:41")
    assert client.get("/recommendations/?article=untoc:41").status_code == 200


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
            "2 results do not contain your words but have a similar meaning.",
            "/en/recommendations/?q=aid&meaning=off",
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
    assert "Showing 1 of 2 results: those that match all your words. Show all 2" in words(page)
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
