"""Names of sessions that documents print, in the reader's language."""

from __future__ import annotations

import re
from functools import cache

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from documents.labels.naming import numbered_title
from documents.labels.ordinals import MAX_IN_WORDS, Gender, ordinal
from documents.models import Body
from documents.parsing.session_kinds import ORGANIZATIONAL, RESUMED, SERIES, series_of, year_of
from documents.web.languages import isolated

_SESSION, _MEETING, _CONGRESS, _YEAR = Body.KindOfMeeting.values
_NOUNS = {
    _SESSION: "session|período de sesiones|período|de sesiones|сессия|الدورة|届会议|届会|会议|届",
    _MEETING: "meeting|réunion|reunión|совещание|الاجتماع",
    _YEAR: "year|année|año|год|السنة|年",
}
_SMALL_WORDS = re.compile(r"\b(?:de la|del|of the|session)\b|第|次", re.IGNORECASE)
_IN_FIGURES = re.compile(r"(?<!\d)(\d{1,3})(?:st|nd|rd|th|e|ème|º|ª|er|-[яйе])?(?![\w-])", re.IGNORECASE)


def session_name(printed: str) -> str:
    """Return the name of a session in the reader's language: « Dixième session extraordinaire d’urgence » for "Tenth
    emergency special session"; as printed if its number or kind is not known."""
    text = " ".join(printed.split()).rstrip("* ")
    if year := year_of(text):
        return numbered_title(year)
    kind = next((k for k, nouns in _NOUNS.items() if re.search(nouns, text, re.IGNORECASE)), "")
    number, rest = _read_number(text)
    is_organizational, is_resumed = ORGANIZATIONAL.search(text), RESUMED.search(text)
    for known in (ORGANIZATIONAL, RESUMED, SERIES, *map(_nouns, _NOUNS), _SMALL_WORDS):
        rest = known.sub(" ", rest)
    if not kind or re.search(r"\w", rest) or bool(number) == bool(is_organizational):
        return isolated(printed)
    name = capfirst(_("organizational session")) if is_organizational else numbered_title(number, kind, series_of(text))
    return _("%(session)s, resumed") % {"session": name} if is_resumed else name


def _read_number(text: str) -> tuple[int, str]:
    """Return the number of a session, or 0 if it has no number, and the text without the number."""
    if match := _IN_FIGURES.search(text):
        return int(match[1]), text[: match.start()] + text[match.end() :]
    values = _numbers_in_words()
    match = _words_pattern().search(text.casefold())
    if not match:
        return 0, text
    return values[match.group()], text[: match.start()] + text[match.end() :]


@cache
def _numbers_in_words() -> dict[str, int]:
    return {
        ordinal(number, language, gender).casefold(): number
        for language in ("en", "fr", "ru", "ar", "zh")
        for gender in Gender
        for number in range(MAX_IN_WORDS, 0, -1)
    }


@cache
def _words_pattern() -> re.Pattern[str]:
    """Return a pattern of ordinals in words, the longest first. Chinese has no spaces around them."""
    words = sorted(_numbers_in_words(), key=len, reverse=True)
    chinese = [word for word in words if "\u4e00" <= word[0] <= "\u9fff"]
    others = [word for word in words if word not in set(chinese)]
    return re.compile(rf"(?<![\w-])(?:{'|'.join(others)})(?![\w-])|{'|'.join(chinese)}")


@cache
def _nouns(kind: str) -> re.Pattern[str]:
    return re.compile(_NOUNS[kind], re.IGNORECASE)
