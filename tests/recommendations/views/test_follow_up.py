"""The follow-up ledger for staff: its list and counts, its overview, its marks on other pages."""

from __future__ import annotations

import datetime
import re

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from documents.models import LanguageVersion, Meeting
from recommendations.follow_up.entries import ledger_names
from recommendations.follow_up.overview import due_meetings, overview_of
from recommendations.follow_up.query import LedgerQuery
from recommendations.labels.facet_values import reload_names
from recommendations.models import Recommendation
from recommendations.search.results import count_facets, search
from recommendations.services.follow_up import Link
from tests import builders as make
from tests.pages import main_words, page
from tests.recommendations.services.following import (
    recommendations_to_follow,
    record_follow_up,
    url_of,
)

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2022, 6, 1)


@pytest.fixture
def rows() -> list[Recommendation]:
    return recommendations_to_follow()


class TestLedger:
    def test_ledger_is_addressed_to_the_secretariat_or_unodc_by_default(
        self, client: Client, anna: User, rows: list[Recommendation]
    ) -> None:
        assert "6 recommendations" in page(client, "/en/follow-up/")
        assert "7 recommendations" in page(client, "/en/follow-up/?addressee=any")
        assert "1 recommendation" in page(client, "/en/follow-up/?addressee=states-parties")
        assert LedgerQuery().address == "/en/follow-up/"
        assert LedgerQuery(addressee=()).address == "/en/follow-up/?addressee=any"
        assert LedgerQuery().toggled("addressee", "unodc").address == "/en/follow-up/?addressee=secretariat"

    def test_counts_of_each_facet_reflect_all_other_filters(
        self, anna: User, boris: User, rows: list[Recommendation]
    ) -> None:
        thirteenth = make.meeting(ordinal=13)
        record_follow_up(rows[0], anna, state="done")
        record_follow_up(rows[1], boris, state="under_way", due_meeting=thirteenth.slug)
        record_follow_up(rows[2], boris, state="done", due_meeting=thirteenth.slug)
        record_follow_up(rows[2], anna, seen=1, state="done", due_meeting=thirteenth.slug, note="Checked.")
        counts = count_facets(LedgerQuery())
        assert counts["state"] == {"not_started": 3, "under_way": 1, "done": 2}
        assert counts["due"] == {"none": 4, thirteenth.slug: 2, thirteenth.body.key: 2}
        assert counts["by"] == {"anna": 2, "boris": 2}
        counts = count_facets(LedgerQuery(state=("done",), article=("untoc:18",)))
        assert counts["state"] == {"under_way": 1, "done": 1}
        assert counts["article"] == {"untoc": 1, "untoc:18": 1}
        assert counts["by"] == {"anna": 1}
        result = search(LedgerQuery(state=("done", "under_way"), due=(thirteenth.slug,), by=("anna",)))
        assert [hit.row for hit in result.hits] == [rows[2]]

    def test_entry_applies_to_every_language(self, anna: User, rows: list[Recommendation]) -> None:
        french = make.version(rows[0].version.document, "fr")
        make.recommendation("Élaborer un outil.", of=french, anchor=rows[0].anchor, addressees=rows[0].addressees.all())
        make.recommendation("En français seulement.", of=french, anchor="ii-9", addressees=rows[0].addressees.all())
        record_follow_up(rows[0], anna, state="done")
        assert count_facets(LedgerQuery(state=("done",)))["language"] == {"en": 1, "fr": 1}
        assert count_facets(LedgerQuery())["state"] == {"not_started": 6, "done": 1}
        result = search(LedgerQuery(words='"élaborer un outil"', state=("done",)))
        assert [hit.row.version.language for hit in result.hits] == ["fr"]

    def test_card_shows_status_due_meeting_links_and_last_change(
        self, client: Client, anna: User, rows: list[Recommendation]
    ) -> None:
        due = make.meeting(ordinal=13)
        record_follow_up(rows[0], anna, state="under_way", due_meeting=due.slug, add=[Link("https://www.unodc.org/")])
        text = page(client, "/follow-up/?state=under_way")
        assert "due by: Thirteenth meeting of the Working Group" in text
        assert re.search(r"Under way: sect. II \(0\), \S+ changed by anna on \d+ \w+ \d{4} · 1 link", text)
        assert "Under way: sect. II (0), CTOC/COP/WG.3/2021/3 changed" in text
        assert "Not started: sect. II (1)" in page(client, "/en/follow-up/?state=not_started")

    def test_ledger_does_not_offer_features_for_searches_only(
        self, client: Client, anna: User, rows: list[Recommendation]
    ) -> None:
        """Features that take a search's parameters would lose the status and the addressees of the ledger, except for a
        compilation, which is told that they come from the ledger.
        """
        html = client.get("/follow-up/").content.decode()
        main = html.partition("<main")[2]
        actions = set(re.findall(r' action="([^"]*)"', main))
        assert {action for action in actions if "basket" not in action} == {
            "/en/follow-up/",
            "/en/follow-up/change/",
            "/en/compile/",
        }
        assert '<input type="hidden" name="from" value="follow-up">' in main
        assert "data-suggestions" not in main

    def test_invalid_parameters_are_explained(self, client: Client, anna: User, rows: list[Recommendation]) -> None:
        assert "There is no status called “finished”" in page(client, "/en/follow-up/?state=finished", 400)
        assert "no meeting or body called “x”" in page(client, "/en/follow-up/?due=x", 400)

    def test_unknown_parameters_are_ignored(self, client: Client, anna: User, rows: list[Recommendation]) -> None:
        assert page(client, "/en/follow-up/?in=paragraphs&utm_source=letter") == page(client, "/en/follow-up/")

    def test_invalid_values_are_explained(self, client: Client, anna: User, rows: list[Recommendation]) -> None:
        message = "Choose one of: “not started” (not_started), “under way” (under_way), “done”, “superseded”."
        assert message in page(client, "/en/follow-up/?state=finished", 400)
        assert "The last page is 1" in page(client, "/en/follow-up/?page=2", 404)
        assert "No results match all these filters" in page(client, "/en/follow-up/?by=nobody&state=done")

    def test_all_values_of_a_facet_are_listed(self, client: Client, anna: User, rows: list[Recommendation]) -> None:
        response = client.get("/follow-up/facet/addressee/?state=not_started").content.decode()
        assert '<input type="hidden" name="addressee" value="any">' in response
        assert 'action="/en/follow-up/"' in response
        assert "Superseded 0" in page(client, "/en/follow-up/facet/state/")
        assert client.get("/follow-up/facet/colour/").status_code == 404

    def test_number_of_queries_is_fixed(self, client: Client, anna: User, rows: list[Recommendation]) -> None:
        record_follow_up(rows[0], anna, state="done")
        page(client, "/follow-up/")
        with CaptureQueriesContext(connection) as few:
            page(client, "/follow-up/")
        for row in rows[1:]:
            record_follow_up(row, anna, state="under_way", add=[Link("https://www.unodc.org/")])
        page(client, "/follow-up/")
        with CaptureQueriesContext(connection) as many:
            page(client, "/follow-up/")
        assert len(few) == len(many) <= 16


class TestOnOtherPages:
    def test_staff_see_the_status_in_search_and_on_the_page(
        self, client: Client, anna: User, rows: list[Recommendation]
    ) -> None:
        record_follow_up(rows[0], anna, state="done")
        assert "Done: sect. II (0)" in page(client, "/en/recommendations/")
        markup = client.get(rows[0].get_absolute_url()).content.decode()
        assert f'href="{url_of(rows[0])}"' in markup
        assert "Done" in main_words(markup)

    def test_readers_see_no_follow_up_and_cost_no_queries(self, client: Client, rows: list[Recommendation]) -> None:
        addresses = ("/recommendations/", rows[0].get_absolute_url())
        for address in addresses:
            page(client, address)
        with CaptureQueriesContext(connection) as queries:
            pages = [page(client, address) for address in addresses]
        assert not any("Follow" in item for item in pages)
        assert not [item["sql"] for item in queries if "followup" in item["sql"] or "auth_permission" in item["sql"]]

    def test_staff_without_permission_see_no_follow_up(self, client: Client, rows: list[Recommendation]) -> None:
        client.force_login(User.objects.create_user("clerk", is_staff=True))
        assert "Follow" not in page(client, rows[0].get_absolute_url())
        for address in ("/follow-up/", "/follow-up/overview/", "/follow-up/facet/state/", url_of(rows[0])):
            assert client.get(address).status_code == 403
            assert Client().get(address)["Location"].startswith("/en/login/"), address

    def test_unpublished_recommendation_is_not_offered(
        self, client: Client, anna: User, rows: list[Recommendation]
    ) -> None:
        LanguageVersion.objects.update(published_at=None)
        assert "Follow up" not in page(client, rows[0].get_absolute_url())
        assert "no published recommendation" in page(client, url_of(rows[0]), 404)


class TestOverview:
    def test_meetings_have_counts_by_status(self, client: Client, anna: User, rows: list[Recommendation]) -> None:
        record_follow_up(rows[0], anna, state="done")
        record_follow_up(rows[2], anna, state="under_way")
        record_follow_up(rows[1], anna, state="superseded")
        assert "6 recommendations" in page(client, "/en/follow-up/overview/")
        names = ledger_names(reload_names(), "anna")
        overview = overview_of(LedgerQuery(), names, TODAY)
        [group] = overview.meetings
        assert [(row.name.label, row.total.count, [cell.count for cell in row.states]) for row in group.rows] == [
            ("Twelfth meeting", 3, [2, 0, 0, 1]),
            ("Eleventh meeting", 3, [1, 1, 1, 0]),
        ]
        for row in (overview.all_meetings, *group.rows):
            for cell in (row.total, *row.states):
                assert f"{cell.count} recommendation" in page(client, cell.address), cell.address

    def test_follow_ups_due_by_the_next_meeting_are_counted(
        self, client: Client, anna: User, rows: list[Recommendation]
    ) -> None:
        past, upcoming, later = (make.meeting(ordinal=number) for number in (12, 14, 15))  # 2021, 2023, 2024
        Meeting.objects.filter(pk=past.pk).update(start=datetime.date(2021, 3, 25))
        undated = make.meeting(make.conference(), 12, start=None)
        for row, due, state in zip(
            rows,
            (past, upcoming, later, undated, upcoming),
            ("under_way", "not_started", "under_way", "under_way", "done"),
            strict=False,
        ):
            record_follow_up(row, anna, state=state, due_meeting=due.slug)
        assert due_meetings(TODAY) == [past.slug, upcoming.slug]
        overview = overview_of(LedgerQuery(), ledger_names(reload_names(), "anna"), TODAY)
        due = {row.name.label: row.due for row in overview.meetings[0].rows}
        assert {label: cell and cell.count for label, cell in due.items()} == {
            "Eleventh meeting": 1,
            "Twelfth meeting": 1,
        }
        for cell in filter(None, due.values()):
            assert f"{cell.count} recommendation" in page(client, cell.address)
        assert [row.name.label for group in overview.due for row in group.rows] == [
            "No meeting set",
            "Twelfth session",
            "Fifteenth meeting",
            "Fourteenth meeting",
            "Twelfth meeting",
        ]

    def test_overview_keeps_the_filters(self, client: Client, anna: User, rows: list[Recommendation]) -> None:
        record_follow_up(rows[0], anna, state="done")
        html = client.get("/follow-up/overview/?state=done&article=untoc:18").content.decode()
        assert "1 recommendation" in main_words(html)
        assert 'href="/en/follow-up/?state=done&amp;article=untoc:18&amp;meeting=' in html or "article=untoc:18" in html
        assert "There is no status" in page(client, "/en/follow-up/overview/?state=x", 400)

    def test_number_of_queries_is_fixed(self, client: Client, anna: User, rows: list[Recommendation]) -> None:
        due = make.meeting(ordinal=11)
        record_follow_up(rows[0], anna, state="under_way", due_meeting=due.slug)
        page(client, "/follow-up/overview/")
        with CaptureQueriesContext(connection) as few:
            page(client, "/follow-up/overview/")
        for row in rows[1:]:
            record_follow_up(row, anna, state="under_way", due_meeting=due.slug)
        page(client, "/follow-up/overview/")
        with CaptureQueriesContext(connection) as many:
            page(client, "/follow-up/overview/")
        assert len(few) == len(many) <= 30
