"""Add, remove and move recommendations."""

from __future__ import annotations

from typing import Any

from documents.parsing.types import Block, BlockKind
from recommendations.corrections.fields import FIELDS, with_value
from recommendations.corrections.sheet import Sheet
from recommendations.corrections.types import Edit, EditError, Reason
from recommendations.extraction.forms.base import nearest_heading, with_descendants
from recommendations.extraction.recommendations import find_alternatives
from recommendations.extraction.types import DraftRecommendation, Kind, Status

BY_HAND = "by_hand"  # the form of a recommendation that a person added


def add(sheet: Sheet, edit: Edit) -> None:
    """Add a recommendation with the text of a block.

    If the status and meetings are not given, they are copied from the nearest recommendation in the same list. If there
    is none, the status is "proposed", so as not to claim too much.
    """
    text, anchor = _read_value(edit.value)
    if (existing := sheet.find(anchor)) is not None:
        if existing.text == text or existing.form == BY_HAND:
            return
        raise EditError(Reason.TAKEN, existing.text)
    block = sheet.block(edit.anchor)
    if block.text != edit.old_value:
        raise EditError(Reason.DIFFERS, block.text, can_stay=True)
    draft = _draft(sheet, block, anchor, text)
    for field in FIELDS:
        if field != "text" and field in edit.value:
            draft = with_value(draft, sheet.references, field, edit.value[field])
    sheet.drafts.insert(_insertion_index(sheet, block), draft)


def _read_value(value: Any) -> tuple[str, str]:
    try:
        text, anchor = value["text"], value["anchor"]
    except (TypeError, KeyError) as error:
        raise EditError(Reason.INVALID) from error
    if not (isinstance(text, str) and isinstance(anchor, str) and text.strip() and anchor):
        raise EditError(Reason.INVALID)
    return text, anchor


def _draft(sheet: Sheet, block: Block, anchor: str, text: str) -> DraftRecommendation:
    """Return a draft made from a block, and from its sub-items if the text contains them all."""
    blocks = with_descendants(sheet.parsed, block)
    if not all(sheet.parsed.blocks[index].text in text for index in blocks):
        blocks = (block.index,)
    references = [index for index, reference in enumerate(sheet.references) if reference.block in blocks]
    heading_block = block.headings[-1] if block.headings else None
    notes = {call.note for index in blocks for call in sheet.parsed.blocks[index].notes if call.note is not None}
    neighbour = _neighbour(sheet, block)
    action, heading = sheet.read_action(text), nearest_heading(sheet.parsed, block)
    return DraftRecommendation(
        label=block.label or "",
        path=block.path,
        anchor=anchor,
        text=text,
        blocks=blocks,
        heading=heading,
        page=block.page,
        addressees=action.addressees,
        verb=action.verb,
        action=action.action,
        strength=action.strength,
        status=neighbour.status if neighbour else Status.PROPOSED,
        adopted_by=neighbour.adopted_by if neighbour else None,
        meeting=neighbour.meeting if neighbour else sheet.meeting,
        put_to=neighbour.put_to if neighbour else None,
        references=tuple(index for index in references if sheet.references[index].text in text),
        heading_references=tuple(
            index
            for index, reference in enumerate(sheet.references)
            if heading_block is not None and reference.block == heading_block
        ),
        note_references=tuple(index for index, ref in enumerate(sheet.references) if ref.footnote in notes),
        topics=sheet.find_topics(text, heading),
        subjects=sheet.find_subjects(text, heading, action.verb),
        alternatives=find_alternatives(text),
        form=BY_HAND,
        kind=neighbour.kind if neighbour else _kind_of(block),
    )


def _kind_of(block: Block) -> Kind:
    return Kind.OPERATIVE if block.kind is BlockKind.OPERATIVE else Kind.RECOMMENDATION


def _neighbour(sheet: Sheet, block: Block) -> DraftRecommendation | None:
    """Return the nearest recommendation before the block, or else after it, with the same heading and chapeau."""
    candidates = [
        (block.index < draft.blocks[0], abs(block.index - draft.blocks[0]), index)
        for index, draft in enumerate(sheet.drafts)
        if _list_key(sheet.parsed.blocks[draft.blocks[0]]) == _list_key(block)
    ]
    return sheet.drafts[min(candidates)[2]] if candidates else None


def _list_key(block: Block) -> tuple[tuple[int, ...], int | None, str]:
    return block.headings, block.parent, block.part


def _insertion_index(sheet: Sheet, block: Block) -> int:
    """Return the index after the last recommendation that begins before or in the block."""
    before = [index for index, draft in enumerate(sheet.drafts) if draft.blocks[0] <= block.index]
    return max(before, default=-1) + 1


def remove(sheet: Sheet, edit: Edit) -> None:
    """Remove a recommendation. Do nothing if the reading does not have it."""
    draft = sheet.find(edit.anchor)
    if draft is None:
        return
    if draft.text != edit.old_value:
        raise EditError(Reason.DIFFERS, draft.text, can_stay=True)
    sheet.drafts.remove(draft)


def move(sheet: Sheet, edit: Edit) -> None:
    """Move a recommendation after the one at the anchor in ``value``, or to the beginning."""
    if edit.value == edit.anchor or not isinstance(edit.value, str):
        raise EditError(Reason.INVALID)
    draft = sheet.draft(edit.anchor)
    previous = sheet.draft(edit.value) if edit.value else None
    sheet.drafts.remove(draft)
    sheet.drafts.insert(sheet.drafts.index(previous) + 1 if previous else 0, draft)


def previous_anchor(sheet: Sheet, anchor: str) -> str:
    """Return the anchor of the previous recommendation, or "" for the first. Raise ``EditError`` if not found."""
    index = sheet.index_of(anchor)
    return sheet.drafts[index - 1].anchor if index else ""
