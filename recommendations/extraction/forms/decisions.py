"""The items of a meeting's decisions: a heading "Decision 1", a chapeau "The Meeting decides:", and lettered items.

They are found in annexes and chapters with the full text of decisions. Lists of the titles of decisions are ignored, as
are operative paragraphs without such a chapeau, and a decision quoted in another one.
"""

from __future__ import annotations

from collections.abc import Iterator

from documents.parsing.types import Block, BlockKind, ParsedDocument
from recommendations.extraction.forms.base import Candidate, RecommendationForm, with_descendants
from recommendations.extraction.languages.base import Language

_MAX_QUOTED = 30  # blocks before a chapeau that are searched for the start of a quotation


def _find(parsed: ParsedDocument, words: Language) -> Iterator[Candidate]:
    for block in parsed.blocks:
        if block.kind is not BlockKind.ITEM or block.parent is None:
            continue
        chapeau = parsed.blocks[block.parent]
        is_chapeau = chapeau.kind is not BlockKind.ITEM and words.chapeaux.decides.search(chapeau.text)
        if is_chapeau and _is_in_decision(parsed, block, words) and not _is_quoted(parsed, chapeau):
            yield Candidate(with_descendants(parsed, block), chapeau.index)


def _is_in_decision(parsed: ParsedDocument, block: Block, words: Language) -> bool:
    above = (parsed.blocks[index] for index in block.headings)
    return any(words.headings.decision.match(heading.label or heading.text) for heading in above)


def _is_quoted(parsed: ParsedDocument, chapeau: Block) -> bool:
    """Return whether a chapeau is within a quotation that begins in an earlier paragraph, such as the text of an
    earlier decision that this one amends."""
    for block in reversed(parsed.blocks[max(0, chapeau.index - _MAX_QUOTED) : chapeau.index]):
        if block.headings != chapeau.headings or "”" in block.text[-5:]:
            return False
        if block.text.startswith(("“", "«", "「")):
            return True
    return False


DECISIONS = RecommendationForm("decision", _find)
