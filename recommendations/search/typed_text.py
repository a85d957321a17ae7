"""Normalize the words of a search as typed, before they are interpreted. Pure functions, no database."""

from __future__ import annotations

import re
from functools import cache

from opencc import OpenCC

from recommendations.index.base_forms import base_form
from recommendations.index.word_lists import is_listed
from recommendations.search.syntax import quoted_spans
from recommendations.text.words import is_han, tokens

_DOTTED_ABBREVIATION = re.compile(r"(?<![\w./])(?:[^\W\d_]\.){2,}(?:[^\W\d_](?!\w))?")
"""Matches "M.L.A.", "U.N.O.D.C"; not "L.4" or "A/C.3"."""
_SPACED_SYMBOL = re.compile(
    r"(?<!\S)(?:(?:CTOC|CAC)\s+(?:COP|COSP)|A|E)\s+(?:WG\.\d\s+)?(?:(?:19|20)\d\d|RES\s+\d+|C\.\d)(?:\s+(?:[A-Z]+\.)?\d+)*(?!\S)"
)
"""Matches "CTOC COP 2022 L.4", "A RES 55 25"; not "CTOC COP 11"."""


def normalize_query(text: str) -> str:
    """Return the text in simplified Chinese, without the full stops of abbreviations ("M.L.A." is "MLA"), with the
    slashes of symbols ("CTOC COP 2022 L.4"), and in American spelling, so that both spellings have one result."""
    if any(map(is_han, text)):
        text = _converter().convert(text)
    text = _SPACED_SYMBOL.sub(lambda match: "/".join(match[0].split()), text)
    return _in_american_spelling(_DOTTED_ABBREVIATION.sub(_without_dots, text))


def _without_dots(match: re.Match[str]) -> str:
    abbreviation = match[0]
    return abbreviation.replace(".", "") if abbreviation.isupper() else abbreviation


def _in_american_spelling(text: str) -> str:
    """Return an English text with its British spellings replaced, except in quotation marks and before an asterisk; a
    text with words of other languages as it is."""
    quoted = list(quoted_spans(text))
    spelled: list[str] = []
    last = 0
    for token in tokens(text):
        base = base_form(token.word, "en")
        if not token.word.isdigit() and not is_listed(base, "en"):
            return text
        is_as_written = text.startswith("*", token.end) or any(start <= token.start < end for start, end in quoted)
        if base != token.word and not is_as_written:
            spelled += [text[last : token.start], base]
            last = token.end
    return "".join([*spelled, text[last:]])


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")
