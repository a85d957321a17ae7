"""Find the recommendations nearest in meaning, by the stored vectors of passages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from recommendations.models import Recommendation

MAX_PASSAGES = 400
"""Maximum number of passages to look up: the first of each recommendation, then the second, and so on. The hash of
their keys spreads the omitted ones over the whole document."""

# "asked" reads "tuned" before it returns its first row, so these settings apply to the index search. OFFSET 0 keeps the
# planner from turning EXISTS into a join: it often underestimates the rows of "answering", and would then compare every
# passage instead of using the index.
_STATEMENT = """
WITH tuned AS MATERIALIZED (
    SELECT set_config('hnsw.ef_search', '{ef_search}', true), set_config('hnsw.iterative_scan', 'relaxed_order', true)
), own AS (
    SELECT id, recommendation_id, vector, "end" - start AS length,
        sum("end" - start) OVER (PARTITION BY recommendation_id) AS whole,
        row_number() OVER (PARTITION BY recommendation_id ORDER BY start) AS turn
    FROM recommendations_searchpassage WHERE recommendation_id IN ({asked})
), asked AS MATERIALIZED (
    SELECT own.* FROM tuned, own ORDER BY turn, hashint8(id) LIMIT {max_asked}
), found AS (
    SELECT asked.recommendation_id, near.other, max(near.similarity) AS similarity,
        max(near.similarity) * asked.length / asked.whole AS share
    FROM asked, LATERAL (
        SELECT passage.recommendation_id AS other, 1 - (passage.vector <=> asked.vector) AS similarity
        FROM recommendations_searchpassage AS passage
        WHERE passage.recommendation_id IS NOT NULL AND EXISTS (
            SELECT FROM ({answering}) AS answering (id) WHERE answering.id = passage.recommendation_id OFFSET 0
        )
        ORDER BY passage.vector <=> asked.vector LIMIT {each}
    ) AS near
    WHERE near.similarity >= {min_similarity}
    GROUP BY asked.id, asked.recommendation_id, asked.length, asked.whole, near.other
)
SELECT recommendation_id AS asked, other, max(similarity) AS similarity, sum(share) AS share
FROM found GROUP BY recommendation_id, other
"""


def select_nearest(
    asked: QuerySet[Recommendation],
    candidates: QuerySet[Recommendation],
    *,
    each: int,
    ef_search: int,
    min_similarity: float = -1,
) -> tuple[str, Sequence[Any]]:
    """Return a SELECT statement and its values: for each recommendation in ``asked``, the nearest ``candidates``.

    Its rows are ``asked`` and ``other``, keys of recommendations; ``similarity``, that of their two nearest passages;
    and ``share``, the similarity over the whole ``asked`` text: the mean over its passages, weighted by length, with 0
    for passages far from the other recommendation. Both are cosines.

    For each passage, the ``each`` nearest ones with at least ``min_similarity`` count. ``ef_search`` is the number of
    candidates the index keeps, at least ``each``: more candidates miss less but take longer.
    """
    asked_sql, asked_values = asked.order_by().values("pk").query.sql_with_params()
    candidates_sql, candidate_values = candidates.order_by().values("pk").query.sql_with_params()
    statement = _STATEMENT.format(
        asked=asked_sql,
        answering=candidates_sql,
        each=each,
        ef_search=ef_search,
        min_similarity=min_similarity,
        max_asked=MAX_PASSAGES,
    )
    return statement, [*asked_values, *candidate_values]
