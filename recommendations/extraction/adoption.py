"""Determine the status of a recommendation: draft, proposed, adopted, submitted for endorsement or endorsed.

A draft is never shown as adopted: this status requires a document that is not a draft, and a known meeting.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from documents.parsing.messages import Message
from documents.parsing.types import BlockKind, Masthead, ParsedDocument
from recommendations.extraction.action_phrases import last_sentence
from recommendations.extraction.context import Context
from recommendations.extraction.forms.base import Candidate
from recommendations.extraction.languages import LANGUAGES, language_of
from recommendations.extraction.languages.base import Adoption
from recommendations.extraction.languages.meetings import MeetingGrammar
from recommendations.extraction.prose import read_dates, sentence_at
from recommendations.extraction.references.bodies import BodyMemory, read_bodies
from recommendations.extraction.types import MeetingMention, Reference, Status
from recommendations.extraction.vocabulary import Vocabulary

_ADOPTED, _PUT_FORWARD, _ENDORSED = "adopted", "put forward", "endorsed"
_MEETING = re.compile(r"\b(?:meeting|session)\b")
_NUMBER = re.compile(r"(?<!\d)(?:\d{1,2}|\d{4})(?!\d)")
_IN_BRACKETS = re.compile(r"[(（]([^()（）]*)[)）]")
_ANNEX_NUMBER = re.compile(r"\s?([IVX]{1,4}|\d{1,2}|[一二三四五六七八九十])(?!\w)")
_LIMITED_SYMBOL = re.compile(r"/L\.\d")


@dataclass(frozen=True, slots=True)
class StatusResult:
    """A status with its meetings, as in :class:`.types.DraftRecommendation`. ``doubt`` is for a person to check."""

    status: Status
    adopted_by: MeetingMention | None = None
    meeting: MeetingMention | None = None
    put_to: MeetingMention | None = None
    doubt: Message | None = None


def with_own_ordinal(context: Context, references: Sequence[Reference]) -> Context:
    """Return the context with the ordinal of the document's meeting, from the text if the masthead lacks it, as in
    "held its twenty-first meeting in Vienna on 7 and 8 July"."""
    meeting = context.meeting
    if meeting is None or meeting.ordinal or not meeting.start:
        return context
    named = (reference.meeting for reference in references if reference.meeting and reference.meeting.ordinal)
    same = next((m for m in named if m.body == meeting.body and m.start == meeting.start), None)
    return replace(context, meeting=replace(meeting, ordinal=same.ordinal)) if same else context


def read_status(
    parsed: ParsedDocument,
    candidate: Candidate,
    meetings: Mapping[int, Sequence[Reference]],
    context: Context,
    vocabulary: Vocabulary,
) -> StatusResult:
    """Return the status and meetings of a candidate. ``meetings`` maps block indexes to references to meetings."""
    words = language_of(context.language).adoption
    if is_draft_report(parsed.masthead):
        return StatusResult(Status.DRAFT, meeting=context.meeting)
    introduction = _introduction(parsed, candidate, context.language)
    claims = [claim for text in introduction if (claim := _read_claim(text, meetings, context))]
    claims += _annex_claims(parsed, candidate, meetings, context)
    if _is_of_delegation(introduction, words) or (claims and _is_put_to_own_body(claims[0], context, vocabulary)):
        return StatusResult(Status.PROPOSED, meeting=context.meeting, put_to=context.meeting)
    is_draft = is_draft_decision(parsed.masthead)
    own_body = context.meeting.body if context.meeting else None
    if claims and claims[0].verb == _ENDORSED and not is_draft:
        adopted_by = next((m for m in claims[0].meetings.values() if m.body != own_body), None)
        return StatusResult(Status.ENDORSED, adopted_by, adopted_by or context.meeting, context.meeting)
    claims = [claim for claim in claims if claim.verb != _ENDORSED]
    adopted_by = _adopted_by(parsed, claims, context, vocabulary)
    if claims and claims[0].verb == _ADOPTED and not adopted_by and not is_draft:
        adopted_by = _meeting_in_heading(parsed, introduction, claims[0], context, vocabulary)
    if claims and not adopted_by:
        adopted_by = _endorsed_meeting(parsed, candidate, meetings, context)
    if not adopted_by:
        doubt = (
            Message("Recommendations are described as adopted, but the meeting is not clear.")
            if any(c.verb == _ADOPTED for c in claims)
            else None
        )
        return StatusResult(Status.PROPOSED, meeting=context.meeting, put_to=context.meeting, doubt=doubt)
    parents = vocabulary.parents_of(vocabulary.bodies_by_key[adopted_by.body])
    own_body = own_body or next((body.key for body in context.bodies), None)
    is_for_parent = own_body in {parent.key for parent in parents}
    if is_for_parent and not is_draft and _is_endorsing(parsed, words):
        return StatusResult(Status.ENDORSED, adopted_by, adopted_by, context.meeting)
    is_put_forward = any(words.put_forward.search(text.text) for text in introduction)
    if (is_for_parent and not words.compilation.search(parsed.masthead.title or "")) or is_put_forward:
        return StatusResult(
            Status.FOR_ENDORSEMENT, adopted_by, adopted_by, None if own_body == adopted_by.body else context.meeting
        )
    return StatusResult(Status.ADOPTED, adopted_by, adopted_by)


def _is_of_delegation(introduction: Sequence[_Introduction], words: Adoption) -> bool:
    """Return whether the text directly above a candidate says that a delegation or speaker makes recommendations."""
    sentence = last_sentence(introduction[0].text) if introduction else ""
    return bool(words.of_delegation.search(sentence)) and not words.adopted.search(sentence)


def _is_put_to_own_body(claim: _Claim, context: Context, vocabulary: Vocabulary) -> bool:
    """Return whether recommendations are put forward to the document's own body, such as to its next meeting."""
    if claim.verb != _PUT_FORWARD or not context.bodies:
        return False
    _, end = sentence_at(claim.text, claim.offset)
    bodies = read_bodies(claim.text, vocabulary, BodyMemory(vocabulary, context.bodies), context.language)
    named_after = next((named.body for named in bodies if claim.offset <= named.start < end), None)
    return named_after == context.bodies[0]


def is_draft_report(masthead: Masthead) -> bool:
    return _is_titled(masthead, "draft_report")


def is_draft_decision(masthead: Masthead) -> bool:
    return _is_titled(masthead, "draft_decision") or any(map(_LIMITED_SYMBOL.search, masthead.symbols))


def _is_titled(masthead: Masthead, kind: str) -> bool:
    """Return whether the title or subtitle is of a kind, in any language: the document's language may be unknown."""
    titles = [text for text in (masthead.title, masthead.subtitle) if text]
    patterns = [getattr(words.adoption, kind) for words in LANGUAGES.values()]
    return any(pattern.search(text) for pattern in patterns for text in titles)


@dataclass(frozen=True, slots=True)
class _Introduction:
    """A block that introduces a candidate. Its ``text`` is without vowel signs."""

    index: int
    text: str


@dataclass(frozen=True, slots=True)
class _Claim:
    """A statement that recommendations were adopted, put forward or endorsed (``verb``), with its text, the offset of
    the verb, and a map from offsets to the meetings named there. The offset is -1 for "that meeting", which an earlier
    block names.
    """

    text: str
    offset: int
    verb: str
    meetings: Mapping[int, MeetingMention]


def _introduction(parsed: ParsedDocument, candidate: Candidate, language: str) -> list[_Introduction]:
    """Return the blocks that introduce a candidate: its chapeau, the parents of the chapeau, then each heading above
    it, nearest first, with the paragraph that opens the chapter ("The Working Group adopted the recommendations
    presented below."), unless that paragraph introduces another list."""
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
    """Return the claim that a block makes about the adoption of recommendations, or None."""
    words, text = language_of(context.language), introduction.text
    verb, match = _ENDORSED, words.adoption.endorsed.search(text)
    if match is None:
        verb, match = _ADOPTED, words.adoption.adopted.search(text)
    if match is None and words.chapeaux.introduces.search(text):
        verb, match = _PUT_FORWARD, words.adoption.put_forward.search(text)
    if match is None:
        return None
    claim_meetings = {ref.start: ref.meeting for ref in meetings.get(introduction.index, ()) if ref.meeting}
    if not claim_meetings and words.adoption.same_meeting.search(text, 0, match.start()):
        claim_meetings = dict.fromkeys([-1], last) if (last := _last_meeting(meetings, introduction.index)) else {}
    return _Claim(text, match.start(), verb, claim_meetings)


def _annex_claims(
    parsed: ParsedDocument, candidate: Candidate, meetings: Mapping[int, Sequence[Reference]], context: Context
) -> list[_Claim]:
    """Return the claims of the note to which a candidate is annexed: "the recommendations set out in the annex. The
    Working Group adopted them at its sixth meeting"."""
    annex = parsed.blocks[candidate.blocks[0]].part
    if not annex:
        return []
    language = language_of(context.language)
    claims = []
    for block in parsed.blocks:
        text = language.marks.sub("", block.text)
        announced = language.adoption.in_annex.search(text) if block.kind is BlockKind.PARAGRAPH else None
        if not announced or block.part:
            continue
        number = _ANNEX_NUMBER.match(text, announced.end())
        is_other = number and " " in annex and annex.split()[-1] != number[1]
        verb = language.adoption.adopts.search(text, sentence_at(text, announced.start())[0])
        if verb and not is_other:
            named = {ref.start: ref.meeting for ref in meetings.get(block.index, ()) if ref.meeting}
            claims.append(_Claim(text, verb.start(), _ADOPTED, named))
    return claims


def _meeting_in_heading(
    parsed: ParsedDocument,
    introduction: Sequence[_Introduction],
    claim: _Claim,
    context: Context,
    vocabulary: Vocabulary,
) -> MeetingMention | None:
    """Return the meeting whose days are in a heading above a candidate, of the body that a claim names, or None:
    "Meeting of 2030 (Vienna, 3 and 4 July 2030)". Days are read only in English."""
    headings = (text.text for text in introduction if parsed.blocks[text.index].kind is BlockKind.HEADING)
    in_brackets = (inside[1] for text in headings if (inside := _IN_BRACKETS.search(text)))
    dates = next(filter(None, map(read_dates, in_brackets)), None)
    if dates is None:
        return None
    memory = BodyMemory(vocabulary, context.bodies)
    read_bodies(parsed.masthead.title or "", vocabulary, memory, context.language)
    bodies = read_bodies(claim.text, vocabulary, memory, context.language)
    if not bodies:
        return None
    subject = next((named.body for named in reversed(bodies) if named.end <= claim.offset), bodies[0].body)
    return MeetingMention(subject.key, None, dates.first, dates.last)


def _last_meeting(meetings: Mapping[int, Sequence[Reference]], index: int) -> MeetingMention | None:
    """Return the last meeting named before a block."""
    before = [ref.meeting for earlier in sorted(meetings) if earlier < index for ref in meetings[earlier]]
    return next(filter(None, reversed(before)), None)


def _endorsed_meeting(
    parsed: ParsedDocument, candidate: Candidate, meetings: Mapping[int, Sequence[Reference]], context: Context
) -> MeetingMention | None:
    """Return the meeting of another body whose recommendations the resolution endorses in whose annex a candidate is,
    or None."""
    if not parsed.blocks[candidate.blocks[0]].part:
        return None
    language = language_of(context.language)
    own_body = context.meeting.body if context.meeting else next((body.key for body in context.bodies), None)
    for block in parsed.blocks:
        text = language.marks.sub("", block.text)
        if block.kind is BlockKind.OPERATIVE and language.adoption.endorses_recommendations.search(text):
            named = [ref.meeting for ref in meetings.get(block.index, ())]
            if not any(named) and language.adoption.same_meeting.search(text):
                named = [_last_meeting(meetings, block.index)]
            if found := next((meeting for meeting in named if meeting and meeting.body != own_body), None):
                return found
    return None


def _adopted_by(
    parsed: ParsedDocument, claims: Sequence[_Claim], context: Context, vocabulary: Vocabulary
) -> MeetingMention | None:
    """Return the meeting that adopted the recommendations, or None. It is the meeting named in or near a claim or, in
    the report of a meeting whose claims name no other body, the document's meeting."""
    words = language_of(context.language)
    titles = f"{parsed.masthead.title or ''} {parsed.masthead.subtitle or ''}"
    is_draft = is_draft_decision(parsed.masthead)
    is_report = bool(words.adoption.report_of_meeting.search(titles)) and not is_draft
    for claim in claims:
        if mention := _meeting_of_claim(claim, words.meetings):
            return _identify(mention, context.meeting, is_report=is_report)
    for claim in () if is_draft else claims:
        if mention := _dated_meeting(claim, context, vocabulary):
            return mention
    is_own = is_report and bool(claims) and all(_is_own_claim(claim, context, vocabulary) for claim in claims)
    return context.meeting if is_own else None


def _dated_meeting(claim: _Claim, context: Context, vocabulary: Vocabulary) -> MeetingMention | None:
    """Return the meeting that a claim identifies only by its dates, or None.

    It is the document's meeting if its body acts on one of its days ("On 27 May 2026, the Working Group adopted"), or a
    meeting of another body ("At its meeting held on 26 and 27 May 2026, the Working Group on Firearms agreed").
    """
    start, end = sentence_at(claim.text, claim.offset)
    before = claim.text[start : claim.offset]
    memory = BodyMemory(vocabulary, context.bodies)
    bodies = [n for n in read_bodies(claim.text, vocabulary, memory, context.language) if start <= n.start < end]
    if not bodies:
        return None
    subject = next((n.body for n in reversed(bodies) if n.end <= claim.offset), bodies[0].body)
    dates, own = read_dates(before), context.meeting
    if own and own.start and subject.key == own.body:
        end_of_own = own.end or own.start
        is_own_day = own.start <= dates.first <= end_of_own if dates else _names_day(before, own.start, end_of_own)
        return own if is_own_day else None
    is_of_meeting = dates and _MEETING.search(before)
    return MeetingMention(subject.key, None, dates.first, dates.last) if dates and is_of_meeting else None


def _names_day(text: str, first: datetime.date, last: datetime.date) -> bool:
    """Return whether a text contains the year of a meeting and the number of one of its days, in any language."""
    numbers = {int(number) for number in _NUMBER.findall(text)}
    days = {(first + datetime.timedelta(days=count)).day for count in range((last - first).days + 1)}
    return first.year in numbers and bool(days & numbers)


def _is_own_claim(claim: _Claim, context: Context, vocabulary: Vocabulary) -> bool:
    """Return whether the adopting body is the document's body: the sentence names it, or no body, before the verb."""
    start, _ = sentence_at(claim.text, claim.offset)
    memory = BodyMemory(vocabulary, context.bodies)
    bodies = read_bodies(claim.text, vocabulary, memory, context.language)
    named_before = [named.body for named in bodies if start <= named.start <= claim.offset]
    return not named_before or context.bodies[:1] == () or context.bodies[0] in named_before


def _meeting_of_claim(claim: _Claim, grammar: MeetingGrammar) -> MeetingMention | None:
    """Return the meeting to which a claim refers, or None. It is the first meeting in the sentence, preferably one held
    by its subject ("at its twelfth meeting"), or else the last meeting before the sentence."""
    start, end = sentence_at(claim.text, claim.offset)
    in_sentence = [(offset, meeting) for offset, meeting in claim.meetings.items() if start <= offset < end]
    if in_sentence:
        subject_offsets = {
            match.start("ordinals") for match in grammar.mention.finditer(claim.text, start, end) if match["its"]
        }
        return next((meeting for offset, meeting in in_sentence if offset in subject_offsets), in_sentence[0][1])
    earlier = [meeting for offset, meeting in claim.meetings.items() if offset < claim.offset]
    return earlier[-1] if earlier else None


def _is_endorsing(parsed: ParsedDocument, words: Adoption) -> bool:
    """Return whether the document is itself the resolution or decision that endorses the recommendations."""
    return any(words.endorses.search(b.text) for b in parsed.blocks if b.kind is BlockKind.OPERATIVE)


def _identify(meeting: MeetingMention, own: MeetingMention | None, *, is_report: bool) -> MeetingMention:
    """Return the document's meeting (``own``), which has dates and place, if ``meeting`` is the same; else ``meeting``.

    In the report of a meeting, any meeting of the same body is the document's unless ordinals or dates differ: the
    masthead may give only the dates, and the text only the ordinal.
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
