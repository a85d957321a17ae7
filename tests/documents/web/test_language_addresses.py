"""Addresses with and without a language."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.urls import reverse, set_script_prefix
from django.utils import translation

from documents.web.language_addresses import in_language, language_in, without_language
from documents.web.url_cache import cached_reverse


@pytest.fixture(params=["/", "/untoc/"])
def root(request: pytest.FixtureRequest) -> Iterator[str]:
    set_script_prefix(request.param)
    yield request.param
    set_script_prefix("/")


@pytest.mark.parametrize(
    ("path", "language"),
    [
        ("/fr/articles/", "fr"),
        ("/zh/", "zh-hans"),
        ("/zh", "zh-hans"),
        ("/", None),
        ("/articles/fr/", None),
        ("/french/", None),
        ("/zh-hans/", None),
    ],
)
def test_language_is_the_first_part_of_a_path(path: str, language: str | None) -> None:
    assert language_in(path) == language


@pytest.mark.parametrize("rest", ["", "articles/untoc/18/?basis=cites#text", "recommendations/?q=en/fr"])
def test_language_of_an_address_is_added_changed_and_removed(root: str, rest: str) -> None:
    assert in_language(f"{root}{rest}", "zh-hans") == f"{root}zh/{rest}"
    assert in_language(f"{root}ru/{rest}", "zh-hans") == f"{root}zh/{rest}"
    assert without_language(f"{root}zh/{rest}") == without_language(f"{root}{rest}") == f"{root}{rest}"


def test_address_of_another_site_is_unchanged() -> None:
    assert without_language("https://undocs.org/en/A/1") == "https://undocs.org/en/A/1"


def test_cached_addresses_are_in_the_active_language(root: str) -> None:
    for language, code in (("fr", "fr"), ("zh-hans", "zh"), ("en", "en")):
        with translation.override(language):
            assert reverse("articles") == cached_reverse("articles") == f"{root}{code}/articles/"
            assert cached_reverse("follow-up-of", 7) == f"{root}{code}/follow-up/7/"
            assert cached_reverse("api-recommendations") == f"{root}api/v1/recommendations"
