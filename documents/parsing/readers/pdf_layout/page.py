"""Types passed between the steps of reading a PDF. Coordinates are points from the page's top left corner."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from documents.parsing.types import Box

BOLD, ITALIC, SUPERSCRIPT = 1, 2, 4  # bit flags of Word.style


@dataclass(slots=True)
class Word:
    """Characters in one style without a space between them.

    ``spaced`` means that a space separates it from the previous word; "thereto," and its note marker "2" are
    two words, of which the second is not spaced. ``size`` is the font size in points, ``font`` a
    number for the typeface.
    """

    text: str
    left: float
    right: float
    baseline: float
    size: float
    style: int = 0
    spaced: bool = True
    font: int = 0


@dataclass(slots=True)
class Line:
    """Words on one baseline with no wide gap between them, left to right (reading order for right-to-left text).

    ``text_left`` is where the text begins after a hanging label ("(a)   Text"), else ``left``.
    ``part`` is the number of the page part that contains it; see :class:`Page`.
    """

    page: int
    words: list[Word]
    left: float
    right: float
    baseline: float
    size: float
    text_left: float = 0.0
    part: int = 0

    @property
    def top(self) -> float:
        return self.baseline - 0.8 * self.size

    @property
    def bottom(self) -> float:
        return self.baseline + 0.2 * self.size

    @property
    def text(self) -> str:
        return words_text(self.words)

    @property
    def column(self) -> int:
        """Return 0 for a line across the page's full width, else its column, 1 or 2."""
        return self.part % 3

    @property
    def style(self) -> int:
        """Return the style shared by all its words, ignoring note markers."""
        shared = BOLD | ITALIC
        for word in self.words:
            if not word.style & SUPERSCRIPT:
                shared &= word.style
        return shared


@dataclass(frozen=True, slots=True)
class Rule:
    """A drawn straight line, or one edge of a box. Horizontal if ``top == bottom``, else vertical."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def is_horizontal(self) -> bool:
        return self.top == self.bottom

    @property
    def length(self) -> float:
        return self.right - self.left if self.is_horizontal else self.bottom - self.top


class Shape(NamedTuple):
    """The bounding box of a drawn area or of a slanted or bent stroke; ``is_straight`` for an upright rectangle."""

    left: float
    top: float
    right: float
    bottom: float
    is_straight: bool

    def contains(self, left: float, top: float, right: float, bottom: float) -> bool:
        """Return whether a box lies within this box, give or take two points."""
        return self.left - 2 <= left and right <= self.right + 2 and self.top - 2 <= top and bottom <= self.bottom + 2


@dataclass(slots=True)
class Page:
    """The content of a printed page. ``number`` counts from 1.

    ``image_fraction`` is the fraction of the page under images. The counts are numbers of characters: hidden characters
    are drawn invisibly (text under a scan), unmapped ones have no known letter, sideways ones are omitted, and typed
    ones are in a font of fixed pitch.
    ``shapes`` are drawn areas and bent strokes; ``figures`` are its charts, whose words are no longer in ``words``.
    ``right_to_left`` means that most text runs from right to left, and ``flipped`` that left and right were exchanged,
    so that lines begin at the left.
    ``parts`` are the areas of a page set in columns, by threes in reading order: full width, first column, second
    column, full width ...; empty if the page has no columns.
    """

    number: int
    width: float
    height: float
    words: list[Word] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    image_fraction: float = 0.0
    hidden_count: int = 0
    unmapped_count: int = 0
    sideways_count: int = 0
    typed_count: int = 0
    shapes: list[Shape] = field(default_factory=list)
    figures: list[Table] = field(default_factory=list)
    parts: list[Box] = field(default_factory=list)
    right_to_left: bool = False
    flipped: bool = False


@dataclass(slots=True)
class Table:
    """Rows of cells and their position on the page.

    ``groups`` are the printed lines of each row, ``edges`` the boundaries between columns. ``is_closed`` means that a
    rule ends the table, so that it cannot continue on the next page. ``is_figure`` marks a chart, whose rows are
    printed words.
    """

    page: int
    rows: list[list[list[Word]]]
    left: float
    top: float
    right: float
    bottom: float
    groups: list[list[Line]]
    edges: list[float]
    is_closed: bool = False
    is_figure: bool = False


def words_text(words: list[Word]) -> str:
    """Return the text of words in order, separated by spaces as printed."""
    parts: list[str] = []
    for index, word in enumerate(words):
        if index and word.spaced:
            parts.append(" ")
        parts.append(word.text)
    return "".join(parts)


def make_line(page: int, words: list[Word], part: int = 0) -> Line:
    """Return a line of words that are already in order. Its size is the size of most of its characters."""
    sizes: dict[float, int] = {}
    for word in words:
        sizes[word.size] = sizes.get(word.size, 0) + len(word.text)
    size = max(sizes, key=lambda key: (sizes[key], key))
    main = [word for word in words if word.size == size]
    left = min(word.left for word in words)
    return Line(page, words, left, max(word.right for word in words), main[0].baseline, size, left, part)
