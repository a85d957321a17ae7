"""Files that were received: kept in the database until a worker has read them, each exactly once.

A file's bytes, its row and its job came into the database in one transaction, and leave the same way: the document and
the state "read" are written together. So whatever dies in between, the file waits to be taken up again.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.models import LanguageVersion, Upload
from documents.parsing.types import UnreadableDocument
from documents.services import DocumentRefused, LanguageExists, Outcome, find_stored
from documents.services.audit_log import note_change
from documents.services.languages import language_name
from portal.ingestion.pipeline import ReadFile, read_file, store_file
from recommendations.services.correcting import propose_reading


def read_upload(pk: int) -> None:
    """Read the file of an upload and store it. Can be run again at any time, and by two workers at once.

    A file that cannot be read, or contradicts what is stored, is refused with the reason. Of one whose symbol is here
    already in its language a person is asked what it is. Any other exception is a fault; the upload then stays as it
    is, to be tried again.
    """
    upload = _to_be_read(pk).first()
    if upload is None:
        return
    _to_be_read(pk).update(state=Upload.State.READING)
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
        try:
            with transaction.atomic():
                report = store_file(read, publish=False)
        except LanguageExists as refusal:
            _ask(upload, read, refusal.version)
            return
        _finish(upload.pk, report.version, _here_already() if report.outcome is Outcome.UNCHANGED else "")


def _to_be_read(pk: int) -> QuerySet[Upload]:
    """The upload, while it is neither read nor waits for a person."""
    return Upload.objects.filter(pk=pk, state__in=(Upload.State.WAITING, Upload.State.READING))


def _is_waiting(pk: int) -> bool:
    """Lock the row; False where another worker has finished it meanwhile."""
    return _to_be_read(pk).select_for_update().exists()


def _ask(upload: Upload, read: ReadFile, here: LanguageVersion) -> None:
    """Leave it to a person what the file is; its bytes, and what was read of it, are kept until they say so."""
    propose_reading(here, read.parsed, read.extraction, upload=upload)
    message = _(
        "%(document)s is here already in this language (%(language)s), from another file. What is this file?"
    ) % {
        "document": here.document,
        "language": language_name(here.language),
    }
    _to_be_read(upload.pk).update(state=Upload.State.QUESTION, version=here, message=message)


def _here_already() -> str:
    return _("This very file was here already. Nothing was changed.")


def _finish(pk: int, version: LanguageVersion, message: str) -> None:
    _to_be_read(pk).update(
        state=Upload.State.DONE, version=version, message=message, content=None, finished_at=timezone.now()
    )


def refuse_upload(pk: int, reason: str) -> None:
    """End an upload that is not taken, with the sentence that says why. Its bytes are not kept."""
    with transaction.atomic():
        ended = _to_be_read(pk).update(
            state=Upload.State.REFUSED, message=reason, content=None, finished_at=timezone.now()
        )
        if ended:
            name = Upload.objects.values_list("name", flat=True).get(pk=pk)
            note_change("upload.refused", by=None, subject=name, about=f"upload:{pk}", note=reason)
