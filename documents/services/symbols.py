"""Assign symbols to documents. Editors set missing symbols and correct wrong ones; two documents with the same symbol
may be merged."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.db.models.functions import Upper
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.models import Document, DocumentSymbol, FormerSymbol, LanguageVersion
from documents.parsing.messages import Message
from documents.parsing.symbols import parse_symbol_line
from documents.services.audit_log import document_name, record_change
from documents.services.errors import DocumentError, JoinUnconfirmedError
from documents.services.locking import acquire_write_lock
from documents.services.metadata import refresh_document_metadata
from documents.services.notifications import notify_listeners
from documents.web.languages import by_name, language_names
from documents.web.phrases import comma_list

logger = logging.getLogger(__name__)

MAX_SYMBOL_LENGTH = 120  # of DocumentSymbol.symbol, and of the symbols of an upload
SHOWN_LENGTH = 40  # characters of a longer symbol in a message


def find_documents(symbols: Iterable[str]) -> list[Document]:
    """Return the documents that have one of these symbols, ignoring case."""
    uppercase = [symbol.upper() for symbol in symbols]
    rows = DocumentSymbol.objects.annotate(upper=Upper("symbol")).filter(upper__in=uppercase)
    return list(Document.objects.filter(pk__in=rows.values("document")))


def check_symbols(symbols: Iterable[str]) -> None:
    """Raise :class:`DocumentError` if a symbol is too long to be one."""
    for symbol in symbols:
        if len(symbol) > MAX_SYMBOL_LENGTH:
            raise DocumentError(
                "symbol_too_long",
                Message(
                    "“%(text)s…” is too long for a document symbol. Use at most %(maximum)d characters.",
                    text=symbol[:SHOWN_LENGTH],
                    maximum=MAX_SYMBOL_LENGTH,
                ),
            )


def add_symbols(document: Document, symbols: Iterable[str], decided_by: User | None = None) -> None:
    """Append the symbols that a document lacks, in the given order."""
    rows = DocumentSymbol.objects.filter(document=document)
    existing = {symbol.upper() for symbol in rows.values_list("symbol", flat=True)}
    missing = [symbol for symbol in symbols if symbol.upper() not in existing]
    assigned_at = timezone.now() if decided_by else None
    DocumentSymbol.objects.bulk_create(
        DocumentSymbol(
            document=document, symbol=symbol, position=position, assigned_by=decided_by, assigned_at=assigned_at
        )
        for position, symbol in enumerate(missing, start=len(existing))
    )


@transaction.atomic
def assign_symbol(
    document: Document, symbol: str, user: User, *, seen: Sequence[str] = (), join: int | None = None
) -> Document:
    """Set or correct the symbol (or joint symbols) of a document. Return the document.

    ``seen`` are the symbols that the person saw. Symbols that the document loses redirect to its new address.

    If another document has the symbol in other languages, the two are merged: the versions move to that document, which
    is returned, and the old address redirects to it. This cannot be undone, so ``join`` must be the key of the other
    document, as confirmed by the person.

    Raise :class:`JoinUnconfirmedError` without that confirmation, and :class:`DocumentError` if ``symbol`` is not a
    symbol or belongs to another document in the same language, or if the symbols are no longer those that were
    ``seen``.
    """
    acquire_write_lock()
    symbols = _parse_symbols(symbol)
    document = _current_row(document, seen)
    if list(symbols) == list(seen):
        return document
    holder = _find_holder(symbols, document)
    kept = holder or document
    previous_name = document_name(document)
    if holder is not None:
        _check_languages_differ(document, holder)
        if join != holder.pk:
            raise JoinUnconfirmedError(holder, _merge_warning(document, holder))
        _replace_symbols(document, (), user)
        _merge(document, holder)
        add_symbols(kept, symbols, user)
    else:
        _replace_symbols(document, symbols, user)
    kept = Document.objects.get(pk=kept.pk)
    record_change(
        _action(is_merged=holder is not None, had_symbol=bool(seen)),
        by=user,
        subject=document_name(kept),
        document=kept,
        object_key=f"document:{kept.pk}",
        old_value=previous_name,
        value=list(symbols),
    )
    refresh_document_metadata(kept)
    notify_listeners([kept.pk, document.pk])
    return kept


def _action(*, is_merged: bool, had_symbol: bool) -> str:
    if is_merged:
        return "document.joined"
    return "document.symbol_corrected" if had_symbol else "document.symbol"


def _replace_symbols(document: Document, symbols: Sequence[str], user: User) -> None:
    """Give a document these symbols instead of its own. Those it loses become former symbols."""
    uppercase, now = {symbol.upper() for symbol in symbols}, timezone.now()
    rows = {row.symbol.upper(): row for row in DocumentSymbol.objects.filter(document=document)}
    lost = [row.symbol for key, row in rows.items() if key not in uppercase]
    DocumentSymbol.objects.filter(document=document).delete()
    FormerSymbol.objects.bulk_create(FormerSymbol(document=document, symbol=name, replaced_at=now) for name in lost)
    FormerSymbol.objects.annotate(upper=Upper("symbol")).filter(document=document, upper__in=uppercase).delete()
    for position, symbol in enumerate(symbols):
        old = rows.get(symbol.upper())
        is_same = old is not None and old.symbol == symbol
        DocumentSymbol.objects.create(
            document=document,
            symbol=symbol,
            position=position,
            assigned_by=old.assigned_by if old and is_same else user,
            assigned_at=old.assigned_at if old and is_same else now,
        )


def _parse_symbols(text: str) -> tuple[str, ...]:
    """Return the symbols in a text, each once. Raise :class:`DocumentError` if the text has no symbol, or one that is
    too long."""
    symbols = tuple({symbol.upper(): symbol for symbol in parse_symbol_line(text)}.values())
    if not symbols:
        raise DocumentError(
            "no_symbol",
            _("“%(text)s” is not a document symbol. A symbol looks like CTOC/COP/2022/L.4 or E/CN.15/2021/7/Rev.1.")
            % {"text": text.strip()},
        )
    check_symbols(symbols)
    return symbols


def _current_row(document: Document, seen: Sequence[str]) -> Document:
    """Return the current row. Raise :class:`DocumentError` if its symbols were changed, or it was merged, since."""
    row = Document.objects.filter(pk=document.pk).first()
    if row is None:
        raise DocumentError(
            "symbol_taken",
            _(
                "This document has been merged with another document, or deleted. "
                "Open the other document from the list of documents."
            ),
        )
    if list(row.printed_symbols) != list(seen):
        raise DocumentError(
            "symbol_taken",
            _("The symbol of this document was changed in the meantime: %(symbol)s. Nothing was saved.")
            % {"symbol": comma_list(row.printed_symbols) or _("no symbol")},
        )
    return row


def _find_holder(symbols: tuple[str, ...], document: Document) -> Document | None:
    """Return another document that has one of the symbols, or None. Raise :class:`DocumentError` if several documents
    do."""
    documents = [row for row in find_documents(symbols) if row != document]
    if len(documents) > 1:
        raise DocumentError(
            "symbol_taken",
            _("These symbols (%(symbols)s) belong to %(count)d different documents. Enter the symbols of one document.")
            % {"symbols": comma_list(symbols), "count": len(documents)},
        )
    return next(iter(documents), None)


def _languages(document: Document) -> list[str]:
    return list(LanguageVersion.objects.filter(document=document).values_list("language", flat=True))


def _check_languages_differ(document: Document, holder: Document) -> None:
    if common := set(_languages(document)) & set(_languages(holder)):
        raise DocumentError(
            "symbol_taken",
            _(
                "%(symbol)s is already the symbol of another document in the same language, “%(title)s” "
                "(%(languages)s). A symbol can belong to only one document. Enter another symbol."
            )
            % {"symbol": holder.symbol, "title": holder.title, "languages": _language_names(common)},
        )


def _merge_warning(document: Document, holder: Document) -> str:
    return _(
        "%(symbol)s is already the symbol of “%(title)s” (%(there)s). If this is the same document in another "
        "language, you can merge the two. This document (%(here)s) will become a language version of %(symbol)s, stay "
        "published or unpublished as it is now, and its old address will redirect to %(symbol)s. "
        "Merging cannot be undone."
    ) % {
        "symbol": holder.symbol,
        "title": holder.title,
        "there": _language_names(_languages(holder)),
        "here": _language_names(_languages(document)),
    }


def _language_names(languages: Iterable[str]) -> str:
    return language_names(by_name(languages))


def _merge(document: Document, holder: Document) -> None:
    """Move all related rows to ``holder`` and delete the document. Its key is kept, so that its address redirects."""
    for relation in Document._meta.related_objects:
        for row in relation.related_model._base_manager.filter(**{relation.field.name: document}):
            _move(row, relation.field.name, holder)
    holder.former_keys = [*holder.former_keys, document.pk]
    holder.save(update_fields=["former_keys"])
    Document.objects.filter(pk=document.pk).delete()


def _move(row: Model, field: str, holder: Document) -> None:
    """Move a row to another document, unless that document has an equal row."""
    setattr(row, field, holder)
    try:
        with transaction.atomic():
            row.save(update_fields=[field])
    except IntegrityError:
        logger.info("%s already belongs to document %s", row, holder.pk)
