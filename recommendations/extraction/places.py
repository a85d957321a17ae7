"""The places in a document that are searched for references: each block, followed by its footnotes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from documents.parsing.types import BlockKind, ParsedDocument


@dataclass(frozen=True, slots=True)
class TextPlace:
    """A text and its place: the index of a block or, for a note, of a footnote.

    ``section`` holds the indexes of the headings above the block; it is the same for all places of a section.
    """

    text: str
    section: tuple[int, ...] = ()
    block: int | None = None
    footnote: int | None = None


def text_places(parsed: ParsedDocument) -> Iterator[TextPlace]:
    """Yield every place in reading order. Tables of contents are omitted: they repeat the headings."""
    notes: dict[int | None, list[int]] = {}
    for index, note in enumerate(parsed.footnotes):
        notes.setdefault(note.block, []).append(index)
    for block in parsed.blocks:
        if block.kind is not BlockKind.CONTENTS:
            section = (*block.headings, block.index) if block.kind is BlockKind.HEADING else block.headings
            yield TextPlace(block.text, section, block=block.index)
            yield from (TextPlace(parsed.footnotes[i].text, section, footnote=i) for i in notes.get(block.index, ()))
    yield from (TextPlace(parsed.footnotes[i].text, footnote=i) for i in notes.get(None, ()))
