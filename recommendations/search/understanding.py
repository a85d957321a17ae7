"""What a query means: its words as a tree, its choices, and what was taken for what."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from recommendations.index.snapshot import Sets, Snapshot
from recommendations.index.stems import stems_in
from recommendations.search.articles import NamedArticles, without
from recommendations.search.document_scope import document_keys
from recommendations.search.expansion import with_other_words, without_small_words
from recommendations.search.nodes import Node
from recommendations.search.notes import ArticlesRead, Note
from recommendations.search.query import SearchQuery
from recommendations.search.resources import article_reader, thesaurus
from recommendations.search.symbols import with_documents
from recommendations.search.syntax import parts, tree


@dataclass(frozen=True, slots=True)
class Understanding:
    """What is looked for.

    ``asked`` is the tree of the words, None for everything. ``choices`` are the facets' choices, those among them that
    were read out of the words. ``documents`` are keys of the only documents to search, None for all. ``by_meaning`` is
    the text whose meaning is searched too, "" for none: what names a phrase, a symbol or an article is meant exactly.
    ``topics`` are those (keys) that words are about: what deals with one is the more relevant, and no choice.
    ``notes`` say what was taken for what in the words. ``more_facets`` are the query's own.
    """

    asked: Node | None
    choices: Mapping[str, tuple[str, ...]]
    documents: tuple[int, ...] | None = None
    by_meaning: str = ""
    topics: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    more_facets: Callable[[Snapshot], Mapping[str, Sets]] | None = None


def understand(query: SearchQuery) -> Understanding:
    """What a query means."""
    articles = [] if query.as_typed else article_reader().read(query.words)
    words = without(query.words, articles)
    found = parts(words)
    is_plain = all(part.is_plain for part in found)
    notes: list[Note] = [ArticlesRead(query.words[one.start : one.end], one.values, one.is_named) for one in articles]
    if not query.as_typed:
        found, documents_read = with_documents(found)
        notes += documents_read
        is_plain = is_plain and not documents_read
    if articles:
        found = without_small_words(found, stems_in)
    if query.thesaurus:
        found, also_searched = with_other_words(found, thesaurus(), stems_in)
        notes += also_searched
    return Understanding(
        asked=tree(found),
        choices={facet: _chosen(query, facet, articles) for facet in query.facets},
        documents=document_keys(query.document) if query.document else None,
        by_meaning=" ".join(words.split()) if query.meaning and found and is_plain else "",
        topics=tuple(dict.fromkeys(topic for part in found if not part.refused for topic in part.topics)),
        notes=tuple(notes),
        more_facets=query.more_facets,
    )


def _chosen(query: SearchQuery, facet: str, articles: Sequence[NamedArticles]) -> tuple[str, ...]:
    """A facet's chosen values, and of articles those that the words name."""
    read = [value for one in articles for value in one.values] if facet == "article" else []
    return tuple(dict.fromkeys((*query.chosen(facet), *read)))
