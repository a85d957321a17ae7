"""Queries for meetings: their documents, the documents that mention them, and the endorsement of their
recommendations."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce

from documents.models import MAIN_LANGUAGE, Document, DocumentOrgan, Meeting
from documents.queries.documents import (
    document_list,
    issued_for,
    language_order,
    published_documents,
    published_versions,
    visible_documents,
)
from documents.web.languages import interface_language
from recommendations.labels.facet_values import natural_key
from recommendations.models import Citation, Endorsement, Recommendation
from recommendations.queries.citations import documents_by_symbol
from recommendations.queries.recommendations import shown_recommendations, with_details


def meetings_with_content() -> QuerySet[Meeting]:
    """Return meetings with published documents or recommendations, annotated with the number of documents."""
    return with_document_counts(_with_content()).order_by("body__position", "body__key", "-start", "-ordinal")


def count_meetings_with_content() -> int:
    """Return the number of meetings with published documents or recommendations."""
    return _with_content().count()


def _with_content() -> QuerySet[Meeting]:
    in_documents = Exists(published_documents().filter(meeting=OuterRef("pk")))
    as_organ = Exists(_published_organs().filter(meeting=OuterRef("pk")))
    of_meeting = Q(meeting=OuterRef("pk")) | Q(put_to=OuterRef("pk")) | Q(adopted_by=OuterRef("pk"))
    return Meeting.objects.filter(in_documents | as_organ | Exists(shown_recommendations().filter(of_meeting)))


def _published_organs() -> QuerySet[DocumentOrgan]:
    return DocumentOrgan.objects.filter(document__in=published_documents())


def next_meeting(today: datetime.date) -> Meeting | None:
    """Return the meeting that is in progress or begins next, as far as known from documents or editors, or None."""
    ahead = _known_meetings().filter(Q(end__gte=today) | Q(end=None, start__gte=today))
    return ahead.select_related("body").order_by("start", "body__position").first()


def _known_meetings() -> QuerySet[Meeting]:
    """Return the meetings that have content, that published texts mention, or that an editor added."""
    with_content = Q(pk__in=_with_content().values("pk"))
    mentions = published_versions().filter(citations__meeting=OuterRef("pk"))
    return Meeting.objects.filter(with_content | Exists(mentions) | Q(added_by_editor=True))


def find_meeting(slug: str) -> Meeting | None:
    """Return the meeting with this current or former slug, annotated with the number of documents, or None."""
    meetings = with_document_counts(Meeting.objects.all())
    return meetings.filter(slug=slug).first() or meetings.filter(former_slugs__contains=[slug]).first()


def with_document_counts(meetings: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Annotate ``document_count``, the number of published documents issued for each meeting."""
    as_first, as_further = (
        Coalesce(
            Subquery(rows.filter(meeting=OuterRef("pk")).order_by().values("meeting").values(number=Count("pk"))), 0
        )
        for rows in (published_documents(), _published_organs())
    )
    return meetings.annotate(document_count=as_first + as_further).select_related("body")


def documents_mentioning(meeting: Meeting) -> QuerySet[Document]:
    """Return documents whose published text mentions a meeting, except those issued for it."""
    mentioning = published_versions().filter(document=OuterRef("pk"), citations__meeting=meeting)
    documents = Document.objects.filter(Exists(mentioning)).exclude(issued_for([meeting])).prefetch_related("symbols")
    return document_list(documents)


def count_submitted() -> dict[int, int]:
    """Return a map from the keys of meetings to the number of recommendations that other meetings submitted to each."""
    rows = shown_recommendations().exclude(put_to=None).exclude(meeting=F("put_to"))
    return dict(rows.order_by().values_list("put_to").annotate(Count("pk")))


def recommendations_submitted_to(meeting: Meeting) -> QuerySet[Recommendation]:
    """Return the recommendations that other meetings submitted to a meeting, with details, the earliest meeting
    first."""
    rows = with_details(shown_recommendations()).filter(put_to=meeting).exclude(meeting=meeting)
    return rows.order_by("meeting__start", "meeting", "version__document_id", "position")


# --- meetings of the same body -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MeetingNeighbours:
    """The known meetings before and after a meeting of the same body."""

    previous: Meeting | None
    next: Meeting | None


def neighbouring_meetings(meeting: Meeting) -> MeetingNeighbours:
    """Return the previous and the next meeting of the same body, by number, or by date if a number is missing."""
    others = _known_meetings().filter(body=meeting.body_id).exclude(pk=meeting.pk).select_related("body")
    others = others.filter(series=meeting.series)
    before, after = Q(pk__in=()), Q(pk__in=())
    if meeting.start:
        before, after = Q(start__lt=meeting.start), Q(start__gt=meeting.start)
    if meeting.ordinal is not None:
        unnumbered = Q(ordinal=None)
        before = Q(ordinal__lt=meeting.ordinal) | unnumbered & before
        after = Q(ordinal__gt=meeting.ordinal) | unnumbered & after
    latest_first = (F("ordinal").desc(nulls_last=True), F("start").desc(nulls_last=True))
    earliest_first = (F("ordinal").asc(nulls_last=True), F("start").asc(nulls_last=True))
    return MeetingNeighbours(
        others.filter(before).order_by(*latest_first).first(), others.filter(after).order_by(*earliest_first).first()
    )


# --- endorsement of its recommendations --------------------------------------------------------------


def endorsements_of(meeting: Meeting, languages: Sequence[str] = ()) -> list[Endorsement]:
    """Return the places that endorse the recommendations of a meeting: the first in each published document, in the
    first of ``languages`` in which it has one, or else preferably in English; the earliest document first."""
    rows = (
        Endorsement.objects.filter(meeting=meeting, version__in=published_versions())
        .select_related("paragraph", "version__document__meeting__body")
        .defer("version__parsed", "version__doubts")
        .prefetch_related("version__document__symbols")
        .order_by(F("version__document__date").asc(nulls_last=True), "version__document", "position")
    )
    by_document: dict[int, list[Endorsement]] = defaultdict(list)
    for row in rows:
        by_document[row.version.document_id].append(row)
    return [
        min(found, key=lambda row: (language_order(row.version.language, languages), row.position))
        for found in by_document.values()
    ]


def awaited_endorsements(meeting: Meeting) -> list[Meeting]:
    """Return the meetings to which a meeting submitted its adopted recommendations for endorsement."""
    rows = shown_recommendations().filter(adopted_by=meeting, status=Recommendation.Status.FOR_ENDORSEMENT)
    keys = rows.exclude(put_to=None).order_by().values("put_to")
    return list(Meeting.objects.filter(pk__in=keys).select_related("body"))


# --- its documents -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """The documents issued for an agenda item. ``number`` is "" for documents that name no item."""

    number: str
    title: str
    documents: Sequence[Document]


def documents_by_agenda_item(meeting: Meeting, documents: Sequence[Document]) -> list[AgendaItem]:
    """Return the documents of a meeting grouped by agenda item, in the order of the agenda; documents without an item
    come last. The title of an item is in the reader's language if one of its documents has it."""
    groups: dict[str, list[Document]] = defaultdict(list)
    titles: dict[str, str] = {}
    own_titles: dict[str, str] = {}
    translated = _translated_agenda_titles(documents)
    for document in documents:
        organ = next((organ for organ in document.organs if organ.meeting_id == meeting.pk), None)
        number = organ.agenda_item if organ else ""
        groups[number].append(document)
        if organ and organ.agenda_title:
            titles.setdefault(number, organ.agenda_title)
        if organ and not organ.pk and (own_title := translated.get(document.pk)):
            own_titles.setdefault(number, own_title)
    ordered = sorted(groups, key=lambda number: (not number, natural_key(number)))
    return [AgendaItem(number, {**titles, **own_titles}.get(number, ""), groups[number]) for number in ordered]


def _translated_agenda_titles(documents: Iterable[Document]) -> dict[int, str]:
    """Return a map from documents (keys) to the titles of their agenda items in the reader's language. The documents
    themselves have those of their leading versions, English if there is one."""
    language = interface_language()
    if language == MAIN_LANGUAGE:
        return {}
    versions = published_versions().filter(document__in=[document.pk for document in documents], language=language)
    return dict(versions.values_list("document_id", KT("parsed__masthead__agenda_title")))


@dataclass(frozen=True, slots=True)
class CitedDocument:
    """A document of a meeting that published texts cite by its ``symbol``. ``document`` is None if it is not in this
    collection; ``cited_in`` are the citing documents."""

    symbol: str
    document: Document | None
    cited_in: Sequence[Document]


def cited_documents(meeting: Meeting, user: AbstractBaseUser | AnonymousUser) -> list[CitedDocument]:
    """Return the cited documents of a meeting, sorted by symbol.

    These are documents with a symbol of its body. Either they are cited together with the meeting, in the same
    paragraph or in a note to it, or the symbol contains the year of the meeting and the body held no other meeting in
    that year.
    """
    citations = _document_citations(meeting)
    of_year = Q(pk__in=())
    year = meeting.year
    if year and (meeting.named_year or not meeting.body.meetings.filter(start__year=year).exclude(pk=meeting.pk)):
        for prefix in meeting.body.symbol_prefixes:
            of_year |= Q(value__startswith=f"{prefix}{year}/")
    mentions = Citation.objects.filter(meeting=meeting, version__in=published_versions())
    called = Q(footnote__paragraph__in=mentions.values("paragraph"))
    together = Q(paragraph__in=mentions.values("paragraph")) | Q(footnote__in=mentions.values("footnote")) | called
    return _cited_documents(citations.filter(of_year | together), user)


def reports_of(meeting: Meeting, user: AbstractBaseUser | AnonymousUser) -> list[CitedDocument]:
    """Return the reports of a meeting and of the meetings held jointly with it: reports that contain recommendations
    adopted by the meeting, and documents that other texts cite where they quote these recommendations."""
    adopted = Recommendation.objects.filter(adopted_by=meeting, version__document=OuterRef("pk"))
    own = visible_documents(user).filter(Exists(adopted), issued_for([meeting]), kind=Document.Kind.REPORT)
    reports = [CitedDocument(str(document), document, ()) for document in own.order_by("pk")]
    quoting = shown_recommendations().filter(adopted_by=meeting).order_by().values("paragraph__parent")
    quoted = Q(paragraph__in=quoting) | Q(footnote__paragraph__in=quoting)
    cited = _cited_documents(_document_citations(meeting).filter(quoted), user)
    held = {report.document for report in reports}
    return [*reports, *(report for report in cited if report.document not in held)]


def _document_citations(meeting: Meeting) -> QuerySet[Citation]:
    """Return the citations of documents with a symbol of a meeting's body."""
    of_body = Q(pk__in=())
    for prefix in meeting.body.symbol_prefixes:
        of_body |= Q(value__startswith=prefix)
    published = Citation.objects.filter(of_body, kind=Citation.Kind.DOCUMENT, version__in=published_versions())
    return published.select_related("version__document").defer("version__parsed", "version__doubts")


def _cited_documents(citations: QuerySet[Citation], user: AbstractBaseUser | AnonymousUser) -> list[CitedDocument]:
    citing: dict[str, dict[int, Document]] = defaultdict(dict)
    printed: dict[str, str] = {}
    for row in citations.prefetch_related("version__document__symbols").order_by("version__document", "position"):
        printed.setdefault(row.value.upper(), row.value)
        citing[row.value.upper()][row.version.document_id] = row.version.document
    documents = documents_by_symbol(citing, user)
    return [
        CitedDocument(printed[symbol], documents.get(symbol), list(citing[symbol].values()))
        for symbol in sorted(citing, key=_symbol_order)
    ]


def _symbol_order(symbol: str) -> list[tuple[bool, tuple[int, str]]]:
    """Return a key that sorts "A/2" before "A/10", and both before "A/L.1"."""
    return [(not part[:1].isdecimal(), natural_key(part)) for part in symbol.split("/")]
