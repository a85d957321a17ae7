"""The audit log as rows for display."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from documents.labels.messages import shown_message
from documents.labels.places import shown_name
from documents.models import Change, Upload
from documents.services.audit_log import ACTIONS
from documents.web.phrases import shorten_to_characters
from portal.log.values import log_wording
from recommendations.follow_up.entries import entry_address, follow_up_names
from recommendations.models import FollowUp

MAX_VALUE_LENGTH = 160  # characters; a longer value is shortened


def all_changes() -> QuerySet[Change]:
    """Return all changes, newest first, with their documents."""
    return Change.objects.select_related("document").prefetch_related("document__symbols")


@dataclass(frozen=True, slots=True)
class LogValue:
    """A value for display. ``excerpt`` is shown first, ``full`` on request; for a short value, both are equal."""

    full: str
    excerpt: str

    @property
    def is_long(self) -> bool:
        return self.full != self.excerpt


@dataclass(frozen=True, slots=True)
class LogRow:
    """A change for display. ``subject`` is the name of the changed object, ``address`` is "" if it no longer exists."""

    change: Change
    subject: str
    action: str | Promise
    person: str
    address: str
    old_value: LogValue | None
    value: LogValue | None
    note: str


def log_rows(log_changes: Iterable[Change], languages: Sequence[str] = ()) -> list[LogRow]:
    """Return the changes as rows for display. A followed recommendation is named as in the first of ``languages`` (the
    reader's) in which it is published."""
    shown = list(log_changes)
    words, notes = log_wording(shown), _upload_notes(shown)
    follow_ups = _follow_ups(shown)
    names = follow_up_names(follow_ups.values(), languages)
    return [
        LogRow(
            change=change,
            subject=names[followed.pk] if followed else shown_name(change.subject),
            action=ACTIONS.get(change.action, change.action),
            person=change.made_by_name or _("the portal"),
            address=entry_address(followed.document, followed.anchor) if followed else _address(change),
            old_value=_value(words.text(change, change.old_value)),
            value=_value(words.text(change, change.value)),
            note=notes.get(change.pk, change.note),
        )
        for change in shown
        for followed in (follow_ups.get(change.object_key),)
    ]


def _follow_ups(changes: Iterable[Change]) -> dict[str, FollowUp]:
    """Return a map from the object keys of changes to the follow-ups, in a fixed number of queries."""
    keys = {key for change in changes if (key := change.object_key.removeprefix("follow-up:")).isdecimal()}
    rows = FollowUp.objects.filter(pk__in=keys).select_related("document", "recommendation__version__document")
    return {f"follow-up:{row.pk}": row for row in rows.prefetch_related("document__symbols")} if keys else {}


def _upload_notes(changes: Iterable[Change]) -> dict[int, str]:
    """Return a map from the keys of changes to the messages of the portal about uploads, in the reader's language. The
    log has them in English; the upload has its last message with the values by which it is translated."""
    keys = {c.pk: c.object_key.removeprefix("upload:") for c in changes if c.note and c.action.startswith("upload.")}
    rows = Upload.objects.filter(pk__in=[key for key in keys.values() if key.isdecimal()]).values_list("pk", "message")
    messages = {(str(pk), str(message)): message for pk, message in rows} if keys else {}
    return {c.pk: shown_message(messages.get((keys[c.pk], c.note), c.note)) for c in changes if c.pk in keys}


def _address(change: Change) -> str:
    kind, _colon, key = change.object_key.partition(":")
    if kind == "follow-up-batch":
        return reverse("follow-up-bulk-change", args=[key])
    if kind == "error-report":
        return reverse("error-report", args=[key])
    return change.document.get_absolute_url() if change.document else ""


def _value(text: str) -> LogValue | None:
    if not text:
        return None
    return LogValue(text, shorten_to_characters(text, MAX_VALUE_LENGTH))
