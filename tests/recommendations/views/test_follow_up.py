"""The follow-up ledger for staff: its list and counts, its overview, the page of an entry."""

from __future__ import annotations

import datetime
import re
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from documents.models import Change, LanguageVersion, Meeting
from recommendations.follow_up.entries import ledger_names
from recommendations.follow_up.overview import due_meetings, overview_of
from recommendations.follow_up.query import LedgerQuery
from recommendations.labels.facet_values import reload_names
from recommendations.models import FollowUp, Recommendation
from recommendations.search.results import count_facets, search
from recommendations.services.follow_up import Link, attach_follow_ups
from recommendations.services.indexing import index_documents
from tests import builders as make
from tests.recommendations.services.following import record_follow_up, saved_entry, secretary

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2022, 6, 1)


@pytest.fixture
def anna(client: Client) -> User:
    user = secretary("anna")
    client.force_login(user)
    return user


@pytest.fixture
def boris() -> User:
    return secretary("boris")


@pytest.fixture
def rows() -> list[Recommendation]:
    """Create six recommendations to the Secretariat or UNODC and one to States parties, of two meetings."""
    addressees = [make.addressee(key) for key in ("secretariat", "unodc", "states-parties")]
    version = make.version(make.document("CTOC/COP/WG.3/2021/3"))
    rows = [
        make.recommendation(
            f"Develop tool {number}.",
            of=version,
            path=f"II ({number})",
            anchor=f"ii-{number}",
            addressees=[addressees[number % 2 if number < 6 else 2]],
            meeting=make.meeting(ordinal=11 + number % 2),
            articles=["untoc:18"] if number < 2 else [],
            indexed=False,
        )
        for number in range(7)
    ]
    index_documents([version.document_id])
    return rows


def words(html: str) -> str:
    main = html.partition('tabindex="-1">')[2].partition("</main>")[0]
    return re.sub(r" (?=[.,;:)])", "", " ".join(unescape(re.sub(r"<[^>]*>", " ", main)).split()))


def page(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return words(response.content.decode())


def url_of(row: Recommendation) -> str:
    return f"/en/follow-up/{row.version.document.address}/{row.anchor}/"


def form_data(row: Recommendation, **fields: Any) -> dict[str, Any]:
    """Return the data sent by the form of an entry: its current values, with these fields changed."""
    entry = FollowUp.objects.filter(document=row.version.document, anchor=row.anchor).first()
    values = {"revision": entry.revision, "state": entry.state, "note": entry.note} if entry else {}
    return (
        {"revision": 0, "state": "not_started", "note": "", "due_meeting": "", "url": "", "title": ""} | values | fields
    )


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
        assert "Done" in words(markup)

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


class TestEntry:
    def test_page_shows_the_recommendation_and_its_meeting(
        self, client: Client, anna: User, rows: list[Recommendation]
    ) -> None:
        text = page(client, url_of(rows[0]))
        assert "Follow-up: sect. II (0), CTOC/COP/WG.3/2021/3" in text
        assert "Develop tool 0." in text
        assert "Eleventh meeting of the Working Group" in text
        assert "No follow-up has been recorded yet." in text
        assert client.get(f"/follow-up/{rows[0].pk}/")["Location"] == url_of(rows[0])
        assert client.get("/follow-up/999999/").status_code == 404

    def test_form_is_saved_with_its_history(self, client: Client, anna: User, rows: list[Recommendation]) -> None:
        due = make.meeting(ordinal=13)
        reload_names()
        response = client.post(
            url_of(rows[0]),
            form_data(rows[0], state="under_way", note="A <b>draft</b>\r\nis ready. ", due_meeting=due.slug)
            | {"url": "www.unodc.org/tools", "title": "The tool"},
        )
        assert (response.status_code, response["Location"]) == (302, url_of(rows[0]))
        text = page(client, url_of(rows[0]))
        assert "Saved: status, note, meeting and evidence." in text
        assert "The tool https://www.unodc.org/tools added by anna" in text
        history = text.partition("History")[2]
        assert "Status Changed from “ not started ” to “ under way ”" in history
        assert "Note Added: A <b>draft</b> is ready." in history
        assert "Meeting by which it is due Added: Thirteenth meeting of the Working Group" in history
        assert "Evidence Added: The tool – https://www.unodc.org/tools" in history
        assert b"<b>draft" not in client.get(url_of(rows[0])).content

    def test_meeting_to_choose_is_named_with_its_body(
        self, client: Client, anna: User, rows: list[Recommendation]
    ) -> None:
        make.meeting(ordinal=13)
        reload_names()
        html = client.get(url_of(rows[0])).content.decode()
        assert ">Thirteenth meeting of the Working Group on International Cooperation" in html

    @pytest.mark.parametrize(
        ("fields", "message"),
        [
            ({"url": "javascript:alert(1)"}, "Enter an address that starts with https:// or http://."),
            ({"url": "ftp://example.org/"}, "Enter an address that starts with https:// or http://."),
            ({"title": "Report"}, "Enter a web address, or clear the description."),
            ({"state": "finished"}, "is not one of the choices. Choose one from the list."),
            ({"due_meeting": "no-such"}, "is not one of the choices. Choose one from the list."),
            ({"revision": ""}, "required"),
            ({"note": "x" * 10_001 + "kept"}, "at most 10000"),
        ],
    )
    def test_invalid_input_is_explained_and_kept(
        self, client: Client, anna: User, rows: list[Recommendation], fields: dict[str, str], message: str
    ) -> None:
        sent = form_data(rows[0], note="My note.") | fields
        response = client.post(url_of(rows[0]), sent)
        html = unescape(response.content.decode())
        assert response.status_code == 400
        assert message in html
        assert sent["note"] in html
        assert sent["url"] in html
        assert not FollowUp.objects.exists()

    def test_conflict_shows_both_values_and_keeps_the_input(
        self, client: Client, anna: User, boris: User, rows: list[Recommendation]
    ) -> None:
        record_follow_up(rows[0], boris, state="under_way", note="First.")
        seen = form_data(rows[0])
        record_follow_up(rows[0], boris, seen=1, state="done", note="What Boris wrote.")
        response = client.post(url_of(rows[0]), seen | {"note": "What Anna wrote.", "url": "https://example.org/a"})
        text = words(response.content.decode())
        assert response.status_code == 409
        assert re.search(
            r"Current value, saved by boris on .* What Boris wrote\. What you entered What Anna wrote\.", text
        )
        assert "Previously First." in text
        assert "boris changed the status to “done” in the meantime" in text
        html = response.content.decode()
        assert 'dir="auto">What Anna wrote.</textarea>' in html
        assert 'value="https://example.org/a"' in html
        assert 'name="revision" value="2"' in html
        assert re.search(r'value="done"[^>]*checked', html)
        assert saved_entry(rows[0]).note == "What Boris wrote."
        again = seen | {"revision": "2", "state": "done", "note": "Both.", "url": "https://example.org/a"}
        assert client.post(url_of(rows[0]), again).status_code == 302
        entry = saved_entry(rows[0])
        assert (entry.state, entry.note, entry.evidence.count()) == ("done", "Both.", 1)

    def test_changes_to_different_fields_are_merged_with_a_notice(
        self, client: Client, anna: User, boris: User, rows: list[Recommendation]
    ) -> None:
        seen = form_data(rows[0])
        record_follow_up(rows[0], boris, state="done")
        client.post(url_of(rows[0]), seen | {"note": "Mine."})
        text = page(client, url_of(rows[0]))
        assert "Saved: note." in text
        assert "boris changed the status to “done” in the meantime. That change is kept." in text

    def test_removing_a_removed_link_is_not_an_error(
        self, client: Client, anna: User, boris: User, rows: list[Recommendation]
    ) -> None:
        record_follow_up(rows[0], boris, add=[Link("https://example.org/a")])
        key = saved_entry(rows[0]).evidence.get().pk
        record_follow_up(rows[0], boris, seen=1, drop=[key])
        assert client.post(url_of(rows[0]), form_data(rows[0], drop=[key])).status_code == 302

    def test_viewers_cannot_change_anything(self, client: Client, rows: list[Recommendation], boris: User) -> None:
        record_follow_up(rows[0], boris, state="done", note="Done in March.")
        reader = User.objects.create_user("reader", is_staff=True)
        reader.user_permissions.add(Permission.objects.get(codename="view_followup"))
        client.force_login(reader)
        html = client.get(url_of(rows[0])).content.decode()
        assert "Done in March." in words(html)
        assert "<textarea" not in html
        assert client.post(url_of(rows[0]), form_data(rows[0], note="x")).status_code == 403
        assert Change.objects.count() == 1

    def test_forged_request_is_rejected(self, anna: User, rows: list[Recommendation]) -> None:
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(anna)
        assert strict.post(url_of(rows[0]), form_data(rows[0], note="x")).status_code == 403

    def test_withdrawn_or_deleted_recommendation_keeps_its_entry(
        self, client: Client, anna: User, rows: list[Recommendation]
    ) -> None:
        record_follow_up(rows[0], anna, state="done")
        LanguageVersion.objects.update(
            published_at=None, withdrawn_at=timezone.now(), withdrawn_reason="Issued by mistake."
        )
        index_documents([rows[0].version.document_id])
        assert re.search(r"No longer published.* Withdrawn .*: Issued by mistake\.", page(client, url_of(rows[0])))
        rows[0].paragraph.delete()
        attach_follow_ups([rows[0].version.document_id])
        text = page(client, url_of(rows[0]))
        assert "CTOC/COP/WG.3/2021/3, II (0)" in text
        assert "no longer exists" in text
        assert "No longer public 1" in page(client, "/en/follow-up/overview/")
        assert client.post(url_of(rows[0]), form_data(rows[0], note="Kept.")).status_code == 302
        assert saved_entry(rows[0]).note == "Kept."

    def test_number_of_queries_is_fixed(self, client: Client, anna: User, rows: list[Recommendation]) -> None:
        record_follow_up(rows[0], anna, note="0")
        page(client, url_of(rows[0]))
        with CaptureQueriesContext(connection) as few:
            page(client, url_of(rows[0]))
        for number in range(1, 6):
            record_follow_up(rows[0], anna, seen=number, note=str(number), add=[Link(f"https://example.org/{number}")])
        with CaptureQueriesContext(connection) as many:
            page(client, url_of(rows[0]))
        assert len(few) == len(many) <= 30


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
        assert "1 recommendation" in words(html)
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
