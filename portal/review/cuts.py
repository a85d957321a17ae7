"""Places where a text can be split. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

MARK = "----"  # on a separate line, where an editor wants a cut

_MARKED = re.compile(r"^[ \t]*-{4,}[ \t]*\r?$", re.MULTILINE)
_BOUNDARY = re.compile(r"\n+(?=\S)|[.;!?؟؛]\s+(?![a-zа-я])(?=\S)|[。；！？](?=\S)")
"""Before a line, and after punctuation that ends a sentence or clause unless a lower-case letter follows."""


class CutError(ValueError):
    """There is not exactly one mark, it is at an end of the text, or the words of the text were changed."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A possible cut. ``at`` is the offset at which the second part begins; the texts are the words on both sides."""

    at: int
    before: str
    behind: str


_SHOWN = 70  # characters on either side of a cut


def cuts(text: str) -> list[Cut]:
    """Return likely cuts of a text: before its lines (sub-items) and its sentences."""
    places = [match.end() for match in _BOUNDARY.finditer(text)]
    return [_cut(text, at) for at in places if text[:at].strip() and text[at:].strip()]


def _cut(text: str, at: int) -> Cut:
    before, behind = " ".join(text[:at].split()), " ".join(text[at:].split())
    return Cut(
        at,
        before if len(before) <= _SHOWN else "…" + before[-_SHOWN:],
        behind if len(behind) <= _SHOWN else behind[:_SHOWN] + "…",
    )


def marked_cut(text: str, marked: str) -> int:
    """Return the offset of the mark of ``marked`` in ``text``. White space may differ. Raise :class:`CutError`."""
    marks = list(_MARKED.finditer(marked))
    if len(marks) != 1:
        raise CutError
    before, behind = marked[: marks[0].start()], marked[marks[0].end() :]
    if _squeeze(before + behind) != _squeeze(text) or not _squeeze(before) or not _squeeze(behind):
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
