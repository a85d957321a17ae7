"""Queries for meetings and the documents that mention them."""

from __future__ import annotations

import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from documents.models import Document, DocumentOrgan, Meeting
from documents.queries.documents import (
    document_list,
    issued_for,
    published_documents,
    published_versions,
)
from recommendations.queries.recommendations import shown_recommendations


def meetings_with_content() -> QuerySet[Meeting]:
    """Return meetings with published documents or recommendations, annotated with the number of documents."""
    shown = shown_recommendations()
    documents = published_documents().filter(meeting=OuterRef("pk"))
    organs = DocumentOrgan.objects.filter(meeting=OuterRef("pk"), document__in=published_documents())
    recommendations = shown.filter(Q(meeting=OuterRef("pk")) | Q(put_to=OuterRef("pk")) | Q(adopted_by=OuterRef("pk")))
    meetings = with_document_counts(
        Meeting.objects.filter(Exists(documents) | Exists(organs) | Exists(recommendations))
    )
    return meetings.order_by("body__position", "body__key", "-start", "-ordinal")


def next_meeting(today: datetime.date) -> Meeting | None:
    """Return the meeting that is in progress or begins next, if a published text or an editor names one."""
    mentions = published_versions().filter(citations__meeting=OuterRef("pk"))
    is_edited = Q(revision__gt=0)
    known = Meeting.objects.filter(
        Q(pk__in=meetings_with_content().order_by().values("pk")) | Exists(mentions) | is_edited
    )
    ahead = known.filter(Q(end__gte=today) | Q(end=None, start__gte=today))
    return ahead.select_related("body").order_by("start", "body__position").first()


def find_meeting(slug: str) -> Meeting | None:
    """Return the meeting with this current or former slug, annotated with the number of documents, or None."""
    meetings = with_document_counts(Meeting.objects.all())
    return meetings.filter(slug=slug).first() or meetings.filter(former_slugs__contains=[slug]).first()


def with_document_counts(meetings: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Annotate ``document_count``, the number of published documents issued for each meeting."""
    published = published_documents()
    as_first = Count("documents", filter=Q(documents__in=published), distinct=True)
    as_further = Count("further_organs", filter=Q(further_organs__document__in=published), distinct=True)
    return meetings.annotate(document_count=as_first + as_further).select_related("body")


def documents_mentioning(meeting: Meeting) -> QuerySet[Document]:
    """Return documents whose published text mentions a meeting, except those issued for it."""
    mentioning = published_versions().filter(document=OuterRef("pk"), citations__meeting=meeting)
    documents = Document.objects.filter(Exists(mentioning)).exclude(issued_for([meeting])).prefetch_related("symbols")
    return document_list(documents)


def nearby_meetings(meeting: Meeting) -> list[Meeting]:
    """Return up to six other meetings of the same body that have content, nearest in time first."""
    others = [other for other in meetings_with_content().filter(body=meeting.body_id) if other.pk != meeting.pk]

    def distance(other: Meeting) -> tuple[int, int]:
        if meeting.start and other.start:
            return 0, abs((meeting.start - other.start).days)
        return 1, abs((meeting.ordinal or 0) - (other.ordinal or 0))

    return sorted(others, key=distance)[:6]
