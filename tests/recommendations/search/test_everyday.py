"""Everyday words correspond to terms of the field."""

from __future__ import annotations

import json

import pytest
from django.conf import settings

from recommendations.search.everyday import EverydayForm, EverydayWords
from recommendations.search.query import SearchQuery
from recommendations.search.resources import everyday_words
from recommendations.search.understanding import understand

WORDS = EverydayWords(
    [
        EverydayForm(("prisoner",), True, "transfer"),
        EverydayForm(("dirty", "money"), False, "asset recovery"),
        EverydayForm(("坐", "牢"), False, "transfer"),
    ]
)


@pytest.mark.parametrize(
    ("text", "terms", "why"),
    [
        ("Prisoners", ["transfer"], "any ending, whatever the case"),
        ("prison", [], "the beginning of a form is not enough"),
        ("their dirty money", ["asset recovery"], "several words"),
        ("dirty monies", [], "without an asterisk, as written"),
        ("dirty", [], "the first of several words"),
        ("坐牢的人", ["transfer"], "Chinese, written without spaces"),
        ("prisoner, 坐牢", ["transfer"], "a term is given once"),
    ],
)
def test_words_stand_for_terms(text: str, terms: list[str], why: str) -> None:
    assert WORDS.terms_in(text) == terms, why


@pytest.mark.parametrize(
    ("names", "terms", "reason"),
    [
        (["early prisoner release"], [], "part of a longer name"),
        (["prisoner"], ["transfer"], "the whole name is an everyday word"),
        (["release"], ["transfer"], "another name"),
        (["prisoner exchange"], ["transfer"], "a name that is not in the text"),
    ],
)
def test_words_in_names_of_subjects_are_not_everyday_words(names: list[str], terms: list[str], reason: str) -> None:
    assert WORDS.terms_in("early prisoner release", names) == terms, reason


@pytest.mark.django_db
def test_secret_operations_have_nothing_to_do_with_secure_communication() -> None:
    assert understand(SearchQuery(words="opérations secrètes")).field_terms == ""
    assert understand(SearchQuery(words="garder le secret")).field_terms != ""


def test_every_form_in_the_file_is_recognized_and_no_term_is_repeated() -> None:
    entries = json.loads((settings.FIXTURES_DIR / "vocabulary" / "everyday.json").read_text(encoding="utf-8"))
    assert len({entry["term"] for entry in entries}) == len(entries)
    for entry in entries:
        assert list(entry["words"]) == ["en", "fr", "es", "ru", "ar", "zh"]
        for words in entry["words"].values():
            assert len(set(words)) == len(words)
            for form in words:
                assert entry["term"] in everyday_words().terms_in(form.removesuffix("*")), form


@pytest.mark.django_db
def test_terms_are_for_the_search_by_meaning_only() -> None:
    understood = understand(SearchQuery(words="jail"))
    assert "prisoners" in understood.field_terms
    assert understand(SearchQuery(words='"jail"')).field_terms == ""
    assert understood.tree == understand(SearchQuery(words="jail", meaning=False)).tree
