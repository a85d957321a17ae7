"""Publish versions and drafts, one or many, at once or at a given time; undo this as one."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Mapping

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.models import LanguageVersion, Publication, PublicationItem
from documents.queries.drafts import find_open_draft
from documents.queries.publications import publication_items
from documents.services import (
    DocumentError,
    acquire_write_lock,
    batch_notifications,
    publish,
    unpublish,
    version_name,
    withdraw,
)
from recommendations.services.correcting import corrected_reading, publish_draft, unpublish_draft
from recommendations.services.correcting.writing import vectors_for
from recommendations.services.passages import NO_VECTORS, Vectors

logger = logging.getLogger(__name__)

PERMISSION = "documents.publish_document"
State = PublicationItem.State


@transaction.atomic
def add_publication(revisions: Mapping[int, int], by: User, publish_at: datetime.datetime | None = None) -> Publication:
    """Store that a person wants to publish versions, given by key with the revisions that the person saw.

    :func:`publish_next` publishes them. Raise :class:`DocumentError` ("past") for a time in the past.
    """
    if publish_at is not None and publish_at <= timezone.now():
        raise DocumentError("past", _("Enter a time in the future."))
    publication = Publication.objects.create(made_by=by, made_at=timezone.now(), publish_at=publish_at)
    rows = LanguageVersion.objects.filter(pk__in=revisions).order_by("document", "language")
    PublicationItem.objects.bulk_create(
        PublicationItem(publication=publication, version_id=key, revision=revisions[key])
        for key in rows.values_list("pk", flat=True)
    )
    return publication


def publish_next(publication: int) -> bool:
    """Publish the next waiting item of a publication (key), with everything that depends on it, in one transaction.

    An item that cannot be published is skipped, with the reason; so is one that causes an internal error, which is
    logged. Return False if no item is waiting.
    """
    item = _waiting_items(publication).first()
    if item is None:
        return False
    try:
        _publish_item(item)
    except DocumentError as error:
        _skip(item, error.message)
    except Exception:  # the other items must still be published
        logger.exception("Publishing %s failed.", version_name(item.version))
        _skip(item, _("It could not be published because of an internal error. The error was logged."))
    return True


def _waiting_items(publication: int) -> QuerySet[PublicationItem]:
    is_due = Q(publication__publish_at=None) | Q(publication__publish_at__lte=timezone.now())
    rows = publication_items().filter(is_due, publication=publication, state=State.WAITING)
    return rows.select_related("publication__made_by", "version__document")


@transaction.atomic
def _skip(item: PublicationItem, message: str) -> None:
    acquire_write_lock()
    PublicationItem.objects.filter(pk=item.pk, state=State.WAITING).update(state=State.SKIPPED, message=message)


def _publish_item(item: PublicationItem) -> None:
    """Publish an item, unless another process published it in the meantime."""
    version, vectors = item.version, NO_VECTORS
    if find_open_draft(version.pk):
        vectors = vectors_for(version, corrected_reading(version).corrected)  # before the lock: this may take seconds
    with transaction.atomic(), batch_notifications():
        acquire_write_lock()
        row = _waiting_items(item.publication_id).filter(pk=item.pk).first()
        if row is not None:
            _publish(row, vectors)
            row.state = State.PUBLISHED
            row.save()


def _publish(item: PublicationItem, vectors: Vectors) -> None:
    """Publish the version of an item and its draft. Raise :class:`DocumentError` if that is not possible."""
    version, by = item.version, item.publication.made_by
    if by is None or not by.has_perm(PERMISSION):
        raise DocumentError("no_permission", _("The person who asked for this may no longer publish documents."))
    if version.revision != item.revision:
        raise DocumentError("changed", _("The document was changed in the meantime. Check it again."))
    item.draft = publish_draft(version, by, vectors)
    item.made_public = version.published_at is None
    if item.made_public:
        item.withdrawn_at, item.withdrawn_reason = version.withdrawn_at, version.withdrawn_reason
        publish([version], by)
    elif item.draft is None:
        raise DocumentError("published", _("It was already published."))


@transaction.atomic
def cancel_publication(publication: Publication, by: User) -> None:
    """Cancel what a publication has not published yet."""
    acquire_write_lock()
    message = _("Cancelled by %(person)s.") % {"person": by.get_username()}
    waiting = PublicationItem.objects.filter(publication=publication, state=State.WAITING)
    waiting.update(state=State.SKIPPED, message=message)


@transaction.atomic
@batch_notifications()
def undo_publication(publication: Publication, by: User) -> None:
    """Undo a publication as one: what was not public before is unpublished, what was withdrawn is withdrawn again, and
    published drafts are open again.

    Items that are still waiting are cancelled. A draft on whose text later changes build stays published; the message
    of its item says so.
    """
    acquire_write_lock()
    cancel_publication(publication, by)
    published = publication_items().filter(publication=publication, state=State.PUBLISHED)
    for item in published.select_related("version__document", "draft").order_by("-pk"):
        try:
            with transaction.atomic():
                if item.withdrawn_at and item.version.published_at:
                    withdraw([item.version], by, item.withdrawn_reason, at=item.withdrawn_at)
                elif item.made_public:
                    unpublish([item.version], by)
                if item.draft:
                    unpublish_draft(item.draft, by)
            item.state = State.UNDONE
        except DocumentError as error:
            item.message = error.message
        item.save()
