"""Atom feeds, as a feed reader reads them."""

from __future__ import annotations

import datetime
import re
from typing import Any

import feedparser
import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import etree

from documents.models import Document, LanguageVersion
from documents.services import record_change
from recommendations.exports.feeds.found import MAX_LOOKED_UP, latest_found
from recommendations.exports.feeds.paging import FEED_SIZE
from recommendations.search.query import SearchQuery
from tests import builders as make
from tests.clients import BrowserClient

pytestmark = pytest.mark.django_db

HOST = "http://testserver"
ATOM = "{http://www.w3.org/2005/Atom}"
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
EARLY = datetime.datetime(2024, 1, 1, tzinfo=datetime.UTC)


def published(document: Document, day: int, language: str = "en", **fields: Any) -> LanguageVersion:
    return make.version(document, language, published_at=EARLY + datetime.timedelta(days=day), **fields)


def read(client: Client, address: str, status: int = 200) -> Any:
    response = client.get(address)
    assert response.status_code == status
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    check_rfc4287(response.content)
    feed = feedparser.parse(response.content)
    assert not feed.bozo
    return feed


def check_rfc4287(content: bytes) -> None:
    """Check what RFC 4287 requires of a feed and its entries (sections 4.1.1 and 4.1.2)."""
    root = etree.fromstring(content)
    assert root.tag == f"{ATOM}feed"
    for element in (root, *root.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1, name
        assert len(element.findall(f"{ATOM}content")) <= 1
        assert len(element.findall(f"{ATOM}summary")) <= 1
        alternates = [link for link in element.findall(f"{ATOM}link") if link.get("rel") == "alternate"]
        assert len(alternates) == 1
        assert element.findtext(f"{ATOM}author/{ATOM}name")
    for date in (*root.iter(f"{ATOM}updated"), *root.iter(f"{ATOM}published")):
        assert RFC3339.fullmatch(date.text or "")
    identifiers = [element.text for element in root.iter(f"{ATOM}id")]
    assert len(set(identifiers)) == len(identifiers)
    assert all(re.fullmatch(r"tag:testserver,2026:/[^\s]*", identifier or "") for identifier in identifiers)


def titles(feed: Any) -> list[str]:
    return [entry.title for entry in feed.entries]


class TestSearch:
    def test_latest_publication_comes_first(self, client: Client) -> None:
        texts = {"A/1": (1, "Zebras graze."), "A/2": (3, "Zebras sleep."), "A/3": (2, "Zebras drink.")}
        for symbol, (day, text) in texts.items():
            make.recommendation(text, of=published(make.document(symbol), day))
        feed = read(client, "/recommendations.atom?q=zebras")
        assert [title.split(",")[0] for title in titles(feed)] == ["A/2", "A/3", "A/1"]
        assert feed.feed.title == "Recommendations: zebras – UNTOC Portal"
        assert feed.feed.updated == "2024-01-04T00:00:00+00:00"

    def test_entry_has_the_text_in_its_language_and_says_that_it_is_a_draft(self, client: Client) -> None:
        text = 'Tigers & "lions" <b>sleep</b>.\x0b'
        row = make.recommendation(
            text, of=published(make.document("A/1"), 1), status="draft", anchor="para-7", path="para. 7"
        )
        [entry] = read(client, "/recommendations.atom").entries
        assert entry.link == f"{HOST}/recommendations/A/1/para-7/"
        assert entry.id == "tag:testserver,2026:/recommendations/A/1/para-7/"
        assert (entry.content[0].value, entry.content[0].language) == ('Tigers & "lions" <b>sleep</b>.', "en")
        assert "not adopted" in entry.summary
        assert [tag.term for tag in entry.tags] == ["draft"]
        assert client.get(f"/recommendations/{row.pk}/").status_code == 301

    def test_filters_and_paragraphs_are_those_of_the_page(self, client: Client) -> None:
        version = published(make.document("A/1"), 1)
        make.recommendation("Zebras graze.", of=version, articles=["untoc:18"])
        make.recommendation("Zebras sleep.", of=version)
        assert len(read(client, "/recommendations.atom?article=untoc:18").entries) == 1
        paragraphs = read(client, "/recommendations.atom?in=paragraphs&q=zebras").entries
        assert {entry.link.partition("?")[0] for entry in paragraphs} == {f"{HOST}/documents/A/1/"}
        assert client.get("/recommendations.atom?article=untoc:999").status_code == 400

    def test_pages_hold_every_entry_once(self, client: Client) -> None:
        with make.indexed_together():
            for number in range(FEED_SIZE * 2 + 5):
                make.recommendation(f"Zebra {number}.", of=published(make.document(f"A/{number}"), number))
        address, found, relations = f"{HOST}/recommendations.atom?q=zebra", [], []
        while address:
            feed = read(client, address.removeprefix(HOST))
            found += [entry.id for entry in feed.entries]
            links = {link.rel: link.href for link in feed.feed.links}
            relations.append(set(links))
            address = links.get("next", "")
        assert len(found) == len(set(found)) == FEED_SIZE * 2 + 5
        assert [("previous" in page, "next" in page) for page in relations] == [
            (False, True),
            (True, True),
            (True, False),
        ]
        assert links["first"] == f"{HOST}/en/recommendations.atom?q=zebra"
        assert links["last"] == links["self"] == f"{HOST}/en/recommendations.atom?q=zebra&page=3"

    def test_corrected_document_comes_first_and_its_entry_is_updated(self, client: Client) -> None:
        old, new = published(make.document("A/1"), 1), published(make.document("A/2"), 2)
        corrected_at = timezone.now()
        make.recommendation("Zebras graze.", of=old, corrected_at=corrected_at)
        make.recommendation("Zebras sleep.", of=new)
        with transaction.atomic():
            record_change("document.draft_published", by=None, subject="A/1", document=old.document)
        first, second = read(client, "/recommendations.atom").entries
        assert first.title.startswith("A/1")
        assert first.updated == corrected_at.isoformat()
        assert second.updated == second.published

    def test_sparse_and_dense_searches_have_the_same_order(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with make.indexed_together():
            for number in range(30):
                version = published(make.document(f"A/{number}"), number * 7 % 30)
                make.recommendation(f"Zebra {number}.", of=version)
                make.recommendation(f"Lion {number}.", of=version)
        query = SearchQuery(words="zebra")
        assert MAX_LOOKED_UP >= 30
        by_lookup = [row.pk for row in latest_found(query, 3, 10).rows]
        monkeypatch.setattr("recommendations.exports.feeds.found.MAX_LOOKED_UP", 0)
        assert [row.pk for row in latest_found(query, 3, 10).rows] == by_lookup
        assert len(by_lookup) == 10

    def test_empty_feed_is_valid_and_does_not_change(self, client: Client) -> None:
        first = client.get("/recommendations.atom?q=zebra")
        assert read(client, "/recommendations.atom?q=zebra").entries == []
        again = client.get("/recommendations.atom?q=zebra", headers={"If-None-Match": first["ETag"]})
        assert again.status_code == 304

    def test_number_of_queries_does_not_depend_on_the_entries(
        self, client: Client, django_assert_max_num_queries: Any
    ) -> None:
        with make.indexed_together():
            for number in range(20):
                make.recommendation(f"Zebra {number}.", of=published(make.document(f"A/{number}"), number))
        client.get(
            "/recommendations.atom?q=zebra"
        )  # reads the index into memory, and the stems and vectors of the word
        with django_assert_max_num_queries(6):
            client.get("/recommendations.atom?q=zebra")


class TestLists:
    def test_article_topic_meeting_and_body_have_feeds(self, client: Client) -> None:
        row = make.recommendation("Zebras graze.", articles=["untoc:18"], topics=[make.topic("extradition")])
        make.recommendation("Lions sleep.", meeting=make.meeting(make.conference(), 11))
        assert row.meeting
        for address in (
            "articles/untoc/18",
            "topics/extradition",
            f"meetings/{row.meeting.slug}",
            f"meetings/{row.meeting.body.key}",
        ):
            [entry] = read(client, f"/{address}.atom").entries
            assert entry.link.endswith(f"/{row.place}/"), address
        for address in ("articles/untoc/999", "topics/zebras", "meetings/zebras", "documents/A/99"):
            assert client.get(f"/{address}.atom").status_code == 404

    def test_pages_link_to_their_feeds(self, client: Client) -> None:
        row = make.recommendation("Zebras graze.", articles=["untoc:18"], topics=[make.topic("extradition")])
        assert row.meeting
        for page, feed in (
            ("/recommendations/?q=zebras", "/recommendations.atom?q=zebras"),
            ("/articles/untoc/18/", "/articles/untoc/18.atom"),
            ("/topics/extradition/", "/topics/extradition.atom"),
            (row.meeting.get_absolute_url(), f"/meetings/{row.meeting.slug}.atom"),
            ("/documents/?year=2021", "/documents.atom?year=2021"),
            ("/new/", "/new.atom"),
        ):
            html = client.get(page).content.decode()
            link = f'<link rel="alternate" type="application/atom+xml" title="Atom feed" href="/en{feed}">'
            assert link in html, page
            read(client, feed)

    def test_feed_is_in_the_language_of_the_page_that_links_to_it(self) -> None:
        body = make.conference()
        body.labels = {"ru": "Конференция участников"}
        body.save()
        make.recommendation("Zebras graze.", articles=["untoc:18"], meeting=make.meeting(body, 11))
        client = BrowserClient()
        page = client.get("/ru/articles/untoc/18/").content.decode()
        assert page.count('href="/ru/articles/untoc/18.atom"') == 2
        feed = read(client, "/ru/articles/untoc/18.atom")
        assert feed.feed.language == "ru"
        assert feed.entries[0].author == "Конференция участников"
        english = read(client, "/en/articles/untoc/18.atom")
        assert (feed.feed.id, feed.entries[0].id) == (english.feed.id, english.entries[0].id), "lasting identifiers"
        assert client.get("/articles/untoc/18.atom")["Location"] == "/en/articles/untoc/18.atom"

    def test_documents_are_sorted_by_publication_and_filtered(self, client: Client) -> None:
        old = make.document("A/1", title="Old", date=datetime.date(2022, 1, 1))
        new = make.document("A/2", title="New", date=datetime.date(2021, 1, 1))
        published(old, 1)
        published(new, 2)
        published(old, 3, "fr")
        make.version(make.document("A/3"), published=False)
        feed = read(client, "/documents.atom")
        assert titles(feed) == ["A/1: Old", "A/2: New"]
        assert feed.entries[0].published == "2024-01-02T00:00:00+00:00"
        assert feed.entries[0].updated == "2024-01-04T00:00:00+00:00"
        assert titles(read(client, "/documents.atom?year=2021")) == ["A/2: New"]

    @pytest.mark.parametrize("address", ["/documents.atom?page=x", "/new.atom?page=0", "/documents.atom?year=1"])
    def test_invalid_parameters_are_rejected(self, client: Client, address: str) -> None:
        assert client.get(address).status_code == 400


class TestLog:
    def test_events_are_listed_latest_first(self, client: Client) -> None:
        first, second = published(make.document("A/1"), 1), published(make.document("A/2"), 2, "fr")
        gone = published(make.document("A/3"), 3)
        make.endorsement(published(make.document("A/4"), 0))
        LanguageVersion.objects.filter(pk=gone.pk).update(
            published_at=None, withdrawn_at=EARLY + datetime.timedelta(days=9), withdrawn_reason="Issued in error."
        )
        with transaction.atomic():
            record_change(
                "document.draft_published",
                by=None,
                subject="A/1",
                document=first.document,
                object_key=f"version:{first.pk}",
            )
        feed = read(client, "/new.atom")
        kinds = [entry.tags[0].term for entry in feed.entries]
        assert kinds == ["corrected", "withdrawn", "new", "new", "endorsed", "new"]
        corrected, withdrawn, new = feed.entries[:3]
        assert corrected.title == "Corrected: A/1 (English)"
        assert (withdrawn.title, withdrawn.summary) == ("Withdrawn: A/3 (English)", "Issued in error.")
        assert new.title == "New: A/2 (French)"
        assert new.id == "tag:testserver,2026:/documents/A/2/?language=fr#new-20240103T000000Z"
        assert ": recommendations of the twelfth meeting of the Working Group" in feed.entries[4].title
        assert second.published_at

    def test_log_can_be_limited_to_one_document(self, client: Client) -> None:
        published(make.document("A/1"), 1)
        published(make.document("A/2"), 2)
        assert titles(read(client, "/documents/A/1.atom")) == ["New: A/1 (English)"]

    def test_unpublished_documents_are_not_listed_even_for_staff(self, admin_client: Client) -> None:
        version = make.version(make.document("A/1"), published=False)
        make.recommendation("Secret.", of=version)
        with transaction.atomic():
            record_change(
                "document.draft_published",
                by=None,
                subject="A/1",
                document=version.document,
                object_key=f"version:{version.pk}",
            )
        for address in ("/new.atom", "/documents.atom", "/recommendations.atom"):
            assert read(admin_client, address).entries == []

    def test_number_of_queries_does_not_depend_on_the_events(self, client: Client) -> None:
        def count(documents: int) -> int:
            for number in range(documents):
                published(make.document(f"A/{documents}/{number}"), number)
            with CaptureQueriesContext(connection) as queries:
                read(client, "/new.atom")
            return len(queries)

        assert count(2) == count(20) <= 6
