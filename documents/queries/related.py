"""Related documents: addenda, corrigenda and revisions (by symbol), and other documents of the same meeting."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from documents.models import Document, DocumentSymbol
from documents.queries.documents import document_list, for_list, issued_for, visible_documents
from documents.web.phrases import comma_list

MAX_PER_MEETING = 60  # documents; the page of the meeting lists them all

_SUPPLEMENT = re.compile(r"/(?P<kind>Add|Amend|Corr|Rev)\.(?P<number>\d{1,3})", re.IGNORECASE)
_SUPPLEMENTS = re.compile(rf"(?:{_SUPPLEMENT.pattern.replace('?P<kind>', '?:').replace('?P<number>', '?:')})*", re.I)
_Kind = Document.Kind
_FINAL_KINDS = {_Kind.DRAFT_REPORT: _Kind.REPORT, _Kind.DRAFT_RESOLUTION: _Kind.RESOLUTION}
"""Map from a kind of draft to the kind of document that it becomes when the meeting adopts it."""


@dataclass(frozen=True, slots=True)
class RelatedDocument:
    """A related document, and the relation ("Addendum 1", "Report of the same meeting")."""

    document: Document
    relation: str


@dataclass(frozen=True, slots=True)
class RelatedDocuments:
    """Documents related to one document. ``series`` share its symbol, apart from suffixes such as "/Add.1"; ``outcome``
    are its drafts or final versions from the same meeting; ``meeting`` are the other documents of the meeting."""

    series: tuple[RelatedDocument, ...] = ()
    outcome: tuple[RelatedDocument, ...] = ()
    meeting: tuple[Document, ...] = ()


def related_documents(document: Document, user: AbstractBaseUser | AnonymousUser) -> RelatedDocuments:
    """Return the related documents that a user may open."""
    series = document_series(document, user)
    excluded = {document.pk, *(row.document.pk for row in series)}
    others = [row for row in _of_meeting(document, user) if row.pk not in excluded]
    outcome = [RelatedDocument(row, relation) for row in others if (relation := _outcome(document, row))]
    outcome_keys = {row.document.pk for row in outcome}
    return RelatedDocuments(tuple(series), tuple(outcome), tuple(row for row in others if row.pk not in outcome_keys))


def _of_meeting(document: Document, user: AbstractBaseUser | AnonymousUser) -> Iterable[Document]:
    meetings = [organ.meeting for organ in document.organs if organ.meeting]
    return document_list(visible_documents(user).filter(issued_for(meetings)))[:MAX_PER_MEETING] if meetings else ()


def _outcome(document: Document, other: Document) -> str:
    """Return the relation between two documents of a meeting if one is a draft and the other its outcome, or else
    ""."""
    if _FINAL_KINDS.get(_Kind(document.kind) if document.kind else _Kind.OTHER) == other.kind or (
        other.kind and _FINAL_KINDS.get(_Kind(other.kind)) == document.kind
    ):
        return capfirst(_("%(kind)s of the same meeting") % {"kind": other.get_kind_display()})
    return ""


# --- by symbol ---------------------------------------------------------------------------------------


def base_symbol(symbol: str) -> str:
    """Return a symbol without its suffixes for addenda, corrigenda and revisions: "A/1" for "A/1/Rev.2/Add.1"."""
    suffix = re.search(rf"{_SUPPLEMENTS.pattern}$", symbol, re.IGNORECASE)
    return symbol[: suffix.start()] if suffix else symbol


def describe_relation(symbol: str, base: str) -> str | None:
    """Return the meaning of a symbol's suffix: "Addendum 1", "Revision 2, corrigendum 1", or "Original document".

    Return None if the symbol is not in the base's series.
    """
    tail = symbol[len(base) :]
    if symbol[: len(base)].upper() != base.upper() or not _SUPPLEMENTS.fullmatch(tail):
        return None
    words = {
        "add": _("addendum %(number)s"),
        "amend": _("amendment %(number)s"),
        "corr": _("corrigendum %(number)s"),
        "rev": _("revision %(number)s"),
    }
    parts = [words[suffix["kind"].lower()] % {"number": suffix["number"]} for suffix in _SUPPLEMENT.finditer(tail)]
    return capfirst(comma_list(parts) or _("original document"))


def document_series(document: Document, user: AbstractBaseUser | AnonymousUser) -> list[RelatedDocument]:
    """Return all other documents of a document's series, in order: the original, addenda, corrigenda and revisions."""
    bases = {base_symbol(row.symbol) for row in document.symbols.all()}
    if not bases:
        return []
    condition = Q()
    for base in bases:
        condition |= Q(upper=base.upper()) | Q(upper__startswith=f"{base.upper()}/")
    symbols = DocumentSymbol.objects.annotate(upper=Upper("symbol")).filter(condition).exclude(document=document)
    rows = visible_documents(user).filter(pk__in=symbols.values("document"))
    related = [
        (_natural_key(symbol.symbol), RelatedDocument(row, relation))
        for row in for_list(rows)
        for symbol in list(row.symbols.all())[:1]
        for base in bases
        if (relation := describe_relation(symbol.symbol, base))
    ]
    return [row for _order, row in sorted(related, key=lambda pair: pair[0])]


def _natural_key(symbol: str) -> list[tuple[int, str]]:
    """Return a key that sorts Add.2 before Add.10."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", symbol)]
