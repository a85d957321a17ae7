"""Measure text and count pages, so that page numbers are known when the file is written.

Line heights are exact. Widths are taken from Times New Roman (Adobe's metrics of Times), with a margin for wider fonts
that replace it. Explicit page breaks before paragraphs keep the contents correct in both Word and LibreOffice, even
though they break lines differently.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

TEXT_WIDTH = 453.0  # points between the margins: A4 (595) less 71 on either side
TEXT_HEIGHT = 686.0  # points between the margins, 842 less 80 above and 76 below
USABLE_WIDTH_RATIO = 0.85  # fraction of a line filled before it is assumed to break
SPARE_HEIGHT = 20.0  # points left free on each page, in case fonts are taller than measured
NOTE_SEPARATOR_HEIGHT = 16.0  # points

_ASCII = (
    "250 333 408 500 500 833 778 180 333 333 500 564 250 333 250 278 500 500 500 500 500 500 500 500 500 500 278 278 "
    "564 564 564 444 921 722 667 667 722 611 556 722 722 333 389 722 611 889 722 722 556 722 667 556 611 722 722 944 "
    "722 722 611 333 278 333 469 500 333 444 500 444 500 444 333 500 500 278 278 500 278 778 500 500 500 500 333 389 "
    "278 500 500 722 500 500 444 480 200 480 541"
)
_WIDTHS = {chr(code): int(width) / 1000 for code, width in enumerate(_ASCII.split(), 32)}
_WIDTHS |= {"–": 0.5, "—": 1.0, "“": 0.444, "”": 0.444, "‘": 0.333, "’": 0.333, "•": 0.35, "…": 1.0, "\u00a0": 0.25}
_OTHER_WIDTHS = ((0x0600, 0.55), (0x1100, 0.62), (0x2000, 0.62), (0x2E80, 0.75), (0x1_0000, 1.0), (0x11_0000, 1.2))
"""Width of other characters up to a code point (exclusive), taken from the wider characters of the script."""


def count_lines(text: str, size: float, width: float) -> int:
    """Return the number of lines of a text that breaks at spaces; words wider than a line break between characters."""
    line_count, used = 1, 0.0
    for word in text.replace("\t", "    ").split(" "):
        word_width = sum(map(_width, word)) * size
        if used and used + word_width > width:
            line_count, used = line_count + 1, 0.0
        while word_width > width:
            line_count, word_width = line_count + 1, word_width - width
        used += word_width + 0.25 * size
    return line_count


def _width(character: str) -> float:
    """Return the width of a character as a fraction of the font size."""
    if (width := _WIDTHS.get(character)) is not None:
        return width
    base = unicodedata.normalize("NFD", character)[0]
    if (width := _WIDTHS.get(base)) is not None:
        return width
    if unicodedata.combining(character):
        return 0.0
    return next((script_width for end, script_width in _OTHER_WIDTHS if ord(character) < end), 1.2)


@dataclass
class Pages:
    """Counts pages while they are filled. ``page`` is the current page, from 1; ``used`` is in points."""

    page: int = 1
    used: float = 0
    has_notes: bool = False

    def fits(self, height: float, notes: float = 0) -> bool:
        """Return whether a block, with footnotes of height ``notes``, still fits on the page."""
        separator = NOTE_SEPARATOR_HEIGHT if notes and not self.has_notes else 0
        return self.used + height + notes + separator <= TEXT_HEIGHT - SPARE_HEIGHT

    def turn(self) -> None:
        """Start the next page."""
        self.page, self.used, self.has_notes = self.page + 1, 0, False

    def add(self, height: float, notes: float = 0) -> None:
        """Add a block to the page. If it is taller than a page, it continues on the next pages."""
        separator = NOTE_SEPARATOR_HEIGHT if notes and not self.has_notes else 0
        self.used += height + notes + separator
        self.has_notes = self.has_notes or bool(notes)
        while self.used > TEXT_HEIGHT:
            self.page, self.used = self.page + 1, self.used - TEXT_HEIGHT
