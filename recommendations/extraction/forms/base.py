"""Candidates, forms, and helpers for items with their sub-items and headings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from documents.parsing.types import Block, BlockKind, ParsedDocument
from recommendations.extraction.languages.base import Language


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible recommendation found by a form. ``blocks`` are the indexes of its block and its items, in order.

    ``chapeau`` is the index of the block that introduces it, if any. ``text`` is set if the recommendation is only a
    part of its blocks (a bold passage), and ``start`` is the offset of this part in the first block; ``label``,
    ``path`` and ``heading`` are set if they differ from the first block's. If ``needs_addressee``, it is a
    recommendation only if it addresses somebody.
    """

    blocks: tuple[int, ...]
    chapeau: int | None = None
    text: str | None = None
    start: int = 0
    label: str | None = None
    path: str | None = None
    heading: str | None = None
    needs_addressee: bool = False


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
    """Return the text of a block and its items, each item on a new line after its label."""
    first, *items = (parsed.blocks[index] for index in blocks)
    return "\n".join([first.text, *(f"{block.label} {block.text}" if block.label else block.text for block in items)])


def items_by_parent(parsed: ParsedDocument) -> dict[int, list[Block]]:
    """Return a map from the index of a block to the items directly below it."""
    items: dict[int, list[Block]] = {}
    for block in parsed.blocks:
        if block.kind is BlockKind.ITEM and block.parent is not None:
            items.setdefault(block.parent, []).append(block)
    return items


def nearest_heading(parsed: ParsedDocument, block: Block) -> str:
    """Return the nearest heading above a block, or ""."""
    headings = parsed.heading_texts(block)
    return headings[-1] if headings else ""
