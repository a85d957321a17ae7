"""Published versions whose passages have vectors."""

from __future__ import annotations

import datetime
from typing import Any

from documents.models import LanguageVersion
from recommendations.services import write_passages
from recommendations.services.indexing import index_documents
from tests import builders as make

PRISONERS = "States should move prisoners to their home country. They should inform the family about it."
NETWORKS = "States should join the networks of prosecutors in their region."


def create_version(*texts: str, **fields: Any) -> LanguageVersion:
    """Create a version with these recommendations and their vectors."""
    version = make.version(**fields)
    with make.indexed_together():
        for index, text in enumerate(texts, 1):
            make.recommendation(text, of=version, path=f"({index})", anchor=f"para-{index}")
    write_passages(version)
    return version


def set_published(version: LanguageVersion, at: datetime.datetime | None) -> None:
    version.published_at = at
    version.save()
    index_documents([version.document_id])
