"""Where words of a paragraph stand in a text that was made of it.

A recommendation's text is that of a paragraph, of a paragraph with its items (each on a line of its own behind its
label), or of some of its sentences, one a line.
"""

from __future__ import annotations


def place_in(text: str, paragraph: str, start: int, end: int) -> tuple[int, int] | None:
    """The offsets in ``text`` of what stands from ``start`` to ``end`` in a paragraph; None where it is not there.

    It is the same place where the words around it are the same, back to where either begins (or a line of the text
    does) and on to where either ends.
    """
    words = paragraph[start:end]
    found = text.find(words) if words else -1
    while found >= 0:
        behind = found + len(words)
        if _same_before(text[:found], paragraph[:start]) and _same_after(text[behind:], paragraph[end:]):
            return found, behind
        found = text.find(words, found + 1)
    return None


def _same_before(text: str, paragraph: str) -> bool:
    """Whether one ends with the other, or the paragraph with the last line of the text."""
    return text.endswith(paragraph) or paragraph.endswith((text, text.rpartition("\n")[2]))


def _same_after(text: str, paragraph: str) -> bool:
    """Whether one begins with the other, or the paragraph with the first line of the text."""
    return text.startswith(paragraph) or paragraph.startswith((text, text.partition("\n")[0]))
