"""Eighteen drafts with seeded faults and true passages, and clauses for the comparison with agreed language.

The first ten were written before the checks, the next five by somebody who had not seen the code, the last three
afterwards.
``labels.json`` has, for each draft, its faults (the kind of the finding, and words of the passage), true passages,
which must not have findings, and first words of clauses with their relation to agreed language. ``clauses.json`` has
clauses in other words than a recommendation, and clauses that nobody has recommended.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from portal.drafting.checks.check import check_draft
from portal.drafting.checks.draft import Draft
from portal.drafting.checks.types import CheckedDraft
from portal.reading.draft import from_bytes, read
from portal.reading.limits import Limits
from recommendations.search.resources import vocabulary

FOLDER = Path(__file__).parent / "drafts"
LABELS: dict[str, Any] = json.loads((FOLDER / "labels.json").read_text())
CLAUSES: dict[str, Any] = json.loads((FOLDER / "clauses.json").read_text())
TODAY = datetime.date(2026, 1, 15)


def read_draft(content: bytes) -> Draft:
    """Read a draft in this process."""
    return Draft(from_bytes(read(content, "draft", Limits())), vocabulary())


def check(content: bytes) -> CheckedDraft:
    """Read and check a draft in this process."""
    steps = check_draft(read_draft(content), "draft", TODAY)
    try:
        while True:
            next(steps)
    except StopIteration as stop:
        checked: CheckedDraft = stop.value
        return checked


def overlaps(first: str, second: str) -> bool:
    return first in second or second in first


def kinds_at(checked: CheckedDraft, passage: str) -> set[str]:
    """Return the kinds of the findings that overlap a passage."""
    return {finding.kind.value for finding in checked.result.findings if overlaps(finding.text, passage)}


def share(right: Iterable[bool]) -> float:
    """Return the share of True, from 0 to 1."""
    values = list(right)
    return sum(values) / len(values)
