"""Recommendations are counted once for each value, whichever of their stages are among the counted entries."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st
from pyroaring import BitMap

from recommendations.index.sets import join_chunks, values_by_number
from recommendations.index.snapshot import Snapshot
from recommendations.index.stages import Stages
from recommendations.search.folding import count_recommendations, keep_one_per_recommendation

VALUES = ("a", "b", "c")
FACETS = ("topic", "basis", "language")

Entry = tuple[int, frozenset[str], bool]
"""The recommendation of an entry, its values, and whether it is among those counted."""

ENTRIES: st.SearchStrategy[list[Entry]] = st.lists(
    st.tuples(st.integers(0, 3), st.frozensets(st.sampled_from(VALUES)), st.booleans()), min_size=1, max_size=16
)


def snapshot_of(entries: Sequence[Entry]) -> Snapshot:
    """Return an index whose entries are single places, with the facet "topic" and others that are not numbered."""
    groups = [group for group, _values, _counted in entries]
    heads = np.array([groups.index(group) for group in groups], dtype="<i4")
    twins, days = np.arange(len(entries), dtype="<i4"), np.array([number % 3 for number in range(len(entries))], "<i4")
    sets = {value: BitMap(n for n, (_group, values, _) in enumerate(entries) if value in values) for value in VALUES}
    numbered = [(index, sets[value]) for index, value in enumerate(VALUES) if sets[value]]
    staged = BitMap(number for number, group in enumerate(groups) if groups.count(group) > 1)
    stages = Stages.of_index(staged, twins, heads, days, sets["a"]) if staged else Snapshot(0).stages
    return Snapshot(
        generation=1,
        facets=dict.fromkeys(FACETS, sets),
        live=BitMap(range(len(entries))),
        days=days,
        twins=twins,
        heads=heads,
        stages=stages,
        indexes={"topic": {value: index for index, value in enumerate(VALUES)}},
        index_count=len(VALUES),
        by_number=join_chunks({0: values_by_number(numbered)} if numbered else {}),
    )


@given(entries=ENTRIES)
@example(entries=[(0, frozenset(), True), (0, frozenset(), True)])  # no entry has a value
def test_counts_equal_those_by_hand(entries: list[Entry]) -> None:
    snapshot = snapshot_of(entries)
    counted = [number for number, (_group, _values, is_counted) in enumerate(entries) if is_counted]
    expected = {value: len({entries[n][0] for n in counted if value in entries[n][1]}) for value in VALUES}
    by_value = {value: number for value, number in expected.items() if number}
    assert count_recommendations(snapshot, BitMap(counted), ["topic", "basis", "language"]) == dict.fromkeys(
        FACETS, by_value
    )


@given(entries=ENTRIES)
def test_one_entry_of_each_recommendation_stays(entries: list[Entry]) -> None:
    counted = [number for number, (_group, _values, is_counted) in enumerate(entries) if is_counted]
    kept = keep_one_per_recommendation(snapshot_of(entries), BitMap(counted))
    assert sorted(entries[number][0] for number in kept) == sorted({entries[number][0] for number in counted})
