"""Determine the status of a resolution or decision: draft, adopted or proposed."""

from __future__ import annotations

import re

from documents.parsing.messages import Message
from documents.parsing.types import ParsedDocument
from recommendations.extraction.adoption import StatusResult, is_draft_report
from recommendations.extraction.context import Context
from recommendations.extraction.operative.grammar import Grammar
from recommendations.extraction.operative.texts import ADOPTED_SYMBOL, EnactedText
from recommendations.extraction.types import Status

_LIMITED_SYMBOL = re.compile(r"/(?:L|CRP)\.\d")
_UNKNOWN_STATUS = Message("It is not clear whether a resolution or decision printed here was adopted.")


def read_operative_status(
    parsed: ParsedDocument, text: EnactedText, grammar: Grammar, context: Context
) -> StatusResult:
    """Return the status of an enacted text with its meetings.

    It is a draft if the document, a heading above it or its announcement calls it one, and adopted if one of these
    calls it a resolution or decision. If none does, it is proposed, with a doubt: a draft is never shown as adopted.
    """
    names = text.introduction
    is_limited = any(map(_LIMITED_SYMBOL.search, parsed.masthead.symbols))
    if is_limited or is_draft_report(parsed.masthead) or any(map(grammar.draft.search, names)):
        return StatusResult(Status.DRAFT, meeting=context.meeting)
    if any(grammar.adopted.search(name) or ADOPTED_SYMBOL.search(name) for name in names):
        return StatusResult(Status.ADOPTED, adopted_by=context.meeting, meeting=context.meeting)
    return StatusResult(Status.PROPOSED, meeting=context.meeting, put_to=context.meeting, doubt=_UNKNOWN_STATUS)
