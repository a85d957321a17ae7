"""Update the index entries of documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.db import transaction
from django.db.models import Count, QuerySet

from documents.models import Document, DocumentOrgan, LanguageVersion
from documents.services import acquire_write_lock
from recommendations.index import ANALYSIS
from recommendations.models import Recommendation, SearchEntry, SearchScope, SearchState
from recommendations.services.indexing.drafts import drafts_of
from recommendations.services.indexing.stages import join_stages, members_of
from recommendations.services.indexing.writer import AnalysedEntry, add_entries, analyse, new_generation, remove_numbers

BATCH_SIZE = 3_000
"""Texts that are analysed and written together; their words and terms take tens of megabytes."""


@transaction.atomic
def index_documents(documents: Iterable[int]) -> int:
    """Index the published texts of documents (keys), and remove the entries of unpublished or deleted texts.

    Call it in the transaction that changes public content. Unchanged documents are not written, and documents are
    processed in batches to limit memory use. Return the number of documents rewritten, each counted once per scope.
    """
    acquire_write_lock()
    keys_to_index = set(documents)
    is_first = not SearchState.objects.exists()
    written = 0
    for keys in batches(keys_to_index):
        for scope in SearchScope.values:
            written += write_changes(scope, expected_entries(scope, keys))
    if is_first and written and not _published_versions().exclude(document__in=keys_to_index).exists():
        for scope in SearchScope.values:
            mark_complete(scope)
    return written


@transaction.atomic
def mark_complete(scope: str) -> None:
    """Record that all documents are indexed with the current analysis."""
    acquire_write_lock()
    if not SearchState.objects.filter(scope=scope, analysis_version=ANALYSIS).exists():
        new_generation(scope)
        SearchState.objects.filter(scope=scope).update(analysis_version=ANALYSIS)


def _published_versions() -> QuerySet[LanguageVersion]:
    return LanguageVersion.objects.filter(published_at__isnull=False).order_by()


def documents_of_meetings(meetings: Iterable[int]) -> set[int]:
    """Return the keys of documents whose entries have one of these meetings (keys) as a facet value."""
    keys = list(meetings)
    of_meetings = Document.objects.filter(meeting__in=keys).values_list("pk", flat=True)
    of_organs = DocumentOrgan.objects.filter(meeting__in=keys, document__isnull=False).values_list(
        "document", flat=True
    )
    rows = Recommendation.objects.filter(meeting__in=keys).values_list("version__document", flat=True)
    return {*of_meetings, *of_organs, *rows}


def batches(documents: Iterable[int], size: int | None = None) -> Iterator[list[int]]:
    """Yield the keys of documents, sorted, in batches of about ``size`` paragraphs, or else :data:`BATCH_SIZE`."""
    limit = size or BATCH_SIZE
    keys = sorted(documents)
    published = _published_versions().filter(document__in=keys)
    sizes = dict(published.values_list("document").annotate(Count("paragraphs")))
    batch: list[int] = []
    count = 0
    for key in keys:
        if batch and (count >= limit or len(batch) >= limit):
            yield batch
            batch, count = [], 0
        batch.append(key)
        count += sizes.get(key, 0)
    if batch:
        yield batch


def expected_entries(scope: str, documents: Iterable[int]) -> dict[int, list[AnalysedEntry]]:
    """Return a map from document key to the entries that the index should contain, in the order of the text."""
    expected: dict[int, list[AnalysedEntry]] = {key: [] for key in documents}
    for analysed_entry in analyse(drafts_of(scope, expected)):
        expected[analysed_entry.entry.document_id].append(analysed_entry)
    return expected


def stored_entries(scope: str, documents: Iterable[int]) -> dict[int, list[SearchEntry]]:
    """Return a map from document key to the entries in the index, sorted by number, without their words."""
    stored: dict[int, list[SearchEntry]] = {key: [] for key in documents}
    for entry in SearchEntry.objects.filter(scope=scope, document__in=stored).defer("words").order_by("number"):
        stored[entry.document_id].append(entry)
    return stored


def is_up_to_date(stored: Sequence[SearchEntry], expected: Sequence[AnalysedEntry]) -> bool:
    """Return whether the stored entries of a document are as expected, except for their numbers."""
    return [_facts(entry, entry.twin - entry.number) for entry in stored] == [
        _facts(analysed_entry.entry, analysed_entry.to_twin) for analysed_entry in expected
    ]


def _facts(entry: SearchEntry, to_twin: int) -> tuple[object, ...]:
    """Return the values of an entry that must agree; its terms are covered by the digest."""
    identity = (entry.recommendation_id, entry.paragraph_id, entry.language, to_twin)
    return (*identity, entry.date, entry.digest, entry.facets)


def write_changes(scope: str, expected: Mapping[int, Sequence[AnalysedEntry]]) -> int:
    """Rewrite documents whose entries differ from those expected. Return their number."""
    stored = stored_entries(scope, expected)
    changed = {key: entries for key, entries in expected.items() if not is_up_to_date(stored[key], entries)}
    if changed:
        rewrite_entries(scope, changed)
    return len(changed)


def rewrite_entries(scope: str, expected: Mapping[int, Sequence[AnalysedEntry]]) -> None:
    """Replace the stored entries of documents with those expected. Call it while holding the write lock."""
    generation = new_generation(scope)
    stored = SearchEntry.objects.filter(scope=scope, document__in=list(expected))
    heads = dict(stored.values_list("number", "head"))
    others = {*heads.values(), *members_of(scope, heads.values())} - heads.keys()
    remove_numbers(scope, heads, generation)
    add_entries(scope, [entry for entries in expected.values() for entry in entries], generation)
    if scope == SearchScope.RECOMMENDATIONS:
        join_stages(expected, others)
