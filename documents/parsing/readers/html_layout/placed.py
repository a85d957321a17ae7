"""Pages that put each printed line at its place on paper, as converters of PDF files do: their lines in order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from documents.parsing.readers.html_layout.spans import Line, lines_of
from documents.parsing.readers.html_layout.styles import Look, StyleSheet, points
from documents.parsing.readers.html_layout.tree import Element, letters_in, letters_of, tag, text_of
from documents.parsing.types import Span

_FEWEST = 12
"""Placed elements; a page that has fewer places a box or two and is not made of them."""
_MARK = re.compile(r"\s*(?:\d{1,3}|\*{1,4}|[a-z])\s*")
_TYPICAL_SIZE = 10.0
_LINE_HEIGHT = 1.2


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of a printed line: its page and place in points, its size, and its text."""

    page: int
    top: float
    left: float
    size: float
    spans: Line


def placed_lines(root: Element, sheet: StyleSheet) -> tuple[Line, ...]:
    """The printed lines of a page that places most of its text; nothing for any other page.

    An empty line stands where more than a line's height is free, a form feed between pages.
    """
    elements = [element for element in root.iter("div", "p", "span") if _is_placed(element, sheet)]
    outer = {element.getparent() for element in elements}
    leaves = [element for element in elements if element not in outer and text_of(element)]
    if len(leaves) < _FEWEST or sum(map(letters_of, leaves)) < 0.8 * letters_of(root.find("body")):
        return ()
    pages = {page: number for number, page in enumerate(dict.fromkeys(leaf.getparent() for leaf in leaves))}
    pieces = [piece for leaf in leaves for piece in _pieces(leaf, pages[leaf.getparent()], sheet)]
    return _lines(_rows(sorted(pieces, key=lambda piece: (piece.page, piece.top, piece.left))))


def _is_placed(element: Element, sheet: StyleSheet) -> bool:
    return sheet.declarations(element).get("position", "").lower() == "absolute"


def _pieces(leaf: Element, page: int, sheet: StyleSheet) -> list[_Piece]:
    """The lines of a placed element. What is placed by its distance from the page's foot counts downwards too."""
    declared, look = sheet.declarations(leaf), sheet.look(leaf, Look())
    size = look.size or _TYPICAL_SIZE
    bottom = points(declared.get("bottom", ""))
    top = points(declared.get("top", "")) or (0.0 if bottom is None else -bottom)
    left = points(declared.get("left", "")) or 0.0
    height = points(declared.get("line-height", ""), size) or size * _LINE_HEIGHT
    return [
        _Piece(page, top + place * height, left, size, line)
        for place, line in enumerate(lines_of(_spans(leaf)))
        if line
    ]


def _spans(leaf: Element) -> list[Span]:
    """The text of a placed element, with the ends of its lines."""
    spans = [Span(leaf.text or "")]
    for inner in leaf.iter():
        if inner is leaf:
            continue
        spans += [Span("\n")] if tag(inner) == "br" else [Span(inner.text or "", superscript=tag(inner) == "sup")]
        spans.append(Span(inner.tail or ""))
    return [replace(span, text=re.sub(r"[\s\u00a0]+", " ", span.text)) if span.text != "\n" else span for span in spans]


def _rows(pieces: Sequence[_Piece]) -> list[list[_Piece]]:
    """Pieces that stand side by side, from left to right."""
    rows: list[list[_Piece]] = []
    for piece in pieces:
        first = rows[-1][0] if rows else None
        if first and first.page == piece.page and piece.top - first.top < 0.5 * max(first.size, piece.size):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda piece: piece.left) for row in rows]


def _lines(rows: Sequence[Sequence[_Piece]]) -> tuple[Line, ...]:
    steps = [b[0].top - a[0].top for a, b in pairwise(rows) if a[0].page == b[0].page]
    usual = median(steps) if steps else 0.0
    lines: list[Line] = []
    for place, row in enumerate(rows):
        above = rows[place - 1][0] if place else row[0]
        if above.page != row[0].page:
            lines.append((Span("\f"),))
        elif place and row[0].top - above.top > 1.4 * usual:
            lines.append(())
        lines.append(_line(row))
    return tuple(lines)


def _line(row: Sequence[_Piece]) -> Line:
    """One line; a small mark beside larger text is raised."""
    size = max(piece.size for piece in row)
    spans: list[Span] = []
    for piece in row:
        text = "".join(span.text for span in piece.spans)
        raised = piece.size < 0.85 * size and bool(_MARK.fullmatch(text)) and letters_in(text) < 4
        if spans and not raised and not text.startswith("/"):
            spans.append(Span(" "))
        spans += [Span(text.strip(), superscript=True)] if raised else piece.spans
    return tuple(spans)
