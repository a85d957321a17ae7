"""Cards of recommendations and paragraphs, ready to render without queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from documents.models import Document, Meeting, Paragraph
from documents.web.languages import own_language_name
from recommendations.follow_up.entries import FollowUpEntry
from recommendations.labels.bases import basis_label
from recommendations.labels.facet_values import Name, Names
from recommendations.labels.places import recommendation_label
from recommendations.models import Basis, Recommendation
from recommendations.queries.bases import ArticleBasis
from recommendations.search.query import SearchQuery
from recommendations.search.results import Hit

_BASES = tuple(Basis)
MAX_TITLE_LENGTH = 90  # characters of a title shown in place of a symbol


@dataclass(frozen=True, slots=True)
class Card:
    """A recommendation or paragraph in a list.

    ``key`` and ``status`` are those of the recommendation, None for a paragraph. ``title`` names its place,
    ``address`` is that of its page, ``paragraph_address`` that of its paragraph in the document; for a paragraph, the
    two are the same. ``translations`` are links to its text in other languages, ``stages`` to the same recommendation
    in other documents.
    """

    key: int | None
    title: str
    address: str
    paragraph_address: str
    status: str | None
    status_label: str
    heading: str
    text: SafeString
    language: str
    document: str
    has_symbol: bool
    page: int | None
    meeting: Meeting | None
    meeting_label: str
    meeting_address: str
    addressees: tuple[Name, ...]
    articles: tuple[CardArticle, ...]
    topics: tuple[Name, ...]
    is_by_meaning: bool
    follow_up: FollowUpEntry | None = None
    translations: tuple[Translation, ...] = ()
    stages: tuple[StageLink, ...] = ()


@dataclass(frozen=True, slots=True)
class CardArticle:
    """An article that a recommendation concerns, and the reason in words."""

    name: Name
    reason: str


@dataclass(frozen=True, slots=True)
class Translation:
    """A link to the same text in another language. ``name`` is the language's own name."""

    language: str
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class StageLink:
    """A link to another stage of a recommendation. ``label`` names its document and place."""

    status: str
    status_label: str
    label: str
    year: int | None
    address: str


def cards(
    hits: Iterable[Hit],
    names: Names,
    query: SearchQuery | None = None,
    entries: Mapping[int, FollowUpEntry] = MappingProxyType({}),
) -> list[Card]:
    """Return cards for the hits of a search; their links lead to the documents with the matches highlighted.

    ``entries`` are follow-up entries by recommendation key, for staff.
    """
    marking_parameters = query.marking_parameters if query else ""
    return [_card(hit, names, marking_parameters, entries) for hit in hits]


def _card(hit: Hit, names: Names, marking_parameters: str, entries: Mapping[int, FollowUpEntry]) -> Card:
    row, is_recommendation = hit.row, isinstance(hit.row, Recommendation)
    document = row.version.document
    meeting = row.meeting if isinstance(row, Recommendation) else document.meeting
    paragraph_address = (
        f"{document.get_absolute_url()}?language={row.version.language}{marking_parameters}#{row.anchor}"
    )
    return Card(
        key=row.pk if isinstance(row, Recommendation) else None,
        title=capfirst(recommendation_label(row) if isinstance(row, Recommendation) else row.path)
        or _paragraph_title(row),
        address=row.get_absolute_url() if isinstance(row, Recommendation) else paragraph_address,
        paragraph_address=paragraph_address,
        status=row.status if isinstance(row, Recommendation) else None,
        status_label=names.of("status", row.status).label if isinstance(row, Recommendation) else "",
        heading=row.heading if isinstance(row, Recommendation) else "",
        text=hit.text,
        language=row.version.language,
        document=document.symbol or _short_title(document),
        has_symbol=bool(document.symbol),
        page=row.page,
        meeting=meeting,
        meeting_label=names.dated_meeting(meeting),
        meeting_address=names.of("meeting", meeting.slug).address if meeting else "",
        addressees=_names_of_facet(hit, "addressee", names),
        articles=_articles(hit, names) if is_recommendation else (),
        topics=_topics(hit, names),
        is_by_meaning=hit.is_by_meaning,
        follow_up=entries.get(row.pk) if is_recommendation else None,
        stages=tuple(_stage_link(stage, names) for stage in hit.stages),
        translations=tuple(_translation(row, language, marking_parameters) for language in hit.other_languages),
    )


def _translation(row: Recommendation | Paragraph, language: str, marking_parameters: str) -> Translation:
    if isinstance(row, Recommendation):
        address = f"{row.get_absolute_url()}?language={language}"
    else:
        parameters = f"?language={language}&at={row.anchor}&from={row.version.language}{marking_parameters}"
        address = row.version.document.get_absolute_url() + parameters
    return Translation(language, own_language_name(language), address)


def _stage_link(row: Recommendation, names: Names) -> StageLink:
    document = row.version.document
    return StageLink(
        status=row.status,
        status_label=names.of("status", row.status).label,
        label=f"{document.symbol or _short_title(document)}, {recommendation_label(row)}",
        year=document.date.year if document.date else None,
        address=row.get_absolute_url(),
    )


def _paragraph_title(row: Recommendation | Paragraph) -> str:
    """Return the title of an unnumbered paragraph."""
    kind = row.kind if isinstance(row, Paragraph) else ""
    titles = {"heading": _("Heading"), "preambular": _("Preambular para."), "table": _("Table")}
    return titles.get(kind) or _("Unnumbered para.")


def _short_title(document: Document) -> str:
    title = document.title or _("Untitled document")
    return title if len(title) <= MAX_TITLE_LENGTH else title[:MAX_TITLE_LENGTH].rsplit(" ", 1)[0] + "…"


def _names_of_facet(hit: Hit, facet: str, names: Names) -> tuple[Name, ...]:
    values = (names.of(facet, value) for key, value in hit.facets if key == facet)
    return tuple(sorted(values, key=lambda name: name.order))


def _articles(hit: Hit, names: Names) -> tuple[CardArticle, ...]:
    """Return the articles, without instruments and paragraphs: those cited first, and each with its first reason."""
    first: dict[str, ArticleBasis] = {}
    for basis in sorted(hit.bases, key=lambda basis: _BASES.index(basis.basis)):
        first.setdefault(basis.article, basis)
    return tuple(
        CardArticle(names.of("article", value), basis_label(item.basis, item.evidence, in_heading=item.in_heading))
        for value, item in first.items()
    )


def _topics(hit: Hit, names: Names) -> tuple[Name, ...]:
    """Return the topics, without those implied by a subtopic."""
    values = {value: names.of("topic", value) for facet, value in hit.facets if facet == "topic"}
    parents = {name.parent for name in values.values()}
    return tuple(sorted((name for value, name in values.items() if value not in parents), key=lambda name: name.order))
