"""Find the differences between two readings, for the reviewer who chooses one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher

from documents.parsing.serialize import to_plain
from documents.parsing.types import Block, Footnote, ParsedDocument
from recommendations.corrections.facts import FACTS, fact_of
from recommendations.corrections.fields import FIELDS, same_value, value_of
from recommendations.corrections.types import CorrectionResult, Difference
from recommendations.extraction.types import DraftRecommendation, Extraction, MeetingMention, Reference, ReferenceKind

ALL_FACTS = ("symbols", *FACTS, "further_organs")
_BLOCK_FIELDS = ("text", "label", "kind", "level", "path", "page", "cells")
_DRAFT_FIELDS = ("label", "path", "page")


def compare(before: CorrectionResult, after: CorrectionResult) -> tuple[Difference, ...]:
    """Return all differences that a reader would see: in the masthead, recommendations, paragraphs and notes, in this
    order. Differences in layout (boxes, emphasis) are ignored."""
    return (
        *_facts(before, after),
        *_recommendations(before.extraction, after.extraction),
        *_paragraphs(before, after),
        *_notes(before.parsed, after.parsed),
    )


def is_addition(difference: Difference) -> bool:
    """Return whether a difference only adds organs, adds citations in a text, or adds a page where none was known."""
    if difference.field == "page":
        return difference.before is None
    if difference.field not in ("further_organs", "citations", "articles"):
        return False
    before, after = difference.before, difference.after
    if not isinstance(before, list) or not isinstance(after, list):
        return False
    remaining = iter(after)
    return all(value in remaining for value in before)


def _facts(before: CorrectionResult, after: CorrectionResult) -> Iterator[Difference]:
    mastheads = before.parsed.masthead, after.parsed.masthead
    for field in ALL_FACTS:
        old_value, new_value = (fact_of(masthead, field) for masthead in mastheads)
        if old_value != new_value:
            yield Difference("fact", "", field, old_value, new_value)


# --- recommendations ---------------------------------------------------------------------------------


def _recommendations(before: Extraction, after: Extraction) -> Iterator[Difference]:
    old = {draft.anchor: draft for draft in before.recommendations}
    new = {draft.anchor: draft for draft in after.recommendations}
    for anchor, draft in old.items():
        if anchor not in new:
            yield Difference("remove", anchor, "text", draft.text, None)
    moved = _moved_anchors([anchor for anchor in old if anchor in new], [anchor for anchor in new if anchor in old])
    for anchor, draft in new.items():
        if anchor not in old:
            yield Difference("add", anchor, "text", None, draft.text)
            continue
        if anchor in moved:
            yield Difference(
                "move", anchor, "", _previous_anchor(list(old), anchor), _previous_anchor(list(new), anchor)
            )
        yield from _fields(old[anchor], before, draft, after)


def _fields(
    old: DraftRecommendation, before: Extraction, new: DraftRecommendation, after: Extraction
) -> Iterator[Difference]:
    for field in FIELDS:
        old_value, new_value = value_of(old, before.references, field), value_of(new, after.references, field)
        if not same_value(field, old_value, new_value):
            yield Difference("field", old.anchor, field, old_value, new_value)
    for field in _DRAFT_FIELDS:
        old_value, new_value = getattr(old, field), getattr(new, field)
        if old_value != new_value:
            yield Difference("field", old.anchor, field, old_value, new_value)


def _moved_anchors(old: list[str], new: list[str]) -> set[str]:
    """Return the anchors that changed places: all anchors outside the longest common runs."""
    common_runs = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return set(old) - {anchor for run in common_runs for anchor in old[run.a : run.a + run.size]}


def _previous_anchor(anchors: list[str], anchor: str) -> str:
    index = anchors.index(anchor)
    return anchors[index - 1] if index else ""


# --- the text ----------------------------------------------------------------------------------------


def _paragraphs(before: CorrectionResult, after: CorrectionResult) -> Iterator[Difference]:
    old = {block.anchor: block for block in before.parsed.blocks}
    new = {block.anchor: block for block in after.parsed.blocks}
    old_targets, new_targets = _cited_targets(before), _cited_targets(after)
    old_endorsed, new_endorsed = _endorsed(before), _endorsed(after)
    moved = _moved_anchors([anchor for anchor in old if anchor in new], [anchor for anchor in new if anchor in old])
    for anchor in dict.fromkeys((*old, *new)):
        old_value, new_value = old.get(anchor), new.get(anchor)
        if old_value is None or new_value is None:
            yield Difference("paragraph", anchor, "text", old_value and old_value.text, new_value and new_value.text)
            continue
        yield from _block(old_value, new_value)
        if anchor in moved:
            yield Difference(
                "paragraph", anchor, "order", _previous_anchor(list(old), anchor), _previous_anchor(list(new), anchor)
            )
        if old_targets[anchor] != new_targets[anchor]:
            yield Difference("paragraph", anchor, "citations", old_targets[anchor], new_targets[anchor])
        if old_endorsed[anchor] != new_endorsed[anchor]:
            yield Difference("paragraph", anchor, "endorsements", old_endorsed[anchor], new_endorsed[anchor])


def _block(old: Block, new: Block) -> Iterator[Difference]:
    for field in _BLOCK_FIELDS:
        old_value, new_value = to_plain(getattr(old, field)), to_plain(getattr(new, field))
        if old_value != new_value:
            yield Difference("paragraph", old.anchor, field, old_value, new_value)


def _cited_targets(corrected: CorrectionResult) -> Mapping[str, list[str]]:
    """Return a map from block anchor to the targets cited in the block and in its notes, in order."""
    targets: dict[str, list[str]] = defaultdict(list)
    for reference in corrected.extraction.references:
        block = reference.block
        if block is None and reference.footnote is not None:
            block = corrected.parsed.footnotes[reference.footnote].block
        if block is not None and reference.text:
            targets[corrected.parsed.blocks[block].anchor] += _targets(reference)
    return targets


def _endorsed(corrected: CorrectionResult) -> Mapping[str, list[str]]:
    """Return a map from block anchor to the meetings, or reports, whose recommendations the block endorses."""
    endorsed: dict[str, list[str]] = defaultdict(list)
    for found in corrected.extraction.endorsements:
        name = _meeting(found.meeting) if found.meeting else found.symbol
        endorsed[corrected.parsed.blocks[found.block].anchor].append(name)
    return endorsed


def _targets(reference: Reference) -> list[str]:
    if reference.kind is ReferenceKind.ARTICLE:
        return [str(target) for target in reference.articles] or [reference.text]
    return [_meeting(reference.meeting) if reference.meeting else reference.value or reference.text]


def _meeting(meeting: MeetingMention) -> str:
    return " ".join(filter(None, (meeting.body, meeting.series, str(meeting.ordinal or meeting.start or ""))))


def _notes(before: ParsedDocument, after: ParsedDocument) -> Iterator[Difference]:
    """Yield the differences between notes, which are paired by index."""
    for index in range(max(len(before.footnotes), len(after.footnotes))):
        old, new = _note(before.footnotes, index), _note(after.footnotes, index)
        old_value, new_value = old and old.text, new and new.text
        if old_value != new_value:
            yield Difference("note", _marker(old, new), "text", old_value, new_value)


def _note(notes: tuple[Footnote, ...], index: int) -> Footnote | None:
    return notes[index] if index < len(notes) else None


def _marker(*notes: Footnote | None) -> str:
    return next(note.marker for note in notes if note is not None)
