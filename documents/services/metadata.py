"""Metadata of a document as a whole, copied from its leading version."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.db.models import Case, Value, When

from documents.models import LEADING_FIRST, Body, Document, DocumentSymbol, Meeting
from documents.parsing.kinds import document_kind
from documents.parsing.serialize import from_plain
from documents.parsing.types import Masthead
from documents.services.bodies import body_of_symbol, find_body
from documents.services.restricted import unpublish_restricted

_PUBLISHED_FIRST = Case(When(published_at=None, then=Value(1)), default=Value(0))


def refresh_document_metadata(document: Document) -> None:
    """Copy metadata from the leading version: of the published ones, or of all while none is published.

    A published version that has become restricted is unpublished. Call this in the transaction that changes versions,
    before the listeners are notified.
    """
    unpublish_restricted(document)
    versions = document.versions.order_by(_PUBLISHED_FIRST, *LEADING_FIRST)
    leading = versions.values_list("parsed__masthead", "meeting").first()
    if leading is None:
        return
    head: Masthead = from_plain(leading[0], Masthead)
    meeting = Meeting.objects.select_related("body").filter(pk=leading[1]).first()
    facts = {
        **_printed_facts(head),
        "kind": _kind(document, head),
        "meeting": meeting,
        "body": _body(document, head, meeting),
    }
    for field, fact in facts.items():
        setattr(document, field, fact)
    document.save(update_fields=facts)


def _printed_facts(head: Masthead) -> dict[str, Any]:
    """Return the fields that are copied unchanged from a masthead."""
    return {
        "title": head.title or "",
        "subtitle": head.subtitle or "",
        "date": head.date,
        "distribution": head.distribution or "",
        "session": head.session or "",
        "agenda_item": head.agenda_item or "",
        "agenda_title": head.agenda_title or "",
        "original_languages": list(head.original_languages),
        "symbol_hints": [asdict(hint) for hint in head.symbol_hints],
    }


def _kind(document: Document, head: Masthead) -> str:
    """Return the kind by the document's symbols, assigned ones included, and the masthead's words; "" if unknown."""
    symbols = DocumentSymbol.objects.filter(document=document).values_list("symbol", flat=True)
    return document_kind(symbols, head.title or "", head.subtitle or "") or ""


def _body(document: Document, head: Masthead, meeting: Meeting | None) -> Body | None:
    """Return the body by the masthead, else by the document's first symbol, else the body of the meeting."""
    if body := find_body(head):
        return body
    symbol = DocumentSymbol.objects.filter(document=document).first()
    if symbol and (body := body_of_symbol(symbol.symbol)):
        return body
    return meeting.body if meeting else None
