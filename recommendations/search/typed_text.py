"""Normalize the words of a search as typed, before they are interpreted. Pure functions, no database."""

from __future__ import annotations

import re
from functools import cache

from opencc import OpenCC

from recommendations.text.words import is_han

_DOTTED_ABBREVIATION = re.compile(r"(?<![\w./])(?:[^\W\d_]\.){2,}(?:[^\W\d_](?!\w))?")
"""Matches "M.L.A.", "U.N.O.D.C"; not "L.4" or "A/C.3"."""


def normalize_query(text: str) -> str:
    """Return the text in simplified Chinese, and without the full stops of abbreviations: "M.L.A." is "MLA"."""
    if any(map(is_han, text)):
        text = _converter().convert(text)
    return _DOTTED_ABBREVIATION.sub(_without_dots, text)


def _without_dots(match: re.Match[str]) -> str:
    abbreviation = match[0]
    return abbreviation.replace(".", "") if abbreviation.isupper() else abbreviation


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")
