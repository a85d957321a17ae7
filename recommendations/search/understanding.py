"""What a query means: its words as a tree, its choices, and what was taken for what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from recommendations.search.documents import document_keys
from recommendations.search.nodes import Node
from recommendations.search.query import FACETS, SearchQuery
from recommendations.search.syntax import parse


@dataclass(frozen=True, slots=True)
class Understanding:
    """What is looked for.

    ``asked`` is the tree of the words, None for everything. ``choices`` are the facets' choices, those among them that
    were read out of the words. ``documents`` are keys of the only documents to search, None for all. ``by_meaning`` is
    the text whose meaning is searched too, "" for none: what names a phrase, a symbol or an article is meant exactly.
    """

    asked: Node | None
    choices: Mapping[str, tuple[str, ...]]
    documents: tuple[int, ...] | None = None
    by_meaning: str = ""


def understand(query: SearchQuery) -> Understanding:
    """What a query means."""
    return Understanding(
        asked=parse(query.words),
        choices={facet: query.chosen(facet) for facet in FACETS},
        documents=document_keys(query.document) if query.document else None,
    )
