"""A reading to which edits are applied one by one."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count

from documents.parsing.types import Block, ParsedDocument
from recommendations.corrections.fields import found_articles
from recommendations.corrections.types import EditError, Reason
from recommendations.extraction.actions import NO_ACTION, Action, read_action
from recommendations.extraction.context import read_context
from recommendations.extraction.recommendations import setting_of
from recommendations.extraction.subjects import find_subjects
from recommendations.extraction.topics import find_topics
from recommendations.extraction.types import (
    ArticleTarget,
    DraftRecommendation,
    Extraction,
    MeetingMention,
    Reference,
    ReferenceKind,
    SubjectMatch,
    TopicMatch,
)
from recommendations.extraction.vocabulary import ENGLISH, Vocabulary

PART_SEPARATOR = "--"
"""The separator between a recommendation's anchor and the number of a split-off part; parsed anchors never contain it.
"""


def unused_anchor(anchor: str, taken: Container[str]) -> str:
    """Return an unused anchor, such as "para-1-a--2", for a recommendation derived from the recommendation at an
    anchor."""
    base = anchor.split(PART_SEPARATOR)[0]
    return next(candidate for number in count(2) if (candidate := f"{base}{PART_SEPARATOR}{number}") not in taken)


@dataclass(slots=True)
class Sheet:
    """A reading that is being edited. ``drafts`` are in order; ``meeting`` is the document's meeting,
    ``further_meetings`` are the meetings of its further organs. The ``vocabulary``, if given, is used to analyse new
    texts."""

    parsed: ParsedDocument
    extraction: Extraction
    drafts: list[DraftRecommendation]
    meeting: MeetingMention | None
    further_meetings: tuple[MeetingMention | None, ...]
    vocabulary: Vocabulary | None = None

    @classmethod
    def from_reading(
        cls, parsed: ParsedDocument, extraction: Extraction, vocabulary: Vocabulary | None = None
    ) -> Sheet:
        drafts = list(extraction.recommendations)
        return cls(parsed, extraction, drafts, extraction.meeting, extraction.further_meetings, vocabulary)

    @property
    def references(self) -> Sequence[Reference]:
        return self.extraction.references

    def find(self, anchor: str) -> DraftRecommendation | None:
        return next((draft for draft in self.drafts if draft.anchor == anchor), None)

    def index_of(self, anchor: str) -> int:
        """Return the index of the recommendation at an anchor. Raise ``EditError`` if it does not exist."""
        for index, draft in enumerate(self.drafts):
            if draft.anchor == anchor:
                return index
        raise EditError(Reason.GONE)

    def draft(self, anchor: str) -> DraftRecommendation:
        """Return the recommendation at an anchor. Raise ``EditError`` if it does not exist."""
        return self.drafts[self.index_of(anchor)]

    def block(self, anchor: str) -> Block:
        """Return the block at an anchor. Raise ``EditError`` if it does not exist."""
        match = next((block for block in self.parsed.blocks if block.anchor == anchor), None)
        if match is None:
            raise EditError(Reason.GONE)
        return match

    def replace(self, anchor: str, *drafts: DraftRecommendation) -> None:
        """Replace the recommendation at an anchor with others. Raise ``EditError`` if it does not exist."""
        index = self.index_of(anchor)
        self.drafts[index : index + 1] = drafts

    def read_action(self, text: str) -> Action:
        """Return the action expressed in a text, or ``NO_ACTION`` without a vocabulary."""
        if self.vocabulary is None:
            return NO_ACTION
        return read_action(text, self.vocabulary, self.parsed.masthead.language or ENGLISH)

    def find_topics(self, text: str, heading: str) -> tuple[TopicMatch, ...]:
        """Return the topics of a text, or () without a vocabulary."""
        if self.vocabulary is None:
            return ()
        return find_topics(text, heading, self.vocabulary, self.parsed.masthead.language or ENGLISH)

    def find_subjects(self, text: str, heading: str, verb: str) -> tuple[SubjectMatch, ...]:
        """Return the provisions on the subject of a text, or () without a vocabulary."""
        if self.vocabulary is None:
            return ()
        context = read_context(self.parsed, self.vocabulary)
        return find_subjects(text, heading, self.vocabulary, setting_of(self.parsed, context, verb))

    def to_extraction(self) -> Extraction:
        """Return the edited extraction. Articles set by a person but not found become manual references."""
        references = list(self.references)
        drafts = []
        for draft in self.drafts:
            if missing := tuple(_manual_articles(draft, references)):
                references.append(manual_reference(draft.blocks[0], missing))
                draft = replace(draft, references=(*draft.references, len(references) - 1))
            drafts.append(draft)
        return replace(
            self.extraction,
            recommendations=tuple(drafts),
            references=tuple(references),
            meeting=self.meeting,
            further_meetings=self.further_meetings,
        )


def manual_reference(block: int, articles: tuple[ArticleTarget, ...]) -> Reference:
    """Return a reference without text to articles that a person set for the recommendation in a block."""
    return Reference(ReferenceKind.ARTICLE, "", 0, 0, block=block, articles=articles)


def _manual_articles(draft: DraftRecommendation, references: Sequence[Reference]) -> Iterator[ArticleTarget]:
    found = found_articles(draft, references)
    return (target for target in draft.articles or () if target not in found)
