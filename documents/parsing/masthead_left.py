"""Separate the left column of a masthead that is printed on one line: organs, session, place and days, agenda item and
titles, in this order."""

from __future__ import annotations

import re
from collections.abc import Callable

from documents.parsing import masthead_words as words
from documents.parsing import organ_names, session_words
from documents.parsing.dates import parse_period, period_at
from documents.parsing.enacting import resolution_parts
from documents.parsing.masthead_continuation import ends_within, without_ordinal
from documents.parsing.masthead_end import is_prose, opens_text
from documents.parsing.masthead_fields import JOB_NUMBER
from documents.parsing.masthead_titles import SEAT, line_within
from documents.parsing.symbols import SYMBOL

MARKS = " \t*|·-–—"
"""Characters that may be left between the parts of a masthead."""
_MAX_ORGAN, _MAX_SESSION = 35, 10  # words
_MAX_PARENT = 160  # characters of the name of a parent organ
_MAX_UNREAD = 80  # characters between a session and an agenda item

_NAME_ABOVE_ORGAN = re.compile(
    rf"(?:(?:{words.ORGANIZATION_NAMES}|UNITED(?:\s[AEST])?\sNATIONS|NATIONS|UNIES|UNIDAS|Наций)(?:\s[AEST](?=\s))?)\s+",
    re.IGNORECASE,
)
"""Matches the name of the Organization, and the large letter of the symbol, above the first organ."""
_NAMED_ELSEWHERE = re.compile(rf"(?!United\s){words.ORGANIZATION_NAMES}\s(?-i:(?![a-zа-яё]))", re.IGNORECASE)
"""Matches the name of the Organization in the languages in which no organ's name begins with it."""
_JOB = re.compile(rf"(?:{JOB_NUMBER.pattern}\*?\s*\([A-Z]\)(?:\s+\d{{6}}(?!\d))*|\*?\d{{7}}\*?)\s+(?=[^\W\d_])")
_SYMBOLS = re.compile(rf"(?:(?:{SYMBOL.pattern})\s+)+(?={words.ORGANIZATION_NAMES}\s)", re.VERBOSE | re.IGNORECASE)
_ACRONYM = re.compile(r"[A-Z]{2,8}\s+")

_BEFORE_GROUP = re.compile(
    r"(?<=[a-z] )(?:(?<=Board )|(?<=Council )|(?<=Commission )|(?<=Committee )|(?<=Conference ))"
    r"(?=(?:(?:Ad\sHoc|Open-ended|Intergovernmental|Intersessional|Expert)\s){0,3}Working\s(?:Group|Party)\s)"
)
"""Matches between the name of an organ and that of its working group, on one line."""
_CHINESE_YEAR = re.compile(r"(?:19|20)\d\d\s?年")
_CYRILLIC = re.compile("[А-яЁё]")
_RUSSIAN_ORDINAL = re.compile(r"(?:\w+(?:ая|ья)|\w+(?:дцать|десят)|Сорок|Девяносто|Сто|Сессия)\s|\d", re.IGNORECASE)
_RECORDS = re.compile(r"Official\sRecords\b.{0,40}?Supplement\sNo\.\s?\d{1,3}[A-Z]?(?!\w)", re.IGNORECASE)
REPORT = re.compile(
    r"第[^\s:：]{1,8}届会议的?(?:工作)?报告.*|(?:Report\s(?:of|on)\sthe|Rapport\s(?:de\sla|du|sur)|Informe\s(?:de\sla|del|sobre))\s[^:]+"
)
_CONTENTS = re.compile(
    r"""\s(?=(?:Contents|Table\sdes\smati[èe]res|[ÍI]ndice|Содержание|目录|المحتويات)\s
        (?:Chapters?|Paragraphs?|Pages?|Chapitres?|Paragraphes?|Capítulos?|Párrafos?|Páginas?|Глава|Пункты|Стр|章|段|页|الفصل|الفقرات|الصفحة))
      | \s(?=(?:(?:Item|Point|Tema|Пункт|البند)\s)?(?:I\.|1\.)\s(?-i:[^\W\d_a-z]))
      | \s(?=(?:Chapter|Chapitre|Capítulo|Глава)\s(?:I|premier)(?!\w)|第一章|الفصل\sالأول)
      | \s(?=一\s?[.、．]\s?\S|أولا[\u064b]?\s?[-–—]|أولاً\s?[-–—])
      | (?<!محضر)\s(?=(?-i:Summary|Résumé|Resumen|Резюме|摘要|موجز)\s(?-i:[^\W\d_a-z]))""",
    re.VERBOSE | re.IGNORECASE,
)
"""Matches before the table of contents, the summary, or the first heading or paragraph of the text."""
_FRONT_WORD = re.compile(
    r"(?:Contents|[ÍI]ndice|Содержание|Table\sdes\smati[èe]res|目录|المحتويات|Summary|Résumé|Resumen|Резюме|摘要|موجز)\s",
    re.IGNORECASE,
)
"""Matches the word above a table of contents or summary, if more follows on its line."""
_ARABIC_ORDINAL_PART = re.compile(r"\s(?:و?ال\w+ون|عشرة?|بعد|و?المائة|الاستثنائية|المستأنفة)(?!\w)")


def left_parts(text: str, above: str, is_field: Callable[[str], bool]) -> list[str]:
    """Return the parts of the left column: organs, session, place and days, agenda item, and the titles below it."""
    parts: list[str] = []
    if top := _end_of_top(text, is_field):
        return [text[:top].strip(), *left_parts(text[top:], above, is_field)]
    remaining = text
    while remaining:
        end = _end_of_part(remaining, parts[-1] if parts else above, is_field, is_first=not parts)
        if not end and parts and (session_words.SESSION.match(parts[-1]) or SEAT.match(remaining)):
            item = words.ITEM_WITHIN.search(remaining[:_MAX_UNREAD])
            end = item.start() if item else 0  # a place and days that cannot be read: "Doha, November 2041"
        if not end:
            break
        parts.append(remaining[:end].strip(MARKS))
        remaining = remaining[end:].lstrip(f"{MARKS},;；")
        if words.ITEM_WITHIN.fullmatch(parts[-1]):
            break
    if not remaining:
        return parts
    if len(parts) == 1 and not _is_certain(parts[0], remaining, above, is_field):
        parts, remaining = [], text
    return [*parts, *title_parts(remaining, is_field)]


def _end_of_top(text: str, is_field: Callable[[str], bool]) -> int:
    """Return the end of what a program may print above the first organ on its line: a job number or bar code, symbols,
    the name of the Organization, or the short name of an organ or treaty, as in "CBD Convention on Biological
    Diversity". Return 0 if a text begins with none of these."""
    if job := _JOB.match(text):
        return job.end()
    if is_field(text):
        return 0
    if symbols := _SYMBOLS.match(text):
        return symbols.end()
    if name := _NAME_ABOVE_ORGAN.match(text):
        is_above = begins_organ(text[name.end() :]) or _NAMED_ELSEWHERE.match(text)
        return name.end() if is_above else 0
    acronym = _ACRONYM.match(text)
    below = text[acronym.end() :] if acronym else ""
    is_above = organ_names.TREATY.match(below) or _NAME_ABOVE_ORGAN.match(below)
    return acronym.end() if acronym and is_above else 0


def begins_organ(text: str) -> bool:
    folded = organ_names.fold_name(text)
    return bool(re.match(organ_names.PRINCIPAL_ORGANS, text, re.VERBOSE | re.IGNORECASE)) or any(
        folded.startswith(name) for name in organ_names.LONG_NAMES
    )


def _is_certain(part: str, remaining: str, above: str, is_field: Callable[[str], bool]) -> bool:
    """Return whether a line's first part is one even if no other is recognized: what remains is a title."""
    if session_words.SESSION.match(part) and REPORT.match(remaining):
        return True
    if organ_names.MAIN_COMMITTEE.fullmatch(part):
        return is_field(above) or organ_names.PRINCIPAL_ORGAN.match(above) is not None
    if words.ITEM_WITHIN.fullmatch(part) or session_words.SESSION.match(part):
        return is_field(above) and bool(words.ITEM_WITHIN.fullmatch(part)) and not remaining[:1].islower()
    if parse_period(part):
        is_below = is_field(above) or organ_names.BODY.match(above)
        return bool(is_below) and not parse_period(above) and (remaining[:1].isalpha() and not remaining[:1].islower())
    return bool(
        REPORT.fullmatch(remaining)
        or words.LETTER.match(remaining)
        or SEAT.match(remaining)
        or words.RECORDS.match(remaining)
    )


def _end_of_part(text: str, above: str, is_field: Callable[[str], bool], *, is_first: bool) -> int:
    """Return the end of the part with which a text begins, or 0 if none is recognized."""
    if commission := organ_names.REGIONAL_COMMISSION.match(text):
        return commission.end()
    if end := _end_of_long_name(text) or _end_of_session(text):
        return end
    name = session_words.PART_NAME.match(text)
    start = name.end() if name else 0
    end = period_at(text[start:]) or _end_of_bracketed_period(text[start:])
    is_meeting = not is_first or session_words.SESSION.match(above) or words.ITEM_WITHIN.match(text[end:].lstrip())
    if end and is_meeting and not organ_names.BODY.match(text[start : start + end]):
        return start + end
    committee = organ_names.MAIN_COMMITTEE.match(text)
    if committee and not (is_first and text[committee.end() :].strip()[:1].islower()):
        return committee.end()
    for pattern in (words.ITEM_WITHIN, _RECORDS):
        if match := pattern.match(text):
            return match.end()
    return _end_of_organ(text, above, is_field)


def _end_of_bracketed_period(text: str) -> int:
    """Return the end of a period in brackets with which a text begins: "(Vienna, 6–10 June 2033)"."""
    end = text.find(")") + 1
    return end if text.startswith("(") and end and period_at(text[1:]) == end - 2 else 0


def _end_of_long_name(text: str) -> int:
    """Return the end of the long name with which a text begins, after any ordinal: "Thirteenth United Nations
    Congress on …". Return 0 if it begins with none."""
    folded = without_ordinal(text)
    ends = [len(name) for name in organ_names.LONG_NAMES if folded.startswith(name)]
    end = max((end for end in ends if not folded[end:][:1].isalpha()), default=0)
    start = len(text) - len(folded)
    return start + end if end and organ_names.fold_name(text[start:]) == folded else 0


def _end_of_session(text: str) -> int:
    """Return the end of the session with which a text begins, or 0. The name of a part of it is not included if its
    dates follow."""
    if _CYRILLIC.match(text) and not _RUSSIAN_ORDINAL.match(text):
        return 0
    ends = [match.start() for match in re.finditer(r"[\s,]|$", text[:160])][:_MAX_SESSION]
    if re.match("第", text):
        ends = list(range(2, min(len(text), 16) + 1))
    ends = [len(text[:end].rstrip(" ,")) for end in ends]
    matching = [end for end in ends if session_words.SESSION.match(text[:end])]
    matching = [end for end in matching if not re.match(r"\s?[:：(（]|议?的?(?:工作)?报告", text[end:])]
    if not matching or not re.match("[\u0600-\u06ff]", text):
        return max(matching, default=0)
    end = min(matching)
    while part := _ARABIC_ORDINAL_PART.match(text, end):
        end = part.end()
    return end


def _end_of_organ(text: str, above: str, is_field: Callable[[str], bool]) -> int:
    """Return the end of an organ with which a text begins: it is followed by its session or an agenda item."""
    principal = re.match(organ_names.PRINCIPAL_ORGANS, text, re.VERBOSE | re.IGNORECASE)
    starts = [match.end() for match in re.finditer(r"\s", text)][:_MAX_ORGAN]
    group = _BEFORE_GROUP.search(text, 0, _MAX_PARENT)
    if group and _end_of_organ(text[group.end() :], "", is_field):
        return group.end()
    if principal:
        rest = text[principal.end() :].lstrip(MARKS)
        is_followed = not rest or _end_of_session(rest) or words.ITEM_WITHIN.match(rest) or _RECORDS.match(rest)
        if is_followed or (_end_of_organ(rest, "", is_field) and text[principal.end() : principal.end() + 1] == " "):
            return principal.end()
    for start in starts:
        name, rest = text[:start].strip(MARKS), text[start:]
        is_end = not rest[:1].islower() and any(
            (
                _end_of_session(rest),
                words.ITEM_WITHIN.match(rest),
                _is_at_seat(rest),
                REPORT.fullmatch(rest),
                words.LETTER.match(rest),
            )
        )
        is_name = organ_names.BODY.match(name) or (ends_within(above) and organ_names.BODY.match(f"{above} {name}"))
        if is_end and is_name and not (ends_within(name) or re.search(r"\d{4}|[.,]$", name)):
            return start
    return 0


def _is_at_seat(text: str) -> bool:
    return SEAT.match(text) is not None or (bool(_CHINESE_YEAR.match(text)) and period_at(text) > 0)


def title_parts(text: str, is_field: Callable[[str], bool]) -> list[str]:
    """Return the parts of a text that begins with a title: the lines that a program ran together with it, and the rest
    from the first heading or the table of contents."""
    title, *rest = _CONTENTS.split(text, maxsplit=1) if not opens_text(text) else ["", text]
    rest = [part for text in rest for part in _without_front_word(text)]
    if organ := _begin_of_organ(title):
        return [title[:organ].strip(), *left_parts(" ".join([title[organ:], *rest]), "", is_field)]
    if resolution := resolution_parts(title):
        return [*resolution, *rest]
    line = line_within(title)
    if not line:
        return [part for part in (title.strip(), *rest) if part]
    above, below = title[: line.start].strip(f"{MARKS},"), title[line.stop :].strip(f"{MARKS},")
    parts = [*title_parts(above, is_field), title[line.start : line.stop].strip()]
    is_text = line.start < line.stop and is_prose(below)
    parts += [below] if is_text else left_parts(below, "", is_field)
    return [part for part in (*parts, *rest) if part]


def _begin_of_organ(text: str) -> int:
    """Return where a principal organ with its session or its records is named behind a title; 0 if it is not."""
    organs = re.finditer(rf"(?<=\s){organ_names.PRINCIPAL_ORGANS}\s", text, re.VERBOSE)
    ends = ((organ.start(), organ.end()) for organ in organs)
    return next((start for start, end in ends if _end_of_session(text[end:]) or _RECORDS.match(text, end)), 0)


def _without_front_word(text: str) -> list[str]:
    word = _FRONT_WORD.match(text)
    return [text[: word.end()].strip(), text[word.end() :].strip()] if word else [text]
