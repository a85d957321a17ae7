"""Interpret a query: its words as a tree, its filters, and the articles and documents it names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import Q, Value
from django.db.models.functions import Concat, Upper

from documents.models import DocumentSymbol
from documents.queries.documents import published_documents
from recommendations.index.snapshot import Sets, Snapshot
from recommendations.index.stems import stems_in
from recommendations.search.articles import NamedArticles, blank_out
from recommendations.search.expansion import with_other_words, without_small_words
from recommendations.search.interpretations import ArticlesRead, DocumentsRead, Note
from recommendations.search.query import SearchQuery
from recommendations.search.resources import article_reader, thesaurus
from recommendations.search.syntax import AnyOf, InDocuments, Node, TypedPart, parts, tree

MAX_DOCUMENTS = 500  # a symbol part shared by more documents is searched in texts only
_SHOWN = 3
_SYMBOL = re.compile(
    r"""(?=.*\d)(?=.*[A-Za-z])[A-Za-z0-9][\w.()]*(?:/[A-Za-z0-9][\w.()]*)+
      | (?:l|crp|inf|wp|add|corr|rev|wg|ngo)\.\d{1,4}(?:/\w[\w.]*)*""",
    re.ASCII | re.VERBOSE | re.IGNORECASE,
)
"""Takes "WG.3/2021/3", "ctoc/cop/2022/l.4", "2022/L.4", "L.4"; refuses "and/or", "2021/3", "CTOC", "art.3"."""
_UNNUMBERED = "unnumbered/"
_JOINT = re.compile(r"-(?=[A-Za-z]{1,8}/)")


@dataclass(frozen=True, slots=True)
class _Row:
    document: int
    symbol: str

    def has(self, part: str) -> bool:
        """Whether the symbol has this part, between strokes or at its ends."""
        return f"/{part.upper()}/" in f"/{self.symbol.upper()}/"


def with_documents(found: Sequence[TypedPart]) -> tuple[list[TypedPart], list[DocumentsRead]]:
    """The parts of a search, symbols among them widened to the documents that have them; and what was so read."""
    asked = {symbol for part in found for symbol in _symbols(part)}
    rows = _rows(asked) if asked else []
    widened, notes = [], []
    for part in found:
        own = [row for row in rows if any(row.has(symbol) for symbol in _symbols(part))]
        documents = tuple(dict.fromkeys(row.document for row in own))
        if documents and len(documents) <= MAX_DOCUMENTS:
            part = replace(part, node=AnyOf((InDocuments(documents), part.node)))
            symbols = tuple(row.symbol for row in own[:_SHOWN])
            notes.append(DocumentsRead(part.typed, symbols, len(documents)))
        widened.append(part)
    return widened, notes


def _symbols(part: TypedPart) -> list[str]:
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
        .values_list("document_id", "symbol")[: 2 * MAX_DOCUMENTS + 1]
    )
    return [_Row(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class Understanding:
    """A query as understood.

    ``asked`` is the tree of the words, None for everything. ``choices`` are filters, including those read from the
    words. ``documents`` limits the search to these keys, None for all. ``by_meaning`` is the text searched by meaning,
    "" for none. ``topics`` are keys of topics that the words name, used for ranking. ``notes`` tell how words were
    interpreted.
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
    words = blank_out(query.words, articles)
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


def document_keys(addresses: Iterable[str]) -> tuple[int, ...]:
    """The keys of the published documents at these addresses."""
    values = list(addresses)
    keys = [int(value.removeprefix(_UNNUMBERED)) for value in values if value.startswith(_UNNUMBERED)]
    chosen = Q(pk__in=keys) | Q(symbols__symbol__in=values)
    return tuple(published_documents().filter(chosen).values_list("pk", flat=True).distinct())
