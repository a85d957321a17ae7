"""Escape text and insert markup at offsets."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe


@dataclass(frozen=True, slots=True)
class Overlay:
    """A start tag and an end tag around the characters from ``start`` to ``end`` (exclusive)."""

    start: int
    end: int
    opening: SafeString
    closing: SafeString


@dataclass(frozen=True, slots=True)
class Insertion:
    """HTML inserted before the character at ``offset``, such as a footnote marker or a page number."""

    offset: int
    html: SafeString


def mark_up(text: str, layers: Sequence[Sequence[Overlay]] = (), insertions: Iterable[Insertion] = ()) -> SafeString:
    """Return the escaped text, with the overlays of each layer nested in the overlays of previous layers.

    If an overlay crosses an insertion or the edge of an outer overlay, it is closed and reopened there, so that tags
    always nest. If two overlays of a layer overlap, the second is omitted. Offsets outside the text are clamped to it.
    """
    sorted_layers = [sorted(layer, key=lambda overlay: (overlay.start, -overlay.end)) for layer in layers if layer]
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
    """Return the HTML of the text from ``start`` to ``end``, as a list of strings to join."""
    if start >= end:
        return []
    if not layers:
        return [html.escape(text[start:end])]  # same result as Django's escape(), without its check for lazy strings
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
