"""Read the elements of a page with lxml, which repairs unclosed and badly nested elements, within limits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, TypeAlias

from lxml import etree

from documents.parsing.messages import Message
from documents.parsing.types import UnreadableDocumentError

Element: TypeAlias = Any  # an lxml element, which has no more precise type at run time

MAX_ELEMENTS = 1_000_000  # tags of a page; the longest reports, saved by a word processor, have about a tenth as many
MAX_DEPTH = 400
"""Levels of nested elements. Documents have about twenty; pages that never close their elements, a few hundred."""

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
    """Return the root of a page. Only the entities of HTML are resolved; the page cannot define any.

    Raise UnreadableDocumentError for a page that is empty, damaged, too large, nested too deeply, or defines entities.
    """
    if _DEFINITIONS.search(page[:4096]):
        raise _damaged_error(Message("The web page defines its own entities, which is not allowed."))
    if page.count("<") > MAX_ELEMENTS:
        raise UnreadableDocumentError(
            "too_large",
            Message("The web page is far larger than a document. Use a PDF or DOCX version of the document."),
        )
    # UTF-8 overrides the encoding that the page declares: the text has been decoded already.
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = etree.fromstring(page.encode("utf-8", errors="replace"), parser)
    except (etree.LxmlError, ValueError) as error:
        raise _damaged_error(Message("The web page cannot be read.")) from error
    if any(entry.level >= _FATAL for entry in parser.error_log):
        raise _damaged_error(Message("The web page is nested too deeply or damaged and could not be read in full."))
    if root is None:
        raise UnreadableDocumentError(
            "empty", Message("The web page is empty. Choose a file that contains the document.")
        )
    _reject_deep_nesting(root)
    return root


def _damaged_error(reason: Message) -> UnreadableDocumentError:
    return UnreadableDocumentError(
        "damaged",
        Message("%(reason)s Save it again, or use a PDF or DOCX version of the document.", reason=reason),
    )


def _reject_deep_nesting(root: Element) -> None:
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > MAX_DEPTH:
            raise _damaged_error(Message("The web page is nested too deeply and could not be read in full."))


def walk(root: Element) -> Any:
    """Return an iterator over starts and ends of elements; its ``skip_subtree()`` skips the element just started."""
    return etree.iterwalk(root, events=("start", "end"))


def tag(element: Element) -> str:
    """Return the name of an element in lower case, including a prefix of Microsoft Office ("o:p")."""
    return str(element.tag).lower()


def words_of(element: Element, attribute: str) -> frozenset[str]:
    """Return the words of an attribute in lower case: its classes, its roles."""
    return frozenset((element.get(attribute) or "").lower().split())


def text_of(element: Element) -> str:
    """Return all text inside an element, with single spaces."""
    return " ".join("".join(element.itertext()).split())


def letters_in(text: str) -> int:
    """Return the number of letters and digits in a text."""
    return sum(map(str.isalnum, text))


def letters_of(element: Element) -> int:
    """Return the number of letters and digits inside an element, without scripts or styles."""
    total = 0
    for inner in element.iter(etree.Element):
        if tag(inner) not in ("script", "style"):
            total += letters_in(inner.text or "")
        if inner is not element:
            total += letters_in(inner.tail or "")
    return total


def ancestors(element: Element) -> Iterator[Element]:
    """Yield the elements around an element, the nearest first."""
    return element.iterancestors()  # type: ignore[no-any-return]


def block_around(element: Element) -> Element:
    """Return the element itself if it is a block, else the nearest block around it."""
    if tag(element) in BLOCKS:
        return element
    return next((outer for outer in ancestors(element) if tag(outer) in BLOCKS), element)
