"""A version being corrected, as plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from documents.models import LanguageVersion
from documents.parsing.types import Block
from recommendations.corrections import FACTS, FIELDS, DraftRecommendation, Edit, EditKind, value_of
from recommendations.corrections.facts import fact_of
from recommendations.corrections.structure import BY_HAND
from recommendations.labels.fields import fact_label, label_of
from recommendations.services.correcting import CorrectedReading, corrected_reading, keep_extraction

FIELD_KINDS = (EditKind.FACT, EditKind.FIELD)
"""Edits with ``old_value`` and ``value`` of one field; other edits add, remove, join, split or move recommendations."""


@dataclass(frozen=True, slots=True)
class EditedVersion:
    """A version with its corrected ``reading``, and all ``versions`` of its document."""

    version: LanguageVersion
    versions: Sequence[LanguageVersion]
    reading: CorrectedReading

    @classmethod
    def of(cls, version: LanguageVersion, versions: Sequence[LanguageVersion]) -> EditedVersion:
        """Return a version ready for correcting, after storing its extraction if that is missing."""
        keep_extraction(version)
        return cls(version, versions, corrected_reading(version))

    @property
    def drafts(self) -> Sequence[DraftRecommendation]:
        """Return the recommendations in document order."""
        return self.reading.corrected.extraction.recommendations

    @property
    def blocks(self) -> Sequence[Block]:
        return self.reading.corrected.parsed.blocks

    def draft(self, anchor: str) -> DraftRecommendation | None:
        return next((draft for draft in self.drafts if draft.anchor == anchor), None)

    def drafts_after(self, draft: DraftRecommendation) -> Sequence[DraftRecommendation]:
        """Return the recommendations that follow ``draft``."""
        return self.drafts[self.drafts.index(draft) + 1 :]

    def facts(self) -> dict[str, Any]:
        """Return the fields of the masthead as plain values."""
        masthead = self.reading.corrected.parsed.masthead
        return {name: fact_of(masthead, name) for name in FACTS}

    def values(self, draft: DraftRecommendation) -> dict[str, Any]:
        """Return the fields of a recommendation as plain values."""
        references = self.reading.corrected.extraction.references
        return {name: value_of(draft, references, name) for name in FIELDS}

    def free_blocks(self) -> list[Block]:
        """Return the blocks that can become a recommendation, wholly or in part: those with text that does not belong
        to one yet."""
        used = {index for draft in self.drafts if not self._is_part(draft) for index in draft.blocks}
        return [block for block in self.blocks if block.index not in used and block.text.strip()]

    def _is_part(self, draft: DraftRecommendation) -> bool:
        """Return whether a person added only a part of a paragraph as this recommendation."""
        return draft.form == BY_HAND and self.blocks[draft.blocks[0]].text not in draft.text


# --- edits -------------------------------------------------------------------------------------------


def field_edits(anchor: str, changed: Mapping[str, tuple[Any, Any]]) -> list[Edit]:
    """Return an edit for each changed field (of the masthead, if there is no anchor). ``changed`` holds old and new
    values."""
    kind = EditKind.FIELD if anchor else EditKind.FACT
    return [Edit(kind, anchor, name, old_value, value) for name, (old_value, value) in changed.items()]


def join_edit(first: DraftRecommendation, others: Sequence[DraftRecommendation]) -> Edit:
    texts = [draft.text for draft in (first, *others)]
    return Edit(EditKind.JOIN, first.anchor, old_value=texts, value=[draft.anchor for draft in others])


def edit_label(edit: Edit) -> str | Promise:
    """Return the label of the corrected field, or of the change to the whole recommendation."""
    if edit.kind == EditKind.FACT:
        return fact_label(edit.field)
    return label_of(edit.field if edit.kind == EditKind.FIELD else str(edit.kind))


def edit_to_plain(edit: Edit) -> dict[str, Any]:
    """Return an edit as plain values for JSON, for :func:`edit_from_plain`."""
    return {
        "kind": str(edit.kind),
        "anchor": edit.anchor,
        "field": edit.field,
        "old_value": edit.old_value,
        "value": edit.value,
    }


def edit_from_plain(value: Mapping[str, Any]) -> Edit:
    """Return an edit from the values of :func:`edit_to_plain`. Raise KeyError or ValueError if they are invalid."""
    return Edit(EditKind(value["kind"]), str(value["anchor"]), str(value["field"]), value["old_value"], value["value"])
