"""Related documents: addenda, corrigenda and revisions by symbol, and others of the same meeting."""

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
from documents.queries.documents import document_list, visible_documents

MAX_PER_MEETING = 60  # documents; the page of the meeting lists all of them

_SUPPLEMENT = re.compile(r"/(?P<kind>Add|Amend|Corr|Rev)\.(?P<number>\d{1,3})", re.IGNORECASE)
_SUPPLEMENTS = re.compile(rf"(?:{_SUPPLEMENT.pattern.replace('?P<kind>', '?:').replace('?P<number>', '?:')})*", re.I)
_Kind = Document.Kind
_BECOMES = {_Kind.DRAFT_REPORT: _Kind.REPORT, _Kind.DRAFT_RESOLUTION: _Kind.RESOLUTION}
"""What a meeting makes of its drafts."""


@dataclass(frozen=True, slots=True)
class RelatedDocument:
    """Another document, and what it is to the one that is read ("Addendum 1", "Report of the same meeting")."""

    document: Document
    relation: str


@dataclass(frozen=True, slots=True)
class RelatedDocuments:
    """``series`` share the symbol up to its "/Add.1" or "/Rev.1"; ``outcome`` are drafts or what the same meeting
    made of its drafts; ``meeting`` are the meeting's others."""

    series: tuple[RelatedDocument, ...] = ()
    outcome: tuple[RelatedDocument, ...] = ()
    meeting: tuple[Document, ...] = ()


def related_documents(document: Document, user: AbstractBaseUser | AnonymousUser) -> RelatedDocuments:
    """What a person may open of all that belongs to a document."""
    series = _series(document, user)
    taken = {document.pk, *(row.document.pk for row in series)}
    others = [row for row in _of_meeting(document, user) if row.pk not in taken]
    outcome = [RelatedDocument(row, relation) for row in others if (relation := _outcome(document, row))]
    taken = {row.document.pk for row in outcome}
    return RelatedDocuments(tuple(series), tuple(outcome), tuple(row for row in others if row.pk not in taken))


def _of_meeting(document: Document, user: AbstractBaseUser | AnonymousUser) -> Iterable[Document]:
    if document.meeting_id is None:
        return ()
    return document_list(visible_documents(user).filter(meeting=document.meeting_id))[:MAX_PER_MEETING]


def _outcome(document: Document, other: Document) -> str:
    """What another document of the same meeting is, where one is a draft and the other what became of such drafts."""
    if _BECOMES.get(_Kind(document.kind) if document.kind else _Kind.OTHER) == other.kind or (
        other.kind and _BECOMES.get(_Kind(other.kind)) == document.kind
    ):
        return capfirst(_("%(kind)s of the same meeting") % {"kind": other.get_kind_display()})
    return ""


# --- by symbol ---------------------------------------------------------------------------------------


def base_symbol(symbol: str) -> str:
    """A symbol without what tells addenda, corrigenda and revisions apart: "A/1/Rev.2/Add.1" is of "A/1"."""
    found = re.search(rf"{_SUPPLEMENTS.pattern}$", symbol, re.IGNORECASE)
    return symbol[: found.start()] if found else symbol


def relation_in_words(symbol: str, base: str) -> str | None:
    """What a symbol says that it is: "Addendum 1", "Revision 2, corrigendum 1"; "Original document" for the base.

    None for one that is no part of the base's series.
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
    parts = [words[each["kind"].lower()] % {"number": each["number"]} for each in _SUPPLEMENT.finditer(tail)]
    return capfirst(", ".join(parts) or _("original document"))


def _series(document: Document, user: AbstractBaseUser | AnonymousUser) -> list[RelatedDocument]:
    bases = {base_symbol(row.symbol) for row in document.symbols.all()}
    if not bases:
        return []
    wanted = Q()
    for base in bases:
        wanted |= Q(upper=base.upper()) | Q(upper__startswith=f"{base.upper()}/")
    symbols = DocumentSymbol.objects.annotate(upper=Upper("symbol")).filter(wanted).exclude(document=document)
    rows = visible_documents(user).filter(pk__in=symbols.values("document")).select_related("body")
    found = [
        (_natural(symbol.symbol), RelatedDocument(row, relation))
        for row in rows
        for symbol in list(row.symbols.all())[:1]
        for base in bases
        if (relation := relation_in_words(symbol.symbol, base))
    ]
    return [row for _order, row in sorted(found, key=lambda pair: pair[0])]


def _natural(symbol: str) -> list[tuple[int, str]]:
    """Add.2 before Add.10."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", symbol)]
