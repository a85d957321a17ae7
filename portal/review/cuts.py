"""Positions at which a text can be split, and the parts between them. Pure functions, no database."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from itertools import pairwise

MARK = "----"  # on a separate line, where an editor wants to split

_MARKED = re.compile(r"^[ \t]*-{4,}[ \t]*\r?$", re.MULTILINE)
_BOUNDARY = re.compile(r"\n+(?=\S)|[.;!?؟؛]\s+(?![a-zа-я])(?=\S)|[。；！？](?=\S)")
"""Matches the start of a line, and the end of a sentence or clause that no lower-case letter follows."""


class CutError(ValueError):
    """The text does not have exactly one mark, the mark is at its start or end, or its words were changed."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A possible cut. ``at`` is the offset of the second part; ``before`` and ``after`` are words around the cut."""

    at: int
    before: str
    after: str


_MAX_SHOWN = 70  # characters on either side of a cut


@dataclass(frozen=True, slots=True)
class Part:
    """A line, sentence or clause of a text, with its offsets."""

    start: int
    end: int
    text: str


def parts(text: str) -> list[Part]:
    """Return the lines, sentences and clauses of a text, in order."""
    offsets = [0, *(cut.at for cut in cuts(text)), len(text)]
    return [Part(start, end, text[start:end].strip()) for start, end in pairwise(offsets)]


def selected_text(text: str, starts: Container[int]) -> str:
    """Return the text from the first to the last of the parts that start at these offsets, or "" if none does."""
    selected = [part for part in parts(text) if part.start in starts]
    return text[selected[0].start : selected[-1].end].strip() if selected else ""


def cuts(text: str) -> list[Cut]:
    """Return likely cuts of a text: before each line (sub-item) and each sentence."""
    offsets = [match.end() for match in _BOUNDARY.finditer(text)]
    return [_cut(text, at) for at in offsets if text[:at].strip() and text[at:].strip()]


def _cut(text: str, at: int) -> Cut:
    before, after = " ".join(text[:at].split()), " ".join(text[at:].split())
    return Cut(
        at,
        before if len(before) <= _MAX_SHOWN else "…" + before[-_MAX_SHOWN:],
        after if len(after) <= _MAX_SHOWN else after[:_MAX_SHOWN] + "…",
    )


def marked_cut(text: str, marked: str) -> int:
    """Return the offset in ``text`` of the mark in ``marked``. White space may differ. Raise :class:`CutError`."""
    marks = list(_MARKED.finditer(marked))
    if len(marks) != 1:
        raise CutError
    before, after = marked[: marks[0].start()], marked[marks[0].end() :]
    if _squeeze(before + after) != _squeeze(text) or not _squeeze(before) or not _squeeze(after):
        raise CutError
    remaining = len(_squeeze(before))
    for at, character in enumerate(text):
        if not character.isspace():
            if remaining == 0:
                return at
            remaining -= 1
    raise CutError


def _squeeze(text: str) -> str:
    return "".join(text.split())
