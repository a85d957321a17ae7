"""Read a DOCX: the entry point for Office Open XML text documents.

Secretariats keep their documents as DOCX: the masthead in a table of the first page's header, notes as real notes,
numbers from styles. Each module of :mod:`~documents.parsing.readers.docx_layout` reads one of these parts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from documents.parsing.masthead_doubts import SEVERAL_MASTHEADS
from documents.parsing.messages import Message
from documents.parsing.readers.docx_layout.contents import mark_contents
from documents.parsing.readers.docx_layout.flow import Flow, Item, Paragraph, Table
from documents.parsing.readers.docx_layout.front import end_of_issue_fields, extract_masthead, read_margins
from documents.parsing.readers.docx_layout.notes import Notes, is_rule, read_note
from documents.parsing.readers.docx_layout.numbering import Numbering
from documents.parsing.readers.docx_layout.ooxml import Element, child, name
from documents.parsing.readers.docx_layout.package import Package, open_package
from documents.parsing.readers.docx_layout.properties import page_count, read_properties
from documents.parsing.readers.docx_layout.styles import Styles
from documents.parsing.readers.docx_layout.text import Pages, TextReader
from documents.parsing.readers.docx_layout.underlines import apply_underlines
from documents.parsing.readers.spans import table_fragment
from documents.parsing.types import Doubt, Fragment, Source


def read_docx(content: bytes) -> Source:
    """Return the printed content of a DOCX file in reading order: tracked changes accepted, fields as their results.

    Pages are known only if the word processor kept every page break it printed. Raise :class:`UnreadableDocumentError`
    for a file that is not a DOCX, or is damaged, encrypted or too large.
    """
    package = open_package(content)
    styles = Styles(_part_root(package, "STYLES"))
    margins = read_margins(package, styles)
    notes = Notes(package, styles)
    for note in margins.notes:
        notes.add(note)
    total = page_count(package)
    pages = _read_pages(package, total)
    reader = TextReader(styles, notes, pages)
    flow = Flow(styles, Numbering(_part_root(package, "NUMBERING"), styles), reader)
    items = mark_contents(_without_notes(flow.items(child(package.main.root, "w:body")), notes))
    head, second, items = extract_masthead(items, in_header=bool(margins.masthead))
    items = apply_underlines(items)
    edge = _text_edge(items)
    fragments = [line.fragment for line in (*margins.masthead, *head)]
    top = end_of_issue_fields([fragment.text for fragment in fragments])
    return Source(
        format="docx",
        body=tuple(_build_fragment(item, edge) for item in items),
        masthead=tuple(fragments[:top]),
        margin=tuple(fragments[top:]),
        second_column=tuple(line.fragment for line in second),
        notes=notes.read(),
        running=margins.running,
        pages=total,
        properties=read_properties(package),
        doubts=(*_find_doubts(package, flow), *([SEVERAL_MASTHEADS] if margins.has_further_masthead else [])),
    )


def _part_root(package: Package, kind: str) -> Element | None:
    part = package.related(kind)
    return part.root if part else None


def _read_pages(package: Package, total: int | None) -> Pages:
    """Return the pages, reliable only if the file kept every page break that the word processor printed."""
    breaks = sum(1 for _ in package.main.root.iter(name("w:lastRenderedPageBreak")))
    return Pages(is_reliable=total == breaks + 1)


def _without_notes(items: Iterable[Item], notes: Notes) -> list[Item]:
    """Return the items that are not notes, and record those that are: paragraphs below tables, rows of tables, and
    frames at the foot of the first page.

    Items are processed one by one as they are read, so that notes stay in the order of the text.
    """
    remaining: list[Item] = []
    for item in items:
        if isinstance(item, Table):
            item = replace(item, rows=tuple(row for row in item.rows if not _record_notes(sum(row, ()), notes)))
            if not item.rows:
                continue
        elif _record_notes((item,), notes) or is_rule(item.fragment.text):
            continue
        remaining.append(item)
    return remaining


def _record_notes(paragraphs: Sequence[Paragraph], notes: Notes) -> bool:
    """Record paragraphs as notes if all of them are notes. Return whether they were recorded."""
    parsed = [read_note(p.fragment.spans, p.fragment.page, in_frame=p.is_framed) for p in paragraphs]
    raw_notes = [note for note in parsed if note is not None]
    if len(raw_notes) < len(parsed):
        return False
    for note in raw_notes:
        notes.add(note)
    return True


def _text_edge(items: Sequence[Item]) -> float:
    """Return the left edge of most of the text, in points from the margin of the page."""
    edges: Counter[float] = Counter()
    for item in items:
        if isinstance(item, Paragraph) and item.fragment.heading_level is None:
            edges[item.left] += len(item.fragment.text)
    return edges.most_common(1)[0][0] if edges else 0.0


def _build_fragment(item: Item, edge: float) -> Fragment:
    if isinstance(item, Table):
        rows = [[[paragraph.fragment.spans for paragraph in cell] for cell in row] for row in item.rows]
        return table_fragment(rows, item.page)
    indent = item.fragment.indent
    return item.fragment if indent is None else replace(item.fragment, indent=round(indent - edge, 1))


def _find_doubts(package: Package, flow: Flow) -> list[Doubt]:
    """Return the doubts about the file."""
    tracked = (name(tag) for tag in ("w:ins", "w:del", "w:moveFrom", "w:moveTo"))
    doubts: list[Doubt] = []
    if next(package.main.root.iter(*tracked), None) is not None:
        doubts.append(
            Doubt(
                "tracked_changes",
                Message("The file contains tracked changes. It was read as if all changes had been accepted."),
            )
        )
    if flow.unread_count:
        doubts.append(Doubt("part_not_read", Message("The file includes other files whose text was not read.")))
    if flow.reader.fields.lost_number_count:
        doubts.append(
            Doubt(
                "numbers_not_read",
                Message("Some numbers are missing: they come from fields whose results are not stored in the file."),
            )
        )
    if flow.reader.unknown_symbol_count:
        doubts.append(Doubt("unknown_symbols", Message("Some characters in symbol fonts could not be read.")))
    return doubts
