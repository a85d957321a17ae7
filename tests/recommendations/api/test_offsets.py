"""Offsets of a paragraph's words in the text of a recommendation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommendations.api.offsets import offsets_in


@pytest.mark.parametrize(
    ("text", "paragraph", "words", "expected_start", "reason"),
    [
        ("Apply article 18.", "Apply article 18.", "article 18", 6, "the paragraph itself"),
        ("Apply article 18;", "Apply article 18; and", "article 18", 6, "the linking word is not part of it"),
        ("States should:\n(a) Apply article 18;", "Apply article 18;", "article 18", 25, "an item on its own line"),
        ("See article 18:\n(a) Apply article 18;", "Apply article 18;", "article 18", 26, "an item, not its chapeau"),
        (
            "Apply article 18.",
            "They met. Apply article 18. Others agreed.",
            "article 18",
            6,
            "a sentence of the paragraph",
        ),
        (
            "Apply article 18.",
            "All favoured article 18. Apply article 18.",
            "favoured article 18",
            None,
            "another sentence",
        ),
        ("Apply it.", "Apply it. Article 18 was cited.", "Article 18", None, "not in the text"),
        (
            "One.\nApply article 18.",
            "One. They met. Apply article 18.",
            "article 18",
            11,
            "bold sentences",
        ),
        ("Article 18\nArticle 18", "Article 18\nArticle 18", "Article 18", 0, "the first of two occurrences"),
    ],
)
def test_words_are_located(text: str, paragraph: str, words: str, expected_start: int | None, reason: str) -> None:
    start = paragraph.index(words)
    expected = None if expected_start is None else (expected_start, expected_start + len(words))
    assert offsets_in(text, paragraph, start, start + len(words)) == expected, reason


SHORT = st.text("ab \n", max_size=12)


@given(before=SHORT, words=st.text("ab", min_size=1, max_size=3), after=SHORT)
def test_offsets_in_the_paragraph_itself_are_unchanged(before: str, words: str, after: str) -> None:
    start, end = len(before), len(before) + len(words)
    assert offsets_in(before + words + after, before + words + after, start, end) == (start, end)


@given(text=SHORT, paragraph=SHORT, data=st.data())
def test_located_words_are_the_same(text: str, paragraph: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(paragraph)))
    end = data.draw(st.integers(start, len(paragraph)))
    offsets = offsets_in(text, paragraph, start, end)
    assert offsets is None or text[offsets[0] : offsets[1]] == paragraph[start:end]
