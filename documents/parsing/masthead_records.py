"""Read the masthead of a verbatim record: its title is the number of the meeting, above the day, the hour and the
place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from documents.parsing import masthead_words as words
from documents.parsing.characters import one_line
from documents.parsing.dates import DATE
from documents.parsing.masthead_fields import Head
from documents.parsing.types import Dates, Fragment

_MAX_ABOVE = 12  # fragments above the title
_SERIES = r"/PV\.\d"
_HEADING = r"""(?: \d{1,5}(?:st|nd|rd|th)\s(?:(?:plenary|\(?(?:closed|private)\)?)\s)?meeting(?!\w)
    | \d{1,5}\s?(?:e|re|ème)\sséance(?:\splénière)?(?!\w) | \d{1,5}\s?[ªa]\.?\s?sesión(?:\splenaria)?(?!\w)
    | \d{1,5}-е\s(?:пленарное\s)?заседание | 第\s?\d{1,5}\s?次(?:全体)?会议 | الجلسة\s(?:العامة\s)?\d{1,5} )"""
_DAY_AND_HOUR = rf"""[^\W\d]+,?\s(?:{re.sub(r"[?]P<[a-z]+>", "?:", DATE.pattern)}),?\s(?:at\s|à\s|a\slas?\s|в\s)?
    \d{{1,2}}(?:[.:]\d\d)?\s?(?:[ap]\.?m\.?|heures(?:\s\d\d)?|h(?:\s\d\d)?|horas|час\w*\.?(?:\s\d\d\sмин\.?)?)"""
_MARK = (
    r"(?:Official\sRecords|Documents\sofficiels|Documentos\sOficiales|Официальные\sотчеты|Provis(?:ional|oire))(?!\w)"
)
_TITLE = re.compile(_HEADING, re.VERBOSE | re.IGNORECASE)
_PLACE = re.compile(words.SEATS)
_PROVISIONAL = re.compile(r"Provisional|Provisoire|Предварительный|临时|مؤقت", re.IGNORECASE)
_ON_ONE_LINE = re.compile(
    rf"""(?:{words.ORGANIZATION_NAMES}\s)?(?P<symbol>[AES]/\S*PV\.\d\S*)\s(?P<above>.{{3,160}}?)\s(?P<title>{_HEADING})\s
        (?P<day>{_DAY_AND_HOUR})\s(?P<place>{words.SEATS})(?:\s(?P<mark>{_MARK}))?\s+(?P<text>.+)""",
    re.VERBOSE | re.IGNORECASE,
)
_NOTE = re.compile(
    r"This\srecord\scontains\sthe\stext|Ce\sprocès-verbal\scontient|La\spresente\sacta\scontiene"
    r"|В\sнастоящем\sотчете\sсодержатся|本记录(?:包括|包含|载有)|يتضمن\sهذا\sالمحضر"
)
"""Matches the note on corrections, which the first page prints at its foot."""


def record_parts(text: str) -> tuple[str, str, list[str]] | None:
    """Return the parts of the masthead of a verbatim record that is printed on one line: the symbol, the organs and the
    session, and the parts below these; None for another text."""
    match = _ON_ONE_LINE.fullmatch(text)
    if not match:
        return None
    below = [match[name] for name in ("title", "day", "place", "mark", "text") if match[name]]
    return match["symbol"], match["above"], below


def without_note(body: Sequence[Fragment]) -> tuple[tuple[Fragment, ...], tuple[Fragment, ...]]:
    """Return a body without the note on corrections, if a program put it above the title, and separately that note."""
    texts = [one_line(fragment.text) for fragment in body[:_MAX_ABOVE]]
    note = next((index for index, text in enumerate(texts) if _NOTE.match(text)), None)
    if note is None or not any(map(_TITLE.fullmatch, texts[note:])):
        return tuple(body), ()
    return (*body[:note], *body[note + 1 :]), (body[note],)


def read_record_line(head: Head, text: str) -> bool:
    """Read the title of a verbatim record, or its place, and return whether the line is one of them."""
    text = text.strip(" *")
    if not is_verbatim_record(head.symbols):
        return False
    if not head.title_lines and _TITLE.fullmatch(text):
        head.title_lines.append(text)
        return True
    if head.title_lines and _PLACE.fullmatch(text):
        head.meeting = replace(head.meeting or Dates(), place=text)
        return True
    return _PROVISIONAL.fullmatch(text) is not None


def is_verbatim_record(symbols: Sequence[str]) -> bool:
    """Return whether one of some symbols is that of a verbatim record, which is dated by the day of the meeting."""
    return any(re.search(_SERIES, symbol) for symbol in symbols)
