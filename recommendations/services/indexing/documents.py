"""Update the index entries of documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.db import transaction
from django.db.models import Count, QuerySet

from documents.models import Document, LanguageVersion
from documents.services import acquire_write_lock
from recommendations.index import ANALYSIS
from recommendations.models import Recommendation, SearchEntry, SearchScope, SearchState
from recommendations.services.indexing.drafts import drafts_of
from recommendations.services.indexing.writer import Analysed, add_entries, analysed, new_generation, remove_numbers

ENTRIES_AT_ONCE = 3_000
"""Texts analysed and written together; their words and terms take some tens of megabytes."""


@transaction.atomic
def index_documents(documents: Iterable[int]) -> int:
    """Index what is published of the documents with these keys, and take out what is not or no longer there.

    Where nothing changed nothing is written. To be called in the transaction that changes what the public sees of
    them; of many documents, some are held at a time. Return how many entries were rewritten, per scope.
    """
    acquire_write_lock()
    every = set(documents)
    is_first = not SearchState.objects.exists()
    written = 0
    for keys in batches(every):
        for scope in SearchScope.values:
            written += write_changes(scope, wanted_entries(scope, keys))
    if is_first and written and not _published().exclude(document__in=every).exists():
        for scope in SearchScope.values:
            mark_complete(scope)
    return written


@transaction.atomic
def mark_complete(scope: str) -> None:
    """Note that every document went through the analysis of now."""
    acquire_write_lock()
    if not SearchState.objects.filter(scope=scope, analysis=ANALYSIS).exists():
        new_generation(scope)
        SearchState.objects.filter(scope=scope).update(analysis=ANALYSIS)


def _published() -> QuerySet[LanguageVersion]:
    return LanguageVersion.objects.filter(published_at__isnull=False).order_by()


def documents_of_meetings(meetings: Iterable[int]) -> set[int]:
    """The keys of the documents whose entries stand under one of these meetings (keys)."""
    keys = list(meetings)
    own = Document.objects.filter(meeting__in=keys).values_list("pk", flat=True)
    rows = Recommendation.objects.filter(meeting__in=keys).values_list("version__document", flat=True)
    return {*own, *rows}


def batches(documents: Iterable[int]) -> Iterator[list[int]]:
    """Yield keys of documents in order, in batches of about :data:`ENTRIES_AT_ONCE` paragraphs."""
    keys = sorted(documents)
    published = _published().filter(document__in=keys)
    sizes = dict(published.values_list("document").annotate(Count("paragraphs")))
    batch: list[int] = []
    size = 0
    for key in keys:
        if batch and (size >= ENTRIES_AT_ONCE or len(batch) >= ENTRIES_AT_ONCE):
            yield batch
            batch, size = [], 0
        batch.append(key)
        size += sizes.get(key, 0)
    if batch:
        yield batch


def wanted_entries(scope: str, documents: Iterable[int]) -> dict[int, list[Analysed]]:
    """Key of document -> what the index should hold of it, in the order of its text."""
    wanted: dict[int, list[Analysed]] = {key: [] for key in documents}
    for one in analysed(drafts_of(scope, wanted)):
        wanted[one.entry.document_id].append(one)
    return wanted


def known_entries(scope: str, documents: Iterable[int]) -> dict[int, list[SearchEntry]]:
    """Key of document -> what the index holds of it, in the order of the numbers; without its words."""
    known: dict[int, list[SearchEntry]] = {key: [] for key in documents}
    for entry in SearchEntry.objects.filter(scope=scope, document__in=known).defer("words").order_by("number"):
        known[entry.document_id].append(entry)
    return known


def is_known(known: Sequence[SearchEntry], wanted: Sequence[Analysed]) -> bool:
    """Whether the index holds of a document what it should: the same entries, but for their numbers."""
    return [_facts(entry, entry.twin - entry.number) for entry in known] == [
        _facts(one.entry, one.to_twin) for one in wanted
    ]


def _facts(entry: SearchEntry, to_twin: int) -> tuple[object, ...]:
    places = (entry.recommendation_id, entry.paragraph_id, entry.language, to_twin)
    return (*places, entry.date, entry.digest, entry.facets)


def write_changes(scope: str, wanted: Mapping[int, Sequence[Analysed]]) -> int:
    """Write the documents whose entries are other ones than those wanted. Return how many these are."""
    known = known_entries(scope, wanted)
    changed = {key: some for key, some in wanted.items() if not is_known(known[key], some)}
    if changed:
        rewrite_entries(scope, changed)
    return len(changed)


def rewrite_entries(scope: str, wanted: Mapping[int, Sequence[Analysed]]) -> None:
    """Put the wanted entries of documents in the place of those that the index holds of them, in the writer's turn."""
    generation = new_generation(scope)
    numbers = SearchEntry.objects.filter(scope=scope, document__in=list(wanted)).values_list("number", flat=True)
    remove_numbers(scope, numbers, generation)
    add_entries(scope, [one for some in wanted.values() for one in some], generation)
