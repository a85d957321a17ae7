"""Keep changes of public versions as drafts; publish and discard drafts, and undo both."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.models import Correction, Draft, LanguageVersion, Reading
from documents.queries.drafts import find_open_draft
from documents.services import DocumentError, batch_notifications, record_change, version_name
from documents.services.readings import switch_reading
from recommendations.corrections import CorrectionResult
from recommendations.services.correcting.locking import lock_version
from recommendations.services.correcting.state import active_corrections
from recommendations.services.correcting.writing import vectors_for, write_published
from recommendations.services.passages import NO_VECTORS, Vectors

State = Draft.State


def is_draft_needed(version: LanguageVersion) -> bool:
    """Return whether changes of a version wait until they are published: it is public, or has an open draft."""
    return version.published_at is not None or find_open_draft(version.pk) is not None


def vectors_for_change(version: LanguageVersion, corrected: CorrectionResult) -> Vectors:
    """Return the vectors needed to write a change, or none if the change goes to a draft. Call it before taking the
    write lock."""
    return NO_VECTORS if is_draft_needed(version) else vectors_for(version, corrected)


def begin_draft(version: LanguageVersion, by: User | None) -> Draft | None:
    """Return the draft that receives the changes about to be made, or None if they apply at once.

    Call it in the transaction of the changes, before anything is changed, holding the write lock.
    """
    if (draft := find_open_draft(version.pk)) or version.published_at is None:
        return draft
    return Draft.objects.create(
        version=version,
        reading=version.readings.get(state=Reading.State.CURRENT),
        corrections=_snapshot(version),
        begun_by=by,
        begun_at=timezone.now(),
    )


def save_change(
    version: LanguageVersion, draft: Draft | None, vectors: Vectors = NO_VECTORS, *, text: bool = False
) -> None:
    """Write a changed version to the rows that readers see, unless the change is in a draft."""
    if draft is None:
        write_published(version, vectors, text=text)
    else:
        version.save(update_fields=["revision"])


@transaction.atomic
@batch_notifications()
def publish_draft(version: LanguageVersion, by: User, vectors: Vectors = NO_VECTORS) -> Draft | None:
    """Publish the draft of a version: text, citations, topics, lineage and search index, in one transaction. Return
    it, or None if the version has no open draft.

    ``vectors`` are those of the new texts, computed in advance (:func:`vectors_for`). Raise :class:`DocumentError`
    ("language_exists") if the document now has another version in the language of the draft.
    """
    row = lock_version(version)
    draft = find_open_draft(row.pk)
    if draft is None:
        return None
    _close(draft, State.PUBLISHED, row)
    write_published(row, vectors, text=True)
    _log("document.draft_published", row, by)
    return draft


@transaction.atomic
@batch_notifications()
def unpublish_draft(draft: Draft, by: User) -> None:
    """Undo the publication of a draft: readers see the earlier text again, and the draft is open again.

    Raise :class:`DocumentError` ("changed") if the version was changed after the publication, or ("language_exists")
    if the document now has another version in the earlier language.
    """
    row = lock_version(draft.version)
    _reopen(draft, row, State.PUBLISHED)
    write_published(row, text=True)
    _log("document.draft_unpublished", row, by)


@transaction.atomic
def discard_draft(version: LanguageVersion, by: User, *, seen: int) -> Draft | None:
    """Discard the draft of a version, so that its reading and corrections are the public ones again. Return it.

    Return None if the version has no open draft. Raise :class:`DocumentError` ("changed") if the draft has changed
    since the revision ``seen``.
    """
    row = lock_version(version)
    draft = find_open_draft(row.pk)
    if draft is None:
        return None
    _check_revision(row, seen)
    _swap(draft, row, by)
    _close(draft, State.DISCARDED, row)
    _log("document.draft_discarded", row, by)
    return draft


@transaction.atomic
def restore_draft(draft: Draft, by: User) -> None:
    """Undo the discarding of a draft. Raise :class:`DocumentError` ("changed") if the version has changed since."""
    row = lock_version(draft.version)
    current = _reopen(draft, row, State.DISCARDED)
    _swap(current, row, by)
    current.save()
    _log("document.draft_restored", row, by)


def last_discarded_draft(version: LanguageVersion) -> Draft | None:
    """Return the draft whose discarding can be undone, or None."""
    return version.drafts.filter(state=State.DISCARDED, revision=version.revision).first()


# --- rows ----------------------------------------------------------------------------------------------


def _snapshot(version: LanguageVersion) -> dict[str, Any]:
    return {str(row.pk): [row.old_value, row.value] for row in active_corrections(version)}


def _swap(draft: Draft, version: LanguageVersion, by: User) -> None:
    """Exchange the version's reading and corrections for those of the draft."""
    reading, corrections = version.readings.get(state=Reading.State.CURRENT), _snapshot(version)
    version.revision += 1
    version.save(update_fields=["revision"])
    active_corrections(version).exclude(pk__in=draft.corrections).update(
        undone_by=by, undone_at=timezone.now(), undone_revision=version.revision
    )
    for row in Correction.objects.filter(pk__in=draft.corrections):
        if row.undone_at:
            row.undone_by, row.undone_at, row.undone_revision = None, None, None
            row.revision = version.revision
        row.old_value, row.value = draft.corrections[str(row.pk)]
        row.save()
    switch_reading(draft.reading)
    draft.reading, draft.corrections = reading, corrections


def _check_revision(version: LanguageVersion, seen: int | None) -> None:
    if version.revision != seen:
        raise DocumentError("changed", _("The document has been corrected in the meantime. Check it again."))


def _close(draft: Draft, state: Draft.State, version: LanguageVersion) -> None:
    draft.state, draft.revision = state, version.revision
    draft.save()


def _reopen(draft: Draft, version: LanguageVersion, state: Draft.State) -> Draft:
    """Open a draft again. Raise :class:`DocumentError` if it is not in this state or later changes build on it."""
    current = version.drafts.select_related("reading").filter(pk=draft.pk, state=state).first()
    newer = version.drafts.filter(pk__gt=draft.pk).exclude(state=State.DISCARDED).exists()
    if current is None or newer or current.revision != version.revision:
        raise DocumentError("changed", _("This can no longer be undone, because the document was changed afterwards."))
    current.state = State.OPEN
    current.save(update_fields=["state"])
    return current


def _log(action: str, version: LanguageVersion, by: User) -> None:
    record_change(
        action,
        by=by,
        subject=version_name(version),
        document=version.document,
        object_key=f"version:{version.pk}",
    )
