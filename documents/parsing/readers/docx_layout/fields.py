"""Fields: codes that a word processor replaces with a result. The result is part of the text, the code is not."""

from __future__ import annotations

import re
from dataclasses import dataclass

_PAGE_NUMBER = re.compile(r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES)\b", re.IGNORECASE)
"""Matches the codes of page numbers, whose results may be outdated: "2/4" in a document of twenty pages."""
_NUMBER_FIELD = re.compile(r"\s*(?:LISTNUM|AUTONUM\w*)\b", re.IGNORECASE)
_CONTENTS = re.compile(r"\s*TOC\b", re.IGNORECASE)


@dataclass(slots=True)
class _Field:
    code: str = ""
    shows_result: bool = False


class Fields:
    """The fields that are open at a point of the text; they may be nested and may span paragraphs."""

    def __init__(self) -> None:
        self._open: list[_Field] = []
        self.lost_number_count = 0

    @property
    def hides_content(self) -> bool:
        """Return whether the current content is a code, or a result that is not text."""
        return any(not field.shows_result or _PAGE_NUMBER.match(field.code) for field in self._open)

    @property
    def in_contents(self) -> bool:
        """Return whether the current content is the result of a table of contents."""
        return any(_CONTENTS.match(field.code) for field in self._open)

    def process_character(self, kind: str | None) -> None:
        """Process a field character: begin, separate or end."""
        if kind == "begin":
            self._open.append(_Field())
        elif kind == "separate" and self._open:
            self._open[-1].shows_result = True
        elif kind == "end" and self._open:
            self._close(self._open.pop())

    def add_code(self, text: str) -> None:
        """Add a piece of a field's code."""
        if self._open and not self._open[-1].shows_result:
            self._open[-1].code += text

    def open_simple(self, code: str) -> None:
        """Open a field that is a single element."""
        self._open.append(_Field(code, shows_result=True))

    def end_paragraph(self) -> None:
        """Drop codes that do not end in their paragraph, because they are broken and would hide all the text that
        follows."""
        self._open = [field for field in self._open if field.shows_result]

    def _close(self, field: _Field) -> None:
        """Count a number field without a result: its number is not stored in the file."""
        if _NUMBER_FIELD.match(field.code) and not field.shows_result:
            self.lost_number_count += 1
