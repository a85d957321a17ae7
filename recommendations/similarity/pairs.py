"""Pair recommendations of two documents that are likely versions of one another.

The two documents are compared as wholes, since a recommendation rarely travels alone: a draft's items reach the report,
and the report's the annex of a resolution, mostly in their order. First the pairs are found whose texts leave no doubt
(the *anchors*). Between two anchors few places are left, so that there a text that was much reworded is known again by
its place and its subject, as a reader would know it. Its label alone tells nothing: item (b) of a draft becomes item
(k) where ten others come before it; its place among its neighbours says what the label could, and says it rightly.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import numpy as np

from recommendations.similarity.measures import meaning_similarity, subject_similarity, wording_similarity

WORDING, MEANING, CONTEXT = 0.35, 0.25, 0.4
"""What each part counts. Context is place and subject, half each: two witnesses that know nothing of one another."""

MIN_SCORE = 0.38
"""A pair below is not proposed. Texts on one subject (cosine 0.4 to 0.6) that also stand in corresponding places come
to about 0.34 without being the same recommendation; what is proposed has to share rare words or a rare subject too."""

ANCHOR_SCORE = 0.5
"""An anchor has so much of wording and meaning alone: half of both, or little less than all of one of them."""


@dataclass(frozen=True, slots=True)
class PairCandidate:
    """A recommendation as a document states it. ``words`` are its stems in order; ``subjects`` are keys of what it
    deals with: its topics, and the articles and resolutions that it cites."""

    key: int
    words: Sequence[str]
    vector: np.ndarray | None = None
    subjects: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two recommendations that are likely the same, by their keys; every number is from 0 to 1."""

    earlier: int
    later: int
    wording: float
    meaning: float
    context: float
    score: float


@dataclass(frozen=True, slots=True)
class ScoreMatrix:
    """Every earlier recommendation (rows) beside every later one (columns): the parts of the score, and the score."""

    earlier: Sequence[PairCandidate]
    later: Sequence[PairCandidate]
    wording: np.ndarray
    meaning: np.ndarray
    context: np.ndarray
    score: np.ndarray

    def pair(self, row: int, column: int) -> Pair:
        parts = (self.wording, self.meaning, self.context, self.score)
        numbers = (round(float(part[row, column]), 4) for part in parts)
        return Pair(self.earlier[row].key, self.later[column].key, *numbers)


def pairs(
    earlier: Sequence[PairCandidate],
    later: Sequence[PairCandidate],
    *,
    confirmed: Collection[tuple[int, int]] = (),
    refused: Collection[tuple[int, int]] = (),
) -> list[Pair]:
    """The pairs to be proposed between two documents, the best first; each recommendation is in one at most.

    None where the documents have no anchor: then nothing tells that one came out of the other. What a person
    ``confirmed`` is not proposed again, nor anything else for its two recommendations; what was ``refused`` is not.
    """
    compared = score_pairs(earlier, later)
    if compared is None:
        return []
    taken = {key for pair in confirmed for key in pair}
    chosen = []
    for pair in _good_enough(compared):
        if (pair.earlier, pair.later) not in refused and not taken & {pair.earlier, pair.later}:
            taken |= {pair.earlier, pair.later}
            chosen.append(pair)
    return chosen


def _good_enough(compared: ScoreMatrix) -> list[Pair]:
    """The pairs that may be proposed, the best first."""
    rows, columns = np.nonzero(compared.score >= MIN_SCORE)
    found = [compared.pair(row, column) for row, column in zip(rows.tolist(), columns.tolist(), strict=True)]
    return sorted(found, key=lambda pair: (-pair.score, pair.earlier, pair.later))


def score_pairs(earlier: Sequence[PairCandidate], later: Sequence[PairCandidate]) -> ScoreMatrix | None:
    """All pairs of two documents' recommendations, both in the order of their document; None without an anchor."""
    if not earlier or not later:
        return None
    wording = wording_similarity([one.words for one in earlier], [one.words for one in later])
    meaning = meaning_similarity([one.vector for one in earlier], [one.vector for one in later])
    anchors = _anchors((WORDING * wording + MEANING * meaning) / (WORDING + MEANING))
    if not anchors:
        return None
    subjects = subject_similarity([one.subjects for one in earlier], [one.subjects for one in later])
    context = (_places(anchors, wording.shape) + subjects) / 2
    score = WORDING * wording + MEANING * meaning + CONTEXT * context
    return ScoreMatrix(earlier, later, wording, meaning, context, score)


def _anchors(content: np.ndarray) -> dict[int, int]:
    """Row -> column of the pairs that leave no doubt: each is the other's best, and good enough."""
    best_columns, best_rows = content.argmax(axis=1).tolist(), content.argmax(axis=0).tolist()
    return {
        row: column
        for row, column in enumerate(best_columns)
        if best_rows[column] == row and content[row, column] >= ANCHOR_SCORE
    }


def _places(anchors: dict[int, int], shape: tuple[int, ...]) -> np.ndarray:
    """How well each pair stands among the nearest anchors before and after: the mean over those there are.

    Beside an anchor a pair fits wholly (1) where both stand equally far behind it (or before it), less the more these
    distances differ, and not at all (0) where one stands behind and the other before it.
    """
    fits = np.zeros(shape)
    columns = np.arange(shape[1])
    known = sorted(anchors)
    for row in range(shape[0]):
        beside = [*known[: bisect_left(known, row)][-1:], *known[bisect_right(known, row) :][:1]]
        for anchor in beside:
            fits[row] += _fit(row - anchor, columns - anchors[anchor]) / len(beside)
    return fits


def _fit(distance: int, others: np.ndarray) -> np.ndarray:
    return np.where(distance * others > 0, 1 / (1 + np.abs(distance - others)), 0.0)
