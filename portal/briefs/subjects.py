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
    general = {value: members for value, members in values.items() if len(members) > GENERAL_SHARE * len(hits)}
    specific = {value: members for value, members in values.items() if value not in general}
    divided, remaining = _take(specific, hits, max_subjects, MIN_MEMBERS)
    at_top, remaining = _take(general, remaining, max_subjects, 1)
    return [*at_top, *divided, *([("", remaining)] if remaining else [])]


def _take(
    values: dict[str, BitMap], hits: BitMap, max_subjects: int, min_members: int
) -> tuple[list[tuple[str, BitMap]], BitMap]:
    """Return the subjects that take the most hits, one after the other, each with its hits, and the hits that remain.

    Each takes at least ``min_members``.
    """
    taken: list[tuple[str, BitMap]] = []
    remaining = hits.copy()
    while values and len(taken) < max_subjects:
        best = min(values, key=lambda value: (-len(values[value] & remaining), len(values[value])))
        members = values.pop(best) & remaining
        if len(members) < min_members:
            break
        taken.append((best, members))
        remaining -= members
    return taken, remaining
