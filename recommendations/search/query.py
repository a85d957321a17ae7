"""A search query, equivalent to its address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import Any, Self
from urllib.parse import urlencode

from documents.web.url_cache import cached_reverse
from recommendations.index.snapshot import ADOPTED, Sets, Snapshot
from recommendations.models import SearchScope

PAGE_SIZE = 20
MAX_ADDRESS_BYTES = 8_000  # of a search that can be linked to
MAX_MARKED_LENGTH = 500  # characters of a search that are highlighted in a document
FACETS = ("kind", "article", "meeting", "topic", "addressee", "strength", "status", "type", "year", "language")
"""Facets with counts of the result."""
CHOICES = (*FACETS, "document")  # all filters
RECOMMENDATION_FACETS = ("kind", "topic", "addressee", "strength", "status")  # paragraphs do not have these

RELEVANCE, DATE = "relevance", "date"
OFF = "off"
CITED, SUBJECT, SUBJECT_ONLY = "cited", "subject", "subject-only"
BASES = (CITED, SUBJECT, SUBJECT_ONLY)


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """A search. An entry must match all facets with selected values, and one of the values of each.

    ``article`` is "untoc", "untoc:18" or "untoc:18:13" (a paragraph); ``meeting`` the key of a body or the slug of a
    meeting; ``topic`` a key, including its subtopics; ``year`` four digits; ``document`` an address
    ("CTOC/COP/2022/L.4"); the other facets hold the values of their models. ``scope`` is the kind of entry searched.
    ``sort`` is "relevance", "date" or "" (depends on the words). ``page`` counts from 1. ``thesaurus``, ``meaning`` and
    ``spelling`` turn on equivalent terms, related results and corrections; ``as_typed`` searches articles, symbols and
    filters named in the words as plain words. ``basis`` is "cited" to find only recommendations that cite an article,
    "subject" for recommendations related to it by subject, "subject-only" for recommendations that are related by
    subject but do not cite it, "" for all. ``fold`` shows one stage of each recommendation; without it, every
    occurrence is a hit.
    """

    words: str = ""
    kind: tuple[str, ...] = ()
    article: tuple[str, ...] = ()
    meeting: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    addressee: tuple[str, ...] = ()
    strength: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    type: tuple[str, ...] = ()
    year: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    document: tuple[str, ...] = ()
    scope: str = SearchScope.RECOMMENDATIONS.value
    thesaurus: bool = True
    meaning: bool = True
    spelling: bool = True
    as_typed: bool = False
    basis: str = ""
    fold: bool = True
    sort: str = ""
    page: int = 1

    @property
    def facets(self) -> tuple[str, ...]:
        """The facets with counts of the result."""
        return FACETS

    @property
    def filters(self) -> tuple[str, ...]:
        """The facets, and filters without counts, that are applied as sets of entries."""
        return self.facets

    @property
    def choices(self) -> tuple[str, ...]:
        """The facets and parameters that the search can be filtered by."""
        return CHOICES

    def more_facets(self, snapshot: Snapshot) -> Mapping[str, Sets]:
        """Return facet -> value -> entries, for facets that the index does not hold as the query needs them."""
        if self.scope != SearchScope.RECOMMENDATIONS or not self.basis:  # paragraphs only cite
            return {}
        sets = snapshot.not_cited if self.basis == SUBJECT_ONLY else snapshot.facets.get(self.basis, {})
        return {"article": sets}

    def selected(self, facet: str) -> tuple[str, ...]:
        """Return the selected values of a facet."""
        values: tuple[str, ...] = getattr(self, facet)
        return values

    @property
    def puts_cited_first(self) -> bool:
        """Whether recommendations that cite a selected article come before others that relate to it."""
        return self.scope == SearchScope.RECOMMENDATIONS and not (self.words and self.sort == DATE)

    @property
    def folds(self) -> bool:
        """Whether the stages of a recommendation are one hit."""
        return self.fold and self.scope == SearchScope.RECOMMENDATIONS

    @property
    def has_choices(self) -> bool:
        return any(self.selected(facet) for facet in self.choices)

    @property
    def order(self) -> str:
        """The sort order: as requested, else by relevance. Without words there is no relevance."""
        return (self.sort or RELEVANCE) if self.words else DATE

    def toggled(self, facet: str, value: str) -> Self:
        """Return the query with a value selected, or deselected if it was selected, on the first page."""
        return self.changed(**{facet: self._toggled(facet, value)})

    def _toggled(self, facet: str, value: str) -> tuple[str, ...]:
        values = self.selected(facet)
        return tuple(item for item in values if item != value) if value in values else (*values, value)

    def without(self, facet: str) -> Self:
        """Return the query without the filters of a facet."""
        return self.changed(**{facet: ()})

    def in_scope(self, scope: str) -> Self:
        """Return the query in another scope, without filters that do not apply there."""
        removed_facets = RECOMMENDATION_FACETS if scope != SearchScope.RECOMMENDATIONS else ()
        return self.changed(scope=scope, **dict.fromkeys(removed_facets, ()))

    def without_words(self) -> Self:
        return self.changed(words="", sort="")

    def without_filters(self) -> Self:
        """Return a query for everything in the same scope."""
        return type(self)(scope=self.scope, fold=self.fold)

    def words_only(self) -> Self:
        return self.changed(**dict.fromkeys(self.choices, ()))

    def sorted_by(self, sort: str) -> Self:
        return self.changed(sort=sort)

    def on_page(self, page: int) -> Self:
        return replace(self, page=page)

    def changed(self, **changes: Any) -> Self:
        """Return a copy with some fields changed, on the first page."""
        return replace(self, **{"page": 1, **changes})

    def parameters(self) -> list[tuple[str, str]]:
        """Return the parameters of the query except the page, in canonical order."""
        return [*self._words_and_scope(), *self._filters(self.choices), *self._switches()]

    def _words_and_scope(self) -> list[tuple[str, str]]:
        pairs: list[tuple[str, str]] = [("q", self.words)] if self.words else []
        if self.scope != SearchScope.RECOMMENDATIONS:
            pairs.append(("in", self.scope))
        return pairs

    def _filters(self, facets: Iterable[str]) -> list[tuple[str, str]]:
        return [(facet, value) for facet in facets for value in self.as_parameters(facet, self.selected(facet))]

    def _switches(self) -> list[tuple[str, str]]:
        basis = [("basis", self.basis)] if self.basis else []
        fold = [] if self.fold or self.scope != SearchScope.RECOMMENDATIONS else [("fold", OFF)]
        return [*basis, *self._word_switches(), *fold]

    def _word_switches(self) -> list[tuple[str, str]]:
        if not self.words:
            return []
        switches = (
            ("thesaurus", self.thesaurus),
            ("meaning", self.meaning),
            ("spelling", self.spelling),
            ("articles", not self.as_typed),
        )
        pairs = [(name, OFF) for name, is_on in switches if not is_on]
        return pairs if self.sort in ("", RELEVANCE) else [*pairs, ("sort", self.sort)]

    def as_parameters(self, _facet: str, values: Iterable[str]) -> list[str]:
        """Return the parameter values for these values of a facet."""
        return sorted(values)

    def querystring(self) -> str:
        """Return the query string of the address (the part after "?"), or "" if the query has no parameters."""
        pairs = self.parameters()
        if self.page > 1:
            pairs.append(("page", str(self.page)))
        return _encode(pairs)

    @property
    def marking_parameters(self) -> str:
        """The parameters to append to a document's address, after its language, to highlight the matches."""
        query = SearchQuery(
            words=self.words[:MAX_MARKED_LENGTH],
            article=self.article,
            thesaurus=self.thesaurus,
            spelling=self.spelling,
            as_typed=self.as_typed,
        )
        parameters = query.querystring()
        return f"&{parameters}" if parameters else ""

    @property
    def path(self) -> str:
        """The path of the page that shows such queries."""
        return cached_reverse("recommendations")

    @property
    def address(self) -> str:
        """The address of the results."""
        return self.address_at(self.path)

    def toggled_addresses(self, facet: str, values: Iterable[str]) -> dict[str, str]:
        """Return a map from each value to the address of the search with that value toggled. Shared parameters are
        encoded once: a page has about a hundred such links."""
        path, index = self.path, self.choices.index(facet)
        before = _encode([*self._words_and_scope(), *self._filters(self.choices[:index])])
        after = _encode([*self._filters(self.choices[index + 1 :]), *self._switches()])
        addresses = {}
        for value in values:
            choice = _encode([(facet, text) for text in self.as_parameters(facet, self._toggled(facet, value))])
            parameters = "&".join(filter(None, (before, choice, after)))
            addresses[value] = f"{path}?{parameters}" if parameters else path
        return addresses

    def facet_address(self, facet: str) -> str:
        """Return the address of the page that lists all values of a facet."""
        return self.on_page(1).address_at(cached_reverse("facet", facet))

    def address_at(self, path: str) -> str:
        """Return the address of another page with the same parameters."""
        parameters = self.querystring()
        return f"{path}?{parameters}" if parameters else path


def _encode(pairs: Iterable[tuple[str, str]]) -> str:
    return "&".join([_encode_parameter(name, value) for name, value in pairs])


@lru_cache(maxsize=5_000)
def _encode_parameter(name: str, value: str) -> str:
    """Encode a parameter. Cached, because pages share hundreds of them."""
    return urlencode([(name, value)], safe="/:")


assert set(CHOICES) < {field.name for field in fields(SearchQuery)}


ADOPTED_ONLY = SearchQuery(status=ADOPTED)
"""All adopted recommendations; the others are drafts or proposals."""
