"""Normalise text for comparison: remove what typesetting changes and meaning does not."""

from __future__ import annotations

import re
import unicodedata

_DASHES = re.compile("[\u2010-\u2015\u2212]")
_QUOTES_AND_MARKS = re.compile("[\u2018\u2019\u201c\u201d\"'`*_]")


def fold(value: object) -> str:
    """Without case, quotation marks, hard line ends, and the points at its ends; dashes alike. Nothing is ""."""
    text = unicodedata.normalize("NFKC", str(value or ""))
    text = text.replace("\u00ad", "").replace("\ufffe", "-")
    text = _QUOTES_AND_MARKS.sub("", _DASHES.sub("-", text))
    return " ".join(text.split()).strip(".,;: ").casefold()


def squeeze(value: object) -> str:
    """Folded, and without blanks, hyphens and digits: equal with and without hyphenation and the marks of notes."""
    return re.sub(r"[\s\-\d]+", "", fold(value))
