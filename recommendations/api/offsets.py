"""Find words of a paragraph in a text made from it.

A recommendation's text is that of a paragraph, of a paragraph with its items (each on a line after its label), or of
some of its sentences, one per line.
"""

from __future__ import annotations

from collections.abc import Iterator


def place_in(text: str, paragraph: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the offsets in ``text`` of a paragraph's characters from ``start`` to ``end``, or None if not found.

    A place matches if the words around it are the same, back to the start of either text (or of the line) and on to the
    end of either. Of several matches, the one with most common characters around it is returned.
    """
    before, words, after = paragraph[:start], paragraph[start:end], paragraph[end:]
    places = [
        (begin, stop)
        for begin, stop in _occurrences(words, text)
        if _same_before(text[:begin], before) and _same_after(text[stop:], after)
    ]
    return max(places, key=lambda place: _shared(text, place, before, after), default=None)


def _occurrences(words: str, text: str) -> Iterator[tuple[int, int]]:
    position = text.find(words) if words else -1
    while position >= 0:
        yield position, position + len(words)
        position = text.find(words, position + 1)


def _same_before(text: str, paragraph: str) -> bool:
    """Return whether one ends with the other, or the paragraph with the last line of the text."""
    return text.endswith(paragraph) or paragraph.endswith((text, text.rpartition("\n")[2]))


def _same_after(text: str, paragraph: str) -> bool:
    """Return whether one begins with the other, or the paragraph with the first line of the text."""
    return text.startswith(paragraph) or paragraph.startswith((text, text.partition("\n")[0]))


def _shared(text: str, place: tuple[int, int], before: str, after: str) -> int:
    """Return the number of characters around a place that are the same."""
    begin, stop = place
    return _common_prefix(text[stop:], after) + _common_prefix(text[:begin][::-1], before[::-1])


def _common_prefix(first: str, second: str) -> int:
    """Return the length of the common prefix."""
    shortest = min(len(first), len(second))
    return next((place for place in range(shortest) if first[place] != second[place]), shortest)
