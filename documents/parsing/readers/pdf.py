"""Read a PDF: separate its printed paragraphs in reading order from notes, masthead, and running heads and feet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from documents.parsing.hyphens import Lexicon
from documents.parsing.readers.pdf_layout.columns import find_columns, page_parts
from documents.parsing.readers.pdf_layout.document import declared_pages, open_document, properties, read_pages
from documents.parsing.readers.pdf_layout.endnotes import extract_endnotes
from documents.parsing.readers.pdf_layout.figures import extract_figures
from documents.parsing.readers.pdf_layout.front import Front, extract_masthead
from documents.parsing.readers.pdf_layout.joining import join_lines
from documents.parsing.readers.pdf_layout.letters import as_printed
from documents.parsing.readers.pdf_layout.lines import page_lines
from documents.parsing.readers.pdf_layout.margins import remove_running_lines
from documents.parsing.readers.pdf_layout.notes import extract_notes
from documents.parsing.readers.pdf_layout.page import Line, Table
from documents.parsing.readers.pdf_layout.paragraphs import build_fragments, fragment_of, measure_margins
from documents.parsing.readers.pdf_layout.quality import find_doubts, find_doubts_about_order
from documents.parsing.readers.pdf_layout.table_runs import join_runs
from documents.parsing.readers.pdf_layout.tables import extract_tables
from documents.parsing.readers.pdf_layout.underlines import apply_underlines
from documents.parsing.types import Fragment, RawNote, Source


def read_pdf(content: bytes) -> Source:
    """Return the document in a PDF's bytes.

    Raise UnreadableDocumentError if the bytes are not a PDF, or it is locked, damaged or too large. A scan without a
    text layer is returned as an empty source with the doubt ``no_text_layer``.
    """
    document = open_document(content)
    pages = list(read_pages(document))
    for page in pages:
        extract_figures(page)
        apply_underlines(page)
    find_columns(pages)
    lines_by_page = [page_lines(page) for page in pages]
    lines_by_page, running = remove_running_lines(pages, lines_by_page)
    size = _body_size(lines_by_page)
    front = Front([], [], [], [])
    if pages:
        front = extract_masthead(pages[0], lines_by_page[0])
        lines_by_page[0] = front.text
    parts = [part for page, lines in zip(pages, lines_by_page, strict=True) for part in page_parts(page, lines)]
    sheets = [sheet for sheet, _ in parts]
    lines_by_page, notes = extract_notes(sheets, [lines for _, lines in parts], size)
    margins = measure_margins(lines_by_page)
    texts = [line.text for lines in lines_by_page for line in lines]
    lexicon = Lexicon(texts)
    layouts = [extract_tables(page, lines) for page, lines in zip(sheets, lines_by_page, strict=True)]
    join_runs(layouts)
    items = [item for tables, lines in layouts for item in _in_reading_order(tables, lines)]
    body: Sequence[Fragment] = build_fragments(items, margins, lexicon)
    raw_notes = [RawNote(note.marker, join_lines(note.lines, lexicon), note.page) for note in notes]
    if not any(note.marker.isdecimal() for note in raw_notes):
        body, endnotes = extract_endnotes(body)
        raw_notes += endnotes
    return Source(
        format="pdf",
        body=as_printed(body, pages),
        masthead=as_printed([fragment_of([line], margins, lexicon) for line in front.masthead], pages),
        margin=as_printed([fragment_of([line], margins, lexicon) for line in front.margin], pages),
        second_column=as_printed([fragment_of([line], margins, lexicon) for line in front.second_column], pages),
        notes=tuple(raw_notes),
        running=tuple(running),
        pages=len(pages),
        properties=properties(document),
        doubts=(*find_doubts(pages, declared_pages(document)), *find_doubts_about_order(texts)),
    )


def _body_size(pages: Sequence[Sequence[Line]]) -> float:
    """Return the size in which most of the text is set."""
    sizes: Counter[float] = Counter()
    for lines in pages:
        for line in lines:
            sizes[line.size] += len(line.words)
    return sizes.most_common(1)[0][0] if sizes else 10.0


def _in_reading_order(tables: list[Table], lines: list[Line]) -> list[Line | Table]:
    """Return a page's tables and lines in reading order."""
    items: list[Line | Table] = [*tables, *lines]
    return sorted(items, key=lambda item: _reading_position(item))


def _reading_position(item: Line | Table) -> tuple[float, float]:
    return (round(item.top + 0.8 * item.size), item.left) if isinstance(item, Line) else (item.top, item.left)
