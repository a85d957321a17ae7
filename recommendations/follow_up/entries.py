"""Follow-ups as shown in lists and on follow-up pages."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.models import Change, Document, Paragraph
from recommendations.follow_up.sets import NO_MEETING
from recommendations.labels.facet_values import Name, Names
from recommendations.models import FollowUp, Recommendation

State = FollowUp.State
FIELD_LABELS: Mapping[str, str | Promise] = {
    "state": gettext_lazy("Status"),
    "note": gettext_lazy("Note"),
    "due_meeting": gettext_lazy("Meeting by which it is due"),
    "evidence": gettext_lazy("Evidence"),
}
FIELD_NOUNS: Mapping[str, str | Promise] = {
    "state": gettext_lazy("status"),
    "note": gettext_lazy("note"),
    "due_meeting": gettext_lazy("meeting"),
    "evidence": gettext_lazy("evidence"),
}
"""The names of the fields within a sentence."""


def can_view_follow_up(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Return whether a user may see follow-ups. For readers who are not staff, no query is made."""
    return bool(getattr(user, "is_staff", False) and user.has_perm("recommendations.view_followup"))  # type: ignore[union-attr]


def entry_address(document: Document, anchor: str) -> str:
    """Return the address of the follow-up page of a place."""
    return reverse("follow-up-entry", args=[document.address, anchor])


@dataclass(frozen=True, slots=True)
class FollowUpEntry:
    """A summary of the follow-up of a recommendation. ``changed_at`` is None if nothing has been recorded yet."""

    state: str
    address: str
    due: str = ""
    changed_at: datetime.datetime | None = None
    changed_by: str = ""
    evidence_count: int = 0

    @property
    def state_label(self) -> str:
        return capfirst(str(State(self.state).label))


def entries_of(rows: Iterable[Recommendation | Paragraph], names: Names) -> Mapping[int, FollowUpEntry]:
    """Return a map from recommendation key to entry, with one query for all. Paragraphs have no entries."""
    recommendations = [row for row in rows if isinstance(row, Recommendation)]
    documents = {row.version.document_id for row in recommendations}
    stored = follow_ups().filter(document__in=documents, anchor__in={row.place for row in recommendations})
    by_place = {(follow_up.document_id, follow_up.anchor): follow_up for follow_up in stored} if recommendations else {}
    return {row.pk: _entry(row, by_place.get((row.version.document_id, row.place)), names) for row in recommendations}


def follow_ups() -> QuerySet[FollowUp]:
    """Return follow-ups with their due meeting, last author, and number of links (``links``)."""
    return FollowUp.objects.select_related("due_meeting__body", "changed_by").annotate(links=Count("evidence"))


def _entry(row: Recommendation, follow_up: FollowUp | None, names: Names) -> FollowUpEntry:
    address = entry_address(row.version.document, row.place)
    if follow_up is None:
        return FollowUpEntry(State.NOT_STARTED.value, address)
    return FollowUpEntry(
        follow_up.state,
        address,
        names.dated_meeting(follow_up.due_meeting),
        follow_up.changed_at,
        str(follow_up.changed_by or _("a deleted account")),
        getattr(follow_up, "links", 0),
    )


def ledger_names(facet_names: Names, user: str) -> Names:
    """Return the names of all facet values, including the ledger's facets. ``user`` is the name of the current user."""
    states = {value: Name(capfirst(str(label)), order=(index,)) for index, (value, label) in enumerate(State.choices)}
    due = {**facet_names.by_facet["meeting"], NO_MEETING: Name(_("No meeting set"), order=(-1, ""))}
    own_name = {user: Name(_("%(name)s (you)") % {"name": user}, order=(0, user))}
    return replace(facet_names, by_facet={**facet_names.by_facet, "state": states, "due": due, "by": own_name})


# --- one follow-up, with its history -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ChangedField:
    """A change to one field, with its values as shown to people. A note may have several lines."""

    field: str
    old_value: str
    new_value: str

    @property
    def label(self) -> str | Promise:
        return FIELD_LABELS[self.field]


@dataclass(frozen=True, slots=True)
class PastChange:
    """One change: its author, time and fields."""

    by: str
    at: datetime.datetime
    fields: Sequence[ChangedField]


def history_of(follow_up: FollowUp, names: Names) -> list[PastChange]:
    """Return all changes to a follow-up, newest first."""
    rows = Change.objects.filter(object_key=f"follow-up:{follow_up.pk}", action="follow_up.changed").order_by("-pk")
    return [PastChange(row.made_by_name, row.made_at, _fields(row, names)) for row in rows]


def _fields(row: Change, names: Names) -> list[ChangedField]:
    old_value, new_value = row.old_value or {}, row.value or {}
    return [
        ChangedField(
            field, format_value(field, old_value.get(field), names), format_value(field, new_value.get(field), names)
        )
        for field in FIELD_LABELS
        if field in old_value or field in new_value
    ]


def format_value(field: str, value: object, names: Names) -> str:
    """Return a value of a field as shown to people, or "" if empty."""
    if not value:
        return ""
    if field == "state":
        return str(State(str(value)).label)
    if field == "due_meeting":
        return names.of("meeting", names.former_slugs.get(str(value), str(value))).full_label
    if isinstance(value, list):
        return "\n".join(" – ".join(filter(None, (link["title"], link["url"]))) for link in value)
    return str(value)
