"""The types that pass through the parser: the content of pages, and its interpretation.

A reader (one per file format) turns bytes into a :class:`Source`: printed paragraphs in reading order, without running
heads, page numbers or notes. :mod:`~documents.parsing.structure` and :mod:`~documents.parsing.masthead` turn a source
of any format into a :class:`ParsedDocument`.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from documents.parsing.messages import Message


class UnreadableDocumentError(Exception):
    """The bytes are not a readable document, and nothing is stored.

    ``code`` is one of: ``empty``, ``not_a_document``, ``unsupported``, ``damaged``, ``encrypted``, ``too_large``;
    and, if the time and memory for reading are limited, ``too_slow``, ``too_costly``, ``crashed``. ``message``
    says what is wrong and what to do.
    """

    def __init__(self, code: str, message: Message) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


# --- output of a reader ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in points (1/72 inch) from the page's top left corner."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Span:
    """A run of characters of one style on one page. ``superscript`` is set on raised characters, usually note markers.

    ``underlined`` is set if the format provides it; readers also mark underlining for emphasis as italic. ``page`` is
    the page it is printed on, or None if the format has no pages.
    """

    text: str
    bold: bool = False
    italic: bool = False
    superscript: bool = False
    page: int | None = None
    underlined: bool = False


class Alignment(StrEnum):
    """The alignment of a paragraph."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"
    JUSTIFIED = "justified"


@dataclass(frozen=True, slots=True)
class Fragment:
    """A whole printed paragraph: joined across lines, columns and pages, but not yet interpreted.

    The attributes describe the printed page; None means that the format does not provide the value.
    ``page`` and ``box`` describe its part on its first page; ``later_parts`` lists the later pages, each with the box
    of its part there.
    ``heading_level`` comes from a style name or Markdown mark (1 is the highest).
    ``indent`` is the left edge of the first line in points from the text's left margin.
    ``after_gap`` tells whether an empty line is printed above, in a text.
    ``size`` is the size of most of its characters in points.
    ``cells`` are the rows of a table; such a fragment's spans hold the same text, row by row.
    ``is_figure`` marks a chart, whose cells are the words printed in it, row by row.
    ``is_contents`` marks a line of a table of contents.
    """

    spans: tuple[Span, ...]
    page: int | None = None
    box: Box | None = None
    later_parts: tuple[tuple[int, Box], ...] = ()
    alignment: Alignment | None = None
    indent: float | None = None
    after_gap: bool | None = None
    size: float | None = None
    heading_level: int | None = None
    cells: tuple[tuple[str, ...], ...] = ()
    is_figure: bool = False
    is_contents: bool = False

    @property
    def text(self) -> str:
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class RawNote:
    """A footnote or endnote as printed, with its marker ("1", "*", "a") separate from its text."""

    marker: str
    spans: tuple[Span, ...]
    page: int | None = None

    @property
    def text(self) -> str:
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class Doubt:
    """A point for a person to check. ``code`` is stable; ``message`` is a sentence."""

    code: str
    message: Message
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """The output of a reader: the printed paragraphs in reading order, by type.

    ``masthead`` holds the fragments of the first page's head (symbol, Distr., date, original, body ...), each printed
    line as a fragment, or several as one if the format shows that they are a paragraph. A reader that cannot tell where
    the masthead ends leaves it empty, and the masthead is then looked for at the start of ``body``.
    ``margin`` holds the fragments at the left margin below (session, dates, agenda item), if their position is known;
    ``second_column`` holds the lines of another organ printed next to the first, with its session and agenda item.
    ``running`` holds the running heads and feet that were removed (they contain symbols and job numbers).
    ``properties`` are the file's own metadata (DOCX ``docProps``), never trusted over printed text.
    """

    format: str
    body: tuple[Fragment, ...]
    masthead: tuple[Fragment, ...] = ()
    margin: tuple[Fragment, ...] = ()
    second_column: tuple[Fragment, ...] = ()
    notes: tuple[RawNote, ...] = ()
    running: tuple[str, ...] = ()
    pages: int | None = None
    properties: Mapping[str, str] = field(default_factory=dict)
    doubts: tuple[Doubt, ...] = ()


# --- interpretation ----------------------------------------------------------------------------------


class BlockKind(StrEnum):
    """The kind of a block."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    PREAMBULAR = "preambular"
    OPERATIVE = "operative"
    ITEM = "item"
    CAPTION = "caption"
    TABLE = "table"
    FIGURE = "figure"
    CONTENTS = "contents"


@dataclass(frozen=True, slots=True)
class Mark:
    """A run of bold or italic characters: offsets into the block's text, end exclusive."""

    start: int
    end: int
    style: str  # "bold" | "italic"


@dataclass(frozen=True, slots=True)
class NoteRef:
    """A note marker in a block's text. ``note`` is the index of its note in ``ParsedDocument.footnotes``, or None."""

    marker: str
    offset: int
    note: int | None = None


@dataclass(frozen=True, slots=True)
class PageBreak:
    """A page break within a text: ``offset`` is the offset of the first character on the new page.

    ``page`` is None if its number is not known. ``box`` is the box of the text's part on that page.
    """

    offset: int
    page: int | None
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A unit of the text. Its label and note markers are not part of ``text``.

    ``label`` is as printed: "12", "(a)", "II", "Annex I". ``level`` is the depth of a heading (1 = chapter or
    annex) or of an item (1 = "(a)", 2 = "(i)"); 0 otherwise.
    ``part`` is the annex that contains it ("Annex I"; "" in the main part) and ``headings`` the headings above it,
    outermost first, as indexes of blocks.
    ``parent`` is the index of the block it belongs to: an item's chapeau, a sub-item's item.
    ``path`` names the place as lawyers do: "para. 63 (a)", "Annex I (a)", "II (a)", "para. 12".
    ``anchor`` is the same for a URL: "para-63-a", "annex-i-a"; unique within the document.
    ``page`` and ``box`` describe its first part; ``breaks`` are the page breaks within it.
    """

    index: int
    kind: BlockKind
    text: str
    label: str | None = None
    level: int = 0
    part: str = ""
    headings: tuple[int, ...] = ()
    parent: int | None = None
    path: str = ""
    anchor: str = ""
    page: int | None = None
    box: Box | None = None
    marks: tuple[Mark, ...] = ()
    notes: tuple[NoteRef, ...] = ()
    cells: tuple[tuple[str, ...], ...] = ()
    breaks: tuple[PageBreak, ...] = ()

    def page_at(self, offset: int) -> int | None:
        """Return the page on which the character at an offset of its text is printed."""
        return _page_at(offset, self.page, self.breaks)


@dataclass(frozen=True, slots=True)
class Footnote:
    """A note, with the index of the first block that refers to it (None if its marker was not found there)."""

    marker: str
    text: str
    page: int | None = None
    block: int | None = None
    breaks: tuple[PageBreak, ...] = ()

    def page_at(self, offset: int) -> int | None:
        """Return the page on which the character at an offset of its text is printed."""
        return _page_at(offset, self.page, self.breaks)


def _page_at(offset: int, first: int | None, breaks: Sequence[PageBreak]) -> int | None:
    return next((page_break.page for page_break in reversed(breaks) if page_break.offset <= offset), first)


@dataclass(frozen=True, slots=True)
class Dates:
    """The place and dates of a meeting, as printed in a masthead; ``end`` is its last day."""

    place: str | None = None
    start: datetime.date | None = None
    end: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class SymbolHint:
    """A symbol that is not printed on the document but may belong to it: suggested to a person, never used.

    ``pattern`` is a whole symbol, or one with "?" for an unknown part ("CTOC/COP/2022/?").
    """

    pattern: str
    reason: Message


@dataclass(frozen=True, slots=True)
class UnreadLine:
    """A line of a masthead that could not be read. ``field`` is the code of the field that it seems to print."""

    field: str
    text: str


@dataclass(frozen=True, slots=True)
class Organ:
    """One of the organs to which a document is submitted, with its session, meeting and agenda item."""

    body: str | None = None
    subsidiary_body: str | None = None
    session: str | None = None
    meeting: Dates | None = None
    agenda_item: str | None = None
    agenda_title: str | None = None


@dataclass(frozen=True, slots=True)
class Masthead:
    """The head of the first page. A field that is not printed is None or empty: nothing is guessed.

    ``body`` is the parent organ as printed, on one line; ``subsidiary_body`` the one below it.
    ``session`` is as printed ("Eleventh session"). ``language`` and ``original_languages`` are ISO 639-1 codes.
    ``distribution`` is General, Limited, Restricted or Provisional. If two organs are printed side by side, the fields
    describe the first organ, and ``further_organs`` holds the second. Source of the fields: United Nations
    Editorial Manual, "Masthead" and ST/AI/189/Add.3/Rev.2 on distribution categories. ``languages_concerned`` are
    the languages that a corrigendum applies to, empty if it does not state them. ``unread`` holds the lines that could
    not be read. ``is_cover`` is set on the cover of a report that prints the year of publication instead of a date.
    """

    symbols: tuple[str, ...] = ()
    title: str | None = None
    subtitle: str | None = None
    distribution: str | None = None
    date: datetime.date | None = None
    language: str | None = None
    original_languages: tuple[str, ...] = ()
    body: str | None = None
    subsidiary_body: str | None = None
    session: str | None = None
    meeting: Dates | None = None
    agenda_item: str | None = None
    agenda_title: str | None = None
    job_number: str | None = None
    reissued: datetime.date | None = None
    further_organs: tuple[Organ, ...] = ()
    symbol_hints: tuple[SymbolHint, ...] = ()
    unread: tuple[UnreadLine, ...] = ()
    languages_concerned: tuple[str, ...] = ()
    is_cover: bool = False


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """The result of parsing one file. Immutable; stored as JSON by :mod:`documents.parsing.serialize`."""

    file: str
    format: str
    parser_version: str  # "" until portal.reading sets it
    masthead: Masthead
    blocks: tuple[Block, ...]
    footnotes: tuple[Footnote, ...]
    pages: int | None = None
    text_quality: str = "good"  # good | unreliable | ocr | none; the doubts give the reason
    doubts: tuple[Doubt, ...] = ()

    def heading_texts(self, block: Block) -> tuple[str, ...]:
        """Return the texts of the headings above a block, outermost first."""
        return tuple(self.blocks[i].text for i in block.headings)
