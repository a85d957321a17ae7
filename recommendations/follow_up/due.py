"""The follow-ups that wait for a person."""

from __future__ import annotations

import datetime

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet

from recommendations.follow_up.query import LedgerQuery
from recommendations.follow_up.sets import OPEN_STATES, SOON_DAYS, UNCONFIRMED
from recommendations.models import FollowUp


def due_follow_ups(person: User, today: datetime.date) -> QuerySet[FollowUp]:
    """Return the open follow-ups of a person that are overdue, or due soon by date or meeting, the earliest first."""
    soon = today + datetime.timedelta(days=SOON_DAYS)
    is_due = Q(due_date__lte=soon) | Q(due_meeting__start__lte=soon)
    rows = FollowUp.objects.filter(is_due, person=person, state__in=OPEN_STATES)
    return rows.select_related("due_meeting").order_by("due_date", "pk")


def unconfirmed_follow_ups(person: User) -> QuerySet[FollowUp]:
    """Return the follow-ups that others set to done and that this person could confirm."""
    rows = FollowUp.objects.filter(state=FollowUp.State.DONE, confirmed_at=None)
    return rows.exclude(done_by=person).order_by("pk")


def own_address(person: User) -> str:
    """Return the address of the ledger with everything that a person is in charge of."""
    return LedgerQuery(person=(person.get_username(),), addressee=()).address


def unconfirmed_address() -> str:
    """Return the address of the ledger with everything that is done but not confirmed."""
    return LedgerQuery(confirmation=(UNCONFIRMED,), addressee=()).address
