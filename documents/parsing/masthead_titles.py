"""Find the lines that a program ran together with a title: its author, a second title, sponsors, the place and days."""

from __future__ import annotations

import re

from documents.parsing import masthead_words as words
from documents.parsing import session_words
from documents.parsing.agendas import names_agenda
from documents.parsing.dates import period_at
from documents.parsing.masthead_continuation import ends_within, is_cut
from documents.parsing.title_words import AGENDA_TITLE, COMMITTEE_REPORT, RECORD_OF_MEETING

SEAT = re.compile(rf"{words.SEATS}[,،]\s\d")
"""Matches a seat of the Organization with the beginning of the days of a meeting there."""
_CHINESE = re.compile("[\u4e00-\u9fff]")
_NAME = r"(?-i:[A-ZÀ-ÞА-ЯЁ])[\w’'-]*(?:\s[\w’'()-]+){0,5}"
_SPONSOR_LIST = re.compile(
    rf"(?<=[\w)])\s(?=(?-i:[A-ZÀ-ÞА-ЯЁ])[\w’'-]*(?:\s(?:and|et|y|и|of|de)\s[\w’'-]+)?,\s(?:{_NAME},\s){{6}})"
)
"""Matches before a long list of names, of which the first has one word or two with "and" between them."""
_IMPRINT = re.compile(
    rf"(?<=\s){words.ORGANIZATION_NAMES}\s?[•·●–-]\s?{words.SEATS}[,،]?\s(?:19|20)\d\d(?!\w)", re.IGNORECASE
)
"""Matches the place and year of publication on a cover: "United Nations · New York, 2013"."""
_DAYS_IN_BRACKETS = re.compile(r"\s\([^()]{4,60}(?:19|20)\d\d\)")
_MAX_TITLE = 400  # characters
_REPORT_ON = re.compile(r"(?:Rapport\ssur|Informe\ssobre|Доклад\sоб?)\s")
"""Matches the beginning of a report's title; in these languages, capitals are not used within a title."""
_IN_CAPITALS = re.compile(r"(?<=[a-zà-ÿа-яё\d]\s)(?=[A-ZÀ-ÞА-ЯЁ]{4,}(?:[\s’'-]+[A-ZÀ-ÞА-ЯЁ]+){3}(?!\w))")
"""Matches before a title in capitals, behind that of the agenda item in small letters."""
_SECOND_TITLE = re.compile(r"(?:Progress\sreport\son|Activities\sof\sthe|Report\sof\sthe)\s")
"""Matches the beginning of a title below that of the agenda item, if the latter ends in a word in small letters."""
_KIND = re.compile(r"(?:(?:Report|Note)\s(?:of|by)|(?:Background|Working|Discussion)\spaper\sprepared\sby)\sthe\s")
_KIND_ADJECTIVE = re.compile(
    r"(?:Advance|Annual|Biennial|Comprehensive|Conference|Consolidated|Explanatory|Final|First|Interim|Joint|Periodic"
    r"|Preliminary|Progress|Revised|Second|Special|Summary|Technical|Third|Updated)\s"
)
_MAX_ADJECTIVES = 40  # characters before the noun in the line of an author
_END_OF_ADDRESSEE = re.compile(
    r"""addressed\sto\s(?:(?:and\s)?(?:to\s)?(?:the\s)?(?:Secretary-General|Presidents?\sof\sthe\s
        (?:General\sAssembly|(?:Economic\sand\sSocial|Security|Human\sRights)\sCouncil))(?:,\s|\s(?=and\s)|(?=\W|$)))+""",
    re.VERBOSE,
)
"""Matches the addressees with which the title of a letter ends."""
_OPENING_OF_LETTER = re.compile(
    r"""\s(?=(?:(?:(?:Up)?on|In\saccordance\swith)\s(?:the\s)?instructions\s.{3,80},\s)?(?:I|We)\shave\sthe\shonou?r\sto\s
          | (?:D['’]ordre\s.{3,80},\s)?(?:j['’]\s?ai|nous\savons)\sl['’]\s?honneur\sde\s
          | (?:(?:Por|Siguiendo)\sinstrucciones\s.{3,80},\s)?(?:tengo|tenemos)\s(?:el\shonor|a\sbien)\s
          | (?:По\sпоручению\s.{3,80}\s)?(?:имею|имеем)\sчесть\s | أتشرف\sب | يشرفني\sأن\s)""",
    re.VERBOSE | re.IGNORECASE,
)
"""Matches before the words with which a letter begins, below its title."""
_NOTE_MARK = re.compile(r"[^*]{8,80}(?=\*{1,3}\s[^\W\d_a-z])")
"""Matches a line up to a note mark, with a sentence behind it."""


def line_within(text: str) -> slice | None:
    """Return where a text has a line besides its title, or None. An empty slice is where another title begins."""
    finders = (_meeting, _imprint, _letter, _fixed_title, _title_in_capitals, _agenda, _author, _sponsors, _repetition)
    for find in finders:
        line = find(text)
        if line and (line.start or line.stop) and (line.start, line.stop) != (0, len(text)):
            return line
    return None


def _meeting(text: str) -> slice | None:
    """Return the place, day and hour of a meeting; its place and days at the end; or, as on covers, where a session
    with its days in brackets begins."""
    if (held := words.HELD_AT_HOUR.search(text)) and held.start():
        return slice(*held.span())
    seat = SEAT.search(text)
    if seat and seat.start() and seat.start() + period_at(text[seat.start() :]) == len(text):
        above = text[: seat.start()].rstrip(" *")
        return slice(seat.start(), len(text)) if above[-1:].isalnum() and not ends_within(above) else None
    for days in _DAYS_IN_BRACKETS.finditer(text, 0, _MAX_TITLE):
        for name in re.finditer(r"(?<=\s)[^\W\d_a-zа-я]", text[: days.start()]):
            session = text[name.start() : days.start()]
            if session_words.SESSION.match(session) and not ends_within(text[: name.start()].strip()):
                return slice(name.start(), name.start())
    return None


def _imprint(text: str) -> slice | None:
    imprint = _IMPRINT.search(text)
    return slice(*imprint.span()) if imprint else None


def _letter(text: str) -> slice | None:
    """Return the text of a letter, or what follows its addressees, behind its title."""
    if not words.LETTER.match(text):
        return None
    if opening := _OPENING_OF_LETTER.search(text):
        return slice(opening.end(), len(text))
    addressees = _END_OF_ADDRESSEE.search(text)
    is_last = not addressees or not text[addressees.end() :].strip()
    return slice(addressees.end(), len(text)) if addressees and not is_last else None


def _fixed_title(text: str) -> slice | None:
    """Return the title of a record of a meeting, of an agenda, or of the report of a Main Committee that is printed on
    one line with others: the title of the agenda item above it, or the lines below it."""
    for pattern in (RECORD_OF_MEETING, AGENDA_TITLE, COMMITTEE_REPORT):
        title = pattern.search(text)
        if not title or title.group() == text or (title.start() and text[title.start() - 1] != " "):
            continue
        before, after = text[: title.start()].strip(), text[title.end() :].lstrip("* ")
        is_word = " " not in before and not _CHINESE.search(before)
        is_part = before and (ends_within(before) or not before[-1].isalpha() or is_word)
        is_end = (
            not after
            or ((after[0].isupper() or _CHINESE.match(after)) and not is_cut(title.group(), after))
            or pattern is RECORD_OF_MEETING
        )
        if pattern is COMMITTEE_REPORT:
            is_end = not after or words.OFFICER.match(after) is not None
        if is_end and not is_part:
            return slice(*title.span())
    return None


def _title_in_capitals(text: str) -> slice | None:
    capitals = _IN_CAPITALS.search(text)
    return _title_at(text, capitals.start() if capitals else 0)


def _agenda(text: str) -> slice | None:
    starts = (start for start in _capitals(text) if text[start].isupper() and names_agenda(text[:start].strip()))
    return _title_at(text, next(starts, 0))


def _author(text: str) -> slice | None:
    """Return where the line of an author, or a second title, begins; or that line, if text follows it."""
    line = _NOTE_MARK.match(text)
    if line and words.AUTHOR_LINE.match(line.group()):
        return slice(0, line.end())
    if words.AUTHOR_LINE.match(text):
        return None
    starts = _capitals(text)
    start = next((start for start in starts if _begins_title(text, start)), 0)
    start = _begin_of_kind(text, start, starts) if start else 0
    return _title_at(text, start) if start and text[start - 2].isalpha() else None


def _title_at(text: str, start: int) -> slice | None:
    """Return where a title begins, unless it is the beginning of a text, or the text cannot end above it."""
    return slice(start, start) if start and not ends_within(text[:start].strip()) else None


def _capitals(text: str) -> list[int]:
    """Return where words begin that do not begin in lower case, except the first."""
    starts = [match.end() for match in re.finditer(r"\s(?=[^\W\d_])", text)]
    return [start for start in starts if not text[start].islower()]


def _begins_title(text: str, start: int) -> bool:
    """Return whether a title, or the line of an author, begins at a word behind the title of an agenda item."""
    kinds = (
        words.AUTHOR_LINE.match,
        words.ISSUE.fullmatch,
        words.DRAFT_BY.match,
        words.OFFICER.match,
        _REPORT_ON.match,
    )
    if any(kind(text[start:]) for kind in kinds):
        return True
    word_above = text[:start].rsplit(maxsplit=1)[-1]
    return _SECOND_TITLE.match(text, start) is not None and word_above.isalpha() and word_above.islower()


def _begin_of_kind(text: str, author: int, starts: list[int]) -> int:
    """Return where the line of an author begins: at an adjective or at the noun, "Note by …", not at the capitals with
    which the title ends: "Working Group on Asset Recovery Note by the Secretariat"."""
    if _KIND_ADJECTIVE.match(text, author):
        return author
    nouns = (at for at in starts if author < at < author + _MAX_ADJECTIVES and _KIND.match(text, at))
    return next(nouns, author)


def _sponsors(text: str) -> slice | None:
    """Return the States listed behind a title, which are the sponsors of a draft."""
    listed = _SPONSOR_LIST.search(text)
    return slice(listed.start(), len(text)) if listed else None


def _repetition(text: str) -> slice | None:
    """Return where a title is repeated: a document may have the title of its agenda item."""
    middle = len(text) // 2
    return slice(middle, middle) if middle and text[:middle] == text[middle + 1 :] else None
