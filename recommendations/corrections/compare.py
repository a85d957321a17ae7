"""What one reading says otherwise than another: for the person who is asked which of them holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher

from documents.parsing.serialize import to_plain
from documents.parsing.types import Block, Footnote, ParsedDocument
from recommendations.corrections.facts import FACTS, fact_of
from recommendations.corrections.fields import FIELDS, same_value, value_of
from recommendations.corrections.types import Corrected, Difference
from recommendations.extraction.types import DraftRecommendation, Extraction, Reference, ReferenceKind

ALL_FACTS = ("symbols", *FACTS)
_OF_BLOCKS = ("text", "label", "kind", "level", "path", "page", "cells")
_OF_DRAFTS = ("label", "path", "page")


def compare(before: Corrected, after: Corrected) -> tuple[Difference, ...]:
    """Everything that a reader of the document would see otherwise, in the order of a page: the masthead, the
    recommendations, the paragraphs, the notes. What only the layout tells (boxes, emphasis) is left out."""
    return (
        *_facts(before, after),
        *_recommendations(before.extraction, after.extraction),
        *_paragraphs(before, after),
        *_notes(before.parsed, after.parsed),
    )


def _facts(before: Corrected, after: Corrected) -> Iterator[Difference]:
    heads = before.parsed.masthead, after.parsed.masthead
    for field in ALL_FACTS:
        one, other = (fact_of(head, field) for head in heads)
        if one != other:
            yield Difference("fact", "", field, one, other)


# --- recommendations ---------------------------------------------------------------------------------


def _recommendations(before: Extraction, after: Extraction) -> Iterator[Difference]:
    were = {draft.anchor: draft for draft in before.recommendations}
    are = {draft.anchor: draft for draft in after.recommendations}
    for anchor, draft in were.items():
        if anchor not in are:
            yield Difference("remove", anchor, "text", draft.text, None)
    moved = _moved([anchor for anchor in were if anchor in are], [anchor for anchor in are if anchor in were])
    for anchor, draft in are.items():
        if anchor not in were:
            yield Difference("add", anchor, "text", None, draft.text)
            continue
        if anchor in moved:
            yield Difference("move", anchor, "", _before(list(were), anchor), _before(list(are), anchor))
        yield from _fields(were[anchor], before, draft, after)


def _fields(
    one: DraftRecommendation, before: Extraction, other: DraftRecommendation, after: Extraction
) -> Iterator[Difference]:
    for field in FIELDS:
        was, now = value_of(one, before.references, field), value_of(other, after.references, field)
        if not same_value(field, was, now):
            yield Difference("field", one.anchor, field, was, now)
    for field in _OF_DRAFTS:
        was, now = getattr(one, field), getattr(other, field)
        if was != now:
            yield Difference("field", one.anchor, field, was, now)


def _moved(were: list[str], are: list[str]) -> set[str]:
    """Those that stand in another order: all but the longest rows that both have."""
    kept = SequenceMatcher(None, were, are, autojunk=False).get_matching_blocks()
    return set(were) - {anchor for row in kept for anchor in were[row.a : row.a + row.size]}


def _before(anchors: list[str], anchor: str) -> str:
    place = anchors.index(anchor)
    return anchors[place - 1] if place else ""


# --- the text ----------------------------------------------------------------------------------------


def _paragraphs(before: Corrected, after: Corrected) -> Iterator[Difference]:
    were = {block.anchor: block for block in before.parsed.blocks}
    are = {block.anchor: block for block in after.parsed.blocks}
    cited = _cited(before), _cited(after)
    moved = _moved([anchor for anchor in were if anchor in are], [anchor for anchor in are if anchor in were])
    for anchor in dict.fromkeys((*were, *are)):
        one, other = were.get(anchor), are.get(anchor)
        if one is None or other is None:
            yield Difference("paragraph", anchor, "text", one and one.text, other and other.text)
            continue
        yield from _of_block(one, other)
        if anchor in moved:
            yield Difference("paragraph", anchor, "order", _before(list(were), anchor), _before(list(are), anchor))
        if cited[0][anchor] != cited[1][anchor]:
            yield Difference("paragraph", anchor, "citations", cited[0][anchor], cited[1][anchor])


def _of_block(one: Block, other: Block) -> Iterator[Difference]:
    for field in _OF_BLOCKS:
        was, now = to_plain(getattr(one, field)), to_plain(getattr(other, field))
        if was != now:
            yield Difference("paragraph", one.anchor, field, was, now)


def _cited(of: Corrected) -> Mapping[str, list[str]]:
    """Anchor of a block -> what its words and those of the notes it calls cite, in their order."""
    cited: dict[str, list[str]] = defaultdict(list)
    for reference in of.extraction.references:
        block = reference.block
        if block is None and reference.footnote is not None:
            block = of.parsed.footnotes[reference.footnote].block
        if block is not None and reference.text:
            cited[of.parsed.blocks[block].anchor] += _targets(reference)
    return cited


def _targets(reference: Reference) -> list[str]:
    if reference.kind is ReferenceKind.ARTICLE:
        return [str(target) for target in reference.articles] or [reference.text]
    if reference.meeting is not None:
        meeting = reference.meeting
        return [f"{meeting.body} {meeting.ordinal or meeting.start or ''}".rstrip()]
    return [reference.value or reference.text]


def _notes(before: ParsedDocument, after: ParsedDocument) -> Iterator[Difference]:
    """Notes by their place: the same note has the same number in both, unless one is lost."""
    for place in range(max(len(before.footnotes), len(after.footnotes))):
        one, other = _note(before.footnotes, place), _note(after.footnotes, place)
        was, now = one and one.text, other and other.text
        if was != now:
            yield Difference("note", _marker(one, other), "text", was, now)


def _note(notes: tuple[Footnote, ...], place: int) -> Footnote | None:
    return notes[place] if place < len(notes) else None


def _marker(*notes: Footnote | None) -> str:
    return next(note.marker for note in notes if note is not None)
