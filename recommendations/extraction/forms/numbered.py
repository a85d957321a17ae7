"""Numbered paragraphs of a chapter "Recommendations", each of which calls for action.

They are taken if most of the chapter's paragraphs call for action. Chapters of conclusions and recommendations are
refused, since their paragraphs also report findings, and so are chapeaux of lists: the items are the recommendations.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from documents.parsing.types import Block, BlockKind, ParsedDocument
from recommendations.extraction.forms.base import Candidate, RecommendationForm
from recommendations.extraction.forms.listed import is_heading_of_recommendations

_MIN_SHARE = 0.6
_MIN_ITEMS = 2
_ASKS = re.compile(
    r"""^[^.;:]{3,300}? \b(?: should(?!\s+be\s+(?:noted|recalled|stressed|emphasized|mentioned)) | shall | must
        | (?:is|are)\s+(?:\w+\s+)?(?:encouraged|urged|invited|requested|called\s+upon) )\b
      | ^The\s+[\w\s]{3,80}\s(?:recommend|urge|encourage|invite|request|call)(?:s|d|ed)\b""",
    re.VERBOSE,
)
_CONCLUSIONS = re.compile(r"\b(?:conclusions?|observations|findings)\b", re.IGNORECASE)


def _find(parsed: ParsedDocument) -> Iterator[Candidate]:
    chapters: dict[int, list[Block]] = {}
    chapeaux = {block.parent for block in parsed.blocks if block.kind is BlockKind.ITEM}
    for block in parsed.blocks:
        if block.kind is BlockKind.PARAGRAPH and block.label and block.index not in chapeaux:
            chapter = _chapter(parsed, block)
            if chapter is not None:
                chapters.setdefault(chapter, []).append(block)
    for paragraphs in chapters.values():
        asking = [block for block in paragraphs if _ASKS.match(block.text)]
        if len(asking) >= max(_MIN_ITEMS, _MIN_SHARE * len(paragraphs)):
            yield from (Candidate((block.index,)) for block in asking)


def _chapter(parsed: ParsedDocument, block: Block) -> int | None:
    """Return the index of the heading of recommendations above a paragraph; None if missing or also of conclusions."""
    for index in reversed(block.headings):
        text = parsed.blocks[index].text
        if is_heading_of_recommendations(text):
            return None if _CONCLUSIONS.search(text) else index
    return None


NUMBERED = RecommendationForm("numbered", _find)
