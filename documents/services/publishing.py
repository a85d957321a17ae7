"""Publish, unpublish and withdraw documents."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.models import Draft, LanguageVersion
from documents.services.audit_log import record_change, version_name
from documents.services.errors import DocumentError
from documents.services.locking import acquire_write_lock
from documents.services.metadata import refresh_document_metadata
from documents.services.notifications import notify_listeners
from documents.services.restricted import check_not_restricted


@transaction.atomic
def publish(versions: Iterable[LanguageVersion], by: User | None = None) -> None:
    """Publish versions, including withdrawn ones. Versions that are already public do not change.

    ``by`` is None if the portal publishes automatically. Raise :class:`DocumentError` ("restricted"), and publish
    nothing, if the distribution of any version is Restricted.
    """
    acquire_write_lock()
    rows = _current_rows(versions).filter(published_at=None)
    check_not_restricted(row.pk for row in rows)
    _apply(rows, "document.published", by, published_at=timezone.now(), withdrawn_at=None, withdrawn_reason="")


@transaction.atomic
def set_ready(version: LanguageVersion, by: User, *, ready: bool, seen: int) -> None:
    """Mark a version as ready to publish, or as no longer ready. ``seen`` is the revision that the person saw.

    Raise :class:`DocumentError` ("changed") if the version has been corrected since.
    """
    acquire_write_lock()
    row = _current_rows([version]).get()
    if row.revision != seen:
        raise DocumentError("changed", _("The document has been corrected in the meantime. Check it again."))
    revision = row.revision if ready else None
    if row.reviewed_revision == revision:
        return
    LanguageVersion.objects.filter(pk=row.pk).update(reviewed_revision=revision)
    record_change(
        "document.reviewed" if ready else "document.not_reviewed",
        by=by,
        subject=version_name(row),
        document=row.document,
        object_key=f"version:{row.pk}",
    )


def clear_review(version: LanguageVersion) -> None:
    """Clear the mark that a version is ready to publish, because another reading changes it.

    A version that is not published yet also gets a new revision, so that nobody publishes a text that they have not
    seen. Call it holding the write lock.
    """
    version.reviewed_revision = None
    if version.published_at is None or version.drafts.filter(state=Draft.State.OPEN).exists():
        version.revision += 1
    version.save(update_fields=["reviewed_revision", "revision"])


@transaction.atomic
def unpublish(versions: Iterable[LanguageVersion], by: User | None = None) -> None:
    """Unpublish versions, so that only staff can see them. A document without a public version is not public."""
    acquire_write_lock()
    _apply(_current_rows(versions).filter(published_at__isnull=False), "document.unpublished", by, published_at=None)


@transaction.atomic
def withdraw(
    versions: Iterable[LanguageVersion], by: User | None, reason: str, *, at: datetime.datetime | None = None
) -> None:
    """Unpublish versions, and record the time and the reason, which their pages then show. ``at`` is the time of an
    earlier withdrawal that applies again.

    Raise :class:`DocumentError` if no reason is given ("no_reason") or no version is public ("not_public"). Versions
    that are not public do not change.
    """
    acquire_write_lock()
    rows = _current_rows(versions).filter(published_at__isnull=False)
    if not reason.strip():
        raise DocumentError("no_reason", _("Enter the reason for the withdrawal. Readers will see the reason."))
    if not rows:
        raise DocumentError("not_public", _("This document is not published, so it cannot be withdrawn."))
    values = {"published_at": None, "withdrawn_at": at or timezone.now(), "withdrawn_reason": reason.strip()}
    _apply(rows, "document.withdrawn", by, note=reason.strip(), **values)


def _current_rows(versions: Iterable[LanguageVersion]) -> QuerySet[LanguageVersion]:
    """Return the versions as they are now in the database."""
    keys = [version.pk for version in versions]
    return LanguageVersion.objects.filter(pk__in=keys).defer("parsed", "doubts").select_related("document")


def _apply(rows: QuerySet[LanguageVersion], action: str, by: User | None, *, note: str = "", **values: Any) -> None:
    """Log the action, write the values, and update the documents, whose leading versions may have changed."""
    documents = {row.document_id: row.document for row in rows}
    for row in rows:
        record_change(
            action,
            by=by,
            subject=version_name(row),
            document=row.document,
            object_key=f"version:{row.pk}",
            old_value={"withdrawn": row.withdrawn_reason} if row.withdrawn_at else None,
            note=note,
        )
    LanguageVersion.objects.filter(pk__in=[row.pk for row in rows]).update(**values)
    for document in documents.values():
        refresh_document_metadata(document)
    notify_listeners(documents)
