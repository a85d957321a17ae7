"""What everybody and staff see of lineage: timelines, comparisons, proposals and their decisions."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

from documents.models import LanguageVersion
from recommendations.models import Lineage, LineageDecision, LineageEnd
from recommendations.services.lineage import confirm, mark_dropped
from tests import builders as make
from tests.recommendations.services.lineage.lineages import (
    ANNEX,
    DRAFT,
    FUNDING,
    SHARING,
    TRAINING,
    proposed,
    reviewer,
    version,
)

pytestmark = pytest.mark.django_db

HEADING = "Earlier and later versions"


@pytest.fixture
def links() -> list[Lineage]:
    """Two of a draft's three recommendations live on; the draft's (c) does not."""
    draft = version("A/1", DRAFT, TRAINING, SHARING, FUNDING, title="Draft report")
    annex = version("A/2", ANNEX, f"{TRAINING}, on request", SHARING.replace("encouraged", "urged"), title="Resolution")
    return sorted(proposed(draft, annex), key=lambda link: link.earlier.label)


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(reviewer())
    return client


def page(client: Client, address: str, status: int = 200) -> str:
    """The words of a page, without its markup."""
    answer = client.get(address)
    assert answer.status_code == status, address
    return words(answer.content.decode())


def words(html: str) -> str:
    main = html.partition('tabindex="-1">')[2].partition("</main>")[0]
    return re.sub(r" (?=[.,;:)])", "", " ".join(unescape(re.sub(r"<[^>]*>", " ", main)).split()))


def compared(link: Lineage) -> str:
    return f"/recommendations/{link.earlier_id}/compare/{link.later_id}/"


class TestTimeline:
    def test_what_is_proposed_is_shown_to_staff_alone(self, client: Client, links: list[Lineage]) -> None:
        assert HEADING not in page(client, links[0].earlier.get_absolute_url())
        client.force_login(reviewer())
        assert "Proposed: visible to staff only" in page(client, links[0].earlier.get_absolute_url())

    def test_what_was_confirmed_stands_on_both_pages(self, client: Client, links: list[Lineage]) -> None:
        confirm(links[0], reviewer())
        earlier, later = (
            page(client, links[0].earlier.get_absolute_url()),
            page(client, links[0].later.get_absolute_url()),
        )
        assert "8 July 2020 this page Annex (a), A/1" in earlier
        assert "8 September 2022 later version Annex (a), A/2" in earlier
        assert "8 July 2020 earlier version Annex (a), A/1" in later
        assert compared(links[0]) in client.get(links[0].later.get_absolute_url()).content.decode()

    def test_a_state_that_is_not_published_is_shown_to_staff_alone(self, client: Client, links: list[Lineage]) -> None:
        confirm(links[0], reviewer())
        LanguageVersion.objects.filter(pk=links[0].later.version_id).update(published_at=None)
        assert HEADING not in page(client, links[0].earlier.get_absolute_url())
        client.force_login(reviewer("other"))
        assert "A/2 not published" in page(client, links[0].earlier.get_absolute_url())

    def test_its_trace_ends_where_others_live_on(self, client: Client, links: list[Lineage]) -> None:
        third = links[0].earlier.version.recommendations.get(label="(c)")
        assert "No later state is known" not in page(client, third.get_absolute_url())
        confirm(links[0], reviewer())
        said = page(client, third.get_absolute_url())
        assert "No later version. Other recommendations of this document were carried over into A/2." in said

    def test_staff_say_that_it_was_dropped(self, client: Client, links: list[Lineage]) -> None:
        third = links[0].earlier.version.recommendations.get(label="(c)")
        mark_dropped(third, links[0].later.version.document, reviewer())
        assert "Dropped: not carried over into A/2." in page(client, third.get_absolute_url())

    def test_the_document_counts_those_that_live_on(self, client: Client, links: list[Lineage]) -> None:
        document = links[0].earlier.version.document
        assert "live on" not in page(client, document.get_absolute_url())
        user = reviewer()
        confirm(links[0], user)
        assert "1 of 3 recommendations has a later version." in page(client, document.get_absolute_url())
        confirm(links[1], user)
        assert "2 of 3 recommendations have later versions." in page(client, document.get_absolute_url())
        later = links[0].later.version.document.get_absolute_url()
        assert "2 of 2 recommendations have earlier versions." in page(client, later)


class TestComparison:
    def test_what_changed_is_told_by_elements_signs_and_words(self, client: Client, links: list[Lineage]) -> None:
        html = client.get(compared(links[1])).content.decode()
        assert re.search(
            r"<del><span class=\"visually-hidden\">\[deleted: </span><span [^>]*>−</span>encouraged<", html
        )
        assert re.search(r"<ins><span class=\"visually-hidden\">\[added: </span><span [^>]*>\+</span>urged<", html)

    def test_it_says_what_is_known_of_their_kinship(self, client: Client, links: list[Lineage]) -> None:
        assert "not linked as versions of the same recommendation" in page(client, compared(links[0]))
        confirm(links[0], reviewer())
        assert "two versions of the same recommendation" in page(client, compared(links[0]))

    def test_facts_before_and_after(self, client: Client) -> None:
        states = make.addressee("states-parties"), make.addressee("secretariat")
        one = make.recommendation("Use it [or not].", addressees=states[:1], articles=["untoc:18"], strength="should")
        one.alternatives = [{"start": 7, "end": 15}]
        one.save()
        other = make.recommendation("Use it.", addressees=states[1:], articles=["untoc:18"], status="endorsed")
        address = f"/recommendations/{one.pk}/compare/{other.pk}/"
        said = page(client, address)
        assert (
            "Addressed to [deleted: − States parties end of deletion] [added: + Secretariat end of addition] yes"
            in said
        )
        assert "Strength Should none yes" in said
        assert "Endorsed Not by this document Yes yes" in said
        assert re.search(
            r"Articles Organized Crime Convention, article 18 Organized Crime Convention, article 18 no", said
        )
        assert '<span class="alternative">[or not]</span>' in client.get(address).content.decode()

    def test_text_of_a_document_stays_text(self, client: Client) -> None:
        one, other = make.recommendation("Use <b>it</b>."), make.recommendation("Use <script>x</script>.")
        html = client.get(f"/recommendations/{one.pk}/compare/{other.pk}/").content.decode()
        assert "<b>it" not in html
        assert "<script>x" not in html

    def test_the_order_of_time_is_offered(self, client: Client, links: list[Lineage]) -> None:
        said = page(client, f"/recommendations/{links[0].later_id}/compare/{links[0].earlier_id}/")
        assert "The first text is the later one. Compare in chronological order" in said

    @pytest.mark.parametrize(
        ("pair", "sentence"),
        [
            ("{0}/compare/{0}", "A recommendation cannot be compared with itself."),
            ("{0}/compare/999999", "One of the two recommendations to compare does not exist."),
            ("{0}/compare/99999999999999999999", "One of the two recommendations to compare does not exist."),
            ("999998/compare/999999", "The recommendations to compare do not exist."),
        ],
    )
    def test_an_unknown_pair(self, client: Client, pair: str, sentence: str) -> None:
        own = make.recommendation()
        assert sentence in page(client, f"/recommendations/{pair.format(own.pk)}/", 404)

    def test_one_that_is_not_published_is_not_there(self, client: Client) -> None:
        one, hidden = make.recommendation(), make.recommendation(of=make.version(published=False))
        assert "does not exist" in page(client, f"/recommendations/{one.pk}/compare/{hidden.pk}/", 404)

    def test_two_languages_lead_to_the_twin_or_say_why_not(self, client: Client, links: list[Lineage]) -> None:
        french = version("", None, "texte", of=links[0].later.version.document, language="fr").recommendations.get()
        answer = client.get(f"/recommendations/{links[0].earlier_id}/compare/{french.pk}/")
        assert answer["Location"] == compared(links[0])
        said = page(client, f"/recommendations/{french.pk}/compare/{links[0].earlier_id}/", 404)
        assert "Only texts in the same language can be compared" in said


class TestReview:
    def test_proposals_by_pair_of_documents(self, staff: Client, links: list[Lineage]) -> None:
        assert "A/1 → became A/2 8 July 2020 – 8 September 2022 2 proposals to decide" in page(staff, "/lineage/")
        said = page(staff, pair_of(links[0]))
        assert "To decide (2)" in said
        assert "Not carried over (1)" in said

    def test_confirm_take_back_refuse(self, staff: Client, links: list[Lineage]) -> None:
        for decision, state in (("confirm", "confirmed"), ("undo", "proposed"), ("refuse", "refused")):
            answer = staff.post(f"/lineage/{links[0].pk}/decide/", {"decision": decision, "note": " why "}, follow=True)
            assert answer.redirect_chain[0][0].startswith(pair_of(links[0]))
            links[0].refresh_from_db()
            assert links[0].state == state
        assert links[0].note == "why"
        said = page(staff, "/lineage/log/")
        assert [row.kind for row in LineageDecision.objects.all()] == ["refused", "reopened", "confirmed"]
        assert "reviewer Refused A/1, Annex (a) A/2, Annex (a) why" in said

    def test_dropped_and_taken_back(self, staff: Client, links: list[Lineage]) -> None:
        third = links[0].earlier.version.recommendations.get(label="(c)")
        place = f"{pair_of(links[0])}dropped/"
        staff.post(place, {"recommendation": third.pk, "decision": "dropped"})
        assert LineageEnd.objects.get().recommendation == third
        assert "Marked as dropped by reviewer" in page(staff, pair_of(links[0]))
        staff.post(place, {"recommendation": third.pk, "decision": "undo"})
        assert LineageEnd.objects.count() == 0

    @pytest.mark.parametrize("decision", ["", "win"])
    def test_no_button_no_decision(self, staff: Client, links: list[Lineage], decision: str) -> None:
        answer = staff.post(f"/lineage/{links[0].pk}/decide/", {"decision": decision}, follow=True)
        assert "No decision was made" in words(answer.content.decode())
        assert LineageDecision.objects.count() == 0

    @pytest.mark.parametrize("key", ["", "x", "9999999", "٣"])
    def test_an_unknown_recommendation_is_not_dropped(self, staff: Client, links: list[Lineage], key: str) -> None:
        answer = staff.post(f"{pair_of(links[0])}dropped/", {"recommendation": key, "decision": "dropped"})
        assert answer.status_code == 404

    @pytest.mark.parametrize(
        ("address", "sentence"),
        [
            ("/lineage/998/999/", "These two documents are not linked."),
            ("/lineage/?page=7", "Page 7 does not exist; the last page is 1."),
            ("/lineage/log/?page=7", "Page 7 does not exist; the last page is 1."),
        ],
    )
    def test_what_is_not_there(self, staff: Client, address: str, sentence: str) -> None:
        assert sentence in page(staff, address, 404)

    def test_a_proposal_that_is_gone(self, staff: Client) -> None:
        assert staff.post("/lineage/999/decide/", {"decision": "confirm"}).status_code == 404

    def test_nothing_yet(self, staff: Client) -> None:
        assert "There are no proposals" in page(staff, "/lineage/")
        assert "No decisions yet." in page(staff, "/lineage/log/")


class TestWhoMay:
    PLACES = ("/lineage/", "/lineage/log/", "/lineage/1/2/")
    POSTS = ("/lineage/1/decide/", "/lineage/1/2/dropped/")

    def test_a_stranger_is_asked_to_log_in(self, client: Client) -> None:
        for address in self.PLACES:
            assert client.get(address)["Location"].startswith("/login/")
        for address in self.POSTS:
            assert client.post(address)["Location"].startswith("/login/")

    def test_without_the_permission_nobody_decides(self, client: Client, links: list[Lineage]) -> None:
        user = reviewer()
        user.user_permissions.clear()
        client.force_login(user)
        assert client.get("/lineage/").status_code == 403
        assert client.post(f"/lineage/{links[0].pk}/decide/", {"decision": "confirm"}).status_code == 403

    def test_only_with_the_page_s_own_token(self, links: list[Lineage]) -> None:
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(reviewer())
        assert strict.post(f"/lineage/{links[0].pk}/decide/", {"decision": "confirm"}).status_code == 403

    def test_looking_decides_nothing(self, staff: Client, links: list[Lineage]) -> None:
        assert staff.get(f"/lineage/{links[0].pk}/decide/?decision=confirm").status_code == 405


def pair_of(link: Lineage) -> str:
    return f"/lineage/{link.earlier.version_id}/{link.later.version_id}/"
