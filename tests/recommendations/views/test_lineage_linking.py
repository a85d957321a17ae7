"""Confirm many proposed links after looking at a sample, link by hand, and show splits and merges."""

from __future__ import annotations

import pytest
from django.test import Client

from recommendations.models import Lineage, LineageDecision, Recommendation
from recommendations.queries.lineage import lineage_of
from recommendations.search.query import SearchQuery
from recommendations.search.results import search
from recommendations.services.lineage import LineageError, batches, link_by_hand, propose_lineage, reject
from tests.pages import main_words, page
from tests.recommendations.services.lineage.lineages import (
    ANNEX,
    DRAFT,
    FUNDING,
    SHARING,
    TRAINING,
    propose_links,
    reviewer,
    version,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(reviewer())
    return client


def links_of_two_documents() -> list[Lineage]:
    """Propose two links with the same text, and one with a text that was reworded; the least certain is the last."""
    draft = version("A/1", DRAFT, TRAINING, SHARING, FUNDING)
    annex = version("A/2", ANNEX, TRAINING, SHARING, FUNDING.replace("sustainable basis", "regular basis, on request"))
    return propose_links(draft, annex)


def confirm_above(staff: Client, percent: int, **fields: object) -> object:
    latest = Lineage.objects.order_by("-pk").values_list("pk", flat=True)[0]
    sent = {"above": percent, "latest": latest, "checked": "on", **fields}
    return staff.post("/lineage/confirm/", sent, follow=True)


class TestConfirmMany:
    def test_sample_has_the_least_certain_links(self, staff: Client) -> None:
        links = links_of_two_documents()
        percent = int(links[1].score * 100)
        text = page(staff, f"/lineage/confirm/?above={percent}")
        assert "2 proposed links" in text
        assert "Confirm all 2 links" in text
        assert FUNDING not in text
        assert (
            "No proposed link is this similar." in page(staff, "/en/lineage/confirm/?above=100") or links[0].score == 1
        )

    def test_links_above_a_similarity_are_confirmed_and_undone_as_one(self, staff: Client) -> None:
        links = links_of_two_documents()
        response = confirm_above(staff, int(links[1].score * 100))
        assert "2 links were confirmed." in main_words(response.content.decode())  # type: ignore[attr-defined]
        states = list(Lineage.objects.order_by("-score", "pk").values_list("state", flat=True))
        assert states == ["confirmed", "confirmed", "proposed"]
        assert LineageDecision.objects.filter(kind="confirmed").count() == 2

        batch = response.redirect_chain[-1][0]  # type: ignore[attr-defined]
        reject(Lineage.objects.get(pk=links[0].pk), reviewer("second"))
        text = main_words(staff.post(batch, follow=True).content.decode())
        assert "1 link is a proposed link again." in text
        assert [Lineage.objects.get(pk=link.pk).state for link in links] == ["refused", "proposed", "proposed"]

    def test_sample_must_be_looked_at(self, staff: Client) -> None:
        links_of_two_documents()
        text = main_words(confirm_above(staff, 50, checked="").content.decode())  # type: ignore[attr-defined]
        assert "Nothing was confirmed. Look at the sample, then tick the box." in text
        assert not Lineage.objects.filter(state="confirmed").exists()

    def test_links_proposed_since_are_left(self, staff: Client) -> None:
        links = links_of_two_documents()
        confirm_above(staff, 50, latest=min(link.pk for link in links))
        assert Lineage.objects.filter(state="confirmed").count() == 1

    def test_most_certain_links_are_confirmed_first(self, staff: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        links = links_of_two_documents()
        monkeypatch.setattr(batches, "MAX_AT_ONCE", 1)
        confirm_above(staff, 50)
        assert Lineage.objects.get(state="confirmed").pk == links[0].pk

    @pytest.mark.parametrize("value", ["49", "101", "many"])
    def test_invalid_similarity_is_rejected(self, staff: Client, value: str) -> None:
        assert "Enter a number from 50 to 100." in page(staff, f"/en/lineage/confirm/?above={value}", 400)


def test_second_person_sees_the_decision_of_the_first(staff: Client) -> None:
    link = links_of_two_documents()[0]
    reject(link, reviewer("second"))
    sent = {"decision": "confirm", "seen": "proposed"}
    text = main_words(staff.post(f"/lineage/{link.pk}/decide/", sent, follow=True).content.decode())
    assert "Nothing was changed: second has just decided on annex (a) → annex (a). The link is now rejected." in text
    assert Lineage.objects.get(pk=link.pk).state == "refused"


class TestLinkByHand:
    def test_documents_without_proposals_are_found_by_symbol(self, staff: Client) -> None:
        draft, annex = version("A/1", DRAFT, TRAINING), version("A/2", ANNEX, FUNDING)
        address = f"/en/lineage/{draft.pk}/{annex.pk}/"
        assert staff.get("/lineage/documents/?earlier=a/1&later=A/2").headers["Location"] == address
        sent = {"recommendation": draft.recommendations.get().pk, "later": annex.recommendations.get().pk}
        text = main_words(staff.post(f"{address}link/", sent, follow=True).content.decode())
        assert "Confirmed: annex (a) is a later version of annex (a)." in text
        assert "Linked by hand." in text

    @pytest.mark.parametrize(
        ("query", "message"),
        [
            ("earlier=A/1&later=A/9", "No document has this symbol."),
            ("earlier=A/1&later=A/1", "Choose two different documents."),
            ("earlier=A/1&later=A/3", "The two documents have no language in common."),
        ],
    )
    def test_documents_that_cannot_be_linked_are_rejected(self, staff: Client, query: str, message: str) -> None:
        version("A/1", DRAFT, TRAINING)
        version("A/3", ANNEX, "Former les juges", language="fr")
        assert message in page(staff, f"/en/lineage/documents/?{query}", 400)

    def test_wrong_order_and_missing_choice_are_rejected(self, staff: Client) -> None:
        draft, annex = version("A/1", DRAFT, TRAINING), version("A/2", ANNEX, FUNDING)
        earlier, later = draft.recommendations.get(), annex.recommendations.get()
        with pytest.raises(LineageError, match="The second text is older"):
            link_by_hand(later, earlier, reviewer("second"))
        sent = {"recommendation": earlier.pk, "later": ""}
        response = staff.post(f"/lineage/{draft.pk}/{annex.pk}/link/", sent, follow=True)
        assert "Nothing was linked. Choose the later version from the list." in main_words(response.content.decode())
        assert not Lineage.objects.exists()

    def test_undoing_removes_the_link(self, staff: Client) -> None:
        draft, annex = version("A/1", DRAFT, TRAINING), version("A/2", ANNEX, FUNDING)
        link = link_by_hand(draft.recommendations.get(), annex.recommendations.get(), reviewer("second"))
        staff.post(f"/lineage/{link.pk}/decide/", {"decision": "undo"})
        assert not Lineage.objects.exists()
        assert list(LineageDecision.objects.order_by("pk").values_list("kind", flat=True)) == ["confirmed", "reopened"]

    def test_link_made_by_hand_survives_a_new_proposal(self) -> None:
        draft, annex = version("A/1", DRAFT, TRAINING), version("A/2", ANNEX, FUNDING)
        link = link_by_hand(draft.recommendations.get(), annex.recommendations.get(), reviewer())
        propose_lineage(annex)
        assert Lineage.objects.get(state="confirmed").pk == link.pk


class TestSplitsAndMerges:
    def test_split_is_shown_and_its_parts_stay_separate_results(self, staff: Client) -> None:
        draft, annex = version("A/1", DRAFT, TRAINING), version("A/2", ANNEX, SHARING, FUNDING)
        whole, parts = draft.recommendations.get(), list(annex.recommendations.order_by("position"))
        for part in parts:
            link_by_hand(whole, part, reviewer(part.label))
        versions = [(row.recommendation.pk, row.relation) for row in lineage_of(whole, reviewer("third")).versions]
        assert versions == [(whole.pk, "this"), (parts[0].pk, "later"), (parts[1].pk, "later")]
        assert found() == {whole.pk, *(part.pk for part in parts)}, "each part is a recommendation of its own"
        text = page(staff, f"/lineage/{draft.pk}/{annex.pk}/")
        assert text.count("Split: this recommendation has several later versions in the document.") == 2

    def test_merged_recommendations_are_stages_of_one(self, staff: Client) -> None:
        draft, annex = version("A/1", DRAFT, TRAINING, SHARING), version("A/2", ANNEX, FUNDING)
        merged = annex.recommendations.get()
        for part in draft.recommendations.order_by("position"):
            link_by_hand(part, merged, reviewer(part.label))
        assert len(found()) == 1
        text = page(staff, f"/lineage/{draft.pk}/{annex.pk}/")
        assert text.count("Merged: several recommendations of the earlier document became this one.") == 2

    def test_part_joins_again_once_the_other_is_no_longer_linked(self) -> None:
        draft, annex = version("A/1", DRAFT, TRAINING), version("A/2", ANNEX, SHARING, FUNDING)
        whole, parts = draft.recommendations.get(), list(annex.recommendations.order_by("position"))
        links = [link_by_hand(whole, part, reviewer(part.label)) for part in parts]
        reject(links[1], reviewer())
        assert parts[1].pk in found()
        assert len(found() - {parts[1].pk}) == 1


def found() -> set[int]:
    """Return the keys of the recommendations that a search for everything lists."""
    return {hit.row.pk for hit in search(SearchQuery()).hits if isinstance(hit.row, Recommendation)}
