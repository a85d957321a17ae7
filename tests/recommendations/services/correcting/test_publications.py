"""Publications of versions and drafts that were changed in the meantime, that fail, or that are undone."""

from __future__ import annotations

import dataclasses
import datetime
import logging

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from documents.models import Change, LanguageVersion, Publication, PublicationItem
from documents.parsing.serialize import to_plain
from documents.parsing.types import ParsedDocument
from documents.queries.drafts import find_open_draft
from documents.services import DocumentError, publish, set_ready, store_document, withdraw
from documents.web.roles import Role
from portal.ingestion.rereading import extract_again
from recommendations.corrections import Edit
from recommendations.services import publications, sync_recommendations
from recommendations.services.correcting import correct, propose_reading, publish_draft, unpublish_draft
from recommendations.services.publications import add_publication, publish_next, undo_publication
from tests import builders as make
from tests.parsed import extraction, parsed
from tests.recommendations.services.correcting.versions import SYMBOL, changed_extraction

pytestmark = pytest.mark.django_db

FRENCH = Edit("fact", "", "language", "en", "fr")
INTERNAL_ERROR = "It could not be published because of an internal error. The error was logged."


@pytest.fixture
def boss(db: None) -> User:
    return make.person(Role.ADMINISTRATOR)


@pytest.fixture
def public(version: LanguageVersion) -> LanguageVersion:
    publish([version])
    version.refresh_from_db()
    return version


def store_other(source: ParsedDocument) -> LanguageVersion:
    """Store another version, from another file."""
    version = store_document(source, b"other", "other.pdf", extraction=to_plain(extraction())).version
    sync_recommendations(version, source, extraction())
    return version


def publish_now(by: User, *versions: LanguageVersion) -> Publication:
    """Publish versions as their readings are now, and return the publication."""
    revisions = dict(LanguageVersion.objects.filter(pk__in=[row.pk for row in versions]).values_list("pk", "revision"))
    publication = add_publication(revisions, by)
    while publish_next(publication.pk):
        pass
    return publication


def publish_later(by: User, version: LanguageVersion) -> Publication:
    """Return a publication of a version at a later time."""
    return add_publication({version.pk: version.revision}, by, timezone.now() + datetime.timedelta(hours=1))


def run_at_its_time(publication: Publication) -> PublicationItem:
    """Let the time of a publication come, publish it, and return its only item."""
    Publication.objects.filter(pk=publication.pk).update(publish_at=timezone.now() - datetime.timedelta(seconds=1))
    assert publish_next(publication.pk)
    return publication.items.get()


def outcomes(publication: Publication) -> dict[int, tuple[str, str]]:
    """Return the state and the message of each version (key)."""
    return {item.version_id: (item.state, item.message) for item in publication.items.all()}


class TestTextThatNobodySaw:
    def test_new_reading_is_not_published_by_an_earlier_decision(self, version: LanguageVersion, boss: User) -> None:
        set_ready(version, boss, ready=True, seen=0)
        publication = publish_later(boss, version)
        assert propose_reading(version, parsed(SYMBOL), changed_extraction(text="States parties share zebras.")) is None
        item = run_at_its_time(publication)
        assert (item.state, item.message) == (
            "skipped",
            "The document was changed in the meantime. Check it again.",
        )
        version.refresh_from_db()
        assert (version.published_at, version.reviewed_revision, version.revision) == (None, None, 1)

    def test_new_extraction_is_not_published_by_an_earlier_decision(self, version: LanguageVersion, boss: User) -> None:
        publication = publish_later(boss, version)
        extract_again(version)
        assert run_at_its_time(publication).state == "skipped"

    def test_reading_without_differences_is_published(self, version: LanguageVersion, boss: User) -> None:
        publication = publish_later(boss, version)
        assert propose_reading(version, dataclasses.replace(parsed(SYMBOL), parser_version="2"), extraction()) is None
        assert run_at_its_time(publication).state == "published"


class TestFailure:
    def test_draft_in_the_language_of_another_version_is_not_published(
        self, public: LanguageVersion, boss: User
    ) -> None:
        correct(public, [FRENCH], boss, seen=0)
        french = store_other(parsed(SYMBOL, language="fr"))
        publication = publish_now(boss, public, french)
        assert outcomes(publication) == {
            public.pk: ("skipped", "The document already exists in this language. Correct the language."),
            french.pk: ("published", ""),
        }
        assert find_open_draft(public.pk)

    def test_earlier_language_that_another_version_has_does_not_come_back(
        self, public: LanguageVersion, boss: User
    ) -> None:
        correct(public, [FRENCH], boss, seen=0)
        draft = publish_draft(public, boss)
        assert draft
        store_other(parsed(SYMBOL))
        with pytest.raises(DocumentError, match="already exists in this language"):
            unpublish_draft(draft, boss)

    def test_internal_error_is_logged_and_the_others_are_published(
        self,
        version: LanguageVersion,
        boss: User,
        monkeypatch: pytest.MonkeyPatch,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        other = store_other(parsed("A/1"))

        def fail_for_the_first(versions: list[LanguageVersion], by: User) -> None:
            publish(versions, by)
            if versions == [version]:
                raise RuntimeError("no")

        monkeypatch.setattr(publications, "publish", fail_for_the_first)
        with caplog.at_level(logging.ERROR):
            publication = publish_now(boss, version, other)
        assert outcomes(publication) == {version.pk: ("skipped", INTERNAL_ERROR), other.pk: ("published", "")}
        assert SYMBOL in caplog.text
        assert "RuntimeError: no" in caplog.text
        version.refresh_from_db()
        assert version.published_at is None


def test_undoing_restores_the_withdrawal(public: LanguageVersion, boss: User) -> None:
    withdraw([public], boss, "The text is wrong.")
    public.refresh_from_db()
    withdrawn_at = public.withdrawn_at
    publication = publish_now(boss, public)
    undo_publication(publication, boss)
    public.refresh_from_db()
    assert public.published_at is None
    assert withdrawn_at is not None
    assert (public.withdrawn_at, public.withdrawn_reason) == (withdrawn_at, "The text is wrong.")
    assert publication.items.get().state == "undone"
    assert Change.objects.filter(action="document.withdrawn").count() == 2


def test_publishing_another_language_returns_to_the_version(public: LanguageVersion, boss: User) -> None:
    correct(public, [FRENCH], boss, seen=0)
    client = Client()
    client.force_login(boss)
    data = {"published": "yes", "language": "en", "confirmed": "yes"}
    response = client.post(f"/documents/{SYMBOL}/publication/", data, follow=True)
    assert response.status_code == 200
    assert response.redirect_chain == [(f"/en/documents/{SYMBOL}/review/?language=fr#publication", 302)]


def test_pages_of_publications_do_not_load_texts(version: LanguageVersion, boss: User) -> None:
    publication = publish_now(boss, version)
    client = Client()
    client.force_login(boss)
    for address in (f"/review/publications/{publication.pk}/", "/review/ready/"):
        with CaptureQueriesContext(connection) as queries:
            assert SYMBOL in client.get(address).content.decode()
        assert not [query for query in queries if '"documents_languageversion"."parsed"' in query["sql"]]


def test_items_are_undone_without_loading_texts(version: LanguageVersion, boss: User) -> None:
    publication = publish_now(boss, version)
    with CaptureQueriesContext(connection) as queries:
        undo_publication(publication, boss)
    items = [query["sql"] for query in queries if 'FROM "documents_publicationitem"' in query["sql"]]
    assert items
    assert not [sql for sql in items if '"parsed"' in sql]
