"""Check the index against the indexed texts, and repair it."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max, QuerySet
from pyroaring import BitMap

from documents.models import Document
from documents.services import acquire_write_lock
from recommendations.index.sets import CHUNK, day_of, days_in, numbers_in, unpack
from recommendations.models import SearchChunk, SearchEntry, SearchScope, SearchState, SearchTerm
from recommendations.services.indexing.documents import (
    batches,
    expected_entries,
    is_up_to_date,
    mark_complete,
    rewrite_entries,
)
from recommendations.services.indexing.upkeep import close_gaps, deleted_documents, documents_in, forget_changes
from recommendations.services.indexing.writer import (
    AnalysedEntry,
    is_counted,
    new_generation,
    replace_columns,
    replace_terms,
)

Progress = Callable[[int, int], None]
"""Called with the number of documents checked and their total; each is counted once per index."""


@dataclass(slots=True)
class Repair:
    """The numbers of faults found in the index. ``chunks_dropped`` counts chunks that had become empty: not a fault."""

    documents: int = 0  # with missing or differing entries, or deleted and still with entries
    numbers: int = 0  # marked as live without having an entry, or the reverse
    columns: int = 0  # wrong dates, twins or heads
    terms: int = 0  # wrong sets of terms, counted per chunk
    states: int = 0  # indexes that would have assigned a number twice
    chunks_dropped: int = 0

    @property
    def faults(self) -> int:
        """The total number of faults."""
        return self.documents + self.numbers + self.columns + self.terms + self.states


def repair_index(on_progress: Progress | None = None, *, dry_run: bool = False) -> Repair:
    """Check every document and every set of the index, and repair faults. Return the faults found.

    Searches and other writers continue in the meantime: a number is assigned only once and its entry never changes, so
    the values read from an entry remain valid. The write lock is held only for repairs. With ``dry_run``, nothing is
    written.
    """
    check = _Check(on_progress or (lambda done, total: None), dry_run)
    for scope in SearchScope.values:
        check.check_scope(scope)
    if not dry_run:
        check.repair.chunks_dropped = close_gaps()
        for scope in SearchScope.values:
            mark_complete(scope)
            forget_changes(scope)
    return check.repair


class _Check:
    """One check of all indexes."""

    def __init__(self, on_progress: Progress, dry_run: bool) -> None:
        self.repair = Repair()
        self.dry_run = dry_run
        self.on_progress = on_progress
        self.total = Document.objects.count() * len(SearchScope.values)
        self.seen: set[tuple[str, int]] = set()

    def check_scope(self, scope: str) -> None:
        """Check one index: its state, the entries of each chunk, then the documents without entries."""
        self.repair.states += _repair_state(scope, dry_run=self.dry_run)
        for chunk in _chunks(scope):
            found_terms, checked = self._check_texts(scope, documents_in(scope, chunk), chunk)
            self._check_columns(scope, chunk)
            self._check_terms(scope, chunk, found_terms, checked)
        documents = set(Document.objects.values_list("pk", flat=True)) | deleted_documents()
        self._check_texts(scope, {key for key in documents if (scope, key) not in self.seen}, chunk=None)

    def _check_texts(
        self, scope: str, documents: Iterable[int], chunk: int | None
    ) -> tuple[dict[str, array[int]], BitMap]:
        """Compare entries with texts, and rewrite those that differ. Return a map from each term to the numbers of its
        correct entries in a chunk, and the set of all these numbers."""
        terms: dict[str, array[int]] = defaultdict(lambda: array("I"))
        checked = BitMap()
        for keys in batches(documents):
            expected = expected_entries(scope, keys)
            stored = _entries_with_words(scope, keys)
            differing = [key for key in keys if not _has_same_entries(stored[key], expected[key])]
            self._rewrite(scope, differing)
            for key in set(keys) - set(differing):
                for entry, analysed in zip(stored[key], expected[key], strict=True):
                    if entry.number // CHUNK == chunk:
                        checked.add(entry.number)
                        for term in analysed.terms:
                            terms[term].append(entry.number)
            self._record_seen(scope, keys)
        return terms, checked

    def _record_seen(self, scope: str, keys: Iterable[int]) -> None:
        self.seen.update((scope, key) for key in keys)
        self.on_progress(min(len(self.seen), self.total), self.total)

    def _rewrite(self, scope: str, documents: Sequence[int]) -> None:
        """Compare documents again while holding the write lock, and rewrite those that still differ."""
        if not documents:
            return
        with transaction.atomic():
            acquire_write_lock()
            expected = expected_entries(scope, documents)
            stored = _entries_with_words(scope, documents)
            wrong = {key: entries for key, entries in expected.items() if not _has_same_entries(stored[key], entries)}
            self.repair.documents += len(wrong)
            if wrong and not self.dry_run:
                rewrite_entries(scope, wrong)

    @transaction.atomic
    def _check_columns(self, scope: str, chunk: int) -> None:
        acquire_write_lock()
        entries = list(_entries_in(scope, chunk).only("number", "date", "twin", "head").order_by("number"))
        row = SearchChunk.objects.filter(scope=scope, chunk=chunk).first()
        live = unpack(row.live) if row else BitMap()
        numbers = live ^ BitMap(entry.number for entry in entries)
        column_faults = 0
        if row:
            days = days_in(row.days)
            twins, heads = numbers_in(chunk, row.twins), numbers_in(chunk, row.heads)
            for entry in entries:
                offset = entry.number - chunk * CHUNK
                stored = (int(days[offset]), int(twins[offset]), int(heads[offset]))
                column_faults += stored != (day_of(entry.date), entry.twin, entry.head)
        self.repair.numbers += len(numbers)
        self.repair.columns += column_faults
        if (numbers or column_faults) and not self.dry_run:
            replace_columns(scope, chunk, entries, new_generation(scope))

    def _check_terms(self, scope: str, chunk: int, terms: dict[str, array[int]], checked: BitMap) -> None:
        wrong = dict(_wrong_terms(scope, chunk, terms, checked))
        self.repair.terms += len(wrong)
        if wrong and not self.dry_run:
            with transaction.atomic():
                acquire_write_lock()
                replace_terms(scope, chunk, wrong, checked, new_generation(scope))


def _chunks(scope: str) -> Iterator[int]:
    """Yield the chunks of an index, including those created in the meantime."""
    chunk = 0
    while True:
        rows = (
            SearchChunk.objects.filter(scope=scope, chunk__gte=chunk).order_by("chunk").values_list("chunk", flat=True)
        )
        entries = SearchEntry.objects.filter(scope=scope, number__gte=chunk * CHUNK).order_by("number")
        number = entries.values_list("number", flat=True).first()
        following = [*rows[:1], *([number // CHUNK] if number is not None else [])]
        if not following:
            return
        chunk = min(following)
        yield chunk
        chunk += 1


def _entries_in(scope: str, chunk: int) -> QuerySet[SearchEntry]:
    return SearchEntry.objects.filter(scope=scope, number__gte=chunk * CHUNK, number__lt=(chunk + 1) * CHUNK)


def _entries_with_words(scope: str, documents: Iterable[int]) -> dict[int, list[SearchEntry]]:
    stored: dict[int, list[SearchEntry]] = {key: [] for key in documents}
    for entry in SearchEntry.objects.filter(scope=scope, document__in=stored).order_by("number"):
        stored[entry.document_id].append(entry)
    return stored


def _has_same_entries(stored: Sequence[SearchEntry], expected: Sequence[AnalysedEntry]) -> bool:
    """Return whether a document's entries are as expected, including their words."""
    return is_up_to_date(stored, expected) and all(
        entry.words == analysed.entry.words for entry, analysed in zip(stored, expected, strict=True)
    )


def _wrong_terms(scope: str, chunk: int, terms: dict[str, array[int]], checked: BitMap) -> Iterator[tuple[str, BitMap]]:
    """Yield the terms whose stored set differs among the ``checked`` numbers, each with the correct set."""
    rows = SearchTerm.objects.filter(scope=scope, chunk=chunk).values_list("term", "numbers", "is_counted")
    for term, stored_numbers, stored_is_counted in rows.iterator(chunk_size=2_000):
        numbers = BitMap(terms.pop(term, ()))
        if unpack(stored_numbers) & checked != numbers or stored_is_counted != is_counted(term):
            yield term, numbers
    for term, missing in terms.items():
        yield term, BitMap(missing)


@transaction.atomic
def _repair_state(scope: str, *, dry_run: bool) -> bool:
    """Ensure that no number will be assigned twice. Return whether this could have happened."""
    acquire_write_lock()
    entries = SearchEntry.objects.filter(scope=scope).aggregate(last=Max("number"))["last"]
    live_sets = [unpack(row) for row in SearchChunk.objects.filter(scope=scope).values_list("live", flat=True)]
    last = max([-1 if entries is None else entries, *(numbers.max() for numbers in live_sets if numbers)])
    state = SearchState.objects.filter(scope=scope).first()
    is_wrong = last >= (state.next_number if state else 0)
    if is_wrong and not dry_run:
        new_generation(scope)
        SearchState.objects.filter(scope=scope).update(next_number=last + 1)
    return is_wrong
