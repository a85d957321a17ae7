"""A flow of text (the body, a header) as its paragraphs and tables in reading order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from documents.parsing.numbering import LabelKind, read_label
from documents.parsing.readers.docx_layout.numbering import Numbering
from documents.parsing.readers.docx_layout.ooxml import Element, child, children, name, number, value
from documents.parsing.readers.docx_layout.styles import Styles
from documents.parsing.readers.docx_layout.text import Inline, TextReader
from documents.parsing.readers.spans import trimmed
from documents.parsing.types import Alignment, Fragment, Span

_WRAPPERS = {
    name(tag) for tag in ("w:sdt", "w:sdtContent", "w:customXml", "w:ins", "w:moveTo", "w:smartTag", "w:hyperlink")
}
"""Elements around paragraphs, rows or cells that print what is in them."""
_ALIGNMENTS = {
    "left": Alignment.LEFT, "start": Alignment.LEFT, "center": Alignment.CENTRE, "right": Alignment.RIGHT,
    "end": Alignment.RIGHT, "both": Alignment.JUSTIFIED, "distribute": Alignment.JUSTIFIED,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A printed paragraph with what its style tells: a masthead's line, a line of contents, a frame beside the text.

    ``left`` is the edge of its further lines, in points from the margin of the page.
    """

    fragment: Fragment
    masthead: bool = False
    framed: bool = False
    left: float = 0.0


@dataclass(frozen=True, slots=True)
class Table:
    """A table: rows of cells, each with its paragraphs; a merged cell stands once, its other places are empty."""

    rows: tuple[tuple[tuple[Paragraph, ...], ...], ...]
    page: int | None = None

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        return tuple(paragraph for row in self.rows for cell in row for paragraph in cell)


Item = Paragraph | Table


@dataclass(slots=True)
class Flow:
    """Reads the blocks of one flow. ``unread`` counts parts of other files that Word would print in their place."""

    styles: Styles
    numbering: Numbering
    reader: TextReader
    unread: int = 0
    _before: tuple[Span, ...] = field(default=())

    def items(self, container: Element, framed: bool = False) -> Iterator[Item]:
        """The paragraphs and tables in an element, in order. Text boxes come after the paragraph they hang on."""
        for element in children(container):
            if element.tag == name("w:p"):
                yield from self._paragraph(element, framed)
            elif element.tag == name("w:tbl"):
                yield from self._table(element)
            elif element.tag in _WRAPPERS:
                yield from self.items(element, framed)
            elif element.tag == name("mc:AlternateContent"):
                yield from self.items(next(children(element)), framed)
            elif element.tag == name("w:altChunk"):
                self.unread += 1

    def _paragraph(self, element: Element, framed: bool) -> Iterator[Item]:
        properties = child(element, "w:pPr")
        inline = self.reader.read(element)
        spans = (*self._before, *inline.merged())
        if _runs_into_next(properties):
            self._before = spans
            return
        self._before = ()
        style = self.styles.of(element)
        label = self.numbering.next(element, style)
        indents = label.indents if label else None
        framed = framed or child(properties, "w:framePr") is not None
        spans = trimmed(spans)
        if label and label.text and spans:
            gap = "\n" if _is_annex(label.text) else "\t"
            spans = (replace(spans[0], text=label.text + gap, superscript=False), *spans)
        if spans:
            paragraph = self._printed(properties, style, inline, spans, indents)
            yield from _parted(replace(paragraph, framed=framed))
        for box in inline.boxes:
            yield from self.items(box, framed=True)

    def _printed(
        self,
        properties: Element | None,
        style: str | None,
        inline: Inline,
        spans: tuple[Span, ...],
        list_indents: Element | None,
    ) -> Paragraph:
        left, first = self._edges(properties, style, list_indents)
        starts_with_tab = any(span.text.startswith("\t") for span in inline.spans[:1])
        alignment = value(properties, "w:jc") or self.styles.in_paragraph(style, lambda p: value(p, "w:jc"))
        fragment = Fragment(
            spans,
            page=spans[0].page,
            alignment=_ALIGNMENTS.get(alignment or "left", Alignment.LEFT),
            indent=None if starts_with_tab else left + first,
            size=inline.sizes.most_common(1)[0][0] if inline.sizes else None,
            heading_level=self._heading_level(properties, style, spans),
            contents=inline.in_contents or self.styles.is_contents(style),
        )
        return Paragraph(fragment, masthead=self.styles.is_masthead(style), left=left)

    def _edges(
        self, properties: Element | None, style: str | None, list_indents: Element | None
    ) -> tuple[float, float]:
        """Left edge of the paragraph, and how far its first line stands right of it, in points.

        Each is taken from the paragraph, else from its list's level, else from its style.
        """

        def points(attribute: str, other: str) -> float | None:
            for indents in (child(properties, "w:ind"), list_indents):
                twips = number(indents, attribute=attribute)
                twips = number(indents, attribute=other) if twips is None else twips
                if twips is not None:
                    return twips / 20
            found = self.styles.in_paragraph(style, lambda p: number(p, "w:ind", attribute=attribute))
            return None if found is None else found / 20

        left = points("w:left", "w:start") or 0.0
        hanging = points("w:hanging", "w:hanging")
        return left, -hanging if hanging is not None else points("w:firstLine", "w:firstLine") or 0.0

    def _heading_level(self, properties: Element | None, style: str | None, spans: tuple[Span, ...]) -> int | None:
        """A heading's level. Where the style's bold type is switched off throughout, the line is no heading, unless it
        is underlined instead, as typewriters do.

        So are the lines below a table's title set: "(Thousands of United States dollars)".
        """
        level = self.styles.heading_level(style, properties)
        is_bold = self.styles.in_run(style, lambda run: None if child(run, "w:b") is None else True)
        switched_off = is_bold and not any(span.bold or span.underlined for span in spans if span.text.strip())
        return None if switched_off else level

    # --- tables ----------------------------------------------------------------------------------

    def _table(self, element: Element) -> Iterator[Item]:
        """A table, or its paragraphs where it has one column only, so that it is no more than a box."""
        rows = [self._row(row) for row in _inside(element, name("w:tr")) if child(row, "w:trPr", "w:del") is None]
        table = Table(tuple(_without_empty(rows)))
        if all(len(row) <= 1 for row in table.rows):
            yield from table.paragraphs
        else:
            page = next((p.fragment.page for p in table.paragraphs), None)
            yield replace(table, page=page)

    def _row(self, row: Element) -> tuple[tuple[Paragraph, ...], ...]:
        cells: list[tuple[Paragraph, ...]] = [()] * _places(row, "w:gridBefore")
        for cell in _inside(row, name("w:tc")):
            printed = tuple(self._in_cell(cell))
            merge = child(cell, "w:tcPr", "w:vMerge")
            goes_on = merge is not None and (value(merge) or "continue") == "continue"
            cells.append(() if goes_on else printed)
            cells += [()] * (min(number(cell, "w:tcPr", "w:gridSpan") or 1, 64) - 1)
        return tuple(cells)

    def _in_cell(self, cell: Element) -> Iterator[Paragraph]:
        """The paragraphs of a cell; those of tables in it too, in their order."""
        for item in self.items(cell):
            yield from item.paragraphs if isinstance(item, Table) else (item,)


def _runs_into_next(properties: Element | None) -> bool:
    """Whether the end of a paragraph was deleted, so that it goes on with the next one."""
    marks = child(properties, "w:rPr")
    return child(marks, "w:del") is not None or child(marks, "w:moveFrom") is not None


def _parted(paragraph: Paragraph) -> Iterator[Paragraph]:
    """A paragraph, or two where a line end stands for a paragraph's end: after the word "Annex" and its number."""
    spans = paragraph.fragment.spans
    first, line_end, _ = paragraph.fragment.text.partition("\n")
    if not line_end or not _is_annex(first):
        yield paragraph
        return
    for part in _cut(spans, len(first)):
        if part:
            yield replace(paragraph, fragment=replace(paragraph.fragment, spans=part))


def _is_annex(text: str) -> bool:
    """Whether a line is "Annex", "Appendix II" and the like, and nothing else."""
    label = read_label(text)
    return label is not None and label.kind is LabelKind.ANNEX and label.end >= len(text.rstrip())


def _cut(spans: tuple[Span, ...], at: int) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Spans before and after a place in their text."""
    before: list[Span] = []
    after: list[Span] = []
    for span in spans:
        before.append(replace(span, text=span.text[: max(at, 0)]))
        after.append(replace(span, text=span.text[max(at, 0) :]))
        at -= len(span.text)
    return trimmed(before), trimmed(after)


def _inside(element: Element, tag: str) -> Iterator[Element]:
    """Rows of a table or cells of a row, also those in content controls."""
    for inner in children(element):
        if inner.tag == tag:
            yield inner
        elif inner.tag in _WRAPPERS:
            yield from _inside(inner, tag)


def _places(row: Element, tag: str) -> int:
    return min(number(row, "w:trPr", tag) or 0, 64)


def _without_empty(
    rows: list[tuple[tuple[Paragraph, ...], ...]],
) -> Iterator[tuple[tuple[Paragraph, ...], ...]]:
    """Rows of one length, without the columns and rows in which nothing is printed."""
    width = max(map(len, rows), default=0)
    used = [column for column in range(width) if any(len(row) > column and row[column] for row in rows)]
    for row in rows:
        if any(row):
            yield tuple(row[column] if column < len(row) else () for column in used)
