"""The documents to read for a brief, with the paragraphs: those that cite the articles or contain the words searched
for, and those of the recommendations in the brief."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from documents.labels.citing import has_number, paragraph_place
from documents.labels.places import shown_place
from documents.models import Document, Meeting, Paragraph
from documents.models.titles import shown_title
from documents.queries.documents import document_list, issued_for, published_documents, titles_for_reader
from portal.briefs.brief import ReadingDocument, ReadingPlace
from recommendations.articles.lists import CitingDocument
from recommendations.labels.fields import place_label
from recommendations.labels.places import recommendation_label
from recommendations.models import Recommendation, SearchScope
from recommendations.search.hits import Hit
from recommendations.search.query import SearchQuery
from recommendations.search.results import Result, search

MAX_DOCUMENTS = 10
MAX_PLACES = 30  # listed for one document
MAX_PARAGRAPHS = 80  # read for all documents


def search_paragraphs(query: SearchQuery, languages: Sequence[str] = ()) -> Result | None:
    """Return the paragraphs that cite the articles or contain the words of a query. Without articles and words, or with
    filters that paragraphs do not have, return None: the paragraphs would have nothing to do with the query.
    ``languages`` are the reader's, as for :func:`search`."""
    narrowed = query.in_scope(SearchScope.PARAGRAPHS)
    lacks_filters = any(query.selected(facet) != narrowed.selected(facet) for facet in query.choices)
    if lacks_filters or not (query.words or query.article) or query.basis not in ("", "cited"):
        return None
    return search(narrowed, size=MAX_PARAGRAPHS, details=False, languages=languages)


@dataclass(slots=True)
class _Places:
    """The places found in one document: recommendations, paragraphs by key, and footnotes."""

    document: Document
    language: str
    recommendations: list[Recommendation] = field(default_factory=list)
    paragraphs: dict[int, ReadingPlace] = field(default_factory=dict)
    notes: list[ReadingPlace] = field(default_factory=list)


class ReadingList:
    """Collects documents and places."""

    def __init__(self) -> None:
        self._documents: dict[int, _Places] = {}

    def add_recommendations(self, rows: Iterable[Recommendation]) -> None:
        """Add the places of recommendations in their documents."""
        for row in rows:
            self._of(row.version.document, row.version.language).recommendations.append(row)

    def add_paragraphs(self, hits: Iterable[Hit]) -> None:
        """Add paragraphs that a search found."""
        for row in (hit.row for hit in hits):
            if isinstance(row, Paragraph):
                language = row.version.language
                address = f"{row.version.document.get_absolute_url()}?language={language}#{row.anchor}"
                place = ReadingPlace(paragraph_name(row), address)
                self._of(row.version.document, language).paragraphs[row.pk] = place

    def add_notes(self, documents: Iterable[CitingDocument]) -> None:
        """Add footnotes."""
        for group in documents:
            for note in group.places:
                label = _("footnote %(marker)s") % {"marker": note.note}
                self._of(group.document, note.language).notes.append(ReadingPlace(label, note.address))

    def add_meetings(self, meetings: Iterable[str]) -> None:
        """Add the documents issued for meetings (slugs)."""
        rows = Meeting.objects.filter(slug__in=list(meetings))
        issued = document_list(published_documents().filter(issued_for(rows)).prefetch_related("symbols"))
        for document in issued[:MAX_DOCUMENTS]:
            self._of(document, "")

    def _of(self, document: Document, language: str) -> _Places:
        return self._documents.setdefault(document.pk, _Places(document, language))

    @property
    def _latest(self) -> list[_Places]:
        return sorted(self._documents.values(), key=lambda row: row.document.date or datetime.date.min, reverse=True)[
            :MAX_DOCUMENTS
        ]

    @property
    def paragraph_count(self) -> int:
        """The number of paragraphs in the documents to list."""
        return sum(len(row.paragraphs) for row in self._latest)

    def documents(self) -> tuple[ReadingDocument, ...]:
        """Return the documents to list, the latest first, each with its places in order. Run two queries."""
        latest_first = self._latest
        prefetch_related_objects([row.document for row in latest_first], titles_for_reader())
        keys = {key for row in latest_first for key in row.paragraphs}
        keys |= {text.paragraph_id for row in latest_first for text in row.recommendations}
        paragraphs = Paragraph.objects.only("position", "part").in_bulk(keys)
        return tuple(_reading_document(row, paragraphs) for row in latest_first)


def _reading_document(row: _Places, paragraphs: Mapping[int, Paragraph]) -> ReadingDocument:
    """Return a document with its places. A paragraph in which a recommendation begins is named like the
    recommendation."""
    places: list[tuple[tuple[int, int], ReadingPlace]] = []
    for text in row.recommendations:
        if paragraph := paragraphs.get(text.paragraph_id):
            place = ReadingPlace(recommendation_label(text), text.get_absolute_url(), is_recommendation=True)
            places.append(((paragraph.position, text.position), place))
    named = {text.paragraph_id for text in row.recommendations}
    places += [
        ((paragraphs[key].position, 0), place)
        for key, place in row.paragraphs.items()
        if key in paragraphs and key not in named
    ]
    ordered = [place for _position, place in sorted(places, key=lambda item: item[0])]
    listed = tuple({place.label: place for place in reversed([*ordered, *row.notes])}.values())[::-1]
    title, language = shown_title(row.document)
    return ReadingDocument(
        symbol=row.document.symbol,
        title=title,
        language=language or row.language,
        date=row.document.date,
        address=row.document.get_absolute_url(),
        places=listed[:MAX_PLACES],
        left=len(listed[MAX_PLACES:]),
    )


def paragraph_name(row: Paragraph) -> str:
    """Return the place of a paragraph as on pages, its page or, if it has neither, its first words."""
    return shown_place(row.path) if has_number(row) else paragraph_place(row) or place_label("", row.text)
