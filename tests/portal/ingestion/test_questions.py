"""Questions about uploads whose symbol already exists: staff choose what the file is, and it is stored once."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from documents.models import Change, Correction, Document, DocumentFile, LanguageVersion, Reading, Upload
from documents.parsing.serialize import from_json, to_plain
from documents.parsing.types import ParsedDocument
from documents.services import DocumentError, publish, remove_document
from documents.services.uploads import end_upload
from portal.ingestion import questions, uploads
from portal.ingestion.pipeline import ReadFile, store_file
from portal.ingestion.questions import answer_upload
from portal.ingestion.rereading import extract_again, read_again
from portal.ingestion.tasks import is_rereading_queued, queue_rereading
from portal.ingestion.uploads import read_upload
from portal.reading.document import FileReading as Read
from portal.review.waiting import count_waiting_items
from recommendations.corrections import Edit
from recommendations.extraction.types import Extraction, Strength
from recommendations.services.correcting import CorrectionError, correct, read_proposal
from tests.concurrency import run_concurrently
from tests.parsed import ITEM, draft, extraction, parsed
from tests.row_cache import create_once, vocabularies

pytestmark = pytest.mark.django_db

SYMBOL = "CTOC/COP/2022/L.4"
REISSUED = b"the file as it was issued again"
A = "para-1-a"


@pytest.fixture
def ann() -> User:
    return User.objects.create_user("ann")


SetReading = Callable[..., None]


@pytest.fixture
def set_reading(monkeypatch: pytest.MonkeyPatch) -> SetReading:
    """Set the results of the parser and the extraction for any file."""

    def fake(source: ParsedDocument, extracted: Extraction) -> None:
        def read_file(content: bytes, name: str) -> ReadFile:
            return ReadFile(name, content, source, extracted)

        monkeypatch.setattr(uploads, "read_file", read_file)
        monkeypatch.setattr("portal.ingestion.formats.parse_file", lambda content, name: Read(source, extracted))

    return fake


def stronger_reading(**fields: Any) -> tuple[ParsedDocument, Extraction]:
    """Return the same document, read with one difference."""
    return parsed(SYMBOL, **fields), extraction(draft("a", 2, 0, strength=Strength.URGED), draft("b", 3, 1))


@pytest.fixture
def existing() -> LanguageVersion:
    return create_once(make_version)


def make_version() -> LanguageVersion:
    vocabularies()
    file = ReadFile("L4.pdf", b"the file as it was issued", parsed(SYMBOL), extraction())
    return store_file(file, publish=False).version


def read_question(ann: User, content: bytes = REISSUED) -> Upload:
    """Return an upload that a worker has read."""
    upload = Upload.objects.create(batch=uuid.uuid4(), user=ann, name="L4 reissued.pdf", size=9, content=content)
    read_upload(upload.pk)
    upload.refresh_from_db()
    return upload


def strengths(version: LanguageVersion) -> list[str]:
    return list(version.recommendations.order_by("position").values_list("strength", flat=True))


class TestQuestion:
    def test_upload_waits_with_its_content_and_the_differences(
        self, existing: LanguageVersion, ann: User, set_reading: SetReading
    ) -> None:
        set_reading(*stronger_reading())
        upload = read_question(ann)
        assert (upload.state, upload.version, bytes(upload.content or b"")) == ("question", existing, REISSUED)
        assert upload.message.startswith(f"This document has already been uploaded from another file: {SYMBOL} (en)")
        proposal = read_proposal(upload.reading)
        assert [(difference.field, difference.before, difference.after) for difference in proposal.differences] == [
            ("strength", "encouraged", "urged")
        ]
        assert strengths(existing) == ["encouraged", "encouraged"]

    def test_resumed_worker_does_not_ask_twice(
        self, existing: LanguageVersion, ann: User, set_reading: SetReading
    ) -> None:
        set_reading(*stronger_reading())
        upload = read_question(ann)
        read_upload(upload.pk)
        end_upload(upload.pk, Upload.State.REFUSED, "A fault")
        upload.refresh_from_db()
        assert upload.state == "question"
        assert Reading.objects.filter(state=Reading.State.PROPOSED).count() == 1

    def test_file_is_reprocessed_when_its_document_is_deleted(
        self, existing: LanguageVersion, ann: User, set_reading: SetReading, admin_client: Client
    ) -> None:
        set_reading(*stronger_reading())
        upload = read_question(ann)
        assert count_waiting_items({"documents.change_document"}) == {"documents.change_document": 1}
        remove_document(existing.document, ann)
        upload.refresh_from_db()
        assert (upload.state, bytes(upload.content or b"")) == ("waiting", REISSUED)
        assert not any(count_waiting_items({"documents.change_document"}).values())
        response = admin_client.get(f"/uploads/{upload.pk}/question/")
        assert response.status_code == 404
        assert "already been answered" not in response.content.decode()
        assert ProcrastinateJob.objects.get(task_name="ingest_upload").args == {"upload_id": upload.pk}
        read_upload(upload.pk)
        upload.refresh_from_db()
        assert (upload.state, str(upload.version.document), upload.content) == ("done", SYMBOL, None)


@pytest.mark.usefixtures("existing")
class TestAnswers:
    def test_language_version_is_stored_with_the_chosen_language(self, ann: User, set_reading: SetReading) -> None:
        set_reading(*stronger_reading())
        upload = answer_upload(read_question(ann), "language_version", ann, language="fr")
        french = LanguageVersion.objects.get(language="fr")
        assert (upload.state, upload.version, upload.content, upload.answer) == (
            "done",
            french,
            None,
            "language_version",
        )
        assert french.document == LanguageVersion.objects.get(language="en").document
        assert french.published_at is None
        assert from_json(french.parsed).masthead.language == "fr"
        correction = Correction.objects.get()
        assert (correction.field, correction.old_value, correction.value, correction.made_by) == (
            "language",
            "en",
            "fr",
            ann,
        )
        assert french.readings.get().parsed["masthead"]["language"] == "en"
        assert not Reading.objects.filter(state=Reading.State.PROPOSED).exists()

    def test_revision_becomes_a_document(self, ann: User, set_reading: SetReading) -> None:
        set_reading(*stronger_reading())
        answer_upload(read_question(ann), "revision", ann, symbol=f" {SYMBOL}/Rev.1 ")
        revision = Document.objects.get(symbols__symbol=f"{SYMBOL}/Rev.1")
        assert revision.symbols.get().assigned_by == ann
        assert strengths(revision.versions.get()) == ["urged", "encouraged"]

    def test_file_uploaded_by_mistake_is_not_stored(
        self, existing: LanguageVersion, ann: User, set_reading: SetReading
    ) -> None:
        set_reading(*stronger_reading())
        upload = answer_upload(read_question(ann), "mistake", ann)
        assert (upload.state, upload.content, upload.message) == (
            "refused",
            None,
            "Uploaded by mistake and not kept.",
        )
        assert (Reading.objects.count(), DocumentFile.objects.count()) == (1, 1)
        assert Change.objects.get(action="upload.answered").value == "mistake"

    def test_reissue_replaces_the_reading_and_keeps_corrections(
        self, existing: LanguageVersion, ann: User, set_reading: SetReading
    ) -> None:
        correct(existing, [Edit("field", A, "verb", "are encouraged to", "encourages")], ann, seen=0)
        source, extracted = stronger_reading()
        reissued = dataclasses.replace(source.masthead, reissued=source.masthead.date)
        set_reading(dataclasses.replace(source, masthead=reissued), extracted)
        upload = answer_upload(read_question(ann), "reissue", ann)
        existing.refresh_from_db()
        assert (upload.state, upload.version, upload.content) == ("done", existing, None)
        assert existing.reissued == source.masthead.date
        assert (strengths(existing), existing.recommendations.get(anchor=A).verb) == (
            ["urged", "encouraged"],
            "encourages",
        )
        assert list(existing.files.order_by("-pk").values_list("name", flat=True)) == ["L4 reissued.pdf", "L4.pdf"]
        assert list(existing.readings.order_by("pk").values_list("state", "file__name")) == [
            ("past", "L4.pdf"),
            ("current", "L4 reissued.pdf"),
        ]

    def test_reissue_supersedes_a_pending_reading(
        self, existing: LanguageVersion, ann: User, set_reading: SetReading
    ) -> None:
        publish([existing])
        source, extracted = stronger_reading()
        set_reading(dataclasses.replace(source, parser_version="2"), extracted)
        assert read_again(existing) is not None
        answer_upload(read_question(ann), "reissue", ann)
        states = existing.readings.order_by("pk").values_list("state", "file__name", "upload")
        assert list(states) == [
            ("past", "L4.pdf", None),
            ("past", "L4.pdf", None),
            ("current", "L4 reissued.pdf", None),
        ]

    def test_reissue_asks_about_conflicts(self, existing: LanguageVersion, ann: User, set_reading: SetReading) -> None:
        correct(existing, [Edit("field", A, "strength", "encouraged", "invited")], ann, seen=0)
        set_reading(*stronger_reading())
        upload = read_question(ann)
        (clash,) = read_proposal(upload.reading).clashes
        with pytest.raises(CorrectionError, match="while you were reviewing"):
            answer_upload(upload, "reissue", ann, seen=0)
        assert Upload.objects.get().state == "question"
        assert clash.edit.key is not None
        answer_upload(upload, "reissue", ann, keep=[clash.edit.key], seen=1)
        assert strengths(existing) == ["invited", "encouraged"]

    @pytest.mark.parametrize(
        ("answer", "fields", "code"),
        [
            ("language_version", {}, "no_language"),
            ("language_version", {"language": "tlh"}, "no_language"),
            ("language_version", {"language": "en"}, "language_exists"),
            ("revision", {}, "no_symbol"),
            ("revision", {"symbol": "Rev. 1, please"}, "no_symbol"),
            ("revision", {"symbol": SYMBOL.lower()}, "no_symbol"),
            ("revision", {"symbol": SYMBOL}, "language_exists"),
        ],
    )
    def test_invalid_answer_is_rejected_and_the_file_keeps_waiting(
        self, ann: User, set_reading: SetReading, answer: str, fields: dict[str, str], code: str
    ) -> None:
        set_reading(*stronger_reading())
        upload = read_question(ann)
        with pytest.raises(DocumentError) as error:
            answer_upload(upload, answer, ann, **fields)
        assert error.value.code == code
        upload.refresh_from_db()
        assert (upload.state, bytes(upload.content or b"")) == ("question", REISSUED)

    def test_failed_answer_changes_nothing(
        self, ann: User, set_reading: SetReading, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        set_reading(*stronger_reading())
        upload = read_question(ann)

        def fail(*args: Any, **fields: Any) -> None:
            raise RuntimeError

        monkeypatch.setattr(questions, "accept_reading", fail)
        with pytest.raises(RuntimeError):
            answer_upload(upload, "reissue", ann)
        upload.refresh_from_db()
        assert (upload.state, upload.reading.state, DocumentFile.objects.count()) == ("question", "proposed", 1)

    @pytest.mark.parametrize(
        ("answer", "fields"),
        [("reissue", {}), ("mistake", {}), ("revision", {"symbol": f"{SYMBOL}/Rev.1"})],
    )
    def test_second_answer_has_no_effect(
        self, ann: User, set_reading: SetReading, answer: str, fields: dict[str, str]
    ) -> None:
        set_reading(*stronger_reading())
        upload = read_question(ann)
        first_answer = answer_upload(upload, answer, ann, **fields)
        counts = Document.objects.count(), DocumentFile.objects.count(), Reading.objects.count()
        second_answer = answer_upload(upload, "mistake", ann)
        assert (second_answer.state, second_answer.answer) == (first_answer.state, answer)
        assert counts == (Document.objects.count(), DocumentFile.objects.count(), Reading.objects.count())

    def test_same_file_sent_twice_is_reissued_once(
        self, existing: LanguageVersion, ann: User, set_reading: SetReading
    ) -> None:
        set_reading(*stronger_reading())
        both_uploads = read_question(ann), read_question(ann)
        answers = [answer_upload(upload, "reissue", ann).message for upload in both_uploads]
        assert answers[1] == "This file has already been uploaded. Nothing was changed."
        assert existing.files.count() == 2

    def test_answer_about_a_deleted_document_is_rejected(
        self, existing: LanguageVersion, ann: User, set_reading: SetReading
    ) -> None:
        set_reading(*stronger_reading())
        upload = read_question(ann)
        existing.document.delete()
        with pytest.raises(DocumentError) as error:
            answer_upload(upload, "reissue", ann)
        assert error.value.code == "gone"
        assert answer_upload(upload, "mistake", ann).state == "refused"


@pytest.mark.django_db(transaction=True)
def test_only_one_of_two_concurrent_answers_counts(set_reading: SetReading) -> None:
    vocabularies()
    store_file(ReadFile("L4.pdf", b"first", parsed(SYMBOL), extraction()), publish=False)
    people = [User.objects.create_user(name) for name in ("ann", "bob")]
    set_reading(*stronger_reading())
    upload = read_question(people[0])
    run_concurrently(
        lambda: answer_upload(upload, "revision", people[0], symbol=f"{SYMBOL}/Rev.1"),
        lambda: answer_upload(upload, "reissue", people[1]),
    )
    assert DocumentFile.objects.count() == 2
    assert Change.objects.filter(action="upload.answered").count() == 1


class TestRereading:
    def test_different_reading_by_a_newer_parser_is_proposed(
        self, existing: LanguageVersion, set_reading: SetReading
    ) -> None:
        publish([existing])
        source, extracted = stronger_reading()
        set_reading(dataclasses.replace(source, parser_version="2"), extracted)
        proposal = read_again(existing)
        assert proposal is not None
        assert (proposal.reading.file, proposal.reading.parser_version) == (existing.files.get(), "2")
        assert strengths(existing) == ["encouraged", "encouraged"]

    def test_identical_reading_is_not_proposed(self, existing: LanguageVersion, set_reading: SetReading) -> None:
        set_reading(parsed(SYMBOL), extraction())
        assert read_again(existing) is None
        assert Change.objects.get(action="document.read").note == "Reprocessed: the new reading needs no decision."
        assert existing.readings.count() == 1

    def test_rereading_is_requested_once(self, existing: LanguageVersion) -> None:
        assert not is_rereading_queued(existing)
        assert [queue_rereading(existing), queue_rereading(existing)] == [True, False]
        assert is_rereading_queued(existing)

    def test_reextraction_of_corrected_text_is_proposed(self, existing: LanguageVersion, ann: User) -> None:
        """Extraction from the stored text differs from what the test stored."""
        correct(existing, [Edit("field", A, "text", ITEM, "States parties should act.")], ann, seen=0)
        before = list(existing.recommendations.values())
        assert extract_again(existing).outcome == "proposed"
        assert list(existing.recommendations.values()) == before
        assert existing.readings.filter(state=Reading.State.PROPOSED).count() == 1

    def test_reextraction_of_uncorrected_text_applies_at_once(self, existing: LanguageVersion) -> None:
        assert extract_again(existing).outcome == "unchanged"
        assert existing.readings.get().extraction != to_plain(extraction())
        assert not existing.readings.filter(state=Reading.State.PROPOSED).exists()
