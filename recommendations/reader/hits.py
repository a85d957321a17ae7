"""What a search found in a document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.http import QueryDict

from documents.web.markup import Overlay
from recommendations.index.stems import stems_of
from recommendations.index.terms import as_sequence, stemmed, words_of
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
    """A paragraph that holds what was searched: its number among them, and the anchors of those beside it."""

    number: int
    previous: str
    next: str


@dataclass(frozen=True, slots=True)
class MarkedTerms:
    """What is marked in a document."""

    query: SearchQuery = field(default_factory=SearchQuery)
    asked: Node | None = None
    articles: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return self.asked is not None or bool(self.articles)

    @property
    def label(self) -> str:
        """What was asked for, as it was typed or chosen."""
        return self.query.words or ", ".join(sorted(self.articles))


def read_marked_terms(parameters: QueryDict) -> MarkedTerms:
    """What the address of a document asks to have marked: the words and articles of a search, as that understood them.

    What is no article finds nothing and is no error: the document is shown whatever is marked in it.
    """
    words = " ".join(parameters.get("q", "").replace("\0", " ").split())[:MAX_QUERY_LENGTH]
    articles = tuple(value for value in parameters.getlist("article") if "\0" not in value)[:MAX_VALUES]
    if not words and not articles:
        return MarkedTerms()
    query = SearchQuery(
        words=words,
        article=tuple(dict.fromkeys(articles)),
        thesaurus=parameters.get("thesaurus") != OFF,
        as_typed=parameters.get("articles") == OFF,
    )
    understood = understand(query)
    return MarkedTerms(query, understood.asked, frozenset(understood.choices["article"]))


def marks_in(
    texts: Sequence[str], sought: MarkedTerms, language: str, headings: Mapping[int, str] | None = None
) -> list[list[Overlay]]:
    """For each text what is marked in it for the words of a search. Asks the database for stems once at most.

    A text that holds all that was asked, with what stands above it (``headings``, by the text's place), is found by
    the search, and in such texts alone the words are marked; where none holds all, in every text that holds some.
    """
    if sought.asked is None:
        return [[] for _text in texts]
    own = [words_of(text) for text in texts]
    above = {place: words_of(heading) for place, heading in (headings or {}).items()}
    words = {word for sequence in (*own, *above.values()) for word in sequence}
    asked_words = {word for leaf in leaves(sought.asked, refused=True, language=language) for word in _words(leaf)}
    stems = stems_of((words | asked_words) - {BREAK}, language)
    finder = Finder(sought.asked, {language: stems}, language)
    marks = [
        [hit_mark(found.start, found.end) for found in finder.found_in(text, as_sequence(stemmed(sequence, stems)))]
        for text, sequence in zip(texts, own, strict=True)
    ]
    whole = [
        bool(marked)
        and text_matches(TextWords(language, [*above.get(place, ()), BREAK, *own[place]], stems), sought.asked)
        for place, marked in enumerate(marks)
    ]
    return [marked if is_whole or not any(whole) else [] for marked, is_whole in zip(marks, whole, strict=True)]


def _words(leaf: Node) -> Iterable[str]:
    match leaf:
        case Word(word):
            return (word,)
        case Phrase(words):
            return words
    return ()


def article_marks(citations: Iterable[Citation], sought: MarkedTerms) -> list[Overlay]:
    """What is marked in a text for the articles that it cites; the same words once."""
    spans = {(one.start, one.end): None for one in citations if one.text and sought.articles & set(_values(one))}
    return [hit_mark(*span) for span in spans]


def _values(citation: Citation) -> Iterable[str]:
    """The choices that a citation meets: its instrument, its article, the paragraph of that."""
    if citation.article is not None:
        yield citation.article.instrument.key
        yield str(citation.article)
        yield f"{citation.article}:{citation.article_paragraph}"


def numbered(anchors: Sequence[str]) -> Mapping[str, ParagraphHit]:
    """The paragraphs with something found, by their anchors, in the order of the text."""
    beside = ["", *anchors, ""]
    return {
        anchor: ParagraphHit(place, beside[place - 1], beside[place + 1])
        for place, anchor in enumerate(anchors, start=1)
    }
