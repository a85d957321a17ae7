"""Read a web page: the entry point for HTML.

Session documents occur as pages saved from a site, as files that a word processor saved as a page, as pages made from
PDF files, and as plain semantic pages. The modules of :mod:`~documents.parsing.readers.html_layout` read what all these
pages have in common; no rule depends on the software that made the page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from documents.parsing import organ_names
from documents.parsing.characters import one_line
from documents.parsing.messages import Message
from documents.parsing.readers.html_layout.encoding import decode_page
from documents.parsing.readers.html_layout.flow import Flow, Item
from documents.parsing.readers.html_layout.furniture import Furniture, find_furniture
from documents.parsing.readers.html_layout.head import is_masthead, is_masthead_line
from documents.parsing.readers.html_layout.notes import Notes, find_notes, join_note, read_note
from documents.parsing.readers.html_layout.printed import PrintedLines, read_lines
from documents.parsing.readers.html_layout.rejection import reject_non_document, reject_positioned_lines
from documents.parsing.readers.html_layout.spans import lines_of, normalize_note_markers
from documents.parsing.readers.html_layout.styles import StyleSheet
from documents.parsing.readers.html_layout.tables import Cell, Paragraph, Table, fragment_of
from documents.parsing.readers.html_layout.tree import Element, read_tree
from documents.parsing.readers.spans import Line
from documents.parsing.types import Doubt, Fragment, RawNote, Source

_MAX_HEAD_PARAGRAPHS = 40  # paragraphs searched for the lines of a masthead
_MAX_ABOVE_MASTHEAD = 5
"""Short lines allowed above the masthead's table: the name of the organization, and text that a site adds."""


@dataclass(slots=True)
class _Pieces:
    """The parts of a page in order. ``starred`` means that asterisks mark notes. ``notes`` holds notes, or the indexes
    of notes whose paragraphs are in ``linked``. ``by_line`` means that the page breaks its text into lines.
    """

    starred: bool = False
    body: list[Fragment] = field(default_factory=list)
    second_column: list[Fragment] = field(default_factory=list)
    masthead: list[Fragment] = field(default_factory=list)
    notes: list[RawNote | int] = field(default_factory=list)
    linked: dict[int, list[Line]] = field(default_factory=dict)
    running: list[str] = field(default_factory=list)
    pages: int | None = None
    by_line: bool = False

    def add_linked(self, paragraph: Paragraph) -> None:
        """Add a paragraph of a note that is the target of a link. The note is placed at its first paragraph."""
        note = paragraph.note or 0
        if note not in self.linked:
            self.notes.append(note)
        self.linked.setdefault(note, []).append(paragraph.fragment.spans)

    def read_notes(self, linked_notes: Notes) -> tuple[RawNote, ...]:
        """Return all notes in the order of the page."""
        return tuple(
            note
            if isinstance(note, RawNote)
            else join_note(linked_notes.markers[note], self.linked[note], numbered=note in linked_notes.items)
            for note in self.notes
        )


def read_html(content: bytes) -> Source:
    """Return the printed content of a page in reading order, without the site around it.

    HTML has no pages, so page numbers are known only from printed page footers left in the text. A page that has no
    text, lists links or asks for a password is not a document and is rejected; so is a page that only positions the
    lines of a PDF file. Any other page is read, and missing parts of a document are reported as doubts. Raise
    :class:`UnreadableDocumentError` for a rejected page, and for a page that is damaged or too large.
    """
    page, is_certain = decode_page(content)
    root = read_tree(page)
    sheet = StyleSheet(element.text or "" for element in root.iter("style"))
    notes = find_notes(root, sheet)
    furniture = find_furniture(root, notes)
    flow = Flow(sheet, notes, furniture)
    reject_positioned_lines(root, sheet)
    pieces = _split_items(flow.items(root), notes)
    reject_non_document(root, pieces.body + pieces.masthead, flow.linked_count / (flow.letter_count or 1))
    return Source(
        format="html",
        body=tuple(_keep_reliable_sizes(pieces.body)),
        masthead=tuple(pieces.masthead),
        second_column=tuple(pieces.second_column),
        notes=pieces.read_notes(notes),
        running=(*pieces.running, *furniture.feet),
        pages=pieces.pages,
        doubts=tuple(_doubts(root, sheet, furniture, is_certain, pieces.by_line)),
    )


def _split_items(items: Sequence[Item], notes: Notes) -> _Pieces:
    """Separate notes and the masthead's table from the text, and join lines into paragraphs."""
    pieces = _Pieces(starred=_has_starred_notes(items))
    for item in items:
        if isinstance(item, PrintedLines):
            _add_lines(item, pieces)
        elif isinstance(item, Table):
            _add_table(item, pieces)
        elif item.note is not None:
            pieces.add_linked(item)
        else:
            _add_paragraph(item.fragment, pieces)
    return pieces


def _has_starred_notes(items: Sequence[Item]) -> bool:
    """Return whether a paragraph begins with an asterisk and a word ends with one: a note and its marker."""
    paragraphs = [p for item in items for p in _paragraphs(item)]
    texts = [paragraph.fragment.text.strip() for paragraph in paragraphs]
    return any(text.startswith("*") for text in texts) and any(re.search(r"\w\*{1,4}(?!\w)", text) for text in texts)


def _paragraphs(item: Item) -> tuple[Paragraph, ...]:
    if isinstance(item, Paragraph):
        return (item,)
    return item.paragraphs if isinstance(item, Table) else ()


def _add_lines(lines: PrintedLines, pieces: _Pieces) -> None:
    source = read_lines(lines.lines)
    pieces.body += source.body
    pieces.notes += source.notes
    pieces.running += source.running
    pieces.pages = source.pages or pieces.pages
    pieces.by_line = True


def _add_paragraph(fragment: Fragment, pieces: _Pieces) -> None:
    fragment = replace(fragment, spans=normalize_note_markers(fragment.spans, starred=pieces.starred))
    note = read_note(fragment.spans, starred=pieces.starred)
    if note is not None:
        pieces.notes.append(note)
    elif len(pieces.body) < _MAX_HEAD_PARAGRAPHS and any(
        is_masthead_line(_text(line)) for line in lines_of(fragment.spans)
    ):
        pieces.body += [replace(fragment, spans=line) for line in lines_of(fragment.spans) if line]
    else:
        pieces.body.append(fragment)


def _add_table(table: Table, pieces: _Pieces) -> None:
    """Add a table. Its rows of notes are added to the notes instead.

    If it is the masthead, at the top of the page, its lines are added to the masthead. So are those of a table below it
    that prints two organs side by side, each with its session.
    """
    rows = [
        tuple(tuple(_normalize_note_markers(p, starred=pieces.starred) for p in cell) for cell in row)
        for row in table.rows
    ]
    lines = [line for p in Table(tuple(rows)).paragraphs for line in lines_of(p.fragment.spans) if line]
    is_at_top = len(pieces.body) <= _MAX_ABOVE_MASTHEAD and all(len(fragment.text) < 100 for fragment in pieces.body)
    if is_at_top and not pieces.masthead and is_masthead([_text(line) for line in lines]):
        pieces.masthead = [Fragment(line) for line in lines]
        return
    if is_at_top and pieces.masthead and (organs := _two_organs(rows)):
        first, second = ([Fragment(line) for line in lines] for lines in organs)
        pieces.masthead += first
        pieces.second_column = second
        return
    remaining = [row for row in rows if not _add_notes([paragraph for cell in row for paragraph in cell], pieces)]
    if remaining:
        pieces.body.append(fragment_of(Table(tuple(remaining))))


def _two_organs(rows: Sequence[tuple[Cell, ...]]) -> list[list[Line]]:
    """Return the lines of each column of a table if they are two organs, each with its session, place or agenda item;
    otherwise, return []."""
    columns = [
        [line for cell in column for paragraph in cell for line in lines_of(paragraph.fragment.spans) if line]
        for column in zip_longest(*rows, fillvalue=())
    ]
    columns = [lines for lines in columns if lines]
    texts = [[_text(line) for line in lines] for lines in columns]
    are_organs = all(organ_names.BODY.match(first) and any(map(is_masthead_line, rest)) for first, *rest in texts)
    return columns if len(columns) == 2 and are_organs else []


def _add_notes(paragraphs: Sequence[Paragraph], pieces: _Pieces) -> bool:
    """Add the paragraphs of a row to the notes if all of them are notes. Return whether they were added."""
    if all(paragraph.note is not None for paragraph in paragraphs):
        for paragraph in paragraphs:
            pieces.add_linked(paragraph)
        return True
    notes = [read_note(paragraph.fragment.spans, starred=False) for paragraph in paragraphs]
    if not all(notes):
        return False
    pieces.notes += [note for note in notes if note is not None]
    return True


def _normalize_note_markers(paragraph: Paragraph, *, starred: bool) -> Paragraph:
    spans = normalize_note_markers(paragraph.fragment.spans, starred=starred)
    return replace(paragraph, fragment=replace(paragraph.fragment, spans=spans))


def _text(line: Line) -> str:
    return one_line("".join(span.text for span in line if not span.superscript))


def _keep_reliable_sizes(body: Sequence[Fragment]) -> list[Fragment]:
    """Keep type sizes only if the page sets them for most of its text.

    The sizes of headings are compared with the sizes in the text.
    """
    lengths: Counter[bool] = Counter()
    for fragment in body:
        lengths[fragment.size is not None] += len(fragment.text)
    return [fragment if lengths[True] > lengths[False] else replace(fragment, size=None) for fragment in body]


def _doubts(root: Element, sheet: StyleSheet, furniture: Furniture, is_certain: bool, by_line: bool) -> Iterable[Doubt]:
    """Yield the doubts about the page."""
    if not is_certain:
        yield Doubt(
            "encoding_guessed", Message("The page does not declare its encoding. Some characters may be wrong.")
        )
    if by_line:
        yield Doubt(
            "text_by_line",
            Message(
                "The page breaks its text into lines, from which the paragraphs were rebuilt. Use the PDF or DOCX file "
                "for a better result."
            ),
        )
    if sheet.uses_counters:
        yield Doubt(
            "numbers_not_read", Message("Some numbers come from the page's style sheet and are missing from its text.")
        )
    if furniture.word_count:
        yield Doubt(
            "site_left_out",
            Message(
                "Menus and other parts of the website were left out (words: %(count)s).", count=furniture.word_count
            ),
        )
    if furniture.hidden_count:
        yield Doubt(
            "hidden_text",
            Message("Hidden text on the page was not read (words: %(count)s).", count=furniture.hidden_count),
        )
    if furniture.has_deletions or next(root.iter("ins"), None) is not None:
        yield Doubt(
            "tracked_changes",
            Message("The page marks insertions or deletions. It was read as if all changes had been accepted."),
        )
