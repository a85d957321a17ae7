"""Write recommendations, citations and vocabularies."""

from recommendations.services.passages import (
    NO_VECTORS,
    Vectors,
    encode_missing,
    encode_stored,
    unencoded_versions,
    write_passages,
)
from recommendations.services.sync import sync_recommendations
from recommendations.services.treaties import (
    CheckedTreaty,
    LoadedTreaty,
    TreatyError,
    check_treaty_text,
    load_treaty_text,
    remove_treaty_text,
)
from recommendations.services.vocabularies import load_vocabularies

__all__ = [
    "NO_VECTORS",
    "CheckedTreaty",
    "LoadedTreaty",
    "TreatyError",
    "Vectors",
    "check_treaty_text",
    "encode_missing",
    "encode_stored",
    "load_treaty_text",
    "load_vocabularies",
    "remove_treaty_text",
    "sync_recommendations",
    "unencoded_versions",
    "write_passages",
]
