"""Addresses that are kept."""

from __future__ import annotations

import pytest
from django.urls import NoReverseMatch, reverse, set_script_prefix

from documents.web.url_cache import address_of


def test_they_are_those_that_django_tells() -> None:
    for arguments in ((), ("CTOC/COP/2022/1",), ("CTOC/COP/2022/2",)):
        name = "document" if arguments else "documents"
        assert address_of(name, *arguments) == address_of(name, *arguments) == reverse(name, args=arguments)


def test_a_portal_below_another_address_has_other_ones() -> None:
    assert address_of("documents") == "/documents/"
    set_script_prefix("/untoc/")
    try:
        assert address_of("documents") == "/untoc/documents/"
    finally:
        set_script_prefix("/")
    assert address_of("documents") == "/documents/"


def test_what_is_nowhere_is_an_error() -> None:
    with pytest.raises(NoReverseMatch):
        address_of("no such page")
