"""Determine the status of a recommendation from its document: drafted, proposed, adopted, put forward, endorsed.

A draft is never shown as adopted: "adopted" requires a document that is not a draft, and a known meeting.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from documents.parsing.types import BlockKind, Masthead, ParsedDocument
from recommendations.extraction.context import Context
from recommendations.extraction.forms.base import Candidate
from recommendations.extraction.languages import LANGUAGES, language_of
from recommendations.extraction.languages.base import Adoption
from recommendations.extraction.languages.meetings import MeetingGrammar
from recommendations.extraction.prose import sentence_at
from recommendations.extraction.references.bodies import BodyMemory, read_bodies
from recommendations.extraction.types import MeetingMention, Reference, Status
from recommendations.extraction.vocabulary import Vocabulary

_ADOPTED, _PUT_FORWARD, _ENDORSED = "adopted", "put forward", "endorsed"
_LIMITED_SYMBOL = re.compile(r"/L\.\d")


@dataclass(frozen=True, slots=True)
class StatusResult:
    """A status with its meetings, as in :class:`.types.DraftRecommendation`. ``doubt`` is for a person to check."""

    status: Status
    adopted_by: MeetingMention | None = None
    meeting: MeetingMention | None = None
    put_to: MeetingMention | None = None
    doubt: str = ""


def with_own_ordinal(context: Context, references: Sequence[Reference]) -> Context:
    """Return the context with the ordinal of the document's meeting, if only the text gives it: "held its twenty-first
    meeting in Vienna on 7 and 8 July"."""
    own = context.meeting
    if own is None or own.ordinal or not own.start:
        return context
    named = (reference.meeting for reference in references if reference.meeting and reference.meeting.ordinal)
    same = next((m for m in named if m.body == own.body and m.start == own.start), None)
    return replace(context, meeting=replace(own, ordinal=same.ordinal)) if same else context


def read_status(
    parsed: ParsedDocument,
    candidate: Candidate,
    meetings: Mapping[int, Sequence[Reference]],
    context: Context,
    vocabulary: Vocabulary,
) -> StatusResult:
    """Return the status and meetings of a candidate. ``meetings`` are the references to meetings, by block."""
    words = language_of(context.language).adoption
    if is_draft_report(parsed.masthead):
        return StatusResult(Status.DRAFT, meeting=context.meeting)
    introduction = _introduction(parsed, candidate, context.language)
    claims = [claim for text in introduction if (claim := _read_claim(text, meetings, context))]
    is_draft = _is_draft_decision(parsed.masthead)
    own = context.meeting.body if context.meeting else None
    if claims and claims[0].verb == _ENDORSED and not is_draft:
        adopted_by = next((m for m in claims[0].named.values() if m.body != own), None)
        return StatusResult(Status.ENDORSED, adopted_by, adopted_by or context.meeting, context.meeting)
    claims = [claim for claim in claims if claim.verb != _ENDORSED]
    adopted_by = _adopted_by(parsed, claims, context, vocabulary)
    if not adopted_by:
        doubt = (
            "Recommendations are described as adopted, but the meeting is not clear."
            if any(c.verb == _ADOPTED for c in claims)
            else ""
        )
        return StatusResult(Status.PROPOSED, meeting=context.meeting, put_to=context.meeting, doubt=doubt)
    is_for_parent = own in _parents(adopted_by.body, vocabulary)
    if is_for_parent and not is_draft and _is_endorsing(parsed, words):
        return StatusResult(Status.ENDORSED, adopted_by, adopted_by, context.meeting)
    if is_for_parent or any(words.put_forward.search(text.text) for text in introduction):
        return StatusResult(
            Status.FOR_ENDORSEMENT, adopted_by, adopted_by, None if own == adopted_by.body else context.meeting
        )
    return StatusResult(Status.ADOPTED, adopted_by, adopted_by)


def is_draft_report(masthead: Masthead) -> bool:
    return _is_titled(masthead, "draft_report")


def _is_draft_decision(masthead: Masthead) -> bool:
    return _is_titled(masthead, "draft_decision") or any(map(_LIMITED_SYMBOL.search, masthead.symbols))


def _is_titled(masthead: Masthead, kind: str) -> bool:
    """Return whether the title or subtitle is of a kind in any language: titles are read before the language is."""
    titles = [text for text in (masthead.title, masthead.subtitle) if text]
    patterns = [getattr(words.adoption, kind) for words in LANGUAGES.values()]
    return any(pattern.search(text) for pattern in patterns for text in titles)


@dataclass(frozen=True, slots=True)
class _Introduction:
    """A block that introduces a candidate. ``text`` is without vowel signs."""

    index: int
    text: str


@dataclass(frozen=True, slots=True)
class _Claim:
    """A statement that recommendations were adopted, put forward or endorsed (``verb``): its text, the offset of the
    words, and the meetings named in it by offset."""

    text: str
    offset: int
    verb: str
    named: Mapping[int, MeetingMention]


def _introduction(parsed: ParsedDocument, candidate: Candidate, language: str) -> list[_Introduction]:
    """Return the blocks that introduce a candidate: the chapeau, then those above it if it is an item, then each
    heading above, nearest first, with the paragraph that opens its chapter ("The Working Group adopted the
    recommendations presented below."), unless that introduces a list of its own."""
    block = parsed.blocks[candidate.blocks[0]]
    introduction = []
    index = candidate.chapeau
    while index is not None:
        introduction.append(index)
        index = parsed.blocks[index].parent
    for index in reversed(block.headings):
        introduction.append(index)
        opening, following = parsed.blocks[index + 1], parsed.blocks[min(index + 2, len(parsed.blocks) - 1)]
        if opening.kind is BlockKind.PARAGRAPH and opening.index < block.index and following.parent != opening.index:
            introduction.append(opening.index)
    marks = language_of(language).marks
    return [_Introduction(index, marks.sub("", parsed.blocks[index].text)) for index in introduction]


def _read_claim(
    introduction: _Introduction, meetings: Mapping[int, Sequence[Reference]], context: Context
) -> _Claim | None:
    """Return what a block says about the adoption of recommendations, or None."""
    words, text = language_of(context.language), introduction.text
    verb, match = _ENDORSED, words.adoption.endorsed.search(text)
    if match is None:
        verb, match = _ADOPTED, words.adoption.adopted.search(text)
    if match is None and words.chapeaux.introduces.search(text):
        verb, match = _PUT_FORWARD, words.adoption.put_forward.search(text)
    if match is None:
        return None
    named = {ref.start: ref.meeting for ref in meetings.get(introduction.index, ()) if ref.meeting}
    return _Claim(text, match.start(), verb, named)


def _adopted_by(
    parsed: ParsedDocument, claims: Sequence[_Claim], context: Context, vocabulary: Vocabulary
) -> MeetingMention | None:
    """Return the meeting that adopted it, or None: the one named where the text says so, otherwise the document's own
    if the document is the report of a meeting and its body, or nobody else, is said to have adopted it."""
    words = language_of(context.language)
    titles = f"{parsed.masthead.title or ''} {parsed.masthead.subtitle or ''}"
    is_draft = _is_draft_decision(parsed.masthead)
    is_report = bool(words.adoption.report_of_meeting.search(titles)) and not is_draft
    for claim in claims:
        if mention := _named_nearby(claim, words.meetings):
            return _identified(mention, context.meeting, is_report=is_report)
    is_own = is_report and bool(claims) and all(_is_own_claim(claim, context, vocabulary) for claim in claims)
    return context.meeting if is_own else None


def _is_own_claim(claim: _Claim, context: Context, vocabulary: Vocabulary) -> bool:
    """Return whether the body that adopts is the document's: it is named before the verb, or no body is."""
    start, _ = sentence_at(claim.text, claim.offset)
    memory = BodyMemory(vocabulary, context.bodies)
    bodies = read_bodies(claim.text, vocabulary, memory, context.language)
    before = [named.body for named in bodies if start <= named.start <= claim.offset]
    return not before or context.bodies[:1] == () or context.bodies[0] in before


def _named_nearby(claim: _Claim, grammar: MeetingGrammar) -> MeetingMention | None:
    """Return the meeting that a claim speaks of: in its sentence the first one named as that of its subject ("at its
    twelfth meeting"), or else the first one; outside of it the last one before."""
    start, end = sentence_at(claim.text, claim.offset)
    inside = [(offset, meeting) for offset, meeting in claim.named.items() if start <= offset < end]
    if inside:
        its = {match.start("ordinals") for match in grammar.mention.finditer(claim.text, start, end) if match["its"]}
        return next((meeting for offset, meeting in inside if offset in its), inside[0][1])
    earlier = [meeting for offset, meeting in claim.named.items() if offset < claim.offset]
    return earlier[-1] if earlier else None


def _parents(key: str, vocabulary: Vocabulary) -> set[str]:
    """Return the keys of the bodies above a body."""
    parents: set[str] = set()
    body = vocabulary.bodies_by_key.get(key)
    while body and body.parent and body.parent not in parents:
        parents.add(body.parent)
        body = vocabulary.bodies_by_key.get(body.parent)
    return parents


def _is_endorsing(parsed: ParsedDocument, words: Adoption) -> bool:
    """Return whether the document is itself the endorsing resolution or decision."""
    return any(words.endorses.search(b.text) for b in parsed.blocks if b.kind is BlockKind.OPERATIVE)


def _identified(meeting: MeetingMention, own: MeetingMention | None, *, is_report: bool) -> MeetingMention:
    """Return a meeting; the document's own, with days and place, if it is the same.

    In the report of a meeting, a meeting of its body is its own unless ordinals or days differ: its masthead may give
    only the days, and its text only the ordinal.
    """
    if own is None or meeting.body != own.body:
        return meeting
    are_ordinals_known = bool(meeting.ordinal and own.ordinal)
    if are_ordinals_known and meeting.ordinal != own.ordinal:
        return meeting
    if meeting.start and own.start and not own.start <= meeting.start <= (own.end or own.start):
        return meeting
    is_same_start = meeting.start is not None and meeting.start == own.start
    if not (are_ordinals_known or is_same_start or is_report):
        return meeting
    return replace(own, ordinal=own.ordinal or meeting.ordinal)
