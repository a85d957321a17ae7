"""Separating a masthead that is printed on one line neither loses nor repeats words."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.parsing.masthead_fields import is_field
from documents.parsing.masthead_flat import unfold
from documents.parsing.readers.text import read_text
from documents.parsing.types import Fragment, Span

CASES = sorted((Path(__file__).parents[2] / "fixtures/cases/flat_mastheads").glob("*.txt"))
WORDS = "United Nations | General Assembly Distr.: A/89/4 4 May 2034 Original: English Ninth session Vienna, Item of"


def words_of(fragments: tuple[Fragment, ...]) -> Counter[str]:
    return Counter(word.strip("*,;|") for fragment in fragments for word in fragment.text.split())


@pytest.mark.parametrize("path", CASES, ids=[path.stem for path in CASES])
def test_words_are_kept(path: Path) -> None:
    if path.stem == "fm_glued":
        pytest.skip("its words are printed without a space between them")
    body = read_text(path.read_bytes()).body
    difference = words_of(body)
    difference.subtract(words_of(unfold(body, is_field).body))
    assert {word: count for word, count in difference.items() if count and word} == {}


@given(st.lists(st.sampled_from(WORDS.split()), max_size=30))
def test_words_in_any_order_are_kept(words: list[str]) -> None:
    body = (Fragment((Span(" ".join(words)),)),)
    after = words_of(unfold(body, is_field).body)
    assert {word for word in words_of(body) if word} == {word for word in after if word}
