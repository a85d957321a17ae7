"""Variants of a word that are searched as one: spellings of English, prefixes of Arabic."""

from __future__ import annotations

import pytest

from recommendations.index.base_forms import base_form, in_american_spelling
from recommendations.index.stems import stems_of
from recommendations.models import SearchScope
from recommendations.search.query import SearchQuery
from recommendations.search.results import search
from recommendations.text.words import normalize
from tests import builders as make


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


@pytest.mark.parametrize(
    ("text", "expected", "reason"),
    [
        ("Utilise the software", "utilize the software", "English"),
        ("labour and data centres", "labor and data centers", "two British spellings"),
        ("organisation judiciaire", "organisation judiciaire", "French"),
        ("recognition", "recognition", "the same in both"),
    ],
)
def test_english_text_is_compared_in_american_spelling(text: str, expected: str, reason: str) -> None:
    assert in_american_spelling(text) == expected, reason


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("utilise software", "utilize software"),
        ("labour", "labor"),
        ("data centre", "data center"),
        ("defence lawyers", "defense lawyers"),
        ("harmonisation of laws", "harmonization of laws"),
        ("organised crime", "organized crime"),
        ("offences", "offenses"),
        ("judgement", "judgment"),
    ],
)
def test_both_spellings_of_a_search_have_the_same_result(british: str, american: str) -> None:
    for text in ("Utilize software of the centre.", "Labour and harmonisation of laws.", "Offences; defense lawyers."):
        make.recommendation(text)
    for scope in SearchScope.values:
        results = [search(SearchQuery(words, scope=scope)) for words in (british, american)]
        assert len({tuple(hit.row.pk for hit in result.hits) for result in results}) == 1
        assert len({result.understood.meaning_text for result in results}) == 1


@pytest.mark.django_db
def test_arabic_words_are_found_with_the_prefixes_of_the_text() -> None:
    version = make.version(language="ar")
    prefixed = make.recommendation("تشجع الدول على التعاون لتسليم المجرمين وبالتحقيقات.", of=version)
    for words in ("تسليم المجرمين", "تحقيقات", "التحقيقات والتعاون"):
        assert [hit.row.pk for hit in search(SearchQuery(words, meaning=False)).hits] == [prefixed.pk], words


@pytest.mark.django_db
def test_french_word_that_looks_british_is_found_in_french_texts() -> None:
    row = make.recommendation("L'organisation des réunions.", of=make.version(language="fr"))
    for words in ("organisation", "organisation réunions"):
        assert [hit.row.pk for hit in search(SearchQuery(words, meaning=False)).hits] == [row.pk]
