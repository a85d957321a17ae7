"""Helpers for tests of the index: create documents, and read or delete the index."""

from __future__ import annotations

from typing import Any

from documents.models import Document
from recommendations.index.snapshot import read_index
from recommendations.models import (
    Recommendation,
    SearchChange,
    SearchChunk,
    SearchEntry,
    SearchState,
    SearchTerm,
)
from recommendations.search.query import SearchQuery
from recommendations.search.results import TOTAL, count_facets, search
from tests import builders as make

SCOPE = "recommendations"


def total(words: str = "", **fields: Any) -> int:
    return count_facets(SearchQuery(words=words, meaning=False, **fields))[TOTAL].get("", 0)


@make.indexed_together()
def create_documents(number: int = 4) -> list[Recommendation]:
    """Create documents with one recommendation each, in two languages."""
    rows = []
    for index in range(number):
        document = make.document(f"A/{Document.objects.count() + 1}")
        for language, text in (("en", f"Extradition of witness {index}."), ("fr", f"Extradition du témoin {index}.")):
            version = make.version(document, language)
            rows.append(make.recommendation(text, of=version, articles=["untoc:16"], anchor="para-1"))
    return rows


def index_content() -> tuple[Any, ...]:
    """Return the content of the index, regardless of the numbers of its entries."""
    state = read_index(SCOPE)[0]
    counts = count_facets(SearchQuery())
    hits = [hit.row.pk for hit in search(SearchQuery(words="extradition witness 2", meaning=False)).hits]
    return len(state.live), len(state.followers), counts, hits, total('"extradition of witness"'), total("wit*")


def delete_index() -> None:
    for model in (SearchState, SearchChange, SearchEntry, SearchTerm, SearchChunk):
        model.objects.all().delete()
