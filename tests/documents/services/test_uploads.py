"""Uploads end only once, are logged, and keep their bytes only until they end."""

from __future__ import annotations

import uuid

import pytest
from django.contrib.auth.models import User

from documents.models import Change, LanguageVersion, Upload
from documents.services.uploads import ask_about_upload, begin_reading, create_upload, end_upload, lock_reading
from tests import builders as make

pytestmark = pytest.mark.django_db

State = Upload.State


@pytest.fixture
def ann() -> User:
    return User.objects.create_user("ann")


def make_upload(ann: User, state: str = State.WAITING, message: str = "") -> Upload:
    return create_upload(uuid.uuid4(), ann, "L4.pdf", 5, b"bytes", state=state, message=message)


def snapshot(upload: Upload) -> tuple[object, ...]:
    upload.refresh_from_db()
    content = bytes(upload.content) if upload.content else None
    return upload.state, upload.message, content, bool(upload.finished_at)


def audit_log() -> list[tuple[object, ...]]:
    return list(Change.objects.order_by("pk").values_list("action", "made_by_name", "subject", "value", "note"))


@pytest.mark.parametrize(
    ("state", "kept", "action"),
    [
        (State.WAITING, (b"bytes", False), "upload.received"),
        (State.DONE, (None, True), "upload.received"),
        (State.REFUSED, (None, True), "upload.refused"),
    ],
)
def test_upload_is_created_as_waiting_or_ended(
    ann: User, state: str, kept: tuple[bytes | None, bool], action: str
) -> None:
    assert snapshot(make_upload(ann, state, "reason")) == (state, "reason", *kept)
    assert audit_log() == [(action, "ann", "L4.pdf", None, "reason")]


def test_reading_can_be_restarted_until_it_ends(ann: User) -> None:
    upload = make_upload(ann)
    assert not lock_reading(upload.pk)
    for _time in range(2):
        begun = begin_reading(upload.pk)
        assert begun is not None
        assert (begun.state, bytes(begun.content or b"")) == (State.READING, b"bytes")
        assert lock_reading(upload.pk)
    end_upload(upload.pk, State.DONE, "")
    assert begin_reading(upload.pk) is None
    assert not lock_reading(upload.pk)


def end_or_ask(upload: Upload, state: str, message: str, version: LanguageVersion | None = None) -> None:
    if state == State.QUESTION:
        ask_about_upload(upload.pk, Upload.Question.SAME_DOCUMENT, message, version=version)
    else:
        end_upload(upload.pk, state, message, version=version)


@pytest.mark.parametrize(
    ("state", "kept"),
    [(State.DONE, (None, True)), (State.REFUSED, (None, True)), (State.QUESTION, (b"bytes", False))],
)
@pytest.mark.parametrize("late_state", [State.DONE, State.REFUSED, State.QUESTION])
def test_late_worker_changes_nothing(ann: User, state: str, kept: tuple[bytes | None, bool], late_state: str) -> None:
    upload, version = make_upload(ann), make.version()
    end_or_ask(upload, state, "first", version)
    end_or_ask(upload, late_state, "late")
    assert snapshot(upload) == (state, "first", *kept)
    assert upload.version == version
    rejections = [("upload.refused", "", "L4.pdf", None, "first")] if state == State.REFUSED else []
    assert audit_log()[1:] == rejections


def test_question_is_answered_by_a_person_and_only_once(ann: User) -> None:
    upload, version = make_upload(ann), make.version()
    end_upload(upload.pk, State.DONE, "early", answer="mistake", by=ann)
    assert snapshot(upload)[0] == State.WAITING
    end_or_ask(upload, State.QUESTION, "What is it?", version)
    end_upload(upload.pk, State.DONE, "A reissue.", version=version, answer="reissue", by=ann)
    end_upload(upload.pk, State.REFUSED, "late", answer="mistake", by=ann)
    assert snapshot(upload) == (State.DONE, "A reissue.", None, True)
    assert upload.answer == "reissue"
    assert audit_log()[1:] == [("upload.answered", "ann", "L4.pdf", "reissue", "A reissue.")]
    assert Change.objects.get(action="upload.answered").document == version.document
