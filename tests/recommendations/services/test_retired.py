"""A recommendation retired by a correction is restored with all its data when the correction is undone."""

from __future__ import annotations

import datetime
import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

from documents.models import Correction, Document, LanguageVersion
from documents.parsing.serialize import to_plain
from documents.services import store_document, withdraw
from documents.web.roles import Role
from recommendations.corrections import Edit
from recommendations.models import (
    FollowUp,
    Lineage,
    LineageDecision,
    LineageEnd,
    Recommendation,
    RetiredRecommendation,
)
from recommendations.services import load_vocabularies, sync_recommendations
from recommendations.services.correcting import propose_reading
from recommendations.services.follow_up import FollowUpInput, save_follow_up
from recommendations.services.lineage import confirm, mark_dropped, reject
from tests import builders as make
from tests.parsed import ITEM, draft, extraction, parsed
from tests.stored import accept_in_public, correct_in_public, publish_document, undo_in_public

pytestmark = pytest.mark.django_db

SYMBOL = "CTOC/COP/2022/L.4"
A, B = "para-1-a", "para-1-b"
REMOVAL = Edit("remove", B, "", ITEM, None)
JOIN = Edit("join", A, "", [ITEM, ITEM], [B])


@pytest.fixture
def version() -> LanguageVersion:
    return publish_document(SYMBOL)


@pytest.fixture
def ann() -> User:
    return User.objects.create_user("ann", is_staff=True)


@pytest.fixture
def later() -> Recommendation:
    """Create a recommendation in another document, to be the later one of a link."""
    load_vocabularies()
    document = make.document(date=datetime.date(2024, 1, 1))
    adopted_by = make.meeting(ordinal=15)
    return make.recommendation("Zebras graze.", of=make.version(document), adopted_by=adopted_by, indexed=False)


def create_link(earlier: Recommendation, later: Recommendation) -> Lineage:
    return Lineage.objects.create(earlier=earlier, later=later, wording=0.25, meaning=0.5, context=1, score=0.75)


def recommendation_at(version: LanguageVersion, anchor: str) -> Recommendation:
    return version.recommendations.get(anchor=anchor)


def decisions() -> list[object]:
    """Return the links, dropped recommendations, log entries and follow-ups, to compare them later."""
    fields = ("earlier", "later", "wording", "meaning", "context", "score", "state", "decided_by", "decided_at", "note")
    links = Lineage.objects.order_by("earlier", "later").values_list(*fields)
    ends = LineageEnd.objects.values_list("recommendation", "document", "decided_by", "decided_at", "note")
    log = LineageDecision.objects.order_by("pk").values_list("pk", "earlier", "later")
    follow_ups = FollowUp.objects.values_list("anchor", "recommendation", "note")
    return [list(rows) for rows in (links, ends, log, follow_ups)]


def undo_last(ann: User) -> None:
    undo_in_public(Correction.objects.filter(undone_at=None).latest("pk"), ann)


@pytest.mark.parametrize("edit", [REMOVAL, JOIN], ids=["removed", "joined"])
def test_undoing_restores_the_recommendation_and_its_decisions(
    version: LanguageVersion, ann: User, later: Recommendation, client: Client, edit: Edit
) -> None:
    row, third = recommendation_at(version, B), make.recommendation("Lions sleep.", indexed=False)
    confirm(create_link(row, later), ann, "the same")
    reject(create_link(third, row), ann, "another")
    mark_dropped(row, third.version.document, ann, "left out")
    save_follow_up(version.document, B, ann, FollowUpInput(note="asked in Vienna"), seen=0)
    before = decisions()
    correct_in_public(version, [edit], ann, seen=0)
    assert not Recommendation.objects.filter(pk=row.pk).exists()
    assert not Lineage.objects.exists()
    assert FollowUp.objects.get().recommendation is None
    undo_last(ann)
    assert recommendation_at(version, B).pk == row.pk
    assert decisions() == before
    assert not RetiredRecommendation.objects.exists()
    assert client.get(row.get_absolute_url()).status_code == 200


@pytest.mark.long
def test_link_is_restored_once_both_recommendations_are_restored(version: LanguageVersion, ann: User) -> None:
    source, extracted = parsed("CTOC/COP/2022/9"), extraction()
    second = store_document(source, b"others", "y.pdf", extraction=to_plain(extracted)).version
    sync_recommendations(second, source, extracted)
    confirm(create_link(recommendation_at(version, B), recommendation_at(second, B)), ann)
    before = decisions()
    for document_version in (version, second):
        correct_in_public(document_version, [REMOVAL], ann, seen=0)
    first_removal, second_removal = Correction.objects.order_by("pk")
    undo_in_public(first_removal, ann)
    assert not Lineage.objects.filter(state="confirmed").exists()
    undo_in_public(second_removal, ann)
    confirmed = Lineage.objects.filter(state="confirmed").values_list("earlier", "later")
    assert list(confirmed) == [(before[0][0][0], before[0][0][1])]  # type: ignore[index]


def test_decisions_referring_to_deleted_objects_are_not_restored(
    version: LanguageVersion, ann: User, later: Recommendation
) -> None:
    row, bob = recommendation_at(version, B), User.objects.create_user("bob")
    confirm(create_link(row, later), ann)
    mark_dropped(row, make.document("CTOC/COP/2023/1"), bob)
    correct_in_public(version, [REMOVAL], ann, seen=0)
    later.version.document.delete()
    bob.delete()
    undo_last(ann)
    assert not Lineage.objects.exists()
    assert LineageEnd.objects.get().decided_by is None


def test_decision_contradicted_by_a_later_one_is_not_restored(version: LanguageVersion, ann: User) -> None:
    load_vocabularies()
    earlier = make.recommendation("Zebras graze.", indexed=False)
    confirm(create_link(earlier, recommendation_at(version, B)), ann)
    correct_in_public(version, [REMOVAL], ann, seen=0)
    mark_dropped(earlier, Document.objects.get(pk=version.document_id), ann)
    undo_last(ann)
    assert not Lineage.objects.exclude(state="proposed").exists()
    assert LineageEnd.objects.count() == 1


def test_later_reading_restores_the_link(version: LanguageVersion, ann: User, later: Recommendation) -> None:
    row = recommendation_at(version, B)
    confirm(create_link(row, later), ann)
    for drafts in ([draft("a", 2, 0)], [draft("a", 2, 0), draft("b", 3, 1)]):
        proposal = propose_reading(version, parsed(SYMBOL), extraction(*drafts))
        assert proposal is not None
        accept_in_public(proposal.reading, ann)
        assert Lineage.objects.filter(earlier=row.pk, state="confirmed").exists() == (len(drafts) == 2)


@pytest.mark.long
def test_split_at_another_place_gets_a_new_key(version: LanguageVersion, ann: User) -> None:
    keys = []
    for seen, words in ((0, "make use"), (2, "make use"), (4, "article 19")):
        correct_in_public(version, [Edit("split", A, "", ITEM, {"at": ITEM.index(words)})], ann, seen=seen)
        keys.append(recommendation_at(version, f"{A}--2").pk)
        undo_last(ann)
    assert keys[0] == keys[1] != keys[2]


def test_retired_recommendation_stays_in_basket_but_is_not_compiled(
    version: LanguageVersion, ann: User, client: Client
) -> None:
    rows = [recommendation_at(version, B), recommendation_at(version, A)]
    for row in rows:
        client.post("/basket/", {"add": row.pk})
    correct_in_public(version, [REMOVAL], ann, seen=0)
    for _attempt in range(2):
        page = client.get("/basket/").content.decode()
        assert "No longer separate recommendations" in page
        assert "no longer public" not in page
        assert "1 recommendation<" in page
    undo_last(ann)
    page = client.get("/basket/").content.decode()
    assert re.findall(r'id="basket-(\d+)"', page) == [str(row.pk) for row in rows]
    assert "No longer separate recommendations" not in page
    correct_in_public(version, [REMOVAL], ann, seen=2)
    client.post("/basket/", {"remove": rows[0].pk})
    assert "No longer separate recommendations" not in client.get("/basket/").content.decode()


def test_follow_up_of_retired_recommendation_is_found(version: LanguageVersion, ann: User, client: Client) -> None:
    key = recommendation_at(version, B).pk
    save_follow_up(version.document, B, ann, FollowUpInput(note="asked in Vienna"), seen=0)
    correct_in_public(version, [REMOVAL], ann, seen=0)
    client.force_login(make.person(Role.STAFF))
    page = client.get(f"/follow-up/{key}/", follow=True).content.decode()
    assert "asked in Vienna" in page
    assert "no longer exists" in page


class TestAddress:
    @pytest.mark.parametrize(
        ("edit", "message"),
        [(REMOVAL, "was corrected or reprocessed"), (JOIN, "was joined with para. 1 (a)")],
        ids=["removed", "joined"],
    )
    def test_page_explains_why_the_recommendation_is_retired(
        self, version: LanguageVersion, ann: User, client: Client, edit: Edit, message: str
    ) -> None:
        key = recommendation_at(version, B).pk
        correct_in_public(version, [edit], ann, seen=0)
        for address in (f"/recommendations/{key}/", f"/recommendations/{key}/cite/"):
            response = client.get(address, follow=True)
            page = response.content.decode()
            assert response.status_code == 410
            assert message in page
            assert f'href="{version.document.get_absolute_url()}?language=en#{B}"' in page
            assert (f'href="{recommendation_at(version, A).get_absolute_url()}"' in page) == (edit is JOIN)
            assert "/en/review/" not in page
        api_response = client.get(f"/api/v1/recommendations/{key}")
        assert (api_response.status_code, api_response["Content-Type"]) == (410, "application/problem+json")
        assert ("The text is now part of recommendation" in api_response.json()["detail"]) == (edit is JOIN)

    def test_unpublished_retired_recommendation_is_hidden(
        self, version: LanguageVersion, ann: User, client: Client
    ) -> None:
        key = recommendation_at(version, B).pk
        correct_in_public(version, [REMOVAL], ann, seen=0)
        withdraw([LanguageVersion.objects.get(pk=version.pk)], None, "Issued in error.")
        response = client.get(f"/recommendations/{key}/", follow=True)
        assert (response.status_code, "Issued in error." in response.content.decode()) == (410, True)
        LanguageVersion.objects.update(published_at=None, withdrawn_at=None)
        for address in (f"/recommendations/{key}/", f"/api/v1/recommendations/{key}"):
            assert client.get(address).status_code == 404
        client.force_login(ann)
        assert client.get(f"/recommendations/{key}/", follow=True).status_code == 410
