"""Apply edits to a reading in order. Edits that do not fit are skipped and reported as clashes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from documents.parsing.serialize import to_plain
from documents.parsing.types import ParsedDocument
from recommendations.corrections import splitting, structure
from recommendations.corrections.facts import with_fact
from recommendations.corrections.fields import same_value, with_field
from recommendations.corrections.sheet import Sheet
from recommendations.corrections.types import Clash, CorrectionResult, Edit, EditError, EditKind, Reason
from recommendations.extraction.context import read_context
from recommendations.extraction.types import DraftRecommendation, Extraction, MeetingMention
from recommendations.extraction.vocabulary import Vocabulary

MEETING_FIELDS = ("meeting", "adopted_by", "put_to")


def apply(
    parsed: ParsedDocument, extraction: Extraction, edits: Iterable[Edit], vocabulary: Vocabulary | None = None
) -> CorrectionResult:
    """Return a reading with edits applied in order, edits of the masthead first. Never raise.

    If the reading has neither the ``old_value`` of an edit nor its new value, the edit is a clash and is skipped.
    Successive edits of a field are merged: the last one's value with the first one's ``old_value``. If a ``vocabulary``
    is given, added and split texts are analysed, and a corrected body or session also changes the meeting of the
    recommendations.
    """
    return _apply(parsed, extraction, _edit_chains(edits), vocabulary)


def _apply(
    parsed: ParsedDocument, extraction: Extraction, chains: Sequence[_EditChain], vocabulary: Vocabulary | None
) -> CorrectionResult:
    sheet = Sheet.from_reading(parsed, extraction, vocabulary)
    facts = [chain.edit for chain in chains if chain.edit.kind == EditKind.FACT]
    other_edits = [chain.edit for chain in chains if chain.edit.kind != EditKind.FACT]
    clashes = _apply_all(facts, lambda edit: _apply_fact(sheet, edit))
    if vocabulary is not None and facts:
        _update_meetings(sheet, parsed, vocabulary)
    meetings = extraction.meeting, sheet.meeting
    clashes += _apply_all(other_edits, lambda edit: _apply_one(sheet, _with_updated_meeting(sheet, edit, *meetings)))
    order = {id(chain.edit): index for index, chain in enumerate(chains)}
    clashes.sort(key=lambda clash: order[id(clash.edit)])
    return CorrectionResult(sheet.parsed, sheet.to_extraction(), tuple(clashes))


def _apply_all(edits: Iterable[Edit], apply_one: Callable[[Edit], None]) -> list[Clash]:
    clashes = []
    for edit in edits:
        try:
            apply_one(edit)
        except EditError as error:
            clashes.append(Clash(edit, error.current_value, error.reason, error.can_stay))
    return clashes


def _apply_fact(sheet: Sheet, edit: Edit) -> None:
    sheet.parsed = replace(sheet.parsed, masthead=with_fact(sheet.parsed.masthead, edit))


def _apply_field(sheet: Sheet, edit: Edit) -> None:
    sheet.replace(edit.anchor, with_field(sheet.draft(edit.anchor), sheet.references, edit))


_APPLY: Mapping[str, Callable[[Sheet, Edit], None]] = {
    EditKind.FIELD: _apply_field,
    EditKind.SPLIT: splitting.split,
    EditKind.JOIN: splitting.join,
    EditKind.ADD: structure.add,
    EditKind.REMOVE: structure.remove,
    EditKind.MOVE: structure.move,
}


def _apply_one(sheet: Sheet, edit: Edit) -> None:
    if edit.kind not in _APPLY:
        raise EditError(Reason.INVALID)
    _APPLY[edit.kind](sheet, edit)


# --- the document's meeting --------------------------------------------------------------------------


def _update_meetings(sheet: Sheet, parsed: ParsedDocument, vocabulary: Vocabulary) -> None:
    """Update the document's meetings from the corrected masthead; the first meeting only if it came from the
    masthead."""
    context = read_context(sheet.parsed, vocabulary)
    sheet.further_meetings = context.further_meetings
    before, after = read_context(parsed, vocabulary).meeting, context.meeting
    if after == before or sheet.meeting != before:
        return
    sheet.meeting = after
    if before is not None:
        sheet.drafts = [_with_meeting(draft, before, after) for draft in sheet.drafts]


def _with_meeting(
    draft: DraftRecommendation, before: MeetingMention, after: MeetingMention | None
) -> DraftRecommendation:
    """Return a draft with the new meeting. ``adopted_by`` does not change, nor does a meeting equal to it, because it
    comes from the text."""
    fields = [field for field in ("meeting", "put_to") if getattr(draft, field) == before != draft.adopted_by]
    return replace(draft, **dict.fromkeys(fields, after))


def _with_updated_meeting(
    sheet: Sheet, edit: Edit, before: MeetingMention | None, after: MeetingMention | None
) -> Edit:
    """Return an edit. If it corrects a meeting that the corrected masthead has changed, update its ``old_value``."""
    if before == after or edit.kind != EditKind.FIELD or edit.field not in MEETING_FIELDS:
        return edit
    draft = sheet.find(edit.anchor)
    is_changed = draft is not None and getattr(draft, edit.field) == after
    return replace(edit, old_value=to_plain(after)) if is_changed and edit.old_value == to_plain(before) else edit


# --- successive edits of one field -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _EditChain:
    """Successive edits of one field (``members``), and the single ``edit`` with the same effect."""

    edit: Edit
    members: tuple[Edit, ...]


def _edit_chains(edits: Iterable[Edit]) -> list[_EditChain]:
    """Return edits in order, with the edits of each field merged unless an edit between them splits, joins or moves its
    recommendation. Merged edits that restore the original value are omitted."""
    chains: list[_EditChain] = []
    last: dict[tuple[str, str, str], int] = {}
    for edit in edits:
        if edit.kind not in (EditKind.FACT, EditKind.FIELD):
            reshaped = affected_anchors(edit)
            last = {target: index for target, index in last.items() if target[1] not in reshaped}
            chains.append(_EditChain(edit, (edit,)))
            continue
        target = (edit.kind, edit.anchor, edit.field)
        index = last.get(target)
        if index is not None and same_value(edit.field, chains[index].edit.value, edit.old_value):
            previous = chains[index]
            chains[index] = _EditChain(replace(edit, old_value=previous.edit.old_value), (*previous.members, edit))
        else:
            last[target] = len(chains)
            chains.append(_EditChain(edit, (edit,)))
    return [chain for chain in chains if len(chain.members) == 1 or not _has_no_effect(chain.edit)]


def _has_no_effect(edit: Edit) -> bool:
    return same_value(edit.field, edit.old_value, edit.value)


def affected_anchors(edit: Edit) -> set[str]:
    """Return the anchors of the recommendations that an edit affects, including the new predecessor after a move."""
    anchors: list[object] = [edit.anchor] if edit.anchor else []
    if edit.kind == EditKind.JOIN and isinstance(edit.value, list):
        anchors += edit.value
    if edit.kind in (EditKind.SPLIT, EditKind.ADD) and isinstance(edit.value, dict):
        anchors.append(edit.value.get("anchor"))
    if edit.kind == EditKind.MOVE:
        anchors.append(edit.value)
    return {anchor for anchor in anchors if isinstance(anchor, str) and anchor}


# --- edits carried over to another reading -----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RebasedEdits:
    """Edits carried over to another reading, with its values as ``old_value``; the ``dropped`` edits; and the
    result."""

    edits: tuple[Edit, ...]
    dropped: tuple[Edit, ...]
    corrected: CorrectionResult


def rebase(
    parsed: ParsedDocument,
    extraction: Extraction,
    edits: Sequence[Edit],
    keep: Collection[int],
    vocabulary: Vocabulary | None = None,
) -> RebasedEdits:
    """Carry edits over to another reading. Clashing edits override its values if their keys are in ``keep``; other
    clashing edits are dropped, as are edits that cannot be applied at all."""
    dropped: list[Edit] = []
    remaining = list(edits)
    first = apply(parsed, extraction, remaining, vocabulary)
    unwanted = {clash.edit.key for clash in first.clashes if clash.edit.key not in keep}
    _drop(remaining, dropped, unwanted)
    forced: set[int | None] = set()
    while True:
        corrected = apply(parsed, extraction, remaining, vocabulary)
        if not corrected.clashes:
            return RebasedEdits(tuple(remaining), tuple(dropped), corrected)
        clash = corrected.clashes[0]
        is_kept = clash.can_stay and clash.edit.key in keep and clash.edit.key not in forced
        if is_kept and _force(remaining, clash):
            forced.add(clash.edit.key)
        else:
            _drop(remaining, dropped, {clash.edit.key})


def _members(edits: Sequence[Edit], keys: Collection[int | None]) -> list[Edit]:
    """Return all edits of the chains whose merged edit has one of these keys."""
    return [edit for chain in _edit_chains(edits) if chain.edit.key in keys for edit in chain.members]


def _drop(remaining: list[Edit], dropped: list[Edit], keys: Collection[int | None]) -> None:
    for edit in _members(remaining, keys):
        remaining.remove(edit)
        dropped.append(edit)


def _force(remaining: list[Edit], clash: Clash) -> bool:
    """Change the clashing edit to expect the reading's value. Return False if that is impossible."""
    first = _members(remaining, {clash.edit.key})[0]
    try:
        rebased = (
            splitting.move_cut(first, clash.current_value)
            if first.kind == EditKind.SPLIT
            else replace(first, old_value=clash.current_value)
        )
    except ValueError:
        return False
    remaining[remaining.index(first)] = rebased
    return True
