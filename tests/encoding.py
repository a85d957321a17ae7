"""Sentence encoders for tests: the more words two texts share, the more similar they are.

Words with the same meaning in any language (:data:`SYNONYMS`) have the same direction; all other words have their own.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from recommendations.index.encoder import ANSWER_DIMENSIONS, DIMENSIONS
from recommendations.text.words import tokens

SYNONYMS = (
    ("prisoner", "prisoners", "inmate", "detenu", "detenus", "заключенных"),
    ("network", "networks", "reseau", "reseaux", "сети"),
    ("costs", "expenses", "frais"),
)
_MEANINGS = {word: words[0] for words in SYNONYMS for word in words}


class WordsEncoder:
    """Encodes a text as the normalized sum of the directions of its words."""

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        vectors = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        for row, text in enumerate(texts):
            vectors[row] = sum((_direction(token.word) for token in tokens(text)), np.full(DIMENSIONS, 1e-6))
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


class WordsAnswerEncoder:
    """Encodes queries and passages as :class:`WordsEncoder` does, but in fewer dimensions."""

    def encode_query(self, text: str) -> np.ndarray:
        return self.encode_passages([text])[0]

    def encode_passages(self, texts: Sequence[str]) -> np.ndarray:
        vectors = WordsEncoder().encode(texts)[:, :ANSWER_DIMENSIONS]
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)

    def encode_draft(self, text: str) -> np.ndarray:
        return self.encode_passages([text])[0]


@lru_cache(maxsize=20_000)
def _direction(word: str) -> np.ndarray:
    random = np.random.default_rng(zlib.crc32(_MEANINGS.get(word, word).encode()))
    return random.standard_normal(DIMENSIONS).astype(np.float32)
