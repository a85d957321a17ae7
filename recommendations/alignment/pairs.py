"""Pair the passages of two versions, in the order of the text, and find where the versions do not align.

Each pair of passages has a score: their labels and places, what they cite, the figures in them, and their meaning. The
pairs chosen are those with the highest total that do not cross; then passages that have changed places are paired by
their meaning. Pure: no Django, no database.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

import numpy as np

from recommendations.alignment.passages import Passage

MAX_CELLS = 25_000_000  # pairs to compare; longer documents are aligned by their labels alone
MIN_SCORE = 0.5
MIN_MEANING = 0.45  # similarity of a translation; unrelated paragraphs of a document have about 0.3
MIN_RELATED = 0.5  # similarity that three in four passages have to one of the other version, if vectors relate them
MIN_EXCHANGE = 0.2  # similarity gained if two pairs exchange their partners; in right pairs it falls by 0.3 or more
MIN_MOVED = 0.75  # similarity of a text that is elsewhere in the other version
_IMPOSSIBLE = -99.0
Value = TypeVar("Value")
_TEXT = frozenset({"paragraph", "preambular", "operative", "item"})


@dataclass(frozen=True, slots=True)
class Alignment:
    """The pairs of two versions (indexes into each), and the passages of each that the other does not have.

    ``renumbered`` are pairs whose labels differ, ``citing_differently`` those that cite different things.
    """

    pairs: tuple[tuple[int, int], ...]
    only_first: tuple[int, ...]
    only_second: tuple[int, ...]
    renumbered: tuple[tuple[int, int], ...]
    citing_differently: tuple[tuple[int, int], ...]

    @property
    def is_complete(self) -> bool:
        return not (self.only_first or self.only_second or self.renumbered or self.citing_differently)


def align(first: Sequence[Passage], second: Sequence[Passage]) -> Alignment:
    """Return the alignment of two versions. A passage is in one pair at most."""
    pair = _best_pairs if len(first) * len(second) <= MAX_CELLS else _pairs_by_label
    pairs = pair(first, second)
    firsts, seconds = {one for one, _other in pairs}, {other for _one, other in pairs}
    return Alignment(
        pairs=tuple(pairs),
        only_first=tuple(index for index in range(len(first)) if index not in firsts),
        only_second=tuple(index for index in range(len(second)) if index not in seconds),
        renumbered=tuple(pair for pair in pairs if _labels_differ(first[pair[0]], second[pair[1]])),
        citing_differently=tuple(pair for pair in pairs if _citations_differ(first[pair[0]], second[pair[1]])),
    )


def _labels_differ(one: Passage, other: Passage) -> bool:
    return not one.ordinals & other.ordinals and bool(one.ordinals or other.ordinals)


def _citations_differ(one: Passage, other: Passage) -> bool:
    return bool(one.references and other.references) and not one.references & other.references


def _pairs_by_label(first: Sequence[Passage], second: Sequence[Passage]) -> list[tuple[int, int]]:
    """Return the pairs of passages whose path is unique in both versions, as far as they do not cross."""
    by_path = [_unique_paths(passages) for passages in (first, second)]
    pairs: list[tuple[int, int]] = []
    for path, index in by_path[0].items():
        other = by_path[1].get(path)
        if other is not None and (not pairs or other > pairs[-1][1]):
            pairs.append((index, other))
    return pairs


def _unique_paths(passages: Sequence[Passage]) -> dict[object, int]:
    places: dict[object, list[int]] = {}
    for index, passage in enumerate(passages):
        if passage.ordinals:
            places.setdefault((passage.kind, passage.path), []).append(index)
    return {path: indexes[0] for path, indexes in places.items() if len(indexes) == 1}


def _best_pairs(first: Sequence[Passage], second: Sequence[Passage]) -> list[tuple[int, int]]:
    if not first or not second:
        return []
    scores = _scores(first, second)
    similarity = _similarity(first, second)
    if _relates_languages(similarity):
        scores += _meaning_scores(similarity)
    else:
        similarity[:] = np.nan
    pairs = _without_guesses(_chosen(scores), first, second, scores, similarity)
    return sorted(_with_moved(_with_exchanged(pairs, first, second, similarity), first, second, similarity))


def _relates_languages(similarity: np.ndarray) -> bool:
    """Return whether most passages of the shorter version have one of nearly the same meaning in the other."""
    known = similarity[~np.isnan(similarity).all(axis=1)][:, ~np.isnan(similarity).all(axis=0)]
    if not known.size:
        return False
    nearest = known.max(axis=int(known.shape[0] <= known.shape[1]))
    return bool(np.percentile(nearest, 25) >= MIN_RELATED)


# --- scores -----------------------------------------------------------------------------------------


def _scores(first: Sequence[Passage], second: Sequence[Passage]) -> np.ndarray:
    """Return a matrix with the score of each pair, without meaning."""
    kinds = _table(first, second, lambda passage: passage.kind, _kind_score)
    labels = _table(first, second, lambda passage: passage.ordinals, _label_score)
    places = _table(first, second, lambda passage: passage.path[:-1], _path_score)
    cited = _set_scores(*([passage.references for passage in passages] for passages in (first, second)))
    numbers = _set_scores(*([passage.numbers for passage in passages] for passages in (first, second)))
    scores: np.ndarray = kinds + labels + places + 3 * cited + 2.5 * numbers
    return scores


def _table(
    first: Sequence[Passage],
    second: Sequence[Passage],
    value: Callable[[Passage], Value],
    score: Callable[[Value, Value], float],
) -> np.ndarray:
    """Return the scores of all pairs; each pair of different values is compared once."""
    groups, rows = _numbered([value(passage) for passage in first])
    other_groups, columns = _numbered([value(passage) for passage in second])
    table = np.array([[score(one, other) for other in other_groups] for one in groups], dtype=np.float32)
    scores: np.ndarray = table[np.ix_(rows, columns)]
    return scores


def _numbered(values: Sequence[Value]) -> tuple[list[Value], list[int]]:
    numbers: dict[Value, int] = {}
    indexes = [numbers.setdefault(value, len(numbers)) for value in values]
    return list(numbers), indexes


def _kind_score(one: str, other: str) -> float:
    if one == other:
        return 0.6
    if one in _TEXT and other in _TEXT:
        return 0.3
    return -1.5 if {one, other} <= _TEXT | {"heading"} else _IMPOSSIBLE


def _label_score(one: frozenset[int], other: frozenset[int]) -> float:
    if not one and not other:
        return 0.0
    if not one or not other:
        return -0.5
    return 1.5 if one & other else -1.0


def _path_score(one: tuple[frozenset[int], ...], other: tuple[frozenset[int], ...]) -> float:
    if not one and not other:
        return 0.0
    return 1.0 if len(one) == len(other) and all(map(frozenset.__and__, one, other)) else -0.5


def _set_scores(first: Sequence[frozenset[str]], second: Sequence[frozenset[str]]) -> np.ndarray:
    """Return 1 for equal sets, -0.6 for sets without a common member, and little if one is empty."""
    columns = {member: number for number, member in enumerate(set().union(*first) & set().union(*second))}
    sizes, other_sizes = (np.array([len(members) for members in sets]) for sets in (first, second))
    common = _incidence(first, columns) @ _incidence(second, columns).T
    either = sizes[:, None] + other_sizes - common
    both = (sizes[:, None] > 0) & (other_sizes > 0)
    scores = np.where(common > 0, common / np.maximum(either, 1), -0.6)
    return np.where(both, scores, -0.1 * np.minimum(either, 3))


def _incidence(sets: Sequence[frozenset[str]], columns: Mapping[str, int]) -> np.ndarray:
    table = np.zeros((len(sets), len(columns)), dtype=np.float32)
    for row, members in enumerate(sets):
        table[row, [columns[member] for member in members if member in columns]] = 1
    return table


def _similarity(first: Sequence[Passage], second: Sequence[Passage]) -> np.ndarray:
    """Return the similarity in meaning of each pair; NaN where a vector is missing."""
    rows, columns = _vectors(first), _vectors(second)
    similarity = np.full((len(first), len(second)), np.nan, dtype=np.float32)
    if rows and columns:
        similarity[np.ix_(list(rows), list(columns))] = np.stack([*rows.values()]) @ np.stack([*columns.values()]).T
    return similarity


def _vectors(passages: Sequence[Passage]) -> dict[int, np.ndarray]:
    return {index: passage.vector for index, passage in enumerate(passages) if passage.vector is not None}


def _meaning_scores(similarity: np.ndarray) -> np.ndarray:
    """Return scores that are high for translations of each other, and low if either has a better partner."""
    present = np.nan_to_num(similarity, nan=-1.0)
    best = (present.max(axis=1, keepdims=True) + present.max(axis=0, keepdims=True)) / 2
    scores = np.clip(8 * (similarity - MIN_MEANING), -3.0, 3.5) - 4 * (best - similarity)
    known: np.ndarray = np.nan_to_num(scores, nan=0.0)
    return known


# --- the pairs with the highest total ---------------------------------------------------------------


def _chosen(scores: np.ndarray) -> list[tuple[int, int]]:
    """Return the pairs that do not cross, each above the minimum score, with the highest total."""
    gains = np.where(scores >= MIN_SCORE, scores, 0.0)
    totals = np.zeros((len(gains) + 1, gains.shape[1] + 1), dtype=np.float32)
    for row, gain in enumerate(gains, start=1):
        np.maximum.accumulate(np.maximum(totals[row - 1, 1:], totals[row - 1, :-1] + gain), out=totals[row, 1:])
    return list(_traced(gains, totals))[::-1]


def _traced(gains: np.ndarray, totals: np.ndarray) -> Iterator[tuple[int, int]]:
    row, column = len(gains), gains.shape[1]
    while row and column:
        if totals[row, column] == totals[row - 1, column]:
            row -= 1
        elif totals[row, column] == totals[row, column - 1]:
            column -= 1
        else:
            row, column = row - 1, column - 1
            yield row, column


def _without_guesses(
    pairs: list[tuple[int, int]],
    first: Sequence[Passage],
    second: Sequence[Passage],
    scores: np.ndarray,
    similarity: np.ndarray,
) -> list[tuple[int, int]]:
    """Drop the pairs that have only their position in common, unless both versions have equally many there.

    Between two sure pairs, equally many passages are also paired if they have the same labels but cite different
    things: one of the versions may be misread.
    """
    sure = [pair for pair in pairs if _is_sure(first[pair[0]], second[pair[1]], scores[pair])]
    kept = set(sure)
    bounds = [(-1, -1), *sure, (len(first), len(second))]
    for (row, column), (next_row, next_column) in pairwise(bounds):
        if next_row - row == next_column - column:
            kept.update(
                (one, other)
                for one, other in zip(range(row + 1, next_row), range(column + 1, next_column), strict=True)
                if (scores[one, other] >= MIN_SCORE or _is_same_place(first[one], second[other]))
                and not similarity[one, other] < MIN_MEANING - 0.1
            )
    return sorted(kept)


def _with_exchanged(
    pairs: list[tuple[int, int]], first: Sequence[Passage], second: Sequence[Passage], similarity: np.ndarray
) -> list[tuple[int, int]]:
    """Return the pairs, with the partners of two pairs exchanged if they have kept their labels but not their texts."""
    if not pairs:
        return pairs
    rows, columns = (np.array(indexes) for indexes in zip(*pairs, strict=True))
    meanings = similarity[np.ix_(rows, columns)]
    own = meanings.diagonal()
    gains = np.triu(np.nan_to_num(meanings + meanings.T - own[:, None] - own, nan=0.0))
    exchanged = list(pairs)
    changed: set[int] = set()
    for one, other in sorted(np.argwhere(gains > MIN_EXCHANGE).tolist(), key=lambda pair: -gains[tuple(pair)]):
        are_texts = all(first[rows[k]].kind in _TEXT and second[columns[k]].kind in _TEXT for k in (one, other))
        if are_texts and not changed & {one, other}:
            changed |= {one, other}
            exchanged[one], exchanged[other] = (pairs[one][0], pairs[other][1]), (pairs[other][0], pairs[one][1])
    return exchanged


def _with_moved(
    pairs: list[tuple[int, int]], first: Sequence[Passage], second: Sequence[Passage], similarity: np.ndarray
) -> list[tuple[int, int]]:
    """Pair texts that are elsewhere in the other version, if neither has a nearer meaning in the whole other version.

    A pair gives way if one of its texts is much nearer to a text that is in no pair.
    """
    known = np.nan_to_num(similarity, nan=-1.0)
    nearest = (known == known.max(axis=1, keepdims=True)) & (known == known.max(axis=0, keepdims=True))
    kept = list(pairs)
    for one, other in np.argwhere(nearest & (known >= MIN_MOVED)).tolist():
        present = [pair for pair in kept if pair[0] == one or pair[1] == other]
        is_nearer = all(known[pair] < known[one, other] - MIN_EXCHANGE for pair in present)
        if len(present) < 2 and is_nearer and {first[one].kind, second[other].kind} <= _TEXT:
            kept = [*(pair for pair in kept if pair not in present), (one, other)]
    return kept


def _is_same_place(one: Passage, other: Passage) -> bool:
    is_same = len(one.path) == len(other.path) and all(map(frozenset.__and__, one.path, other.path))
    return is_same and one.kind == other.kind


def _is_sure(one: Passage, other: Passage, score: float) -> bool:
    return bool(one.ordinals & other.ordinals) or score >= 2 * MIN_SCORE
