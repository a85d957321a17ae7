"""Markup of a paragraph: typography, footnote markers and page breaks."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from documents.models import Paragraph
from documents.web.markup import Insertion, Overlay
from recommendations.reader.text_html import word_start

_TAGS = {"bold": (mark_safe("<b>"), mark_safe("</b>")), "italic": (mark_safe("<i>"), mark_safe("</i>"))}
_HIT, _END_HIT = mark_safe("<mark>"), mark_safe("</mark>")


def typography(marks: Sequence[Mapping[str, Any]]) -> list[list[Overlay]]:
    """Return one layer of overlays for bold text and one for italics, from the marks of a paragraph."""
    return [
        [Overlay(mark["start"], mark["end"], opening, closing) for mark in marks if mark["style"] == style]
        for style, (opening, closing) in _TAGS.items()
    ]


def hit_mark(start: int, end: int) -> Overlay:
    """Return the highlight of a match."""
    return Overlay(start, end, _HIT, _END_HIT)


class NoteCalls:
    """Footnote markers as links; the first marker of each footnote is the target of its back link."""

    def __init__(self, footnotes: Collection[int]) -> None:
        self._footnotes = footnotes
        self._called: set[int] = set()

    def insertions(self, paragraph: Paragraph) -> list[Insertion]:
        return [self._call(call) for call in paragraph.notes]

    def _call(self, call: Mapping[str, object]) -> Insertion:
        note = call.get("note")
        offset = int(str(call["offset"]))
        if not isinstance(note, int) or note not in self._footnotes:
            title = _("The footnote was not found.")
            return Insertion(offset, format_html('<sup class="unresolved" title="{}">{}</sup>', title, call["marker"]))
        id_attribute = format_html(' id="call-{}"', note) if note not in self._called else ""
        self._called.add(note)
        return Insertion(
            offset,
            format_html(
                '<sup class="note-call"><a{} href="#note-{}" aria-label="{}">{}</a></sup>',
                id_attribute,
                note,
                _("Footnote %(marker)s") % {"marker": call["marker"]},
                call["marker"],
            ),
        )


def page_break_marks(paragraph: Paragraph, original: str) -> list[Insertion]:
    """Return a mark for each page that begins within a paragraph. ``original`` is as in :func:`page_mark`."""
    insertions = []
    for page_break in paragraph.breaks:
        if page_break["page"] is not None:
            mark = page_mark(page_break["page"], original)
            insertions.append(Insertion(_break_offset(paragraph.text, page_break["offset"]), mark))
    return insertions


def page_mark(page: int, original: str) -> SafeString:
    """Return a page number, linked to that page of the source file if it has pages.

    ``original`` is the address of the first page, which contains its number as "/1/", or "".
    """
    label = _("page %(page)s") % {"page": page}
    language = get_language()
    if not original:
        return format_html('<span class="page-mark" lang="{}">{}</span>', language, label)
    address = original.replace("/1/?", f"/{page}/?")
    return format_html('<a class="page-mark" data-page="{}" href="{}" lang="{}">{}</a>', page, address, language, label)


def _break_offset(text: str, offset: int) -> int:
    """Return the offset of the page break. If the break divides a word, it is moved to the end of the word."""
    if text[offset - 1 : offset].islower() and text[offset : offset + 1].islower():
        return word_start(text, offset)
    return offset
