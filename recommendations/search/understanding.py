"""Interpret a query: its words as a tree, its filters, and the articles and documents it names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from documents.queries.documents import published_documents, unnumbered_documents
from recommendations.index.base_forms import in_american_spelling
from recommendations.index.snapshot import Sets, Snapshot
from recommendations.index.stems import stems_in
from recommendations.models import SearchScope
from recommendations.search.articles import Span, blank_out
from recommendations.search.cited_places import TypedCitation, typed_citation
from recommendations.search.expansion import with_american_spellings, with_equivalent_terms, without_stop_words
from recommendations.search.interpretations import (
    ArticleNote,
    ChoiceNote,
    DroppedNote,
    LabelNote,
    Note,
    ResolutionNote,
    SpellingNote,
)
from recommendations.search.query import RECOMMENDATION_FACETS, SearchQuery
from recommendations.search.recognized_filters import recognize_filters
from recommendations.search.resources import article_reader, choice_reader, everyday_words, thesaurus
from recommendations.search.spelling import correct
from recommendations.search.syntax import Labelled, NamedConcept, Node, TypedPart, build_tree, split_query
from recommendations.search.typed_labels import read_labels
from recommendations.search.typed_resolutions import read_resolutions
from recommendations.search.typed_symbols import with_documents
from recommendations.search.typed_text import normalize_query
from recommendations.text.words import tokens

_MIN_NAMED_SHARE = 0.2  # share of the words that must name concepts for the query to be about these


@dataclass(frozen=True, slots=True)
class Understanding:
    """An interpreted query.

    ``tree`` is the tree of the words, None for everything. ``choices`` are filters, including those named in the
    words. ``documents`` limits the search to these keys, None for all. ``meaning_text`` is searched by meaning unless
    it is "", together with ``field_terms``, terms of the field for its everyday words. ``concepts`` are the concepts
    that the words are about. ``topics`` are keys of topics that the words name, used for ranking. ``notes`` record how
    words were interpreted. ``text`` is the words as searched; ``possible_text`` is an uncertain correction of them, or
    "". ``more_facets`` is :meth:`SearchQuery.more_facets <recommendations.search.query.SearchQuery.more_facets>`.
    """

    tree: Node | None
    choices: Mapping[str, tuple[str, ...]]
    documents: tuple[int, ...] | None = None
    meaning_text: str = ""
    field_terms: str = ""
    concepts: tuple[NamedConcept, ...] = ()
    topics: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    text: str = ""
    possible_text: str = ""
    more_facets: Callable[[Snapshot], Mapping[str, Sets]] | None = None


def understand(query: SearchQuery) -> Understanding:
    """Interpret a query."""
    text = normalize_query(query.words)
    if not query.as_typed and (citation := typed_citation(text)):
        return _understand_citation(query, text, citation)
    return _understand_words(query, text)


def _understand_words(query: SearchQuery, text: str) -> Understanding:
    correction = correct(text) if query.spelling else None
    is_corrected = correction is not None and correction.is_certain
    text = correction.words if correction and is_corrected else text
    articles = [] if query.as_typed else article_reader().read(text)
    words = blank_out(text, articles)
    resolutions = [] if query.as_typed else read_resolutions(words)
    words = blank_out(words, resolutions)
    named = [] if query.as_typed else recognize_filters(words, query.scope)
    words = blank_out(words, named)
    labels = [] if query.as_typed else read_labels(words)
    words = blank_out(words, labels)
    has_names = bool(articles or resolutions or named or labels)
    if has_names:
        words = choice_reader().without_ignored(words)
    typed_parts = split_query(words)
    is_plain = all(part.is_plain for part in typed_parts)
    notes: list[Note] = [SpellingNote(query.words, text)] if is_corrected else []
    notes += [ArticleNote(text[ref.start : ref.end], ref.values, ref.names_instrument) for ref in articles]
    notes += [ChoiceNote(" ".join(text[item.start : item.end].split()), item.facet, item.values) for item in named]
    notes += [ResolutionNote(text[item.start : item.end].strip(), item.values) for item in resolutions]
    notes += [LabelNote(text[item.start : item.end].strip(), item.labels) for item in labels]
    if not query.as_typed:
        typed_parts, document_notes = with_documents(typed_parts)
        notes += document_notes
        is_plain = is_plain and not document_notes
    if has_names:
        typed_parts = without_stop_words(typed_parts, stems_in)
    if query.thesaurus:
        typed_parts, expansion_notes = with_equivalent_terms(typed_parts, thesaurus(), stems_in)
        notes += expansion_notes
    typed_parts = with_american_spellings(typed_parts)
    typed_parts += [TypedPart(Labelled(item.labels, item.places), "", is_quoted=True) for item in labels]
    typed_parts += [item.part for item in resolutions]
    is_by_meaning = query.meaning and bool(typed_parts) and is_plain and not labels and not resolutions
    return Understanding(
        tree=build_tree(typed_parts),
        choices={facet: _selected_values(query, facet, notes) for facet in query.filters},
        documents=document_keys(query.document) if query.document else None,
        meaning_text=_meaning_text(words, typed_parts) if is_by_meaning else "",
        field_terms="; ".join(everyday_words().terms_in(words, _names(typed_parts))) if is_by_meaning else "",
        concepts=_main_concepts(words, typed_parts) if is_by_meaning else (),
        topics=tuple(dict.fromkeys(topic for part in typed_parts if not part.is_excluded for topic in part.topics)),
        notes=tuple(notes),
        text=text,
        possible_text=correction.words if correction and not is_corrected else "",
        more_facets=query.more_facets,
    )


def _understand_citation(query: SearchQuery, text: str, citation: TypedCitation) -> Understanding:
    """Interpret a citation such as "CTOC/COP/2022/L.4, annex I, para. (r)": nothing in it is searched as words."""
    typed_parts: list[TypedPart]
    typed_parts, notes = with_documents(split_query(citation.symbol))
    label_notes: list[Note] = []
    if places := citation.places:
        typed_parts.append(TypedPart(Labelled(places, places), "", is_quoted=True))
        label_notes.append(LabelNote(citation.place, places))
    return Understanding(
        tree=build_tree(typed_parts),
        choices={facet: query.selected(facet) for facet in query.filters},
        documents=document_keys(query.document) if query.document else None,
        notes=(*notes, *label_notes),
        text=text,
        more_facets=query.more_facets,
    )


def _meaning_text(words: str, typed_parts: Sequence[TypedPart]) -> str:
    """Return the text to search by meaning: the words in American spelling, or if they only name a concept, its main
    name, so that all names of a concept find the same.
    """
    named = [concept for part in typed_parts for concept in part.concepts]
    if len(typed_parts) == 1 and len(named) == 1 and named[0].typed == typed_parts[0].typed:
        return named[0].name
    return " ".join(in_american_spelling(words).split())


def _names(typed_parts: Iterable[TypedPart]) -> Iterator[str]:
    """Yield the words that name concepts, as typed."""
    return (concept.typed for part in typed_parts for concept in part.concepts)


def _main_concepts(words: str, typed_parts: Sequence[TypedPart]) -> tuple[NamedConcept, ...]:
    """Return the concepts that the words name, or () if these are only a small part of the words."""
    named = tuple(concept for part in typed_parts for concept in part.concepts)
    count = sum(1 for _token in tokens(words))
    return named if sum(concept.length for concept in named) >= _MIN_NAMED_SHARE * count else ()


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


def recognized_spans(text: str, scope: str) -> list[Span]:
    """Return the articles, resolutions, filters and labels that a text names, which are not searched as words."""
    articles = article_reader().read(text)
    named: list[Span] = [*articles, *read_resolutions(blank_out(text, articles))]
    named += recognize_filters(blank_out(text, named), scope)
    return [*named, *read_labels(blank_out(text, named))]


def wider_understandings(query: SearchQuery, understood: Understanding) -> Iterator[Understanding]:
    """Yield the interpretations to try if nothing matches both the articles that the words name and the other words:
    with whole articles instead of their paragraphs, then without them."""
    named = [note for note in understood.notes if isinstance(note, ArticleNote)]
    if not named or understood.tree is None:
        return
    others = tuple(note for note in understood.notes if not isinstance(note, ArticleNote))
    text = "; ".join(note.text for note in named)
    values = tuple(dict.fromkeys(value for note in named for value in note.values))
    whole = tuple(dict.fromkeys(":".join(value.split(":")[:2]) for value in values))
    for wider in ((whole,) if whole != values else ()) + ((),):
        articles = tuple(dict.fromkeys((*query.article, *wider)))
        choices = {**understood.choices, "article": articles}
        yield replace(understood, choices=choices, notes=(*others, DroppedNote(text, wider)))


def document_keys(addresses: Iterable[str]) -> tuple[int, ...]:
    """Return the keys of the published documents at these addresses."""
    values = list(addresses)
    with_symbol = published_documents().filter(symbols__symbol__in=values).values_list("pk", flat=True).distinct()
    unnumbered = unnumbered_documents(published_documents(), values)
    return tuple({*with_symbol, *(document.pk for document in unnumbered.values())})
