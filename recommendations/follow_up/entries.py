"""Follow-ups as shown in lists and on follow-up pages."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User
from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from documents.labels.naming import person_name
from documents.labels.places import shown_name
from documents.models import Change, Document, Paragraph
from documents.web.dates import date_format
from documents.web.phrases import dash
from documents.web.sorting import sort_key
from recommendations.follow_up.sets import CONFIRMED, LATER, NONE, OVERDUE, SOON, SOON_DAYS, UNCONFIRMED, deadline
from recommendations.labels.facet_values import Name, Names
from recommendations.labels.places import name_in_document
from recommendations.models import FollowUp, Recommendation
from recommendations.queries.recommendations import texts_in_languages

State = FollowUp.State
FIELD_LABELS: Mapping[str, str | Promise] = {
    "state": gettext_lazy("Status"),
    "note": gettext_lazy("Note"),
    "person": gettext_lazy("Person in charge"),
    "due_date": gettext_lazy("Due date"),
    "due_meeting": gettext_lazy("Meeting by which it is due"),
    "evidence": gettext_lazy("Evidence"),
    "confirmed": gettext_lazy("Confirmed as done by"),
}
FIELD_NOUNS: Mapping[str, str | Promise] = {
    "state": gettext_lazy("status"),
    "note": gettext_lazy("note"),
    "person": gettext_lazy("person in charge"),
    "due_date": gettext_lazy("due date"),
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
    person: str = ""
    due_date: datetime.date | None = None
    is_overdue: bool = False
    is_unconfirmed: bool = False

    @property
    def state_label(self) -> str:
        return capfirst(str(State(self.state).label))


def entries_of(rows: Iterable[Recommendation | Paragraph], names: Names) -> Mapping[int, FollowUpEntry]:
    """Return a map from recommendation key to entry, with one query for all. Paragraphs have no entries."""
    recommendations = [row for row in rows if isinstance(row, Recommendation)]
    by_place = follow_ups_by_place(recommendations)
    return {row.pk: _entry(row, by_place.get((row.version.document_id, row.place)), names) for row in recommendations}


def follow_ups_by_place(recommendations: Collection[Recommendation]) -> Mapping[tuple[int, str], FollowUp]:
    """Return a map from document key and place to the follow-ups of recommendations, with one query."""
    if not recommendations:
        return {}
    documents = {row.version.document_id for row in recommendations}
    stored = follow_ups().filter(document__in=documents, anchor__in={row.place for row in recommendations})
    return {(follow_up.document_id, follow_up.anchor): follow_up for follow_up in stored}


def follow_ups() -> QuerySet[FollowUp]:
    """Return follow-ups with their due meeting, people, and number of links (``links``)."""
    people = ("changed_by", "person", "done_by", "confirmed_by")
    return FollowUp.objects.select_related("due_meeting__body", *people).annotate(links=Count("evidence"))


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
        person_name(follow_up.person) if follow_up.person else "",
        follow_up.due_date,
        deadline(follow_up, timezone.localdate()) == OVERDUE,
        follow_up.state == State.DONE and not follow_up.is_confirmed,
    )


def follow_up_status(row: FollowUp | None) -> str:
    """Return the status in words, "Done, not confirmed" until a second person has confirmed it."""
    if row is None:
        return capfirst(str(State.NOT_STARTED.label))
    if row.state == State.DONE and not row.is_confirmed:
        return str(_("Done, not confirmed"))
    return capfirst(str(row.get_state_display()))


def follow_up_names(rows: Collection[FollowUp], languages: Sequence[str]) -> dict[int, str]:
    """Return a map from the keys of follow-ups to the names of their recommendations, as in the first of ``languages``
    (the reader's) in which they are published. The number of queries is fixed."""
    followed = {row.pk: row.recommendation for row in rows if row.recommendation}
    texts = dict(zip(followed, texts_in_languages(followed.values(), languages), strict=True)) if followed else {}
    return {
        row.pk: name_in_document(texts[row.pk]) if row.pk in texts else shown_name(row.recommendation_name)
        for row in rows
    }


def ledger_names(facet_names: Names, user: str = "") -> Names:
    """Return the names of facet values with those of the ledger's facets; ``user`` is the current user, if any."""
    states = {value: Name(capfirst(str(label)), order=(index,)) for index, (value, label) in enumerate(State.choices)}
    due = {**facet_names.by_facet["meeting"], NONE: Name(_("No meeting set"), order=(-1, ""))}
    people = staff_names()
    own_name = {} if not user else {user: Name(_("%(name)s (you)") % {"name": people.get(user, user)}, order=(0, user))}
    in_charge = {name: Name(label, order=(1, label)) for name, label in people.items()}
    added = {
        "state": states,
        "due": due,
        "by": {**in_charge, **own_name},
        "person": {**in_charge, **own_name, NONE: Name(_("Nobody"), order=(2, ""))},
        "deadline": _ordered_names(
            {
                OVERDUE: _("Overdue"),
                SOON: ngettext("Within %(days)s day", "Within %(days)s days", SOON_DAYS) % {"days": SOON_DAYS},
                LATER: _("Later"),
                NONE: _("No date, or no longer open"),
            }
        ),
        "confirmation": _ordered_names(
            {UNCONFIRMED: _("Done, not confirmed"), CONFIRMED: pgettext("follow-up", "Confirmed")}
        ),
    }
    return replace(facet_names, by_facet={**facet_names.by_facet, **added})


def _ordered_names(labels: Mapping[str, str]) -> dict[str, Name]:
    return {value: Name(label, order=(index,)) for index, (value, label) in enumerate(labels.items())}


def staff_names(*, active: bool = False) -> dict[str, str]:
    """Return a map from usernames of staff to names, in order of names."""
    users = User.objects.filter(is_staff=True)
    names = {user.get_username(): person_name(user) for user in (users.filter(is_active=True) if active else users)}
    return dict(sorted(names.items(), key=lambda item: sort_key(item[1])))


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
    if field == "due_date":
        return date_format(datetime.date.fromisoformat(str(value)), "DATE_FORMAT")
    if isinstance(value, list):
        return "\n".join(dash().join(filter(None, (link["title"], link["url"]))) for link in value)
    return str(value)
