"""The changes that a new reading or a draft would make: changed fields, and conflicting corrections.

Nothing here writes to the database.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.labels.places import shown_place
from documents.models import Correction, LanguageVersion, Reading
from portal.review.edited_version import FIELD_KINDS, edit_label
from recommendations.corrections import Clash, CorrectionResult, Difference, Reason, compare
from recommendations.labels.fields import fact_label, label_of, place_label
from recommendations.labels.wording import ValueFormatter, value_formatter
from recommendations.services.correcting import Proposal, corrected_reading, published_reading, read_proposal
from recommendations.services.correcting.errors import REASONS
from recommendations.text.differences import Piece, TextChange, differences

_REASONS = {**REASONS, Reason.DIFFERS: gettext_lazy("The new reading of the document has a different text here.")}
"""The reasons why a correction conflicts with a new reading."""

_BY_WORD = {"text", "heading", "title", "subtitle", "agenda_title", "body", "subsidiary_body", "verb", "action"}
"""Fields that are compared word by word."""


@dataclass(frozen=True, slots=True)
class ValueChange:
    """A value before and after, "" if there is none. ``pieces`` are the word-by-word differences between the texts."""

    label: str | Promise
    before: str
    after: str
    pieces: Sequence[Piece] = ()

    @property
    def sides(self) -> tuple[Sequence[Piece], Sequence[Piece]]:
        """Return the pieces of the value before, and those of the value after."""
        pieces = self.pieces or [
            Piece(TextChange.DELETED, self.before, 0, 0),
            Piece(TextChange.ADDED, self.after, 0, 0),
        ]
        before, after = (
            [piece for piece in pieces if piece.text and piece.change is not left_out]
            for left_out in (TextChange.ADDED, TextChange.DELETED)
        )
        return before, after


@dataclass(slots=True)
class PlaceChanges:
    """The changes at one place: a recommendation, a paragraph or a note."""

    name: str
    changes: list[ValueChange] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ClashRow:
    """A conflicting correction, as the page shows it."""

    key: int
    place: str
    label: str | Promise
    corrected_value: str
    old_value: str
    current_value: str
    reason: str | Promise
    can_stay: bool
    correction: Correction | None
    pieces: Sequence[Piece]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The public text of a version, its draft, and the differences."""

    before: CorrectionResult
    after: CorrectionResult
    differences: tuple[Difference, ...]
    clashes: tuple[Clash, ...] = ()


@dataclass(frozen=True)
class Changes:
    """The changes that a proposed reading, or the publication of a draft, would make."""

    proposal: Proposal | Comparison
    formatter: ValueFormatter

    @cached_property
    def clashes(self) -> list[ClashRow]:
        """Return the conflicting corrections, on which a person has to decide."""
        keys = [clash.edit.key for clash in self.proposal.clashes]
        rows = Correction.objects.select_related("made_by").in_bulk([key for key in keys if key is not None])
        return [self._describe_clash(clash, rows) for clash in self.proposal.clashes]

    @cached_property
    def differences(self) -> list[Difference]:
        """Return the differences that no clash covers."""
        clashing = {(clash.edit.anchor, clash.edit.field) for clash in self.proposal.clashes if clash.edit.field}
        return [row for row in self.proposal.differences if (row.anchor, row.field) not in clashing]

    @cached_property
    def masthead(self) -> list[ValueChange]:
        return [self._describe_change(row) for row in self.differences if row.kind == "fact"]

    @cached_property
    def recommendations(self) -> list[PlaceChanges]:
        kinds = ("field", "add", "remove", "move")
        return list(self._places(kinds))

    @cached_property
    def text(self) -> list[PlaceChanges]:
        return list(self._places(("paragraph", "note")))

    @property
    def difference_count(self) -> int:
        return len(self.differences)

    def _places(self, kinds: Sequence[str]) -> Iterator[PlaceChanges]:
        places: dict[str, PlaceChanges] = {}
        for row in self.differences:
            if row.kind in kinds:
                place = places.setdefault(f"{row.kind == 'note'} {row.anchor}", PlaceChanges(self._name(row)))
                place.changes.append(self._describe_change(row))
        yield from places.values()

    def _name(self, row: Difference) -> str:
        if row.kind == "note":
            return _("Footnote %(marker)s") % {"marker": row.anchor}
        return self._paths.get(row.anchor) or place_label("", "")

    @cached_property
    def _paths(self) -> Mapping[str, str]:
        """Return a map from anchors to the names of places, as pages show them."""
        paths: dict[str, str] = {}
        for corrected in (self.proposal.before, self.proposal.after):
            paths |= _paths_of(corrected)
        return paths

    def _describe_change(self, row: Difference) -> ValueChange:
        if row.kind == "move" or row.field == "order":
            return ValueChange(label_of("order"), self._position(row.before), self._position(row.after))
        if row.kind == "fact":
            label = fact_label(row.field)
        else:
            label = label_of(row.kind if row.kind in ("add", "remove") else row.field)
        before, after = self.formatter.as_text(row.field, row.before), self.formatter.as_text(row.field, row.after)
        return ValueChange(label, before, after, _pieces(row.field, before, after))

    def _position(self, previous: Any) -> str:
        """Describe the position of a recommendation, given the anchor of the one before it ("" for the first)."""
        if not previous:
            return _("first in the document")
        return _("after %(path)s") % {"path": self._paths.get(str(previous)) or place_label("", "")}

    def _describe_clash(self, clash: Clash, rows: Mapping[int, Correction]) -> ClashRow:
        edit = clash.edit
        is_value = edit.kind in FIELD_KINDS
        corrected_value = self.formatter.as_text(edit.field, edit.value) if is_value else ""
        current_value = self.formatter.as_text(edit.field, clash.current_value) if is_value else ""
        return ClashRow(
            key=edit.key or 0,
            place=(self._paths.get(edit.anchor) or place_label("", "")) if edit.anchor else _("Masthead"),
            label=edit_label(edit),
            corrected_value=corrected_value,
            old_value=self.formatter.as_text(edit.field, edit.old_value) if is_value else "",
            current_value=current_value,
            reason=_REASONS.get(clash.reason, ""),
            can_stay=clash.can_stay,
            correction=rows.get(edit.key or 0),
            pieces=_pieces(edit.field, current_value, corrected_value),
        )


def _pieces(name: str, before: str, after: str) -> Sequence[Piece]:
    return differences(before, after) if name in _BY_WORD and before and after else ()


def _paths_of(corrected: CorrectionResult) -> Mapping[str, str]:
    blocks = {block.anchor: place_label(block.path, block.text) for block in corrected.parsed.blocks}
    return blocks | {draft.anchor: shown_place(draft.path) for draft in corrected.extraction.recommendations}


def changes_of(reading: Reading) -> Changes:
    """Return the changes that a proposed reading would make now."""
    return Changes(read_proposal(reading), value_formatter())


def changes_of_draft(version: LanguageVersion) -> Changes:
    """Return the changes between the public text of a version and its draft."""
    public, draft = published_reading(version).corrected, corrected_reading(version).corrected
    return Changes(Comparison(public, draft, compare(public, draft)), value_formatter())


def kept_keys(posted: Mapping[str, Any], changes: Changes) -> set[int]:
    """Return the keys of the corrections to keep: those with ``clash-KEY`` = "mine" in the form."""
    return {clash.key for clash in changes.clashes if posted.get(f"clash-{clash.key}") == "mine"}


def has_undecided_edits(posted: Mapping[str, Any], changes: Changes) -> bool:
    """Return whether the form leaves any correction that can be kept undecided."""
    return any(
        clash.can_stay and posted.get(f"clash-{clash.key}") not in ("mine", "theirs") for clash in changes.clashes
    )
