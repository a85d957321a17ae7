"""Reading order of words that run from right to left."""

from __future__ import annotations

import unicodedata

from documents.parsing.readers.pdf_layout.page import Word

_RIGHT_TO_LEFT = frozenset(("R", "AL"))


def reading_order(words: list[Word]) -> list[Word]:
    """Return the words of one line, given left to right on the page, in reading order.

    A line with more right-to-left letters than others is read from its right edge; runs of Latin words and
    numbers within it keep their own order. Letters of a right-to-left word come from the page in printed order,
    so they are reversed. Other lines are returned unchanged.
    """
    if all(word.text.isascii() for word in words) or not is_mostly_right_to_left(words):
        return words
    ordered: list[Word] = []
    run: list[Word] = []
    for word in reversed(words):
        if _is_right_to_left(word.text):
            ordered += reversed(run)
            run = []
            word.text = word.text[::-1]
            ordered.append(word)
        else:
            run.append(word)
    ordered += reversed(run)
    for word in ordered[1:]:
        word.spaced = True
    return ordered


def _is_right_to_left(text: str) -> bool:
    return any(unicodedata.bidirectional(char) in _RIGHT_TO_LEFT for char in text)


def is_mostly_right_to_left(words: list[Word]) -> bool:
    """Return whether more than half of the words' letters run from right to left."""
    letters = [char for word in words for char in word.text if char.isalpha()]
    right_to_left_count = sum(unicodedata.bidirectional(char) in _RIGHT_TO_LEFT for char in letters)
    return right_to_left_count * 2 > len(letters)
