"""Separate the two columns of a first page's head, printed side by side in a text that preserves the layout."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from documents.parsing import masthead_words as words
from documents.parsing import organ_names, session_words
from documents.parsing.characters import is_wide, join_texts
from documents.parsing.dates import parse_date_line, parse_period
from documents.parsing.masthead_continuation import is_acronym
from documents.parsing.masthead_end import opens_text
from documents.parsing.numbering import read_label
from documents.parsing.readers.text_layout.pages import PrintedLine, split_pages
from documents.parsing.readers.text_layout.title import read_margin_and_title
from documents.parsing.symbols import parse_symbol_line

_COLUMNS = re.compile(r"(?P<left>\S(?:.*?\S)?)\s{5,}(?P<right>\S.*)")
_COLUMNS_OF_ORGANS = re.compile(r"(?P<left>\S(?:.*?\S)?)\s{2,}(?P<right>\S.*)")
_FIELDS = (words.DISTRIBUTION, words.ORIGINAL, words.LANGUAGES_LINE, words.LANGUAGE_LINE)
_PART_OF_FIELD = re.compile(rf"[A-Z]{{1,5}}|Distr\.?:?|(?:{words.DISTRIBUTION_KINDS})", re.IGNORECASE)
"""Matches parts of fields on lines of their own in older heads: the large letters of a symbol, "Distr."."""
_ORGANIZATION = re.compile(words.ORGANIZATION_NAMES, re.IGNORECASE)
_NOTE = re.compile(r"\*{1,3}\s?\w")
_RULE = re.compile(r"[_=–—-]{5,}")
_MIN_COLUMN = 30  # characters; the right column does not begin further left
_MAX_LINES = 14  # lines of a masthead, from the top


def split_columns(page: list[PrintedLine]) -> None:
    """Put the head's right column (symbol, distribution, date, original) below its left one (the organ's name)."""
    row_count, left, right = _read_columns(page)
    organ_count, organs = _read_organs(page[row_count:]) if row_count else (0, [])
    page[: row_count + organ_count] = [
        PrintedLine(text, page[0].page, after_gap=True) for text in (*left, *right, *organs)
    ]


@dataclass(frozen=True, slots=True)
class Front:
    """A text, and the lines of its head if the layout shows them: the masthead, and the margin below it."""

    text: str
    masthead: tuple[str, ...] = ()
    margin: tuple[str, ...] = ()


def split_columns_of_text(text: str) -> Front:
    """Return a text without pages, with the right column of its head below the left one.

    Return it unchanged if more than one line of the right column is not a field of a masthead.
    """
    lines = text.split("\n")
    printed = [index for index, line in enumerate(lines) if line.strip()][: 2 * _MAX_LINES]
    if not printed:
        return Front(text)
    if tabbed := _read_tabbed_columns(lines, printed):
        row_count, left, right = tabbed
        return Front("\n\n".join([*left, *right, "\n".join(lines[printed[row_count - 1] + 1 :])]))
    page = split_pages("\n".join(lines[: printed[-1] + 1]))[0]
    row_count, left, right = _read_columns(page)
    if not right or sum(not _is_field(line) for line in right) > 1:
        return Front(_split_organs_of_text(lines, printed, page))
    organ_count, organs = _read_organs(page[row_count:])
    edge = min(line.indent for line in page[:row_count])
    below = read_margin_and_title(lines[printed[row_count + organ_count - 1] + 1 :], edge)
    title = "\n\n".join(["", *below.title, ""])
    if below.is_apart and not organs:
        return Front("\n".join([title, *below.text]), (*left, *right), tuple(below.margin))
    head = "\n\n".join([*left, *right, *organs])
    return Front("\n".join([head, "", *(below.margin if not below.is_apart else ()), title, *below.text]))


def _split_organs_of_text(lines: Sequence[str], printed: Sequence[int], page: Sequence[PrintedLine]) -> str:
    """Return a text whose masthead is not in columns, with two organs printed side by side below it one after the
    other."""
    for index in range(len(page)):
        pair = _COLUMNS.fullmatch(page[index].text)
        if pair and all(organ_names.PRINCIPAL_ORGAN.match(pair[side]) for side in ("left", "right")):
            count, organs = _read_organs(page[index:])
            below = lines[printed[index + count - 1] + 1 :]
            return "\n".join([*lines[: printed[index]], "", *organs, "", *below])
    return "\n".join(lines)


def _read_tabbed_columns(lines: Sequence[str], printed: Sequence[int]) -> tuple[int, list[str], list[str]] | None:
    """Return the number of rows of a head copied from a table, with tabs between its cells, and its two columns.

    ``printed`` are the numbers of the lines that are not empty. All cells on the right are fields. Return None if there
    are no such rows.
    """
    rows = [re.split(r"\t+", lines[number].strip()) for number in printed[:_MAX_LINES]]
    rows = list(takewhile(lambda cells: not read_label(cells[0]) and all(map(_is_field, cells[1:])), rows))
    row_count = max((index for index, cells in enumerate(rows, start=1) if len(cells) > 1), default=0)
    left = [cells[0].strip() for cells in rows[:row_count]]
    right = [cell.strip() for cells in rows[:row_count] for cell in cells[1:]]
    return (row_count, left, right) if right else None


def _is_field(text: str) -> bool:
    if _PART_OF_FIELD.fullmatch(text) or any(field.match(text) for field in _FIELDS):
        return True
    return bool(parse_date_line(text) or parse_symbol_line(text))


def _read_columns(page: Sequence[PrintedLine]) -> tuple[int, list[str], list[str]]:
    """Return the number of lines in the head, and the texts of its two columns; (0, [], []) if it has only one.

    The left column contains "United Nations" and, on one or more lines, the organ.
    """
    head = list(takewhile(lambda line: not opens_text(line.text), page[:_MAX_LINES]))
    rows = [(line, _COLUMNS.fullmatch(line.text)) for line in head]
    starts = [(line.indent + match.start("right"), match["right"]) for line, match in rows if match]
    # Older heads have lines with only a field on the right; the first lines of some papers are all like that.
    alone = [(line.indent, line.text) for line in head if line.indent >= _MIN_COLUMN and _is_field(line.text)]
    if starts or len({indent for indent, _ in alone}) == 1:
        starts += alone
    if len(starts) < 2:
        return 0, [], []
    column = min([start for start, text in starts if _is_field(text)] or [start for start, _ in starts]) - 2
    rows = [(line, _split_at(line, column)) for line in head]
    texts = [match["right"] if match else line.text if line.indent >= column else "" for line, match in rows]
    fields = [index for index, text in enumerate(texts) if text and _is_field(text)]
    last = max((index for index in fields if rows[index][1]), default=0)
    end = max(fields, default=0)
    left: list[str] = []
    right: list[str] = []
    row_count = 0
    for index, (line, match) in enumerate(rows):
        if match and (index <= end or not line.after_gap):
            left.append(match["left"])
            right.append(match["right"])
        elif line.indent >= column:
            right.append(line.text)
        elif (
            index <= last
            or index < end
            or (index == last + 1 and not line.after_gap and not _is_whole_line(line.text))
            or _continues_name(line, rows[index - 1][0])
        ):
            left.append(line.text)
        else:
            break
        row_count = index + 1
    left = [text for text in left if not _RULE.fullmatch(text)]
    name = list(takewhile(words.UNITED_NATIONS.match, left))
    if len(name) > 1 and _ORGANIZATION.fullmatch(name[-1]):
        name.pop()  # "United Nations" again begins the name of an organ
    organ = list(takewhile(lambda line: not (_is_whole_line(line) or parse_symbol_line(line)), left[len(name) :]))
    others = left[len(name) + len(organ) :]
    return row_count, list(filter(None, [join_texts(name), *_without_acronym(organ), *others])), right


def _without_acronym(organ: list[str]) -> list[str]:
    """Return the name of an organ, preceded by its short name if that is on a line of its own."""
    if len(organ) > 1 and is_acronym(organ[0]) and not organ[1].isupper():
        return [organ[0], join_texts(organ[1:])]
    return [join_texts(organ)]


def _split_at(line: PrintedLine, column: int) -> re.Match[str] | None:
    """Return the match of a line whose right part begins at a column or to the right of it, if it has one.

    A long name in the left column may leave only a narrow gap.
    """
    for pattern in (_COLUMNS, _COLUMNS_OF_ORGANS):
        match = pattern.fullmatch(line.text)
        if match and line.indent + match.start("right") >= column:
            return match
    return None


def _continues_name(line: PrintedLine, above: PrintedLine) -> bool:
    """Return whether a line below the fields of a head continues the organ's name, which is set further in."""
    is_other = organ_names.BODY.match(line.text) or session_words.SESSION.match(line.text) or parse_period(line.text)
    return 0 < line.indent == above.indent and not is_other


def _read_organs(lines: Sequence[PrintedLine]) -> tuple[int, list[str]]:
    """Return the number of lines that print two organs side by side below the masthead, and the lines of the first
    organ (name, session, dates, agenda item), then those of the second; (0, []) if there are none."""
    first = _COLUMNS.fullmatch(lines[0].text) if lines else None
    if not first or not all(organ_names.BODY.match(first[side]) for side in ("left", "right")):
        return 0, []
    column = _column(lines[0], first)
    left: list[str] = []
    right: list[str] = []
    block = [lines[0], *takewhile(lambda line: not line.after_gap, lines[1:_MAX_LINES])]
    for line in block:
        match = _COLUMNS_OF_ORGANS.fullmatch(line.text)
        if match and any(abs(at(line, match) - at(lines[0], first)) <= 2 for at in (_column, _column_on_screen)):
            left.append(match["left"])
            right.append(match["right"])
        else:
            (right if line.indent >= column - 2 else left).append(line.text)
    notes = [join_texts(note) for side in (left, right) if (note := _take_notes(side))]
    return len(block), [*_join_cut_lines(_with_whole_name(left)), *_join_cut_lines(_with_whole_name(right)), *notes]


def _take_notes(lines: list[str]) -> list[str]:
    """Remove the notes at the end of a column, and return their lines: "* A/S-19/1."."""
    start = next((index for index, line in enumerate(lines) if _NOTE.match(line)), len(lines))
    notes = lines[start:]
    del lines[start:]
    return notes


def _column(line: PrintedLine, match: re.Match[str]) -> int:
    """Return the column at which the right part of a line begins."""
    return line.indent + match.start("right")


def _column_on_screen(line: PrintedLine, match: re.Match[str]) -> int:
    """Return the column at which the right part of a line is seen to begin: a Chinese character is two columns wide."""
    return _column(line, match) + sum(map(is_wide, line.text[: match.start("right")]))


def _join_cut_lines(lines: list[str]) -> list[str]:
    """Return the lines of an organ with those joined that the narrow column breaks: "Item 7 of the", "agenda", and the
    lines of the title of the item."""
    joined: list[str] = []
    is_title_open = False
    for line in lines:
        is_title = bool(joined) and not (words.AGENDA_ITEM.match(line) or _is_whole_line(line))
        if joined and (line[:1].islower() or (is_title and is_title_open)):
            joined[-1] = join_texts([joined[-1], line])
        else:
            joined.append(line)
            is_title_open = is_title
    return joined


def _is_whole_line(line: str) -> bool:
    return bool(line.startswith("*") or session_words.SESSION.match(line) or parse_period(line))


def _with_whole_name(lines: list[str]) -> list[str]:
    """Return the lines of an organ, with those of its name joined."""
    name = list(takewhile(lambda line: not (session_words.SESSION.match(line) or parse_period(line)), lines))
    return [join_texts(name), *lines[len(name) :]]
