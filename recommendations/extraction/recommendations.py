"""Find the recommendations and operative paragraphs of a document, and read each of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from documents.parsing.messages import Message
from documents.parsing.types import BlockKind, ParsedDocument
from recommendations.extraction.action_phrases import last_sentence, without_introduction
from recommendations.extraction.actions import (
    Action,
    as_printed,
    continue_action,
    read_action,
    read_chapeau,
    read_request,
)
from recommendations.extraction.adoption import StatusResult, read_status, with_own_ordinal
from recommendations.extraction.context import Context
from recommendations.extraction.forms import FORMS
from recommendations.extraction.forms.base import Candidate, nearest_heading, whole_text
from recommendations.extraction.forms.closing import CLOSING
from recommendations.extraction.forms.listed import is_heading_of_recommendations
from recommendations.extraction.languages import LANGUAGES, language_of
from recommendations.extraction.operative.entries import OPERATIVE_FORM, operative_candidate, read_operative_action
from recommendations.extraction.operative.grammar import grammar_of
from recommendations.extraction.operative.status import read_operative_status
from recommendations.extraction.operative.texts import Paragraph, find_texts
from recommendations.extraction.references.bodies import BodyMemory, NamedBody, read_bodies
from recommendations.extraction.subjects import Setting, find_subjects
from recommendations.extraction.topics import find_topics
from recommendations.extraction.types import (
    Alternative,
    DraftRecommendation,
    Kind,
    OperativeParagraph,
    Reference,
    ReferenceKind,
)
from recommendations.extraction.vocabulary import Vocabulary

_ALTERNATIVE = re.compile(r"\[[^\[\]]+\]")
"""Matches a square-bracketed passage: text not yet agreed (United Nations Editorial Manual, "Brackets")."""
_LINK = re.compile(r"(?<=[;,؛，；])\s*(?:and|et|y|и|و)$")
"""Matches the "and" after the last item but one of a list, which is not part of the recommendation."""
_NOT_ALTERNATIVE = re.compile(r"\[(?:sic|\.\.\.|…|continued)\]|\[\d+\]", re.IGNORECASE)


_IN_RUNNING_TEXT = Message(
    "Recommendations were found only in running text, at the end of paragraphs. Check whether there are others."
)


@dataclass(frozen=True, slots=True)
class Entries:
    """The entries of a document in its order, all its operative paragraphs, and the doubts for a person to check."""

    recommendations: tuple[DraftRecommendation, ...]
    operative_paragraphs: tuple[OperativeParagraph, ...]
    doubts: tuple[Message, ...]


def find_recommendations(
    parsed: ParsedDocument, vocabulary: Vocabulary, references: Sequence[Reference], context: Context
) -> Entries:
    """Return the recommendations and operative paragraphs of a document.

    ``references`` are all references of the document; recommendations refer to them by index. A block that belongs to a
    recommendation does not also become an entry as an operative paragraph.
    """
    if context.language not in LANGUAGES:
        doubt = Message(
            "Recommendations are not extracted from texts in this language: %(language)s.", language=context.language
        )
        return Entries((), (), (doubt,))
    reader = _Reader(parsed, vocabulary, references, with_own_ordinal(context, references))
    read = ((candidate, reader.read(candidate, form)) for candidate, form in _candidates(parsed, context.language))
    pairs = [(candidate, entry) for candidate, entry in read if entry.addressees or not candidate.needs_addressee]
    doubts = [_IN_RUNNING_TEXT] if any(entry.form == CLOSING.name for _, entry in pairs) else []
    doubts += list(_unread_chapters(parsed, [entry for _, entry in pairs], context.language))
    used_blocks = {index for candidate, _ in pairs for index in candidate.blocks}
    paragraphs: list[OperativeParagraph] = []
    for text in find_texts(parsed, context.language):
        result = read_operative_status(parsed, text, grammar_of(context.language), context)
        for paragraph in text.paragraphs:
            block = paragraph.block
            paragraphs.append(
                OperativeParagraph(paragraph.number, paragraph.verb.text, block.index, block.anchor, result.status)
            )
            candidate = operative_candidate(parsed, paragraph)
            if used_blocks.isdisjoint(candidate.blocks) and (
                entry := reader.read_operative(candidate, paragraph, result)
            ):
                pairs.append((candidate, entry))
    entries = [entry for _, entry in sorted(pairs, key=lambda pair: pair[0].blocks[0])]
    return Entries(tuple(entries), tuple(paragraphs), (*reader.doubts, *doubts))


def _unread_chapters(
    parsed: ParsedDocument, recommendations: Sequence[DraftRecommendation], language: str
) -> Iterator[Message]:
    """Yield a doubt for each chapter headed "Recommendations" in which no recommendation was found. Documents with
    operative paragraphs are skipped: there, the chapter recommends the adoption of a draft."""
    words = language_of(language)
    if any(block.kind is BlockKind.OPERATIVE for block in parsed.blocks):
        return
    headings = [
        b for b in parsed.blocks if b.kind is BlockKind.HEADING and is_heading_of_recommendations(b.text, words)
    ]
    read = {index for entry in recommendations for index in parsed.blocks[entry.blocks[0]].headings}
    for heading in headings:
        has_text = any(heading.index in block.headings for block in parsed.blocks)
        if heading.index not in read and has_text and not read.intersection(heading.headings):
            yield Message(
                "This chapter may contain recommendations in prose, which are not extracted: “%(text)s”",
                text=heading.text,
            )


def _candidates(parsed: ParsedDocument, language: str) -> Iterator[tuple[Candidate, str]]:
    """Yield the candidates of all forms; a block belongs to the first candidate that claims it."""
    claimed: set[int] = set()
    for form in FORMS:
        for candidate in form.find(parsed, language_of(language)):
            if not claimed.intersection(candidate.blocks):
                claimed.update(candidate.blocks)
                yield candidate, form.name
    if not claimed:
        yield from ((candidate, CLOSING.name) for candidate in CLOSING.find(parsed, language_of(language)))


class _Reader:
    """Reads the candidates of a document. ``doubts`` is used as an ordered set."""

    def __init__(
        self, parsed: ParsedDocument, vocabulary: Vocabulary, references: Sequence[Reference], context: Context
    ) -> None:
        self.parsed = parsed
        self.vocabulary = vocabulary
        self.context = context
        self.doubts: dict[Message, None] = {}
        self.by_block: dict[int, list[int]] = {}
        self.by_footnote: dict[int, list[int]] = {}
        self.meetings: dict[int, list[Reference]] = {}
        for index, reference in enumerate(references):
            if reference.footnote is not None:
                self.by_footnote.setdefault(reference.footnote, []).append(index)
            if reference.block is None:
                continue
            self.by_block.setdefault(reference.block, []).append(index)
            if reference.kind is ReferenceKind.MEETING:
                self.meetings.setdefault(reference.block, []).append(reference)

    def read(self, candidate: Candidate, form: str) -> DraftRecommendation:
        """Return the recommendation that a candidate represents."""
        text = self._text(candidate)
        result = read_status(self.parsed, candidate, self.meetings, self.context, self.vocabulary)
        return self._read(candidate, text, self._action(candidate, text), result, form=form)

    def read_operative(
        self, candidate: Candidate, paragraph: Paragraph, result: StatusResult
    ) -> DraftRecommendation | None:
        """Return the entry of an operative paragraph, or None if it asks nobody to act."""
        text = self._text(candidate)
        action = read_operative_action(text, paragraph, self.vocabulary, self.context.language)
        if action is None:
            return None
        return self._read(candidate, text, action, result, form=OPERATIVE_FORM, kind=Kind.OPERATIVE)

    def _text(self, candidate: Candidate) -> str:
        return _LINK.sub("", candidate.text or whole_text(self.parsed, candidate.blocks))

    def _read(
        self,
        candidate: Candidate,
        text: str,
        action: Action,
        result: StatusResult,
        *,
        form: str,
        kind: Kind = Kind.RECOMMENDATION,
    ) -> DraftRecommendation:
        block = self.parsed.blocks[candidate.blocks[0]]
        heading = nearest_heading(self.parsed, block) if candidate.heading is None else candidate.heading
        if result.doubt:
            self.doubts[result.doubt] = None
        return DraftRecommendation(
            label=candidate.label or block.label or "",
            path=candidate.path or block.path,
            anchor=block.anchor,
            text=text,
            blocks=candidate.blocks,
            heading=heading,
            page=block.page_at(candidate.start),
            addressees=action.addressees,
            verb=action.verb,
            action=action.action,
            strength=action.strength,
            status=result.status,
            adopted_by=result.adopted_by,
            meeting=result.meeting,
            put_to=result.put_to,
            references=tuple(index for member in candidate.blocks for index in self.by_block.get(member, ())),
            heading_references=tuple(self.by_block.get(block.headings[-1], ())) if block.headings else (),
            note_references=tuple(self._note_references(candidate)),
            topics=find_topics(text, heading, self.vocabulary, self.context.language),
            subjects=find_subjects(text, heading, self.vocabulary, setting_of(self.parsed, self.context, action.verb)),
            alternatives=find_alternatives(text),
            form=form,
            kind=kind,
        )

    def _note_references(self, candidate: Candidate) -> Iterator[int]:
        """Yield the indexes of references in footnotes whose markers are in a candidate's blocks or bold passage."""
        end = candidate.start + len(candidate.text) if candidate.text else None
        for block in (self.parsed.blocks[index] for index in candidate.blocks):
            for call in block.notes:
                is_inside = end is None or candidate.start <= call.offset <= end
                if is_inside and call.note is not None:
                    yield from self.by_footnote.get(call.note, ())

    def _action(self, candidate: Candidate, text: str) -> Action:
        """Return the action of a candidate: from its text or, if its chapeau makes the request, from the chapeau."""
        language = self.context.language
        marks = language_of(language).marks
        printed, text = text, marks.sub("", text)
        bodies = self._bodies(text)
        own_action = read_action(text, self.vocabulary, language, bodies)
        own_action = replace(own_action, verb=as_printed(own_action.verb, printed, language))
        item, chapeau = text, candidate.chapeau
        while chapeau is not None:
            block = self.parsed.blocks[chapeau]
            chapeau_action = self._chapeau_action(block.text)
            if chapeau_action or block.kind is not BlockKind.ITEM:
                break
            item, chapeau = marks.sub("", block.text), block.parent
        if chapeau is None or chapeau_action is None:
            return read_request(text, self.vocabulary, bodies, language) or own_action
        if chapeau_action.is_open and own_action.verb and (own_action.addressees or not chapeau_action.addressees):
            return own_action
        return continue_action(chapeau_action, item, language) if chapeau_action.lacks_main_verb else chapeau_action

    def _chapeau_action(self, chapeau: str) -> Action | None:
        """Return the action of a chapeau, with its verb as printed, or None."""
        language = self.context.language
        words = language_of(language)
        sentence = without_introduction(last_sentence(words.marks.sub("", chapeau)), words)
        action = read_chapeau(sentence, self.vocabulary, self._bodies(sentence), language)
        return replace(action, verb=as_printed(action.verb, chapeau, language)) if action else None

    def _bodies(self, text: str) -> list[NamedBody]:
        memory = BodyMemory(self.vocabulary, self.context.bodies)
        return read_bodies(text, self.vocabulary, memory, self.context.language)


def setting_of(parsed: ParsedDocument, context: Context, verb: str) -> Setting:
    """Return the setting of a recommendation with the action phrase ``verb``; its title includes the body's name."""
    names = (body.names_in(context.language)[0] for body in context.bodies)
    title = "\n".join(filter(None, (parsed.masthead.title, parsed.masthead.subtitle, *names)))
    return Setting(verb, title, context.language, context.convention)


def find_alternatives(text: str) -> tuple[Alternative, ...]:
    """Return the square-bracketed passages of a draft, brackets included, except "[sic]", "[1]" and the like."""
    return tuple(
        Alternative(match.start(), match.end())
        for match in _ALTERNATIVE.finditer(text)
        if not _NOT_ALTERNATIVE.fullmatch(match.group())
    )
