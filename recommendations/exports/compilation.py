"""A compilation before it is a file: what it says of itself, its groups, and the recommendations as they are read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _

from recommendations.exports.cover_sheet import CoverSheet, basket_cover_sheet, search_cover_sheet, search_in_words
from recommendations.exports.groups import CompilationGroup, group_recommendations
from recommendations.exports.items import Item, read_items
from recommendations.labels.facet_values import Names, names
from recommendations.search.listing import list_found, list_selected
from recommendations.search.query import SearchQuery

Progress = Callable[[int], None]  # called with the number of entries written


@dataclass(frozen=True, slots=True)
class CompilationEntry:
    """A place in a compilation. A recommendation that stands in several groups has one number, and an entry in each.

    ``item`` is None where it went out of the public's sight while the file was made. ``also_under`` are the names of
    the other groups that it stands in.
    """

    number: int
    group: CompilationGroup
    item: Item | None
    also_under: tuple[str, ...]
    by_meaning: bool


@dataclass(frozen=True)
class CompilationContent:
    """What is to be written. ``parameters`` are those of the search, ``by_meaning`` the keys of what does not hold its
    words; None where no words were asked. ``root`` is the portal's address, without a slash at its end.
    """

    about: CoverSheet
    grouping: str
    groups: tuple[CompilationGroup, ...]
    parameters: tuple[tuple[str, str], ...]
    by_meaning: frozenset[int] | None
    names: Names
    root: str

    @property
    def size(self) -> int:
        """How many entries there are: more than recommendations, where some stand in several groups."""
        return sum(len(group.keys) for group in self.groups)

    @cached_property
    def keys(self) -> tuple[int, ...]:
        """The recommendations in their order, each once."""
        return tuple(dict.fromkeys(key for group in self.groups for key in group.keys))

    @cached_property
    def numbers(self) -> Mapping[int, int]:
        """Key of a recommendation -> the number that it has in the file."""
        return {key: number for number, key in enumerate(self.keys, 1)}

    @cached_property
    def _groups_of(self) -> Mapping[int, list[CompilationGroup]]:
        """Key -> its groups, for those that have several."""
        found: dict[int, list[CompilationGroup]] = defaultdict(list)
        for group in self.groups:
            for key in group.keys:
                found[key].append(group)
        return {key: several for key, several in found.items() if len(several) > 1}

    def entries(self, progress: Progress | None = None) -> Iterator[CompilationEntry]:
        """All places in their order, read some hundreds at a time."""
        places = [group for group in self.groups for _key in group.keys]
        keys = (key for group in self.groups for key in group.keys)
        for done, (group, (key, item)) in enumerate(zip(places, read_items(keys), strict=True), 1):
            others = tuple(each.name for each in self._groups_of.get(key, ()) if each is not group)
            yield CompilationEntry(self.numbers[key], group, item, others, key in (self.by_meaning or ()))
            if progress:
                progress(done)

    def items(self) -> Iterator[tuple[int, Item | None]]:
        """Key and recommendation in their order, each once."""
        return read_items(self.keys)


def compile_search(query: SearchQuery, grouping: str, root: str) -> CompilationContent:
    """What a search finds, all of it."""
    query = query.on_page(1)
    listing = list_found(query)
    if listing.result is None:
        raise TypeError("a search has a result")
    known = names(listing.result.generation)
    groups = group_recommendations(listing, grouping, known)
    notes = search_cover_sheet(query, listing.result, groups, grouping, known)
    by_meaning = frozenset(row.key for row in listing.rows if row.number in listing.by_meaning)
    return CompilationContent(
        about=_about(search_in_words(query, known), notes, len(listing.rows), groups, root, query.address),
        grouping=grouping,
        groups=groups,
        parameters=tuple(query.parameters()),
        by_meaning=by_meaning if query.words else None,
        names=known,
        root=root,
    )


def compile_chosen(keys: Sequence[int], grouping: str, root: str) -> CompilationContent:
    """Recommendations that were chosen by hand; those that are no longer public are left out, and it is said."""
    listing = list_selected(keys)
    known = names(listing.snapshot.generation)
    groups = group_recommendations(listing, grouping, known)
    notes = basket_cover_sheet(len(keys), groups, grouping, len(listing.rows))
    query = [(_("Query"), _("selected recommendations"))]
    return CompilationContent(
        about=_about(query, notes, len(listing.rows), groups, root),
        grouping=grouping,
        groups=groups,
        parameters=(),
        by_meaning=None,
        names=known,
        root=root,
    )


def _about(
    query: Iterator[tuple[str, str]] | Sequence[tuple[str, str]],
    notes: Sequence[str],
    total: int,
    groups: Sequence[CompilationGroup],
    root: str,
    address: str = "",
) -> CoverSheet:
    counts = tuple((group.name, len(group.keys)) for group in groups if group.label)
    return CoverSheet(
        query=tuple(query),
        notes=tuple(notes),
        made_at=timezone.now(),
        total=total,
        counts=counts,
        portal=f"{root}/",
        address=f"{root}{address}" if address else "",
    )
