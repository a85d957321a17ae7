"""Turn spans into clean text: remove note markers, link them to their notes, and keep emphasis as offsets."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from documents.parsing.characters import superscript_digits
from documents.parsing.types import Block, Fragment, Mark, NoteRef, PageBreak, RawNote, Span

_MARKER = re.compile(r"\*{1,4}|\d{1,3}|[a-z](?![a-z])")
_MARKERS_ONLY = re.compile(r"^[\s(]*(?:(?:\*{1,4}|\d{1,3}|[a-z](?![a-z]))[/)]?[\s,;–-]*)+$")
_SLASH_MARKER = re.compile(r"\s*(?<![\w/])(\d{1,2})/(?=[\s.,;:)\"”]|$)")
"""Matches the "1/" of "dependent Territories 1/ and"; not "48/246" or "and/or"."""
_TYPED_SLASH = re.compile(r"^\s?/(?![\w/])")  # the slash typed after a marker: "decided ¹/ that"

_SpanCharacter = tuple[str, Span]  # a character of a text, and the span it comes from


@dataclass(frozen=True, slots=True)
class CleanText:
    """The text of a block without note markers, and the offsets of its markers, emphasis and page breaks."""

    text: str
    marks: tuple[Mark, ...] = ()
    markers: tuple[tuple[str, int], ...] = ()
    breaks: tuple[PageBreak, ...] = ()

    def after(self, length: int) -> CleanText:
        """Return the text without its first ``length`` characters (a label)."""
        remaining = self.text[length:]
        length += len(remaining) - len(remaining.lstrip())
        text = self.text[length:]
        marks = tuple(Mark(max(0, m.start - length), m.end - length, m.style) for m in self.marks if m.end > length)
        markers = tuple((marker, max(0, offset - length)) for marker, offset in self.markers)
        breaks = tuple(replace(page_break, offset=max(0, page_break.offset - length)) for page_break in self.breaks)
        return CleanText(text, marks, markers, breaks)


@dataclass(slots=True)
class NoteLinks:
    """The notes of a document, linked in order to their markers in the text.

    ``has_slash_markers`` is set for documents of the 1990s, which print markers on the line: "decided 1/".
    ``first_blocks`` maps the index of a note to the index of the first block that refers to it.
    """

    notes: Sequence[RawNote]
    has_slash_markers: bool = False
    first_blocks: dict[int, int] = field(default_factory=dict)
    _unlinked: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    _last_linked: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for index, note in enumerate(self.notes):
            self._unlinked[note.marker].append(index)

    def has_note(self, marker: str) -> bool:
        """Return whether the document has a note with this marker."""
        return marker in self._unlinked

    def split_markers(self, span: Span) -> Sequence[Span]:
        """Return a span with the markers printed on the line ("decided 1/ that") split off as superscripts."""
        if not self.has_slash_markers or span.superscript:
            return (span,)
        pieces = _SLASH_MARKER.split(span.text)
        return [
            replace(span, text=piece, superscript=bool(position % 2)) for position, piece in enumerate(pieces) if piece
        ]

    def link_markers(self, markers: Sequence[tuple[str, int]], block: Block) -> tuple[NoteRef, ...]:
        """Return the markers of a block with their notes. A repeated marker refers to the last note that has it."""
        refs = []
        for marker, offset in markers:
            # A marker is on the page of the word that it is attached to.
            if self._unlinked[marker] and not self._is_repeated_marker(marker, block.page_at(offset - 1)):
                self._last_linked[marker] = self._unlinked[marker].pop(0)
            note = self._last_linked.get(marker)
            if note is not None:
                self.first_blocks.setdefault(note, block.index)
            refs.append(NoteRef(marker, offset, note))
        return tuple(refs)

    def _is_repeated_marker(self, marker: str, page: int | None) -> bool:
        """Return whether a marker refers to the same note as the previous such marker: that note is on this page, and
        the next one is not."""
        last = self._last_linked.get(marker)
        next_page = self.notes[self._unlinked[marker][0]].page
        return page is not None and last is not None and self.notes[last].page == page != next_page


def collect_notes(notes: Sequence[RawNote], body: Sequence[Fragment]) -> NoteLinks:
    """Collect the notes of a document. Markers are superscripts or, in a document without any, "1/" on the line."""
    has_superscripts = any(s.superscript and s.text.strip().isdecimal() for f in body for s in f.spans)
    return NoteLinks(notes, has_slash_markers=not has_superscripts and any(note.marker.isdecimal() for note in notes))


def clean_text(spans: Sequence[Span], links: NoteLinks, *, keep_lines: bool = False) -> CleanText:
    """Return the text of spans on one line, with single spaces. A superscript without a note is kept as printed.

    ``keep_lines`` keeps the line breaks and tabs of a table's rows and cells.
    """
    printed: list[_SpanCharacter] = []
    markers: list[tuple[str, int]] = []
    is_after_marker = False
    for span in (part for unsplit in spans for part in links.split_markers(unsplit)):
        found = _find_markers(span, links)
        if found:
            markers += [(marker, len(printed)) for marker in found]
            is_after_marker = True
            continue
        if is_after_marker and not span.superscript:
            span = replace(span, text=_TYPED_SLASH.sub("", span.text))
        is_after_marker = False
        text = superscript_digits(span.text) if span.superscript and span.text.strip().isdecimal() else span.text
        for character in text:
            if character.isspace() and not (keep_lines and character in "\n\t"):
                if not printed or printed[-1][0].isspace():
                    continue
                character = " "
            elif (
                character in ",.;:" and markers and markers[-1][1] == len(printed) and printed and printed[-1][0] == " "
            ):
                printed.pop()
                markers[-1] = (markers[-1][0], len(printed))
            printed.append((character, span))
    text = "".join(character for character, _ in printed).rstrip()
    printed = printed[: len(text)]
    clipped_markers = tuple((marker, min(offset, len(text))) for marker, offset in markers)
    return CleanText(text, _find_marks([span for _, span in printed]), clipped_markers, _find_breaks(printed))


def strip_marker(note: RawNote) -> RawNote:
    """Return a note without its typed marker and slash: "1/ See", or "/ See" after a superscript marker."""
    typed = re.match(rf"\s*(?:{re.escape(note.marker)})?/\s+", note.text)
    length = typed.end() if typed else 0
    spans = []
    for span in note.spans:
        spans.append(replace(span, text=span.text[length:]))
        length = max(0, length - len(span.text))
    return replace(note, spans=tuple(spans))


def find_note_breaks(note: RawNote) -> tuple[PageBreak, ...]:
    """Return the page breaks within a note, as offsets into its text on one line."""
    printed = [(character, span) for span in note.spans for character in span.text]
    preceding = (" ", *(character for character, _ in printed))
    kept = [pair for previous, pair in zip(preceding, printed, strict=False) if not (previous + pair[0]).isspace()]
    return _find_breaks(kept)


def _find_markers(span: Span, links: NoteLinks) -> list[str]:
    if not span.superscript or not _MARKERS_ONLY.match(span.text):
        return []
    markers = _MARKER.findall(span.text)
    return markers if all(links.has_note(marker) for marker in markers) else []


def _find_marks(spans: Sequence[Span]) -> tuple[Mark, ...]:
    """Return the bold and italic runs of a text, given the span of each of its characters."""
    marks: list[Mark] = []
    for style in ("bold", "italic"):
        start: int | None = None
        for index, span in enumerate([*spans, Span("")]):
            if getattr(span, style) and start is None:
                start = index
            elif not getattr(span, style) and start is not None:
                marks.append(Mark(start, index, style))
                start = None
    return tuple(sorted(marks, key=lambda mark: (mark.start, mark.end, mark.style)))


def _find_breaks(printed: Sequence[_SpanCharacter]) -> tuple[PageBreak, ...]:
    """Return the page breaks in a text, ignoring spaces."""
    visible = [(offset, span.page) for offset, (character, span) in enumerate(printed) if not character.isspace()]
    return tuple(PageBreak(offset, page) for (_, before), (offset, page) in pairwise(visible) if page != before)
