"""Note markers: superscript numbers, letters and stars, and the "1/" of typescripts."""

from __future__ import annotations

import re

from documents.parsing.readers.pdf_layout.page import SUPERSCRIPT, Line, words_text

_MARKER = re.compile(r"\*{1,5}|†|‡|§|\d{1,3}/|[a-z]/|\[\d{1,3}\]")
"""Matches a note's marker that is not superscript: "*", "12/", "[3]"; not a bare number, which may begin a
paragraph."""
_RAISED_MARKER = re.compile(r"\d{1,3}|[a-z]{1,2}|\*{1,5}|[†‡§]{1,2}")
_RAISED_SIZE = 6.5  # points; only superscript numbers are set this small
_NOTE_SIZE = 9.0  # points; notes are set no larger
TYPED_RULE = re.compile(r"_{5,}|-{10,}")  # matches a rule that is typed, not drawn


def marker_of(line: Line, in_foot: bool = False) -> tuple[str, int]:
    """Return the note's marker that a line begins with and the number of words it takes, or ("", 0).

    If ``in_foot`` (the line is among notes), a bare number that is separate from its text is also a marker, and so is a
    small number alone on its line, whose text (a long address) did not fit next to it.
    """
    taken = 1
    while taken < len(line.words) and not line.words[taken].spaced:
        taken += 1
    raised = [word for word in line.words[:taken] if word.style & SUPERSCRIPT]
    if line.words[0].style & SUPERSCRIPT:
        text = words_text(raised)
        return (text, len(raised)) if _RAISED_MARKER.fullmatch(text) and len(raised) < len(line.words) else ("", 0)
    text = words_text(line.words[:taken])
    if taken == len(line.words):
        is_alone = in_foot and text.isdigit() and len(text) < 4 and line.size <= _RAISED_SIZE
        return (text, taken) if is_alone else ("", 0)
    if _MARKER.fullmatch(text):
        return text.strip("/[]"), taken
    is_separate = line.text_left > line.left or (line.size <= _NOTE_SIZE and line.words[taken].text[:1].isupper())
    if in_foot and text.isdigit() and len(text) < 4 and is_separate:
        return text, taken
    return "", 0
