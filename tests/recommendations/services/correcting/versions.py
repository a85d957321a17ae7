"""A version with two recommendations, and edits of it."""

from __future__ import annotations

from typing import Any

from documents.models import LanguageVersion
from documents.parsing.serialize import to_plain
from documents.parsing.types import ParsedDocument
from documents.services import store_document
from recommendations.corrections import Edit
from recommendations.extraction.types import Extraction
from recommendations.services import sync_recommendations
from tests.parsed import ITEM, draft, extraction, parsed
from tests.row_cache import vocabularies

SYMBOL = "CTOC/COP/2022/L.4"
A, B = "para-1-a", "para-1-b"


def create_version() -> LanguageVersion:
    vocabularies()
    return store_version()


def store_version(source: ParsedDocument | None = None, extracted: Extraction | None = None) -> LanguageVersion:
    source, extracted = source or parsed(SYMBOL), extracted or extraction()
    version = store_document(source, b"bytes", "x.pdf", extraction=to_plain(extracted)).version
    sync_recommendations(version, source, extracted)
    return LanguageVersion.objects.get(pk=version.pk)


def field_edit(name: str, old_value: Any, value: Any, anchor: str = A) -> Edit:
    return Edit("field", anchor, name, old_value, value)


STRONGER = field_edit("strength", "encouraged", "urged")
SPLIT = Edit("split", A, "", ITEM, {"at": ITEM.index("make use")})


def changed_extraction(**fields: Any) -> Extraction:
    """Return an extraction whose first recommendation has these field values."""
    return extraction(draft("a", 2, 0, **fields), draft("b", 3, 1))


def strengths(version: LanguageVersion) -> list[str]:
    return list(version.recommendations.order_by("position").values_list("strength", flat=True))


def anchors(version: LanguageVersion) -> list[str]:
    return list(version.recommendations.order_by("position").values_list("anchor", flat=True))
