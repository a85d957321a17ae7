"""Makes the index say of documents what the public may find of them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from documents.services import take_turn
from recommendations.models import SearchEntry
from recommendations.services.indexing.drafts import drafts_of
from recommendations.services.indexing.writer import Analysed, add_entries, analysed, new_generation, remove_numbers


@transaction.atomic
def index_documents(documents: Iterable[int]) -> int:
    """Index what is published of the documents with these keys, and take out what is not or no longer there.

    Where nothing changed nothing is written. To be called in the transaction that changes what the public sees of
    them. Returns how many documents were written anew, counted once a scope.
    """
    take_turn()
    keys = set(documents)
    written = 0
    for scope, drafts in drafts_of(keys).items():
        wanted: dict[int, list[Analysed]] = {key: [] for key in keys}
        for one in analysed(drafts):
            wanted[one.entry.document_id].append(one)
        written += _write(scope, wanted)
    return written


def _write(scope: str, wanted: dict[int, list[Analysed]]) -> int:
    """Write the documents whose entries are other ones than those wanted."""
    known: dict[int, list[SearchEntry]] = {key: [] for key in wanted}
    for entry in SearchEntry.objects.filter(scope=scope, document__in=wanted).order_by("number"):
        known[entry.document_id].append(entry)
    changed = [
        key
        for key in sorted(wanted)
        if [_facts(entry, entry.twin - entry.number) for entry in known[key]]
        != [_facts(one.entry, one.to_twin) for one in wanted[key]]
    ]
    if not changed:
        return 0
    generation = new_generation(scope)
    remove_numbers(scope, [entry.number for key in changed for entry in known[key]], generation)
    for key in changed:
        add_entries(scope, wanted[key], generation)
    return len(changed)


def _facts(entry: SearchEntry, to_twin: int) -> tuple[object, ...]:
    """What makes an entry the same: all but its number."""
    places = (entry.recommendation_id, entry.paragraph_id, entry.language, to_twin)
    return (*places, entry.date, entry.words, entry.facets)
