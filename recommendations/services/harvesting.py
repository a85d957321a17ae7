"""Keep the records that programs harvest, and remember the deleted ones."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from documents.models import Document
from documents.queries.documents import published_versions
from documents.services import acquire_write_lock
from recommendations.models import HarvestRecord
from recommendations.queries.harvesting import harvest_facts

MAX_DOCUMENTS = 100  # compared at once


@transaction.atomic
def update_harvest_records(documents: Iterable[int]) -> int:
    """Compare the records of documents (keys) with their public content, and write those that differ.

    Records of what is no longer public are marked as deleted. Call it in the transaction that changes public content.
    Return the number of records written.
    """
    acquire_write_lock()
    keys = iter(sorted(set(documents)))
    written = 0
    while batch := list(islice(keys, MAX_DOCUMENTS)):
        written += _update_batch(batch)
    return written


def _update_batch(documents: list[int]) -> int:
    expected = {facts.address: (key, facts) for key, facts in harvest_facts(documents).items()}
    condition = Q(document__in=documents) | Q(address__in=expected)
    stored = {record.address: record for record in HarvestRecord.objects.filter(condition)}
    now = timezone.now().replace(microsecond=0)
    changed = [
        HarvestRecord(
            address=address,
            document=document,
            place=place,
            changed_at=now,
            digest=facts.digest,
            sets=list(facts.sets),
        )
        for address, ((document, place), facts) in expected.items()
        if (record := stored.get(address)) is None or (record.digest, record.document) != (facts.digest, document)
    ]
    changed += [
        HarvestRecord(
            address=record.address,
            document=record.document,
            place=record.place,
            changed_at=now,
            digest="",
            sets=record.sets,
        )
        for record in stored.values()
        if record.address not in expected and not record.is_deleted
    ]
    HarvestRecord.objects.filter(address__in=[record.address for record in changed]).delete()
    HarvestRecord.objects.bulk_create(changed)
    return len(changed)


def are_harvest_records_missing() -> bool:
    """Return whether documents are public, but there are no records yet: the portal was updated a moment ago."""
    return published_versions().exists() and not HarvestRecord.objects.exists()


def update_next_harvest_records(after: int) -> int | None:
    """Compare the records of the next documents, those with keys above ``after``. Return the last key, or None at the
    end.

    This finds what no listener reports, such as new names of topics, and documents that were public before there were
    records.
    """
    keys = list(Document.objects.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:MAX_DOCUMENTS])
    update_harvest_records(keys)
    return keys[-1] if keys else None
