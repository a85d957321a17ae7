"""Extract the masthead from the first page.

United Nations documents open with "United Nations" and the symbol over a rule across the page. Below it are the organ
on the left and distribution, date and language on the right, usually closed by a second, thicker rule; then, at
the masthead's own left edge, the session, dates and agenda item. The title starts further in, or after a wider gap,
and stays with the body.
"""

from __future__ import annotations

import re

from documents.parsing import masthead_words as words
from documents.parsing.readers.pdf_layout.lines import LABEL
from documents.parsing.readers.pdf_layout.page import Line, Page
from documents.parsing.readers.pdf_layout.rules import level_rules

_DISTRIBUTION = re.compile(rf"{words.DISTRIBUTION.pattern}|^Distr\.?:?$", words.DISTRIBUTION.flags)
"""A line of distribution, or its first word if the category is on the next line: "Distr." over "GENERAL"."""


def extract_masthead(page: Page, lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """Return the masthead's lines and the remaining lines.

    On a page without a rule below its first words, the masthead is found only by a column with "Distr." in it.
    """
    rules = [rule for rule in level_rules(page) if rule.length > 0.65 * page.width]
    across = [rule.top for rule in rules]
    first = next((top for top in across if top < 0.2 * page.height), None)
    if first is None or not any(line.baseline < first for line in lines):
        return _by_distribution(page, lines)
    second = next((top for top in across if first + 30 < top < 0.5 * page.height), None)
    bottom = second if second is not None else _end_of_right_column(page, lines, first)
    head = [line for line in lines if line.baseline < bottom]
    edge = min(*(line.left for line in head), *(rule.left for rule in rules if rule.top <= bottom))
    session = _session(page, [line for line in lines if line.baseline >= bottom], edge)
    taken = {id(line) for line in head + session}
    page.rules = [rule for rule in page.rules if rule.top > bottom + 3]
    return _in_columns(head, first, page.width) + session, [line for line in lines if id(line) not in taken]


def _by_distribution(page: Page, lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """Return the masthead of a page without rules, the column with "Distr." and all to its left, and other lines."""
    upper = sorted((line for line in lines if line.baseline < 0.4 * page.height), key=lambda line: line.baseline)
    distribution = next((line for line in upper if _DISTRIBUTION.match(line.text)), None)
    if distribution is None or distribution.left < 0.4 * page.width:
        return [], lines
    edge = distribution.left - 6
    column = [line for line in upper if line.left >= edge]
    if not column or any(line.left < edge < line.right for line in upper if line.baseline <= distribution.baseline):
        return [], lines
    column = _up_to_gap(column, distribution)
    left = [line for line in upper if line.right < edge and line.baseline <= column[-1].baseline + 1]
    taken = {id(line) for line in left + column}
    return left + column, [line for line in lines if id(line) not in taken]


def _up_to_gap(column: list[Line], distribution: Line) -> list[Line]:
    """Return the lines of a column down to the first gap of more than four lines below "Distr."."""
    kept: list[Line] = []
    for line in column:
        if kept and line.baseline > distribution.baseline and line.baseline - kept[-1].baseline > 5 * line.size:
            break
        kept.append(line)
    return kept


def _end_of_right_column(page: Page, lines: list[Line], first: float) -> float:
    """Return where distribution, date and language end in a masthead without a second rule."""
    bottom = first
    for line in sorted(lines, key=lambda line: line.baseline):
        if line.left > 0.55 * page.width and 0 < line.baseline - bottom < 5 * line.size:
            bottom = line.baseline
    return bottom + 1


def _session(page: Page, below: list[Line], edge: float) -> list[Line]:
    """Return session, dates and agenda item: lines at the left edge.

    They end at a wider gap, at larger type (the title's), at a label, or at the start of text in columns.
    """
    session: list[Line] = []
    limit = min((line.top for line in below if line.column == 2), default=page.height)
    for line in sorted(below, key=lambda line: (line.baseline, line.left)):
        close = not session or line.baseline - session[-1].baseline < 3.2 * line.size
        larger = bool(session) and line.size > max(above.size for above in session) + 1
        begins_text = larger or LABEL.fullmatch(line.words[0].text) is not None
        if line.left - edge > 14 or not close or begins_text or line.right > 0.75 * page.width or line.bottom > limit:
            break
        session.append(line)
    return session


def _in_columns(head: list[Line], first: float, width: float) -> list[Line]:
    """Return the lines above the first rule, then the left column (the organ), then the right (Distr., date ...)."""
    return sorted(
        head,
        key=lambda line: (
            line.baseline > first,
            line.baseline > first and line.left > 0.55 * width,
            round(line.baseline),
            line.left,
        ),
    )
