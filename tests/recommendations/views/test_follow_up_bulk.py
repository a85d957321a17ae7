"""Follow-up by a secretariat: people in charge, dates, confirmation, bulk changes undone as one, handing over."""

from __future__ import annotations

import datetime
import io
import json
import re

import openpyxl
import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from documents.models import Change
from recommendations.follow_up.due import due_follow_ups, unconfirmed_follow_ups
from recommendations.follow_up.query import LedgerQuery
from recommendations.labels.facet_values import reload_names
from recommendations.models import FollowUp, Recommendation
from recommendations.search.results import count_facets
from recommendations.services import follow_up_bulk
from recommendations.services.follow_up import FollowUpError, confirm_done
from tests import builders as make
from tests.pages import main_words, page
from tests.recommendations.services.following import form_data, record_follow_up, saved_entry, secretary, url_of

pytestmark = pytest.mark.django_db

BULK = {"state": "", "person": "", "due_date": "", "due_meeting": "", "scope": "selected", "query": "", "total": 3}


@pytest.fixture
def anna(client: Client) -> User:
    user = secretary("anna", first_name="Anna Karenina")
    client.force_login(user)
    return user


@pytest.fixture
def rows() -> list[Recommendation]:
    version = make.version(make.document("CTOC/COP/WG.3/2021/3"))
    addressees = [make.addressee("secretariat")]
    with make.indexed_together():
        return [
            make.recommendation(
                f"Develop tool {number}.",
                of=version,
                path=f"II ({number})",
                anchor=f"ii-{number}",
                addressees=addressees,
            )
            for number in range(3)
        ]


def change(client: Client, *rows: Recommendation, **fields: object) -> HttpResponse:
    """Submit the bulk form as the ledger shows it now, or with the ``seen`` of an earlier time."""
    seen = fields.pop("seen", follow_up_bulk.latest_change())
    sent = {**BULK, "seen": seen, "entry": [row.pk for row in rows], **fields}
    return client.post("/follow-up/change/", sent, follow=True)


class TestEntry:
    def test_person_and_date_are_saved_shown_and_logged(
        self, client: Client, anna: User, rows: list[Recommendation]
    ) -> None:
        client.post(url_of(rows[0]), form_data(rows[0], state="under_way", person="anna", due_date="2026-12-31"))
        row = saved_entry(rows[0])
        assert (row.person, row.due_date) == (anna, datetime.date(2026, 12, 31))
        text = page(client, url_of(rows[0]))
        assert "Person in charge Added: anna" in text
        assert "Due date Added: 31 December 2026" in text
        assert "in charge: Anna Karenina · due on 31 December 2026" in page(client, "/en/follow-up/")

    @pytest.mark.parametrize(
        ("sent", "message"),
        [
            ({"person": "nobody"}, "“nobody” is not one of the choices."),
            ({"due_date": "2026-02-30"}, "Enter a real date in the form 2026-11-30."),
        ],
    )
    def test_invalid_person_or_date_is_rejected(
        self, client: Client, anna: User, rows: list[Recommendation], sent: dict[str, str], message: str
    ) -> None:
        response = client.post(url_of(rows[0]), form_data(rows[0], **sent))
        assert (response.status_code, message in main_words(response.content.decode())) == (400, True)
        assert not FollowUp.objects.exists()

    def test_second_person_confirms_that_it_is_done(
        self, client: Client, anna: User, boris: User, rows: list[Recommendation]
    ) -> None:
        record_follow_up(rows[0], anna, state="done")
        text = page(client, url_of(rows[0]))
        assert "Anna Karenina set the status to “done”. A second person must confirm it." in text
        assert "Confirm as done" not in text
        client.post(url_of(rows[0]), {"confirm": "1"})
        assert not saved_entry(rows[0]).is_confirmed, "nobody confirms their own work"

        client.force_login(boris)
        assert "Confirm as done" in page(client, url_of(rows[0]))
        client.post(url_of(rows[0]), {"confirm": "1"})
        row = saved_entry(rows[0])
        assert (row.confirmed_by, row.state, row.revision) == (boris, "done", 2)
        text = page(client, url_of(rows[0]))
        assert "Confirmed as done by boris on" in text
        assert "Confirmed as done by Added: boris" in text

    def test_confirmation_of_an_outdated_page_is_rejected(
        self, anna: User, boris: User, rows: list[Recommendation]
    ) -> None:
        record_follow_up(rows[0], anna, state="done")
        record_follow_up(rows[0], anna, seen=1, state="done", note="Only half of it.")
        with pytest.raises(FollowUpError, match="has changed since you opened it"):
            confirm_done(saved_entry(rows[0]), boris, seen=1)
        record_follow_up(rows[0], anna, seen=2, state="under_way", note="Only half of it.")
        with pytest.raises(FollowUpError, match="nothing to confirm"):
            confirm_done(saved_entry(rows[0]), boris, seen=3)

    def test_new_status_ends_the_confirmation(self, anna: User, boris: User, rows: list[Recommendation]) -> None:
        record_follow_up(rows[0], anna, state="done")
        confirm_done(saved_entry(rows[0]), boris, seen=1)
        record_follow_up(rows[0], boris, seen=2, state="under_way")
        record_follow_up(rows[0], boris, seen=3, state="done")
        row = saved_entry(rows[0])
        assert (row.is_confirmed, row.done_by) == (False, boris)


class TestFilters:
    def test_person_deadline_and_confirmation_are_counted(
        self, anna: User, boris: User, rows: list[Recommendation]
    ) -> None:
        today = timezone.localdate()
        past, soon = (today - datetime.timedelta(days=1)).isoformat(), (today + datetime.timedelta(days=30)).isoformat()
        record_follow_up(rows[0], anna, person="anna", due_date=past)
        record_follow_up(rows[1], anna, person="boris", due_date=soon)
        record_follow_up(rows[2], anna, state="done", due_date=past)
        counts = count_facets(LedgerQuery())
        assert counts["person"] == {"anna": 1, "boris": 1, "none": 1}
        assert counts["deadline"] == {"overdue": 1, "soon": 1, "none": 1}
        assert counts["confirmation"] == {"waiting": 1}
        assert [row.recommendation for row in due_follow_ups(anna, today)] == [rows[0]]
        assert not unconfirmed_follow_ups(anna).exists()
        assert [row.recommendation for row in unconfirmed_follow_ups(boris)] == [rows[2]]

    def test_changes_since_a_date_are_listed(self, client: Client, anna: User, rows: list[Recommendation]) -> None:
        for row in rows[:2]:
            record_follow_up(row, anna, state="under_way")
        FollowUp.objects.filter(anchor=rows[0].place).update(
            changed_at=datetime.datetime(2026, 3, 1, tzinfo=datetime.UTC)
        )
        assert "2 recommendations" in page(client, "/en/follow-up/?since=2026-03-01")
        assert "1 recommendation" in page(client, "/en/follow-up/?since=2026-03-02")
        assert "Changed since: 2026-03-02" in page(client, "/en/follow-up/?since=2026-03-02")
        assert "“yesterday” is not a date." in page(client, "/en/follow-up/?since=yesterday", 400)


class TestBulkChange:
    def test_selected_follow_ups_are_changed_and_undone_as_one(
        self, client: Client, anna: User, rows: list[Recommendation]
    ) -> None:
        record_follow_up(rows[0], anna, state="under_way", note="Begun.")
        response = change(client, rows[0], rows[1], state="superseded", person="anna", due_date="2026-12-31")
        text = main_words(response.content.decode())
        assert "2 follow-ups were changed." in text
        assert "Status superseded" in text
        assert "Person in charge anna" in text
        assert {row.state for row in map(saved_entry, rows[:2])} == {"superseded"}
        assert saved_entry(rows[0]).note == "Begun."
        assert Change.objects.filter(action="follow_up.bulk_changed").get().subject == "2 follow-ups"

        undone = client.post(response.redirect_chain[-1][0], follow=True)
        assert "This change has been undone." in main_words(undone.content.decode())
        first, second = map(saved_entry, rows[:2])
        assert (first.state, first.note, first.person, first.due_date) == ("under_way", "Begun.", None, None)
        assert (second.state, second.person, second.due_date) == ("not_started", None, None)
        client.post(response.redirect_chain[-1][0])
        assert saved_entry(rows[0]).revision == 3, "it is undone only once"

    def test_all_results_of_the_ledger_are_changed(
        self, client: Client, anna: User, rows: list[Recommendation]
    ) -> None:
        record_follow_up(rows[2], anna, state="done")
        outdated = change(client, scope="all", query="state=not_started", person="anna", total=3)
        assert "The list has changed and now has 2 results." in main_words(outdated.content.decode())
        invalid = change(client, scope="all", query="state=forgotten", person="anna", total=3)
        assert "There is no status called “forgotten”" in main_words(invalid.content.decode())
        change(client, scope="all", query="state=not_started", person="anna", total=2)
        assert set(FollowUp.objects.filter(person=anna).values_list("anchor", flat=True)) == {"ii-0", "ii-1"}

    def test_change_by_somebody_else_is_not_overwritten(
        self, client: Client, anna: User, boris: User, rows: list[Recommendation]
    ) -> None:
        record_follow_up(rows[0], anna, state="under_way")
        seen = follow_up_bulk.latest_change()
        record_follow_up(rows[0], boris, seen=1, state="done")
        record_follow_up(rows[1], boris, note="Another field.")
        response = change(client, *rows[:2], state="superseded", seen=seen)
        text = main_words(response.content.decode())
        assert "1 follow-up was changed." in text
        assert "Not changed: CTOC/COP/WG.3/2021/3, II (0). boris has changed it in the meantime." in text
        assert [saved_entry(row).state for row in rows[:2]] == ["done", "superseded"]

    def test_undoing_leaves_what_has_been_changed_since(
        self, client: Client, anna: User, boris: User, rows: list[Recommendation]
    ) -> None:
        response = change(client, *rows[:2], state="under_way")
        record_follow_up(rows[0], boris, seen=1, state="superseded")
        undone = client.post(response.redirect_chain[-1][0], follow=True)
        assert "It has been changed again since." in main_words(undone.content.decode())
        assert [saved_entry(row).state for row in rows[:2]] == ["superseded", "not_started"]

    def test_undoing_leaves_what_has_been_confirmed_since(
        self, client: Client, anna: User, boris: User, rows: list[Recommendation]
    ) -> None:
        response = change(client, *rows[:2], state="done")
        confirm_done(saved_entry(rows[0]), boris, seen=1)
        undone = client.post(response.redirect_chain[-1][0], follow=True)
        assert "It has been changed again since." in main_words(undone.content.decode())
        assert [saved_entry(row).state for row in rows[:2]] == ["done", "not_started"]
        assert saved_entry(rows[0]).confirmed_by == boris

    def test_undoing_restores_a_confirmation(
        self, client: Client, anna: User, boris: User, rows: list[Recommendation]
    ) -> None:
        record_follow_up(rows[0], boris, state="done")
        record_follow_up(rows[1], anna, state="done")
        confirmed = change(client, *rows, state="confirm")
        text = main_words(confirmed.content.decode())
        assert "1 follow-up was changed." in text
        assert "II (1). You set the status to “done”, so another person must confirm it." in text
        assert "II (2). The status is not “done”" in text
        assert saved_entry(rows[0]).confirmed_by == anna
        response = change(client, rows[0], state="under_way")
        client.post(response.redirect_chain[-1][0])
        row = saved_entry(rows[0])
        assert (row.state, row.done_by, row.confirmed_by) == ("done", boris, anna)
        client.post(confirmed.redirect_chain[-1][0])
        assert not saved_entry(rows[0]).is_confirmed

    @pytest.mark.parametrize(
        ("sent", "message"),
        [
            ({}, "Nothing was changed. Choose what to change."),
            ({"state": "under_way", "entry": []}, "Nothing was changed. Select recommendations in the list."),
            ({"state": "forgotten"}, "“forgotten” is not one of the choices."),
        ],
    )
    def test_incomplete_change_is_rejected(
        self, client: Client, anna: User, rows: list[Recommendation], sent: dict[str, object], message: str
    ) -> None:
        response = change(client, rows[0], **sent)
        assert (response.status_code, message in main_words(response.content.decode())) == (400, True)
        assert not FollowUp.objects.exists()

    def test_number_of_changes_is_limited(
        self, client: Client, anna: User, rows: list[Recommendation], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(follow_up_bulk, "MAX_AT_ONCE", 2)
        response = change(client, *rows, state="under_way")
        assert "At most 2 follow-ups can be changed at once." in main_words(response.content.decode())
        assert not FollowUp.objects.exists()

    def test_everything_of_a_person_is_handed_over_and_back(
        self, client: Client, anna: User, boris: User, rows: list[Recommendation]
    ) -> None:
        for row, person in zip(rows, ("boris", "boris", "anna"), strict=True):
            record_follow_up(row, anna, person=person)
        User.objects.filter(pk=boris.pk).update(is_active=False)
        assert "boris (2)" in page(client, "/en/follow-up/hand-over/")
        response = client.post("/follow-up/hand-over/", {"giver": "boris", "receiver": "anna"}, follow=True)
        assert "2 follow-ups were changed." in main_words(response.content.decode())
        assert FollowUp.objects.filter(person=anna).count() == 3
        client.post(response.redirect_chain[-1][0])
        assert FollowUp.objects.filter(person=boris).count() == 2, "also if the account is no longer active"

    def test_log_leads_to_the_follow_up_and_the_bulk_change(
        self, client: Client, anna: User, rows: list[Recommendation]
    ) -> None:
        response = change(client, rows[1], state="under_way")
        client.force_login(make.person(make.Role.EDITOR, "editor"))
        log = client.get("/log/").content.decode()
        assert f'href="{url_of(rows[1])}"' in log
        assert f'href="{response.redirect_chain[-1][0]}"' in log


class TestExport:
    def test_ledger_is_exported_with_its_follow_up(
        self, client: Client, anna: User, rows: list[Recommendation]
    ) -> None:
        make.meeting(ordinal=13)
        reload_names()
        record_follow_up(
            rows[0], anna, state="done", note="Sent to all.", person="anna", due_date="2026-12-31",
            due_meeting="wg-international-cooperation-13",
        )  # fmt: skip
        page_html = client.get("/follow-up/?state=done").content.decode()
        assert re.search(r'name="follow-up" value="yes" checked', page_html)
        address = "/compile/?state=done&from=follow-up&follow-up=yes&format=excel"
        sheet = openpyxl.load_workbook(io.BytesIO(client.get(address).getvalue())).worksheets[0]
        header, row = ([cell.value for cell in cells] for cells in sheet.iter_rows())
        values = dict(zip(header, row, strict=True))
        assert values["Follow-up status"] == "Done, not confirmed"
        assert values["Person in charge"] == "Anna Karenina"
        assert str(values["Due date"]).startswith("2026-12-31")
        assert str(values["Meeting by which it is due"]).startswith("Thirteenth meeting")
        assert values["Follow-up note"] == "Sent to all."
        assert "Back to follow-up" in page(client, "/en/compile/?state=done&from=follow-up")

    def test_only_staff_can_export_follow_up(self, client: Client, rows: list[Recommendation]) -> None:
        for address in ("/compile/?from=follow-up&format=csv", "/compile/?follow-up=yes&format=csv"):
            assert client.get(address).status_code == 403
        assert "Follow-up status" not in b"".join(client.get("/compile/?format=csv")).decode()
        assert "Include follow-up" not in client.get("/compile/").content.decode()

    def test_json_has_the_follow_up_of_each_recommendation(
        self, client: Client, anna: User, rows: list[Recommendation]
    ) -> None:
        record_follow_up(rows[1], anna, state="under_way", note="Begun.")
        items = json.loads(b"".join(client.get("/compile/?q=tool&follow-up=yes&format=json")))["items"]
        found = {item["id"]: item["follow_up"] and item["follow_up"]["note"] for item in items}
        assert found == {rows[0].pk: None, rows[1].pk: "Begun.", rows[2].pk: None}
