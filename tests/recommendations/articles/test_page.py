"""The page of an article: its text, adopted recommendations, and documents that discuss it."""

from __future__ import annotations

import datetime
import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext

from documents.models import Document
from recommendations.articles import lists
from recommendations.articles.page import article_page
from recommendations.articles.year_chart import chart_of, years_between
from recommendations.models import Recommendation, RecommendationCitation
from recommendations.search.parameters import read_parameters
from recommendations.search.query import SearchQuery
from recommendations.search.results import count_facets, count_hits, search
from recommendations.services import load_treaty_text
from recommendations.services.indexing import index_documents, join_stages
from tests import builders as make
from tests.pages import page
from tests.recommendations.search.test_counts import link

pytestmark = pytest.mark.django_db

TEXT = """\
## United Nations Organized Crime Convention

Preamble The Parties have agreed:

### Article 18

#### Title of 18

1. One.

2. Two <b>& a half</b>:

(a) first;

(b) second.

### Article 19

#### Title of 19

The Parties act together:

(a) here;

(b) there.

IN WITNESS WHEREOF they sign.
"""


@pytest.fixture
def _treaty(db: None) -> None:
    make.article("untoc:18")
    make.article("untoc:19")
    load_treaty_text(TEXT.encode(), "untoc.md")


def recommendation_citing(
    token: str, subparagraph: str = "", *, indexed: bool = True, **fields: object
) -> Recommendation:
    """Create a recommendation that cites a provision."""
    row = make.recommendation(indexed=False, **fields)
    citation = make.cite(row, token)
    if subparagraph:
        citation.article_subparagraph = subparagraph
        citation.save()
    if indexed:
        index_documents([row.version.document_id])
    return row


@pytest.mark.usefixtures("_treaty")
def test_text_shows_citations_of_each_paragraph(client: Client) -> None:
    recommendation_citing("untoc:18:2")
    recommendation_citing("untoc:18:2", "b")
    recommendation_citing("untoc:18")
    text = page(client, "/articles/untoc/18/")
    heading = "Article 18: Title of 18 United Nations Organized Crime Convention"
    assert f"{heading} 3 recommendations relate to this article" in text
    assert "2 recommendations relate to a paragraph of this article. 1 relates to the article as a whole." in text
    assert (
        "1. One. 2. Two <b>& a half</b>: 2 recommendations on paragraph 2 · 2 document "
        "paragraphs citing paragraph 2 "
        "(a) first; (b) second. 1 recommendation cites this provision"
    ) in text
    markup = client.get("/articles/untoc/18/").content.decode()
    assert "Two &lt;b&gt;&amp; a half&lt;/b&gt;:" in markup
    assert set(re.findall(r'id="(para-[^"]*)"', markup)) == {"para-1", "para-2", "para-2-a", "para-2-b"}
    assert 'href="/en/recommendations/?article=untoc:18:2"' in markup


@pytest.mark.usefixtures("_treaty")
def test_article_without_numbered_paragraphs_is_shown(client: Client) -> None:
    recommendation_citing("untoc:19", "a")
    text = page(client, "/articles/untoc/19/")
    assert "The Parties act together: (a) here; 1 recommendation cites this provision (b) there." in text
    assert "1 relates to the article as a whole." in text
    assert "0 recommendations" not in text
    assert "WITNESS" not in text
    instrument = page(client, "/articles/untoc/")
    assert "Preamble Preamble The Parties have agreed:" in instrument
    assert "Final clause and annexes IN WITNESS WHEREOF they sign." in instrument


@pytest.mark.usefixtures("_treaty")
def test_cited_paragraphs_missing_from_the_text_are_listed(client: Client) -> None:
    recommendation_citing("untoc:18:31", "c")
    text = page(client, "/articles/untoc/18/")
    assert "Paragraphs that are not in the text Recommendations by paragraph: para. 31 (1): 1 recommendation, " in text
    assert "para. 31 (c) (1): 1 recommendation" in text


def test_without_text_cited_paragraphs_are_in_treaty_order(client: Client) -> None:
    for token, subparagraph in (("untoc:18:13", ""), ("untoc:18:9", "a(i)"), ("untoc:18", "")):
        recommendation_citing(token, subparagraph)
    make.recommendation(subjects=["untoc:18:4"])
    text = page(client, "/articles/untoc/18/")
    line = (
        "Recommendations by paragraph: para. 4 (1): 1 recommendation, para. 9 (1): 1 recommendation, "
        "para. 9 (a)(i) (1): 1 recommendation, para. 13 (1): 1 recommendation"
    )
    assert line in text
    assert text.index(line) < text.index(
        "Citing this article, in the text or in the heading above it 3: 3 recommendations Adopted"
    )


STATUSES = ("draft", "endorsed", "proposed", "adopted", "for_endorsement")


def test_citing_recommendations_come_first_and_adopted_before_drafts(client: Client) -> None:
    for number, status in enumerate(STATUSES):
        recommendation_citing(
            "untoc:18",
            path=f"{status}-{number}",
            status=status,
            meeting=make.meeting(ordinal=5 + number),
        )
    make.recommendation(subjects=["untoc:18"], path="subject", meeting=make.meeting(ordinal=11))
    make.recommendation(subjects=["untoc:18"], path="subject-draft", status="draft", meeting=make.meeting(ordinal=12))
    text = page(client, "/articles/untoc/18/")
    assert "7 recommendations relate to this article (4 adopted, 3 drafts or proposals)." in text
    assert "All 7 Citing this article 5 Same subject, without citing it 2" in text
    position = 0
    for words in (
        "Citing this article, in the text or in the heading above it 5: 5 recommendations Adopted 3",
        "For_endorsement-4",
        "article 18 (cited)",
        "Adopted-3",
        "Endorsed-1",
        "Drafts and proposals, not adopted 2",
        "Proposed-2",
        "Draft-0",
        "On the same subject, without citing it 2: 2 recommendations Adopted 1",
        "Subject",
        "article 18 (related by subject: “State”)",
        "Drafts and proposals, not adopted 1",
        "Subject-draft",
    ):
        position = text.index(words, position) + len(words)


@pytest.mark.parametrize(
    ("parameters", "shown"),
    [
        ("", ["cited", "related by subject"]),
        ("?basis=cited", ["cited"]),
        ("?basis=subject", ["related by subject"]),
        ("?basis=subject-only", ["related by subject"]),
    ],
)
def test_bases_can_be_shown_separately(client: Client, parameters: str, shown: list[str]) -> None:
    make.recommendation(articles=["untoc:18"])
    make.recommendation(subjects=["untoc:18"])
    text = page(client, f"/articles/untoc/18/{parameters}")
    assert [reason for reason in ("cited", "related by subject") if f"article 18 ({reason}" in text] == shown
    assert f"Title of 18 United Nations Organized Crime Convention {len(shown)} recommendation" in text


@pytest.mark.parametrize(
    ("basis", "sentence"),
    [
        ("", "2 recommendations relate to this article (drafts or proposals, none adopted)."),
        ("cited", "2 recommendations cite this article (drafts or proposals, none adopted)."),
        ("subject", "1 recommendation is related to this article by subject (1 draft or proposal, none adopted)."),
        ("subject-only", "All 2 recommendations cite this article; none is related by subject only."),
    ],
)
def test_recommendation_that_cites_and_is_on_the_subject_counts_on_both_bases(
    client: Client, basis: str, sentence: str
) -> None:
    make.recommendation(articles=["untoc:18"], subjects=["untoc:18"], status="draft")
    make.recommendation(articles=["untoc:18"], status="draft")
    assert sentence in page(client, f"/en/articles/untoc/18/?basis={basis}" if basis else "/en/articles/untoc/18/")
    query = SearchQuery(article=("untoc:18",), basis=basis)
    assert count_hits(query) == {"": 2, "cited": 2, "subject": 1, "subject-only": 0}[basis]


def test_page_without_recommendations_on_a_basis_counts_those_on_the_others(client: Client) -> None:
    for _number in range(2):
        make.recommendation(subjects=["untoc:18"])
        make.recommendation(articles=["untoc:17"])
    cited = page(client, "/articles/untoc/18/?basis=cited")
    assert "No recommendations cite this article. 2 are related by subject." in cited
    on_subject = page(client, "/articles/untoc/17/?basis=subject")
    assert "All 2 recommendations cite this article; none is related by subject." in on_subject


def test_unknown_basis_is_rejected(client: Client) -> None:
    make.article("untoc:18")
    response = client.get("/articles/untoc/18/?basis=moon")
    assert response.status_code == 400
    assert "Choose “cited”, “subject” or “subject-only”." in response.content.decode()


def test_capped_lists_link_to_the_search(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "MAX_RECOMMENDATIONS", 2)
    monkeypatch.setattr("recommendations.articles.page.MAX_PLACES", 2)
    for _number in range(3):
        recommendation_citing("untoc:18")
    text = page(client, "/articles/untoc/18/")
    assert "Showing the latest 2. See all 3" in text
    assert "Showing the latest 2 paragraphs. See all 3" in text


def test_citing_paragraphs_and_footnotes_are_listed(client: Client) -> None:
    report = make.version(make.document("A/1", title="A report"))
    paragraph = make.paragraph(report, "States rely on article 18 of the Convention.", path="para. 7", anchor="para-7")
    make.citation(paragraph, "article 18", article=make.article("untoc:18"))
    note = make.footnote(report, "See article 18, paragraphs 9 and 10.", marker="7", position=3)
    for number in ("9", "10"):
        make.citation(note, "article 18", article=make.article("untoc:18"), article_paragraph=number)
    index_documents([report.document_id])
    text = page(client, "/articles/untoc/18/")
    assert "No recommendations relate to this article yet. 1 document paragraph cites this article." in text
    assert "1 footnote cites this article." in text
    assert (
        "Documents that discuss this article 1 paragraph A/1 A report 25 March 2021 para. 7 States rely on article 18 "
        "of the" in text
    )
    assert "Footnotes that cite this article 1 A/1 A report 25 March 2021 Footnote 7 See article 18, paragraphs" in text
    markup = client.get("/articles/untoc/18/").content.decode()
    assert '<a href="/en/documents/A/1/?language=en#para-7">' in markup
    assert '<a href="/en/documents/A/1/?language=en#note-3">' in markup


def test_unpublished_documents_are_not_counted(client: Client) -> None:
    hidden = make.recommendation(of=make.version(make.document("A/1"), published=False), articles=["untoc:18"])
    text = page(client, "/articles/untoc/18/")
    assert "No recommendations relate to this article yet. No documents cite this article." in text
    assert hidden.text not in text


def test_uncited_article_offers_its_neighbours(client: Client) -> None:
    recommendation_citing("untoc:20")
    make.article("untoc:21")
    text = page(client, "/articles/untoc/21/")
    assert "Nearest articles with recommendations Article 20: Title of 20 1" in text
    assert "← Previous Article 20: Title of 20" in text


def test_citations_by_year_are_also_a_table(client: Client) -> None:
    for ordinal in (3, 3, 6):  # 2012, 2012, 2015
        recommendation_citing("untoc:18", meeting=make.meeting(ordinal=ordinal))
    text = page(client, "/articles/untoc/18/")
    assert "Year Recommendations Document paragraphs 2012 2 0 2013 0 0 2014 0 0 2015 1 0" in text
    markup = client.get("/articles/untoc/18/").content.decode()
    assert " style=" not in markup
    assert markup.count('class="chart-bar"') == 2 * 10


@pytest.mark.parametrize("state", ["confirmed", "refused"])
def test_versions_in_several_years_that_exceed_the_total_are_explained(client: Client, state: str) -> None:
    earlier, later = (recommendation_citing("untoc:18", meeting=make.meeting(ordinal=ordinal)) for ordinal in (3, 6))
    link(earlier, later, state)
    join_stages([earlier.version.document_id])
    text = page(client, "/articles/untoc/18/")
    assert "2012 1 0 2013 0 0 2014 0 0 2015 1 0" in text
    assert ("1 recommendation relates" in text) == (state == "confirmed")
    assert ("A recommendation with versions in several years is counted in each" in text) == (state == "confirmed")


def test_chart_has_one_bar_per_year_within_its_area() -> None:
    counts = {"2001": 1, "2004": 8}
    years = years_between(counts, {"2006": 3})
    assert years == ["2001", "2002", "2003", "2004", "2005", "2006"]
    chart = chart_of(years, counts)
    assert [bar.count for bar in chart.bars] == [1, 0, 0, 8, 0, 0]
    assert chart.max_count == 8
    for bar in chart.bars:
        assert bar.y + bar.height == pytest.approx(chart.baseline)
        assert bar.x >= 0
        assert bar.x + bar.width <= chart.width
        assert bar.count_y > 0
    assert chart.bars[0].height == pytest.approx(chart.bars[3].height / 8, abs=0.1)
    assert years_between({}, {}) == []
    assert chart_of([], {}).bars == ()
    assert sum(bar.has_year_label for bar in chart_of([str(year) for year in range(1950, 2030)], {}).bars) <= 12


@pytest.mark.usefixtures("_treaty")
def test_every_number_equals_the_total_of_its_search(client: Client) -> None:
    forms = make.topic("forms")
    for number in range(8):
        recommendation_citing(
            f"untoc:18:{number % 3}" if number % 3 else "untoc:18",
            status=STATUSES[number % 5],
            strength="urged",
            topics=[make.topic("extradition", forms)] if number % 2 else [forms],
            meeting=make.meeting(ordinal=5 + number % 3),
        )
        make.recommendation(
            subjects=[f"untoc:18:{number % 4}" if number % 4 else "untoc:18"], status=STATUSES[number % 5]
        )
    content = article_page(make.article("untoc:18"))
    numbers = {content.query.address: content.total, content.places_query.address: content.places_total}
    for row in (*content.text.rows, *content.text.others):
        if row.begins_paragraph:
            numbers |= {row.address: row.recommendations, row.places_address: row.places}
    numbers |= {group.query.address: group.total for group in content.groups}
    numbers |= {group.query.address: group.total for group in content.groups}
    numbers |= {row.address: row.count for row in (*content.meetings, *content.topics)}
    for year in content.citations_by_year.years:
        numbers |= {year.address: year.recommendations, year.places_address: year.places}
    assert len(numbers) > 15
    for address, number in numbers.items():
        parameters = read_parameters(QueryDict(urlsplit(address).query))
        assert parameters.messages == ()
        assert search(parameters.query, size=0).total == number, address
        assert number or parse_qs(urlsplit(address).query)
    assert sum(group.total for group in content.groups) == content.total
    assert count_facets(content.query)["article"]["untoc:18"] == content.total


@pytest.mark.usefixtures("_treaty")
def test_number_of_queries_is_fixed(client: Client) -> None:
    def fill(number: int) -> None:
        for position in range(number):
            row = recommendation_citing(
                "untoc:18:2" if position % 2 else "untoc:18",
                status=STATUSES[position % 5],
                topics=[make.topic(f"topic-{position}")],
                meeting=make.meeting(ordinal=5 + position),
                indexed=False,
            )
            note = make.footnote(row.version, "See article 18.", paragraph=row.paragraph)
            cited = make.citation(note, "article 18", article=make.article("untoc:18"))
            RecommendationCitation.objects.create(recommendation=row, citation=cited)
        index_documents(Document.objects.values_list("pk", flat=True))

    def count_queries() -> int:
        page(client, "/articles/untoc/18/")  # loads names and the index
        with CaptureQueriesContext(connection) as captured:
            page(client, "/articles/untoc/18/")
        return len(captured)

    fill(6)
    few = count_queries()
    fill(16)
    assert count_queries() == few
    assert few <= 25


def test_excerpts_have_a_language(client: Client) -> None:
    version = make.version(make.document("A/1", date=datetime.date(2020, 1, 1)), "fr")
    paragraph = make.paragraph(version, "Les États appliquent l’article 18.", path="par. 1")
    make.citation(paragraph, "article 18", article=make.article("untoc:18"))
    index_documents([version.document_id])
    markup = unescape(client.get("/articles/untoc/18/").content.decode())
    assert '<p class="excerpt" lang="fr" dir="ltr">Les États appliquent l’<mark>article 18</mark>.</p>' in markup


def test_draft_that_was_adopted_is_counted_once(client: Client) -> None:
    draft, adopted = (
        make.recommendation(of=make.version(make.document(symbol)), status=status, meeting=None, articles=["untoc:18"])
        for symbol, status in (("A/1", "draft"), ("A/2", "adopted"))
    )
    link(draft, adopted, "confirmed")
    join_stages([draft.version.document_id])
    shown = page(client, "/articles/untoc/18/")
    assert "1 recommendation relates to this article (1 adopted)" in shown
    assert "Drafts and proposals, not adopted" not in shown
