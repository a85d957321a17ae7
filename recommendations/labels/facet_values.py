"""Names of facet values, cached in each process.

They are reloaded whenever the generation of the search index changes or a requested value is unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from documents.labels.naming import date_range, meeting_name, meeting_title
from documents.models import Body, Document, Meeting
from documents.queries.meetings import latest_first
from documents.web.dates import year_name
from documents.web.generation_cache import GenerationCache
from documents.web.languages import language_name, name_order
from documents.web.phrases import apposition
from recommendations.labels.vocabulary import article_in_instrument, article_label, treaty_title
from recommendations.models import Addressee, Article, Instrument, Recommendation, Topic

Order = tuple[Any, ...]
_LAST = 1_000_000  # sorts after all other values
MAX_PROVISIONS = 5_000  # cached names of paragraphs of articles


@dataclass(frozen=True, slots=True)
class Name:
    """The name of a value. ``label`` is used in a list below its parent, ``long_label`` without context.

    ``detail`` is the title of an article or the dates of a meeting, ``parent`` the value above it in the tree.
    ``order`` is its sort key among the values of its facet, ``address`` the address of its page, or "".
    """

    label: str
    long_label: str = ""
    detail: str = ""
    parent: str = ""
    order: Order = ()
    address: str = ""

    @property
    def full_label(self) -> str:
        return self.long_label or self.label


@dataclass(frozen=True, slots=True)
class Tree:
    """Values of one facet and their ancestors: their names and their positions in the facet's order. ``children`` maps
    each value ("" for the top level) to the values directly below it, in the same order."""

    names: Mapping[str, Name]
    positions: Mapping[str, int]
    children: Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Names:
    """The names of all values of the vocabularies in one language. ``former_slugs`` maps former slugs of meetings to
    current slugs. ``provisions`` (paragraphs of articles requested so far) and ``trees`` (see :meth:`tree`) are caches.
    """

    by_facet: Mapping[str, Mapping[str, Name]]
    former_slugs: Mapping[str, str]
    provisions: dict[str, Name] = field(default_factory=dict)
    trees: dict[tuple[str, str], tuple[Sequence[str], Tree]] = field(default_factory=dict)

    def of(self, facet: str, value: str) -> Name:
        """Return the name of a value. If it is not in the vocabularies, like a year, derive the name from the value."""
        if name := self.by_facet.get(facet, {}).get(value):
            return name
        if facet == "article" and value.count(":") == 2:
            return self.provisions.get(value) or self._provision(value)
        if facet == "language":
            label = capfirst(language_name(value))
            return Name(label, order=name_order(value))
        if facet == "year":
            return Name(value, order=(-natural_key(value)[0],))
        return Name(value, order=(_LAST, value))

    def dated_meeting(self, meeting: Meeting | None) -> str:
        """Return "Twelfth meeting of the Working Group on International Cooperation, 2021"; "" for no meeting."""
        if meeting is None:
            return ""
        name = self.of("meeting", meeting.slug).full_label
        return apposition((name, year_name(meeting.year))) if meeting.year and not meeting.named_year else name

    def tree(self, scope: str, facet: str, values: Sequence[str]) -> Tree:
        """Return the tree of all values of a facet in an index, cached until they change (compared by identity)."""
        cached = self.trees.get((scope, facet))
        if cached is None or cached[0] is not values:
            cached = self.trees[scope, facet] = (values, self.tree_of(facet, values))
        return cached[1]

    def tree_of(self, facet: str, values: Iterable[str]) -> Tree:
        """Return the tree of some values of a facet."""
        named = {value: self.of(facet, value) for value in values}
        for name in list(named.values()):
            while name.parent and name.parent not in named:
                named[name.parent] = name = self.of(facet, name.parent)
        names = dict(sorted(named.items(), key=lambda item: item[1].order))
        children: dict[str, list[str]] = {}
        for value, name in names.items():
            children.setdefault(name.parent, []).append(value)
        return Tree(names, {value: position for position, value in enumerate(names)}, children)

    def _provision(self, value: str) -> Name:
        """Return the name of a paragraph of an article: "untoc:18:13"."""
        parent, _colon, paragraph = value.rpartition(":")
        article = self.of("article", parent)
        full_label = _("%(article)s, paragraph %(place)s") % {"article": article.full_label, "place": paragraph}
        label = _("Paragraph %(number)s") % {"number": paragraph}
        name = Name(label, full_label, parent=parent, order=(*article.order, *natural_key(paragraph)))
        if len(self.provisions) < MAX_PROVISIONS:
            self.provisions[value] = name
        return name

    @cached_property
    def keys_by_lowercase(self) -> Mapping[str, str]:
        """A map from lower-case keys of articles and instruments to the keys themselves."""
        return {value.lower(): value for value in self.by_facet["article"]}


def natural_key(number: str) -> tuple[int, str]:
    """Return a sort key that puts "9" before "10", and "10" before "10 bis"."""
    digits = re.match(r"\d*", number)
    return int(digits[0] or 0) if digits else 0, number


_cache: GenerationCache[str, Names] = GenerationCache(8)
"""Map from language to names, each with the generation of the index."""


def names(generation: int | None = None) -> Names:
    """Return the names in the current language as of a generation of the index, by default the names last loaded."""
    return _cache.get(_language(), generation) or _load_names(generation or 0)


def reload_names(generation: int = 0) -> Names:
    """Load the names from the database and return them. Those in other languages are loaded when they are needed."""
    _cache.clear()
    return _load_names(generation)


def _load_names(generation: int) -> Names:
    current = _read_names()
    _cache.put({_language(): current}, generation)
    return current


def _language() -> str:
    return get_language() or ""


def _read_names() -> Names:
    articles = Article.objects.select_related("instrument")
    meetings = list(Meeting.objects.select_related("body"))
    by_facet = {
        "article": {**_instruments(Instrument.objects.all()), **_articles(articles)},
        "meeting": {**_bodies(Body.objects.all()), **_meetings(meetings)},
        "topic": _topics(Topic.objects.select_related("parent")),
        "addressee": {row.key: Name(row.label, order=(row.position, row.key)) for row in Addressee.objects.all()},
        "kind": _names_of_choices(Recommendation.Kind.choices),
        "status": _names_of_choices(Recommendation.Status.choices),
        "strength": _names_of_choices(Recommendation.Strength.choices),
        "type": _names_of_choices(Document.Kind.choices),
    }
    former_slugs = {slug: meeting.slug for meeting in meetings for slug in meeting.former_slugs}
    return Names(by_facet, former_slugs)


def _names_of_choices(choices: Iterable[tuple[str, Any]]) -> dict[str, Name]:
    return {value: Name(capfirst(str(label)), order=(position,)) for position, (value, label) in enumerate(choices)}


def _instruments(rows: Iterable[Instrument]) -> dict[str, Name]:
    return {
        row.key: Name(
            treaty_title(row.short_label),
            order=(row.position, row.key),
            address=reverse("instrument", args=[row.key]),
        )
        for row in rows
    }


def _articles(rows: Iterable[Article]) -> dict[str, Name]:
    return {
        str(row): Name(
            article_label(row),
            article_in_instrument(row),
            row.label,
            row.instrument.key,
            (row.instrument.position, row.instrument.key, row.position, row.number),
            row.get_absolute_url(),
        )
        for row in rows
    }


def _bodies(rows: Iterable[Body]) -> dict[str, Name]:
    return {row.key: Name(row.short_label, order=(row.position, row.key)) for row in rows}


def _meetings(rows: Iterable[Meeting]) -> dict[str, Name]:
    """Return the names of meetings, the latest of each body first."""
    return {
        row.slug: Name(
            meeting_title(row),
            capfirst(meeting_name(row)),
            date_range(row.start, row.end) if row.ordinal is not None else "",
            row.body.key,
            (
                row.body.position,
                row.body.key,
                position,
                -row.start.toordinal() if row.start else 1,
                -(row.ordinal or 0),
            ),
            row.get_absolute_url(),
        )
        for position, row in enumerate(latest_first(rows))
    }


def _topics(rows: Iterable[Topic]) -> dict[str, Name]:
    return {
        row.key: Name(
            row.label,
            parent=row.parent.key if row.parent else "",
            order=(row.position, row.key),
            address=row.get_absolute_url(),
        )
        for row in rows
    }
