"""Progress by meeting: of recommendations made at each meeting, and of recommendations due by each meeting.

Each number links to the ledger entries that it counts.
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
from recommendations.follow_up.sets import NONE, OPEN_STATES
from recommendations.labels.facet_values import Name, Names
from recommendations.models import FollowUp
from recommendations.search.crosstab import CrossTab, cross_tabulate, crosstab_query

State = FollowUp.State
BAR_LENGTH = 100.0  # in units of the drawing


@dataclass(frozen=True, slots=True)
class OverviewCell:
    """A number with a link to the counted entries. Its segment of the bar starts at ``x`` and is ``width`` long."""

    state: str
    count: int
    address: str
    x: float = 0.0
    width: float = 0.0


@dataclass(frozen=True, slots=True)
class OverviewRow:
    """A meeting, or all meetings, with the numbers of entries in each status and of entries due by the next meeting."""

    name: Name
    total: OverviewCell
    states: Sequence[OverviewCell]
    due: OverviewCell | None = None


@dataclass(frozen=True, slots=True)
class OverviewGroup:
    """The meetings of a body. Entries without a meeting, or without a due meeting, form a group without a label."""

    label: str
    rows: Sequence[OverviewRow]


@dataclass(frozen=True, slots=True)
class Overview:
    """The overview of a selection. ``without_meeting`` is the number of entries without a known meeting. If
    ``is_complete`` is false, documents may be missing from the index."""

    query: LedgerQuery
    all_meetings: OverviewRow
    meetings: Sequence[OverviewGroup]
    due: Sequence[OverviewGroup]
    without_meeting: int
    generation: int
    is_complete: bool


def overview_of(query: LedgerQuery, names: Names, today: datetime.date) -> Overview:
    """Return the overview of a selection; ``names`` must include the names of the ledger's facets."""
    query = crosstab_query(query)
    counts = cross_tabulate(query, "meeting", "state")
    open_states = tuple(state for state in OPEN_STATES if not query.state or state in query.state)
    due_counts = _DueCounts(query.changed(state=open_states), due_meetings(today)) if open_states else None
    meetings = _groups(counts, "meeting", query, names, due_counts)
    due = _groups(cross_tabulate(query, "due", "state"), "due", query, names)
    all_meetings = _row(Name(""), counts.total, [counts.column(state) for state in _states(query)], query)
    return Overview(query, all_meetings, meetings, due, counts.beyond_rows, counts.generation, counts.is_complete)


def _states(query: LedgerQuery) -> list[str]:
    return [state for state in State.values if not query.state or state in query.state]


def _groups(
    counts: CrossTab, facet: str, query: LedgerQuery, names: Names, due_counts: _DueCounts | None = None
) -> list[OverviewGroup]:
    """Return the meetings that have entries, grouped by body."""
    rows = []
    for value, name in sorted(names.by_facet[facet].items(), key=lambda item: item[1].order):
        if (name.parent or value == NONE) and _is_selected(query.selected(facet), value, name):
            filtered = query.changed(**{facet: (value,)})
            states = [counts.cell(value, state) for state in _states(query)]
            if any(states):
                due = due_counts.cell_of(value) if due_counts else None
                rows.append((name, _row(name, sum(states), states, filtered, due)))
    return [
        OverviewGroup(names.of(facet, body).label if body else "", [row for _name, row in members])
        for body, members in groupby(rows, key=lambda pair: pair[0].parent)
    ]


def _is_selected(selected: Sequence[str], value: str, name: Name) -> bool:
    return not selected or value in selected or name.parent in selected


def _row(
    name: Name, total: int, states: Sequence[int], query: LedgerQuery, due: OverviewCell | None = None
) -> OverviewRow:
    cells = _cells(zip(_states(query), states, strict=True), total, query)
    return OverviewRow(name, OverviewCell("", total, query.address), list(cells), due)


def _cells(counts: Iterable[tuple[str, int]], total: int, query: LedgerQuery) -> Iterator[OverviewCell]:
    x = 0.0
    for state, count in counts:
        width = BAR_LENGTH * count / total if total else 0.0
        yield OverviewCell(state, count, query.changed(state=(state,)).address, round(x, 2), round(width, 2))
        x += width


class _DueCounts:
    """Counts the open entries of each meeting that are due by the next meeting."""

    def __init__(self, query: LedgerQuery, meetings: Sequence[str]) -> None:
        slugs = [slug for slug in meetings if not query.due or slug in query.due]
        self.query = query
        self.counts = cross_tabulate(replace(query, due=()), "meeting", "due") if slugs else None
        self.meetings = slugs

    def cell_of(self, meeting: str) -> OverviewCell | None:
        """Return the cell of a meeting, or None if the count is zero."""
        if self.counts is None:
            return None
        counts = {slug: count for slug in self.meetings if (count := self.counts.cell(meeting, slug))}
        address = self.query.changed(meeting=(meeting,), due=tuple(counts)).address
        return OverviewCell("", sum(counts.values()), address) if counts else None


def due_meetings(today: datetime.date) -> list[str]:
    """Return the slugs of the meetings by which follow-ups are due: past ones, and the next meeting of each body.

    Meetings without dates are omitted.
    """
    upcoming = Meeting.objects.filter(start__gte=today).order_by("body", "start").distinct("body")
    next_dates = dict(upcoming.values_list("body", "start"))
    due = Meeting.objects.filter(follow_ups_due__isnull=False, start__isnull=False).distinct()
    return [
        slug
        for slug, body, start in due.order_by("start", "slug").values_list("slug", "body", "start")
        if start and start <= (next_dates.get(body) or today)
    ]


def hidden_follow_ups() -> QuerySet[FollowUp]:
    """Return follow-ups of recommendations that are no longer public: unpublished or removed."""
    hidden = Q(recommendation=None) | Q(recommendation__version__published_at=None)
    return follow_ups().filter(hidden).select_related("document").prefetch_related("document__symbols").order_by("pk")
