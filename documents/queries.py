"""What pages read of documents and meetings. Nothing here writes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Case, QuerySet, Value, When
from django.db.models.functions import Upper

from documents.models import Body, Document, DocumentSymbol, LanguageVersion

MAIN_LANGUAGE = "en"
_UNNUMBERED = re.compile(r"unnumbered/(?P<pk>\d{1,18})")


def visible_documents(user: AbstractBaseUser | AnonymousUser) -> QuerySet[Document]:
    """The documents that a person may open: published ones, and for staff also those that are not."""
    documents = Document.objects.prefetch_related("symbols")
    if getattr(user, "is_staff", False):
        return documents
    return documents.filter(published_at__isnull=False)


def leading_versions() -> QuerySet[LanguageVersion]:
    """One version of each published document, so that nothing counts twice: the English one, or its first."""
    language_first = Case(When(language=MAIN_LANGUAGE, then=Value(0)), default=Value(1))
    return (
        LanguageVersion.objects.filter(document__published_at__isnull=False)
        .order_by("document_id", language_first, "language")
        .distinct("document_id")
    )


@dataclass(frozen=True, slots=True)
class Found:
    """A document with the address it should be asked for; ``moved`` when another one was used."""

    document: Document
    moved: bool


def find_document(documents: QuerySet[Document], address: str) -> Found | None:
    """The document at an address: any of its symbols in any case, all of them joined by "-", or "unnumbered/12"."""
    if "\0" in address:  # no text of the database holds it
        return None
    if unnumbered := _UNNUMBERED.fullmatch(address):
        document = documents.filter(pk=int(unnumbered["pk"])).first()
    else:
        document = _by_symbol(documents, address)
    return Found(document, moved=document.address != address) if document else None


def _by_symbol(documents: QuerySet[Document], symbol: str) -> Document | None:
    wanted = symbol.upper()
    known = DocumentSymbol.objects.annotate(upper=Upper("symbol"))
    if row := known.filter(upper=wanted, document__in=documents).first():
        return documents.get(pk=row.document_id)
    # Joint symbols, as printed: "CTOC/COP/WG.2/2022/4-CTOC/COP/WG.3/2022/4".
    parts = re.split(r"-(?=[A-Z])", wanted)
    for part in parts if len(parts) > 1 else ():
        row = known.filter(upper=part, document__in=documents).first()
        if row and documents.get(pk=row.document_id).symbol.upper() == wanted:
            return documents.get(pk=row.document_id)
    return None


def document_list(documents: QuerySet[Document], body: str = "", year: int | None = None) -> QuerySet[Document]:
    """Documents for a list, the newest first; those without a date last."""
    if body:
        documents = documents.filter(body__key=body)
    if year:
        documents = documents.filter(date__year=year)
    return (
        documents.select_related("body", "meeting__body")
        .prefetch_related("versions")
        .order_by(_date_known(), "-date", "-pk")
    )


def _date_known() -> Case:
    return Case(When(date__isnull=False, then=Value(0)), default=Value(1))


def bodies_with_documents(documents: QuerySet[Document]) -> QuerySet[Body]:
    """The bodies that a list of documents can be narrowed to."""
    return Body.objects.filter(pk__in=documents.order_by().values("body"))


def years_of(documents: QuerySet[Document]) -> list[int]:
    """The years of the documents, the newest first."""
    dates = documents.filter(date__isnull=False).dates("date", "year", order="DESC")
    return [date.year for date in dates]
