"""A cache of reversed URLs: a search page contains about sixty."""

from __future__ import annotations

from functools import lru_cache

from django.urls import get_script_prefix, reverse
from django.utils.translation import get_language

MAX_CACHED = 5_000
_ANY_NUMBER = 1234567890


def cached_reverse(name: str, *arguments: object) -> str:
    """Return the URL for a name and hashable arguments, as :func:`django.urls.reverse` does.

    Raise :class:`django.urls.NoReverseMatch` if no URL matches.
    """
    root = get_script_prefix(), get_language()  # with which the addresses of pages begin
    match arguments:
        case (int(number),) if number >= 0:  # most addresses on a page are those of rows, which would fill the cache
            before, after = _around_number(root, name)
            return f"{before}{number}{after}"
    return _reverse(root, name, arguments)


@lru_cache(maxsize=500)
def _around_number(_root: tuple[str, str | None], name: str) -> tuple[str, str]:
    """Return the parts before and after the number in the URLs with this name."""
    before, _number, after = reverse(name, args=[_ANY_NUMBER]).rpartition(str(_ANY_NUMBER))
    return before, after


@lru_cache(maxsize=MAX_CACHED)
def _reverse(_root: tuple[str, str | None], name: str, arguments: tuple[object, ...]) -> str:
    return reverse(name, args=arguments)
