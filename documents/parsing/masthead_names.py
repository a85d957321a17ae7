"""Choose the title, the organs and the meeting of a document among the lines read in its head."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import takewhile

from documents.parsing import masthead_words as words
from documents.parsing import organ_names, session_words, symbols
from documents.parsing.agendas import names_agenda
from documents.parsing.characters import join_texts, one_line
from documents.parsing.dates import parse_period
from documents.parsing.enacting import enacting_organ, is_enacting_line
from documents.parsing.masthead_continuation import ends_within
from documents.parsing.masthead_fields import Head
from documents.parsing.session_kinds import without_part
from documents.parsing.sponsors import lists_many_names
from documents.parsing.types import Dates, Fragment, Organ, UnreadLine

_MAX_TITLE_LINES = 3
_SENTENCE_ENDS = (".", ":", "。", "：")
_MAX_ABOVE_TEXT = 8  # lines above the text of a resolution
_ARABIC_NUMBER = re.compile(r"(?:•\s)?\d{1,4}/\d{1,4}[\s.]*(?=[\u0621-\u064a])")
"""Matches the number of a resolution in Arabic, which a program may print in reverse and without a space behind it."""
_MIN_REPEATED, _MAX_MISREAD = 30, 3  # letters
_MAX_TEXTS = 20  # fragments of the text in which the full name of an organ is searched
_STATEMENT_OF_ORGANIZATION = re.compile(
    r"""(?: (?:(?:joint|written|oral)\s){0,2}statement\s(?:jointly\s)?submitted\sby\s
          | (?:exposé|déclaration)\s(?:(?:conjointe?|écrite?|orale?)\s){0,2}(?:présentée?|soumise?)\s
          | (?:exposición|declaración)\s(?:(?:conjunta|por\sescrito|escrita)\s){0,2}presentada\s
          | (?:(?:совместное|письменное)\s){0,2}(?:изложение|заявление),?\sпредставленн\w+\s
          | (?:بيان|عرض)\s(?:(?:مشترك|مكتوب|كتابي|خطي)\s){0,2}مقدم\sمن\s )
        .*(?:non-governmental|consultative\sstatus|non\sgouvernementale|statut\sconsultatif|no\sgubernamental|consultiva
            |неправительственн|консультативн|غير\s(?:ال)?حكومية|مركز\s(?:ال)?استشاري)
      | .{2,200}(?:非政府组织|咨商地位).*提[交出]的(?:联合|书面){0,2}(?:声明|陈述)""",
    re.VERBOSE | re.IGNORECASE,
)
"""Matches the title of the statement of an organization, which is printed below the title of the agenda item."""

_REPORT_OF = re.compile(
    r"(?:Report\sof\sthe\s|Rapport\s(?:du\s|de\sla\s|de\sl['’])|Informe\s(?:del|de\sla)\s)(?=[A-ZÉ])"
)
_GROUP = re.compile(r"\b(?:Group|Groupe|Grupo|группа)\b|فريق|الفريق|工作组|审议组|专家组", re.IGNORECASE)
_ORGAN_NAMED_AGAIN = re.compile(
    r"""(?P<before>.+)\s(?:of\sthe|(?:du|de\sla)|de\sl['’]|del)\s?
        (?:Committee|Commission|Council|Conference|Congress|Assembly|(?:Working\s)?Group|Forum
          |Comité|Conseil|Conférence|Congrès|Assemblée|Groupe(?:\sde\stravail)?
          |Comisión|Consejo|Conferencia|Congreso|Asamblea|Grupo(?:\sde\sTrabajo)?|Foro)
      | (?P<before_ru>.+)\s(?:Комитета|Комиссии|Совета|Конференции|Конгресса|Ассамблеи|(?:Рабочей\s)?группы|Форума)""",
    re.VERBOSE | re.IGNORECASE,
)
"""Matches a title that ends in the short name of the organ named above it: "Progress of the work of the Commission"."""


def read_title_line(head: Head, text: str) -> None:
    """Add a line to those of the title and its subtitles, unless it is known to be another line."""
    is_other = words.OTHER_HEAD_LINE.match(text) or words.OFFICER.match(text) or re.fullmatch(words.SEATS, text)
    if is_other or text.isdigit():
        return
    if symbols.REVERSED.fullmatch(text):
        head.unread.append(UnreadLine("symbol", text))
        return
    printed = [_fold(line) for line in head.title_lines]
    if _fold(text) in printed:  # the title page behind a cover begins again
        above = printed.index(_fold(text)) + 1
        head.title_lines[above:] = [line for line in head.title_lines[above:] if _names_kind([line])]
    elif any(_is_misread(_fold(text), line) for line in printed) or (
        head.agenda_titles and lists_many_names(text) and not words.DRAFT_AUTHOR.match(text)
    ):
        head.unread.append(UnreadLine("title", text))
    else:
        head.title_lines.append(text)


def _is_misread(text: str, printed: str) -> bool:
    """Return whether two folded lines are one, of which character recognition misread a few letters: the title of a
    cover is repeated on the title page."""
    if len(text) < _MIN_REPEATED or abs(len(text) - len(printed)) > _MAX_MISREAD:
        return False
    changes = SequenceMatcher(None, text, printed, autojunk=False).get_opcodes()
    letters = "".join(text[i:j] + printed[k:m] for kind, i, j, k, m in changes if kind != "equal")
    return len(letters) <= 2 * _MAX_MISREAD and not any(map(str.isdigit, letters))


def _fold(text: str) -> str:
    return re.sub(r"\W", "", text).casefold()


def find_title(head: Head) -> tuple[str | None, str | None]:
    """Return the title and the subtitle. The line that names an unofficial paper is the title only if no other is."""
    title, subtitle = _find_title(head)
    if head.non_paper is None:
        return title, subtitle
    return (title, " ".join(filter(None, (head.non_paper, subtitle)))) if title else (head.non_paper, None)


def _find_title(head: Head) -> tuple[str | None, str | None]:
    """Return the title and the subtitle. If the first line only names the author of a draft, or is only the number of
    a resolution, the title is the next line. If it only names the author of another kind of document, the title is the
    line that was read as the agenda item's title. The title of an organization's statement, or of a draft below its
    sponsors, is below that of the agenda item."""
    texts = list(head.title_lines)
    # Below a margin, which has the title of the agenda item, the line above a statement is its own title.
    statement = 0 if head.has_margin else next((i for i, t in enumerate(texts) if is_statement_of_organization(t)), 0)
    head.agenda_titles += texts[:statement]
    texts = texts[statement:]
    sponsors = next((i for i, text in enumerate(texts[:-1]) if words.DRAFT_AUTHOR.match(text)), 0)
    if head.agenda_item and not head.agenda_titles and not _names_kind(texts[sponsors + 1 :]):
        head.agenda_titles += texts[:sponsors]
        texts = texts[sponsors:]
    if head.agenda_item and (above := _titles_of_item(head.agenda_titles, texts)):
        head.agenda_titles += texts[:above]
        texts = texts[above:]
    elif head.agenda_titles and not head.has_margin and _names_only_author(texts):
        texts.insert(0, head.agenda_titles.pop())
    if not texts and (head.has_own_title or len(head.agenda_titles) > 1):  # the last is the document's
        title = head.agenda_titles.pop()
        if head.agenda_titles and not head.is_last_title_apart:
            head.unread.append(UnreadLine("item_title", title))
        return title, None
    if not texts:
        return (head.agenda_titles[0] if head.agenda_titles else None), None
    if len(texts) > 1 and (words.DRAFT_AUTHOR.match(texts[0]) or words.RESOLUTION_ALONE.match(texts[0])):
        texts = [texts[1], texts[0], *texts[2:]]
    return words.RESOLUTION_NUMBER.sub("", texts[0]), " ".join(texts[1:]) or None


def _titles_of_item(agenda_titles: Sequence[str], texts: Sequence[str]) -> int:
    """Return how many of the lines read as the title belong to that of the agenda item instead: those in capitals above
    the title in small letters, "UNIVERSAL PERIODIC REVIEW" above "Report of the Working Group on …", and the line above
    "Provisional agenda and annotations"."""
    count = next((i for i, text in enumerate(texts) if not text.isupper()), 0)
    may_be_title = count and (not _names_kind(texts[count:]) or _is_report_of_organ(texts[count]))
    if may_be_title and all(text.isupper() for text in agenda_titles):
        return count
    is_above_agenda = len(texts) > 1 and names_agenda(texts[1]) and not names_agenda(texts[0])
    return 1 if agenda_titles and is_above_agenda else 0


def title_of_resolution(body: Sequence[Fragment]) -> str | None:
    """Return the title of the resolution with which a text begins, if its head has no title, or None: the lines between
    its number, or a sentence that announces it, and the line that names the enacting organ."""
    texts = [one_line(fragment.text) for fragment in body]
    above = list(takewhile(lambda text: not is_enacting_line(text), texts[:_MAX_ABOVE_TEXT]))
    starts = [i for i, text in enumerate(above) if words.RESOLUTION_ALONE.match(text) or text.endswith(_SENTENCE_ENDS)]
    is_only = sum(map(is_enacting_line, texts)) == 1
    if len(above) == 1 and (number := _ARABIC_NUMBER.match(above[0])):
        return above[0][number.end() :]
    title = above[starts[-1] + 1 :] if starts and is_only and len(above) < _MAX_ABOVE_TEXT else []
    return join_texts(title) if 0 < len(title) <= _MAX_TITLE_LINES else None


def is_statement_of_organization(text: str) -> bool:
    """Return whether a line is the title of a statement that an organization submitted."""
    return _STATEMENT_OF_ORGANIZATION.match(text) is not None


def names_organ_again(text: str) -> bool:
    """Return whether a line is a title that ends in the short name of the organ, not the name of another organ."""
    match = _ORGAN_NAMED_AGAIN.fullmatch(text)
    return match is not None and not organ_names.BODY.match(match["before"] or match["before_ru"])


def _names_only_author(title_lines: Sequence[str]) -> bool:
    """Return whether the lines read as the title name the author of a document or of a draft, or begin with a line
    such as "Corrigendum"; none of these is a title."""
    if not title_lines:
        return False
    if words.ISSUE.fullmatch(title_lines[0]):
        return True
    is_only_author = len(title_lines) == 1 and words.DRAFT_AUTHOR.match(title_lines[0])
    return bool(is_only_author or words.AUTHOR_LINE.match(title_lines[0]))


def _names_kind(title_lines: Sequence[str]) -> bool:
    """Return whether the first of some lines names a kind or an author, and so is not a title."""
    return any(kind.match(text) for text in title_lines[:1] for kind in (words.SUBTITLE, words.AUTHOR_LINE))


def _is_report_of_organ(title: str) -> bool:
    """Return whether a title is that of the report of an organ, which may have a long name."""
    report = _REPORT_OF.match(title)
    return (
        report is not None
        and organ_names.BODY.match(organ_names.ON_ITS_SESSION.sub("", title[report.end() :])) is not None
    )


def _reporting_organ(title: str) -> str | None:
    """Return the organ whose report has this title, or None."""
    match = words.REPORT_OF_ORGAN.match(title)
    organ = next(filter(None, match.groups())) if match else ""
    return organ if organ_names.BODY.match(organ) else None


def _is_other_organ(name: str, parent: str) -> bool:
    """Return whether a name is not of a principal organ, nor that of the parent organ, whole or shortened."""
    folded = [organ_names.fold_name(name), organ_names.fold_name(parent)]
    is_same = folded[0].startswith(folded[1]) or folded[1].startswith(folded[0])
    return not is_same and not organ_names.PRINCIPAL_ORGAN.match(name)


def _is_group_of_series(name: str, symbols: Sequence[str]) -> bool:
    """Return whether a name is that of a working group, in whose series all symbols are: its parent is not printed."""
    is_group = _GROUP.search(name) and organ_names.fold_name(name) not in organ_names.LONG_NAMES
    return bool(is_group and symbols) and all(map(organ_names.SERIES_OF_GROUPS.search, symbols))


def find_bodies(head: Head, second: Head, body: Sequence[Fragment]) -> tuple[str | None, str | None]:
    """Return the parent organ and the subsidiary organ, ordered by rank and then as printed. If no line of the head
    names an organ, return the organ that the document is a report of, or that adopts the resolution."""
    others = set(map(organ_names.fold_name, second.bodies))
    names = [_completed_name(name, body) for name in head.bodies if organ_names.fold_name(name) not in others]
    ranked = sorted(names, key=lambda name: not organ_names.PRINCIPAL_ORGAN.match(name))
    if len(ranked) == 1 and _is_group_of_series(ranked[0], head.symbols):
        return None, ranked[0]
    reporting_organ = next(filter(None, map(_reporting_organ, head.title_lines[:2])), None)
    if ranked:
        has_cover = len(ranked) == 1 and not head.agenda_item and _is_other_organ(reporting_organ or "", ranked[0])
        return ranked[0], ranked[-1] if len(ranked) > 1 else (reporting_organ if has_cover else None)
    if reporting_organ:
        return reporting_organ, None
    organ = enacting_organ(body[0].text.strip()) if body else None
    is_organ = organ and (organ_names.BODY.match(organ) or organ_names.PRINCIPAL_ORGAN.match(organ))
    return (organ if is_organ else None), None


def find_session_and_meeting(head: Head, title: str) -> tuple[str | None, Dates | None]:
    """Return the session and the meeting. A cover gives them only in the title, and the dates there or below it; below
    the name of its session, the title of a report on this session may give the place and dates."""
    meeting = head.meeting or head.day_below_session
    if meeting and meeting.place:
        return head.session, meeting
    match = session_words.SESSION_IN_TITLE.search(title)
    in_title = next(filter(None, match.groups())) if match else None
    names = [without_part(name).casefold() for name in (head.session or in_title, in_title) if name]
    is_own = in_title and names[0] == names[-1]
    if not meeting and (is_own or words.REPORT_ON_MEETING.match(title)):
        in_brackets = re.search(r"[(（]([^()（）]*\d{4}[^()（）]*)[)）]$", title)
        meeting = parse_period(in_brackets[1] if in_brackets else title)
    return head.session or in_title, meeting


def further_organs(second: Head, parent: str | None, subsidiary: str | None) -> tuple[Organ, ...]:
    """Return the organ of the second column, if any. A subsidiary organ has the parent of the first column's organ."""
    if not second.bodies:
        return ()
    name = second.bodies[0]
    is_principal = subsidiary is None or organ_names.PRINCIPAL_ORGAN.match(name)
    return (
        Organ(
            body=name if is_principal else parent,
            subsidiary_body=None if is_principal else name,
            session=second.session,
            meeting=second.meeting,
            agenda_item=second.agenda_item,
            agenda_title=" ".join((*second.agenda_titles, *second.title_lines)) or None,
        ),
    )


def _completed_name(name: str, body: Sequence[Fragment]) -> str:
    """Return the name of an organ, completed from the text if the head breaks it off: "… United Nations Convention
    against". It is returned unchanged, and doubted, if the text does not print the whole name."""
    folded = organ_names.fold_name(name)
    longer = [long for long in organ_names.LONG_NAMES if long.startswith(f"{folded} ")]
    if not ends_within(name) or not longer:
        return name
    texts = (one_line(fragment.text) for fragment in body[:_MAX_TEXTS])
    places = ((text, organ_names.fold_name(text).find(long), len(long)) for text in texts for long in longer)
    return next((text[start : start + length] for text, start, length in places if start >= 0), name)
