"""The two columns of a first page's head, which a dump that keeps the layout prints side by side."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from documents.parsing.numbering import read_label
from documents.parsing.readers.text_layout.pages import PrintedLine

_BESIDE = re.compile(r"(?P<left>\S(?:.*?\S)?)\s{5,}(?P<right>\S.*)")
_MAX_LINES = 14  # lines of a masthead, from the top


def part_columns(page: list[PrintedLine]) -> None:
    """Put the head's right column (symbol, distribution, date, original) below its left one (the organ's name).

    The left one says "United Nations" and, over one or several lines, the organ.
    """
    head = list(takewhile(lambda line: not read_label(line.text), page[:_MAX_LINES]))
    rows = [(line, _BESIDE.fullmatch(line.text)) for line in head]
    last = max((index for index, (_, beside) in enumerate(rows) if beside), default=-1)
    if sum(beside is not None for _, beside in rows) < 2:
        return
    column = min(line.indent + beside.start("right") for line, beside in rows if beside)
    left: list[str] = []
    right: list[str] = []
    taken = 0
    for index, (line, beside) in enumerate(rows):
        if beside:
            left.append(beside["left"])
            right.append(beside["right"])
        elif line.indent >= column - 2:
            right.append(line.text)
        elif index <= last or (index == last + 1 and not line.after_gap):
            left.append(line.text)
        else:
            break
        taken = index + 1
    organ = [left[0], " ".join(left[1:])] if left[0].casefold() == "united nations" else [" ".join(left)]
    page[:taken] = _apart([*filter(None, organ), *right], page[0].page)


def _apart(texts: Sequence[str], page: int) -> list[PrintedLine]:
    """Lines that stand apart from each other."""
    return [PrintedLine(text, page, after_gap=True) for text in texts]
