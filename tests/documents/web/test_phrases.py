"""Phrases and shortened texts."""

from __future__ import annotations

import pytest

from documents.web.phrases import shorten_to_characters


@pytest.mark.parametrize(
    ("text", "limit", "shortened"),
    [
        ("extradition of nationals", 18, "extradition of…"),
        ("extradition", 11, "extradition"),
        ("x" * 50, 20, f"{'x' * 19}…"),
        ("各国应当酌情更多利用《反腐败公约》第46条", 20, "各国应当酌情更多利用《反腐败公约》…"),
        ("各国应当酌情更多利用《反腐败公约》第46条", 15, "各国应当酌情更多利用…"),
        ("秘书处应当提交2031年报告", 11, "秘书处应当提交…"),
        ("见决议所载的第9/8号决议", 10, "见决议所载的…"),
    ],
)
def test_text_is_not_cut_within_a_word_a_number_or_a_title(text: str, limit: int, shortened: str) -> None:
    assert shorten_to_characters(text, limit) == shortened
