"""Split, join, move, remove and add recommendations."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from documents.models import Correction, LanguageVersion
from portal.review.places import find_blocks
from recommendations.corrections import Edit
from recommendations.services.correcting import correct
from tests.parsed import ITEM, parsed
from tests.portal.review.forms import REVIEW, SHAPE, corrections, text_of

pytestmark = pytest.mark.django_db


def anchors(version: LanguageVersion) -> list[str]:
    return list(version.recommendations.order_by("position").values_list("anchor", flat=True))


SPLIT_OFFSET = ITEM.index("make use")
SHAPES: list[tuple[dict[str, Any], list[str]]] = [
    ({"action": "split", "at": str(SPLIT_OFFSET)}, ["para-1-a", "para-1-a--2", "para-1-b"]),
    (
        {"action": "split", "marked": f"{ITEM[:SPLIT_OFFSET]}\r\n----\r\n{ITEM[SPLIT_OFFSET:]}"},
        ["para-1-a", "para-1-a--2", "para-1-b"],
    ),
    ({"action": "join", "with": ["para-1-b"]}, ["para-1-a"]),
    ({"action": "move", "after": "para-1-b"}, ["para-1-b", "para-1-a"]),
    ({"action": "remove", "note": "not a recommendation"}, ["para-1-b"]),
]


@pytest.mark.parametrize(("sent", "expected"), SHAPES, ids=[f"{sent['action']} {len(sent)}" for sent, _ in SHAPES])
def test_structure_can_be_changed_and_restored(
    admin_client: Client, version: LanguageVersion, sent: dict[str, Any], expected: list[str]
) -> None:
    response = admin_client.post(SHAPE, {**sent, "seen": "0"}, follow=True)
    assert "1 correction saved." in text_of(response)
    assert anchors(version) == expected
    undo_response = admin_client.post(f"{REVIEW}corrections/{Correction.objects.get().pk}/undo/", follow=True)
    assert "The correction was undone." in text_of(undo_response)
    assert anchors(version) == ["para-1-a", "para-1-b"]


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"action": "split"}, "Choose where to split, or insert a line"),
        ({"action": "split", "marked": "Other\n----\nwords"}, "without changing any words"),
        ({"action": "split", "at": "99999"}, "cannot be used in this field"),
        ({"action": "join"}, "Choose at least one recommendation to join with"),
        ({"action": "join", "with": ["para-1-a", "zebra"]}, "Choose at least one recommendation to join with"),
        ({"action": "move", "after": "para-1-a"}, "Choose the recommendation that this one should follow"),
        ({"action": "zebra"}, "Choose one of the buttons"),
    ],
)
def test_invalid_structural_change_is_rejected(
    admin_client: Client, version: LanguageVersion, sent: dict[str, Any], message: str
) -> None:
    response = admin_client.post(SHAPE, {**sent, "seen": "0"})
    assert response.status_code == 400
    assert message in text_of(response)
    assert "Other ---- words" in text_of(response) or "marked" not in sent
    assert corrections() == []


def test_paragraph_can_be_added_as_a_recommendation(admin_client: Client, version: LanguageVersion) -> None:
    address = f"{REVIEW}add/"
    page = text_of(admin_client.get(address, {"q": "adopted the following"}))
    assert "para. 1" in page
    assert ITEM not in page
    assert admin_client.post(address, {"block": "para-1-a", "seen": "0"}).status_code == 400
    admin_client.post(address, {"block": "para-1", "seen": "0"})
    assert "para-1" in anchors(version)


@pytest.mark.parametrize("words", ["1 (a)", "1(a)", "para. 1 (a)", "paragraph 1 (A)", "Para 1(a)"])
def test_paragraph_is_found_by_its_number(words: str) -> None:
    assert [block.path for block in find_blocks(parsed("A/1").blocks, words)] == ["para. 1 (a)"]


def test_paragraphs_with_a_number_come_before_those_that_mention_it() -> None:
    blocks = parsed("A/1").blocks
    mentioning = replace(blocks[0], text="In 1 place", path="II", anchor="ii")
    paths = [block.path for block in find_blocks([mentioning, *blocks], "1")]
    assert paths == ["para. 1", "para. 1 (a)", "para. 1 (b)", "II"]
    assert [block.path for block in find_blocks(blocks, "article 19")] == ["para. 1 (a)", "para. 1 (b)"]
    assert find_blocks(blocks, "19 (a)") == []


# --- what depends on a correction ----------------------------------------------------------------------


def test_removal_after_a_concurrent_correction_succeeds_or_conflicts(
    admin_client: Client, version: LanguageVersion
) -> None:
    ann = User.objects.create_user("ann")
    correct(version, [Edit("field", "para-1-a", "text", ITEM, "Other words.")], ann, seen=0)
    response = admin_client.post(SHAPE, {"action": "remove", "seen": "0"})
    assert response.status_code in (302, 409)
