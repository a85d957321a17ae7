"""From spans to clean text: note calls taken out and tied to their notes, emphasis kept as offsets."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from documents.parsing.characters import superscript_digits
from documents.parsing.types import Block, Fragment, Mark, NoteRef, PageBreak, RawNote, Span

_CALL = re.compile(r"\*{1,4}|\d{1,3}|[a-z](?![a-z])")
_CALLS_ONLY = re.compile(r"^[\s(]*(?:(?:\*{1,4}|\d{1,3}|[a-z](?![a-z]))[/)]?[\s,;–-]*)+$")
_SLASH_CALL = re.compile(r"\s*(?<![\w/])(\d{1,2})/(?=[\s.,;:)\"”]|$)")
"""Takes the "1/" of "dependent Territories 1/ and", refuses "48/246" and "and/or"."""
_STROKE = re.compile(r"^\s?/(?![\w/])")  # the stroke that typewriters set after a mark: "decided ¹/ that"

_Printed = tuple[str, Span]  # A character of a text, with the span that it comes from


@dataclass(frozen=True, slots=True)
class CleanText:
    """Text of a block without note calls, with what stood in it by offset."""

    text: str
    marks: tuple[Mark, ...] = ()
    calls: tuple[tuple[str, int], ...] = ()
    breaks: tuple[PageBreak, ...] = ()

    def after(self, length: int) -> CleanText:
        """The same without its first characters (a label)."""
        rest = self.text[length:]
        length += len(rest) - len(rest.lstrip())
        text = self.text[length:]
        marks = tuple(Mark(max(0, m.start - length), m.end - length, m.style) for m in self.marks if m.end > length)
        calls = tuple((marker, max(0, offset - length)) for marker, offset in self.calls)
        breaks = tuple(replace(turn, offset=max(0, turn.offset - length)) for turn in self.breaks)
        return CleanText(text, marks, calls, breaks)


@dataclass(slots=True)
class NoteBook:
    """The notes of a document, tied to their calls in the order in which they come.

    ``with_slash`` is set for documents of the 1990s, which call a note on the line: "decided 1/".
    """

    notes: Sequence[RawNote]
    with_slash: bool = False
    blocks: dict[int, int] = field(default_factory=dict)
    _waiting: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    _last: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for index, note in enumerate(self.notes):
            self._waiting[note.marker].append(index)

    def knows(self, marker: str) -> bool:
        return marker in self._waiting

    def split(self, span: Span) -> Sequence[Span]:
        """A span with the calls on its line ("decided 1/ that") as superscripts of their own."""
        if not self.with_slash or span.superscript:
            return (span,)
        pieces = _SLASH_CALL.split(span.text)
        return [
            replace(span, text=piece, superscript=bool(position % 2)) for position, piece in enumerate(pieces) if piece
        ]

    def tie(self, calls: Sequence[tuple[str, int]], block: Block) -> tuple[NoteRef, ...]:
        """The calls of a block with the index of their notes. A note called again is the one called last."""
        refs = []
        for marker, offset in calls:
            # A call stands on the page of the word before it, on which it hangs.
            if self._waiting[marker] and not self._called_again(marker, block.page_at(offset - 1)):
                self._last[marker] = self._waiting[marker].pop(0)
            note = self._last.get(marker)
            if note is not None:
                self.blocks.setdefault(note, block.index)
            refs.append(NoteRef(marker, offset, note))
        return tuple(refs)

    def _called_again(self, marker: str, page: int | None) -> bool:
        """Whether a mark calls the note of this page once more, and not one of a later page that restarts numbering."""
        last = self._last.get(marker)
        following = self.notes[self._waiting[marker][0]].page
        return page is not None and last is not None and self.notes[last].page == page != following


def book_of(notes: Sequence[RawNote], body: Sequence[Fragment]) -> NoteBook:
    """The notes of a document, which calls them by superscripts or, if it has none at all, by "1/" on the line."""
    raised = any(s.superscript and s.text.strip().isdecimal() for f in body for s in f.spans)
    return NoteBook(notes, with_slash=not raised and any(note.marker.isdecimal() for note in notes))


def clean_text(spans: Sequence[Span], book: NoteBook, *, keep_lines: bool = False) -> CleanText:
    """One line of text with single blanks. A superscript that calls no note of the document stays, as printed.

    ``keep_lines`` keeps the line ends and tabs of a table's rows and cells.
    """
    printed: list[_Printed] = []
    calls: list[tuple[str, int]] = []
    after_call = False
    for span in (part for whole in spans for part in book.split(whole)):
        markers = _markers(span, book)
        if markers:
            calls += [(marker, len(printed)) for marker in markers]
            after_call = True
            continue
        if after_call and not span.superscript:
            span = replace(span, text=_STROKE.sub("", span.text))
        after_call = False
        text = superscript_digits(span.text) if span.superscript and span.text.strip().isdecimal() else span.text
        for character in text:
            if character.isspace() and not (keep_lines and character in "\n\t"):
                if not printed or printed[-1][0].isspace():
                    continue
                character = " "
            elif character in ",.;:" and calls and calls[-1][1] == len(printed) and printed and printed[-1][0] == " ":
                printed.pop()
                calls[-1] = (calls[-1][0], len(printed))
            printed.append((character, span))
    text = "".join(character for character, _ in printed).rstrip()
    printed = printed[: len(text)]
    ends = tuple((marker, min(offset, len(text))) for marker, offset in calls)
    return CleanText(text, _marks([span for _, span in printed]), ends, _breaks(printed))


def without_stroke(note: RawNote) -> RawNote:
    """A note without the mark and stroke with which typewriters began it: "1/ See", or "/ See" after a raised mark."""
    typed = re.match(rf"\s*(?:{re.escape(note.marker)})?/\s+", note.text)
    length = typed.end() if typed else 0
    spans = []
    for span in note.spans:
        spans.append(replace(span, text=span.text[length:]))
        length = max(0, length - len(span.text))
    return replace(note, spans=tuple(spans))


def note_breaks(note: RawNote) -> tuple[PageBreak, ...]:
    """Where a note goes on over a page: offsets into its text on one line."""
    printed = [(character, span) for span in note.spans for character in span.text]
    before = (" ", *(character for character, _ in printed))
    single = [here for last, here in zip(before, printed, strict=False) if not (last + here[0]).isspace()]
    return _breaks(single)


def _markers(span: Span, book: NoteBook) -> list[str]:
    if not span.superscript or not _CALLS_ONLY.match(span.text):
        return []
    markers = _CALL.findall(span.text)
    return markers if all(book.knows(marker) for marker in markers) else []


def _marks(spans: Sequence[Span]) -> tuple[Mark, ...]:
    """The bold and italic runs of a text, given the span of each of its characters."""
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


def _breaks(printed: Sequence[_Printed]) -> tuple[PageBreak, ...]:
    """The places at which the page changes, blanks aside."""
    visible = [(offset, span.page) for offset, (character, span) in enumerate(printed) if not character.isspace()]
    return tuple(PageBreak(offset, page) for (_, before), (offset, page) in pairwise(visible) if page != before)
