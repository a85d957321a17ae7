"""Recognize queries about articles that no recommendation here is on.

The descriptions of provisions (:mod:`recommendations.extraction.descriptions`) say what else the conventions are about.
A query that is nearer to a description of an article without recommendations than to those of other articles, and
nearer to it than to any passage, asks for something that no recommendation here is about.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, replace

import numpy as np

from documents.web.generation_cache import GenerationCache
from recommendations.extraction.descriptions import article_key, read_descriptions
from recommendations.index.encoder import query_vectors
from recommendations.index.snapshot import Snapshot
from recommendations.models import DescriptionVectors
from recommendations.search.nearest import Answers, QueryText

_PASSAGES_WEIGHT = 1.7
_MIN_LEAD = 0.1
"""How far ahead a description must be: of descriptions of other articles, by the first encoder, and of all passages, by
the second, whose lead has this weight.

Both numbers are from a logistic regression on four lists of queries by different people: 52 without an answer, and 472
with answers, of which 350 in the terms of the field. Fitted without one list at a time, and applied to that list, it
recognizes 36 of the 52 (24 without it) and rejects 4 of the 122 other queries with answers (1 without it).
"""


@dataclass(frozen=True, slots=True)
class _Descriptions:
    """The vectors of all descriptions with provisions, one row each, by both encoders, and which of them describe an
    article that a recommendation is on."""

    nearness: np.ndarray
    answers: np.ndarray
    have_recommendations: np.ndarray


_cache: GenerationCache[str, _Descriptions] = GenerationCache(1)


def is_on_article_without_recommendations(text: QueryText, answers: Answers, snapshot: Snapshot) -> bool:
    """Return whether a query is about an article that no recommendation in this snapshot of the index is on.

    It is false if every article has recommendations, or some descriptions have no vectors yet.
    """
    descriptions = _descriptions(snapshot)
    have, lack = descriptions.have_recommendations, ~descriptions.have_recommendations
    if not have.any() or not lack.any() or not answers.passages:
        return False
    nearness = descriptions.nearness @ query_vectors((text.words, text.parts[0])).astype(np.float32).mean(axis=0)
    ahead_of_descriptions = nearness[lack].max() - nearness[have].max()
    best_passage = max(passage.similarity for passage in answers.passages.values())
    ahead_of_passages = (descriptions.answers[lack] @ answers.vector).max() - best_passage
    return bool(ahead_of_descriptions + _PASSAGES_WEIGHT * ahead_of_passages >= _MIN_LEAD)


def _descriptions(snapshot: Snapshot) -> _Descriptions:
    """Return the descriptions for a snapshot, or none while some have no vectors."""
    descriptions = _cache.get("", snapshot.generation)
    if descriptions is None:
        earlier = _cache.get("")
        stored = earlier if earlier is not None and len(earlier.answers) else _read_vectors()
        articles = frozenset(snapshot.values.get("article", ()))
        descriptions = replace(stored, have_recommendations=_are_on(articles)[: len(stored.answers)])
        _cache.put({"": descriptions}, snapshot.generation)
    return descriptions


def _read_vectors() -> _Descriptions:
    texts = [description.text for description in read_descriptions() if description.provisions]
    rows = {row.text: row for row in DescriptionVectors.objects.filter(text__in=texts)}
    if len(rows) < len(set(texts)):
        texts = []
    nearness = np.array([rows[text].vector for text in texts], dtype=np.float32)
    answers = np.array([rows[text].answer_vector for text in texts], dtype=np.float32)
    return _Descriptions(nearness, answers, np.empty(0, dtype=bool))


def _are_on(articles: Container[str]) -> np.ndarray:
    """Return for each description with provisions whether one of its articles is among these."""
    return np.array(
        [
            any(":".join(article_key(target)) in articles for target in description.provisions)
            for description in read_descriptions()
            if description.provisions
        ]
    )


def clear_descriptions() -> None:
    """Clear the cache (for tests)."""
    _cache.clear()
