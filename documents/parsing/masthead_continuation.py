"""Decide which lines of a masthead continue the name or title in the line above."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from documents.parsing import masthead_words as words
from documents.parsing import organ_names, session_words
from documents.parsing.agendas import names_agenda
from documents.parsing.characters import join_texts
from documents.parsing.dates import is_period, parse_date_line, period_at
from documents.parsing.masthead_unread import unread_field
from documents.parsing.sponsors import lists_names
from documents.parsing.title_words import RECORD_OF_MEETING
from documents.parsing.types import Alignment, Box

_ORGAN_SIZE = 13.0  # points; the parent organ is set larger than anything below it
_PARENT_SIZE = 15.0  # points; the parent organ next to the symbol is set in this size or larger, and no title is
_MAX_CENTRE_SHIFT = 8.0  # points; twice the distance allowed between the axes of two lines
_MAX_GAP, _MAX_GAP_OF_ARABIC, _MAX_GAP_OF_CHINESE = 0.6, 1.0, 0.8
"""Widest gaps between the lines of a name, in ems; Arabic letters and Chinese characters need more leading."""
_KINDS = (words.SUBTITLE, words.AUTHOR_LINE, words.OFFICER, words.DRAFT_AUTHOR)
_MAX_ACRONYM = 12  # characters
_MIN_FULL_LINE = 35  # characters of a line in capitals that fills its column
_MAX_LINES_OF_NAME = 10  # with the lines of the column next to them
_RUSSIAN_ORDINAL = re.compile(r"^(?:[а-яё]+\s)?[а-яё]+(?:ый|ой|ий)\s(?=Конгресс)", re.IGNORECASE)
_CHINESE = re.compile(r"[\u3000-\u9fff]{2}")
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_OPEN_END = re.compile(
    r"(?<=\d)[–-]$|\b(?:the|an?|of|to|and|on|for|in|against|its|that|which|United|qui|que"
    r"|du|des?|la|les?|une?|et|del?|el|los|las|una?|y|по|и|в|на|على|إلى|من|في|عن)$|[的和与及对在《、]$",
    re.IGNORECASE,
)
_ORDINAL_AT_END = re.compile(
    rf"\b(?:the|du|de\sla|le|del|el)\s(?:{session_words.ORDINAL.pattern})$", session_words.ORDINAL.flags
)
_LETTERS_OF_ORDINAL = re.compile(r"(?<=\d)(?:e|er|re|ème|st|nd|rd|th|-[а-я]{1,3})\b")
_OPEN_START = re.compile(
    r"(?:OF|TO|AND|ON|FOR|IN|AGAINST|WITH|ACROSS|AMONG|BETWEEN|DE|DU|DES|ET|SUR|POUR|CONTRE|DANS|ENTRE"
    r"|DEL|Y|E|EN|SOBRE|PARA|CONTRA|И|ПО|В|НА|О|ОБ|К|С|ИЗ|ДЛЯ|ЧЕРЕЗ|МЕЖДУ|ПРОТИВ)\s"
)


@dataclass(frozen=True, slots=True)
class HeadLine:
    """A line, or a few lines that belong together. ``box``, ``size`` and ``bold`` are set if the format provides them.

    ``bracketed`` means that the line is part of a text in brackets, and ``follows`` that the line above is part of the
    same paragraph. ``in_margin`` means that the line is at the left margin, with the session and the agenda item, where
    the title never is, and ``in_text`` that it is next to or below the lines at the margin. ``after_gap`` is True
    if an empty line is printed above, None if that is unknown or means nothing. ``count`` is the number of names or
    titles that it may contain. ``below_item`` means that an agenda item is printed directly above.
    """

    text: str
    box: Box | None = None
    size: float | None = None
    bold: bool | None = None
    bracketed: bool = False
    follows: bool = False
    in_margin: bool = False
    in_text: bool = False
    after_gap: bool | None = None
    count: int = 1
    alignment: Alignment | None = None
    below_item: bool = False


def continues(above: HeadLine, below: HeadLine, *, adjacent: bool) -> bool:
    """Return whether ``below`` continues the name or title in ``above``, as part of the same paragraph or set alike.

    ``adjacent`` means that no other line was read between them.
    """
    if adjacent and below.follows:
        return _is_one_name(above.text, below.text)
    if adjacent and below.after_gap is False:
        if is_cut(above.text, below.text) or (lists_names(above.text) and words.SPONSORS.match(below.text)):
            return True
        is_other = any(line.match(above.text) for line in (organ_names.BODY, words.DRAFT_AUTHOR, words.OTHER_HEAD_LINE))
        begins_other = words.AUTHOR_LINE.match(below.text) or words.DRAFT_AUTHOR.match(below.text)
        return not is_other and not begins_other and _is_one_name(above.text, below.text)
    if adjacent and (begins_long_name(above, below) or _is_set_as_name(above, below)):
        return True
    if not above.box or not below.box or above.size is None or below.size is None:
        return False
    is_set_alike = abs(above.size - below.size) <= 0.5 and (
        above.bold == below.bold or None in (above.bold, below.bold)
    )
    gap = below.box.top - above.box.bottom
    indent = below.box.left - above.box.left
    is_open_ended = is_cut(above.text, below.text)
    begins_other = words.AUTHOR_LINE.match(below.text) or words.DRAFT_AUTHOR.match(below.text)
    begins_other = begins_other or words.ISSUE.fullmatch(below.text)
    if begins_other and not is_open_ended and not above.text.endswith((",", "،", "、")):
        return False
    is_hanging = words.RESOLUTION_NUMBER.match(above.text) and 0 < indent < 90
    is_centred = abs(above.box.left + above.box.right - below.box.left - below.box.right) <= _MAX_CENTRE_SHIFT
    is_arabic = _begin_at_right(above, below)
    is_chinese = _CHINESE.match(above.text) and _CHINESE.match(below.text)
    max_gap = (_MAX_GAP_OF_ARABIC if is_arabic else _MAX_GAP_OF_CHINESE if is_chinese else _MAX_GAP) * above.size
    if is_open_ended or _are_in_capitals(above, below):
        max_gap *= 2  # the lines of a name may be paragraphs of their own
    if (
        not is_set_alike
        or not (is_hanging or is_centred or abs(indent) <= 4 or is_arabic)
        or not -0.5 * above.size < gap < max_gap
    ):
        return False
    if organ_names.PRINCIPAL_ORGAN.match(above.text) or (
        organ_names.PRINCIPAL_ORGAN.match(below.text) and not is_open_ended
    ):
        return False
    are_organs = organ_names.BODY.match(above.text) and organ_names.BODY.match(below.text)
    is_one_name = not are_organs or is_open_ended or names_purpose(above.text, below.text)
    return bool(is_one_name) or above.size >= _ORGAN_SIZE


def _begins_within(text: str) -> bool:
    """Return whether a line begins in the middle of a name: in lower case, in capitals with a preposition, or with a
    Chinese character that joins words."""
    return (
        text[:1].islower()
        or text.startswith(("的", "》", "、", "或"))
        or (_is_in_capitals(text) and _OPEN_START.match(text) is not None)
    )


def _is_in_capitals(text: str) -> bool:
    """Return whether a text is in capitals, ignoring the letters of an ordinal: "DE LA 434ème SÉANCE"."""
    return _LETTERS_OF_ORDINAL.sub("", text).isupper()


def ends_within(text: str) -> bool:
    """Return whether a line ends in the middle of a name: "Meeting for the", "Meeting for the Fifteenth"."""
    return bool(_OPEN_END.search(text) or _ORDINAL_AT_END.search(text))


def names_purpose(above: str, below: str) -> bool:
    """Return whether a line names the treaty for which the organ above was set up: "Ad Hoc Committee to Elaborate a
    Comprehensive" above "International Convention on …". A committee that a treaty sets up is below its treaty."""
    return (
        bool(organ_names.TREATY.match(below))
        and not organ_names.TREATY.match(above)
        and not organ_names.PRINCIPAL_ORGAN.match(above)
    )


def _is_set_as_name(above: HeadLine, below: HeadLine) -> bool:
    """Return whether two lines without boxes are set alike as one name.

    Either they are in the large type of an organ or both in capitals, or the second line begins in lower case, or the
    first cannot end there.
    """
    if above.box or below.box or above.bold is not below.bold or above.size != below.size:
        return False
    if words.LETTER.match(above.text) and above.bold and not words.ISSUE.match(below.text):
        return True  # only the text is printed below the title of a letter
    is_open_ended = ends_within(above.text)
    if organ_names.PRINCIPAL_ORGAN.match(above.text) or (
        organ_names.PRINCIPAL_ORGAN.match(below.text) and not is_open_ended
    ):
        return False
    is_in_large_type = (above.size or 0) >= _PARENT_SIZE
    return is_cut(above.text, below.text) or is_in_large_type or _are_in_capitals(above, below)


def _are_in_capitals(above: HeadLine, below: HeadLine) -> bool:
    """Return whether two lines set alike are a title in capitals: below an agenda item, the first is the item's title,
    and an organ, a kind or an author is a line of its own."""
    if not (above.text.isupper() and below.text.isupper()) or above.alignment is not below.alignment:
        return False
    others = (organ_names.BODY, organ_names.TREATY, words.OTHER_HEAD_LINE, words.RESOLUTION_ALONE, *_KINDS)
    # "REPORT OF THE MEETING OF THE CONFERENCE" above "OF PLENIPOTENTIARIES", not above the name of a State.
    is_long = len(above.text) >= _MIN_FULL_LINE and len(below.text.split()) > 1
    is_other = any(other.match(below.text) for other in others) or any(
        other.match(above.text) for other in others if other is not words.SUBTITLE or not is_long
    )
    return not (is_other or above.below_item or below.after_gap or is_acronym(above.text))


def _begin_at_right(above: HeadLine, below: HeadLine) -> bool:
    """Return whether two Arabic lines begin at the same right edge."""
    if not above.box or not below.box:
        return False
    return abs(above.box.right - below.box.right) <= 4 and bool(_ARABIC.match(above.text) and _ARABIC.match(below.text))


def begins_long_name(above: HeadLine, below: HeadLine) -> bool:
    """Return whether two lines are together the name of a known organ with a long name, or the beginning of one."""
    return is_part_of_name(join(above, below).text)


def is_part_of_name(text: str) -> bool:
    """Return whether a text is a long name or the beginning of one, after any ordinal: "Thirteenth United Nations"."""
    return any(name.startswith(without_ordinal(text)) for name in organ_names.LONG_NAMES)


def is_long_name(text: str) -> bool:
    """Return whether a text is the whole of a long name, after any ordinal."""
    return without_ordinal(text) in organ_names.LONG_NAMES


def without_ordinal(name: str) -> str:
    """Return the name of an organ without its ordinal, in the form in which names are compared."""
    bare = re.sub(rf"^{session_words.ORDINAL.pattern}\s", "", name, count=1, flags=session_words.ORDINAL.flags)
    return organ_names.fold_name(_RUSSIAN_ORDINAL.sub("", bare))


def _is_one_name(above: str, below: str) -> bool:
    """Return whether two lines of a paragraph are one name or title, not two organs or a title and its subtitle."""
    if organ_names.PRINCIPAL_ORGAN.match(above):
        return False
    if is_cut(above, below):
        return True
    if (
        organ_names.PRINCIPAL_ORGAN.match(below)
        or words.SUBTITLE.match(below)
        or words.OFFICER.match(below)
        or words.DRAFT_AUTHOR.match(above)
        or words.DRAFT_AUTHOR.match(below)
        or (is_acronym(above) and not below.isupper())
    ):
        return False
    return not (organ_names.BODY.match(above) and organ_names.BODY.match(below)) or names_purpose(above, below)


def is_cut(above: str, below: str) -> bool:
    """Return whether a name or title cannot end in the line above, or begin in the line below."""
    is_open = above.endswith((":", "：")) or _is_letter_to_whom(above)
    return is_open or ends_within(above) or _begins_within(below)


def _is_letter_to_whom(text: str) -> bool:
    """Return whether a text begins the title of a letter and does not name the addressee yet."""
    return words.LETTER.match(text) is not None and not words.ADDRESSEE.search(text)


def is_acronym(text: str) -> bool:
    """Return whether a line is only the short name or series of an organ, above its name: "TD", "UN-HABITAT"."""
    return len(text) <= _MAX_ACRONYM and " " not in text and text.isupper()


def join_wrapped_organ(lines: Sequence[HeadLine], is_field: Callable[[str], bool]) -> list[HeadLine]:
    """Return the lines of a head, joining an organ's name that continues on the next line without a gap, if its session
    or meeting follows or, after a gap, the title: "Committee on the Peaceful" above "Uses of Outer Space"."""
    lines = _join_long_names(lines, is_field)
    joined: list[HeadLine] = []
    for index, line in enumerate(lines):
        above = joined[-1] if joined else None
        below = _first_below_capitals(lines[index:])
        is_last_of_name = below and (
            session_words.SESSION.match(below.text)
            or _is_place_and_days(below.text)
            or _may_begin_title(below, is_field)
        )
        is_within = above and ends_within(above.text)
        if above and (is_last_of_name or is_within) and _may_end_organ(above, line, is_field):
            joined[-1] = join(above, line)
        else:
            joined.append(line)
    return joined


def _is_place_and_days(text: str) -> bool:
    return is_period(text) or (period_at(text) == len(text) > 0 and parse_date_line(text) is None)


def _first_below_capitals(lines: Sequence[HeadLine]) -> HeadLine | None:
    """Return the first line below a line or, if that is in capitals, below all lines in capitals that follow it without
    a gap: they are the rest of one name, or the title."""
    end = 1
    while end < len(lines) and all(
        line.text.isupper() and line.after_gap is False for line in lines[end - 1 : end + 1]
    ):
        end += 1
    return lines[end] if end < len(lines) else None


def _join_long_names(lines: Sequence[HeadLine], is_field: Callable[[str], bool]) -> list[HeadLine]:
    """Return the lines of a head, joining those that form the long name of an organ, whose column may be narrow.

    Between them, a text may print lines of the column next to them, such as the date.
    """
    remaining = list(lines)
    joined: list[HeadLine] = []
    while remaining:
        line = remaining.pop(0)
        name, parts, end = line, [0], 0
        for index, below in enumerate(remaining[:_MAX_LINES_OF_NAME]):
            if begins_long_name(name, below):
                name = join(name, below)
                parts.append(index + 1)
                if is_long_name(name.text):
                    line, end = name, len(parts)
            elif not is_field(below.text) or words.UNITED_NATIONS.match(below.text):
                break
        remaining = [below for index, below in enumerate(remaining, start=1) if index not in parts[:end]]
        joined.append(line)
    return joined


def _may_end_organ(above: HeadLine, line: HeadLine, is_field: Callable[[str], bool]) -> bool:
    """Return whether the name of an organ may continue in a line: below it without a gap, and no other kind of line."""
    if (
        line.after_gap is not False
        or is_field(line.text)
        or unread_field(line.text)
        or words.OTHER_HEAD_LINE.match(line.text)
    ):
        return False
    if names_agenda(line.text):
        return False
    others = (organ_names.BODY, organ_names.TREATY, organ_names.PRINCIPAL_ORGAN, RECORD_OF_MEETING, *_KINDS)
    is_organ = organ_names.BODY.match(above.text) and not organ_names.PRINCIPAL_ORGAN.match(above.text)
    return bool(is_organ) and not any(other.match(line.text) for other in others)


def _may_begin_title(line: HeadLine, is_field: Callable[[str], bool]) -> bool:
    """Return whether a line below a gap may begin a title; the words of an author or kind are printed below one."""
    is_kind = words.AUTHOR_LINE.match(line.text) or words.DRAFT_AUTHOR.match(line.text) or words.ISSUE.match(line.text)
    return line.after_gap is True and not is_field(line.text) and not is_kind


def heed_gaps(lines: Sequence[HeadLine], last_field: int) -> list[HeadLine]:
    """Return the lines, with ``after_gap`` only for those below the last field, if empty lines separate titles there.

    They do if a line below the last field, above the end, has an empty line above it, and another line has none.
    ``last_field`` is the index of the last field that precedes the title.
    """
    candidates = lines[last_field + 1 : -1] or lines[last_field + 1 :]
    below = [line for line in candidates if not words.AUTHOR_LINE.match(line.text)]
    if any(line.after_gap for line in below) and any(line.after_gap is False for line in lines):
        above = [replace(line, after_gap=None) for line in lines[: last_field + 1]]
        return [*above, *lines[last_field + 1 :]]
    return [replace(line, after_gap=None) for line in lines]


def mark_below_items(lines: Sequence[HeadLine]) -> list[HeadLine]:
    """Mark the lines directly below an agenda item that may be its whole title, and return all lines.

    A line is not the whole title if the next line is set like it and the title of the document below that is set
    differently.
    """
    are_items = [False, *(words.AGENDA_ITEM.match(line.text) is not None for line in lines)]
    return [
        replace(line, below_item=is_below and not _is_above_title_set_apart(lines[index : index + 3]))
        for index, (line, is_below) in enumerate(zip(lines, are_items, strict=False))
    ]


def _is_above_title_set_apart(lines: Sequence[HeadLine]) -> bool:
    """Return whether the first two of three lines are set alike, and the third, which names no kind of document,
    differently."""
    if len(lines) < 3 or any(kind.match(lines[2].text) for kind in _KINDS):
        return False
    settings = [(line.alignment, line.bold, line.size) for line in lines]
    return settings[0] == settings[1] != settings[2]


def may_continue(title: HeadLine, below: Sequence[HeadLine]) -> bool:
    """Return whether the line below a title may continue it: both are in bold and centred, and no kind or author."""
    if not below or title.box or title.alignment is not Alignment.CENTRE or not title.bold:
        return False
    is_set_alike = (title.alignment, title.bold, title.size) == (below[0].alignment, below[0].bold, below[0].size)
    return is_set_alike and not any(kind.match(line.text) for kind in _KINDS for line in (title, below[0]))


def continue_margin(last: HeadLine, lines: Sequence[HeadLine]) -> list[HeadLine]:
    """Return the lines below the margin, with those that continue the title of the agenda item marked as part of it.

    ``last`` is the last line of the margin. A long title of an agenda item is set across the page, in the type of the
    margin and above the larger title of the document.
    """
    largest = max((line.size or 0.0 for line in lines), default=0.0)
    wide = []
    for line in lines:
        is_set_alike = line.size is not None and last.size is not None and abs(line.size - last.size) <= 0.5
        is_at_margin = line.box and last.box and abs(line.box.left - last.box.left) <= 4
        if not (is_set_alike and is_at_margin and (line.size or 0.0) < largest - 1):
            break
        wide.append(replace(line, in_margin=True, in_text=False))
    return [*wide, *lines[len(wide) :]]


def join(above: HeadLine, below: HeadLine) -> HeadLine:
    """Return two lines as one, with the box of the lower one, to which the next line is compared."""
    texts = (above.text, below.text)
    text = "".join(texts) if above.text.endswith(("-", "–")) else join_texts(texts)
    count = above.count + (0 if is_cut(*texts) else below.count)
    return replace(above, text=text, box=below.box, count=count)
