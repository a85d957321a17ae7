"""Properties of corrections for any document: nothing is lost, and every conflict is reported."""

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
DrawnReading = tuple[ParsedDocument, Extraction]


@st.composite
def readings(draw: st.DrawFn) -> DrawnReading:
    """Draw recommendations, some with a sub-item; the first word of each block cites an article."""
    texts = draw(st.lists(st.tuples(TEXTS, st.one_of(st.none(), TEXTS)), min_size=2, max_size=5))
    blocks = list(parsed("CTOC/COP/2022/L.4", items=0).blocks)
    drafts: list[DraftRecommendation] = []
    references: list[Reference] = []
    for number, (text, sub_text) in enumerate(texts):
        letter, indices = chr(ord("a") + number), []
        for label, words in ((f"({letter})", text), ("(i)", sub_text)):
            if words is None:
                continue
            index = len(blocks)
            anchor = f"para-1-{letter}" + ("-i" if indices else "")
            blocks.append(
                Block(
                    index,
                    BlockKind.ITEM,
                    words,
                    label=label,
                    level=1,
                    parent=indices[0] if indices else 1,
                    anchor=anchor,
                )
            )
            indices.append(index)
            first = words.split()[0]
            references.append(
                dataclasses.replace(
                    article(index, str(10 + index)), start=0, end=len(first), text=first, kind=ReferenceKind.ARTICLE
                )
            )
        full_text = text if sub_text is None else f"{text}\n(i) {sub_text}"
        drafts.append(
            draft(
                letter,
                indices[0],
                *range(len(references) - len(indices), len(references)),
                text=full_text,
                blocks=tuple(indices),
            )
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
def edits_of(draw: st.DrawFn, reading: DrawnReading) -> list[Edit]:
    """Draw at most one valid edit per recommendation, and perhaps one of the masthead."""
    edits = []
    for number, row in enumerate(reading[1].recommendations):
        kind = draw(st.sampled_from(["none", "field", "split", "remove"]))
        if kind == "field":
            field = draw(st.sampled_from(FIELDS))
            old_value = value_of(row, reading[1].references, field)
            edits.append(Edit(kind, row.anchor, field, old_value, draw(VALUES[field]), number))
        elif kind == "split":
            at = draw(
                st.integers(1, len(row.text) - 1).filter(
                    lambda at, text=row.text: text[:at].strip() and text[at:].strip()
                )
            )
            edits.append(Edit(kind, row.anchor, "", row.text, {"at": at, "anchor": f"{row.anchor}--2"}, number))
        elif kind == "remove":
            edits.append(Edit(kind, row.anchor, "", row.text, None, number))
    if draw(st.booleans()):
        field, value = draw(ONE_FACT)
        old_value = getattr(reading[0].masthead, field)
        edits.append(Edit("fact", "", field, old_value, value, len(edits) + 100))
    return edits


@st.composite
def edited_readings(draw: st.DrawFn) -> tuple[DrawnReading, list[Edit]]:
    reading = draw(readings())
    return reading, draw(edits_of(reading))


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
ARBITRARY_EDITS = st.lists(
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
    return Counter(word for row in extraction.recommendations for word in row.text.split())


@QUICK
@given(readings())
def test_reading_without_edits_is_unchanged(reading: DrawnReading) -> None:
    result = apply(*reading, [])
    assert (result.parsed, result.extraction, result.clashes) == (*reading, ())
    assert compare(result, result) == ()


@QUICK
@given(edited_readings())
def test_valid_edits_never_clash(case: tuple[DrawnReading, list[Edit]]) -> None:
    reading, edits = case
    assert apply(*reading, edits).clashes == ()


@QUICK
@given(edited_readings())
def test_applying_twice_equals_applying_once(case: tuple[DrawnReading, list[Edit]]) -> None:
    reading, edits = case
    once = apply(*reading, edits)
    assert apply(once.parsed, once.extraction, edits) == once


@QUICK
@given(edited_readings(), st.randoms(use_true_random=False))
def test_independent_edits_apply_in_any_order(case: tuple[DrawnReading, list[Edit]], random: Any) -> None:
    reading, edits = case
    shuffled = list(edits)
    random.shuffle(shuffled)
    assert compare(apply(*reading, edits), apply(*reading, shuffled)) == ()


@QUICK
@given(edited_readings())
def test_inverse_edits_restore_the_reading(case: tuple[DrawnReading, list[Edit]]) -> None:
    reading, edits = case
    value_edits = [edit for edit in edits if edit.kind in ("fact", "field")]
    inverse = [dataclasses.replace(edit, old_value=edit.value, value=edit.old_value) for edit in value_edits]
    result = apply(*reading, [*value_edits, *inverse])
    assert (result.parsed, result.extraction, result.clashes) == (*reading, ())


@QUICK
@given(readings(), st.data())
def test_splitting_and_joining_loses_nothing(reading: DrawnReading, data: st.DataObject) -> None:
    row = reading[1].recommendations[0]
    at = data.draw(st.integers(1, len(row.text) - 1).filter(lambda at: row.text[:at].strip() and row.text[at:].strip()))
    split = apply(*reading, [Edit("split", row.anchor, "", row.text, {"at": at, "anchor": "new"})])
    first, second = split.extraction.recommendations[:2]
    assert set(first.references) | set(second.references) == set(row.references)
    assert set(first.blocks) | set(second.blocks) == set(row.blocks)
    joined = apply(split.parsed, split.extraction, [Edit("join", row.anchor, "", [first.text, second.text], ["new"])])
    assert joined.clashes == ()
    merged = joined.extraction.recommendations[0]
    assert "".join(merged.text.split()) == "".join(row.text.split())
    assert (set(merged.references), merged.blocks) == (set(row.references), row.blocks)


@QUICK
@given(readings())
def test_joining_loses_no_word_or_citation(reading: DrawnReading) -> None:
    first, *others = reading[1].recommendations
    texts = [row.text for row in (first, *others)]
    result = apply(*reading, [Edit("join", first.anchor, "", texts, [row.anchor for row in others])])
    (merged,) = result.extraction.recommendations
    labels = Counter(row.label for row in others)
    assert words_of(result.extraction) == words_of(reading[1]) + labels
    assert set(merged.references) == {index for row in reading[1].recommendations for index in row.references}


@QUICK
@given(readings(), st.data())
def test_moving_back_restores_the_reading(reading: DrawnReading, data: st.DataObject) -> None:
    anchors = [row.anchor for row in reading[1].recommendations]
    moved = data.draw(st.sampled_from(anchors))
    target = data.draw(st.sampled_from(["", *(anchor for anchor in anchors if anchor != moved)]))
    previous = ["", *anchors][anchors.index(moved)]
    result = apply(*reading, [Edit("move", moved, "", previous, target), Edit("move", moved, "", target, previous)])
    assert result.extraction == reading[1]


@QUICK
@given(readings(), ARBITRARY_EDITS)
def test_any_edit_is_applied_or_reported(reading: DrawnReading, edits: list[Edit]) -> None:
    """No edit raises, and edits that clash have no effect: the other edits alone give the same result."""
    result = apply(*reading, edits)
    clashing = [clash.edit for clash in result.clashes]
    others = apply(*reading, [edit for edit in edits if not any(edit.key == skipped.key for skipped in clashing)])
    if len({edit.key for edit in edits}) == len(edits):
        changed_anchors = [frozenset(affected_anchors(edit)) or edit.field for edit in edits]
        if len(set(changed_anchors)) == len(changed_anchors):
            assert others.extraction == result.extraction
            assert others.parsed == result.parsed


@QUICK
@given(edited_readings(), readings(), st.sets(st.integers(0, 105)))
def test_rebasing_keeps_or_drops_every_edit(
    case: tuple[DrawnReading, list[Edit]], later: DrawnReading, keep: set[int]
) -> None:
    _read, edits = case
    clashing = {clash.edit.key for clash in apply(*later, edits).clashes}
    rebased = rebase(*later, edits, keep)
    assert rebased.corrected.clashes == ()
    assert {edit.key for edit in rebased.edits} | {edit.key for edit in rebased.dropped} == {edit.key for edit in edits}
    assert {edit.key for edit in rebased.dropped} <= clashing
    assert apply(*later, rebased.edits) == rebased.corrected


@QUICK
@given(edited_readings())
def test_every_correction_is_among_the_differences(case: tuple[DrawnReading, list[Edit]]) -> None:
    reading, edits = case
    before, after = apply(*reading, []), apply(*reading, edits)
    changed = {(change.kind, change.anchor, change.field) for change in compare(before, after)}
    for edit in edits:
        if edit.kind == "fact" and edit.old_value != edit.value:
            assert ("fact", "", edit.field) in changed
        if edit.kind == "remove":
            assert ("remove", edit.anchor, "text") in changed
        if edit.kind == "split":
            assert ("add", f"{edit.anchor}--2", "text") in changed
