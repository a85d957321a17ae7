"""Delete documents and language versions."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction

from documents.models import Document, LanguageVersion, Upload
from documents.services.audit_log import document_name, record_change, version_name
from documents.services.files import delete_unused_common_files
from documents.services.locking import acquire_write_lock
from documents.services.metadata import refresh_document_metadata
from documents.services.notifications import notify_listeners


@transaction.atomic
def remove_document(document: Document, by: User | None = None) -> None:
    """Delete a document with its versions, files and all data read from them. Its symbols can be used again.

    Questions about its files end: the files are read again (``portal.ingestion.tasks.read_unanswered``).
    """
    acquire_write_lock()
    key = document.pk
    files = document.versions.values_list("files__name", flat=True)
    record_change(
        "document.deleted",
        by=by,
        subject=document_name(document),
        object_key=f"document:{key}",
        old_value={"title": document.title, "files": [name for name in files if name]},
    )
    document.delete()
    delete_unused_common_files()
    notify_listeners([key])


@transaction.atomic
def remove_version(version: LanguageVersion, by: User | None = None) -> None:
    """Delete a language version with its files and all data read from them, or the whole document if it is the only
    one."""
    acquire_write_lock()
    document = version.document
    if not document.versions.exclude(pk=version.pk).exists():
        remove_document(document, by)
        return
    record_change(
        "version.deleted",
        by=by,
        subject=version_name(version),
        document=document,
        object_key=f"version:{version.pk}",
        old_value={"title": version.title, "files": list(version.files.values_list("name", flat=True))},
    )
    version.delete()
    delete_unused_common_files()
    refresh_document_metadata(document)
    notify_listeners([document.pk])


def uploaded_only_by(version: LanguageVersion, user: User) -> bool:
    """Return whether all files of a version were uploaded by this person.

    An upload of bytes that were stored before does not count: it was received later than the file.
    """
    files = list(version.files.all())
    for file in files:
        sent = Upload.objects.filter(version=version, size=file.size, received_at__lte=file.received_at)
        senders = set(sent.values_list("user", flat=True))
        if senders != {user.pk}:
            return False
    return bool(files)
