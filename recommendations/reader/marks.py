"""Markup of a paragraph: typography, footnote calls and page breaks."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from documents.models import Paragraph
from documents.web.markup import Insertion, Overlay
from recommendations.reader.text_html import word_start

_TAGS = {"bold": "b", "italic": "i"}
_HIT, _END_HIT = mark_safe("<mark>"), mark_safe("</mark>")


def typography(paragraph: Paragraph) -> list[list[Overlay]]:
    """A layer of what is printed bold, and one of what is printed in italics."""
    return [
        [
            Overlay(mark["start"], mark["end"], format_html("<{}>", tag), format_html("</{}>", tag))
            for mark in paragraph.marks
            if mark["style"] == style
        ]
        for style, tag in _TAGS.items()
    ]


def hit_mark(start: int, end: int) -> Overlay:
    """What a search found."""
    return Overlay(start, end, _HIT, _END_HIT)


class NoteCalls:
    """The calls of footnotes as links to them; the first one of each note is where the note leads back to."""

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
        identity = format_html(' id="call-{}"', note) if note not in self._called else ""
        self._called.add(note)
        return Insertion(
            offset,
            format_html(
                '<sup class="note-call"><a{} href="#note-{}" aria-label="{}">{}</a></sup>',
                identity,
                note,
                _("Footnote %(marker)s") % {"marker": call["marker"]},
                call["marker"],
            ),
        )


def page_turns(paragraph: Paragraph, original: str) -> list[Insertion]:
    """The numbers of the pages that begin within a paragraph; ``original`` as in :func:`page_mark`."""
    turns = []
    for turn in paragraph.breaks:
        if turn["page"] is not None:
            mark = page_mark(turn["page"], original)
            turns.append(Insertion(_turning_point(paragraph.text, turn["offset"]), mark))
    return turns


def page_mark(page: int, original: str) -> SafeString:
    """The number of a page, leading to the page of the original where that is a file with pages.

    ``original`` is the address of the original's first page, with "/1/" where the number stands; "" without one.
    """
    label = _("page %(page)s") % {"page": page}
    language = get_language()
    if not original:
        return format_html('<span class="page-mark" lang="{}">{}</span>', language, label)
    address = original.replace("/1/?", f"/{page}/?")
    return format_html('<a class="page-mark" data-page="{}" href="{}" lang="{}">{}</a>', page, address, language, label)


def _turning_point(text: str, offset: int) -> int:
    """The page's first word; in a word that was broken at the page's end, behind it."""
    if text[offset - 1 : offset].islower() and text[offset : offset + 1].islower():
        return word_start(text, offset)
    return offset
