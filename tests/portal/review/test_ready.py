"""Editors mark documents as ready to publish; administrators publish many at once, and can undo this in one step."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from documents.models import Change, LanguageVersion
from documents.parsing.serialize import to_plain
from documents.services import store_document
from documents.web.roles import Role
from portal.review.waiting import count_waiting_items, find_waiting_items
from recommendations.corrections import Edit
from recommendations.services import load_vocabularies, sync_recommendations
from recommendations.services.correcting import correct
from tests import builders as make
from tests.parsed import extraction, parsed

pytestmark = pytest.mark.django_db

READY_ADDRESS = "/review/ready/"


@pytest.fixture
def editor_client() -> Client:
    client = Client()
    client.force_login(make.person(Role.EDITOR))
    return client


@pytest.fixture
def versions(db: None) -> list[LanguageVersion]:
    load_vocabularies()
    return [store(f"A/{number}") for number in range(10)]


def store(symbol: str, **fields: Any) -> LanguageVersion:
    source, extracted = parsed(symbol, **fields), extraction()
    version = store_document(source, symbol.encode(), "x.pdf", extraction=to_plain(extracted)).version
    sync_recommendations(version, source, extracted)
    return version


def mark(client: Client, version: LanguageVersion, ready: str = "yes", seen: int = 0) -> str:
    address = f"/documents/{version.document.address}/review/ready/"
    return text_of(client.post(address, {"ready": ready, "seen": seen, "language": version.language}, follow=True))


def text_of(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", html.unescape(response.content.decode())))


def published_count() -> int:
    return LanguageVersion.objects.filter(published_at__isnull=False).count()


def test_ten_documents_are_published_at_once_and_unpublished_as_one(
    admin_client: Client, editor_client: Client, versions: list[LanguageVersion]
) -> None:
    for version in versions:
        assert "Marked as ready to publish." in mark(editor_client, version)
    assert count_waiting_items({"documents.publish_document"}) == {"documents.publish_document": 10}
    assert find_waiting_items().unpublished == []
    keys = [version.pk for version in versions]
    assert text_of(admin_client.get(READY_ADDRESS)).count("language unknown") == 0
    response = admin_client.post(READY_ADDRESS, {"version": keys})
    assert "10 documents were published." in text_of(response)
    assert published_count() == 10
    admin_client.post(READY_ADDRESS, {"version": keys, "undo": "yes"})
    assert published_count() == 0
    assert Change.objects.filter(action="document.unpublished").count() == 10


def test_document_that_changed_after_its_review_is_not_published(
    admin_client: Client, editor_client: Client, versions: list[LanguageVersion]
) -> None:
    first, second = versions[:2]
    mark(editor_client, first)
    mark(editor_client, second)
    correct(
        first,
        [Edit("fact", field="title", old_value="Joint investigations", value="Other")],
        make.person(Role.STAFF),
        seen=0,
    )
    response = admin_client.post(READY_ADDRESS, {"version": [first.pk, second.pk]})
    assert "1 document was published. 1 document was not published, because it was changed" in text_of(response)
    assert list(LanguageVersion.objects.filter(published_at__isnull=False)) == [second]


def test_reprocessed_version_must_be_reviewed_again(editor_client: Client, versions: list[LanguageVersion]) -> None:
    mark(editor_client, versions[0])
    sync_recommendations(versions[0], parsed("A/0"), extraction())
    assert count_waiting_items({"documents.publish_document"}).get("documents.publish_document", 0) == 0


def test_correction_in_the_meantime_is_noticed(editor_client: Client, versions: list[LanguageVersion]) -> None:
    version = versions[0]
    ann = User.objects.create_user("ann")
    correct(version, [Edit("fact", field="title", old_value="Joint investigations", value="Other")], ann, seen=0)
    assert "The document has been corrected in the meantime. Check it again." in mark(editor_client, version)
    assert "Not ready yet" in mark(editor_client, version, seen=1)
    assert "Mark as ready to publish" in mark(editor_client, version, "no", seen=1)
    actions = Change.objects.filter(action__contains="reviewed").values_list("action", flat=True)
    assert list(actions) == ["document.not_reviewed", "document.reviewed"]


def test_restricted_document_stops_the_publication(admin_client: Client, editor_client: Client) -> None:
    load_vocabularies()
    version = store("A/1", distribution="Restricted")
    mark(editor_client, version)
    response = admin_client.post(READY_ADDRESS, {"version": [version.pk]}, follow=True)
    assert "Nothing was published." in text_of(response)
    assert published_count() == 0


def test_empty_selection_is_reported(admin_client: Client) -> None:
    response = admin_client.post(READY_ADDRESS, {"version": ["x", "9" * 30]}, follow=True)
    assert "Select at least one document." in text_of(response)


def test_only_administrators_publish(editor_client: Client, versions: list[LanguageVersion]) -> None:
    mark(editor_client, versions[0])
    assert editor_client.post(READY_ADDRESS, {"version": [versions[0].pk]}).status_code == 403
