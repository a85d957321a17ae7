"""Divide recommendations by subject. Pure: works on sets of numbers."""

from __future__ import annotations

from collections.abc import Mapping

from pyroaring import BitMap

MIN_MEMBERS = 2  # recommendations that a subject must add to those already divided
GENERAL_SHARE = 0.5  # a subject of more recommendations than this does not distinguish them


def divide(values: Mapping[str, BitMap], hits: BitMap, max_subjects: int) -> list[tuple[str, BitMap]]:
    """Return subjects with the hits to list under each, so that each hit is listed once.

    ``values`` are the hits that have each subject, in order of preference. The subject that adds the most hits comes
    first; of equals, the narrower one. A general subject, which more than half of the hits have, would leave nothing
    for the others: it is at the top, but gets only the hits without a more specific subject. Hits without any of the
    subjects are under "", at the end.
    """
    general = [value for value, members in values.items() if len(members) > GENERAL_SHARE * len(hits)]
    candidates = {value: members for value, members in values.items() if value not in general}
    divided: list[tuple[str, BitMap]] = []
    remaining = hits.copy()
    while candidates and len(divided) < max_subjects:
        best = min(candidates, key=lambda value: (-len(candidates[value] & remaining), len(candidates[value])))
        members = candidates.pop(best) & remaining
        if len(members) < MIN_MEMBERS:
            break
        divided.append((best, members))
        remaining -= members
    if general and remaining:
        widest = min(general, key=lambda value: (-len(values[value] & remaining), len(values[value])))
        if members := values[widest] & remaining:
            divided.insert(0, (widest, members))
            remaining -= members
    return [*divided, ("", remaining)] if remaining else divided
