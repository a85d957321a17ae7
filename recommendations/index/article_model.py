"""A model of which articles a text is about, trained with texts that people have labelled.

The texts are those of :mod:`recommendations.extraction.descriptions`. Each is represented by its directions from the
mean of its language, by both encoders: what remains shows what a text is about, not its language and style. The model
is kernel ridge regression with a Gaussian kernel: the more a text resembles labelled texts on an article, and the less
it resembles others, the higher the article's estimate, in general from 0 to 1.

Training takes minutes, most of it for encoding. The model therefore comes with the portal, in
``fixtures/vocabulary/article_model.npz``; ``manage.py train_article_model`` writes the file. If it is not for the
current texts and encoders, a smaller model is trained on first use, with the descriptions only.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import numpy as np
from django.conf import settings

from recommendations.extraction.descriptions import (
    ArticleKey,
    Description,
    article_key,
    read_descriptions,
    read_examples,
)
from recommendations.index.encoder import answer_encoder, encoder

FILE = Path(__file__).resolve().parents[2] / "fixtures" / "vocabulary" / "article_model.npz"

REGULARIZATION = 0.2
"""Chosen with sentences that were not used for training; values from 0.1 to 0.4 are about as good."""
SAME_SUBJECT_SHARE = 0.5
"""Share of the descriptions of an article that must be of an article of another convention too for the two to be on the
same subject: examples of one are then examples of the other."""

_MAX = 127
_CONVENTIONS = {"tip-protocol": "untoc", "som-protocol": "untoc", "firearms-protocol": "untoc"}


class Vectors(NamedTuple):
    """Vectors of texts, one row each (float32, length 1), by the encoder and the answer encoder."""

    nearness: np.ndarray
    answers: np.ndarray


class ArticleModel:
    """The trained model, with the vectors of the labelled texts."""

    def __init__(
        self, texts: Sequence[Description], vectors: Vectors, articles: Sequence[ArticleKey], weights: np.ndarray
    ) -> None:
        self.vectors = vectors
        self._articles = articles
        self._weights = weights
        self._means = _means(texts, vectors)
        self._directions = self._directions_of(vectors, [text.language for text in texts])

    def estimate(self, texts: Sequence[str], language: str) -> list[Mapping[ArticleKey, float]]:
        """Return, for each text in a ``language``, how likely it is about each article."""
        vectors = Vectors(encoder().encode(texts), answer_encoder().encode_passages(texts))
        directions = self._directions_of(vectors, [language] * len(texts))
        estimates = _kernel(directions, self._directions) @ self._weights
        return [dict(zip(self._articles, row, strict=True)) for row in estimates.tolist()]

    def nearness(self, text: str, language: str) -> np.ndarray:
        """Return how similar each labelled text is to this one: the sum of two cosines."""
        vectors = Vectors(encoder().encode([text]), answer_encoder().encode_passages([text]))
        nearness: np.ndarray = self._directions @ self._directions_of(vectors, [language])[0]
        return nearness

    def _directions_of(self, vectors: Vectors, languages: Sequence[str]) -> np.ndarray:
        parts = []
        for rows, means in zip(vectors, self._means, strict=True):
            differences = rows - np.stack([means.get(language, means[""]) for language in languages])
            parts.append(differences / np.linalg.norm(differences, axis=1, keepdims=True).clip(min=1e-6))
        return np.concatenate(parts, axis=1)


def article_model() -> ArticleModel:
    """Return the model that the portal ships or, if that is for other texts or encoders, a smaller one."""
    return load_model(settings.SENTENCE_ENCODER, settings.ANSWER_ENCODER)


@lru_cache(maxsize=2)
def load_model(*encoders: str) -> ArticleModel:
    """Return the model for the encoders that the settings name."""
    with np.load(FILE) as stored:
        if str(stored["key"]) == _key(*encoders):
            vectors = Vectors(_expand(stored["nearness"]), _expand(stored["answers"]))
            articles = [(instrument, number) for instrument, number in stored["articles"].tolist()]
            texts = (*read_descriptions(), *read_examples())
            return ArticleModel(texts, vectors, articles, stored["weights"].astype(np.float32))
    return _train(read_descriptions())


def description_vectors() -> Vectors:
    """Return the vectors of the descriptions that the portal ships, in their order."""
    count = len(read_descriptions())
    vectors = article_model().vectors
    return Vectors(vectors.nearness[:count], vectors.answers[:count])


def write_model(advance: Callable[[int], object] = lambda count: None) -> None:
    """Train the model and write :data:`FILE`. ``advance`` is called with 1 for each text that is encoded."""
    model = _train((*read_descriptions(), *read_examples()), advance)
    np.savez_compressed(
        FILE,
        key=np.array(_key(settings.SENTENCE_ENCODER, settings.ANSWER_ENCODER)),
        nearness=_shrink(model.vectors.nearness),
        answers=_shrink(model.vectors.answers),
        articles=np.array(model._articles),
        weights=model._weights.astype(np.float16),
    )


def _train(texts: Sequence[Description], advance: Callable[[int], object] = lambda count: None) -> ArticleModel:
    answers = []
    for text in texts:
        answers.append(answer_encoder().encode_passages([text.text])[0])
        advance(1)
    vectors = Vectors(encoder().encode([text.text for text in texts]), np.array(answers))
    articles, labels = _labels(texts)
    model = ArticleModel(texts, vectors, articles, labels)
    kernel = _kernel(model._directions, model._directions)
    model._weights = np.linalg.solve(kernel + REGULARIZATION * np.eye(len(kernel), dtype=np.float32), labels)
    return model


def _labels(texts: Sequence[Description]) -> tuple[list[ArticleKey], np.ndarray]:
    """Return the articles of texts, and a row per text that has 1 for each article that it is about.

    If a text is labelled for some conventions, it is also about the articles of others on the same subject.
    """
    same = _same_subjects()
    about = []
    for text in texts:
        own = {article_key(target) for target in text.provisions}
        labelled = set(map(_convention, own))
        others = chain.from_iterable(same.get(article, ()) for article in own)
        about.append(own.union(article for article in others if _convention(article) not in labelled))
    articles = sorted(set(chain.from_iterable(about)))
    columns = {article: column for column, article in enumerate(articles)}
    labels = np.zeros((len(texts), len(articles)), dtype=np.float32)
    for row, own in enumerate(about):
        labels[row, [columns[article] for article in own]] = 1
    return articles, labels


def _same_subjects() -> dict[ArticleKey, list[ArticleKey]]:
    """Return the articles of other conventions that are on the subject of an article, by the descriptions."""
    counts: Counter[ArticleKey] = Counter()
    pairs: Counter[tuple[ArticleKey, ArticleKey]] = Counter()
    for description in read_descriptions():
        own = {article_key(target) for target in description.provisions}
        counts.update(own)
        pairs.update((one, other) for one in own for other in own if _convention(one) != _convention(other))
    same: dict[ArticleKey, list[ArticleKey]] = {}
    for (one, other), count in pairs.items():
        if count >= SAME_SUBJECT_SHARE * counts[one]:
            same.setdefault(one, []).append(other)
    return same


def _convention(article: ArticleKey) -> str:
    return _CONVENTIONS.get(article[0], article[0])


def _means(texts: Sequence[Description], vectors: Vectors) -> tuple[Mapping[str, np.ndarray], ...]:
    """Return the mean vector of each language (under "" of all together), for each encoder."""
    languages = np.array([text.language for text in texts])
    return tuple(
        {language: rows[languages == language].mean(axis=0) for language in set(languages.tolist())}
        | {"": rows.mean(axis=0)}
        for rows in vectors
    )


def _kernel(some: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Return the similarity of each row of ``some`` to each of ``others``, from 0 to 1. Rows have two parts of length
    1."""
    kernel: np.ndarray = np.exp(some @ others.T - 2)
    return kernel


def _key(*encoders: str) -> str:
    """Return a digest of all that the model depends on: the texts with their provisions, and the encoders."""
    texts = [
        [text.text, text.language, *map(str, text.provisions)] for text in (*read_descriptions(), *read_examples())
    ]
    return hashlib.sha256(json.dumps([*encoders, texts]).encode()).hexdigest()


def _shrink(rows: np.ndarray) -> np.ndarray:
    """Return rows of length 1 as integers from -127 to 127, proportional to their numbers."""
    shrunk: np.ndarray = np.round(rows / np.abs(rows).max(axis=1, keepdims=True) * _MAX).astype(np.int8)
    return shrunk


def _expand(rows: np.ndarray) -> np.ndarray:
    expanded: np.ndarray = rows.astype(np.float32)
    expanded /= np.linalg.norm(expanded, axis=1, keepdims=True)
    return expanded
