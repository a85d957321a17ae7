"""Pair recommendations in two documents that are likely to be versions of one another.

The documents are compared as wholes, because recommendations rarely move alone: the items of a draft are carried over
to the report, and the items of the report to the annex of a resolution, mostly in the same order. First, pairs with
clearly matching texts are found (the *anchors*). Only a few places remain between two anchors, so even a heavily
reworded text is recognized there by its place and subject, as a human reader would do. Labels are not used: item (b) of
a draft becomes item (k) if nine others are inserted before it. Its place among its neighbours is more reliable.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import numpy as np

from recommendations.similarity.measures import meaning_similarity, weighted_dice, wording_similarity

WORDING_WEIGHT, MEANING_WEIGHT, CONTEXT_WEIGHT = 0.35, 0.25, 0.4
"""Context is the mean of the scores for place and subject, which are independent evidence."""

MIN_SCORE = 0.38
"""Pairs with a lower score are not proposed. Different recommendations on one subject (cosine 0.4 to 0.6) in
corresponding places score about 0.34; to be proposed, a pair must also share rare words or a rare subject."""

MIN_ANCHOR_SCORE = 0.5
"""Minimum score of an anchor, without context: 0.5 in both wording and meaning, or 0.86 in wording alone."""


@dataclass(frozen=True, slots=True)
class PairCandidate:
    """A recommendation as worded in one document. ``words`` are its stems in order; ``subjects`` are the keys of its
    topics and of the articles and resolutions that it cites."""

    key: int
    words: Sequence[str]
    vector: np.ndarray | None = None
    subjects: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Pair:
    """The keys of two recommendations that are likely to be versions of one another, and scores from 0 to 1."""

    earlier: int
    later: int
    wording: float
    meaning: float
    context: float
    score: float


@dataclass(frozen=True, slots=True)
class ScoreMatrix:
    """The score and its parts for each earlier recommendation (rows) and each later one (columns)."""

    earlier: Sequence[PairCandidate]
    later: Sequence[PairCandidate]
    wording: np.ndarray
    meaning: np.ndarray
    context: np.ndarray
    score: np.ndarray

    def pair(self, row: int, column: int) -> Pair:
        """Return the pair in a row and column, with scores rounded to four decimals."""
        parts = (self.wording, self.meaning, self.context, self.score)
        numbers = (round(float(part[row, column]), 4) for part in parts)
        return Pair(self.earlier[row].key, self.later[column].key, *numbers)


def pairs(
    earlier: Sequence[PairCandidate],
    later: Sequence[PairCandidate],
    *,
    confirmed: Collection[tuple[int, int]] = (),
    rejected: Collection[tuple[int, int]] = (),
) -> list[Pair]:
    """Return the pairs to propose between two documents, best first; each recommendation is in at most one pair.

    If there is no anchor, there are no pairs, because nothing shows that one document came from the other. The
    recommendations in ``confirmed`` pairs are not proposed again; those in ``rejected`` pairs are proposed only in
    other pairs.
    """
    matrix = score_pairs(earlier, later)
    if matrix is None:
        return []
    taken = {key for pair in confirmed for key in pair}
    proposed = []
    for pair in _candidates(matrix):
        if (pair.earlier, pair.later) not in rejected and not taken & {pair.earlier, pair.later}:
            taken |= {pair.earlier, pair.later}
            proposed.append(pair)
    return proposed


def _candidates(matrix: ScoreMatrix) -> list[Pair]:
    """Return the pairs that may be proposed, best first."""
    rows, columns = np.nonzero(matrix.score >= MIN_SCORE)
    candidates = [matrix.pair(row, column) for row, column in zip(rows.tolist(), columns.tolist(), strict=True)]
    return sorted(candidates, key=lambda pair: (-pair.score, pair.earlier, pair.later))


def score_pairs(earlier: Sequence[PairCandidate], later: Sequence[PairCandidate]) -> ScoreMatrix | None:
    """Return the scores of all pairs, or None if there is no anchor. The recommendations must be in document order."""
    if not earlier or not later:
        return None
    wording = wording_similarity([row.words for row in earlier], [row.words for row in later])
    meaning = meaning_similarity([row.vector for row in earlier], [row.vector for row in later])
    anchors = _anchors((WORDING_WEIGHT * wording + MEANING_WEIGHT * meaning) / (WORDING_WEIGHT + MEANING_WEIGHT))
    if not anchors:
        return None
    subjects = weighted_dice([row.subjects for row in earlier], [row.subjects for row in later])
    context = (_place_fits(anchors, wording.shape) + subjects) / 2
    score = WORDING_WEIGHT * wording + MEANING_WEIGHT * meaning + CONTEXT_WEIGHT * context
    return ScoreMatrix(earlier, later, wording, meaning, context, score)


def _anchors(content: np.ndarray) -> dict[int, int]:
    """Return a map from row to column of clear matches: each recommendation is the best match of the other, with a
    sufficient score."""
    best_columns, best_rows = content.argmax(axis=1).tolist(), content.argmax(axis=0).tolist()
    return {
        row: column
        for row, column in enumerate(best_columns)
        if best_rows[column] == row and content[row, column] >= MIN_ANCHOR_SCORE
    }


def _place_fits(anchors: dict[int, int], shape: tuple[int, ...]) -> np.ndarray:
    """Return for each pair how well it fits the nearest anchors before and after it, from 0 to 1 (the mean, if there
    are two).

    The fit to an anchor is 1 if both recommendations are equally far after it (or before it). It decreases as their
    distances differ, and is 0 if one is after the anchor and the other before it.
    """
    fits = np.zeros(shape)
    columns = np.arange(shape[1])
    rows = sorted(anchors)
    for row in range(shape[0]):
        nearest = [*rows[: bisect_left(rows, row)][-1:], *rows[bisect_right(rows, row) :][:1]]
        for anchor in nearest:
            fits[row] += _fit(row - anchor, columns - anchors[anchor]) / len(nearest)
    return fits


def _fit(earlier_distance: int, later_distances: np.ndarray) -> np.ndarray:
    are_on_same_side = earlier_distance * later_distances > 0
    return np.where(are_on_same_side, 1 / (1 + np.abs(earlier_distance - later_distances)), 0.0)
