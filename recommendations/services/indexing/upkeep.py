"""Keep the index complete: after upgrades, with a new analysis, and when it has become sparse."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from django.db import transaction
from django.db.models import Exists, Max, OuterRef
from pyroaring import BitMap

from documents.models import Document
from documents.services import acquire_write_lock
from recommendations.index import ANALYSIS
from recommendations.index.sets import CHUNK, unpacked
from recommendations.models import SearchChange, SearchChunk, SearchEntry, SearchScope, SearchState, SearchTerm
from recommendations.services.indexing.documents import (
    batches,
    index_documents,
    mark_complete,
    rewrite_entries,
    wanted_entries,
)
from recommendations.services.indexing.writer import new_generation

DOCUMENTS_AT_ONCE = 200
CHANGES_KEPT = 1_000  # a process further behind reads the whole index


def index_is_due() -> bool:
    """Whether there may be documents that no analysis, or only an older one, has looked at."""
    return SearchState.objects.filter(analysis=ANALYSIS).count() < len(SearchScope.values)


def index_next(after: int) -> int | None:
    """Have the index say of the next documents, those with keys above ``after``, what it should.

    Some hundred documents, some at a time in a transaction of its own. Return the key to go on after. None when
    there are none left: what the index still held of others is taken out then, and it is known to be whole.
    """
    keys = list(
        islice(Document.objects.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True), DOCUMENTS_AT_ONCE)
    )
    if keys:
        for batch in batches(keys):
            index_documents(batch)
        return keys[-1]
    for batch in batches(gone_documents()):
        index_documents(batch)
    close_gaps()
    for scope in SearchScope.values:
        mark_complete(scope)
        forget_changes(scope)
    return None


def gone_documents() -> set[int]:
    """The keys under which the index holds entries of documents that are no more."""
    known = Document.objects.filter(pk=OuterRef("document"))
    return set(SearchEntry.objects.filter(~Exists(known)).values_list("document", flat=True).distinct())


@transaction.atomic
def forget_changes(scope: str) -> None:
    """Forget all but the last changes."""
    acquire_write_lock()
    changes = SearchChange.objects.filter(scope=scope).order_by("-generation").values_list("generation", flat=True)
    SearchChange.objects.filter(scope=scope).exclude(generation__in=changes[:CHANGES_KEPT]).delete()


def close_gaps(at_most: int | None = None) -> int:
    """Rewrite the entries of sparse chunks under new numbers, and drop the empty chunks.

    A chunk is 65,536 numbers; one is dealt with when more than half of its numbers are gone, and only where an index
    has lost more than it holds. Readers go by the generation: they see the entries under their old numbers or under
    the new ones. ``at_most`` so many chunks are dealt with in each index. Return how many chunks were dropped.
    """
    dropped = 0
    for scope in SearchScope.values:
        if _is_mostly_gaps(scope):
            for chunk in _sparse_chunks(scope)[:at_most]:
                for keys in batches(documents_in(scope, chunk)):
                    write_anew_in_turn(scope, keys)
        dropped += _drop_empty_chunks(scope)
    return dropped


def _is_mostly_gaps(scope: str) -> bool:
    sizes = [len(living) for _chunk, living in _chunks(scope)]
    gone = len(sizes) * CHUNK - sum(sizes)
    return gone > sum(sizes) + 2 * CHUNK  # the chunk that is being filled has numbers that were never given


def _chunks(scope: str) -> Iterator[tuple[int, BitMap]]:
    for chunk, living in SearchChunk.objects.filter(scope=scope).order_by("chunk").values_list("chunk", "living"):
        yield chunk, unpacked(living)


def _sparse_chunks(scope: str) -> list[int]:
    """The chunks that lost more than they hold, but for the one that is being filled."""
    return [chunk for chunk, living in list(_chunks(scope))[:-1] if len(living) < CHUNK // 2]


def documents_in(scope: str, chunk: int) -> set[int]:
    """The keys of the documents with entries in a chunk."""
    entries = SearchEntry.objects.filter(scope=scope, number__gte=chunk * CHUNK, number__lt=(chunk + 1) * CHUNK)
    return set(entries.values_list("document", flat=True).distinct())


@transaction.atomic
def write_anew_in_turn(scope: str, documents: Iterable[int]) -> None:
    """Write all entries of documents under new numbers, whether they changed or not."""
    acquire_write_lock()
    rewrite_entries(scope, wanted_entries(scope, documents))


@transaction.atomic
def _drop_empty_chunks(scope: str) -> int:
    """Delete the rows of chunks in which nothing lives, but for the last one.

    Readers are told of rows that changed, not of rows that are gone: so all earlier generations are forgotten, and
    every process reads the whole index once.
    """
    acquire_write_lock()
    last = SearchChunk.objects.filter(scope=scope).aggregate(last=Max("chunk"))["last"]
    empty = [chunk for chunk, living in _chunks(scope) if not living and chunk != last]
    if empty:
        SearchTerm.objects.filter(scope=scope, chunk__in=empty).delete()
        SearchChunk.objects.filter(scope=scope, chunk__in=empty).delete()
        SearchChange.objects.filter(scope=scope).delete()
        new_generation(scope)
    return len(empty)
