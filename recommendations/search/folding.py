"""Fold the entries of one recommendation, its languages and its stages, into one hit."""

from __future__ import annotations

import numpy as np
from pyroaring import BitMap

from recommendations.index.snapshot import Snapshot


def keep_one_per_place(snapshot: Snapshot, numbers: BitMap) -> BitMap:
    """Keep one entry of each place in several languages: that of the leading version, if present, else the first."""
    following = numbers & snapshot.followers
    if not following:
        return numbers
    followers = np.array(following.to_array(), dtype=np.uint32)
    twins = snapshot.twins[followers].astype(np.uint32)
    is_first = np.zeros(len(followers), dtype=bool)
    is_first[np.unique(twins, return_index=True)[1]] = True
    is_twin_present = np.isin(twins, np.array((BitMap(twins) & numbers).to_array(), dtype=np.uint32))
    return numbers - BitMap(followers[is_twin_present | ~is_first])


def keep_one_per_recommendation(snapshot: Snapshot, numbers: BitMap) -> BitMap:
    """Keep one entry of each recommendation, whatever its stages and languages: adopted first, or else the latest."""
    stages = snapshot.stages
    staged = numbers & stages.entries
    others = keep_one_per_place(snapshot, numbers - staged)
    if not staged:
        return others
    is_present = np.isin(stages.numbers, np.array(staged.to_array(), dtype=np.int64))
    _heads, first = np.unique(stages.heads[is_present], return_index=True)
    return others | BitMap(stages.numbers[is_present][first].astype(np.uint32))


def other_stages(snapshot: Snapshot, number: int) -> list[int]:
    """Return the leading entries of the other stages of a recommendation, adopted first, then the latest."""
    if number not in snapshot.stages.entries:
        return []
    twins = snapshot.twins
    members = snapshot.stages.of(int(snapshot.heads[number]))
    return [member for member in members if twins[member] == member and member != twins[number]]
