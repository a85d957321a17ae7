"""Separate the two columns of a first page's head, printed side by side in a dump that preserves the layout."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from documents.parsing.numbering import read_label
from documents.parsing.readers.text_layout.pages import PrintedLine

_COLUMNS = re.compile(r"(?P<left>\S(?:.*?\S)?)\s{5,}(?P<right>\S.*)")
_MAX_LINES = 14  # lines of a masthead, from the top


def split_columns(page: list[PrintedLine]) -> None:
    """Put the head's right column (symbol, distribution, date, original) below its left one (the organ's name).

    The left column contains "United Nations" and, on one or more lines, the organ.
    """
    head = list(takewhile(lambda line: not read_label(line.text), page[:_MAX_LINES]))
    rows = [(line, _COLUMNS.fullmatch(line.text)) for line in head]
    last = max((index for index, (_, match) in enumerate(rows) if match), default=-1)
    if sum(match is not None for _, match in rows) < 2:
        return
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
    organ = [left[0], " ".join(left[1:])] if left[0].casefold() == "united nations" else [" ".join(left)]
    page[:row_count] = _spaced_lines([*filter(None, organ), *right], page[0].page)


def _spaced_lines(texts: Sequence[str], page: int) -> list[PrintedLine]:
    """Return lines with a gap above each."""
    return [PrintedLine(text, page, after_gap=True) for text in texts]
