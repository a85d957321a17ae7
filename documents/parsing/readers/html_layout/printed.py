"""Text that a page gives line by line, as old pages and converters do.

Nothing in such a page tells where a paragraph ends but the lines themselves; so they are read as the lines of a
plain text are.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from documents.parsing.readers.spans import Line
from documents.parsing.readers.text import read_text
from documents.parsing.readers.text_wrapping import SENTENCE_END
from documents.parsing.types import Source, Span, UnreadableDocumentError

_MIN_LINES = 12  # lines; addresses, mastheads and titles that end lines of their own have fewer
_LINE_END_HYPHEN = re.compile(r"(?<![^\W\d_])(?P<head>[^\W\d_]+)-\n(?P<tail>[^\W\d_]+)")
_LOST_CALL = re.compile(r"(?<![\w/.@-])[A-Z]?[a-z]{4,}\d{1,2}(?![\w/-]|\.\w)")
"""Takes "Crime1" and "recommendations3", calls of notes that are raised no more; refuses "COVID-19", "/page2.html"."""
_FULL = 45  # characters of a line that is broken at the width of a page


@dataclass(frozen=True, slots=True)
class PrintedLines:
    """Printed lines; an empty one stands between paragraphs."""

    lines: tuple[Line, ...]


def is_set_by_line(lines: Sequence[Line]) -> bool:
    """Whether lines break sentences at a width, again and again."""
    if len(lines) < _MIN_LINES:
        return False
    texts = ["".join(span.text for span in line) for line in lines]
    broken = sum(len(a) > _FULL and not SENTENCE_END.search(a) and b[:1].islower() for a, b in pairwise(texts))
    return broken >= 3


def read_lines(lines: Iterable[Line]) -> Source:
    """Printed lines as a text has them. Calls of notes stay raised; bold and italics would hide what a line is.

    Raise UnreadableDocumentError if the calls of notes have become digits of the text: "article 19" with note 1
    would be read as article 191.
    """
    text = _words_whole("\n".join("".join(map(_marked, line)) for line in lines))
    if _LOST_CALL.search(text):
        raise UnreadableDocumentError(
            "unsupported",
            "This page was made of a PDF file, and the numbers of its notes run into the words before them. Send the "
            "PDF file itself.",
        )
    return read_text(text.encode("utf-8", errors="replace"))


def _words_whole(text: str) -> str:
    """Words that a line's end has broken: "ac-" and "cordance". The page is asked how it writes the word elsewhere; if
    it does not, the hyphen is its own ("decision-making") where both halves are words.
    """
    words = set(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", _LINE_END_HYPHEN.sub(" ", text).casefold()))

    def whole(match: re.Match[str]) -> str:
        head, tail = match["head"].casefold(), match["tail"].casefold()
        hyphened = f"{head}-{tail}" in words or (head in words and tail in words)
        keeps = match["tail"][0].isupper() or (hyphened and head + tail not in words)
        return f"{match['head']}-{match['tail']}" if keeps else match["head"] + match["tail"]

    return _LINE_END_HYPHEN.sub(whole, text)


def _marked(span: Span) -> str:
    """A span in the marks that the reader of texts knows, its own signs escaped."""
    text = html.escape(span.text, quote=False).replace("\\", "\\\\").replace("_", "\\_")
    return f"<sup>{text.strip()}</sup>" if span.superscript and text.strip() else text
