"""The basket, shared lists and compilations name the later version of a draft, and whether it is confirmed."""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Callable
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from recommendations.models import Lineage, Recommendation
from recommendations.services.indexing import index_documents, join_stages
from recommendations.services.lineage import confirm
from tests import builders as make
from tests.pages import page
from tests.recommendations.search.test_counts import link
from tests.recommendations.services.lineage.lineages import reviewer

pytestmark = pytest.mark.django_db

DRAFT_DAY, ANNEX_DAY = datetime.date(2020, 7, 8), datetime.date(2022, 9, 8)


def make_link(score: float = 0.9) -> Lineage:
    """Create a draft of 2020, a text adopted in March 2021 and printed in 2022, and a proposed link."""
    draft = make.recommendation(
        "Make the best use of new tools.",
        of=make.version(make.document(title="Draft report", date=DRAFT_DAY)),
        path="II (a)",
        status="draft",
        meeting=make.meeting(ordinal=11),
    )
    adopted = make.recommendation(
        "Make good use of new tools.",
        of=make.version(make.document("CTOC/COP/2022/L.4", date=ANNEX_DAY)),
        path="annex I (b)",
        meeting=make.meeting(ordinal=12),
    )
    proposed = link(draft, adopted, "proposed", score)
    join_stages({draft.version.document_id, adopted.version.document_id})
    return proposed


def fill(client: Client, *rows: Recommendation) -> None:
    for row in rows:
        client.post("/basket/", {"add": row.pk})


def shared_page(client: Client) -> str:
    found = re.search(r"/basket/shared/\?[^<]*", client.get("/basket/").content.decode())
    assert found
    return page(client, unquote(found[0].replace("&amp;", "&")))


@pytest.mark.parametrize("score", [0.9, 0.6])
def test_cards_of_the_basket_and_of_shared_lists_name_later_versions(client: Client, score: float) -> None:
    proposed = make_link(score)
    fill(client, proposed.earlier)
    later = "ater version, adopted in 2021: CTOC/COP/2022/L.4, annex I (b)"
    addresses = ("/basket/", "/recommendations/?status=draft", "/recommendations/?status=draft&fold=off")
    for text in (*(page(client, address) for address in addresses), shared_page(client)):
        assert f"Possible l{later} (matched automatically, not checked)" in text
        assert "No later version" not in text
    assert f"Possible l{later}: " in page(client, proposed.earlier.get_absolute_url()).replace(
        ": annex I (b), CTOC/COP/2022/L.4", ": CTOC/COP/2022/L.4, annex I (b): "
    )
    confirm(proposed, reviewer())
    for text in (*(page(client, address) for address in addresses), shared_page(client)):
        assert f"L{later}" in text
        assert "matched automatically" not in text


def test_a_link_belongs_to_the_text_in_every_language(client: Client) -> None:
    draft = make_link().earlier
    chinese = make.recommendation(
        "应当充分利用新工具。",
        of=make.version(draft.version.document, "zh"),
        path="二 (a)",
        place=draft.place,
        status="draft",
        meeting=draft.meeting,
    )
    for address in (chinese.text_address, "/recommendations/?language=zh"):
        text = page(client, address)
        assert chinese.text in text
        assert "ossible later version, adopted in 2021" in text
        assert "No later version" not in text


def test_cards_of_drafts_say_that_no_later_version_is_known(client: Client) -> None:
    make.recommendation("Use it.", status="draft")
    make.recommendation("Use that.", status="proposed", meeting=None)
    assert page(client, "/en/recommendations/").count("No later version was found in this collection.") == 1


def test_cards_of_a_search_name_the_draft(client: Client) -> None:
    proposed = make_link()
    draft = "arlier version (2020): Draft report, sect. II (a)"
    assert f"Possible e{draft} (matched automatically, not checked)" in page(client, "/en/recommendations/")
    confirm(proposed, reviewer())
    text = page(client, "/recommendations/")
    assert f"E{draft}" in text
    assert "matched automatically" not in text


def test_compilations_name_the_later_version_of_a_draft(client: Client) -> None:
    proposed = make_link(0.6)
    fill(client, proposed.earlier)

    def later_version() -> str:
        response = client.get("/compile/?from=basket&by=none&format=csv")
        content = b"".join(response).decode("utf-8-sig")  # type: ignore[call-overload]
        [row] = csv.DictReader(io.StringIO(content))
        return row["Later version"]

    name = "CTOC/COP/2022/L.4, annex I (b)"
    assert later_version() == f"A possible later version was adopted: {name} (not confirmed)."
    confirm(proposed, reviewer())
    assert later_version() == f"A later version was adopted: {name}."


@pytest.mark.parametrize("state", ["refused", "hidden", "not adopted"])
def test_rejected_and_hidden_texts_are_not_named(client: Client, state: str) -> None:
    proposed = make_link(0.6)
    later = proposed.later
    if state == "refused":
        Lineage.objects.update(state=Lineage.State.REFUSED, decided_at=proposed.earlier.version.published_at)
    elif state == "hidden":
        later.version.published_at = None
        later.version.save()
    else:
        Recommendation.objects.filter(pk=later.pk).update(status="draft", adopted_by=None, stated_status="draft")
    fill(client, proposed.earlier)
    assert "L.4" not in page(client, "/en/basket/")


def test_later_versions_are_read_in_a_fixed_number_of_queries(client: Client) -> None:
    def queries(render: Callable[[], object]) -> int:
        with CaptureQueriesContext(connection) as captured:
            render()
        return len(captured)

    def add(number: int) -> None:
        draft = make.recommendation(
            of=make.version(make.document(date=DRAFT_DAY if number % 2 else None)), status="draft"
        )
        adopted = make.recommendation(path=f"annex {number}", adopted_by=make.meeting(ordinal=20 + number))
        link(draft, adopted, "confirmed" if number % 2 else "proposed", 0.6)
        fill(client, draft)

    for number in range(2):
        add(number)
    before = queries(lambda: client.get("/basket/"))
    for number in range(2, 6):
        add(number)
    assert queries(lambda: client.get("/basket/")) == before
    assert page(client, "/en/basket/").count("ater version, adopted in") == 6


def test_document_of_drafts_names_their_later_versions(client: Client) -> None:
    proposed = make_link(0.6)
    make.recommendation("Use it.", of=proposed.earlier.version, path="II (b)", status="draft", anchor="ii-b")
    address = proposed.earlier.version.document.get_absolute_url()
    text = page(client, address)
    assert "Draft – not adopted in this document: a draft document of the eleventh" in text
    assert "Drafts with a possible later version that was adopted: 1 of 2." in text
    assert "For the others, no later version was found in this collection." in text
    later = "ater version, adopted in 2021: annex I (b), CTOC/COP/2022/L.4"
    assert f"Possible l{later} (matched automatically, not checked)" in text
    confirm(proposed, reviewer())
    text = page(client, address)
    assert f"L{later}" in text
    assert "matched automatically" not in text


def test_document_says_who_adopted_its_recommendations_and_what_is_known_of_the_endorsement(client: Client) -> None:
    version = make.version(make.document("CTOC/COP/2022/L.4", date=ANNEX_DAY))
    conference = make.meeting(make.conference(), 11, slug="cop-11", start=None)
    row = make.recommendation(of=version, status="for_endorsement", meeting=make.meeting(ordinal=12), put_to=conference)
    known = (
        "submitted to the Conference of the Parties to the United Nations Convention against Transnational Organized"
    )
    text = page(client, version.document.get_absolute_url())
    assert "1 recommendation. Adopted by the Working Group on International Cooperation at its twelfth" in text
    assert f"{known} Crime at its eleventh session for endorsement. No endorsement is recorded" in text
    card = "(eleventh session) for endorsement; no endorsement recorded here"
    assert card in page(client, "/en/recommendations/")
    Recommendation.objects.filter(pk=row.pk).update(status="adopted", stated_status="adopted")
    assert card not in page(client, "/en/recommendations/")


class TestProposalAfterTheAdoptedText:
    """A paper of July 2022, for the Conference of October 2022, repeats what a working group adopted in March 2021; the
    adopted text is printed in a document of September 2022. The order of the texts is that of the meetings."""

    @pytest.fixture(params=["by document", "by meeting"])
    def pair(self, request: pytest.FixtureRequest) -> tuple[Recommendation, Recommendation]:
        """The proposal and the adopted text, with a proposed link stored in either direction."""
        october = datetime.date(2022, 10, 17)
        conference = make.meeting(make.conference(), 11, slug="cop-11", start=october, end=None)
        proposal = make.recommendation(
            "Make good use of new tools.",
            of=make.version(make.document("A/74", date=datetime.date(2022, 7, 18))),
            path="para. 74 (b)",
            status="proposed",
            meeting=conference,
        )
        adopted = make.recommendation(
            "Make the best use of new tools.",
            of=make.version(make.document("CTOC/COP/2022/L.4", date=ANNEX_DAY)),
            path="annex I (q)",
            meeting=make.meeting(ordinal=12),
        )
        ends = (proposal, adopted) if request.param == "by document" else (adopted, proposal)
        link(*ends, "proposed", 0.9)
        join_stages({proposal.version.document_id, adopted.version.document_id})
        return proposal, adopted

    def test_pages_of_both_texts_agree(self, client: Client, pair: tuple[Recommendation, Recommendation]) -> None:
        proposal, adopted = pair
        text = page(client, proposal.get_absolute_url())
        assert "Possible earlier version, adopted in 2021: annex I (q), CTOC/COP/2022/L.4" in text
        assert "ater version" not in text
        text = page(client, adopted.get_absolute_url())
        assert "Possible later version: para. 74 (b), A/74 Submitted for consideration" in text
        assert "arlier version" not in text
        for row in pair:
            assert adopted.comparison_with(proposal) in client.get(row.get_absolute_url()).content.decode()

    def test_title_of_an_earlier_version_is_isolated_in_an_arabic_line(
        self, client: Client, pair: tuple[Recommendation, Recommendation]
    ) -> None:
        proposal, adopted = pair
        adopted.version.document.symbols.all().delete()
        adopted.version.title = "Draft report on the meeting of the Working Group held in Vienna"
        adopted.version.save()
        index_documents([proposal.version.document_id, adopted.version.document_id])
        shown = client.get("/ar/recommendations/?fold=off").content.decode()
        assert '<bdi lang="" dir="auto">Draft report on the meeting of the…</bdi>،' in shown

    def test_confirmed_versions_are_in_the_same_order(
        self, client: Client, pair: tuple[Recommendation, Recommendation]
    ) -> None:
        proposal, adopted = pair
        confirm(Lineage.objects.get(), reviewer())
        text = page(client, proposal.get_absolute_url())
        assert "Earlier version, adopted in 2021: annex I (q), CTOC/COP/2022/L.4" in text
        assert text.index("25 March 2021 earlier version Annex I (q)") < text.index("18 July 2022 this page")
        assert "18 July 2022 later version Para. 74 (b), A/74" in page(client, adopted.get_absolute_url())

    def test_lists_and_documents_say_the_same(
        self, client: Client, pair: tuple[Recommendation, Recommendation]
    ) -> None:
        proposal, _adopted = pair
        Recommendation.objects.filter(pk=proposal.pk).update(status="draft", stated_status="draft")
        index_documents([proposal.version.document_id])
        earlier = "Possible earlier version, adopted in 2021: "
        document = page(client, proposal.version.document.get_absolute_url())
        assert f"{earlier}annex I (q), CTOC/COP/2022/L.4 (matched automatically, not checked)" in document
        assert "No adopted version of this draft was found in this collection." in document
        text = page(client, "/recommendations/?status=draft&fold=off")
        assert f"{earlier}CTOC/COP/2022/L.4, annex I (q)" in text
        assert "No later version was found in this collection." in text
        assert "Possible later version (2022): A/74, para. 74 (b)" in page(client, "/recommendations/?status=adopted")

    def test_compilations_do_not_call_it_a_later_version(
        self, client: Client, pair: tuple[Recommendation, Recommendation]
    ) -> None:
        fill(client, pair[0])
        content = b"".join(client.get("/compile/?from=basket&by=none&format=csv")).decode("utf-8-sig")  # type: ignore[call-overload]
        [row] = csv.DictReader(io.StringIO(content))
        sentence = "A possible earlier version was adopted: CTOC/COP/2022/L.4, annex I (q) (not confirmed)."
        assert (row["Earlier version"], row["Later version"]) == (sentence, "")

    def test_api_does_not_call_it_an_outcome(self, client: Client, pair: tuple[Recommendation, Recommendation]) -> None:
        proposal, adopted = (client.get(f"/api/v1{row.get_absolute_url()[3:]}lineage").json() for row in pair)
        assert (proposal["outcomes"], proposal["origins"], proposal["proposed_after"]) == ([], [], [])
        [found] = proposal["adopted_before"]
        assert found["recommendation"]["status"] == "adopted"
        assert (adopted["outcomes"], adopted["origins"], adopted["adopted_before"]) == ([], [], [])
        [found] = adopted["proposed_after"]
        assert found["comparison"].endswith(pair[1].comparison_with(pair[0])[3:])
