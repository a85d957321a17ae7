"""Responses of the API: the one definition of every field, for both the content and its OpenAPI description."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from documents.models import Document as DocumentRow
from recommendations.models import Citation as CitationRow
from recommendations.models import Recommendation as RecommendationRow

Address = Annotated[str, "The absolute address of the page that shows it to people."]
Itself = Annotated[str, "The absolute address of this answer."]
Labels = Annotated[Mapping[str, str], 'By language: "ar", "zh", "en", "fr", "ru", "es", as far as they are known.']
Tally = Annotated[int, "How many recommendations a search for it brings."]
Searched = Annotated[str, "The absolute address of the API that lists its recommendations."]
FoundBy = Annotated[
    Literal["words", "meaning"] | None,
    'How the search found it: it holds the "words", or is near to them in "meaning" alone; null where no words were '
    "asked.",
]


# --- references --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text. Offsets count Unicode code points from 0, in the text of the same object."""

    start: Annotated[int, "The first character."]
    end: Annotated[int, "The one behind the last character."]


@dataclass(frozen=True, slots=True)
class DocumentReference:
    """A document by its symbol."""

    address: Annotated[str, 'What identifies it here: its first symbol, or "unnumbered/12" while none is known.']
    symbols: Annotated[tuple[str, ...], "Its symbols as printed; several for a joint document."]
    title: Annotated[str, "Its title."]
    url: Address
    self: Annotated[str, "The absolute address of the document in the API."]


@dataclass(frozen=True, slots=True)
class MeetingReference:
    """A meeting by its slug."""

    slug: Annotated[str, "What identifies it here."]
    name: Annotated[str, "Its name in English."]
    start: Annotated[datetime.date | None, "Its first day."]
    end: Annotated[datetime.date | None, "Its last day."]
    url: Address
    self: Annotated[str, "The absolute address of the meeting in the API."]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A value of a vocabulary."""

    key: Annotated[str, "What identifies it here; the value of the search's parameter."]
    labels: Labels


@dataclass(frozen=True, slots=True)
class TopicReference:
    """A topic that a recommendation deals with, and the evidence for it."""

    key: Annotated[str, "What identifies it here."]
    labels: Labels
    evidence: Annotated[str, "The words that show it; empty where a person set it."]
    in_heading: Annotated[bool, "Whether these words stand in the heading above, not in the text itself."]
    url: Address
    self: Annotated[str, "The absolute address of the topic in the API."]


@dataclass(frozen=True, slots=True)
class CitedArticle:
    """An article that a recommendation cites. Articles cited in footnotes are listed in its citations only."""

    article: Annotated[str, 'What identifies it here: instrument and number, "untoc:18".']
    title: Annotated[str, "Its title."]
    paragraphs: Annotated[tuple[str, ...], "The paragraphs of it that are named; none where it is cited as a whole."]
    in_heading: Annotated[bool, "Whether only the heading above cites it, not the text itself."]
    url: Address
    self: Annotated[str, "The absolute address of the article in the API."]


@dataclass(frozen=True, slots=True)
class Citation:
    """A reference to one item. Words that name several articles are several citations at the same place."""

    kind: Annotated[CitationRow.Kind, "What is cited."]
    text: Annotated[str, "The words that cite it, as printed; empty where a person set it."]
    place: Annotated[
        Literal["text", "footnote", "heading", "by_hand"],
        "Where these words stand; by_hand: nowhere, a person says that it deals with the article.",
    ]
    start: Annotated[int | None, "Their offset in the text beside; null where they stand elsewhere."]
    end: Annotated[int | None, "The offset behind them."]
    article: Annotated[str | None, 'The article, "untoc:18".']
    paragraph: Annotated[str | None, "The paragraph of the article."]
    subparagraph: Annotated[str | None, 'The subparagraph; "a(i)" is nested.']
    value: Annotated[
        str | None, 'The canonical symbol or resolution ("CTOC/COP/2022/1", "GA 55/25"), or a treaty\'s provision.'
    ]
    document: Annotated[DocumentReference | None, "The document cited, where it is published here."]
    meeting: Annotated[MeetingReference | None, "The meeting cited."]
    unresolved: Annotated[str | None, "Why it is not known what is cited; null where it is known."]


# --- search results ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A recommendation as worded in a document, in one language."""

    id: Annotated[int, "What identifies it here; it stays when the document is read again."]
    self: Annotated[str, "The absolute address of the recommendation in the API."]
    url: Address
    document: Annotated[DocumentReference, "The document in which it stands."]
    language: Annotated[str, "The language of its text."]
    anchor: Annotated[str, "The anchor of its paragraph in the document."]
    label: Annotated[str, 'Its number or letter as printed, "(a)".']
    path: Annotated[str, 'Where it stands in the document, "para. 12 (a)".']
    page: Annotated[int | None, "The page of the document's file on which it begins."]
    heading: Annotated[str, "The heading above it."]
    text: Annotated[str, "Its whole text."]
    alternatives: Annotated[tuple[Span, ...], "What stands in square brackets in its text: not agreed."]
    status: Annotated[
        RecommendationRow.Status,
        'What it is, by the document in which it stands: "draft" (in a draft report, not adopted), "proposed" (put '
        'forward for consideration), "adopted", "for_endorsement" (adopted, and put forward for endorsement) or '
        '"endorsed".',
    ]
    standing: Annotated[str, "The same in an English sentence that names the meetings."]
    strength: Annotated[RecommendationRow.Strength | None, "How strongly it asks."]
    verb: Annotated[str | None, 'The action phrase as printed, "are encouraged to".']
    action: Annotated[str | None, 'The same with the main verb, "are encouraged to promote".']
    addressees: Annotated[tuple[Labelled, ...], "Who is asked."]
    meeting: Annotated[
        MeetingReference | None,
        "The meeting it belongs to: that which adopted it, in whose draft report it stands, or to which it is put.",
    ]
    adopted_by: Annotated[MeetingReference | None, "The meeting that adopted it; null where none did."]
    put_to: Annotated[MeetingReference | None, "The meeting to which it is put."]
    topics: Annotated[tuple[TopicReference, ...], "What it deals with."]
    articles: Annotated[tuple[CitedArticle, ...], "The articles that its text and the heading above it cite."]
    citations: Annotated[
        tuple[Citation, ...], "All that it cites: its text, then its footnotes, then the heading above it."
    ]


@dataclass(frozen=True, slots=True)
class FoundRecommendation(Recommendation):
    """A recommendation found by a search."""

    found_by: FoundBy
    highlights: Annotated[tuple[Span, ...], "What the search found in its text."]


@dataclass(frozen=True, slots=True)
class FoundParagraph:
    """A paragraph of a document found by a search."""

    anchor: Annotated[str, "What identifies it within the document and its language."]
    url: Address
    document: Annotated[DocumentReference, "The document in which it stands."]
    language: Annotated[str, "The language of its text."]
    kind: Annotated[str, 'What it is: "paragraph", "item", "heading", "table" and the like.']
    label: Annotated[str, 'Its number or letter as printed, "12".']
    path: Annotated[str, 'Where it stands in the document, "annex I, para. 12".']
    page: Annotated[int | None, "The page of the document's file on which it begins."]
    text: Annotated[str, "Its whole text."]
    meeting: Annotated[MeetingReference | None, "The meeting that the document was issued for."]
    citations: Annotated[tuple[Citation, ...], "What its text cites."]
    found_by: FoundBy
    highlights: Annotated[tuple[Span, ...], "What the search found in its text."]


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list."""

    self: Itself
    url: Annotated[str, "The absolute address of the page that shows the list to people."]
    next: Annotated[str | None, "The absolute address of the next part; null where this is the last one."]
    limit: Annotated[int, "Maximum number of entries per page."]
    total: Annotated[int, "How many entries the whole list has."]


@dataclass(frozen=True, slots=True)
class Understood:
    """Words of a search interpreted as more than plain words. The parameters ``articles`` and ``thesaurus`` undo it."""

    text: Annotated[str, "The words."]
    taken_for: Annotated[
        Literal["article", "document", "synonym"],
        'An "article" narrows the search to it; a "document" finds what is in it; a "synonym" is searched too.',
    ]
    values: Annotated[tuple[str, ...], "The articles, the symbols, or the other words."]


@dataclass(frozen=True, slots=True)
class Search(Page):
    """A page of search results. A recommendation available in several languages counts once."""

    facets: Annotated[
        Mapping[str, Mapping[str, int]],
        "Facet -> value -> how many entries choosing it would bring, under all other choices. Exact. Values with none "
        "are left out.",
    ]
    choices: Annotated[
        Mapping[str, tuple[str, ...]],
        "Facet -> what it is narrowed to: by a parameter, or because the words name it.",
    ]
    without: Annotated[Mapping[str, int], "Facet with a choice -> how many there would be without its choices."]
    understood: Annotated[tuple[Understood, ...], "Which words were taken for more than words."]
    by_meaning: Annotated[int, "How many of the total do not hold the words, but are near to them in meaning."]
    compared: Annotated[
        int | None,
        "How many were compared for relevance, where that is not all: the others follow them, the newest first.",
    ]
    shifted: Annotated[
        bool,
        "Whether the index changed since the part before, so that the order by relevance is another one: this part may "
        "repeat or miss some. Never where the order is by date.",
    ]
    whole: Annotated[
        bool,
        "Whether every published document can be found and is counted. Not while the index is being rebuilt, which "
        "takes minutes.",
    ]


@dataclass(frozen=True, slots=True)
class RecommendationSearch(Search):
    """Recommendations found by a search."""

    items: Annotated[tuple[FoundRecommendation, ...], "The entries of this part."]


@dataclass(frozen=True, slots=True)
class ParagraphSearch(Search):
    """Paragraphs found by a search."""

    items: Annotated[tuple[FoundParagraph, ...], "The entries of this part."]


# --- documents and meetings --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BodyReference:
    """A body that meets and issues documents."""

    key: Annotated[str, "What identifies it here."]
    name: Annotated[str, "Its name in English."]


@dataclass(frozen=True, slots=True)
class File:
    """A file of a document, as it was received."""

    name: Annotated[str, "Its name."]
    media_type: Annotated[str, "What it is, as a media type."]
    size: Annotated[int, "Its size in bytes."]
    sha256: Annotated[str, "Its SHA-256, in hexadecimal digits."]
    url: Annotated[str, "Its absolute address."]


@dataclass(frozen=True, slots=True)
class Version:
    """A published language version of a document."""

    language: Annotated[str, "Its language."]
    title: Annotated[str, "Its title in that language."]
    job_number: Annotated[str | None, "The job number printed on it."]
    pages: Annotated[int | None, "How many pages its file has."]
    url: Address
    files: Annotated[tuple[File, ...], "The files from which it was read."]


@dataclass(frozen=True, slots=True)
class Document:
    """A document of a body, under one symbol or several joint ones."""

    address: Annotated[str, 'What identifies it here: its first symbol, or "unnumbered/12" while none is known.']
    symbols: Annotated[tuple[str, ...], "Its symbols as printed; several for a joint document."]
    self: Annotated[str, "The absolute address of the document in the API."]
    url: Address
    title: Annotated[str, "Its title."]
    subtitle: Annotated[str | None, "Its subtitle."]
    type: Annotated[DocumentRow.Kind | None, "What kind of document it is."]
    date: Annotated[datetime.date | None, "The date printed on it."]
    body: Annotated[BodyReference | None, "The body that issued it."]
    meeting: Annotated[MeetingReference | None, "The meeting that it was issued for."]
    agenda_item: Annotated[str | None, "The item of the agenda that it was issued under."]
    versions: Annotated[tuple[Version, ...], "The languages in which it is published here."]
    recommendations: Tally
    recommendations_url: Searched


@dataclass(frozen=True, slots=True)
class Meeting:
    """A session of a body, or a meeting of a working group."""

    slug: Annotated[str, "What identifies it here."]
    self: Annotated[str, "The absolute address of the meeting in the API."]
    url: Address
    name: Annotated[str, "Its name in English."]
    body: Annotated[BodyReference, "The body that met."]
    ordinal: Annotated[int | None, "Its number, where it is known."]
    start: Annotated[datetime.date | None, "Its first day."]
    end: Annotated[datetime.date | None, "Its last day."]
    place: Annotated[str | None, "Where it met."]
    documents: Annotated[int, "How many published documents were issued for it."]
    recommendations: Tally
    recommendations_url: Searched


# --- vocabularies ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class InstrumentReference:
    """A treaty."""

    key: Annotated[str, 'What identifies it here, "untoc".']
    title: Annotated[str, "Its title."]
    short_title: Annotated[str, "Its title in short."]


@dataclass(frozen=True, slots=True)
class Article:
    """An article of a treaty."""

    article: Annotated[str, 'What identifies it here: instrument and number, "untoc:18".']
    self: Annotated[str, "The absolute address of the article in the API."]
    url: Address
    instrument: Annotated[InstrumentReference, "The treaty."]
    number: Annotated[str, "Its number."]
    title: Annotated[str, "Its title."]
    chapter: Annotated[str | None, "The group of articles to which it belongs by its subject."]
    recommendations: Tally
    paragraphs: Annotated[
        Mapping[str, int], 'Paragraph of it ("untoc:18:13") -> how many recommendations a search for it brings.'
    ]
    recommendations_url: Searched


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic of cooperation in criminal matters."""

    key: Annotated[str, "What identifies it here."]
    self: Annotated[str, "The absolute address of the topic in the API."]
    url: Address
    labels: Labels
    parent: Annotated[str | None, "The key of the topic to which it belongs."]
    unbis: Annotated[str | None, "Its concept in the UNBIS Thesaurus."]
    recommendations: Tally
    recommendations_url: Searched


@dataclass(frozen=True, slots=True)
class DocumentList(Page):
    """Documents, newest first; those without a date last."""

    items: Annotated[tuple[Document, ...], "The entries of this part."]


@dataclass(frozen=True, slots=True)
class MeetingList(Page):
    """Meetings with published documents or recommendations, by body, newest first."""

    items: Annotated[tuple[Meeting, ...], "The entries of this part."]


@dataclass(frozen=True, slots=True)
class ArticleList(Page):
    """The articles of the instruments, in order."""

    items: Annotated[tuple[Article, ...], "The entries of this part."]


@dataclass(frozen=True, slots=True)
class TopicList(Page):
    """The topics, each followed by its subtopics."""

    items: Annotated[tuple[Topic, ...], "The entries of this part."]
