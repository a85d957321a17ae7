"""Update the metadata of a document from its leading version."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, Value, When

from documents.models import LEADING_FIRST, Body, Document, DocumentOrgan, DocumentSymbol, Meeting
from documents.parsing.kinds import document_kind
from documents.parsing.serialize import from_plain, to_plain
from documents.parsing.types import Masthead
from documents.services.bodies import body_of_symbol, find_body
from documents.services.restricted import unpublish_restricted

_PUBLISHED_FIRST = Case(When(published_at=None, then=Value(1)), default=Value(0))


def refresh_document_metadata(document: Document) -> None:
    """Copy metadata from the leading published version, or from the leading one of all if none is published.

    A published version that has become restricted is unpublished. Call this in the transaction that changes versions,
    before the listeners are notified.
    """
    unpublish_restricted(document)
    versions = document.versions.order_by(_PUBLISHED_FIRST, *LEADING_FIRST)
    leading = versions.values_list("pk", "parsed__masthead", "meeting").first()
    if leading is None:
        return
    version, plain_masthead, meeting_key = leading
    masthead: Masthead = from_plain(plain_masthead, Masthead)
    meeting = Meeting.objects.select_related("body").filter(pk=meeting_key).first()
    facts = {
        **_printed_facts(masthead),
        "kind": _kind(document, masthead),
        "meeting": meeting,
        "body": _find_body(document, masthead, meeting),
    }
    for field, fact in facts.items():
        setattr(document, field, fact)
    document.save(update_fields=facts)
    DocumentOrgan.objects.filter(version__document=document).update(
        document=Case(When(version=version, then=Value(document.pk)))
    )


def _printed_facts(masthead: Masthead) -> dict[str, Any]:
    """Return the fields that are copied unchanged from a masthead."""
    return {
        "title": masthead.title or "",
        "subtitle": masthead.subtitle or "",
        "date": masthead.date,
        "distribution": masthead.distribution or "",
        "session": masthead.session or "",
        "agenda_item": masthead.agenda_item or "",
        "agenda_title": masthead.agenda_title or "",
        "original_languages": list(masthead.original_languages),
        "symbol_hints": [to_plain(hint) for hint in masthead.symbol_hints],
    }


def _kind(document: Document, masthead: Masthead) -> str:
    """Return the kind of a document, determined by its symbols, including assigned ones, and its titles, or ""."""
    symbols = DocumentSymbol.objects.filter(document=document).values_list("symbol", flat=True)
    return document_kind(symbols, masthead.title or "", masthead.subtitle or "") or ""


def _find_body(document: Document, masthead: Masthead, meeting: Meeting | None) -> Body | None:
    """Return the body found by the masthead, or else by the document's first symbol, or else by the meeting."""
    if body := find_body(masthead):
        return body
    symbol = DocumentSymbol.objects.filter(document=document).first()
    if symbol and (body := body_of_symbol(symbol.symbol)):
        return body
    return meeting.body if meeting else None
