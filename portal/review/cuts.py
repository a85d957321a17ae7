"""Pure: places where a text can be split."""

from __future__ import annotations

import re
from dataclasses import dataclass

MARK = "----"  # a line of its own where an editor wants a cut

_MARKED = re.compile(r"^[ \t]*-{4,}[ \t]*\r?$", re.MULTILINE)
_PLACE = re.compile(r"\n+(?=\S)|[.;!?؟؛]\s+(?![a-zа-я])(?=\S)|[。；！？](?=\S)")
"""Before a line, and behind a sign that ends a sentence or a part of one, but before small letters."""


class CutError(ValueError):
    """No single mark, or one at an end of the text, or words that are not those of the text."""


@dataclass(frozen=True, slots=True)
class Cut:
    """``at`` is the offset at which the second part begins; the texts are the words on both sides."""

    at: int
    before: str
    behind: str


_SHOWN = 70  # characters on either side of a cut


def cuts(text: str) -> list[Cut]:
    """Where a text is likely to be cut: before its sub-items, which stand on lines of their own, and its sentences."""
    places = [match.end() for match in _PLACE.finditer(text)]
    return [_cut(text, at) for at in places if text[:at].strip() and text[at:].strip()]


def _cut(text: str, at: int) -> Cut:
    before, behind = " ".join(text[:at].split()), " ".join(text[at:].split())
    return Cut(
        at,
        before if len(before) <= _SHOWN else "…" + before[-_SHOWN:],
        behind if len(behind) <= _SHOWN else behind[:_SHOWN] + "…",
    )


def marked_cut(text: str, marked: str) -> int:
    """The offset in a text at which a copy of it has the mark. Blanks may differ. Raise :class:`CutError`."""
    marks = list(_MARKED.finditer(marked))
    if len(marks) != 1:
        raise CutError
    before, behind = marked[: marks[0].start()], marked[marks[0].end() :]
    if _solid(before + behind) != _solid(text) or not _solid(before) or not _solid(behind):
        raise CutError
    left = len(_solid(before))
    for at, sign in enumerate(text):
        if not sign.isspace():
            if left == 0:
                return at
            left -= 1
    raise CutError


def _solid(text: str) -> str:
    return "".join(text.split())
