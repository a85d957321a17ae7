"""Similarity of wording, subjects and meaning.

Recommendations in two documents have many words in common that do not distinguish them: standard formulas ("States
parties are encouraged to") and the subject of both documents. Therefore, the fewer texts contain a word, the more
weight it has. Formulas thus lose their weight in any language.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

Stems = Sequence[str]  # the stems of a text in order, without stop words


def wording_similarity(earlier: Sequence[Stems], later: Sequence[Stems]) -> np.ndarray:
    """Return the similarity in wording of each earlier text to each later text, from 0 to 1 (the same words in the same
    order).

    Both words and pairs of adjacent words are compared. The pairs distinguish texts with the same words in a different
    order.
    """
    return weighted_dice([_terms(stems) for stems in earlier], [_terms(stems) for stems in later])


def weighted_dice(earlier: Sequence[frozenset[str]], later: Sequence[frozenset[str]]) -> np.ndarray:
    """Return the weighted Dice similarity of each earlier set to each later set; rare members count most.

    It is twice the shared weight, divided by the total weight of both sets; 0 if both are empty, because two texts
    without terms are not similar for that reason.
    """
    weights = term_weights([*earlier, *later])
    columns_by_term: dict[str, list[int]] = defaultdict(list)
    for column, terms in enumerate(later):
        for term in terms:
            columns_by_term[term].append(column)
    shared = np.zeros((len(earlier), len(later)))
    for row, terms in enumerate(earlier):
        for term in terms:
            for column in columns_by_term.get(term, ()):
                shared[row, column] += weights[term]
    totals = np.add.outer(_totals(earlier, weights), _totals(later, weights))
    similarities: np.ndarray = np.divide(2 * shared, totals, out=np.zeros_like(shared), where=totals > 0)
    return similarities


def _terms(stems: Stems) -> frozenset[str]:
    return frozenset([*stems, *(f"{first} {second}" for first, second in pairwise(stems))])


def term_weights(texts: Sequence[frozenset[str]]) -> dict[str, float]:
    """Return the weight of each term: 0.7 for a term in every text, 3.9 for a term in one text out of fifty."""
    counts = Counter(term for text in texts for term in text)
    return {term: math.log(1 + len(texts) / count) for term, count in counts.items()}


def _totals(texts: Sequence[frozenset[str]], weights: dict[str, float]) -> np.ndarray:
    return np.array([sum(weights[term] for term in text) for text in texts])


def meaning_similarity(earlier: Sequence[np.ndarray | None], later: Sequence[np.ndarray | None]) -> np.ndarray:
    """Return the cosine between each earlier vector and each later vector; 0 if it is negative or a vector is
    missing."""
    size = next((vector.size for vector in (*earlier, *later) if vector is not None), 0)
    cosines: np.ndarray = _unit_rows(earlier, size) @ _unit_rows(later, size).T
    return cosines.clip(0.0, 1.0)


def _unit_rows(vectors: Sequence[np.ndarray | None], size: int) -> np.ndarray:
    return np.array([np.zeros(size) if vector is None else _unit(vector) for vector in vectors])


def _unit(vector: np.ndarray) -> np.ndarray:
    length = float(np.linalg.norm(vector))
    return vector / length if length else vector
