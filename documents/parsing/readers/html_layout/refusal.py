"""Reject pages that are not documents, or not readable as pages: they ask for a password, list links, show a file in a
frame, hold no text at all, or only the lines of a PDF file.
"""

from __future__ import annotations

from collections.abc import Sequence

from documents.parsing import masthead_words as words
from documents.parsing.characters import one_line
from documents.parsing.readers.html_layout.styles import StyleSheet
from documents.parsing.readers.html_layout.tree import Element, letters_in, letters_of
from documents.parsing.types import Fragment, UnreadableDocumentError

_MIN_LETTERS = 20  # a shorter page is not a document
_MAX_FRAME_LETTERS = 300
_MAX_FORM_LETTERS = 3000
_MIN_PLACED_LINES = 12
_INSTEAD = "Open the document itself, save it as PDF, DOCX or HTML, and upload that."


def reject_non_document(root: Element, fragments: Sequence[Fragment], linked: float) -> None:
    """Raise UnreadableDocumentError for a page that is not a document.

    ``linked`` is the share of its letters that link to other pages.

    A page that prints a distribution or an original language is always a document.
    """
    texts = [one_line(fragment.text) for fragment in fragments]
    if any(words.DISTRIBUTION.match(text) or words.ORIGINAL.match(text) for text in texts):
        return
    letters = sum(map(letters_in, texts))
    if letters < _MAX_FORM_LETTERS and any(field.get("type") == "password" for field in root.iter("input")):
        raise _refusal(f"This page asks for a password; it is not a document. {_INSTEAD}")
    if letters < _MAX_FRAME_LETTERS and _has(root, "iframe", "frame", "embed", "object"):
        raise _refusal(f"The web page only shows a document in a frame and does not contain its text. {_INSTEAD}")
    if letters < _MIN_LETTERS and _has(root, "script"):
        raise _refusal(f"The text of the web page is loaded by a script and is not in the file. {_INSTEAD}")
    if letters < _MIN_LETTERS:
        raise _refusal(f"The web page contains no text. {_INSTEAD}")
    if linked > 0.5:
        raise _refusal(f"This page mostly contains links to other pages, such as search results. {_INSTEAD}")


def reject_positioned_lines(root: Element, sheet: StyleSheet) -> None:
    """Raise UnreadableDocumentError for a page that places each printed line as on paper.

    Converters of PDF files make such pages. They do not show which lines are one paragraph nor, often, which figures
    are raised; the PDF file shows both.
    """
    placed = [e for e in root.iter("div", "p", "span") if sheet.declarations(e).get("position") == "absolute"]
    parents = {element.getparent() for element in placed}
    lines = [element for element in placed if element not in parents]
    if len(lines) >= _MIN_PLACED_LINES and sum(map(letters_of, lines)) > 0.8 * letters_of(root):
        raise UnreadableDocumentError(
            "unsupported", "This page was converted from a PDF line by line. Upload the PDF file itself."
        )


def _has(root: Element, *tags: str) -> bool:
    return next(root.iter(*tags), None) is not None


def _refusal(message: str) -> UnreadableDocumentError:
    return UnreadableDocumentError("not_a_document", message)
