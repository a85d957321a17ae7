"""The search beside SQLite's FTS5 and tantivy, at one size, in one run.

    python -m tests.benchmarks.search 100000 [--report docs/benchmarks.md] [--checked 3] [--without "SQLite FTS5"]

Makes the corpus and loads it into a database of its own where that is not done yet (a million recommendations take
about half an hour), asks every engine the queries in turns, and prints medians and 95th percentiles and what they are
beside the portal's. A query counts all facets and fetches twenty hits, the portal's with all that a page shows of
them. A peer that has taken :data:`PATIENCE` seconds for a class is asked no more of it; the table says how many it
answered. Counts are compared with those of plain SQL, for ``--checked`` queries of each class (0 for all).
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
from tests.benchmarks.search.plain import plain_count
from tests.benchmarks.search.queries import Query, queries
from tests.benchmarks.search.report import table, write_section

SAMPLE = 20_000
REPEATED = 3
SLOW = 0.4
"""Seconds. What takes longer is asked once."""
PATIENCE = 20.0
ADDED = "CTOC/BENCH/ADDED"
"""The symbol of the document that is added to see how long that takes."""


class Portal:
    """The portal's own search, as its page asks it, without what is found by meaning."""

    name = "portal"

    def ask(self, query: Query) -> Answer:
        result = search(as_searched(query), details=False)
        return Answer(result.total, result.counts)


def as_searched(query: Query) -> SearchQuery:
    """A query as the portal takes it; the words as typed, so that every engine looks for the same."""
    return SearchQuery(words=query.text, meaning=False, thesaurus=False, as_typed=True, **query.choices)


@dataclass
class Measured:
    """What a run found. ``wrong`` are queries whose counts are not those of plain SQL.

    ``times`` are engine -> class -> seconds of each query that was asked, in their order; ``added`` the seconds that a
    document of thirty recommendations took.
    """

    size: int
    times: dict[str, dict[str, list[list[float]]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )
    matches: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    checked: int = 0
    wrong: list[str] = field(default_factory=list)
    added: float = 0.0


def main(arguments: Sequence[str]) -> int:
    """Exit status 1 where counts were wrong."""
    parser = argparse.ArgumentParser(description="The search beside its peers")
    parser.add_argument("size", type=int)
    parser.add_argument("--report", type=Path, help="a Markdown file, whose section of this size is written anew")
    parser.add_argument("--checked", type=int, default=3)
    parser.add_argument("--without", action="append", default=[], help="a peer that is not asked: SQLite at a million")
    options = parser.parse_args(arguments)
    measured = measure(options.size, options.checked, options.without)
    text = table(measured.size, measured.times, measured.matches)
    text += f"\nA document with 30 recommendations is added and indexed in {measured.added * 1000:.0f} ms.\n"
    text += f"Counts of {measured.checked} queries were compared with plain SQL; {len(measured.wrong)} differ.\n"
    sys.stdout.write(text + "".join(f"wrong: {one}\n" for one in measured.wrong))
    if options.report:
        write_section(options.report, options.size, text)
    return 1 if measured.wrong else 0


def measure(size: int, checked: int, without: Sequence[str] = ()) -> Measured:
    """Load what is missing, and ask everybody everything."""
    corpus = Corpus(size)
    sample = list(itertools.islice(corpus.rows(), SAMPLE))
    call_command("migrate", verbosity=0)
    _take_back()
    if not _is_loaded(size):
        call_command("flush", interactive=False, verbosity=0)  # of a load that was stopped, or of another analysis
        load(Corpus(size))
    peers: list[Peer] = [Portal(), *(peer for peer in _peers(size) if peer.name not in without)]
    measured = Measured(size)
    peers[0].ask(Query("A0"))  # so that the process knows the index
    measured.added = median(_add_documents(sample)[1:])
    seen: dict[str, int] = defaultdict(int)
    for query in queries(sample):
        _ask(query, peers, measured)
        seen[query.kind] += 1
        if not checked or seen[query.kind] <= checked:
            _check(query, peers[0], measured)
    return measured


def _is_loaded(size: int) -> bool:
    known = SearchState.objects.filter(scope=SearchScope.RECOMMENDATIONS, analysis=ANALYSIS)
    return known.exists() and SearchEntry.objects.filter(scope=SearchScope.RECOMMENDATIONS).count() == size


def _peers(size: int) -> list[Peer]:
    folder: Path = settings.VAR_DIR / "peers"
    folder.mkdir(parents=True, exist_ok=True)
    return [Sqlite(folder, Corpus(size).rows), Tantivy(folder, Corpus(size).rows)]


def _ask(query: Query, peers: Sequence[Peer], measured: Measured) -> None:
    """Once to warm up, then some times in turns."""
    spent = {peer.name: sum(map(sum, measured.times[peer.name].get(query.kind, ()))) for peer in peers}
    asked = [peer for peer in peers if peer is peers[0] or spent[peer.name] < PATIENCE]
    times: dict[str, list[float]] = {peer.name: [] for peer in asked}
    for turn in range(REPEATED + 1):
        for peer in list(asked):
            seconds, answer = timed(lambda peer=peer: peer.ask(query))  # type: ignore[misc]
            if answer is None:
                asked.remove(peer)
                continue
            if turn == 0 and peer is peers[0]:
                measured.matches[query.kind].append(answer.total)
            if turn or seconds > SLOW:
                times[peer.name].append(seconds)
            if seconds > SLOW:
                asked.remove(peer)
    for name, seconds_taken in times.items():
        if seconds_taken:
            measured.times[name][query.kind].append(seconds_taken)


def timed(ask: Callable[[], Answer | None]) -> tuple[float, Answer | None]:
    start = time.perf_counter()
    answer = ask()
    return time.perf_counter() - start, answer


def _check(query: Query, portal: Peer, measured: Measured) -> None:
    measured.checked += 1
    ours, plain = portal.ask(query), plain_count(query)
    same = ours is not None and ours.total == plain.total
    same = same and all(ours.counts.get(facet, {}) == counts for facet, counts in plain.counts.items())  # type: ignore[union-attr]
    if not same:
        measured.wrong.append(f"{query} found {ours and ours.total}, plain SQL {plain.total}")


def _add_documents(sample: Sequence[Row]) -> list[float]:
    """Seconds of several documents of thirty, one after the other; the first one warms up."""
    return [_add_document(sample[first : first + 30]) for first in range(0, 30 * (REPEATED + 1), 30)]


def _add_document(rows: Sequence[Row]) -> float:
    """Seconds to index a new document's recommendations, to commit, and to find them. Taken back after."""
    version = make.version(make.document(ADDED))
    for row in rows:
        make.recommendation(row.text, of=version, indexed=False)
    start = time.perf_counter()
    with transaction.atomic():
        index_documents([version.document_id])
    found = search(SearchQuery(document=(version.document.address,))).total
    seconds = time.perf_counter() - start
    assert found == len(rows), "the document is not found"
    _take_back()
    return seconds


def _take_back() -> None:
    """Leave nothing of the document that is added, by this run or by one that was stopped."""
    with transaction.atomic():
        documents = Document.objects.filter(symbols__symbol=ADDED)
        keys = list(documents.values_list("pk", flat=True))
        documents.delete()
        index_documents(keys)
