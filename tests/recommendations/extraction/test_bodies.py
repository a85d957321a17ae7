"""Bodies are found in texts, in Russian in every grammatical case."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommendations.extraction.references.bodies import find_bodies
from tests.recommendations.extraction.reading import VOCABULARY

RUSSIAN_NAMES = [name for body in VOCABULARY.bodies for name in body.names_in("ru")]
SUFFIXES = st.text("абвгеийкмортухыьюя", max_size=4)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("в Комиссии по правам человека", ["commission-on-human-rights"]),
        ("созданными Комиссиями по правам человека", ["commission-on-human-rights"]),
        ("о Комиссиях по правам человека", ["commission-on-human-rights"]),
        ("доклад Рабочей группы по торговле людьми", ["wg-trafficking-in-persons"]),
        ("доклад Рабочей группы по вопросам торговли людьми", ["wg-trafficking-in-persons"]),
        ("с участием заместителя Верховного комиссара по правам человека", []),
        ("Верховный комиссар по правам человека и Совет по правам человека", ["human-rights-council"]),
    ],
)
def test_russian_names_are_found_in_every_case(text: str, keys: list[str]) -> None:
    assert [mention.key for mention in find_bodies(text, VOCABULARY, "ru") if mention.key] == keys


@given(st.sampled_from(RUSSIAN_NAMES), st.lists(SUFFIXES, min_size=12, max_size=12))
def test_words_with_the_stem_of_a_name_are_read_without_an_error(name: str, suffixes: list[str]) -> None:
    text = " ".join(word[:-1] + suffix for word, suffix in zip(name.split(), suffixes, strict=False))
    assert all(
        mention.key in VOCABULARY.bodies_by_key for mention in find_bodies(text, VOCABULARY, "ru") if mention.key
    )
