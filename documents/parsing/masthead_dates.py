"""Find the date of a document that prints it outside its masthead: above its contents, or below a note verbale."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from itertools import takewhile

from documents.parsing.characters import one_line
from documents.parsing.dates import parse_date_line
from documents.parsing.numbering import LabelKind, read_label
from documents.parsing.types import Fragment

_MAX_ABOVE_CONTENTS = 60  # fragments
_MAX_SALUTATION = 3  # fragments of a text that may begin with a salutation
_SALUTATION = re.compile(
    r"""\b(?:presents?\s(?:its|his|her|their)\scompliments\sto | présente(?:nt)?\sses\scompliments
        | saludan?\satentamente\sa | presentan?\ssus\s(?:saludos|respetos) | свидетельствует\sсво[её]\sуважение )\b
      | [تي]هدي\s.{0,120}?تحيات | 向.{2,60}致意""",
    re.VERBOSE | re.IGNORECASE,
)
"""Matches the words with which a note verbale begins."""
_PLACE = re.compile(r"[^\W\d_][^\d,،，]{1,30}[,،，]\s?(?:le\s|el\s|в\s)?(?=\d)")
"""Matches the place before a date: "Vienna, " in "Vienna, 14 July 2031"."""


def find_date_in_text(body: Sequence[Fragment]) -> datetime.date | None:
    """Return the date that a report with a cover prints above its contents ("[24 March 2025]"), or that closes a note
    verbale. Return None if no line is such a date, or if several different dates close a note verbale."""
    texts = [one_line(fragment.text) for fragment in body]
    lines = (text for text in texts[:_MAX_ABOVE_CONTENTS] if text.startswith("[") and text.endswith("]"))
    date = next(map(parse_date_line, lines), None)
    if date or not any(map(_SALUTATION.search, texts[:_MAX_SALUTATION])):
        return date
    closing = {day for text in takewhile(_is_before_annex, texts) if (day := parse_date_line(_PLACE.sub("", text, 1)))}
    return closing.pop() if len(closing) == 1 else None


def _is_before_annex(text: str) -> bool:
    label = read_label(text)
    return not label or label.kind is not LabelKind.ANNEX
