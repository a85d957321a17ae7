"""The table of a run, and the file that keeps the latest one of each size."""

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
"""Engine -> class -> seconds of each of its queries, in their order; a peer may not have been asked the last ones."""


def table(size: int, times: Times, matches: Mapping[str, Sequence[int]]) -> str:
    """Milliseconds of every class and engine, and how many times the portal's median each peer takes."""
    peers = [name for name in times if name != PORTAL]
    lines = [
        _row(
            "query", "found", "portal p50", "p95", *(cell for peer in peers for cell in (f"{peer} p50", "p95", "ratio"))
        ),
        _row("---", *["---:"] * (3 + 3 * len(peers))),
    ]
    for kind, name in CLASSES.items():
        if ours := times[PORTAL].get(kind):
            cells = [cell for peer in peers for cell in _beside(ours, times[peer].get(kind, ()))]
            lines.append(_row(f"{kind} {name}", f"{median(matches[kind]):,.0f}", *_ms(ours), *cells))
    slowest = [(name, max(map(_p95, classes.values()))) for name, classes in times.items()]
    said = ", ".join(f"{name} {seconds * 1000:,.0f} ms" for name, seconds in slowest)
    return f"{size:,} recommendations. {_machine()}\n\n" + "\n".join(lines) + f"\n\nSlowest class, p95: {said}.\n"


def _beside(ours: Sequence[Sequence[float]], theirs: Sequence[Sequence[float]]) -> list[str]:
    """A peer's cells. Where it was not asked every query, its ratio is that of those that it was."""
    if not theirs:
        return ["–"] * 3
    p50, p95 = _ms(theirs)
    of_all = "" if len(theirs) == len(ours) else f" ({len(theirs)} of {len(ours)})"
    return [p50 + of_all, p95, f"{_median(theirs) / _median(ours[: len(theirs)]):.1f}"]


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
    load = ", ".join(f"{one:.1f}" for one in psutil.getloadavg())
    today = datetime.datetime.now(tz=datetime.UTC).date()
    return (
        f"{psutil.cpu_count()} cores ({platform.machine()}), {memory:.0f} GiB, Python {platform.python_version()},"
        f" {today.isoformat()}, load at the end {load}. Milliseconds; a ratio says how many times the portal's median"
        ' a peer takes. "(3 of 20)": a peer that took long was asked so many of the queries, and compared by those.'
    )


def write_section(path: Path, size: int, text: str) -> None:
    """Put the text in the place of the section of this size, or at the end."""
    heading = f"## {size:,} recommendations"
    known = path.read_text() if path.exists() else "# Benchmarks\n"
    section = re.compile(rf"^{re.escape(heading)}\n.*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)
    fresh = f"{heading}\n\n{text}\n"
    path.parent.mkdir(exist_ok=True)
    path.write_text(section.sub(lambda _found: fresh, known) if section.search(known) else f"{known}\n{fresh}")
