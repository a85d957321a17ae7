"""Absolute addresses in responses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.urls import reverse

from documents.web.language_addresses import without_language
from recommendations.search.query import SearchQuery

Value = TypeVar("Value")


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

    def get_or_build(self, key: tuple[object, ...], build: Callable[[], Value]) -> Value:
        """Return the cached value for a key, building it on first use, because many items recur in a list."""
        if key not in self._cache:
            self._cache[key] = build()
        value: Value = self._cache[key]
        return value

    def search(self, facet: str, value: str) -> str:
        """Return the API address of a search for the recommendations with a facet value."""
        return f"{self.api('recommendations')}?{SearchQuery().toggled(facet, value).querystring()}"
