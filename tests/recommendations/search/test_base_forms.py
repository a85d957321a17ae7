"""Variants of a word that are searched as one: spellings of English, prefixes of Arabic."""

from __future__ import annotations

import pytest

from recommendations.index.base_forms import base_form
from recommendations.index.stems import stems_of
from recommendations.text.words import normalize


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("utilise", "utilize"),
        ("organisations", "organizations"),
        ("criminalised", "criminalized"),
        ("analyse", "analyze"),
        ("labour", "labor"),
        ("behaviours", "behaviors"),
        ("centre", "center"),
        ("centred", "centered"),
        ("defence", "defense"),
        ("offences", "offenses"),
        ("judgement", "judgment"),
        ("catalogue", "catalog"),
        ("programme", "program"),
    ],
)
def test_british_and_american_spellings_share_a_form(british: str, american: str) -> None:
    assert base_form(british, "en") == base_form(american, "en") == american


@pytest.mark.parametrize(
    "word", ["exercise", "promise", "revise", "supervise", "analyses", "four", "source", "fire", "evidence", "prince"]
)
def test_other_words_stay_as_written(word: str) -> None:
    assert base_form(word, "en") == word


@pytest.mark.parametrize("word", ["organise", "centre", "utilise"])
def test_words_of_other_languages_stay_as_written(word: str) -> None:
    assert base_form(word, "fr") == word


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("noun", "reason"),
    [
        ("تسليم", "a noun"),
        ("تحقيقات", "a plural"),
        ("أدلة", "with a hamza"),
        ("لجنة", "begins with the letter of a prefix, ل"),
        ("بلدان", "begins with the letter of a prefix, ب"),
        ("ولاية", "begins with the letter of a prefix, و"),
    ],
)
@pytest.mark.parametrize("prefix", ["ال", "و", "ب", "ل", "ول", "وب", "وال", "بال", "وبال"])
def test_arabic_noun_has_one_stem_with_any_prefix(noun: str, prefix: str, reason: str) -> None:
    bare, prefixed = normalize(noun), normalize(prefix + noun)
    stems = stems_of([bare, prefixed], "ar")
    assert stems[prefixed] == stems[bare], reason


@pytest.mark.django_db
def test_arabic_noun_with_preposition_and_article_has_the_stem_of_the_noun() -> None:
    stems = stems_of(["تحقيق", "للتحقيق", "لجنة", "للجنة", "وللجنة"], "ar")
    assert stems["للتحقيق"] == stems["تحقيق"]
    assert stems["للجنة"] == stems["لجنة"] == stems["وللجنة"]
