"""Recognize lines of a masthead by their words, so that they are not joined into one paragraph."""

from __future__ import annotations

from collections.abc import Sequence

from documents.parsing import masthead_words as words
from documents.parsing import session_words
from documents.parsing.dates import is_period
from documents.parsing.symbols import parse_symbol_line

_MAX_LENGTH = 150
_FIELDS = (words.DISTRIBUTION, words.ORIGINAL, words.UNITED_NATIONS, session_words.SESSION, words.AGENDA_ITEM)


def is_masthead_line(text: str) -> bool:
    """Return whether a line belongs to a masthead, judging by its words."""
    is_field = any(field.match(text) for field in _FIELDS) or parse_symbol_line(text) or is_period(text)
    return len(text) <= _MAX_LENGTH and bool(is_field)


def is_masthead(texts: Sequence[str]) -> bool:
    """Return whether the lines include the distribution or original language, or "United Nations" and a symbol."""
    if any(words.DISTRIBUTION.match(text) or words.ORIGINAL.match(text) for text in texts):
        return True
    return any(map(words.UNITED_NATIONS.match, texts)) and any(map(parse_symbol_line, texts))
