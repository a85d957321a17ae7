"""Group the entries of a recommendation, in all languages and stages, into one hit, and count them as one."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from pyroaring import BitMap

from recommendations.index.sets import NO_POSITIONS, as_numbers, as_set, count_repetitions
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
    _present, entries = snapshot.stages.present_in(numbers)
    is_later = np.diff(snapshot.heads[entries], prepend=-1) == 0
    return numbers - as_set(entries[is_later])


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
    counts = snapshot.counts(numbers, facets)
    staged = numbers & snapshot.stages.entries
    if not staged:
        return counts
    later, others, groups = _later_stages(snapshot.stages, staged)
    if not (len(later) or len(others)):
        return counts
    repeated = np.zeros(snapshot.index_count, dtype=np.int64)
    if len(others):
        repeated += count_repetitions(snapshot.by_number, others, groups, snapshot.index_count)
    of_later = snapshot.stages.count_repeated(later, snapshot.facets, snapshot.indexes)
    repeated[: len(of_later)] += of_later
    for facet, totals in counts.items():
        if facet == "language" or facet not in snapshot.indexes:
            sets = snapshot.facets.get(facet, {})
            counts[facet] = {
                value: total - _count_repeated(snapshot.stages, sets[value] & staged) for value, total in totals.items()
            }
    for index in np.flatnonzero(repeated).tolist():
        facet, value = snapshot.indexed_values.get(index, ("", ""))  # not of facets that were replaced
        if facet != "language" and value in counts.get(facet, ()):
            counts[facet][value] -= int(repeated[index])
    return counts


def _later_stages(stages: Stages, staged: BitMap) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the later stages among these entries, in two parts.

    The first part has the indexes of the later stages of recommendations with all their earlier stages among the
    entries. The second has all stages of the other recommendations with several, each as its leading entry, followed by
    the group (recommendation) of each.
    """
    if len(staged) == len(stages.entries):
        return stages.later, NO_POSITIONS, NO_POSITIONS
    is_present = np.zeros(len(stages.numbers), dtype=bool)
    is_present[stages.positions[as_numbers(staged)]] = True
    follows_all = is_present.copy()
    for indexes in stages.by_rank:
        follows_all[indexes] &= follows_all[indexes - 1]
    group_count = len(stages.by_rank[0])  # each has a second stage
    lacks_earlier = np.zeros(group_count, dtype=bool)
    lacks_earlier[stages.groups[is_present & ~follows_all]] = True
    lacks_earlier &= np.bincount(stages.groups[is_present], minlength=group_count) > 1
    is_other = is_present & lacks_earlier[stages.groups]
    is_later = follows_all & ~lacks_earlier[stages.groups]
    later = np.flatnonzero(is_later & stages.has_earlier)
    _groups, groups = np.unique(stages.groups[is_other], return_inverse=True)
    return later, stages.numbers[is_other], groups


def _count_repeated(stages: Stages, staged: BitMap) -> int:
    """Return how many of these entries belong to a recommendation that another of them already represents."""
    numbers = as_numbers(staged)
    is_present = np.zeros(len(stages.by_rank[0]), dtype=bool)  # each recommendation has a second stage
    is_present[stages.groups[stages.positions[numbers]]] = True
    return len(numbers) - int(np.count_nonzero(is_present))
