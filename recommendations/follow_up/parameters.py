"""The parameters of the ledger as they stand in an address, checked and made into a :class:`LedgerQuery`."""

from __future__ import annotations

from dataclasses import replace

from django.http import QueryDict
from django.utils.translation import gettext as _

from recommendations.follow_up.query import ANY, OWN_ADDRESSEES, LedgerQuery
from recommendations.follow_up.sets import NO_MEETING
from recommendations.models import FollowUp
from recommendations.search.parameters import Asked, RecommendationFilters, known_meetings, read_by, tokens

LONGEST_NAME = 150


def _states(values: list[str]) -> dict[str, str]:
    return {value: value for value in values if value in FollowUp.State.values}


def _due(values: list[str]) -> dict[str, str]:
    none = {value: value for value in values if value == NO_MEETING}
    return none | known_meetings([value for value in values if value not in none])


def _people(values: list[str]) -> dict[str, str]:
    """Anybody's name: who has changed nothing yet has nothing to show."""
    return {value: value for value in values if len(value) <= LONGEST_NAME}


class LedgerFilters(RecommendationFilters):
    """The parameters that the ledger knows: those of a search of recommendations, and its own."""

    locals()["in"] = None  # there are no paragraphs in it
    state = tokens(
        _states,
        lambda value: (
            _("There is no state “%(value)s”. It may be: %(values)s.")
            % {"value": value, "values": ", ".join(FollowUp.State.values)}
        ),
    )
    due = tokens(
        _due,
        lambda value: (
            _("There is no meeting and no body “%(value)s”. Choose one from the list of due meetings.")
            % {"value": value}
        ),
    )
    by = tokens(_people, lambda value: _("“%(value)s” is nobody’s user name.") % {"value": value})


def read_ledger(parameters: QueryDict) -> Asked[LedgerQuery]:
    """What an address of the ledger asks for. Without a word on addressees it is of the Secretariat and UNODC."""
    asked = parameters.copy()
    addressees = asked.getlist("addressee")
    if addressees:
        asked.setlist("addressee", [value for value in addressees if value != ANY])
    read = read_by(LedgerFilters, asked, LedgerQuery)
    return read if addressees else replace(read, query=replace(read.query, addressee=OWN_ADDRESSEES))
