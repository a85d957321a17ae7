"""Bold passages of numbered paragraphs, by which advisory committees set recommendations off from their findings.

A bold passage is taken if it consists of whole sentences; passages separated only by spaces or punctuation are one.
None are taken from a document with only one or two of them, or with nearly every paragraph in bold: it does not use
this form. Bold words, run-in titles, headings and chapeaux of lists are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from documents.parsing.types import Block, BlockKind, ParsedDocument
from recommendations.extraction.forms.base import Candidate, RecommendationForm

_MIN_ITEMS = 3
_MAX_SHARE = 0.8
_MIN_LENGTH = 40
_SENTENCES = re.compile(r"^[\"“'‘(]?[A-Z].*[.;:!?][)\"”'’]*$", re.DOTALL)
_SENTENCE_ENDS = re.compile(r"(?:^|[.;:!?][)\"”'’]*)\s*$")


def _find(parsed: ParsedDocument) -> Iterator[Candidate]:
    chapeaux = {block.parent for block in parsed.blocks if block.kind is BlockKind.ITEM}
    numbered = [
        block
        for block in parsed.blocks
        if block.kind is BlockKind.PARAGRAPH and block.label and not block.part and block.index not in chapeaux
    ]
    candidates = [candidate for block in numbered if (candidate := _candidate(block))]
    if _MIN_ITEMS <= len(candidates) <= _MAX_SHARE * len(numbered):
        yield from candidates


def _candidate(block: Block) -> Candidate | None:
    """Return the bold sentences of a paragraph as one candidate, or None."""
    runs = [run for run in _runs(block) if _is_sentences(block.text, *run)]
    if not runs:
        return None
    text = "\n".join(block.text[start:end].strip() for start, end in runs)
    return Candidate((block.index,), text=text, start=runs[0][0])


def _runs(block: Block) -> list[tuple[int, int]]:
    """Return the bold runs of a block, joining those separated only by spaces and punctuation."""
    runs: list[tuple[int, int]] = []
    for mark in block.marks:
        if mark.style != "bold":
            continue
        if runs and not block.text[runs[-1][1] : mark.start].strip(" .,;\n"):
            runs[-1] = (runs[-1][0], mark.end)
        else:
            runs.append((mark.start, mark.end))
    return runs


def _is_sentences(text: str, start: int, end: int) -> bool:
    passage = text[start:end].strip()
    is_complete = len(passage) >= _MIN_LENGTH and bool(_SENTENCES.match(passage))
    return is_complete and bool(_SENTENCE_ENDS.search(text[:start]))


BOLD = RecommendationForm("bold", _find)
