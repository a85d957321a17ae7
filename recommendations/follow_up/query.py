"""The query of the follow-up ledger: a search with follow-up filters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from documents.web.url_cache import cached_reverse
from recommendations.follow_up.sets import follow_up_sets
from recommendations.index.snapshot import Sets, Snapshot
from recommendations.search.query import CHOICES, FACETS, SearchQuery

DEFAULT_ADDRESSEES = ("secretariat", "unodc")  # keys
ANY = "any"  # value in addresses that means all addressees
ADDED_FACETS = ("state", "confirmation", "person", "deadline", "due", "by")
LEDGER_FACETS = (*ADDED_FACETS, "addressee", "meeting", *(key for key in FACETS if key not in ("addressee", "meeting")))


@dataclass(frozen=True, slots=True)
class LedgerQuery(SearchQuery):
    """A search of the ledger. ``state`` are values of ``FollowUp.State``; ``confirmation`` is "waiting" or "confirmed"
    for those done; ``person`` are usernames of people in charge, or "none"; ``deadline`` values of ``DEADLINES``;
    ``due`` slugs of meetings, keys of bodies (all their meetings) or "none"; ``by`` usernames of people who changed the
    follow-up; ``since`` dates in ISO format: those changed on that day or later."""

    addressee: tuple[str, ...] = DEFAULT_ADDRESSEES
    state: tuple[str, ...] = ()
    confirmation: tuple[str, ...] = ()
    person: tuple[str, ...] = ()
    deadline: tuple[str, ...] = ()
    due: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    since: tuple[str, ...] = ()

    @property
    def facets(self) -> tuple[str, ...]:
        return LEDGER_FACETS

    @property
    def filters(self) -> tuple[str, ...]:
        return (*LEDGER_FACETS, "since")

    @property
    def folds(self) -> bool:
        return False  # the follow-up of each occurrence is recorded separately

    @property
    def choices(self) -> tuple[str, ...]:
        return (*ADDED_FACETS, "since", *CHOICES)

    def more_facets(self, snapshot: Snapshot) -> Mapping[str, Sets]:
        return {**SearchQuery.more_facets(self, snapshot), **follow_up_sets(snapshot, self.since)}

    def as_parameters(self, facet: str, values: Iterable[str]) -> list[str]:
        """Return the values for the address, leaving out the default addressees."""
        selected = SearchQuery.as_parameters(self, facet, values)
        if facet != "addressee":
            return selected
        return [] if set(selected) == set(DEFAULT_ADDRESSEES) else selected or [ANY]

    @property
    def path(self) -> str:
        return cached_reverse("follow-up")

    @property
    def overview_address(self) -> str:
        """Return the address of the overview of the same selection."""
        return self.on_page(1).address_at(cached_reverse("follow-up-overview"))

    def facet_address(self, facet: str) -> str:
        return self.on_page(1).address_at(cached_reverse("follow-up-facet", facet))
