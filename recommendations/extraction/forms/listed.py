"""Items of a list that a body adopts, is invited to consider, or that stands under a heading "Recommendations".

Taken are the top items of a list, sub-items with them, where

- the chapeau introduces recommendations: "…, adopted the following recommendations …:", "… may wish to consider the
  following recommendations:", "The recommendations formulated during the dialogue and listed below …:";
- the chapeau asks a body or States itself: "…, the Conference may wish to:", "It is recommended that Member States:";
- or the list has no chapeau of its own and stands directly under a heading that is one of recommendations, or its
  chapeau under such a heading asks somebody to act ("States parties should:").

Refused are agenda items, lists of provisions or examples ("…, such as:"), questions and points for discussion, and
lists of what a meeting had before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from documents.parsing.types import Block, BlockKind, ParsedDocument
from recommendations.extraction.forms.base import Candidate, Form, with_descendants

_INTRODUCES = re.compile(
    r"""\bfollowing\s+(?:[\w,-]+\s+){0,5}?recommendations?\b
      | \b(?:recommends|recommended|agreed\s+to\s+recommend)\s+(?:that\s+)?(?:the\s+following|as\s+follows)""",
    re.VERBOSE | re.IGNORECASE,
)
_LISTED_BELOW = re.compile(
    r"\brecommendations?\b[^.;]{0,120}\b(?:listed\s+below|as\s+follows|the\s+following|set\s+out\s+below)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"""(?: \b(?:may|might)\s+wish\s+to(?:\s+consider)?
          | \brecommend(?:s|ed)?\s+that(?:\s+[^.;:]{1,120})? | \bit\s+is\s+recommended\s+that(?:\s+[^.;:]{1,120})?
          | \b(?:is|are)\s+(?:\w+\s+)?(?:encouraged|urged|invited|called\s+upon|requested|recommended)(?:\s+to)? )
        \s*[:—]\s*$""",
    re.VERBOSE | re.IGNORECASE,
)
_SHOULD = re.compile(r"\b(?:should|shall|must|ought\s+to|need\s+to)\b[^.;]{0,60}[:—]\s*$", re.IGNORECASE)
_HEADING = re.compile(
    r"""^\W* (?:(?:\w+\s+)?(?:conclusions?|observations|findings|proposals)\s*(?:,|and|and/or|&)\s+)?
        (?:(?:the|key|main|draft|agreed|general|specific|strategic|policy|further|proposed|overall|summary\s+of)\s+)*
        recommendations?
        (?: \s*$ | \s*\(continued\) | \s*: | \s+and(?:/or)?\s+\w+
          | \s+(?:adopted|for|to|of|on|by|from|emanating|arising)\b )""",
    re.VERBOSE | re.IGNORECASE,
)
"""Takes "Recommendations (continued)", "Conclusions and recommendations", "Strategic recommendations: …",
"Recommendations adopted by the Working Group …"; refuses "Implementation of the recommendations", "Conclusions"."""


def _find(parsed: ParsedDocument) -> Iterator[Candidate]:
    for block in parsed.blocks:
        if block.kind is not BlockKind.ITEM or _is_below_an_item(parsed, block):
            continue
        chapeau = parsed.blocks[block.parent] if block.parent is not None else None
        if _is_list_of_recommendations(parsed, block, chapeau):
            yield Candidate(with_descendants(parsed, block), chapeau.index if chapeau else None)


def _is_below_an_item(parsed: ParsedDocument, block: Block) -> bool:
    return block.parent is not None and parsed.blocks[block.parent].kind is BlockKind.ITEM


def _is_list_of_recommendations(parsed: ParsedDocument, item: Block, chapeau: Block | None) -> bool:
    headings = [text for text in parsed.heading_texts(item) if is_heading_of_recommendations(text)]
    if chapeau is None:
        return bool(headings) and is_heading_of_recommendations(_heading_of_list(parsed, item))
    text = chapeau.text.rstrip()
    if _LISTED_BELOW.search(text):
        return True
    if not text.endswith((":", "：", "—")):
        return False
    last_sentence = re.split(r"(?<=[.;])\s", text)[-1]
    if _INTRODUCES.search(last_sentence) or _ASKS.search(last_sentence):
        return True
    return bool(headings) and bool(_SHOULD.search(last_sentence))


def is_heading_of_recommendations(text: str) -> bool:
    """Whether a heading says that recommendations stand under it."""
    return bool(_HEADING.match(text))


def _heading_of_list(parsed: ParsedDocument, item: Block) -> str:
    """The heading of recommendations nearest to an item, where only headings of their topics stand between."""
    for index in reversed(item.headings):
        block = parsed.blocks[index]
        if is_heading_of_recommendations(block.text) or block.label:
            return block.text
    return ""


LISTED = Form("listed", _find)
