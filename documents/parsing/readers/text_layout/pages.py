"""Split a text dump into pages and lines, and remove running heads and feet by their position."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from documents.parsing.numbering import read_label
from documents.parsing.symbols import parse_symbol_line

PAGE_END = "\f"
_EDGE_LINES = 4  # lines searched at the top and bottom of a page; running heads of older documents have four

_JOB = r"(?:[A-Z]{1,3}[.:]\s?)?\d{2}-\d{4,6}(?:\s*\*)?(?:\s*\([A-Z]\))?(?:\s+\d{6}){0,3}"
PAGE_FOOT = re.compile(
    rf"""^(?:
        (?P<first> \d{{1,4}} ) (?: \s?/\s? (?P<of>\d{{1,4}}) )? \s+ {_JOB}      # 2/7 V.22-21549
      | {_JOB} \s+ (?P<last> \d{{1,4}} ) (?: \s?/\s? (?P<of2>\d{{1,4}}) )?      # V.22-21549 3/7
      | {_JOB}                                                                  # V.22-21549 (E) 120922
      | (?P<alone> \d{{1,4}} ) \s?/\s? (?P<of3>\d{{1,4}})                       # 3/7
      | (?:Page|page|-|–|—)\s?(?P<named>\d{{1,4}})(?:\s?[-–—])?                 # Page 20; - 3 -
      | \*[0-9A-Z]{{6,10}}\*                                                    # *2221549*
      | /\.\.\.                                                                 # /... (continued overleaf, 1990s)
    )$""",
    re.VERBOSE,
)
"""Matches "2/7 V.22-21549", "V.22-21549 3/7", "GE.25-02819 12", "3/19", "Page 20", "*2221549*"; not "1. Text"."""
_JOB_DATES = re.compile(r"\d{6}(?:\s+\d{6}){0,2}")


@dataclass(eq=False, slots=True)
class PrintedLine:
    """A stripped line. ``after_gap`` is set if an empty line precedes it."""

    text: str
    page: int
    indent: int = 0
    after_gap: bool = False


Page = list[PrintedLine]


def split_pages(text: str) -> list[Page]:
    """Return the printed lines of each page."""
    sheets = text.split(PAGE_END)
    if len(sheets) > 1 and not sheets[-1].strip():
        sheets.pop()
    return [list(_printed_lines(sheet, number)) for number, sheet in enumerate(sheets, start=1)]


def _printed_lines(sheet: str, page: int) -> Iterator[PrintedLine]:
    gap = False
    for line in sheet.split("\n"):
        bare = line.strip()
        if bare:
            yield PrintedLine(bare, page, len(line) - len(line.lstrip()), gap)
        gap = not bare


def remove_running_lines(pages: Sequence[Page]) -> list[str]:
    """Remove running heads and feet from the pages, and return their distinct texts."""
    repeated = _repeated_texts(pages)
    numbers = _page_numbers(pages)
    running: dict[str, None] = {}
    for page in pages:
        removed_lines = [line for line in page if _is_running(line, page, repeated) or id(line) in numbers]
        running.update((line.text, None) for line in removed_lines)
        _remove_lines(page, removed_lines)
    return list(running)


def _remove_lines(page: Page, lines: Sequence[PrintedLine]) -> None:
    """Remove lines from a page; text after a removed line keeps a gap above it."""
    removed = {id(line) for line in lines}
    gap = False
    for line in page:
        if id(line) in removed:
            gap = True
        else:
            line.after_gap, gap = line.after_gap or gap, False
    page[:] = [line for line in page if id(line) not in removed]


def remove_lines(pages: Sequence[Page], lines: Sequence[PrintedLine]) -> None:
    """Remove lines from whichever page they are on."""
    for number in {line.page for line in lines}:
        _remove_lines(pages[number - 1], lines)


def _is_running(line: PrintedLine, page: Page, repeated: set[tuple[bool, str]]) -> bool:
    if PAGE_FOOT.match(line.text):
        return True
    is_at_top, is_at_bottom = _is_at_edges(line, page)
    if is_at_bottom and _JOB_DATES.fullmatch(line.text):
        return True
    if is_at_top and line.page > 1 and page[0] is line and parse_symbol_line(line.text):
        return True
    return (is_at_top and line.page > 1 and (True, _without_numbers(line)) in repeated) or (
        is_at_bottom and (False, _without_numbers(line)) in repeated
    )


def _is_at_edges(line: PrintedLine, page: Page) -> tuple[bool, bool]:
    """Return whether a line is at the top of its page, and whether it is at the bottom."""
    is_at_top = any(line is edge_line for edge_line in page[:_EDGE_LINES])
    return is_at_top, any(line is edge_line for edge_line in page[-_EDGE_LINES:])


def _repeated_texts(pages: Sequence[Page]) -> set[tuple[bool, str]]:
    """Return the texts repeated at the top (True) or bottom (False) of several pages, ignoring numbers."""
    counts: Counter[tuple[bool, str]] = Counter()
    for page in pages[1:]:
        counts.update({(True, _without_numbers(line)) for line in page[:_EDGE_LINES] if _may_be_running(line)})
        counts.update({(False, _without_numbers(line)) for line in page[-_EDGE_LINES:] if _may_be_running(line)})
    enough = max(2, 0.3 * (len(pages) - 1))
    return {text for text, count in counts.items() if count >= enough}


def _may_be_running(line: PrintedLine) -> bool:
    """Return whether a line may be a running head or foot: not a label, a bare number or the end of a sentence."""
    has_letters = any(character.isalpha() for character in line.text)
    return has_letters and not line.text.endswith((".", ";", ",", ":")) and not read_label(f"{line.text} x")


def _without_numbers(line: PrintedLine) -> str:
    return re.sub(r"\d+", "#", re.sub(r"\s+", " ", line.text.casefold()))


def _page_numbers(pages: Sequence[Page]) -> set[int]:
    """Return the ids of lines that are a bare page number: at the edge of a page, and counting up with the pages."""
    by_offset: dict[int, dict[int, PrintedLine]] = {}
    for page in pages:
        for line in (*page[:2], *page[-3:]):
            if line.text.isdecimal() and len(line.text) <= 4:
                by_offset.setdefault(int(line.text) - line.page, {})[line.page] = line
    numbers = max(by_offset.values(), key=len, default={})
    return {id(line) for line in numbers.values()} if len(numbers) >= max(2, 0.5 * (len(pages) - 1)) else set()
