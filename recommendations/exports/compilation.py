"""The content of a compilation to be written: cover sheet, groups, and recommendations read in batches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.models import MAIN_LANGUAGE
from documents.queries.documents import published_versions
from documents.web.language_addresses import without_language
from recommendations.exports.additions import NO_ADDITIONS, Additions
from recommendations.exports.cover_sheet import CoverSheet, describe_query, search_notes, selection_notes
from recommendations.exports.groups import CompilationGroup, group_recommendations
from recommendations.exports.items import Item, read_items
from recommendations.exports.sharing import share_queries
from recommendations.follow_up.entries import ledger_names
from recommendations.follow_up.query import LedgerQuery
from recommendations.labels.facet_values import Names, names
from recommendations.search.listing import Listing, list_results, list_selected
from recommendations.search.query import SearchQuery

Progress = Callable[[int], None]  # called with the number of entries written so far


_NAMED_BY = ("meeting", "article", "topic", "q", "year", "addressee", "status")
"""The parameters of a search that a file name contains."""


class UnwritableError(Exception):
    """A compilation cannot be written in a format; the message explains why and what to do."""


@dataclass(frozen=True, slots=True)
class CompilationEntry:
    """An entry of a compilation. A recommendation in several groups has one number, and an entry in each group.

    ``item`` is None if it stopped being public while the file was being written. ``also_under`` are the names
    of its other groups.
    """

    number: int
    group: CompilationGroup
    item: Item | None
    also_under: tuple[str, ...]
    by_meaning: bool


@dataclass(frozen=True)
class CompilationContent:
    """The content to write. ``parameters`` are the parameters of the search; ``by_meaning`` are the keys of entries
    that do not contain the search words, or None for a search without words. ``root`` is the portal's address, without
    a trailing slash. ``languages`` are the languages of the texts if all are included, else empty. If it ``folds``,
    stages are grouped, and an entry names its other stages. ``by_search`` is False for a selection by hand."""

    about: CoverSheet
    grouping: str
    groups: tuple[CompilationGroup, ...]
    parameters: tuple[tuple[str, str], ...]
    by_meaning: frozenset[int] | None
    names: Names
    root: str
    languages: tuple[str, ...] = ()
    folds: bool = False
    by_search: bool = True
    additions: Additions = NO_ADDITIONS

    @property
    def size(self) -> int:
        """Return the number of entries; a recommendation counts once in each of its groups."""
        return sum(len(group.keys) for group in self.groups)

    @property
    def subjects(self) -> tuple[str, ...]:
        """Return the subjects for a file name: "basket", or the words and the filter values of the search."""
        if not self.parameters:
            return () if self.by_search else ("basket",)
        return tuple(value for name, value in self.parameters if name in _NAMED_BY)

    @cached_property
    def keys(self) -> tuple[int, ...]:
        """Return the keys of the recommendations, in order, each once."""
        return tuple(dict.fromkeys(key for group in self.groups for key in group.keys))

    @cached_property
    def numbers(self) -> Mapping[int, int]:
        """Return a map from key to the number of a recommendation in the file."""
        return {key: number for number, key in enumerate(self.keys, 1)}

    @cached_property
    def _shared_groups(self) -> Mapping[int, list[CompilationGroup]]:
        """Return a map from key to groups, for recommendations in several groups."""
        groups: dict[int, list[CompilationGroup]] = defaultdict(list)
        for group in self.groups:
            for key in group.keys:
                groups[key].append(group)
        return {key: in_groups for key, in_groups in groups.items() if len(in_groups) > 1}

    def entries(self, progress: Progress | None = None) -> Iterator[CompilationEntry]:
        """Yield all entries in order, read in batches."""
        entry_groups = [group for group in self.groups for _key in group.keys]
        keys = (key for group in self.groups for key in group.keys)
        for done, (group, (key, item)) in enumerate(zip(entry_groups, self._read(keys), strict=True), 1):
            also_under = tuple(other.name for other in self._shared_groups.get(key, ()) if other is not group)
            yield CompilationEntry(self.numbers[key], group, item, also_under, key in (self.by_meaning or ()))
            if progress:
                progress(done)

    def items(self) -> Iterator[tuple[int, Item | None]]:
        """Yield each recommendation once, with its key, in order."""
        return self._read(self.keys)

    def _read(self, keys: Iterable[int]) -> Iterator[tuple[int, Item | None]]:
        return read_items(
            keys,
            all_languages=bool(self.languages),
            folds=self.folds,
            with_follow_up=self.additions.with_follow_up,
        )


def compile_search(
    query: SearchQuery,
    grouping: str,
    root: str,
    *,
    all_languages: bool = False,
    additions: Additions = NO_ADDITIONS,
) -> CompilationContent:
    """Compile all results of a search, or of the follow-up ledger, in one language or in all."""
    query = query.on_page(1)
    listing = list_results(query)
    if listing.result is None:
        raise TypeError("the listing of a search must have a result")
    facet_names = names(listing.result.generation)
    if isinstance(query, LedgerQuery):
        facet_names = ledger_names(facet_names)
    groups = group_recommendations(listing, grouping, facet_names)
    notes = search_notes(query, listing.result, groups, grouping, facet_names)
    by_meaning = frozenset(row.key for row in listing.rows if row.number in listing.by_meaning)
    return CompilationContent(
        about=_cover_sheet(
            describe_query(query, facet_names), notes, len(listing.rows), groups, root, query.address, additions
        ),
        grouping=grouping,
        groups=groups,
        parameters=tuple(query.parameters()),
        by_meaning=by_meaning if query.words else None,
        names=facet_names,
        root=root,
        languages=_languages(listing) if all_languages else (),
        folds=query.folds,
        additions=additions,
    )


def compile_selection(
    keys: Sequence[int],
    grouping: str,
    root: str,
    *,
    all_languages: bool = False,
    additions: Additions = NO_ADDITIONS,
) -> CompilationContent:
    """Compile recommendations selected by hand, omitting those that are no longer public, with a note.

    The source is a link that shows them, unless they are too many for one link.
    """
    listing = list_selected(keys)
    facet_names = names(listing.snapshot.generation)
    groups = group_recommendations(listing, grouping, facet_names)
    notes = selection_notes(len(keys), groups, grouping, len(listing.rows))
    query = [(_("Selection"), _("basket"))]
    links = share_queries([row.key for row in listing.rows])
    address = f"{reverse('shared-basket')}?{links[0]}" if len(links) == 1 else ""
    return CompilationContent(
        about=_cover_sheet(query, notes, len(listing.rows), groups, root, address, additions),
        grouping=grouping,
        groups=groups,
        parameters=(),
        by_search=False,
        by_meaning=None,
        names=facet_names,
        root=root,
        languages=_languages(listing) if all_languages else (),
        additions=additions,
    )


def _languages(listing: Listing) -> tuple[str, ...]:
    """Return the languages in which the documents of a listing are public, English first."""
    versions = published_versions().filter(document__in={row.document for row in listing.rows})
    languages = set(versions.order_by().values_list("language", flat=True))
    return tuple(sorted(languages, key=lambda language: (language != MAIN_LANGUAGE, language)))


def _cover_sheet(
    query: Iterator[tuple[str, str]] | Sequence[tuple[str, str]],
    notes: Sequence[str],
    total: int,
    groups: Sequence[CompilationGroup],
    root: str,
    address: str,
    additions: Additions,
) -> CoverSheet:
    counts = tuple((group.name, len(group.keys)) for group in groups if group.label)
    return CoverSheet(
        query=tuple(query),
        notes=tuple(notes),
        made_at=timezone.now(),
        total=total,
        counts=counts,
        portal=f"{root}/",
        address=f"{root}{without_language(address)}" if address else "",
        own_title=additions.title,
        remarks=additions.remarks,
    )
