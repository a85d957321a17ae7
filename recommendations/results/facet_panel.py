"""Facets ready to render: each value with its name, its count and the address of the search with the value toggled.

The panel shows only the first and the selected values of a long facet; :func:`all_facet_values` returns all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from heapq import nsmallest

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from documents.web.phrases import semicolon_list
from recommendations.labels.facet_values import Names
from recommendations.models import SearchScope
from recommendations.search.interpretations import ArticleNote, ChoiceNote
from recommendations.search.query import CITED, SUBJECT, SUBJECT_ONLY, SearchQuery
from recommendations.search.results import Result

FACET_LABELS: dict[str, str | Promise] = {
    "kind": _("Type of text"),
    "article": _("Article"),
    "meeting": _("Meeting"),
    "topic": _("Topic"),
    "addressee": _("Addressee"),
    "strength": _("Strength"),
    "status": _("Status"),
    "type": _("Type of document"),
    "year": _("Year"),
    "language": _("Language"),
    "document": _("Document"),
    "state": _("Follow-up status"),
    "confirmation": _("Confirmation"),
    "person": _("Person in charge"),
    "deadline": _("Due date"),
    "since": _("Changed since"),
    "due": _("Meeting by which it is due"),
    "by": _("Changed by"),
}

ALL_LABELS: dict[str, str | Promise] = {
    "kind": _("Show all %(number)s types of text"),
    "article": _("Show all %(number)s instruments and articles"),
    "meeting": _("Show all %(number)s bodies and meetings"),
    "topic": _("Show all %(number)s topics"),
    "addressee": _("Show all %(number)s addressees"),
    "strength": _("Show all %(number)s strengths"),
    "status": _("Show all %(number)s statuses"),
    "type": _("Show all %(number)s types of document"),
    "year": _("Show all %(number)s years"),
    "language": _("Show all %(number)s languages"),
    "document": _("Show all %(number)s documents"),
    "state": _("Show all %(number)s statuses"),
    "confirmation": _("Show all %(number)s values"),
    "person": _("Show all %(number)s people"),
    "deadline": _("Show all %(number)s periods"),
    "due": _("Show all %(number)s meetings"),
    "by": _("Show all %(number)s people"),
}
"""The label of the link to all values of a long facet."""

BASIS_LABELS: dict[str, str | Promise] = {
    "": _("Cited or related by subject"),
    CITED: _("Cited"),
    SUBJECT: _("Related by subject"),
    SUBJECT_ONLY: _("Related by subject only"),
}

PANEL_ORDER = (
    *("state", "confirmation", "person", "deadline", "due", "by"),
    *("status", "article", "topic", "meeting", "addressee"),
    *("year", "kind", "strength", "type", "language"),
)
"""The order of facets: first the facets of the follow-up ledger, then the status, which delegates ask for first."""

MAX_OPEN = 3  # facets whose values are visible at first
MAX_VALUES_SHOWN = 8
"""Number of values shown of a long facet: the most frequent values, the selected values and their parents."""
MAX_SHOWN_IN_FULL = 10  # facets with at most this many values with results are shown in full

SORTED_BY_COUNT = frozenset({"topic", "addressee"})
"""Facets whose values are sorted by count. The values of other facets have a fixed order."""

FIRST_IN_FIXED_ORDER = frozenset({"kind", "year", "status", "strength", "state", "confirmation", "deadline"})
"""Facets of which the first values in their fixed order are shown, whatever the counts."""


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value of a facet, ready to render, and the values below it. ``address`` links to the search with the value
    toggled."""

    facet: str
    value: str
    label: str
    detail: str
    count: int
    is_selected: bool
    address: str
    children: tuple[FacetValue, ...] = ()


@dataclass(frozen=True, slots=True)
class FacetGroup:
    """A facet with its visible values. If there are more, the page at ``address`` lists all; ``all_label`` is the text
    of the link. ``switches`` are the bases on which articles can be searched."""

    key: str
    label: str | Promise
    values: tuple[FacetValue, ...]
    all_label: str
    has_more: bool
    is_open: bool
    address: str
    switches: tuple[Switch, ...] = ()


@dataclass(frozen=True, slots=True)
class Switch:
    """A basis on which recommendations relate to articles, and the address of the search on this basis."""

    label: str | Promise
    address: str
    is_selected: bool


@dataclass(frozen=True, slots=True)
class SelectedValue:
    """A selected value. ``address`` links to the search without the value."""

    facet: str
    label: str | Promise
    value: str
    name: str
    address: str


def selected_values(query: SearchQuery, names: Names) -> list[SelectedValue]:
    """Return the selected values by facet."""
    return [
        SelectedValue(
            facet, FACET_LABELS[facet], value, names.of(facet, value).full_label, query.toggled(facet, value).address
        )
        for facet in query.choices
        for value in query.selected(facet)
    ]


def basis_switches(query: SearchQuery) -> Iterator[Switch]:
    """Yield the bases on which articles can be searched, or nothing for paragraphs."""
    if query.scope == SearchScope.RECOMMENDATIONS:
        for basis, label in BASIS_LABELS.items():
            yield Switch(label, query.changed(basis=basis).address, basis == query.basis)


def recognized_values(result: Result, names: Names) -> Iterator[SelectedValue]:
    """Yield the filters that the words of a search name, each with the address of the search without these words."""
    for note in result.understood.notes:
        if isinstance(note, ArticleNote | ChoiceNote):
            facet = note.facet if isinstance(note, ChoiceNote) else "article"
            label = semicolon_list(names.of(facet, value).full_label for value in note.values)
            words = " ".join(result.understood.text.replace(note.text, " ", 1).split())
            address = result.query.changed(words=words).address
            yield SelectedValue(facet, FACET_LABELS[facet], " ".join(note.values), label, address)


def facet_panel(result: Result, names: Names) -> list[FacetGroup]:
    """Return the facets in display order, omitting those without a choice of values."""
    builders = [_FacetBuilder(facet, result, names) for facet in sorted(result.query.facets, key=PANEL_ORDER.index)]
    groups = (builder.group(MAX_VALUES_SHOWN) for builder in builders if builder.has_choice)
    shown = [group for group in groups if group.values]
    return [replace(group, is_open=group.is_open or index < MAX_OPEN) for index, group in enumerate(shown)]


def all_facet_values(facet: str, result: Result, names: Names) -> FacetGroup:
    """Return a facet with all its values."""
    return _FacetBuilder(facet, result, names).group()


class _FacetBuilder:
    """Builds the tree of a facet's values from its counts and the selected values."""

    def __init__(self, facet: str, result: Result, names: Names) -> None:
        self.facet = facet
        self.query = result.query
        self.selected = dict.fromkeys((*result.query.selected(facet), *result.understood.choices.get(facet, ())))
        self.counts: Mapping[str, int] = result.counts.get(facet, {})
        self.tree = names.tree(self.query.scope, facet, result.values.get(facet, ()))
        if not self.selected.keys() <= self.tree.names.keys():  # a selected value may have no entries
            self.tree = names.tree_of(facet, dict.fromkeys((*self.tree.names, *self.selected)))

    @property
    def has_choice(self) -> bool:
        """Whether there is more than one value to choose from, or one is selected."""
        return bool(self.selected) or any(len(values) > 1 for values in self.tree.children.values())

    def group(self, limit: int | None = None) -> FacetGroup:
        """Return the facet with its selected values and, if many values have results, at most ``limit`` of them. If
        ``limit`` is None, return it with all values."""
        self.shown = set(self.tree.names) if limit is None else self._values_to_show(limit)
        self.addresses = self._addresses(self.shown)
        has_more = len(self.shown) < len(self.tree.names)
        return FacetGroup(
            key=self.facet,
            label=FACET_LABELS[self.facet],
            values=self._values(""),
            all_label=ALL_LABELS[self.facet] % {"number": len(self.tree.names)},
            has_more=has_more,
            is_open=bool(self.selected),
            address=self.query.facet_address(self.facet) if has_more else "",
            switches=tuple(basis_switches(self.query)) if self.facet == "article" else (),
        )

    def _values_to_show(self, limit: int) -> set[str]:
        """Return the values to show. Paragraphs of an article are shown only if the article is selected."""
        names, positions, children = self.tree.names, self.tree.positions, self.tree.children
        open_parents = {"", *children.get("", ()), *self.selected, *(names[value].parent for value in self.selected)}
        candidates = [value for parent in open_parents for value in children.get(parent, ()) if self.counts.get(value)]
        counts = {} if self.facet in FIRST_IN_FIXED_ORDER else self.counts
        order = [(-counts.get(value, 0), positions[value], value) for value in candidates]
        first = sorted(order) if len(order) <= MAX_SHOWN_IN_FULL else nsmallest(limit, order)
        shown = {*self.selected, *(value for _count, _position, value in first)}
        for value in list(shown):
            while value := names[value].parent:
                shown.add(value)
        return shown

    def _values(self, parent: str) -> tuple[FacetValue, ...]:
        values = [value for value in self.tree.children.get(parent, ()) if value in self.shown]
        if self.facet in SORTED_BY_COUNT:
            values.sort(key=lambda value: -self.counts.get(value, 0))
        return tuple(map(self._value, values))

    def _value(self, value: str) -> FacetValue:
        name = self.tree.names[value]
        return FacetValue(
            facet=self.facet,
            value=value,
            label=name.label,
            detail=name.detail,
            count=self.counts.get(value, 0),
            is_selected=value in self.selected,
            address=self.addresses[value],
            children=self._values(value),
        )

    def _addresses(self, values: Iterable[str]) -> dict[str, str]:
        """Return a map from values to addresses: the search with the value toggled or, if the words name the value, a
        search for the words as typed."""
        addresses = self.query.toggled_addresses(self.facet, values)
        if named := self.selected.keys() - self.query.selected(self.facet):
            addresses |= dict.fromkeys(named, self.query.changed(as_typed=True).address)
        return addresses
