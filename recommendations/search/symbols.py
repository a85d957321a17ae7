"""Documents whose symbol, or a part of it, stands among the words of a search."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.db.models import Q, Value
from django.db.models.functions import Concat, Upper

from documents.models import DocumentSymbol
from documents.queries.documents import published_documents
from recommendations.search.nodes import AnyOf, InDocuments
from recommendations.search.notes import DocumentsRead
from recommendations.search.syntax import Part

MOST_DOCUMENTS = 500
"""A part of a symbol that more documents have ("CTOC/COP/WG.3") is looked for in the texts alone."""
_SHOWN = 3
_SYMBOL = re.compile(
    r"""(?=.*\d)(?=.*[A-Za-z])[A-Za-z0-9][\w.()]*(?:/[A-Za-z0-9][\w.()]*)+
      | (?:l|crp|inf|wp|add|corr|rev|wg|ngo)\.\d{1,4}(?:/\w[\w.]*)*""",
    re.ASCII | re.VERBOSE | re.IGNORECASE,
)
"""Takes "WG.3/2021/3", "ctoc/cop/2022/l.4", "2022/L.4", "L.4"; refuses "and/or", "2021/3", "CTOC", "art.3"."""
_JOINT = re.compile(r"-(?=[A-Za-z]{1,8}/)")


@dataclass(frozen=True, slots=True)
class _Row:
    document: int
    symbol: str

    def has(self, part: str) -> bool:
        """Whether the symbol has this part, between strokes or at its ends."""
        return f"/{part.upper()}/" in f"/{self.symbol.upper()}/"


def with_documents(found: Sequence[Part]) -> tuple[list[Part], list[DocumentsRead]]:
    """The parts of a search, symbols among them widened to the documents that have them; and what was so read."""
    asked = {symbol for part in found for symbol in _symbols(part)}
    rows = _rows(asked) if asked else []
    widened, notes = [], []
    for part in found:
        own = [row for row in rows if any(row.has(symbol) for symbol in _symbols(part))]
        documents = tuple(dict.fromkeys(row.document for row in own))
        if documents and len(documents) <= MOST_DOCUMENTS:
            part = replace(part, node=AnyOf((InDocuments(documents), part.node)))
            symbols = tuple(row.symbol for row in own[:_SHOWN])
            notes.append(DocumentsRead(part.typed, symbols, len(documents)))
        widened.append(part)
    return widened, notes


def _symbols(part: Part) -> list[str]:
    if part.quoted:
        return []
    pieces = _JOINT.split(part.typed)
    return pieces if all(_SYMBOL.fullmatch(piece) for piece in pieces) else []


def _rows(asked: Iterable[str]) -> list[_Row]:
    """The published documents' symbols that have one of the parts; some more than are used, so that it shows."""
    between_strokes = Concat(Value("/"), Upper("symbol"), Value("/"))
    wanted = Q()
    for symbol in asked:
        wanted |= Q(path__contains=f"/{symbol.upper()}/")
    rows = (
        DocumentSymbol.objects.annotate(path=between_strokes)
        .filter(wanted, document__in=published_documents())
        .order_by("symbol")
        .values_list("document_id", "symbol")[: 2 * MOST_DOCUMENTS + 1]
    )
    return [_Row(*row) for row in rows]
