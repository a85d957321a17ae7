"""Merge tables that continue over several pages or columns.

United Nations tables that continue on the next page repeat their head there; lists in columns without rules do not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise, takewhile

from documents.parsing.readers.pdf_layout.cells import add_lines, set_columns
from documents.parsing.readers.pdf_layout.page import Line, Table, Word

_PARAGRAPH = re.compile(r"\d{1,3}\.\s+[^\W\d_]{2,}\s+\w")
"""Matches a numbered paragraph, which introduces the second of two tables with the same head."""
_SAME_EDGE = 12.0  # points by which edges of the same columns may differ from page to page


def join_runs(sheets: Sequence[tuple[list[Table], list[Line]]]) -> None:
    """Move the rows of continued tables into the table where they began. ``sheets`` are the tables and lines of pages.

    Pages are processed from last to first, so that a table of many pages is collected at its beginning.
    """
    for (tables, lines), (next_tables, next_lines) in reversed(list(pairwise(sheets))):
        if not tables or not next_tables or tables[-1].is_figure or next_tables[0].is_figure:
            continue
        last, first = tables[-1], next_tables[0]
        if any(line.baseline < first.top for line in next_lines):
            continue
        if _have_same_head(last, first):
            set_columns(first, [edge - last.left + first.left for edge in last.edges])
        if not _have_same_columns(last, first):
            continue
        below = [line for line in lines if line.baseline > last.bottom]
        if any(_PARAGRAPH.match(line.text) for line in below):
            continue
        head = _common_rows(last, first)
        if head and all(last.left - 6 < line.left and line.right < last.right + 6 for line in below):
            add_lines(last, below)
            taken = {id(line) for line in below}
            lines[:] = [line for line in lines if id(line) not in taken]
        elif below or last.is_closed:
            continue
        last.rows += first.rows[head:]
        last.groups += first.groups[head:]
        last.is_closed = first.is_closed
        del next_tables[0]


def _have_same_head(last: Table, first: Table) -> bool:
    """Return whether two equally wide tables have the same words in their first rows, in any columns."""
    are_equally_wide = abs(last.right - last.left - first.right + first.left) < _SAME_EDGE
    return are_equally_wide and _words(last.rows[0]) == _words(first.rows[0])


def _have_same_columns(last: Table, first: Table) -> bool:
    """Return whether two tables have columns at the same distances from their left edges."""
    ends = [[edge - table.left for edge in (*table.edges, table.right)] for table in (last, first)]
    return len(ends[0]) == len(ends[1]) and all(
        abs(last_edge - first_edge) < _SAME_EDGE for last_edge, first_edge in zip(*ends, strict=True)
    )


def _common_rows(last: Table, first: Table) -> int:
    """Return the number of rows at the start of ``last`` that the table after it, ``first``, repeats."""
    pairs = zip(last.rows, first.rows, strict=False)
    return sum(1 for _ in takewhile(lambda pair: _words(pair[0]) == _words(pair[1]), pairs))


def _words(row: list[list[Word]]) -> list[str]:
    """Return the words of a row, sorted, so that their cells do not matter."""
    return sorted(word.text for cell in row for word in cell)
