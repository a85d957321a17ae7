"""Recognize queries about articles that no recommendation here is on.

The descriptions of provisions (:mod:`recommendations.extraction.descriptions`) say what else the conventions are about.
A query that is nearer to a description of an article without recommendations than to those of other articles, and
nearer to it than to any passage, asks for something that no recommendation here is about.
"""

from __future__ import annotations

from collections.abc import Container

import numpy as np

from documents.web.generation_cache import GenerationCache
from recommendations.extraction.descriptions import Description, article_key, read_descriptions
from recommendations.index.article_model import description_vectors
from recommendations.index.encoder import query_vectors
from recommendations.index.snapshot import Snapshot
from recommendations.search.nearest import Answers, QueryText

_PASSAGES_WEIGHT = 1.7
_MIN_LEAD = 0.16
"""The minimum lead of the description of an article without recommendations. It is the lead over descriptions of
articles with recommendations, by the first encoder, plus the weighted lead over all passages, by the second.

Chosen with three lists of needs in everyday words by different people: of 68 without an answer, 39 are recognized, and
5 of 120 with one are rejected. It was then raised until the tests of relevance passed, in which one need in the terms
of the field is still rejected. So none of these figures is from unseen lists.
"""

_cache: GenerationCache[str, tuple[np.ndarray, np.ndarray]] = GenerationCache(1)


def is_on_article_without_recommendations(text: QueryText, answers: Answers, snapshot: Snapshot) -> bool:
    """Return whether a query is about an article that no recommendation in this snapshot of the index is on.

    It is false if every article has recommendations.
    """
    have, lack = _rows(snapshot)
    if not have.any() or not lack.any() or not answers.passages:
        return False
    vectors = description_vectors()
    nearness = vectors.nearness @ query_vectors((text.words, text.parts[0])).astype(np.float32).mean(axis=0)
    ahead_of_descriptions = nearness[lack].max() - nearness[have].max()
    best_passage = max(passage.similarity for passage in answers.passages.values())
    ahead_of_passages = (vectors.answers[lack] @ answers.vector).max() - best_passage
    return bool(ahead_of_descriptions + _PASSAGES_WEIGHT * ahead_of_passages >= _MIN_LEAD)


def _rows(snapshot: Snapshot) -> tuple[np.ndarray, np.ndarray]:
    """Return which descriptions are of an article that a recommendation is on, and which are of another article."""
    rows = _cache.get("", snapshot.generation)
    if rows is None:
        articles = frozenset(snapshot.values.get("article", ()))
        have = np.array([_is_on(description, articles) for description in read_descriptions()])
        rows = have, ~have & np.array([bool(description.provisions) for description in read_descriptions()])
        _cache.put({"": rows}, snapshot.generation)
    return rows


def _is_on(description: Description, articles: Container[str]) -> bool:
    return any(":".join(article_key(target)) in articles for target in description.provisions)


def clear_descriptions() -> None:
    """Clear the cache (for tests)."""
    _cache.clear()
