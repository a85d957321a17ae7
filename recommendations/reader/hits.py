"""Matches of a search in a document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.http import QueryDict

from documents.web.markup import Overlay
from documents.web.phrases import semicolon_list, within_quotation
from recommendations.index.stems import stems_of
from recommendations.index.terms import as_sequence, to_stems, words_of
from recommendations.labels.facet_values import names
from recommendations.models import Citation
from recommendations.reader.marks import hit_mark
from recommendations.reader.text_match import TextWords, text_matches
from recommendations.search.marking import Finder
from recommendations.search.parameters import MAX_QUERY_LENGTH, MAX_VALUES
from recommendations.search.query import OFF, SearchQuery
from recommendations.search.syntax import Node, Phrase, Word, leaves
from recommendations.search.understanding import understand
from recommendations.text.words import BREAK


@dataclass(frozen=True, slots=True)
class ParagraphHit:
    """A paragraph with a match: its number among these paragraphs, and the anchors of the previous and the next one."""

    number: int
    previous: str
    next: str


@dataclass(frozen=True, slots=True)
class MarkedTerms:
    """The words and articles to highlight in a document."""

    query: SearchQuery = field(default_factory=SearchQuery)
    tree: Node | None = None
    articles: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return self.tree is not None or bool(self.articles)

    @property
    def label(self) -> str:
        """The words as typed, or the names of the articles that exist; those that do not, if none does."""
        if self.query.words:
            return within_quotation(self.query.words)
        vocabulary = names()
        existing = {value for value in self.articles if _article_of(value) in vocabulary.by_facet["article"]}
        in_order = sorted(
            (vocabulary.of("article", value) for value in existing or self.articles), key=lambda name: name.order
        )
        return semicolon_list(name.full_label for name in in_order)


def read_marked_terms(parameters: QueryDict) -> MarkedTerms:
    """Return the terms to highlight: words and articles in the query string of a document, interpreted as in a search.

    Invalid articles are not errors, so that the document is always shown; they match nothing.
    """
    words = " ".join(parameters.get("q", "").replace("\0", " ").split())[:MAX_QUERY_LENGTH]
    articles = tuple(value for value in parameters.getlist("article") if "\0" not in value)[:MAX_VALUES]
    if not words and not articles:
        return MarkedTerms()
    query = SearchQuery(
        words=words,
        article=tuple(dict.fromkeys(articles)),
        thesaurus=parameters.get("thesaurus") != OFF,
        spelling=parameters.get("spelling") != OFF,
        as_typed=parameters.get("articles") == OFF,
    )
    understood = understand(query)
    return MarkedTerms(query, understood.tree, frozenset(understood.choices["article"]))


def marks_in(
    texts: Sequence[str], marked_terms: MarkedTerms, language: str, headings: Mapping[int, str] | None = None
) -> list[list[Overlay]]:
    """Return for each text the highlights for the words of a search. Run at most one database query, for stems.

    Words are highlighted only in texts that, together with the heading above (``headings``, by the index of the text),
    match the whole search. If no text does, they are highlighted in every text.
    """
    if marked_terms.tree is None:
        return [[] for _text in texts]
    sequences = [words_of(text) for text in texts]
    heading_words = {index: words_of(heading) for index, heading in (headings or {}).items()}
    words = {word for sequence in (*sequences, *heading_words.values()) for word in sequence}
    query_words = {
        word for leaf in leaves(marked_terms.tree, include_excluded=True, language=language) for word in _words(leaf)
    }
    stems = stems_of((words | query_words) - {BREAK}, language)
    finder = Finder(marked_terms.tree, {language: stems}, language)
    marks = [
        [hit_mark(match.start, match.end) for match in finder.found_in(text, as_sequence(to_stems(sequence, stems)))]
        for text, sequence in zip(texts, sequences, strict=True)
    ]
    matches = [
        bool(marked)
        and text_matches(
            TextWords(language, [*heading_words.get(index, ()), BREAK, *sequences[index]], stems), marked_terms.tree
        )
        for index, marked in enumerate(marks)
    ]
    return [marked if is_match or not any(matches) else [] for marked, is_match in zip(marks, matches, strict=True)]


def _words(leaf: Node) -> Iterable[str]:
    match leaf:
        case Word(word):
            return (word,)
        case Phrase(words):
            return words
    return ()


def article_marks(citations: Iterable[Citation], marked_terms: MarkedTerms) -> list[Overlay]:
    """Return the highlights for articles cited in a text, one for each span of text."""
    spans = {(row.start, row.end): None for row in citations if row.text and marked_terms.articles & set(_values(row))}
    return [hit_mark(*span) for span in spans]


def _values(citation: Citation) -> Iterable[str]:
    """Yield the filter values that a citation matches: its instrument, article, and paragraph."""
    if citation.article is not None:
        yield citation.article.instrument.key
        yield str(citation.article)
        yield f"{citation.article}:{citation.article_paragraph}"


def _article_of(value: str) -> str:
    """Return the article in a filter value: "untoc:18" for "untoc:18:3"; "untoc" for an instrument."""
    return ":".join(value.split(":")[:2])


def number_hits(anchors: Sequence[str]) -> Mapping[str, ParagraphHit]:
    """Number the hits. Return a map from their anchors, given in text order, to the hits."""
    padded = ["", *anchors, ""]
    return {
        anchor: ParagraphHit(number, padded[number - 1], padded[number + 1])
        for number, anchor in enumerate(anchors, start=1)
    }
