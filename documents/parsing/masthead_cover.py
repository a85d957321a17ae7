"""Read what only the cover of a report in the Official Records prints: the series, with a session, and the year of
publication."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from documents.parsing import masthead_words as words
from documents.parsing import session_words
from documents.parsing.types import Masthead

_SERIES = re.compile(
    r"(?:Official\sRecords|Documents\sofficiels|Documentos\sOficiales|Официальные\sотчеты|正式记录|الوثائق\sالرسمية)"
    r"(?!\w)(?:(?:\s?[:：,，]\s?|\s)(?P<session>.+?)(?:,?\s(?:Suppl[eé]ment|Suplemento|Дополнение|الملحق)\s.+)?)?$",
    re.IGNORECASE,
)
"""Matches the line that names the series, with the session: "Official Records: Forty-third Session"."""
_IMPRINT = re.compile(
    rf"(?:{words.ORGANIZATION_NAMES}\s?[•·–-]?\s?)?"
    r"(?:New\sYork|Nueva\sYork|Geneva|Genève|Ginebra|Vienna|Vienne|Viena|Нью-Йорк)[,，]?\s(?:19|20)\d\d",
    re.IGNORECASE,
)
"""Matches the place and year of publication: "New York, 1990", "United Nations • New York, 2016"."""
_MAX_DAYS = 180  # of a session; a longer period is the one that the report covers


def read_cover(masthead: Masthead, lines: Sequence[str]) -> Masthead:
    """Return the masthead of a cover marked as one, with the session in its title or, if it names a single organ or
    several sessions of a committee, that of the series; return any other masthead unchanged. ``lines`` are the lines of
    the head."""
    series = [match for match in map(_SERIES.match, lines) if match]
    if not series and not any(map(_IMPRINT.fullmatch, lines)):
        return masthead
    in_title = session_words.SESSION_IN_TITLE.search(masthead.title or "")
    session = masthead.session or (next(filter(None, in_title.groups())) if in_title else None)
    meeting = masthead.meeting
    if meeting and not session and meeting.start and meeting.end and (meeting.end - meeting.start).days > _MAX_DAYS:
        meeting = None
    masthead = replace(masthead, session=session, meeting=meeting, is_cover=True)
    of_series = _session_of_series(lines)
    others = {line for line in lines if session_words.SESSION.match(line)} - {of_series}
    is_of_committee = masthead.subsidiary_body and masthead.session and len(others) < 2
    if not of_series or in_title or is_of_committee:
        return masthead
    return replace(masthead, session=of_series)


def _session_of_series(lines: Sequence[str]) -> str | None:
    """Return the session printed with the series of the Official Records, on the same line or directly below."""
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        if match := _SERIES.match(line):
            printed = (match["session"] or below).strip(" *")
            if session_words.SESSION.match(printed):
                return printed
    return None
