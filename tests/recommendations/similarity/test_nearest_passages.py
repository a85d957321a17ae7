"""The nearest recommendations: similarity over the whole text, and use of the vector index."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from documents.models import LanguageVersion
from recommendations.index import nearest_passages
from recommendations.index.encoder import DIMENSIONS
from recommendations.index.nearest_passages import select_nearest
from recommendations.models import Recommendation, SearchPassage
from recommendations.services.lineage.candidates import find_candidates
from recommendations.similarity.duplicates import find_duplicates
from recommendations.similarity.similar import similar_to
from tests import builders as make
from tests import vector_indexes

pytestmark = pytest.mark.django_db

NORTH, EAST = np.eye(2, DIMENSIONS)


def create_recommendation(*passages: tuple[int, np.ndarray], of: LanguageVersion) -> Recommendation:
    """Create a recommendation whose passages have these lengths and directions."""
    row = make.recommendation(of=of, indexed=False)
    start = 0
    for length, vector in passages:
        SearchPassage.objects.create(
            paragraph=row.paragraph, recommendation=row, start=start, end=start + length, vector=vector
        )
        start += length
    return row


def nearest(source: LanguageVersion, target: LanguageVersion) -> dict[tuple[int, int], tuple[float, float]]:
    """Return a map from pairs of keys to two similarities: of the nearest passages, and over the whole text of
    the first recommendation.
    """
    statement, values = select_nearest(
        source.recommendations.all(), target.recommendations.all(), each=10, ef_search=40, min_similarity=0.5
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return {(key, match): (similarity, share) for key, match, similarity, share in cursor.fetchall()}


def test_passages_are_weighted_by_length() -> None:
    source_version, target_version = make.version(), make.version()
    source = create_recommendation((30, NORTH), (10, EAST), of=source_version)
    mixed = create_recommendation((5, NORTH), (5, EAST), (5, (NORTH + EAST) / 2**0.5), of=target_version)
    single = create_recommendation((80, EAST), of=target_version)
    result = nearest(source_version, target_version)
    assert result.keys() == {(source.pk, mixed.pk), (source.pk, single.pk)}
    assert result[source.pk, mixed.pk] == pytest.approx((1, 1))
    assert result[source.pk, single.pk] == pytest.approx((1, 0.25))


def test_first_passage_of_every_recommendation_is_searched_before_any_second_passage(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    source_version, target_version = make.version(), make.version()
    sources = [create_recommendation((10, NORTH), (10, EAST), of=source_version) for _ in range(2)]
    target = create_recommendation((10, NORTH), (10, EAST), of=target_version)
    monkeypatch.setattr(nearest_passages, "MAX_PASSAGES", 2)
    assert nearest(source_version, target_version) == {(row.pk, target.pk): pytest.approx((1, 0.5)) for row in sources}


def test_every_search_uses_the_vector_index() -> None:
    source_version, target_version = make.version(), make.version()
    with make.indexed_together():
        rows = [make.recommendation(of=version) for version in (source_version, target_version) for _ in range(20)]
    vectors = np.random.default_rng(1).standard_normal((len(rows), 25, DIMENSIONS))
    SearchPassage.objects.bulk_create(
        SearchPassage(paragraph=row.paragraph, recommendation=row, start=index, end=index + 1, vector=vector)
        for row, row_vectors in zip(rows, vectors, strict=True)
        for index, vector in enumerate(row_vectors)
    )
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    searches = (
        partial(similar_to, rows[0]),
        partial(find_duplicates, source_version),
        partial(find_candidates, source_version),
    )
    with vector_indexes.created():
        plans = [explain(run) for run in searches]
    assert [plan for plan in plans if "Index Scan using recommendation_vector_idx" not in plan] == []


def explain(run: Callable[[], object]) -> str:
    """Return PostgreSQL's plan for the statement that searches the vector index."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE recommendations_searchpassage, recommendations_recommendation")
        with CaptureQueriesContext(connection) as captured:
            run()
        [statement] = [query["sql"] for query in captured.captured_queries if "hnsw" in query["sql"]]
        cursor.execute(f"EXPLAIN {statement}")
        return "\n".join(line for (line,) in cursor.fetchall())
