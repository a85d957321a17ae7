"""Read a flow of text (the body, a header) as paragraphs and tables in reading order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from documents.parsing.numbering import LabelKind, read_label
from documents.parsing.readers.docx_layout.numbering import Numbering
from documents.parsing.readers.docx_layout.ooxml import Element, child, children, name, number, value
from documents.parsing.readers.docx_layout.styles import Styles
from documents.parsing.readers.docx_layout.text import Inline, TextReader
from documents.parsing.readers.spans import trim
from documents.parsing.types import Alignment, Fragment, Span

_WRAPPERS = {
    name(tag) for tag in ("w:sdt", "w:sdtContent", "w:customXml", "w:ins", "w:moveTo", "w:smartTag", "w:hyperlink")
}
"""Elements around paragraphs, rows or cells whose content is printed."""
_ALIGNMENTS = {
    "left": Alignment.LEFT, "start": Alignment.LEFT, "center": Alignment.CENTRE, "right": Alignment.RIGHT,
    "end": Alignment.RIGHT, "both": Alignment.JUSTIFIED, "distribute": Alignment.JUSTIFIED,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A printed paragraph. ``is_masthead`` means that it has a masthead style, ``is_framed`` that it is in a frame.

    ``left`` is the left edge of its lines after the first, in points from the margin of the page.
    """

    fragment: Fragment
    is_masthead: bool = False
    is_framed: bool = False
    left: float = 0.0


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, each with its paragraphs; a merged cell appears once, and its other positions are empty."""

    rows: tuple[tuple[tuple[Paragraph, ...], ...], ...]
    page: int | None = None

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        return tuple(paragraph for row in self.rows for cell in row for paragraph in cell)


Item = Paragraph | Table


@dataclass(slots=True)
class Flow:
    """Read one flow of text. ``unread_count`` counts embedded files, which Word would print but which are not read."""

    styles: Styles
    numbering: Numbering
    reader: TextReader
    unread_count: int = 0
    _pending: tuple[Span, ...] = field(default=())

    def items(self, container: Element, is_framed: bool = False) -> Iterator[Item]:
        """Yield the paragraphs and tables in an element, in order. A text box follows its paragraph."""
        for element in children(container):
            if element.tag == name("w:p"):
                yield from self._read_paragraph(element, is_framed)
            elif element.tag == name("w:tbl"):
                yield from self._read_table(element)
            elif element.tag in _WRAPPERS:
                yield from self.items(element, is_framed)
            elif element.tag == name("mc:AlternateContent"):
                yield from self.items(next(children(element)), is_framed)
            elif element.tag == name("w:altChunk"):
                self.unread_count += 1

    def _read_paragraph(self, element: Element, is_framed: bool) -> Iterator[Item]:
        properties = child(element, "w:pPr")
        inline = self.reader.read(element)
        spans = (*self._pending, *inline.merged())
        if _runs_into_next(properties):
            self._pending = spans
            return
        self._pending = ()
        style = self.styles.style_of(element)
        label = self.numbering.next_label(element, style)
        indents = label.indents if label else None
        is_framed = is_framed or child(properties, "w:framePr") is not None
        spans = trim(spans)
        if label and label.text and spans:
            gap = "\n" if _is_annex(label.text) else "\t"
            spans = (replace(spans[0], text=label.text + gap, superscript=False), *spans)
        if spans:
            paragraph = self._make_paragraph(properties, style, inline, spans, indents)
            yield from _split_annex(replace(paragraph, is_framed=is_framed))
        for box in inline.boxes:
            yield from self.items(box, is_framed=True)

    def _make_paragraph(
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
            is_contents=inline.in_contents or self.styles.is_contents(style),
        )
        return Paragraph(fragment, is_masthead=self.styles.is_masthead(style), left=left)

    def _edges(
        self, properties: Element | None, style: str | None, list_indents: Element | None
    ) -> tuple[float, float]:
        """Return the left edge of the paragraph, and the offset of its first line from there, in points.

        Each is taken from the paragraph, from the level of its list, or from its style, in this order.
        """

        def points(attribute: str, alternative: str) -> float | None:
            for indents in (child(properties, "w:ind"), list_indents):
                twips = number(indents, attribute=attribute)
                twips = number(indents, attribute=alternative) if twips is None else twips
                if twips is not None:
                    return twips / 20
            inherited = self.styles.in_paragraph(style, lambda p: number(p, "w:ind", attribute=attribute))
            return None if inherited is None else inherited / 20

        left = points("w:left", "w:start") or 0.0
        hanging = points("w:hanging", "w:hanging")
        return left, -hanging if hanging is not None else points("w:firstLine", "w:firstLine") or 0.0

    def _heading_level(self, properties: Element | None, style: str | None, spans: tuple[Span, ...]) -> int | None:
        """Return the level of a heading, or None for other text.

        A line in a bold heading style is not a heading if bold is switched off throughout, as below the title of a
        table ("(Thousands of United States dollars)"), unless it is underlined instead, as on a typewriter.
        """
        level = self.styles.heading_level(style, properties)
        is_bold = self.styles.in_run(style, lambda run: None if child(run, "w:b") is None else True)
        is_switched_off = is_bold and not any(span.bold or span.underlined for span in spans if span.text.strip())
        return None if is_switched_off else level

    # --- tables ----------------------------------------------------------------------------------

    def _read_table(self, element: Element) -> Iterator[Item]:
        """Yield a table, or its paragraphs if it has only one column and so is only a frame."""
        rows = [self._read_row(row) for row in _unwrap(element, name("w:tr")) if child(row, "w:trPr", "w:del") is None]
        table = Table(tuple(_drop_empty(rows)))
        if all(len(row) <= 1 for row in table.rows):
            yield from table.paragraphs
        else:
            page = next((p.fragment.page for p in table.paragraphs), None)
            yield replace(table, page=page)

    def _read_row(self, row: Element) -> tuple[tuple[Paragraph, ...], ...]:
        cells: list[tuple[Paragraph, ...]] = [()] * _skipped_columns(row, "w:gridBefore")
        for cell in _unwrap(row, name("w:tc")):
            printed = tuple(self._read_cell(cell))
            merge = child(cell, "w:tcPr", "w:vMerge")
            is_continued = merge is not None and (value(merge) or "continue") == "continue"
            cells.append(() if is_continued else printed)
            cells += [()] * (min(number(cell, "w:tcPr", "w:gridSpan") or 1, 64) - 1)
        return tuple(cells)

    def _read_cell(self, cell: Element) -> Iterator[Paragraph]:
        """Yield the paragraphs of a cell in order, including paragraphs of tables in it."""
        for item in self.items(cell):
            yield from item.paragraphs if isinstance(item, Table) else (item,)


def _runs_into_next(properties: Element | None) -> bool:
    """Return whether the end of a paragraph was deleted, so that it continues into the next one."""
    marks = child(properties, "w:rPr")
    return child(marks, "w:del") is not None or child(marks, "w:moveFrom") is not None


def _split_annex(paragraph: Paragraph) -> Iterator[Paragraph]:
    """Yield a paragraph, or two if a line break separates "Annex" and its number from a title."""
    spans = paragraph.fragment.spans
    first, line_break, _ = paragraph.fragment.text.partition("\n")
    if not line_break or not _is_annex(first):
        yield paragraph
        return
    for part in _split_at(spans, len(first)):
        if part:
            yield replace(paragraph, fragment=replace(paragraph.fragment, spans=part))


def _is_annex(text: str) -> bool:
    """Return whether a line is only "Annex", "Appendix II" or the like."""
    label = read_label(text)
    return label is not None and label.kind is LabelKind.ANNEX and label.end >= len(text.rstrip())


def _split_at(spans: tuple[Span, ...], offset: int) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Return the spans before and after an offset in their text."""
    before: list[Span] = []
    after: list[Span] = []
    for span in spans:
        before.append(replace(span, text=span.text[: max(offset, 0)]))
        after.append(replace(span, text=span.text[max(offset, 0) :]))
        offset -= len(span.text)
    return trim(before), trim(after)


def _unwrap(element: Element, tag: str) -> Iterator[Element]:
    """Yield the rows of a table or cells of a row, including those in content controls."""
    for inner in children(element):
        if inner.tag == tag:
            yield inner
        elif inner.tag in _WRAPPERS:
            yield from _unwrap(inner, tag)


def _skipped_columns(row: Element, tag: str) -> int:
    return min(number(row, "w:trPr", tag) or 0, 64)


def _drop_empty(
    rows: list[tuple[tuple[Paragraph, ...], ...]],
) -> Iterator[tuple[tuple[Paragraph, ...], ...]]:
    """Yield rows of equal length, without empty columns or rows."""
    width = max(map(len, rows), default=0)
    used = [column for column in range(width) if any(len(row) > column and row[column] for row in rows)]
    for row in rows:
        if any(row):
            yield tuple(row[column] if column < len(row) else () for column in used)
