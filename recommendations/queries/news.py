"""News, by day: documents and endorsements that became public, and new language versions of earlier documents."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Count, F, Min, QuerySet
from django.db.models.functions import TruncDate

from documents.models import Document
from documents.queries.documents import for_list, published_versions
from recommendations.models import Endorsement
from recommendations.queries.recommendations import shown_recommendations

Event = Mapping[str, Any]  # {"day": datetime.date, "document": int}


@dataclass(frozen=True, slots=True)
class News:
    """The publication of a document, or of further language versions, on one day.

    ``languages`` are the codes of the new versions. ``is_new`` is true if no version of the document was public before
    that day. ``recommendations`` is the current number of its recommendations; ``endorsements`` are the endorsements in
    the new versions.
    """

    document: Document
    languages: Sequence[str]
    is_new: bool
    recommendations: int
    endorsements: Sequence[Endorsement]


@dataclass(frozen=True, slots=True)
class DayOfNews:
    """The news of a day, the latest documents first."""

    day: datetime.date
    news: Sequence[News]


def events() -> QuerySet[Any, Any]:
    """Return the days on which versions became public, each with one document, newest first."""
    versions = published_versions().annotate(day=TruncDate("published_at"))
    rows = versions.values("day", "document", "document__date").distinct()
    return rows.order_by("-day", F("document__date").desc(nulls_last=True), "-document")


def news_by_day(page: Iterable[Event]) -> list[DayOfNews]:
    """Return the news of the days of these events, in a fixed number of queries."""
    events_of_page = list(page)
    keys = {event["document"] for event in events_of_page}
    documents = for_list(Document.objects.filter(pk__in=keys)).prefetch_related("symbols").in_bulk()
    first_days = dict(_published(keys).values_list("document").annotate(Min("day")).order_by())
    languages: dict[tuple[datetime.date, int], list[str]] = defaultdict(list)
    for day, document, language in _published(keys).order_by("language").values_list("day", "document", "language"):
        languages[day, document].append(language)
    totals = _totals(keys)
    endorsements = _endorsements(keys)
    return [
        DayOfNews(
            day,
            [
                News(
                    document=documents[event["document"]],
                    languages=languages[day, event["document"]],
                    is_new=first_days[event["document"]] == day,
                    recommendations=totals.get(event["document"], 0),
                    endorsements=endorsements[day, event["document"]],
                )
                for event in group
                if event["document"] in documents
            ],
        )
        for day, group in groupby(events_of_page, key=lambda event: event["day"])
    ]


def _published(documents: Iterable[int]) -> QuerySet[Any]:
    return published_versions().filter(document__in=documents).annotate(day=TruncDate("published_at"))


def _totals(documents: Iterable[int]) -> dict[int, int]:
    """Return a map from documents to the number of their recommendations, if they have any."""
    rows = shown_recommendations().filter(version__document__in=documents)
    return dict(rows.order_by().values_list("version__document").annotate(Count("pk")))


def _endorsements(documents: Iterable[int]) -> Mapping[tuple[datetime.date, int], list[Endorsement]]:
    """Return a map from day and document to the endorsements published then, each meeting or symbol once."""
    rows = (
        Endorsement.objects.filter(version__in=published_versions(), version__document__in=documents)
        .annotate(day=TruncDate("version__published_at"))
        .select_related("meeting__body", "paragraph", "version__document")
        .defer("version__parsed", "version__doubts")
        .prefetch_related("version__document__symbols")
        .order_by("version__language", "position")
    )
    found: dict[tuple[datetime.date, int], dict[tuple[int | None, str], Endorsement]] = defaultdict(dict)
    for row in rows:
        key = (row.meeting_id, "" if row.meeting_id else row.symbol)
        found[row.day, row.version.document_id].setdefault(key, row)
    return defaultdict(list, {key: list(by_meeting.values()) for key, by_meeting in found.items()})
