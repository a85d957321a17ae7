"""The facets of the search page: their values, their order and their counts."""

from __future__ import annotations

import pytest
from django.test import Client

from recommendations.labels.facet_values import names, natural_key
from recommendations.models import RecommendationCitation
from recommendations.results.facet_panel import MAX_VALUES_SHOWN, FacetGroup, FacetValue, all_facet_values, facet_panel
from recommendations.search.query import SearchQuery
from recommendations.search.results import search
from recommendations.services.indexing import index_documents
from tests import builders as make
from tests.pages import words

pytestmark = pytest.mark.django_db


def panel(query: SearchQuery | None = None) -> dict[str, FacetGroup]:
    result = search(query or SearchQuery())
    return {group.key: group for group in facet_panel(result, names(result.generation))}


def lines(values: tuple[FacetValue, ...], depth: int = 0) -> list[str]:
    """Return a tree of values as a reader sees it: "> Article 13 (2)"."""
    shown = []
    for value in values:
        shown += [f"{'> ' * depth}{value.label} ({value.count})", *lines(value.children, depth + 1)]
    return shown


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
