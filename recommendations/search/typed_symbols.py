"""Recognize document symbols in the words of a search, and find symbols similar to one that no document has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from django.db.models import Q, Value
from django.db.models.functions import Concat, Upper

from documents.models import DocumentSymbol
from documents.queries.documents import published_documents
from recommendations.search.interpretations import DocumentNote, UnknownSymbolNote
from recommendations.search.syntax import AnyOf, InDocuments, TypedPart

MAX_DOCUMENTS = 500  # a part of a symbol shared by more documents is searched only in texts
_MAX_SYMBOLS_SHOWN = 3
_SYMBOL = re.compile(
    r"""(?=.*\d)(?=.*[A-Za-z])[A-Za-z0-9][\w.()]*(?:/[A-Za-z0-9][\w.()]*)+
      | (?:l|crp|inf|wp|add|corr|rev|wg|ngo)\.\d{1,4}(?:/\w[\w.]*)*""",
    re.ASCII | re.VERBOSE | re.IGNORECASE,
)
"""Matches "WG.3/2021/3", "ctoc/cop/2022/l.4", "2022/L.4", "L.4"; not "and/or", "2021/3", "CTOC", "art.3"."""
_WHOLE_SYMBOL = re.compile(r"(?:(?:A|E|S|ST|CTOC|CAC)/|[A-Za-z]{2,8}/[^/]+/).*\d.*", re.ASCII | re.IGNORECASE)
"""Matches a symbol from its beginning: "CTOC/COP/2022/L.4"; not a part such as "2022/L.4"."""
_MAX_NEAREST = 3
_MIN_SIMILARITY = 0.7  # of two symbols, from 0 to 1
_MAX_COMPARED = 2_000  # symbols
_MAX_UNKNOWN = 5  # symbols per search that no document has, compared with those of documents
_JOINT_HYPHEN = re.compile(r"-(?=[A-Za-z]{1,8}/)")


@dataclass(frozen=True, slots=True)
class _SymbolRow:
    document: int
    symbol: str

    def contains(self, part: str) -> bool:
        """Return whether the symbol contains this part, between slashes or at either end."""
        return f"/{part.upper()}/" in f"/{self.symbol.upper()}/"


def with_documents(
    typed_parts: Sequence[TypedPart],
) -> tuple[list[TypedPart], list[DocumentNote | UnknownSymbolNote]]:
    """Return the parts of a search, with symbols also matching their documents, and notes on those symbols."""
    symbols_typed = {symbol for part in typed_parts for symbol in _symbols(part)}
    rows = _rows(symbols_typed) if symbols_typed else []
    expanded: list[TypedPart] = []
    notes: list[DocumentNote | UnknownSymbolNote] = []
    unknown = 0
    for part in typed_parts:
        matching_rows = [row for row in rows if any(row.contains(symbol) for symbol in _symbols(part))]
        is_unknown = not matching_rows and len(_symbols(part)) == 1 and bool(_WHOLE_SYMBOL.fullmatch(part.typed))
        unknown += is_unknown
        if is_unknown and unknown <= _MAX_UNKNOWN:
            nearest = _nearest_rows(part.typed)
            matching_rows = [row for row in nearest if _bare(row.symbol) == _bare(part.typed)]
            if not matching_rows:
                notes.append(UnknownSymbolNote(part.typed, tuple(dict.fromkeys(row.symbol for row in nearest))))
        documents = tuple(dict.fromkeys(row.document for row in matching_rows))
        if documents and len(documents) <= MAX_DOCUMENTS:
            part = replace(part, node=AnyOf((InDocuments(documents), part.node)))
            symbols = tuple(row.symbol for row in matching_rows[:_MAX_SYMBOLS_SHOWN])
            notes.append(DocumentNote(part.typed, symbols, len(documents)))
        expanded.append(part)
    return expanded, notes


def is_symbol(text: str) -> bool:
    """Return whether a text is a whole symbol, or several joint ones."""
    return all(_SYMBOL.fullmatch(piece) and _WHOLE_SYMBOL.fullmatch(piece) for piece in _JOINT_HYPHEN.split(text))


def _symbols(part: TypedPart) -> list[str]:
    if part.is_quoted:
        return []
    pieces = _JOINT_HYPHEN.split(part.typed)
    return pieces if all(_SYMBOL.fullmatch(piece) for piece in pieces) else []


def _nearest_rows(symbol: str) -> list[_SymbolRow]:
    """Return the symbols of the same organ that are most similar to one that no document has, most similar first."""
    first = symbol.partition("/")[0]
    rows = (
        DocumentSymbol.objects.filter(symbol__istartswith=f"{first}/", document__in=published_documents())
        .order_by("symbol")
        .values_list("document_id", "symbol")[:_MAX_COMPARED]
    )
    by_bare_symbol = {_bare(row.symbol): row for row in (_SymbolRow(*values) for values in rows)}
    nearest = get_close_matches(_bare(symbol), by_bare_symbol, _MAX_NEAREST, _MIN_SIMILARITY)
    return [by_bare_symbol[bare] for bare in nearest]


def _bare(symbol: str) -> str:
    """Return the letters and digits of a symbol, which are the same for "L4" and "L.4"."""
    return re.sub(r"\W", "", symbol).upper()


def _rows(symbol_parts: Iterable[str]) -> list[_SymbolRow]:
    """Return symbols of published documents that contain one of the parts, at most enough to exceed MAX_DOCUMENTS."""
    between_slashes = Concat(Value("/"), Upper("symbol"), Value("/"))
    condition = Q()
    for symbol in symbol_parts:
        condition |= Q(path__contains=f"/{symbol.upper()}/")
    rows = (
        DocumentSymbol.objects.annotate(path=between_slashes)
        .filter(condition, document__in=published_documents())
        .order_by("symbol")
        .values_list("document_id", "symbol")[: 2 * MAX_DOCUMENTS + 1]
    )
    return [_SymbolRow(*row) for row in rows]
