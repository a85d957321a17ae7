"""Recommendations with their own headings: "Recommendation 1" above a paragraph, or at its start.

The form of inspection and evaluation reports. Takes "Recommendation 7" with the unnumbered paragraph below it, and
"Recommendation 3. The General Assembly should …". Refuses references ("Recommendation 7 was accepted") and the rows of
a table that repeats the recommendations.
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
        heading = _heading_above(parsed, block)
        if alone := _ALONE.match(printed or ""):
            if below := _below(parsed, block):
                yield Candidate(below, label=alone["label"], path=alone["label"], heading=heading)
        elif start := _AT_START.match(block.text):
            members, label = with_descendants(parsed, block), start["label"]
            text, offset = start["text"], start.start("text")
            yield Candidate(members, text=text, start=offset, label=label, path=label, heading=heading)


def _below(parsed: ParsedDocument, heading: Block) -> tuple[int, ...]:
    """Return the unnumbered paragraph below a heading and its items, or ()."""
    if heading.index + 1 >= len(parsed.blocks):
        return ()
    following = parsed.blocks[heading.index + 1]
    if following.kind is not BlockKind.PARAGRAPH or following.label:
        return ()
    return with_descendants(parsed, following)


def _heading_above(parsed: ParsedDocument, block: Block) -> str:
    """Return the nearest heading above that is not a recommendation's own, or ""."""
    headings = (parsed.blocks[index] for index in reversed(block.headings))
    return next((b.text for b in headings if not _ALONE.match(b.label or "") and not _ALONE.match(b.text)), "")


HEADED = RecommendationForm("headed", _find)
