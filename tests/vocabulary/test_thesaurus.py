"""The field's words: one concept a form, forms in the script of their language, keys and topics that exist."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from recommendations.text.words import BREAK, tokens

VOCABULARY = Path(__file__).resolve().parents[2] / "fixtures" / "vocabulary"
LANGUAGES = ["en", "fr", "es", "ru", "ar", "zh"]
LATIN_NAMES = {"aut dedere aut judicare", "COVID-19", "SHERLOC"}
"""Written so in every language."""


def load(name: str) -> list[dict[str, Any]]:
    return json.loads((VOCABULARY / f"{name}.json").read_text(encoding="utf-8"))


CONCEPTS = load("thesaurus")


def words(form: str) -> tuple[str, ...]:
    return tuple(token.word for token in tokens(form))


def test_keys_are_unique_slugs() -> None:
    keys = [concept["key"] for concept in CONCEPTS]
    assert [key for key, often in Counter(keys).items() if often > 1] == []
    assert [key for key in keys if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key)] == []


def test_topics_exist_and_belong_to_one_concept() -> None:
    linked = [concept["topic"] for concept in CONCEPTS if concept["topic"]]
    assert set(linked) <= {topic["key"] for topic in load("topics")}
    assert [topic for topic, often in Counter(linked).items() if often > 1] == []


def test_every_concept_has_forms_in_the_six_languages() -> None:
    assert [one["key"] for one in CONCEPTS if list(one["forms"]) != LANGUAGES or not all(one["forms"].values())] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_means_one_concept(language: str) -> None:
    forms = [words(form) for concept in CONCEPTS for form in concept["forms"][language]]
    assert [form for form, often in Counter(forms).items() if often > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_forms_are_words(language: str) -> None:
    for concept in CONCEPTS:
        for form in concept["forms"][language]:
            assert words(form), concept["key"]
            assert form == " ".join(form.split()), concept["key"]
            assert not any(token.begins_sentence for token in tokens(form)), form
            assert BREAK not in words(form)


@pytest.mark.parametrize(
    ("language", "script"), [("ru", r"[А-Яа-яё]"), ("ar", r"[\u0600-\u06ff]"), ("zh", r"[\u4e00-\u9fff]")]
)
def test_forms_are_in_the_script_of_their_language(language: str, script: str) -> None:
    forms = [form for concept in CONCEPTS for form in concept["forms"][language]]
    assert [form for form in forms if not re.search(script, form) and form not in LATIN_NAMES] == []


def test_marked_forms_are_forms() -> None:
    for concept in CONCEPTS:
        marked = {*concept.get("other_meaning", ()), *concept.get("as_typed", ())}
        assert marked <= {form for forms in concept["forms"].values() for form in forms}, concept["key"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("MLA", "mutual legal assistance"),
        ("JIT", "joint investigative bodies"),
        ("SIT", "special investigative techniques"),
        ("UNTOC", "Palermo Convention"),
        ("Organized Crime Convention", "Palermo Convention"),
        ("prisoner transfer", "transfer of sentenced persons"),
        ("videolink", "videoconference"),
        ("confiscation", "forfeiture"),
        ("human trafficking", "trafficking in persons"),
        ("migrant smuggling", "smuggling of migrants"),
        ("digital evidence", "electronic evidence"),
        ("formation", "training"),
        ("培训", "обучение"),
        ("تدريب", "capacitación"),
        ("entraide judiciaire", "司法协助"),
    ],
)
def test_names_of_one_thing(one: str, other: str) -> None:
    of = {words(form): concept["key"] for concept in CONCEPTS for own in concept["forms"].values() for form in own}
    assert of[words(one)] == of[words(other)]


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("mutual legal assistance", "technical assistance", "another assistance"),
        ("trafficking in persons", "smuggling of migrants", "two offences of two protocols"),
        ("seizure", "confiscation", "provisional, and final"),
        ("freezing", "seizure", "of property, and of things"),
        ("joint investigations", "joint investigation teams", "what is done, and who does it"),
        ("electronic evidence", "evidence", "narrower"),
        ("training", "capacity-building", "narrower"),
        ("extradition", "transfer of sentenced persons", "for trial, and for serving a sentence"),
        ("organized crime", "transnational organized crime", "broader"),
    ],
)
def test_what_is_broader_narrower_or_near_is_another_concept(one: str, other: str, why: str) -> None:
    of = {words(form): concept["key"] for concept in CONCEPTS for own in concept["forms"].values() for form in own}
    assert of[words(one)] != of[words(other)], why
