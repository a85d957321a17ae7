"""Determine the status of a recommendation from its document: drafted, proposed, adopted, put forward, endorsed.

A draft is never shown as adopted: "adopted" requires a document that is not a draft, and a known meeting.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from documents.parsing.types import Block, BlockKind, Masthead, ParsedDocument
from recommendations.extraction.context import Context
from recommendations.extraction.forms.base import Candidate
from recommendations.extraction.types import MeetingMention, Reference, Status

_DRAFT_REPORT = re.compile(
    r"\bdraft\s+report\b|\bprojet\s+de\s+rapport\b|\bproyecto\s+de\s+informe\b|\bпроект\s+доклада\b|مشروع\s+(?:ال)?تقرير|报告草稿|报告草案",
    re.IGNORECASE,
)
_DRAFT_DECISION = re.compile(
    r"\bdraft\s+(?:resolution|decision)\b|\bprojet\s+de\s+(?:résolution|décision)\b|\bproyecto\s+de\s+(?:resolución|decisión)\b"
    r"|\bпроект\s+(?:резолюции|решения)\b|مشروع\s+(?:قرار|مقرر)|决议草案|决定草案",
    re.IGNORECASE,
)
_LIMITED_SYMBOL = re.compile(r"/L\.\d")
_REPORT_OF_MEETING = re.compile(
    r"\breport\s+(?:of|on)\b[^.]*\b(?:meeting|session|working\s+group|conference)\b", re.IGNORECASE
)
_ADOPTED = re.compile(
    r"""\b(?:adopted|agreed\s+(?:on|upon)|decided)\b [^.;]{0,120}? \b(?:following|below)\b
      | ^\W*(?:\w+\s+and\s+)?recommendations\s+(?:[\w-]+\s+){0,3}(?:adopted|agreed)\b
      | \b(?:following|these)\s+(?:\w+\s+){0,3}recommendations\s+were\s+(?:adopted|agreed)\b
      | \b(?:decides|decided)\s*:""",
    re.VERBOSE | re.IGNORECASE,
)
"""Takes "…, adopted the following recommendations", "Recommendations adopted by the Working Group", "decides:";
refuses "Building on what was adopted before, the Conference may wish to:"."""
_ENDORSES = re.compile(r"\bendorses\b", re.IGNORECASE)
_FOR_ENDORSEMENT = re.compile(
    r"\bfor\s+(?:\w+\s+(?:and\s+|or\s+)?)?(?:endorsement|consideration|adoption)\s+by\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class StatusResult:
    """A status with its meetings, as in :class:`.types.DraftRecommendation`. ``doubt`` is for a person to check."""

    status: Status
    adopted_by: MeetingMention | None = None
    meeting: MeetingMention | None = None
    put_to: MeetingMention | None = None
    doubt: str = ""


def read_status(
    parsed: ParsedDocument, candidate: Candidate, meetings: Mapping[int, Sequence[Reference]], context: Context
) -> StatusResult:
    """Return the status and meetings of a candidate. ``meetings`` are the references to meetings, by block."""
    if is_draft_report(parsed.masthead):
        return StatusResult(Status.DRAFT, meeting=context.meeting)
    introduction = _introduction(parsed, candidate)
    adopted_by = _adopted_by(parsed, introduction, meetings, context)
    if not adopted_by:
        is_claimed = any(_ADOPTED.search(block.text) for block in introduction)
        doubt = "Recommendations are described as adopted, but the meeting is not clear." if is_claimed else ""
        return StatusResult(Status.PROPOSED, meeting=context.meeting, put_to=context.meeting, doubt=doubt)
    belongs_elsewhere = context.meeting is not None and not _is_same(adopted_by, context.meeting)
    put_to = context.meeting if belongs_elsewhere else None
    if belongs_elsewhere and _is_endorsed(parsed):
        return StatusResult(Status.ENDORSED, adopted_by, adopted_by, put_to)
    if put_to or any(_FOR_ENDORSEMENT.search(block.text) for block in introduction):
        return StatusResult(Status.FOR_ENDORSEMENT, adopted_by, adopted_by, put_to)
    return StatusResult(Status.ADOPTED, adopted_by, adopted_by)


def is_draft_report(masthead: Masthead) -> bool:
    return any(_DRAFT_REPORT.search(text) for text in (masthead.title, masthead.subtitle) if text)


def _is_draft_decision(masthead: Masthead) -> bool:
    titles = (masthead.title, masthead.subtitle)
    return any(_DRAFT_DECISION.search(text) for text in titles if text) or any(
        _LIMITED_SYMBOL.search(symbol) for symbol in masthead.symbols
    )


def _introduction(parsed: ParsedDocument, candidate: Candidate) -> list[Block]:
    """Return the blocks that introduce a candidate: the chapeau, then each heading above, nearest first, with the
    paragraph that opens its chapter ("The Working Group adopted the recommendations presented below.")."""
    block = parsed.blocks[candidate.blocks[0]]
    introduction = [] if candidate.chapeau is None else [parsed.blocks[candidate.chapeau]]
    for index in reversed(block.headings):
        introduction.append(parsed.blocks[index])
        opening = parsed.blocks[index + 1]
        if opening.kind is BlockKind.PARAGRAPH and opening.index < block.index:
            introduction.append(opening)
    return introduction


def _adopted_by(
    parsed: ParsedDocument,
    introduction: Sequence[Block],
    meetings: Mapping[int, Sequence[Reference]],
    context: Context,
) -> MeetingMention | None:
    """Return the meeting that adopted it, or None: the first in the block that says so, otherwise the document's own if
    the document is the report of a meeting."""
    for block in introduction:
        if _ADOPTED.search(block.text):
            mentions = [reference.meeting for reference in meetings.get(block.index, ()) if reference.meeting]
            if mentions:
                return _with_days(mentions[0], context.meeting)
    titles = f"{parsed.masthead.title or ''} {parsed.masthead.subtitle or ''}"
    if _REPORT_OF_MEETING.search(titles) and not _is_draft_decision(parsed.masthead):
        is_claimed = any(_ADOPTED.search(block.text) for block in introduction)
        return context.meeting if is_claimed else None
    return None


def _is_endorsed(parsed: ParsedDocument) -> bool:
    """Return whether the document is itself the endorsing resolution or decision, not a draft of it."""
    if _is_draft_decision(parsed.masthead):
        return False
    return any(_ENDORSES.search(b.text) for b in parsed.blocks if b.kind is BlockKind.OPERATIVE)


def _is_same(first: MeetingMention, second: MeetingMention) -> bool:
    if first.body != second.body:
        return False
    return first.ordinal == second.ordinal if first.ordinal and second.ordinal else first.start == second.start


def _with_days(meeting: MeetingMention, own: MeetingMention | None) -> MeetingMention:
    """Return a meeting, with the days and place of the document's own meeting if it is the same."""
    if own and not meeting.start and _is_same(meeting, own):
        return replace(meeting, start=own.start, end=own.end, place=own.place)
    return meeting
