"""Give the text of one file the page numbers of another file of the same document, a PDF. Pure functions, no Django.

A DOCX or HTML file has no pages; the PDF of the same document does. The paragraphs of the first are looked for in the
text of the second, by their letters and digits. A paragraph that is not found there has a page only if the paragraphs
around it leave just one.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from documents.parsing.messages import Message
from documents.parsing.types import Block, Box, Doubt, Footnote, PageBreak, ParsedDocument

MIN_UNIQUE = 24  # letters of a text that identify its place in the PDF, wherever it is
MIN_LIKENESS = 0.8  # of a text that differs a little from the one found in its place
MAX_NAMED = 5  # paragraphs in a doubt
MAX_QUOTED = 60  # characters of a paragraph without a number

_QUALITIES = ("good", "unreliable", "ocr", "none")
_FORMATS = ("docx", "html", "pdf")
_COMPARED_FACTS = {
    "title": Message("the title of the document"),
    "date": Message("the date of the document"),
    "distribution": Message("the distribution category"),
    "session": Message("the session"),
    "agenda_item": Message("the agenda item"),
}


@dataclass(frozen=True, slots=True)
class ComparedFiles:
    """A reading of one file of a document with the page numbers of another, compared with the reading of that file.

    ``likeness`` is the share of the text that both have in common, from 0 to 1. ``doubts`` are about what differs.
    """

    numbered: ParsedDocument
    likeness: float
    doubts: tuple[Doubt, ...]


def combine(readings: Iterable[ParsedDocument]) -> ParsedDocument:
    """Return the best of the readings of the files of one document, with the page numbers of the PDF if there is one,
    and a doubt for whatever differs between the files."""
    best, *others = better_first(readings)
    combined = best
    for other in sorted(others, key=lambda parsed: parsed.format == "pdf"):
        compared = compare_files(best, other)
        if other.format == "pdf":
            combined = replace(compared.numbered, doubts=combined.doubts)
        combined = replace(combined, doubts=(*combined.doubts, *compared.doubts))
    return combined


def better_first(readings: Iterable[ParsedDocument]) -> list[ParsedDocument]:
    """Sort readings of files of one document, the best first: by the quality of the text, then by the number of doubts,
    then by how much structure the format keeps."""
    return sorted(
        readings,
        key=lambda parsed: (
            _QUALITIES.index(parsed.text_quality),
            len(parsed.doubts),
            _FORMATS.index(parsed.format) if parsed.format in _FORMATS else len(_FORMATS),
        ),
    )


def compare_files(parsed: ParsedDocument, other: ParsedDocument) -> ComparedFiles:
    """Compare a reading with that of another file of the document, and give it the page numbers of the other file.

    Footnotes are looked for among the notes of the other file, all other text in its paragraphs.
    """
    blocks = [_Text(block.text) for block in parsed.blocks]
    notes = [_Text(note.text) for note in parsed.footnotes]
    stream = _Stream(other.blocks)
    block_places, note_places = _find_all(blocks, stream), _find_all(notes, _Stream(other.footnotes))
    numbered = replace(
        parsed,
        blocks=tuple(map(_numbered_block, parsed.blocks, block_places)),
        footnotes=tuple(map(_numbered_note, parsed.footnotes, note_places)),
        pages=other.pages,
    )
    found = sum(len(text.letters) for text, place in zip(blocks, block_places, strict=True) if place.letters)
    total = sum(len(text.letters) for text in blocks)
    likeness = min(found / total if total else 0.0, found / len(stream.letters) if stream.letters else 0.0)
    doubts = [*_masthead_doubts(parsed, other), *_text_doubts(parsed, other, [*block_places, *note_places])]
    return ComparedFiles(numbered, likeness, tuple(doubts))


def _masthead_doubts(parsed: ParsedDocument, other: ParsedDocument) -> Iterator[Doubt]:
    """Yield a doubt for each fact of the masthead that the two files print differently."""
    for field, name in _COMPARED_FACTS.items():
        value, other_value = getattr(parsed.masthead, field), getattr(other.masthead, field)
        if value and other_value and _Text(str(value)).letters != _Text(str(other_value)).letters:
            yield Doubt(
                f"{field}_differs_between_files",
                Message(
                    "The files differ (%(field)s): “%(value)s” in the %(format)s file, but “%(other_value)s” in the "
                    "%(other_format)s file.",
                    field=name,
                    value=str(value),
                    format=_format_name(parsed),
                    other_value=str(other_value),
                    other_format=_format_name(other),
                ),
            )


def _text_doubts(parsed: ParsedDocument, other: ParsedDocument, places: Sequence[_Place]) -> Iterator[Doubt]:
    """Yield a doubt if paragraphs or notes differ between the two files, with the names of the first ones."""
    parts: list[Block | Footnote] = [*parsed.blocks, *parsed.footnotes]
    names = [_part_name(part) for part, place in zip(parts, places, strict=True) if not _is_same(part, place)]
    if names:
        if len(names) > MAX_NAMED:
            names[MAX_NAMED:] = [Message("and others (%(count)s)", count=len(names) - MAX_NAMED)]
        yield Doubt(
            "text_differs_between_files",
            Message(
                "The text of the %(format)s file was not found word for word in the %(other_format)s file: %(parts)s.",
                format=_format_name(parsed),
                other_format=_format_name(other),
                parts=names,
            ),
        )


def _is_same(part: Block | Footnote, place: _Place) -> bool:
    """Return whether a part has the same letters in both files. Readers differ in the order of the cells of tables."""
    letters = _Text(part.text).letters
    if isinstance(part, Block) and part.cells:
        return sorted(letters) == sorted(place.letters)
    return letters == place.letters


def _part_name(part: Block | Footnote) -> Message:
    if isinstance(part, Footnote):
        return Message("note %(marker)s", marker=part.marker)
    if part.path:
        return Message("%(path)s", path=part.path)
    return Message("“%(text)s”", text=f"{part.text[:MAX_QUOTED]}{'…' if part.text[MAX_QUOTED:] else ''}")


def _format_name(parsed: ParsedDocument) -> str:
    return parsed.format.upper()


# --- the text without spaces and signs ---------------------------------------------------------------


class _Text:
    """The letters and digits of a text, in lower case, with the offset of each in the text."""

    __slots__ = ("letters", "offsets")

    def __init__(self, text: str) -> None:
        letters: list[str] = []
        offsets: list[int] = []
        for offset, character in enumerate(text):
            for letter in unicodedata.normalize("NFKC", character).casefold():
                if letter.isalnum():
                    letters.append(letter)
                    offsets.append(offset)
        self.letters = "".join(letters)
        self.offsets = offsets


class _Stream:
    """The letters of all blocks or notes of a PDF in reading order, with the page and the box of each."""

    def __init__(self, parts: Sequence[Block] | Sequence[Footnote]) -> None:
        texts = [_Text(part.text) for part in parts]
        self.parts = parts
        self.letters = "".join(text.letters for text in texts)
        self.starts: list[int] = []  # of each part, in letters
        self._offsets = [text.offsets for text in texts]
        position = 0
        for text in texts:
            self.starts.append(position)
            position += len(text.letters)

    def page(self, position: int) -> int | None:
        """Return the page on which a letter is printed."""
        part, offset = self._locate(position)
        return part.page_at(offset)

    def box(self, start: int, end: int, page: int) -> Box | None:
        """Return the box around the parts printed on a page that contain any of the letters from start to end."""
        boxes = []
        for index in range(self._index(start), self._index(end - 1) + 1):
            part = self.parts[index]
            if isinstance(part, Block):
                areas = [(part.page, part.box), *((area.page, area.box) for area in part.breaks)]
                boxes += [box for box_page, box in areas if box and box_page == page]
        if not boxes:
            return None
        return Box(
            min(box.left for box in boxes),
            min(box.top for box in boxes),
            max(box.right for box in boxes),
            max(box.bottom for box in boxes),
        )

    def is_whole(self, start: int, end: int) -> bool:
        """Return whether the letters from start to end are those of a whole block or note."""
        index = self._index(start)
        next_start = self.starts[index + 1] if index + 1 < len(self.starts) else len(self.letters)
        return self.starts[index] == start and next_start == end

    def _index(self, position: int) -> int:
        return bisect_left(self.starts, position + 1) - 1

    def _locate(self, position: int) -> tuple[Block | Footnote, int]:
        index = self._index(position)
        return self.parts[index], self._offsets[index][position - self.starts[index]]


# --- places in the PDF -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a text is in the PDF: its first page, the page breaks within it, and its box on the first page.

    ``letters`` are those found there, "" if none; the page is then that of the texts around it, or None.
    """

    page: int | None = None
    breaks: tuple[PageBreak, ...] = ()
    box: Box | None = None
    letters: str = ""


def _find_all(texts: Sequence[_Text], stream: _Stream) -> list[_Place]:
    """Return the place of each text: first of those that occur once, then of the others, between their neighbours."""
    spans = _unique_spans(texts, stream.letters)
    in_order = _longest_increasing({index: span[0] for index, span in spans.items()})
    places: list[_Place] = []
    cursor = 0
    following = [index for index in range(len(texts)) if index in in_order]
    for index, text in enumerate(texts):
        while following and following[0] < index:
            following.pop(0)
        limit = spans[following[0]][0] if following else len(stream.letters)
        span = spans.get(index) or _span_between(text, stream, cursor, limit)
        if span is None:
            places.append(_Place(_only_page(stream, cursor, limit)))
            continue
        places.append(_place_of(text, stream, *span))
        if index not in spans or index in in_order:
            cursor = max(cursor, span[1])
    return places


def _unique_spans(texts: Sequence[_Text], letters: str) -> dict[int, tuple[int, int]]:
    """Return the spans of long texts that occur exactly once in the PDF, by index."""
    spans = {}
    for index, text in enumerate(texts):
        if len(text.letters) >= MIN_UNIQUE:
            start = letters.find(text.letters)
            if start >= 0 and letters.find(text.letters, start + 1) < 0:
                spans[index] = (start, start + len(text.letters))
    return spans


def _longest_increasing(starts: dict[int, int]) -> set[int]:
    """Return the indexes of the longest run of texts that are in the same order in both files."""
    tails: list[int] = []
    tail_indexes: list[int] = []
    previous: dict[int, int | None] = {}
    for index in sorted(starts):
        length = bisect_left(tails, starts[index])
        previous[index] = tail_indexes[length - 1] if length else None
        tails[length : length + 1] = [starts[index]]
        tail_indexes[length : length + 1] = [index]
    run: set[int] = set()
    last = tail_indexes[-1] if tail_indexes else None
    while last is not None:
        run.add(last)
        last = previous[last]
    return run


def _span_between(text: _Text, stream: _Stream, start: int, end: int) -> tuple[int, int] | None:
    """Return the span of a text between two positions, as it is there or with small differences, or None.

    A short text counts only as a whole paragraph, so that it is not found within a word.
    """
    letters, window = text.letters, stream.letters[start:end]
    if not letters:
        return None
    position = window.find(letters)
    while position >= 0 and len(letters) < MIN_UNIQUE:
        span = (start + position, start + position + len(letters))
        if stream.is_whole(*span):
            return span
        position = window.find(letters, position + 1)
    if position >= 0:
        return start + position, start + position + len(letters)
    return _similar_span(letters, window, start) if len(letters) >= MIN_UNIQUE else None


def _similar_span(letters: str, window: str, start: int) -> tuple[int, int] | None:
    """Return the span of nearly the same letters in a window, found by its first and last letters, or None."""
    length = MIN_UNIQUE // 2
    first, last = window.find(letters[:length]), window.rfind(letters[-length:])
    if first < 0 and last < 0:
        return None
    begin = first if first >= 0 else max(last + length - len(letters), 0)
    stop = last + length if last >= begin else min(begin + len(letters), len(window))
    if stop - begin > 2 * len(letters):
        stop = begin + len(letters)
    likeness = SequenceMatcher(None, letters, window[begin:stop], autojunk=False).ratio()
    return (start + begin, start + stop) if likeness >= MIN_LIKENESS else None


def _only_page(stream: _Stream, start: int, end: int) -> int | None:
    """Return the page on which everything between two positions is printed, or None if there are several."""
    if not stream.letters:
        return None
    first = stream.page(max(start - 1, 0))
    last = stream.page(min(end, len(stream.letters) - 1))
    return first if first == last else None


def _place_of(text: _Text, stream: _Stream, start: int, end: int) -> _Place:
    found = stream.letters[start:end]
    blocks = [(0, 0, len(found))] if text.letters == found else _matching_blocks(text.letters, found)
    breaks: list[PageBreak] = []
    page = first = stream.page(start)
    for position in range(start, end):
        new_page = stream.page(position)
        if new_page != page:
            page = new_page
            offset = _offset_in(text, blocks, position - start)
            if page is not None and offset:
                breaks.append(PageBreak(offset, page, stream.box(start, end, page)))
    box = stream.box(start, end, first) if first else None
    return _Place(first, tuple(breaks), box, found)


def _matching_blocks(letters: str, found: str) -> Sequence[tuple[int, int, int]]:
    """Return the positions and lengths of the letters that two texts have in common."""
    return SequenceMatcher(None, letters, found, autojunk=False).get_matching_blocks()


def _offset_in(text: _Text, blocks: Iterable[tuple[int, int, int]], position: int) -> int | None:
    """Return the offset in a text that corresponds to a position among the letters found, or to the next one."""
    for in_text, in_found, size in blocks:
        if in_found + size > position:
            return text.offsets[in_text + max(position - in_found, 0)]
    return None


def _numbered_block(block: Block, place: _Place) -> Block:
    return replace(block, page=place.page, breaks=place.breaks, box=place.box)


def _numbered_note(note: Footnote, place: _Place) -> Footnote:
    return replace(note, page=place.page, breaks=place.breaks)
