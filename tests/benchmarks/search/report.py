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
"""Engine -> class -> seconds of each query, in order; a peer may lack the last ones."""


def table(size: int, times: Times, matches: Mapping[str, Sequence[int]]) -> str:
    """Return the milliseconds of every class and engine, and each peer's ratio to the portal's median."""
    peers = [name for name in times if name != PORTAL]
    lines = [
        _row(
            "query", "found", "portal p50", "p95", *(cell for peer in peers for cell in (f"{peer} p50", "p95", "ratio"))
        ),
        _row("---", *["---:"] * (3 + 3 * len(peers))),
    ]
    for kind, name in CLASSES.items():
        if ours := times[PORTAL].get(kind):
            cells = [cell for peer in peers for cell in _peer_cells(ours, times[peer].get(kind, ()))]
            lines.append(_row(f"{kind} {name}", f"{median(matches[kind]):,.0f}", *_ms(ours), *cells))
    slowest = [(name, max(map(_p95, classes.values()))) for name, classes in times.items()]
    summary = ", ".join(f"{name} {seconds * 1000:,.0f} ms" for name, seconds in slowest)
    return f"{size:,} recommendations. {_machine()}\n\n" + "\n".join(lines) + f"\n\nSlowest class, p95: {summary}.\n"


def _peer_cells(ours: Sequence[Sequence[float]], theirs: Sequence[Sequence[float]]) -> list[str]:
    """Return a peer's cells. If it did not run every query, the ratio is based on those that it ran."""
    if not theirs:
        return ["–"] * 3
    p50, p95 = _ms(theirs)
    coverage = "" if len(theirs) == len(ours) else f" ({len(theirs)} of {len(ours)})"
    return [p50 + coverage, p95, f"{_median(theirs) / _median(ours[: len(theirs)]):.1f}"]


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
        ' a peer takes. "(3 of 20)": a peer that took long was asked so many of the queries, and compared by those.'
    )


def write_section(path: Path, size: int, text: str) -> None:
    """Replace the section for this size, or append it."""
    heading = f"## {size:,} recommendations"
    content = path.read_text() if path.exists() else "# Benchmarks\n"
    section = re.compile(rf"^{re.escape(heading)}\n.*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)
    new = f"{heading}\n\n{text}\n"
    path.parent.mkdir(exist_ok=True)
    path.write_text(section.sub(lambda _match: new, content) if section.search(content) else f"{content}\n{new}")
