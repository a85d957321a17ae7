"""Responses of the API: the only definition of each field, used for both the content and the OpenAPI document."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from documents.models import Document as DocumentRow
from recommendations.models import Basis
from recommendations.models import Citation as CitationRow
from recommendations.models import Recommendation as RecommendationRow
from recommendations.search.interpretations import NamedFacet

Address = Annotated[str, "Absolute address of its page for readers."]
SelfAddress = Annotated[str, "Absolute address of this response."]
Labels = Annotated[Mapping[str, str], 'By language: "ar", "zh", "en", "fr", "ru", "es", if available.']
RecommendationCount = Annotated[int, "Number of recommendations that a search for it finds."]
SearchAddress = Annotated[str, "Absolute address of its recommendations in the API."]
FoundBy = Annotated[
    Literal["words", "meaning"] | None,
    'How the search found it: it contains the "words", or is only related in "meaning"; null for a search without '
    "words.",
]
Interpretation = Literal[
    "article", "document", "synonym", "spelling", "label", "resolution", "dropped", "unknown_symbol", NamedFacet
]
DEPRECATED = "deprecated"
"""Marks a field kept under an old name until the next release."""


# --- references --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text. Offsets count Unicode code points from 0, in the text of the same object."""

    start: Annotated[int, "Offset of the first character."]
    end: Annotated[int, "Offset after the last character."]


@dataclass(frozen=True, slots=True)
class DocumentReference:
    """A document by its symbol."""

    address: Annotated[str, 'Identifier: the first symbol, or "unnumbered/" and the hash of its file if there is none.']
    symbols: Annotated[tuple[str, ...], "Symbols as printed; a joint document has several."]
    title: Annotated[str, "Title."]
    url: Address
    self: Annotated[str, "Absolute address of the document in the API."]


@dataclass(frozen=True, slots=True)
class MeetingReference:
    """A meeting by its slug."""

    slug: Annotated[str, "Identifier."]
    name: Annotated[str, "Name, in the language of the response."]
    start: Annotated[datetime.date | None, "First day."]
    end: Annotated[datetime.date | None, "Last day."]
    url: Address
    self: Annotated[str, "Absolute address of the meeting in the API."]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A value of a vocabulary."""

    key: Annotated[str, "Identifier, and value of the search parameter."]
    labels: Labels


@dataclass(frozen=True, slots=True)
class TopicReference:
    """A topic of a recommendation, and the evidence for it."""

    key: Annotated[str, "Identifier."]
    labels: Labels
    evidence: Annotated[str, "Words that match the topic; empty if an editor set it."]
    in_heading: Annotated[bool, "Whether these words are in the heading above, not in the text."]
    url: Address
    self: Annotated[str, "Absolute address of the topic in the API."]


@dataclass(frozen=True, slots=True)
class ArticleBasis:
    """A reason why a recommendation relates to an article."""

    basis: Annotated[
        Basis,
        'Reason: its text "cites" it, the "heading" above does, an "editor" added it, or it is on the same "subject".',
    ]
    paragraph: Annotated[str | None, "Paragraph of the article; null for the article as a whole."]
    subparagraph: Annotated[str | None, 'Subparagraph; "a(i)" is nested.']
    evidence: Annotated[str, "Words that show it; empty if an editor added it."]
    in_heading: Annotated[bool, "Whether these words are in the heading above, not in the text."]
    start: Annotated[int | None, "Offset in the text of words that show a subject; null for others."]
    end: Annotated[int | None, "Offset after the last of these words."]
    description: Annotated[str, "If found by meaning: what the words resemble, in English; otherwise empty."]


@dataclass(frozen=True, slots=True)
class ConcernedArticle:
    """An article that a recommendation relates to. Articles cited in footnotes are listed in its citations only."""

    article: Annotated[str, 'Identifier: instrument and number, for example "untoc:18".']
    title: Annotated[str, "Title."]
    bases: Annotated[tuple[ArticleBasis, ...], "All reasons why it relates to the article, citations first."]
    paragraphs: Annotated[
        tuple[str, ...], "Paragraphs of the article that it relates to; empty if it relates to the article as a whole."
    ]
    in_heading: Annotated[bool, "Whether only the heading above shows it, not the text."]
    url: Address
    self: Annotated[str, "Absolute address of the article in the API."]


@dataclass(frozen=True, slots=True)
class Citation:
    """A reference to one item. Words that name several articles yield several citations with the same offsets."""

    kind: Annotated[CitationRow.Kind, "Kind of item cited."]
    text: Annotated[str, "Citing words as printed; empty if an editor set the reference."]
    place: Annotated[
        Literal["text", "footnote", "heading", "by_hand"],
        'Place of these words; "by_hand" if an editor set the reference.',
    ]
    start: Annotated[int | None, "Offset of these words in the text of the same object; null if they are elsewhere."]
    end: Annotated[int | None, "Offset after the last of these words."]
    article: Annotated[str | None, 'Article, for example "untoc:18".']
    paragraph: Annotated[str | None, "Paragraph of the article."]
    subparagraph: Annotated[str | None, 'Subparagraph; "a(i)" is nested.']
    value: Annotated[
        str | None, 'Canonical symbol or resolution ("CTOC/COP/2022/1", "GA 55/25"), or provision of a treaty.'
    ]
    document: Annotated[DocumentReference | None, "Document cited, if it is published in this portal."]
    meeting: Annotated[MeetingReference | None, "Meeting cited."]
    unresolved: Annotated[str | None, "Reason why the reference was not resolved; null if it was."]


@dataclass(frozen=True, slots=True)
class Endorsement:
    """A paragraph that endorses the recommendations of a meeting."""

    document: Annotated[DocumentReference, "Document that contains it."]
    meeting: Annotated[MeetingReference | None, "Meeting or session that endorsed the recommendations."]
    path: Annotated[str, 'Place in the document, for example "para. 12".']
    url: Annotated[str, "Absolute address of the paragraph."]


# --- search results ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A recommendation as worded in a document, in one language."""

    id: Annotated[int, "Use `self` or `url` instead: they are the same in every installation.", DEPRECATED]
    self: Annotated[str, "Absolute address of the recommendation in the API."]
    url: Address
    document: Annotated[DocumentReference, "Document that contains it."]
    language: Annotated[str, "Language of the text."]
    other_languages: Annotated[tuple[str, ...], "Other languages of the text: add `?language=` to `url`."]
    place: Annotated[str, "Identifier within the document, the same in every language."]
    anchor: Annotated[str, "Anchor of its paragraph in the document."]
    kind: Annotated[RecommendationRow.Kind, 'Kind: "recommendation", or "operative" (an operative paragraph).']
    label: Annotated[str, 'Number or letter as printed, for example "(a)".']
    path: Annotated[str, 'Place in the document, for example "para. 12 (a)".']
    page: Annotated[int | None, "Page of the source file on which it begins."]
    heading: Annotated[str, "Heading above it."]
    text: Annotated[str, "Full text."]
    corrected: Annotated[bool, "Whether an editor corrected the text, so that it differs from the source file."]
    corrected_on: Annotated[datetime.date | None, "Day of the last correction of the text; null if not corrected."]
    alternatives: Annotated[tuple[Span, ...], "Passages in square brackets, which are not agreed."]
    status: Annotated[
        RecommendationRow.Status,
        'Status: "draft" (in a draft report, not adopted), "proposed" (submitted for consideration), "adopted", '
        '"for_endorsement" (adopted, and submitted for endorsement) or "endorsed" (by its own or by a later document).',
    ]
    stated_status: Annotated[
        RecommendationRow.Status, "Status according to its own document, before any endorsement by another document."
    ]
    status_text: Annotated[str, "Status as a sentence that names the meetings, in the language of the response."]
    standing: Annotated[str, "Use `status_text` instead.", DEPRECATED]
    strength: Annotated[RecommendationRow.Strength | None, "Strength of the wording."]
    verb: Annotated[str | None, 'Action phrase as printed, for example "are encouraged to".']
    action: Annotated[str | None, 'Action phrase with the main verb, for example "are encouraged to promote".']
    addressees: Annotated[tuple[Labelled, ...], "Addressees."]
    meeting: Annotated[
        MeetingReference | None,
        "Its meeting: the one that adopted it, whose draft report contains it, or to which it was submitted.",
    ]
    adopted_by: Annotated[MeetingReference | None, "Meeting that adopted it; null if not adopted."]
    put_to: Annotated[MeetingReference | None, "Meeting to which it was submitted."]
    endorsement: Annotated[Endorsement | None, "Place where another document endorsed it; null if none did."]
    topics: Annotated[tuple[TopicReference, ...], "Topics."]
    articles: Annotated[
        tuple[ConcernedArticle, ...],
        "Articles it relates to: those cited in its text, those cited in its heading, and others.",
    ]
    citations: Annotated[
        tuple[Citation, ...], "All references: in its text, then its footnotes, then the heading above it."
    ]


@dataclass(frozen=True, slots=True)
class FoundRecommendation(Recommendation):
    """A recommendation found by a search."""

    found_by: FoundBy
    highlights: Annotated[tuple[Span, ...], "Matches of the search in its text."]
    stages: Annotated[tuple[Stage, ...], "Other stages of it, adopted first; empty with `fold=off`."]


@dataclass(frozen=True, slots=True)
class Stage:
    """The same recommendation in another document, as a draft or as adopted."""

    id: Annotated[int, "Use `self` or `url` instead: they are the same in every installation.", DEPRECATED]
    document: Annotated[DocumentReference, "Document that contains it."]
    status: Annotated[RecommendationRow.Status, "Status."]
    url: Address
    self: Annotated[str, "Absolute address of the recommendation in the API."]


@dataclass(frozen=True, slots=True)
class FoundParagraph:
    """A paragraph of a document found by a search."""

    anchor: Annotated[str, "Identifier within the document and its language."]
    place: Annotated[str, "Identifier within the document, the same in every language."]
    url: Address
    document: Annotated[DocumentReference, "Document that contains it."]
    language: Annotated[str, "Language of the text."]
    other_languages: Annotated[tuple[str, ...], "Other languages of the text."]
    kind: Annotated[str, 'Kind of paragraph, for example "paragraph", "item", "heading" or "table".']
    label: Annotated[str, 'Number or letter as printed, for example "12".']
    path: Annotated[str, 'Place in the document, for example "annex I, para. 12".']
    page: Annotated[int | None, "Page of the source file on which it begins."]
    text: Annotated[str, "Full text."]
    meeting: Annotated[MeetingReference | None, "Meeting for which the document was issued."]
    citations: Annotated[tuple[Citation, ...], "References in its text."]
    found_by: FoundBy
    highlights: Annotated[tuple[Span, ...], "Matches of the search in its text."]


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list."""

    self: SelfAddress
    url: Annotated[str, "Absolute address of the list's page for readers."]
    next: Annotated[str | None, "Absolute address of the next page; null on the last page."]
    limit: Annotated[int, "Maximum number of entries per page."]
    total: Annotated[int, "Total number of entries."]


@dataclass(frozen=True, slots=True)
class Understood:
    """Words of a search interpreted as more than plain words. The parameters ``articles``, ``thesaurus`` and
    ``spelling`` turn this off."""

    text: Annotated[str, "Words of the search."]
    interpreted_as: Annotated[
        Interpretation,
        '"article", "label", "resolution" and facets limit the search to their values, "document" finds its content, '
        '"synonym" is searched as well, and "spelling" is searched instead. "dropped" articles are not searched, '
        'because together with the other words they have no results; "values" are wider articles. For an '
        '"unknown_symbol", "values" are the nearest symbols in this collection.',
    ]
    taken_for: Annotated[Interpretation, "Use `interpreted_as` instead.", DEPRECATED]
    values: Annotated[tuple[str, ...], "Values of the facet, labels, symbols, equivalent terms or corrected words."]


@dataclass(frozen=True, slots=True)
class Search(Page):
    """A page of search results. A recommendation in several languages, or as a draft and as adopted, counts once."""

    occurrences: Annotated[int, "Number of entries counting every stage of a recommendation; `total` with `fold=off`."]
    related_total: Annotated[int, "Number of weaker matches; `total` and `facets` do not count them."]

    facets: Annotated[
        Mapping[str, Mapping[str, int]],
        "Facet -> value -> exact number of entries with it, given the other filters. Values without any are omitted.",
    ]
    choices: Annotated[
        Mapping[str, tuple[str, ...]],
        "Facet -> selected values, from a parameter or recognized in the words.",
    ]
    without: Annotated[Mapping[str, int], "Facet with selected values -> number of entries without them."]
    understood: Annotated[tuple[Understood, ...], "Words recognized as articles, symbols or terms with equivalents."]
    by_meaning: Annotated[int, "Number of entries in `total` found by meaning, without containing the words."]
    compared: Annotated[
        int | None,
        "Number of entries sorted by relevance, if not all are; the others follow, newest first.",
    ]
    order_changed: Annotated[
        bool,
        "Whether the index, and so the order by relevance, has changed since the previous page: this page may "
        "repeat or miss entries. Always false for order by date.",
    ]
    shifted: Annotated[bool, "Use `order_changed` instead.", DEPRECATED]
    is_complete: Annotated[
        bool,
        "Whether all published documents are included. False for some minutes while the index is being rebuilt.",
    ]
    whole: Annotated[bool, "Use `is_complete` instead.", DEPRECATED]


@dataclass(frozen=True, slots=True)
class RecommendationSearch(Search):
    """Recommendations found by a search."""

    items: Annotated[tuple[FoundRecommendation, ...], "The entries of this page."]
    related: Annotated[tuple[FoundRecommendation, ...], "Weaker matches, on the last page only."]


@dataclass(frozen=True, slots=True)
class ParagraphSearch(Search):
    """Paragraphs found by a search."""

    items: Annotated[tuple[FoundParagraph, ...], "The entries of this page."]
    related: Annotated[tuple[FoundParagraph, ...], "Weaker matches, on the last page only."]


# --- documents and meetings --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BodyReference:
    """A body that meets and issues documents."""

    key: Annotated[str, "Identifier."]
    name: Annotated[str, "Name in English."]


@dataclass(frozen=True, slots=True)
class Organ:
    """An organ to which a document is submitted; a joint document has several."""

    name: Annotated[str, "Name of the body in English; as printed if the body is not known."]
    body: Annotated[BodyReference | None, "The body, if known."]
    meeting: Annotated[MeetingReference | None, "Its meeting for which the document was issued, if known."]
    session: Annotated[str | None, "Session as printed."]
    agenda_item: Annotated[str | None, "Agenda item under which the document was issued."]


@dataclass(frozen=True, slots=True)
class File:
    """A file of a document, as it was received."""

    name: Annotated[str, "Name."]
    media_type: Annotated[str, "Media type."]
    size: Annotated[int, "Size in bytes."]
    sha256: Annotated[str, "SHA-256 digest in hexadecimal."]
    url: Annotated[str, "Absolute address."]


@dataclass(frozen=True, slots=True)
class Version:
    """A published language version of a document."""

    language: Annotated[str, "Language."]
    title: Annotated[str, "Title in that language."]
    job_number: Annotated[str | None, "Job number printed on it."]
    pages: Annotated[int | None, "Number of pages in its file."]
    url: Address
    files: Annotated[tuple[File, ...], "Source files."]


@dataclass(frozen=True, slots=True)
class Document:
    """A document of a body, under one symbol or several joint ones."""

    address: Annotated[str, 'Identifier: the first symbol, or "unnumbered/" and the hash of its file if there is none.']
    symbols: Annotated[tuple[str, ...], "Symbols as printed; a joint document has several."]
    self: Annotated[str, "Absolute address of the document in the API."]
    url: Address
    title: Annotated[str, "Title."]
    subtitle: Annotated[str | None, "Subtitle."]
    type: Annotated[DocumentRow.Kind | None, "Type of document."]
    date: Annotated[datetime.date | None, "Date printed on it."]
    body: Annotated[BodyReference | None, "Body that issued it."]
    meeting: Annotated[MeetingReference | None, "Meeting for which it was issued."]
    agenda_item: Annotated[str | None, "Agenda item under which it was issued."]
    organs: Annotated[
        tuple[Organ, ...],
        "All organs to which it is submitted, beginning with the one described by the fields above.",
    ]
    versions: Annotated[tuple[Version, ...], "Language versions published in this portal."]
    recommendations: RecommendationCount
    recommendations_url: SearchAddress


@dataclass(frozen=True, slots=True)
class DocumentList(Page):
    """Documents, newest first; those without a date last."""

    items: Annotated[tuple[Document, ...], "The entries of this page."]
