"""What every form gives: candidates, and the tools to read the list that an item stands in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from documents.parsing.types import Block, BlockKind, ParsedDocument


@dataclass(frozen=True, slots=True)
class Candidate:
    """A recommendation as a form found it. ``blocks`` are what it is made of, in order, its own block first.

    ``chapeau`` is the block that introduces it, if any. ``text`` is set by a form whose recommendation is less than
    its blocks (a bold passage), with ``start``, where it begins in the text of its own block; ``label``, ``path`` and
    ``heading`` by one that names them otherwise than its block.
    """

    blocks: tuple[int, ...]
    chapeau: int | None = None
    text: str | None = None
    start: int = 0
    label: str | None = None
    path: str | None = None
    heading: str | None = None


@dataclass(frozen=True, slots=True)
class RecommendationForm:
    """A form: its name, kept with each recommendation, and how it is found."""

    name: str
    find: Callable[[ParsedDocument], Iterator[Candidate]]


def with_descendants(parsed: ParsedDocument, block: Block) -> tuple[int, ...]:
    """The block and, in order, the items that hang on it and on those."""
    members = {block.index}
    for later in parsed.blocks[block.index + 1 :]:
        if later.kind is BlockKind.ITEM and later.parent in members:
            members.add(later.index)
    return tuple(sorted(members))


def whole_text(parsed: ParsedDocument, blocks: tuple[int, ...]) -> str:
    """The text of a block and its sub-items, each of these on a line of its own behind its label."""
    first, *rest = (parsed.blocks[index] for index in blocks)
    return "\n".join([first.text, *(f"{block.label} {block.text}" if block.label else block.text for block in rest)])


def nearest_heading(parsed: ParsedDocument, block: Block) -> str:
    """Return the heading above a block, or ""."""
    headings = parsed.heading_texts(block)
    return headings[-1] if headings else ""
