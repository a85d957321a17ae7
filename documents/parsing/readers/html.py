"""The HTML reader: the one door through which a web page comes in.

Session documents occur as pages saved from a site, as files that a word processor has saved as a page, as pages made
of PDF files, and as plain semantic pages. The modules of :mod:`~documents.parsing.readers.html_layout` read what they
have in common; no page is read by who made it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from documents.parsing.characters import one_line
from documents.parsing.readers.html_layout.encoding import decode_page
from documents.parsing.readers.html_layout.flow import Flow, Item
from documents.parsing.readers.html_layout.furniture import Furniture, furniture_of
from documents.parsing.readers.html_layout.head import is_masthead, is_of_head
from documents.parsing.readers.html_layout.notes import Notes, find_notes, joined, note_of
from documents.parsing.readers.html_layout.printed import PrintedLines, read_lines
from documents.parsing.readers.html_layout.refusal import refuse_no_document, refuse_placed_lines
from documents.parsing.readers.html_layout.spans import calls_made_plain, lines_of
from documents.parsing.readers.html_layout.styles import StyleSheet
from documents.parsing.readers.html_layout.tables import Paragraph, Table, fragment_of
from documents.parsing.readers.html_layout.tree import Element, read_tree
from documents.parsing.readers.spans import Line
from documents.parsing.types import Doubt, Fragment, RawNote, Source

_MAX_HEAD_PARAGRAPHS = 40  # paragraphs in which the lines of a masthead are looked for
_ABOVE_MASTHEAD = 5
"""Short lines that may stand above the masthead's table: the name of the organization, what a site puts there."""


@dataclass(slots=True)
class _Pieces:
    """What a page gives, in order, as it is taken apart. ``starred`` says that asterisks call notes; ``notes`` holds
    notes, and the indexes of those whose paragraphs are in ``linked``.
    """

    starred: bool = False
    body: list[Fragment] = field(default_factory=list)
    masthead: list[Fragment] = field(default_factory=list)
    notes: list[RawNote | int] = field(default_factory=list)
    linked: dict[int, list[Line]] = field(default_factory=dict)
    running: list[str] = field(default_factory=list)
    pages: int | None = None
    by_line: bool = False

    def take_linked(self, paragraph: Paragraph) -> None:
        """A paragraph of a note that a link leads to. The note stands where its first paragraph does."""
        note = paragraph.note or 0
        if note not in self.linked:
            self.notes.append(note)
        self.linked.setdefault(note, []).append(paragraph.fragment.spans)

    def read_notes(self, known: Notes) -> tuple[RawNote, ...]:
        """All notes, in the order in which they stand."""
        return tuple(
            note
            if isinstance(note, RawNote)
            else joined(known.marks[note], self.linked[note], numbered=note in known.items)
            for note in self.notes
        )


def read_html(content: bytes) -> Source:
    """What a page prints, in reading order, without the site around it.

    A web page has no pages, so places are not known but where the feet of paper pages stand in its text.
    A page that shows no text of its own, lists links or asks for a password is no document and is refused; so is one
    that only puts the lines of a PDF file in their places. Any other is read, and what a document should have and it
    has not is in doubt.
    Raise :class:`UnreadableDocumentError` for what is refused, and for a page that is damaged or too large.
    """
    page, certain = decode_page(content)
    root = read_tree(page)
    sheet = StyleSheet(element.text or "" for element in root.iter("style"))
    notes = find_notes(root, sheet)
    furniture = furniture_of(root, notes)
    flow = Flow(sheet, notes, furniture)
    refuse_placed_lines(root, sheet)
    pieces = _taken_apart(flow.items(root), notes)
    refuse_no_document(root, pieces.body + pieces.masthead, flow.linked / (flow.letters or 1))
    return Source(
        format="html",
        body=tuple(_with_sizes(pieces.body)),
        masthead=tuple(pieces.masthead),
        notes=pieces.read_notes(notes),
        running=(*pieces.running, *furniture.feet),
        pages=pieces.pages,
        doubts=tuple(_doubts(root, sheet, furniture, certain, pieces.by_line)),
    )


def _taken_apart(items: Sequence[Item], notes: Notes) -> _Pieces:
    """Notes apart from text, the masthead's table apart from both, and lines made paragraphs."""
    pieces = _Pieces(starred=_calls_by_star(items))
    for item in items:
        if isinstance(item, PrintedLines):
            _take_lines(item, pieces)
        elif isinstance(item, Table):
            _take_table(item, pieces)
        elif item.note is not None:
            pieces.take_linked(item)
        else:
            _take_paragraph(item.fragment, pieces)
    return pieces


def _calls_by_star(items: Sequence[Item]) -> bool:
    """Whether a paragraph begins with an asterisk and a word above it ends with one: a note and its call."""
    paragraphs = [p for item in items for p in _paragraphs(item)]
    texts = [paragraph.fragment.text.strip() for paragraph in paragraphs]
    return any(text.startswith("*") for text in texts) and any(re.search(r"\w\*{1,4}(?!\w)", text) for text in texts)


def _paragraphs(item: Item) -> tuple[Paragraph, ...]:
    if isinstance(item, Paragraph):
        return (item,)
    return item.paragraphs if isinstance(item, Table) else ()


def _take_lines(lines: PrintedLines, pieces: _Pieces) -> None:
    source = read_lines(lines.lines)
    pieces.body += source.body
    pieces.notes += source.notes
    pieces.running += source.running
    pieces.pages = source.pages or pieces.pages
    pieces.by_line = True


def _take_paragraph(fragment: Fragment, pieces: _Pieces) -> None:
    fragment = replace(fragment, spans=calls_made_plain(fragment.spans, starred=pieces.starred))
    note = note_of(fragment.spans, starred=pieces.starred)
    if note is not None:
        pieces.notes.append(note)
    elif len(pieces.body) < _MAX_HEAD_PARAGRAPHS and any(is_of_head(_text(line)) for line in lines_of(fragment.spans)):
        pieces.body += [replace(fragment, spans=line) for line in lines_of(fragment.spans) if line]
    else:
        pieces.body.append(fragment)


def _take_table(table: Table, pieces: _Pieces) -> None:
    """A table without the rows that are notes; the one on top, if it is the masthead, line by line."""
    rows = [tuple(tuple(_called(p, starred=pieces.starred) for p in cell) for cell in row) for row in table.rows]
    lines = [line for p in Table(tuple(rows)).paragraphs for line in lines_of(p.fragment.spans) if line]
    on_top = len(pieces.body) <= _ABOVE_MASTHEAD and all(len(fragment.text) < 100 for fragment in pieces.body)
    if on_top and not pieces.masthead and is_masthead([_text(line) for line in lines]):
        pieces.masthead = [Fragment(line) for line in lines]
        return
    rest = [row for row in rows if not _take_notes([paragraph for cell in row for paragraph in cell], pieces)]
    if rest:
        pieces.body.append(fragment_of(Table(tuple(rest))))


def _take_notes(paragraphs: Sequence[Paragraph], pieces: _Pieces) -> bool:
    """Whether the paragraphs of a row are notes, one and all; if so, they are taken."""
    if all(paragraph.note is not None for paragraph in paragraphs):
        for paragraph in paragraphs:
            pieces.take_linked(paragraph)
        return True
    found = [note_of(paragraph.fragment.spans, starred=False) for paragraph in paragraphs]
    if not all(found):
        return False
    pieces.notes += [note for note in found if note is not None]
    return True


def _called(paragraph: Paragraph, *, starred: bool) -> Paragraph:
    spans = calls_made_plain(paragraph.fragment.spans, starred=starred)
    return replace(paragraph, fragment=replace(paragraph.fragment, spans=spans))


def _text(line: Line) -> str:
    return one_line("".join(span.text for span in line if not span.superscript))


def _with_sizes(body: Sequence[Fragment]) -> list[Fragment]:
    """Sizes are told only where the page sets most of its text: those of headings alone compare with nothing."""
    known: Counter[bool] = Counter()
    for fragment in body:
        known[fragment.size is not None] += len(fragment.text)
    return [fragment if known[True] > known[False] else replace(fragment, size=None) for fragment in body]


def _doubts(root: Element, sheet: StyleSheet, furniture: Furniture, certain: bool, by_line: bool) -> Iterable[Doubt]:
    """What a person should look at in the page."""
    if not certain:
        yield Doubt("encoding_guessed", "The page does not say in which encoding it is. Some characters may be wrong.")
    if by_line:
        yield Doubt(
            "text_by_line",
            "The page gives its text line by line. Paragraphs were put together from "
            "lines; the PDF or DOCX file itself is read better.",
        )
    if sheet.counts:
        yield Doubt("numbers_not_read", "Some numbers are made by the page's style sheet and are not in its text.")
    if furniture.words:
        yield Doubt("site_left_out", f"Menus and other parts of a web site ({furniture.words} words) were left out.")
    if furniture.hidden:
        yield Doubt(
            "hidden_text", f"The page holds {furniture.hidden} words that it does not show. They were not read."
        )
    if furniture.deletions or next(root.iter("ins"), None) is not None:
        yield Doubt("tracked_changes", "The page marks insertions or deletions. It was read as if all were accepted.")
