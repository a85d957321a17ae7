"""Blocks under construction, and the unique paths by which lawyers cite them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from documents.parsing.notes import CleanText
from documents.parsing.numbering import BULLET
from documents.parsing.types import BlockKind, Fragment

_MAX_HEADING = 80  # characters of a heading in a path
_LAST_PART = re.compile(r"(?:(?:^|, )(?:para\.|item) \S+|(?:^| )\(?[^\s()]*\))$")
"""The last part of a path: "para. 12", "item 3", "(a)", "a)"."""
_NUMBERED = (BlockKind.PARAGRAPH, BlockKind.OPERATIVE)


@dataclass(slots=True)
class Draft:
    """A block under construction: everything but its index."""

    kind: BlockKind
    clean: CleanText
    fragment: Fragment
    label: str | None = None
    level: int = 0
    parent: int | None = None
    path: str = ""
    anchor: str = ""
    part: str = ""
    headings: tuple[int, ...] = ()


class _Duplicate(NamedTuple):
    """The number of a block among those that share its path, and whether each of them has its own heading."""

    number: int
    have_own_headings: bool


def make_paths_unique(drafts: Sequence[Draft]) -> None:
    """Add the heading above to paths that several numbered paragraphs or items would share.

    If the lists of a paragraph have a heading each, all are qualified: "para. 2, Joint investigations (a)". Otherwise
    the first block keeps its path. Items with bullets have the path of their paragraph.
    """
    _qualify_paths([index for index, d in enumerate(drafts) if d.kind in _NUMBERED and d.label], drafts)
    _qualify_paths([i for i, d in enumerate(drafts) if d.kind is BlockKind.ITEM and d.label != BULLET], drafts)


def _qualify_paths(indexes: Sequence[int], drafts: Sequence[Draft]) -> None:
    by_path: dict[str, list[int]] = {}
    for index in indexes:
        by_path.setdefault(drafts[index].path, []).append(index)
    shared = {
        index: _Duplicate(number, have_own_headings)
        for group in by_path.values()
        if len(group) > 1
        for have_own_headings in [_have_own_headings(group, drafts)]
        for number, index in enumerate(group, start=1)
    }
    used = {draft.path for draft in drafts}
    renamed: dict[int, tuple[str, str]] = {}
    for index, draft in enumerate(drafts):
        old, above = draft.path, renamed.get(-1 if draft.parent is None else draft.parent)
        if above and draft.path.startswith(above[0]):
            draft.path = above[1] + draft.path[len(above[0]) :]
        elif index in shared:
            draft.path = _qualify_path(index, shared[index], drafts, used)
        if draft.path != old:
            renamed[index] = (old, draft.path)
            used.add(draft.path)


def _have_own_headings(group: Sequence[int], drafts: Sequence[Draft]) -> bool:
    headings = {_bare_heading(drafts, index) for index in group}
    return "" not in headings and len(headings) == len(group)


def _qualify_path(index: int, duplicate: _Duplicate, drafts: Sequence[Draft], used: set[str]) -> str:
    """Return the path of a block that shares its path, with the heading above it or the number of its list."""
    draft = drafts[index]
    if duplicate.number == 1 and not (duplicate.have_own_headings and draft.kind is BlockKind.ITEM):
        return draft.path
    last_part = _LAST_PART.search(draft.path)
    above = draft.path[: last_part.start()] if last_part else draft.path
    remaining = draft.path[len(above) :].lstrip(" ,")
    heading = _bare_heading(drafts, index)
    if heading:
        path = _join_path(above, heading, remaining)
        if path not in used:
            return path
    return _join_path(above, f"list {duplicate.number}", remaining) if draft.kind is BlockKind.ITEM else draft.path


def _join_path(above: str, heading: str, remaining: str) -> str:
    separator = "" if remaining.startswith("(") else ","
    return f"{above}, {heading}{separator} {remaining}".removeprefix(", ")


def _bare_heading(drafts: Sequence[Draft], index: int) -> str:
    """Return the unlabelled heading directly above a block, shortened to whole words; "" if there is none."""
    above = drafts[index].headings[-1:]
    heading = drafts[above[0]] if above else None
    if heading is None or heading.label:
        return ""
    text = " ".join(heading.clean.text.split())
    return text if len(text) <= _MAX_HEADING else text[:_MAX_HEADING].rpartition(" ")[0] + " …"
