"""A cache of reversed URLs: a search page contains about sixty."""

from __future__ import annotations

from functools import lru_cache

from django.urls import get_script_prefix, reverse

MAX_CACHED = 5_000


def cached_reverse(name: str, *arguments: object) -> str:
    """Return the URL for a name and hashable arguments, as :func:`django.urls.reverse` does.

    Raise :class:`django.urls.NoReverseMatch` if no URL matches.
    """
    return _reverse(get_script_prefix(), name, arguments)


@lru_cache(maxsize=MAX_CACHED)
def _reverse(_prefix: str, name: str, arguments: tuple[object, ...]) -> str:
    return reverse(name, args=arguments)
