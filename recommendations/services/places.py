"""What the place of a recommendation, or a document, is called in what is kept about it."""

from __future__ import annotations

from documents.models import Document
from recommendations.models import Recommendation


def place_name(where: Recommendation | Document) -> str:
    """ "CTOC/COP/2022/L.4, Annex I (j)"; a document without a symbol by its address and title."""
    document = where if isinstance(where, Document) else where.version.document
    name = document.symbol or f"{document.address} {document.title}"[:250]
    return name if isinstance(where, Document) else f"{name}, {where.path}"
