"""Publish versions and drafts, one or many, at once or at a given time; undo this as one."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.models import LanguageVersion, Publication, PublicationItem
from documents.queries.drafts import find_open_draft
from documents.services import DocumentError, acquire_write_lock, batch_notifications, publish, unpublish
from recommendations.services.correcting import corrected_reading, publish_draft, unpublish_draft
from recommendations.services.correcting.writing import vectors_for
from recommendations.services.passages import NO_VECTORS, Vectors

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

    An item that cannot be published is skipped, with the reason. Return False if no item is waiting.
    """
    item = _waiting_items(publication).first()
    if item is None:
        return False
    version, vectors = item.version, NO_VECTORS
    if find_open_draft(version.pk):
        vectors = vectors_for(version, corrected_reading(version).corrected)  # before the lock: this may take seconds
    with transaction.atomic(), batch_notifications():
        acquire_write_lock()
        row = _waiting_items(publication).filter(pk=item.pk).first()
        if row is None:
            return True  # another process published it in the meantime
        try:
            with transaction.atomic():
                _publish(row, vectors)
            row.state = State.PUBLISHED
        except DocumentError as error:
            row.state, row.message, row.draft, row.made_public = State.SKIPPED, error.message, None, False
        row.save()
    return True


def _waiting_items(publication: int) -> QuerySet[PublicationItem]:
    is_due = Q(publication__publish_at=None) | Q(publication__publish_at__lte=timezone.now())
    rows = PublicationItem.objects.filter(is_due, publication=publication, state=State.WAITING)
    return rows.select_related("publication__made_by", "version__document")


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
    """Undo a publication as one: what was not public before is unpublished, and published drafts are open again.

    Items that are still waiting are cancelled. A draft on whose text later changes build stays published; the message
    of its item says so.
    """
    acquire_write_lock()
    cancel_publication(publication, by)
    published = PublicationItem.objects.filter(publication=publication, state=State.PUBLISHED)
    for item in published.select_related("version__document", "draft").order_by("-pk"):
        try:
            with transaction.atomic():
                if item.made_public:
                    unpublish([item.version], by)
                if item.draft:
                    unpublish_draft(item.draft, by)
            item.state = State.UNDONE
        except DocumentError as error:
            item.message = error.message
        item.save()
