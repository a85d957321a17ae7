"""The places in a document that are searched for references: each block, followed by its footnotes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from documents.parsing.types import BlockKind, ParsedDocument
from recommendations.extraction.types import Reference


@dataclass(frozen=True, slots=True)
class TextPlace:
    """A text and its place: the index of a block or, for a note, of a footnote.

    ``section`` holds the indexes of the headings above the block; it is the same for all places of a section.
    """

    text: str
    section: tuple[int, ...] = ()
    block: int | None = None
    footnote: int | None = None


class PlacesWithoutMarks:
    """The places of a document without marks such as vowel signs, because names are seldom printed with them."""

    def __init__(self, places: tuple[TextPlace, ...], marks: re.Pattern[str]) -> None:
        self.plain = tuple(replace(place, text=marks.sub("", place.text)) for place in places)
        with_marks = (place for place in places if marks.search(place.text))
        self._printed = {(place.block, place.footnote): _Printed(place.text, marks) for place in with_marks}

    def as_printed(self, reference: Reference) -> Reference:
        """Return a reference found in a plain text with its words and offsets in the printed text."""
        printed = self._printed.get((reference.block, reference.footnote))
        if printed is None:
            return reference
        start, end = printed.starts[reference.start], printed.ends[reference.end - 1]
        return replace(reference, start=start, end=end, text=printed.text[start:end])


class _Printed:
    """A printed text. ``starts`` and ``ends`` are the offsets at which each character that is not a mark starts and,
    with the marks after it, ends.
    """

    def __init__(self, text: str, marks: re.Pattern[str]) -> None:
        marked = {i for match in marks.finditer(text) for i in range(*match.span())}
        self.text = text
        self.starts = [i for i in range(len(text)) if i not in marked]
        self.ends = [*self.starts[1:], len(text)]


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
