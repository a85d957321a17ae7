"""Errors of document services."""

from __future__ import annotations

from documents.models import Document, LanguageVersion


class DocumentError(Exception):
    """A document, or a decision about one, contradicts the database or a rule. Nothing was changed.

    ``code`` is one of: ``symbol_taken``, ``symbols_of_two_documents``, ``language_exists``, ``no_symbol``,
    ``no_language``, ``gone``, ``join_unconfirmed``, ``restricted``, ``no_reason``, ``not_public``, ``changed``,
    ``symbols_differ``, ``several_documents``, ``symbol_too_long``, ``report_changed``.
    ``message`` is a sentence that explains the problem and what to do, in the reader's language; if a worker may raise
    the error, it is a :class:`~documents.parsing.messages.Message`.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class LanguageExistsError(DocumentError):
    """The document already exists in this language, as ``version``, from another file."""

    def __init__(self, version: LanguageVersion, message: str) -> None:
        super().__init__("language_exists", message)
        self.version = version


class SymbolsDifferError(DocumentError):
    """The file has a symbol of ``document``, but not exactly the same symbols."""

    def __init__(self, document: Document, message: str) -> None:
        super().__init__("symbols_differ", message)
        self.document = document


class JoinUnconfirmedError(DocumentError):
    """A decision would merge the document with ``document``. ``message`` explains the consequences."""

    def __init__(self, document: Document, message: str) -> None:
        super().__init__("join_unconfirmed", message)
        self.document = document
