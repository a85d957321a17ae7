"""Load-test the search page over HTTP: eight clients for a minute, each sending one query after another.

    python -m tests.benchmarks.search.http http://127.0.0.1:8000 [--seconds 60] [--clients 8] [--again]

Queries hardly ever repeat, unless ``--again`` repeats a few, as when people refine a result, to show how much the
server gains by caching.

This needs a portal running with the database of ``make bench-search`` (its folder as ``PORTAL_VAR``; load it with
``--meaning``, or else the worker will compute the vectors during the test). It prints the median, the 95th percentile,
errors, the compressed size of pages, and with ``--process`` the memory of that process and its children before and
after. A warm-up of several seconds with other queries is not counted.
"""

from __future__ import annotations

import argparse
import itertools
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median, quantiles
from urllib.parse import urlencode

import psutil

from tests.benchmarks.search.corpus import Corpus
from tests.benchmarks.search.queries import Query, queries

SAMPLE_SIZE = 5_000
SAMPLES = 12
"""Each sample yields about 280 queries, together more than the server answers in a minute."""


@dataclass
class Results:
    """Results of all clients. ``sizes`` are compressed bytes."""

    seconds: list[float] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def main(arguments: list[str]) -> int:
    """Run the load test. Return exit status 1 if a request failed."""
    parser = argparse.ArgumentParser(description="The search page under load")
    parser.add_argument("address")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--warm", type=float, default=10, help="seconds of warm-up, which are not counted")
    parser.add_argument("--process", type=int, help="the process ID of `manage.py serve`")
    parser.add_argument("--again", action="store_true", help="repeat a few queries")
    options = parser.parse_args(arguments)
    warm_up, *samples = (
        [f"{options.address}/recommendations/?{query}" for query in querystrings] for querystrings in _querystrings()
    )
    addresses = samples[0] if options.again else list(dict.fromkeys(itertools.chain(*samples)))
    _run_clients(warm_up, options.clients, options.warm)
    before = _memory(options.process)
    results = _run_clients(addresses, options.clients, options.seconds)
    p95 = quantiles(results.seconds, n=20)[-1]
    sys.stdout.write(
        f"{len(results.seconds)} pages of {len(addresses)} queries by {options.clients} clients"
        f" in {options.seconds:.0f} s: "
        f"median {median(results.seconds) * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms, {len(results.errors)} errors; "
        f"{median(results.sizes) / 1024:.1f} kB a page, at most {max(results.sizes) / 1024:.1f} kB\n"
    )
    if options.process:
        sys.stdout.write(f"memory: {before:.0f} MB before, {_memory(options.process):.0f} MB after\n")
    sys.stdout.write("".join(f"{error}\n" for error in results.errors[:5]))
    return 1 if results.errors else 0


def _querystrings() -> list[list[str]]:
    """Return the queries of each sample of the corpus."""
    rows = Corpus(SAMPLES * SAMPLE_SIZE).rows()
    return [list(map(_querystring, queries(list(itertools.islice(rows, SAMPLE_SIZE))))) for _sample in range(SAMPLES)]


def _querystring(query: Query) -> str:
    pairs = [("q", query.text)] if query.words else []
    return urlencode(pairs + [(facet, value) for facet, values in query.choices.items() for value in values])


def _run_clients(addresses: Sequence[str], clients: int, seconds: float) -> Results:
    """Run this number of clients, each starting at a different address, and return their results."""
    results = Results()
    deadline = time.monotonic() + seconds
    threads = [
        threading.Thread(
            target=_send_until, args=(deadline, itertools.cycle([*addresses[first:], *addresses[:first]]), results)
        )
        for first in range(0, len(addresses), max(1, len(addresses) // clients))
    ][:clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def _send_until(deadline: float, addresses: itertools.cycle[str], results: Results) -> None:
    while time.monotonic() < deadline:
        request = urllib.request.Request(next(addresses), headers={"Accept-Encoding": "gzip"})
        start = time.perf_counter()
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                size = len(response.read())
        except (urllib.error.URLError, OSError) as error:
            results.errors.append(f"{request.full_url}: {error}")
            continue
        results.seconds.append(time.perf_counter() - start)
        results.sizes.append(size)


def _memory(process: int | None) -> float:
    """Return the memory of a process and its children in megabytes, without the database."""
    if not process:
        return 0.0
    family = [psutil.Process(process), *psutil.Process(process).children(recursive=True)]
    return sum(member.memory_info().rss for member in family if "postgres" not in member.name()) / 2**20


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
