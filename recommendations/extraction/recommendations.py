"""The recommendations of a document: found by the forms, then read one by one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from documents.parsing.types import ParsedDocument
from recommendations.extraction.actions import Action, continued, read_action, read_chapeau
from recommendations.extraction.adoption import read_standing
from recommendations.extraction.context import Context
from recommendations.extraction.forms import FORMS
from recommendations.extraction.forms.base import Candidate, nearest_heading, whole_text
from recommendations.extraction.references.bodies import BodyMemory, read_bodies
from recommendations.extraction.topics import find_topics
from recommendations.extraction.types import Alternative, DraftRecommendation, Reference, ReferenceKind
from recommendations.extraction.vocabulary import Vocabulary

_ALTERNATIVE = re.compile(r"\[[^\[\]]+\]")
"""A square-bracketed passage: what the drafters have not agreed on (United Nations Editorial Manual, "Brackets")."""
_LINK = re.compile(r"(?<=[;,])\s+and$")
"""The "and" that links the last item but one of a list to the last: no part of either."""
_SPOKEN = re.compile(r"\[(?:sic|\.\.\.|…|continued)\]|\[\d+\]", re.IGNORECASE)


def find_recommendations(
    parsed: ParsedDocument, vocabulary: Vocabulary, references: Sequence[Reference], context: Context
) -> tuple[tuple[DraftRecommendation, ...], tuple[str, ...]]:
    """Every recommendation of a document, in the document's order, and what a person should look at.

    ``references`` are all those of the document, whose indexes the recommendations hold.
    """
    reader = _Reader(parsed, vocabulary, references, context)
    candidates = sorted(_candidates(parsed), key=lambda pair: pair[0].blocks[0])
    found = tuple(reader.read(candidate, form) for candidate, form in candidates)
    return found, tuple(reader.doubts)


def _candidates(parsed: ParsedDocument) -> Iterator[tuple[Candidate, str]]:
    """The candidates of all forms, none on a block that another already has."""
    taken: set[int] = set()
    for form in FORMS:
        for candidate in form.find(parsed):
            if not taken.intersection(candidate.blocks):
                taken.update(candidate.blocks)
                yield candidate, form.name


class _Reader:
    """Reads candidates of one document, one by one. ``doubts`` are kept in order, each once."""

    def __init__(
        self, parsed: ParsedDocument, vocabulary: Vocabulary, references: Sequence[Reference], context: Context
    ) -> None:
        self.parsed = parsed
        self.vocabulary = vocabulary
        self.context = context
        self.doubts: dict[str, None] = {}
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
        block = self.parsed.blocks[candidate.blocks[0]]
        text = _LINK.sub("", candidate.text or whole_text(self.parsed, candidate.blocks))
        heading = nearest_heading(self.parsed, block) if candidate.heading is None else candidate.heading
        asked = self._asked(candidate, text)
        standing = read_standing(self.parsed, candidate, self.meetings, self.context)
        if standing.doubt:
            self.doubts[standing.doubt] = None
        return DraftRecommendation(
            label=candidate.label or block.label or "",
            path=candidate.path or block.path,
            anchor=block.anchor,
            text=text,
            blocks=candidate.blocks,
            heading=heading,
            page=block.page_at(candidate.start),
            addressees=asked.addressees,
            verb=asked.verb,
            action=asked.action,
            strength=asked.strength,
            status=standing.status,
            adopted_by=standing.adopted_by,
            meeting=standing.meeting,
            put_to=standing.put_to,
            references=tuple(index for member in candidate.blocks for index in self.by_block.get(member, ())),
            heading_references=tuple(self.by_block.get(block.headings[-1], ())) if block.headings else (),
            note_references=tuple(self._of_notes(candidate)),
            topics=find_topics(text, heading, self.vocabulary),
            alternatives=find_alternatives(text),
            form=form,
        )

    def _of_notes(self, candidate: Candidate) -> Iterator[int]:
        """What the footnotes cite that are called in its text: in a bold passage, not those of the paragraph around."""
        end = candidate.start + len(candidate.text) if candidate.text else None
        for block in (self.parsed.blocks[index] for index in candidate.blocks):
            for call in block.notes:
                called = end is None or candidate.start <= call.offset <= end
                if called and call.note is not None:
                    yield from self.by_footnote.get(call.note, ())

    def _asked(self, candidate: Candidate, text: str) -> Action:
        """What it asks: by its chapeau where that leaves the action to its items, else by its own words."""
        if candidate.chapeau is not None:
            chapeau = self.parsed.blocks[candidate.chapeau].text
            memory = BodyMemory(self.vocabulary, self.context.bodies)
            bodies = [named.body for named in read_bodies(chapeau, self.vocabulary, memory, self.context.language)]
            if asked := read_chapeau(chapeau, self.vocabulary, bodies):
                return continued(asked, text)
        return read_action(text, self.vocabulary, self.context.language)


def find_alternatives(text: str) -> tuple[Alternative, ...]:
    """The square-bracketed passages of a draft, brackets included; "[sic]" and "[1]" do not count."""
    return tuple(
        Alternative(match.start(), match.end())
        for match in _ALTERNATIVE.finditer(text)
        if not _SPOKEN.fullmatch(match.group())
    )
