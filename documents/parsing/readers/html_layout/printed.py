"""Text that a page breaks into lines, as old pages and converters do.

Only the lines themselves show where a paragraph ends in such a page, so they are read like the lines of a
plain text.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from documents.parsing.messages import Message
from documents.parsing.readers.spans import Line
from documents.parsing.readers.text import read_text
from documents.parsing.readers.text_wrapping import SENTENCE_END
from documents.parsing.types import Source, Span, UnreadableDocumentError

_MIN_LINES = 12  # addresses, mastheads and titles with line breaks have fewer
_LINE_BREAK_HYPHEN = re.compile(r"(?<![^\W\d_])(?P<head>[^\W\d_]+)-\n(?P<tail>[^\W\d_]+)")
_LOST_MARKER = re.compile(r"(?<![\w/.@-])[A-Z]?[a-z]{4,}\d{1,2}(?![\w/-]|\.\w)")
"""Matches "Crime1" and "recommendations3", note markers that are no longer superscript; not "COVID-19",
"/page2.html"."""
_MIN_WRAPPED = 45  # characters; a longer line may be wrapped


@dataclass(frozen=True, slots=True)
class PrintedLines:
    """Printed lines, with an empty line between paragraphs."""

    lines: tuple[Line, ...]


def is_set_by_line(lines: Sequence[Line]) -> bool:
    """Return whether lines break sentences repeatedly, as text wrapped to a fixed width does."""
    if len(lines) < _MIN_LINES:
        return False
    texts = ["".join(span.text for span in line) for line in lines]
    broken = sum(len(a) > _MIN_WRAPPED and not SENTENCE_END.search(a) and b[:1].islower() for a, b in pairwise(texts))
    return broken >= 3


def read_lines(lines: Iterable[Line]) -> Source:
    """Read printed lines as plain text. Note markers stay superscript; bold and italics, which hide labels, are
    dropped.

    Raise UnreadableDocumentError if note markers have become digits of the text: "article 19" with note 1 would be read
    as article 191.
    """
    text = _rejoin_words("\n".join("".join(map(_mark_up, line)) for line in lines))
    if _LOST_MARKER.search(text):
        raise UnreadableDocumentError(
            "unsupported",
            Message(
                "This page was made from a PDF file, and its note numbers run into the words before them. Use the PDF "
                "file itself."
            ),
        )
    return read_text(text.encode("utf-8", errors="replace"))


def _rejoin_words(text: str) -> str:
    """Rejoin words divided at a line break: "ac-" and "cordance". The page's spelling elsewhere decides; if there is
    none, the hyphen is kept ("decision-making") if both halves are words.
    """
    words = set(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", _LINE_BREAK_HYPHEN.sub(" ", text).casefold()))

    def rejoin(match: re.Match[str]) -> str:
        head, tail = match["head"].casefold(), match["tail"].casefold()
        is_hyphenated = f"{head}-{tail}" in words or (head in words and tail in words)
        keeps_hyphen = match["tail"][0].isupper() or (is_hyphenated and head + tail not in words)
        return f"{match['head']}-{match['tail']}" if keeps_hyphen else match["head"] + match["tail"]

    return _LINE_BREAK_HYPHEN.sub(rejoin, text)


def _mark_up(span: Span) -> str:
    """Return a span in the markup understood by the text reader, with special characters escaped."""
    text = html.escape(span.text, quote=False).replace("\\", "\\\\").replace("_", "\\_")
    return f"<sup>{text.strip()}</sup>" if span.superscript and text.strip() else text
