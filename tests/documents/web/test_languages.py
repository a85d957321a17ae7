"""Names of languages: in English text, and in links to texts in a language."""

from __future__ import annotations

import pytest

from documents.web.languages import language_name, own_language_name


@pytest.mark.parametrize(
    ("code", "name", "own_name"),
    [
        ("fr", "French", "français"),
        ("zh", "Chinese", "简体中文"),
        ("und", "language unknown", "language unknown"),
        ("xx", "xx", "xx"),
    ],
)
def test_language_is_named(code: str, name: str, own_name: str) -> None:
    assert language_name(code) == name
    assert own_language_name(code) == own_name
