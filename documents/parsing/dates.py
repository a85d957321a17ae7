"""Parse dates and periods as printed in mastheads, in the six official languages."""

from __future__ import annotations

import datetime
import re

from documents.parsing.types import Dates

_MONTHS: dict[str, int] = {
    name: number
    for names in (
        "january february march april may june july august september october november december",
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
        "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
        "يناير فبراير مارس أبريل مايو يونيه يوليه أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    )
    for number, name in enumerate(names.split(), start=1)
}
_MONTHS |= {"setiembre": 9, "يونيو": 6, "يوليو": 7, "fevrier": 2, "aout": 8, "decembre": 12, "sept.": 9}
_MONTHS |= {
    "كانون الثاني": 1, "شباط": 2, "آذار": 3, "نيسان": 4, "أيار": 5, "حزيران": 6,
    "تموز": 7, "آب": 8, "أيلول": 9, "تشرين الأول": 10, "تشرين الثاني": 11, "كانون الأول": 12,
}  # fmt: skip

_NAME = "|".join(sorted(map(re.escape, _MONTHS), key=len, reverse=True))
_MONTH = rf"(?:de\s+|d['’])?(?P<month{{n}}>{_NAME})(?:\s?/\s?(?:{_NAME}))?"
_DAY = r"(?P<day{n}>\d{{1,2}})(?:\.?\s?(?:er|ᵉʳ|°|º|ᵒ|o|ro)(?!\w)|st|nd|rd|th|-го)?(?!\d)"
_YEAR = r"(?:,?\s*(?:del?\s+|de\s+)?(?P<year{n}>(?:19|20)\d\d))"
_AND = r"\s*(?:(?:,|،|;|-|‐|–|—|to|and|a|al|au|et|y|и|по|до|إلى|و|-)\s*)+(?:(?:from|of|el|le|del|du|los|les)\s+)*"

DATE = re.compile(
    rf"(?<!\d){_DAY.format(n='')}\s+{_MONTH.format(n='')}{_YEAR.format(n='')}(?:\s(?:года|г\.?)(?!\w))?", re.IGNORECASE
)
"""Matches "8 September 2022", "1er juin 2020", "13 de septiembre de 2023", "5 мая 2019 года"."""
_MONTH_FIRST = re.compile(rf"(?P<month>{_NAME})\s+(?P<day>\d{{1,2}}),\s+(?P<year>(?:19|20)\d\d)", re.IGNORECASE)
_CHINESE_DATE = re.compile(r"(?P<year>(?:19|20)\d\d)\s*年\s*(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*日")

_EACH_DAY = re.compile(
    rf"(?<!\d){_DAY.format(n='')}(?:\s+{_MONTH.format(n='')}{_YEAR.format(n='')}?)?", re.VERBOSE | re.IGNORECASE
)
_UNNAMED_DAY = re.sub(r"\?P<\w+>", "?:", _EACH_DAY.pattern)
_PERIOD = re.compile(
    rf"(?:from\s+|du\s+|del\s+|с\s+|من\s+)?{_UNNAMED_DAY}(?:{_AND}{_UNNAMED_DAY}){{1,8}}(?<=\d\d\d\d)",
    re.VERBOSE | re.IGNORECASE,
)
"""Matches "17–21 October 2022", "24 February–20 March 2020", "28 July 2024–30 July 2025", "17 a 21 de octubre de
2022", and a session in parts: "5 December 2030 and 19–23 May 2031", "24–26 and 31 March and 2 April 2031"."""

_PLACE_AND_MONTH = re.compile(
    rf"""(?!(?:Agenda|Draft|Report|Revised|Updated?|Version|Summary|Note|Rapport|Informe|Nota|Versión|Доклад|Проект)(?!\w))
        (?P<place>(?:New\s|Nueva\s|Addis\s|San\s|The\s|La\s)?(?-i:[^\W\d_a-zà-ÿа-яё])[^\W\d_-]+(?:-[^\W\d_]+)*)[,،]\s
        (?:{_NAME})(?:\s?/\s?(?:{_NAME}))?\s(?:de\s)?(?:19|20)\d\d(?:\sгода|\sг\.)?""",
    re.VERBOSE | re.IGNORECASE,
)
"""Matches a place with a month, whose days are not fixed yet or were lost: "Bonn, May 2016"."""
_CHINESE_DAY = re.compile(
    r"(?:(?P<year>(?:19|20)\d\d)\s*年\s*)?(?:(?P<month>\d{1,2})\s*月\s*)?(?<!\d)(?P<day>\d{1,2})(?!\d)\s*日?"
)
_UNNAMED_CHINESE_DAY = re.sub(r"\?P<\w+>", "?:", _CHINESE_DAY.pattern)
_CHINESE_PERIOD = re.compile(
    rf"(?:19|20)\d\d\s*年\s*\d{{1,2}}\s*月\s*\d{{1,2}}\s*日?(?:\s*[至和、–—-]\s*{_UNNAMED_CHINESE_DAY}){{1,8}}(?<=日)"
)
"""Matches "2032年4月26日至28日和5月3日"."""
_CUT_OFF = re.compile(
    rf"(?:^|[,،]\s*|\s(?=(?:from|du|del|с|من)\s))(?:from\s+|du\s+|del\s+|с\s+|من\s+)?{_UNNAMED_DAY}(?:{_AND}{_UNNAMED_DAY}){{0,8}}(?:{_AND}|\s+del?)?$",
    re.VERBOSE | re.IGNORECASE,
)
_GLUED_DATE = re.compile(rf"(?<=\d)(?=(?:{_NAME})(?!\w*[a-zа-я]\s))|(?<=[^\W\d_])(?=(?:19|20)\d\d$)", re.IGNORECASE)
"""Matches between the parts of a date that are printed without a space: "17January2023"."""
_ARABIC_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_CHINESE_DIGITS = "〇一二三四五六七八九"
_CHINESE_NUMBER = re.compile(r"[〇○零一二三四五六七八九]{4}(?=年)|[一二三四五六七八九十]{1,3}(?=[月日])")
_ASIDE = re.compile(r"\s?\([^()\d]*\)")
_PLACE = re.compile(r"^\s*(?P<place>[^\d\n;:()]{2,60}?)\s*[,،，]\s*(?:from|du|del|с|من)?\s*$", re.IGNORECASE)
_WEEKDAY = re.compile(
    r",?\s(?:le|el|во?)\s(?:понедельник|вторник|среду|четверг|пятницу|субботу|воскресенье"
    r"|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
    r"|lunes|martes|miércoles|jueves|viernes|s[áa]bado|domingo),?\s$",
    re.IGNORECASE,
)
_WITHOUT_PLACE = re.compile(
    r"^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day$|^(?:To\sbe\s)?held(?:\sin\s(?:private|public))?\son\s[^\W\d]+$"
    r"|^(?:qui\sse\stiendra|que\sse\scelebrará|которое\sсостоится|المقرر\sعقدها)[^,،]*(?:[,،]\s)?"
    r"|^состоявш\w+\s[^,]+(?:,\s)?|,\s(?:on|le|el)\s[^\W\d]+$",
    re.IGNORECASE,
)
"""Matches the words around the place in "Headquarters, New York, on Monday, 13 October 2025", and those without a place
in "To be held in private on Monday, 7 July 2031"."""
_RUSSIAN_SEATS = {
    "Вене": "Вена", "Женеве": "Женева", "Гааге": "Гаага", "Лиме": "Лима", "Нью-Йорке": "Нью-Йорк", "Бонне": "Бонн",
    "Риме": "Рим", "Париже": "Париж", "Бангкоке": "Бангкок", "Монреале": "Монреаль", "Найроби": "Найроби",
}  # fmt: skip
"""A map from the names of cities, as Russian writes them after "в", to their usual form."""
_HELD_IN = re.compile(
    rf"""(?:(?<!\w)(?:held\s(?:at|in)|tenue?s?\s(?:au|à)|celebrad[oa]s?\sen)\s(?:the\s)?
            (?P<place>(?:(?:la|el|le)\s)?(?-i:[A-ZÀ-Þ])[^\d\n;:()]{{1,60}}?)(?:,?\s(?:on|le|el)(?:\s[^\W\d]+)?)?
          | (?:состоявш|проведенн|проходивш)\w+\s(?:[^\d\n;:()]{{1,60}}\s)?в\s(?P<ru>{"|".join(_RUSSIAN_SEATS)})
          | (?:ال)?(?:معقود|منعقد)ة?\sفي\s(?P<ar>(?!الفترة)[^\d\n;:()]{{2,50}}?)
            (?:[،,]?\s(?:في|خلال)\sالفترة|[،,]?\sيوم\s\w+)?
        )\s*[,،]?\s*$""",
    re.VERBOSE | re.IGNORECASE,
)
"""Matches the words before the days in a title or below it: "… on its fortieth session, held in Bonn from"."""
_ENDS_IN_PLACE = re.compile(
    r"""\b(?:held\s(?:at|in)|tenue?s?\s(?:au|à|en)|celebrad[oa]s?\sen|(?:состоявш|проведенн|проходивш)\w+\s(?:[^\d,]{1,40}\s)?во?
        |(?:ال)?(?:معقود|منعقد)ة?\sفي)\s[^\W\d_a-zа-я][^\d\n;:()]{1,50}$""",
    re.VERBOSE,
)
_HELD_BEFORE = re.compile(r"\b(?:held|tenue?s?|celebrad[oa]s?)\s*$", re.IGNORECASE)
_IN_AFTER = re.compile(
    r"\s(?:in|à|en)\s(?P<place>(?-i:[A-ZÀ-Þ])[^\d\n;:()]{1,50})$|\s?在(?P<zh>[\u4e00-\u9fff]{2,6}?)(?:举行|召开)",
    re.IGNORECASE,
)
"""Matches the place behind the days: "held from 4 to 15 June 2014 in Bonn"."""
_PLACE_BEFORE = re.compile(
    r"(?:[^\W\d][^\s,،，]*(?:[\s,]+(?![a-zа-яё]{4})[^\d\s\n;:()]+){0,5}?\s*[,،，]\s*(?:from|du|del|с|من)?\s*)?"
)
_RUSSIAN_YEAR = re.compile(r"\s?(?:года|г\.?)(?!\w)")
_PLACE_BEHIND = re.compile(r"[,،]\s(?-i:[^\W\d_a-zа-я])[^\W\d_]+(?:[\s-][^\W\d_]+){0,2}$")
_PLACE_BEHIND_CHINESE = re.compile(
    r"[,，]\s?[\u4e00-\u9fff]{2,6}?(?=[\W\d]|$|(?:临时)?议程)|[,，]\s?[\u4e00-\u9fff]{2,6}"
)
_PLACE_AFTER = re.compile(r"^\s*[,،，]\s*(?P<place>[^\d\n;:()]{2,40})\s*$")


def western_digits(text: str) -> str:
    """Return text with Arabic digits, and the Chinese numerals of a date, as digits from 0 to 9.

    >>> western_digits("二〇二七年二月二十八日")
    '2027年2月28日'
    """
    return _CHINESE_NUMBER.sub(_chinese_number, text.translate(_ARABIC_DIGITS))


def _chinese_number(match: re.Match[str]) -> str:
    numeral = re.sub("[○零]", "〇", match.group())
    tens, ten, units = numeral.partition("十")
    if not ten:
        return "".join(str(_CHINESE_DIGITS.index(digit)) for digit in numeral)
    return str(10 * (_CHINESE_DIGITS.index(tens) if tens else 1) + (_CHINESE_DIGITS.index(units) if units else 0))


def words_besides_dates(text: str) -> list[str]:
    """Return the words of at least three letters in a text, except those of its dates."""
    return re.findall(r"[^\W\d_]{3,}", _CHINESE_PERIOD.sub(" ", DATE.sub(" ", _PERIOD.sub(" ", text))))


def parse_date(text: str) -> datetime.date | None:
    """Return the first date in a text: "8 September 2022", "1er juin 2020", "13 мая 2019 года", "2022年10月17日"."""
    text = western_digits(text)
    for pattern in (DATE, _CHINESE_DATE, _MONTH_FIRST):
        if match := pattern.search(text):
            return _make_date(match["year"], match["month"], match["day"])
    return None


def parse_date_line(text: str) -> datetime.date | None:
    """Return the date on a line that contains nothing else, ignoring brackets and the place in "Vienne, le 3 mai"."""
    bare = western_digits(text.strip().strip("[]()* ."))
    bare = re.sub(r"^[^\W\d][^\d,]{1,40}, le (?=\d)", "", bare)
    bare = re.sub(r"\b(19|20) (\d\d)$", r"\1\2", bare)  # a year split by character recognition
    spaced = _GLUED_DATE.sub(" ", bare)
    for pattern in (DATE, _CHINESE_DATE, _MONTH_FIRST):
        if match := pattern.fullmatch(bare) or pattern.fullmatch(spaced):
            return _make_date(match["year"], match["month"], match["day"])
    return None


def parse_period(text: str) -> Dates | None:
    """Return the place and dates of a meeting, or None if the text contains no period: "Vienna, 17–21 October 2022".

    A single day is a period, and so is a place with a month, which gives no dates: "Bonn, May 2016". A session in parts
    lasts from the first day of its first part to the last day of its last part.
    """
    text = _ASIDE.sub("", western_digits(text).strip().strip("()")).replace("*", "")
    if match := _PERIOD.search(text):
        days = _parse_days(match.group())
        return Dates(_find_place(text, match), min(days), max(days)) if days else None
    if match := _CHINESE_PERIOD.search(text):
        days = _parse_chinese_days(match.group())
        return Dates(_find_place(text, match), min(days), max(days)) if days else None
    if match := DATE.search(text) or _CHINESE_DATE.search(text):
        day = _make_date(match["year"], match["month"], match["day"])
        return Dates(_find_place(text, match), day, day) if day else None
    match = _PLACE_AND_MONTH.fullmatch(text)
    return Dates(match["place"]) if match else None


def _parse_days(text: str) -> list[datetime.date]:
    """Return the days named in a period, each with the month and year that follow it.

    Return [] if a day does not exist or the days are not in order.
    """
    days: list[datetime.date | None] = []
    month = year = ""
    for match in reversed(list(_EACH_DAY.finditer(text))):
        year = match["year"] or year
        month = match["month"] or month
        days.append(_make_date(year, month, match["day"]))
    return _if_in_order(days[::-1])


def _parse_chinese_days(text: str) -> list[datetime.date]:
    """Return the days named in a Chinese period, each with the year and month before it.

    Return [] if a day does not exist or the days are not in order.
    """
    days: list[datetime.date | None] = []
    year = month = ""
    for match in _CHINESE_DAY.finditer(text):
        year = match["year"] or year
        month = match["month"] or month
        days.append(_make_date(year, month, match["day"]))
    return _if_in_order(days)


def _if_in_order(days: list[datetime.date | None]) -> list[datetime.date]:
    valid_days = [day for day in days if day]
    return valid_days if len(valid_days) == len(days) and valid_days == sorted(valid_days) else []


def is_cut_off(text: str) -> bool:
    """Return whether a line ends within a period, before its year: "Vienna, 9–11 May and 6–10 June"."""
    return _CUT_OFF.search(western_digits(text)) is not None


def is_period(text: str) -> bool:
    """Return whether a line contains nothing but a place and the days of a period."""
    text = western_digits(text).strip(" *")
    match = _PERIOD.search(text)
    if match is None or match.end() < len(text) or (match.start() and not _PLACE.match(text[: match.start()])):
        return False
    return bool(_parse_days(match.group()))


def names_place_of_meeting(text: str) -> bool:
    """Return whether a text ends in the place of a meeting, so that its days follow: "Report on the meeting held in
    Vienna"."""
    return _ENDS_IN_PLACE.search(text) is not None


def period_at(text: str) -> int:
    """Return the end of the place and the days with which a text begins: "Vienna, 9 and 10 June 2020"; 0 if it does not
    begin with any."""
    digits = text.translate(_ARABIC_DIGITS)
    patterns = (_PERIOD, _CHINESE_PERIOD, DATE, _CHINESE_DATE)
    match = next(filter(None, (pattern.search(digits) for pattern in patterns)), None)
    if match is None or not (place := _PLACE_BEFORE.fullmatch(digits[: match.start()])):
        month = _PLACE_AND_MONTH.match(digits)
        return month.end() if month else 0
    behind = _PLACE_BEHIND_CHINESE if "日" in match.group() else _PLACE_BEHIND
    after = behind.match(digits, match.end()) if not place.group() else None
    end = after.end() if after else match.end()
    if year := _RUSSIAN_YEAR.match(digits, end):
        end = year.end()
    return end if parse_period(text[:end]) else 0


def _find_place(text: str, match: re.Match[str]) -> str | None:
    before, behind = _WEEKDAY.sub(", ", text[: match.start()]), text[match.end() :]
    after = _IN_AFTER.match(behind)
    is_in_after = after and (after["zh"] or _HELD_BEFORE.search(before))
    place = _HELD_IN.search(before) or (after if is_in_after else None)
    if not place:
        place = _PLACE.match(before) or _PLACE_AFTER.match(re.sub(r"^\s*(?:года|г\.)", "", behind))
    name = " ".join(next(filter(None, place.groups()), "").split()) if place else ""
    return _WITHOUT_PLACE.sub("", _RUSSIAN_SEATS.get(name, name)) or None


def _make_date(year: str, month: str, day: str) -> datetime.date | None:
    number = int(month) if month.isdecimal() else _MONTHS.get(" ".join(month.lower().split()), 0)
    try:
        return datetime.date(int(year), number, int(day))
    except ValueError:
        return None
