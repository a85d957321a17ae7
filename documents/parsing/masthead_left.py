"""Separate the left column of a masthead that is printed on one line: organs, session, place and days, agenda item and
titles, in this order."""

from __future__ import annotations

import re
from collections.abc import Callable

from documents.parsing import masthead_words as words
from documents.parsing import organ_names, session_words
from documents.parsing.agendas import names_agenda
from documents.parsing.dates import parse_period, period_at
from documents.parsing.enacting import resolution_parts
from documents.parsing.masthead_continuation import ends_within, is_cut
from documents.parsing.masthead_end import opens_text
from documents.parsing.masthead_fields import JOB_NUMBER
from documents.parsing.title_words import AGENDA_TITLE, COMMITTEE_REPORT, RECORD_OF_MEETING

MARKS = " \t*|·-–—"
"""Characters that may be left between the parts of a masthead."""
_MAX_ORGAN, _MAX_SESSION = 35, 10  # words
_MAX_PARENT = 160  # characters of the name of a parent organ
_MAX_UNREAD = 80  # characters between a session and an agenda item

_NAMED_ELSEWHERE = re.compile(
    r"(?:Nations\sUnies|Naciones\sUnidas|Организация\sОбъединенных\sНаций|联合国|الأمم\sالمتحدة)\s(?-i:(?![a-zа-яё]))",
    re.IGNORECASE,
)
"""Matches the name of the Organization in the languages in which no organ's name begins with it."""
_TOPMOST = re.compile(
    rf"(?:(?:{words.ORGANIZATION_NAMES}|UNITED(?:\s[AEST])?\sNATIONS|NATIONS|UNIES|UNIDAS|Наций)(?:\s[AEST](?=\s))?)\s+",
    re.IGNORECASE,
)
"""Matches the name of the Organization, and the large letter of the symbol, above the first organ."""

_JOB = re.compile(rf"(?:{JOB_NUMBER.pattern}\*?\s*\([A-Z]\)(?:\s+\d{{6}}(?!\d))*|\*?\d{{7}}\*?)\s+(?=[^\W\d_])")
"""Matches the job number or the bar code, which a program may print above the organ on its line."""

_ACRONYM = re.compile(r"[A-Z]{2,8}\s+")
"""Matches the short name of a treaty, if its name follows: "CBD Convention on Biological Diversity"."""

_NAME = r"(?-i:[A-ZÀ-ÞА-ЯЁ])[\w’'-]*(?:\s[\w’'()-]+){0,5}"
_SPONSOR_LIST = re.compile(
    rf"(?<=[\w)])\s(?=(?-i:[A-ZÀ-ÞА-ЯЁ])[\w’'-]*(?:\s(?:and|et|y|и|of|de)\s[\w’'-]+)?,\s(?:{_NAME},\s){{6}})"
)
"""Matches before a long list of names, of which the first has one word or two with "and" between them."""
_BEFORE_GROUP = re.compile(
    r"(?<=[a-z] )(?:(?<=Board )|(?<=Council )|(?<=Commission )|(?<=Committee )|(?<=Conference ))"
    r"(?=(?:(?:Ad\sHoc|Open-ended|Intergovernmental|Intersessional|Expert)\s){0,3}Working\s(?:Group|Party)\s)"
)
"""Matches between the name of an organ and that of its working group, on one line."""
_SEAT = re.compile(rf"{words.SEATS}[,،]\s\d")
_CHINESE_YEAR = re.compile(r"(?:19|20)\d\d\s?年")
_CHINESE = re.compile("[\u4e00-\u9fff]")
_CYRILLIC = re.compile("[А-яЁё]")
_RUSSIAN_ORDINAL = re.compile(r"(?:\w+(?:ая|ья)|\w+(?:дцать|десят)|Сорок|Девяносто|Сто|Сессия)\s|\d", re.IGNORECASE)
_RECORDS = re.compile(r"Official\sRecords\b.{0,40}?Supplement\sNo\.\s?\d{1,3}[A-Z]?(?!\w)", re.IGNORECASE)
REPORT = re.compile(
    r"第[^\s:：]{1,8}届会议的?(?:工作)?报告.*|(?:Report\s(?:of|on)\sthe|Rapport\s(?:de\sla|du|sur)|Informe\s(?:de\sla|del|sobre))\s[^:]+"
)
_REPORT_ON = re.compile(r"(?:Rapport\ssur|Informe\ssobre|Доклад\sоб?)\s")
"""Matches the beginning of a report's title; in these languages, capitals are not used within a title."""
_KIND = re.compile(r"(?:(?:Report|Note)\s(?:of|by)|(?:Background|Working|Discussion)\spaper\sprepared\sby)\sthe\s")
_KIND_ADJECTIVE = re.compile(
    r"(?:Advance|Annual|Biennial|Comprehensive|Conference|Consolidated|Explanatory|Final|First|Interim|Joint|Periodic"
    r"|Preliminary|Progress|Revised|Second|Special|Summary|Technical|Third|Updated)\s"
)
_MAX_ADJECTIVES = 40  # characters before the noun in the line of an author
_SECOND_TITLE = re.compile(r"(?<=[a-z]{3}\s)(?=Progress\sreport\son\s|Activities\sof\sthe\s)")
"""Matches the beginning of a title below that of the agenda item, of words that have capitals nowhere else."""
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
_ARABIC_ORDINAL_PART = re.compile(r"\s(?:و?ال\w+ون|عشرة?|بعد|و?المائة|الاستثنائية|المستأنفة)(?!\w)")


def left_parts(text: str, above: str, is_field: Callable[[str], bool]) -> list[str]:
    """Return the parts of the left column: organs, session, place and days, agenda item, and the titles below it."""
    parts: list[str] = []
    if job := _JOB.match(text):
        return [job.group().strip(), *left_parts(text[job.end() :], above, is_field)]
    acronym = _ACRONYM.match(text)
    if acronym and organ_names.TREATY.match(text[acronym.end() :]):
        return [acronym.group().strip(), *left_parts(text[acronym.end() :], above, is_field)]
    topmost = _TOPMOST.match(text)
    if topmost and not is_field(text) and (begins_organ(text[topmost.end() :]) or _NAMED_ELSEWHERE.match(text)):
        return [topmost.group().strip(), *left_parts(text[topmost.end() :], above, is_field)]
    remaining = text
    while remaining:
        end = _end_of_part(remaining, parts[-1] if parts else above, is_field, is_first=not parts)
        if not end and parts and (session_words.SESSION.match(parts[-1]) or _SEAT.match(remaining)):
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
        or _SEAT.match(remaining)
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
    folded = organ_names.fold_name(text)
    names = [
        name for name in organ_names.LONG_NAMES if folded.startswith(name) and not folded[len(name) :][:1].isalpha()
    ]
    return max(map(len, names), default=0) if len(folded) == len(text) else 0


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
    return _SEAT.match(text) is not None or (bool(_CHINESE_YEAR.match(text)) and period_at(text) > 0)


def title_parts(text: str, is_field: Callable[[str], bool]) -> list[str]:
    """Return the parts of a text that begins with a title: further organs with sessions, titles, author, and the rest
    from the first heading or the table of contents."""
    title, *rest = _CONTENTS.split(text, maxsplit=1) if not opens_text(text) else ["", text]
    rest = [part for text in rest for part in _without_front_word(text)]
    organ = next(
        (
            match.start()
            for match in re.finditer(rf"(?<=\s){organ_names.PRINCIPAL_ORGANS}\s", title, re.VERBOSE)
            if _end_of_session(title[match.end() :])
        ),
        0,
    )
    if organ:
        return [title[:organ].strip(), *left_parts(" ".join([title[organ:], *rest]), "", is_field)]
    if (held := words.HELD_AT_HOUR.search(title)) and held.start():
        below = title_parts(title[held.end() :].strip(), is_field)
        return [title[: held.start()].strip(MARKS + ","), held.group(), *below, *rest]
    if resolution := resolution_parts(title):
        return [*resolution, *rest]
    if (opening := _OPENING_OF_LETTER.search(title)) and words.LETTER.match(title):
        text_below = " ".join([title[opening.end() :], *rest])
        return [*title_parts(title[: opening.start()], is_field), text_below]
    letter = words.LETTER.match(title) and _END_OF_ADDRESSEE.search(title)
    if letter and letter.end() < len(title.rstrip()):
        return [title[: letter.end()].strip(), title[letter.end() :].strip(), *rest]
    if fixed := _fixed_title(title):
        before, after = title[: fixed.start()].strip(), title[fixed.end() :].strip(f"{MARKS},")
        return [part for part in (before, fixed.group().strip(), after, *rest) if part]
    starts = [match.end() for match in re.finditer(r"\s(?=[^\W\d_])", title)]
    starts = [start for start in starts if not title[start].islower()]
    agendas = (start for start in starts if title[start].isupper() and names_agenda(title[:start].strip()))
    if (agenda := next(agendas, 0)) and not ends_within(title[:agenda].strip()):
        return [title[:agenda].strip(), title[agenda:].strip(), *rest]
    kinds = (words.AUTHOR_LINE.match, words.ISSUE.fullmatch, words.DRAFT_BY.match, _REPORT_ON.match)
    authors = (start for start in starts if any(kind(title[start:]) for kind in kinds))
    author = next(authors, 0) if not words.AUTHOR_LINE.match(title) else 0
    author = _begin_of_kind(title, author, starts) if author else 0
    if author and title[author - 2].isalpha() and not ends_within(title[:author].strip()):
        return [*_item_and_title(title[:author].strip()), *title_parts(title[author:].strip(), is_field), *rest]
    return [part for part in (*_without_sponsors(title.strip()), *rest) if part]


def _begin_of_kind(text: str, author: int, starts: list[int]) -> int:
    """Return where the line of an author begins: at an adjective or at the noun, "Note by …", not at the capitals with
    which the title ends: "Working Group on Asset Recovery Note by the Secretariat"."""
    if _KIND_ADJECTIVE.match(text, author):
        return author
    nouns = (at for at in starts if author < at < author + _MAX_ADJECTIVES and _KIND.match(text, at))
    return next(nouns, author)


def _item_and_title(text: str) -> list[str]:
    """Return the title of an agenda item, and separately that of the document, if its words show where it begins."""
    middle = len(text) // 2
    if middle and text[:middle] == text[middle + 1 :]:  # the document has the title of its agenda item
        return [text[:middle], text[middle + 1 :]]
    second = _SECOND_TITLE.search(text)
    if not second or ends_within(text[: second.start()].strip()):
        return [text]
    return [text[: second.start()].strip(), text[second.start() :]]


def _without_front_word(text: str) -> list[str]:
    word = _FRONT_WORD.match(text)
    return [text[: word.end()].strip(), text[word.end() :].strip()] if word else [text]


def _fixed_title(text: str) -> re.Match[str] | None:
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
            return title
    return None


def _without_sponsors(title: str) -> list[str]:
    """Return a title, and separately the States listed behind it on the same line: the sponsors of a draft."""
    listed = _SPONSOR_LIST.search(title)
    if not listed or not title[: listed.start()].strip():
        return [title]
    return [title[: listed.start()].strip(), title[listed.start() :].strip()]
