"""Digests: what is new in the searches that an address follows on one schedule, by document, as an e-mail."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override

from documents.labels.places import shown_place
from documents.models import Paragraph
from documents.web.language_addresses import address_code
from documents.web.languages import direction
from documents.web.phrases import labelled, semicolon_list, shorten_to_characters
from portal.alerts.links import management_link, unsubscription_link
from portal.alerts.models import Schedule, Subscriber, Subscription
from portal.alerts.news import Event, FollowedSearch, NewText, Period, followed_search, read_query
from portal.emails import compose_to
from recommendations.labels.places import recommendation_label
from recommendations.labels.status import correction_mark, status_sentence
from recommendations.models import Recommendation
from recommendations.results.search_title import search_title
from recommendations.search.rows import Row

MAX_SHOWN = 50  # texts of an e-mail: some mail programs cut off after 100 kB
MAX_TEXT_LENGTH = 400  # characters
MAX_TITLE_LENGTH = 200  # characters of the title of a search

Place = tuple[str, int, str]  # scope, key of the document, place in it


@dataclass(frozen=True, slots=True)
class ShownText:
    """A text in a digest as HTML and as plain text, the same for all subscribers with one language. ``reasons`` are the
    titles of the searches that found it."""

    html: SafeString
    plain: str
    reasons: str


@dataclass(frozen=True, slots=True)
class ShownDocument:
    """A document in a digest, with the new texts in it."""

    title: str
    language: str
    direction: str
    url: str
    texts: Sequence[ShownText]


@dataclass(frozen=True, slots=True)
class ShownSubscription:
    """A subscription by name, with the address of its search. ``is_broken`` is True if the search names something that
    no longer exists."""

    key: UUID
    title: str
    url: str
    schedule: str
    is_broken: bool


def shown_subscription(subscription: Subscription) -> ShownSubscription:
    """Return a subscription for display, in the current language."""
    query = read_query(subscription.query)
    return ShownSubscription(
        key=subscription.pk,
        title=shorten_to_characters(search_title(query) if query else subscription.query, MAX_TITLE_LENGTH),
        url=query.address if query else "",
        schedule=subscription.schedule,
        is_broken=query is None,
    )


@dataclass
class _Found:
    """A new text found by one or more searches."""

    row: Row
    event: Event
    queries: list[str]


class DigestMaker:
    """Makes the digests of a period for many subscribers: each search is run once, each text rendered once for each
    language."""

    def __init__(self, period: Period, generations: Mapping[str, int]) -> None:
        self.period = period
        self.generations = generations
        self._titles: dict[tuple[str, str], str] = {}
        self._rendered: dict[tuple[str, int, Event, str], tuple[SafeString, str]] = {}

    def digest(self, subscriber: Subscriber, due: Collection[Subscription]) -> EmailMultiAlternatives | None:
        """Return the e-mail for the subscriptions that are due, or None if nothing is new in them. Texts that the
        subscriber got on another schedule are left out."""
        found = self._news(subscriber.language, due)
        others = [row for row in subscriber.subscriptions.all() if row.schedule != self.period.schedule]
        for place, event in self._sent(subscriber.language, others) if found else ():
            if place in found and found[place].event == event:
                del found[place]
        if not found:
            return None
        with override(subscriber.language):
            shown = sorted(found.values(), key=_order)
            unsubscribe = unsubscription_link(subscriber, self.period.schedule)
            context = {
                "documents": list(self._documents(shown[:MAX_SHOWN], subscriber.language)),
                "count": len(shown),
                "left_out": max(0, len(shown) - MAX_SHOWN),
                "subscriptions": [shown_subscription(row) for row in due] if len(shown) > MAX_SHOWN else [],
                "schedule": Schedule(self.period.schedule).label,
                "management_link": management_link(subscriber),
                "unsubscription_link": unsubscribe,
            }
            return compose_to(subscriber.email, "alert", context, _headers(unsubscribe))

    def _news(self, language: str, subscriptions: Iterable[Subscription]) -> dict[Place, _Found]:
        found: dict[Place, _Found] = {}
        for subscription in subscriptions:
            search = followed_search(subscription.query, self.period, self.generations)
            if search is None or subscription.covered_until is None:
                continue
            for place, row, event in _rows(search, subscription.covered_until, language):
                known = found.setdefault(place, _Found(row, event, []))
                known.queries.append(subscription.query)
        return found

    def _sent(self, language: str, others: Iterable[Subscription]) -> Iterator[tuple[Place, Event]]:
        """Yield the texts in e-mails of other schedules."""
        for other in others:
            if other.confirmed_at is None or other.covered_until is None:
                continue
            period = Period(other.schedule, self.period.since, self.period.until)
            search = followed_search(other.query, period, self.generations)
            for place, _row, event in _rows(search, other.confirmed_at, language) if search else ():
                if event.at <= other.covered_until:
                    yield place, event

    def _documents(self, found: Sequence[_Found], language: str) -> Iterator[ShownDocument]:
        for _key, group in groupby(found, key=lambda item: item.row.version.document_id):
            rows = list(group)
            version = rows[0].row.version
            title = version.title or version.document.title or _("Untitled document")
            symbol = version.document.symbol
            yield ShownDocument(
                title=labelled(symbol, title) if symbol else title,
                language=version.language,
                direction=direction(version.language),
                url=settings.PORTAL_URL + version.document.get_absolute_url(),
                texts=[self._shown(item, language) for item in rows],
            )

    def _shown(self, found: _Found, language: str) -> ShownText:
        key = type(found.row).__name__, found.row.pk, found.event, language
        if key not in self._rendered:
            self._rendered[key] = _render(found.row, found.event)
        html, plain = self._rendered[key]
        return ShownText(html, plain, semicolon_list(self._title(query, language) for query in found.queries))

    def _title(self, parameters: str, language: str) -> str:
        if (parameters, language) not in self._titles:
            query = read_query(parameters)
            self._titles[parameters, language] = search_title(query) if query else parameters
        return self._titles[parameters, language]


def _rows(search: FollowedSearch, after: datetime.datetime, language: str) -> Iterator[tuple[Place, Row, Event]]:
    """Yield what is new in a search after a time, in the reader's language if it is among the new texts."""
    news = {_entry(text, language): event for text, event in search.news(after)}
    for number, row in search.entries.load(news).items():
        yield (search.query.scope, row.version.document_id, row.place), row, news[number]


def _entry(text: NewText, language: str) -> int:
    """Return the entry in the reader's language, or else the one in English, or else the first."""
    entries = text.entries
    return next((entries[code] for code in (address_code(language), "en") if code in entries), min(entries.values()))


def _order(found: _Found) -> tuple[object, ...]:
    row = found.row
    return row.version.document.symbol, row.version.document_id, isinstance(row, Paragraph), row.position


def _address(row: Row) -> str:
    if isinstance(row, Recommendation):
        return row.text_address
    return f"{row.version.document.get_absolute_url()}?language={row.version.language}#{row.anchor}"


def _render(row: Row, event: Event) -> tuple[SafeString, str]:
    """Return a text as HTML and as plain text. Its status is always stated."""
    recommendation = row if isinstance(row, Recommendation) else None
    values = {
        "is_endorsement": event.is_endorsement,
        "date": event.at,
        "title": capfirst(
            recommendation_label(recommendation) if recommendation else shown_place(row.path) or _("Paragraph")
        ),
        "url": settings.PORTAL_URL + _address(row),
        "text": shorten_to_characters(" ".join(row.text.split()), MAX_TEXT_LENGTH),
        "language": row.version.language,
        "direction": direction(row.version.language),
        "status": status_sentence(recommendation) if recommendation else "",
        "correction": correction_mark(recommendation) if recommendation else "",
    }
    return render_to_string("emails/alert_text.html", values), render_to_string("emails/alert_text.txt", values)


def _headers(link: str) -> dict[str, str]:
    """Return the headers of one-click unsubscription (RFC 8058), and of an e-mail that no person wrote (RFC 3834)."""
    return {
        "List-Unsubscribe": f"<{link}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
    }
