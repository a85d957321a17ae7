"""The values that pass through the parser: what a page holds, and what was understood of it.

Two halves. A reader (one a file format) turns bytes into a :class:`Source`: printed paragraphs in reading
order, free of running heads, page numbers and notes. :mod:`~documents.parsing.structure` and
:mod:`~documents.parsing.masthead` turn a source, whatever its format was, into a :class:`ParsedDocument`.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class UnreadableDocumentError(Exception):
    """The bytes are no document that can be read. Nothing of it is kept.

    ``code`` is one of: ``empty``, ``not_a_document``, ``unsupported``, ``damaged``, ``encrypted``, ``too_large``;
    and, where reading is limited, ``too_slow``, ``too_costly``, ``crashed``.
    ``message`` is a plain English sentence that says what is wrong and what to do.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


# --- what a reader hands on --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in points (1/72 inch) from the page's top left corner."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Span:
    """A run of characters of one look on one page. A superscript span that is a note's mark has ``superscript`` set.

    ``underlined`` is set where the format tells it; a reader sets what is underlined for emphasis in italics too.
    ``page`` is the page it is printed on; ``None`` where the format does not tell.
    """

    text: str
    bold: bool = False
    italic: bool = False
    superscript: bool = False
    page: int | None = None
    underlined: bool = False


class Alignment(StrEnum):
    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"
    JUSTIFIED = "justified"


@dataclass(frozen=True, slots=True)
class Fragment:
    """A printed paragraph, whole: joined over lines, columns and pages, but not yet understood.

    Hints are what the page shows; ``None`` means that the format does not tell.
    ``page`` and ``box`` are those of its part on its first page; ``further`` are the pages on which it goes on, each
    with the box of its part there.
    ``heading_level`` comes from a style name or Markdown mark (1 is the highest).
    ``indent`` is the left edge of the first line in points from the text's left margin.
    ``size`` is the size of most of its characters in points.
    ``cells`` are the rows of a table; such a fragment's spans hold the same text, row by row.
    ``figure`` tells that it is a chart, and its cells the words printed in it, row by row.
    ``contents`` marks a line of a table of contents.
    """

    spans: tuple[Span, ...]
    page: int | None = None
    box: Box | None = None
    further: tuple[tuple[int, Box], ...] = ()
    alignment: Alignment | None = None
    indent: float | None = None
    size: float | None = None
    heading_level: int | None = None
    cells: tuple[tuple[str, ...], ...] = ()
    figure: bool = False
    contents: bool = False

    @property
    def text(self) -> str:
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class RawNote:
    """A footnote or endnote as printed: its mark ("1", "*", "a") apart from its text."""

    marker: str
    spans: tuple[Span, ...]
    page: int | None = None

    @property
    def text(self) -> str:
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that a person should look at. ``code`` is stable; ``message`` is a plain English sentence."""

    code: str
    message: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """What a reader gives: the printed paragraphs in reading order, each thing apart.

    ``masthead`` holds the fragments of the first page's head (symbol, Distr., date, original, body ...), each
    printed line its own fragment, or a line of one where the format tells that they are a paragraph. A reader that
    cannot tell where the masthead ends leaves it empty, and the masthead is then looked for at the start of ``body``.
    ``running`` holds the running heads and feet that were taken out (symbols and job numbers stand there).
    ``properties`` are the file's own metadata (DOCX ``docProps``), never trusted over what is printed.
    """

    format: str
    body: tuple[Fragment, ...]
    masthead: tuple[Fragment, ...] = ()
    notes: tuple[RawNote, ...] = ()
    running: tuple[str, ...] = ()
    pages: int | None = None
    properties: Mapping[str, str] = field(default_factory=dict)
    doubts: tuple[Doubt, ...] = ()


# --- what was understood -----------------------------------------------------------------------------


class BlockKind(StrEnum):
    """What a block of a document is."""

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
    """The place in a block's text that calls a footnote. ``note`` is the index in ``ParsedDocument.footnotes``."""

    marker: str
    offset: int
    note: int | None = None


@dataclass(frozen=True, slots=True)
class PageBreak:
    """Where a text goes on at the head of another page: the offset of the first character that is printed there.

    ``page`` is ``None`` where its number is not known. ``box`` is the box of the text's part on that page.
    """

    offset: int
    page: int | None
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """One unit of the text. Its label and the marks of its notes are not part of ``text``.

    ``label`` is as printed: "12", "(a)", "II", "Annex I". ``level`` is the depth of a heading (1 = chapter or
    annex) or of an item (1 = "(a)", 2 = "(i)"); 0 otherwise.
    ``part`` is the annex it stands in ("Annex I"; "" in the main part) and ``headings`` the headings above it,
    outermost first, as indexes of blocks.
    ``parent`` is the index of the block it hangs on: an item's chapeau, a sub-item's item.
    ``path`` is how a lawyer names the place: "para. 63 (a)", "Annex I (a)", "II (a)", "para. 12".
    ``anchor`` is the same for an address: "para-63-a", "annex-i-a"; unique within the document.
    ``page`` and ``box`` are those of its first part, ``breaks`` the places where it goes on over a page.
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
        """The page on which the character at an offset of its text is printed."""
        return _page_at(offset, self.page, self.breaks)


@dataclass(frozen=True, slots=True)
class Footnote:
    """A note with the block that calls it (``None`` when the call was not found)."""

    marker: str
    text: str
    page: int | None = None
    block: int | None = None
    breaks: tuple[PageBreak, ...] = ()

    def page_at(self, offset: int) -> int | None:
        """The page on which the character at an offset of its text is printed."""
        return _page_at(offset, self.page, self.breaks)


def _page_at(offset: int, first: int | None, breaks: Sequence[PageBreak]) -> int | None:
    return next((turn.page for turn in reversed(breaks) if turn.offset <= offset), first)


@dataclass(frozen=True, slots=True)
class Dates:
    """A period of days, both ends included, and where, as a masthead prints a meeting."""

    place: str | None = None
    start: datetime.date | None = None
    end: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class SymbolHint:
    """A symbol that the document does not print, but that may be its own: offered to a person, never used.

    ``pattern`` is a whole symbol, or one with "?" where a part cannot be known ("CTOC/COP/2022/?").
    """

    pattern: str
    reason: str


@dataclass(frozen=True, slots=True)
class Masthead:
    """The head of the first page. A field that is not printed is ``None`` or empty: nothing is invented.

    ``body`` is the parent organ as printed, on one line; ``subsidiary_body`` the one below it.
    ``session`` is as printed ("Eleventh session"). ``language`` and ``original_languages`` are ISO 639-1 codes.
    ``distribution`` is General, Limited, Restricted or Provisional. Source of the fields: United Nations
    Editorial Manual, "Masthead" and ST/AI/189/Add.3/Rev.2 on distribution categories.
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
    symbol_hints: tuple[SymbolHint, ...] = ()


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """What was read out of one file. Immutable; stored as JSON by :mod:`documents.parsing.serialize`."""

    file: str
    format: str
    parser_version: str  # "" until the process that reads files sets it (portal.reading)
    masthead: Masthead
    blocks: tuple[Block, ...]
    footnotes: tuple[Footnote, ...]
    pages: int | None = None
    text_quality: str = "good"  # good | unreliable | ocr | none; the doubts say why
    doubts: tuple[Doubt, ...] = ()

    def heading_texts(self, block: Block) -> tuple[str, ...]:
        """The headings above a block, outermost first."""
        return tuple(self.blocks[i].text for i in block.headings)
