"""Read an upload waiting in the database, exactly once.

A file's bytes, its upload and its task are created in one transaction, and the document and the upload's status are
written in another. If a process dies in between, the upload still waits to be read.
"""

from __future__ import annotations

import logging

from django.db import transaction

from documents.models import LEADING_FIRST, Document, LanguageVersion, Upload
from documents.parsing.messages import Message
from documents.parsing.types import UnreadableDocumentError
from documents.services import (
    DocumentError,
    LanguageExistsError,
    Outcome,
    Overrides,
    SymbolsDifferError,
    find_common_file,
    find_stored_version,
)
from documents.services.uploads import ask_about_upload, begin_reading, end_upload, lock_reading
from portal.ingestion.formats import (
    MIN_LIKENESS,
    VersionReading,
    format_message,
    lacks_format,
    read_with,
    store_format,
)
from portal.ingestion.pipeline import ReadFile, read_file, store_file
from portal.ingestion.splitting import ask_about_parts, find_parts, split_upload
from recommendations.services.correcting import propose_reading

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 3  # errors or worker deaths before a file waits for a person
State, Answer = Upload.State, Upload.Answer


def read_upload(pk: int) -> None:
    """Read the file of an upload and store it. This is safe to repeat, and to run in two workers at once.

    A file that cannot be read, or contradicts the stored data, is rejected with a reason. If a document with the file's
    symbol already exists in the same language, the file is added to it as another format of the same text, or else a
    person is asked what the file is. A person is also asked about a file that seems to hold several documents.

    Other exceptions propagate; the upload is then tried again. After :data:`MAX_ATTEMPTS` it fails, so that it cannot
    keep killing workers; its bytes are kept.
    """
    upload = begin_reading(pk)
    if upload is None:
        return
    if upload.attempts > MAX_ATTEMPTS:
        logger.error("upload %s failed %s times", pk, MAX_ATTEMPTS)
        message = Message(
            "This file could not be read because of an internal error. It is kept. The server log has the details; "
            "once the error is corrected, the file can be reprocessed."
        )
        end_upload(pk, State.FAILED, message)
        return
    try:
        _read_and_store(upload)
    except (UnreadableDocumentError, DocumentError) as error:
        end_upload(pk, State.REFUSED, error.message)


def _read_and_store(upload: Upload) -> None:
    content = bytes(upload.content or b"")
    if existing := find_stored_version(content):
        end_upload(upload.pk, State.DONE, Outcome.UNCHANGED.message, version=existing)
    elif find_common_file(content):
        end_upload(upload.pk, State.DONE, Outcome.UNCHANGED.message)
    elif upload.answer == Answer.SPLIT:
        split_upload(upload)
    elif _may_have_parts(upload) and (parts := find_parts(content)):
        ask_about_parts(upload, parts)
    else:
        _store(upload, read_file(content, upload.name))


def _may_have_parts(upload: Upload) -> bool:
    """Return whether to look for several documents in a file: not in a part, nor if a person said that it is one."""
    return not upload.answer and upload.common_file_id is None


def _store(upload: Upload, file: ReadFile) -> None:
    is_same = upload.answer in (Answer.SAME, Answer.FORMAT)
    overrides = Overrides(upload.user, is_same_document=True) if is_same else None
    try:
        with transaction.atomic():
            if not lock_reading(upload.pk):
                return
            report = store_file(file, publish=False, overrides=overrides)
            end_upload(upload.pk, State.DONE, report.outcome.message, version=report.version)
    except LanguageExistsError as error:
        _add_format_or_ask(upload, file, error.version)
    except SymbolsDifferError as error:
        _ask_about_symbols(upload, file, error.document)


def _add_format_or_ask(upload: Upload, file: ReadFile, existing: LanguageVersion) -> None:
    """Add the file to the version as the same text in another format. If it is not, ask a person what it is."""
    reading = _read_as_format(upload, file, existing)
    with transaction.atomic():
        if not lock_reading(upload.pk):
            return
        if reading is None:
            _ask_what_file_is(upload, file, existing)
            return
        proposal = store_format(existing, file, reading)
        message = format_message(existing, needs_decision=bool(proposal))
        end_upload(upload.pk, State.DONE, message, version=existing, answer=Answer.FORMAT)


def _read_as_format(upload: Upload, file: ReadFile, existing: LanguageVersion) -> VersionReading | None:
    """Return the combined reading of the files of the version and this one, or None if the texts differ too much."""
    if not lacks_format(existing, file.parsed.format):
        return None
    try:
        reading = read_with(existing, file)
    except UnreadableDocumentError:
        logger.exception("a file of version %s can no longer be read", existing.pk)
        return None
    return reading if upload.answer == Answer.FORMAT or reading.likeness >= MIN_LIKENESS else None


def _ask_what_file_is(upload: Upload, file: ReadFile, existing: LanguageVersion) -> None:
    """Ask a person what the file is. Its bytes and its reading are kept until the person answers."""
    propose_reading(existing, file.parsed, file.extraction, upload=upload)
    message = Message(
        "This document has already been uploaded from another file: %(document)s (%(language)s). "
        "Choose whether this file is a reissue, a revision or another language version, or was uploaded by mistake.",
        document=str(existing.document),
        language=existing.language,
    )
    ask_about_upload(upload.pk, Upload.Question.SAME_DOCUMENT, message, version=existing)


def _ask_about_symbols(upload: Upload, file: ReadFile, document: Document) -> None:
    """Ask a person whether the file belongs to a document that has only some of its symbols, or others as well."""
    symbols = file.parsed.masthead.symbols
    message = Message(
        "The file has the symbols %(symbols)s, but the document “%(title)s” has the symbols %(existing)s. "
        "Choose whether the file is a version of this document.",
        symbols=symbols,
        title=document.title,
        existing=document.printed_symbols,
    )
    leading = document.versions.order_by(*LEADING_FIRST).defer("parsed").first()
    with transaction.atomic():
        if lock_reading(upload.pk):
            ask_about_upload(upload.pk, Upload.Question.SYMBOLS, message, version=leading, symbols=symbols)
