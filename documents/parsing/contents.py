"""Tables of contents: which printed lines belong to one, so that none is taken for a heading of the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from documents.parsing.characters import one_line
from documents.parsing.types import Fragment, Span

TITLE = re.compile(
    r"^\W*(?:(?:table of )?contents|table des matières|sommaire|índice|содержание|оглавление|目录|المحتويات)\W*$",
    re.IGNORECASE,
)
_NUMBERS_ONLY = re.compile(r"^(?:\d{1,4}(?:[-–—]\d{1,4})?|[ivxl]{1,6})(?:\s+(?:\d{1,4}|[ivxl]{1,6}))?$")
_COLUMN_HEADS = re.compile(
    r"^(?:(?:Chapter|Paragraphs?|Page|Chapitre|Párrafos|Página|Пункты|Стр\.?|章次|段次|页次)\s*)+$"
)
_LARGEST_GAP = 8
"""Fragments without a page number that may stand between two entries: entries of several lines, column heads."""


def mark_contents(body: Sequence[Fragment]) -> list[Fragment]:
    """The body with each entry of its tables of contents whole, and marked as such."""
    out: list[Fragment] = []
    index = 0
    while index < len(body):
        end = _end_of_table(body, index) if TITLE.match(one_line(body[index].text)) else index
        if end > index:
            out += [replace(body[index], contents=True), *_entries(body[index + 1 : end])]
            index = end
        else:
            out.append(body[index])
            index += 1
    return out


def _end_of_table(body: Sequence[Fragment], title: int) -> int:
    """The index after the last entry; the title's own where no entry follows it."""
    last = title
    for index in range(title + 1, len(body)):
        set_as_table = body[index].cells and index - title <= 3
        if body[index].contents or set_as_table:
            last = index
        elif index - last > _LARGEST_GAP or len(body[index].text) > 400:
            break
    if last == title:
        return title
    while last + 1 < len(body) and _NUMBERS_ONLY.match(one_line(body[last + 1].text)):
        last += 1
    return last + 1


def _entries(lines: Sequence[Fragment]) -> list[Fragment]:
    """Lines put together to entries: the first part of one that goes on, and page numbers printed apart."""
    entries: list[Fragment] = []
    opened: Fragment | None = None
    for line in lines:
        text = one_line(line.text)
        if _COLUMN_HEADS.match(text):
            entries.append(replace(line, contents=True))
        elif _NUMBERS_ONLY.match(text) and entries and not opened:
            entries[-1] = _together(entries[-1], line)
        elif not (line.contents or line.cells) and not _NUMBERS_ONLY.match(text):
            opened = _together(opened, line) if opened else line
        else:
            entries.append(replace(_together(opened, line) if opened else line, contents=True))
            opened = None
    return [*entries, replace(opened, contents=True)] if opened else entries


def _together(first: Fragment, second: Fragment) -> Fragment:
    return replace(first, spans=(*first.spans, Span(" "), *second.spans))
