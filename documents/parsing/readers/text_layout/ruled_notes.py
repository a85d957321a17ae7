"""Find notes below a rule in a text without page breaks: "____" above "1 United Nations publication, 2027."."""

from __future__ import annotations

import re

from documents.parsing.readers.text_layout.feet import mark_in_text, read_marked
from documents.parsing.readers.text_layout.pages import PrintedLine

_RULE = re.compile(r"\s*(?:[-_]\s?){5,}\s*")


def mark_ruled_notes(text: str) -> str:
    """Return a text with the notes below rules, and their markers above them, marked up as "^{1}", without the rules.

    A rule is kept if the markers of the notes below it are not in the text above it.
    """
    lines = text.split("\n")
    start = number = 0
    while number < len(lines):
        is_rule = _RULE.fullmatch(lines[number])
        end = number + 1
        while is_rule and end < len(lines) and lines[end].strip():
            end += 1
        notes = read_marked(lines[number + 1 : end]) if is_rule else None
        above = [PrintedLine(line, 1) for line in lines[start:number]] if notes else []
        if notes and mark_in_text(list(notes), above):
            lines[start:end] = [line.text for line in above] + [f"\n^{{{m}}} {note}" for m, note in notes.items()]
            number = start = start + len(above) + len(notes)
        else:
            number += 1
    return "\n".join(lines)
