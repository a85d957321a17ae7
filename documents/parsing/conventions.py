"""The way in which a document uses numbers, judged from the whole document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from documents.parsing.characters import one_line
from documents.parsing.headings import PART
from documents.parsing.numbering import Label, LabelKind, read_label
from documents.parsing.types import Fragment

_MIN_TEXTS, _MIN_NUMBERED = 40, 0.1  # of a document: fragments needed to judge, and fraction of them with a number


@dataclass(frozen=True, slots=True)
class Conventions:
    """Whether a document numbers its paragraphs, and whether the numbering restarts at 1 in each part.

    In a document without numbered paragraphs, numbers belong to lists.
    """

    numbers_paragraphs: bool
    parts_restart_numbering: bool

    @classmethod
    def of(cls, body: Sequence[Fragment]) -> Conventions:
        """Return the conventions of a document, given its body."""
        texts = [one_line(fragment.text) for fragment in body if not fragment.cells and not fragment.is_contents]
        labels = [read_label(text) for text in texts]
        numbers = sum(label is not None and label.kind in (LabelKind.NUMBER, LabelKind.DOTTED) for label in labels)
        return cls(
            len(texts) < _MIN_TEXTS or numbers >= _MIN_NUMBERED * len(texts), _parts_restart_numbering(texts, labels)
        )


def _parts_restart_numbering(texts: Sequence[str], labels: Sequence[Label | None]) -> bool:
    """Return whether a part of the document after the first begins with paragraph 1."""
    parts, is_first = 0, False
    for text, label in zip(texts, labels, strict=True):
        if PART.match(text):
            parts, is_first = parts + 1, True
        elif is_first and label and label.kind is LabelKind.NUMBER:
            if parts > 1 and label.ordinal == 1:
                return True
            is_first = False
    return False
