"""Vectors of the descriptions of provisions, in a file that comes with the portal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from django.test import override_settings

from recommendations.extraction.descriptions import Description, read_descriptions
from recommendations.index import descriptions
from recommendations.index.descriptions import description_vectors, write_vectors
from recommendations.index.encoder import answer_encoder, encoder
from tests.published import clear_encoder_caches

REAL_ENCODERS = override_settings(
    SENTENCE_ENCODER="recommendations.index.encoder.MultilingualEncoder",
    ANSWER_ENCODER="recommendations.index.encoder.MultilingualAnswerEncoder",
)
TEXTS = ["Judges stay safe.", "Les prisonniers rentrent."]


@pytest.fixture(autouse=True)
def _no_caches() -> Iterator[None]:
    clear_encoder_caches()
    yield
    clear_encoder_caches()


def know(texts: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    known = tuple(Description(text, "en", ()) for text in texts)
    monkeypatch.setattr(descriptions, "read_descriptions", lambda: known)


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Know two descriptions, and have their vectors in another file."""
    know(TEXTS, monkeypatch)
    monkeypatch.setattr(descriptions, "FILE", tmp_path / "vectors.npz")
    write_vectors()
    return tmp_path / "vectors.npz"


@REAL_ENCODERS
def test_file_is_for_the_current_descriptions() -> None:
    """If this fails, ``manage.py encode_descriptions`` must be run."""
    with np.load(descriptions.FILE) as stored:
        assert str(stored["key"]) == descriptions._key()


@REAL_ENCODERS
def test_file_has_the_vectors_of_the_encoders() -> None:
    sample = range(0, len(read_descriptions()), 300)
    chosen = [read_descriptions()[row].text for row in sample]
    vectors = description_vectors()
    for stored, encoded in (
        (vectors.nearness, encoder().encode(chosen)),
        (vectors.answers, answer_encoder().encode_passages(chosen)),
    ):
        assert len(stored) == len(read_descriptions())
        assert np.sum(stored[sample] * encoded, axis=1).min() > 0.999


@pytest.mark.usefixtures("file")
def test_written_vectors_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(descriptions, "_encode", None)
    assert np.allclose(description_vectors().nearness, encoder().encode(TEXTS), atol=0.01)


@pytest.mark.usefixtures("file")
def test_changed_descriptions_are_encoded_on_first_use(monkeypatch: pytest.MonkeyPatch) -> None:
    know(TEXTS[:1], monkeypatch)
    assert np.array_equal(description_vectors().nearness, encoder().encode(TEXTS[:1]))
