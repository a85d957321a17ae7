"""Find the places where a body endorses the recommendations of meetings of its subsidiary bodies.

Matches "Endorses the recommendations adopted by the Working Group on Firearms at its ninth meeting" in an adopted
resolution or decision, and "The Conference endorsed the recommendations contained in the report of the Working Group
(CTOC/COP/WG.6/2022/3)" in the report of its session. Drafts endorse nothing, nor does a paragraph that recalls an
earlier endorsement or takes note of recommendations. The words of each language are in :mod:`.languages`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from documents.parsing.messages import Message
from documents.parsing.types import Block, BlockKind, Masthead, ParsedDocument
from recommendations.extraction.adoption import is_draft_decision, is_draft_report
from recommendations.extraction.context import Context
from recommendations.extraction.languages import LANGUAGES, language_of
from recommendations.extraction.prose import sentence_at
from recommendations.extraction.references.bodies import BodyMemory, find_bodies, matches_short_name, read_bodies
from recommendations.extraction.types import Endorsement, OperativeParagraph, Reference, ReferenceKind, Status
from recommendations.extraction.vocabulary import Body, Vocabulary

_CLAUSE_END = re.compile(r"[;；؛。]")
_MAX_BEFORE_AUTHOR = 15  # characters: "Report of the", but not "Report of the Secretariat to the"
_PROSE = frozenset({BlockKind.PARAGRAPH, BlockKind.ITEM})


@dataclass(frozen=True, slots=True)
class FoundEndorsements:
    """The endorsements of a document in its order, and the doubts for a person to check."""

    endorsements: tuple[Endorsement, ...] = ()
    doubts: tuple[Message, ...] = ()


def find_endorsements(
    parsed: ParsedDocument,
    vocabulary: Vocabulary,
    references: Sequence[Reference],
    operative_paragraphs: Sequence[OperativeParagraph],
    context: Context,
) -> FoundEndorsements:
    """Return the endorsements by the body of a document. ``references`` are all references of the document."""
    own = next(iter(context.bodies), None)
    if own is None or context.language not in LANGUAGES:
        return FoundEndorsements()
    finder = _Finder(parsed, vocabulary, references, context, own)
    adopted = {paragraph.block for paragraph in operative_paragraphs if paragraph.status is Status.ADOPTED}
    is_report = _is_report_of(own, parsed.masthead, vocabulary, context)
    for block in parsed.blocks:
        if block.index in adopted:
            finder.read(block, is_operative=True)
        elif is_report and block.kind in _PROSE:
            finder.read(block, is_operative=False)
    return FoundEndorsements(tuple(dict.fromkeys(finder.endorsements)), tuple(dict.fromkeys(finder.doubts)))


def _is_report_of(own: Body, masthead: Masthead, vocabulary: Vocabulary, context: Context) -> bool:
    """Return whether a document is the final report of its body: "Report of the Conference … on its tenth session"."""
    if is_draft_report(masthead) or is_draft_decision(masthead):
        return False
    words = language_of(context.language).adoption
    titles = [title for title in (masthead.title, masthead.subtitle) if title and words.report_of_meeting.search(title)]
    memory = BodyMemory(vocabulary, context.bodies)
    first_bodies = [next(iter(read_bodies(title, vocabulary, memory, context.language)), None) for title in titles]
    return any(first and first.body == own and first.start <= _MAX_BEFORE_AUTHOR for first in first_bodies)


def _unclear_meeting(path: str) -> Message:
    if not path:
        return Message("A paragraph endorses recommendations, but the meeting that made them is not clear.")
    return Message("%(path)s endorses recommendations, but the meeting that made them is not clear.", path=path)


class _Finder:
    def __init__(
        self,
        parsed: ParsedDocument,
        vocabulary: Vocabulary,
        references: Sequence[Reference],
        context: Context,
        own: Body,
    ) -> None:
        self.vocabulary = vocabulary
        self.context = context
        self.own = own
        self.words = language_of(context.language)
        self.subsidiary = {body.key for body in vocabulary.bodies if own in vocabulary.parents_of(body)}
        self.by_block: dict[int, list[Reference]] = {}
        self.by_footnote: dict[int, list[Reference]] = {}
        for reference in references:
            if reference.footnote is not None:
                self.by_footnote.setdefault(reference.footnote, []).append(reference)
            elif reference.block is not None:
                self.by_block.setdefault(reference.block, []).append(reference)
        self.endorsements: list[Endorsement] = []
        self.doubts: list[Message] = []

    def read(self, block: Block, *, is_operative: bool) -> None:
        """Read the endorsements in a block: an operative paragraph, or a paragraph of a report."""
        text = self.words.marks.sub("", block.text)
        for match in self.words.adoption.endorses_recommendations.finditer(text):
            start, end = _clause_at(text, match.start())
            if self.words.adoption.denies.search(text, start, match.start()):
                continue
            if not is_operative and not self._is_subject(text, start, match):
                continue
            kept = [i for i, character in enumerate(block.text) if not self.words.marks.match(character)]
            clause = _Clause(block, kept[start], kept[match.start()], kept[end - 1] + 1)
            if not is_operative and self._recalls(clause):
                continue
            found = list(self._endorsed_in(clause))
            self.endorsements += found
            if not found and self._names_subsidiary(text[match.start() : end]):
                self.doubts.append(_unclear_meeting(block.path))

    def _is_subject(self, text: str, start: int, match: re.Match[str]) -> bool:
        """Return whether the document's body is the one that endorses: it is the last body named before the verb or, if
        none is, the first one within the matched phrase (in languages in which the verb comes first).
        """
        memory = BodyMemory(self.vocabulary, self.context.bodies)
        named = read_bodies(text, self.vocabulary, memory, self.context.language)
        before = [body for body in named if start <= body.start and body.end <= match.start()]
        after = [body for body in named if match.start() <= body.start < match.end()]
        subject = before[-1] if before else next(iter(after), None)
        return subject is not None and subject.body == self.own

    def _names_subsidiary(self, text: str) -> bool:
        """Return whether a text names a body that may be a subsidiary body: "the Working Group"."""
        return any(
            mention.key in self.subsidiary or (mention.word and not matches_short_name(self.own, mention.word))
            for mention in find_bodies(text, self.vocabulary, self.context.language)
        )

    def _recalls(self, clause: _Clause) -> bool:
        """Return whether a sentence of a report is about a resolution or another session of the body."""
        own_meeting = self.context.meeting
        for reference in self.by_block.get(clause.block.index, ()):
            if reference.kind is ReferenceKind.RESOLUTION and clause.start <= reference.start < clause.verb:
                return True
            meeting = reference.meeting if clause.start <= reference.start < clause.end else None
            if meeting and meeting.body == self.own.key:
                is_own = own_meeting and (
                    (meeting.ordinal is not None and meeting.ordinal == own_meeting.ordinal)
                    or (meeting.start is not None and meeting.start == own_meeting.start)
                )
                if not is_own:
                    return True
        return False

    def _endorsed_in(self, clause: _Clause) -> Iterator[Endorsement]:
        """Yield an endorsement for each meeting of a subsidiary body that a clause names ("that meeting" is the last
        one named before), or if it names none, for each symbol of a subsidiary body in the clause, or else in its
        footnotes. Mentions before the verb are used only if nothing is mentioned after it."""
        in_clause = [r for r in self.by_block.get(clause.block.index, ()) if clause.start <= r.start < clause.end]
        after = [reference for reference in in_clause if reference.start >= clause.verb]
        in_notes = [
            reference
            for call in clause.block.notes
            if clause.start <= call.offset <= clause.end and call.note is not None
            for reference in self.by_footnote.get(call.note, ())
        ]
        for references in (after, in_clause):
            meetings = [r.meeting for r in references if r.meeting and r.meeting.body in self.subsidiary]
            if meetings:
                yield from (Endorsement(clause.block.index, meeting) for meeting in meetings)
                return
        if self.words.adoption.same_meeting.search(clause.block.text, clause.verb, clause.end):
            earlier = [r for index, found in sorted(self.by_block.items()) if index < clause.block.index for r in found]
            named = [r.meeting for r in earlier if r.meeting and r.meeting.body in self.subsidiary]
            if named:
                yield Endorsement(clause.block.index, named[-1])
                return
        for references in (after, in_clause, in_notes):
            symbols = [r.value for r in references if r.kind is ReferenceKind.DOCUMENT and self._is_below(r.value)]
            if symbols:
                yield from (Endorsement(clause.block.index, symbol=symbol) for symbol in symbols)
                return

    def _is_below(self, symbol: str) -> bool:
        body = self.vocabulary.body_of_symbol(symbol)
        return body is not None and body.key in self.subsidiary


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause that endorses recommendations: its block, and the offsets of its start, its verb and its end."""

    block: Block
    start: int
    verb: int
    end: int


def _clause_at(text: str, offset: int) -> tuple[int, int]:
    """Return the start and end of the clause around an offset: a sentence, or the part of it between semicolons."""
    start, end = sentence_at(text, offset)
    ends = [match.end() for match in _CLAUSE_END.finditer(text, start, offset)]
    following = _CLAUSE_END.search(text, offset, end)
    return (ends[-1] if ends else start), (following.end() if following else end)
