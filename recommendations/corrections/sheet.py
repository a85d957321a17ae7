"""A reading while edits are applied to it, one after the other."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count

from documents.parsing.types import Block, ParsedDocument
from recommendations.corrections.fields import cited_articles
from recommendations.corrections.types import EditError, Reason
from recommendations.extraction.actions import NO_ADDRESSEE, Action, read_action
from recommendations.extraction.types import (
    ArticleTarget,
    DraftRecommendation,
    Extraction,
    MeetingMention,
    Reference,
    ReferenceKind,
)
from recommendations.extraction.vocabulary import ENGLISH, Vocabulary

HALF_SEPARATOR = "--"
"""Between the anchor of a recommendation and the number of what was split off: no anchor that was read has it."""


def free_anchor(anchor: str, taken: Container[str]) -> str:
    """An anchor for what is split off, or made, of the recommendation at another: "para-1-a--2"."""
    base = anchor.split(HALF_SEPARATOR)[0]
    return next(each for number in count(2) if (each := f"{base}{HALF_SEPARATOR}{number}") not in taken)


@dataclass(slots=True)
class Sheet:
    """``drafts`` stand in their order. ``meeting`` is the one that the document is for. With a ``vocabulary``
    the words of what is new can be read.
    """

    parsed: ParsedDocument
    extraction: Extraction
    drafts: list[DraftRecommendation]
    meeting: MeetingMention | None
    vocabulary: Vocabulary | None = None

    @classmethod
    def of(cls, parsed: ParsedDocument, extraction: Extraction, vocabulary: Vocabulary | None = None) -> Sheet:
        return cls(parsed, extraction, list(extraction.recommendations), extraction.meeting, vocabulary)

    @property
    def references(self) -> Sequence[Reference]:
        return self.extraction.references

    def find(self, anchor: str) -> DraftRecommendation | None:
        return next((draft for draft in self.drafts if draft.anchor == anchor), None)

    def place(self, anchor: str) -> int:
        """Return the position of the recommendation at an anchor. Raise ``EditError`` if there is none."""
        for place, draft in enumerate(self.drafts):
            if draft.anchor == anchor:
                return place
        raise EditError(Reason.GONE)

    def draft(self, anchor: str) -> DraftRecommendation:
        """Return the recommendation at an anchor. Raise ``EditError`` if there is none."""
        return self.drafts[self.place(anchor)]

    def block(self, anchor: str) -> Block:
        """Return the block at an anchor. Raise ``EditError`` if there is none."""
        found = next((block for block in self.parsed.blocks if block.anchor == anchor), None)
        if found is None:
            raise EditError(Reason.GONE)
        return found

    def put(self, anchor: str, *drafts: DraftRecommendation) -> None:
        """Put others in the place of the recommendation at an anchor."""
        place = self.place(anchor)
        self.drafts[place : place + 1] = drafts

    def asked(self, text: str) -> Action:
        """What a text asks by its own words; nothing without a vocabulary."""
        if self.vocabulary is None:
            return NO_ADDRESSEE
        return read_action(text, self.vocabulary, self.parsed.masthead.language or ENGLISH)

    def extracted(self) -> Extraction:
        """What is extracted by now. Articles that a person named and nothing cites become references by hand."""
        references = list(self.references)
        drafts = []
        for draft in self.drafts:
            if missing := tuple(_named_by_hand(draft, references)):
                references.append(manual_reference(draft.blocks[0], missing))
                draft = replace(draft, references=(*draft.references, len(references) - 1))
            drafts.append(draft)
        return replace(
            self.extraction, recommendations=tuple(drafts), references=tuple(references), meeting=self.meeting
        )


def manual_reference(block: int, articles: tuple[ArticleTarget, ...]) -> Reference:
    """A reference that no words make: a person says that the recommendation in this block deals with the articles."""
    return Reference(ReferenceKind.ARTICLE, "", 0, 0, block=block, articles=articles)


def _named_by_hand(draft: DraftRecommendation, references: Sequence[Reference]) -> Iterator[ArticleTarget]:
    cited = cited_articles(draft, references)
    return (target for target in draft.articles or () if target not in cited)
