"""Queries for documents and their versions."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Left, Upper

from documents.models import (
    LEADING_FIRST,
    MAIN_LANGUAGE,
    Body,
    CommonFile,
    Document,
    DocumentFile,
    DocumentOrgan,
    DocumentSymbol,
    Draft,
    FormerSymbol,
    LanguageVersion,
    Meeting,
)
from documents.models.documents import CONTENT_KEY_LENGTH, UNNUMBERED, document_address
from documents.models.files import PUBLIC_FILE
from documents.web.languages import interface_language

MAX_JOINT_SYMBOLS = 8  # of one document; no known document has more than three
MAX_ADDRESS_LENGTH = 500  # characters
MAX_KEY_DIGITS = 15  # decimal digits of a row's key; a content key has 16


def published_versions() -> QuerySet[LanguageVersion]:
    """Return the language versions that the public may see. Every public query must start from them."""
    return LanguageVersion.objects.filter(published_at__isnull=False)


def published_documents() -> QuerySet[Document]:
    """Return the documents that have a published version."""
    return Document.objects.filter(_is_public())


def _is_public() -> Exists:
    return Exists(published_versions().filter(document=OuterRef("pk")))


def visible_versions(user: AbstractBaseUser | AnonymousUser) -> QuerySet[LanguageVersion]:
    """Return the versions that a user may open: all for staff, or else the published ones."""
    return LanguageVersion.objects.all() if _is_staff(user) else published_versions()


def visible_documents(user: AbstractBaseUser | AnonymousUser) -> QuerySet[Document]:
    """Return the documents that a user may open: all for staff, or else those with a published version.

    For staff, each document is annotated with ``is_hidden`` (no version is published) and ``hidden_languages`` (the
    languages of unpublished versions).
    """
    if not _is_staff(user):
        return published_documents().prefetch_related("symbols")
    hidden = LanguageVersion.objects.filter(document=OuterRef("pk"), published_at=None).order_by("language")
    return Document.objects.prefetch_related("symbols").annotate(
        is_hidden=~_is_public(), hidden_languages=ArraySubquery(hidden.values("language"))
    )


def _is_staff(user: AbstractBaseUser | AnonymousUser) -> bool:
    return bool(getattr(user, "is_staff", False))


def visible_files(document: Document, user: AbstractBaseUser | AnonymousUser) -> QuerySet[DocumentFile]:
    """Return the public files of the versions that a user may open, sorted by language and, within a language, newest
    first. The file of an open draft is on the review page.

    ``is_replaced`` is True for a file that was replaced by a reissue, ``is_common_file_public`` if readers may see all
    parts of the file from which it was cut.
    """
    versions = visible_versions(user).filter(document=document)
    later = DocumentFile.objects.filter(PUBLIC_FILE, version=OuterRef("version"), issue__gt=OuterRef("issue"))
    is_published = Q(files__version__published_at__isnull=False) & (
        Q(files__draft=None) | Q(files__draft__state=Draft.State.PUBLISHED)
    )
    public_files = CommonFile.objects.annotate(published=Count("files__version", distinct=True, filter=is_published))
    files = DocumentFile.objects.filter(PUBLIC_FILE, version__in=versions.values("pk")).annotate(
        is_replaced=Exists(later),
        is_common_file_public=Exists(public_files.filter(pk=OuterRef("common_file"), part_count=F("published"))),
    )
    files = files.select_related("common_file").defer("common_file__content")
    return files.order_by("version__language", "-issue", "pk")


def leading_versions() -> QuerySet[LanguageVersion]:
    """Return one published version per document, the English version or else the first, so that nothing is counted
    twice."""
    return published_versions().order_by("document_id", *LEADING_FIRST).distinct("document_id")


def language_order(language: str, languages: Sequence[str]) -> tuple[int, bool, str]:
    """Return the sort key of a language for a reader: the reader's ``languages`` first, in their order, then that of
    the leading version."""
    rank = languages.index(language) if language in languages else len(languages)
    return rank, language != MAIN_LANGUAGE, language


@dataclass(frozen=True, slots=True)
class FoundDocument:
    """A document found by an address. ``has_moved`` is True if its current address is different."""

    document: Document
    has_moved: bool


def find_document(documents: QuerySet[Document], address: str) -> FoundDocument | None:
    """Return the document at an address, or None. An address is one of the document's symbols (ignoring case), all of
    its symbols joined by "-", or that of a document without a symbol (:func:`unnumbered_documents`). A symbol that no
    document has any more finds the document that had it last."""
    if "\0" in address or len(address) > MAX_ADDRESS_LENGTH:  # PostgreSQL rejects NUL
        return None
    if address.startswith(UNNUMBERED):
        document = unnumbered_documents(documents, [address]).get(address)
    else:
        document = _by_symbol(documents, address) or documents_by_former_symbol(documents, [address]).get(
            address.upper()
        )
    return FoundDocument(document, has_moved=document.address != address) if document else None


def unnumbered_documents(documents: QuerySet[Document], addresses: Iterable[str]) -> dict[str, Document]:
    """Return a map from addresses such as "unnumbered/1f0c…" to documents, which may have a symbol by now.

    The second part is the content key of the document or of any of its files. Former addresses end with the key of a
    row, also of one that was merged into another.
    """
    names = {address: address.removeprefix(UNNUMBERED) for address in addresses if address.startswith(UNNUMBERED)}
    keys = {name: int(name) for name in names.values() if re.fullmatch(rf"[0-9]{{1,{MAX_KEY_DIGITS}}}", name)}
    content_keys = {name for name in names.values() if re.fullmatch(rf"[0-9a-f]{{{CONTENT_KEY_LENGTH}}}", name)}
    if not keys and not content_keys:
        return {}
    files = DocumentFile.objects.annotate(key=Left("sha256", CONTENT_KEY_LENGTH)).filter(key__in=content_keys)
    by_file = dict(files.values_list("key", "version__document")) if content_keys else {}
    numbers = [*keys.values(), *by_file.values()]
    condition = Q(content_key__in=content_keys) | Q(pk__in=numbers) | Q(former_keys__overlap=numbers)
    found: dict[str, Document] = {}
    for document in documents.filter(condition):
        rows = {document.pk, *document.former_keys}
        found |= {name: document for name, row in (keys | by_file).items() if row in rows}
        found[document.content_key] = document
    return {address: found[name] for address, name in names.items() if name in found}


def addresses_of(keys: Collection[int] | QuerySet[Any, Any]) -> dict[int, str]:
    """Return a map from the keys of documents, in their order, to addresses, in two queries that load few columns."""
    documents = Document.objects.filter(pk__in=keys).order_by("pk").values_list("pk", "content_key")
    rows = DocumentSymbol.objects.filter(document__in=keys).order_by("-position", "-symbol")
    symbols = dict(rows.values_list("document", "symbol"))  # the first symbol of each
    return {key: document_address(symbols.get(key, ""), content_key, key) for key, content_key in documents}


def _by_symbol(documents: QuerySet[Document], symbol: str) -> Document | None:
    uppercase = symbol.upper()
    # Joint symbols, as printed: "CTOC/COP/WG.2/2022/4-CTOC/COP/WG.3/2022/4".
    parts = re.split(r"-(?=[A-Z])", uppercase)
    names = {uppercase, *(parts if len(parts) <= MAX_JOINT_SYMBOLS else ())}
    rows = DocumentSymbol.objects.annotate(upper=Upper("symbol")).filter(upper__in=names, document__in=documents)
    keys = dict(rows.values_list("upper", "document_id"))
    if uppercase in keys:
        return documents.get(pk=keys[uppercase])
    found = documents.filter(pk__in=keys.values()).prefetch_related("symbols")
    return next((document for document in found if document.symbol.upper() == uppercase), None)


def documents_by_former_symbol(documents: QuerySet[Document], symbols: Iterable[str]) -> dict[str, Document]:
    """Return a map from symbols in capitals to the documents that had them last."""
    capitals = {symbol.upper() for symbol in symbols}
    rows = FormerSymbol.objects.annotate(upper=Upper("symbol")).filter(upper__in=capitals).order_by("replaced_at", "pk")
    keys = dict(rows.filter(document__in=documents.order_by().values("pk")).values_list("upper", "document"))
    found = documents.in_bulk(set(keys.values())) if keys else {}
    return {symbol: found[key] for symbol, key in keys.items()}


def document_list(documents: QuerySet[Document]) -> QuerySet[Document]:
    """Return documents with what a list shows of them, in the order of :func:`newest_first`."""
    return newest_first(for_list(documents))


def newest_first(documents: QuerySet[Document]) -> QuerySet[Document]:
    """Sort documents by date, newest first; documents without a date come last."""
    return documents.order_by(_undated_last(), "-date", "-pk")


def for_list(documents: QuerySet[Document]) -> QuerySet[Document]:
    """Load the bodies and meetings of documents, the bodies of their further organs, and their titles in the reader's
    language."""
    related = documents.select_related("body", "meeting__body")
    return related.prefetch_related("further_organs__body", titles_for_reader())


def titles_for_reader(documents: str = "") -> Prefetch[str, QuerySet[LanguageVersion], str]:
    """Return what to prefetch for :func:`~documents.models.titles.shown_title`: one query for all documents.

    ``documents`` is the lookup of the documents, such as "version__document"; "" if the rows are documents.
    """
    lookup = f"{documents}__versions" if documents else "versions"
    return Prefetch(lookup, _in_reader_language().only("document", "language", "title"), "reader_versions")


def title_for_reader(document: str = "") -> Coalesce:
    """Return an expression for the text of :func:`~documents.models.titles.shown_title`, which takes no query of its
    own. ``document`` is the lookup of the document; "" if the rows are documents."""
    own = _in_reader_language().filter(document=OuterRef(document or "pk"))
    return Coalesce(Subquery(own.values("title")), f"{document}__title" if document else "title")


def _in_reader_language() -> QuerySet[LanguageVersion]:
    return published_versions().filter(language=interface_language()).exclude(title="")


def issued_for(meetings: Iterable[Meeting] | QuerySet[Meeting]) -> Q:
    """Return the condition that a document was issued for one of the meetings, whichever of its organs met."""
    further = DocumentOrgan.objects.filter(document__isnull=False, meeting__in=meetings)
    return Q(meeting__in=meetings) | Q(pk__in=further.values("document"))


def issued_for_body(key: str) -> Q:
    """Return the condition that a body (key) is one of the organs of a document."""
    further = DocumentOrgan.objects.filter(document__isnull=False, body__key=key)
    return Q(body__key=key) | Q(pk__in=further.values("document"))


def _undated_last() -> Case:
    return Case(When(date__isnull=False, then=Value(0)), default=Value(1))


def bodies_with_documents(documents: QuerySet[Document]) -> QuerySet[Body]:
    """Return the bodies of the documents and of their further organs, for a filter."""
    keys = documents.order_by().values("pk")
    return Body.objects.filter(
        Q(pk__in=documents.order_by().values("body"))
        | Q(pk__in=DocumentOrgan.objects.filter(document__in=keys).values("body"))
    )


def years_of(documents: QuerySet[Document]) -> list[int]:
    """Return the years of the documents, newest first."""
    dates = documents.filter(date__isnull=False).dates("date", "year", order="DESC")
    return [date.year for date in dates]


# --- for the API, which paginates all documents ------------------------------------------------------


def with_published_versions(documents: QuerySet[Document]) -> QuerySet[Document]:
    """Prefetch the public data of documents, with a fixed number of queries.

    ``versions`` are only the published ones, the leading one first, each with its files, newest first.
    """
    files = DocumentFile.objects.filter(PUBLIC_FILE).order_by("-pk")
    versions = published_versions().defer("parsed", "doubts").order_by(*LEADING_FIRST)
    return documents.select_related("body", "meeting__body").prefetch_related(
        "symbols",
        "further_organs__body",
        "further_organs__meeting__body",
        Prefetch("versions", versions.prefetch_related(Prefetch("files", files))),
    )


def documents_after(documents: QuerySet[Document], date: datetime.date | None, pk: int) -> QuerySet[Document]:
    """Return the documents after the one with this date and key, in the order of :func:`newest_first`."""
    if date is None:
        return documents.filter(date=None, pk__lt=pk)
    return documents.filter(Q(date__lt=date) | Q(date=date, pk__lt=pk) | Q(date=None))
