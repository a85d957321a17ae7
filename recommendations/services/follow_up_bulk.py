"""Change several follow-ups at once, and undo such a change as one.

The log has an entry for each follow-up, which holds the key of the change, and one for the change as a whole.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from documents.models import Change
from documents.services import acquire_write_lock, record_change
from recommendations.models import FollowUp, Recommendation
from recommendations.services.follow_up import (
    ACTION,
    FIELDS,
    FollowUpError,
    FollowUpInput,
    follow_up_at,
    log_change,
    mark_confirmed,
    save_values,
)

BULK_ACTION, UNDO_ACTION = "follow_up.bulk_changed", "follow_up.bulk_undone"
MAX_AT_ONCE = 500  # follow-ups; other writers wait for about a second meanwhile
CONFIRM = "confirm"
"""The field of a bulk change that confirms those that are done."""


@dataclass(slots=True)
class BulkOutcome:
    """The result of a bulk change. ``key`` is "" if nothing was changed; ``left`` are the follow-ups that were left as
    they are, with the reasons.
    """

    key: str = ""
    changed: int = 0
    left: list[tuple[str, str]] = field(default_factory=list)


def latest_change() -> int:
    """Return the key of the latest entry of the log: what a person sees now includes all changes up to it."""
    return int(Change.objects.aggregate(latest=Max("pk", default=0))["latest"])


@transaction.atomic
def change_follow_ups(keys: Collection[int], changes: Mapping[str, str], by: User, *, seen: int) -> BulkOutcome:
    """Change fields of the follow-ups of recommendations (keys). ``seen`` is the latest change that the person saw.

    ``changes`` are values as in :class:`FollowUpInput`; "confirm" confirms those that are done. A follow-up is left as
    it is if somebody else has changed one of these fields since, or if it cannot be changed.

    Raise ``FollowUpError`` for an invalid value, or if there are more than :data:`MAX_AT_ONCE`.
    """
    if len(keys) > MAX_AT_ONCE:
        message = _("At most %(most)s follow-ups can be changed at once. Add filters to select fewer.")
        raise FollowUpError(message % {"most": MAX_AT_ONCE})
    acquire_write_lock()
    outcome = BulkOutcome()
    rows = list(_follow_ups_of(keys, outcome))
    return _change(rows, changes, by, seen, outcome)


@transaction.atomic
def hand_over(person: User, to: User, by: User) -> BulkOutcome:
    """Put someone else in charge of all follow-ups of a person, whatever their status."""
    acquire_write_lock()
    rows = list(FollowUp.objects.filter(person=person).select_related("document", "due_meeting", "person"))
    return _change(rows, {"person": to.get_username()}, by, latest_change(), BulkOutcome())


def _follow_ups_of(keys: Iterable[int], outcome: BulkOutcome) -> Iterable[FollowUp]:
    recommendations = Recommendation.objects.filter(pk__in=keys).select_related("version__document").order_by("pk")
    places = {(row.version.document_id, row.place): row for row in recommendations}
    stored = FollowUp.objects.filter(document__in={document for document, _place in places})
    existing = {
        (row.document_id, row.anchor): row for row in stored.select_related("document", "due_meeting", "person")
    }
    for place, recommendation in places.items():
        try:
            yield existing.get(place) or follow_up_at(recommendation.version.document, recommendation.place)
        except FollowUpError as error:
            outcome.left.append((recommendation.path, str(error)))


def _change(
    rows: Collection[FollowUp], changes: Mapping[str, str], by: User, seen: int, outcome: BulkOutcome
) -> BulkOutcome:
    key, others = str(uuid.uuid4()), _changed_by_others(rows, changes, by, seen)
    for row in rows:
        try:
            if name := others.get(row.pk):
                raise _LeftUnchangedError(_("%(name)s has changed it in the meantime.") % {"name": name})
            outcome.changed += _change_one(row, changes, by, key)
        except _LeftUnchangedError as error:
            outcome.left.append((row.recommendation_name, str(error)))
    if outcome.changed:
        outcome.key = key
        _record(BULK_ACTION, key, outcome.changed, by, dict(changes))
    return outcome


class _LeftUnchangedError(Exception):
    """Raised for a follow-up that is left as it is; the message says why."""


def _changed_by_others(rows: Iterable[FollowUp], fields: Iterable[str], by: User, seen: int) -> dict[int, str]:
    """Return a map from follow-up key to the name of somebody else who changed one of the fields since ``seen``."""
    keys = {f"follow-up:{row.pk}": row.pk for row in rows if row.pk}
    changes = Change.objects.filter(action=ACTION, pk__gt=seen, object_key__in=keys).exclude(made_by=by)
    names = {"state" if name == CONFIRM else name for name in fields}
    return {keys[change.object_key]: change.made_by_name for change in changes if names & (change.value or {}).keys()}


def _change_one(row: FollowUp, changes: Mapping[str, str], by: User, key: str) -> bool:
    """Change a follow-up. Return whether it had other values before."""
    current = FollowUpInput.of(row)
    new = {name: value for name, value in changes.items() if name != CONFIRM and value != getattr(current, name)}
    old_value: dict[str, Any] = {name: getattr(current, name) for name in new}
    value: dict[str, Any] = {**new, "batch": key}
    if "state" in new or CONFIRM in changes:
        old_value["completion"] = _completion(row)
    if CONFIRM in changes and not row.is_confirmed:
        try:
            mark_confirmed(row, by)
        except FollowUpError as error:
            raise _LeftUnchangedError(str(error)) from error
        value["confirmed"] = by.get_username()
    elif not new:
        return False
    save_values(row, new, by)
    log_change(row, by, old_value, value)
    return True


# --- undoing -----------------------------------------------------------------------------------------


@transaction.atomic
def undo_bulk_change(key: str, by: User) -> BulkOutcome:
    """Give the follow-ups of a bulk change the values that they had before.

    A follow-up that has been changed since, in one of these fields, is left as it is. Do nothing if the change has been
    undone already.
    """
    acquire_write_lock()
    outcome = BulkOutcome(key)
    if is_undone(key):
        return outcome
    changes = list(changes_in(key))
    keys = [_row_key(change) for change in changes]
    rows = FollowUp.objects.select_related("document", "due_meeting", "person").in_bulk(keys)
    for change in changes:
        row = rows.get(_row_key(change))
        if row is None:  # its document was deleted
            continue
        if _has_changed_since(row, change):
            outcome.left.append((row.recommendation_name, _("It has been changed again since.")))
            continue
        try:
            _restore(row, change, by)
        except FollowUpError as error:  # the person or the meeting no longer exists
            outcome.left.append((row.recommendation_name, str(error)))
        else:
            outcome.changed += 1
    _record(UNDO_ACTION, key, outcome.changed, by)
    return outcome


def changes_in(key: str) -> QuerySet[Change]:
    """Return the log entries of the follow-ups in a bulk change."""
    return Change.objects.filter(action=ACTION, value__batch=key).order_by("pk")


def find_bulk_change(key: str) -> Change | None:
    """Return the log entry of a bulk change as a whole."""
    return Change.objects.filter(action=BULK_ACTION, object_key=_object_key(key)).first()


def is_undone(key: str) -> bool:
    """Return whether a bulk change has been undone."""
    return Change.objects.filter(action=UNDO_ACTION, object_key=_object_key(key)).exists()


def _has_changed_since(row: FollowUp, change: Change) -> bool:
    new, current = change.value or {}, FollowUpInput.of(row)
    is_other = any(getattr(current, name) != value for name, value in new.items() if name in FIELDS)
    is_confirmed_since = "state" in new and "confirmed" not in new and row.is_confirmed
    return is_other or is_confirmed_since or ("confirmed" in new and not row.is_confirmed)


def _restore(row: FollowUp, change: Change, by: User) -> None:
    old = dict(change.old_value or {})
    completion = old.pop("completion", None)
    current = FollowUpInput.of(row)
    save_values(row, old, by, is_undo=True, completion=completion)
    log_change(row, by, {name: getattr(current, name) for name in old}, old)


def _completion(row: FollowUp) -> dict[str, Any]:
    """Return who set the status to done and who confirmed it, for the log."""
    confirmed_at = row.confirmed_at.isoformat() if row.confirmed_at else None
    return {"done_by": row.done_by_id, "confirmed_by": row.confirmed_by_id, "confirmed_at": confirmed_at}


def _row_key(change: Change) -> int:
    return int(change.object_key.rpartition(":")[2])


def _object_key(key: str) -> str:
    return f"follow-up-batch:{key}"


def _record(action: str, key: str, count: int, by: User, value: Any = None) -> None:
    subject = ngettext("%(count)s follow-up", "%(count)s follow-ups", count) % {"count": count}
    record_change(action, by=by, subject=subject, object_key=_object_key(key), value=value)
