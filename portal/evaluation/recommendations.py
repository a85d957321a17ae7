"""Measures for recommendations: how many are found, and how many of their fields are correct."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from portal.evaluation.folding import fold, squeeze
from portal.evaluation.scores import Label, NamedScore, Score, overlap, score_value

SCALAR_FIELDS = ("label", "path", "page", "topic", "verb")
LIST_FIELDS = ("addressees", "citations")


@dataclass(frozen=True, slots=True)
class Matches:
    """Pairs of labelled and found recommendations; recommendations only labelled (``missing``) and only found
    (``extra``)."""

    pairs: list[tuple[Label, Label]]
    missing: list[Label]
    extra: list[Label]


def match(expected: Iterable[Label], found: Sequence[Label]) -> Matches:
    """Pair each labelled recommendation with the first unpaired recommendation found whose text has the same start and
    end."""
    unpaired = [(squeeze(have.get("text")), have) for have in found]
    pairs, missing = [], []
    for want in expected:
        starts, ends = squeeze(want.get("starts")), squeeze(want.get("ends"))
        index = next(
            (i for i, (text, _) in enumerate(unpaired) if text.startswith(starts) and text.endswith(ends)), None
        )
        if index is None:
            missing.append(want)
        else:
            pairs.append((want, unpaired.pop(index)[1]))
    return Matches(pairs, missing, [have for _, have in unpaired])


def score_recommendations(label: Label, parsed: Label, name: str) -> Iterator[NamedScore]:
    """Score recommendations, and the labelled fields of those found. ``recommendations_optional`` need not be found."""
    if label.get("recommendations") is None:
        return
    matches = match(label["recommendations"], parsed.get("recommendations") or ())
    extra = match(label.get("recommendations_optional") or (), matches.extra).extra
    misses = [f"{name}: missing {m.get('path') or m.get('label')} {m.get('starts')!r}" for m in matches.missing]
    misses += [f"{name}: extra {str(have.get('text'))[:70]!r}" for have in extra]
    hits = len(matches.pairs)
    yield "recommendations", Score(hits, len(label["recommendations"]), hits + len(extra), tuple(misses))
    for want, have in matches.pairs:
        yield from _score_fields(want, have, name)


def _score_fields(want: Label, have: Label, name: str) -> Iterator[NamedScore]:
    """Score the labelled fields of a recommendation."""
    name_and_path = f"{name} {want.get('path')}"
    for key in SCALAR_FIELDS:
        if want.get(key) is not None:
            yield (
                f"recommendations.{key}",
                score_value(_agrees(key, want, have), want[key], have.get(key), name_and_path),
            )
    for key in LIST_FIELDS:
        if want.get(key) is not None:
            wanted, got = list(map(fold, want[key])), list(map(fold, have.get(key) or ()))
            result = overlap(wanted, got)
            miss = f"{name_and_path}: missing {dict(result.missing)}, extra {dict(result.extra)}"
            misses = (miss,) if result.missing or result.extra else ()
            yield f"recommendations.{key}", Score(result.common, len(wanted), len(got), misses)


def _agrees(key: str, want: Label, have: Label) -> bool:
    """Return whether a field is correct. The main verb ("should continue to explore") and "para." are optional."""
    wanted, got = fold(want[key]), fold(have.get(key))
    if key == "verb":
        return got.startswith(wanted) and fold(want.get("action") or wanted).startswith(got)
    if key == "path":
        return wanted.removeprefix("para. ") == got.removeprefix("para. ")
    return wanted == got
