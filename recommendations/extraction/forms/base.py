"""Candidates, forms, and helpers to read items with their sub-items and headings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from documents.parsing.types import Block, BlockKind, ParsedDocument
from recommendations.extraction.languages.base import Language


@dataclass(frozen=True, slots=True)
class Candidate:
    """A recommendation as found by a form. ``blocks`` are its blocks in order, its own first.

    ``chapeau`` is the block that introduces it, if any. ``text`` is set if the recommendation is less than its blocks
    (a bold passage), and ``start`` is its offset in the text of its own block; ``label``, ``path`` and ``heading`` are
    set if they differ from those of its block.
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
    """A form: its name, stored with each recommendation, and the function that finds candidates in a language."""

    name: str
    find: Callable[[ParsedDocument, Language], Iterator[Candidate]]


def with_descendants(parsed: ParsedDocument, block: Block) -> tuple[int, ...]:
    """Return the indexes of a block and of its items at all levels, in order."""
    members = {block.index}
    for later in parsed.blocks[block.index + 1 :]:
        if later.kind is BlockKind.ITEM and later.parent in members:
            members.add(later.index)
    return tuple(sorted(members))


def whole_text(parsed: ParsedDocument, blocks: tuple[int, ...]) -> str:
    """Return the text of a block and its sub-items, each sub-item on a new line after its label."""
    first, *items = (parsed.blocks[index] for index in blocks)
    return "\n".join([first.text, *(f"{block.label} {block.text}" if block.label else block.text for block in items)])


def children(parsed: ParsedDocument) -> dict[int, list[Block]]:
    """Return the items directly below each block that has any, by its index."""
    below: dict[int, list[Block]] = {}
    for block in parsed.blocks:
        if block.kind is BlockKind.ITEM and block.parent is not None:
            below.setdefault(block.parent, []).append(block)
    return below


def nearest_heading(parsed: ParsedDocument, block: Block) -> str:
    """Return the heading above a block, or ""."""
    headings = parsed.heading_texts(block)
    return headings[-1] if headings else ""
