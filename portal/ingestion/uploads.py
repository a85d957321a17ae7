"""Read an upload waiting in the database, exactly once.

A file's bytes, its upload and its task are created in one transaction, and the document and the upload's status are
written in another. If a process dies in between, the upload still waits to be read.
"""

from __future__ import annotations

import logging

from django.db import transaction
from django.utils.translation import gettext as _

from documents.models import LanguageVersion, Upload
from documents.parsing.types import UnreadableDocumentError
from documents.services import DocumentError, LanguageExistsError, Outcome, find_stored_version
from documents.services.uploads import begin_reading, end_upload, lock_reading
from documents.web.languages import language_name
from portal.ingestion.pipeline import ReadFile, read_file, store_file
from recommendations.services.correcting import propose_reading

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 3  # errors or worker deaths before a file waits for a person
State = Upload.State


def read_upload(pk: int) -> None:
    """Read the file of an upload and store it. This is safe to repeat, and to run in two workers at once.

    A file that cannot be read, or contradicts the stored data, is rejected with a reason. If a document with the file's
    symbol already exists in the same language, a person is asked what the file is. Other exceptions propagate; the
    upload is then tried again. After :data:`MAX_ATTEMPTS` it fails, so that it cannot keep killing workers; its bytes
    are kept.
    """
    upload = begin_reading(pk)
    if upload is None:
        return
    if upload.attempts > MAX_ATTEMPTS:
        logger.error("upload %s failed %s times", pk, MAX_ATTEMPTS)
        message = _(
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
        return
    file = read_file(content, upload.name)
    with transaction.atomic():
        if not lock_reading(upload.pk):
            return
        try:
            report = store_file(file, publish=False)
        except LanguageExistsError as error:
            _ask_what_file_is(upload, file, error.version)
        else:
            end_upload(upload.pk, State.DONE, report.outcome.message, version=report.version)


def _ask_what_file_is(upload: Upload, file: ReadFile, existing: LanguageVersion) -> None:
    """Ask a person what the file is. Its bytes and its reading are kept until the person answers."""
    propose_reading(existing, file.parsed, file.extraction, upload=upload)
    message = _(
        "This document has already been uploaded from another file: %(document)s (%(language)s). "
        "Choose whether this file is a reissue, a revision or another language version, or was uploaded by mistake."
    )
    names = {"document": existing.document, "language": language_name(existing.language)}
    end_upload(upload.pk, State.QUESTION, message % names, version=existing)
