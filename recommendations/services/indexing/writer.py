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

from recommendations.index.sets import CHUNK, day_of, days_in, numbers_in, pack, unpack
from recommendations.index.stems import stems_of
from recommendations.index.terms import CITES, facet_term, label_terms, sequence_of, text_terms, words_of
from recommendations.models import SearchChunk, SearchEntry
from recommendations.services.indexing.drafts import EntryDraft
from recommendations.text.words import BREAK

UNCOUNTED_FACETS = frozenset({"document", "label", "place", CITES})
"""Facets that are only used to find entries. Their values are not counted, because there are too many."""

MAX_NUMBER = np.iinfo(np.int32).max
"""Columns hold 32-bit integers: enough to rewrite a million entries two thousand times."""


_NEXT_GENERATION = (
    "WITH next AS (SELECT nextval('search_generation') AS generation),"
    " noted AS (INSERT INTO recommendations_searchchange (generation, scope) SELECT generation, %(scope)s FROM next)"
    " INSERT INTO recommendations_searchstate (scope, generation, next_number)"
    " SELECT %(scope)s, generation, 0 FROM next"
    " ON CONFLICT (scope) DO UPDATE SET generation = excluded.generation RETURNING generation"
)


def new_generation(scope: str) -> int:
    """Record a change to the index. Return its generation."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT_GENERATION, {"scope": scope})
        generation: int = cursor.fetchone()[0]
        return generation


@dataclass(frozen=True, slots=True)
class AnalysedEntry:
    """An entry without a number, and its terms. ``to_twin`` is the distance to its twin, in entries."""

    entry: SearchEntry
    terms: set[str]
    to_twin: int


def add_entries(scope: str, items: Sequence[AnalysedEntry], generation: int) -> None:
    """Assign the next numbers to entries, and write them with their terms."""
    if not items:
        return
    first = _assign_numbers(scope, len(items))
    terms: dict[str, list[int]] = defaultdict(list)
    for number, item in enumerate(items, first):
        item.entry.scope, item.entry.number = scope, number
        item.entry.twin = item.entry.head = number + item.to_twin
        for term in item.terms:
            terms[term].append(number)
    entries = [item.entry for item in items]
    _write_entries(entries)
    write_terms(scope, terms, generation)
    _write_chunks(scope, entries, generation)


def _assign_numbers(scope: str, count: int) -> int:
    """Reserve numbers. Return the first. Raise OverflowError if there are not enough left."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE recommendations_searchstate SET next_number = next_number + %s"
            " WHERE scope = %s AND next_number + %s <= %s RETURNING next_number",
            [count, scope, count, MAX_NUMBER],
        )
        row = cursor.fetchone()
    if row is None:
        raise OverflowError(f"the index of {scope} has run out of numbers")
    return int(row[0]) - count


def analyse(drafts: Sequence[EntryDraft]) -> list[AnalysedEntry]:
    """Return drafts as entries with terms. The leading version of each document must come first.

    An entry's twin is the entry with the same place in the first version that has this place.
    """
    split = [(words_of(draft.heading), words_of(draft.text)) for draft in drafts]
    by_language: dict[str, set[str]] = defaultdict(set)
    for draft, (heading, body) in zip(drafts, split, strict=True):
        by_language[draft.language].update(heading, body)
    stems = {language: stems_of(words - {BREAK}, language) for language, words in by_language.items()}
    leading_indexes: dict[tuple[int, str], int] = {}
    entries = []
    for index, (draft, (heading, body)) in enumerate(zip(drafts, split, strict=True)):
        word_stems = stems[draft.language]
        facets = {facet_term(facet, value) for facet, value in draft.facets}
        cited = {facet_term(CITES, value) for value in draft.cited_resolutions}
        terms = text_terms(draft.language, heading, body, word_stems) | facets | cited | label_terms(draft.place)
        twin = leading_indexes.setdefault((draft.document, draft.place), index)
        entries.append(
            AnalysedEntry(_new_entry(draft, sequence_of(heading, body, word_stems), facets, terms), terms, twin - index)
        )
    return entries


def _new_entry(draft: EntryDraft, words: str, facets: Iterable[str], terms: Iterable[str]) -> SearchEntry:
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
    """Add numbers to the sets of terms. ``terms`` maps each term to its new numbers, in ascending order."""
    by_chunk: dict[int, dict[str, BitMap]] = defaultdict(dict)
    for term, numbers in terms.items():
        for chunk, chunk_numbers in _split_by_chunk(numbers):
            by_chunk[chunk][term] = BitMap(chunk_numbers)
    for chunk, sets in sorted(by_chunk.items()):
        for term, stored in _remove_terms(scope, chunk, sets):
            sets[term] |= unpack(stored)
        _insert_terms(scope, chunk, sets, generation)


def replace_terms(scope: str, chunk: int, expected: Mapping[str, BitMap], checked: BitMap, generation: int) -> None:
    """Replace the ``checked`` numbers in the sets of terms of a chunk with the ``expected`` ones, and keep the rest."""
    sets = {term: numbers.copy() for term, numbers in expected.items()}
    for term, stored in _remove_terms(scope, chunk, sets):
        sets[term] |= unpack(stored) - checked
    _insert_terms(scope, chunk, sets, generation)


def replace_columns(scope: str, chunk: int, entries: Iterable[SearchEntry], generation: int) -> None:
    """Replace the row of a chunk with one for these entries, which must be all the entries in it."""
    SearchChunk.objects.filter(scope=scope, chunk=chunk).update(live=pack(BitMap()), generation=generation)
    _write_chunks(scope, entries, generation)


def _split_by_chunk(numbers: Sequence[int]) -> Iterator[tuple[int, Sequence[int]]]:
    """Yield each chunk with its numbers; ``numbers`` must be in ascending order."""
    first, last = numbers[0] // CHUNK, numbers[-1] // CHUNK
    start = 0
    for chunk in range(first, last + 1):
        stop = bisect_left(numbers, (chunk + 1) * CHUNK, start) if chunk < last else len(numbers)
        if stop > start:
            yield chunk, numbers[start:stop]
        start = stop


def _remove_terms(scope: str, chunk: int, terms: Iterable[str]) -> list[tuple[str, bytes]]:
    """Delete the rows of some terms and return their sets; :func:`_insert_terms` writes them again."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM recommendations_searchterm WHERE scope = %s AND chunk = %s AND term = ANY(%s)"
            " RETURNING term, numbers",
            [scope, chunk, list(terms)],
        )
        rows: list[tuple[str, bytes]] = cursor.fetchall()
        return rows


def _insert_terms(scope: str, chunk: int, sets: Mapping[str, BitMap], generation: int) -> None:
    with (
        connection.cursor() as cursor,
        cursor.copy(
            "COPY recommendations_searchterm (scope, term, chunk, numbers, is_counted, generation)"
            " FROM STDIN (FORMAT BINARY)"
        ) as copy,
    ):
        copy.set_types(["text", "text", "int4", "bytea", "bool", "int8"])
        for term, numbers in sorted(sets.items()):
            copy.write_row((scope, term, chunk, pack(numbers), is_counted(term), generation))


def _write_entries(entries: Iterable[SearchEntry]) -> None:
    with (
        connection.cursor() as cursor,
        cursor.copy(
            "COPY recommendations_searchentry (scope, number, document_id, recommendation_id, paragraph_id, language,"
            " twin, head, date, words, facets, digest) FROM STDIN"
        ) as copy,
    ):
        for entry in entries:
            keys = (entry.document_id, entry.recommendation_id, entry.paragraph_id)
            facts = (entry.language, entry.twin, entry.head, entry.date, entry.words, entry.facets, entry.digest)
            copy.write_row((entry.scope, entry.number, *keys, *facts))


def is_counted(term: str) -> bool:
    """Return whether a term is a value of a facet whose values are counted."""
    return term.startswith("@") and term[1:].partition("=")[0] not in UNCOUNTED_FACETS


def _write_chunks(scope: str, entries: Iterable[SearchEntry], generation: int) -> None:
    by_chunk: dict[int, list[SearchEntry]] = defaultdict(list)
    for entry in entries:
        by_chunk[entry.number // CHUNK].append(entry)
    for chunk, chunk_entries in by_chunk.items():
        row = SearchChunk.objects.filter(scope=scope, chunk=chunk).first()
        live, days, twins, heads = _columns(row, chunk)
        offsets = [entry.number - chunk * CHUNK for entry in chunk_entries]
        live |= BitMap(entry.number for entry in chunk_entries)
        days[offsets] = [day_of(entry.date) for entry in chunk_entries]
        twins[offsets] = [entry.twin for entry in chunk_entries]
        heads[offsets] = [entry.head for entry in chunk_entries]
        used = live.max() % CHUNK + 1
        columns = (column[:used].tobytes() for column in (days, twins, heads))
        _write_chunk(scope, chunk, (pack(live), *columns, generation))


def _write_chunk(scope: str, chunk: int, values: tuple[bytes | int, ...]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO recommendations_searchchunk (scope, chunk, live, days, twins, heads, generation)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT (scope, chunk) DO UPDATE SET live = excluded.live,"
            " days = excluded.days, twins = excluded.twins, heads = excluded.heads, generation = excluded.generation",
            [scope, chunk, *values],
        )


def _columns(row: SearchChunk | None, chunk: int) -> tuple[BitMap, np.ndarray, np.ndarray, np.ndarray]:
    """Return the live numbers, days, twins and heads of a chunk, as long as a full chunk."""
    if row is None:
        return BitMap(), days_in(), numbers_in(chunk), numbers_in(chunk)
    return unpack(row.live), days_in(row.days), numbers_in(chunk, row.twins), numbers_in(chunk, row.heads)


def write_heads(scope: str, heads: Mapping[int, int], generation: int) -> None:
    """Set the heads of entries; ``heads`` maps numbers to heads."""
    by_chunk: dict[int, list[int]] = defaultdict(list)
    for number in heads:
        by_chunk[number // CHUNK].append(number)
    for row in SearchChunk.objects.filter(scope=scope, chunk__in=by_chunk):
        column = numbers_in(row.chunk, row.heads)
        numbers = by_chunk[row.chunk]
        column[[number - row.chunk * CHUNK for number in numbers]] = [heads[number] for number in numbers]
        row.heads = column[: unpack(row.live).max() % CHUNK + 1].tobytes()
        row.generation = generation
        row.save(update_fields=["heads", "generation"])
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE recommendations_searchentry AS entry SET head = changed.head"
            " FROM unnest(%s::bigint[], %s::bigint[]) AS changed (number, head)"
            " WHERE entry.scope = %s AND entry.number = changed.number",
            [list(heads), list(heads.values()), scope],
        )


def remove_numbers(scope: str, numbers: Iterable[int], generation: int) -> None:
    """Remove numbers and their entries from the index."""
    removed = BitMap(numbers)
    for row in SearchChunk.objects.filter(scope=scope, chunk__in={number // CHUNK for number in removed}):
        row.live = pack(unpack(row.live) - removed)
        row.generation = generation
        row.save(update_fields=["live", "generation"])
    SearchEntry.objects.filter(scope=scope, number__in=list(removed)).delete()
