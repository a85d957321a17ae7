"""A version being corrected, as plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from documents.models import LanguageVersion
from documents.parsing.types import Block
from recommendations.corrections import FACTS, FIELDS, DraftRecommendation, Edit, EditKind, value_of
from recommendations.corrections.facts import fact_of
from recommendations.services.correcting import CorrectedReading, corrected_reading, keep_extraction

FIELD_KINDS = (EditKind.FACT, EditKind.FIELD)
"""Edits whose ``was`` and ``value`` are those of one field; the others change which recommendations there are."""


@dataclass(frozen=True, slots=True)
class Desk:
    """``versions`` are those of the document, ``state`` is how ``version`` stands."""

    version: LanguageVersion
    versions: Sequence[LanguageVersion]
    state: CorrectedReading

    @classmethod
    def of(cls, version: LanguageVersion, versions: Sequence[LanguageVersion]) -> Desk:
        """Return the desk of a version; store a missing extraction first."""
        keep_extraction(version)
        return cls(version, versions, corrected_reading(version))

    @property
    def drafts(self) -> Sequence[DraftRecommendation]:
        """The recommendations in their order."""
        return self.state.corrected.extraction.recommendations

    @property
    def blocks(self) -> Sequence[Block]:
        return self.state.corrected.parsed.blocks

    def draft(self, anchor: str) -> DraftRecommendation | None:
        return next((draft for draft in self.drafts if draft.anchor == anchor), None)

    def after(self, draft: DraftRecommendation) -> Sequence[DraftRecommendation]:
        """Those that stand behind one."""
        return self.drafts[self.drafts.index(draft) + 1 :]

    def facts(self) -> dict[str, Any]:
        """The facts of the masthead as plain values."""
        masthead = self.state.corrected.parsed.masthead
        return {name: fact_of(masthead, name) for name in FACTS}

    def values(self, draft: DraftRecommendation) -> dict[str, Any]:
        """The fields of a recommendation as plain values."""
        references = self.state.corrected.extraction.references
        return {name: value_of(draft, references, name) for name in FIELDS}

    def free_blocks(self) -> list[Block]:
        """The blocks that can become a recommendation: those with a text that are no part of one."""
        taken = {index for draft in self.drafts for index in draft.blocks}
        return [block for block in self.blocks if block.index not in taken and block.text.strip()]


# --- edits -------------------------------------------------------------------------------------------


def field_edits(anchor: str, changed: Mapping[str, tuple[Any, Any]]) -> list[Edit]:
    """An edit for each field (or, without an anchor, fact) that was changed: what it was and what it is to be."""
    kind = EditKind.FIELD if anchor else EditKind.FACT
    return [Edit(kind, anchor, name, was, value) for name, (was, value) in changed.items()]


def join_edit(first: DraftRecommendation, others: Sequence[DraftRecommendation]) -> Edit:
    texts = [draft.text for draft in (first, *others)]
    return Edit(EditKind.JOIN, first.anchor, was=texts, value=[draft.anchor for draft in others])


def edits_to_plain(edit: Edit) -> dict[str, Any]:
    """An edit as JSON has it, for :func:`edits_from_plain`."""
    return {
        "kind": str(edit.kind),
        "anchor": edit.anchor,
        "field": edit.field,
        "was": edit.was,
        "value": edit.value,
    }


def edits_from_plain(value: Mapping[str, Any]) -> Edit:
    """The way back. Raise KeyError and ValueError for what is no edit."""
    return Edit(EditKind(value["kind"]), str(value["anchor"]), str(value["field"]), value["was"], value["value"])
