"""The elements of a page: read with lxml, which mends what is not closed or nested as it should be, and limited."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, TypeAlias

from lxml import etree

from documents.parsing.types import UnreadableDocumentError

Element: TypeAlias = Any  # an lxml element, which tells no more at run time than its tag

MAX_ELEMENTS = 1_000_000  # tags of a page. The longest reports, saved by a word processor, have about a tenth of it
MAX_DEPTH = 400
"""Elements inside each other. Documents have some twenty, sloppy ones that never close theirs a few hundred."""

_DEFINITIONS = re.compile(r"<!DOCTYPE\s[^<>\[]{0,300}\[", re.IGNORECASE)
_FATAL = 3

BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hgroup", "hr", "html", "legend", "li", "listing", "main", "menu", "nav", "ol", "p", "plaintext", "pre", "search",
    "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "xmp",
})  # fmt: skip
"""Elements that begin and end a paragraph (WHATWG, HTML Standard, 15.3)."""


def read_tree(page: str) -> Element:
    """The root of a page. Entities are those of HTML; none is taken from the page.

    Raise UnreadableDocumentError for a page that is too large, nested too deeply, or defines entities of its own.
    """
    if _DEFINITIONS.search(page[:4096]):
        raise _damaged("The web page holds definitions of its own, which no document needs.")
    if page.count("<") > MAX_ELEMENTS:
        raise UnreadableDocumentError(
            "too_large", "The web page is far larger than a document. Please send the document as PDF or DOCX."
        )
    # The parser is told UTF-8, whatever the page says of its encoding: that has been read already.
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = etree.fromstring(page.encode("utf-8", errors="replace"), parser)
    except (etree.LxmlError, ValueError) as error:
        raise _damaged("The web page cannot be read.") from error
    if any(entry.level >= _FATAL for entry in parser.error_log):
        raise _damaged("The web page is nested too deeply or damaged, and cannot be read to its end.")
    if root is None:
        raise UnreadableDocumentError("empty", "The web page is empty. Send the document itself.")
    _refuse_deep(root)
    return root


def _damaged(what: str) -> UnreadableDocumentError:
    return UnreadableDocumentError("damaged", f"{what} Please save it again, or send the document as PDF or DOCX.")


def _refuse_deep(root: Element) -> None:
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > MAX_DEPTH:
            raise _damaged("The web page is nested too deeply, and cannot be read to its end.")


def walk(root: Element) -> Any:
    """Starts and ends of the elements, in order; ``skip_subtree()`` goes straight to the end of the one begun."""
    return etree.iterwalk(root, events=("start", "end"))


def tag(element: Element) -> str:
    """The name of an element in small letters, without a prefix of Office ("o:p" is "p" of another name: "o:p")."""
    return str(element.tag).lower()


def words_of(element: Element, attribute: str) -> frozenset[str]:
    """The words of an attribute in small letters: its classes, its roles."""
    return frozenset((element.get(attribute) or "").lower().split())


def text_of(element: Element) -> str:
    """All text inside an element, blanks collapsed."""
    return " ".join("".join(element.itertext()).split())


def letters_in(text: str) -> int:
    """How many letters and digits a text has."""
    return sum(map(str.isalnum, text))


def letters_of(element: Element) -> int:
    """How many letters and digits are inside an element, scripts and styles aside."""
    total = 0
    for inner in element.iter(etree.Element):
        if tag(inner) not in ("script", "style"):
            total += letters_in(inner.text or "")
        if inner is not element:
            total += letters_in(inner.tail or "")
    return total


def above(element: Element) -> Iterator[Element]:
    """The elements around an element, the nearest first."""
    return element.iterancestors()  # type: ignore[no-any-return]


def block_around(element: Element) -> Element:
    """The element itself if it is a block, else the nearest block around it."""
    if tag(element) in BLOCKS:
        return element
    return next((outer for outer in above(element) if tag(outer) in BLOCKS), element)
