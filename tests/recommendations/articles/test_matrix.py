"""The page of the matrix, compared with the linked searches, and its CSV."""

from __future__ import annotations

import csv
import io
import re
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext

from documents.models import Document
from recommendations.articles.matrix import matrix_of
from recommendations.exports.cells import formula_safe
from recommendations.labels.facet_values import reload_names
from recommendations.search.parameters import read_parameters
from recommendations.search.query import SearchQuery
from recommendations.search.results import search
from recommendations.services.indexing import index_documents
from tests import builders as make
from tests.pages import page

pytestmark = pytest.mark.django_db


@pytest.fixture
def _rows(db: None) -> None:
    forms = make.topic("forms")
    extradition, training = make.topic("extradition", forms), make.topic("training")
    for number in ("16", "18", "2"):
        make.article(f"untoc:{number}")
    make.article("uncac:46")
    group, conference = make.body(), make.conference()
    twelfth, thirteenth = make.meeting(group, 12), make.meeting(group, 13)
    make.recommendation(articles=["untoc:16", "untoc:18"], topics=[extradition], meeting=twelfth)
    make.recommendation("Extradition matters.", articles=["untoc:18"], topics=[training], meeting=twelfth)
    make.recommendation(articles=["uncac:46"], meeting=thirteenth, status="draft")
    make.recommendation(articles=["untoc:18"], meeting=make.meeting(conference, 11, slug="cop-11"), status="draft")


def table(client: Client, address: str) -> list[list[str]]:
    """Return the rows of the table as text."""
    markup = client.get(address).content.decode()
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", markup, re.DOTALL)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in rows]
    return [[" ".join(re.sub(r"<[^>]*>", " ", cell).split()) for cell in row] for row in cells]


@pytest.mark.usefixtures("_rows")
def test_articles_by_meetings_omit_empty_rows_and_columns(client: Client) -> None:
    assert table(client, "/en/matrix/") == [
        [
            "Article",
            "Conference of the Parties",
            "Working Group on International Cooperation",
            "All sessions and meetings",
        ],
        ["Eleventh session, 2020", "Twelfth meeting, 2021"],
        ["Article 16 Title of 16", "", "1", "1"],
        ["Article 18 Title of 18", "1", "2", "3"],
        ["All articles", "1", "2", "3"],
    ]
    text = page(client, "/matrix/")
    assert "Empty and hidden: 1 article, 1 session or meeting · Show empty rows and columns" in text


@pytest.mark.usefixtures("_rows")
def test_articles_by_topics_include_parent_topics(client: Client) -> None:
    assert table(client, "/en/matrix/?by=topic") == [
        ["Article", "Forms", "", "All topics"],
        ["Whole topic", "Extradition", "Training"],
        ["Article 16 Title of 16", "1", "1", "", "1"],
        ["Article 18 Title of 18", "1", "1", "1", "3"],
        ["All articles", "1", "1", "1", "3"],
    ]


@pytest.mark.usefixtures("_rows")
def test_empty_rows_and_columns_can_be_shown(client: Client) -> None:
    assert table(client, "/en/matrix/?empty=show") == [
        [
            "Article",
            "Conference of the Parties",
            "Working Group on International Cooperation",
            "All sessions and meetings",
        ],
        ["Eleventh session, 2020", "Thirteenth meeting, 2022", "Twelfth meeting, 2021"],
        ["Article 2 Title of 2", "", "", "", ""],
        ["Article 16 Title of 16", "", "", "1", "1"],
        ["Article 18 Title of 18", "1", "", "2", "3"],
        ["All articles", "1", "", "2", "3"],
    ]
    markup = client.get("/matrix/?empty=show&by=topic&status=draft").content.decode()
    assert '<a class="touch" href="/en/matrix/?status=draft&amp;by=topic">Hide empty rows and columns</a>' in markup
    assert '<input type="hidden" name="empty" value="show">' in markup
    assert 'href="/en/matrix/?by=topic&amp;empty=show"' in client.get("/matrix/?by=topic").content.decode()


@pytest.mark.usefixtures("_rows")
def test_empty_cells_are_not_links(client: Client) -> None:
    markup = client.get("/matrix/?empty=show").content.decode()
    assert '<td class="step-0"></td>' in markup
    assert ">0</a>" not in markup


def test_rows_are_grouped_by_chapter(client: Client) -> None:
    for number, chapter in (("5", "Criminalization"), ("7", "Money-laundering"), ("8", "Criminalization")):
        make.article(f"untoc:{number}", chapter=chapter)
    make.article("uncac:46")
    make.recommendation(articles=["untoc:5", "untoc:7", "untoc:8", "uncac:46"], meeting=make.meeting())
    assert [row[0] for row in table(client, "/en/matrix/")[2:]] == [
        "Criminalization",
        "Article 5 Title of 5",
        "Article 8 Title of 8",
        "Money-laundering",
        "Article 7 Title of 7",
        "All articles",
    ]
    both = [row[0] for row in table(client, "/matrix/?article=untoc:7&article=uncac")[2:]]
    assert both[0].endswith(": Money-laundering")
    assert both[1:] == ["Article 7 Title of 7", both[2], "Article 46 Title of 46", "All articles"]
    assert (
        '<th colspan="3" scope="rowgroup"><span>Money-laundering</span></th>' in client.get("/matrix/").content.decode()
    )


@pytest.mark.usefixtures("_rows")
def test_only_bodies_with_recommendations_are_offered(client: Client) -> None:
    make.meeting(make.body("congress", name="Congress", short_name="Congress"), 14)
    reload_names()
    markup = client.get("/matrix/").content.decode()
    assert '<option value="cop">Conference of the Parties</option>' in markup
    assert '<option value="congress"' not in markup
    assert '<option value="congress" selected>' in client.get("/matrix/?meeting=congress").content.decode()


@pytest.mark.usefixtures("_rows")
@pytest.mark.parametrize(
    ("address", "last"),
    [
        ("/matrix/?article=uncac", ["All articles", "1", "1"]),
        ("/matrix/?article=untoc:18&article=uncac", ["All articles", "1", "1", "2", "4"]),
        ("/matrix/?status=adopted", ["All articles", "2", "2"]),
        ("/matrix/?meeting=wg-international-cooperation", ["All articles", "2", "2"]),
        ("/matrix/?meeting=cop-11", ["All articles", "1", "1"]),
        ("/matrix/?q=extradition", ["All articles", "1", "1"]),
        ("/matrix/?in=paragraphs", ["All articles", "3"]),
        ("/matrix/?by=topic&topic=extradition", ["All articles", "1", "1"]),
    ],
)
def test_search_filters_narrow_the_matrix(client: Client, address: str, last: list[str]) -> None:
    assert table(client, address)[-1] == last


@pytest.mark.usefixtures("_rows")
@pytest.mark.parametrize(
    "address",
    [
        "/matrix/",
        "/matrix/?by=topic",
        "/matrix/?q=extradition&status=adopted",
        "/matrix/?in=paragraphs",
        "/matrix/?article=untoc:18&meeting=wg-international-cooperation&year=2021",
        "/matrix/?language=en&by=topic&topic=forms",
    ],
)
def test_every_number_equals_the_total_of_its_search(client: Client, address: str) -> None:
    markup = client.get(address).content.decode().replace("&amp;", "&")
    numbers = re.findall(r'<td[^>]*><a href="([^"]*)">(\d+)</a></td>', markup)
    assert len(numbers) >= 2
    for target, number in numbers:
        parameters = read_parameters(QueryDict(urlsplit(target).query))
        assert parameters.messages == ()
        assert search(parameters.query, size=0).total == int(number), target


@pytest.mark.usefixtures("_rows")
def test_table_is_accessible(client: Client) -> None:
    markup = client.get("/matrix/").content.decode()
    assert '<caption id="matrix-caption" class="visually-hidden">Number of recommendations that relate to' in markup
    assert markup.count('scope="col"') == 2 + 2
    assert markup.count('scope="colgroup"') == 2
    assert markup.count('scope="row"') == 2 + 1
    assert '<tr id="row-untoc-18">' in markup
    assert '<td class="step-2">' in markup
    assert " style=" not in markup


@pytest.mark.usefixtures("_rows")
@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("/en/matrix/?by=moon", "Choose “meeting” or “topic” for the columns."),
        ("/en/matrix/?article=moon:1", "There is no article “moon:1”."),
        ("/en/matrix/?in=paragraphs&by=topic", "Paragraphs have no topics"),
        ("/en/matrix/?in=paragraphs&status=draft", "Paragraphs have no topics"),
        ("/en/matrix/table.csv?by=moon", "Choose “meeting” or “topic” for the columns."),
    ],
)
def test_invalid_parameters_are_explained(client: Client, address: str, message: str) -> None:
    text = page(client, address, 400)
    assert message in text
    assert "View the matrix without the invalid filters" in text


@pytest.mark.usefixtures("_rows")
def test_unknown_parameters_are_ignored(client: Client) -> None:
    assert page(client, "/en/matrix/?utm_source=letter&colour=red") == page(client, "/en/matrix/")


def test_empty_matrix_is_explained(client: Client) -> None:
    assert "No articles match these filters. All articles" in page(client, "/en/matrix/")
    make.article("untoc:18")
    reload_names()
    assert "There are no columns to show yet." in page(client, "/en/matrix/")


@pytest.mark.usefixtures("_rows")
def test_empty_result_offers_to_clear_filters(client: Client) -> None:
    text = page(client, "/matrix/?q=zebra")
    assert "No recommendations that relate to these articles match your filters. Clear filters" in text


@pytest.mark.usefixtures("_rows")
def test_instrument_without_recommendations_has_no_filters_to_clear(client: Client) -> None:
    make.article("firearms-protocol:5")
    reload_names()
    text = page(client, "/matrix/?article=firearms-protocol")
    assert "No recommendations relate to the articles of this instrument." in text
    assert "Clear filters" not in text


@pytest.mark.usefixtures("_rows")
def test_form_keeps_other_filters(client: Client) -> None:
    markup = client.get("/matrix/?year=2021&status=draft&status=adopted&meeting=cop-11&article=untoc").content.decode()
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', markup)
    assert sorted(hidden) == [("meeting", "cop-11"), ("status", "adopted"), ("status", "draft"), ("year", "2021")]
    assert '<option value="untoc" selected>' in markup
    assert 'href="/en/matrix/?article=untoc&amp;meeting=cop-11&amp;status=adopted&amp;status=draft"' in markup


@pytest.mark.usefixtures("_rows")
def test_excess_columns_are_omitted_from_the_page(client: Client) -> None:
    matrix = matrix_of(SearchQuery(), "meeting", max_columns=1)
    assert (len(matrix.columns), matrix.excess_columns, matrix.empty_columns) == (1, 1, 1)
    assert sum(group.span for group in matrix.groups) == 1
    assert matrix_of(SearchQuery(), "meeting", max_columns=None).excess_columns == 0


@pytest.mark.usefixtures("_rows")
def test_fewer_columns_are_shown_if_their_links_are_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("recommendations.articles.matrix.MAX_LINK_LENGTH", 10_000)
    assert matrix_of(SearchQuery(), "meeting").excess_columns == 0
    query = SearchQuery(words="a " * 4_000)
    assert len(matrix_of(query, "meeting", show_empty=True).columns) == 1
    assert matrix_of(query, "meeting", max_columns=None, show_empty=True).excess_columns == 0


@pytest.mark.usefixtures("_rows")
def test_number_of_queries_is_fixed(client: Client) -> None:
    def queries(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return len(captured)

    few = [queries(address) for address in ("/matrix/", "/matrix/?by=topic")]
    for number in range(20, 32):
        make.recommendation(
            articles=[f"untoc:{number}"],
            topics=[make.topic(f"topic-{number}")],
            meeting=make.meeting(ordinal=number),
            indexed=False,
        )
    index_documents(Document.objects.values_list("pk", flat=True))
    assert [queries(address) for address in ("/en/matrix/", "/en/matrix/?by=topic")] == few
    assert max(few) <= 6


# --- the file ----------------------------------------------------------------------------------------


@pytest.mark.usefixtures("_rows")
def test_matrix_is_available_as_csv(client: Client) -> None:
    response = client.get("/matrix/table.csv?status=adopted")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="articles-by-meeting.csv"'
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert rows == [
        [
            "Article",
            "Title",
            "Eleventh session of the Conference of the Parties to the United Nations Convention against Transnational "
            "Organized Crime",
            "Thirteenth meeting of the Working Group on International Cooperation",
            "Twelfth meeting of the Working Group on International Cooperation",
            "All sessions and meetings",
        ],
        ["Article 2", "Title of 2", "0", "0", "0", "0"],
        ["Article 16", "Title of 16", "0", "0", "1", "1"],
        ["Article 18", "Title of 18", "0", "0", "2", "2"],
        ["All articles", "", "0", "0", "2", "2"],
    ]


def test_csv_has_no_formulas(client: Client) -> None:
    make.article("untoc:18", title='=HYPERLINK("x")')
    make.recommendation(articles=["untoc:18"], topics=[make.topic()])
    rows = csv.reader(io.StringIO(client.get("/matrix/table.csv?by=topic").content.decode("utf-8-sig")))
    assert [row[1:3] for row in rows][:2] == [["Title", "Extradition"], ['\'=HYPERLINK("x")', "1"]]


@pytest.mark.parametrize(
    ("cell", "safe"),
    [
        ("=1", "'=1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@a", "'@a"),
        ("\t=1", "'\t=1"),
        (" =1", "' =1"),
        ("12", "12"),
        ("Article 1", "Article 1"),
        ("", ""),
    ],
)
def test_formulas_are_escaped(cell: str, safe: str) -> None:
    assert formula_safe(cell) == safe
