"""How far recommendations have come, meeting by meeting: those of a meeting, and those due at one.

Each number is the one that the ledger shows under the address beside it.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from django.db.models import Q, QuerySet

from documents.models import Meeting
from recommendations.follow_up.entries import follow_ups
from recommendations.follow_up.query import LedgerQuery
from recommendations.follow_up.sets import NO_MEETING
from recommendations.labels.facet_values import Name, Names
from recommendations.models import FollowUp
from recommendations.search.crosstab import CrossTab, cross_tabulate, is_crossable

State = FollowUp.State
OPEN = (State.NOT_STARTED.value, State.UNDER_WAY.value)
BAR = 100.0  # length of a full bar


@dataclass(frozen=True, slots=True)
class OverviewCell:
    """A number, and the ledger that shows what it counts. In a bar it begins at ``x`` and is ``width`` long."""

    state: str
    count: int
    address: str
    x: float = 0.0
    width: float = 0.0


@dataclass(frozen=True, slots=True)
class OverviewRow:
    """A meeting, or all of them: how many in each state, and how many are due by the next meeting."""

    name: Name
    total: OverviewCell
    states: Sequence[OverviewCell]
    due: OverviewCell | None = None


@dataclass(frozen=True, slots=True)
class OverviewGroup:
    """The meetings of a body. What is of no meeting, or due at none, has a group without a label."""

    label: str
    rows: Sequence[OverviewRow]


@dataclass(frozen=True, slots=True)
class Overview:
    """All of a selection. ``nowhere`` is how many belong to no meeting that is known; where the index is not ``whole``
    documents may be missing."""

    query: LedgerQuery
    every: OverviewRow
    meetings: Sequence[OverviewGroup]
    due: Sequence[OverviewGroup]
    nowhere: int
    generation: int
    whole: bool


def overview_of(query: LedgerQuery, names: Names, today: datetime.date) -> Overview:
    """The overview of a selection; ``names`` know the ledger's own values."""
    query = is_crossable(query)
    counts = cross_tabulate(query, "meeting", "state")
    open_states = tuple(state for state in OPEN if not query.state or state in query.state)
    pressing = _Pressing(query.changed(state=open_states), next_due_meetings(today)) if open_states else None
    meetings = _groups(counts, "meeting", query, names, pressing)
    due = _groups(cross_tabulate(query, "due", "state"), "due", query, names)
    every = _row(Name(""), counts.total, [counts.column(state) for state in _states(query)], query)
    return Overview(query, every, meetings, due, counts.beyond_rows, counts.generation, counts.whole)


def _states(query: LedgerQuery) -> list[str]:
    return [state for state in State.values if not query.state or state in query.state]


def _groups(
    counts: CrossTab, facet: str, query: LedgerQuery, names: Names, pressing: _Pressing | None = None
) -> list[OverviewGroup]:
    """The meetings that have any, by their bodies."""
    rows = []
    for value, name in sorted(names.known[facet].items(), key=lambda item: item[1].order):
        if (name.parent or value == NO_MEETING) and _is_chosen(query.chosen(facet), value, name):
            own = query.changed(**{facet: (value,)})
            states = [counts.cell(value, state) for state in _states(query)]
            if any(states):
                due = pressing.of(value) if pressing else None
                rows.append((name, _row(name, sum(states), states, own, due)))
    return [
        OverviewGroup(names.of(facet, body).label if body else "", [row for _name, row in own])
        for body, own in groupby(rows, key=lambda pair: pair[0].parent)
    ]


def _is_chosen(chosen: Sequence[str], value: str, name: Name) -> bool:
    return not chosen or value in chosen or name.parent in chosen


def _row(
    name: Name, total: int, states: Sequence[int], query: LedgerQuery, due: OverviewCell | None = None
) -> OverviewRow:
    cells = _cells(zip(_states(query), states, strict=True), total, query)
    return OverviewRow(name, OverviewCell("", total, query.address), list(cells), due)


def _cells(counted: Iterable[tuple[str, int]], total: int, query: LedgerQuery) -> Iterator[OverviewCell]:
    x = 0.0
    for state, count in counted:
        width = BAR * count / total if total else 0.0
        yield OverviewCell(state, count, query.changed(state=(state,)).address, round(x, 2), round(width, 2))
        x += width


class _Pressing:
    """Counts, for a meeting, what is not done yet and due by the next meeting."""

    def __init__(self, query: LedgerQuery, meetings: Sequence[str]) -> None:
        wanted = [slug for slug in meetings if not query.due or slug in query.due]
        self.query = query
        self.counts = cross_tabulate(replace(query, due=()), "meeting", "due") if wanted else None
        self.meetings = wanted

    def of(self, meeting: str) -> OverviewCell | None:
        """None where there is nothing."""
        if self.counts is None:
            return None
        found = {slug: count for slug in self.meetings if (count := self.counts.cell(meeting, slug))}
        address = self.query.changed(meeting=(meeting,), due=tuple(found)).address
        return OverviewCell("", sum(found.values()), address) if found else None


def next_due_meetings(today: datetime.date) -> list[str]:
    """Slugs of meetings at which something is due, and which are over or the next one of their body.

    A meeting whose days are not known is not among them.
    """
    coming = Meeting.objects.filter(start__gte=today).order_by("body", "start").distinct("body")
    next_day = dict(coming.values_list("body", "start"))
    due = Meeting.objects.filter(follow_ups_due__isnull=False, start__isnull=False).distinct()
    return [
        slug
        for slug, body, start in due.order_by("start", "slug").values_list("slug", "body", "start")
        if start and start <= (next_day.get(body) or today)
    ]


def follow_ups_out_of_sight() -> QuerySet[FollowUp]:
    """Those whose recommendation the public no longer finds: not published any more, or gone."""
    hidden = Q(recommendation=None) | Q(recommendation__version__published_at=None)
    return follow_ups().filter(hidden).select_related("document").prefetch_related("document__symbols").order_by("pk")
