"""Texts that were published or endorsed in a period, and those among them that a search finds.

A new row alone is not news: documents are read again and corrected, which replaces their rows. A text is news
if the *version* that contains it was published in the period (:class:`~portal.alerts.models.Announcement`), or if the
document that endorses it was. A text is not news if the search found the same place in another language version before.

All searches of a period look only at the entries of the versions published in it, which are read once
(:class:`NewEntries`); each search is run once for all who follow it.
"""

from __future__ import annotations

import datetime
import threading
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import F, Min
from django.http import QueryDict
from pyroaring import BitMap

from documents.web.generation_cache import GenerationCache
from portal.alerts.models import Announcement
from recommendations.index.sets import union
from recommendations.index.snapshot import Snapshot, read_index
from recommendations.index.terms import facet_term
from recommendations.models import Endorsement, Recommendation, SearchEntry, SearchScope
from recommendations.search.folding import keep_one_per_place, keep_one_per_recommendation
from recommendations.search.interpretations import DroppedNote
from recommendations.search.parameters import read_parameters
from recommendations.search.query import SearchQuery
from recommendations.search.results import SearchMatches, find
from recommendations.search.rows import Row, rows_of

MAX_CACHED_SEARCHES = 20_000
MAX_CACHED_PERIODS = 8
MAX_ATTEMPTS = 5  # to read entries and matches from one generation of the index

Time = datetime.datetime


class IndexIncompleteError(Exception):
    """The search index is being rebuilt, so that a search might miss texts."""


@dataclass(frozen=True, slots=True)
class Period:
    """The publications after ``since``, up to and including ``until``, as a schedule announces them."""

    schedule: str
    since: Time
    until: Time


@dataclass(frozen=True, slots=True)
class NewText:
    """A text found by a search: its entries by language, and when it was published or endorsed.

    Each time is None if that was not in the period. ``place`` is the number of the entry in the leading version.
    """

    place: int
    entries: Mapping[str, int]
    published_at: Time | None
    endorsed_at: Time | None

    def event_after(self, time: Time) -> Event | None:
        """Return what happened after a time, the publication if both did, or None."""
        if self.published_at and self.published_at > time:
            return Event(self.published_at, is_endorsement=False)
        if self.endorsed_at and self.endorsed_at > time:
            return Event(self.endorsed_at, is_endorsement=True)
        return None


@dataclass(frozen=True, slots=True)
class Event:
    """The publication of a text, or its endorsement in another document."""

    at: Time
    is_endorsement: bool


@dataclass
class NewEntries:
    """The index entries of one scope that may be news in a period, from one generation of the index.

    ``published`` and ``endorsed`` map numbers to times. ``earlier`` are the entries of the same documents whose
    versions were published before the period. ``rows`` are those loaded so far.
    """

    scope: str
    snapshot: Snapshot
    published: Mapping[int, Time]
    endorsed: Mapping[int, Time]
    earlier: BitMap
    languages: Mapping[int, str]
    numbers: BitMap = field(init=False)
    rows: dict[int, Row] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.numbers = BitMap(self.languages)

    def load(self, numbers: Iterable[int]) -> dict[int, Row]:
        """Return the rows of entries by number, without those deleted in the meantime."""
        wanted = list(numbers)
        if missing := [number for number in wanted if number not in self.rows]:
            self.rows |= {entry.number: row for entry, row in rows_of(self.scope, missing)}
        return {number: self.rows[number] for number in wanted if number in self.rows}


@dataclass(frozen=True, slots=True)
class FollowedSearch:
    """A search with what it found in a period."""

    query: SearchQuery
    texts: Sequence[NewText]
    entries: NewEntries

    def news(self, time: Time) -> list[tuple[NewText, Event]]:
        """Return what is news after a time, one text for each recommendation if the search groups its versions."""
        events = {text.place: (text, event) for text in self.texts if (event := text.event_after(time))}
        keep = keep_one_per_recommendation if self.query.folds else keep_one_per_place
        return [events[place] for place in keep(self.entries.snapshot, BitMap(events))]


def read_query(parameters: str) -> SearchQuery | None:
    """Return the search of a subscription, or None if it names something that no longer exists: without that filter,
    it would find much that nobody asked for."""
    parsed = read_parameters(QueryDict(parameters))
    return None if parsed.messages else parsed.query


def index_generations() -> dict[str, int]:
    """Return the generation of each scope of the search index. Raise :class:`IndexIncompleteError` while one is being
    rebuilt."""
    snapshots = {scope: read_index(scope)[0] for scope in SearchScope.values}
    if not all(snapshot.is_complete for snapshot in snapshots.values()):
        raise IndexIncompleteError("the search index is being rebuilt")
    return {scope: snapshot.generation for scope, snapshot in snapshots.items()}


def followed_search(parameters: str, period: Period, generations: Mapping[str, int]) -> FollowedSearch | None:
    """Return what a search finds in a period, or None if it no longer works. Cached for all who follow it, in these
    generations of the index."""
    key = parameters, period
    generation = generations[_scope_of(parameters)]
    cached = _searches.get(key, generation)
    if cached is not None:
        return cached.search
    query = read_query(parameters)
    search = _search(query, period) if query else None
    _searches.put({key: _Cached(search)}, search.entries.snapshot.generation if search else generation)
    return search


@dataclass(frozen=True, slots=True)
class _Cached:
    search: FollowedSearch | None


_searches: GenerationCache[tuple[str, Period], _Cached] = GenerationCache(MAX_CACHED_SEARCHES)
_entries: GenerationCache[tuple[str, Period], NewEntries] = GenerationCache(MAX_CACHED_PERIODS)
_entries_lock = threading.Lock()


def _scope_of(parameters: str) -> str:
    scope = QueryDict(parameters).get("in", "")
    return scope if scope in SearchScope.values else SearchScope.RECOMMENDATIONS.value


def _search(query: SearchQuery, period: Period) -> FollowedSearch:
    for _attempt in range(MAX_ATTEMPTS):
        matched = find(query)
        entries = new_entries(query.scope, period)
        if entries.snapshot.generation == matched.matches.snapshot.generation:
            return FollowedSearch(query, [] if _is_widened(matched) else _new_texts(matched, entries), entries)
    raise IndexIncompleteError("the search index changes too often")


def _is_widened(matched: SearchMatches) -> bool:
    """Return whether nothing matched the search itself, so that it was widened: its results are not what the subscriber
    asked for."""
    return any(isinstance(note, DroppedNote) for note in matched.understood.notes)


def _new_texts(matched: SearchMatches, new: NewEntries) -> list[NewText]:
    snapshot, matches = new.snapshot, matched.matches
    found = matches.without_facet["language"]
    if languages := matched.understood.choices.get("language"):
        found = found & union(snapshot.value("language", language) for language in languages)
    known = {int(snapshot.twins[number]) for number in found & new.earlier}
    by_place: dict[int, list[int]] = defaultdict(list)
    for number in found & new.numbers:
        by_place[int(snapshot.twins[number])].append(number)
    texts = []
    for place, numbers in by_place.items():
        published = None if place in known else min(filter(None, map(new.published.get, numbers)), default=None)
        endorsed = min(filter(None, map(new.endorsed.get, numbers)), default=None)
        if published or endorsed:
            texts.append(NewText(place, {new.languages[number]: number for number in numbers}, published, endorsed))
    return texts


# --- the entries of a period ---------------------------------------------------------------------------


def new_entries(scope: str, period: Period) -> NewEntries:
    """Return the entries that may be news in a period."""
    with _entries_lock:
        cached = _entries.get((scope, period), read_index(scope)[0].generation)
        if cached is None:
            cached = _read_entries(scope, period)
            _entries.put({(scope, period): cached}, cached.snapshot.generation)
        return cached


def _read_entries(scope: str, period: Period) -> NewEntries:
    announced = Announcement.objects.filter(schedule=period.schedule, version__published_at__isnull=False)
    in_period = announced.filter(published_at__gt=period.since, published_at__lte=period.until)
    versions = list(in_period.values_list("version__document", "version__language", "published_at"))
    documents = {document for document, _language, _time in versions}
    before = announced.filter(published_at__lte=period.since, version__document__in=documents)
    terms = {document: facet_term("document", str(document)) for document in documents}
    snapshot, sets = read_index(scope, terms.values())

    def entries_of(document: int, language: str) -> BitMap:
        return sets.get(terms[document], BitMap()) & snapshot.value("language", language) & snapshot.live

    published: dict[int, Time] = {}
    languages: dict[int, str] = {}
    for document, language, time in versions:
        numbers = entries_of(document, language)
        published |= dict.fromkeys(numbers, time)
        languages |= dict.fromkeys(numbers, language)
    earlier = union(entries_of(*pair) for pair in before.values_list("version__document", "version__language"))
    endorsed = _endorsed(scope, period, snapshot)
    return NewEntries(
        scope=scope,
        snapshot=snapshot,
        published=published,
        endorsed={number: time for number, (_language, time) in endorsed.items()},
        earlier=earlier,
        languages=languages | {number: language for number, (language, _time) in endorsed.items()},
    )


def _endorsed(scope: str, period: Period, snapshot: Snapshot) -> dict[int, tuple[str, Time]]:
    """Return number -> language and time, for the recommendations of meetings that a document published in the period
    endorses for the first time, provided that they were published before."""
    if scope != SearchScope.RECOMMENDATIONS:
        return {}
    of_schedule = {"version__announcements__schedule": period.schedule}
    first = Endorsement.objects.filter(**of_schedule, meeting__isnull=False).order_by().values_list("meeting")
    times = dict(first.annotate(first=Min("version__announcements__published_at")))
    times = {meeting: time for meeting, time in times.items() if period.since < time <= period.until}
    rows = Recommendation.objects.filter(
        adopted_by__in=times, version__announcements__published_at__lte=period.until, **of_schedule
    ).exclude(status=F("stated_status"))
    entries = SearchEntry.objects.filter(scope=scope, recommendation__in=rows.order_by().values("pk"))
    found = entries.values_list("number", "language", "recommendation__adopted_by")
    return {number: (language, times[meeting]) for number, language, meeting in found if number in snapshot.live}
