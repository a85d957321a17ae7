"""Separate the left margin of a first page (session, dates, agenda item) from the title set further in, in a text that
preserves the layout, and join the lines of each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, takewhile

from documents.parsing import masthead_words as words
from documents.parsing import organ_names, session_words
from documents.parsing.characters import join_texts
from documents.parsing.dates import parse_period
from documents.parsing.masthead_continuation import names_purpose
from documents.parsing.masthead_end import opens_text
from documents.parsing.masthead_fields import is_field
from documents.parsing.masthead_unread import unread_field

_MIN_INDENT = 5  # characters between the margin and the title
_SAME_EDGE = 2  # characters by which the indents, or the middles, of the lines of a title may differ
_MAX_MARGIN_LINE = 75  # characters; longer lines are text
_MAX_AUTHOR = 70  # characters; a longer line that begins "Note by the Secretariat" is the title of the note
_MAX_LINES = 40  # of the margin and the title
_KINDS = (words.SUBTITLE, words.AUTHOR_LINE, words.OFFICER, words.DRAFT_AUTHOR)
_UNFINISHED = re.compile(
    r"(?:\b(?:the|an?|of|to|and|on|for|in|at|from|by|with|its|du|des?|aux?|à|la|le|les|et|sur|del?|el|los|las|al?|y|en"
    r"|и|в|на|по|с|о)|[,–-]|[的和与及对在《、])$",
    re.IGNORECASE,
)

_BRACKETS_WITHIN = re.compile(r"\([^()]*\),?\s\w")
"""Matches a line of a title that goes on after the days in brackets: "(Vienna, 4–8 June 2035), with an overview"."""


@dataclass(frozen=True, slots=True)
class Below:
    """The lines below a masthead: those at the margin, the title and its subtitles, and the text.

    ``is_apart`` means that the layout shows which lines are at the margin, so that the title is not one of them.
    """

    margin: list[str]
    title: list[str]
    text: list[str]
    is_apart: bool


def read_margin_and_title(lines: Sequence[str], edge: int) -> Below:
    """Return the lines below a masthead whose left edge is at the indent ``edge``, or further left.

    The layout does not separate the margin if no line of it is a session, a period or an agenda item, or if the agenda
    item's own title is set like the document's.
    """
    printed = [number for number, line in enumerate(lines) if line.strip()][:_MAX_LINES]
    edge = min([edge, *(_indent(lines[number]) for number in printed[:1])])
    margin = list(takewhile(lambda number: _is_at_margin(lines[number], edge), printed))
    block = list(takewhile(lambda number: _is_in_title(lines[number], edge), printed[len(margin) :]))
    if not block:
        return Below([], [], list(lines), is_apart=False)
    title = _join_title(lines, block)
    texts = [lines[number].strip() for number in margin]
    headings = [text for text in title if not any(kind.match(text) for kind in _KINDS)]
    has_item_title = not texts or not words.AGENDA_ITEM.match(texts[-1]) or len(headings) < 2
    has_title = any(len(text) > _MAX_AUTHOR or not words.AUTHOR_LINE.match(text) for text in title)
    is_apart = any(map(_opens_margin, texts)) and has_item_title and has_title
    above = _join_names(texts) if is_apart else list(lines[: block[0]])
    return Below(above, title, list(lines[block[-1] + 1 :]), is_apart)


def _is_at_margin(line: str, edge: int) -> bool:
    return _indent(line) <= edge + _SAME_EDGE and len(line.strip()) <= _MAX_MARGIN_LINE and not opens_text(line.strip())


def _is_in_title(line: str, edge: int) -> bool:
    return _indent(line) >= edge + _MIN_INDENT and not opens_text(line.strip())


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _opens_margin(text: str) -> bool:
    return bool(session_words.SESSION.match(text) or words.AGENDA_ITEM.match(text) or parse_period(text))


def _join_title(lines: Sequence[str], block: Sequence[int]) -> list[str]:
    """Return the title and each subtitle on one line. Their lines are at one indent or centred on one axis."""
    joined: list[str] = []
    above = -2
    for number in block:
        text = lines[number].strip()
        if joined and number == above + 1 and _continues(lines[above], lines[number]):
            is_range = joined[-1].endswith("–") and text[0].isdigit()
            joined[-1] = f"{joined[-1]}{text}" if is_range else join_texts([joined[-1], text])
        else:
            joined.append(text)
        above = number
    return joined


def _continues(above: str, below: str) -> bool:
    if _UNFINISHED.search(above.strip()) or below.strip().startswith(("的", "》", "、")):
        return True
    is_within = _BRACKETS_WITHIN.match(below.strip())
    if (
        is_field(above.strip())
        or (is_field(below.strip()) and not is_within)
        or any(kind.match(below.strip()) for kind in _KINDS)
    ):
        return False
    middles = [_indent(line) + len(line.strip()) / 2 for line in (above, below)]
    return min(abs(_indent(above) - _indent(below)), abs(middles[0] - middles[1])) <= _SAME_EDGE


def _join_names(texts: Sequence[str]) -> list[str]:
    """Return the lines at the margin, with those of each name or agenda title joined.

    A name continues if the next word did not fit on its line.
    """
    joined: list[str] = []
    for is_one_field, group in groupby(texts, key=lambda text: is_field(text) or unread_field(text) is not None):
        run = list(group)
        joined += run if is_one_field else _join_run(run)
    return joined


def _join_run(run: Sequence[str]) -> Iterator[str]:
    width = max(map(len, run))
    name = above = ""
    for text in run:
        did_not_fit = len(above) + 1 + len(text.split()[0]) > width
        are_organs = organ_names.BODY.match(name) and organ_names.BODY.match(text) and not names_purpose(name, text)
        if name and (text[0].islower() or _UNFINISHED.search(above) or (did_not_fit and not are_organs)):
            name = join_texts([name, text])
        else:
            if name:
                yield name
            name = text
        above = text
    yield name
