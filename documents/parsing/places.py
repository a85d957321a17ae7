"""Name a place as lawyers do ("Annex I, para. 3 (a)"), and form its anchor for URLs ("annex-i-para-3-a")."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter


def section(labels: list[str]) -> str:
    """Join the labels of the headings above, outermost first: "II.A", "III.B.1 (a)", "Annex II, Decision 1"."""
    path = ""
    for label in labels:
        if not path:
            path = label
        elif label.endswith(")"):
            path += f" {label}"
        elif " " in label:
            path += f", {label}"
        else:
            path += f".{label}" if re.search(r"[A-Z\d一二三四五六七八九十]$", path) else f", {label}"
    return path


def paragraph(number: str, within: str) -> str:
    """Return "para. 12"; in an annex or section that restarts numbering, "Annex I, para. 12"."""
    return f"{within}, para. {number}" if within else f"para. {number}"


def item(label: str, above: str) -> str:
    """Return "para. 63 (a)", "Annex I (a)", "II (a)"; "item 5 (b)" in an agenda; "(a)" if ``above`` is empty."""
    if label.isdecimal():
        return f"{above}, item {label}" if above else f"item {label}"
    return f"{above} {label}" if above else label


def bullet(number: int, above: str) -> str:
    """Return "para. 14, bullet 2"; "" if ``above`` is empty."""
    return f"{above}, bullet {number}" if above else ""


def slug(text: str) -> str:
    """Return "Annex I, para. 3 (a)" as "annex-i-para-3-a"; letters of every script are kept."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[\W_]+", "-", folded).strip("-")


class Anchors:
    """The anchors used in a document, each unique."""

    def __init__(self) -> None:
        self._used: set[str] = set()
        self._counts: Counter[str] = Counter()

    def new(self, text: str) -> str:
        """Return an unused anchor for a text: "para-3", then "para-3-2"."""
        base = slug(text) or "text"
        anchor = base
        while anchor in self._used:
            self._counts[base] += 1
            anchor = f"{base}-{self._counts[base] + 1}"
        self._used.add(anchor)
        return anchor
