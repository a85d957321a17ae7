"""Items of a list that a body adopts or is invited to consider, or that is under a heading "Recommendations".

The top-level items of a list are taken, with their sub-items, if

- the chapeau introduces recommendations: "…, adopted the following recommendations …:", "… may wish to consider the
  following recommendations:", "The recommendations formulated during the dialogue and listed below …:";
- the chapeau asks a body or States itself: "…, the Conference may wish to:", "It is recommended that Member States:";
- or the list is under a heading of recommendations: directly, or below headings of topics or a chapeau if the
  chapeau or the items themselves call for action ("States parties should:").

Agenda items, lists of provisions or examples ("…, such as:"), questions and points for discussion, and lists of
documents before a meeting are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from documents.parsing.types import Block, BlockKind, ParsedDocument
from recommendations.extraction.forms.base import Candidate, RecommendationForm, with_descendants

_INTRODUCES = re.compile(
    r"""\bfollowing\s+(?:[\w,-]+\s+){0,5}?recommendations?\b
      | \b(?:recommends|recommended|agreed\s+to\s+recommend)\s+(?:that\s+)?(?:the\s+following|as\s+follows)""",
    re.VERBOSE | re.IGNORECASE,
)
_LISTED_BELOW = re.compile(
    r"^The\s+following\s+(?:\w+\s+)?recommendations\b|\brecommendations?\b[^.;]{0,120}\b(?:listed\s+below|as\s+follows|the\s+following|set\s+out\s+below)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"""(?: \b(?:may|might)\s+wish\s+to(?:\s+consider)?
          | \brecommend(?:s|ed)?\s+that(?:\s+[^.;:]{1,120})? | \bit\s+is\s+recommended\s+that(?:\s+[^.;:]{1,120})?
          | \b(?:is|are)\s+(?:\w+\s+)?(?:encouraged|urged|invited|called\s+upon|requested|recommended)(?:\s+to)? )
        \s*[:—]\s*$""",
    re.VERBOSE | re.IGNORECASE,
)
_ACTS = re.compile(
    r"""\b(?:should|shall|must|may\s+wish\s+to)\b
      | \b(?:is|are)\s+(?:\w+\s+)?(?:encouraged|urged|invited|requested|called\s+upon|recommended)\b
      | ^(?:Recommend|Urge|Encourage|Invite|Request|Call|Reiterate)(?:s|d|ed|ing)?\s""",
    re.VERBOSE,
)
"""Words that call for action, in an item."""
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
    for chapeau, items in _lists(parsed):
        if _is_list_of_recommendations(parsed, chapeau, items):
            for item in items:
                yield Candidate(with_descendants(parsed, item), chapeau.index if chapeau else None)


def _lists(parsed: ParsedDocument) -> Iterator[tuple[Block | None, list[Block]]]:
    """Yield the top-level items of each list with their chapeau, if any."""
    lists: dict[tuple[int | None, tuple[int, ...]], list[Block]] = {}
    for block in parsed.blocks:
        parent = parsed.blocks[block.parent] if block.parent is not None else None
        if block.kind is BlockKind.ITEM and not (parent and parent.kind is BlockKind.ITEM):
            key = (block.parent, () if parent else block.headings)
            lists.setdefault(key, []).append(block)
    for (index, _), items in lists.items():
        yield (parsed.blocks[index] if index is not None else None), items


def _is_list_of_recommendations(parsed: ParsedDocument, chapeau: Block | None, items: list[Block]) -> bool:
    headings = parsed.heading_texts(items[0])
    is_under_heading = any(map(is_heading_of_recommendations, headings))
    calls_for_action = any(_ACTS.search(item.text) for item in items)
    if chapeau is None:
        return is_under_heading and (calls_for_action or is_heading_of_recommendations(headings[-1]))
    text = chapeau.text.rstrip()
    if _LISTED_BELOW.search(text):
        return True
    if not text.endswith((":", "：", "—")):
        return False
    last_sentence = re.split(r"(?<=[.;])\s", text)[-1]
    if _INTRODUCES.search(last_sentence) or _ASKS.search(last_sentence):
        return True
    return is_under_heading and (calls_for_action or bool(_SHOULD.search(last_sentence)))


def is_heading_of_recommendations(text: str) -> bool:
    """Return whether a heading announces recommendations."""
    return bool(_HEADING.match(text))


LISTED = RecommendationForm("listed", _find)
