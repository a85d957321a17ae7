"""Find a span of a paragraph in the text of a recommendation.

The text of a recommendation is a paragraph, a paragraph with its items (each on a line after its label), or some
sentences of a paragraph, one per line.
"""

from __future__ import annotations

from collections.abc import Iterator


def offsets_in(text: str, paragraph: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the offsets in ``text`` of a paragraph's characters from ``start`` to ``end``, or None if not found.

    An occurrence of the span matches if the characters before it are the same in both texts, back to the start of one
    of the texts or of the line, and the characters after it are the same up to the end of one of the texts or of the
    line. If several match, return the one with the longest common context.
    """
    before, words, after = paragraph[:start], paragraph[start:end], paragraph[end:]
    matches = [
        (begin, stop)
        for begin, stop in _occurrences(words, text)
        if _is_same_before(text[:begin], before) and _is_same_after(text[stop:], after)
    ]
    return max(matches, key=lambda span: _common_context(text, span, before, after), default=None)


def _occurrences(words: str, text: str) -> Iterator[tuple[int, int]]:
    """Yield the start and end of each occurrence of the words."""
    position = text.find(words) if words else -1
    while position >= 0:
        yield position, position + len(words)
        position = text.find(words, position + 1)


def _is_same_before(text: str, paragraph: str) -> bool:
    """Return whether one string ends with the other, or the paragraph ends with the last line of the text."""
    return text.endswith(paragraph) or paragraph.endswith((text, text.rpartition("\n")[2]))


def _is_same_after(text: str, paragraph: str) -> bool:
    """Return whether one string begins with the other, or the paragraph begins with the first line of the text."""
    return text.startswith(paragraph) or paragraph.startswith((text, text.partition("\n")[0]))


def _common_context(text: str, span: tuple[int, int], before: str, after: str) -> int:
    """Return the number of characters around a span that are the same in both texts."""
    begin, stop = span
    return _common_prefix(text[stop:], after) + _common_prefix(text[:begin][::-1], before[::-1])


def _common_prefix(first: str, second: str) -> int:
    """Return the length of the longest common prefix."""
    shortest = min(len(first), len(second))
    return next((index for index in range(shortest) if first[index] != second[index]), shortest)
