"""The encoder is loaded once, and encodes the words of a query once."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import numpy as np
import pytest

from recommendations.index import encoder as encoders
from tests.encoding import WordsEncoder


def test_encoder_is_loaded_once_for_all_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    loads = []

    class SlowEncoder(WordsEncoder):
        def __init__(self) -> None:
            loads.append(threading.get_ident())

    monkeypatch.setattr(encoders, "import_string", lambda name: SlowEncoder)
    encoders._load.cache_clear()
    threads = [threading.Thread(target=encoders.encoder) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    encoders._load.cache_clear()
    assert len(loads) == 1


def test_query_vectors_are_cached(monkeypatch: pytest.MonkeyPatch) -> None:
    encoded: list[Sequence[str]] = []

    class CountingEncoder(WordsEncoder):
        def encode(self, texts: Sequence[str]) -> np.ndarray:
            encoded.append(texts)
            return super().encode(texts)

    monkeypatch.setattr(encoders, "encoder", CountingEncoder)
    encoders.clear_query_vectors()
    for texts in (("what is asked", "asked"), ("what is asked", "asked"), ("asked again", "asked")):
        assert len(encoders.query_vectors(texts)) == 2
    encoders.clear_query_vectors()
    assert encoded == [["what is asked", "asked"], ["asked again"]]


def test_vectors_are_written_with_six_decimals() -> None:
    vector = np.array([0.25, -0.0000004, -0.1234567, 1, 1e-5], dtype=np.float32)
    [literal] = encoders.as_literals([vector])
    assert (literal[0], literal[-1]) == ("[", "]")
    assert [float(number) for number in literal[1:-1].split(",")] == [0.25, 0, -0.123457, 1, 0.00001]
