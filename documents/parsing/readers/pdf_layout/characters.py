"""Collect the words, rules and images that a page's content streams draw.

pdfminer's interpreter runs the streams; this device keeps what the reader needs and skips pdfminer's own
layout analysis, which would cost about a third of the time.
"""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import Any, NamedTuple

from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdffont import PDFFont
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import resolve1
from pdfminer.utils import apply_matrix_pt, decode_text, mult_matrix

from documents.parsing.characters import plain_dashes
from documents.parsing.messages import Message
from documents.parsing.readers.pdf_layout.bidi import printed_order
from documents.parsing.readers.pdf_layout.letters import join_letters, set_text
from documents.parsing.readers.pdf_layout.page import SUPERSCRIPT, Page, Rule, Shape, Word
from documents.parsing.readers.pdf_layout.typeface import UNMAPPED, Typeface
from documents.parsing.types import UnreadableDocumentError

MAX_CHARACTERS_PER_PAGE = 100_000
MAX_FORMS_PER_PAGE = 2_000
MAX_RULES_PER_PAGE = 20_000
MAX_SHAPES_PER_PAGE = 5_000

_GAP_WITH_SPACES, _GAP_WITHOUT_SPACES = 0.22, 0.15
"""Gaps in one shown string, in ems, that are read as spaces: if the string contains spaces, and if not."""
_THIN = 5.0  # points; a filled box no thicker than this is a drawn rule
_INVISIBLE = 3  # text rendering mode that draws nothing, as for text under a scanned page (PDF 32000-1, 9.3.6)
_TOLERANCE = 2.0  # points
_MIN_SIZE = 0.1
"""Points. Text that a damaged or careless file sets at size zero is kept, and measured as if it had this size."""


Area = tuple[float, float, float, float]  # left, bottom, right, top, from the page's bottom left corner


class _Piece(NamedTuple):
    """A word of a shown string, with its start and end along the line."""

    text: str
    start: float
    end: float
    spaced: bool


class Collector(PDFTextDevice):
    """Collect the words, the rules and the area of images of the page being interpreted."""

    def __init__(self, resources: PDFResourceManager) -> None:
        super().__init__(resources)
        self.number = 0
        self.page = Page(0, 0.0, 0.0)
        self._faces: dict[int, Typeface] = {}
        self._turned: list[tuple[int, Word]] = []
        self._characters = self._forms = 0
        self.clip: Area = (0.0, 0.0, 0.0, 0.0)
        self._clips: list[Area] = []
        self._fills: list[Area] = []  # areas filled with a colour other than white: left, top, right, bottom
        self._space_end = self._text_end = (-1.0, -1.0)
        self._brackets: Counter[int] = Counter()
        self._by_letter = False  # on a page with an Arabic font
        self._texts: list[tuple[str, int]] = []  # of open marked content, with the number of words before it

    # --- page and images

    def begin_page(self, page: PDFPage, ctm: Any) -> None:
        corners = [apply_matrix_pt(ctm, page.mediabox[:2]), apply_matrix_pt(ctm, page.mediabox[2:])]
        width, height = (abs(corners[0][axis] - corners[1][axis]) for axis in (0, 1))
        self.page = Page(self.number, width, height)
        self._turned, self._characters, self._forms = [], 0, 0
        self._fills = []
        shown = [apply_matrix_pt(ctm, page.cropbox[:2]), apply_matrix_pt(ctm, page.cropbox[2:])]
        (left, right), (bottom, top) = (sorted(corner[axis] for corner in shown) for axis in (0, 1))
        self.clip, self._clips = (left, bottom, right, top), []
        self._space_end = self._text_end = (-1.0, -1.0)
        self._by_letter, self._texts = False, []

    def use_fonts(self, fonts: Iterable[PDFFont]) -> None:
        """Register the fonts of a page or form before anything is drawn."""
        for font in fonts:
            face = self._faces.setdefault(id(font), Typeface(font))
            self._by_letter = self._by_letter or face.has_arabic

    @property
    def _matrix(self) -> tuple[float, float, float, float, float, float]:
        assert self.ctm is not None, "the interpreter sets it before anything is drawn"
        return self.ctm

    def end_page(self, page: PDFPage) -> None:
        """Turn the page if most of its text runs in another direction; other sideways words are only counted."""
        counts: dict[int, int] = {0: sum(len(word.text) for word in self.page.words)}
        for direction, word in self._turned:
            counts[direction] = counts.get(direction, 0) + len(word.text)
        main = max(counts, key=lambda direction: counts[direction])
        if main:
            self.page.words = [word for direction, word in self._turned if direction == main]
            self.page.rules, self.page.shapes = [], []
            if main != 2:
                self.page.width, self.page.height = self.page.height, self.page.width
        self.page.sideways_count = sum(counts.values()) - counts[main]
        if self._by_letter:
            join_letters(self.page, self._brackets)

    def begin_figure(self, name: str, bbox: Any, matrix: Any) -> None:
        self._forms += 1
        if self._forms > MAX_FORMS_PER_PAGE:
            raise UnreadableDocumentError(
                "too_large",
                Message(
                    "Page %(page)s of this PDF has too many nested elements. Print it to PDF and try again.",
                    page=self.number,
                ),
            )
        self._clips.append(self.clip)

    def end_figure(self, name: str) -> None:
        """Restore the clipping area; the content of a figure is part of the page."""
        self.clip = self._clips.pop()

    def render_image(self, name: str, stream: Any) -> None:
        """Add the fraction of the page that an image covers. An image fills the unit square of its coordinates."""
        a, b, c, d, _, _ = self._matrix
        area = abs(a * d - b * c) / max(self.page.width * self.page.height, 1.0)
        self.page.image_fraction = min(1.0, self.page.image_fraction + area)

    # --- rules

    def paint_path(self, gstate: Any, stroke: bool, fill: bool, evenodd: bool, path: Sequence[Any]) -> None:
        """Keep horizontal and vertical strokes, the edges of stroked boxes, thin filled boxes, and shapes."""
        if len(path) > MAX_RULES_PER_PAGE or len(self.page.rules) > MAX_RULES_PER_PAGE:
            return
        for shape in _subpaths(path):
            points = [apply_matrix_pt(self._matrix, segment[-2:]) for segment in shape if len(segment) > 2]
            if len(points) < 2:
                continue
            xs, ys = [x for x, _ in points], [self.page.height - y for _, y in points]
            box = (min(xs), min(ys), max(xs), max(ys))
            if fill and not _is_white(gstate.ncolor) and len(self._fills) < MAX_SHAPES_PER_PAGE:
                self._fills.append(box)
            straight = all(segment[0] in "mlh" for segment in shape)
            self._add_shape(*box, straight and not _is_slanted(points))
            if not straight:
                continue
            if box[3] - box[1] <= _THIN or box[2] - box[0] <= _THIN:
                self._add_rule(*box)
            elif stroke and len(points) >= 4:
                left, top, right, bottom = box
                for edge in (
                    (left, top, right, top),
                    (left, bottom, right, bottom),
                    (left, top, left, bottom),
                    (right, top, right, bottom),
                ):
                    self._add_rule(*edge)

    def _add_shape(self, left: float, top: float, right: float, bottom: float, straight: bool) -> None:
        thick = right - left > _THIN and bottom - top > _THIN
        if thick and len(self.page.shapes) < MAX_SHAPES_PER_PAGE:
            self.page.shapes.append(Shape(left, top, right, bottom, straight))

    def _add_rule(self, left: float, top: float, right: float, bottom: float) -> None:
        if not (-_TOLERANCE < left < right + 1 and right < self.page.width + 100 and bottom < self.page.height + 100):
            return
        if right - left >= bottom - top:
            middle = (top + bottom) / 2
            self.page.rules.append(Rule(left, middle, right, middle))
        else:
            middle = (left + right) / 2
            self.page.rules.append(Rule(middle, top, middle, bottom))

    # --- text

    def render_string(self, textstate: Any, seq: Iterable[Any], ncs: Any, graphicstate: Any) -> None:
        """Split one shown string into words and add them to the page."""
        face = self._faces.get(id(textstate.font))
        if face is None:
            face = self._faces[id(textstate.font)] = Typeface(textstate.font)
        glyphs = _position_glyphs(seq, face, textstate)
        y = textstate.linematrix[1]
        textstate.linematrix = (glyphs[-1][2], y)
        is_white = _is_white(graphicstate.ncolor)
        pieces = _letters(glyphs) if self._by_letter else _split_words(glyphs, _min_space(glyphs, textstate))
        self._add_words(pieces, y, textstate, face, is_white)
        if len(glyphs) > 1:
            self._remember_space(glyphs, y, textstate)

    def begin_tag(self, tag: Any, props: Any = None) -> None:
        """Begin marked content, for which a file may give the text that its glyphs represent."""
        text = resolve1(props.get("ActualText")) if isinstance(props, dict) else None
        self._texts.append((decode_text(text) if isinstance(text, bytes) else "", len(self.page.words)))

    def end_tag(self) -> None:
        text, start = self._texts.pop() if self._texts else ("", 0)
        if text and self._by_letter:
            self.page.words[start:] = set_text(self.page.words[start:], text)
        elif text:
            self._name_glyphs(self.page.words[start:], text)

    def _name_glyphs(self, words: list[Word], text: str) -> None:
        """Set the text of a word whose font does not say what its glyphs mean, or of one glyph, such as a dash."""
        if len(words) != 1:
            return
        is_unmapped = not words[0].text.strip(UNMAPPED)
        if is_unmapped or len(words[0].text) == len(text.strip("\N{SOFT HYPHEN} ")) == 1:
            self.page.unmapped_count -= len(words[0].text) if is_unmapped else 0
            words[0].text = plain_dashes(text)

    def _remember_space(self, glyphs: list[tuple[str, float, float]], y: float, textstate: Any) -> None:
        """Remember where a string ends in a space. Spaces drawn over existing text only carry its underline."""
        matrix = mult_matrix(textstate.matrix, self._matrix)
        start, end = (apply_matrix_pt(matrix, (glyphs[at][1], y + textstate.rise)) for at in (0, -1))
        is_only_spaces = all(glyph[0] == " " for glyph in glyphs[:-1])
        is_over_text = start[0] < self._text_end[0] - 1 and abs(start[1] - self._text_end[1]) < 1
        self._space_end = end if glyphs[-2][0] == " " and not (is_only_spaces and is_over_text) else (-1.0, -1.0)
        if not is_only_spaces:
            self._text_end = end

    def _add_words(self, pieces: list[_Piece], y: float, textstate: Any, face: Typeface, is_white: bool) -> None:
        """Add words to the page, with the position, size and direction that the matrices give.

        White words are left out unless they are printed on a coloured area or an image.
        """
        self._characters += sum(len(piece.text) for piece in pieces)
        if self._characters > MAX_CHARACTERS_PER_PAGE:
            raise UnreadableDocumentError(
                "too_large",
                Message("Page %(page)s of this PDF contains more text than a page can hold.", page=self.number),
            )
        matrix = mult_matrix(textstate.matrix, self._matrix)
        a, b, c, d, _, _ = matrix
        size = max(_MIN_SIZE, round(abs(textstate.fontsize) * math.hypot(c, d), 1))
        direction = 0 if abs(b) <= abs(a) and a > 0 else 2 if abs(b) <= abs(a) else 1 if b > 0 else 3
        y += textstate.rise
        if pieces and not pieces[0].spaced:
            pieces[0] = pieces[0]._replace(
                spaced=self._follows_space(apply_matrix_pt(matrix, (pieces[0].start, y)), size)
            )
        for piece in pieces:
            if textstate.render == _INVISIBLE:
                self.page.hidden_count += len(piece.text)
            self.page.unmapped_count += piece.text.count(UNMAPPED)
            if piece.text == " " and piece.start == piece.end:
                self.page.unmapped_count += 1  # a part of a ligature
            ends = apply_matrix_pt(matrix, (piece.start, y)), apply_matrix_pt(matrix, (piece.end, y))
            if not self._is_shown(*ends) or (is_white and not self._is_on_colour(*ends)):
                continue
            left, right, baseline = self._level(direction, *ends)
            text, raised = _without_superscript_digits(plain_dashes(piece.text))
            style = face.style | (SUPERSCRIPT if raised else 0)
            if face.fixed_pitch:
                self.page.typed_count += len(text)
            word = Word(text, left, right, baseline, size, style, piece.spaced, id(face))
            if direction:
                self._turned.append((direction, word))
            else:
                self.page.words.append(word)

    def _follows_space(self, point: tuple[float, float], size: float) -> bool:
        """Return whether the previous string ended in a space at this point."""
        x, y = self._space_end
        return abs(point[0] - x) < 0.2 * size and abs(point[1] - y) < 0.5 * size

    def _is_shown(self, first: tuple[float, float], last: tuple[float, float]) -> bool:
        """Return whether a word's middle is in the clipping area; Microsoft Word leaves hidden text outside it."""
        x, y = (first[0] + last[0]) / 2, (first[1] + last[1]) / 2
        left, bottom, right, top = self.clip
        return left - _TOLERANCE <= x <= right + _TOLERANCE and bottom - _TOLERANCE <= y <= top + _TOLERANCE

    def _is_on_colour(self, first: tuple[float, float], last: tuple[float, float]) -> bool:
        x, y = (first[0] + last[0]) / 2, self.page.height - (first[1] + last[1]) / 2
        on_fill = any(box[0] <= x <= box[2] and box[1] <= y <= box[3] + _TOLERANCE for box in self._fills)
        return on_fill or self.page.image_fraction > 0

    def _level(
        self, direction: int, first: tuple[float, float], last: tuple[float, float]
    ) -> tuple[float, float, float]:
        """Return left, right and baseline on a page turned so that text in this direction is level."""
        width, height = self.page.width, self.page.height
        if direction == 0:
            return first[0], last[0], height - first[1]
        if direction == 1:  # upwards
            return first[1], last[1], first[0]
        if direction == 2:  # upside down
            return width - first[0], width - last[0], first[1]
        return height - first[1], height - last[1], width - first[0]  # downwards


def _is_white(colour: Any) -> bool:
    """Return whether a fill colour is white, as grey, RGB or CMYK; a pattern is not."""
    parts = colour if isinstance(colour, (tuple, list)) else (colour,)
    if not all(isinstance(part, (int, float)) for part in parts):
        return False
    return all(part == 0 for part in parts) if len(parts) == 4 else all(part >= 1 for part in parts)


def _position_glyphs(seq: Iterable[Any], face: Typeface, textstate: Any) -> list[tuple[str, float, float]]:
    """Return the glyphs of a shown string with start and end along the line; the last is an empty end marker."""
    scaling = textstate.scaling * 0.01
    em = textstate.fontsize * scaling
    charspace = textstate.charspace * scaling
    wordspace = 0 if face.font.is_multibyte() else textstate.wordspace * scaling
    x = textstate.linematrix[0]
    glyphs: list[tuple[str, float, float]] = []
    for item in seq:
        if isinstance(item, bytes):
            for code in face.font.decode(item):
                text, width = face.glyph(code)
                end = x + width * em
                glyphs.append((text, x, end))
                x = end + charspace + (wordspace if code == 32 else 0)
        elif isinstance(item, (int, float)):
            x -= item * 0.001 * em
    glyphs.append(("", x, x))
    return glyphs


def _min_space(glyphs: list[tuple[str, float, float]], textstate: Any) -> float:
    """Return the minimum gap between glyphs that is read as a space; it is wider if all letters are spaced out."""
    em: float = abs(textstate.fontsize * textstate.scaling) * 0.01
    min_space = (_GAP_WITH_SPACES if any(glyph[0] == " " for glyph in glyphs) else _GAP_WITHOUT_SPACES) * em
    if abs(textstate.charspace) < 0.1 * em or len(glyphs) < 5:
        return min_space
    return min_space + max(0.0, median(after[1] - before[2] for before, after in pairwise(glyphs)))


def _split_words(glyphs: list[tuple[str, float, float]], max_gap: float) -> list[_Piece]:
    """Return the words made of glyphs, split at spaces and at gaps wider than ``max_gap``.

    Glyphs that overlap are not separated by a space: type sets a full stop under the arm of a "P". Only a glyph that is
    much further back begins another word.
    """
    pieces: list[_Piece] = []
    text, start, end, spaced = "", 0.0, 0.0, False
    for char, left, right in glyphs:
        is_space = char == " "
        if is_space or (text and not -2 * max_gap <= left - end <= max_gap):
            if text:
                pieces.append(_Piece(text, start, end, spaced))
                text = ""
            spaced = True
        if char and not is_space:
            if not text:
                start = left
            text += char
            end = right
    if text:
        pieces.append(_Piece(text, start, end, spaced))
    return pieces


def _letters(glyphs: list[tuple[str, float, float]]) -> list[_Piece]:
    """Return each glyph, including spaces, as a piece; :func:`join_letters` joins them into words."""
    return [_Piece(printed_order(text), left, right, False) for text, left, right in glyphs if text]


def _without_superscript_digits(text: str) -> tuple[str, bool]:
    """Return characters such as "¹" as plain digits, and whether the word consists of them; "º" is not a digit."""
    if text.isascii() or not all(
        char.isdigit() and unicodedata.decomposition(char).startswith("<super>") for char in text
    ):
        return text, False
    return unicodedata.normalize("NFKC", text), True


def _is_slanted(points: Sequence[tuple[float, float]]) -> bool:
    return any(abs(start[0] - end[0]) > 2 and abs(start[1] - end[1]) > 2 for start, end in pairwise(points))


def _subpaths(path: Sequence[Any]) -> Iterator[list[Any]]:
    current: list[Any] = []
    for segment in path:
        if segment[0] == "m" and current:
            yield current
            current = []
        current.append(segment)
    if current:
        yield current
