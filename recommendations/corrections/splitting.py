"""Split a recommendation in two, or join several, without losing any words, notes or citations."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from documents.parsing.types import Block, ParsedDocument
from recommendations.corrections.fields import articles_of, found_articles
from recommendations.corrections.sheet import PART_SEPARATOR, Sheet, unused_anchor
from recommendations.corrections.types import Edit, EditError, Reason
from recommendations.extraction.actions import Action
from recommendations.extraction.recommendations import find_alternatives
from recommendations.extraction.types import DraftRecommendation, Reference, TopicMatch

# --- split -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Cut:
    """The position at which a text is cut. ``before`` and ``after`` are the blocks on either side. If the cut is inside
    a block, ``divided`` is that block and ``offset`` the position in its text. If the offset is unknown, items are
    assigned to the half that contains their words."""

    before: tuple[int, ...]
    after: tuple[int, ...]
    divided: int | None = None
    offset: int | None = None


def split(sheet: Sheet, edit: Edit) -> None:
    """Split a recommendation at an offset in its text. Both halves keep the properties of the whole, except that
    references, notes and topics found in only one half stay with that half. Action and addressees are extracted again
    from each half, unless a person or the chapeau sets them.

    If the second half begins with a sub-item, it gets the anchor and label of that sub-item; otherwise it keeps the
    label of the whole.
    """
    offset, anchor = _read_value(edit.value)
    draft = sheet.draft(edit.anchor)
    if sheet.find(anchor):
        if isinstance(edit.old_value, str) and draft.text == edit.old_value[:offset].rstrip():
            return
        raise EditError(Reason.TAKEN, draft.text)
    if draft.text != edit.old_value:
        raise EditError(Reason.DIFFERS, draft.text, can_stay=_find_cut(draft.text, edit) is not None)
    if not (draft.text[:offset].strip() and draft.text[offset:].strip()):
        raise EditError(Reason.INVALID, draft.text)
    sheet.replace(edit.anchor, *_halves(sheet, draft, offset, anchor))


def _read_value(value: Any) -> tuple[int, str]:
    try:
        offset, anchor = value["at"], value["anchor"]
    except (TypeError, KeyError) as error:
        raise EditError(Reason.INVALID) from error
    if not (isinstance(offset, int) and isinstance(anchor, str) and offset > 0 and anchor):
        raise EditError(Reason.INVALID)
    return offset, anchor


def _find_cut(text: str, edit: Edit) -> int | None:
    """Return the offset of the cut in another text, or None if the words after the cut do not occur there exactly
    once."""
    words = edit.old_value[edit.value["at"] :].strip()[:40] if isinstance(edit.old_value, str) else ""
    return text.find(words) if words and text.count(words) == 1 and text.find(words) > 0 else None


def move_cut(edit: Edit, text: str) -> Edit:
    """Return an edit that makes the same cut in another text. Raise ValueError if its position cannot be found."""
    offset = _find_cut(text, edit)
    if offset is None:
        raise ValueError(text)
    return replace(edit, old_value=text, value={**edit.value, "at": offset})


def anchor_of_cut(sheet: Sheet, draft: DraftRecommendation, offset: int) -> str:
    """Return the anchor of the second half: the anchor of the sub-item at its start, or else an unused one."""
    taken = {other.anchor for other in sheet.drafts} | {block.anchor for block in sheet.parsed.blocks}
    cut = _cut(sheet.parsed, draft, offset)
    if cut.divided is None and cut.before != cut.after:
        sub_item = sheet.parsed.blocks[cut.after[0]].anchor
        if sub_item and sheet.find(sub_item) is None:
            return sub_item
    return unused_anchor(draft.anchor, taken)


def _halves(
    sheet: Sheet, draft: DraftRecommendation, offset: int, anchor: str
) -> tuple[DraftRecommendation, DraftRecommendation]:
    first_text, second_text = draft.text[:offset].rstrip(), draft.text[offset:].lstrip()
    cut = _cut(sheet.parsed, draft, offset)
    first = replace(draft, text=first_text, blocks=cut.before)
    second = replace(draft, text=second_text, blocks=cut.after, anchor=anchor)
    block = sheet.parsed.blocks[cut.after[0]]
    if cut.divided is None and cut.before != cut.after:
        text = second_text.removeprefix(block.label or "").lstrip()
        second = replace(second, text=text or second_text, label=block.label or "", path=block.path, page=block.page)
    elif cut.offset is not None:
        second = replace(second, page=block.page_at(cut.offset))
    return _make_half(sheet, draft, first, second.text, cut, 0), _make_half(sheet, draft, second, first_text, cut, 1)


def _make_half(
    sheet: Sheet, whole: DraftRecommendation, half: DraftRecommendation, other_text: str, cut: _Cut, side: int
) -> DraftRecommendation:
    """Return a half with the references, topics, notes and alternatives that belong to it. ``side`` is 0 or 1."""

    def is_in_half(block: int, offset: int, words: str) -> bool:
        known_side = _side(cut, block, offset)
        if known_side is not None:
            return known_side == side
        return not words or words in half.text or words not in other_text

    references = tuple(
        index
        for index in whole.references
        if is_in_half(sheet.references[index].block or 0, sheet.references[index].start, sheet.references[index].text)
    )
    half = replace(
        half,
        references=references,
        note_references=tuple(
            index for index in whole.note_references if _has_note(sheet, whole, sheet.references[index], cut, side)
        ),
        topics=tuple(match for match in whole.topics if _has_topic(match, half.text, other_text)),
        subjects=sheet.find_subjects(half.text, half.heading, whole.verb),
        alternatives=find_alternatives(half.text),
    )
    return _with_action(sheet, whole, replace(half, articles=_articles_of_half(sheet, whole, half)))


def _with_action(sheet: Sheet, whole: DraftRecommendation, half: DraftRecommendation) -> DraftRecommendation:
    """Return a half with the action found in its text. An action set by a person or the chapeau is kept in both
    halves."""
    action = sheet.read_action(half.text)
    if not action.verb or sheet.read_action(whole.text) != Action(
        whole.addressees, whole.verb, whole.action, whole.strength
    ):
        return half
    return replace(half, addressees=action.addressees, verb=action.verb, action=action.action, strength=action.strength)


def _has_note(sheet: Sheet, whole: DraftRecommendation, reference: Reference, cut: _Cut, side: int) -> bool:
    """Return whether a half contains the marker of the note with a reference; True if that is unknown."""
    calls = [
        (index, call.offset)
        for index in whole.blocks
        for call in sheet.parsed.blocks[index].notes
        if call.note == reference.footnote
    ]
    sides = {_side(cut, block, offset) for block, offset in calls}
    return not sides or None in sides or side in sides


def _has_topic(match: TopicMatch, text: str, other_text: str) -> bool:
    words = match.evidence.casefold()
    return match.in_heading or words in text.casefold() or words not in other_text.casefold()


def _articles_of_half(sheet: Sheet, whole: DraftRecommendation, half: DraftRecommendation) -> Any:
    """Return the articles set by a person without those found only in the other half; None if nobody set any."""
    if whole.articles is None:
        return None
    other_half_only = set(found_articles(whole, sheet.references)) - set(found_articles(half, sheet.references))
    return tuple(target for target in whole.articles if target not in other_half_only)


def _cut(parsed: ParsedDocument, draft: DraftRecommendation, offset: int) -> _Cut:
    """Return the cut at an offset in a recommendation's text."""
    starts = _starts(parsed, draft)
    if starts is None:
        return _Cut(draft.blocks, draft.blocks)
    for index, start in enumerate(starts):
        if index and not draft.text[min(offset, start) : max(offset, start)].strip():
            return _Cut(draft.blocks[:index], draft.blocks[index:])
    index = max(index for index, start in enumerate(starts) if start <= offset)
    block = parsed.blocks[draft.blocks[index]]
    return _Cut(
        draft.blocks[: index + 1],
        draft.blocks[index:],
        draft.blocks[index],
        _offset_in_block(block, draft.text, offset),
    )


def _starts(parsed: ParsedDocument, draft: DraftRecommendation) -> list[int] | None:
    """Return the offset of each block in the text, found by counting lines, or None if the lines do not match."""
    lines = draft.text.split("\n")
    line_counts = [parsed.blocks[index].text.count("\n") + 1 for index in draft.blocks]
    if sum(line_counts) != len(lines):
        return None
    starts, line = [], 0
    for line_count in line_counts:
        starts.append(sum(len(text_line) + 1 for text_line in lines[:line]))
        line += line_count
    return starts


def _offset_in_block(block: Block, text: str, offset: int) -> int | None:
    """Return the offset in a block's text of the words after the cut, or None if they do not occur exactly once."""
    words = text[offset:].lstrip().split("\n")[0]
    return block.text.find(words) if words and block.text.count(words) == 1 else None


def _side(cut: _Cut, block: int, offset: int) -> int | None:
    """Return 0 for a position before the cut, 1 for one after it, or None if unknown."""
    if block == cut.divided:
        return None if cut.offset is None else int(offset >= cut.offset)
    if (block in cut.before) != (block in cut.after):
        return int(block in cut.after)
    return None


# --- join --------------------------------------------------------------------------------------------


def join(sheet: Sheet, edit: Edit) -> None:
    """Join recommendations with the recommendation at the edit's anchor, which keeps its position. The other texts
    follow in document order, each on a separate line after its label, like sub-items."""
    anchors = edit.value
    if not (isinstance(anchors, list) and anchors and all(isinstance(anchor, str) for anchor in anchors)):
        raise EditError(Reason.INVALID)
    if edit.anchor in anchors or len(set(anchors)) < len(anchors):
        raise EditError(Reason.INVALID)
    first = sheet.draft(edit.anchor)
    if _is_joined(sheet, first, edit):
        return
    joined_drafts = [sheet.draft(anchor) for anchor in anchors]
    current_value = [first.text, *(draft.text for draft in joined_drafts)]
    if len({(draft.status, draft.adopted_by) for draft in (first, *joined_drafts)}) > 1:
        raise EditError(Reason.STATUS_DIFFERS, current_value)
    if current_value != edit.old_value:
        raise EditError(Reason.DIFFERS, current_value, can_stay=True)
    ordered_drafts = [draft for draft in sheet.drafts if draft in joined_drafts]
    joined = first
    for draft in ordered_drafts:
        joined = _join_two(sheet, joined, draft)
    for draft in ordered_drafts:
        sheet.drafts.remove(draft)
    sheet.replace(edit.anchor, joined)


def _is_joined(sheet: Sheet, first: DraftRecommendation, edit: Edit) -> bool:
    """Return whether the recommendations are already joined in the reading."""
    are_all_gone = all(sheet.find(anchor) is None for anchor in edit.value)
    return are_all_gone and isinstance(edit.old_value, list) and all(text in first.text for text in edit.old_value)


def _join_two(sheet: Sheet, first: DraftRecommendation, second: DraftRecommendation) -> DraftRecommendation:
    text = _joined_text(first, second)
    articles = None
    if first.articles is not None or second.articles is not None:
        articles = _unique(articles_of(first, sheet.references), articles_of(second, sheet.references))
    return replace(
        first,
        text=text,
        blocks=_unique(first.blocks, second.blocks),
        addressees=_unique(first.addressees, second.addressees),
        references=_unique(first.references, second.references),
        heading_references=_unique(first.heading_references, second.heading_references),
        note_references=_unique(first.note_references, second.note_references),
        topics=_unique(first.topics, second.topics),
        subjects=sheet.find_subjects(text, first.heading, first.verb),
        alternatives=find_alternatives(text),
        articles=articles,
    )


def _joined_text(first: DraftRecommendation, second: DraftRecommendation) -> str:
    """Return two texts joined by a space if they share a paragraph, or else by a line break and the second label."""
    if second.blocks[0] in first.blocks:
        return f"{first.text} {second.text}"
    label = "" if PART_SEPARATOR in second.anchor else second.label
    return f"{first.text}\n{label} {second.text}" if label else f"{first.text}\n{second.text}"


def _unique(*sequences: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(item for sequence in sequences for item in sequence))
