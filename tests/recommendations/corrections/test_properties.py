"""What holds for corrections of any document: nothing is lost, nothing is applied in silence."""

from __future__ import annotations

import dataclasses
from collections import Counter
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from documents.parsing.types import Block, BlockKind, ParsedDocument
from recommendations.corrections import FACTS, FIELDS, Edit, apply, compare, rebase, value_of
from recommendations.corrections.apply import affected_anchors
from recommendations.extraction.types import DraftRecommendation, Extraction, Reference, ReferenceKind, Strength
from tests.lanes import examples
from tests.parsed import article, draft, parsed

QUICK = settings(max_examples=examples(40))

WORDS = st.sampled_from(["States", "parties", "should", "article 18", "act", "and", "§", "юрист", "[may]"])
TEXTS = st.lists(WORDS, min_size=2, max_size=6).map(" ".join)
Read = tuple[ParsedDocument, Extraction]


@st.composite
def readings(draw: st.DrawFn) -> Read:
    """Some recommendations, some of them with a sub-item; each block cites something at its first word."""
    texts = draw(st.lists(st.tuples(TEXTS, st.one_of(st.none(), TEXTS)), min_size=2, max_size=5))
    blocks = list(parsed("CTOC/COP/2022/L.4", items=0).blocks)
    drafts: list[DraftRecommendation] = []
    references: list[Reference] = []
    for number, (text, below) in enumerate(texts):
        letter, own = chr(ord("a") + number), []
        for label, words in ((f"({letter})", text), ("(i)", below)):
            if words is None:
                continue
            index = len(blocks)
            anchor = f"para-1-{letter}" + ("-i" if own else "")
            blocks.append(
                Block(index, BlockKind.ITEM, words, label=label, level=1, parent=own[0] if own else 1, anchor=anchor)
            )
            own.append(index)
            first = words.split()[0]
            references.append(
                dataclasses.replace(
                    article(index, str(10 + index)), start=0, end=len(first), text=first, kind=ReferenceKind.ARTICLE
                )
            )
        whole = text if below is None else f"{text}\n(i) {below}"
        drafts.append(
            draft(letter, own[0], *range(len(references) - len(own), len(references)), text=whole, blocks=tuple(own))
        )
    document = dataclasses.replace(parsed("CTOC/COP/2022/L.4", items=0), blocks=tuple(blocks), footnotes=())
    return document, Extraction(tuple(drafts), tuple(references))


VALUES: dict[str, st.SearchStrategy[Any]] = {
    "text": TEXTS,
    "heading": TEXTS,
    "verb": TEXTS,
    "action": TEXTS,
    "strength": st.sampled_from([None, *Strength]).map(lambda strength: strength and strength.value),
    "status": st.sampled_from(["draft", "proposed", "adopted"]),
    "addressees": st.lists(st.sampled_from(["UNODC", "States parties"]), unique=True),
    "topics": st.lists(st.sampled_from(["extradition", "joint-investigations"]), unique=True),
    "articles": st.lists(st.sampled_from(["untoc:12", "untoc:18", "untoc:18(13)", "uncac:1"]), unique=True),
    "adopted_by": st.just({"body": "cop", "ordinal": 11}),
    "meeting": st.sampled_from([None, {"body": "cop", "ordinal": 10}]),
    "put_to": st.none(),
}
ONE_FACT = st.tuples(st.sampled_from(["title", "subtitle", "session", "body", "job_number"]), TEXTS)


@st.composite
def edits_of(draw: st.DrawFn, read: Read) -> list[Edit]:
    """At most one edit a recommendation, each of what is there."""
    edits = []
    for number, one in enumerate(read[1].recommendations):
        kind = draw(st.sampled_from(["none", "field", "split", "remove"]))
        if kind == "field":
            field = draw(st.sampled_from(FIELDS))
            was = value_of(one, read[1].references, field)
            edits.append(Edit(kind, one.anchor, field, was, draw(VALUES[field]), number))
        elif kind == "split":
            at = draw(
                st.integers(1, len(one.text) - 1).filter(
                    lambda at, text=one.text: text[:at].strip() and text[at:].strip()
                )
            )
            edits.append(Edit(kind, one.anchor, "", one.text, {"at": at, "anchor": f"{one.anchor}--2"}, number))
        elif kind == "remove":
            edits.append(Edit(kind, one.anchor, "", one.text, None, number))
    if draw(st.booleans()):
        field, value = draw(ONE_FACT)
        was = getattr(read[0].masthead, field)
        edits.append(Edit("fact", "", field, was, value, len(edits) + 100))
    return edits


@st.composite
def edited(draw: st.DrawFn) -> tuple[Read, list[Edit]]:
    read = draw(readings())
    return read, draw(edits_of(read))


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 99)
    | st.sampled_from(["", "para-1-a", "untoc:18", "2022-10-17"])
    | TEXTS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["at", "anchor", "text", "body", "ordinal", "status", "start"]), inner)
    ),
    max_leaves=6,
)
ANY_EDITS = st.lists(
    st.builds(
        Edit,
        st.sampled_from(["fact", "field", "split", "join", "add", "remove", "move", "nonsense"]),
        st.sampled_from(["", "para-1", "para-1-a", "para-1-b", "para-1-a-i", "nowhere"]),
        st.sampled_from(["", "nonsense", *FACTS, *FIELDS]),
        JSON,
        JSON,
        st.integers(1, 9),
    ),
    max_size=4,
)


def words_of(extraction: Extraction) -> Counter[str]:
    return Counter(word for one in extraction.recommendations for word in one.text.split())


@QUICK
@given(readings())
def test_without_edits_it_is_what_was_read(read: Read) -> None:
    found = apply(*read, [])
    assert (found.parsed, found.extraction, found.clashes) == (*read, ())
    assert compare(found, found) == ()


@QUICK
@given(edited())
def test_what_was_said_of_what_is_there_is_applied(both: tuple[Read, list[Edit]]) -> None:
    read, edits = both
    assert apply(*read, edits).clashes == ()


@QUICK
@given(edited())
def test_twice_is_once(both: tuple[Read, list[Edit]]) -> None:
    read, edits = both
    once = apply(*read, edits)
    assert apply(once.parsed, once.extraction, edits) == once


@QUICK
@given(edited(), st.randoms(use_true_random=False))
def test_what_does_not_touch_has_no_order(both: tuple[Read, list[Edit]], random: Any) -> None:
    read, edits = both
    shuffled = list(edits)
    random.shuffle(shuffled)
    assert compare(apply(*read, edits), apply(*read, shuffled)) == ()


@QUICK
@given(edited())
def test_set_right_and_back_is_what_was_read(both: tuple[Read, list[Edit]]) -> None:
    read, edits = both
    of_values = [edit for edit in edits if edit.kind in ("fact", "field")]
    back = [dataclasses.replace(edit, was=edit.value, value=edit.was) for edit in of_values]
    found = apply(*read, [*of_values, *back])
    assert (found.parsed, found.extraction, found.clashes) == (*read, ())


@QUICK
@given(readings(), st.data())
def test_divided_and_joined_nothing_is_lost(read: Read, data: st.DataObject) -> None:
    one = read[1].recommendations[0]
    at = data.draw(st.integers(1, len(one.text) - 1).filter(lambda at: one.text[:at].strip() and one.text[at:].strip()))
    split = apply(*read, [Edit("split", one.anchor, "", one.text, {"at": at, "anchor": "new"})])
    first, second = split.extraction.recommendations[:2]
    assert set(first.references) | set(second.references) == set(one.references)
    assert set(first.blocks) | set(second.blocks) == set(one.blocks)
    joined = apply(split.parsed, split.extraction, [Edit("join", one.anchor, "", [first.text, second.text], ["new"])])
    assert joined.clashes == ()
    whole = joined.extraction.recommendations[0]
    assert "".join(whole.text.split()) == "".join(one.text.split())
    assert (set(whole.references), whole.blocks) == (set(one.references), one.blocks)


@QUICK
@given(readings())
def test_joined_no_word_note_or_citation_is_lost(read: Read) -> None:
    first, *others = read[1].recommendations
    texts = [one.text for one in (first, *others)]
    found = apply(*read, [Edit("join", first.anchor, "", texts, [one.anchor for one in others])])
    (whole,) = found.extraction.recommendations
    labels = Counter(one.label for one in others)
    assert words_of(found.extraction) == words_of(read[1]) + labels
    assert set(whole.references) == {index for one in read[1].recommendations for index in one.references}


@QUICK
@given(readings(), st.data())
def test_moved_and_back_is_what_was_read(read: Read, data: st.DataObject) -> None:
    anchors = [one.anchor for one in read[1].recommendations]
    moved = data.draw(st.sampled_from(anchors))
    behind = data.draw(st.sampled_from(["", *(anchor for anchor in anchors if anchor != moved)]))
    stood = ["", *anchors][anchors.index(moved)]
    found = apply(*read, [Edit("move", moved, "", stood, behind), Edit("move", moved, "", behind, stood)])
    assert found.extraction == read[1]


@QUICK
@given(readings(), ANY_EDITS)
def test_anything_is_applied_or_said(read: Read, edits: list[Edit]) -> None:
    """No edit raises, and those that clash leave no trace: the others alone give the same."""
    found = apply(*read, edits)
    clashing = [clash.edit for clash in found.clashes]
    alone = apply(*read, [edit for edit in edits if not any(edit.key == one.key for one in clashing)])
    if len({edit.key for edit in edits}) == len(edits):
        places = [frozenset(affected_anchors(edit)) or edit.field for edit in edits]
        if len(set(places)) == len(places):
            assert alone.extraction == found.extraction
            assert alone.parsed == found.parsed


@QUICK
@given(edited(), readings(), st.sets(st.integers(0, 105)))
def test_taken_over_to_another_reading_every_edit_holds_or_is_dropped(
    both: tuple[Read, list[Edit]], other: Read, keep: set[int]
) -> None:
    _read, edits = both
    asked = {clash.edit.key for clash in apply(*other, edits).clashes}
    taken = rebase(*other, edits, keep)
    assert taken.corrected.clashes == ()
    assert {edit.key for edit in taken.edits} | {edit.key for edit in taken.dropped} == {edit.key for edit in edits}
    assert {edit.key for edit in taken.dropped} <= asked
    assert apply(*other, taken.edits) == taken.corrected


@QUICK
@given(edited())
def test_all_that_was_set_right_is_among_the_differences(both: tuple[Read, list[Edit]]) -> None:
    read, edits = both
    before, after = apply(*read, []), apply(*read, edits)
    found = {(one.kind, one.anchor, one.field) for one in compare(before, after)}
    for edit in edits:
        if edit.kind == "fact" and edit.was != edit.value:
            assert ("fact", "", edit.field) in found
        if edit.kind == "remove":
            assert ("remove", edit.anchor, "text") in found
        if edit.kind == "split":
            assert ("add", f"{edit.anchor}--2", "text") in found
