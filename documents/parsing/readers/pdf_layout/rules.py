"""Join drawn rules: a border is often drawn cell by cell, each piece as a separate rule."""

from __future__ import annotations

from collections.abc import Iterable

from documents.parsing.readers.pdf_layout.page import Page, Rule

_TOUCH = 4.0  # points; the ends of two pieces touch if they are no further apart
_SAME = 1.6  # points; two pieces are in the same place if they differ by no more


def level_rules(page: Page) -> list[Rule]:
    """Return the horizontal rules of a page from the top, with adjoining pieces joined."""
    pieces = ((rule.top, rule.left, rule.right) for rule in page.rules if rule.horizontal)
    return [Rule(start, place, end, place) for place, start, end in _joined(pieces)]


def upright_rules(page: Page) -> list[Rule]:
    """Return the vertical rules of a page from the left, with adjoining pieces joined."""
    pieces = ((rule.left, rule.top, rule.bottom) for rule in page.rules if not rule.horizontal)
    return [Rule(place, start, place, end) for place, start, end in _joined(pieces)]


def _joined(pieces: Iterable[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    """Join (place, start, end) pieces in the same place whose ends touch."""
    groups: list[list[tuple[float, float, float]]] = []
    for piece in sorted(pieces):
        if groups and piece[0] - groups[-1][0][0] <= _SAME:
            groups[-1].append(piece)
        else:
            groups.append([piece])
    joined: list[tuple[float, float, float]] = []
    for group in groups:
        group.sort(key=lambda piece: piece[1])
        place, start, end = group[0]
        for _, next_start, next_end in group[1:]:
            if next_start - end > _TOUCH:
                joined.append((place, start, end))
                start, end = next_start, next_end
            end = max(end, next_end)
        joined.append((place, start, end))
    return joined
