"""Write uploads. Each ends as stored, rejected or failed, or waits for an answer."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.models import CommonFile, LanguageVersion, Upload
from documents.models.ingestion import sha256
from documents.parsing.messages import Message
from documents.services.audit_log import record_change
from documents.services.files import delete_unused_common_files, find_stored_version, link_common_file
from documents.services.readings import discard_proposed_readings

State = Upload.State
Question = Upload.Question
MAX_PARENT_NAME = 250  # characters, so that the pages can be added
_UNREAD = (State.WAITING, State.READING)
DISCARDABLE: Collection[str] = (State.WAITING, State.QUESTION, State.FAILED)
"""The states of uploads that can be deleted: those that keep their bytes and are not being read."""


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
    record_change(action, by=user, subject=name, object_key=f"upload:{upload.pk}", note=str(message))
    return upload


def find_upload(batch: uuid.UUID, content: bytes) -> Upload | None:
    """Return the first file of a batch with these bytes, waiting or already stored, or None. The time does not depend
    on the number of files."""
    uploads = Upload.objects.filter(batch=batch).defer("content")
    digest = hashlib.sha256(content).digest()
    waiting = uploads.filter(content__isnull=False).alias(digest=sha256("content")).filter(digest=digest)
    for same in waiting.order_by()[:1]:  # sorting by key could make PostgreSQL read all files in that order
        return same
    stored = find_stored_version(content)
    return uploads.filter(version=stored, size=len(content)).first() if stored else None


@transaction.atomic
def create_part(parent: Upload, common_file: CommonFile, pages: tuple[int, int], content: bytes) -> Upload:
    """Store some pages of an upload as an upload of their own, which waits to be read.

    ``pages`` are the first and the last page, from 1. Its name is that of the parent with the pages.
    """
    first, last = pages
    name = _("%(name)s, pages %(first)d–%(last)d") % {
        "name": parent.name[-MAX_PARENT_NAME:],
        "first": first,
        "last": last,
    }
    return Upload.objects.create(
        batch=parent.batch,
        user=parent.user,
        name=name,
        size=len(content),
        content=content,
        common_file=common_file,
        first_page=first,
        last_page=last,
    )


@transaction.atomic
def requeue_orphans() -> list[int]:
    """Requeue uploads if their question is about a document that was deleted. Return their keys."""
    orphans = Upload.objects.filter(state=State.QUESTION, version=None).exclude(question=Question.PARTS)
    keys = list(orphans.select_for_update().values_list("pk", flat=True))
    Upload.objects.filter(pk__in=keys).update(state=State.WAITING, message="", question="", attempts=0)
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
def ask_about_upload(
    pk: int,
    question: str,
    message: str,
    *,
    version: LanguageVersion | None = None,
    symbols: Sequence[str] = (),
    parts: Sequence[Mapping[str, Any]] = (),
) -> None:
    """Let an upload that is being read wait for a person's answer. Its bytes are kept."""
    Upload.objects.filter(pk=pk, state__in=_UNREAD).update(
        state=State.QUESTION,
        question=question,
        message=message,
        version=version,
        symbols=symbols,
        parts=parts,
        answer="",
    )


@transaction.atomic
def queue_answered(pk: int, answer: str, by: User, *, parts: Sequence[Mapping[str, Any]] = ()) -> bool:
    """Queue an upload to be read again according to a person's answer, and log it.

    ``parts`` are those into which to split it. Return False if the question has been answered in the meantime.
    """
    rows = Upload.objects.filter(pk=pk, state=State.QUESTION)
    values: dict[str, Any] = {"state": State.WAITING, "answer": answer, "message": "", "attempts": 0}
    if not rows.update(**values, **({"parts": parts} if parts else {})):
        return False
    discard_proposed_readings(upload=pk)
    upload = Upload.objects.defer("content").select_related("version__document").get(pk=pk)
    record_change(
        "upload.answered",
        by=by,
        subject=upload.name,
        document=upload.version.document if upload.version else None,
        object_key=f"upload:{pk}",
        value=answer or None,
    )
    return True


@transaction.atomic
def discard_upload(pk: int, by: User) -> bool:
    """Delete the bytes of an upload that was not stored, and log it. The row stays, so that the batch shows who did it.

    Return False if it was stored or discarded in the meantime, or is being read.
    """
    rows = Upload.objects.filter(pk=pk, state__in=DISCARDABLE, content__isnull=False)
    message = Message("Deleted by %(name)s before it was stored.", name=by.get_username())
    values = {"state": State.REFUSED, "message": message, "content": None, "version": None, "common_file": None}
    if not rows.update(**values, finished_at=timezone.now()):
        return False
    discard_proposed_readings(upload=pk)
    delete_unused_common_files()
    name = Upload.objects.values_list("name", flat=True).get(pk=pk)
    record_change("upload.deleted", by=by, subject=name, object_key=f"upload:{pk}")
    return True


@transaction.atomic
def end_upload(
    pk: int, state: str, message: str, version: LanguageVersion | None = None, answer: str = "", by: User | None = None
) -> None:
    """Mark an upload as stored, rejected or failed. Log rejections, failures and answers.

    A worker passes no person (``by``) and can only change an unread upload; a person can only change a question. An
    upload that has already ended does not change, so a late worker does no harm. The bytes are kept only for failures.
    The stored file of a part is linked with the common file from which it was cut.
    """
    rows = Upload.objects.filter(pk=pk, state__in=[State.QUESTION] if by else _UNREAD)
    values: dict[str, Any] = {"state": state, "message": message, "version": version, "finished_at": timezone.now()}
    if answer:
        values["answer"] = answer
    if state != State.FAILED:
        values["content"] = None
    if version and (part := rows.filter(common_file__isnull=False).first()):
        link_common_file(part, version)
    if rows.update(**values) and (by or state in (State.REFUSED, State.FAILED)):
        record_change(
            "upload.answered" if by else f"upload.{state}",
            by=by,
            subject=Upload.objects.values_list("name", flat=True).get(pk=pk),
            document=version.document if version else None,
            object_key=f"upload:{pk}",
            value=answer or None,
            note=str(message),
        )
