"""Compare, publish and discard drafts of public documents."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from documents.models import Correction, LanguageVersion
from documents.services import publish
from documents.web.roles import Role
from portal.review.waiting import count_waiting_items
from recommendations.corrections import Edit
from recommendations.services.correcting import correct, undo
from tests import builders as make
from tests.parsed import ITEM
from tests.portal.review.queue import (
    READY_ADDRESS,
    mark,
    publish_all,
    published_count,
    send,
    store,
    text_of,
    tokens,
)
from tests.row_cache import vocabularies

pytestmark = pytest.mark.django_db

WORDS = "States parties should share zebras."
TEXT = Edit("field", "para-1-a", "text", ITEM, WORDS)


def text_at(version: LanguageVersion) -> str:
    return version.recommendations.get(anchor="para-1-a").text


def test_draft_is_in_the_queue_and_is_published_with_new_documents(
    admin_client: Client, editor_client: Client, versions: list[LanguageVersion]
) -> None:
    public, new = versions[:2]
    publish([public])
    correct(public, [TEXT], make.person(Role.STAFF), seen=0)
    mark(editor_client, new)
    page = text_of(admin_client.get(READY_ADDRESS))
    assert "Changes of public documents" in page
    assert count_waiting_items({"documents.publish_document"}) == {"documents.publish_document": 2}
    address = publish_all(admin_client, public, new)
    assert text_at(public) == WORDS
    admin_client.post(f"{address}undo/")
    assert (text_at(public), published_count()) == (ITEM, 1)
    assert "Changes of public documents" in text_of(admin_client.get(READY_ADDRESS))


def test_draft_is_compared_side_by_side_and_published_from_there(
    admin_client: Client, editor_client: Client, client: Client, versions: list[LanguageVersion]
) -> None:
    public = versions[0]
    publish([public])
    correct(public, [TEXT], make.person(Role.STAFF), seen=0)
    page = editor_client.get("/documents/A/0/review/draft/").content.decode()
    assert re.search(r"<del>.*?encouraged", page)
    assert re.search(r"<ins>.*?zebras", page)
    assert "Publish the changes" not in page
    for address in ("/documents/A/0/", public.recommendations.first().get_absolute_url(), "/recommendations/"):  # type: ignore[union-attr]
        assert "zebras" not in client.get(address).content.decode()
    review = text_of(editor_client.get("/documents/A/0/review/"))
    assert "This page shows changes" in review
    assert WORDS in review
    assert "changes of this text that are not published yet" in text_of(editor_client.get("/documents/A/0/"))
    data = {"published": "yes", "language": "en", "version": tokens(public)}
    assert "The changes were published." in text_of(admin_client.post("/documents/A/0/publication/", data, follow=True))
    assert text_at(public) == WORDS


def test_draft_is_discarded_and_restored(editor_client: Client, versions: list[LanguageVersion]) -> None:
    public = versions[0]
    publish([public])
    correct(public, [TEXT], make.person(Role.STAFF), seen=0)
    decide = "/documents/A/0/review/draft/decide/"
    page = text_of(editor_client.post(decide, {"decision": "discard", "seen": "1"}, follow=True))
    assert "The changes were discarded." in page
    assert WORDS not in page
    page = text_of(editor_client.post(decide, {"decision": "restore"}, follow=True))
    assert WORDS in page
    assert editor_client.get("/documents/A/1/review/draft/").status_code == 404


def test_changes_that_restrict_a_document_are_asked_about(
    admin_client: Client, versions: list[LanguageVersion]
) -> None:
    public = versions[0]
    publish([public])
    edit = Edit("fact", field="distribution", old_value="General", value="Restricted")
    correct(public, [edit], make.person(Role.STAFF), seen=0)
    assert published_count() == 1
    data = {"published": "yes", "language": "en", "version": tokens(public)}
    assert "readers will no longer see it" in text_of(admin_client.post("/documents/A/0/publication/", data))
    send(admin_client, public)
    assert published_count() == 0


@pytest.mark.long
def test_undone_correction_that_restricts_a_document_is_asked_about(admin_client: Client) -> None:
    vocabularies()
    public, staff = store("A/1", distribution="Restricted"), make.person(Role.STAFF)
    edit = Edit("fact", field="distribution", old_value="Restricted", value="General")
    correct(public, [edit], staff, seen=0)
    publish([public])
    undo(Correction.objects.get(), staff)
    data = {"published": "yes", "language": "en", "version": tokens(public)}
    assert "readers will no longer see it" in text_of(admin_client.post("/documents/A/1/publication/", data))


def test_missed_revision_is_not_published(admin_client: Client, versions: list[LanguageVersion]) -> None:
    public = versions[0]
    publish([public])
    correct(public, [TEXT], make.person(Role.STAFF), seen=0)
    seen = tokens(public)
    edit = Edit("fact", field="title", old_value="Joint investigations", value="Other")
    correct(public, [edit], make.person(Role.EDITOR), seen=1)
    data = {"published": "yes", "language": "en", "version": seen}
    page = text_of(admin_client.post("/documents/A/0/publication/", data, follow=True))
    assert "The document was changed in the meantime." in page
    assert text_at(public) == ITEM
