"""Cached addresses."""

from __future__ import annotations

import pytest
from django.urls import NoReverseMatch, reverse, set_script_prefix

from documents.web.url_cache import cached_reverse


def test_cached_addresses_are_the_same_as_djangos() -> None:
    for name, *arguments in (
        ("documents",),
        ("document", "CTOC/COP/2022/1"),
        ("document", "CTOC/COP/2022/2"),
        ("follow-up-of", 1),
        ("follow-up-of", 1234567890123),
    ):
        assert cached_reverse(name, *arguments) == cached_reverse(name, *arguments) == reverse(name, args=arguments)


def test_script_prefix_changes_the_address() -> None:
    assert cached_reverse("documents") == "/en/documents/"
    assert cached_reverse("follow-up-of", 7) == "/en/follow-up/7/"
    set_script_prefix("/untoc/")
    try:
        assert cached_reverse("documents") == "/untoc/en/documents/"
        assert cached_reverse("follow-up-of", 7) == "/untoc/en/follow-up/7/"
    finally:
        set_script_prefix("/")
    assert cached_reverse("documents") == "/en/documents/"


def test_unknown_name_raises_an_error() -> None:
    with pytest.raises(NoReverseMatch):
        cached_reverse("no such page")
