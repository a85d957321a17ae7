"""Extract notes from the pages: footnotes under their short rule, notes of tables, endnotes.

A note begins a line with its marker (superscript "1", "*", "1/"). United Nations footnotes are below a rule of about a
fifth of the line, in smaller type, and may continue at the next page's foot.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from documents.parsing.readers.pdf_layout.markers import TYPED_RULE, marker_of
from documents.parsing.readers.pdf_layout.page import SUPERSCRIPT, Line, Page, Rule
from documents.parsing.readers.pdf_layout.rules import horizontal_rules

_MAX_NOTE_SIZE = 0.93  # as a fraction of the text's size
_STARS = re.compile(r"\*{1,5}|[†‡§]{1,2}")


class Note:
    """A note being read: its marker, and the lines of its text without the marker."""

    def __init__(self, marker: str, page: int) -> None:
        self.marker = marker
        self.page = page
        self.lines: list[Line] = []


def extract_notes(
    pages: Sequence[Page], lines: Sequence[list[Line]], body_size: float
) -> tuple[list[list[Line]], list[Note]]:
    """Return the pages' lines without notes, and the notes in the order of the pages."""
    bodies: list[list[Line]] = []
    notes: list[Note] = []
    for page, page_lines in zip(pages, lines, strict=True):
        foot = _foot_lines(page, page_lines, body_size) or _starred_foot(page, page_lines, body_size)
        in_foot = {id(line) for line in foot}
        remaining = [line for line in page_lines if id(line) not in in_foot]
        body, marked = _split_marked(remaining, body_size)
        bodies.append([line for line in body if not TYPED_RULE.fullmatch(line.text)])
        _read_notes(marked, notes, may_continue=False)
        _read_notes(foot, notes, may_continue=True)
    return bodies, notes


def _foot_lines(page: Page, lines: list[Line], body_size: float) -> list[Line]:
    """Return the lines below the rule that separates notes from text, if the page has one."""
    for top in _separators(page, lines):
        below = [line for line in lines if line.top > top - 2]
        if not below:
            continue
        first = min(below, key=lambda line: (line.baseline, line.left))
        small_count = sum(line.size < _MAX_NOTE_SIZE * body_size for line in below)
        if marker_of(first, in_foot=True)[1] or (small_count == len(below) and first.top - top < 3 * first.size):
            return below
    return []


def _starred_foot(page: Page, lines: list[Line], body_size: float) -> list[Line]:
    """Return the lines in small type at the end of a page, from the first one that begins with asterisks, if these are
    also printed after a word of the page.

    The rule above such notes may be missing, or drawn in a way that is not recognized.
    """
    foot: list[Line] = []
    for line in sorted(lines, key=lambda line: (line.baseline, line.left), reverse=True):
        if line.size >= _MAX_NOTE_SIZE * body_size or (foot and foot[-1].baseline - line.baseline > 2 * line.size):
            break
        foot.append(line)
    while foot and not _STARS.fullmatch(marker_of(foot[-1])[0]):
        foot.pop()
    return foot if foot and _is_printed_after_word(marker_of(foot[-1])[0], page) else []


def _is_printed_after_word(marker: str, page: Page) -> bool:
    """Return whether a word of the page ends with this marker: "agenda*", "CTOC/COP/2031/2**"."""
    text = "".join(
        f"{'' if -0.2 * word.size < word.left - before.right < word.size and not word.spaced else ' '}{word.text}"
        for before, word in pairwise(page.words)
    )
    return re.search(rf"[^\s*†‡§]{re.escape(marker)}(?![\w*†‡§])", text) is not None


def _separators(page: Page, lines: list[Line]) -> list[float]:
    """Return the heights of rules that may be above notes, from the top of the page."""
    if not lines:
        return []
    left = min(line.left for line in lines)
    rules = horizontal_rules(page)
    heights = [
        rule.top
        for rule in rules
        if 0.06 * page.width < rule.length < 0.45 * page.width and rule.left < left + 0.3 * page.width
        if not _is_table_rule(rule, rules, page.width)
    ]
    heights += [line.baseline for line in lines if TYPED_RULE.fullmatch(line.text)]
    underlined = [
        height
        for height in heights
        if any(0 <= height - line.baseline < 3.5 and "_" not in line.text for line in lines)
    ]
    return sorted(set(heights) - set(underlined))


def _is_table_rule(rule: Rule, rules: Sequence[Rule], width: float) -> bool:
    """Return whether a rule underlines columns of a table's head: another is next to it, or a wide one below it."""
    has_neighbour = any(abs(other.top - rule.top) < 2 and other is not rule for other in rules)
    return has_neighbour or any(other.top > rule.top and other.length > 0.5 * width for other in rules)


def _split_marked(lines: list[Line], body_size: float) -> tuple[list[Line], list[Line]]:
    """Return the body lines, and the lines that begin with a superscript marker or continue such a line."""
    body: list[Line] = []
    notes: list[Line] = []
    open_note: Line | None = None
    for line in sorted(lines, key=lambda line: (line.baseline, line.left)):
        is_raised = line.words[0].style & SUPERSCRIPT and marker_of(line)[1] and line.size <= body_size * 1.02
        if is_raised:
            open_note = line
            notes.append(line)
        elif open_note is not None and _continues_note(open_note, notes[-1], line):
            notes.append(line)
        else:
            open_note = None
            body.append(line)
    return body, notes


def _continues_note(first: Line, last: Line, line: Line) -> bool:
    """Return whether ``line`` is a further line of the note that begins with ``first``."""
    is_close = 0 < line.baseline - last.baseline < 1.6 * first.size
    is_same_size = abs(line.size - first.size) < 0.08 * first.size
    text_left = max(first.text_left, first.words[1].left)
    return is_close and is_same_size and first.left - 30 <= line.left <= text_left + 12


def _begins_next(line: Line, notes: Sequence[Note]) -> bool:
    """Return whether a line begins with the next note's number, set like its text, after a complete note: "2 See"."""
    last = next((int(note.marker) for note in reversed(notes) if note.marker.isdecimal()), 0)
    is_complete = not notes or (notes[-1].lines and notes[-1].lines[-1].text.rstrip().endswith((".", "。", "؛", ")")))
    first, *others = line.words
    return bool(is_complete and first.text == str(last + 1) and others and others[0].spaced)


def _read_notes(lines: list[Line], notes: list[Note], may_continue: bool) -> None:
    """Append the notes in ``lines``; lines before the first marker continue the note of the previous page."""
    for line in sorted(lines, key=lambda line: (line.baseline, line.left)):
        if TYPED_RULE.fullmatch(line.text):
            continue
        marker, taken = marker_of(line, in_foot=may_continue)
        if not taken and may_continue and _begins_next(line, notes):
            marker, taken = line.words[0].text, 1
        if taken:
            notes.append(Note(marker, line.page))
        elif not notes:
            notes.append(Note("", line.page))
        notes[-1].lines.append(replace(line, words=line.words[taken:]))
