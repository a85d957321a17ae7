"""Groups of a compilation, made from the sets of the index.

Articles are in the order of the treaty, subtopics below their topic, meetings newest first. Within a group the newest
meeting comes first, then each document in the order of its text.

The results of a search for articles or topics are grouped only by the articles or topics searched for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from pyroaring import BitMap

from documents.web.phrases import in_brackets, numbered
from recommendations.index.sets import union
from recommendations.labels.facet_values import Names
from recommendations.search.listing import ListedRecommendation, Listing


class Grouping(models.TextChoices):
    """The facet that a compilation is grouped by; the values appear in addresses."""

    NONE = "none", _("No grouping")
    ARTICLE = "article", _("Article")
    TOPIC = "topic", _("Topic")
    MEETING = "meeting", _("Meeting")


@dataclass(frozen=True, slots=True)
class CompilationGroup:
    """Recommendations (keys) under one heading. ``value`` is their facet value, or "" if they have none.

    ``above`` is the heading one level up, if any: the treaty of an article, or the topic of a subtopic. ``name`` is the
    full name, for use without that heading.
    """

    value: str
    label: str
    above: str
    name: str
    keys: tuple[int, ...]


def group_recommendations(listing: Listing, grouping: str, names: Names) -> tuple[CompilationGroup, ...]:
    """Return the non-empty groups of a listing; without grouping, one group without a label in the listing's order."""
    if grouping == Grouping.NONE:
        keys = tuple(row.key for row in listing.rows)
        return (CompilationGroup("", "", "", "", keys),) if keys else ()
    scheme = _SCHEMES[Grouping(grouping)]
    members = {value: numbers for value, numbers in scheme.members(listing, names).items() if numbers}
    in_order = _natural_order(listing)
    groups = [
        CompilationGroup(
            value,
            scheme.label(value, names),
            scheme.above(value, names),
            scheme.name(value, names),
            _keys(members[value], in_order),
        )
        for value in sorted(members, key=lambda value: scheme.order(value, names))
    ]
    if remaining := _all_numbers(listing) - union(members.values()):
        groups.append(CompilationGroup("", str(scheme.without), "", str(scheme.without), _keys(remaining, in_order)))
    return tuple(groups)


def _all_numbers(listing: Listing) -> BitMap:
    return BitMap([row.number for row in listing.rows])


def _natural_order(listing: Listing) -> list[ListedRecommendation]:
    days = listing.snapshot.days
    return sorted(listing.rows, key=lambda row: (-int(days[row.number]), row.document, row.position))


def _keys(numbers: BitMap, in_order: Iterable[ListedRecommendation]) -> tuple[int, ...]:
    return tuple(row.key for row in in_order if row.number in numbers)


def _sets(listing: Listing, facet: str, is_included: Callable[[str], bool]) -> dict[str, BitMap]:
    all_numbers = _all_numbers(listing)
    sets: Mapping[str, BitMap] = listing.snapshot.facets.get(facet, {})
    return {value: numbers & all_numbers for value, numbers in sets.items() if is_included(value)}


def _selected_values(listing: Listing, facet: str) -> tuple[str, ...]:
    return tuple(listing.result.understood.choices.get(facet, ())) if listing.result else ()


# --- articles ----------------------------------------------------------------------------------------


def _articles(listing: Listing, names: Names) -> dict[str, BitMap]:
    """Return a map from article to numbers, whichever paragraph is cited. If the search is for articles or treaties,
    only these are included."""
    selected = {":".join(value.split(":")[:2]) for value in _selected_values(listing, "article")}

    def is_included(value: str) -> bool:
        instrument, *parts = value.split(":")
        return len(parts) == 1 and (not selected or value in selected or instrument in selected)

    return _sets(listing, "article", is_included)


def _article_label(value: str, names: Names) -> str:
    """Return a heading such as "Article 18: Mutual legal assistance"."""
    name = names.of("article", value)
    return numbered(name.label, name.detail) if name.detail else name.label


def _article_name(value: str, names: Names) -> str:
    """Return "Organized Crime Convention, article 18 (Mutual legal assistance)", for use after a colon."""
    name = names.of("article", value)
    return f"{name.full_label}{in_brackets(name.detail)}" if name.detail else name.full_label


def _parent_label(facet: str) -> Callable[[str, Names], str]:
    def above(value: str, names: Names) -> str:
        parent = names.of(facet, value).parent
        return names.of(facet, parent).label if parent else ""

    return above


# --- topics ------------------------------------------------------------------------------------------


def _topics(listing: Listing, names: Names) -> dict[str, BitMap]:
    """Return a map from topic or subtopic to numbers; entries of a subtopic are not repeated under its topic."""
    selected = set(_selected_values(listing, "topic"))
    parents = {value: names.of("topic", value).parent for value in listing.snapshot.facets.get("topic", {})}
    sets = _sets(listing, "topic", lambda value: not selected or value in selected or parents[value] in selected)
    for value, parent in parents.items():
        if parent in sets:
            sets[parent] = sets[parent] - listing.snapshot.value("topic", value)
    return sets


def _topic_name(value: str, names: Names) -> str:
    """Return a topic with the one above it, for use after a colon: "Costs (Mutual legal assistance)"."""
    name = names.of("topic", value)
    return f"{name.label}{in_brackets(names.of('topic', name.parent).label)}" if name.parent else name.label


def _topic_order(value: str, names: Names) -> tuple[Any, ...]:
    name = names.of("topic", value)
    if not name.parent:
        return (*name.order, 0)
    return (*names.of("topic", name.parent).order, 1, *name.order)


# --- meetings ----------------------------------------------------------------------------------------


def _meetings(listing: Listing, names: Names) -> dict[str, BitMap]:
    return _sets(listing, "meeting", lambda value: bool(names.of("meeting", value).parent))


def _meeting_label(value: str, names: Names) -> str:
    """Return a heading such as "Twelfth meeting of the Working Group on … (25–26 March 2021)"."""
    name = names.of("meeting", value)
    return f"{name.full_label}{in_brackets(name.detail)}" if name.detail else name.full_label


def _meeting_order(value: str, names: Names) -> tuple[Any, ...]:
    *body, day, ordinal = names.of("meeting", value).order
    return (day, *body, ordinal)


@dataclass(frozen=True, slots=True)
class _GroupingScheme:
    """Functions that group by a facet; ``without`` is the heading for entries without a value."""

    members: Callable[[Listing, Names], dict[str, BitMap]]
    label: Callable[[str, Names], str]
    above: Callable[[str, Names], str]
    name: Callable[[str, Names], str]
    order: Callable[[str, Names], tuple[Any, ...]]
    without: Any


_SCHEMES: Mapping[Grouping, _GroupingScheme] = {
    Grouping.ARTICLE: _GroupingScheme(
        _articles,
        _article_label,
        _parent_label("article"),
        _article_name,
        lambda value, names: names.of("article", value).order,
        _("No article"),
    ),
    Grouping.TOPIC: _GroupingScheme(
        _topics,
        lambda value, names: names.of("topic", value).label,
        _parent_label("topic"),
        _topic_name,
        _topic_order,
        _("No topic"),
    ),
    Grouping.MEETING: _GroupingScheme(
        _meetings, _meeting_label, lambda value, names: "", _meeting_label, _meeting_order, _("Meeting unknown")
    ),
}
