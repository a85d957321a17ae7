"""Doubts about a whole document, for a person to check: unreadable text, the masthead, unreferenced notes."""

from __future__ import annotations

from dataclasses import replace

from documents.parsing.masthead_doubts import masthead_doubts
from documents.parsing.messages import Message
from documents.parsing.types import Doubt, ParsedDocument, Source

_QUALITY_DOUBTS = {"no_text_layer": "none", "damaged_text": "unreliable", "bad_ocr": "unreliable"}
"""A map from the codes of doubts about unreadable text to the text quality."""


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
        doubts = [*masthead_doubts(document.masthead, document.blocks), *_unreferenced_note_doubts(document)]
    return replace(document, doubts=(*document.doubts, *doubts))


_NO_TEXT = Doubt(
    "no_text_layer",
    Message(
        "This file is a scan without text. It was stored, but it cannot be searched or shown as text until a version "
        "with text is uploaded."
    ),
)


def _unreferenced_note_doubts(document: ParsedDocument) -> list[Doubt]:
    """Return a doubt for each numbered note whose marker was not found in the text."""
    unreferenced_notes = [note for note in document.footnotes if note.marker.isdecimal() and note.block is None]
    return [
        Doubt(
            "note_without_call",
            Message("Footnote %(marker)s is not referred to anywhere in the text.", marker=note.marker),
            note.page,
        )
        for note in unreferenced_notes
    ]
