"""Find the documents in a PDF that holds several, and cut one out, in a child process. No Django, because it opens
untrusted files.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

import pypdfium2

from documents.parsing.masthead_words import DISTRIBUTION
from documents.parsing.messages import Message
from documents.parsing.parse import parse
from documents.parsing.symbols import find_symbols
from documents.parsing.types import UnreadableDocumentError
from portal.reading.limits import Limits

HEAD = 0.5  # of the height of a page: a masthead is printed above
RUNNING_HEAD = 0.12  # of the height of a page
MASTHEAD_PAGES = 2  # read to find the symbols and the title of a document
MAX_TITLE = 300  # characters
_DISTRIBUTION_BEGINS = re.compile(r"(?<!\S)(?:Distr|Рас|分发|التوزيع)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FoundPart:
    """A document within a PDF: its first and last page, from 1, its symbols and its title ("" if not found)."""

    first: int
    last: int
    symbols: tuple[str, ...] = ()
    title: str = ""


def find_parts(content: bytes, name: str, limits: Limits) -> bytes:
    """Return the documents in a PDF as a JSON list of :class:`FoundPart`. The list is empty if there is only one, or if
    the file is not a PDF that can be opened."""
    try:
        pdf = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError:
        return b"[]"
    with pdf:
        starts = [1, *_later_starts(pdf)]
        if len(starts) == 1:
            return b"[]"
        ends = [start - 1 for start in starts[1:]] + [len(pdf)]
        return json.dumps([asdict(_read_part(pdf, *pages)) for pages in zip(starts, ends, strict=True)]).encode()


def extract_pages(content: bytes, name: str, limits: Limits) -> bytes:
    """Return some pages of a PDF as a PDF. ``name`` is the first and the last page, from 1: "3-10".

    Raise UnreadableDocumentError: ``damaged`` for a file that cannot be opened, ``no_page`` if it has no such pages.
    """
    first, last = map(int, name.split("-"))
    try:
        with pypdfium2.PdfDocument(content) as pdf:
            if not 1 <= first <= last <= len(pdf):
                raise UnreadableDocumentError(
                    "no_page",
                    Message(
                        "The file has no pages %(first)s to %(last)s. The last page is %(total)s.",
                        first=first,
                        last=last,
                        total=len(pdf),
                    ),
                )
            return _extract(pdf, first, last)
    except pypdfium2.PdfiumError as error:
        message = Message(
            "This PDF is damaged and cannot be split. Split it with another program and upload the parts."
        )
        raise UnreadableDocumentError("damaged", message) from error


def _extract(pdf: Any, first: int, last: int) -> bytes:
    buffer = io.BytesIO()
    with pypdfium2.PdfDocument.new() as part_pdf:
        part_pdf.import_pages(pdf, range(first - 1, last))
        part_pdf.save(buffer)
    return buffer.getvalue()


def _later_starts(pdf: Any) -> Iterator[int]:
    """Yield the pages after the first on which another document begins.

    Such a page has a masthead (a distribution category with a symbol), or another symbol in its running head than the
    pages before.
    """
    last_symbols: tuple[str, ...] = ()
    for number in range(1, len(pdf) + 1):
        head, running_head = _text_at_top(pdf[number - 1])
        symbols, is_masthead = find_symbols(running_head), _is_masthead(head)
        if number > 1 and (is_masthead or _are_others(symbols, last_symbols)):
            yield number
        last_symbols = symbols if is_masthead else symbols or last_symbols


def _is_masthead(head: str) -> bool:
    """Return whether a text has a line with a distribution category, and a symbol."""
    lines = pairwise([*head.splitlines(), ""])
    return any(_has_distribution(line.strip(), below) for line, below in lines) and bool(find_symbols(head))


def _has_distribution(line: str, below: str) -> bool:
    """Return whether a line begins or ends with a distribution category, which may end on the line below: "Distr.",
    "GENERAL"."""
    for begin in _DISTRIBUTION_BEGINS.finditer(line):
        words = line[begin.start() :]
        match = DISTRIBUTION.match(words) or DISTRIBUTION.match(f"{words} {below}")
        if match and (begin.start() == 0 or not match["rest"]):
            return True
    return False


def _are_others(symbols: Sequence[str], last_symbols: Sequence[str]) -> bool:
    """Return whether all symbols differ from those before. The edge of the running head may have cut a symbol off."""
    pairs = [(symbol, last) for symbol in symbols for last in last_symbols]
    return bool(pairs) and not any(symbol.startswith(last) or last.startswith(symbol) for symbol, last in pairs)


def _text_at_top(page: Any) -> tuple[str, str]:
    """Return the text of the upper half of a page, and of its running head."""
    text = page.get_textpage()
    left, bottom, right, top = page.get_mediabox()
    height = top - bottom
    parts = (text.get_text_bounded(left, top - share * height, right, top) for share in (HEAD, RUNNING_HEAD))
    head, running_head = (part.replace("\r\n", "\n") for part in parts)
    text.close()
    page.close()
    return head, running_head


def _read_part(pdf: Any, first: int, last: int) -> FoundPart:
    """Read the masthead of a document."""
    try:
        masthead = parse(_extract(pdf, first, min(last, first + MASTHEAD_PAGES - 1)), "").masthead
    except UnreadableDocumentError:
        return FoundPart(first, last)
    return FoundPart(first, last, masthead.symbols, (masthead.title or "")[:MAX_TITLE])
