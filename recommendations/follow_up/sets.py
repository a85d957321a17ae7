"""Follow-ups as sets of index entries, which are intersected and counted like the sets of other filters.

Their sets are read for each search of the ledger, because follow-ups are few compared with recommendations.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from django.db.models import F
from django.utils import timezone
from pyroaring import BitMap

from documents.models import Change
from recommendations.index.snapshot import Sets, Snapshot
from recommendations.models import FollowUp, SearchEntry, SearchScope

NONE = "none"  # facet value of entries without a due meeting, a due date or a person in charge
NOT_STARTED = FollowUp.State.NOT_STARTED.value
OVERDUE, SOON, LATER = "overdue", "soon", "later"
DEADLINES = (OVERDUE, SOON, LATER, NONE)
SOON_DAYS = 30
UNCONFIRMED, CONFIRMED = "waiting", "confirmed"
OPEN_STATES = (NOT_STARTED, FollowUp.State.UNDER_WAY.value)


def follow_up_sets(snapshot: Snapshot, since: Sequence[str] = ()) -> Mapping[str, Sets]:
    """Return a map from facet to value to entry numbers, in all languages of a place.

    Recommendations without a follow-up count as not started, with neither a due date nor a person in charge. ``since``
    are dates in ISO format: the values of the facet of that name, for follow-ups changed on that day or later.
    """
    sets: dict[str, dict[str, BitMap]] = {facet: defaultdict(BitMap) for facet in _FACETS}
    sets["state"] |= {state: BitMap() for state in FollowUp.State.values}
    names, today = _names_by_follow_up(), timezone.localdate()
    for row, numbers in _followed_entries():
        for facet, values in _facet_values(row, today, since).items():
            for value in values:
                sets[facet][value] |= numbers
        for name in names.get(row.pk, ()):
            sets["by"][name] |= numbers
    for facet, default in (("state", NOT_STARTED), ("due", NONE), ("person", NONE), ("deadline", NONE)):
        others = (numbers for value, numbers in sets[facet].items() if value != default)
        sets[facet][default] = snapshot.live - BitMap.union(BitMap(), *others)
    return sets


_FACETS = ("state", "confirmation", "person", "deadline", "due", "by", "since")


def _facet_values(row: FollowUp, today: datetime.date, since: Sequence[str]) -> dict[str, list[str]]:
    meeting = row.due_meeting
    changed_on = timezone.localdate(row.changed_at).isoformat()
    return {
        "state": [row.state],
        "confirmation": _confirmation(row),
        "person": [row.person.get_username()] if row.person else [],
        "deadline": [deadline(row, today)],
        "due": [meeting.slug, meeting.body.key] if meeting else [],
        "since": [date for date in since if date <= changed_on],
    }


def _confirmation(row: FollowUp) -> list[str]:
    if row.state != FollowUp.State.DONE:
        return []
    return [CONFIRMED if row.is_confirmed else UNCONFIRMED]


def deadline(row: FollowUp, today: datetime.date) -> str:
    """Return how soon an open follow-up is due: a value of :data:`DEADLINES`. One that is not open is not due."""
    if row.due_date is None or row.state not in OPEN_STATES:
        return NONE
    if row.due_date < today:
        return OVERDUE
    return SOON if row.due_date <= today + datetime.timedelta(days=SOON_DAYS) else LATER


def _followed_entries() -> Iterator[tuple[FollowUp, BitMap]]:
    """Yield the follow-ups whose place exists, each with its entry numbers."""
    existing = FollowUp.objects.filter(document__versions__recommendations__place=F("anchor"))
    places = dict(existing.values_list("document__versions__recommendations", "pk"))
    entries = SearchEntry.objects.filter(scope=SearchScope.RECOMMENDATIONS, recommendation__in=places)
    numbers: dict[int, BitMap] = defaultdict(BitMap)
    for number, recommendation in entries.values_list("number", "recommendation"):
        numbers[places[recommendation]].add(number)
    rows = FollowUp.objects.select_related("due_meeting__body", "person").defer("note").in_bulk(numbers)
    return ((rows[key], entry_numbers) for key, entry_numbers in numbers.items() if key in rows)


def _names_by_follow_up() -> Mapping[int, set[str]]:
    """Return a map from follow-up key to the names of everyone who ever changed it."""
    names: dict[int, set[str]] = defaultdict(set)
    changes = Change.objects.filter(action="follow_up.changed").order_by()
    for object_key, name in changes.values_list("object_key", "made_by_name").distinct():
        names[int(object_key.rpartition(":")[2])].add(name)
    return names
