"""Write follow-ups and their evidence.

A follow-up belongs to a place: a document and an anchor. A recommendation without a follow-up counts as not started.
Every change is logged with the revision that it created; the log shows what others have changed since a revision.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from documents.models import MAIN_LANGUAGE, Change, Document, Meeting
from documents.services import DocumentError, acquire_write_lock, record_change
from documents.web.phrases import semicolon_list
from recommendations.models import Evidence, FollowUp, Recommendation
from recommendations.services.subject_names import subject_name

ACTION = "follow_up.changed"
SCHEMES = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class FollowUpInput:
    """The input for a follow-up: a value of ``FollowUp.State`` and free text; the slug of a meeting, the username of
    the person in charge, and a date in ISO format, each of which may be "".
    """

    state: str = FollowUp.State.NOT_STARTED.value
    note: str = ""
    due_meeting: str = ""
    person: str = ""
    due_date: str = ""

    @classmethod
    def of(cls, row: FollowUp) -> FollowUpInput:
        """Return the current values of a follow-up."""
        return cls(
            row.state,
            row.note,
            row.due_meeting.slug if row.due_meeting else "",
            row.person.get_username() if row.person else "",
            row.due_date.isoformat() if row.due_date else "",
        )


FIELDS = tuple(field.name for field in fields(FollowUpInput))


@dataclass(frozen=True, slots=True)
class Link:
    """A link to evidence of progress."""

    url: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class ConcurrentChange:
    """A change that others made to a field since a revision: the old and the current value, the author and time."""

    field: str
    old_value: str
    new_value: str
    by: str
    at: datetime.datetime


@dataclass(frozen=True, slots=True)
class FollowUpOutcome:
    """The result of saving a follow-up. ``changed`` are the names of the changed fields, including "evidence".
    ``others`` are changes made by others since the revision that the user saw; they are kept."""

    follow_up: FollowUp | None
    changed: tuple[str, ...]
    others: tuple[ConcurrentChange, ...] = ()


class FollowUpError(Exception):
    """Raised for invalid input. The message is shown to the user."""


class FollowUpConflictError(Exception):
    """Raised if others have since changed the same fields; nothing was saved.

    ``clashes`` are those changes, ``others`` the changes to other fields. To overwrite them, save again with
    ``revision`` as the revision seen.
    """

    def __init__(
        self, clashes: tuple[ConcurrentChange, ...], others: tuple[ConcurrentChange, ...], revision: int
    ) -> None:
        super().__init__(", ".join(clash.field for clash in clashes))
        self.clashes = clashes
        self.others = others
        self.revision = revision


# --- saving ------------------------------------------------------------------------------------------


@transaction.atomic
def save_follow_up(
    document: Document,
    anchor: str,
    by: User,
    entered: FollowUpInput,
    *,
    seen: int,
    add: Sequence[Link] = (),
    drop: Collection[int] = (),
) -> FollowUpOutcome:
    """Save the follow-up of the recommendation at an anchor; ``seen`` is the revision that the user saw.

    Only fields that differ from that revision are changed, so that edits to different fields are combined. Links are
    added and removed one by one; ``drop`` contains keys of ``Evidence``. Duplicate links are ignored.

    Raise ``FollowUpConflictError`` if someone else has changed the same field to another value, and ``FollowUpError``
    if a link, status or meeting is invalid or if the place has neither a follow-up nor a published recommendation.
    """
    acquire_write_lock()
    row = follow_up_at(document, anchor)
    current, others = FollowUpInput.of(row), _changes_since(row, seen)
    changes = _changed_values(entered, current, others)
    clashes = tuple(change for change in others if change.field in changes)
    if clashes:
        remaining = tuple(change for change in others if change not in clashes)
        raise FollowUpConflictError(clashes, remaining, row.revision)
    old_value, value = _evidence_changes(row, add, drop)
    old_value |= {field: getattr(current, field) for field in changes}
    value |= changes
    if not value and not old_value:
        return FollowUpOutcome(row if row.pk else None, (), others)
    save_values(row, changes, by)
    _write_evidence(row, value.get("evidence", ()), old_value.get("evidence", ()), by)
    log_change(row, by, old_value, value)
    return FollowUpOutcome(row, tuple(dict.fromkeys((*changes, *value, *old_value))), others)


@transaction.atomic
def confirm_done(row: FollowUp, by: User, *, seen: int) -> None:
    """Record that a second person confirms that a recommendation is done.

    Raise ``FollowUpError`` if it is not done, if this is the person who set it to done, or if the follow-up has changed
    since the revision that the user saw.
    """
    acquire_write_lock()
    row.refresh_from_db()
    if row.revision != seen:
        raise FollowUpError(_("The follow-up has changed since you opened it. Check the changes, then confirm again."))
    if row.is_confirmed:
        return
    mark_confirmed(row, by)
    save_values(row, {}, by)
    log_change(row, by, {}, {"confirmed": by.get_username()})


def mark_confirmed(row: FollowUp, by: User) -> None:
    """Mark a row as confirmed. Raise ``FollowUpError`` if it is not done, or if this person set it to done."""
    if row.state != FollowUp.State.DONE:
        raise FollowUpError(_("The status is not “done”, so there is nothing to confirm."))
    if row.done_by_id == by.pk:
        raise FollowUpError(_("You set the status to “done”, so another person must confirm it."))
    row.confirmed_by, row.confirmed_at = by, timezone.now()


def log_change(row: FollowUp, by: User, old_value: Mapping[str, Any], value: Mapping[str, Any]) -> None:
    """Log a change of a follow-up with the revision that it created."""
    record_change(
        ACTION,
        by=by,
        subject=row.recommendation_name,
        document=row.document,
        object_key=f"follow-up:{row.pk}",
        old_value=dict(old_value),
        value={**value, "revision": row.revision},
    )


def follow_up_at(document: Document, anchor: str) -> FollowUp:
    """Return the follow-up of a place, or a new, unsaved one if a recommendation is published there.

    Raise ``FollowUpError`` if the place has neither.
    """
    rows = FollowUp.objects.select_related("document", "due_meeting", "person")
    if row := rows.filter(document=document, anchor=anchor).first():
        return row
    key = _leading_rows([document.pk], published=True).get((document.pk, anchor))
    published = Recommendation.objects.select_related("version__document").filter(pk=key).first() if key else None
    if published is None:
        raise FollowUpError(
            _("This recommendation is not published or no longer exists, so no follow-up can be recorded.")
        )
    name = subject_name(published)[:500]
    return FollowUp(document=document, anchor=anchor, recommendation=published, recommendation_name=name)


def _changes_since(row: FollowUp, seen: int) -> tuple[ConcurrentChange, ...]:
    """Return the changes since a revision, from the audit log, merged into one change per field."""
    if row.revision <= seen:
        return ()
    changes: dict[str, ConcurrentChange] = {}
    for change in changes_of(row.pk):
        before, after = change.old_value or {}, change.value or {}
        for field in FIELDS if after["revision"] > seen else ():
            if field in after:
                original = changes[field].old_value if field in changes else before[field]
                changes[field] = ConcurrentChange(field, original, after[field], change.made_by_name, change.made_at)
    return tuple(change for change in changes.values() if change.old_value != change.new_value)


def changes_of(follow_up: int) -> list[Change]:
    """Return the log entries of a follow-up, oldest first."""
    return list(Change.objects.filter(object_key=f"follow-up:{follow_up}", action=ACTION).order_by("pk"))


def _changed_values(
    entered: FollowUpInput, current: FollowUpInput, others: Iterable[ConcurrentChange]
) -> dict[str, str]:
    """Return a map from field to new value for the fields that the user changed, unless the value is already stored."""
    before = asdict(current) | {change.field: change.old_value for change in others}
    after = asdict(entered)
    return {field: after[field] for field in FIELDS if after[field] not in (before[field], getattr(current, field))}


def save_values(
    row: FollowUp,
    changes: Mapping[str, str],
    by: User,
    *,
    is_undo: bool = False,
    completion: Mapping[str, Any] | None = None,
) -> None:
    """Save new values, given as in :class:`FollowUpInput`, as a new revision. Raise ``FollowUpError`` if not valid.

    Whoever sets the status to done is recorded, and a new status ends the confirmation, unless ``completion`` restores
    the earlier ``done_by``, ``confirmed_by`` (keys of accounts) and ``confirmed_at``.
    """
    if (slug := changes.get("due_meeting")) is not None:
        row.due_meeting = _find_meeting(slug) if slug else None
    if (username := changes.get("person")) is not None:
        row.person = _find_person(username, active=not is_undo) if username else None
    if (date := changes.get("due_date")) is not None:
        row.due_date = _validate_date(date) if date else None
    if (state := changes.get("state")) is not None:
        row.state = _validate_state(state)
        row.done_by = by if row.state == FollowUp.State.DONE else None
        row.confirmed_by = row.confirmed_at = None
    if completion is not None:
        row.done_by, row.confirmed_by = (
            User.objects.filter(pk=completion[name]).first() for name in ("done_by", "confirmed_by")
        )
        row.confirmed_at = parse_datetime(completion["confirmed_at"]) if completion["confirmed_at"] else None
    row.note = changes.get("note", row.note)
    row.revision += 1
    row.changed_by, row.changed_at = by, timezone.now()
    row.save()


def _find_person(username: str, *, active: bool) -> User:
    """Return a member of staff. Only undoing a change can put somebody in charge whose account is no longer active."""
    person = User.objects.filter(username=username).first()
    if person is None or (active and not (person.is_active and person.is_staff)):
        raise FollowUpError(_("There is no active staff account called “%(name)s”.") % {"name": username})
    return person


def _validate_date(value: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(value)
    except ValueError as error:
        raise FollowUpError(_("“%(value)s” is not a date.") % {"value": value}) from error


def _find_meeting(slug: str) -> Meeting:
    meeting = Meeting.objects.filter(slug=slug).first()
    if meeting is None:
        raise FollowUpError(_("There is no meeting called “%(slug)s”.") % {"slug": slug})
    return meeting


def _validate_state(value: str) -> str:
    if value not in FollowUp.State.values:
        raise FollowUpError(_("There is no status called “%(value)s”.") % {"value": value})
    return value


# --- links -------------------------------------------------------------------------------------------


def _evidence_changes(
    row: FollowUp, add: Sequence[Link], drop: Collection[int]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the removed and the added links, as they are logged. Raise ``FollowUpError`` for an invalid address."""
    links = {evidence.pk: Link(evidence.url, evidence.title) for evidence in row.evidence.all()} if row.pk else {}
    removed = [link for key, link in links.items() if key in drop]
    kept_urls = {link.url for key, link in links.items() if key not in drop}
    new = {link.url: link for link in add if link.url not in kept_urls}
    for url in new:
        if not url.startswith(SCHEMES):
            raise FollowUpError(
                _("“%(url)s” is not a web address. Enter an address that starts with https:// or http://.")
                % {"url": url}
            )
    old_value = {"evidence": [asdict(link) for link in removed]} if removed else {}
    value = {"evidence": [asdict(link) for link in new.values()]} if new else {}
    return old_value, value


def _write_evidence(
    row: FollowUp, new: Iterable[Mapping[str, str]], removed: Iterable[Mapping[str, str]], by: User
) -> None:
    row.evidence.filter(url__in=[link["url"] for link in removed]).delete()
    moment = timezone.now()
    Evidence.objects.bulk_create(Evidence(follow_up=row, added_by=by, added_at=moment, **link) for link in new)


# --- merged documents ----------------------------------------------------------------------------------


@transaction.atomic
def prepare_merge(document: Document, other: int) -> None:
    """Check that merging a document with another (key) loses no follow-up. Call it in the transaction of the merge.

    If both have a follow-up at the same place, an empty one is deleted. Raise :class:`DocumentError` ("follow_ups"),
    which names the recommendations, if neither is empty.
    """
    acquire_write_lock()
    rows = FollowUp.objects.select_related("due_meeting", "person")
    theirs = {row.anchor: row for row in rows.filter(document=other)}
    pairs = [(row, theirs[row.anchor]) for row in rows.filter(document=document, anchor__in=theirs)]
    if kept := [row for row, their in pairs if not (_is_empty(row) or _is_empty(their))]:
        raise DocumentError(
            "follow_ups",
            _(
                "Both documents have a follow-up for the same recommendation, and merging would lose one of the two: "
                "%(recommendations)s. Nothing was merged. Copy what you need into one follow-up, and clear the other: "
                "set it to “not started”, and remove everything else."
            )
            % {"recommendations": semicolon_list(row.recommendation_name for row in kept)},
        )
    for row, their in pairs:
        (row if _is_empty(row) else their).delete()


def _is_empty(row: FollowUp) -> bool:
    return FollowUpInput.of(row) == FollowUpInput() and not row.evidence.exists()


# --- rows of the current version ---------------------------------------------------------------------


@transaction.atomic
def attach_follow_ups(documents: Iterable[int]) -> None:
    """Attach the follow-ups of changed documents (keys) to the current recommendations at their places.

    The current recommendation at a place is the one in the first version that has this place, in the order of
    :func:`_leading_rows`, or None if no version has it.
    """
    rows = list(FollowUp.objects.filter(document__in=documents))
    if not rows:
        return
    leading = _leading_rows({row.document_id for row in rows})
    moved = [row for row in rows if row.recommendation_id != leading.get((row.document_id, row.anchor))]
    FollowUp.objects.filter(pk__in=[row.pk for row in moved]).update(recommendation=None)  # first: each has at most one
    for row in moved:
        row.recommendation_id = leading.get((row.document_id, row.anchor))
    FollowUp.objects.bulk_update(moved, ["recommendation"])


def _leading_rows(documents: Iterable[int], *, published: bool = False) -> dict[tuple[int, str], int]:
    """Return a map from document key and anchor to the key of the leading recommendation.

    Published versions come first (if ``published``, only these are considered), then English, then the other languages
    by code.
    """
    rows = Recommendation.objects.filter(version__document__in=documents)
    if published:
        rows = rows.filter(version__published_at__isnull=False)
    facts = rows.values_list("version__document", "place", "pk", "version__language", "version__published_at")
    ordered = sorted(facts, key=lambda fact: (fact[4] is None, fact[3] != MAIN_LANGUAGE, fact[3]))
    leading: dict[tuple[int, str], int] = {}
    for document, anchor, key, _language, _published_at in ordered:
        leading.setdefault((document, anchor), key)
    return leading
