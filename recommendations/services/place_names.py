"""Names of places in documents, for records that outlive them."""

from __future__ import annotations

from documents.models import Document
from documents.services import document_name
from recommendations.models import Recommendation


def place_name(where: Recommendation | Document) -> str:
    """Return "CTOC/COP/2022/L.4, Annex I (j)"; a document without a symbol is called by its address and title."""
    if isinstance(where, Document):
        return document_name(where)
    return f"{document_name(where.version.document)}, {where.path}"
