"""Pages of recommendations, meetings, articles and topics, as readers see them."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from documents.models import LanguageVersion
from documents.web.language_addresses import without_language
from documents.web.roles import Role
from recommendations.models import Recommendation, RecommendationCitation
from recommendations.services.indexing import index_documents
from tests import builders as make
from tests.pages import page

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("/", "0 recommendations 0 documents 0 meetings"),
        ("/recommendations/", "No recommendations have been published yet."),
        ("/documents/", "No documents have been published yet."),
        ("/meetings/", "No meetings have documents yet."),
        ("/articles/", "No instruments have been added yet."),
        ("/topics/", "No topics have been added yet."),
        ("/login/", "You do not need an account to read published documents and recommendations."),
    ],
)
def test_empty_portal_is_explained(client: Client, address: str, message: str) -> None:
    assert message in page(client, address)


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("/recommendations/1/", "This recommendation does not exist."),
        ("/recommendations/99999999999999999999/", "This recommendation does not exist."),
        ("/meetings/never-1/", "There is no meeting called “never-1” in this collection."),
        ("/articles/moon/", "There is no instrument called “moon” in this collection."),
        ("/articles/moon/1/", "There is no instrument called “moon” in this collection."),
        ("/articles/untoc/42/", "The United Nations Organized Crime Convention has no article 42. It has 1 article."),
        ("/articles/untoc/%00/", "has no article"),
        ("/topics/cooking/", "There is no topic called “cooking”."),
    ],
)
def test_missing_pages_are_explained(client: Client, address: str, message: str) -> None:
    make.article("untoc:18")
    text = page(client, address, 404)
    assert message in text
    assert "Search the recommendations" in text


def test_page_is_in_english_whatever_the_reader_prefers(client: Client) -> None:
    make.version(make.document("A/1", title="Report"))
    response = client.get("/documents/", headers={"accept-language": "ar,fr;q=0.9"}).content.decode()
    assert '<html lang="en" dir="ltr">' in response
    assert "25 March 2021" in response


@pytest.fixture
def row(db: None) -> Recommendation:
    group, conference = make.body(), make.conference()
    return make.recommendation(
        "States parties are encouraged to use joint investigations under article 19 and article 4 of the code.",
        path="Annex I (b)",
        heading="Joint investigations (article 20)",
        page=3,
        heading_articles=["untoc:20"],
        topics=[make.topic("joint-investigations", parent=make.topic("cooperation"))],
        addressees=[make.addressee()],
        status="for_endorsement",
        verb="are encouraged to",
        action="are encouraged to use",
        strength="encouraged",
        meeting=make.meeting(group, 12, place="Vienna"),
        put_to=make.meeting(conference, 11, slug="cop-11"),
        of=make.version(make.document("CTOC/COP/2022/L.4", title="Draft resolution")),
    )


def cite(row: Recommendation, words: str, **fields: object) -> None:
    cited = make.citation(row.paragraph, words, **fields)
    RecommendationCitation.objects.create(recommendation=row, citation=cited)
    index_documents([row.version.document_id])


def test_recommendation_shows_all_its_details(client: Client, row: Recommendation) -> None:
    cite(row, "article 19", article=make.article("untoc:19"), article_paragraph="3", article_subparagraph="a(i)")
    cite(row, "article 4", reason="A national code, not a treaty.")
    text = page(client, row.get_absolute_url())
    for words in (
        "Recommendation annex I (b): …use joint investigations under article 19 and article 4 of… "
        "Adopted, submitted for endorsement States parties are encouraged to use joint investigations under",
        "Adopted by the Working Group on International Cooperation at its twelfth meeting (Vienna, 25–26 March 2021); "
        "submitted to the Conference of the Parties",
        "at its eleventh session",
        "Heading Joint investigations (article 20)",
        "CTOC/COP/2022/L.4 Draft resolution",
        "Annex I (b), page 3",
        "Addressed to States parties",
        "“are encouraged to use” (strength: encouraged)",
        "Organized Crime Convention, article 19, paragraph 3 (a) (i) Title of 19 cited as “article 19” in the text",
        "article 4 reference not identified: A national code, not a treaty. cited as “article 4” in the text",
        "Organized Crime Convention, article 20 Title of 20 cited as “State” in the heading above",
        "Joint investigations the text contains “State”",
    ):
        assert words in text


def test_title_shows_what_is_recommended(client: Client, row: Recommendation) -> None:
    html = client.get(row.get_absolute_url()).content.decode()
    title = "…use joint investigations under article 19 and article 4 of… – annex I (b), CTOC/COP/2022/L.4"
    assert f"<title>{title} – UNTOC Portal</title>" in html
    assert 'lang="en" dir="ltr">…use joint investigations' in html


def test_each_reference_is_listed_once_with_all_reasons(client: Client, row: Recommendation) -> None:
    note = make.footnote(row.version, "See article 20.", marker="5", paragraph=row.paragraph)
    for paragraph, words in ((row.paragraph, "article 19"), (row.paragraph, "article 4"), (note, "article 20")):
        cited = make.citation(paragraph, words, article=make.article("untoc:20"))
        RecommendationCitation.objects.create(recommendation=row, citation=cited)
    make.add_subject(row, "untoc:20")
    for words in ("investigations", "the code"):
        cite(row, words, value="A/1", kind="document")
    text = page(client, row.get_absolute_url())
    reasons = (
        "cited as “article 19” in the text; cited as “article 4” in the text; cited as “article 20” in footnote 5; "
        "cited as “State” in the heading above; related by subject: “State”"
    )
    assert f"Organized Crime Convention, article 20 Title of 20 {reasons}" in text
    assert text.count("Title of 20") == 1
    assert "A/1 not in this collection · open on the United Nations website cited as “investigations” in the" in text
    assert text.count("A/1 not") == 1


@pytest.mark.parametrize(
    ("value", "address", "words"),
    [
        ("GA 55/25", "https://undocs.org/en/A/RES/55/25", "General Assembly resolution 55/25 not in this collection"),
        (
            "COP 5/8",
            "https://undocs.org/en/CTOC/COP/2010/17",
            "Conference resolution 5/8 in CTOC/COP/2010/17, the report of the session · not in this collection",
        ),
        (
            "COP decision 4/2",
            "https://undocs.org/en/CTOC/COP/2008/19",
            "Conference decision 4/2 in CTOC/COP/2008/19, the report of the session · not in this collection",
        ),
        ("COP 99/1", "/en/recommendations/?q=%22resolution+99/1", "Conference resolution 99/1 not in this collection"),
        ("CCPCJ 25/1", "/en/recommendations/?q=%22resolution+25/1", "25/1 not in this collection · find mentions"),
    ],
)
def test_cited_resolution_links_to_the_official_document(
    client: Client, row: Recommendation, value: str, address: str, words: str
) -> None:
    cite(row, "the code", value=value, kind="resolution")
    assert f'<a class="row-title" href="{address}' in client.get(row.get_absolute_url()).content.decode()
    assert words in page(client, row.get_absolute_url())


def test_cited_resolution_links_to_the_report_in_this_collection(client: Client, row: Recommendation) -> None:
    make.version(make.document("CTOC/COP/2010/17", title="Report of the Conference"))
    cite(row, "the code", value="COP 5/8", kind="resolution")
    html = client.get(row.get_absolute_url()).content.decode()
    assert 'class="row-title" href="/en/documents/CTOC/COP/2010/17/"' in html
    words = page(client, row.get_absolute_url())
    assert "Report of the Conference in CTOC/COP/2010/17, the report of the session" in words


def test_actions_are_offered_with_the_address_of_the_page(client: Client, row: Recommendation) -> None:
    html = client.get(row.get_absolute_url()).content.decode()
    assert f'data-copy-text="http://testserver{without_language(row.get_absolute_url())}"' in html
    assert f'href="/en/documents/CTOC/COP/2022/L.4/cite/{row.anchor}/?language=en" data-cite-link' in html
    assert "data-print hidden" in html
    assert ">Correct<" not in html


@pytest.mark.parametrize(("role", "may_correct"), [(Role.STAFF, False), (Role.EDITOR, True)])
def test_only_editors_are_offered_the_correction_form(
    client: Client, row: Recommendation, role: Role, may_correct: bool
) -> None:
    client.force_login(make.person(role))
    address = f"/en/documents/CTOC/COP/2022/L.4/review/recommendations/{row.anchor}/?language=en"
    assert (f'href="{address}">Correct</a>' in client.get(row.get_absolute_url()).content.decode()) is may_correct


def test_citations_in_notes_are_shown_but_not_counted(client: Client, row: Recommendation) -> None:
    note = make.footnote(row.version, "See article 18 of the Convention.", marker="5", paragraph=row.paragraph)
    cited = make.citation(note, "article 18", article=make.article("untoc:18"))
    RecommendationCitation.objects.create(recommendation=row, citation=cited)
    index_documents([row.version.document_id])
    shown = page(client, row.get_absolute_url())
    reference = "Organized Crime Convention, article 18 Title of 18 cited as “article 18” in footnote 5"
    assert f"References {reference} Topics" in shown
    article = page(client, "/articles/untoc/18/")
    assert "No recommendations relate to this article yet. 1 footnote cites this article." in article
    assert "Article 18" not in page(client, "/en/recommendations/")
    assert "Annex I (b)" not in page(client, "/en/recommendations/?article=untoc:18")


def test_alternatives_are_marked_and_explained(client: Client) -> None:
    row = make.recommendation(
        "Develop [a matrix] [a <b>guide</b>].", alternatives=[{"start": 8, "end": 18}], status="draft"
    )
    response = client.get(row.get_absolute_url()).content.decode()
    assert '<span class="alternative">[a matrix]</span> [a &lt;b&gt;guide&lt;/b&gt;].' in response
    assert "Draft – not adopted in this document: a draft document of the twelfth meeting" in response


def test_neighbours_in_the_document_are_linked(client: Client) -> None:
    version = make.version()
    first, middle, last = (make.recommendation(of=version, path=f"({letter})") for letter in "abc")
    make.recommendation()
    text = page(client, middle.get_absolute_url())
    assert "Previous: (a)" in text
    assert "Next: (c)" in text
    assert "Previous" not in page(client, first.get_absolute_url())
    assert "Next" not in page(client, last.get_absolute_url())


def test_meetings_with_content_are_listed_by_body(client: Client, row: Recommendation) -> None:
    make.meeting(make.body(), 3)
    text = page(client, "/meetings/")
    assert (
        "Working Group on International Cooperation Twelfth meeting Vienna, 25–26 March 2021 1 recommendation" in text
    )
    assert "Eleventh session" in text
    assert "Third meeting" not in text


def test_meeting_shows_its_own_and_submitted_recommendations(client: Client, row: Recommendation) -> None:
    text = page(client, "/meetings/wg-international-cooperation-12/")
    assert "1 recommendation from this meeting 1 adopted." in text
    text = page(client, "/meetings/cop-11/")
    assert "Recommendations submitted to this session by other meetings" in text
    assert (
        "Twelfth meeting of the Working Group on International Cooperation 1 "
        "Annex I (b) Adopted, submitted for endorsement States parties are encouraged"
    ) in text


def test_empty_meeting_offers_related_pages(client: Client, row: Recommendation) -> None:
    make.citation(row.paragraph, "joint", kind="meeting", meeting=make.meeting(make.body(), 3))
    text = page(client, "/meetings/wg-international-cooperation-3/")
    assert "No documents from this meeting" in text
    assert "Documents mentioning this meeting Draft resolution" in text
    assert text.endswith("Next meeting: Twelfth meeting, 2021")


def test_meeting_without_an_ordinal_is_named_by_its_dates(client: Client) -> None:
    days = {"start": datetime.date(2016, 10, 19), "end": datetime.date(2016, 10, 21)}
    make.recommendation(meeting=make.meeting(make.body(), None, place="Vienna", **days))
    assert "Meeting of 19–21 October 2016 Vienna 1 recommendation" in page(client, "/en/meetings/")


def test_articles_have_counts_including_zero(client: Client, row: Recommendation) -> None:
    make.article("untoc:2")
    text = page(client, "/articles/untoc/")
    assert "1 recommendation relates to this instrument" in text
    assert "2 Title of 2, no recommendations" in text
    assert "20 Title of 20 1 adopted" in text


def test_topics_have_counts(client: Client, row: Recommendation) -> None:
    make.topic("extradition", make.topic("cooperation"))
    assert "Cooperation 1 adopted Extradition 0 Joint investigations 1 adopted" in page(client, "/en/topics/")
    text = page(client, "/topics/joint-investigations/")
    assert "1 recommendation on this topic" in text
    assert "Articles these recommendations relate to Organized Crime Convention, article 20 1" in text
    text = page(client, "/topics/extradition/")
    assert "No recommendations on this topic yet." in text
    assert "Related topics Joint investigations 1 adopted" in text


def test_number_of_queries_is_fixed_on_every_page(client: Client) -> None:
    version: LanguageVersion = make.version(make.document("CTOC/COP/2022/L.4"))
    make.recommendation(meeting=make.meeting(ordinal=80))  # the next meeting

    @make.indexed_together()
    def fill(number: int) -> None:
        for position in range(number):
            make.recommendation(
                "States use article 18.",
                of=version if position % 2 else None,
                articles=["untoc:18", f"untoc:{position + 19}"],
                topics=[make.topic("extradition", make.topic("forms")), make.topic(f"topic-{position}")],
                addressees=[make.addressee()],
                meeting=make.meeting(ordinal=12 if position % 2 else position + 13),
            )

    addresses = (
        "/",
        "/meetings/",
        "/meetings/wg-international-cooperation-12/",
        "/articles/",
        "/articles/untoc/18/",
        "/topics/",
        "/topics/extradition/",
        "/documents/",
    )

    def count_queries() -> dict[str, int]:
        numbers = {}
        for address in addresses:
            with CaptureQueriesContext(connection) as captured:
                page(client, address)
            numbers[address] = len(captured)
        return numbers

    def count_queries_with_warm_caches() -> dict[str, int]:
        """Return the counts once the process has loaded new names and the languages of the index."""
        count_queries()
        return count_queries()

    fill(4)
    few = count_queries_with_warm_caches()
    fill(12)
    assert count_queries_with_warm_caches() == few
