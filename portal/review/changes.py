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
"""What is compared word by word."""


@dataclass(frozen=True, slots=True)
class Changed:
    """One thing that would be otherwise: "" where there is nothing. ``pieces`` tell both texts apart, word by word."""

    label: str | Promise
    before: str
    after: str
    pieces: Sequence[Piece] = ()


@dataclass(slots=True)
class ChangedPlace:
    """All that would change at one place: the masthead, a recommendation, a paragraph, a note."""

    name: str
    changes: list[Changed] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Clashing:
    """A correction that meets something else than what was corrected."""

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
    """What a reading that waits would change."""

    proposal: Proposal
    words: Wording

    @cached_property
    def clashes(self) -> list[Clashing]:
        """The corrections that a person has to decide about."""
        keys = [clash.edit.key for clash in self.proposal.clashes]
        rows = Correction.objects.select_related("made_by").in_bulk([key for key in keys if key is not None])
        return [self._clashing(clash, rows) for clash in self.proposal.clashes]

    @cached_property
    def differences(self) -> list[Difference]:
        """Those that no clash speaks of."""
        asked = {(clash.edit.anchor, clash.edit.field) for clash in self.proposal.clashes if clash.edit.field}
        return [one for one in self.proposal.differences if (one.anchor, one.field) not in asked]

    @cached_property
    def masthead(self) -> list[Changed]:
        return [self._changed(one) for one in self.differences if one.kind == "fact"]

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
        for one in self.differences:
            if one.kind in kinds:
                place = places.setdefault(f"{one.kind == 'note'} {one.anchor}", ChangedPlace(self._name(one)))
                place.changes.append(self._changed(one))
        yield from places.values()

    def _name(self, one: Difference) -> str:
        if one.kind == "note":
            return _("Note %(marker)s") % {"marker": one.anchor}
        return self._paths.get(one.anchor, one.anchor)

    @cached_property
    def _paths(self) -> Mapping[str, str]:
        """Anchor -> how a person calls the place."""
        paths: dict[str, str] = {}
        for state in (self.proposal.before, self.proposal.after):
            paths |= _paths_of(state)
        return paths

    def _changed(self, one: Difference) -> Changed:
        if one.kind == "move":
            names = [self._paths.get(str(anchor), str(anchor)) for anchor in (one.before, one.after)]
            before, after = (_("after %(path)s") % {"path": name} if name else _("first") for name in names)
            return Changed(label_of("move"), before, after)
        label = label_of(one.kind if one.kind in ("add", "remove") else one.field)
        before, after = self.words.said(one.field, one.before), self.words.said(one.field, one.after)
        return Changed(label, before, after, _pieces(one.field, before, after))

    def _clashing(self, clash: Clash, rows: Mapping[int, Correction]) -> Clashing:
        edit = clash.edit
        is_value = edit.kind in FIELD_KINDS
        mine = self.words.said(edit.field, edit.value) if is_value else ""
        now = self.words.said(edit.field, clash.now) if is_value else ""
        return Clashing(
            key=edit.key or 0,
            place=self._paths.get(edit.anchor, edit.anchor) if edit.anchor else _("Masthead"),
            label=label_of(edit.field if is_value else str(EditKind(edit.kind))),
            mine=mine,
            was=self.words.said(edit.field, edit.was) if is_value else "",
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
    """What a reading that waits would change by now."""
    return Changes(read_proposal(reading), wording())


def kept_edits(posted: Mapping[str, Any], changes: Changes) -> set[int]:
    """The keys of the corrections that are to stay, by ``clash-KEY`` = "mine" of a form."""
    return {clash.key for clash in changes.clashes if posted.get(f"clash-{clash.key}") == "mine"}


def undecided_edits(posted: Mapping[str, Any], changes: Changes) -> bool:
    """Whether a correction that can stay is neither kept nor given up."""
    return any(
        clash.can_stay and posted.get(f"clash-{clash.key}") not in ("mine", "theirs") for clash in changes.clashes
    )
