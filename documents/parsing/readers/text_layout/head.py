"""Separate the two columns of a first page's head, printed side by side in a text that preserves the layout."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from documents.parsing import masthead_words as words
from documents.parsing.dates import parse_date_line
from documents.parsing.numbering import read_label
from documents.parsing.readers.text_layout.pages import PrintedLine, split_pages
from documents.parsing.symbols import parse_symbol_line

_COLUMNS = re.compile(r"(?P<left>\S(?:.*?\S)?)\s{5,}(?P<right>\S.*)")
_FIELDS = (words.DISTRIBUTION, words.ORIGINAL, words.LANGUAGES_LINE, words.LANGUAGE_LINE)
_PART_OF_FIELD = re.compile(rf"[AEST]|Distr\.?:?|(?:{words.DISTRIBUTION_KINDS})", re.IGNORECASE)
"""Matches parts of fields on lines of their own in older heads: the large "E" of a symbol, "Distr." and "GENERAL"."""
_MAX_LINES = 14  # lines of a masthead, from the top


def split_columns(page: list[PrintedLine]) -> None:
    """Put the head's right column (symbol, distribution, date, original) below its left one (the organ's name)."""
    row_count, left, right = _read_columns(page)
    page[:row_count] = [PrintedLine(text, page[0].page, after_gap=True) for text in (*left, *right)]


def split_columns_of_text(text: str) -> str:
    """Return a text without pages, with the right column of its head below the left one.

    Return it unchanged if more than one line of the right column is not a field of a masthead.
    """
    lines = text.split("\n")
    printed = [index for index, line in enumerate(lines) if line.strip()][: 2 * _MAX_LINES]
    if not printed:
        return text
    row_count, left, right = _read_columns(split_pages("\n".join(lines[: printed[-1] + 1]))[0])
    if not right or sum(not _is_field(line) for line in right) > 1:
        return text
    return "\n".join(["\n\n".join([*left, *right]), "", *lines[printed[row_count - 1] + 1 :]])


def _is_field(text: str) -> bool:
    if _PART_OF_FIELD.fullmatch(text) or any(field.match(text) for field in _FIELDS):
        return True
    return bool(parse_date_line(text) or parse_symbol_line(text))


def _read_columns(page: Sequence[PrintedLine]) -> tuple[int, list[str], list[str]]:
    """Return the number of lines in the head, and the texts of its two columns; (0, [], []) if it has only one.

    The left column contains "United Nations" and, on one or more lines, the organ.
    """
    head = list(takewhile(lambda line: not read_label(line.text), page[:_MAX_LINES]))
    rows = [(line, _COLUMNS.fullmatch(line.text)) for line in head]
    last = max((index for index, (_, match) in enumerate(rows) if match), default=-1)
    if sum(match is not None for _, match in rows) < 2:
        return 0, [], []
    column = min(line.indent + match.start("right") for line, match in rows if match)
    left: list[str] = []
    right: list[str] = []
    row_count = 0
    for index, (line, match) in enumerate(rows):
        if match:
            left.append(match["left"])
            right.append(match["right"])
        elif line.indent >= column - 2:
            right.append(line.text)
        elif index <= last or (index == last + 1 and not line.after_gap):
            left.append(line.text)
        else:
            break
        row_count = index + 1
    organ = [left[0], " ".join(left[1:])] if words.UNITED_NATIONS.match(left[0]) else [" ".join(left)]
    return row_count, list(filter(None, organ)), right
