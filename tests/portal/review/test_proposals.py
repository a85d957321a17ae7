"""Proposals from a later reading, questions about files, and the list of open decisions."""

from __future__ import annotations

import dataclasses
import html
import re
import uuid
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from documents.models import Correction, LanguageVersion, Reading, Upload
from documents.parsing.serialize import to_plain
from documents.parsing.types import ParsedDocument
from documents.services import store_document
from recommendations.corrections import Edit
from recommendations.services import sync_recommendations
from recommendations.services.correcting import correct, propose_reading
from tests.parsed import ITEM, draft, extraction, parsed
from tests.row_cache import create_once, vocabularies

PROPOSAL = "/documents/A/1/review/proposal/"


@pytest.fixture
def version(db: None) -> LanguageVersion:
    return create_once(make_version)


def make_version() -> LanguageVersion:
    vocabularies()
    source, extracted = parsed("A/1"), extraction()
    version = store_document(source, b"bytes", "x.pdf", extraction=to_plain(extracted)).version
    sync_recommendations(version, source, extracted)
    return version


@pytest.fixture
def ann(db: None) -> User:
    return User.objects.create_user("ann")


def text_of(response: Any) -> str:
    return re.sub(r"\s+", " ", html.unescape(response.content.decode()))


def later_reading(**facts: Any) -> tuple[ParsedDocument, Any]:
    """Return a later reading that differs in the title, the heading of (a) and the words of (b)."""
    extracted = extraction(
        draft("a", 2, 0, heading="Another heading"), draft("b", 3, 1, text=ITEM.replace("encouraged", "<b>urged</b>"))
    )
    return dataclasses.replace(parsed("A/1", title="Joint action", **facts), parser_version="2"), extracted


@pytest.fixture
def proposed_reading(version: LanguageVersion, ann: User) -> Reading:
    """A reading proposed after corrections by Ann: it differs in the heading of (a), but not in the date."""
    edits = [
        Edit("field", "para-1-a", "heading", "Recommendations", "Ann's heading"),
        Edit("fact", "", "date", "2021-03-26", "2021-03-27"),
    ]
    correct(version, edits, ann, seen=0)
    proposal = propose_reading(version, *later_reading())
    assert proposal
    return proposal.reading


def test_differences_are_shown_field_by_field(admin_client: Client, proposed_reading: Reading) -> None:
    page = text_of(admin_client.get(PROPOSAL))
    assert 'Corrections that the new reading affects<span class="count"> (1)' in page
    assert "Corrected by ann on" in page
    assert "Ann's heading" in page
    assert "Another heading" in page
    assert "Para. 1 (b)" in page
    assert "March" not in page.partition('id="changes"')[2]  # a correction carried over is not a change
    source = admin_client.get(PROPOSAL).content.decode()
    assert "<b>urged" not in source
    assert "&lt;b&gt;" in source


def send(client: Client, reading: Reading, /, **values: str) -> Any:
    seen = LanguageVersion.objects.get(pk=reading.version_id).revision
    return client.post(PROPOSAL, {"reading": reading.pk, "seen": seen, **values})


@pytest.mark.parametrize(("choice", "heading"), [("mine", "Ann's heading"), ("theirs", "Another heading")])
def test_each_conflict_is_decided(admin_client: Client, proposed_reading: Reading, choice: str, heading: str) -> None:
    clash = Correction.objects.get(field="heading")
    response = send(admin_client, proposed_reading, decision="accept", **{f"clash-{clash.pk}": choice})
    assert response.status_code == 302
    version = LanguageVersion.objects.get()
    assert version.title == "Joint action"
    assert version.recommendations.get(anchor="para-1-a").heading == heading
    assert version.document.date.isoformat() == "2021-03-27"
    assert admin_client.get(PROPOSAL).status_code == 404


def test_rejected_proposal_changes_nothing(admin_client: Client, proposed_reading: Reading) -> None:
    assert send(admin_client, proposed_reading, decision="reject").status_code == 302
    assert LanguageVersion.objects.get().title == "Joint investigations"
    assert admin_client.get(PROPOSAL).status_code == 404


@pytest.mark.parametrize(
    ("values", "status", "message"),
    [
        ({}, 400, "Choose one of the buttons"),
        ({"decision": "accept"}, 400, "For each correction, choose"),
        ({"decision": "accept", "reading": "0"}, 409, "There is a newer reading of this document"),
        ({"decision": "accept", "seen": "x"}, 400, "Choose one of the buttons"),
    ],
)
def test_invalid_decision_changes_nothing(
    admin_client: Client, proposed_reading: Reading, values: dict[str, str], status: int, message: str
) -> None:
    response = send(admin_client, proposed_reading, **values)
    assert response.status_code == status
    assert message in text_of(response)
    assert LanguageVersion.objects.get().title == "Joint investigations"


def test_concurrent_correction_invalidates_the_decision(
    admin_client: Client, proposed_reading: Reading, ann: User
) -> None:
    clash = Correction.objects.get(field="heading")
    correct(proposed_reading.version, [Edit("fact", "", "session", None, "Twelfth")], ann, seen=1)
    response = admin_client.post(
        PROPOSAL, {"reading": proposed_reading.pk, "seen": "1", "decision": "accept", f"clash-{clash.pk}": "mine"}
    )
    assert response.status_code == 409
    assert LanguageVersion.objects.get().title == "Joint investigations"


def test_review_pages_link_to_the_proposal(admin_client: Client, proposed_reading: Reading) -> None:
    assert PROPOSAL in admin_client.get("/documents/A/1/review/").content.decode()
    assert PROPOSAL in admin_client.get("/review/").content.decode()


# --- questions -----------------------------------------------------------------------------------------


@pytest.fixture
def upload(version: LanguageVersion, ann: User) -> Upload:
    """A file with the symbol and the language of a stored version."""
    upload = Upload.objects.create(
        batch=uuid.uuid4(), user=ann, name="again.pdf", size=5, content=b"again", state="question", version=version
    )
    propose_reading(version, *later_reading(reissued=None), upload=upload)
    return upload


def send_answer(client: Client, upload: Upload, **values: str) -> Any:
    return client.post(f"/uploads/{upload.pk}/question/", values)


def test_both_mastheads_and_their_differences_are_shown(admin_client: Client, upload: Upload) -> None:
    page = text_of(admin_client.get(f"/uploads/{upload.pk}/question/"))
    assert "Joint investigations" in page
    assert "Joint action" in page
    assert page.count(">differs<") == 1
    assert "again.pdf" in text_of(admin_client.get("/review/"))


ANSWERS = [
    ({"answer": "reissue", "seen": "0"}, "done", "/en/documents/A/1/review/"),
    ({"answer": "revision", "symbol": "A/1/Rev.1"}, "done", "/en/documents/A/1/Rev.1/review/"),
    ({"answer": "language_version", "file_language": "fr"}, "done", "/en/documents/A/1/review/?language=fr"),
    ({"answer": "mistake"}, "refused", "/en/uploads/"),
]


@pytest.mark.parametrize(
    ("values", "state", "redirect_prefix"), ANSWERS, ids=[values["answer"] for values, *_ in ANSWERS]
)
def test_each_answer_resolves_the_question(
    admin_client: Client, upload: Upload, values: dict[str, str], state: str, redirect_prefix: str
) -> None:
    response = send_answer(admin_client, upload, **values)
    assert response.status_code == 302
    assert response.url.startswith(redirect_prefix)
    upload.refresh_from_db()
    assert (upload.state, upload.answer) == (state, values["answer"])
    assert admin_client.get(f"/uploads/{upload.pk}/question/").status_code == 404


@pytest.mark.parametrize(
    ("values", "status", "message"),
    [
        ({}, 400, "Choose what the file is."),
        ({"answer": "revision", "symbol": "zebra"}, 409, "is not a document symbol"),
        ({"answer": "language_version", "file_language": "xx"}, 409, "Choose the language"),
    ],
)
def test_invalid_answer_leaves_the_question_open(
    admin_client: Client, upload: Upload, values: dict[str, str], status: int, message: str
) -> None:
    response = send_answer(admin_client, upload, **values)
    assert response.status_code == status
    assert message in text_of(response)
    upload.refresh_from_db()
    assert upload.state == "question"


# --- review queue --------------------------------------------------------------------------------------


def test_queue_takes_a_fixed_number_of_queries(
    admin_client: Client, version: LanguageVersion, upload: Upload, proposed_reading: Reading
) -> None:
    page = text_of(admin_client.get("/review/"))
    for heading in ("Questions about files", "New readings of documents", "Not published yet"):
        assert heading in page
    with CaptureQueriesContext(connection) as queries_before:
        admin_client.get("/review/")
    for number in range(2, 6):
        store_document(parsed(f"A/{number}"), bytes([number]), "y.pdf", extraction=to_plain(extraction()))
    with CaptureQueriesContext(connection) as queries_after:
        assert "A/5" in text_of(admin_client.get("/review/"))
    assert len(queries_after) == len(queries_before)


def test_empty_queue_is_reported(admin_client: Client, db: None) -> None:
    assert "There is nothing to review" in text_of(admin_client.get("/review/"))
