"""A search query, which is also its own address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import Any, Self
from urllib.parse import urlencode

from documents.web.url_cache import cached_reverse
from recommendations.index.snapshot import Sets, Snapshot
from recommendations.models import SearchScope

PAGE_SIZE = 20
FACETS = ("article", "meeting", "topic", "addressee", "strength", "status", "type", "year", "language")
"""What a result is counted by."""
CHOICES = (*FACETS, "document")  # everything that narrows a search
RECOMMENDATION_FACETS = ("topic", "addressee", "strength", "status")  # paragraphs do not have these

RELEVANCE, DATE = "relevance", "date"
OFF = "off"


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """A search. Values of one facet widen the result; facets narrow each other.

    ``article`` is "untoc", "untoc:18" or "untoc:18:13" (a paragraph); ``meeting`` the key of a body or the slug of a
    meeting; ``topic`` a key, including its sub-topics; ``year`` four digits; ``document`` an address
    ("CTOC/COP/2022/L.4"); the other facets hold the values of their models. ``scope`` says what is searched. ``sort``
    is "relevance", "date" or "" (depends on the words). ``page`` counts from 1. ``thesaurus`` and ``meaning`` switch
    equivalent terms and related results; ``as_typed`` searches articles and symbols as plain words.
    """

    words: str = ""
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
    as_typed: bool = False
    sort: str = ""
    page: int = 1

    @property
    def facets(self) -> tuple[str, ...]:
        """What its result is counted by."""
        return FACETS

    @property
    def choices(self) -> tuple[str, ...]:
        """What it can be narrowed by."""
        return CHOICES

    def more_facets(self, _snapshot: Snapshot) -> Mapping[str, Sets]:
        """Facet -> value -> entries, of facets that the index does not hold."""
        return {}

    def chosen(self, facet: str) -> tuple[str, ...]:
        """The chosen values of a facet."""
        values: tuple[str, ...] = getattr(self, facet)
        return values

    @property
    def has_choices(self) -> bool:
        return any(self.chosen(facet) for facet in self.choices)

    @property
    def order(self) -> str:
        """How it is sorted: as asked, else by relevance where there are words. Without words nothing is relevant."""
        return (self.sort or RELEVANCE) if self.words else DATE

    def toggled(self, facet: str, value: str) -> Self:
        """The same with a value chosen, or no longer chosen; from the first page."""
        return self.changed(**{facet: self._toggled(facet, value)})

    def _toggled(self, facet: str, value: str) -> tuple[str, ...]:
        values = self.chosen(facet)
        return tuple(one for one in values if one != value) if value in values else (*values, value)

    def without(self, facet: str) -> Self:
        """The same without the choices of a facet."""
        return self.changed(**{facet: ()})

    def in_scope(self, scope: str) -> Self:
        """The same words searched elsewhere; choices that nothing there has are left out."""
        lost = RECOMMENDATION_FACETS if scope != SearchScope.RECOMMENDATIONS else ()
        return self.changed(scope=scope, **dict.fromkeys(lost, ()))

    def without_words(self) -> Self:
        return self.changed(words="", sort="")

    def everything(self) -> Self:
        """All that is in the same scope."""
        return type(self)(scope=self.scope)

    def words_only(self) -> Self:
        return self.changed(**dict.fromkeys(self.choices, ()))

    def sorted_by(self, sort: str) -> Self:
        return self.changed(sort=sort)

    def on_page(self, page: int) -> Self:
        return replace(self, page=page)

    def changed(self, **changes: Any) -> Self:
        """The same with other values of some fields, from the first page."""
        return replace(self, **{"page": 1, **changes})

    def parameters(self) -> list[tuple[str, str]]:
        """What its address says, but for the page. The same query has one order only."""
        return [*self._asked(), *self._chosen(self.choices), *self._switches()]

    def _asked(self) -> list[tuple[str, str]]:
        pairs: list[tuple[str, str]] = [("q", self.words)] if self.words else []
        if self.scope != SearchScope.RECOMMENDATIONS:
            pairs.append(("in", self.scope))
        return pairs

    def _chosen(self, facets: Iterable[str]) -> list[tuple[str, str]]:
        return [(facet, value) for facet in facets for value in self.as_parameters(facet, self.chosen(facet))]

    def _switches(self) -> list[tuple[str, str]]:
        if not self.words:
            return []
        switches = (("thesaurus", self.thesaurus), ("meaning", self.meaning), ("articles", not self.as_typed))
        pairs = [(name, OFF) for name, is_on in switches if not is_on]
        return pairs if self.sort in ("", RELEVANCE) else [*pairs, ("sort", self.sort)]

    def as_parameters(self, _facet: str, values: Iterable[str]) -> list[str]:
        """The values of a facet's parameter where these are chosen."""
        return sorted(values)

    def querystring(self) -> str:
        """What stands behind "?" in its address ("" for everything)."""
        pairs = self.parameters()
        if self.page > 1:
            pairs.append(("page", str(self.page)))
        return _encoded(pairs)

    @property
    def marking(self) -> str:
        """Return the parameters that make a document mark what the query finds in it, to follow its language."""
        marked = SearchQuery(words=self.words, article=self.article, thesaurus=self.thesaurus, as_typed=self.as_typed)
        parameters = marked.querystring()
        return f"&{parameters}" if parameters else ""

    @property
    def path(self) -> str:
        """The page that shows such queries."""
        return cached_reverse("recommendations")

    @property
    def address(self) -> str:
        """The page that shows it."""
        return self.behind(self.path)

    def toggled_addresses(self, facet: str, values: Iterable[str]) -> dict[str, str]:
        """Value -> address of the search with it chosen, or no longer chosen. A page has a hundred of them, which
        differ in the one facet alone."""
        path, place = self.path, self.choices.index(facet)
        before = _encoded([*self._asked(), *self._chosen(self.choices[:place])])
        after = _encoded([*self._chosen(self.choices[place + 1 :]), *self._switches()])
        addresses = {}
        for value in values:
            own = _encoded([(facet, one) for one in self.as_parameters(facet, self._toggled(facet, value))])
            parameters = "&".join(filter(None, (before, own, after)))
            addresses[value] = f"{path}?{parameters}" if parameters else path
        return addresses

    def facet_address(self, facet: str) -> str:
        """The page that lists all values of a facet."""
        return self.on_page(1).behind(cached_reverse("facet", facet))

    def behind(self, path: str) -> str:
        """The address of a page that takes the same parameters."""
        parameters = self.querystring()
        return f"{path}?{parameters}" if parameters else path


def _encoded(pairs: Iterable[tuple[str, str]]) -> str:
    return "&".join([_parameter(name, value) for name, value in pairs])


@lru_cache(maxsize=5_000)
def _parameter(name: str, value: str) -> str:
    """Kept: a page has some hundred of them, and the next page has most of them too."""
    return urlencode([(name, value)], safe="/:")


assert set(CHOICES) < {field.name for field in fields(SearchQuery)}
