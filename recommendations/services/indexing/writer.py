"""Write and remove entries in one scope of the index."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from django.db import connection
from pyroaring import BitMap

from recommendations.index.sets import CHUNK, day_of, days_in, packed, twins_in, unpacked
from recommendations.index.stems import stems_of
from recommendations.index.terms import facet_term, sequence_of, text_terms, words_of
from recommendations.models import SearchChunk, SearchEntry
from recommendations.services.indexing.drafts import EntryDraft
from recommendations.text.words import BREAK

UNCOUNTED_FACETS = frozenset({"document"})
"""Facets to filter by that are not counted: they have as many values as there are documents."""

LAST_NUMBER = np.iinfo(np.int32).max
"""Columns hold 32 bits: enough to rewrite a million entries two thousand times."""


_NEXT_GENERATION = (
    "WITH next AS (SELECT nextval('search_generation') AS generation),"
    " noted AS (INSERT INTO recommendations_searchchange (generation, scope) SELECT generation, %(scope)s FROM next)"
    " INSERT INTO recommendations_searchstate (scope, generation, next_number)"
    " SELECT %(scope)s, generation, 0 FROM next"
    " ON CONFLICT (scope) DO UPDATE SET generation = excluded.generation RETURNING generation"
)


def new_generation(scope: str) -> int:
    """Record a change of the index. Return its generation."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT_GENERATION, {"scope": scope})
        generation: int = cursor.fetchone()[0]
        return generation


@dataclass(frozen=True, slots=True)
class Analysed:
    """An entry without its number, and its terms. ``to_twin`` is the distance to its twin, in entries."""

    entry: SearchEntry
    terms: set[str]
    to_twin: int


def add_entries(scope: str, analysed: Sequence[Analysed], generation: int) -> None:
    """Assign the next numbers to entries and write them under their terms."""
    if not analysed:
        return
    first = _take_numbers(scope, len(analysed))
    terms: dict[str, list[int]] = defaultdict(list)
    for number, draft in enumerate(analysed, first):
        draft.entry.scope, draft.entry.number, draft.entry.twin = scope, number, number + draft.to_twin
        for term in draft.terms:
            terms[term].append(number)
    entries = [draft.entry for draft in analysed]
    _write_entries(entries)
    write_terms(scope, terms, generation)
    _write_chunks(scope, entries, generation)


def _take_numbers(scope: str, count: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE recommendations_searchstate SET next_number = next_number + %s"
            " WHERE scope = %s AND next_number + %s <= %s RETURNING next_number",
            [count, scope, count, LAST_NUMBER],
        )
        row = cursor.fetchone()
    if row is None:
        raise OverflowError(f"the index of {scope} has run out of numbers")
    return int(row[0]) - count


def analysed(drafts: Sequence[EntryDraft]) -> list[Analysed]:
    """Return the entries and terms of drafts, the leading version of each document first.

    An entry's twin is the entry with the same anchor in the first version that has it.
    """
    split = [(words_of(draft.heading), words_of(draft.text)) for draft in drafts]
    by_language: dict[str, set[str]] = defaultdict(set)
    for draft, (heading, body) in zip(drafts, split, strict=True):
        by_language[draft.language].update(heading, body)
    stems = {language: stems_of(words - {BREAK}, language) for language, words in by_language.items()}
    first: dict[tuple[int, str], int] = {}
    entries = []
    for place, (draft, (heading, body)) in enumerate(zip(drafts, split, strict=True)):
        known = stems[draft.language]
        facets = {facet_term(facet, value) for facet, value in draft.facets}
        terms = text_terms(draft.language, heading, body, known) | facets
        twin = first.setdefault((draft.document, draft.anchor), place)
        entries.append(Analysed(_entry(draft, sequence_of(heading, body, known), facets, terms), terms, twin - place))
    return entries


def _entry(draft: EntryDraft, words: str, facets: Iterable[str], terms: Iterable[str]) -> SearchEntry:
    return SearchEntry(
        document_id=draft.document,
        recommendation_id=draft.recommendation,
        paragraph_id=draft.paragraph,
        language=draft.language,
        date=draft.date,
        words=words,
        facets=sorted(facets),
        digest=_digest(words, terms),
    )


def _digest(words: str, terms: Iterable[str]) -> int:
    """Return a 64-bit digest of the words and terms."""
    joined = "\0".join([words, *sorted(terms)])
    return int.from_bytes(blake2b(joined.encode(), digest_size=8).digest(), signed=True)


def write_terms(scope: str, terms: Mapping[str, Sequence[int]], generation: int) -> None:
    """Add numbers, in ascending order, to the sets of terms, chunk by chunk."""
    by_chunk: dict[int, dict[str, BitMap]] = defaultdict(dict)
    for term, numbers in terms.items():
        for chunk, part in _by_chunk(numbers):
            by_chunk[chunk][term] = BitMap(part)
    for chunk, sets in sorted(by_chunk.items()):
        for term, stored in _take_out(scope, chunk, sets):
            sets[term] |= unpacked(stored)
        _put_in(scope, chunk, sets, generation)


def replace_terms(scope: str, chunk: int, wanted: Mapping[str, BitMap], within: BitMap, generation: int) -> None:
    """Replace the numbers ``within`` in the sets of terms of a chunk by those wanted; other numbers stay."""
    sets = {term: numbers.copy() for term, numbers in wanted.items()}
    for term, stored in _take_out(scope, chunk, sets):
        sets[term] |= unpacked(stored) - within
    _put_in(scope, chunk, sets, generation)


def replace_columns(scope: str, chunk: int, entries: Iterable[SearchEntry], generation: int) -> None:
    """Replace the row of a chunk by one for these entries, which must be all entries in it."""
    SearchChunk.objects.filter(scope=scope, chunk=chunk).update(living=packed(BitMap()), changed=generation)
    _write_chunks(scope, entries, generation)


def _by_chunk(numbers: Sequence[int]) -> Iterator[tuple[int, Sequence[int]]]:
    """Yield numbers, in ascending order, by chunk."""
    first, last = numbers[0] // CHUNK, numbers[-1] // CHUNK
    start = 0
    for chunk in range(first, last + 1):
        stop = bisect_left(numbers, (chunk + 1) * CHUNK, start) if chunk < last else len(numbers)
        if stop > start:
            yield chunk, numbers[start:stop]
        start = stop


def _take_out(scope: str, chunk: int, terms: Iterable[str]) -> list[tuple[str, bytes]]:
    """Delete the rows of some terms and return their sets; :func:`_put_in` writes them again."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM recommendations_searchterm WHERE scope = %s AND chunk = %s AND term = ANY(%s)"
            " RETURNING term, numbers",
            [scope, chunk, list(terms)],
        )
        rows: list[tuple[str, bytes]] = cursor.fetchall()
        return rows


def _put_in(scope: str, chunk: int, sets: Mapping[str, BitMap], generation: int) -> None:
    with (
        connection.cursor() as cursor,
        cursor.copy(
            "COPY recommendations_searchterm (scope, term, chunk, numbers, facet, changed) FROM STDIN (FORMAT BINARY)"
        ) as copy,
    ):
        copy.set_types(["text", "text", "int4", "bytea", "bool", "int8"])
        for term, numbers in sorted(sets.items()):
            copy.write_row((scope, term, chunk, packed(numbers), is_counted(term), generation))


def _write_entries(entries: Iterable[SearchEntry]) -> None:
    with (
        connection.cursor() as cursor,
        cursor.copy(
            "COPY recommendations_searchentry (scope, number, document_id, recommendation_id, paragraph_id, language,"
            " twin, date, words, facets, digest) FROM STDIN"
        ) as copy,
    ):
        for entry in entries:
            places = (entry.document_id, entry.recommendation_id, entry.paragraph_id)
            facts = (entry.language, entry.twin, entry.date, entry.words, entry.facets, entry.digest)
            copy.write_row((entry.scope, entry.number, *places, *facts))


def is_counted(term: str) -> bool:
    """Return whether a term is a value of a facet that results are counted by."""
    return term.startswith("@") and term[1:].partition("=")[0] not in UNCOUNTED_FACETS


def _write_chunks(scope: str, entries: Iterable[SearchEntry], generation: int) -> None:
    by_chunk: dict[int, list[SearchEntry]] = defaultdict(list)
    for entry in entries:
        by_chunk[entry.number // CHUNK].append(entry)
    for chunk, chunk_entries in by_chunk.items():
        row = SearchChunk.objects.filter(scope=scope, chunk=chunk).first()
        living, days, twins = _columns(row, chunk)
        places = [entry.number - chunk * CHUNK for entry in chunk_entries]
        living |= BitMap(entry.number for entry in chunk_entries)
        days[places] = [day_of(entry.date) for entry in chunk_entries]
        twins[places] = [entry.twin for entry in chunk_entries]
        used = living.max() % CHUNK + 1
        _write_chunk(scope, chunk, (packed(living), days[:used].tobytes(), twins[:used].tobytes(), generation))


def _write_chunk(scope: str, chunk: int, values: tuple[bytes, bytes, bytes, int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO recommendations_searchchunk (scope, chunk, living, days, twins, changed)"
            " VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (scope, chunk) DO UPDATE SET living = excluded.living,"
            " days = excluded.days, twins = excluded.twins, changed = excluded.changed",
            [scope, chunk, *values],
        )


def _columns(row: SearchChunk | None, chunk: int) -> tuple[BitMap, np.ndarray, np.ndarray]:
    if row is None:
        return BitMap(), days_in(), twins_in(chunk)
    return unpacked(row.living), days_in(row.days), twins_in(chunk, row.twins)


def remove_numbers(scope: str, numbers: Iterable[int], generation: int) -> None:
    """Remove numbers and their entries from the index."""
    removed = BitMap(numbers)
    for row in SearchChunk.objects.filter(scope=scope, chunk__in={number // CHUNK for number in removed}):
        row.living = packed(unpacked(row.living) - removed)
        row.changed = generation
        row.save(update_fields=["living", "changed"])
    SearchEntry.objects.filter(scope=scope, number__in=list(removed)).delete()
