"""Cards of recommendations and paragraphs, ready to render without queries."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from documents.labels.naming import meeting_title
from documents.labels.places import shown_place
from documents.models import LanguageVersion, Meeting, Paragraph
from documents.models.titles import shown_title
from documents.web.languages import by_name, direction, isolated, own_language_name
from documents.web.markup import Overlay
from documents.web.phrases import apposition, shorten_to_characters
from recommendations.follow_up.entries import FollowUpEntry
from recommendations.labels.bases import basis_label
from recommendations.labels.facet_values import Name, Names
from recommendations.labels.places import recommendation_label, shown_heading
from recommendations.labels.status import correction_mark
from recommendations.models import Basis, Recommendation
from recommendations.queries.bases import ArticleBasis, bases_of
from recommendations.queries.chronology import NOT_ADOPTED, is_later
from recommendations.queries.lineage import Place, chains
from recommendations.search.hits import Hit
from recommendations.search.marking import highlight
from recommendations.search.query import SearchQuery

_BASES = tuple(Basis)
MAX_TITLE_LENGTH = 60  # characters of a title shown in place of a symbol
MAX_STAGE_TITLE_LENGTH = 40  # characters of the name of another stage
MAX_FIRST_WORDS = 80  # characters of a text that form the heading of its card
MAX_TOPICS = 3  # per card
MAX_ARTICLES = 2  # per card
MAX_BEFORE_MATCH = 120  # characters of a text before the first match that a phone shows
CONTEXT = 40  # characters before a match that a phone shows after the gap

# If the first match is far from the beginning, a phone shows a gap in place of the words between.
_SKIPPED = mark_safe('<span class="card-skipped">')
_END_SKIPPED = mark_safe('</span><span class="card-gap" aria-hidden="true">… </span>')


@dataclass(frozen=True, slots=True)
class Card:
    """A recommendation or paragraph in a list.

    ``key`` and ``status`` are None for a paragraph. ``element_id`` is unique on a page. ``name`` is that of its place,
    as in a sentence. The text is in two parts: ``first_words`` are the heading of the card, and ``text`` is the rest.
    ``address`` links to its page, ``paragraph_address`` to its paragraph in the document; for a paragraph, the two are
    the same. ``articles`` are the articles searched for, each with the reason why it was found; ``topics`` are the
    first topics, and ``more_topics`` is the number of others. ``translations`` link to its text in other languages,
    ``stages`` to the same recommendation in other documents.

    ``endorsement`` names the meeting to which an adopted text was submitted for endorsement, or is "".
    ``lacks_outcome`` is true for a draft of which no adopted text is known.
    """

    key: int | None
    element_id: str
    name: str
    address: str
    paragraph_address: str
    status: str | None
    status_label: str
    heading: str
    first_words: SafeString
    text: SafeString
    language: str
    direction: str
    document: str
    has_symbol: bool
    page: int | None
    meeting: Meeting | None
    meeting_label: str
    meeting_address: str
    endorsement: str
    addressees: tuple[Name, ...]
    articles: tuple[CardArticle, ...]
    topics: tuple[Name, ...]
    more_topics: int
    is_by_meaning: bool
    correction_mark: str = ""
    follow_up: FollowUpEntry | None = None
    translations: tuple[Translation, ...] = ()
    stages: tuple[StageLink, ...] = ()
    lacks_outcome: bool = False

    @property
    def title(self) -> str:
        """The name of its place, for use on its own: "Annex I (a)"."""
        return capfirst(self.name)

    @property
    def source(self) -> tuple[str, str, str]:
        """The document, the meeting and the endorsement. A phone does not repeat those of the card above."""
        return self.document, self.meeting_label, self.endorsement


@dataclass(frozen=True, slots=True)
class CardArticle:
    """An article that a recommendation relates to, and the reason in words."""

    name: Name
    reason: str
    is_by_meaning: bool = False


@dataclass(frozen=True, slots=True)
class Translation:
    """A link to the same text in another language. ``name`` is the language's own name. ``has_words`` is true if the
    words searched for are in this text and not in the one shown."""

    language: str
    name: str
    address: str
    has_words: bool = False


@dataclass(frozen=True, slots=True)
class StageLink:
    """A link to another stage of a recommendation. ``relation`` says that it is an earlier or later version, or may be
    one: it ``is_confirmed`` if staff have confirmed the links that lead to it. ``document`` is its symbol, or the
    beginning of its title.

    ``year`` is the year of its adoption or, for a text that was not adopted, of its document.
    """

    relation: str
    status: str
    document: str
    has_symbol: bool
    place: str
    year: int | None
    is_confirmed: bool
    address: str

    @property
    def label(self) -> str:
        """Its document and place as a text."""
        return apposition((self.document if self.has_symbol else isolated(self.document), self.place))

    @property
    def is_adopted(self) -> bool:
        return self.status not in NOT_ADOPTED


def cards(
    hits: Iterable[Hit],
    names: Names,
    query: SearchQuery | None = None,
    entries: Mapping[int, FollowUpEntry] = MappingProxyType({}),
    articles: Collection[str] = (),
) -> list[Card]:
    """Return cards for the hits of a search; their links lead to the documents with the matches highlighted.

    ``entries`` maps recommendation keys to follow-up entries, for staff. ``articles`` are the facet values that were
    searched for: instruments, articles and their paragraphs.
    """
    marking_parameters = query.marking_parameters if query else ""
    found = list(hits)
    staged = [hit.row.pk for hit in found if hit.stages]
    joined = chains(staged) if staged else {}
    bases = bases_of(hit.row.pk for hit in found if isinstance(hit.row, Recommendation)) if articles else {}
    return [
        _card(
            hit,
            names,
            marking_parameters,
            entries,
            _articles(bases.get(hit.row.pk, ()), names, articles) if isinstance(hit.row, Recommendation) else (),
            joined.get(hit.row.pk, ()),
        )
        for hit in found
    ]


def _card(
    hit: Hit,
    names: Names,
    marking_parameters: str,
    entries: Mapping[int, FollowUpEntry],
    articles: tuple[CardArticle, ...],
    confirmed: Collection[Place],
) -> Card:
    row, is_recommendation = hit.row, isinstance(hit.row, Recommendation)
    document = row.version.document
    end = first_words_end(row.text)
    topics = _topics(hit, names)
    marked = partial(highlight, row.text, hit.marks, is_by_meaning=hit.is_by_meaning)
    meeting = row.meeting if isinstance(row, Recommendation) else document.meeting
    paragraph_address = (
        f"{document.get_absolute_url()}?language={row.version.language}{marking_parameters}#{row.anchor}"
    )
    return Card(
        key=row.pk if isinstance(row, Recommendation) else None,
        element_id=f"{row.pk}" if is_recommendation else f"p{row.pk}",
        name=recommendation_label(row) if isinstance(row, Recommendation) else _paragraph_title(row),
        address=row.text_address if isinstance(row, Recommendation) else paragraph_address,
        paragraph_address=paragraph_address,
        status=row.status if isinstance(row, Recommendation) else None,
        status_label=names.of("status", row.status).label if isinstance(row, Recommendation) else "",
        heading=shown_heading(row.heading) if isinstance(row, Recommendation) else "",
        first_words=marked(end=end),
        text=marked(start=end, around=_skipped(hit, end)),
        language=row.version.language,
        direction=direction(row.version.language),
        document=document.symbol or _short_title(row.version),
        has_symbol=bool(document.symbol),
        page=row.page,
        meeting=meeting,
        meeting_label=names.dated_meeting(meeting),
        meeting_address=names.of("meeting", meeting.slug).address if meeting else "",
        endorsement=_endorsement(row) if isinstance(row, Recommendation) else "",
        addressees=_names_of_facet(hit, "addressee", names),
        articles=articles,
        topics=topics[:MAX_TOPICS],
        more_topics=len(topics[MAX_TOPICS:]),
        is_by_meaning=hit.is_by_meaning,
        correction_mark=correction_mark(row) if isinstance(row, Recommendation) else "",
        follow_up=entries.get(row.pk) if is_recommendation else None,
        stages=tuple(_stage_link(row, stage, confirmed) for stage in hit.stages if isinstance(row, Recommendation)),
        lacks_outcome=isinstance(row, Recommendation)
        and row.status == Recommendation.Status.DRAFT
        and not any(is_later(stage, row) for stage in hit.stages),
        translations=_translations(hit, marking_parameters),
    )


def _endorsement(row: Recommendation) -> str:
    """Return the meeting to which a text was submitted for endorsement, and that none is recorded; "" if it was not."""
    if row.status != Recommendation.Status.FOR_ENDORSEMENT:
        return ""
    if row.put_to is None:
        return _("submitted for endorsement; no endorsement recorded here")
    title = meeting_title(row.put_to)
    return _("submitted to the %(body)s (%(meeting)s) for endorsement; no endorsement recorded here") % {
        "body": row.put_to.body.short_label,
        "meeting": title[:1].lower() + title[1:],
    }


_BREAK_WITHOUT_SPACES = re.compile(r".*[、，；：。]")


def first_words_end(text: str) -> int:
    """Return the offset after the first words of a text: at most :data:`MAX_FIRST_WORDS` characters, or half as many in
    a script without spaces, where each character may be a word.
    """
    if len(text) <= MAX_FIRST_WORDS:
        return len(text)
    if (end := text.rfind(" ", MAX_FIRST_WORDS // 2, MAX_FIRST_WORDS + 1)) > 0:
        return end
    beginning = text[: MAX_FIRST_WORDS // 2]
    clause = _BREAK_WITHOUT_SPACES.match(beginning)
    return clause.end() if clause else len(beginning)


def _skipped(hit: Hit, start: int) -> list[Overlay]:
    """Return the words after ``start`` that a phone skips to show the first match; [] if the match is near."""
    first_match = hit.marks[0].start if hit.marks else 0
    if first_match <= max(start, MAX_BEFORE_MATCH):
        return []
    end = hit.row.text.rfind(" ", start, first_match - CONTEXT) + 1 or first_match
    return [Overlay(start, end, _SKIPPED, _END_SKIPPED)]


def _translations(hit: Hit, marking_parameters: str) -> tuple[Translation, ...]:
    return tuple(_translation(hit, language, marking_parameters) for language in by_name(hit.other_languages))


def _translation(hit: Hit, language: str, marking_parameters: str) -> Translation:
    row = hit.row
    if isinstance(row, Recommendation):
        address = f"{row.get_absolute_url()}?language={language}"
    else:
        parameters = f"?language={language}&at={row.anchor}&from={row.version.language}{marking_parameters}"
        address = row.version.document.get_absolute_url() + parameters
    return Translation(language, own_language_name(language), address, has_words=language == hit.language_of_words)


def _stage_link(shown: Recommendation, row: Recommendation, confirmed: Collection[Place]) -> StageLink:
    document = row.version.document
    date = (row.adopted_by.start if row.adopted_by else None) or document.date
    is_confirmed = (row.version.document_id, row.place) in confirmed
    return StageLink(
        relation=_relation(shown, row, is_confirmed),
        status=row.status,
        document=document.symbol or _short_title(row.version, MAX_STAGE_TITLE_LENGTH),
        has_symbol=bool(document.symbol),
        place=recommendation_label(row),
        year=date.year if date else None,
        is_confirmed=is_confirmed,
        address=row.text_address,
    )


def _relation(shown: Recommendation, other: Recommendation, is_confirmed: bool) -> str:
    """Return what another stage is to the one shown."""
    if is_later(other, shown):
        return _("Later version") if is_confirmed else _("Possible later version")
    return _("Earlier version") if is_confirmed else _("Possible earlier version")


def _paragraph_title(row: Paragraph) -> str:
    """Return the place of a paragraph ("Para. 67"), or the kind of paragraph if it has no place."""
    if row.path.isdecimal() and row.kind != "heading":
        return _("Para. %(number)s") % {"number": row.path}
    titles = {"heading": _("Heading"), "preambular": _("Preambular para."), "table": _("Table")}
    return capfirst(shown_place(row.path)) or titles.get(row.kind) or _("Unnumbered para.")


def _short_title(version: LanguageVersion, limit: int = MAX_TITLE_LENGTH) -> str:
    return shorten_to_characters(shown_title(version)[0] or _("Untitled document"), limit)


def _names_of_facet(hit: Hit, facet: str, names: Names) -> tuple[Name, ...]:
    values = (names.of(facet, value) for key, value in hit.facets if key == facet)
    return tuple(sorted(values, key=lambda name: name.order))


def _articles(bases: Iterable[ArticleBasis], names: Names, wanted: Collection[str]) -> tuple[CardArticle, ...]:
    """Return the articles searched for that a recommendation relates to, cited articles first, each with its first
    reason. ``bases`` are the reasons why it relates to its articles.
    """
    first: dict[str, ArticleBasis] = {}
    for basis in sorted(bases, key=lambda basis: _BASES.index(basis.basis)):
        if not _values_of(basis).isdisjoint(wanted):
            first.setdefault(basis.article, basis)
    return tuple(
        CardArticle(names.of("article", value), _reason(item), is_by_meaning=bool(item.description))
        for value, item in list(first.items())[:MAX_ARTICLES]
    )


def _reason(basis: ArticleBasis) -> str:
    return basis_label(basis.basis, basis.evidence, in_heading=basis.in_heading, description=basis.description)


def _values_of(basis: ArticleBasis) -> set[str]:
    """Return the values of the facet that find a recommendation for this reason: "untoc", "untoc:18", "untoc:18:13"."""
    return {basis.article.partition(":")[0], basis.article, f"{basis.article}:{basis.paragraph}"}


def _topics(hit: Hit, names: Names) -> tuple[Name, ...]:
    """Return the topics, omitting those that a subtopic implies."""
    values = {value: names.of("topic", value) for facet, value in hit.facets if facet == "topic"}
    parents = {name.parent for name in values.values()}
    return tuple(sorted((name for value, name in values.items() if value not in parents), key=lambda name: name.order))
