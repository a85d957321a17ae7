"""Endnotes without a rule above them: paragraphs at the end of the text that begin with the numbers of its markers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from documents.parsing.numbering import read_label
from documents.parsing.types import Fragment, RawNote, Span

_NUMBERED = re.compile(r"(?P<marker>\d{1,3})\s+(?=\S)")
_STARRED = re.compile(r"(?P<marker>\*{1,3})\s+(?=\S)")


def extract_endnotes(body: Sequence[Fragment]) -> tuple[list[Fragment], list[RawNote]]:
    """Return the body without its endnotes, and the endnotes.

    Endnotes are the last paragraphs. Their numbers begin with 1 and are exactly the superscript numbers in the text;
    starred notes may come first. A paragraph without a marker continues the note above it if it is on a new page; if it
    has a label or is on the same page, there are no endnotes.
    """
    start = _first_note(body)
    if start is None:
        return list(body), []
    notes: list[RawNote] = []
    number = 1
    for fragment in body[start:]:
        if marker := _match_marker(fragment, number):
            notes.append(RawNote(marker["marker"], _without_start(fragment.spans, marker.end()), fragment.page))
            number += marker["marker"].isdecimal()
        elif read_label(fragment.text) or fragment.page == notes[-1].page:
            return list(body), []
        else:
            notes[-1] = replace(notes[-1], spans=(*notes[-1].spans, Span(" "), *fragment.spans))
    raised = {span.text.strip() for f in body[:start] for span in f.spans if span.superscript}
    referenced = {marker for marker in raised if marker.isdecimal()}
    is_complete = referenced == {str(marker) for marker in range(1, number)}
    return (list(body[:start]), notes) if is_complete else (list(body), [])


def _first_note(body: Sequence[Fragment]) -> int | None:
    """Return the index of the last paragraph that begins with a bare "1", or of the first starred note above it.

    Return None if there is no such paragraph.
    """
    for index in range(len(body) - 1, -1, -1):
        match = _NUMBERED.match(body[index].text)
        if match and match["marker"] == "1" and not body[index].cells:
            while index and _STARRED.match(body[index - 1].text):
                index -= 1
            return index
    return None


def _match_marker(fragment: Fragment, number: int) -> re.Match[str] | None:
    """Return the match of a note's marker, which is the next number or, before number 1, asterisks; otherwise None."""
    numbered = _NUMBERED.match(fragment.text)
    if numbered and numbered["marker"] == str(number):
        return numbered
    return _STARRED.match(fragment.text) if number == 1 else None


def _without_start(spans: Sequence[Span], length: int) -> tuple[Span, ...]:
    """Return spans without their first ``length`` characters."""
    remaining: list[Span] = []
    for span in spans:
        removed = min(length, len(span.text))
        length -= removed
        if span.text[removed:]:
            remaining.append(replace(span, text=span.text[removed:]))
    return tuple(remaining)
