"""Maintain the index: reindex documents for a new analysis, remove deleted ones, and compact sparse chunks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from django.db import transaction
from django.db.models import Exists, Max, OuterRef
from pyroaring import BitMap

from documents.models import Document
from documents.services import acquire_write_lock
from recommendations.index import ANALYSIS
from recommendations.index.sets import CHUNK, unpack
from recommendations.models import SearchChange, SearchChunk, SearchEntry, SearchScope, SearchState, SearchTerm
from recommendations.services.alignment import align_documents
from recommendations.services.indexing.documents import (
    batches,
    expected_entries,
    index_documents,
    mark_complete,
    rewrite_entries,
)
from recommendations.services.indexing.stages import join_stages
from recommendations.services.indexing.writer import new_generation

MAX_DOCUMENTS = 50  # per call of index_next
BATCH_SIZE = 300
"""Paragraphs indexed in one transaction, while an upload that is ready to be stored waits for the write lock."""
MAX_CHANGES = 1_000  # a process that missed more changes reads the whole index


def is_indexing_due() -> bool:
    """Return whether some documents may not yet be indexed with the current analysis."""
    return SearchState.objects.filter(analysis_version=ANALYSIS).count() < len(SearchScope.values)


def index_next(after: int) -> int | None:
    """Update the index for the next documents: those with keys above ``after``.

    Up to :data:`MAX_DOCUMENTS` are indexed, in several transactions. Return the last key, to pass as the next
    ``after``. At the end, remove the entries of deleted documents, mark the index as complete, and return None.
    """
    keys = list(
        islice(Document.objects.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True), MAX_DOCUMENTS)
    )
    if keys:
        for batch in batches(keys, BATCH_SIZE):
            _index_aligned(batch)
        return keys[-1]
    for batch in batches(deleted_documents(), BATCH_SIZE):
        index_documents(batch)
    close_gaps()
    for scope in SearchScope.values:
        mark_complete(scope)
        forget_changes(scope)
    return None


@transaction.atomic
def _index_aligned(documents: Sequence[int]) -> None:
    """Index documents, and join their stages. Documents stored before versions were aligned are aligned first."""
    align_documents(documents)
    index_documents(documents)
    join_stages(documents)


@transaction.atomic
def renew_generations() -> None:
    """Make all processes read again the data that they cache for a generation of the index. Call it after names of
    facet values or passages changed, but no entry did."""
    acquire_write_lock()
    for scope in SearchScope.values:
        new_generation(scope)


def deleted_documents() -> set[int]:
    """Return the keys of deleted documents that still have entries."""
    existing = Document.objects.filter(pk=OuterRef("document"))
    return set(SearchEntry.objects.filter(~Exists(existing)).values_list("document", flat=True).distinct())


@transaction.atomic
def forget_changes(scope: str) -> None:
    """Delete all but the latest :data:`MAX_CHANGES` changes."""
    acquire_write_lock()
    changes = SearchChange.objects.filter(scope=scope).order_by("-generation").values_list("generation", flat=True)
    SearchChange.objects.filter(scope=scope).exclude(generation__in=changes[:MAX_CHANGES]).delete()


def close_gaps(max_chunks: int | None = None) -> int:
    """Rewrite the entries of sparse chunks under new numbers, and drop empty chunks. Return the number dropped.

    A chunk has 65,536 numbers. It is rewritten if fewer than half are in use, and only if the index has lost more
    numbers than it holds; ``max_chunks`` limits the chunks rewritten per index. Readers read a single generation, so
    they see the entries either under the old or under the new numbers.
    """
    dropped = 0
    for scope in SearchScope.values:
        if _is_mostly_gaps(scope):
            for chunk in _sparse_chunks(scope)[:max_chunks]:
                for keys in batches(documents_in(scope, chunk), BATCH_SIZE):
                    rewrite_documents(scope, keys)
        dropped += _drop_empty_chunks(scope)
    return dropped


def _is_mostly_gaps(scope: str) -> bool:
    sizes = [len(live) for _chunk, live in _chunks(scope)]
    unused = len(sizes) * CHUNK - sum(sizes)
    return unused > sum(sizes) + 2 * CHUNK  # the chunk being filled has numbers that were never assigned


def _chunks(scope: str) -> Iterator[tuple[int, BitMap]]:
    """Yield each chunk with its live numbers, in order."""
    for chunk, live in SearchChunk.objects.filter(scope=scope).order_by("chunk").values_list("chunk", "live"):
        yield chunk, unpack(live)


def _sparse_chunks(scope: str) -> list[int]:
    """Return the chunks that have lost more numbers than they hold, except the one being filled."""
    return [chunk for chunk, live in list(_chunks(scope))[:-1] if len(live) < CHUNK // 2]


def documents_in(scope: str, chunk: int) -> set[int]:
    """Return the keys of the documents with entries in a chunk."""
    entries = SearchEntry.objects.filter(scope=scope, number__gte=chunk * CHUNK, number__lt=(chunk + 1) * CHUNK)
    return set(entries.values_list("document", flat=True).distinct())


@transaction.atomic
def rewrite_documents(scope: str, documents: Iterable[int]) -> None:
    """Write all entries of documents under new numbers, even unchanged ones."""
    acquire_write_lock()
    rewrite_entries(scope, expected_entries(scope, documents))


@transaction.atomic
def _drop_empty_chunks(scope: str) -> int:
    """Delete the rows of chunks without live numbers, except the last.

    Readers detect changed rows, but not deleted ones. Therefore all earlier changes are deleted too, which makes
    every process read the whole index once.
    """
    acquire_write_lock()
    last = SearchChunk.objects.filter(scope=scope).aggregate(last=Max("chunk"))["last"]
    empty = [chunk for chunk, live in _chunks(scope) if not live and chunk != last]
    if empty:
        SearchTerm.objects.filter(scope=scope, chunk__in=empty).delete()
        SearchChunk.objects.filter(scope=scope, chunk__in=empty).delete()
        SearchChange.objects.filter(scope=scope).delete()
        new_generation(scope)
    return len(empty)
