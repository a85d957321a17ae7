"""Doubts about a whole document, for a person to check: unreadable text, the masthead, unreferenced notes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from documents.parsing.characters import plain_digits
from documents.parsing.masthead_doubts import masthead_doubts
from documents.parsing.messages import Message
from documents.parsing.types import Doubt, ParsedDocument, Source

_QUALITY_DOUBTS = {"no_text_layer": "none", "damaged_text": "unreliable", "bad_ocr": "unreliable"}
"""A map from the codes of doubts about unreadable text to the text quality."""
_MARKER = re.compile(r"(?:(?<=[.,;:)”»،؛。，；])|(?<=[^\W\d_]{3}))[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}(?!\w)")
"""Matches the marker of a note that has no note; not the exponent of a unit such as "km²"."""


def text_quality(source: Source) -> str:
    """Return "good", or the quality that a reader's doubts imply; "none" if there is no text at all."""
    for doubt in source.doubts:
        if doubt.code in _QUALITY_DOUBTS:
            return _QUALITY_DOUBTS[doubt.code]
    return "good" if any(f.text.strip() for f in (*source.masthead, *source.body)) else "none"


def add_doubts(document: ParsedDocument) -> ParsedDocument:
    """Return the document with the doubts that can only be found in the whole document."""
    if document.text_quality == "none":
        doubts = [] if any(d.code == "no_text_layer" for d in document.doubts) else [_NO_TEXT]
    else:
        doubts = [*masthead_doubts(document.masthead, document.blocks), *_note_doubts(document)]
    return replace(document, doubts=(*document.doubts, *doubts))


_NO_TEXT = Doubt(
    "no_text_layer",
    Message(
        "This file is a scan without text. It was stored, but it cannot be searched or shown as text until a version "
        "with text is uploaded."
    ),
)


def _note_doubts(document: ParsedDocument) -> Iterator[Doubt]:
    """Yield a doubt for each numbered note whose marker was not found in the text, and for each marker without a note.

    The note before the missing one is there: a file without any notes left them out.
    """
    for note in document.footnotes:
        if note.marker.isdecimal() and note.block is None:
            message = Message("Footnote %(marker)s is not referred to anywhere in the text.", marker=note.marker)
            yield Doubt("note_without_call", message, note.page)
    printed = {note.marker for note in document.footnotes}
    for block in document.blocks:
        for match in _MARKER.finditer(block.text):
            number = int(plain_digits(match.group()))
            if str(number) not in printed and str(number - 1) in printed:
                printed.add(str(number))
                message = Message("The text refers to footnote %(marker)s, which was not found.", marker=str(number))
                yield Doubt("note_missing", message, block.page)
