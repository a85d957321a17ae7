"""Receive uploads: create a row and a task per file, unpack ZIP archives, and reject invalid files with a reason.

A file's bytes, its upload and its task are written in one transaction. Only the first bytes of a file are checked here;
the worker reads the whole file.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from documents.models import Upload
from documents.parsing.bundles import Member, is_bundle, open_bundle
from documents.parsing.messages import Message
from documents.parsing.types import UnreadableDocumentError
from documents.services.uploads import create_upload, find_upload
from portal.ingestion.pipeline import check_content, tidy_file_name, too_large_error

TaskDeferrer = Callable[[int], object]
"""A function that queues the task for the upload with the given key."""


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file as it was uploaded; ``name`` may include its folders."""

    name: str
    file: UploadedFile[bytes]


@dataclass(frozen=True, slots=True)
class Arrival:
    """A received file, alone or from an archive: its bytes, or the reason why it is rejected."""

    name: str
    size: int
    content: bytes
    error: UnreadableDocumentError | None = None


@dataclass(frozen=True, slots=True)
class RejectedFile:
    """A file that was rejected on arrival, with the ``code`` of the ``UnreadableDocumentError``."""

    name: str
    code: str
    message: Message


@dataclass(frozen=True, slots=True)
class ReceivedFiles:
    """The result of an upload: its batch (None if nothing was stored), the number of files to read, the number of
    duplicates, and the files that were rejected."""

    batch: uuid.UUID | None
    accepted_count: int
    duplicate_count: int
    rejected: tuple[RejectedFile, ...]


def receive_files(
    files: Sequence[SentFile], user: User, defer: TaskDeferrer, batch: uuid.UUID | None = None
) -> ReceivedFiles:
    """Receive files: create a row and a task for each, all in one transaction. ``defer`` creates the task for a row's
    key.

    If ``batch`` is given, the files are added to it, including rejected files, with the reason for each; a file that is
    sent again adds no row. Without a batch, a new one is created if at least one file is accepted. Raise
    PermissionDenied for someone else's batch.
    """
    if batch:
        owners = Upload.objects.filter(batch=batch).order_by().values_list("user", flat=True)[:1]  # that of all files
        if any(owner != user.pk for owner in owners):
            raise PermissionDenied
    receiver = _Receiver(batch or uuid.uuid4(), user, defer, ignore_repeats=batch is not None)
    with transaction.atomic():
        for arrival in _arrivals(files):
            receiver.store(arrival)
        is_empty = batch is None and len(receiver.rejected) == receiver.file_count
        if is_empty:
            transaction.set_rollback(True)
    return ReceivedFiles(
        None if is_empty else receiver.batch,
        receiver.accepted_count,
        receiver.duplicate_count,
        tuple(receiver.rejected),
    )


class _Receiver:
    """Store and count received files. With ``ignore_repeats``, a file that is sent again adds no row."""

    def __init__(self, batch: uuid.UUID, user: User, defer: TaskDeferrer, *, ignore_repeats: bool) -> None:
        self.batch = batch
        self.user = user
        self.defer = defer
        self.ignore_repeats = ignore_repeats
        self.file_count = self.accepted_count = self.duplicate_count = 0
        self.rejected: list[RejectedFile] = []

    def store(self, arrival: Arrival) -> None:
        """Store a file, and queue a task if it is to be read."""
        self.file_count += 1
        if arrival.error:
            self._reject(arrival, arrival.error)
        elif same := find_upload(self.batch, arrival.content):
            self._add_duplicate(arrival, same)
        else:
            self.accepted_count += 1
            self.defer(self._create(arrival).pk)

    def _reject(self, arrival: Arrival, error: UnreadableDocumentError) -> None:
        self.rejected.append(RejectedFile(arrival.name, error.code, error.message))
        status_fields = {"state": Upload.State.REFUSED, "message": error.message}
        if not (self.ignore_repeats and self._is_listed(arrival, status_fields)):
            self._create(arrival, **status_fields)

    def _add_duplicate(self, arrival: Arrival, same: Upload) -> None:
        if self.ignore_repeats and same.name == arrival.name:
            self.accepted_count += 1  # received by an earlier request
            return
        self.duplicate_count += 1
        message = Message(
            "This file is the same as “%(name)s” in this upload and will be read only once.", name=same.name
        )
        self._create(arrival, state=Upload.State.DONE, message=message)

    def _is_listed(self, arrival: Arrival, fields: Mapping[str, str]) -> bool:
        """Return whether the batch has a row with the name and size of a file, and these fields."""
        rows = Upload.objects.filter(batch=self.batch, name=arrival.name, size=arrival.size, **fields)
        return rows.exists()

    def _create(self, arrival: Arrival, **status_fields: str) -> Upload:
        return create_upload(self.batch, self.user, arrival.name, arrival.size, arrival.content, **status_fields)


def _arrivals(files: Iterable[SentFile]) -> Iterator[Arrival]:
    """Yield the files, and the members of archives in their place, keeping only one in memory at a time."""
    for sent in files:
        name = tidy_file_name(sent.name)
        if is_bundle(sent.file, name):
            yield from _unpack(sent.file, name)
        elif (sent.file.size or 0) > settings.UPLOAD_FILE_BYTES:
            yield Arrival(name, sent.file.size or 0, b"", too_large_error())
        else:
            sent.file.seek(0)
            yield _make_arrival(name, sent.file.read())


def _unpack(archive: UploadedFile[bytes], name: str) -> Iterator[Arrival]:
    try:
        members = open_bundle(archive)
    except UnreadableDocumentError as error:
        yield Arrival(name, archive.size or 0, b"", error)
        return
    folder = re.sub(r"\.zip$", "", name, flags=re.IGNORECASE)
    for member in members:
        yield _read_member(tidy_file_name(f"{folder}/{member.name}"), member)


def _read_member(name: str, member: Member) -> Arrival:
    try:
        return _make_arrival(name, member.read(settings.UPLOAD_FILE_BYTES))
    except UnreadableDocumentError as error:
        return Arrival(name, member.size, b"", error)


def _make_arrival(name: str, content: bytes) -> Arrival:
    error = check_content(content)
    return Arrival(name, len(content), b"" if error else content, error)
