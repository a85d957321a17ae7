"""Read text that is printed in two columns, separated by spaces: the left column to its end, then the right one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, groupby, pairwise
from typing import NamedTuple

from documents.parsing.characters import is_wide, join_texts
from documents.parsing.masthead_fields import is_field
from documents.parsing.numbering import Label, LabelKind, read_label
from documents.parsing.readers.text_wrapping import SENTENCE_END

_GAP = re.compile(r"\S {3,}(?=\S)")
_MIN_COLUMN = 20  # characters; the right column does not begin further left
_MIN_GUTTER = 2  # characters
_MIN_ROWS = 4  # lines with text in both columns
_MIN_WORDS = 3  # average words on a line of a column; tables have shorter cells
_FILLER = "\0"


class _Row(NamedTuple):
    """The two parts of a line; a part is empty if nothing is printed in its column."""

    left: str
    right: str


def join_columns(text: str) -> str:
    """Return a text with each passage in two columns replaced by its paragraphs, one on each line.

    A passage is in columns if the numbers of its paragraphs continue from the left column to the right one, or if
    paragraphs begin in one column next to running text of the other. In a table, the cells of a row begin on the same
    line.
    """
    lines = text.split("\n")
    joined: list[str] = []
    number = 0
    while number < len(lines):
        rows = _rows(lines, number)
        if rows and _are_columns(rows):
            joined += ["", *(line for paragraph in _paragraphs(rows) for line in (paragraph, ""))]
            number += len(rows)
        else:
            joined.append(lines[number])
            number += 1
    return "\n".join(joined)


def _rows(lines: Sequence[str], start: int) -> list[_Row]:
    """Return the rows of the passage in two columns that begins at a line, or an empty list.

    It ends above the first line that crosses the gutter. Below the end of the right column, the left one continues to
    the next empty line.
    """
    gap = _GAP.search(_as_printed(lines[start]), _MIN_COLUMN // 2)
    if not gap or gap.end() < _MIN_COLUMN:
        return []
    rows: list[_Row] = []
    end = 0
    for line in lines[start:]:
        row = _split(_as_printed(line), gap.end())
        if row is None or (not any(row) and end < len(rows)):
            break
        rows.append(row)
        end = len(rows) if row.right or (row.left and end == len(rows) - 1) else end
    return rows[:end]


def _as_printed(line: str) -> str:
    """Return a line in which the offset of a character is its place on the screen: Chinese ones are two columns
    wide."""
    return "".join(character + _FILLER if is_wide(character) else character for character in line.rstrip())


def _split(line: str, column: int) -> _Row | None:
    """Return the two parts of a line, or None if its text crosses the gutter to the left of ``column``."""
    if line[column - _MIN_GUTTER : column].strip():
        return None
    left, right = (part.replace(_FILLER, "").strip() for part in (line[:column], line[column:]))
    return _Row(left, right)


def _are_columns(rows: Sequence[_Row]) -> bool:
    """Return whether rows are running text in two columns, with the numbers of its paragraphs in that order."""
    columns = [[row[side] for row in rows] for side in (0, 1)]
    if sum(all(row) for row in rows) < _MIN_ROWS or not all(map(_is_prose, columns)):
        return False
    if any(map(is_field, filter(None, chain(*columns)))):
        return False  # two organs side by side in a masthead
    left, right = ([label.ordinal for line in c if (label := _number(line))] for c in columns)
    if left and right:
        return max(left) + 1 == min(right)
    return any(_is_staggered(*pair) for pair in pairwise(rows))


def _is_prose(column: Sequence[str]) -> bool:
    """Return whether the lines of a column are paragraphs of several lines, most of which end with a sentence."""
    lines = [line for line in column if line]
    paragraphs = [list(group) for is_text, group in groupby(column, bool) if is_text]
    complete = sum(bool(SENTENCE_END.search(paragraph[-1])) for paragraph in paragraphs)
    width = sum(max(len(line.split()), sum(map(is_wide, line)) // 2) for line in lines)
    return width >= _MIN_WORDS * len(lines) >= 2 * _MIN_WORDS * len(paragraphs) and 2 * complete >= len(paragraphs)


def _is_staggered(above: _Row, row: _Row) -> bool:
    """Return whether a paragraph begins in one column next to a line that continues a paragraph of the other."""
    return all(row) and bool(above.left) is not bool(above.right)


def _number(line: str) -> Label | None:
    """Return the label of a numbered paragraph at the beginning of a line, if any."""
    label = read_label(line)
    return label if label and label.kind is LabelKind.NUMBER else None


def _paragraphs(rows: Sequence[_Row]) -> Iterator[str]:
    """Yield the paragraphs of the left column, then those of the right one; one may begin in the left column and end in
    the right one."""
    paragraph: list[str] = []
    left, right = ([row[side] for row in rows] for side in (0, 1))
    while left and not left[-1]:
        left.pop()
    for line in [*left, *right, ""]:
        begins = not line or (_number(line) and SENTENCE_END.search(paragraph[-1] if paragraph else "."))
        if begins and paragraph:
            yield join_texts(paragraph)
            paragraph = []
        if line:
            paragraph.append(line)
