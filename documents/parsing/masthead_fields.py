"""Read the fields of a masthead, each from a line that its words identify."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field, replace

from documents.parsing import masthead_words as words
from documents.parsing import session_words
from documents.parsing.dates import parse_date, parse_date_line, parse_period, western_digits, words_besides_dates
from documents.parsing.masthead_continuation import HeadLine
from documents.parsing.numbering import read_label
from documents.parsing.symbols import SYMBOL, parse_symbol_line
from documents.parsing.title_words import NON_PAPER, REPORT_ON_SESSION
from documents.parsing.types import Dates, UnreadLine

JOB_NUMBER = re.compile(r"(?<![\w/-])(?P<job>(?:[A-Z]{1,3}[.:]\s?)?\d{2}-\d{4,6}|K\d{7})(?![\w-])")
_NOT_MEETINGS = (words.OTHER_HEAD_LINE, words.LETTER, SYMBOL, REPORT_ON_SESSION)
_MAX_OTHER_WORDS = 3  # besides the place and the dates: "Held at Headquarters, …, on Monday"
_JOINED = re.compile(r"(?:\s(?:and|et|y|и)|、|和|\sو)$")
"""Matches the end of a line whose period is continued below: "6–17 July 2020 (held virtually) and"."""
_DATE_LABEL = re.compile(
    r"^(?:(?:Date|Fecha|Дата|日期|التاريخ)\s?[:：]\s?"
    r"|(?:Version|Versión|Редакция|Вариант|نسخة)\s"
    r"(?:(?:datée\s|en\sdate\s)?du\s|de\sfecha\s|del?\s|от\s|(?:dated\s|as\s)?(?:of\s)?)"
    r"|(?:Ref|Réf|Исх)\.?\s?[:№]?\s?[\w/.-]+\s+(?:[^\W\d][\w.-]*,\s)?)",
    re.IGNORECASE,
)
"""Matches the words before a date: "Date: ", or on the letterhead of a letter its reference and its place."""
_HOUR = re.compile(
    r"[,，،]?\s?(?:(?:at|à|a\slas?|в|الساعة)\s)?(?:上午|下午|晚上?)?\s?\d{1,2}(?:[.:h]\d\d)?"
    r"\s?(?:[ap]\.?m\.?|h(?:eures|oras)?|ч(?:ас\w{0,2})?\.?|[时点](?:\d\d分)?)\W?$",
    re.IGNORECASE,
)
"""Matches the hour behind the date of a version: "6 September 2033, 5 p.m."."""
JOB_NUMBER_LINE = re.compile(
    rf"""(?:\d{{6}}\s+)*{JOB_NUMBER.pattern}\*?(?:\.[a-z])?(?:\s*\([A-Z]\))?(?:\s+\d{{6}}(?!\d)(?:/\.\.\.)?)*
        (?:\s+\*?\d{{6,8}}\*?)?(?:\s+\d{{1,3}}/\d{{1,3}})?(?:\s+{SYMBOL.pattern})*""",
    re.VERBOSE,
)
"""Matches "V.19-01234 (E) 031019 041019 *1901234*", with the dates of editing, and what a page prints below it."""
_ITEM_RANGE = re.compile(r"(?<![\w.])(\d{1,3})\s?[–-]\s?(\d{1,3})(?![\w.])")
_JOB_DATES = re.compile(r"\([A-Z]\)(?:\s+\d{6})+(?:\s+\*?\d{6,8}\*?)?")
"""Matches a job number whose digits are lost."""


@dataclass(slots=True)
class Head:
    """The fields of the head read so far.

    ``is_last_title_apart`` means that an empty line is printed above the last of several titles below an agenda item.
    ``has_own_title`` means that the only title is set apart from the agenda item, and so is that of the document.
    ``meeting_continues`` means that the line of the meeting ends in "and": the next has the dates of another part.
    ``day_below_session`` is the meeting unless another line prints it: "Fourth special session", "12 December 2006".
    ``non_paper`` is the line that names an unofficial paper, which may have a title of its own.
    ``unread`` holds lines that look like a field but cannot be read, ``unexplained`` those above a field that are not
    the name of a known organ.
    """

    symbols: list[str] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)
    title_lines: list[str] = field(default_factory=list)
    agenda_titles: list[str] = field(default_factory=list)
    agenda_titles_due: int = 0
    has_own_title: bool = False
    is_last_title_apart: bool = False
    has_margin: bool = False
    margin_organ: HeadLine | None = None
    originals: tuple[str, ...] = ()
    distribution: str | None = None
    date: datetime.date | None = None
    language: str | None = None
    session: str | None = None
    meeting: Dates | None = None
    meeting_continues: bool = False
    day_below_session: Dates | None = None
    agenda_item: str | None = None
    agenda_item_size: float | None = None
    job_number: str | None = None
    non_paper: str | None = None
    unread: list[UnreadLine] = field(default_factory=list)
    unexplained: list[str] = field(default_factory=list)


def read_field(head: Head, line: HeadLine) -> bool:
    text = line.text.strip(" *")
    if text and _read_agenda_item(head, text, line.bracketed):
        head.agenda_item_size = head.agenda_item_size or line.size
        return True
    return not text or any(reader(head, text) for reader in _READERS)


def is_field(text: str) -> bool:
    """Return whether a line is a field of a masthead, judging by its words alone, and not a name or title."""
    return read_field(Head(), HeadLine(text)) or bool(words.OTHER_HEAD_LINE.match(text))


def precedes_title(text: str) -> bool:
    """Return whether a line is a field that is always printed above the title of the document.

    The place and dates of a meeting are not: they may be below the title of a report on that meeting.
    """
    if words.DISTRIBUTION.match(text) or words.ORIGINAL.match(text) or session_words.SESSION.match(text):
        return True
    is_date = parse_date_line(text) is not None and not text.startswith("[")
    return is_date or _read_agenda_item(Head(), text, bracketed=False)


def _read_symbol(head: Head, text: str) -> bool:
    """Read "United Nations CTOC/COP/2022/L.4", or a symbol alone on a line."""
    remaining = words.UNITED_NATIONS.sub("", text, count=1)
    if (symbol_first := words.SYMBOL_BEFORE_NAME.match(remaining)) is not None:
        remaining = symbol_first["symbol"]
    symbols = parse_symbol_line(remaining.rstrip(" -–—−"))
    head.symbols += [symbol for symbol in symbols if symbol not in head.symbols]
    return (
        bool(symbols) or not remaining or words.ORGANIZATION_WITHOUT_SPACES.fullmatch("".join(text.split())) is not None
    )


def _read_distribution(head: Head, text: str) -> bool:
    if text.isupper() and text.lower() in words.DISTRIBUTIONS:  # "GENERAL" alone, set apart from "Distr."
        head.distribution = head.distribution or words.DISTRIBUTIONS[text.lower()]
        return True
    match = words.DISTRIBUTION.match(text)
    if not match:
        return False
    head.distribution = head.distribution or words.DISTRIBUTIONS[(match["kind"] or match["kind_first"]).lower()]
    remaining = (match["rest"] or "").strip()
    if remaining and not _read_original(head, remaining):
        head.date = head.date or parse_date(remaining)
    return True


def _read_date(head: Head, text: str) -> bool:
    """Read the date of the document. Another date below it, above the session and other lines, is doubtful."""
    label_free = _DATE_LABEL.sub("", text)
    is_at_top = not (head.date or head.bodies or head.session)
    day = parse_date_line(_HOUR.sub("", label_free) if is_at_top else label_free)
    is_above_others = not (head.session or head.meeting or head.agenda_item or head.title_lines)
    if day and head.date and day != head.date and is_above_others and not text.startswith(("[", "(")):
        head.unread.append(UnreadLine("second_date", text))
    if day and head.date and day != head.date and head.session and not head.meeting:
        head.day_below_session = head.day_below_session or Dates(None, day, day)
    head.date = head.date or day
    return day is not None


def _read_original(head: Head, text: str) -> bool:
    match = words.ORIGINAL.match(text.strip("[]")) or words.LANGUAGES_LINE.match(text)
    if not match:
        return False
    codes = tuple(dict.fromkeys(words.LANGUAGES[n] for n in words.EACH_LANGUAGE.findall(match["languages"].lower())))
    head.originals = head.originals or codes
    return bool(codes)


def _read_language(head: Head, text: str) -> bool:
    match = words.LANGUAGE_LINE.match(text)
    if not match:
        return False
    code = words.LANGUAGES[(match["language"] or match["alone"]).lower()]
    if match["only"] or match["alone"]:
        head.originals = head.originals or (code,)
    head.language = head.language or code
    return True


def _read_session(head: Head, text: str) -> bool:
    if not session_words.SESSION.match(text):
        return False
    head.session = head.session or text
    return True


def _read_parts_of_session(head: Head, text: str) -> bool:
    """Read the dates of a session in parts. An organizational part is ignored if there is any other."""
    parts = list(session_words.PART_OF_SESSION.finditer(text))
    if not parts or sum(len(part.group()) for part in parts) != len(text):
        return False
    periods = [parse_period(part["dates"]) for part in parts if part["main"]] or [parse_period(parts[0]["dates"])]
    first, last = periods[0], periods[-1]
    if first and last and head.meeting is None:
        head.meeting = replace(first, end=last.end)
    return True


def _read_meeting(head: Head, text: str) -> bool:
    """Read a line with hardly anything but a place and a period: of the session or, after a name, of its part."""
    text, is_part = session_words.PART_NAME.subn("", western_digits(text), count=1)
    period = parse_period(text) if len(text) < 120 and not read_label(text) else None
    if period is None or any(other.match(text) for other in _NOT_MEETINGS):
        return False
    place_words = len((period.place or "").split())
    other_words = len(words_besides_dates(text)) - place_words
    is_longer = other_words > _MAX_OTHER_WORDS or len(words.CHINESE_CHARACTER.findall(text)) > 12
    if is_longer and not words.HELD_AT_HOUR.fullmatch(text):
        return False
    is_numbered = any(map(session_words.ORDINAL.match, head.bodies))  # "Ninth Congress on …", which has no session
    if not period.start and not head.session and not is_numbered:  # on a cover, the place and month of publication
        head.unread.append(UnreadLine("meeting", text))
    elif (earlier := head.meeting) is None:
        head.meeting = period
    elif (is_part or text.endswith(")") or head.meeting_continues) and _is_later(period, earlier):
        # A cover lists several sessions: "Eighty-ninth session (…)", "Ninetieth session (3–21 February 2025)".
        head.meeting = replace(earlier, end=period.end)
    head.meeting_continues = _JOINED.search(text) is not None
    return True


def _is_later(period: Dates, earlier: Dates) -> bool:
    return bool(earlier.end and period.end and earlier.end < period.end)


def _read_job_number(head: Head, text: str) -> bool:
    match = JOB_NUMBER_LINE.fullmatch(text) or (JOB_NUMBER.match(text) if len(text) < 60 else None)
    if match:
        head.job_number = head.job_number or match["job"]
    return bool(match or words.BAR_CODE.match(text) or _JOB_DATES.fullmatch(text))


def _read_agenda_item(head: Head, text: str, bracketed: bool) -> bool:
    match = words.AGENDA_ITEM.match(text[1:-1] if text.startswith("(") and text.endswith(")") else text)
    if match and match["ordinal"]:  # such an item has no title of its own
        head.agenda_item = head.agenda_item or match["ordinal"]
        return True
    number = next((group for group in match.groupdict().values() if group), "").strip(" *：:,") if match else ""
    if not words.ITEM_NUMBER.match(number):
        return False
    item = re.sub(r"(?<=[\d)])(?=\()", " ", number)
    if not bracketed and item != head.agenda_item:  # each further item has a title of its own
        head.agenda_titles_due += _count_items(number)
    head.agenda_item = head.agenda_item or item
    return True


def _count_items(number: str) -> int:
    """Return the number of agenda items in "4", "3 and 5" or "3–6"."""
    ranges = (int(end) - int(start) for start, end in _ITEM_RANGE.findall(number))
    return 1 + len(words.ITEM_SEPARATOR.findall(number)) + sum(length for length in ranges if length > 0)


def _read_non_paper(head: Head, text: str) -> bool:
    match = NON_PAPER.fullmatch(text)
    if match:
        head.non_paper = head.non_paper or text
    return match is not None


_READERS = (
    _read_non_paper, _read_symbol, _read_distribution, _read_original, _read_language, _read_date, _read_session,
    _read_job_number, _read_parts_of_session, _read_meeting,
)  # fmt: skip
