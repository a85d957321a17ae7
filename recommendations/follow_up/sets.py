"""Follow-ups as sets of index entries, which are intersected and counted like the sets of other filters.

Their sets are read for each search of the ledger, because follow-ups are few compared with recommendations.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from django.db.models import F
from pyroaring import BitMap

from documents.models import Change
from recommendations.index.snapshot import Sets, Snapshot
from recommendations.models import FollowUp, SearchEntry, SearchScope

NO_MEETING = "none"  # facet value of entries without a due meeting
NOT_STARTED = FollowUp.State.NOT_STARTED.value


def follow_up_sets(snapshot: Snapshot) -> Mapping[str, Sets]:
    """Return a map from facet (``state``, ``due``, ``by``) to value to entry numbers, in all languages of a place.

    Recommendations without a follow-up count as not started, without a due meeting.
    """
    states = {state: BitMap() for state in FollowUp.State.values}
    due: dict[str, BitMap] = {NO_MEETING: BitMap()}
    by: dict[str, BitMap] = defaultdict(BitMap)
    names = _names_by_follow_up()
    for numbers, key, state, meeting, body in _followed_entries():
        states[state] |= numbers
        for value in (meeting, body):
            if value:
                due[value] = due.get(value, BitMap()) | numbers
        for name in names.get(key, ()):
            by[name] |= numbers
    states[NOT_STARTED] = snapshot.live - BitMap.union(
        BitMap(), *(states[status] for status in states if status != NOT_STARTED)
    )
    due[NO_MEETING] = snapshot.live - BitMap.union(BitMap(), *due.values())
    return {"state": states, "due": due, "by": by}


def _followed_entries() -> Iterator[tuple[BitMap, int, str, str | None, str | None]]:
    """Return the follow-ups whose place exists: entry numbers, key, status, and the slug of the due meeting with the
    key of its body."""
    existing = FollowUp.objects.filter(document__versions__recommendations__place=F("anchor"))
    rows = {
        recommendation: (key, state, meeting, body)
        for recommendation, key, state, meeting, body in existing.values_list(
            "document__versions__recommendations", "pk", "state", "due_meeting__slug", "due_meeting__body__key"
        )
    }
    entries = SearchEntry.objects.filter(scope=SearchScope.RECOMMENDATIONS, recommendation__in=rows)
    numbers: dict[tuple[int, str, str | None, str | None], BitMap] = defaultdict(BitMap)
    for number, recommendation in entries.values_list("number", "recommendation"):
        numbers[rows[recommendation]].add(number)
    return ((entry_numbers, *facts) for facts, entry_numbers in numbers.items())


def _names_by_follow_up() -> Mapping[int, set[str]]:
    """Return a map from follow-up key to the names of everyone who ever changed it."""
    names: dict[int, set[str]] = defaultdict(set)
    changes = Change.objects.filter(action="follow_up.changed").order_by()
    for object_key, name in changes.values_list("object_key", "made_by_name").distinct():
        names[int(object_key.rpartition(":")[2])].add(name)
    return names
