"""Describe what a new reading would change: fields, and corrections in conflict. Reads only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from documents.models import Correction, Reading
from portal.review.desk import FIELD_KINDS
from portal.review.wording import Wording, label_of, wording
from recommendations.corrections import Clash, Corrected, Difference, EditKind
from recommendations.services.correcting import Proposal, read_proposal
from recommendations.services.correcting.refusals import REASONS
from recommendations.text.differences import Piece, differences

_IN_WORDS = {"text", "heading", "title", "subtitle", "agenda_title", "body", "subsidiary_body", "verb", "action"}
"""Fields that are compared word by word."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A value before and after, "" if there is none. ``pieces`` are the differences between both texts by word."""

    label: str | Promise
    before: str
    after: str
    pieces: Sequence[Piece] = ()


@dataclass(slots=True)
class ChangedPlace:
    """The changes at one place: a recommendation, a paragraph or a note."""

    name: str
    changes: list[Changed] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ClashRow:
    """A correction of a value that the new reading has changed."""

    key: int
    place: str
    label: str | Promise
    mine: str
    was: str
    now: str
    reason: str | Promise
    can_stay: bool
    correction: Correction | None
    pieces: Sequence[Piece]


@dataclass(frozen=True)
class Changes:
    """The changes by a proposed reading."""

    proposal: Proposal
    words: Wording

    @cached_property
    def clashes(self) -> list[ClashRow]:
        """Return the corrections on which a person has to decide."""
        keys = [clash.edit.key for clash in self.proposal.clashes]
        rows = Correction.objects.select_related("made_by").in_bulk([key for key in keys if key is not None])
        return [self._describe_clash(clash, rows) for clash in self.proposal.clashes]

    @cached_property
    def differences(self) -> list[Difference]:
        """Return the differences that no clash covers."""
        clashing = {(clash.edit.anchor, clash.edit.field) for clash in self.proposal.clashes if clash.edit.field}
        return [row for row in self.proposal.differences if (row.anchor, row.field) not in clashing]

    @cached_property
    def masthead(self) -> list[Changed]:
        return [self._changed(row) for row in self.differences if row.kind == "fact"]

    @cached_property
    def recommendations(self) -> list[ChangedPlace]:
        kinds = ("field", "add", "remove", "move")
        return list(self._places(kinds))

    @cached_property
    def text(self) -> list[ChangedPlace]:
        return list(self._places(("paragraph", "note")))

    @property
    def number(self) -> int:
        return len(self.differences)

    def _places(self, kinds: Sequence[str]) -> Iterator[ChangedPlace]:
        places: dict[str, ChangedPlace] = {}
        for row in self.differences:
            if row.kind in kinds:
                place = places.setdefault(f"{row.kind == 'note'} {row.anchor}", ChangedPlace(self._name(row)))
                place.changes.append(self._changed(row))
        yield from places.values()

    def _name(self, row: Difference) -> str:
        if row.kind == "note":
            return _("Note %(marker)s") % {"marker": row.anchor}
        return self._paths.get(row.anchor, row.anchor)

    @cached_property
    def _paths(self) -> Mapping[str, str]:
        """Return the names of places for display, by anchor."""
        paths: dict[str, str] = {}
        for state in (self.proposal.before, self.proposal.after):
            paths |= _paths_of(state)
        return paths

    def _changed(self, row: Difference) -> Changed:
        if row.kind == "move":
            names = [self._paths.get(str(anchor), str(anchor)) for anchor in (row.before, row.after)]
            before, after = (_("after %(path)s") % {"path": name} if name else _("first") for name in names)
            return Changed(label_of("move"), before, after)
        label = label_of(row.kind if row.kind in ("add", "remove") else row.field)
        before, after = self.words.as_text(row.field, row.before), self.words.as_text(row.field, row.after)
        return Changed(label, before, after, _pieces(row.field, before, after))

    def _describe_clash(self, clash: Clash, rows: Mapping[int, Correction]) -> ClashRow:
        edit = clash.edit
        is_value = edit.kind in FIELD_KINDS
        mine = self.words.as_text(edit.field, edit.value) if is_value else ""
        now = self.words.as_text(edit.field, clash.now) if is_value else ""
        return ClashRow(
            key=edit.key or 0,
            place=self._paths.get(edit.anchor, edit.anchor) if edit.anchor else _("Masthead"),
            label=label_of(edit.field if is_value else str(EditKind(edit.kind))),
            mine=mine,
            was=self.words.as_text(edit.field, edit.was) if is_value else "",
            now=now,
            reason=REASONS.get(clash.reason, ""),
            can_stay=clash.can_stay,
            correction=rows.get(edit.key or 0),
            pieces=_pieces(edit.field, now, mine),
        )


def _pieces(name: str, before: str, after: str) -> Sequence[Piece]:
    return differences(before, after) if name in _IN_WORDS and before and after else ()


def _paths_of(state: Corrected) -> Mapping[str, str]:
    blocks = {block.anchor: block.path or block.anchor for block in state.parsed.blocks}
    return blocks | {draft.anchor: draft.path for draft in state.extraction.recommendations}


def changes_of(reading: Reading) -> Changes:
    """Return what a proposed reading would change now."""
    return Changes(read_proposal(reading), wording())


def kept_edits(posted: Mapping[str, Any], changes: Changes) -> set[int]:
    """Return the keys of the corrections to keep: those with ``clash-KEY`` = "mine" in the form."""
    return {clash.key for clash in changes.clashes if posted.get(f"clash-{clash.key}") == "mine"}


def undecided_edits(posted: Mapping[str, Any], changes: Changes) -> bool:
    """Return whether a correction that can be kept is neither kept nor given up in the form."""
    return any(
        clash.can_stay and posted.get(f"clash-{clash.key}") not in ("mine", "theirs") for clash in changes.clashes
    )
