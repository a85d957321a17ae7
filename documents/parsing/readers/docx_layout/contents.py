"""Mark the lines of tables of contents, whether set with tabs, by a field or as a table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from documents.parsing.readers.docx_layout.flow import Item, Paragraph, Table
from documents.parsing.types import Span

_TITLE = re.compile(
    r"\W*(?:contents|table of contents|table des matières|sommaire|índice|содержание|оглавление|目录|المحتويات)\W*",
    re.IGNORECASE,
)
_COLUMN_HEAD = re.compile(
    r"\W*(?:(?:page|paragraphs?|chapter|annex(?:es)?|página|párrafos|paragraphes|глава|стр|пункты|页次|段次|章次|الصفحة|الفقرات)\W*)+",
    re.IGNORECASE,
)
_PAGE = re.compile(r"(?:\d{1,4}|[ivxl]{1,7})(?:\s?[-–]\s?\d{1,4})?")
_LINE = re.compile(rf".*\S\s*(?:\t|[.…]{{3,}})[\s.…]*{_PAGE.pattern}", re.DOTALL)
"""Matches "I.\\tIntroduction\\t3", "Annexes ........ 14", "II.\\tRecommendations\\t4–12\\t5"."""
_MAX_UNNUMBERED = 2
"""Maximum number of consecutive lines without a page number in a table of contents: chapters, long titles."""


def mark_contents(items: Sequence[Item]) -> list[Item]:
    """Return the items with contents lines marked; a table of contents set as a table is replaced by its lines."""
    marked: list[Item] = []
    is_inside = False
    for index, item in enumerate(items):
        if isinstance(item, Table):
            rows = [_row_as_line(row) for row in item.rows]
            is_inside = is_inside and _is_contents(rows)
            marked += [_mark(row) for row in rows] if is_inside else [item]
        elif _TITLE.fullmatch(item.fragment.text) or item.fragment.is_contents:
            is_inside = True
            marked.append(_mark(item))
        else:
            is_inside = is_inside and (_is_line(item) or _leads_to_line(items[index : index + _MAX_UNNUMBERED + 1]))
            marked.append(_mark(item) if is_inside else item)
    return marked


def _is_line(item: Item) -> bool:
    text = item.fragment.text if isinstance(item, Paragraph) else ""
    return bool(_LINE.fullmatch(text) or _COLUMN_HEAD.fullmatch(text))


def _leads_to_line(items: Sequence[Item]) -> bool:
    """Return whether a line without a page number is followed by one with a page number."""
    for item in items:
        if isinstance(item, Table) or item.fragment.heading_level is not None:
            return False
        if _is_line(item):
            return True
    return False


def _is_contents(rows: Sequence[Paragraph]) -> bool:
    return sum(map(_is_line, rows)) * 2 > len(rows)


def _row_as_line(row: tuple[tuple[Paragraph, ...], ...]) -> Paragraph:
    """Return the cells of a row as one line, the page number last, as in contents set without a table."""
    paragraphs = [paragraph for cell in row for paragraph in cell]
    spans: list[Span] = []
    for paragraph in paragraphs:
        if spans:
            spans.append(Span("\t"))
        spans += paragraph.fragment.spans
    return replace(paragraphs[0], fragment=replace(paragraphs[0].fragment, spans=tuple(spans)))


def _mark(paragraph: Paragraph) -> Paragraph:
    """Return a paragraph marked as a contents line, which is not a heading, whatever its style."""
    spans = tuple(replace(span, text=span.text.replace("\n", " ")) for span in paragraph.fragment.spans)
    return replace(paragraph, fragment=replace(paragraph.fragment, spans=spans, is_contents=True, heading_level=None))
