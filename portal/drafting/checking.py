"""Read a draft in a child process and check it, at most :data:`MAX_CHECKS` at a time and one for each visitor.

PostgreSQL counts the checks with advisory locks, so that they are counted across processes, and end with the
connection. Nothing is written to the database or to a file.
"""

from __future__ import annotations

import functools
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connections
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.labels.messages import shown_message
from documents.parsing.types import UnreadableDocumentError
from documents.web.phrases import file_size
from portal.drafting.checks.check import Steps, check_draft
from portal.drafting.checks.draft import Draft
from portal.drafting.checks.types import CheckedDraft
from portal.reading.draft import from_bytes
from portal.reading.limits import Limits
from portal.reading.readers import Readers
from recommendations.search.resources import vocabulary

MAX_CHECKS = 2  # at the same time, on all web processes together: two cores serve searches too
MAX_BYTES = 10 * 1024 * 1024
MAX_TEXT_CHARACTERS = 300_000  # of pasted text
RETRY_SECONDS = 10
LIMITS = Limits(seconds=30, memory_mb=1024, result_mb=50, recognition_seconds=0, niceness=15)

_VISITORS, _SLOTS = 0x43484B56, 0x43484B53  # classes of advisory locks


class UnreadableDraftError(Exception):
    """The draft cannot be read. ``message`` says what is wrong and what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class BusyError(Exception):
    """Other visitors' drafts are being checked."""


class SameVisitorError(Exception):
    """A draft of this visitor is being checked already."""


@functools.cache
def _readers() -> Readers:
    return Readers("portal.reading.draft:read", LIMITS)


def check_content(content: bytes, name: str) -> Steps:
    """Read and check a draft step by step. Raise UnreadableDraftError."""
    if len(content) > MAX_BYTES:
        message = _("The file is larger than %(size)s. Check the draft in parts.")
        raise UnreadableDraftError(message % {"size": file_size(MAX_BYTES)})
    yield _("Reading the draft…")
    try:
        reading = from_bytes(_readers().read(content, name))
    except UnreadableDocumentError as error:
        raise UnreadableDraftError(shown_message(error.message)) from error
    if reading.parsed.text_quality == "none" or not any(block.text.strip() for block in reading.parsed.blocks):
        message = _("This file has no text: it may be a scan. Use a file with text, or paste the text.")
        raise UnreadableDraftError(message)
    return (yield from check_draft(Draft(reading, vocabulary()), name, timezone.localdate()))


def finish(steps: Steps) -> CheckedDraft:
    """Run all steps of a check, and return its result."""
    try:
        while True:
            next(steps)
    except StopIteration as stop:
        checked: CheckedDraft = stop.value
        return checked


@contextmanager
def turn(visitor: str) -> Iterator[None]:
    """Hold a turn for a visitor. Raise SameVisitorError or BusyError if there is none now."""
    locks = [(_VISITORS, visitor_key(visitor))] if visitor else []
    held: list[tuple[int, int]] = []
    try:
        if locks and not _lock(*locks[0]):
            raise SameVisitorError
        held += locks
        slot = next((slot for slot in range(MAX_CHECKS) if _lock(_SLOTS, slot)), None)
        if slot is None:
            raise BusyError
        held.append((_SLOTS, slot))
        yield
    finally:
        for lock in held:
            _unlock(*lock)


def visitor_key(visitor: str) -> int:
    """Return the number of a visitor's lock, which does not reveal the visitor."""
    return zlib.crc32(f"{settings.SECRET_KEY}{visitor}".encode()) - 2**31


def _lock(kind: int, key: int) -> bool:
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [kind, key])
        return bool(cursor.fetchone()[0])


def _unlock(kind: int, key: int) -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [kind, key])
