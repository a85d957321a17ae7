"""Separate the lines of a masthead that a page sets side by side or stacks in one column."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from documents.parsing import masthead_words as words
from documents.parsing import organ_names, session_words
from documents.parsing.characters import without_note_markers
from documents.parsing.contents import without_contents_head
from documents.parsing.dates import DATE, is_cut_off, is_period, parse_date_line, parse_period
from documents.parsing.masthead_continuation import HeadLine, ends_within, is_part_of_name, join
from documents.parsing.symbols import SYMBOL
from documents.parsing.types import Fragment

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
    re.compile(rf"(?:{words.LANGUAGE_NAMES})(?:\s(?:{words.ONLY}))?(?:\b|(?=Original\s?:))", re.IGNORECASE),
    re.compile(r"(?:[\w-]+\s){1,3}(?:session|período\sde\ssesiones|сессия)\b", re.IGNORECASE),
    re.compile(r"Agenda\sitems?\s\d+(?:\s?\([a-z]+\))*(?:\sand\s\d+(?:\s?\([a-z]+\))*)?", re.IGNORECASE),
    re.compile(r"Tema\s\d+(?:\s?[a-z]\))?\sdel\sprograma|Point\s\d+\sde\sl['’]ordre\sdu\sjour", re.IGNORECASE),
)
"""Fields that older layouts stack in one column: "A/50/610", "24 November 1995", "ENGLISH", "ORIGINAL: SPANISH"."""
_BRACKETED = re.compile(r"^(?P<organ>[^()]{0,120}?)\s*\((?P<inside>[^()]*\bsession\b.*)\)$", re.IGNORECASE)
_CHINESE_SESSION = re.compile(r"(?<=[会组议])(?=第[一二三四五六七八九十百\d]{1,6}届)|(?<=届会议)(?=第.{1,3}委员会$)")
"""Matches between an organ and its session, in either order, which Chinese prints without a space."""
_ORGAN_AND_SEAT = re.compile(rf"(?P<organ>.+?),?\s(?P<meeting>{words.SEATS}[,،]\s.*\d.*)")
"""Matches an organ with the place and days of its meeting, at a seat of the Organization: "Working Group on Firearms
Vienna, 7–9 May 2031"."""
_ORGAN_AND_SYMBOL = re.compile(
    rf"""(?P<organ>{organ_names.PRINCIPAL_ORGANS})\s+
        (?P<symbol>[A-Z]{{1,4}}/\S+|Provisional|Provisoire|Official\sRecords|Documents\sofficiels|Documentos\sOficiales)""",
    re.VERBOSE | re.IGNORECASE,
)
"""Matches a principal organ with the symbol on the same line, as on title pages, or with the words that a verbatim
record prints there: "General Assembly A/86/17", "Security Council Provisional"."""
_SYMBOL_AND_ORGAN = re.compile(
    rf"(?P<above>(?:{words.ORGANIZATION_NAMES}\s+)?(?-i:{SYMBOL.pattern}))\s+(?P<organ>[^\W\d_].*)",
    re.VERBOSE | re.IGNORECASE,
)
"""Matches a symbol between the name of the Organization and that of an organ, as in a masthead of three columns."""
_CHINESE_ORGAN_AND_MEETING = re.compile(
    r"(?P<organ>[\u4e00-\u9fff]{4,40}[组会议])\s?(?P<meeting>(?:19|20)\d\d年\d{1,2}月.{2,20}日[,，]\s?[\u4e00-\u9fff]{2,8})"
)
_RESOLUTION_AND_TITLE = re.compile(
    r"(?P<symbol>[A-Z]{1,8}(?:/[A-Z]{1,8})*/(?:RES|DEC)/(?:\d{1,3}|\d{4})/\d{1,4})\s(?P<title>[^\W\d_].{20,})"
)
"""Matches the symbol of a resolution with its title: "E/RES/2041/7 Lighthouses that are switched off at night"."""
_ORGAN_AND_REPORT = re.compile(
    r"(?P<organ>.{8,160}?)\s(?P<title>(?:Report\son\s(?:its|the)\s|Rapport\ssur\s(?:sa|la|les\stravaux\sde\s[sl]a)\s|Informe\ssobre\s(?:el|su|los)\s).+)"
)
"""Matches an organ with the title of its report, as on covers: "Commission on Narcotic Drugs Report on the sixty-third
session"."""
_BEFORE_CHINESE_ITEM = re.compile(r"(?<=[^\s(（])(?=(?:临时)?议程(?:草案)?项目\s?\d)")
_HELD = re.compile(
    r"(?:Held\s(?:at|in)|Tenue\s(?:au|à)|Celebrada\sen|Состоявш\w+\sво?|المعقودة\sفي)\s\D{4,80},", re.IGNORECASE
)
"""Matches the place of a meeting, above the day and the hour."""
_SPACED_ELISION = re.compile(r"(?<=\b[cdjlmns])\s?(['’])\s(?=\w)", re.IGNORECASE)
"""Matches a French apostrophe that a program printed with spaces: "Comité des droits de l ’ homme"."""
_ORDINAL_END = re.compile(r"o|er|re|e|ème|st|nd|rd|th")
_YEAR_END = re.compile(r"(?:19|20)\d\d\W*$")
_SYMBOL_START = re.compile(
    rf"(?:{words.ORGANIZATION_NAMES}\s)?[A-Z]{{1,8}}(?:/[\w.()]+)*/(?:(?:Add|Corr|Rev|L|WG)\.)?", re.IGNORECASE
)
"""Matches the beginning of a symbol that a narrow column breaks after a slash: "CTOC/COP/" above "WG.3/2020/L.1"."""


def head_lines(fragments: Iterable[Fragment], is_field: Callable[[str], bool]) -> list[HeadLine]:
    """Return the lines of a head in reading order, without note markers.

    ``is_field`` recognizes a masthead line by its words.
    """
    lines = [line for fragment in fragments for line in _fragment_lines(fragment, is_field)]
    return list(_rejoin([part for line in _close_brackets(lines) for part in _split_fields(line)], is_field))


def without_letterhead(lines: Sequence[HeadLine], is_field: Callable[[str], bool]) -> Sequence[HeadLine]:
    """Return the lines below a letterhead: names and an address above all fields, ending in a telephone number."""
    end = next((index for index, line in enumerate(lines) if words.CONTACT.match(line.text)), -1)
    below = lines[end + 1 :]
    return below if below and not any(is_field(line.text) for line in lines[: max(end, 0)]) else lines


def _fragment_lines(fragment: Fragment, is_field: Callable[[str], bool]) -> list[HeadLine]:
    """Return the lines of a fragment, joined if only together they form a field: "Item 4 of the", "agenda"."""
    spans = [span for span in fragment.spans if not span.superscript or _ORDINAL_END.fullmatch(span.text)]
    weights = {span.bold for span in spans if span.text.strip()}
    weight = weights.pop() if len(weights) == 1 else None
    line = HeadLine("", fragment.box, fragment.size, weight, after_gap=fragment.after_gap, alignment=fragment.alignment)
    text = "".join(span.text for span in spans).replace("[pic]", "")  # in place of a picture
    lines = (text.replace("\t", "\n") if fragment.cells else text).split("\n")
    texts = [_SPACED_ELISION.sub(r"\1", text) for text in map(without_note_markers, lines) if text]
    joined = " ".join(texts)
    if (
        len(texts) > 1
        and not is_field(texts[0])
        and (is_field(joined) or organ_names.TWO_PRINCIPAL_ORGANS.match(joined))
    ):
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
    if pair := organ_names.TWO_PRINCIPAL_ORGANS.match(line.text):
        return [replace(line, text=pair["first"]), replace(line, text=pair["second"])]
    text = without_contents_head(line.text)
    texts = [part for column in _COLUMN_GAP.split(text) for part in _split_stacked(column)]
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
    """Split a line into organ, symbol, session, place and dates, and agenda item, if it prints at least two of them."""
    session, _, rest = text.partition(", ")
    has_parts = len(session_words.PART_OF_SESSION.findall(text)) > 1
    if session_words.SESSION.match(session) and parse_period(rest) and not has_parts:
        return [session, rest]
    parts = text.split(" ")
    for index in range(2, len(parts)):
        organ, session = " ".join(parts[:index]), " ".join(parts[index:])
        is_session = not session[:1].islower() and session_words.SESSION.match(session)
        if is_session and organ_names.BODY.match(organ) and not ends_within(organ):
            return [organ, session]
    if with_symbol := _ORGAN_AND_SYMBOL.fullmatch(text):
        return [with_symbol["organ"], with_symbol["symbol"]]
    with_symbol = _SYMBOL_AND_ORGAN.fullmatch(text)
    if with_symbol and (
        organ_names.PRINCIPAL_ORGAN.match(with_symbol["organ"]) or is_part_of_name(with_symbol["organ"])
    ):
        return [with_symbol["above"], with_symbol["organ"]]
    resolution = _RESOLUTION_AND_TITLE.fullmatch(text)
    if resolution and not re.match(words.ORGANIZATION_NAMES, resolution["title"], re.IGNORECASE):
        return [resolution["symbol"], resolution["title"]]
    if organ_and_meeting := split_meeting(text):
        return organ_and_meeting
    with_report = _ORGAN_AND_REPORT.fullmatch(text)
    if with_report and organ_names.BODY.match(with_report["organ"]):
        return [with_report["organ"], with_report["title"]]
    parts = _CHINESE_SESSION.split(text)
    if len(parts) > 1 and any(map(session_words.SESSION.match, parts)):
        return parts
    above, *item = _BEFORE_CHINESE_ITEM.split(text, maxsplit=1)
    return [above, *item] if parse_period(above) or session_words.SESSION.match(above) else [text]


def split_meeting(text: str) -> list[str]:
    """Return the parts of a line that prints an organ with the place and days of its meeting, or []."""
    match = _ORGAN_AND_SEAT.match(text) or _CHINESE_ORGAN_AND_MEETING.fullmatch(text)
    is_pair = match and parse_period(match["meeting"]) and organ_names.BODY.match(match["organ"])
    return [match["organ"], match["meeting"]] if match and is_pair else []


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


def _rejoin(lines: Sequence[HeadLine], is_field: Callable[[str], bool]) -> Iterable[HeadLine]:
    """Join lines that form one field: "Distr." and the word below it, or the parts of a symbol, period or list.

    The word "Distr." or "Original:" above another line is left out: what it announces was lost.
    """
    waiting: HeadLine | None = None
    for line in lines:
        text = f"{waiting.text} {line.text}" if waiting else line.text
        if waiting and (_is_rest_of_symbol(line.text, waiting.text)) and not _is_unfinished_list(waiting):
            line = replace(line, text=f"{waiting.text}{line.text}")
        elif waiting and (
            words.HELD_AT_HOUR.fullmatch(text)
            or _completes_field(line.text, waiting)
            or _completes_period(line.text, waiting.text)
        ):
            line = replace(line, text=text, after_gap=waiting.after_gap)
        elif waiting and not (_is_set_large(waiting) or _is_label(waiting.text)):
            yield waiting
        waiting = None
        if _is_set_large(line) or _needs_next_line(line) or _begins_field(line):
            waiting = line
        else:
            yield line
    if waiting:
        yield waiting


def _is_rest_of_symbol(text: str, above: str) -> bool:
    return text.startswith("/") or above.endswith("/") or (text.isdigit() and above.endswith("."))


def _completes_period(text: str, above: str) -> bool:
    """Return whether a line completes the period in which the line above ends, which may be part of a title."""
    joined = f"{above} {text}"
    is_without_year = not _YEAR_END.search(above)
    return is_cut_off(above) and (is_period(joined) or bool(is_without_year and parse_date_line(text)))


def _needs_next_line(line: HeadLine) -> bool:
    """Return whether a line is "Distr." or "Original:" alone, or a list of languages that ends in "and"."""
    return _is_label(line.text) or _is_unfinished_list(line)


def _is_label(text: str) -> bool:
    """Return whether a line is only the label of a field, "Distr." or "Original:", whose value is below or lost."""
    is_distribution = re.fullmatch(r"Distr\.?:?", text, re.IGNORECASE)
    return bool(is_distribution or words.ORIGINAL_ALONE.fullmatch(text))


def _completes_field(text: str, above: HeadLine) -> bool:
    """Return whether a line completes a field: the value of the label above, or the rest of a list of languages."""
    if words.ORIGINAL_ALONE.fullmatch(above.text):
        return words.EACH_LANGUAGE.match(text.lower()) is not None
    if _is_label(above.text):
        return words.DISTRIBUTION.match(f"Distr. {text}") is not None
    return _is_unfinished_list(above)


def _is_unfinished_list(line: HeadLine) -> bool:
    return bool(words.UNFINISHED_LANGUAGE_LIST.match(line.text))


def _begins_field(line: HeadLine) -> bool:
    """Return whether a line may be the beginning of a symbol or a period."""
    letter = rf"(?:{words.ORGANIZATION_NAMES}\s)?[AEST]"
    is_symbol = re.fullmatch(letter, line.text, re.IGNORECASE) or _SYMBOL_START.fullmatch(line.text)
    return bool(is_symbol or _HELD.fullmatch(line.text)) or is_cut_off(line.text)


def _is_set_large(line: HeadLine) -> bool:
    """Return whether a line is only the large letters that begin a symbol, which mean nothing on their own."""
    return (line.size or 0) >= _LARGE_SIZE and bool(re.fullmatch(r"[A-Z]{1,5}", line.text))
