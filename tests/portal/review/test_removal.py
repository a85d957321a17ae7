"""Documents and versions are deleted in the portal, after a list of what is deleted with them and a typed
confirmation."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable
from functools import partial

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.utils import timezone

from documents.models import Change, Document, DocumentFile, LanguageVersion, Reading, Upload
from documents.parsing.serialize import to_plain
from documents.services import publish, removal, remove_document, store_document, unpublish, withdraw
from documents.web.roles import Role
from recommendations.corrections import Edit
from recommendations.models import FollowUp, Recommendation
from recommendations.services import sync_recommendations
from recommendations.services.correcting import correct
from tests import builders as make
from tests.parsed import extraction, parsed
from tests.row_cache import create_once, vocabularies

pytestmark = pytest.mark.django_db

SYMBOL = "CTOC/COP/2022/L.4"
ADDRESS = f"/documents/{SYMBOL}/delete/"


def make_versions() -> None:
    vocabularies()
    for language in ("en", "fr"):
        source = parsed(SYMBOL, language=language)
        version = store_document(
            source, language.encode(), f"{language}.pdf", extraction=to_plain(extraction())
        ).version
        sync_recommendations(version, source, extraction())


@pytest.fixture
def english() -> LanguageVersion:
    create_once(make_versions)
    return LanguageVersion.objects.get(language="en")


@pytest.fixture
def administrator(client: Client) -> Client:
    client.force_login(make.person(Role.ADMINISTRATOR, "ada"))
    return client


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make.person(Role.EDITOR, "eve"))
    return client


def confirm(client: Client, address: str = ADDRESS, name: str = SYMBOL) -> int:
    """Open the page, type the name and delete. Return the status."""
    seen = client.get(address).context["removal"].stamp
    return client.post(address, {"seen": seen, "name": name}).status_code


def own_upload(version: LanguageVersion, name: str) -> Upload:
    """Record that a person uploaded the file of a version."""
    user = User.objects.get_or_create(username=name)[0]
    file = version.files.get()
    upload = Upload.objects.create(
        batch=uuid.uuid4(), user=user, name="x", size=file.size, state="done", version=version
    )
    Upload.objects.filter(pk=upload.pk).update(received_at=file.received_at - datetime.timedelta(minutes=1))
    return upload


def test_everything_that_is_also_deleted_is_listed(administrator: Client, english: LanguageVersion) -> None:
    ada = User.objects.get(username="ada")
    correct(english, [Edit("fact", field="title", old_value="Joint investigations", value="New")], ada, seen=0)
    recommendation = english.recommendations.first()
    assert recommendation
    FollowUp.objects.create(
        document=english.document,
        anchor="para-1-a",
        recommendation=recommendation,
        recommendation_name=f"{SYMBOL}, para. 1 (a)",
        changed_at=timezone.now(),
    )
    session = SessionStore()
    session["basket"] = [recommendation.pk]
    session.save()
    upload = Upload.objects.create(
        batch=uuid.uuid4(), user=ada, name="asked.pdf", size=1, content=b"?", state="question", version=english
    )
    losses = {str(loss.label): loss.count for loss in administrator.get(ADDRESS).context["removal"].losses}
    assert losses == {
        "Source files": 2,
        "Recommendations": 4,
        "Corrections": 1,
        "Follow-up entries": 1,
        "Entries in baskets": 1,
    }
    page = administrator.get(ADDRESS).content.decode()
    for words in (
        "2 language versions",
        "asked.pdf",
        "1 question about a file will be closed",
        "en.pdf",
        "para. 1 (a)",
    ):
        assert words in page
    assert confirm(administrator) == 302
    assert not Document.objects.exists()
    assert not Recommendation.objects.exists()
    assert not DocumentFile.objects.exists()
    upload.refresh_from_db()
    assert (upload.state, upload.content) == ("waiting", b"?")
    change = Change.objects.get(action="document.deleted")
    assert (change.made_by_name, change.subject) == ("ada", SYMBOL)
    assert change.old_value["files"] == ["en.pdf", "fr.pdf"]


def test_one_version_is_deleted_and_the_other_stays(administrator: Client, english: LanguageVersion) -> None:
    publish(LanguageVersion.objects.all())
    assert confirm(administrator, f"{ADDRESS}?language=en") == 302
    [french] = LanguageVersion.objects.all()
    assert (french.language, french.document.symbol) == ("fr", SYMBOL)
    assert Change.objects.get(action="version.deleted").subject == f"{SYMBOL} (English)"
    assert administrator.get(f"/documents/{SYMBOL}/").status_code == 200
    assert confirm(administrator, f"{ADDRESS}?language=fr") == 302
    assert not Document.objects.exists()


@pytest.mark.usefixtures("english")
def test_wrong_name_deletes_nothing(administrator: Client) -> None:
    assert confirm(administrator, name="CTOC/COP/2022/L.5") == 400
    assert Document.objects.exists()


def test_change_since_the_page_was_opened_is_shown_first(administrator: Client, english: LanguageVersion) -> None:
    seen = administrator.get(ADDRESS).context["removal"].stamp
    ada = User.objects.get(username="ada")
    correct(english, [Edit("fact", field="title", old_value="Joint investigations", value="New")], ada, seen=0)
    response = administrator.post(ADDRESS, {"seen": seen, "name": SYMBOL})
    assert response.status_code == 409
    assert "The document has changed since you opened this page." in response.content.decode()
    assert Document.objects.exists()


@pytest.mark.usefixtures("english")
def test_second_person_sees_who_deleted_it(administrator: Client) -> None:
    seen = administrator.get(ADDRESS).context["removal"].stamp
    remove_document(Document.objects.get(), User.objects.create_user("bob"))
    response = administrator.post(ADDRESS, {"seen": seen, "name": SYMBOL})
    assert response.status_code == 404
    assert f"{SYMBOL} was deleted by bob." in response.content.decode()


@pytest.mark.usefixtures("english")
def test_nothing_is_deleted_if_it_fails_in_the_middle(administrator: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(keys: object) -> None:
        raise RuntimeError("the process died")

    monkeypatch.setattr(removal, "notify_listeners", fail)
    administrator.raise_request_exception = False
    assert confirm(administrator) == 500
    assert (LanguageVersion.objects.count(), Recommendation.objects.count(), Reading.objects.count()) == (2, 4, 2)
    assert not Change.objects.filter(action="document.deleted").exists()


class TestRights:
    def test_editor_deletes_own_uploads(self, editor: Client, english: LanguageVersion) -> None:
        own_upload(english, "eve")
        assert confirm(editor, f"{ADDRESS}?language=en") == 302
        assert [version.language for version in LanguageVersion.objects.all()] == ["fr"]

    def test_document_with_a_version_by_somebody_else_is_not_deleted(
        self, editor: Client, english: LanguageVersion
    ) -> None:
        own_upload(english, "eve")
        own_upload(LanguageVersion.objects.get(language="fr"), "bob")
        response = editor.get(ADDRESS)
        assert response.status_code == 403
        assert "Only administrators can delete documents that somebody else uploaded." in response.content.decode()

    def test_sending_a_stored_file_again_gives_no_right_to_delete_it(
        self, editor: Client, english: LanguageVersion
    ) -> None:
        upload = own_upload(english, "eve")
        Upload.objects.filter(pk=upload.pk).update(received_at=timezone.now())
        assert editor.get(f"{ADDRESS}?language=en").status_code == 403

    def test_published_document_needs_the_right_to_publish(self, editor: Client, english: LanguageVersion) -> None:
        own_upload(english, "eve")
        publish([english])
        response = editor.get(f"{ADDRESS}?language=en")
        assert response.status_code == 403
        assert "Only administrators can delete documents that are, or were, published." in response.content.decode()

    @pytest.mark.parametrize("decide", [unpublish, partial(withdraw, by=None, reason="Wrong text.")])
    def test_document_that_was_published_needs_the_right_to_publish(
        self, editor: Client, english: LanguageVersion, decide: Callable[[list[LanguageVersion]], None]
    ) -> None:
        own_upload(english, "eve")
        publish([english])
        decide([english])
        assert editor.get(f"{ADDRESS}?language=en").status_code == 403
