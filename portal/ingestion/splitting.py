"""Split a PDF that holds several documents, once a person has confirmed their pages."""

from __future__ import annotations

import functools
import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from procrastinate.contrib.django import app

from documents.models import Upload
from documents.parsing.messages import Message
from documents.parsing.types import UnreadableDocumentError
from documents.services.files import store_common_file
from documents.services.uploads import ask_about_upload, create_part, end_upload, lock_reading
from portal.reading.process import ReadingError
from portal.reading.readers import Readers

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Part:
    """A document within a PDF: its first and last page, from 1, its symbols and title as found on its first page."""

    first: int
    last: int
    symbols: tuple[str, ...] = ()
    title: str = ""


@functools.cache
def _finders() -> Readers:
    return Readers("portal.reading.parts:find_parts", settings.READING_LIMITS)


@functools.cache
def _cutters() -> Readers:
    return Readers("portal.reading.parts:extract_pages", settings.READING_LIMITS)


def find_parts(content: bytes) -> list[Part]:
    """Return the documents that a PDF seems to hold, or [] if it is one document.

    A file that cannot be opened counts as one document: reading it then reports the reason.
    """
    if not content.lstrip().startswith(b"%PDF-"):
        return []
    try:
        return [_part(values) for values in json.loads(_finders().read(content, ""))]
    except UnreadableDocumentError:
        return []
    except ReadingError:
        logger.exception("a PDF could not be searched for several documents")
        return []


def parts_of(upload: Upload) -> list[Part]:
    """Return the documents that were found in an upload."""
    return [_part(values) for values in upload.parts]


def _part(values: dict[str, Any]) -> Part:
    return Part(values["first"], values["last"], tuple(values["symbols"]), values["title"])


def parts_message(parts: Sequence[Part]) -> Message:
    """Return the message about a file with several documents, for the person who uploaded it."""
    found = [
        Message(
            "%(name)s (pages %(first)d–%(last)d)",
            name=part.symbols or Message("no symbol"),
            first=part.first,
            last=part.last,
        )
        for part in parts
    ]
    return Message("This file seems to contain several documents: %(parts)s.", parts=found)


def ask_about_parts(upload: Upload, parts: Sequence[Part]) -> None:
    """Ask a person whether to split an upload into these documents."""
    values = [{"first": part.first, "last": part.last, "symbols": part.symbols, "title": part.title} for part in parts]
    with transaction.atomic():
        if lock_reading(upload.pk):
            ask_about_upload(upload.pk, Upload.Question.PARTS, parts_message(parts), parts=values)


def split_upload(upload: Upload) -> None:
    """Make an upload of each part, and keep the whole file as their common file. All are written, or nothing is.

    Raise ``UnreadableDocumentError`` if the pages cannot be cut out; nothing is changed then.
    """
    content, parts = bytes(upload.content or b""), parts_of(upload)
    pieces = [_cutters().read(content, f"{part.first}-{part.last}") for part in parts]
    with transaction.atomic():
        if not lock_reading(upload.pk):
            return
        common_file = store_common_file(upload, len(parts))
        for part, piece in zip(parts, pieces, strict=True):
            row = create_part(upload, common_file, (part.first, part.last), piece)
            app.configure_task("ingest_upload", queue="ingestion").defer(upload_id=row.pk)
        message = Message("Split into several documents (%(count)s).", count=len(parts))
        end_upload(upload.pk, Upload.State.DONE, message)
