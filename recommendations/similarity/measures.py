"""Similarity of wording, subjects and meaning.

Recommendations of two documents share much that says nothing of which is which: the formulas of their kind ("States
parties are encouraged to") and the subject of both documents. So a word counts the more the fewer texts of the two
documents hold it, and formulas lose their weight by themselves, in any language.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

Words = Sequence[str]  # the stems of a text in order, without the words that say nothing by themselves


def wording_similarity(earlier: Sequence[Words], later: Sequence[Words]) -> np.ndarray:
    """How like each earlier text's wording is to each later one's: 0 nothing shared, 1 all, in the same order.

    What is compared are words and pairs of neighbouring words: the pairs tell the same words in another order from
    the same sentence. The measure is Dice's over weights: twice what is shared, by what both have.
    """
    return subject_similarity([_terms(words) for words in earlier], [_terms(words) for words in later])


def subject_similarity(earlier: Sequence[frozenset[str]], later: Sequence[frozenset[str]]) -> np.ndarray:
    """How much each earlier set has in common with each later one, by Dice's measure, rare things counting most.

    0 also where both are empty: that neither says anything is no agreement.
    """
    weights = _weights([*earlier, *later])
    holders: dict[str, list[int]] = defaultdict(list)
    for column, terms in enumerate(later):
        for term in terms:
            holders[term].append(column)
    shared = np.zeros((len(earlier), len(later)))
    for row, terms in enumerate(earlier):
        for term in terms:
            for column in holders.get(term, ()):
                shared[row, column] += weights[term]
    both = np.add.outer(_totals(earlier, weights), _totals(later, weights))
    shares: np.ndarray = np.divide(2 * shared, both, out=np.zeros_like(shared), where=both > 0)
    return shares


def _terms(words: Words) -> frozenset[str]:
    return frozenset([*words, *(f"{first} {second}" for first, second in pairwise(words))])


def _weights(texts: Sequence[frozenset[str]]) -> dict[str, float]:
    """Term -> weight: 0.7 where every text holds it, 3.9 where one of fifty does."""
    holding = Counter(term for text in texts for term in text)
    return {term: math.log(1 + len(texts) / count) for term, count in holding.items()}


def _totals(texts: Sequence[frozenset[str]], weights: dict[str, float]) -> np.ndarray:
    return np.array([sum(weights[term] for term in text) for text in texts])


def meaning_similarity(earlier: Sequence[np.ndarray | None], later: Sequence[np.ndarray | None]) -> np.ndarray:
    """The cosine of each earlier text's vector with each later one's, at least 0; 0 where one has none."""
    size = next((vector.size for vector in (*earlier, *later) if vector is not None), 0)
    cosines: np.ndarray = _stacked(earlier, size) @ _stacked(later, size).T
    return cosines.clip(0.0, 1.0)


def _stacked(vectors: Sequence[np.ndarray | None], size: int) -> np.ndarray:
    return np.array([np.zeros(size) if vector is None else _unit(vector) for vector in vectors])


def _unit(vector: np.ndarray) -> np.ndarray:
    length = float(np.linalg.norm(vector))
    return vector / length if length else vector
