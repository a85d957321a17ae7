"""Pages that are no document: they ask for a password, list links, show a file in a frame, or hold no text at all."""

from __future__ import annotations

from collections.abc import Sequence

from documents.parsing import masthead_words as words
from documents.parsing.characters import one_line
from documents.parsing.readers.html_layout.tree import Element, letters_in
from documents.parsing.types import Fragment, UnreadableDocument

_FEWEST = 20
"""Letters; nothing shorter is a document."""
_FEW = 300
_PAGE_OF_A_FORM = 3000
_INSTEAD = "Open the document itself, save it as PDF, DOCX or HTML, and send that."


def refuse_no_document(root: Element, fragments: Sequence[Fragment], linked: float) -> None:
    """Raises UnreadableDocument for a page that is no document. ``linked`` is the share of its letters that are links
    to other pages.

    A page that prints a distribution or an original language is a document whatever else it is.
    """
    texts = [one_line(fragment.text) for fragment in fragments]
    if any(words.DISTRIBUTION.match(text) or words.ORIGINAL.match(text) for text in texts):
        return
    letters = sum(map(letters_in, texts))
    if letters < _FEW and _has(root, "iframe", "frame", "embed", "object"):
        raise _refusal(f"The web page only shows a document in a frame and does not hold its text. {_INSTEAD}")
    if letters < _FEWEST and _has(root, "script"):
        raise _refusal(f"The text of the web page is fetched by a script and is not in the file. {_INSTEAD}")
    if letters < _FEWEST:
        raise _refusal(f"The web page holds no text. {_INSTEAD}")
    if letters < _PAGE_OF_A_FORM and any(field.get("type") == "password" for field in root.iter("input")):
        raise _refusal(f"This is a page that asks for a password, not a document. {_INSTEAD}")
    if linked > 0.5:
        raise _refusal(f"This page mostly holds links to other pages, such as the results of a search. {_INSTEAD}")


def _has(root: Element, *tags: str) -> bool:
    return next(root.iter(*tags), None) is not None


def _refusal(message: str) -> UnreadableDocument:
    return UnreadableDocument("not_a_document", message)
