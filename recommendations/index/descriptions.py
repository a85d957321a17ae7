"""Vectors of the descriptions of provisions (:mod:`recommendations.extraction.descriptions`), by both encoders.

Encoding them takes minutes, so they come with the portal, as integers of one byte:
``fixtures/vocabulary/description_vectors.npz``. ``manage.py encode_descriptions`` writes the file. If it is not for the
current descriptions and encoders, the descriptions are encoded on first use.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from django.conf import settings

from recommendations.extraction.descriptions import read_descriptions
from recommendations.index.encoder import answer_encoder, encoder

FILE = Path(__file__).resolve().parents[2] / "fixtures" / "vocabulary" / "description_vectors.npz"

_MAX = 127


class DescriptionVectors(NamedTuple):
    """Vectors of all descriptions, one row each (float32), by the encoder and the answer encoder."""

    nearness: np.ndarray
    answers: np.ndarray


@lru_cache(maxsize=1)
def description_vectors() -> DescriptionVectors:
    """Return the vectors of the descriptions that the portal ships, in their order."""
    with np.load(FILE) as stored:
        if str(stored["key"]) == _key():
            return DescriptionVectors(_expand(stored["nearness"]), _expand(stored["answers"]))
    return _encode()


def write_vectors(advance: Callable[[int], object] = lambda count: None) -> None:
    """Encode all descriptions and write :data:`FILE`. ``advance`` is called with 1 after each."""
    vectors = _encode(advance)
    np.savez_compressed(
        FILE, key=np.array(_key()), nearness=_shrink(vectors.nearness), answers=_shrink(vectors.answers)
    )


def _encode(advance: Callable[[int], object] = lambda count: None) -> DescriptionVectors:
    texts = [description.text for description in read_descriptions()]
    answers = []
    for text in texts:
        answers.append(answer_encoder().encode_passages([text])[0])
        advance(1)
    return DescriptionVectors(encoder().encode(texts), np.array(answers))


def _key() -> str:
    """Return a digest of all that the vectors depend on: the texts, in order, and the names of the encoders."""
    texts = [description.text for description in read_descriptions()]
    parts = [settings.SENTENCE_ENCODER, settings.ANSWER_ENCODER, *texts]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _shrink(rows: np.ndarray) -> np.ndarray:
    """Return rows of length 1 as integers from -127 to 127, proportional to their numbers."""
    shrunk: np.ndarray = np.round(rows / np.abs(rows).max(axis=1, keepdims=True) * _MAX).astype(np.int8)
    return shrunk


def _expand(rows: np.ndarray) -> np.ndarray:
    expanded: np.ndarray = rows.astype(np.float32)
    expanded /= np.linalg.norm(expanded, axis=1, keepdims=True)
    return expanded
