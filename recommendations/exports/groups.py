"""Groups of a compilation. They come from the sets of the index, so their counts are exact.

Groups keep the order of their subjects: articles as in the treaty, sub-topics below their topic, meetings newest
first. Within a group the newest meeting comes first, then each document in the order of its text.

The result of a search by articles or topics is grouped by these only, even if it cites others too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from pyroaring import BitMap

from recommendations.index.sets import union
from recommendations.labels.facet_values import Names
from recommendations.search.listing import ListedRecommendation, Listing


class Grouping(models.TextChoices):
    """How a compilation is grouped; the values appear in addresses."""

    NONE = "none", _("one list, not grouped")
    ARTICLE = "article", _("by article")
    TOPIC = "topic", _("by topic")
    MEETING = "meeting", _("by meeting")


@dataclass(frozen=True, slots=True)
class CompilationGroup:
    """Recommendations under one heading, by key. ``value`` is that of the facet, or "" if they have none.

    ``above`` is the heading above, if any: the treaty of an article, the topic of a sub-topic.
    """

    value: str
    label: str
    above: str
    keys: tuple[int, ...]

    @property
    def name(self) -> str:
        """Return the full name, for use without the heading above."""
        return f"{self.above}: {self.label}" if self.above else self.label


def group_recommendations(listing: Listing, grouping: str, names: Names) -> tuple[CompilationGroup, ...]:
    """Return the non-empty groups of a listing; ungrouped, it is one group without a label, in its own order."""
    if grouping == Grouping.NONE:
        keys = tuple(row.key for row in listing.rows)
        return (CompilationGroup("", "", "", keys),) if keys else ()
    make = _MAKERS[Grouping(grouping)]
    members = {value: numbers for value, numbers in make.members(listing, names).items() if numbers}
    in_order = _natural_order(listing)
    groups = [
        CompilationGroup(value, make.label(value, names), make.above(value, names), _keys(members[value], in_order))
        for value in sorted(members, key=lambda value: make.order(value, names))
    ]
    if remaining := _all_numbers(listing) - union(members.values()):
        groups.append(CompilationGroup("", str(make.without), "", _keys(remaining, in_order)))
    return tuple(groups)


def _all_numbers(listing: Listing) -> BitMap:
    return BitMap([row.number for row in listing.rows])


def _natural_order(listing: Listing) -> list[ListedRecommendation]:
    days = listing.snapshot.days
    return sorted(listing.rows, key=lambda row: (-int(days[row.number]), row.document, row.position))


def _keys(numbers: BitMap, in_order: Iterable[ListedRecommendation]) -> tuple[int, ...]:
    return tuple(row.key for row in in_order if row.number in numbers)


def _sets(listing: Listing, facet: str, wanted: Callable[[str], bool]) -> dict[str, BitMap]:
    listed = _all_numbers(listing)
    sets: Mapping[str, BitMap] = listing.snapshot.facets.get(facet, {})
    return {value: numbers & listed for value, numbers in sets.items() if wanted(value)}


def _chosen(listing: Listing, facet: str) -> tuple[str, ...]:
    return tuple(listing.result.understood.choices.get(facet, ())) if listing.result else ()


# --- articles ----------------------------------------------------------------------------------------


def _articles(listing: Listing, names: Names) -> dict[str, BitMap]:
    """Return the sets of whole articles, whichever paragraph is cited; of the chosen articles or treaties, if any."""
    chosen = {":".join(value.split(":")[:2]) for value in _chosen(listing, "article")}

    def wanted(value: str) -> bool:
        instrument, *parts = value.split(":")
        return len(parts) == 1 and (not chosen or value in chosen or instrument in chosen)

    return _sets(listing, "article", wanted)


def _article_label(value: str, names: Names) -> str:
    """Return the heading "Article 18. Mutual legal assistance"."""
    name = names.of("article", value)
    return f"{name.label}. {name.detail}" if name.detail else name.label


def _parent(facet: str) -> Callable[[str, Names], str]:
    def above(value: str, names: Names) -> str:
        parent = names.of(facet, value).parent
        return names.of(facet, parent).label if parent else ""

    return above


# --- topics ------------------------------------------------------------------------------------------


def _topics(listing: Listing, names: Names) -> dict[str, BitMap]:
    """Return the sets of topics and sub-topics; what deals with a sub-topic is not repeated under its topic."""
    chosen = set(_chosen(listing, "topic"))
    parents = {value: names.of("topic", value).parent for value in listing.snapshot.facets.get("topic", {})}
    sets = _sets(listing, "topic", lambda value: not chosen or value in chosen or parents[value] in chosen)
    for value, parent in parents.items():
        if parent in sets:
            sets[parent] = sets[parent] - listing.snapshot.value("topic", value)
    return sets


def _topic_order(value: str, names: Names) -> tuple[Any, ...]:
    name = names.of("topic", value)
    if not name.parent:
        return (*name.order, 0)
    return (*names.of("topic", name.parent).order, 1, *name.order)


# --- meetings ----------------------------------------------------------------------------------------


def _meetings(listing: Listing, names: Names) -> dict[str, BitMap]:
    return _sets(listing, "meeting", lambda value: bool(names.of("meeting", value).parent))


def _meeting_label(value: str, names: Names) -> str:
    """Return the heading "Twelfth meeting of the Working Group on … (25–26 March 2021)"."""
    name = names.of("meeting", value)
    return f"{name.full_label} ({name.detail})" if name.detail else name.full_label


def _newest_first(value: str, names: Names) -> tuple[Any, ...]:
    *body, day, ordinal = names.of("meeting", value).order
    return (day, *body, ordinal)


@dataclass(frozen=True, slots=True)
class _Maker:
    """How to make groups from the values of a facet; ``without`` is the heading for entries without a value."""

    members: Callable[[Listing, Names], dict[str, BitMap]]
    label: Callable[[str, Names], str]
    above: Callable[[str, Names], str]
    order: Callable[[str, Names], tuple[Any, ...]]
    without: Any


_MAKERS: Mapping[Grouping, _Maker] = {
    Grouping.ARTICLE: _Maker(
        _articles,
        _article_label,
        _parent("article"),
        lambda value, names: names.of("article", value).order,
        _("No article cited"),
    ),
    Grouping.TOPIC: _Maker(
        _topics,
        lambda value, names: names.of("topic", value).label,
        _parent("topic"),
        _topic_order,
        _("No topic"),
    ),
    Grouping.MEETING: _Maker(_meetings, _meeting_label, lambda value, names: "", _newest_first, _("Meeting unknown")),
}
