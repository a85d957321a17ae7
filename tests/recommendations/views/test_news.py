"""The What’s new page: documents, versions and endorsements that became public, by day."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from recommendations.views.news import PAGE_SIZE
from tests import builders as make
from tests.pages import page

pytestmark = pytest.mark.django_db


def at(day: int) -> datetime.datetime:
    return datetime.datetime(2026, 11, day, 12, tzinfo=timezone.get_current_timezone())


def test_documents_versions_and_endorsements_are_listed_by_day(client: Client) -> None:
    twelfth = make.meeting()
    report = make.document("CTOC/COP/WG.3/2021/3", title="Report of the meeting")
    english = make.version(report, published_at=at(3))
    for _number in range(2):
        make.recommendation(of=english, meeting=twelfth)
    make.version(report, "fr", published_at=at(20))
    resolution = make.version(make.document("CTOC/COP/2022/9", title="Resolution"), published_at=at(20))
    endorsement = make.endorsement(resolution, twelfth)
    make.version(make.document("A/1", title="Secret"), published=False)
    text = page(client, "/en/new/")
    expected = (
        "20 November 2026",
        "Resolution New document CTOC/COP/2022/9 English Endorsement Twelfth meeting of the Working Group on "
        "International Cooperation",
        "Report of the meeting New language version CTOC/COP/WG.3/2021/3 French",
        "3 November 2026",
        "Report of the meeting New document CTOC/COP/WG.3/2021/3 English 2 recommendations",
    )
    places = [text.index(words) for words in expected]
    assert places == sorted(places)
    assert text.count("20 November 2026") == 1
    assert "Secret" not in text
    markup = client.get("/new/").content.decode()
    for address in (
        "/en/documents/CTOC/COP/WG.3/2021/3/?language=fr",
        twelfth.get_absolute_url(),
        endorsement.get_absolute_url(),
    ):
        assert f'href="{address}"' in markup


def test_news_are_paged_and_read_in_a_fixed_number_of_queries(client: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/new/").status_code == 200
        return len(captured)

    make.endorsement(make.version(make.document("A/0"), published_at=at(1)))
    before = queries()
    for number in range(1, PAGE_SIZE + 1):
        version = make.version(make.document(f"A/{number}"), published_at=at(1 + number % 9))
        make.endorsement(version)
    assert queries() <= before + 1  # symbols of endorsing documents, fetched as one
    assert page(client, "/en/new/").count("New document") == PAGE_SIZE
    assert page(client, "/en/new/?page=2").count("New document") == 1
    assert client.get("/new/?page=x").status_code == 400
    assert client.get("/new/?page=3").status_code == 404


def test_empty_portal_has_no_news(client: Client) -> None:
    assert "No documents have been published yet." in page(client, "/en/new/")


def test_news_page_is_linked_from_the_home_page_and_every_footer(client: Client) -> None:
    make.version()
    head = client.get("/").content.decode().partition("home-head")[2].partition("</section>")[0]
    assert '<a class="touch" href="/en/new/">Last updated ' in head
    assert "Latest documents" not in head  # the name of a list further down, which is not of what is new
    assert 'href="/en/new/">What’s new</a>' in client.get("/topics/").content.decode().partition("<footer")[2]
