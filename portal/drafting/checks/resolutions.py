"""Check the resolutions and decisions that a draft cites: number, body, date and title."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from documents.web.dates import date_format
from documents.web.phrases import comma_list
from portal.drafting.checks.contexts import date_near, title_near
from portal.drafting.checks.documents import stated_span
from portal.drafting.checks.draft import Draft, DraftReference
from portal.drafting.checks.facts import Fact, same_title, stated_facts
from portal.drafting.checks.types import Finding, FindingKind, Place, Source
from recommendations.extraction.references.bodies import find_bodies
from recommendations.extraction.types import ReferenceKind
from recommendations.labels.resolutions import resolution_label, resolution_symbol
from recommendations.models import Citation
from recommendations.queries.citations import documents_by_symbol

_NUMBER = re.compile(r"(?P<session>\d{1,4})/(?P<number>\d{1,4})")
_YEAR_IN_NUMBER = re.compile(r"\((?P<year>(?:19|20)\d\d)\)")
_NO_ORGAN = "no suitable organ is named"  # the reason that the extraction gives
_DECISION = "decision "
_CHINESE_KIND = re.compile("号(?:决议|决定)")  # follows the number: "第55/25号决议"
_FIRST_NUMBERED_SESSION = 31
"""The first session of the General Assembly whose resolutions are numbered "31/1"; earlier ones are "3201 (S-VI)"."""


_CONFERENCES: Mapping[str, tuple[Mapping[int, int], int]] = {
    "COP": ({1: 2004, 2: 2005, 3: 2006, 4: 2008}, 2),
    "COSP": ({1: 2006, 2: 2008, 3: 2009}, 2),
}
"""The years of the first sessions of the conferences, and the number of years between the later ones."""


@dataclass(frozen=True, slots=True)
class Period:
    """The days between which a session adopts its resolutions."""

    first: datetime.date
    last: datetime.date

    def contains(self, day: datetime.date) -> bool:
        return self.first <= day <= self.last


class ResolutionChecker:
    """Checks references to resolutions and decisions. ``today`` decides whether a session is in the future."""

    def __init__(self, draft: Draft, today: datetime.date) -> None:
        self.draft = draft
        self.today = today
        self.items = [
            item
            for item in draft.references
            if item.reference.kind is ReferenceKind.RESOLUTION and item.reference.value
        ]
        values = {item.reference.value for item in self.items}
        self.facts = stated_facts(Citation.Kind.RESOLUTION, values | {_other_kind(value) for value in values})
        self.held = documents_by_symbol(map(resolution_symbol, values), AnonymousUser())
        self.sessions = _session_years(values)

    def findings(self) -> Iterator[Finding]:
        """Yield the findings on all references to resolutions; at most one for each."""
        yield from self._impossible_numbers()
        for item in self.items:
            found = next(self._problems(item), None)
            if found:
                yield found

    def _impossible_numbers(self) -> Iterator[Finding]:
        """Yield a finding for each number that does not have the form of the organ named directly before it."""
        for item in self.draft.references:
            if item.reference.kind is not ReferenceKind.RESOLUTION or item.reference.reason != _NO_ORGAN:
                continue
            head = item.text[: item.reference.start].rstrip()
            named = find_bodies(head, self.draft.vocabulary, item.language)
            if named and named[-1].end == len(head):
                message = _("No resolution or decision of the %(body)s can have the number “%(number)s”.") % {
                    "body": head[named[-1].start :].removeprefix("the "),
                    "number": item.reference.text,
                }
                span = (named[-1].start, item.reference.end)
                yield replace(_finding(item, message, span=span), certain=True)

    def _problems(self, item: DraftReference) -> Iterator[Finding]:
        r = item.reference
        stated = date_near(item.text, r.start, r.end)
        yield from self._impossible(item, stated)
        yield from self._other_kind(item, stated)
        if stated:
            yield from self._other_date(item, stated)
        yield from self._other_title(item)

    def _impossible(self, item: DraftReference, stated: datetime.date | None) -> Iterator[Finding]:
        """Yield a finding for a number that the organ never used."""
        series, session = _series_and_session(item.reference.value)
        values = {"label": resolution_label(item.reference.value)}
        if series == "GA" and session is not None and 0 < session < _FIRST_NUMBERED_SESSION:
            message = _(
                "There is no %(label)s: the General Assembly has numbered its resolutions like this since 1976."
            )
            yield _finding(item, message % values, span=stated_span(item, stated) if stated else None)
        period = _period(series, session)
        if period and period.first.year > self.today.year + 1:
            message = _("There is no %(label)s: its session has not been held yet.")
            yield _finding(item, message % values)

    def _other_kind(self, item: DraftReference, stated: datetime.date | None) -> Iterator[Finding]:
        """Yield a finding for a decision that the collection knows only as a resolution, or the other way round."""
        value = item.reference.value
        others = self.facts.get(_other_kind(value), [])
        if self.facts.get(value) or not others:
            return
        title = self._title(item)
        certain = any((stated and fact.date == stated) or (title and same_title(fact.title, title)) for fact in others)
        message = _("The texts in this collection cite %(other)s, not %(label)s.") % {
            "other": resolution_label(_other_kind(value)),
            "label": resolution_label(value),
        }
        span = stated_span(item, stated) if stated else None
        yield _finding(item, message, others[0].source, certain=certain, span=span)

    def _other_date(self, item: DraftReference, stated: datetime.date) -> Iterator[Finding]:
        value = item.reference.value
        values = {"label": resolution_label(value), "stated": date_format(stated, "DATE_FORMAT")}
        span = stated_span(item, stated)
        dated = [fact for fact in self.facts.get(value, ()) if fact.date]
        if dated and dated[0].date:
            if all(fact.date != stated for fact in dated):
                message = _("%(label)s is dated %(date)s, not %(stated)s.")
                values["date"] = date_format(dated[0].date, "DATE_FORMAT")
                yield _finding(item, message % values, *_sources(dated), span=span)
            return
        year = _YEAR_IN_NUMBER.search(value)
        if year and int(year["year"]) != stated.year:
            message = _("%(label)s cannot be dated %(stated)s: its number contains a different year.")
            yield _finding(item, message % values, span=span)
        period = _period(*_series_and_session(value))
        if period and not period.contains(stated):
            message = _("%(label)s cannot be dated %(stated)s: its session lasted from %(first)s to %(last)s.")
            first, last = (date_format(day, "YEAR_MONTH_FORMAT") for day in (period.first, period.last))
            values |= {"first": first, "last": last}
            yield _finding(item, message % values, span=span)
        years = self.sessions.get(_series_and_session(value))
        if years and stated.year not in years:
            message = _("%(label)s cannot be dated %(stated)s: other texts of that session are dated %(years)s.")
            values["years"] = comma_list(sorted(years))
            yield _finding(item, message % values, certain=False, span=span)

    def _other_title(self, item: DraftReference) -> Iterator[Finding]:
        title = self._title(item)
        known = [
            fact for fact in self.facts.get(item.reference.value, ()) if fact.title and fact.language == item.language
        ]
        if title and known and not any(same_title(fact.title, title) for fact in known):
            message = _("The title of %(label)s is “%(title)s”.") % {
                "label": resolution_label(item.reference.value),
                "title": known[0].title,
            }
            end = item.text.find(title, item.reference.end) + len(title) + 1
            yield _finding(item, message, *_sources(known), span=(item.reference.start, max(item.reference.end, end)))

    def _title(self, item: DraftReference) -> str:
        place = (item.reference.block, item.reference.footnote)
        starts = sorted(
            other.reference.start for other in self.items if (other.reference.block, other.reference.footnote) == place
        )
        return title_near(item.text, item.reference.end, starts)

    def source_of(self, item: DraftReference) -> Source | None:
        """Return the page of the resolution if the collection has it under a symbol of its own, or None."""
        document = self.held.get(resolution_symbol(item.reference.value).upper())
        return Source(str(document), "", document.get_absolute_url()) if document else None

    def cited_in(self, item: DraftReference) -> Source | None:
        """Return a place in the collection that cites the resolution, or None."""
        facts = self.facts.get(item.reference.value)
        return facts[0].source if facts else None


def _finding(
    item: DraftReference,
    message: str,
    *sources: Source,
    certain: bool | None = None,
    span: tuple[int, int] | None = None,
) -> Finding:
    start, end = span or (item.reference.start, item.reference.end)
    if kind_word := _CHINESE_KIND.match(item.text, end):
        end = kind_word.end()
    place = Place(item.reference.block, item.reference.footnote, start, end)
    certain = item.certain if certain is None else certain and item.certain
    return Finding(FindingKind.RESOLUTION, place, item.where, item.text[start:end].strip(), message, certain, sources)


def _sources(facts: list[Fact]) -> list[Source]:
    return list(dict.fromkeys(fact.source for fact in facts))[:2]


def _other_kind(value: str) -> str:
    """Return "COP decision 5/8" for "COP 5/8", and the other way round."""
    series, _space, number = value.partition(" ")
    if number.startswith(_DECISION):
        return f"{series} {number.removeprefix(_DECISION)}"
    return f"{series} {_DECISION}{number}"


def _series_and_session(value: str) -> tuple[str, int | None]:
    """Return ("GA", 55) for "GA 55/25"; the session of "SC 1373 (2001)" is None."""
    series, _space, number = value.partition(" ")
    match = _NUMBER.search(number)
    return series, int(match["session"]) if match else None


def _period(series: str, session: int | None) -> Period | None:
    """Return when a session adopts its resolutions, as far as its number shows it.

    The General Assembly's session 55 opened in September 2000; the Commission's session 31 was held in 2022. The
    Council numbers its resolutions by year, from July of one year to July of the next.
    """
    if session is None:
        return None
    if series == "GA":
        return Period(datetime.date(1945 + session, 9, 1), datetime.date(1946 + session, 9, 30))
    if series == "ECOSOC" and session > 1970:
        return Period(datetime.date(session - 1, 7, 1), datetime.date(session, 12, 31))
    if series == "CCPCJ":
        return Period(datetime.date(1991 + session, 1, 1), datetime.date(1991 + session, 12, 31))
    if series == "CND":
        return Period(datetime.date(1956 + session, 1, 1), datetime.date(1957 + session, 12, 31))
    first, every = _CONFERENCES.get(series, ({}, 0))
    if every and session:
        last = max(first)
        year = first.get(session) or first[last] + every * (session - last)
        return Period(datetime.date(year, 1, 1), datetime.date(year, 12, 31))
    return None


def _session_years(values: set[str]) -> Mapping[tuple[str, int | None], set[int]]:
    """Return the years of the dates that the collection states for other resolutions of the same sessions."""
    keys = {_series_and_session(value) for value in values}
    rows = Citation.objects.filter(kind=Citation.Kind.RESOLUTION)
    years: dict[tuple[str, int | None], set[int]] = {}
    for series, session in keys:
        if series != "COP" or session is None:
            continue
        pattern = rf"^{series} (decision )?{session}/"
        others = set(rows.filter(value__regex=pattern).values_list("value", flat=True).distinct()[:20])
        facts = stated_facts(Citation.Kind.RESOLUTION, others)
        years[series, session] = {fact.date.year for found in facts.values() for fact in found if fact.date}
    return years
