"""Parameters of the ledger: validate them and build a :class:`LedgerQuery`."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from recommendations.follow_up.query import ANY, DEFAULT_ADDRESSEES, LedgerQuery
from recommendations.follow_up.sets import CONFIRMED, DEADLINES, NONE, UNCONFIRMED
from recommendations.models import FollowUp
from recommendations.search.parameters import (
    LabelledFilters,
    PageFilter,
    ParsedQuery,
    RecommendationFilters,
    TokensField,
    TokensFilter,
    read_filters,
    resolve_meetings,
)

MAX_NAME_LENGTH = 150


def _resolve_due_meetings(values: list[str]) -> dict[str, str]:
    without_meeting = {value: value for value in values if value == NONE}
    return without_meeting | resolve_meetings([value for value in values if value not in without_meeting])


def _resolve_account_names(values: list[str]) -> dict[str, str]:
    """Accept any account name. The name of a user who never made a change has no results."""
    return {value: value for value in values if len(value) <= MAX_NAME_LENGTH}


def _resolve_dates(values: list[str]) -> dict[str, str]:
    """Accept dates such as 2026-11-30."""
    return {value: value for value in values if _is_date(value)}


def _is_date(value: str) -> bool:
    try:
        return datetime.date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


class AddresseesField(TokensField):
    """Addressees, by default the Secretariat and UNODC; "any" means no filter."""

    def clean(self, value: Sequence[str]) -> tuple[str, ...]:
        """Return the keys of the addressees to filter by, () for no filter."""
        return super().clean([token for token in value if token != ANY]) if value else DEFAULT_ADDRESSEES


class AddresseesFilter(TokensFilter):
    """Keep entries addressed to any of the given addressees."""

    field_class = AddresseesField


class LedgerFilters(LabelledFilters):
    """Parameters of the ledger: the parameters of every search, and those for follow-ups.

    They are only validated: the ledger is a search with additional sets of entries, so there is no queryset to filter.
    """

    addressee = AddresseesFilter(**RecommendationFilters.base_filters["addressee"].extra)
    state = TokensFilter(
        values=FollowUp.State.values,
        labels=FollowUp.State,
        message=_("There is no status called “%(value)s”. Choose one of: %(values)s."),
    )
    confirmation = TokensFilter(
        values=(UNCONFIRMED, CONFIRMED), message=_("Choose “waiting” or “confirmed” as the confirmation.")
    )
    person = TokensFilter(
        resolver=_resolve_account_names,
        message=_("There is no account called “%(value)s”. Choose one from the list of accounts."),
    )
    deadline = TokensFilter(values=DEADLINES, message=_("“%(value)s” is not a period. Choose one of: %(values)s."))
    since = TokensFilter(
        resolver=_resolve_dates, message=_("“%(value)s” is not a date. Enter a date such as 2026-11-30.")
    )
    due = TokensFilter(
        resolver=_resolve_due_meetings,
        message=_("There is no meeting or body called “%(value)s”. Choose one from the list of meetings."),
    )
    by = TokensFilter(
        resolver=_resolve_account_names,
        message=_("There is no account called “%(value)s”. Choose one from the list of accounts."),
    )
    fold = None
    page = PageFilter()


def read_ledger(parameters: QueryDict) -> ParsedQuery[LedgerQuery]:
    """Parse the parameters of a ledger address."""
    return read_filters(LedgerFilters(parameters), LedgerQuery)
