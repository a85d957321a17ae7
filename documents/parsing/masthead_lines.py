"""Separate the lines of a masthead that a page sets side by side or stacks in one column."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from documents.parsing import masthead_words as words
from documents.parsing import session_words
from documents.parsing.characters import join_texts, without_note_markers
from documents.parsing.dates import DATE, is_cut_off, is_period, parse_date_line, parse_period
from documents.parsing.symbols import SYMBOL
from documents.parsing.types import Box, Fragment

_ORGAN_SIZE = 13.0  # points; the parent organ is set larger than anything below it
_PARENT_SIZE = 15.0  # points; the parent organ next to the symbol is set in this size or larger, and no title is
_MAX_CENTRE_SHIFT = 8.0  # points; twice the distance allowed between the axes of two lines
_MAX_GAP, _MAX_GAP_OF_ARABIC, _MAX_GAP_OF_CHINESE = 0.6, 1.0, 0.8
"""Widest gaps between the lines of a name, in ems; Arabic letters and Chinese characters need more leading."""
_MAX_ACRONYM = 12  # characters
_LARGE_SIZE = 16.0
"""Minimum size, in points, of the large letters that begin a symbol: "A" or "CTOC" before "/COP/2022/5"."""

_COLUMN_GAP = re.compile(r"(?<=\S)\s+(?=Distr\.)")
_STACKED = (
    re.compile(rf"(?:Distr\.?\s*:?\s*)(?:{words.DISTRIBUTION_KINDS})\b", re.IGNORECASE),
    SYMBOL,
    DATE,
    re.compile(
        rf"Original\s?:\s*(?:{words.LANGUAGE_NAMES})(?:(?:\s?[/,]\s?|\s(?:and|et|y|и)\s)(?:{words.LANGUAGE_NAMES}))*",
        re.IGNORECASE,
    ),
    re.compile(rf"(?:{words.LANGUAGE_NAMES})(?:\s(?:{words.ONLY}))?\b", re.IGNORECASE),
    re.compile(r"(?:[\w-]+\s){1,3}(?:session|período\sde\ssesiones|сессия)\b", re.IGNORECASE),
    re.compile(r"Agenda\sitems?\s\d+(?:\s?\([a-z]+\))*(?:\sand\s\d+(?:\s?\([a-z]+\))*)?", re.IGNORECASE),
    re.compile(r"Tema\s\d+(?:\s?[a-z]\))?\sdel\sprograma|Point\s\d+\sde\sl['’]ordre\sdu\sjour", re.IGNORECASE),
)
"""Fields that older layouts stack in one column: "A/50/610", "24 November 1995", "ENGLISH", "ORIGINAL: SPANISH"."""
_BRACKETED = re.compile(r"^(?P<organ>[^()]{0,120}?)\s*\((?P<inside>[^()]*\bsession\b.*)\)$", re.IGNORECASE)
_CHINESE_SESSION = re.compile(r"(?<=[会组])(?=第[一二三四五六七八九十百\d]{1,6}届)|(?<=届会议)(?=第.{1,3}委员会$)")
"""Matches between an organ and its session, in either order, which Chinese prints without a space."""
_ORGAN_AND_SEAT = re.compile(
    r"(?P<organ>.+?),?\s(?P<meeting>(?:New\sYork|Nueva\sYork|Нью-Йорк|Vienna|Vienne|Viena|Вена|Geneva|Genève|Ginebra|Женева"
    r"|Nairobi|Найроби|Bangkok|Addis\sAbaba|Beirut|Santiago|The\sHague|Bonn|Rome|Paris|Montreal),\s.*\d.*)"
)
"""Matches an organ with the place and days of its meeting, at a seat of the Organization: "Working Group on Firearms
Vienna, 7–9 May 2031"."""
_BEFORE_CHINESE_ITEM = re.compile(r"(?<=[^\s(（])(?=(?:临时)?议程(?:草案)?项目\s?\d)")
_ORDINAL_END = re.compile(r"o|er|re|e|ème|st|nd|rd|th")
_YEAR_END = re.compile(r"(?:19|20)\d\d\W*$")
_RUSSIAN_ORDINAL = re.compile(r"^(?:[а-яё]+\s)?[а-яё]+(?:ый|ой|ий)\s(?=Конгресс)", re.IGNORECASE)
_CHINESE = re.compile(r"[\u3000-\u9fff]{2}")
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_SYMBOL_START = re.compile(r"[A-Z]{1,8}(?:/[\w.()]+)*/")
"""Matches the beginning of a symbol that a narrow column breaks after a slash: "CTOC/COP/" above "WG.3/2020/L.1"."""
_OPEN_END = re.compile(
    r"(?<=\d)[–-]$|\b(?:the|an?|of|to|and|on|for|in|against|United|du|des?|la|les?|une?|et|del?|el|los|las|una?|y|по|и|в|на)$|[的和与及对在《、]$",
    re.IGNORECASE,
)
_ORDINAL_AT_END = re.compile(
    rf"\b(?:the|du|de\sla|le|del|el)\s(?:{session_words.ORDINAL.pattern})$", session_words.ORDINAL.flags
)
_OPEN_START = re.compile(
    r"(?:OF|TO|AND|ON|FOR|IN|AGAINST|WITH|DE|DU|DES|ET|SUR|POUR|CONTRE|DEL|Y|SOBRE|PARA|CONTRA|И|ПО|В|О|ОБ|ПРОТИВ)\s"
)


@dataclass(frozen=True, slots=True)
class HeadLine:
    """A line, or a few lines that belong together. ``box``, ``size`` and ``bold`` are set if the format provides them.

    ``bracketed`` means that the line is part of a text in brackets, and ``follows`` that the line above is part of the
    same paragraph. ``in_margin`` means that the line is at the left margin, with the session and the agenda item, where
    the title never is, and ``in_text`` that it is next to or below the lines at the margin. ``after_gap`` tells
    whether an empty line is printed above; None if that is unknown or means nothing. ``count`` is the number of names
    or titles that it may contain.
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


def head_lines(fragments: Iterable[Fragment], is_field: Callable[[str], bool]) -> list[HeadLine]:
    """Return the lines of a head in reading order, without note markers.

    ``is_field`` recognizes a masthead line by its words.
    """
    lines = [line for fragment in fragments for line in _fragment_lines(fragment, is_field)]
    return list(_rejoin([part for line in _close_brackets(lines) for part in _split_fields(line)]))


def _fragment_lines(fragment: Fragment, is_field: Callable[[str], bool]) -> list[HeadLine]:
    """Return the lines of a fragment, joined if only together they form a field: "Item 4 of the", "agenda"."""
    spans = [span for span in fragment.spans if not span.superscript or _ORDINAL_END.fullmatch(span.text)]
    weights = {span.bold for span in spans if span.text.strip()}
    weight = weights.pop() if len(weights) == 1 else None
    line = HeadLine("", fragment.box, fragment.size, weight, after_gap=fragment.after_gap)
    text = "".join(span.text for span in spans)
    lines = (text.replace("\t", "\n") if fragment.cells else text).split("\n")
    texts = list(filter(None, map(without_note_markers, lines)))
    joined = " ".join(texts)
    if len(texts) > 1 and not is_field(texts[0]) and (is_field(joined) or words.TWO_PRINCIPAL_ORGANS.match(joined)):
        texts = [joined]
    return [replace(line, text=text, follows=position > 0) for position, text in enumerate(texts)]


def _close_brackets(lines: Sequence[HeadLine]) -> Iterable[HeadLine]:
    """Join lines until their brackets close: "(Fifty-fifth session, 16-18 October 2001," with "agenda item 13)"."""
    unclosed: HeadLine | None = None
    for line in lines:
        line = join(unclosed, line) if unclosed else line
        unclosed = line if line.text.count("(") > line.text.count(")") and len(line.text) < 200 else None
        if unclosed is None:
            yield line
    if unclosed:
        yield unclosed


def _split_fields(line: HeadLine) -> list[HeadLine]:
    if bracketed := _BRACKETED.match(line.text):
        inside = [replace(line, text=part, bracketed=True) for part in _split_bracketed(bracketed["inside"])]
        organ = [replace(line, text=bracketed["organ"])] if bracketed["organ"] else []
        return [*organ, *inside]
    if pair := words.TWO_PRINCIPAL_ORGANS.match(line.text):
        return [replace(line, text=pair["first"]), replace(line, text=pair["second"])]
    texts = [part for column in _COLUMN_GAP.split(line.text) for part in _split_stacked(column)]
    texts = [part for text in texts for part in session_words.NEXT_PART.split(text)]
    texts = [part for text in texts for part in _split_session(text)]
    kept = [part for part in texts if part.strip(" *")]
    return [replace(line, text=part, follows=line.follows and index == 0) for index, part in enumerate(kept)]


def _split_bracketed(text: str) -> list[str]:
    """Split the text in brackets into session, place and days, and agenda item."""
    parts: list[str] = []
    for part in map(str.strip, text.split(", ")):
        has_place = parts and not re.search(r"\d", parts[-1]) and not session_words.SESSION.match(parts[-1])
        if has_place and parse_period(part):
            parts[-1] += f", {part}"
        else:
            parts.append(part)
    return parts


def _split_session(text: str) -> list[str]:
    """Split a line into organ, session, place and dates, and agenda item, if it prints at least two of them."""
    session, _, rest = text.partition(", ")
    has_parts = len(session_words.PART_OF_SESSION.findall(text)) > 1
    if session_words.SESSION.match(session) and parse_period(rest) and not has_parts:
        return [session, rest]
    parts = text.split(" ")
    for index in range(2, len(parts)):
        organ, session = " ".join(parts[:index]), " ".join(parts[index:])
        if not session[:1].islower() and session_words.SESSION.match(session) and words.BODY.match(organ):
            return [organ, session]
    with_seat = _ORGAN_AND_SEAT.match(text)
    if with_seat and parse_period(with_seat["meeting"]) and words.BODY.match(with_seat["organ"]):
        return [with_seat["organ"], with_seat["meeting"]]
    if len(parts := _CHINESE_SESSION.split(text)) > 1:
        return parts
    above, *item = _BEFORE_CHINESE_ITEM.split(text, maxsplit=1)
    return [above, *item] if parse_period(above) or session_words.SESSION.match(above) else [text]


def _split_stacked(text: str) -> list[str]:
    """Split a text into the fields that follow each other in it, if there are at least two."""
    parts: list[str] = []
    remaining = text
    while remaining:
        match = next((m for m in (pattern.match(remaining) for pattern in _STACKED) if m), None)
        if not match:
            break
        parts.append(match.group().strip())
        remaining = remaining[match.end() :].strip(" *")
    if len(parts) < 2:
        return [text]
    return [*parts, remaining] if remaining else parts


def _rejoin(lines: Sequence[HeadLine]) -> Iterable[HeadLine]:
    """Join lines that form one field: "Distr." and the word below it, or the parts of a symbol, period or list."""
    waiting: HeadLine | None = None
    for line in lines:
        text = f"{waiting.text} {line.text}" if waiting else line.text
        if waiting and (line.text.startswith("/") or waiting.text.endswith("/")) and not _is_unfinished_list(waiting):
            line = replace(line, text=f"{waiting.text}{line.text}")
        elif waiting and (_needs_next_line(waiting) or _completes_period(line.text, waiting.text)):
            line = replace(line, text=text, after_gap=waiting.after_gap)
        elif waiting and not _is_set_large(waiting):
            yield waiting
        waiting = None
        if _is_set_large(line) or _needs_next_line(line) or _begins_field(line):
            waiting = line
        else:
            yield line
    if waiting:
        yield waiting


def _completes_period(text: str, above: str) -> bool:
    """Return whether a line completes the period in which the line above ends, which may be part of a title."""
    joined = f"{above} {text}"
    is_without_year = not _YEAR_END.search(above)
    return is_cut_off(above) and (is_period(joined) or bool(is_without_year and parse_date_line(text)))


def _needs_next_line(line: HeadLine) -> bool:
    """Return whether a line is "Distr." or "Original:" alone, or a list of languages that ends in "and"."""
    is_word_alone = re.fullmatch(r"Distr\.?:?", line.text, re.IGNORECASE) or words.ORIGINAL_ALONE.fullmatch(line.text)
    return bool(is_word_alone) or _is_unfinished_list(line)


def _is_unfinished_list(line: HeadLine) -> bool:
    return bool(words.UNFINISHED_LANGUAGE_LIST.match(line.text))


def _begins_field(line: HeadLine) -> bool:
    """Return whether a line may be the beginning of a symbol or a period."""
    is_symbol = re.fullmatch(r"[AEST]", line.text, re.IGNORECASE) or _SYMBOL_START.fullmatch(line.text)
    return bool(is_symbol) or is_cut_off(line.text)


def _is_set_large(line: HeadLine) -> bool:
    """Return whether a line is only the large letters that begin a symbol, which mean nothing on their own."""
    return (line.size or 0) >= _LARGE_SIZE and bool(re.fullmatch(r"[A-Z]{1,5}", line.text))


def continues(above: HeadLine, below: HeadLine, *, adjacent: bool) -> bool:
    """Return whether ``below`` continues the name or title in ``above``, as part of the same paragraph or set alike.

    ``adjacent`` means that no other line was read between them.
    """
    if adjacent and below.follows:
        return _is_one_name(above.text, below.text)
    if adjacent and below.after_gap is False:
        if _is_cut(above.text, below.text):
            return True
        is_other = any(line.match(above.text) for line in (words.BODY, words.DRAFT_AUTHOR, words.OTHER_HEAD_LINE))
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
    is_open_ended = ends_within(above.text) or _begins_within(below.text)
    begins_other = words.AUTHOR_LINE.match(below.text) or words.DRAFT_AUTHOR.match(below.text)
    begins_other = begins_other or words.ISSUE.fullmatch(below.text)
    if begins_other and not is_open_ended and not above.text.endswith((",", "،", "、")):
        return False
    is_hanging = words.RESOLUTION_NUMBER.match(above.text) and 0 < indent < 90
    is_centred = abs(above.box.left + above.box.right - below.box.left - below.box.right) <= _MAX_CENTRE_SHIFT
    is_arabic = _begin_at_right(above, below)
    is_chinese = _CHINESE.match(above.text) and _CHINESE.match(below.text)
    max_gap = (_MAX_GAP_OF_ARABIC if is_arabic else _MAX_GAP_OF_CHINESE if is_chinese else _MAX_GAP) * above.size
    if is_open_ended:
        max_gap *= 2  # the lines of a name may be paragraphs of their own
    if (
        not is_set_alike
        or not (is_hanging or is_centred or abs(indent) <= 4 or is_arabic)
        or not -0.5 * above.size < gap < max_gap
    ):
        return False
    if words.PRINCIPAL_ORGAN.match(above.text) or (words.PRINCIPAL_ORGAN.match(below.text) and not is_open_ended):
        return False
    are_organs = words.BODY.match(above.text) and words.BODY.match(below.text)
    is_one_name = not are_organs or is_open_ended or names_purpose(above.text, below.text)
    return bool(is_one_name) or above.size >= _ORGAN_SIZE


def _begins_within(text: str) -> bool:
    """Return whether a line begins in the middle of a name: in lower case, in capitals with a preposition, or with a
    Chinese character that joins words."""
    return (
        text[:1].islower()
        or text.startswith(("的", "》", "、"))
        or (text.isupper() and _OPEN_START.match(text) is not None)
    )


def ends_within(text: str) -> bool:
    """Return whether a line ends in the middle of a name: "Meeting for the", "Meeting for the Fifteenth"."""
    return bool(_OPEN_END.search(text) or _ORDINAL_AT_END.search(text))


def names_purpose(above: str, below: str) -> bool:
    """Return whether a line names the treaty for which the organ above was set up: "Ad Hoc Committee to Elaborate a
    Comprehensive" above "International Convention on …". A committee that a treaty sets up is below its treaty."""
    return bool(words.TREATY.match(below)) and not words.TREATY.match(above) and not words.PRINCIPAL_ORGAN.match(above)


def _is_set_as_name(above: HeadLine, below: HeadLine) -> bool:
    """Return whether two lines without boxes are set alike as one name.

    They are in the large type of an organ, the second line begins in lower case, or the first cannot end there.
    """
    if above.box or below.box or above.bold is not below.bold or above.size != below.size:
        return False
    is_open_ended = ends_within(above.text)
    if words.PRINCIPAL_ORGAN.match(above.text) or (words.PRINCIPAL_ORGAN.match(below.text) and not is_open_ended):
        return False
    is_cut = _begins_within(below.text) or is_open_ended
    return bool(is_cut) or (above.size or 0) >= _PARENT_SIZE


def _begin_at_right(above: HeadLine, below: HeadLine) -> bool:
    """Return whether two Arabic lines begin at the same right edge."""
    if not above.box or not below.box:
        return False
    return abs(above.box.right - below.box.right) <= 4 and bool(_ARABIC.match(above.text) and _ARABIC.match(below.text))


def begins_long_name(above: HeadLine, below: HeadLine) -> bool:
    """Return whether two lines are together the name of a known organ with a long name, or the beginning of one."""
    return _is_part_of_name(join(above, below).text)


def _is_part_of_name(text: str) -> bool:
    """Return whether a text is a long name or the beginning of one, after any ordinal: "Thirteenth United Nations"."""
    bare = re.sub(rf"^{session_words.ORDINAL.pattern}\s", "", text, count=1, flags=session_words.ORDINAL.flags)
    bare = _RUSSIAN_ORDINAL.sub("", bare)
    return any(name.startswith(words.fold_name(bare)) for name in words.LONG_NAMES)


def _is_one_name(above: str, below: str) -> bool:
    """Return whether two lines of a paragraph are one name or title, not two organs or a title and its subtitle."""
    if words.PRINCIPAL_ORGAN.match(above):
        return False
    if _is_cut(above, below):
        return True
    if (
        words.PRINCIPAL_ORGAN.match(below)
        or words.SUBTITLE.match(below)
        or words.OFFICER.match(below)
        or (is_acronym(above) and not below.isupper())
    ):
        return False
    return not (words.BODY.match(above) and words.BODY.match(below)) or names_purpose(above, below)


def _is_cut(above: str, below: str) -> bool:
    """Return whether a name or title cannot end in the line above, or begin in the line below."""
    return ends_within(above) or _begins_within(below)


def is_acronym(text: str) -> bool:
    """Return whether a line is only the short name or series of an organ, above its name: "TD", "UN-HABITAT"."""
    return len(text) <= _MAX_ACRONYM and " " not in text and text.isupper()


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
    count = above.count + (0 if _is_cut(*texts) else below.count)
    return replace(above, text=text, box=below.box, count=count)
