"""Determine whether a resolution or decision is a draft or adopted."""

from __future__ import annotations

import re

from documents.parsing.types import ParsedDocument
from recommendations.extraction.adoption import StatusResult, is_draft_report
from recommendations.extraction.context import Context
from recommendations.extraction.operative.grammar import Grammar
from recommendations.extraction.operative.texts import ADOPTED_SYMBOL, EnactedText
from recommendations.extraction.types import Status

_LIMITED = re.compile(r"/(?:L|CRP)\.\d")
_UNKNOWN = "It is not clear whether a resolution or decision printed here was adopted."


def read_operative_status(
    parsed: ParsedDocument, text: EnactedText, grammar: Grammar, context: Context
) -> StatusResult:
    """Return the status of an enacted text with its meetings.

    It is a draft if the document, a heading above it or its announcement calls it one, and adopted if one of them calls
    it a resolution or decision. A draft is never shown as adopted: without either it is put forward, with a doubt.
    """
    names = text.introduction
    is_limited = any(map(_LIMITED.search, parsed.masthead.symbols))
    if is_limited or is_draft_report(parsed.masthead) or any(map(grammar.draft.search, names)):
        return StatusResult(Status.DRAFT, meeting=context.meeting)
    if any(grammar.adopted.search(name) or ADOPTED_SYMBOL.search(name) for name in names):
        return StatusResult(Status.ADOPTED, adopted_by=context.meeting, meeting=context.meeting)
    return StatusResult(Status.PROPOSED, meeting=context.meeting, put_to=context.meeting, doubt=_UNKNOWN)
