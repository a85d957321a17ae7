"""Files that people send: kept in the database from their arrival, read by a worker, each exactly once.

A file's bytes, its row and its job come into the database in one transaction, and leave the same way: the document and
the state "read" are written together. So whatever dies in between, the file waits to be taken up again.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.models import LanguageVersion, Upload
from documents.parsing.types import UnreadableDocument
from documents.services import DocumentRefused, Outcome, find_stored
from portal.ingestion.pipeline import read_file, refuse_at_the_door, store_file

Defer = Callable[[int], object]

LONGEST_NAME = 300


@dataclass(frozen=True, slots=True)
class TurnedAway:
    """A file that was refused at the door. ``code`` is that of ``UnreadableDocument``."""

    name: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Received:
    """The batch of the files that were taken (None: not one was), and those that were not."""

    batch: uuid.UUID | None
    turned_away: tuple[TurnedAway, ...]


def receive(files: Sequence[UploadedFile[bytes]], user: User, defer: Defer) -> Received:
    """Take files in: a row and a job each, all or none. ``defer`` makes the job for the key of a row.

    Where at least one is taken, the others are rows of the batch too, refused with their reason; where none is,
    nothing is written.
    """
    looked_at = [(file, _look_at(file)) for file in files]
    turned_away = tuple(refusal for _file, refusal in looked_at if refusal)
    if len(turned_away) == len(files):
        return Received(None, turned_away)
    batch = uuid.uuid4()
    with transaction.atomic():
        for file, refusal in looked_at:
            upload = _create(batch, user, file, refusal)
            if refusal is None:
                defer(upload.pk)
    return Received(batch, turned_away)


def _look_at(file: UploadedFile[bytes]) -> TurnedAway | None:
    refusal = refuse_at_the_door(_content(file))
    return TurnedAway(_name(file), refusal.code, refusal.message) if refusal else None


def _content(file: UploadedFile[bytes]) -> bytes:
    file.seek(0)
    content: bytes = file.read()
    return content


def _name(file: UploadedFile[bytes]) -> str:
    return (file.name or "")[:LONGEST_NAME]


def _create(batch: uuid.UUID, user: User, file: UploadedFile[bytes], refusal: TurnedAway | None) -> Upload:
    upload = Upload(batch=batch, user=user, name=_name(file), size=file.size or 0)
    if refusal:
        upload.state, upload.message, upload.finished_at = Upload.State.REFUSED, refusal.message, timezone.now()
    else:
        upload.content = _content(file)
    upload.save()
    return upload


def read_upload(pk: int) -> None:
    """Read the file of an upload and store it. Can be run again at any time, and by two workers at once.

    A file that cannot be read, or contradicts what is stored, is refused with the reason. Any other exception is
    a fault; the upload then stays as it is, to be tried again.
    """
    upload = Upload.objects.filter(pk=pk, finished_at=None).first()
    if upload is None:
        return
    Upload.objects.filter(pk=pk, finished_at=None).update(state=Upload.State.READING)
    try:
        _read_and_store(upload)
    except (UnreadableDocument, DocumentRefused) as refusal:
        refuse_upload(pk, refusal.message)


def _read_and_store(upload: Upload) -> None:
    content = bytes(upload.content or b"")
    if known := find_stored(content):
        _finish(upload.pk, known, _here_already())
        return
    read = read_file(content, upload.name)
    with transaction.atomic():
        if not _is_waiting(upload.pk):
            return
        report = store_file(read, publish=False)
        _finish(upload.pk, report.version, _here_already() if report.outcome is Outcome.UNCHANGED else "")


def _is_waiting(pk: int) -> bool:
    """Lock the row; False where another worker has finished it meanwhile."""
    return Upload.objects.select_for_update().filter(pk=pk, finished_at=None).exists()


def _here_already() -> str:
    return _("This very file was here already. Nothing was changed.")


def _finish(pk: int, version: LanguageVersion, message: str) -> None:
    Upload.objects.filter(pk=pk, finished_at=None).update(
        state=Upload.State.DONE, version=version, message=message, content=None, finished_at=timezone.now()
    )


def refuse_upload(pk: int, reason: str) -> None:
    """End an upload that is not taken, with the sentence that says why. Its bytes are not kept."""
    Upload.objects.filter(pk=pk, finished_at=None).update(
        state=Upload.State.REFUSED, message=reason, content=None, finished_at=timezone.now()
    )
