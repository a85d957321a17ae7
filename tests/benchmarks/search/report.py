"""The table of results, and the file with the latest table of each size."""

from __future__ import annotations

import datetime
import itertools
import platform
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median, quantiles

import psutil

from tests.benchmarks.search.queries import CLASSES

PORTAL = "portal"
_PEER_COLUMNS = (" p50", " p95", " ratio")


Times = Mapping[str, Mapping[str, Sequence[Sequence[float]]]]
"""Map from engine to class to seconds of each query, in order. A peer may lack the last queries."""


def table(size: int, times: Times, matches: Mapping[str, Sequence[int]]) -> str:
    """Return a table: milliseconds by class and engine, and the ratio of each peer's median to the portal's."""
    peers = [name for name in times if name != PORTAL]
    lines = [
        _row(
            "query", "found", "portal p50", "p95", *(cell for peer in peers for cell in (f"{peer} p50", "p95", "ratio"))
        ),
        _row("---", *["---:"] * (3 + 3 * len(peers))),
    ]
    for query_class, name in CLASSES.items():
        if portal := times[PORTAL].get(query_class):
            cells = [cell for peer in peers for cell in _peer_cells(portal, times[peer].get(query_class, ()))]
            lines.append(_row(f"{query_class} {name}", f"{median(matches[query_class]):,.0f}", *_ms(portal), *cells))
    slowest = [(name, max(map(_p95, classes.values()))) for name, classes in times.items()]
    summary = ", ".join(f"{name} {seconds * 1000:,.0f} ms" for name, seconds in slowest)
    return f"{size:,} recommendations. {_machine()}\n\n" + "\n".join(lines) + f"\n\nSlowest class, p95: {summary}.\n"


def _peer_cells(portal: Sequence[Sequence[float]], peer: Sequence[Sequence[float]]) -> list[str]:
    """Return the cells of a peer. If it did not run every query, the ratio is based on the queries that it ran."""
    if not peer:
        return ["–"] * 3
    p50, p95 = _ms(peer)
    coverage = "" if len(peer) == len(portal) else f" ({len(peer)} of {len(portal)})"
    return [p50 + coverage, p95, f"{_median(peer) / _median(portal[: len(peer)]):.1f}"]


def _row(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |"


def _ms(queries: Sequence[Sequence[float]]) -> tuple[str, str]:
    return f"{_median(queries) * 1000:,.1f}", f"{_p95(queries) * 1000:,.1f}"


def _median(queries: Sequence[Sequence[float]]) -> float:
    return median(itertools.chain(*queries))


def _p95(queries: Sequence[Sequence[float]]) -> float:
    seconds = list(itertools.chain(*queries))
    return quantiles(seconds, n=20, method="inclusive")[-1] if len(seconds) > 1 else seconds[0]


def _machine() -> str:
    memory = psutil.virtual_memory().total / 2**30
    load = ", ".join(f"{average:.1f}" for average in psutil.getloadavg())
    today = datetime.datetime.now(tz=datetime.UTC).date()
    return (
        f"{psutil.cpu_count()} cores ({platform.machine()}), {memory:.0f} GiB, Python {platform.python_version()},"
        f" {today.isoformat()}, load at the end {load}. Milliseconds; a ratio says how many times the portal's median"
        ' a peer takes. "(3 of 20)": a slow peer ran only this many of the queries, and is compared on those.'
    )


def write_section(path: Path, size: int, text: str) -> None:
    """Replace the section for this size, or append it."""
    heading = f"## {size:,} recommendations"
    content = path.read_text() if path.exists() else "# Benchmarks\n"
    section = re.compile(rf"^{re.escape(heading)}\n.*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)
    new = f"{heading}\n\n{text}\n"
    path.parent.mkdir(exist_ok=True)
    path.write_text(section.sub(lambda _match: new, content) if section.search(content) else f"{content}\n{new}")
