"""Recommendations with a heading of their own: "Recommendation 1" above a paragraph, or at its start.

The form of inspection and evaluation reports. Taken are "Recommendation 7" with the unnumbered paragraphs below it,
"Recommendation 3. The General Assembly should …". Refused are references to one ("Recommendation 7 was accepted")
and the rows of a table that lists them again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from documents.parsing.types import Block, BlockKind, ParsedDocument
from recommendations.extraction.forms.base import Candidate, RecommendationForm, with_descendants

_NUMBER = r"(?:No\.\s*)?(?:\d{1,3}|[A-Z](?!\w)|[IVX]{1,5}(?!\w))"
_ALONE = re.compile(rf"^(?P<label>Recommendation\s+{_NUMBER})\s*[.:]?$", re.IGNORECASE)
_AT_START = re.compile(
    rf"^(?P<label>Recommendation\s+{_NUMBER})\s*[.:–—-]\s*(?P<text>\S.*)$", re.IGNORECASE | re.DOTALL
)


def _find(parsed: ParsedDocument) -> Iterator[Candidate]:
    for block in parsed.blocks:
        if block.kind not in (BlockKind.HEADING, BlockKind.PARAGRAPH):
            continue
        printed = block.label if _ALONE.match(block.label or "") else block.text
        above = _heading_above(parsed, block)
        if alone := _ALONE.match(printed or ""):
            if below := _below(parsed, block):
                yield Candidate(below, label=alone["label"], path=alone["label"], heading=above)
        elif start := _AT_START.match(block.text):
            members, label = with_descendants(parsed, block), start["label"]
            text, begins = start["text"], start.start("text")
            yield Candidate(members, text=text, start=begins, label=label, path=label, heading=above)


def _below(parsed: ParsedDocument, heading: Block) -> tuple[int, ...]:
    """The unnumbered paragraph below a heading, with the items that hang on it."""
    if heading.index + 1 >= len(parsed.blocks):
        return ()
    following = parsed.blocks[heading.index + 1]
    if following.kind is not BlockKind.PARAGRAPH or following.label:
        return ()
    return with_descendants(parsed, following)


def _heading_above(parsed: ParsedDocument, block: Block) -> str:
    """The nearest heading above that is no recommendation's own."""
    above = (parsed.blocks[index] for index in reversed(block.headings))
    return next((b.text for b in above if not _ALONE.match(b.label or "") and not _ALONE.match(b.text)), "")


HEADED = RecommendationForm("headed", _find)
