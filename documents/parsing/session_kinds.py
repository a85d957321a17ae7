"""Kinds of sessions and the years by which they are named, in the six official languages. Pure."""

from __future__ import annotations

import re

FIRST_YEAR = 1945
"""The year in which the United Nations was founded. A session with a number as high is named by its year."""
SPECIAL, EMERGENCY_SPECIAL = "special", "emergency-special"

_EMERGENCY = re.compile(
    r"emergency special|extraordinaires? d['’]urgence|extraordinari[oa]s?(?: de sesiones)? de emergencia"
    r"|чрезвычайн\w+ специальн\w*|الاستثنائية الطارئة|الطارئة الاستثنائية|紧急特别",
    re.IGNORECASE,
)
_SPECIAL = re.compile(
    r"\b(?:special|extraordinary|(?:extraordinaire|spéciale|extraordinari[oa])s?)\b|специальн\w*|внеочередн\w*|الاستثنائية|特别",
    re.IGNORECASE,
)
SERIES = re.compile(
    rf"{_EMERGENCY.pattern}|{_SPECIAL.pattern}|\b(?:regular|ordinaire|ordinario|ordinaria)\b|очередная|العادية|常",
    re.IGNORECASE,
)
"""Matches the words that name a series."""
_AFTER_NOUN = re.compile(
    r"\s+(?:(?:extraordinaires?|extraordinari[oa]s?)(?:\s+(?:d['’]urgence|de\s+emergencia))?|de\s+emergencia)(?!\w)",
    re.IGNORECASE,
)
ORGANIZATIONAL = re.compile(
    r"\borgani[sz]ational\b|d['’]organisation\b|\bde organización\b|организационн|التنظيمية|组织(?:会议|届会)",
    re.IGNORECASE,
)
RESUMED = re.compile(
    r"\b(?:resumed|reconvened|reprises?|continuación|reanudación|reanudado|reanudada)\b|возобновл|المستأنفة|استئناف|续会",
    re.IGNORECASE,
)
_YEAR = r"(?:19[4-9]\d|20\d\d)"
_NAMED_BY_YEAR = re.compile(
    rf"""{_YEAR}\s(?:annual\s|substantive\s)?session | (?:annual\s|substantive\s)?session\s(?:of\s|for\s)?{_YEAR}
      | session\s(?:annuelle\s|de\sfond\s)?(?:de\s)?{_YEAR}
      | período\s(?:(?:anual|sustantivo)\s)?de\ssesiones\s(?:(?:anual|sustantivo)\s)?de\s{_YEAR}
      | (?:(?:ежегодная|основная)\s)?сессия\s{_YEAR}\sгода
      | (?:الدورة\s(?:السنوية|الموضوعية)|دورة)\s(?:ل?(?:ال)?(?:عام|سنة)\s)?{_YEAR}
      | {_YEAR}\s?年(?:年度|实质性)?(?:届会|会议)""",
    re.VERBOSE | re.IGNORECASE,
)


_ONE_OF_YEAR = re.compile(
    rf"\b(?:regular|ordinaire|ordinari[oa])\b.*{_YEAR}|очередная.*{_YEAR}|{_YEAR}\s?年.*常会", re.IGNORECASE
)

_PART_BEFORE = re.compile(
    r"^[^\W\d][\w-]*\s(?:part\sof\s(?:its|the)|partie\sde\s(?:la|sa)|parte\s(?:de\ssu|del)|част\w+(?:\s(?:ее|её|его|своей))?)\s"
    r"|^الجزء\sال\w+\sمن\s",
    re.IGNORECASE,
)
"""Matches the name of a part of a session before that of the session."""


def is_one_of_year(session: str) -> bool:
    """Return whether the number of a session counts the sessions of a year: "First regular session 2031"."""
    return bool(_ONE_OF_YEAR.search(" ".join(session.split())))


def series_of(text: str) -> str:
    """Return the series in which a session has its number: ``special``, ``emergency-special``, or "" for the regular
    sessions. ``text`` is its name or the words around its number."""
    words = " ".join(text.split())
    if _EMERGENCY.search(words):
        return EMERGENCY_SPECIAL
    return SPECIAL if _SPECIAL.search(words) else ""


def series_in(text: str, start: int, end: int) -> str:
    """Return the series of a session that a text names at these offsets, up to the word for "session", which the name
    of the series may follow: "vingt-quatrième session extraordinaire"."""
    after = _AFTER_NOUN.match(text, end)
    return series_of(text[start : after.end() if after else end])


def year_of(session: str) -> int | None:
    """Return the year by which a session is named, such as 2025 for "2025 session" or "Substantive session of 2025".

    Return None for a name with a number, and for one of several sessions in a year ("First regular session 2031").
    """
    name = " ".join(session.split()).rstrip("* ")
    year = re.search(_YEAR, name)
    return int(year.group()) if year and _NAMED_BY_YEAR.fullmatch(name) else None


def without_part(session: str) -> str:
    """Return the name of a session without that of its part before it: "first session" for "third part of its first
    session"."""
    return _PART_BEFORE.sub("", session)
