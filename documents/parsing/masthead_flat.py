"""Separate the parts of a masthead that a program put on one line: its two columns, or all of it.

The parts on the right have words of their own and are taken out first: distribution, date, original language, symbol
and job number. What remains is on the left, in a fixed order: organs, session, place and days, agenda item, titles.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from documents.parsing import masthead_words as words
from documents.parsing import organ_names, session_words
from documents.parsing.characters import one_line, without_note_markers
from documents.parsing.dates import DATE
from documents.parsing.enacting import is_enacting_line, resolution_parts
from documents.parsing.masthead_continuation import ends_within, is_part_of_name
from documents.parsing.masthead_end import is_prose, opens_text, text_after
from documents.parsing.masthead_fields import JOB_NUMBER
from documents.parsing.masthead_left import MARKS, REPORT, begins_organ, left_parts, title_parts
from documents.parsing.masthead_records import record_parts
from documents.parsing.numbering import LabelKind, read_label
from documents.parsing.symbols import SYMBOL
from documents.parsing.types import Fragment, Span

_MAX_FRAGMENTS = 25  # of a masthead, as programs print it
_MAX_KIND = 4  # words that name the kind of a document
_MAX_LEFT = 220  # characters on the left between two parts on the right; the longest names of organs have about 130

_LANGUAGE = rf"(?<!\w)(?:{words.LANGUAGE_NAMES})(?!\w)"
_LANGUAGE_LIST = rf"{_LANGUAGE}(?:{words.LANGUAGE_LINK}{_LANGUAGE})*"
_ORIGINAL = r"(?<!\w)(?:Original(?:es|s|e)?|Язык\sоригинала|原件|原文|الأصل)\s?[:：]"
_JOB = JOB_NUMBER.pattern.replace("?P<job>", "?:")
_JOB_DATES = r"\([A-Z]\)(?:\s+\d{6}(?!\d))+"  # of editing; a bar code may follow
_BAR_CODE = r"(?:\s+\*?\d{6,8}\*?(?!\w))?"
_CHINESE_DATE = r"""(?:(?:19|20)\d\d|[〇○零一二三四五六七八九]{4})\s?年\s?(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s?月
    \s?(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s?日(?![至和、–—-])"""
_DATE = rf"{re.sub(r'[?]P<[a-z]+>', '?:', DATE.pattern)} | {_CHINESE_DATE}"
_RIGHT = re.compile(
    rf"""(?P<distribution>(?<!\w)(?:Distr(?:ibution|ibución)?\b\.?\s?:?|Рас(?:пр|сылка)\w*\.?\s?:|分发\s?[:：]?
            |(?:ال)?توزيع\s?:?)\s*(?:{words.DISTRIBUTION_KINDS})(?!\w))
      | (?P<original>{_ORIGINAL}\s*{_LANGUAGE_LIST} | {_LANGUAGE_LIST}\s(?:{words.ONLY})(?!\w))
      | (?P<job>{_JOB}\s*(?:{_JOB_DATES}|\([A-Z]\)){_BAR_CODE} | {_JOB_DATES}{_BAR_CODE} | (?<!\w)\*\d{{6,8}}\*)
      | (?P<language>{_LANGUAGE})
      | (?P<date>{_DATE})
      | (?P<symbol>{SYMBOL.pattern})""",
    re.VERBOSE | re.IGNORECASE,
)
"""Matches one of the parts that are always printed on the right."""
_NAME_AND_DATE = re.compile(rf"(?P<name>.*\D)\s(?P<date>{_DATE})", re.VERBOSE | re.IGNORECASE)
_COLUMN_RULE = re.compile(r"(?:^|\s)\|[\s|]*|^/\s|(?<=NATIONS)\s/\s|\s/\s(?=Distr\.)")
_GLUED = re.compile(
    rf"(?<=(?-i:[a-zа-яё]))(?=(?-i:[A-ZА-Я]))(?=(?:{session_words.ORDINAL.pattern})\s(?:\w+\s)?(?:session|período))"
    r"|(?<=\ssession)(?=(?-i:[A-Z])[a-z])|(?<=\ssession)(?=\d)|(?<=\ssesiones)(?=\d)|(?<=\sсессия)(?=\d)"
    r"|(?<=[^\W\d_]{3})(?=\d{1,3}(?:st|nd|rd|th|e|ème|[ºª°]|-я)\s(?:session|período\sde\ssesiones|сессия))"
    rf"|(?<=(?-i:[a-zа-яё]))(?=(?-i:{words.SEATS}),\s\d)",
    session_words.ORDINAL.flags,
)
"""Matches between an organ and its session, or either of these and the place or the days, without a space."""
_SPACED_ORDINAL = re.compile(
    r"(?<=[a-z]ty-)\s(?=[a-z]+\ssession)"
    r"|(?<=\d)\s(?=\d?\s?(?:st|nd|rd|th|e|ème|[ºª°]|-я)\s(?:session|período\sde\ssesiones|сессия))",
    re.IGNORECASE,
)
"""Matches a space within an ordinal: "Thirty- second session", "11 7 th session"."""
_STRAY_QUOTE = re.compile(rf"(?<=\d )['‘’`](?={words.MONTH_NAMES})")
_PARTED_DISTRIBUTION = re.compile(
    r"\bDistr\.?:? ((?:[^\W\d]+ ){1,5})"
    r"(G[EÉ]N[EÉ]RALE?|LIMIT(?:ED|[EÉ]E|ADA)|RESTRI(?:CTED|NGIDA)|RESTREINTE|RESERVADA)\b"
)
"""Matches the distribution with a piece of the left column inside: "Distr. Council GENERAL"."""
_LOST_DASH = re.compile(rf"(?<=[,،] )(\d{{1,2}}) (?={re.sub(r'[?]P<[a-z]+>', '?:', DATE.pattern)})", re.IGNORECASE)
"""Matches between the days of a period whose dash was lost: "Vienna, 14 18 May 2018"."""


@dataclass(frozen=True, slots=True)
class Unfolded:
    """The fragments of a body with its masthead separated into lines. ``uncertain`` are titles that may be that of the
    agenda item and that of the document in one."""

    body: tuple[Fragment, ...]
    uncertain: tuple[str, ...] = ()


def unfold(body: Sequence[Fragment], is_field: Callable[[str], bool]) -> Unfolded:
    """Return the body with a line for each part of the masthead, where several were printed on one line.

    ``is_field`` recognizes a masthead line by its words.
    """
    lines: list[Fragment] = []
    uncertain: list[str] = []
    is_flat = False
    organ = -1  # the index of an organ whose name may continue
    for index, fragment in enumerate(body[:_MAX_FRAGMENTS]):
        text = one_line(fragment.text)
        if fragment.box or ("\n" in fragment.text.strip() and not fragment.cells):
            lines.append(fragment)
            continue
        if _is_first_paragraph(text):
            return Unfolded((*lines, *body[index:]), tuple(uncertain))
        above = one_line(lines[-1].text).strip(" *") if lines else ""
        parts = _separate(text, above, is_field) if not _is_table(fragment) else None
        parts = parts or _name_and_date(text, above if organ < 0 else lines[organ].text) or resolution_parts(text)
        parts = parts or [text]
        if parts == [text] and _begins_text(fragment):
            return Unfolded((*lines, *body[index:]), tuple(uncertain))
        if is_flat and parts == [text] and not is_field(without_note_markers(text)):
            parts = title_parts(text, is_field)
        is_flat = is_flat or len(parts) > 1
        below = [one_line(part.text) for part in body[index + 1 : index + 2]]
        uncertain += _uncertain_titles(parts, below)
        if organ >= 0 and _are_within_long_name(lines[organ].text, parts[0]):
            lines[organ] = replace(lines[organ], spans=(Span(f"{lines[organ].text} {parts.pop(0)}"),))
        elif len(parts) > 1 and _begins_long_name(parts[0]):
            organ = len(lines)
        lines += [fragment] if parts == [text] else _as_fragments(fragment, parts)
        is_last_prose = len(parts) > 1 and is_prose(parts[-1])
        if is_last_prose or any(opens_text(part) or is_enacting_line(part) for part in parts):
            return Unfolded((*lines, *body[index + 1 :]), tuple(uncertain))
    return Unfolded((*lines, *body[_MAX_FRAGMENTS:]), tuple(uncertain))


def _name_and_date(text: str, above: str) -> list[str] | None:
    """Return the part of an organ's long name that a line begins with, and the date to the right of it. ``above`` is
    the part of the name above, if any."""
    match = _NAME_AND_DATE.fullmatch(text)
    is_name = match and (is_part_of_name(f"{above} {match['name']}") or is_part_of_name(match["name"]))
    return [match["name"], match["date"]] if match and is_name else None


def _is_table(fragment: Fragment) -> bool:
    return bool(fragment.cells or fragment.is_contents)


def _is_first_paragraph(text: str) -> bool:
    label = read_label(text)
    return label is not None and label.kind is LabelKind.NUMBER and label.ordinal == 1 and is_prose(text)


def _begins_text(fragment: Fragment) -> bool:
    text = one_line(fragment.text)
    return _is_table(fragment) or opens_text(text) or is_prose(text) or is_enacting_line(text)


def _uncertain_titles(parts: Sequence[str], below: Sequence[str]) -> list[str]:
    """Return the title of the agenda item in a line, if that of the document is not printed apart from it: an author
    or the text follows. ``below`` is the next line, if any."""
    item = next((index for index, part in enumerate(parts) if words.ITEM_WITHIN.fullmatch(part)), len(parts))
    titles = [*parts[item + 1 :], *below]
    is_alone = item + 1 < len(parts) and (not titles[1:] or _names_only_kind(titles[1]) or opens_text(titles[1]))
    return [titles[0].strip(" *")] if is_alone else []


def _names_only_kind(text: str) -> bool:
    """Return whether a line names the kind or the author of a document, but no subject."""
    others = (words.AUTHOR_LINE, words.DRAFT_AUTHOR, words.OFFICER)
    is_short_kind = words.SUBTITLE.match(text) and len(text.split()) <= _MAX_KIND
    return bool(is_short_kind or any(other.match(text) for other in others))


def _as_fragments(fragment: Fragment, parts: Sequence[str]) -> Iterator[Fragment]:
    """Yield a fragment for each part. The first has the gap above the whole; the last may be text and keeps its
    spans."""
    for index, part in enumerate(parts):
        gap = fragment.after_gap if index == 0 else REPORT.match(part) is not None
        start = fragment.text.rfind(part) if index == len(parts) - 1 else -1
        if start > 0 and one_line(fragment.text[start:]).strip() == part:
            yield replace(text_after(fragment, start), after_gap=gap)
        else:
            yield replace(fragment, spans=(Span(part),), after_gap=gap)


def _separate(text: str, above: str, is_field: Callable[[str], bool]) -> list[str] | None:
    """Return the parts of a line, or None if it has only one. ``above`` is the line above it."""
    if record := record_parts(text):
        symbol, above_title, below = record
        return [symbol, *left_parts(above_title, symbol, is_field), *below]
    printed = text
    text = _PARTED_DISTRIBUTION.sub(r"Distr. \2 \1", text)
    cells = [cell for cell in _COLUMN_RULE.split(text.replace("[pic]", "")) if cell]
    if cells != [text]:
        return [part for cell in cells for part in _separate(cell, above, is_field) or [cell]]
    text = _STRAY_QUOTE.sub("", _LOST_DASH.sub(r"\1–", _GLUED.sub(" ", _SPACED_ORDINAL.sub("", text)))).strip(" |")
    right = list(_right_parts(text))
    if not right:
        parts = left_parts(text, above, is_field)
        return parts if len(parts) > 1 or text != printed else None
    pieces, ends = [], [0]
    for start, end in right:
        pieces.append(text[ends[-1] : start].strip(MARKS))
        ends.append(end)
    pieces = [piece for piece in (*pieces, text[ends[-1] :].strip(MARKS)) if re.search(r"\w", piece)]
    if not pieces and len(right) == 1:
        return None
    first, *others = list(_join_pieces(pieces)) or [""]
    fixed = [text[start:end].strip(MARKS) for start, end in right]
    left = [part for piece in others for part in left_parts(piece, first, is_field)]
    top = left_parts(first, above, is_field)
    parts = [*top, *fixed, *left] if right[0][0] else [*fixed, *top, *left]
    return [part for part in parts if part]


def _right_parts(text: str) -> Iterator[tuple[int, int]]:
    """Yield the beginning and end of each part of the right column, if there is any besides symbols and dates.

    A symbol or a date is one if it is printed next to another such part, or at the top, or between the distribution
    and the language: other dates are those of a meeting.
    """
    matches = list(_RIGHT.finditer(text))
    certain = [m for m in matches if m["distribution"] or m["original"]]
    if not certain:
        return
    end, seen = 0, set[str]()
    for match in matches:
        kind, gap = match.lastgroup or "", text[end : match.start()].strip(MARKS)
        is_next = not gap or (not end and words.UNITED_NATIONS.match(gap))
        is_within = "distribution" in seen and match.end() < certain[-1].start() and kind != "job"
        is_within = is_within and text[: match.start()].rstrip()[-1:] not in ",،–—-"
        is_certain = kind in ("distribution", "original") or (kind == "job" and seen)
        if len(gap) > _MAX_LEFT:
            return
        if kind in seen and kind != "symbol":
            continue
        if is_next or is_within or is_certain or (not end and match.start() < certain[0].start() and kind != "date"):
            yield match.start(), match.end()
            end = match.end()
            seen.add(kind)


def _join_pieces(pieces: Iterable[str]) -> Iterator[str]:
    """Join the pieces of an organ's name between which parts of the right column were printed."""
    waiting = ""
    for piece in pieces:
        if waiting and _is_one_name(waiting, piece):
            waiting = f"{waiting} {piece}"
            continue
        if waiting:
            yield waiting
        waiting = piece
    if waiting:
        yield waiting


def _is_one_name(above: str, below: str) -> bool:
    joined = f"{above} {below}"
    is_principal = re.match(organ_names.PRINCIPAL_ORGANS, joined, re.VERBOSE | re.IGNORECASE) and not begins_organ(
        above
    )
    if is_principal or session_words.ORDINAL.fullmatch(above) or is_part_of_name(joined):
        return True
    return _are_within_long_name(above, below) or ends_within(above) or below[:1].islower()


def _are_within_long_name(above: str, below: str) -> bool:
    """Return whether two pieces are the beginning of a long name, or all of it with what follows it."""
    joined, name = organ_names.fold_name(f"{above} {below}"), organ_names.fold_name(above)
    return any(
        long.startswith(joined) or (joined.startswith(long) and long.startswith(name) and long != name)
        for long in organ_names.LONG_NAMES
    )


def _begins_long_name(text: str) -> bool:
    return any(name.startswith(f"{organ_names.fold_name(text)} ") for name in organ_names.LONG_NAMES)
