"""Escape text and add markup to it by offsets."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe


@dataclass(frozen=True, slots=True)
class Overlay:
    """What is put around the characters from ``start`` to ``end`` (exclusive): a start tag and an end tag."""

    start: int
    end: int
    opening: SafeString
    closing: SafeString


@dataclass(frozen=True, slots=True)
class Insertion:
    """What is put into the text before the character at ``offset``: the call of a footnote, the number of a page."""

    offset: int
    html: SafeString


def mark_up(text: str, layers: Sequence[Iterable[Overlay]] = (), insertions: Iterable[Insertion] = ()) -> SafeString:
    """The text, escaped, with the overlays of each layer inside those of the layers before it.

    An overlay that crosses one of an outer layer, or an insertion, is closed there and opened again, so that tags
    always nest. Within a layer overlays must not overlap: one that begins inside another is left out. Offsets
    outside the text are cut to it.
    """
    sorted_layers = [sorted(layer, key=lambda overlay: (overlay.start, -overlay.end)) for layer in layers]
    pieces: list[str] = []
    position = 0
    for insertion in sorted(insertions, key=lambda item: item.offset):
        offset = min(max(insertion.offset, position), len(text))
        pieces += _render(text, position, offset, sorted_layers)
        pieces.append(insertion.html)
        position = offset
    pieces += _render(text, position, len(text), sorted_layers)
    return mark_safe("".join(pieces))  # noqa: S308  every piece was escaped by _render or is a SafeString already


def _render(text: str, start: int, end: int, layers: Sequence[Sequence[Overlay]]) -> list[str]:
    """The pieces of HTML for a stretch of the text."""
    if start >= end:
        return []
    if not layers:
        return [html.escape(text[start:end])]  # as Django's own does, which asks each time whether it may wait
    pieces: list[str] = []
    position = start
    for overlay in layers[0]:
        first, last = max(overlay.start, start), min(overlay.end, end)
        if first >= last or first < position:
            continue
        pieces += _render(text, position, first, layers[1:])
        pieces += [overlay.opening, *_render(text, first, last, layers[1:]), overlay.closing]
        position = last
    return pieces + _render(text, position, end, layers[1:])
