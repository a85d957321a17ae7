"""Find the recommendations nearest in meaning, by the stored vectors of passages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from recommendations.models import Recommendation

MAX_PASSAGES = 400
"""Maximum number of passages to look up: the first passage of each recommendation, then the second of each, and so on.
Passages of the same rank are ordered by a hash of their keys, so that the omitted ones are spread over the whole
document."""

# "source" reads "tuned" before it returns its first row, so these settings apply to the index search. OFFSET 0 keeps
# the planner from turning EXISTS into a join: it often underestimates the rows of "candidate", and would then compare
# every passage instead of using the index.
_STATEMENT = """
WITH tuned AS MATERIALIZED (
    SELECT set_config('hnsw.ef_search', '{ef_search}', true), set_config('hnsw.iterative_scan', 'relaxed_order', true)
), source_passage AS (
    SELECT id, recommendation_id, vector, "end" - start AS length,
        sum("end" - start) OVER (PARTITION BY recommendation_id) AS text_length,
        row_number() OVER (PARTITION BY recommendation_id ORDER BY start) AS passage_rank
    FROM recommendations_searchpassage WHERE recommendation_id IN ({sources})
), source AS MATERIALIZED (
    SELECT source_passage.* FROM tuned, source_passage ORDER BY passage_rank, hashint8(id) LIMIT {max_passages}
), found AS (
    SELECT source.recommendation_id, near.other, max(near.similarity) AS similarity,
        max(near.similarity) * source.length / source.text_length AS share
    FROM source, LATERAL (
        SELECT passage.recommendation_id AS other, 1 - (passage.vector <=> source.vector) AS similarity
        FROM recommendations_searchpassage AS passage
        WHERE passage.recommendation_id IS NOT NULL AND EXISTS (
            SELECT FROM ({candidates}) AS candidate (id) WHERE candidate.id = passage.recommendation_id OFFSET 0
        )
        ORDER BY passage.vector <=> source.vector LIMIT {each}
    ) AS near
    WHERE near.similarity >= {min_similarity}
    GROUP BY source.id, source.recommendation_id, source.length, source.text_length, near.other
)
SELECT recommendation_id AS source, other, max(similarity) AS similarity, sum(share) AS share
FROM found GROUP BY recommendation_id, other
"""


def select_nearest(
    sources: QuerySet[Recommendation],
    candidates: QuerySet[Recommendation],
    *,
    each: int,
    ef_search: int,
    min_similarity: float = -1,
) -> tuple[str, Sequence[Any]]:
    """Return a SELECT statement and its values: for each recommendation in ``sources``, the nearest ``candidates``.

    Its columns are ``source`` and ``other``, the keys of two recommendations; ``similarity``, the similarity of their
    two nearest passages; and ``share``, the similarity over the whole text of the source: the mean over its passages,
    weighted by length, counting passages far from the other recommendation as 0. Both are cosines.

    For each passage, the ``each`` nearest ones with at least ``min_similarity`` count. ``ef_search`` is the number of
    candidates the index keeps, at least ``each``: more candidates miss less but take longer.
    """
    sources_sql, source_values = sources.order_by().values("pk").query.sql_with_params()
    candidates_sql, candidate_values = candidates.order_by().values("pk").query.sql_with_params()
    statement = _STATEMENT.format(
        sources=sources_sql,
        candidates=candidates_sql,
        each=each,
        ef_search=ef_search,
        min_similarity=min_similarity,
        max_passages=MAX_PASSAGES,
    )
    return statement, [*source_values, *candidate_values]
