"""Parameters of the ledger: validate them and build a :class:`LedgerQuery`."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from recommendations.follow_up.query import ANY, OWN_ADDRESSEES, LedgerQuery
from recommendations.follow_up.sets import NO_MEETING
from recommendations.models import FollowUp
from recommendations.search.parameters import (
    PageFilter,
    ParsedQuery,
    RecommendationFilters,
    TokensField,
    TokensFilter,
    known_meetings,
    read_filters,
)

MAX_NAME_LENGTH = 150


def _due(values: list[str]) -> dict[str, str]:
    none = {value: value for value in values if value == NO_MEETING}
    return none | known_meetings([value for value in values if value not in none])


def _people(values: list[str]) -> dict[str, str]:
    """Accept any account name; one without changes has no results."""
    return {value: value for value in values if len(value) <= MAX_NAME_LENGTH}


class AddresseesField(TokensField):
    """Addressees, by default the Secretariat and UNODC; "any" means no filter."""

    def clean(self, value: Sequence[str]) -> tuple[str, ...]:
        return super().clean([token for token in value if token != ANY]) if value else OWN_ADDRESSEES


class AddresseesFilter(TokensFilter):
    """Keep what is addressed to any of them."""

    field_class = AddresseesField


class LedgerFilters(RecommendationFilters):
    """Parameters of the ledger: those of every search, and its own.

    They are only validated: the ledger is a search with additional sets of entries, so there is no queryset to filter.
    """

    addressee = AddresseesFilter(**RecommendationFilters.base_filters["addressee"].extra)
    state = TokensFilter(
        values=FollowUp.State.values, refusal=_("There is no status “%(value)s”. Choose one of: %(values)s.")
    )
    due = TokensFilter(
        resolver=_due,
        refusal=_("There is no meeting or body “%(value)s”. Choose one from the list of due meetings."),
    )
    by = TokensFilter(resolver=_people, refusal=_("There is no account “%(value)s”."))
    page = PageFilter()


def read_ledger(parameters: QueryDict) -> ParsedQuery[LedgerQuery]:
    """Return what an address of the ledger asks for."""
    return read_filters(LedgerFilters(parameters), LedgerQuery)
