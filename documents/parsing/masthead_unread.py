"""Recognize lines of a masthead that look like a field but cannot be read, such as a date that does not exist."""

from __future__ import annotations

import re

from documents.parsing import masthead_words as words
from documents.parsing import session_words
from documents.parsing.dates import western_digits

_MONTH = r"[^\W\d_]{3,12}"
_YEAR = r"(?:19|20)\d\d"
_DATE = re.compile(
    rf"""(?: \d{{1,2}}(?:\.|er|º|°|st|nd|rd|th)?\s(?:de\s|d['’])?{_MONTH}(?:\s{_MONTH})?(?:\s?/\s?{_MONTH})?
             [\s,](?:del?\s)?{_YEAR}(?:\s(?:года|г\.?))?
           | {_MONTH}\s\d{{1,2}},\s{_YEAR}
           | \d{{1,2}}[./-]\d{{1,2}}[./-](?:19|20)?\d\d | {_YEAR}-\d\d-\d\d
           | {_YEAR}\s?年\s?\d{{1,2}}\s?月\s?\d{{1,2}}\s?日 )""",
    re.VERBOSE | re.IGNORECASE,
)
_PERIOD = re.compile(
    rf"""(?:[^\d]{{2,60}}[,،，]\s*)?(?:from\s|du\s|del\s|с\s|من\s)?
        \d{{1,2}}\D{{1,30}}\d{{1,2}}\s\D{{3,20}}{_YEAR}(?:\s(?:года|г\.?))?
      | {_YEAR}\s?年\s?\d{{1,2}}\s?月\D{{0,4}}\d{{1,2}}.{{1,12}}日(?:[,，].{{2,12}})?""",
    re.VERBOSE | re.IGNORECASE,
)
_SYMBOL = re.compile(
    rf"(?:{words.ORGANIZATION_NAMES}\s+)?(?=.{{0,30}}\d)[^\W\d_]{{1,8}}\s?/\s?[^\s/][^a-zа-я]{{1,40}}"
    rf"|[A-Z](?:\s?[A-Z]){{0,7}}/\S*\d(?:\S*|\s{_MONTH}\s{_YEAR})"
)
"""Also matches a symbol with small letters or a blank, "C EDAW/C/RUR/CO/7", and one whose last number runs into the
date: "HRI/ICM/2038/14 June 2038"."""
_SESSION = re.compile(
    rf"""{session_words.ORDINAL.pattern}\s[^\W\d_]+
      | (?!\w+(?:ing|ion)\s(?:of\sthe|de\sla)\s)[^\W\d_][\w-]+(?:\s[\w-]+){{0,2}}\s(?:session|сессия|заседание)""",
    re.VERBOSE | re.IGNORECASE,
)
_PATTERNS = (
    ("date", _DATE),
    ("meeting", _PERIOD),
    ("symbol", _SYMBOL),
    ("session", _SESSION),
    ("distribution", re.compile(r"Distr(?:ibution)?\.?\s?:.{1,40}", re.IGNORECASE)),
    ("original_languages", re.compile(r"Original\w*\s?:.{1,40}", re.IGNORECASE)),
)


def unread_field(text: str) -> str | None:
    """Return the name of the field that a line looks like, judging by its form alone; None if it looks like none.

    "31 September 2027", "15 Jully 2027" and "02.06.2027" look like a date, "Vienna, 14–10 June 2027" like the dates of
    a meeting, "United Nations CTOC/ COP/WG,2/2027/4" like a symbol, and "Fourty-nineth session" like a session;
    "Opening of the session" looks like no field.
    """
    text = western_digits(text.strip(" *"))
    return next((name for name, pattern in _PATTERNS if pattern.fullmatch(text)), None)
