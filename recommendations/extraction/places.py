"""The places of a document that are read for references: its blocks and, after the block that calls it, each note."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from documents.parsing.types import BlockKind, ParsedDocument


@dataclass(frozen=True, slots=True)
class TextPlace:
    """A text with where it stands: the index of a block or, if it is a note, of a footnote.

    ``section`` is the headings above it (indexes of blocks): the places of one section share it.
    """

    text: str
    section: tuple[int, ...] = ()
    block: int | None = None
    footnote: int | None = None


def text_places(parsed: ParsedDocument) -> Iterator[TextPlace]:
    """Every place in reading order. Contents pages are left out: they repeat the headings."""
    notes: dict[int | None, list[int]] = {}
    for index, note in enumerate(parsed.footnotes):
        notes.setdefault(note.block, []).append(index)
    for block in parsed.blocks:
        if block.kind is not BlockKind.CONTENTS:
            section = (*block.headings, block.index) if block.kind is BlockKind.HEADING else block.headings
            yield TextPlace(block.text, section, block=block.index)
            yield from (TextPlace(parsed.footnotes[i].text, section, footnote=i) for i in notes.get(block.index, ()))
    yield from (TextPlace(parsed.footnotes[i].text, footnote=i) for i in notes.get(None, ()))
