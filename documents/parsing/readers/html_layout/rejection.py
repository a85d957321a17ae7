"""Reject pages that are not documents: pages that ask for a password, list links, show a file in a frame, contain no
text, or only position the lines of a PDF file."""

from __future__ import annotations

from collections.abc import Sequence

from documents.parsing import masthead_words as words
from documents.parsing.characters import one_line
from documents.parsing.messages import Message
from documents.parsing.readers.html_layout.styles import StyleSheet
from documents.parsing.readers.html_layout.tree import Element, letters_in, letters_of
from documents.parsing.types import Fragment, UnreadableDocumentError

_MIN_LETTERS = 20  # a shorter page is not a document
_MAX_FRAME_LETTERS = 300
_MAX_FORM_LETTERS = 3000
_MIN_POSITIONED_LINES = 12


def reject_non_document(root: Element, fragments: Sequence[Fragment], linked_fraction: float) -> None:
    """Raise UnreadableDocumentError for a page that is not a document.

    ``linked_fraction`` is the fraction of its letters that link to other pages. A page that prints a distribution or an
    original language is always a document.
    """
    texts = [one_line(fragment.text) for fragment in fragments]
    if any(words.DISTRIBUTION.match(text) or words.ORIGINAL.match(text) for text in texts):
        return
    letters = sum(map(letters_in, texts))
    if letters < _MAX_FORM_LETTERS and any(field.get("type") == "password" for field in root.iter("input")):
        raise _not_a_document(Message("This page asks for a password and is not a document."))
    if letters < _MAX_FRAME_LETTERS and _has(root, "iframe", "frame", "embed", "object"):
        raise _not_a_document(Message("The web page only shows a document in a frame and does not contain its text."))
    if letters < _MIN_LETTERS and _has(root, "script"):
        raise _not_a_document(Message("The text of the web page is loaded by a script and is not in the file."))
    if letters < _MIN_LETTERS:
        raise _not_a_document(Message("The web page contains no text."))
    if linked_fraction > 0.5:
        raise _not_a_document(Message("This page mostly contains links to other pages, such as search results."))


def reject_positioned_lines(root: Element, sheet: StyleSheet) -> None:
    """Raise UnreadableDocumentError for a page that positions each printed line as on paper.

    Converters of PDF files make such pages. They do not show which lines form a paragraph nor, often, which digits
    are superscripts; the PDF file shows both.
    """
    positioned = [e for e in root.iter("div", "p", "span") if sheet.declarations(e).get("position") == "absolute"]
    parents = {element.getparent() for element in positioned}
    lines = [element for element in positioned if element not in parents]
    if len(lines) >= _MIN_POSITIONED_LINES and sum(map(letters_of, lines)) > 0.8 * letters_of(root):
        raise UnreadableDocumentError(
            "unsupported", Message("This page was converted from a PDF line by line. Use the PDF file itself.")
        )


def _has(root: Element, *tags: str) -> bool:
    return next(root.iter(*tags), None) is not None


def _not_a_document(reason: Message) -> UnreadableDocumentError:
    return UnreadableDocumentError(
        "not_a_document",
        Message(
            "%(reason)s Open the document itself, save it as PDF, DOCX or HTML, and try again with that file.",
            reason=reason,
        ),
    )
