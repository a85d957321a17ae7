"""Pair the passages of two language versions, and find the places where they do not correspond.

The score of a pair depends on the labels, places, references, figures and meaning of its passages. Of all sets of pairs
that keep the order of the text, the one with the highest total score is chosen. Then, passages that have moved are
paired by their meaning. Pure: no Django, no database.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

import numpy as np

from recommendations.alignment.passages import Passage

MAX_COMPARED_PAIRS = 25_000_000  # longer documents are aligned by their labels alone
MIN_SCORE = 0.5
MIN_MEANING = 0.45  # similarity of a translation; unrelated paragraphs of a document have about 0.3
MIN_RELATED = 0.5  # if vectors relate the languages, three in four passages have a partner at least this similar
MIN_SWAP_GAIN = 0.2  # similarity gained by swapping the partners of two pairs; correct pairs lose 0.3 or more
MIN_MOVED = 0.75  # similarity of a text to a translation at another place in the other version
_IMPOSSIBLE = -99.0
Value = TypeVar("Value")
_TEXT_KINDS = frozenset({"paragraph", "preambular", "operative", "item"})


@dataclass(frozen=True, slots=True)
class Alignment:
    """The pairs of passages in two versions, as indexes, and the passages that occur in only one of them.

    ``renumbered`` are the pairs whose labels differ, ``citing_differently`` those with different references.
    """

    pairs: tuple[tuple[int, int], ...]
    only_first: tuple[int, ...]
    only_second: tuple[int, ...]
    renumbered: tuple[tuple[int, int], ...]
    citing_differently: tuple[tuple[int, int], ...]

    @property
    def is_complete(self) -> bool:
        """Return whether all passages are paired, with the same labels and references."""
        return not (self.only_first or self.only_second or self.renumbered or self.citing_differently)


def align(first: Sequence[Passage], second: Sequence[Passage]) -> Alignment:
    """Return the alignment of two versions. A passage is in at most one pair."""
    find_pairs = _best_pairs if len(first) * len(second) <= MAX_COMPARED_PAIRS else _pairs_by_label
    pairs = find_pairs(first, second)
    paired_rows, paired_columns = {row for row, _column in pairs}, {column for _row, column in pairs}
    return Alignment(
        pairs=tuple(pairs),
        only_first=tuple(index for index in range(len(first)) if index not in paired_rows),
        only_second=tuple(index for index in range(len(second)) if index not in paired_columns),
        renumbered=tuple(pair for pair in pairs if _labels_differ(first[pair[0]], second[pair[1]])),
        citing_differently=tuple(pair for pair in pairs if _citations_differ(first[pair[0]], second[pair[1]])),
    )


def _labels_differ(first: Passage, second: Passage) -> bool:
    return not first.ordinals & second.ordinals and bool(first.ordinals or second.ordinals)


def _citations_differ(first: Passage, second: Passage) -> bool:
    return bool(first.references and second.references) and not first.references & second.references


def _pairs_by_label(first: Sequence[Passage], second: Sequence[Passage]) -> list[tuple[int, int]]:
    """Return the pairs of passages whose path is unique in both versions, omitting pairs that cross earlier ones."""
    rows_by_path, columns_by_path = _index_unique_paths(first), _index_unique_paths(second)
    pairs: list[tuple[int, int]] = []
    for path, row in rows_by_path.items():
        column = columns_by_path.get(path)
        if column is not None and (not pairs or column > pairs[-1][1]):
            pairs.append((row, column))
    return pairs


def _index_unique_paths(passages: Sequence[Passage]) -> dict[object, int]:
    """Return a map from kind and path to the index of the passage, omitting those that several passages share."""
    places: dict[object, list[int]] = {}
    for index, passage in enumerate(passages):
        if passage.ordinals:
            places.setdefault((passage.kind, passage.path), []).append(index)
    return {path: indexes[0] for path, indexes in places.items() if len(indexes) == 1}


def _best_pairs(first: Sequence[Passage], second: Sequence[Passage]) -> list[tuple[int, int]]:
    """Return the pairs that fit best by all their properties, in the order of the first version."""
    if not first or not second:
        return []
    scores = _scores(first, second)
    similarity = _similarity(first, second)
    if _relates_languages(similarity):
        scores += _meaning_scores(similarity)
    else:
        similarity[:] = np.nan
    pairs = _drop_guesses(_choose_pairs(scores), first, second, scores, similarity)
    return sorted(_add_moved(_swap_partners(pairs, first, second, similarity), first, second, similarity))


def _relates_languages(similarity: np.ndarray) -> bool:
    """Return whether most passages of the shorter version have a partner with nearly the same meaning in the other."""
    known = similarity[~np.isnan(similarity).all(axis=1)][:, ~np.isnan(similarity).all(axis=0)]
    if not known.size:
        return False
    nearest = known.max(axis=int(known.shape[0] <= known.shape[1]))
    return bool(np.percentile(nearest, 25) >= MIN_RELATED)


# --- scores -----------------------------------------------------------------------------------------


def _scores(first: Sequence[Passage], second: Sequence[Passage]) -> np.ndarray:
    """Return a matrix with the score of each pair, not counting its meaning."""
    kinds = _score_all(first, second, lambda passage: passage.kind, _kind_score)
    labels = _score_all(first, second, lambda passage: passage.ordinals, _label_score)
    places = _score_all(first, second, lambda passage: passage.path[:-1], _path_score)
    cited = _set_scores(*([passage.references for passage in passages] for passages in (first, second)))
    numbers = _set_scores(*([passage.numbers for passage in passages] for passages in (first, second)))
    scores: np.ndarray = kinds + labels + places + 3 * cited + 2.5 * numbers
    return scores


def _score_all(
    first: Sequence[Passage],
    second: Sequence[Passage],
    value: Callable[[Passage], Value],
    score: Callable[[Value, Value], float],
) -> np.ndarray:
    """Return the scores of all pairs of passages. Each combination of values is scored only once."""
    row_values, rows = _number_values([value(passage) for passage in first])
    column_values, columns = _number_values([value(passage) for passage in second])
    table = np.array([[score(row, column) for column in column_values] for row in row_values], dtype=np.float32)
    scores: np.ndarray = table[np.ix_(rows, columns)]
    return scores


def _number_values(values: Sequence[Value]) -> tuple[list[Value], list[int]]:
    """Return the distinct values, and for each given value its index among them."""
    numbers: dict[Value, int] = {}
    indexes = [numbers.setdefault(value, len(numbers)) for value in values]
    return list(numbers), indexes


def _kind_score(first: str, second: str) -> float:
    if first == second:
        return 0.6
    if first in _TEXT_KINDS and second in _TEXT_KINDS:
        return 0.3
    return -1.5 if {first, second} <= _TEXT_KINDS | {"heading"} else _IMPOSSIBLE


def _label_score(first: frozenset[int], second: frozenset[int]) -> float:
    if not first and not second:
        return 0.0
    if not first or not second:
        return -0.5
    return 1.5 if first & second else -1.0


def _path_score(first: tuple[frozenset[int], ...], second: tuple[frozenset[int], ...]) -> float:
    if not first and not second:
        return 0.0
    return 1.0 if len(first) == len(second) and all(map(frozenset.__and__, first, second)) else -0.5


def _set_scores(first: Sequence[frozenset[str]], second: Sequence[frozenset[str]]) -> np.ndarray:
    """Return 1 for equal sets, -0.6 for sets without a common member, and from -0.3 to 0 if one of them is empty."""
    columns = {member: number for number, member in enumerate(set().union(*first) & set().union(*second))}
    first_sizes, second_sizes = (np.array([len(members) for members in sets]) for sets in (first, second))
    common = _incidence_matrix(first, columns) @ _incidence_matrix(second, columns).T
    either = first_sizes[:, None] + second_sizes - common
    both = (first_sizes[:, None] > 0) & (second_sizes > 0)
    scores = np.where(common > 0, common / np.maximum(either, 1), -0.6)
    return np.where(both, scores, -0.1 * np.minimum(either, 3))


def _incidence_matrix(sets: Sequence[frozenset[str]], columns: Mapping[str, int]) -> np.ndarray:
    """Return a matrix that is 1 where a set (row) contains a member (column)."""
    table = np.zeros((len(sets), len(columns)), dtype=np.float32)
    for row, members in enumerate(sets):
        table[row, [columns[member] for member in members if member in columns]] = 1
    return table


def _similarity(first: Sequence[Passage], second: Sequence[Passage]) -> np.ndarray:
    """Return the similarity in meaning of each pair, NaN where a vector is missing."""
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


def _choose_pairs(scores: np.ndarray) -> list[tuple[int, int]]:
    """Return the set of pairs with the highest total score among those that do not cross, each with at least the
    minimum score."""
    gains = np.where(scores >= MIN_SCORE, scores, 0.0)
    totals = np.zeros((len(gains) + 1, gains.shape[1] + 1), dtype=np.float32)
    for row, gain in enumerate(gains, start=1):
        np.maximum.accumulate(np.maximum(totals[row - 1, 1:], totals[row - 1, :-1] + gain), out=totals[row, 1:])
    return list(_trace_back(gains, totals))[::-1]


def _trace_back(gains: np.ndarray, totals: np.ndarray) -> Iterator[tuple[int, int]]:
    """Yield the pairs that make up the highest total, the last one first."""
    row, column = len(gains), gains.shape[1]
    while row and column:
        if totals[row, column] == totals[row - 1, column]:
            row -= 1
        elif totals[row, column] == totals[row, column - 1]:
            column -= 1
        else:
            row, column = row - 1, column - 1
            yield row, column


def _drop_guesses(
    pairs: list[tuple[int, int]],
    first: Sequence[Passage],
    second: Sequence[Passage],
    scores: np.ndarray,
    similarity: np.ndarray,
) -> list[tuple[int, int]]:
    """Drop the pairs that have only their position in common, unless both versions have the same number of passages
    there.

    If both versions have the same number of passages between two sure pairs, passages with the same labels are paired
    even if their references differ: one of the versions may have been misread.
    """
    sure = [pair for pair in pairs if _is_sure(first[pair[0]], second[pair[1]], scores[pair])]
    kept = set(sure)
    bounds = [(-1, -1), *sure, (len(first), len(second))]
    for (row, column), (next_row, next_column) in pairwise(bounds):
        if next_row - row == next_column - column:
            kept.update(
                pair
                for pair in zip(range(row + 1, next_row), range(column + 1, next_column), strict=True)
                if (scores[pair] >= MIN_SCORE or _is_same_place(first[pair[0]], second[pair[1]]))
                and not similarity[pair] < MIN_MEANING - 0.1
            )
    return sorted(kept)


def _swap_partners(
    pairs: list[tuple[int, int]], first: Sequence[Passage], second: Sequence[Passage], similarity: np.ndarray
) -> list[tuple[int, int]]:
    """Return the pairs, swapping the partners of two pairs if their labels match but each text translates the other's
    partner."""
    if not pairs:
        return pairs
    rows, columns = (np.array(indexes) for indexes in zip(*pairs, strict=True))
    meanings = similarity[np.ix_(rows, columns)]
    own = meanings.diagonal()
    gains = np.triu(np.nan_to_num(meanings + meanings.T - own[:, None] - own, nan=0.0))
    result = list(pairs)
    swapped: set[int] = set()
    for left, right in sorted(np.argwhere(gains > MIN_SWAP_GAIN).tolist(), key=lambda swap: -gains[tuple(swap)]):
        first_kinds = {first[rows[left]].kind, first[rows[right]].kind}
        second_kinds = {second[columns[left]].kind, second[columns[right]].kind}
        if first_kinds | second_kinds <= _TEXT_KINDS and not swapped & {left, right}:
            swapped |= {left, right}
            result[left], result[right] = (pairs[left][0], pairs[right][1]), (pairs[right][0], pairs[left][1])
    return result


def _add_moved(
    pairs: list[tuple[int, int]], first: Sequence[Passage], second: Sequence[Passage], similarity: np.ndarray
) -> list[tuple[int, int]]:
    """Pair texts that have moved in the other version, if each is nearest in meaning to the other.

    An existing pair is dropped if one of its texts is much nearer in meaning to an unpaired text.
    """
    known = np.nan_to_num(similarity, nan=-1.0)
    nearest = (known == known.max(axis=1, keepdims=True)) & (known == known.max(axis=0, keepdims=True))
    kept = list(pairs)
    for row, column in np.argwhere(nearest & (known >= MIN_MOVED)).tolist():
        present = [pair for pair in kept if pair[0] == row or pair[1] == column]
        is_nearer = all(known[pair] < known[row, column] - MIN_SWAP_GAIN for pair in present)
        if len(present) < 2 and is_nearer and {first[row].kind, second[column].kind} <= _TEXT_KINDS:
            kept = [*(pair for pair in kept if pair not in present), (row, column)]
    return kept


def _is_same_place(first: Passage, second: Passage) -> bool:
    is_same = len(first.path) == len(second.path) and all(map(frozenset.__and__, first.path, second.path))
    return is_same and first.kind == second.kind


def _is_sure(first: Passage, second: Passage, score: float) -> bool:
    return bool(first.ordinals & second.ordinals) or score >= 2 * MIN_SCORE
