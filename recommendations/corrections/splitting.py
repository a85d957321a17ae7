"""One recommendation cut in two, and several joined: no word, note or citation of theirs is lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from documents.parsing.types import Block, ParsedDocument
from recommendations.corrections.fields import articles_of, cited_articles
from recommendations.corrections.sheet import HALF_SEPARATOR, Sheet, free_anchor
from recommendations.corrections.types import Edit, EditError, Reason
from recommendations.extraction.actions import Action
from recommendations.extraction.recommendations import find_alternatives
from recommendations.extraction.types import DraftRecommendation, Reference, TopicMatch

# --- split -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Cut:
    """Where a text is cut. ``blocks`` before and behind; ``divided`` is the block that the cut goes through, with
    ``offset`` in its text, None where that is not known: then only the words tell what belongs to which half.
    """

    before: tuple[int, ...]
    behind: tuple[int, ...]
    divided: int | None = None
    offset: int | None = None


def split(sheet: Sheet, edit: Edit) -> None:
    """Cut the text at an offset. Both halves keep what is said of the whole, but for what stands in one of them alone,
    and for what their own words ask, where the whole was read by its own words.

    A cut before a sub-item makes that a recommendation at its own place, under its own label; any other leaves both
    halves at the same one.
    """
    at, anchor = _where(edit.value)
    draft = sheet.draft(edit.anchor)
    if sheet.find(anchor):
        if isinstance(edit.was, str) and draft.text == edit.was[:at].rstrip():
            return
        raise EditError(Reason.TAKEN, draft.text)
    if draft.text != edit.was:
        raise EditError(Reason.DIFFERS, draft.text, can_stay=_found_again(draft.text, edit) is not None)
    if not (draft.text[:at].strip() and draft.text[at:].strip()):
        raise EditError(Reason.UNFIT, draft.text)
    sheet.put(edit.anchor, *_halves(sheet, draft, at, anchor))


def _where(value: Any) -> tuple[int, str]:
    try:
        at, anchor = value["at"], value["anchor"]
    except (TypeError, KeyError) as error:
        raise EditError(Reason.UNFIT) from error
    if not (isinstance(at, int) and isinstance(anchor, str) and at > 0 and anchor):
        raise EditError(Reason.UNFIT)
    return at, anchor


def _found_again(text: str, edit: Edit) -> int | None:
    """Where another text is to be cut: before the words that were behind the cut, if they are there once."""
    words = edit.was[edit.value["at"] :].strip()[:40] if isinstance(edit.was, str) else ""
    return text.find(words) if words and text.count(words) == 1 and text.find(words) > 0 else None


def moved_cut(edit: Edit, now: str) -> Edit:
    """The same cut in another text. Raise ValueError where it cannot be told."""
    at = _found_again(now, edit)
    if at is None:
        raise ValueError(now)
    return replace(edit, was=now, value={**edit.value, "at": at})


def anchor_of_cut(sheet: Sheet, draft: DraftRecommendation, at: int) -> str:
    """The anchor that what follows a cut gets: that of the sub-item that it begins with, else one of its own."""
    taken = {one.anchor for one in sheet.drafts} | {block.anchor for block in sheet.parsed.blocks}
    cut = _cut(sheet.parsed, draft, at)
    if cut.divided is None and cut.before != cut.behind:
        own = sheet.parsed.blocks[cut.behind[0]].anchor
        if own and sheet.find(own) is None:
            return own
    return free_anchor(draft.anchor, taken)


def _halves(
    sheet: Sheet, draft: DraftRecommendation, at: int, anchor: str
) -> tuple[DraftRecommendation, DraftRecommendation]:
    first_text, second_text = draft.text[:at].rstrip(), draft.text[at:].lstrip()
    cut = _cut(sheet.parsed, draft, at)
    first = replace(draft, text=first_text, blocks=cut.before)
    second = replace(draft, text=second_text, blocks=cut.behind, anchor=anchor)
    block = sheet.parsed.blocks[cut.behind[0]]
    if cut.divided is None and cut.before != cut.behind:
        text = second_text.removeprefix(block.label or "").lstrip()
        second = replace(second, text=text or second_text, label=block.label or "", path=block.path, page=block.page)
    elif cut.offset is not None:
        second = replace(second, page=block.page_at(cut.offset))
    return _half(sheet, draft, first, second.text, cut, 0), _half(sheet, draft, second, first_text, cut, 1)


def _half(
    sheet: Sheet, whole: DraftRecommendation, half: DraftRecommendation, other: str, cut: _Cut, which: int
) -> DraftRecommendation:
    """Return a half with its own references, topics, notes and alternatives."""

    def stands_here(block: int, offset: int, words: str) -> bool:
        side = _side(cut, block, offset)
        if side is not None:
            return side == which
        return not words or words in half.text or words not in other

    references = tuple(
        index
        for index in whole.references
        if stands_here(sheet.references[index].block or 0, sheet.references[index].start, sheet.references[index].text)
    )
    half = replace(
        half,
        references=references,
        note_references=tuple(
            index for index in whole.note_references if _note_stands(sheet, whole, sheet.references[index], cut, which)
        ),
        topics=tuple(match for match in whole.topics if _shown(match, half.text, other)),
        alternatives=find_alternatives(half.text),
    )
    return _asking(sheet, whole, replace(half, articles=_named(sheet, whole, half)))


def _asking(sheet: Sheet, whole: DraftRecommendation, half: DraftRecommendation) -> DraftRecommendation:
    """A half with what its own words ask; what a person set right of the whole, or its chapeau asks, holds for both."""
    own = sheet.asked(half.text)
    if not own.verb or sheet.asked(whole.text) != Action(whole.addressees, whole.verb, whole.action, whole.strength):
        return half
    return replace(half, addressees=own.addressees, verb=own.verb, action=own.action, strength=own.strength)


def _note_stands(sheet: Sheet, whole: DraftRecommendation, reference: Reference, cut: _Cut, which: int) -> bool:
    """Whether a note that cites something is called in a half; in both where that is not known."""
    calls = [
        (index, call.offset)
        for index in whole.blocks
        for call in sheet.parsed.blocks[index].notes
        if call.note == reference.footnote
    ]
    sides = {_side(cut, block, offset) for block, offset in calls}
    return not sides or None in sides or which in sides


def _shown(match: TopicMatch, text: str, other: str) -> bool:
    words = match.evidence.casefold()
    return match.in_heading or words in text.casefold() or words not in other.casefold()


def _named(sheet: Sheet, whole: DraftRecommendation, half: DraftRecommendation) -> Any:
    """Of the articles that a person named those that the half cites, and those that nothing cites."""
    if whole.articles is None:
        return None
    elsewhere = set(cited_articles(whole, sheet.references)) - set(cited_articles(half, sheet.references))
    return tuple(target for target in whole.articles if target not in elsewhere)


def _cut(parsed: ParsedDocument, draft: DraftRecommendation, at: int) -> _Cut:
    """Which blocks a cut leaves before it and behind it."""
    starts = _starts(parsed, draft)
    if starts is None:
        return _Cut(draft.blocks, draft.blocks)
    for place, start in enumerate(starts):
        if place and not draft.text[min(at, start) : max(at, start)].strip():
            return _Cut(draft.blocks[:place], draft.blocks[place:])
    place = max(place for place, start in enumerate(starts) if start <= at)
    block = parsed.blocks[draft.blocks[place]]
    return _Cut(draft.blocks[: place + 1], draft.blocks[place:], draft.blocks[place], _offset(block, draft.text, at))


def _starts(parsed: ParsedDocument, draft: DraftRecommendation) -> list[int] | None:
    """The offset in the text of each of its blocks, by their lines; None where the lines are not theirs."""
    lines = draft.text.split("\n")
    counts = [parsed.blocks[index].text.count("\n") + 1 for index in draft.blocks]
    if sum(counts) != len(lines):
        return None
    starts, line = [], 0
    for number in counts:
        starts.append(sum(len(each) + 1 for each in lines[:line]))
        line += number
    return starts


def _offset(block: Block, text: str, at: int) -> int | None:
    """Where in a block's text the words behind the cut begin; None where its text does not have them once."""
    words = text[at:].lstrip().split("\n")[0]
    return block.text.find(words) if words and block.text.count(words) == 1 else None


def _side(cut: _Cut, block: int, offset: int) -> int | None:
    """Return 0 for what is before the cut, 1 for what is after it, None if unknown."""
    if block == cut.divided:
        return None if cut.offset is None else int(offset >= cut.offset)
    if (block in cut.before) != (block in cut.behind):
        return int(block in cut.behind)
    return None


# --- join --------------------------------------------------------------------------------------------


def join(sheet: Sheet, edit: Edit) -> None:
    """Make several one, at the place of the first that is named; the others' texts follow in the order in which they
    stand, each on a line of its own behind its label, as sub-items do.
    """
    others = edit.value
    if not (isinstance(others, list) and others and all(isinstance(anchor, str) for anchor in others)):
        raise EditError(Reason.UNFIT)
    if edit.anchor in others or len(set(others)) < len(others):
        raise EditError(Reason.UNFIT)
    first = sheet.draft(edit.anchor)
    if _is_joined(sheet, first, edit):
        return
    named = [sheet.draft(anchor) for anchor in others]
    now = [first.text, *(draft.text for draft in named)]
    if len({(draft.status, draft.adopted_by) for draft in (first, *named)}) > 1:
        raise EditError(Reason.STANDING, now)
    if now != edit.was:
        raise EditError(Reason.DIFFERS, now, can_stay=True)
    members = [draft for draft in sheet.drafts if draft in named]
    joined = first
    for member in members:
        joined = _joined(sheet.references, joined, member)
    for member in members:
        sheet.drafts.remove(member)
    sheet.put(edit.anchor, joined)


def _is_joined(sheet: Sheet, first: DraftRecommendation, edit: Edit) -> bool:
    """Whether the reading has them as one already."""
    gone = all(sheet.find(anchor) is None for anchor in edit.value)
    return gone and isinstance(edit.was, list) and all(text in first.text for text in edit.was)


def _joined(
    references: Sequence[Reference], one: DraftRecommendation, other: DraftRecommendation
) -> DraftRecommendation:
    text = _with_line(one, other)
    articles = None
    if one.articles is not None or other.articles is not None:
        articles = _once(articles_of(one, references), articles_of(other, references))
    return replace(
        one,
        text=text,
        blocks=_once(one.blocks, other.blocks),
        addressees=_once(one.addressees, other.addressees),
        references=_once(one.references, other.references),
        heading_references=_once(one.heading_references, other.heading_references),
        note_references=_once(one.note_references, other.note_references),
        topics=_once(one.topics, other.topics),
        alternatives=find_alternatives(text),
        articles=articles,
    )


def _with_line(one: DraftRecommendation, other: DraftRecommendation) -> str:
    """The halves of one paragraph go on with a blank; what has a label of its own begins a line with it."""
    if other.blocks[0] in one.blocks:
        return f"{one.text} {other.text}"
    label = "" if HALF_SEPARATOR in other.anchor else other.label
    return f"{one.text}\n{label} {other.text}" if label else f"{one.text}\n{other.text}"


def _once(*parts: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(item for part in parts for item in part))
