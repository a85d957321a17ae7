"""Benchmark the search against SQLite's FTS5 and tantivy, at one size, in one run.

    python -m tests.benchmarks.search 100000 [--report docs/benchmarks.md] [--checked 3] [--without "SQLite FTS5"]

Unless done before, this generates the corpus and loads it into a separate database (a million recommendations take
about half an hour). It runs each query on every engine in turn, and prints medians, 95th percentiles and ratios to the
portal's. A query counts all facets and fetches twenty hits; in the portal, it also fetches everything that a page
shows. A peer that has used :data:`MAX_CLASS_SECONDS` for a class skips the remaining queries; the table shows how many
it answered. Counts are compared with plain SQL for ``--checked`` queries of each class (0 for all).
"""

from __future__ import annotations

import argparse
import itertools
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from documents.models import Document
from recommendations.index import ANALYSIS
from recommendations.models import SearchEntry, SearchScope, SearchState
from recommendations.search.query import SearchQuery
from recommendations.search.results import search
from recommendations.services.indexing import index_documents
from tests import builders as make
from tests.benchmarks.search.corpus import Corpus, Row
from tests.benchmarks.search.load import load
from tests.benchmarks.search.peers import Answer, Peer, Sqlite, Tantivy
from tests.benchmarks.search.plain_sql import plain_count
from tests.benchmarks.search.queries import Query, queries
from tests.benchmarks.search.report import table, write_section

SAMPLE = 20_000
REPETITIONS = 3
SLOW_SECONDS = 0.4
"""A query that takes longer is run only once."""
MAX_CLASS_SECONDS = 20.0
ADDED_SYMBOL = "CTOC/BENCH/ADDED"
"""The symbol of the document that is added to time indexing."""


class Portal:
    """The portal's own search, as its page uses it, without results by meaning."""

    name = "portal"

    def ask(self, query: Query) -> Answer:
        result = search(as_search_query(query), details=False)
        return Answer(result.total, result.counts)


def as_search_query(query: Query) -> SearchQuery:
    """Return the portal's form of a query, with words as typed, so that every engine searches for the same."""
    return SearchQuery(words=query.text, meaning=False, thesaurus=False, as_typed=True, **query.choices)


@dataclass
class Measurements:
    """The results of a run. ``mismatches`` lists queries whose counts differ from plain SQL.

    ``times`` maps engine to class to seconds of each query that ran, in order; ``indexing_seconds`` is the time to
    index a document of thirty recommendations.
    """

    size: int
    times: dict[str, dict[str, list[list[float]]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )
    matches: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    checked_count: int = 0
    mismatches: list[str] = field(default_factory=list)
    indexing_seconds: float = 0.0


def main(arguments: Sequence[str]) -> int:
    """Run the benchmark. Return exit status 1 if counts were wrong."""
    parser = argparse.ArgumentParser(description="The search compared with its peers")
    parser.add_argument("size", type=int)
    parser.add_argument("--report", type=Path, help="a Markdown file, whose section for this size is replaced")
    parser.add_argument("--checked", type=int, default=3)
    parser.add_argument(
        "--without", action="append", default=[], help="a peer to leave out, such as SQLite at a million"
    )
    options = parser.parse_args(arguments)
    results = measure(options.size, options.checked, options.without)
    text = table(results.size, results.times, results.matches)
    text += f"\nA document with 30 recommendations is added and indexed in {results.indexing_seconds * 1000:.0f} ms.\n"
    text += (
        f"Counts of {results.checked_count} queries were compared with plain SQL; {len(results.mismatches)} differ.\n"
    )
    sys.stdout.write(text + "".join(f"wrong: {query}\n" for query in results.mismatches))
    if options.report:
        write_section(options.report, options.size, text)
    return 1 if results.mismatches else 0


def measure(size: int, checked: int, without: Sequence[str] = ()) -> Measurements:
    """Load missing data, and run every query on every engine."""
    corpus = Corpus(size)
    sample = list(itertools.islice(corpus.rows(), SAMPLE))
    call_command("migrate", verbosity=0)
    _remove_added()
    if not _is_loaded(size):
        call_command("flush", interactive=False, verbosity=0)  # after an interrupted load, or another analysis
        load(Corpus(size))
    peers: list[Peer] = [Portal(), *_peers(size, without)]
    results = Measurements(size)
    peers[0].ask(Query("A0"))  # load the index into the process
    results.indexing_seconds = median(_add_documents(sample)[1:])
    counts: dict[str, int] = defaultdict(int)
    for query in queries(sample):
        _run_query(query, peers, results)
        counts[query.kind] += 1
        if not checked or counts[query.kind] <= checked:
            _check_counts(query, peers[0], results)
    return results


def _is_loaded(size: int) -> bool:
    loaded = SearchState.objects.filter(scope=SearchScope.RECOMMENDATIONS, analysis_version=ANALYSIS)
    return loaded.exists() and SearchEntry.objects.filter(scope=SearchScope.RECOMMENDATIONS).count() == size


def _peers(size: int, without: Sequence[str]) -> list[Peer]:
    folder: Path = settings.VAR_DIR / "peers"
    folder.mkdir(parents=True, exist_ok=True)
    kinds = [kind for kind in (Sqlite, Tantivy) if kind.name not in without]
    return [kind(folder, Corpus(size).rows) for kind in kinds]


def _run_query(query: Query, peers: Sequence[Peer], results: Measurements) -> None:
    """Run a query on all engines in turn: once to warm up, then several times."""
    spent_seconds = {peer.name: sum(map(sum, results.times[peer.name].get(query.kind, ()))) for peer in peers}
    active = [peer for peer in peers if peer is peers[0] or spent_seconds[peer.name] < MAX_CLASS_SECONDS]
    times: dict[str, list[float]] = {peer.name: [] for peer in active}
    for turn in range(REPETITIONS + 1):
        for peer in list(active):
            seconds, answer = measure_time(lambda peer=peer: peer.ask(query))  # type: ignore[misc]
            if answer is None:
                active.remove(peer)
                continue
            if turn == 0 and peer is peers[0]:
                results.matches[query.kind].append(answer.total)
            if turn or seconds > SLOW_SECONDS:
                times[peer.name].append(seconds)
            if seconds > SLOW_SECONDS:
                active.remove(peer)
    for name, seconds_taken in times.items():
        if seconds_taken:
            results.times[name][query.kind].append(seconds_taken)


def measure_time(ask: Callable[[], Answer | None]) -> tuple[float, Answer | None]:
    start = time.perf_counter()
    answer = ask()
    return time.perf_counter() - start, answer


def _check_counts(query: Query, portal: Peer, results: Measurements) -> None:
    results.checked_count += 1
    answer, expected = portal.ask(query), plain_count(query)
    is_equal = answer is not None and answer.total == expected.total
    is_equal = is_equal and all(answer.counts.get(facet, {}) == counts for facet, counts in expected.counts.items())  # type: ignore[union-attr]
    if not is_equal:
        results.mismatches.append(f"{query} found {answer and answer.total}, plain SQL {expected.total}")


def _add_documents(sample: Sequence[Row]) -> list[float]:
    """Return the seconds for each of several documents of thirty recommendations; the first is a warm-up."""
    return [_add_document(sample[first : first + 30]) for first in range(0, 30 * (REPETITIONS + 1), 30)]


def _add_document(rows: Sequence[Row]) -> float:
    """Return the seconds to index a new document, commit, and find its recommendations; remove it afterwards."""
    version = make.version(make.document(ADDED_SYMBOL))
    for row in rows:
        make.recommendation(row.text, of=version, indexed=False)
    start = time.perf_counter()
    with transaction.atomic():
        index_documents([version.document_id])
    total = search(SearchQuery(document=(version.document.address,))).total
    seconds = time.perf_counter() - start
    assert total == len(rows), "the document is not found"
    _remove_added()
    return seconds


def _remove_added() -> None:
    """Remove the added document, from this run or from an interrupted one."""
    with transaction.atomic():
        documents = Document.objects.filter(symbols__symbol=ADDED_SYMBOL)
        keys = list(documents.values_list("pk", flat=True))
        documents.delete()
        index_documents(keys)
