"""Names of languages: in English text, and in links to texts in a language."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from documents.web.languages import direction, isolated, language_name, own_language_name


@pytest.mark.parametrize(
    ("code", "name", "own_name"),
    [
        ("fr", "French", "Français"),
        ("zh", "Chinese", "中文"),
        ("und", "language unknown", "language unknown"),
        ("xx", "xx", "xx"),
    ],
)
def test_language_is_named_in_english_and_in_itself(code: str, name: str, own_name: str) -> None:
    assert language_name(code) == name
    assert own_language_name(code) == own_name


@pytest.mark.parametrize(("code", "expected"), [("ar", "rtl"), ("fr", "ltr"), ("zh", "ltr"), ("und", "auto")])
def test_direction_depends_on_the_script(code: str, expected: str) -> None:
    assert direction(code) == expected


def test_right_to_left_text_is_isolated() -> None:
    assert isolated("التحري") == "\u2068التحري\u2069"
    assert isolated("enquête") == "enquête"


def test_any_text_is_isolated_on_a_page_written_from_right_to_left() -> None:
    with override("ar"):
        assert isolated("Draft report on the…") == "\u2068Draft report on the…\u2069"
        assert isolated("") == ""
