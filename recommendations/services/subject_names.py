"""Names of documents and recommendations, for records that outlive them."""

from __future__ import annotations

from documents.models import Document
from documents.services import document_name
from recommendations.models import Recommendation


def subject_name(target: Recommendation | Document) -> str:
    """Return the name of a document or recommendation, such as "CTOC/COP/2022/L.4, Annex I (j)". A document without a
    symbol is named by its title."""
    if isinstance(target, Document):
        return document_name(target)
    return f"{document_name(target.version.document)}, {target.path}"
