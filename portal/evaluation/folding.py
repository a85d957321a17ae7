"""Normalize text for comparison: remove differences in typesetting that do not change the meaning."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

_DASHES = re.compile("[\u2010-\u2015\u2212]")
_QUOTES_AND_MARKS = re.compile("[\u2018\u2019\u201c\u201d\"'`*_]")
_STRAIGHT_QUOTES = str.maketrans("\u2018\u2019\u201c\u201d", "''\"\"")


def fold(value: object) -> str:
    """Return text in lower case without quotation marks, line breaks and outer punctuation; dashes become "-"."""
    text = unicodedata.normalize("NFKC", str(value or ""))
    text = text.replace("\u00ad", "").replace("\ufffe", "-")
    text = _QUOTES_AND_MARKS.sub("", _DASHES.sub("-", text))
    return " ".join(text.split()).strip(".,;: ").casefold()


def squeeze(value: object) -> str:
    """Return folded text without spaces, hyphens and digits, to ignore hyphenation and footnote markers."""
    return re.sub(r"[\s\-\d]+", "", fold(value))


def collapse_spaces(value: Any) -> Any:
    """Return text on one line with single spaces; any other value is returned unchanged."""
    return " ".join(value.split()) if isinstance(value, str) else value


def straighten_quotes(value: str | None) -> str:
    """Return text on one line with straight quotation marks, or "" for None."""
    return str(collapse_spaces(value or "")).translate(_STRAIGHT_QUOTES)


def normalize_resolution(text: str) -> str:
    """Return "COP decision 2/2" for "COP dec. 2/2", and "COP 2/2" for "COP resolution 2/2"."""
    text = re.sub(r"\b(?:decision|dec\.?)(?=\s)", "decision", collapse_spaces(text), flags=re.IGNORECASE)
    return re.sub(r"\s(?:resolution|res\.?)(?=\s)", "", text, flags=re.IGNORECASE)
