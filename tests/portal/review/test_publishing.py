"""Publish many documents at once or later, after one question, and undo this as one."""

from __future__ import annotations

import datetime
import re
from functools import partial
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from documents.models import Change, LanguageVersion, Publication, PublicationItem
from documents.parsing.serialize import to_plain
from documents.services import publish, store_document
from documents.web.roles import Role
from portal.review.waiting import count_waiting_items, find_waiting_items
from recommendations.corrections import Edit
from recommendations.services.correcting import correct
from recommendations.services.publications import add_publication, publish_next
from tests import builders as make
from tests.concurrency import run_concurrently
from tests.parsed import extraction, parsed
from tests.portal.review.queue import (
    READY_ADDRESS,
    mark,
    published_count,
    run,
    send,
    store,
    text_of,
    tokens,
)
from tests.row_cache import vocabularies

pytestmark = pytest.mark.django_db


@pytest.mark.long
def test_ten_documents_are_published_at_once_and_unpublished_as_one(
    admin_client: Client, editor_client: Client, versions: list[LanguageVersion]
) -> None:
    for version in versions:
        assert "Marked as ready to publish." in mark(editor_client, version)
    assert count_waiting_items({"documents.publish_document"}) == {"documents.publish_document": 10}
    assert find_waiting_items().unpublished == []
    assert text_of(admin_client.get(READY_ADDRESS)).count("1 point to check") == 10
    assert "0 of 10 documents finished." in text_of(send(admin_client, *versions))
    run()
    page = f"/review/publications/{Publication.objects.get().pk}/"
    assert "10 documents published" in text_of(admin_client.get(page))
    assert published_count() == 10
    response = admin_client.post(f"{page}undo/", follow=True)
    assert "The publication was undone." in text_of(response)
    assert "10 publications undone" in text_of(response)
    assert published_count() == 0
    assert Change.objects.filter(action="document.unpublished").count() == 10


def test_form_with_two_thousand_documents_is_accepted(admin_client: Client) -> None:
    response = admin_client.post(READY_ADDRESS, {"version": [f"{number}:0" for number in range(2_000)]}, follow=True)
    assert "2000 documents were deleted in the meantime." in response.content.decode()


def test_document_that_changed_in_the_meantime_is_not_published(
    admin_client: Client, editor_client: Client, versions: list[LanguageVersion]
) -> None:
    first, second = versions[:2]
    mark(editor_client, first)
    mark(editor_client, second)
    send(admin_client, first, second)
    edit = Edit("fact", field="title", old_value="Joint investigations", value="Other")
    correct(first, [edit], make.person(Role.STAFF), seen=0)
    run()
    page = text_of(admin_client.get(f"/review/publications/{Publication.objects.get().pk}/"))
    assert "1 document published" in page
    assert "1 document not published A/0 (English): The document was changed in the meantime." in page
    assert list(LanguageVersion.objects.filter(published_at__isnull=False)) == [second]


class TestQuestion:
    def test_open_points_are_asked_about_once_for_all_documents(
        self, admin_client: Client, versions: list[LanguageVersion]
    ) -> None:
        response = admin_client.post(READY_ADDRESS, {"version": tokens(*versions[:2])})
        assert text_of(response).count("1 point to check is open.") == 2
        assert Publication.objects.count() == published_count() == 0
        sent = re.findall(r'name="version" value="([\d:]+)"', response.content.decode())
        admin_client.post(READY_ADDRESS, {"version": sent, "confirmed": "yes"})
        run()
        assert published_count() == 2

    def test_text_that_is_not_a_session_document_is_asked_about(self, admin_client: Client) -> None:
        vocabularies()
        source = parsed(body=None, subsidiary_body=None)
        version = store_document(source, b"Milk", "list.txt", extraction=to_plain(extraction(meeting=None))).version
        response = admin_client.post(
            f"/documents/{version.document.address}/publication/", {"published": "yes", "language": "en"}
        )
        assert "it does not look like a session document" in text_of(response)
        assert published_count() == 0

    def test_nothing_is_asked_about_a_document_without_open_points(self, admin_client: Client) -> None:
        vocabularies()
        version = store("A/1")
        LanguageVersion.objects.update(doubts=[])
        response = admin_client.post("/documents/A/1/publication/", {"published": "yes"}, follow=True)
        assert "Published." in text_of(response)
        version.refresh_from_db()
        assert version.published_at


class TestLater:
    def test_document_is_published_at_the_given_time(
        self, admin_client: Client, versions: list[LanguageVersion], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        page = text_of(send(admin_client, versions[0], when="later", publish_at="2099-05-03T10:00"))
        assert "These documents will be published on 3 May 2099, 10:00 (UTC)." in page
        job = ProcrastinateJob.objects.get(task_name="publish_documents")
        assert job.scheduled_at == datetime.datetime(2099, 5, 3, 10, tzinfo=datetime.UTC)
        run()
        assert published_count() == 0
        assert "3 May 2099, 10:00 (UTC)" in text_of(admin_client.get(READY_ADDRESS))
        Publication.objects.update(publish_at=timezone.now())
        run()
        assert published_count() == 1

    def test_publication_can_be_cancelled(self, admin_client: Client, versions: list[LanguageVersion]) -> None:
        send(admin_client, versions[0], when="later", publish_at="2099-05-03T10:00")
        pk = Publication.objects.get().pk
        page = text_of(admin_client.post(f"/review/publications/{pk}/undo/", {"cancel": "yes"}, follow=True))
        assert "Cancelled. Nothing will be published at that time." in page
        Publication.objects.update(publish_at=timezone.now())
        run()
        assert published_count() == 0

    @pytest.mark.parametrize(
        ("time", "message"),
        [("", "Enter the day and the time."), ("soon", "Enter the day"), ("2001-01-01T10:00", "in the future")],
    )
    def test_invalid_time_is_rejected(
        self, admin_client: Client, editor_client: Client, versions: list[LanguageVersion], time: str, message: str
    ) -> None:
        mark(editor_client, versions[0])
        response = send(admin_client, versions[0], when="later", publish_at=time)
        assert response.status_code == 400
        assert message in text_of(response)
        assert Publication.objects.count() == 0

    def test_person_who_lost_the_right_publishes_nothing(
        self, admin_client: Client, versions: list[LanguageVersion]
    ) -> None:
        send(admin_client, versions[0], when="later", publish_at="2099-05-03T10:00")
        Publication.objects.update(publish_at=timezone.now(), made_by=make.person(Role.STAFF))
        run()
        assert PublicationItem.objects.get().message.endswith("may no longer publish documents.")
        assert published_count() == 0


def test_worker_that_dies_is_continued(
    admin_client: Client, versions: list[LanguageVersion], monkeypatch: pytest.MonkeyPatch
) -> None:
    send(admin_client, *versions[:3])
    calls = iter(range(10))

    def fail_once(*args: Any) -> None:
        if next(calls) == 1:
            raise KeyboardInterrupt
        publish(*args)

    monkeypatch.setattr("recommendations.services.publications.publish", fail_once)
    with pytest.raises(KeyboardInterrupt):
        run()
    assert published_count() == 1
    run()
    assert published_count() == 3
    assert Change.objects.filter(action="document.published").count() == 3


def test_second_person_learns_that_it_is_already_published(
    admin_client: Client, versions: list[LanguageVersion]
) -> None:
    send(admin_client, versions[0])
    assert published_count() == 1
    assert "It was already published." in text_of(send(admin_client, versions[0]))
    assert Change.objects.filter(action="document.published").count() == 1


def test_next_document_is_offered_after_publishing(
    admin_client: Client, editor_client: Client, versions: list[LanguageVersion]
) -> None:
    mark(editor_client, versions[3])
    page = text_of(
        admin_client.post("/documents/A/0/publication/", {"published": "yes", "confirmed": "yes"}, follow=True)
    )
    assert "Next document ready to publish: A/3 (English)" in page


def test_correction_in_the_meantime_is_noticed(editor_client: Client, versions: list[LanguageVersion]) -> None:
    version = versions[0]
    ann = User.objects.create_user("ann")
    correct(version, [Edit("fact", field="title", old_value="Joint investigations", value="Other")], ann, seen=0)
    assert "The document has been corrected in the meantime. Check it again." in mark(editor_client, version)
    assert "Not ready yet" in mark(editor_client, version, seen=1)
    assert "Mark as ready to publish" in mark(editor_client, version, "no", seen=1)
    actions = Change.objects.filter(action__contains="reviewed").values_list("action", flat=True)
    assert list(actions) == ["document.not_reviewed", "document.reviewed"]


def test_restricted_document_is_not_published(admin_client: Client, editor_client: Client) -> None:
    vocabularies()
    version = store("A/1", distribution="Restricted")
    mark(editor_client, version)
    assert "Nothing was published." in text_of(send(admin_client, version))
    assert published_count() == 0


def test_empty_selection_is_reported(admin_client: Client) -> None:
    response = admin_client.post(READY_ADDRESS, {"version": ["x", "9" * 30]}, follow=True)
    assert "Select at least one document." in text_of(response)


def test_only_administrators_publish(editor_client: Client, versions: list[LanguageVersion]) -> None:
    mark(editor_client, versions[0])
    assert editor_client.post(READY_ADDRESS, {"version": tokens(versions[0])}).status_code == 403
    assert editor_client.post("/review/publications/1/undo/").status_code == 403


@pytest.mark.django_db(transaction=True)
def test_two_people_publish_the_same_document_once() -> None:
    vocabularies()
    version = store("A/1")
    people = [User.objects.create_superuser(name) for name in ("ann", "bob")]
    publications = [add_publication({version.pk: 0}, person) for person in people]
    run_concurrently(*(partial(publish_next, publication.pk) for publication in publications))
    assert sorted(PublicationItem.objects.values_list("state", flat=True)) == ["published", "skipped"]
    assert Change.objects.filter(action="document.published").count() == 1


def test_long_document_is_published_in_the_background(
    admin_client: Client, versions: list[LanguageVersion], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.review.publication_views.MAX_PARAGRAPHS_AT_ONCE", 1)
    assert "0 of 1 documents finished." in text_of(send(admin_client, versions[0]))
    assert published_count() == 0
    run()
    assert published_count() == 1
