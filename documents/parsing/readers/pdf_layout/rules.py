"""Join drawn rules: a border is often drawn cell by cell, each piece as a separate rule."""

from __future__ import annotations

from collections.abc import Iterable

from documents.parsing.readers.pdf_layout.page import Page, Rule

_MAX_GAP = 4.0  # points between the ends of two pieces that touch
_MAX_OFFSET = 1.6  # points between two pieces on the same line


def horizontal_rules(page: Page) -> list[Rule]:
    """Return the horizontal rules of a page from the top, with adjoining pieces joined."""
    pieces = ((rule.top, rule.left, rule.right) for rule in page.rules if rule.is_horizontal)
    return [Rule(start, position, end, position) for position, start, end in _join_pieces(pieces)]


def vertical_rules(page: Page) -> list[Rule]:
    """Return the vertical rules of a page from the left, with adjoining pieces joined."""
    pieces = ((rule.left, rule.top, rule.bottom) for rule in page.rules if not rule.is_horizontal)
    return [Rule(position, start, position, end) for position, start, end in _join_pieces(pieces)]


def _join_pieces(pieces: Iterable[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    """Join (position, start, end) pieces on the same line whose ends touch."""
    groups: list[list[tuple[float, float, float]]] = []
    for piece in sorted(pieces):
        if groups and piece[0] - groups[-1][0][0] <= _MAX_OFFSET:
            groups[-1].append(piece)
        else:
            groups.append([piece])
    joined: list[tuple[float, float, float]] = []
    for group in groups:
        group.sort(key=lambda piece: piece[1])
        position, start, end = group[0]
        for _, next_start, next_end in group[1:]:
            if next_start - end > _MAX_GAP:
                joined.append((position, start, end))
                start, end = next_start, next_end
            end = max(end, next_end)
        joined.append((position, start, end))
    return joined
