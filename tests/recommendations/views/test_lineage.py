"""Lineage as readers and staff see it: timelines, comparisons, proposals and decisions."""

from __future__ import annotations

import datetime
import re
from html import unescape

import pytest
from django.test import Client

from documents.models import LanguageVersion, Meeting
from recommendations.models import FormerPlace, Lineage, LineageDecision, LineageEnd, Recommendation
from recommendations.services.lineage import confirm, mark_dropped, reject
from tests import builders as make
from tests.recommendations.search.test_counts import link
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

HEADING = "Earlier and later versions"


@pytest.fixture
def links() -> list[Lineage]:
    """Propose links for two of a draft's three recommendations; (c) has no later version."""
    draft = version("A/1", DRAFT, TRAINING, SHARING, FUNDING, title="Draft report")
    annex = version("A/2", ANNEX, f"{TRAINING}, on request", SHARING.replace("encouraged", "urged"), title="Resolution")
    return sorted(propose_links(draft, annex), key=lambda link: link.earlier.label)


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(reviewer())
    return client


def page(client: Client, address: str, status: int = 200) -> str:
    """Return the words of a page, without its markup."""
    response = client.get(address)
    assert response.status_code == status, address
    return words(response.content.decode())


def words(html: str) -> str:
    main = html.partition('tabindex="-1">')[2].partition("</main>")[0]
    return re.sub(r" (?=[.,;:)])", "", " ".join(unescape(re.sub(r"<[^>]*>", " ", main)).split()))


def comparison_address(link: Lineage) -> str:
    return link.earlier.comparison_with(link.later)


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
        assert comparison_address(links[0]) in client.get(links[0].later.get_absolute_url()).content.decode()

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
        assert comparison_address(adopted[1]) in client.get(adopted[1].earlier.get_absolute_url()).content.decode()
        assert "may be two versions of the same recommendation. Staff have not confirmed the link." in page(
            client, comparison_address(adopted[1])
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
        assert comparison_address(adopted[0]) in client.get(address).content.decode()
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


class TestComparison:
    def test_texts_that_are_not_linked_are_named_and_have_no_order(self, client: Client, links: list[Lineage]) -> None:
        for address in (
            comparison_address(links[1]),
            links[1].later.comparison_with(links[1].earlier),
        ):
            html = client.get(address).content.decode()
            text = words(html)
            assert "Comparison of " in text
            for word in ("Before", "After", "deleted", "added", "Changed", "→"):
                assert word not in text
            assert "<del" not in html
            assert "<ins" not in html
        assert "Key: 1 only in A/2, annex (b) 2 only in A/1, annex (b)" in text
        assert "[only in the first text: 1 urged end]" in text
        assert "[only in the second text: 2 encouraged end]" in text
        assert "1 · A/2, annex (b) 2 · A/1, annex (b) Different" in text

    def test_changes_are_marked_by_elements_signs_and_words(self, client: Client, links: list[Lineage]) -> None:
        confirm(links[1], reviewer())
        html = client.get(comparison_address(links[1])).content.decode()
        assert re.search(
            r"<del><span class=\"visually-hidden\">\[deleted: </span><span [^>]*>−</span>encouraged<", html
        )
        assert re.search(r"<ins><span class=\"visually-hidden\">\[added: </span><span [^>]*>\+</span>urged<", html)

    def test_comparison_shows_whether_the_texts_are_linked(self, client: Client, links: list[Lineage]) -> None:
        assert "not linked as versions of one recommendation" in page(client, comparison_address(links[0]))
        confirm(links[0], reviewer())
        assert "two versions of the same recommendation" in page(client, comparison_address(links[0]))

    def test_changed_details_are_shown(self, client: Client) -> None:
        addressees = make.addressee("states-parties"), make.addressee("secretariat")
        old = make.recommendation(
            "Use it [or not].", addressees=addressees[:1], articles=["untoc:18"], strength="should"
        )
        old.alternatives = [{"start": 7, "end": 15}]
        old.save()
        new = make.recommendation("Use it.", addressees=addressees[1:], articles=["untoc:18"], status="endorsed")
        link(old, new, "confirmed")
        address = old.comparison_with(new)
        text = page(client, address)
        assert (
            "Addressed to [deleted: − States parties end of deletion] [added: + Secretariat end of addition] yes"
            in text
        )
        assert "Strength Should none yes" in text
        assert "Endorsement Not endorsed in the document Yes yes" in text
        assert re.search(
            r"Articles cited Organized Crime Convention, article 18 Organized Crime Convention, article 18 no", text
        )
        assert '<span class="alternative">[or not]</span>' in client.get(address).content.decode()

    def test_comparison_names_documents_and_shows_when_a_text_was_adopted(self, client: Client) -> None:
        twelfth = make.meeting(ordinal=12)
        draft = make.recommendation(
            "Use it.",
            of=make.version(make.document(title="Draft report", date=DRAFT)),
            path="II (a)",
            status="draft",
            meeting=make.meeting(ordinal=11),
        )
        annex = make.version(make.document("CTOC/COP/2022/L.4", date=ANNEX))
        adopted = make.recommendation("Use that.", of=annex, path="annex I (b)", meeting=twelfth)
        link(draft, adopted, "proposed")
        text = page(client, draft.comparison_with(adopted))
        html = client.get(draft.comparison_with(adopted)).content.decode()
        assert "<title>Comparison: 2020 draft, sect. II (a) → CTOC/COP/2022/L.4, annex I (b)" in html
        group = "meeting of the Working Group on International Cooperation"
        assert "Date of the document: 8 September 2022" in text
        assert text.index("Adopted at the twelfth") < text.index("Date of the document: 8 September 2022")
        assert f"Adopted at the twelfth {group} (25–26 March 2021)" in text
        assert f"For the eleventh {group} (25–26 March 2020)" in text
        assert text.index("8 July 2020") < text.index("Differences Key") < text.index("Other differences")

    def test_markup_in_a_text_is_escaped(self, client: Client) -> None:
        first, second = make.recommendation("Use <b>it</b>."), make.recommendation("Use <script>x</script>.")
        html = client.get(first.comparison_with(second)).content.decode()
        assert "<b>it" not in html
        assert "<script>x" not in html

    def test_versions_are_compared_in_order_of_time(self, client: Client, links: list[Lineage]) -> None:
        confirm(links[0], reviewer())
        response = client.get(links[0].later.comparison_with(links[0].earlier))
        assert response.headers["Location"] == comparison_address(links[0])

    def test_order_of_time_is_that_of_the_meetings(self, client: Client) -> None:
        """Not that of the documents: one may quote what an earlier meeting has adopted."""
        document = make.version(make.document("CTOC/COP/2022/L.4", date=ANNEX))
        thirteenth = make.recommendation("Use it.", of=document, path="annex II", adopted_by=make.meeting(ordinal=13))
        Meeting.objects.filter(ordinal=13).update(start=datetime.date(2022, 5, 23), end=None)
        other = make.version(make.document("A/9", date=datetime.date(2023, 1, 1)))
        twelfth = make.recommendation("Use that.", of=other, path="annex I", meeting=make.meeting(ordinal=12))
        link(thirteenth, twelfth, "confirmed")
        response = client.get(thirteenth.comparison_with(twelfth))
        assert response.headers["Location"] == twelfth.comparison_with(thirteenth)

    @pytest.mark.parametrize(
        ("pair", "sentence"),
        [
            ("{0}/compare/{0}", "A recommendation cannot be compared with itself."),
            ("{0}/compare/999999", "One of the two recommendations to compare does not exist."),
            ("{0}/compare/99999999999999999999", "One of the two recommendations to compare does not exist."),
            ("999998/compare/999999", "The recommendations to compare do not exist."),
            ("{1}/compare/{1}", "A recommendation cannot be compared with itself."),
            ("{1}/compare/A/9/para-1", "One of the two recommendations to compare does not exist."),
            ("A/8/para-1/compare/A/9/para-1", "The recommendations to compare do not exist."),
        ],
    )
    def test_unknown_pair_is_not_found(self, client: Client, pair: str, sentence: str) -> None:
        row = make.recommendation()
        names = f"{row.version.document.address}/{row.place}"
        assert sentence in page(client, f"/en/recommendations/{pair.format(row.pk, names)}/", 404)

    def test_unpublished_recommendation_is_not_found(self, client: Client) -> None:
        row, hidden = make.recommendation(), make.recommendation(of=make.version(published=False))
        assert "does not exist" in page(client, row.comparison_with(hidden), 404)
        assert "does not exist" in page(client, f"/en/recommendations/{row.pk}/compare/{hidden.pk}/", 404)

    def test_address_consists_of_symbols_and_places(self, client: Client) -> None:
        first = make.recommendation("Use it.", of=make.version(make.document("A/1")), anchor="para-1")
        second = make.recommendation("Use that.", of=make.version(make.document("A/2")), anchor="annex-i-a")
        address = "/en/recommendations/A/1/para-1/compare/A/2/annex-i-a/"
        assert first.comparison_with(second) == address
        page(client, address)
        by_number = client.get(f"/en/recommendations/{first.pk}/compare/{second.pk}/")
        assert (by_number.status_code, by_number["Location"]) == (301, address)

    def test_former_places_and_symbols_redirect(self, client: Client) -> None:
        first = make.recommendation("Use it.", of=make.version(make.document("A/1", "B/1")), anchor="para-1")
        second = make.recommendation("Use that.", of=make.version(make.document("A/2")), anchor="annex-i-a")
        FormerPlace.objects.create(document=first.version.document, place="para-9", current_place="para-1")
        response = client.get("/en/recommendations/b/1/para-9/compare/A/2/annex-i-a/")
        assert (response.status_code, response["Location"]) == (301, first.comparison_with(second))

    def test_texts_are_compared_in_a_common_language(self, client: Client) -> None:
        rows = {}
        for symbol, languages in (("A/1", "en fr ru"), ("A/2", "en fr"), ("A/3", "ru")):
            document = make.document(symbol)
            for language in languages.split():
                version = make.version(document, language=language)
                rows[symbol, language] = make.recommendation(f"{language}.", of=version, anchor="para-1")
        assert "en." in page(client, rows["A/1", "en"].comparison_with(rows["A/2", "en"]))
        french = rows["A/1", "fr"].comparison_with(rows["A/2", "fr"])
        assert french == "/en/recommendations/A/1/para-1/compare/A/2/para-1/?language=fr"
        assert "fr." in page(client, french)
        for asked in ("", "?language=en"):
            response = client.get(f"/en/recommendations/A/1/para-1/compare/A/3/para-1/{asked}")
            assert response["Location"] == "/en/recommendations/A/1/para-1/compare/A/3/para-1/?language=ru"
        text = page(client, "/en/recommendations/A/2/para-1/compare/A/3/para-1/", 404)
        assert "Only texts in the same language can be compared" in text


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
        assert "No decision was made" in words(response.content.decode())
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
