"""Measures for recommendations: whether each was found in full, and which of its fields are right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from portal.evaluation.folding import fold, squeeze
from portal.evaluation.scores import Label, Score, overlap, verdict

SINGLE = ("label", "path", "page", "topic", "verb")
SEVERAL = ("addressees", "citations")


@dataclass(frozen=True, slots=True)
class Matches:
    """Pairs of labelled and found recommendations, labelled ones that were not found, and found ones not labelled."""

    pairs: list[tuple[Label, Label]]
    missing: list[Label]
    extra: list[Label]


def match(expected: Iterable[Label], found: Sequence[Label]) -> Matches:
    """Match each labelled recommendation with the first unmatched find whose text starts and ends like it."""
    pool = [(squeeze(have.get("text")), have) for have in found]
    pairs, missing = [], []
    for want in expected:
        starts, ends = squeeze(want.get("starts")), squeeze(want.get("ends"))
        index = next((i for i, (text, _) in enumerate(pool) if text.startswith(starts) and text.endswith(ends)), None)
        if index is None:
            missing.append(want)
        else:
            pairs.append((want, pool.pop(index)[1]))
    return Matches(pairs, missing, [have for _, have in pool])


def score_recommendations(label: Label, parsed: Label, name: str) -> Iterator[tuple[str, Score]]:
    """Score recommendations, and the labelled fields of those found; ``recommendations_optional`` are optional."""
    if label.get("recommendations") is None:
        return
    found = match(label["recommendations"], parsed.get("recommendations") or ())
    extra = match(label.get("recommendations_optional") or (), found.extra).extra
    misses = [f"{name}: missing {m.get('path') or m.get('label')} {m.get('starts')!r}" for m in found.missing]
    misses += [f"{name}: extra {str(have.get('text'))[:70]!r}" for have in extra]
    total = len(found.pairs)
    yield "recommendations", Score(total, len(label["recommendations"]), total + len(extra), tuple(misses))
    for want, have in found.pairs:
        yield from _score_fields(want, have, name)


def _score_fields(want: Label, have: Label, name: str) -> Iterator[tuple[str, Score]]:
    """Score the fields of one recommendation that are in the label."""
    place = f"{name} {want.get('path')}"
    for key in SINGLE:
        if want.get(key) is not None:
            yield f"recommendations.{key}", verdict(_agrees(key, want, have), want[key], have.get(key), place)
    for key in SEVERAL:
        if want.get(key) is not None:
            wanted, got = list(map(fold, want[key])), list(map(fold, have.get(key) or ()))
            both = overlap(wanted, got)
            words = f"{place}: lost {dict(both.lost)}, extra {dict(both.extra)}"
            missed = (words,) if both.lost or both.extra else ()
            yield f"recommendations.{key}", Score(both.common, len(wanted), len(got), missed)


def _agrees(key: str, want: Label, have: Label) -> bool:
    """Return whether a field is right. The main verb ("should continue to explore") and "para." are optional."""
    wanted, got = fold(want[key]), fold(have.get(key))
    if key == "verb":
        return got.startswith(wanted) and fold(want.get("action") or wanted).startswith(got)
    if key == "path":
        return wanted.removeprefix("para. ") == got.removeprefix("para. ")
    return wanted == got
