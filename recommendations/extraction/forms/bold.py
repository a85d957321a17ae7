"""Bold passages of numbered paragraphs: how committees that advise set their recommendations off from their findings.

Taken is the bold passage of a numbered paragraph, where it is a whole sentence or several; two that only a blank or
a stop parts are one. A document where it happens once or twice, or where nearly every paragraph is bold, does not
speak so, and none of it is taken. Refused are bold words, run-in titles, headings, and chapeaux of lists.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from documents.parsing.types import Block, BlockKind, ParsedDocument
from recommendations.extraction.forms.base import Candidate, RecommendationForm

_MIN_ITEMS = 3
_LARGEST_SHARE = 0.8
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
    found = [candidate for block in numbered if (candidate := _candidate(block))]
    if _MIN_ITEMS <= len(found) <= _LARGEST_SHARE * len(numbered):
        yield from found


def _candidate(block: Block) -> Candidate | None:
    """The bold sentences of a paragraph, from the first to the last; None where it has none."""
    runs = [run for run in _runs(block) if _is_sentences(block.text, *run)]
    if not runs:
        return None
    text = "\n".join(block.text[start:end].strip() for start, end in runs)
    return Candidate((block.index,), text=text, start=runs[0][0])


def _runs(block: Block) -> list[tuple[int, int]]:
    """The bold runs of a block's text, those that only blanks and stops part joined to one."""
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
    whole = len(passage) >= _MIN_LENGTH and bool(_SENTENCES.match(passage))
    return whole and bool(_SENTENCE_ENDS.search(text[:start]))


BOLD = RecommendationForm("bold", _find)
