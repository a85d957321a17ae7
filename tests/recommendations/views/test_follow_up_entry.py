"""The page of an entry of the follow-up ledger: its form, its history, conflicts and permissions."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from documents.models import Change, LanguageVersion
from recommendations.labels.facet_values import reload_names
from recommendations.models import FollowUp, Recommendation
from recommendations.services.follow_up import Link, attach_follow_ups
from recommendations.services.indexing import index_documents
from tests import builders as make
from tests.pages import main_words, page
from tests.recommendations.services.following import (
    form_data,
    recommendations_to_follow,
    record_follow_up,
    saved_entry,
    url_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows() -> list[Recommendation]:
    return recommendations_to_follow()


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
        text = main_words(response.content.decode())
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
        assert "Done in March." in main_words(html)
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
        assert "CTOC/COP/WG.3/2021/3, sect. II (0)" in text
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
