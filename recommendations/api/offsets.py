"""Where words of a paragraph stand in a text that was made of it.

A recommendation's text is that of a paragraph, of a paragraph with its items (each on a line of its own behind its
label), or of some of its sentences, one a line.
"""

from __future__ import annotations

from collections.abc import Iterator


def place_in(text: str, paragraph: str, start: int, end: int) -> tuple[int, int] | None:
    """The offsets in ``text`` of what stands from ``start`` to ``end`` in a paragraph; None where it is not there.

    It is the same place where the words around it are the same, back to where either begins (or a line of the text
    does) and on to where either ends. Of several such places it is the one with most of the words around it.
    """
    before, words, after = paragraph[:start], paragraph[start:end], paragraph[end:]
    places = [
        (found, behind)
        for found, behind in _occurrences(words, text)
        if _same_before(text[:found], before) and _same_after(text[behind:], after)
    ]
    return max(places, key=lambda place: _shared(text, place, before, after), default=None)


def _occurrences(words: str, text: str) -> Iterator[tuple[int, int]]:
    found = text.find(words) if words else -1
    while found >= 0:
        yield found, found + len(words)
        found = text.find(words, found + 1)


def _same_before(text: str, paragraph: str) -> bool:
    """Whether one ends with the other, or the paragraph with the last line of the text."""
    return text.endswith(paragraph) or paragraph.endswith((text, text.rpartition("\n")[2]))


def _same_after(text: str, paragraph: str) -> bool:
    """Whether one begins with the other, or the paragraph with the first line of the text."""
    return text.startswith(paragraph) or paragraph.startswith((text, text.partition("\n")[0]))


def _shared(text: str, place: tuple[int, int], before: str, after: str) -> int:
    """How many characters around a place are the same."""
    found, behind = place
    return _alike(text[behind:], after) + _alike(text[:found][::-1], before[::-1])


def _alike(one: str, other: str) -> int:
    """How many characters both begin with."""
    shortest = min(len(one), len(other))
    return next((place for place in range(shortest) if one[place] != other[place]), shortest)
