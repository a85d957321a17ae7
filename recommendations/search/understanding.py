"""Interpret a query: its words as a tree, its filters, and the articles and documents it names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import Q, Value
from django.db.models.functions import Concat, Upper

from documents.models import DocumentSymbol
from documents.queries.documents import published_documents
from recommendations.index.snapshot import Sets, Snapshot
from recommendations.index.stems import stems_in
from recommendations.models import SearchScope
from recommendations.search.articles import blank_out
from recommendations.search.expansion import with_equivalent_terms, without_stop_words
from recommendations.search.interpretations import ArticleNote, ChoiceNote, DocumentNote, LabelNote, Note, SpellingNote
from recommendations.search.query import RECOMMENDATION_FACETS, SearchQuery
from recommendations.search.recognized_filters import recognize_filters
from recommendations.search.resources import article_reader, choice_reader, thesaurus
from recommendations.search.spelling import correct
from recommendations.search.syntax import AnyOf, InDocuments, Labelled, Node, TypedPart, build_tree, split_query
from recommendations.search.typed_labels import read_labels
from recommendations.search.typed_text import normalize_query

MAX_DOCUMENTS = 500  # a part of a symbol shared by more documents is searched only in texts
_MAX_SYMBOLS_SHOWN = 3
_SYMBOL = re.compile(
    r"""(?=.*\d)(?=.*[A-Za-z])[A-Za-z0-9][\w.()]*(?:/[A-Za-z0-9][\w.()]*)+
      | (?:l|crp|inf|wp|add|corr|rev|wg|ngo)\.\d{1,4}(?:/\w[\w.]*)*""",
    re.ASCII | re.VERBOSE | re.IGNORECASE,
)
"""Matches "WG.3/2021/3", "ctoc/cop/2022/l.4", "2022/L.4", "L.4"; not "and/or", "2021/3", "CTOC", "art.3"."""
_UNNUMBERED = "unnumbered/"
_JOINT_HYPHEN = re.compile(r"-(?=[A-Za-z]{1,8}/)")


@dataclass(frozen=True, slots=True)
class _SymbolRow:
    document: int
    symbol: str

    def contains(self, part: str) -> bool:
        """Return whether the symbol contains this part, between slashes or at either end."""
        return f"/{part.upper()}/" in f"/{self.symbol.upper()}/"


def with_documents(typed_parts: Sequence[TypedPart]) -> tuple[list[TypedPart], list[DocumentNote]]:
    """Return the parts of a search, with symbols also matching their documents, and notes on those symbols."""
    symbols_typed = {symbol for part in typed_parts for symbol in _symbols(part)}
    rows = _rows(symbols_typed) if symbols_typed else []
    expanded, notes = [], []
    for part in typed_parts:
        matching_rows = [row for row in rows if any(row.contains(symbol) for symbol in _symbols(part))]
        documents = tuple(dict.fromkeys(row.document for row in matching_rows))
        if documents and len(documents) <= MAX_DOCUMENTS:
            part = replace(part, node=AnyOf((InDocuments(documents), part.node)))
            symbols = tuple(row.symbol for row in matching_rows[:_MAX_SYMBOLS_SHOWN])
            notes.append(DocumentNote(part.typed, symbols, len(documents)))
        expanded.append(part)
    return expanded, notes


def _symbols(part: TypedPart) -> list[str]:
    if part.is_quoted:
        return []
    pieces = _JOINT_HYPHEN.split(part.typed)
    return pieces if all(_SYMBOL.fullmatch(piece) for piece in pieces) else []


def _rows(symbol_parts: Iterable[str]) -> list[_SymbolRow]:
    """Return symbols of published documents that contain one of the parts, at most enough to exceed MAX_DOCUMENTS."""
    between_slashes = Concat(Value("/"), Upper("symbol"), Value("/"))
    condition = Q()
    for symbol in symbol_parts:
        condition |= Q(path__contains=f"/{symbol.upper()}/")
    rows = (
        DocumentSymbol.objects.annotate(path=between_slashes)
        .filter(condition, document__in=published_documents())
        .order_by("symbol")
        .values_list("document_id", "symbol")[: 2 * MAX_DOCUMENTS + 1]
    )
    return [_SymbolRow(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class Understanding:
    """An interpreted query.

    ``tree`` is the tree of the words, None for everything. ``choices`` are filters, including those named in the
    words. ``documents`` limits the search to these keys, None for all. ``meaning_text`` is searched by meaning unless
    it is "". ``topics`` are keys of topics that the words name, used for ranking. ``notes`` record how words were
    interpreted. ``text`` is the words as searched; ``possible_text`` is the words corrected, if that is not certain.
    """

    tree: Node | None
    choices: Mapping[str, tuple[str, ...]]
    documents: tuple[int, ...] | None = None
    meaning_text: str = ""
    topics: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    text: str = ""
    possible_text: str = ""
    more_facets: Callable[[Snapshot], Mapping[str, Sets]] | None = None


def understand(query: SearchQuery) -> Understanding:
    """Interpret a query."""
    text = normalize_query(query.words)
    correction = correct(text) if query.spelling else None
    is_corrected = correction is not None and correction.is_certain
    text = correction.words if correction and is_corrected else text
    articles = [] if query.as_typed else article_reader().read(text)
    words = blank_out(text, articles)
    named = [] if query.as_typed else recognize_filters(words, query.scope)
    words = blank_out(words, named)
    labels = [] if query.as_typed else read_labels(words)
    words = blank_out(words, labels)
    if articles or named or labels:
        words = choice_reader().without_ignored(words)
    typed_parts = split_query(words)
    is_plain = all(part.is_plain for part in typed_parts)
    notes: list[Note] = [SpellingNote(query.words, text)] if is_corrected else []
    notes += [ArticleNote(text[ref.start : ref.end], ref.values, ref.is_named) for ref in articles]
    notes += [ChoiceNote(" ".join(text[item.start : item.end].split()), item.facet, item.values) for item in named]
    notes += [LabelNote(text[item.start : item.end].strip(), item.labels) for item in labels]
    if not query.as_typed:
        typed_parts, document_notes = with_documents(typed_parts)
        notes += document_notes
        is_plain = is_plain and not document_notes
    if articles or named or labels:
        typed_parts = without_stop_words(typed_parts, stems_in)
    if query.thesaurus:
        typed_parts, expansion_notes = with_equivalent_terms(typed_parts, thesaurus(), stems_in)
        notes += expansion_notes
    typed_parts += [TypedPart(Labelled(item.labels), "", is_quoted=True) for item in labels]
    return Understanding(
        tree=build_tree(typed_parts),
        choices={facet: _selected_values(query, facet, notes) for facet in query.facets},
        documents=document_keys(query.document) if query.document else None,
        meaning_text=" ".join(words.split()) if query.meaning and typed_parts and is_plain and not labels else "",
        topics=tuple(dict.fromkeys(topic for part in typed_parts if not part.is_excluded for topic in part.topics)),
        notes=tuple(notes),
        text=text,
        possible_text=correction.words if correction and not is_corrected else "",
        more_facets=query.more_facets,
    )


def _selected_values(query: SearchQuery, facet: str, notes: Iterable[Note]) -> tuple[str, ...]:
    """Return the selected values of a facet, including those named in the words if entries of the scope have them."""
    if query.scope != SearchScope.RECOMMENDATIONS and facet in RECOMMENDATION_FACETS:
        return query.selected(facet)
    return tuple(dict.fromkeys((*query.selected(facet), *named_values(facet, notes))))


def named_values(facet: str, notes: Iterable[Note]) -> Iterator[str]:
    """Yield the values of a facet that the words name."""
    for note in notes:
        match note:
            case ArticleNote(values=values) if facet == "article":
                yield from values
            case ChoiceNote(facet=named_facet, values=values) if facet == named_facet:
                yield from values


def document_keys(addresses: Iterable[str]) -> tuple[int, ...]:
    """Return the keys of the published documents at these addresses."""
    values = list(addresses)
    keys = [int(value.removeprefix(_UNNUMBERED)) for value in values if value.startswith(_UNNUMBERED)]
    condition = Q(pk__in=keys) | Q(symbols__symbol__in=values)
    return tuple(published_documents().filter(condition).values_list("pk", flat=True).distinct())
