"""Recommendations that say much the same as one: by the vectors of their passages, which are stored."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection
from django.urls import reverse

from recommendations.models import Recommendation

MOST = 5
"""So many are shown beside a recommendation."""

_LEAST = 0.5
"""Cosine, over the whole text. Recommendations on one subject are at 0.4 to 0.6, on two at 0.2."""
_NEARLY_THE_SAME = 0.9
"""From here on texts differ in a few words."""
_PASSAGES = 40
"""So many passages near to each of its own are looked at."""

_STATEMENT = """
WITH tuned AS MATERIALIZED (
    SELECT set_config('hnsw.ef_search', '100', true), set_config('hnsw.iterative_scan', 'relaxed_order', true)
), own AS (
    SELECT id, vector, "end" - start AS length FROM recommendations_searchpassage
    WHERE recommendation_id = %(recommendation)s
), found AS (
    SELECT own.id, own.length, near.recommendation_id, max(near.similarity) AS similarity
    FROM tuned, own, LATERAL (
        SELECT entry.recommendation_id, 1 - (passage.vector <=> own.vector) AS similarity
        FROM recommendations_searchpassage AS passage
        JOIN recommendations_searchentry AS entry ON entry.recommendation_id = passage.recommendation_id
        WHERE passage.recommendation_id IS NOT NULL AND entry.scope = 'recommendations' AND entry.twin = entry.number
        ORDER BY passage.vector <=> own.vector LIMIT %(passages)s
    ) AS near
    GROUP BY own.id, own.length, near.recommendation_id
), alike AS (
    SELECT recommendation_id, sum(similarity * length) / (SELECT sum(length) FROM own) AS similarity
    FROM found GROUP BY recommendation_id
)
SELECT row.id, row.path, row.text, row.status, version.language, version.document_id = %(document)s,
    (SELECT string_agg(symbol, '-' ORDER BY position) FROM documents_documentsymbol
        WHERE document_id = version.document_id),
    document.title, alike.similarity
FROM alike JOIN recommendations_recommendation AS row ON row.id = alike.recommendation_id
    JOIN documents_languageversion AS version ON version.id = row.version_id
    JOIN documents_document AS document ON document.id = version.document_id
WHERE alike.similarity >= %(least)s
    AND NOT (version.document_id = %(document)s AND row.anchor = %(anchor)s)
ORDER BY version.document_id = %(document)s, alike.similarity DESC, row.id
LIMIT %(limit)s
"""


@dataclass(frozen=True, slots=True)
class Similar:
    """A published recommendation that is near to another one. ``symbol`` and ``title`` are its document's."""

    pk: int
    path: str
    text: str
    status: Recommendation.Status
    language: str
    in_same_document: bool
    symbol: str
    title: str
    similarity: float

    @property
    def says_nearly_the_same(self) -> bool:
        return self.similarity >= _NEARLY_THE_SAME

    def get_absolute_url(self) -> str:
        return reverse("recommendation", args=[self.pk])


def similar_to(recommendation: Recommendation, limit: int = MOST) -> list[Similar]:
    """Published recommendations near to one in meaning: those of other documents first, the nearest first.

    Its own place in another language is none of them.
    """
    values: dict[str, int | float | str] = {
        "recommendation": recommendation.pk,
        "document": recommendation.version.document_id,
        "anchor": recommendation.anchor,
        "passages": _PASSAGES,
        "least": _LEAST,
        "limit": limit,
    }
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT, values)
        return [
            Similar(pk, path, text, Recommendation.Status(status), language, same, symbol or "", title, similarity)
            for pk, path, text, status, language, same, symbol, title, similarity in cursor.fetchall()
        ]
