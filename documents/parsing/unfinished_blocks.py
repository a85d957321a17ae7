"""Unfinished blocks, and the unique paths by which lawyers cite them."""

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
"""Matches the last part of a path: "para. 12", "item 3", "(a)", "a)"."""
_NUMBERED = (BlockKind.PARAGRAPH, BlockKind.OPERATIVE)


@dataclass(slots=True)
class UnfinishedBlock:
    """A block under construction: its path may still change, and its notes are not linked yet."""

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
    """The number of a block among the blocks that share its path, and whether each of them has its own heading."""

    number: int
    all_have_own_heading: bool


def make_paths_unique(blocks: Sequence[UnfinishedBlock]) -> None:
    """If several numbered paragraphs or items would share a path, add to it the heading above each of them.

    If each list of a paragraph has its own heading, the paths of all their items are qualified: "para. 2, Joint
    investigations (a)". Otherwise the first block keeps its path. Bullets are numbered already.
    """
    _qualify_paths([index for index, block in enumerate(blocks) if block.kind in _NUMBERED and block.label], blocks)
    _qualify_paths(
        [index for index, block in enumerate(blocks) if block.kind is BlockKind.ITEM and block.label != BULLET], blocks
    )


def _qualify_paths(indexes: Sequence[int], blocks: Sequence[UnfinishedBlock]) -> None:
    by_path: dict[str, list[int]] = {}
    for index in indexes:
        by_path.setdefault(blocks[index].path, []).append(index)
    shared = {
        index: _Duplicate(number, all_have_own_heading)
        for group in by_path.values()
        if len(group) > 1
        for all_have_own_heading in [_all_have_own_heading(group, blocks)]
        for number, index in enumerate(group, start=1)
    }
    used = {block.path for block in blocks}
    renamed: dict[int, tuple[str, str]] = {}
    for index, block in enumerate(blocks):
        old, above = block.path, renamed.get(-1 if block.parent is None else block.parent)
        if above and block.path.startswith(above[0]):
            block.path = above[1] + block.path[len(above[0]) :]
        elif index in shared:
            block.path = _qualify_path(index, shared[index], blocks, used)
        if block.path != old:
            renamed[index] = (old, block.path)
            used.add(block.path)


def _all_have_own_heading(group: Sequence[int], blocks: Sequence[UnfinishedBlock]) -> bool:
    headings = {_bare_heading(blocks, index) for index in group}
    return "" not in headings and len(headings) == len(group)


def _qualify_path(index: int, duplicate: _Duplicate, blocks: Sequence[UnfinishedBlock], used: set[str]) -> str:
    """Return a unique path for a block whose path is shared, by adding the heading above it, or else the number of its
    list.

    The first block may keep its path. A paragraph keeps it if the heading above does not make it unique.
    """
    block = blocks[index]
    if duplicate.number == 1 and not (duplicate.all_have_own_heading and block.kind is BlockKind.ITEM):
        return block.path
    last_part = _LAST_PART.search(block.path)
    above = block.path[: last_part.start()] if last_part else block.path
    remaining = block.path[len(above) :].lstrip(" ,")
    heading = _bare_heading(blocks, index)
    if heading:
        path = _join_path(above, heading, remaining)
        if path not in used:
            return path
    return _join_path(above, f"list {duplicate.number}", remaining) if block.kind is BlockKind.ITEM else block.path


def _join_path(above: str, heading: str, remaining: str) -> str:
    separator = "" if remaining.startswith("(") else ","
    return f"{above}, {heading}{separator} {remaining}".removeprefix(", ")


def _bare_heading(blocks: Sequence[UnfinishedBlock], index: int) -> str:
    """Return the innermost heading above a block, shortened to whole words; "" if it has a label or there is none."""
    above = blocks[index].headings[-1:]
    heading = blocks[above[0]] if above else None
    if heading is None or heading.label:
        return ""
    text = " ".join(heading.clean.text.split())
    return text if len(text) <= _MAX_HEADING else text[:_MAX_HEADING].rpartition(" ")[0] + " …"
