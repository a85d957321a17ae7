"""Recommendations with their own headings: "Recommendation 1" above a paragraph, or at its start.

This is the form of inspection and evaluation reports. It matches "Recommendation 7" with the unnumbered paragraph below
it, and "Recommendation 3. The General Assembly should …"; not references ("Recommendation 7 was accepted") or the rows
of a table that repeats the recommendations.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from documents.parsing.types import Block, BlockKind, ParsedDocument
from recommendations.extraction.forms.base import Candidate, RecommendationForm, with_descendants
from recommendations.extraction.languages import language_of
from recommendations.extraction.languages.base import Language


@dataclass(frozen=True, slots=True)
class _Patterns:
    """Patterns of one language: ``alone`` matches the heading "Recommendation 1", ``at_start`` a paragraph that begins
    with the same words (group ``label``) and continues (group ``text``)."""

    alone: re.Pattern[str]
    at_start: re.Pattern[str]


@lru_cache(maxsize=16)
def _patterns(code: str) -> _Patterns:
    headings = language_of(code).headings
    label = rf"^(?P<label>{headings.recommendation}\s*{headings.number})\s*"
    return _Patterns(
        re.compile(rf"{label}[.:：]?$", re.IGNORECASE),
        re.compile(rf"{label}[.:：–—-]\s*(?P<text>\S.*)$", re.IGNORECASE | re.DOTALL),
    )


def _find(parsed: ParsedDocument, words: Language) -> Iterator[Candidate]:
    patterns = _patterns(words.code)
    for block in parsed.blocks:
        if block.kind not in (BlockKind.HEADING, BlockKind.PARAGRAPH):
            continue
        printed = block.label if patterns.alone.match(block.label or "") else block.text
        if alone := patterns.alone.match(printed or ""):
            if members := _below(parsed, block):
                heading = _heading_above(parsed, block, patterns)
                yield Candidate(members, label=alone["label"], path=alone["label"], heading=heading)
        elif start := patterns.at_start.match(block.text):
            members, label = with_descendants(parsed, block), start["label"]
            text, offset = start["text"], start.start("text")
            heading = _heading_above(parsed, block, patterns)
            yield Candidate(members, text=text, start=offset, label=label, path=label, heading=heading)


def _below(parsed: ParsedDocument, heading: Block) -> tuple[int, ...]:
    """Return the indexes of the unnumbered paragraph below a heading and of its items, or ()."""
    if heading.index + 1 >= len(parsed.blocks):
        return ()
    following = parsed.blocks[heading.index + 1]
    if following.kind is not BlockKind.PARAGRAPH or following.label:
        return ()
    return with_descendants(parsed, following)


def _heading_above(parsed: ParsedDocument, block: Block, patterns: _Patterns) -> str:
    """Return the nearest heading above a block that is not itself a label like "Recommendation 1", or ""."""
    headings = (parsed.blocks[index] for index in reversed(block.headings))
    return next((b.text for b in headings if not any(map(patterns.alone.match, (b.label or "", b.text)))), "")


HEADED = RecommendationForm("headed", _find)
