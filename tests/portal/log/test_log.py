"""The audit log: newest entries first, searched by words, person, action, document and date."""

from __future__ import annotations

import datetime
import html
import re
import uuid

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext

from documents.labels.messages import shown_message
from documents.models import Change, Upload
from documents.parsing.messages import Message
from documents.services import record_change
from documents.services.uploads import create_upload
from documents.web.roles import Role
from portal.log.views import PAGE_SIZE
from tests import builders as make

pytestmark = pytest.mark.django_db

SYMBOL = "CTOC/COP/2022/L.4"


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make.person(Role.EDITOR, "grace"))
    return client


@pytest.fixture
def _record_changes() -> None:
    ada = User.objects.create_user("ada")
    document = make.document(SYMBOL)
    with transaction.atomic():
        record_change("document.published", by=ada, subject=f"{SYMBOL} (English)", document=document)
        record_change("account.changed", by=ada, subject="grace", old_value="staff", value="editor")
        record_change(
            "document.corrected",
            by=None,
            subject=f"{SYMBOL}, para. 1",
            document=document,
            old_value={"title": "Enquêtes <b>conjointes</b>"},
            value={"title": "Joint investigations"},
            note="As printed on page 3.",
        )
    Change.objects.filter(action="document.published").update(made_at=timezone.now() - datetime.timedelta(days=9))


def subjects(client: Client, **query: str) -> list[str]:
    page = client.get(reverse("log"), query).content.decode()
    return re.findall(r'class="log-head"><strong>.*?<bdi[^>]*>(.*?)</bdi>', page)


def test_message_about_a_refused_file_is_in_the_readers_language(editor: Client) -> None:
    template = "Deleted by %(name)s before it was stored."
    upload = create_upload(
        uuid.uuid4(), make.person(Role.EDITOR, "ada"), "x.pdf", 0, b"",
        state=Upload.State.REFUSED, message=Message(template, name="ada"),
    )  # fmt: skip
    with transaction.atomic():
        record_change("upload.failed", by=None, subject="y.pdf", note="Only English.", object_key=f"upload:{upload.pk}")
    page = editor.get("/fr/log/").content.decode()
    with translation.override("fr"):
        assert gettext(template) != template
        assert shown_message(upload.message) in html.unescape(page)
    assert "Only English." in page


@pytest.mark.usefixtures("_record_changes")
def test_search_without_matches_says_so(editor: Client) -> None:
    page = editor.get(reverse("log"), {"words": "zzz"}).content.decode()
    assert "No changes match your search." in page


def test_empty_log_does_not_speak_of_a_search(editor: Client) -> None:
    page = editor.get(reverse("log")).content.decode()
    assert "No changes have been recorded yet." in page
    assert "match your search" not in page
    assert "0 changes" not in page


@pytest.mark.usefixtures("_record_changes")
@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, [f"{SYMBOL}, para. 1", "grace", f"{SYMBOL} (English)"]),
        ({"words": "enquêtes"}, [f"{SYMBOL}, para. 1"]),
        ({"words": "page PRINTED"}, [f"{SYMBOL}, para. 1"]),
        ({"words": "printed ada"}, []),
        ({"words": "editor"}, ["grace"]),
        ({"words": "100% _"}, []),
        ({"person": "ada"}, ["grace", f"{SYMBOL} (English)"]),
        ({"action": "account.changed"}, ["grace"]),
        ({"document": SYMBOL.lower()}, [f"{SYMBOL}, para. 1", f"{SYMBOL} (English)"]),
        ({"since": str(datetime.date.today() - datetime.timedelta(days=3))}, [f"{SYMBOL}, para. 1", "grace"]),  # noqa: DTZ011
        ({"until": str(datetime.date.today() - datetime.timedelta(days=3))}, [f"{SYMBOL} (English)"]),  # noqa: DTZ011
    ],
)
def test_search_finds_matching_entries(editor: Client, filters: dict[str, str], expected: list[str]) -> None:
    assert subjects(editor, **filters) == expected


@pytest.mark.usefixtures("_record_changes")
def test_entry_shows_person_old_and_new_value_and_links_to_document(editor: Client) -> None:
    page = editor.get(reverse("log"), {"words": "printed"}).content.decode()
    assert f'href="/en/documents/{SYMBOL}/"' in page
    for words in ("the portal", "Document corrected", "Title: Joint investigations", "As printed on page 3."):
        assert words in page
    assert "Title: Enquêtes &lt;b&gt;conjointes&lt;/b&gt;" in page


@pytest.mark.parametrize(
    ("action", "value", "text"),
    [
        ("follow_up.changed", {"state": "under_way", "revision": 3}, "Status: under way"),
        ("upload.answered", "language_version", "another language version"),
        ("lineage.decided", "not_dropped", "no longer marked as dropped"),
        ("document.corrected", {"job_number": "V.22-1"}, "Job number: V.22-1"),
    ],
)
def test_stored_values_are_shown_in_words(editor: Client, action: str, value: object, text: str) -> None:
    with transaction.atomic():
        record_change(action, by=None, subject="grace", value=value)
    assert f'dir="auto">{text}</span>' in editor.get(reverse("log")).content.decode()


def test_parser_versions_are_not_shown(editor: Client) -> None:
    with transaction.atomic():
        record_change("document.read", by=None, subject="grace", value={"parser_version": "a2ec"})
    assert "a2ec" not in editor.get(reverse("log")).content.decode()


def test_person_named_null_can_be_searched(editor: Client) -> None:
    with transaction.atomic():
        record_change("account.changed", by=User.objects.create_user("null"), subject="grace")
    assert subjects(editor, person="null") == ["grace"]


@pytest.mark.parametrize("filters", [{"since": "yesterday"}, {"action": "nothing"}, {"person": "nobody"}])
def test_invalid_search_is_rejected_with_an_error(editor: Client, filters: dict[str, str]) -> None:
    response = editor.get(reverse("log"), filters)
    assert response.status_code == 400
    assert "form-error" in response.content.decode()


def test_pagination_keeps_the_search(editor: Client, django_assert_max_num_queries: object) -> None:
    with transaction.atomic():
        for number in range(PAGE_SIZE + 1):
            record_change("document.published", by=None, subject=f"No. {number}", document=make.document(f"A/{number}"))
    first = editor.get(reverse("log"), {"words": "No."})
    assert len(re.findall("log-head", first.content.decode())) == PAGE_SIZE
    assert 'href="?words=No.&amp;page=2"' in first.content.decode()
    with django_assert_max_num_queries(12):
        assert subjects(editor, words="No.", page="2") == ["No. 0"]
    assert editor.get(reverse("log"), {"page": "7"}).status_code == 404
