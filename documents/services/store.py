"""Store a parsed document with its file, completely or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.models import Correction, Document, LanguageVersion, Reading
from documents.parsing.messages import Message
from documents.parsing.serialize import to_json, to_plain
from documents.parsing.types import Doubt, ParsedDocument
from documents.services.errors import DocumentError, LanguageExistsError, SymbolsDifferError
from documents.services.files import add_file, content_key, find_stored_version
from documents.services.locking import acquire_write_lock
from documents.services.metadata import refresh_document_metadata
from documents.services.notifications import notify_listeners
from documents.services.readings import write_reading
from documents.services.restricted import is_restricted
from documents.services.symbols import add_symbols, check_symbols, find_documents
from documents.services.text import write_text
from documents.web.languages import UNDETERMINED, language_name
from documents.web.phrases import comma_list


class Outcome(StrEnum):
    """The result of storing a file."""

    CREATED = "created"  # a new document
    VERSION_ADDED = "version_added"  # another language of an existing document
    UNCHANGED = "unchanged"  # the same bytes were stored before
    FORMAT_ADDED = "format_added"  # another format of an existing version
    PROPOSED = "proposed"  # another reading of a version awaits a decision

    @property
    def message(self) -> Message:
        """Return the message for the person who sent the file, or "" if it was stored as sent."""
        if self is Outcome.UNCHANGED:
            return Message("This file has already been uploaded. Nothing was changed.")
        return Message("")


@dataclass(frozen=True, slots=True)
class Overrides:
    """Symbols and a language that a person (``by``) sets in place of those printed in a file. Empty values do not
    override the printed ones. With ``is_same_document``, the file belongs to the document that has one of its symbols,
    although the other symbols differ.
    """

    by: User
    symbols: tuple[str, ...] = ()
    language: str = ""
    is_same_document: bool = False


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """The version to which the file belongs, and the outcome of storing it.

    ``is_held_back`` is True if publication was requested, but the distribution is Restricted.
    """

    version: LanguageVersion
    outcome: Outcome
    is_held_back: bool = False


@transaction.atomic
def store_document(
    parsed: ParsedDocument,
    content: bytes,
    name: str,
    *,
    publish: bool = False,
    extraction: Any = None,
    overrides: Overrides | None = None,
) -> StoredDocument:
    """Store a document: metadata, paragraphs and footnotes, the parsed structure and the file.

    The parsed structure and the extraction become the version's current reading; a language set by ``overrides`` is
    stored as a correction. Storing the same bytes again changes nothing. A known symbol in another language adds a
    version to its document; a file without a symbol becomes a separate document. ``publish`` makes the new version
    public, unless it is restricted.

    Raise :class:`LanguageExistsError` if the symbol already exists in that language,
    :class:`SymbolsDifferError` if an existing document has only some of its symbols, or others as well, and
    :class:`DocumentError` if its joint symbols belong to two documents, or if a symbol is too long.
    """
    acquire_write_lock()
    if stored := find_stored_version(content):
        return StoredDocument(stored, Outcome.UNCHANGED)
    symbols = overrides.symbols if overrides and overrides.symbols else parsed.masthead.symbols
    check_symbols(symbols)
    language = (overrides.language if overrides else "") or parsed.masthead.language or UNDETERMINED
    document = _find_document(symbols, language, is_same=bool(overrides and overrides.is_same_document))
    outcome = Outcome.VERSION_ADDED if document else Outcome.CREATED
    if document is None:
        document = Document.objects.create(content_key=content_key(content))
    add_symbols(document, symbols, overrides.by if overrides and overrides.symbols else None)
    is_held_back = publish and is_restricted(parsed.masthead)
    version = _create_version(document, parsed, language, publish and not is_held_back)
    file = add_file(version, parsed.format, content, name)
    write_reading(Reading(version=version, state=Reading.State.CURRENT), version.parsed, extraction, file)
    if overrides and overrides.language:
        _correct_language(version, parsed, overrides)
    write_text(version, parsed)
    refresh_document_metadata(document)
    notify_listeners([document.pk])
    return StoredDocument(version, outcome, is_held_back)


def _find_document(symbols: Sequence[str], language: str, *, is_same: bool) -> Document | None:
    """Return the document with these symbols, or None. Raise DocumentError if it exists in this language.

    Unless it ``is_same``, as confirmed by a person, raise :class:`SymbolsDifferError` for a document that has other
    symbols as well, or not all of these: the file may be another document, or several documents in one file.
    """
    documents = find_documents(symbols)
    if len(documents) > 1:
        raise DocumentError(
            "symbols_of_two_documents",
            Message(
                "The symbols of this file (%(symbols)s) belong to %(count)d different documents. "
                "Check the masthead of the file.",
                symbols=symbols,
                count=len(documents),
            ),
        )
    document = next(iter(documents), None)
    if document and not is_same:
        _check_symbols_agree(document, symbols)
    existing = document.versions.filter(language=language).first() if document else None
    if document and existing:
        raise LanguageExistsError(
            existing,
            _(
                "%(symbol)s already exists (%(language)s), from another file. "
                "Nothing was changed. To use this file instead, ask an administrator to delete the existing one first."
            )
            % {"symbol": document.symbol, "language": language_name(language)},
        )
    return document


def _check_symbols_agree(document: Document, symbols: Sequence[str]) -> None:
    if {symbol.upper() for symbol in symbols} != {symbol.upper() for symbol in document.printed_symbols}:
        raise SymbolsDifferError(
            document,
            _(
                "The file has the symbols %(symbols)s, but the document “%(title)s” has the symbols %(existing)s. "
                "Upload the file in the portal to decide whether it is a version of this document."
            )
            % {
                "symbols": comma_list(symbols),
                "title": document.title,
                "existing": comma_list(document.printed_symbols),
            },
        )


def _create_version(document: Document, parsed: ParsedDocument, language: str, publish: bool) -> LanguageVersion:
    return LanguageVersion.objects.create(
        document=document,
        language=language,
        title=parsed.masthead.title or "",
        job_number=parsed.masthead.job_number or "",
        reissued=parsed.masthead.reissued,
        page_count=parsed.pages,
        text_quality=parsed.text_quality,
        doubts=[to_plain(doubt) for doubt in parsed.doubts],
        parsed=to_json(parsed),
        parser_version=parsed.parser_version,
        published_at=timezone.now() if publish else None,
    )


def _correct_language(version: LanguageVersion, parsed: ParsedDocument, overrides: Overrides) -> None:
    """Record the language set by a person as a correction, if it differs from the parsed one."""
    if parsed.masthead.language == overrides.language:
        return
    version.parsed = to_json(replace(parsed, masthead=replace(parsed.masthead, language=overrides.language)))
    version.revision = 1
    version.save(update_fields=["parsed", "revision"])
    Correction.objects.create(
        version=version,
        kind=Correction.Kind.FACT,
        field="language",
        old_value=parsed.masthead.language,
        value=overrides.language,
        made_by=overrides.by,
        made_at=timezone.now(),
        revision=version.revision,
    )


@transaction.atomic
def store_doubts(version: LanguageVersion, doubts: Iterable[Doubt]) -> None:
    """Replace the doubts of a version."""
    version.doubts = [to_plain(doubt) for doubt in doubts]
    version.save(update_fields=["doubts"])
