"""Normalize the words of a search as typed, before they are interpreted. Pure functions, no database."""

from __future__ import annotations

import re
from functools import cache

from opencc import OpenCC

from recommendations.text.words import is_han

_DOTTED_ABBREVIATION = re.compile(r"(?<![\w./])(?:[^\W\d_]\.){2,}(?:[^\W\d_](?!\w))?")
"""Matches "M.L.A.", "U.N.O.D.C"; not "L.4" or "A/C.3"."""
_SPACED_SYMBOL = re.compile(
    r"(?<!\S)(?:(?:CTOC|CAC)\s+(?:COP|COSP)|A|E)\s+(?:WG\.\d\s+)?(?:(?:19|20)\d\d|RES\s+\d+|C\.\d)(?:\s+(?:[A-Z]+\.)?\d+)*(?!\S)"
)
"""Matches "CTOC COP 2022 L.4", "A RES 55 25"; not "CTOC COP 11"."""


def normalize_query(text: str) -> str:
    """Return the text in simplified Chinese, without the full stops of abbreviations ("M.L.A." is "MLA"), and with
    the slashes of symbols ("CTOC COP 2022 L.4")."""
    if any(map(is_han, text)):
        text = _converter().convert(text)
    text = _SPACED_SYMBOL.sub(lambda match: "/".join(match[0].split()), text)
    return _DOTTED_ABBREVIATION.sub(_without_dots, text)


def _without_dots(match: re.Match[str]) -> str:
    abbreviation = match[0]
    return abbreviation.replace(".", "") if abbreviation.isupper() else abbreviation


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")
