"""The items of a meeting's decisions: a heading "Decision 1", a chapeau "The Meeting decides:", and lettered items.

They are taken from annexes and chapters with the full text of decisions. Lists of their titles are refused, and so are
operative paragraphs without such a chapeau.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from documents.parsing.types import Block, BlockKind, ParsedDocument
from recommendations.extraction.forms.base import Candidate, RecommendationForm, with_descendants

_HEADING = re.compile(r"^(?:draft\s+)?decision\s+(?:[\dIVX]+(?:/\d+)?|[A-Z])(?!\w)", re.IGNORECASE)
_DECIDES = re.compile(
    r"\b(?:decides|decided|agrees|agreed|recommends|requests|invites|urges)(?:\s+to|\s+that)?\s*:\s*$", re.IGNORECASE
)


def _find(parsed: ParsedDocument) -> Iterator[Candidate]:
    for block in parsed.blocks:
        if block.kind is not BlockKind.ITEM or block.parent is None:
            continue
        chapeau = parsed.blocks[block.parent]
        if chapeau.kind is not BlockKind.ITEM and _DECIDES.search(chapeau.text) and _is_in_decision(parsed, block):
            yield Candidate(with_descendants(parsed, block), chapeau.index)


def _is_in_decision(parsed: ParsedDocument, block: Block) -> bool:
    above = (parsed.blocks[index] for index in block.headings)
    return any(_HEADING.match(heading.label or heading.text) for heading in above)


DECISIONS = RecommendationForm("decision", _find)
