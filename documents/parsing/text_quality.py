"""Doubts about a parse, for a person to check: text layers, missing fields, notes without a call."""

from __future__ import annotations

from dataclasses import replace

from documents.parsing.masthead_doubts import masthead_doubts
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
        doubts = [*masthead_doubts(document.masthead, document.blocks), *_notes_without_call(document)]
    return replace(document, doubts=(*document.doubts, *doubts))


_NO_TEXT = Doubt(
    "no_text_layer",
    "This file is a scan without text. It was stored, but it cannot be searched or shown as text until a version with "
    "text is uploaded.",
)


def _notes_without_call(document: ParsedDocument) -> list[Doubt]:
    """Return doubts about numbered notes whose call was not found; it may be missing from the text."""
    uncalled_notes = [note for note in document.footnotes if note.marker.isdecimal() and note.block is None]
    return [
        Doubt("note_without_call", f"Footnote {note.marker} is not referred to anywhere in the text.", note.page)
        for note in uncalled_notes
    ]
