"""Lineage as readers and staff see it: timelines, proposals and decisions."""

from __future__ import annotations

import pytest
from django.test import Client

from documents.models import LanguageVersion
from recommendations.models import Lineage, LineageDecision, LineageEnd, Recommendation
from recommendations.services.lineage import confirm, mark_dropped, reject
from tests import builders as make
from tests.pages import main_words, page
from tests.recommendations.services.lineage.lineages import (
    links_of_a_draft,
    reviewer,
)

pytestmark = pytest.mark.django_db

HEADING = "Earlier and later versions"


@pytest.fixture
def links() -> list[Lineage]:
    return links_of_a_draft()


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(reviewer())
    return client


class TestTimeline:
    def test_proposals_are_shown_only_to_staff(self, client: Client, links: list[Lineage]) -> None:
        assert HEADING not in page(client, links[0].earlier.get_absolute_url())
        client.force_login(reviewer())
        text = page(client, links[0].earlier.get_absolute_url())
        assert "Proposed links between versions (this list is visible to staff only)" in text

    def test_confirmed_link_is_shown_on_both_pages(self, client: Client, links: list[Lineage]) -> None:
        confirm(links[0], reviewer())
        earlier, later = (
            page(client, links[0].earlier.get_absolute_url()),
            page(client, links[0].later.get_absolute_url()),
        )
        assert "8 July 2020 this page Annex (a), A/1" in earlier
        assert "8 September 2022 later version Annex (a), A/2" in earlier
        assert "8 July 2020 earlier version Annex (a), A/1" in later
        assert (
            links[0].earlier.comparison_with(links[0].later)
            in client.get(links[0].later.get_absolute_url()).content.decode()
        )

    def test_unpublished_version_is_shown_only_to_staff(self, client: Client, links: list[Lineage]) -> None:
        confirm(links[0], reviewer())
        LanguageVersion.objects.filter(pk=links[0].later.version_id).update(published_at=None)
        assert HEADING not in page(client, links[0].earlier.get_absolute_url())
        client.force_login(reviewer("other"))
        assert "A/2 not published" in page(client, links[0].earlier.get_absolute_url())

    def test_missing_later_version_is_explained(self, client: Client, links: list[Lineage]) -> None:
        third = links[0].earlier.version.recommendations.get(label="(c)")
        assert "No later version" not in page(client, third.get_absolute_url())
        confirm(links[0], reviewer())
        text = page(client, third.get_absolute_url())
        assert "No later version. Other recommendations in this document were carried over into A/2." in text

    def test_dropped_recommendation_is_marked(self, client: Client, links: list[Lineage]) -> None:
        third = links[0].earlier.version.recommendations.get(label="(c)")
        mark_dropped(third, links[0].later.version.document, reviewer())
        assert "Dropped: not carried over into A/2." in page(client, third.get_absolute_url())

    def test_document_counts_later_and_earlier_versions(self, client: Client, links: list[Lineage]) -> None:
        document = links[0].earlier.version.document
        assert "later version" not in page(client, document.get_absolute_url())
        user = reviewer()
        confirm(links[0], user)
        assert "1 of 3 recommendations has a later version." in page(client, document.get_absolute_url())
        confirm(links[1], user)
        assert "2 of 3 recommendations have later versions." in page(client, document.get_absolute_url())
        later = links[0].later.version.document.get_absolute_url()
        assert "2 of 2 recommendations have earlier versions." in page(client, later)


@pytest.fixture
def adopted(links: list[Lineage]) -> list[Lineage]:
    """The links with their later recommendations adopted; only the first has nearly the same wording."""
    Recommendation.objects.filter(version=links[0].later.version).update(
        status="adopted", stated_status="adopted", adopted_by=make.meeting()
    )
    Lineage.objects.filter(pk=links[0].pk).update(wording=0.95)
    Lineage.objects.filter(pk=links[1].pk).update(wording=0.7)
    return links


class TestOutcome:
    """The adopted text that a draft became."""

    def test_proposed_link_is_shown_as_not_confirmed(self, client: Client, adopted: list[Lineage]) -> None:
        text = page(client, adopted[1].earlier.get_absolute_url())
        assert "Possible later version, adopted in 2021: annex (b), A/2 Adopted Matched automatically by" in text
        assert HEADING not in text
        assert (
            adopted[1].earlier.comparison_with(adopted[1].later)
            in client.get(adopted[1].earlier.get_absolute_url()).content.decode()
        )
        assert "may be two versions of the same recommendation. Staff have not confirmed the link." in page(
            client, adopted[1].earlier.comparison_with(adopted[1].later)
        )

    def test_confirmed_link_is_not_called_possible(self, client: Client, adopted: list[Lineage]) -> None:
        confirm(adopted[0], reviewer())
        text = page(client, adopted[0].earlier.get_absolute_url())
        assert "Later version, adopted in 2021: annex (a), A/2 Adopted Compare wording" in text
        assert "Possible" not in text
        assert "Matched automatically" not in text

    def test_adopted_text_links_back_to_its_draft(self, client: Client, adopted: list[Lineage]) -> None:
        address = adopted[0].later.get_absolute_url()
        origin = "earlier version: annex (a), A/1 Submitted for consideration"
        assert f"Possible {origin}" in page(client, address)
        assert adopted[0].earlier.comparison_with(adopted[0].later) in client.get(address).content.decode()
        user = reviewer()
        confirm(adopted[0], user)
        text = page(client, address)
        assert f"E{origin[1:]}" in text
        assert "Possible earlier version" not in text
        reject(adopted[1], user)
        assert "earlier version" not in page(client, adopted[1].later.get_absolute_url()).lower()

    def test_draft_without_later_version_says_so(self, client: Client, adopted: list[Lineage]) -> None:
        dropped = adopted[0].earlier.version.recommendations.get(label="(c)")
        Recommendation.objects.filter(pk=dropped.pk).update(status="draft", stated_status="draft")
        assert "No later version was found in this collection." in page(client, dropped.get_absolute_url())
        assert "No later version" not in page(client, adopted[0].earlier.get_absolute_url())

    def test_confirmed_link_replaces_proposed_ones(self, client: Client, adopted: list[Lineage]) -> None:
        first, second = adopted
        Lineage.objects.create(
            earlier=second.earlier, later=first.later, wording=0.99, meaning=0.9, context=0.9, score=0.99
        )
        address = second.earlier.get_absolute_url()
        assert "Possible later version, adopted in 2021: annex (a), A/2" in page(client, address)
        confirm(second, reviewer())
        text = page(client, address)
        assert "Later version, adopted in 2021: annex (b), A/2" in text
        assert text.count("adopted in 2021:") == 1

    def test_rejected_or_unpublished_outcome_is_not_shown(self, client: Client, adopted: list[Lineage]) -> None:
        reject(adopted[0], reviewer())
        assert "ater version, adopted" not in page(client, adopted[0].earlier.get_absolute_url())
        LanguageVersion.objects.filter(pk=adopted[1].later.version_id).update(published_at=None)
        assert "ater version, adopted" not in page(client, adopted[1].earlier.get_absolute_url())

    def test_only_drafts_have_an_outcome(self, client: Client, links: list[Lineage], adopted: list[Lineage]) -> None:
        assert "ater version, adopted" not in page(client, adopted[0].later.get_absolute_url())
        Recommendation.objects.filter(pk=adopted[0].earlier_id).update(
            status="adopted", stated_status="adopted", adopted_by=make.meeting()
        )
        assert "ater version, adopted" not in page(client, adopted[0].earlier.get_absolute_url())


class TestReview:
    def test_proposals_are_listed_by_pair_of_documents(self, staff: Client, links: list[Lineage]) -> None:
        meeting = "twelfth meeting of the Working Group on International Cooperation, 25–26 March 2021"
        dates = f"T{meeting[1:]}; document dated 8 July 2020 → {meeting}; document dated 8 September 2022"
        expected = f"A/1 → later version: A/2 {dates} 2 proposed links"
        assert expected in page(staff, "/en/lineage/")
        text = page(staff, pair_address(links[0]))
        assert f"A/1 ({meeting}; document dated 8 July 2020) → later version: A/2 ({meeting}; document dated" in text
        assert "Proposed links to confirm or reject (2)" in text
        assert "Not carried over (1)" in text

    def test_proposal_can_be_confirmed_reopened_and_rejected(self, staff: Client, links: list[Lineage]) -> None:
        for decision, state in (("confirm", "confirmed"), ("undo", "proposed"), ("reject", "refused")):
            response = staff.post(
                f"/en/lineage/{links[0].pk}/decide/", {"decision": decision, "note": " why "}, follow=True
            )
            assert response.redirect_chain[0][0].startswith(pair_address(links[0]))
            links[0].refresh_from_db()
            assert links[0].state == state
        assert links[0].note == "why"
        text = page(staff, "/en/lineage/log/")
        assert [row.kind for row in LineageDecision.objects.all()] == ["refused", "reopened", "confirmed"]
        assert "reviewer Rejected A/1, Annex (a) A/2, Annex (a) why" in text

    def test_dropping_can_be_undone(self, staff: Client, links: list[Lineage]) -> None:
        third = links[0].earlier.version.recommendations.get(label="(c)")
        address = f"{pair_address(links[0])}dropped/"
        staff.post(address, {"recommendation": third.pk, "decision": "dropped"})
        assert LineageEnd.objects.get().recommendation == third
        assert "Marked as dropped by reviewer" in page(staff, pair_address(links[0]))
        staff.post(address, {"recommendation": third.pk, "decision": "undo"})
        assert LineageEnd.objects.count() == 0

    @pytest.mark.parametrize("decision", ["", "win"])
    def test_unknown_decision_is_ignored(self, staff: Client, links: list[Lineage], decision: str) -> None:
        response = staff.post(f"/lineage/{links[0].pk}/decide/", {"decision": decision}, follow=True)
        assert "No decision was made" in main_words(response.content.decode())
        assert LineageDecision.objects.count() == 0

    @pytest.mark.parametrize("key", ["", "x", "9999999", "٣"])
    def test_unknown_recommendation_is_not_dropped(self, staff: Client, links: list[Lineage], key: str) -> None:
        response = staff.post(f"{pair_address(links[0])}dropped/", {"recommendation": key, "decision": "dropped"})
        assert response.status_code == 404

    @pytest.mark.parametrize(
        ("address", "sentence"),
        [
            ("/lineage/998/999/", "These two documents cannot be linked."),
            ("/lineage/?page=7", "Page 7 does not exist. The last page is 1."),
            ("/lineage/log/?page=7", "Page 7 does not exist. The last page is 1."),
        ],
    )
    def test_missing_pages_are_explained(self, staff: Client, address: str, sentence: str) -> None:
        assert sentence in page(staff, address, 404)

    def test_missing_proposal_is_not_found(self, staff: Client) -> None:
        assert staff.post("/lineage/999/decide/", {"decision": "confirm"}).status_code == 404

    def test_empty_lists_are_explained(self, staff: Client) -> None:
        assert "There are no proposed links" in page(staff, "/en/lineage/")
        assert "No decisions yet." in page(staff, "/en/lineage/log/")


class TestPermissions:
    PAGES = ("/lineage/", "/lineage/log/", "/lineage/1/2/")
    POSTS = ("/lineage/1/decide/", "/lineage/1/2/dropped/")

    def test_anonymous_user_is_asked_to_log_in(self, client: Client) -> None:
        for address in self.PAGES:
            assert client.get(address)["Location"].startswith("/en/login/")
        for address in self.POSTS:
            assert client.post(address)["Location"].startswith("/en/login/")

    def test_deciding_needs_the_permission(self, client: Client, links: list[Lineage]) -> None:
        user = reviewer()
        user.user_permissions.clear()
        client.force_login(user)
        assert client.get("/lineage/").status_code == 403
        assert client.post(f"/lineage/{links[0].pk}/decide/", {"decision": "confirm"}).status_code == 403

    def test_deciding_needs_a_csrf_token(self, links: list[Lineage]) -> None:
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(reviewer())
        assert strict.post(f"/lineage/{links[0].pk}/decide/", {"decision": "confirm"}).status_code == 403

    def test_get_request_decides_nothing(self, staff: Client, links: list[Lineage]) -> None:
        assert staff.get(f"/lineage/{links[0].pk}/decide/?decision=confirm").status_code == 405


def pair_address(link: Lineage) -> str:
    return f"/en/lineage/{link.earlier.version_id}/{link.later.version_id}/"
