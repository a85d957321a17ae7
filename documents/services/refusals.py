"""Why a document is not taken."""

from __future__ import annotations


class DocumentRefused(Exception):  # noqa: N818  it is an answer to the person who sent the document, no fault
    """The document, or what was decided about it, contradicts what is stored. Nothing was changed.

    ``code`` is one of: ``symbol_taken``, ``symbols_of_two_documents``, ``language_exists``, ``no_symbol``.
    ``message`` is a sentence that says what is wrong and what to do.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
