"""Add, change, merge and remove meetings for people, and undo these changes.

Every change is logged. The rows that refer to a meeting change immediately; :func:`update_documents` then brings the
documents up to date, a few at a time, in the background.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from django.contrib.auth.models import User
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.labels.naming import full_meeting_name, meeting_name
from documents.models import Body, Change, Document, LanguageVersion, Meeting, Reading
from documents.services import (
    MeetingFacts,
    acquire_write_lock,
    batch_notifications,
    notify_listeners,
    record_change,
    unused_slug,
)
from documents.services.metadata import refresh_document_metadata
from recommendations.models import FollowUp
from recommendations.services.correcting import keep_extraction, published_reading
from recommendations.services.correcting.writing import vectors_for, write_published
from recommendations.services.indexing import documents_of_meetings, renew_generations
from recommendations.services.lineage import turn_links

ADDED, CHANGED, MERGED, REMOVED, UNDONE = (
    f"meeting.{action}" for action in ("added", "changed", "merged", "removed", "undone")
)


class MeetingError(Exception):
    """A change to a meeting is not possible. Nothing was changed; the message explains what to do."""


class MeetingConflictError(Exception):
    """Someone else changed the meeting after the revision that the user saw. Nothing was changed."""


@dataclass(frozen=True, slots=True)
class MeetingValues:
    """The fields of a meeting that people can set."""

    ordinal: int | None = None
    start: datetime.date | None = None
    end: datetime.date | None = None
    place: str = ""

    @classmethod
    def of(cls, meeting: Meeting) -> MeetingValues:
        return cls(meeting.ordinal, meeting.start, meeting.end, meeting.place)

    def plain(self) -> dict[str, Any]:
        """Return the values as they are logged, with dates in ISO format."""
        values = asdict(self)
        return {name: v.isoformat() if isinstance(v, datetime.date) else v for name, v in values.items()}


@dataclass(frozen=True, slots=True)
class DocumentUpdate:
    """Documents (keys) to bring up to date with a meeting, see :func:`update_documents`. ``from_reading`` is true if
    their meetings must be found again from their readings and corrections.
    """

    meeting: Meeting
    documents: Sequence[int] = ()
    from_reading: bool = False


_KEPT_FIELDS = ("series", "slug", "former_slugs", "edited_fields", "added_by_editor")
"""Further fields of a removed meeting that are logged, so that it can be restored."""

FIELDS = tuple(field.name for field in fields(MeetingValues))


# --- changes -------------------------------------------------------------------------------------------


@transaction.atomic
def add_meeting(body: Body, values: MeetingValues, by: User) -> Meeting:
    """Add a meeting that no document has named yet. Raise :class:`MeetingError` if it exists or cannot be named."""
    acquire_write_lock()
    meeting = Meeting(body=body, revision=1, added_by_editor=True)
    _set(meeting, values.plain())
    meeting.edited_fields = [name for name in FIELDS if getattr(values, name)]
    _check(meeting)
    meeting.slug = unused_slug(MeetingFacts(body.key, values.ordinal, values.start))
    meeting.save(force_insert=True)
    _log(ADDED, meeting, by, value=values.plain())
    renew_generations()
    return meeting


@transaction.atomic
def change_meeting(meeting: Meeting, changes: Mapping[str, Any], by: User, *, seen: int) -> DocumentUpdate | None:
    """Change fields of a meeting (names and values of :class:`MeetingValues`). Return None if nothing changed.

    Raise :class:`MeetingConflictError` if others changed it after the revision ``seen``, and :class:`MeetingError` if
    another meeting has the same number or dates.
    """
    row = _current_row(meeting, seen)
    before = MeetingValues.of(row).plain()
    after = {name: v.isoformat() if isinstance(v, datetime.date) else v for name, v in changes.items()}
    changed = {name: value for name, value in after.items() if before[name] != value}
    if not changed:
        return None
    _set(row, changed)
    row.edited_fields = list(dict.fromkeys((*row.edited_fields, *changed)))
    _check(row)
    _save(row)
    _log(CHANGED, row, by, {name: before[name] for name in changed}, changed)
    return DocumentUpdate(row, sorted(documents_of_meetings([row.pk])))


@transaction.atomic
def merge_meetings(merged: Meeting, kept: Meeting, by: User, *, seen: tuple[int, int]) -> DocumentUpdate:
    """Merge a meeting into another, which takes over its documents, recommendations, follow-ups and missing details.

    ``seen`` are the revisions of both meetings that the person saw. Raise :class:`MeetingConflictError` if others have
    changed one of them since, and :class:`MeetingError` if the two are the same meeting.
    """
    if merged.pk == kept.pk:
        raise MeetingError(_("Choose another meeting to merge this one into."))
    row, target = _current_row(merged, seen[0]), _current_row(kept, seen[1])
    documents = documents_of(row)
    due = list(FollowUp.objects.filter(due_meeting=row).values_list("pk", flat=True))
    _move_references(row, target)
    row.merged_into = target
    _save(row)
    taken = {
        name: value
        for name, value in MeetingValues.of(row).plain().items()
        if value and not getattr(target, name) and name not in target.edited_fields
    }
    if "end" in taken and MeetingValues.of(target).plain()["start"] not in (None, row.start and row.start.isoformat()):
        del taken["end"]
    _set(target, taken)
    target.former_slugs = [*target.former_slugs, row.slug, *row.former_slugs]
    _save(target)
    into = {"into": full_meeting_name(target), "key": target.pk, "follow_ups": due, "taken": taken}
    _log(MERGED, row, by, MeetingValues.of(row).plain(), into)
    return DocumentUpdate(target, documents)


@transaction.atomic
def remove_meeting(meeting: Meeting, by: User, *, seen: int) -> None:
    """Remove a meeting to which nothing refers. If a document names it later, it is created again.

    Raise :class:`MeetingConflictError` if others changed it after the revision ``seen``, and :class:`MeetingError` if
    it is in use.
    """
    row = _current_row(meeting, seen)
    if is_in_use(row):
        raise MeetingError(
            _("This meeting has documents, recommendations or follow-ups. Merge it into another meeting instead.")
        )
    value = {
        **MeetingValues.of(row).plain(),
        "body": row.body.key,
        **{name: getattr(row, name) for name in _KEPT_FIELDS},
    }
    _log(REMOVED, row, by, value)
    row.delete()
    renew_generations()


def finish_merging(meeting: Meeting) -> None:
    """Hide the meetings merged into this one. Call it once all documents are up to date."""
    with transaction.atomic():
        acquire_write_lock()
        for row in Meeting.objects.filter(merged_into=meeting):
            _move_references(row, meeting)
            row.merged_at = timezone.now()
            row.save(update_fields=["merged_at"])
        renew_generations()


# --- undo ----------------------------------------------------------------------------------------------


def can_be_undone(change: Change) -> bool:
    """Return whether the meeting is still as this change left it."""
    row, value = _row_of(change), change.value or {}
    if change.action == REMOVED:
        return row is None
    if row is None or change.action not in (ADDED, CHANGED, MERGED):
        return False
    if change.action == MERGED:
        return bool(row.merged_into_id == value["key"])
    current = MeetingValues.of(row).plain()
    is_same = row.merged_into_id is None and all(current[name] == value[name] for name in value)
    return is_same and not (change.action == ADDED and is_in_use(row))


@transaction.atomic
def undo_change(change: Change, by: User) -> DocumentUpdate | None:
    """Undo a change to a meeting. Return None if the meeting no longer exists, because adding it was undone.

    Raise :class:`MeetingError` if the meeting has been changed again or is in use.
    """
    acquire_write_lock()
    if not can_be_undone(change):
        raise MeetingError(_("This change cannot be undone, because the meeting was changed again or is in use now."))
    update = _UNDO[change.action](change)
    record_change(
        UNDONE,
        by=by,
        subject=change.subject,
        object_key=change.object_key,
        old_value=change.value,
        value=change.old_value,
    )
    return update


def _undo_addition(change: Change) -> None:
    Meeting.objects.filter(pk=_key_of(change)).delete()
    renew_generations()


def _undo_change_of_facts(change: Change) -> DocumentUpdate:
    row = Meeting.objects.select_related("body").get(pk=_key_of(change))
    _set(row, change.old_value or {})
    _check(row)
    _save(row)
    return DocumentUpdate(row, sorted(documents_of_meetings([row.pk])))


def _undo_removal(change: Change) -> DocumentUpdate:
    value: Mapping[str, Any] = change.old_value or {}
    body = Body.objects.get(key=value["body"])
    row = Meeting(pk=_key_of(change), body=body, **{name: value[name] for name in _KEPT_FIELDS if name in value})
    _set(row, {name: value[name] for name in FIELDS})
    _check(row)
    if Meeting.with_merged.filter(slug=row.slug).exists():
        row.slug = unused_slug(MeetingFacts(body.key, row.ordinal, row.start, series=row.series))
    _save(row)
    return DocumentUpdate(row)


def _undo_merge(change: Change) -> DocumentUpdate:
    """Make the merged meeting visible again. Its documents are identified among all documents of the other meeting."""
    merge: Mapping[str, Any] = change.value or {}
    row = Meeting.with_merged.select_related("body").get(pk=_key_of(change))
    kept = Meeting.with_merged.select_related("body").get(pk=merge["key"])
    slugs = {row.slug, *row.former_slugs}
    kept.former_slugs = [slug for slug in kept.former_slugs if slug not in slugs]
    current = MeetingValues.of(kept).plain()
    unchanged = [name for name, value in merge["taken"].items() if current[name] == value]
    _set(kept, {name: "" if name == "place" else None for name in unchanged})
    row.merged_into = row.merged_at = None
    _save(kept)
    _check(row)
    _save(row)
    FollowUp.objects.filter(pk__in=merge["follow_ups"], due_meeting=kept).update(due_meeting=row)
    return DocumentUpdate(kept, documents_of(kept), from_reading=True)


_UNDO: Mapping[str, Callable[[Change], DocumentUpdate | None]] = {
    ADDED: _undo_addition,
    CHANGED: _undo_change_of_facts,
    REMOVED: _undo_removal,
    MERGED: _undo_merge,
}


# --- documents -----------------------------------------------------------------------------------------


def documents_of(meeting: Meeting) -> list[int]:
    """Return the keys of all documents in which anything refers to a meeting, in order."""
    keys: set[int] = set()
    for relation in Meeting._meta.related_objects:
        if path := _document_path(relation.related_model):
            rows = relation.related_model._base_manager.filter(**{relation.field.name: meeting})
            keys |= set(rows.order_by().values_list(path, flat=True))
    return sorted(keys)


def _document_path(model: type[models.Model]) -> str:
    """Return the path from a model to the key of its document, or "" for rows that are not part of one."""
    names = {field.name for field in model._meta.concrete_fields}
    if model is Document:
        return "pk"
    return next((path for path in ("version__document", "document") if path.partition("_")[0] in names), "")


def is_in_use(meeting: Meeting) -> bool:
    """Return whether any row refers to a meeting."""
    return any(
        relation.related_model._base_manager.filter(**{relation.field.name: meeting}).exists()
        for relation in Meeting._meta.related_objects
    )


def update_documents(update: DocumentUpdate) -> None:
    """Bring documents up to date with their meetings, each in a separate transaction. This is safe to repeat."""
    for document in Document.objects.filter(pk__in=update.documents).order_by("pk"):
        if update.from_reading:
            for version in document.versions.all():
                write_again(version)
        with transaction.atomic(), batch_notifications():
            acquire_write_lock()
            if document.versions.filter(parsed__masthead__isnull=False).exists():
                refresh_document_metadata(document)
            turn_links([document.pk])
            notify_listeners([document.pk])


def write_again(version: LanguageVersion) -> None:
    """Write the rows of a version again from its published reading and corrections. This is safe to repeat."""
    if not version.readings.filter(state=Reading.State.CURRENT).exists():
        return
    keep_extraction(version)
    vectors = vectors_for(version, published_reading(version).corrected)
    with transaction.atomic(), batch_notifications():
        acquire_write_lock()
        row = LanguageVersion.objects.select_related("document").get(pk=version.pk)
        write_published(row, vectors)


# --- rows ----------------------------------------------------------------------------------------------


def _current_row(meeting: Meeting, seen: int) -> Meeting:
    """Return the current row, holding the write lock. Raise :class:`MeetingConflictError` if others changed it."""
    acquire_write_lock()
    row = Meeting.with_merged.select_related("body").filter(pk=meeting.pk, merged_into=None).first()
    if row is None or row.revision != seen:
        raise MeetingConflictError
    return row


def _check(meeting: Meeting) -> None:
    """Raise :class:`MeetingError` if a meeting has neither number nor dates, or another one has the same."""
    if meeting.ordinal is None and meeting.start is None:
        raise MeetingError(_("Enter the number or the first day of the meeting."))
    others = Meeting.objects.filter(body=meeting.body, series=meeting.series, merged_into=None).exclude(pk=meeting.pk)
    others = others.select_related("body")
    same = others.filter(ordinal=meeting.ordinal).first() if meeting.ordinal else None
    if same is None and meeting.start:
        same = others.filter(start=meeting.start).first()
    if same:
        raise MeetingError(
            _("There is already a meeting with this number or first day: %(meeting)s. Merge the two, or change one.")
            % {"meeting": full_meeting_name(same)}
        )
    if meeting.end and meeting.start and meeting.end < meeting.start:
        raise MeetingError(_("The last day must be the same as or after the first day."))


def _set(meeting: Meeting, values: Mapping[str, Any]) -> None:
    """Set fields from plain values."""
    for name, value in values.items():
        is_date = name in ("start", "end") and value
        setattr(meeting, name, datetime.date.fromisoformat(value) if is_date else value)


def _save(meeting: Meeting) -> None:
    meeting.revision += 1
    meeting.save()
    renew_generations()


def _move_references(meeting: Meeting, target: Meeting) -> None:
    """Make all rows that refer to a meeting refer to ``target`` instead, except meetings merged into it."""
    for relation in Meeting._meta.related_objects:
        if relation.related_model is not Meeting:
            rows = relation.related_model._base_manager.filter(**{relation.field.name: meeting})
            rows.update(**{relation.field.name: target})


def _log(action: str, meeting: Meeting, by: User, old_value: Any = None, value: Any = None) -> None:
    record_change(
        action,
        by=by,
        subject=meeting_name(meeting),
        object_key=f"meeting:{meeting.pk}",
        old_value=old_value,
        value=value,
    )


def _key_of(change: Change) -> int:
    return int(change.object_key.partition(":")[2])


def _row_of(change: Change) -> Meeting | None:
    return Meeting.with_merged.select_related("body").filter(pk=_key_of(change)).first()
