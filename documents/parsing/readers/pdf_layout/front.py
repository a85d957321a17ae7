"""Extract the masthead from the first page.

United Nations documents open with "United Nations" and the symbol above a rule across the page. Below it are the organ
on the left and distribution, date and language on the right, usually closed by a second, thicker rule; then, at
the masthead's own left edge, the session, dates and agenda item. The title starts further in, or after a wider gap,
and stays with the body.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from documents.parsing import masthead_words as words
from documents.parsing import organ_names, session_words
from documents.parsing.dates import parse_date_line, parse_period
from documents.parsing.readers.pdf_layout.bidi import is_right_to_left
from documents.parsing.readers.pdf_layout.lines import LABEL
from documents.parsing.readers.pdf_layout.page import BOLD, Line, Page, make_line
from documents.parsing.readers.pdf_layout.rules import horizontal_rules
from documents.parsing.sponsors import begins_sponsor_list
from documents.parsing.symbols import parse_symbol_line

_DISTRIBUTION = re.compile(rf"{words.DISTRIBUTION.pattern}|^Distr\.?:?$", words.DISTRIBUTION.flags)
"""Matches a distribution line, or its first word if the category is on the next line: "Distr.", "GENERAL"."""
_ORGAN_SIZE = 13.0  # points; the parent organ is set larger than anything below it
_MIN_SIZE = 4.0  # points; smaller type is hidden text


@dataclass(slots=True)
class Front:
    """The lines of a first page: masthead, left margin below it, a second organ beside the first, and text."""

    masthead: list[Line]
    margin: list[Line]
    second_column: list[Line]
    text: list[Line]


def extract_masthead(page: Page, lines: list[Line]) -> Front:
    """Separate the masthead from the text.

    On a page without a rule near the top, the masthead is found only by a column with "Distr." in it.
    """
    rules = [rule for rule in horizontal_rules(page) if rule.length > 0.65 * page.width]
    across = [rule.top for rule in rules]
    first = next((top for top in across if top < 0.2 * page.height), None)
    if first is None or not any(line.baseline < first for line in lines):
        lines = _split_before_column(page, lines)
        head, below = _find_by_distribution(page, lines)
        if not head:
            return Front([], [], [], lines)
        left = min(line.left for line in [*head, *(line for line in below if line.baseline < 0.5 * page.height)])
        bottom = max(line.baseline for line in head)
    else:
        second = next((top for top in across if first + 30 < top < 0.5 * page.height), None)
        bottom = second if second is not None else _end_of_right_column(page, lines, first)
        head = _in_columns([line for line in lines if line.baseline < bottom], first, page.width)
        left = min(*(line.left for line in head), *(rule.left for rule in rules if rule.top <= bottom))
        page.rules = [rule for rule in page.rules if rule.top > bottom + 3]
    taken = {id(line) for line in head}
    head = _add_rest_of_organ(head, [line for line in lines if id(line) not in taken])
    taken = {id(line) for line in head}
    below = [line for line in lines if id(line) not in taken and line.baseline > bottom - 1]
    margin, second_column = _find_margin(page, below, left)
    taken |= {id(line) for line in margin + second_column}
    return Front(head, margin, second_column, [line for line in lines if id(line) not in taken])


def _add_rest_of_organ(head: list[Line], below: list[Line]) -> list[Line]:
    """Add the lines that continue the organ's name, set in large type on several lines, below the rest of the head."""
    organ = [line for line in head if line.size >= _ORGAN_SIZE]
    added: list[Line] = []
    for line in sorted(below, key=lambda line: line.baseline) if organ else ():
        above = (added or organ)[-1]
        is_alike = abs(line.left - above.left) <= 2 and abs(line.size - above.size) <= 0.5
        if not is_alike or line.baseline - above.baseline > 1.5 * line.size:
            break
        added.append(line)
    if not added:
        return head
    end = head.index(organ[-1]) + 1
    return [*head[:end], *added, *head[end:]]


def _split_before_column(page: Page, lines: list[Line]) -> list[Line]:
    """Return the lines, with those split in two that end in a field of the right column after a narrow gap: the name of
    an organ next to the date. At least two other fields begin at the edge of that column."""
    upper = [line for line in lines if line.baseline < 0.4 * page.height]
    edges = [line.left for line in upper if line.left >= 0.4 * page.width and _is_right_field(line.text)]
    edge = next((left for left in edges if sum(abs(left - other) < 1 for other in edges) > 1), None)
    if edge is None:
        return lines
    parts: list[Line] = []
    for line in lines:
        at = next((index for index, word in enumerate(line.words) if index and abs(word.left - edge) < 1), 0)
        pair = [make_line(line.page, words, line.part) for words in (line.words[:at], line.words[at:]) if words]
        is_name_and_field = at and pair[1].left - pair[0].right > 0.5 * line.size and _is_right_field(pair[1].text)
        parts += pair if is_name_and_field else [line]
    return parts


def _find_by_distribution(page: Page, lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """Return the masthead of a page without rules (the "Distr." column and everything to its left), and the other
    lines."""
    upper = sorted((line for line in lines if line.baseline < 0.4 * page.height), key=lambda line: line.baseline)
    right = [line for line in upper if line.left >= 0.4 * page.width]
    distribution = next((line for line in upper if _DISTRIBUTION.match(line.text)), None)
    distribution = distribution or next((line for line in right if _is_issue_field(line.text)), None)
    if distribution is None or (distribution.left < 0.4 * page.width and not page.right_to_left):
        return [], lines
    if page.right_to_left:
        return _find_on_arabic_page(upper, lines, distribution)
    edge = distribution.left - 6
    column = [line for line in upper if line.left >= edge]
    if not column or any(line.left < edge < line.right for line in upper if line.baseline <= distribution.baseline):
        return [], lines
    column = _cut_at_gap(column, distribution)
    left: list[Line] = []
    for line in (line for line in upper if line.right < edge):
        if line.baseline > column[-1].baseline + 1 and not _continues_organ(left, line):
            break
        left.append(line)
    taken = {id(line) for line in left + column}
    return left + column, [line for line in lines if id(line) not in taken]


def _find_on_arabic_page(upper: list[Line], lines: list[Line], distribution: Line) -> tuple[list[Line], list[Line]]:
    """Return the masthead of an Arabic page, whose "Distr." column is in Latin letters, and the other lines."""
    column = [
        line
        for line in upper
        if line.left < distribution.right and distribution.left < line.right and not is_right_to_left(line.text)
    ]
    column = _cut_at_gap(column, distribution)
    left, right = min(line.left for line in column), max(line.right for line in column)
    organ = [
        line for line in upper if (line.right < left or line.left > right) and line.baseline <= column[-1].baseline + 1
    ]
    taken = {id(line) for line in organ + column}
    return organ + column, [line for line in lines if id(line) not in taken]


def _continues_organ(left: Sequence[Line], line: Line) -> bool:
    """Return whether a line continues the organ's name, which may be longer than the column on its right."""
    if not left or _names_organ(line.text) or _has_session([line]):
        return False
    return abs(line.left - left[-1].left) < 2 and line.baseline - left[-1].baseline < 1.8 * line.size


def _is_issue_field(text: str) -> bool:
    """Return whether a line is a date or lists languages, which a masthead without "Distr." has on the right."""
    patterns = (words.LANGUAGE_LINE, words.LANGUAGES_LINE, words.UNFINISHED_LANGUAGE_LIST)
    return bool(parse_date_line(text)) or any(pattern.match(text) for pattern in patterns)


def _is_right_field(text: str) -> bool:
    """Return whether a line is a field of the masthead's right column."""
    return _is_issue_field(text) or bool(
        parse_symbol_line(text) or words.ORIGINAL.match(text) or _DISTRIBUTION.match(text)
    )


def _cut_at_gap(column: list[Line], distribution: Line) -> list[Line]:
    """Return the lines of a column down to the first gap of more than four lines below "Distr."."""
    kept: list[Line] = []
    for line in column:
        if kept and line.baseline > distribution.baseline and line.baseline - kept[-1].baseline > 5 * line.size:
            break
        kept.append(line)
    return kept


def _end_of_right_column(page: Page, lines: list[Line], first: float) -> float:
    """Return the vertical position at which distribution, date and language end in a masthead without a second rule."""
    bottom = first
    for line in sorted(lines, key=lambda line: line.baseline):
        if line.left > 0.55 * page.width and 0 < line.baseline - bottom < 5 * line.size:
            bottom = line.baseline
    return bottom + 1


def _find_margin(page: Page, below: list[Line], edge: float) -> tuple[list[Line], list[Line]]:
    """Return the lines at the left edge (organ, session, dates, agenda item), and the lines of a second organ.

    Return no lines unless one is a session, a period or an agenda item. The lines end at a wider gap, at larger type
    (the title's), at a label, at the sponsors of a draft, or at the start of text in columns. A second
    organ begins next to a line of the first, in the right half of the page.
    """
    margin: list[Line] = []
    second: list[Line] = []
    limit = min((line.top for line in below if line.column == 2), default=page.height)
    rows = sorted(
        (line for line in below if line.size >= _MIN_SIZE), key=lambda line: (round(line.baseline), line.left)
    )
    for index, line in enumerate(rows):
        above = [*margin, *second]
        is_sponsor = words.SPONSORS.match(line.text) or begins_sponsor_list([row.text for row in rows[index:]])
        if above and (_begins_title(line, above) or is_sponsor):
            break
        if LABEL.fullmatch(line.text.split()[0]) or line.bottom > limit:
            break
        if abs(line.left - edge) <= 14 and (line.right <= 0.75 * page.width or _is_long_name(line, margin)):
            margin.append(line)
        elif line.left > 0.45 * page.width and (second or (margin and abs(line.baseline - margin[-1].baseline) < 3)):
            second.append(line)
        else:
            break
    if second and _names_organ(" ".join(line.text for line in second[:2])):
        return margin, second
    margin = _margin_above_second(margin, second)
    return (margin if _has_session(margin) else []), []


def _begins_title(line: Line, above: Sequence[Line]) -> bool:
    """Return whether a line is below a wide gap, or in larger type: much larger, or a little larger below some gap."""
    gap = (line.baseline - max(other.baseline for other in above)) / line.size
    growth = line.size - max(other.size for other in above)
    return gap >= 3.2 or growth > 1 or (growth > 0.3 and gap >= 2.2)


def _is_long_name(line: Line, margin: list[Line]) -> bool:
    """Return whether a bold line across the page is the name of an organ, or of an agenda item directly below it."""
    if not line.style & BOLD or line.size >= _ORGAN_SIZE - 1:
        return False
    if not margin:
        return bool(organ_names.BODY.match(line.text))
    above = margin[-1]
    is_close = line.baseline - above.baseline < 1.5 * line.size and abs(line.size - above.size) <= 0.5
    is_item_above = any(words.AGENDA_ITEM.match(other.text) for other in margin)
    return is_close and (is_item_above or bool(organ_names.BODY.match(line.text)))


def _has_session(lines: list[Line]) -> bool:
    texts = [line.text for line in lines]
    patterns = (session_words.SESSION, words.AGENDA_ITEM)
    return any(parse_period(text) or any(pattern.match(text) for pattern in patterns) for text in texts)


def _names_organ(text: str) -> bool:
    return bool(organ_names.PRINCIPAL_ORGAN.match(text) or organ_names.BODY.match(text))


def _margin_above_second(margin: list[Line], second: list[Line]) -> list[Line]:
    """Return the lines of the margin above ``second``, when ``second`` is not an organ but text in columns."""
    return [line for line in margin if not second or line.baseline < second[0].baseline - 3]


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
