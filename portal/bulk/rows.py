"""Read the rows of all tables: what is public, in batches, from one snapshot of the database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby, islice
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import translation
from django.utils.text import capfirst

from documents.labels.naming import meeting_name
from documents.models import LEADING_FIRST, Body, Document, DocumentSymbol, Meeting, leading_first
from documents.queries.documents import addresses_of, published_documents, published_versions
from documents.web.language_addresses import without_language
from documents.web.url_cache import cached_reverse
from recommendations.models import (
    Addressee,
    Article,
    Instrument,
    Recommendation,
    RecommendationTopic,
    Topic,
)
from recommendations.queries.bases import bases_of

BATCH_SIZE = 2_000  # rows read at once

Row = tuple[str, tuple[Any, ...]]
"""The name of a table and the values of its columns: texts, numbers, dates, lists or None."""


@dataclass(slots=True)
class _Public:
    """The public versions and documents, and the meetings that they mention, by the keys of their rows."""

    addresses: dict[int, str]
    versions: dict[int, tuple[int, str]]
    meetings: dict[int, str]
    used_meetings: set[int] = field(default_factory=set)

    def meeting(self, key: int | None) -> str | None:
        """Return the name of a meeting in the files, and remember that it is needed."""
        if key is None or key not in self.meetings:
            return None
        self.used_meetings.add(key)
        return self.meetings[key]


def use_snapshot() -> None:
    """Let the current transaction read the database as it is now. Call it first in the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")


def read_rows() -> Iterator[Row]:
    """Yield all rows. Call it in a transaction with :func:`use_snapshot`, so that they are consistent."""
    versions = published_versions().order_by().values_list("pk", "document", "language")
    public = _Public(
        addresses=addresses_of(published_documents().order_by().values("pk")),
        versions={key: (document, language) for key, document, language in versions},
        meetings=dict(Meeting.objects.order_by().values_list("pk", "slug")),
    )
    with translation.override("en"):
        yield from _documents(public)
        yield from _recommendations(public)
        yield from _vocabularies()
        yield from _meetings(public)


def _documents(public: _Public) -> Iterator[Row]:
    symbols: dict[int, list[str]] = {}
    for document, symbol in DocumentSymbol.objects.order_by("position", "symbol").values_list("document", "symbol"):
        symbols.setdefault(document, []).append(symbol)
    languages: dict[int, list[str]] = {}
    rows = published_versions().order_by("document", *LEADING_FIRST)
    for document, language, *values in rows.values_list(
        "document", "language", "title", "page_count", "published_at"
    ).iterator(BATCH_SIZE):
        languages.setdefault(document, []).append(language)
        yield "versions", (public.addresses[document], language, *values)
    documents = Document.objects.filter(pk__in=published_documents().order_by().values("pk")).order_by("pk")
    for key, title, subtitle, kind, date, body, meeting, agenda_item in documents.values_list(
        "pk", "title", "subtitle", "kind", "date", "body__key", "meeting", "agenda_item"
    ).iterator(BATCH_SIZE):
        address = public.addresses[key]
        yield (
            "documents",
            (
                address,
                symbols.get(key, []),
                title,
                subtitle,
                kind,
                date,
                body,
                public.meeting(meeting),
                agenda_item,
                languages[key],
                _url("document", address),
            ),
        )


_FIELDS = (
    *("version", "place", "kind", "path", "page", "heading", "text", "status", "stated_status"),
    *("endorsement__version__document", "strength", "action", "meeting", "adopted_by", "put_to", "corrected_at"),
)


def _recommendations(public: _Public) -> Iterator[Row]:
    """Yield recommendations with their texts in all languages; everything else is that of the leading text."""
    rows = Recommendation.objects.filter(version__in=published_versions().order_by().values("pk"))
    in_order = rows.order_by("version__document", "place", *leading_first("version__language"))
    streamed = in_order.values_list("pk", *_FIELDS).iterator(BATCH_SIZE)
    by_place = groupby(streamed, key=lambda row: (public.versions[row[1]][0], row[2]))
    names: dict[int, str] = {}
    for (document, place), texts in by_place:
        address = public.addresses[document]
        name = f"{address}/{place}"
        for number, (key, version, _place, kind, path, page, heading, text, *rest) in enumerate(texts):
            language = public.versions[version][1]
            if number == 0:
                names[key] = name
                start = (name, address, place, kind, path, page, heading, language, text)
                yield "recommendations", (*start, *_standing(rest, public), _url("recommendation", address, place))
            yield "texts", (name, language, text, path)
        if len(names) >= BATCH_SIZE:
            yield from _links(names)
            names = {}
    yield from _links(names)


def _standing(values: Iterable[Any], public: _Public) -> tuple[Any, ...]:
    """Return the columns from the status to the time of the correction."""
    status, stated_status, endorsing, strength, action, meeting, adopted_by, put_to, corrected_at = values
    meetings = (public.meeting(key) for key in (meeting, adopted_by, put_to))
    return (status, stated_status, public.addresses.get(endorsing), strength, action, *meetings, corrected_at)


def _links(names: dict[int, str]) -> Iterator[Row]:
    """Yield the articles, topics and addressees of recommendations, given their names by key."""
    for key, bases in bases_of(names).items():
        for number, row in enumerate(bases, start=1):
            yield (
                "recommendation_articles",
                (
                    *(names[key], row.article, row.paragraph, row.subparagraph),
                    *(row.basis.value, row.evidence, row.description or None, number),
                ),
            )
    topics = RecommendationTopic.objects.filter(recommendation__in=names).order_by("recommendation", "topic__position")
    for key, topic, evidence in topics.values_list("recommendation", "topic__key", "evidence"):
        yield "recommendation_topics", (names[key], topic, evidence)
    links = Recommendation.addressees.through.objects.filter(recommendation__in=names)
    for key, addressee in links.order_by("recommendation", "addressee__position").values_list(
        "recommendation", "addressee__key"
    ):
        yield "recommendation_addressees", (names[key], addressee)


def _vocabularies() -> Iterator[Row]:
    for body in Body.objects.select_related("parent"):
        yield "bodies", (body.key, body.name, body.short_name, body.parent.key if body.parent else None)
    for instrument in Instrument.objects.all():
        yield "instruments", (instrument.key, instrument.title, instrument.short_title)
    for article in Article.objects.select_related("instrument"):
        yield "articles", (str(article), article.instrument.key, article.number, article.title)
    for topic in Topic.objects.select_related("parent"):
        yield "topics", (topic.key, topic.label, topic.parent.key if topic.parent else None, topic.unbis)
    for addressee in Addressee.objects.all():
        yield "addressees", (addressee.key, addressee.label)


def _meetings(public: _Public) -> Iterator[Row]:
    keys = iter(sorted(public.used_meetings))
    while batch := list(islice(keys, BATCH_SIZE)):
        for row in Meeting.objects.filter(pk__in=batch).select_related("body").order_by("pk"):
            name = capfirst(meeting_name(row))
            yield "meetings", (row.slug, row.body.key, name, row.ordinal, row.start, row.end, row.place)


def _url(view: str, *arguments: str) -> str:
    """Return the address of a page, with the portal's host if it is known."""
    return settings.PORTAL_URL + without_language(cached_reverse(view, *arguments))
