"""The nearest recommendations: how near they are over the whole text, and that the index of vectors is used."""

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
from recommendations.services.lineage.candidates import candidates
from recommendations.similarity.duplicates import find_duplicates
from recommendations.similarity.similar import similar_to
from tests import builders as make
from tests import vector_indexes

pytestmark = pytest.mark.django_db

NORTH, EAST = np.eye(2, DIMENSIONS)


def recommendation(*passages: tuple[int, np.ndarray], of: LanguageVersion) -> Recommendation:
    """A recommendation whose passages have these lengths and directions."""
    row = make.recommendation(of=of, indexed=False)
    start = 0
    for length, vector in passages:
        SearchPassage.objects.create(
            paragraph=row.paragraph, recommendation=row, start=start, end=start + length, vector=vector
        )
        start += length
    return row


def nearest(asked: LanguageVersion, answering: LanguageVersion) -> dict[tuple[int, int], tuple[float, float]]:
    """Both recommendations -> the similarity of their nearest passages, and over the whole of the first one."""
    statement, values = select_nearest(
        asked.recommendations.all(), answering.recommendations.all(), each=10, ef_search=40, min_similarity=0.5
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return {(own, other): (similarity, share) for own, other, similarity, share in cursor.fetchall()}


def test_passages_count_by_their_lengths_and_those_that_none_is_near_to_as_nothing() -> None:
    here, there = make.version(), make.version()
    own = recommendation((30, NORTH), (10, EAST), of=here)
    both = recommendation((5, NORTH), (5, EAST), (5, (NORTH + EAST) / 2**0.5), of=there)
    one = recommendation((80, EAST), of=there)
    found = nearest(here, there)
    assert found.keys() == {(own.pk, both.pk), (own.pk, one.pk)}
    assert found[own.pk, both.pk] == pytest.approx((1, 1))
    assert found[own.pk, one.pk] == pytest.approx((1, 0.25))


def test_the_first_passage_of_each_is_looked_up_before_second_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    here, there = make.version(), make.version()
    own = [recommendation((10, NORTH), (10, EAST), of=here) for _ in range(2)]
    other = recommendation((10, NORTH), (10, EAST), of=there)
    monkeypatch.setattr(nearest_passages, "MAX_ASKED", 2)
    assert nearest(here, there) == {(row.pk, other.pk): pytest.approx((1, 0.5)) for row in own}


def test_the_index_of_vectors_is_used_whoever_asks() -> None:
    here, there = make.version(), make.version()
    with make.indexed_together():
        rows = [make.recommendation(of=version) for version in (here, there) for _ in range(20)]
    vectors = np.random.default_rng(1).standard_normal((len(rows), 25, DIMENSIONS))
    SearchPassage.objects.bulk_create(
        SearchPassage(paragraph=row.paragraph, recommendation=row, start=place, end=place + 1, vector=vector)
        for row, own in zip(rows, vectors, strict=True)
        for place, vector in enumerate(own)
    )
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    asking = (partial(similar_to, rows[0]), partial(find_duplicates, here), partial(candidates, here))
    with vector_indexes.there():
        plans = [plan_of(ask) for ask in asking]
    assert [plan for plan in plans if "Index Scan using passages_of_recommendations" not in plan] == []


def plan_of(ask: Callable[[], object]) -> str:
    """How PostgreSQL answers the statement that searches the index of vectors."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE recommendations_searchpassage, recommendations_recommendation")
        with CaptureQueriesContext(connection) as asked:
            ask()
        [statement] = [one["sql"] for one in asked.captured_queries if "hnsw" in one["sql"]]
        cursor.execute(f"EXPLAIN {statement}")
        return "\n".join(line for (line,) in cursor.fetchall())
