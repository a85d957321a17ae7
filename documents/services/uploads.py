"""Write uploads. Each ends as stored, rejected or failed, or waits for an answer."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from documents.models import LanguageVersion, Upload
from documents.services.audit_log import record_change

State = Upload.State
_UNREAD = (State.WAITING, State.READING)


@transaction.atomic
def create_upload(
    batch: uuid.UUID, user: User, name: str, size: int, content: bytes, *, state: str = State.WAITING, message: str = ""
) -> Upload:
    """Store and log a received file. It waits to be read, or has already ended with ``state`` and ``message``.

    ``size`` is in bytes; ``content`` is kept only for a file that is to be read.
    """
    extra: dict[str, Any] = {"content": content} if state == State.WAITING else {"finished_at": timezone.now()}
    values = {"batch": batch, "user": user, "name": name, "size": size, "state": state, "message": message, **extra}
    upload = Upload.objects.create(**values)
    action = "upload.refused" if state == State.REFUSED else "upload.received"
    record_change(action, by=user, subject=name, object_key=f"upload:{upload.pk}", note=message)
    return upload


@transaction.atomic
def requeue_orphans() -> list[int]:
    """Requeue uploads whose question is about a document that was deleted. Return their keys."""
    orphans = Upload.objects.filter(state=State.QUESTION, version=None).select_for_update()
    keys = list(orphans.values_list("pk", flat=True))
    Upload.objects.filter(pk__in=keys).update(state=State.WAITING, message="")
    return keys


def begin_reading(pk: int) -> Upload | None:
    """Mark an upload as being read and return it, or None if it no longer needs to be read."""
    unread = Upload.objects.filter(pk=pk, state__in=_UNREAD)
    unread.update(state=State.READING, attempts=F("attempts") + 1)
    return unread.first()


def release_attempt(pk: int) -> None:
    """Do not count the attempt in progress, because the portal is being stopped while it reads the file."""
    Upload.objects.filter(pk=pk, state=State.READING, attempts__gt=0).update(attempts=F("attempts") - 1)


@transaction.atomic
def retry_upload(pk: int, by: User) -> bool:
    """Requeue a failed upload, and log this. Return False if it has not failed."""
    rows = Upload.objects.filter(pk=pk, state=State.FAILED)
    if not rows.update(state=State.WAITING, attempts=0, message="", finished_at=None):
        return False
    name = Upload.objects.values_list("name", flat=True).get(pk=pk)
    record_change("upload.retried", by=by, subject=name, object_key=f"upload:{pk}")
    return True


def lock_reading(pk: int) -> bool:
    """Lock an upload that is being read, in the caller's transaction. Return False if another worker ended it."""
    return Upload.objects.filter(pk=pk, state=State.READING).select_for_update().exists()


@transaction.atomic
def end_upload(
    pk: int, state: str, message: str, version: LanguageVersion | None = None, answer: str = "", by: User | None = None
) -> None:
    """Mark an upload as stored, rejected, failed or waiting for a person's answer. Log rejections, failures and
    answers.

    A worker passes no ``answer`` and can only change an unread upload; a person passes one and can only change a
    question. An upload that has already ended does not change, so a late worker does no harm. The bytes are kept only
    for questions and failures.
    """
    rows = Upload.objects.filter(pk=pk, state__in=[State.QUESTION] if answer else _UNREAD)
    values: dict[str, Any] = {"state": state, "message": message, "version": version, "answer": answer}
    if state != State.QUESTION:
        values["finished_at"] = timezone.now()
    if state not in (State.QUESTION, State.FAILED):
        values["content"] = None
    if rows.update(**values) and (answer or state in (State.REFUSED, State.FAILED)):
        record_change(
            "upload.answered" if answer else f"upload.{state}",
            by=by,
            subject=Upload.objects.values_list("name", flat=True).get(pk=pk),
            document=version.document if version else None,
            object_key=f"upload:{pk}",
            value=answer or None,
            note=message,
        )
