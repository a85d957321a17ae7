"""The search page over HTTP under load: eight clients for a minute, each asking one query after the other.

    python -m tests.benchmarks.search.http http://127.0.0.1:8000 [--seconds 60] [--clients 8] [--again]

Hardly any query is asked twice, unless it is asked for: ``--again`` asks few of them again and again, as people do
who narrow a result, and shows what the server gains by what it keeps.

Asks a portal that runs already over the database of ``make bench-search`` (its folder as ``PORTAL_VAR``; with
``--meaning`` it was given vectors, or else the worker would make them meanwhile), and prints the median, the
95th percentile, errors, the size of the pages as sent, and with ``--process`` the memory of that process's family
before and after. What is loaded once is loaded before: some seconds of other queries are not counted.
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

SAMPLE = 5_000
SAMPLES = 12
"""Each gives some 280 queries: more than are answered in a minute."""


@dataclass
class Seen:
    """What the clients saw. ``sizes`` are bytes as sent, compressed."""

    seconds: list[float] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def main(arguments: list[str]) -> int:
    """Exit status 1 where a request failed."""
    parser = argparse.ArgumentParser(description="The search page under load")
    parser.add_argument("address")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--warm", type=float, default=10, help="seconds of the same before, that are not counted")
    parser.add_argument("--process", type=int, help="the number of the process of `manage.py serve`")
    parser.add_argument("--again", action="store_true", help="ask few queries again and again")
    options = parser.parse_args(arguments)
    warming, *samples = (
        [f"{options.address}/recommendations/?{query}" for query in querystrings] for querystrings in _querystrings()
    )
    addresses = samples[0] if options.again else list(dict.fromkeys(itertools.chain(*samples)))
    _ask(warming, options.clients, options.warm)
    before = _memory(options.process)
    seen = _ask(addresses, options.clients, options.seconds)
    p95 = quantiles(seen.seconds, n=20)[-1]
    sys.stdout.write(
        f"{len(seen.seconds)} pages of {len(addresses)} queries by {options.clients} clients"
        f" in {options.seconds:.0f} s: "
        f"median {median(seen.seconds) * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms, {len(seen.errors)} errors; "
        f"{median(seen.sizes) / 1024:.1f} kB a page, at most {max(seen.sizes) / 1024:.1f} kB\n"
    )
    if options.process:
        sys.stdout.write(f"memory: {before:.0f} MB before, {_memory(options.process):.0f} MB after\n")
    sys.stdout.write("".join(f"{error}\n" for error in seen.errors[:5]))
    return 1 if seen.errors else 0


def _querystrings() -> list[list[str]]:
    """The queries of one sample of the corpus after the other."""
    rows = Corpus(SAMPLES * SAMPLE).rows()
    return [list(map(_querystring, queries(list(itertools.islice(rows, SAMPLE))))) for _sample in range(SAMPLES)]


def _querystring(query: Query) -> str:
    pairs = [("q", query.text)] if query.words else []
    return urlencode(pairs + [(facet, value) for facet, values in query.choices.items() for value in values])


def _ask(addresses: Sequence[str], clients: int, seconds: float) -> Seen:
    """What so many clients see, each of which begins elsewhere among the addresses."""
    seen = Seen()
    until = time.monotonic() + seconds
    threads = [
        threading.Thread(
            target=_ask_until, args=(until, itertools.cycle([*addresses[first:], *addresses[:first]]), seen)
        )
        for first in range(0, len(addresses), max(1, len(addresses) // clients))
    ][:clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return seen


def _ask_until(until: float, addresses: itertools.cycle[str], seen: Seen) -> None:
    while time.monotonic() < until:
        request = urllib.request.Request(next(addresses), headers={"Accept-Encoding": "gzip"})
        start = time.perf_counter()
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                size = len(answer.read())
        except (urllib.error.URLError, OSError) as error:
            seen.errors.append(f"{request.full_url}: {error}")
            continue
        seen.seconds.append(time.perf_counter() - start)
        seen.sizes.append(size)


def _memory(process: int | None) -> float:
    """Megabytes of a process and its children, without those of the database."""
    if not process:
        return 0.0
    family = [psutil.Process(process), *psutil.Process(process).children(recursive=True)]
    return sum(one.memory_info().rss for one in family if "postgres" not in one.name()) / 2**20


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
