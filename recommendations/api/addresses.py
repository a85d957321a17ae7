"""Absolute addresses in responses, and resources that have moved to another."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse

from documents.models import MAIN_LANGUAGE
from documents.web.language_addresses import without_language
from recommendations.models import Recommendation
from recommendations.search.query import SearchQuery

ANONYMOUS = AnonymousUser()  # the API shows published records only, even to staff

Value = TypeVar("Value")


class MovedError(Exception):
    """Raised if a resource is at another address of the API: at the endpoint ``name``, with these ``identifiers`` in
    its path and ``parameters``."""

    def __init__(self, name: str, identifiers: Sequence[str], parameters: Mapping[str, str] | None = None) -> None:
        super().__init__(name, *identifiers)
        self.name = name
        self.identifiers = identifiers
        self.parameters = parameters or {}


class Addresses:
    """Builds absolute addresses below the root of the portal, cached for one response."""

    def __init__(self, root: str) -> None:
        self._root = root.rstrip("/")
        self._cache: dict[tuple[object, ...], Any] = {}

    def absolute(self, path: str) -> str:
        """Return the absolute address of a path. That of a page is without a language."""
        return self._root + without_language(path)

    def page(self, row: Any) -> str:
        """Return the address of the page that shows a row."""
        return self.get_or_build(("page", type(row), row.pk), lambda: self.absolute(row.get_absolute_url()))

    def path(self, row: Any) -> str:
        """Return the address of the page that shows a row, without protocol and host."""
        return self.relative(self.page(row))

    def relative(self, address: str) -> str:
        """Return an absolute address without protocol and host."""
        return address.removeprefix(self._root)

    def api(self, name: str, *arguments: object) -> str:
        """Return the address of the endpoint with this name."""
        return self.get_or_build((name, *arguments), lambda: self.absolute(reverse(f"api-{name}", args=arguments)))

    def recommendation(self, row: Recommendation) -> str:
        """Return the address of a text of a recommendation in the API."""
        language = row.version.language
        address = self.api("recommendation", row.version.document.address, row.place)
        return address + (f"?language={language}" if language != MAIN_LANGUAGE else "")

    def get_or_build(self, key: tuple[object, ...], build: Callable[[], Value]) -> Value:
        """Return the cached value for a key, building it on first use, because many items recur in a list."""
        if key not in self._cache:
            self._cache[key] = build()
        value: Value = self._cache[key]
        return value

    def search(self, facet: str, value: str) -> str:
        """Return the API address of a search for the recommendations with a facet value."""
        return f"{self.api('recommendations')}?{SearchQuery().toggled(facet, value).querystring()}"


def addresses_of(request: HttpRequest) -> Addresses:
    """Return a builder of addresses with the scheme and host of the request."""
    return Addresses(request.build_absolute_uri("/"))
