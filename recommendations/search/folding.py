"""Group the entries of a recommendation, in all languages and stages, into one hit, and count them as one."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from pyroaring import BitMap

from recommendations.index.sets import as_numbers, as_set, count_repetitions
from recommendations.index.snapshot import Snapshot
from recommendations.index.stages import Stages


def keep_one_per_place(snapshot: Snapshot, numbers: BitMap) -> BitMap:
    """Return the entries, with only one entry for each place that exists in several languages: the entry in the leading
    version if it is among them, otherwise the first."""
    following = numbers & snapshot.followers
    if not following:
        return numbers
    followers = as_numbers(following)
    twins = snapshot.twins[followers]
    is_first = np.zeros(len(followers), dtype=bool)
    is_first[np.unique(twins, return_index=True)[1]] = True
    is_twin_present = np.isin(twins, as_numbers(as_set(twins) & numbers))
    return numbers - as_set(followers[is_twin_present | ~is_first])


def keep_one_per_recommendation(snapshot: Snapshot, numbers: BitMap) -> BitMap:
    """Return the entries, with only one entry for each recommendation, whatever its stages and languages: an adopted
    text if there is one, otherwise the latest text."""
    numbers = keep_one_per_place(snapshot, numbers)
    stages = snapshot.stages
    staged = numbers & stages.entries
    if not staged:
        return numbers
    is_repeated = np.zeros(len(stages.numbers), dtype=bool)
    is_repeated[stages.present_in(staged).repeated] = True
    entries = as_numbers(staged)
    return numbers - as_set(entries[is_repeated[stages.positions[entries]]])


def count_hits(snapshot: Snapshot, numbers: BitMap) -> int:
    """Return the number of recommendations that these entries belong to."""
    numbers = keep_one_per_place(snapshot, numbers)
    return len(numbers) - len(snapshot.stages.present_in(numbers & snapshot.stages.entries).repeated)


def other_stages(snapshot: Snapshot, number: int) -> list[int]:
    """Return the leading entries of the other stages of a recommendation, adopted first, then the latest."""
    if number not in snapshot.stages.entries:
        return []
    twins = snapshot.twins
    return [other for other in snapshot.stages.of(int(snapshot.heads[number])) if twins[other] != twins[number]]


def count_recommendations(snapshot: Snapshot, numbers: BitMap, facets: Collection[str]) -> dict[str, dict[str, int]]:
    """Return facet -> value -> number of recommendations among these live entries, without zeros.

    There must be one entry for each place; to count languages, one for each place and language. All entries are
    counted; then entries of later stages that repeat a value of an earlier stage are subtracted.
    """
    staged = numbers & snapshot.stages.entries
    if not staged:
        return snapshot.counts(numbers, facets)
    by_place = [facet for facet in facets if facet != "language" and facet in snapshot.indexes]
    counts = snapshot.counts(numbers, by_place, _repeated_values(snapshot, staged) if by_place else None)
    for facet, totals in snapshot.counts(numbers, set(facets).difference(by_place)).items():
        sets = snapshot.facets.get(facet, {})
        counts[facet] = {
            value: total - _count_repeated(snapshot.stages, sets[value] & staged) for value, total in totals.items()
        }
    return counts


def _repeated_values(snapshot: Snapshot, staged: BitMap) -> np.ndarray:
    """Return how many of these stages repeat a value of an earlier one among them, by the index of the value."""
    stages = snapshot.stages
    present = stages.present_in(staged)
    sizes, are_complete = stages.are_complete(present)
    repeated = stages.count_repeated(present.indexes[np.repeat(are_complete, sizes) & ~present.is_first], snapshot)
    are_others = ~are_complete & (sizes > 1)
    if not are_others.any():
        return repeated
    others = stages.numbers[present.indexes[np.repeat(are_others, sizes)]]
    groups = np.repeat(np.arange(np.count_nonzero(are_others)), sizes[are_others])
    repeated += count_repetitions(snapshot.by_number, others, groups, snapshot.index_count)
    return repeated


def _count_repeated(stages: Stages, staged: BitMap) -> int:
    """Return how many of these entries belong to a recommendation that another of them already represents."""
    groups = stages.groups[stages.positions[as_numbers(staged)]]
    is_present = np.zeros(len(stages.numbers), dtype=bool)
    is_present[groups] = True
    return len(groups) - int(np.count_nonzero(is_present))
