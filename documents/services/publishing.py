"""What a person decides about a stored document: its symbol, whether the public sees it, whether it stays."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.models import Document, DocumentSymbol
from documents.parsing.symbols import only_symbols
from documents.services.bodies import body_of_symbol
from documents.services.refusals import DocumentRefused
from documents.services.turns import take_turn


@transaction.atomic
def assign_symbol(document: Document, symbol: str, user: User) -> None:
    """Give a document without a symbol the one (or the joint ones) that a person decided on, and note who did.

    Raises :class:`DocumentRefused` where ``symbol`` is no symbol, belongs to another document, or the document has
    another one: a published address never changes.
    """
    take_turn()
    symbols = tuple({part.upper(): part for part in only_symbols(symbol)}.values())
    if not symbols:
        raise DocumentRefused(
            "no_symbol",
            _("“%(text)s” is no document symbol. A symbol looks like CTOC/COP/2022/L.4 or E/CN.15/2021/7/Rev.1.")
            % {"text": symbol.strip()},
        )
    if printed := DocumentSymbol.objects.filter(document=document).first():
        raise DocumentRefused(
            "symbol_taken", _("This document has a symbol already: %(symbol)s.") % {"symbol": printed.symbol}
        )
    _refuse_taken(symbols)
    now = timezone.now()
    DocumentSymbol.objects.bulk_create(
        DocumentSymbol(document=document, symbol=part, position=position, assigned_by=user, assigned_at=now)
        for position, part in enumerate(symbols)
    )
    if document.body is None:
        document.body = body_of_symbol(symbols[0])
        document.save(update_fields=["body"])


def _refuse_taken(symbols: tuple[str, ...]) -> None:
    for symbol in symbols:
        row = DocumentSymbol.objects.select_related("document").filter(symbol__iexact=symbol).first()
        if row:
            raise DocumentRefused(
                "symbol_taken",
                _("%(symbol)s is the symbol of another document: “%(title)s”. A symbol belongs to one document alone.")
                % {"symbol": row.symbol, "title": row.document.title},
            )


def publish(document: Document) -> None:
    """Let everybody see the document. Does nothing where they do already."""
    Document.objects.filter(pk=document.pk, published_at=None).update(published_at=timezone.now())


def unpublish(document: Document) -> None:
    """Let only staff see the document."""
    Document.objects.filter(pk=document.pk).update(published_at=None)


@transaction.atomic
def remove_document(document: Document) -> None:
    """Delete a document with all its versions, files and what was read from them. Its symbols are free again."""
    take_turn()
    document.delete()
