"""An encoder for tests of what is made of vectors: texts are as near as the words are that they share.

Words of one meaning, in whatever language, have one direction (:data:`SAME`); all others have one of their own.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from recommendations.index.encoder import DIMENSIONS
from recommendations.text.words import tokens

SAME = (
    ("prisoner", "prisoners", "inmate", "detenu", "detenus", "заключенных"),
    ("network", "networks", "reseau", "reseaux", "сети"),
    ("costs", "expenses", "frais"),
)
_MEANINGS = {word: words[0] for words in SAME for word in words}


class WordsEncoder:
    """The normalised sum of the words' directions."""

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        vectors = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        for row, text in enumerate(texts):
            vectors[row] = sum((_direction(token.word) for token in tokens(text)), np.full(DIMENSIONS, 1e-6))
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@lru_cache(maxsize=20_000)
def _direction(word: str) -> np.ndarray:
    random = np.random.default_rng(zlib.crc32(_MEANINGS.get(word, word).encode()))
    return random.standard_normal(DIMENSIONS).astype(np.float32)
