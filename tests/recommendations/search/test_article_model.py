"""The model of which articles a text is about, and the file that it comes in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from django.conf import settings
from django.test import override_settings

from recommendations.extraction.descriptions import Description, read_descriptions, read_examples
from recommendations.extraction.types import read_target
from recommendations.index import article_model as module
from recommendations.index.article_model import article_model, description_vectors, write_model
from recommendations.index.encoder import answer_encoder, encoder
from tests.published import clear_encoder_caches

REAL_ENCODERS = override_settings(
    SENTENCE_ENCODER="recommendations.index.encoder.MultilingualEncoder",
    ANSWER_ENCODER="recommendations.index.encoder.MultilingualAnswerEncoder",
)
JUDGES, PRISONERS, PAPERS = "Judges stay safe.", "The prisoners return home.", "The secretariat prepares papers."
ARTICLES = {JUDGES: ("untoc:23", "uncac:25"), PRISONERS: ("untoc:17",), PAPERS: ()}
DESCRIPTIONS = tuple(Description(text, "en", tuple(map(read_target, keys))) for text, keys in ARTICLES.items())
EXAMPLES = (
    Description("Nobody may threaten a court.", "en", (read_target("untoc:23"),)),
    Description("Prisoners serve their term near their families.", "en", (read_target("untoc:17"),)),
)


@pytest.fixture(autouse=True)
def _no_caches() -> Iterator[None]:
    """Have models trained again, since tests change the texts."""
    clear_encoder_caches()
    module.load_model.cache_clear()
    yield
    clear_encoder_caches()
    module.load_model.cache_clear()


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Know a few texts, and have a model trained with them in another file."""
    monkeypatch.setattr(module, "read_descriptions", lambda: DESCRIPTIONS)
    monkeypatch.setattr(module, "read_examples", lambda: EXAMPLES)
    monkeypatch.setattr(module, "FILE", tmp_path / "model.npz")
    write_model()
    return tmp_path / "model.npz"


@REAL_ENCODERS
def test_file_is_for_the_current_texts() -> None:
    """If this fails, ``manage.py train_article_model`` must be run."""
    with np.load(module.FILE) as stored:
        assert str(stored["key"]) == module._key(settings.SENTENCE_ENCODER, settings.ANSWER_ENCODER)


@REAL_ENCODERS
def test_file_has_the_vectors_of_the_encoders() -> None:
    texts = (*read_descriptions(), *read_examples())
    sample = range(0, len(texts), 900)
    chosen = [texts[row].text for row in sample]
    vectors = article_model().vectors
    for stored, encoded in (
        (vectors.nearness, encoder().encode(chosen)),
        (vectors.answers, answer_encoder().encode_passages(chosen)),
    ):
        assert len(stored) == len(texts)
        assert np.sum(stored[sample] * encoded, axis=1).min() > 0.999


@pytest.mark.usefixtures("file")
def test_model_is_read_from_its_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_train", None)
    model = article_model()
    assert len(model.vectors.nearness) == len(DESCRIPTIONS) + len(EXAMPLES)
    assert np.allclose(description_vectors().nearness, encoder().encode([*ARTICLES]), atol=0.01)


@pytest.mark.usefixtures("file")
def test_text_is_about_the_articles_of_the_texts_that_it_resembles() -> None:
    prisoners, judges, papers = article_model().estimate(["Prisoners return home.", "Judges are safe.", PAPERS], "en")
    assert max(prisoners, key=lambda article: prisoners[article]) == ("untoc", "17")
    assert max(judges.values()) == judges["untoc", "23"] > judges["untoc", "17"]
    assert max(papers.values()) < 0.1


@pytest.mark.usefixtures("file")
def test_examples_also_count_for_articles_of_other_conventions_on_the_same_subject() -> None:
    (estimates,) = article_model().estimate(["Nobody may threaten a court."], "en")
    assert estimates["untoc", "23"] > 0.5
    assert estimates["uncac", "25"] == pytest.approx(estimates["untoc", "23"])


@pytest.mark.usefixtures("file")
def test_after_a_change_the_descriptions_alone_are_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "read_descriptions", lambda: DESCRIPTIONS[:2])
    assert np.array_equal(article_model().vectors.nearness, encoder().encode([JUDGES, PRISONERS]))
