"""The records to send: those of a page, with their content, and the sets."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db import connection
from django.db.models import Func, Min, QuerySet, Subquery
from django.utils import timezone, translation
from django.utils.text import capfirst

from documents.labels.naming import meeting_name
from documents.models import Body, Meeting
from documents.services.locking import WRITE_LOCK
from portal.harvesting.arguments import Selection
from recommendations.models import HarvestRecord
from recommendations.queries.harvesting import SET_SEPARATOR, HarvestFacts, harvest_facts

PAGE_SIZE = 100  # records

_LOCK_HOLDER = """
    SELECT min(activity.xact_start) FROM pg_locks AS held JOIN pg_stat_activity AS activity ON activity.pid = held.pid
    WHERE held.locktype = 'advisory' AND held.granted AND held.mode = 'ExclusiveLock' AND held.objsubid = 1
    AND held.database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND held.classid = %s AND held.objid = %s
"""


@dataclass(frozen=True, slots=True)
class RecordPage:
    """A page of a list. ``following`` selects the next page, None at the end."""

    records: Sequence[HarvestRecord]
    selection: Selection
    following: Selection | None


def complete_until() -> datetime.datetime:
    """Return the time up to which the records are complete: now or, while somebody writes, when they began.

    Harvesters ask next time for what changed since then. If it were always now, they would miss a change that was
    dated before this response and committed after it.
    """
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(_LOCK_HOLDER, [WRITE_LOCK >> 32, WRITE_LOCK & 0xFFFFFFFF])
        (began,) = cursor.fetchone()
    return min(now, began) if began else now


def read_page(selection: Selection) -> RecordPage:
    """Return a page of records in the order of their changes: records added meanwhile come at the end of the list."""
    records = _selected(selection)
    found = records.filter(pk__gt=selection.after)
    if selection.total is None:
        count = records.order_by().annotate(count=Func("pk", function="count")).values("count")
        found = found.annotate(total=Subquery(count))
    rows = list(found[: PAGE_SIZE + 1])
    total = getattr(rows[0], "total", selection.total) if rows else 0
    current = replace(selection, total=total)
    following = None
    if len(rows) > PAGE_SIZE:
        rows.pop()
        following = replace(current, after=rows[-1].pk, cursor=selection.cursor + PAGE_SIZE)
    return RecordPage(rows, current, following)


def facts_of(records: Iterable[HarvestRecord]) -> Mapping[int, HarvestFacts]:
    """Return a map from the keys of records to their content, in a fixed number of queries. Those that were withdrawn a
    moment ago are left out, as are the deleted ones."""
    public = [record for record in records if not record.is_deleted]
    places = {record.place for record in public if record.place}
    found = harvest_facts({record.document for record in public}, places)
    by_key = {record.pk: found.get((record.document, record.place)) for record in public}
    return {key: facts for key, facts in by_key.items() if facts is not None}


def _selected(selection: Selection) -> QuerySet[HarvestRecord]:
    records = HarvestRecord.objects.order_by("pk")
    if selection.set:
        records = records.filter(sets__contains=[selection.set])
    if selection.start:
        records = records.filter(changed_at__gte=selection.start)
    if selection.end:
        records = records.filter(changed_at__lte=selection.end)
    return records


def find_record(address: str) -> HarvestRecord | None:
    """Return the record of the page at an address, or None."""
    return HarvestRecord.objects.filter(address=address).first()


def earliest_change() -> datetime.datetime:
    """Return the time of the earliest change of a record, or now if there are no records."""
    earliest: datetime.datetime | None = HarvestRecord.objects.aggregate(earliest=Min("changed_at"))["earliest"]
    return earliest or timezone.now()


def list_sets() -> list[tuple[str, str]]:
    """Return the key and the name in English of each set that has records: bodies, each followed by its meetings."""
    rows = HarvestRecord.objects.order_by().annotate(set=Func("sets", function="unnest"))
    keys = sorted(rows.values_list("set", flat=True).distinct())
    with translation.override("en"):
        names = dict(Body.objects.values_list("key", "name"))
        for meeting in Meeting.objects.select_related("body"):
            names[f"{meeting.body.key}{SET_SEPARATOR}{meeting.slug}"] = capfirst(meeting_name(meeting))
    return [(key, names.get(key, key)) for key in keys]
