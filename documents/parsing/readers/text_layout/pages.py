"""The pages of a text dump and their lines; running heads and feet taken off by where they stand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from documents.parsing.numbering import read_label
from documents.parsing.symbols import only_symbols

PAGE_END = "\f"
_EDGE = 4  # lines at a page's top and bottom among which running ones are looked for: older heads have four

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
"""Takes "2/7 V.22-21549", "V.22-21549 3/7", "GE.25-02819 12", "3/19", "Page 20", "*2221549*". Refuses "1. Text"."""
_JOB_DATES = re.compile(r"\d{6}(?:\s+\d{6}){0,2}")


@dataclass(eq=False, slots=True)
class PrintedLine:
    """A line without the blanks at its ends. ``after_gap`` is set where a blank line stands above it."""

    text: str
    page: int
    indent: int = 0
    after_gap: bool = False


Page = list[PrintedLine]


def split_pages(text: str) -> list[Page]:
    """The printed lines of each page."""
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


def take_running(pages: Sequence[Page]) -> list[str]:
    """Take running heads and feet off the pages; the different texts that they had."""
    repeated = _repeated_shapes(pages)
    numbers = _page_numbers(pages)
    running: dict[str, None] = {}
    for page in pages:
        taken = [line for line in page if _is_running(line, page, repeated) or id(line) in numbers]
        running.update((line.text, None) for line in taken)
        _without(page, taken)
    return list(running)


def _without(page: Page, taken: Sequence[PrintedLine]) -> None:
    """Drop lines of a page; what stood apart from them keeps a gap above it."""
    out = {id(line) for line in taken}
    gap = False
    for line in page:
        if id(line) in out:
            gap = True
        else:
            line.after_gap, gap = line.after_gap or gap, False
    page[:] = [line for line in page if id(line) not in out]


def without(pages: Sequence[Page], taken: Sequence[PrintedLine]) -> None:
    """Drop lines wherever they stand."""
    for number in {line.page for line in taken}:
        _without(pages[number - 1], taken)


def _is_running(line: PrintedLine, page: Page, repeated: set[tuple[bool, str]]) -> bool:
    if PAGE_FOOT.match(line.text):
        return True
    head, foot = _in_edges(line, page)
    if foot and _JOB_DATES.fullmatch(line.text):
        return True
    if head and line.page > 1 and page[0] is line and only_symbols(line.text):
        return True
    return (head and line.page > 1 and (True, _shape(line)) in repeated) or (foot and (False, _shape(line)) in repeated)


def _in_edges(line: PrintedLine, page: Page) -> tuple[bool, bool]:
    """Whether a line stands at its page's top, and whether at its bottom."""
    head = any(line is other for other in page[:_EDGE])
    return head, any(line is other for other in page[-_EDGE:])


def _repeated_shapes(pages: Sequence[Page]) -> set[tuple[bool, str]]:
    """What the tops (or bottoms) of several pages say alike, numbers aside."""
    counts: Counter[tuple[bool, str]] = Counter()
    for page in pages[1:]:
        counts.update({(True, _shape(line)) for line in page[:_EDGE] if _may_run(line)})
        counts.update({(False, _shape(line)) for line in page[-_EDGE:] if _may_run(line)})
    enough = max(2, 0.3 * (len(pages) - 1))
    return {shape for shape, count in counts.items() if count >= enough}


def _may_run(line: PrintedLine) -> bool:
    """A label begins text, a number alone may be a note's mark and a stop ends a sentence: none of them is running."""
    letters = any(character.isalpha() for character in line.text)
    return letters and not line.text.endswith((".", ";", ",", ":")) and not read_label(f"{line.text} x")


def _shape(line: PrintedLine) -> str:
    return re.sub(r"\d+", "#", re.sub(r"\s+", " ", line.text.casefold()))


def _page_numbers(pages: Sequence[Page]) -> set[int]:
    """The lines (by identity) that are a bare page number: at the edge, and counting up with the pages."""
    found: dict[int, dict[int, PrintedLine]] = {}
    for page in pages:
        for line in (*page[:2], *page[-3:]):
            if line.text.isdecimal() and len(line.text) <= 4:
                found.setdefault(int(line.text) - line.page, {})[line.page] = line
    numbers = max(found.values(), key=len, default={})
    return {id(line) for line in numbers.values()} if len(numbers) >= max(2, 0.5 * (len(pages) - 1)) else set()
