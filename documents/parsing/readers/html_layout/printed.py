"""Text that a page gives line by line, as converters of PDF files and old editors write it.

Nothing in such a page tells where a paragraph ends but the lines themselves; so they are read as the lines of a
plain text are.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from documents.parsing.readers.html_layout.spans import Line
from documents.parsing.readers.text import read_text
from documents.parsing.readers.text_lines import SENTENCE_END
from documents.parsing.types import Source, Span

_FEWEST = 12
"""Lines; addresses, mastheads and titles that end lines of their own have fewer."""
_LINE_END_HYPHEN = re.compile(r"(?<=[a-z])-\n(?=[a-z])")
_FULL = 45
"""Characters of a line that is broken at the width of a page."""


@dataclass(frozen=True, slots=True)
class PrintedLines:
    """Printed lines; an empty one stands between paragraphs."""

    lines: tuple[Line, ...]


def is_set_by_line(lines: Sequence[Line]) -> bool:
    """Whether lines break sentences at a width, again and again."""
    if len(lines) < _FEWEST:
        return False
    texts = ["".join(span.text for span in line) for line in lines]
    broken = sum(len(a) > _FULL and not SENTENCE_END.search(a) and b[:1].islower() for a, b in pairwise(texts))
    return broken >= 3


def read_lines(lines: Iterable[Line]) -> Source:
    """Printed lines as a text has them. Calls of notes stay raised; bold and italics would hide what a line is."""
    text = _LINE_END_HYPHEN.sub("\ufffe\n", "\n".join("".join(map(_marked, line)) for line in lines))
    return read_text(text.encode("utf-8", errors="replace"))


def _marked(span: Span) -> str:
    """A span in the marks that the reader of texts knows, its own signs escaped."""
    text = html.escape(span.text, quote=False).replace("\\", "\\\\").replace("_", "\\_")
    return f"<sup>{text.strip()}</sup>" if span.superscript and text.strip() else text
