"""The list of cases that are currently missed, stored next to the cases: one path per line, with a reason."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from portal.evaluation.cases import misses_of
from portal.evaluation.folders import Result

MAX_REASON_LENGTH = 100
HEADER = """\
# Cases that are missed at present. Write this list again with
# manage.py evaluate tests/fixtures/cases --known-misses tests/fixtures/cases/KNOWN_MISSES.txt
# The reasons of cases that are still missed are kept.
"""


def read(path: Path) -> dict[str, str]:
    """Return a map from case to reason, or an empty map if the list does not exist."""
    if not path.exists():
        return {}
    lines = path.read_text(encoding="utf-8").splitlines()
    pairs = (line.partition(": ") for line in lines if line.strip() and not line.startswith("#"))
    return {case: reason for case, _colon, reason in pairs}


def write(path: Path, results: Iterable[Result]) -> list[str]:
    """Write the missed cases, and return the new ones. The reason given for a new case is its first miss."""
    known = read(path)
    missed = {result.name: known.get(result.name) or _reason(result) for result in results if not result.is_right}
    lines = (f"{case}: {reason}\n" for case, reason in sorted(missed.items()))
    path.write_text(HEADER + "".join(lines), encoding="utf-8")
    return sorted(missed.keys() - known.keys())


def _reason(result: Result) -> str:
    measure, miss = misses_of(result.scores)[0]
    text = " ".join(f"{measure.removeprefix('meta.')}{miss.removeprefix(result.name)}".split())
    return text if len(text) <= MAX_REASON_LENGTH else f"{text[: MAX_REASON_LENGTH - 1]}…"
