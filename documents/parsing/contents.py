"""Mark the lines of tables of contents, so that they are not read as headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from documents.parsing.characters import one_line
from documents.parsing.types import Fragment, Span

TITLE = re.compile(
    r"""^\W*(?:(?:table\s(?:of\s)?)?contents|table\sdes\smati[èe]res|sommaire|[íi]ndice|contenido|содержание|оглавление
        |目\s?[录次]|(?:جدول\s)?المحتويات|الفهرس)(?:\s\((?:continued|suite|continuación|продолжение)\))?\W*$""",
    re.IGNORECASE | re.VERBOSE,
)
_NUMBERS_ONLY = re.compile(r"^(?:\d{1,4}(?:[-–—]\d{1,4})?|[ivxl]{1,6})(?:\s+(?:\d{1,4}|[ivxl]{1,6}))?$")
_COLUMN_HEAD = r"""Chapter|Section|Annex(?:es)?|Paragraphs?|Pages?|Chapitre|Paragraphes?|Capítulo|Sección
        |Párrafos?|Páginas?|Глава|Раздел|Пункты?|Стр(?:аницы|аница)?\.?|章次?|段次|页次|الفصل|الفقرات|الصفحة"""
COLUMN_HEADS = re.compile(
    rf"""^(?:<i>|[*_])?\s*(?:(?:(?:Contents|Table\sdes\smati[èe]res|[ÍI]ndice|Содержание)(?=\s+\w)|{_COLUMN_HEAD})\s*)+
        (?:</i>|[*_])?$""",
    re.IGNORECASE | re.VERBOSE,
)
"""Matches the heads of the columns: "Chapter   Paragraphs   Page"."""
_HEAD_AT_END = re.compile(
    rf"""(?<!\sof)(?<!\sand)\s(?:Contents|CONTENTS|[ÍI](?:ndice|NDICE)|Содержание|СОДЕРЖАНИЕ
          |Table\sdes\smati[èe]res|TABLE\sDES\sMATI[ÈE]RES)(?:\s(?i:{_COLUMN_HEAD}))*\W*$""",
    re.VERBOSE,
)
"""Matches the head of a table of contents at the end of a line: "… held in Vienna Contents Chapter Page"."""
_HEAD_AROUND = re.compile(
    rf"""(?:Contents|[ÍI]ndice|Содержание|Table\sdes\smati[èe]res)\s(?P<title>(?!(?:{_COLUMN_HEAD})(?!\w)).{{10,}}?)
        (?:\s(?:{_COLUMN_HEAD}))+\W*""",
    re.VERBOSE,
)
"""Matches a title between the parts of the head of the table: "Contents Notes for participants Paragraphs Page"."""
_MIN_TITLE = 20  # characters
_LEADER = re.compile(r"\S\s?(?:\.\s?){4,}\s*(?:\d{1,4}|[ivxl]{1,6})$")
"""Matches the end of an entry with a dotted leader: "Introduction ........ 2"."""
_MAX_GAP = 8
"""Maximum number of fragments without a page number between two entries: parts of an entry, column heads."""


def without_contents_head(text: str) -> str:
    """Return a title without the head of the table of contents below it, if a text prints both on one line."""
    if around := _HEAD_AROUND.fullmatch(text):
        return around["title"]
    head = _HEAD_AT_END.search(text, _MIN_TITLE)
    return text[: head.start()] if head else text


def mark_contents(body: Sequence[Fragment]) -> list[Fragment]:
    """Return the body with the entries of its tables of contents joined and marked."""
    body = [replace(f, is_contents=True) if _LEADER.search(one_line(f.text)) else f for f in body]
    marked: list[Fragment] = []
    index = 0
    while index < len(body):
        end = _end_of_table(body, index) if TITLE.match(one_line(body[index].text)) else index
        if end > index:
            marked += [replace(body[index], is_contents=True), *_join_entries(body[index + 1 : end])]
            index = end
        else:
            marked.append(body[index])
            index += 1
    return marked


def _end_of_table(body: Sequence[Fragment], title: int) -> int:
    """Return the index after the last entry, or ``title`` if no entries follow it."""
    last = title
    for index in range(title + 1, len(body)):
        is_set_as_table = body[index].cells and index - title <= 3
        if body[index].is_contents or is_set_as_table:
            last = index
        elif index - last > _MAX_GAP or len(body[index].text) > 400:
            break
    if last == title:
        return title
    while last + 1 < len(body) and _NUMBERS_ONLY.match(one_line(body[last + 1].text)):
        last += 1
    return last + 1


def _join_entries(lines: Sequence[Fragment]) -> list[Fragment]:
    """Join lines into entries, which may span several lines or have their page number on a separate line."""
    entries: list[Fragment] = []
    unfinished: Fragment | None = None
    for line in lines:
        text = one_line(line.text)
        if COLUMN_HEADS.match(text):
            entries.append(replace(line, is_contents=True))
        elif _NUMBERS_ONLY.match(text) and entries and not unfinished:
            entries[-1] = _join(entries[-1], line)
        elif not (line.is_contents or line.cells) and not _NUMBERS_ONLY.match(text):
            unfinished = _join(unfinished, line) if unfinished else line
        else:
            entries.append(replace(_join(unfinished, line) if unfinished else line, is_contents=True))
            unfinished = None
    return [*entries, replace(unfinished, is_contents=True)] if unfinished else entries


def _join(first: Fragment, second: Fragment) -> Fragment:
    return replace(first, spans=(*first.spans, Span(" "), *second.spans))
