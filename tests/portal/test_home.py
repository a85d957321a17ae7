"""The home page: examples with results, holdings and missing documents, and the next meeting."""

from __future__ import annotations

import datetime
import re
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from recommendations.queries.holdings import holdings
from recommendations.queries.meetings import next_meeting
from tests import builders as make
from tests.pages import page

pytestmark = pytest.mark.django_db


def test_examples_have_results(client: Client) -> None:
    topic = make.topic("extradition")
    topic.labels = {"en": "Extradition", "fr": "Extradition"}
    topic.save()
    make.recommendation(
        "UNODC is invited to report on extradition.",
        articles=["untoc:18"],
        topics=[topic],
        addressees=[make.addressee(), make.addressee("unodc")],
    )
    response = client.get("/")
    examples = response.context["examples"]
    assert [example.label for example in examples][:2] == ["article 18", "extradition"]
    assert examples[2].address == "/en/recommendations/?addressee=unodc"
    for example in examples:
        found = client.get(example.address)
        assert found.context["result"].total == 1, example.label
    assert 'lang="fr">extradition</a>' in response.content.decode()


def test_examples_without_results_are_omitted(client: Client) -> None:
    make.recommendation()
    assert client.get("/").context["examples"] == []


def test_holdings_are_listed_by_body(client: Client) -> None:
    group, conference = make.body(position=2), make.conference()
    day = datetime.date(2015, 1, 22)
    for year in (2015, 2022):
        make.version(make.document(f"CTOC/COP/WG.3/{year}/1", body=group, date=day.replace(year=year)))
    french = make.version(make.document("CTOC/COP/2022/L.4", body=conference, date=None), "fr")
    make.version(french.document)
    make.version(make.document("CTOC/COP/2022/L.5", body=conference), published=False)
    rows = [(row.body, row.documents, row.period, list(row.languages)) for row in holdings().bodies]
    assert rows == [(conference, 1, "", ["en", "fr"]), (group, 2, "2015–2022", ["en"])]
    text = page(client, "/")
    assert "Working Group on International Cooperation 2 documents 2015–2022 English" in text
    assert "No documents in: Arabic, Chinese, Russian, Spanish." in text
    assert f"Last updated {timezone.localdate():%-d %B %Y}" in text


def test_cited_documents_that_are_missing_are_named(client: Client) -> None:
    for number, symbols in enumerate((["A/1", "A/2"], ["A/2", "A/3"])):
        paragraph = make.paragraph(make.version(make.document(f"B/{number}")), f"See {' and '.join(symbols)}.")
        for symbol in symbols:
            make.citation(paragraph, symbol, kind="document", value=symbol)
    make.version(make.document("A/3"))
    held = holdings()
    assert (held.absent_total, held.absent) == (2, ["A/2", "A/1"])
    sentence = "2 documents cited in these texts are not in this collection. Cited most often: A/2, A/1"
    assert sentence in page(client, "/")


def test_missing_documents_are_linked_only_if_the_search_finds_their_citations(client: Client) -> None:
    paragraph = make.paragraph(make.version(make.document("B/1")), "See the report.")
    make.citation(paragraph, "the report", kind="document", value="CTOC/COP/2099/1")
    html = client.get("/").content.decode()
    assert '<span class="symbol">CTOC/COP/2099/1</span>' in html
    assert "q=CTOC/COP/2099/1" not in html


def test_missing_documents_are_searched_in_the_language_of_the_reader(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.home.count_hits", lambda query: 1)
    paragraph = make.paragraph(make.version(make.document("B/1")), "See A/1.")
    make.citation(paragraph, "A/1", kind="document", value="A/1")
    for language in ("en", "fr"):
        [(_symbol, address)] = client.get(f"/{language}/").context["absent"]
        assert address.startswith(f"/{language}/recommendations/")


def test_next_meeting_is_shown_with_its_documents(client: Client) -> None:
    today = timezone.localdate()
    assert next_meeting(today) is None
    group = make.body()
    past, soon, later = (today + datetime.timedelta(days=number) for number in (-9, 9, 99))
    for ordinal, day in enumerate((past, soon, later), 12):
        meeting = make.meeting(group, ordinal, start=day, end=day)
        make.version(make.document(f"CTOC/COP/WG.3/{ordinal}", meeting=meeting, title=f"Agenda of the {ordinal}th"))
    following = next_meeting(today)
    assert following is not None
    assert following.start == soon
    assert "Next meeting Thirteenth meeting of the Working Group on International Cooperation" in page(client, "/")
    assert [document.title for document in client.get("/").context["next_documents"]] == ["Agenda of the 13th"]


def test_next_meeting_of_an_unpublished_document_is_secret(client: Client) -> None:
    day = timezone.localdate() + datetime.timedelta(days=9)
    meeting = make.meeting(make.body(), 13, start=day, end=day)
    hidden = make.version(make.document("A/1", meeting=meeting), published=False)
    make.citation(
        make.paragraph(hidden, "Agenda of the next meeting."), "next meeting", kind="meeting", meeting=meeting
    )
    assert next_meeting(timezone.localdate()) is None
    make.citation(
        make.paragraph(make.version(), "Agenda of the next meeting."), "next meeting", kind="meeting", meeting=meeting
    )
    assert next_meeting(timezone.localdate()) == meeting


def test_meeting_in_progress_is_the_next(client: Client) -> None:
    today = timezone.localdate()
    day = datetime.timedelta(days=1)
    meeting = make.meeting(make.body(), 13, start=today - day, end=today + day)
    make.version(make.document("A/1", meeting=meeting))
    assert next_meeting(today) == meeting


def test_counts_distinguish_adopted_texts_from_others(client: Client) -> None:
    topic = make.topic("extradition")
    meeting = make.meeting()
    for status in ("adopted", "for_endorsement", "draft", "proposed"):
        make.recommendation(status=status, articles=["untoc:18"], topics=[topic], meeting=meeting)
    make.recommendation(status="draft", articles=["untoc:16"], meeting=meeting)
    for address in ("/", "/articles/"):
        text = page(client, address)
        assert "18: Title of 18 2 adopted, 2 drafts or proposals" in text.replace("18 Title", "18: Title")
        assert "1 draft or proposal, none adopted" in text
    assert "5 recommendations (2 adopted, 3 drafts or proposals)" in page(client, "/")
    for address in ("/", "/topics/"):
        assert "2 adopted, 2 drafts or proposals" in page(client, address)
    for address in ("/", "/meetings/", meeting.get_absolute_url()):
        assert "2 adopted, 3 drafts or proposals" in page(client, address)


def test_home_page_links_to_comparing_compiling_and_news(client: Client) -> None:
    html = client.get("/").content.decode()
    for address, label in (
        ("/basket/#compare", "Compare two texts"),
        ("/compile/", "Make a Word or PDF file"),
        ("/new/", "What’s new"),
    ):
        assert f'href="/en{address}">{label}</a>' in html
    menu = html.partition('id="site-nav"')[2].partition("</nav>")[0]
    assert ">What’s new</a>" in menu
    assert "Log in" not in menu
    assert ">Log in</a>" in html.partition("<footer")[2]
    assert "compare two texts" in page(client, "/en/basket/")


@pytest.mark.parametrize("address", ["/articles/untoc/18/", "/topics/extradition/"])
def test_pages_of_articles_and_topics_lead_to_a_compilation(client: Client, address: str) -> None:
    make.recommendation(articles=["untoc:18"], topics=[make.topic("extradition")])
    html = client.get(address).content.decode()
    link = re.search(r'href="(/en/compile/[^"]*)">Compile these recommendations', html)
    assert link
    assert "1 recommendation" in page(client, unescape(link[1]))
