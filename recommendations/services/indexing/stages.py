"""Join the stages of one recommendation: the entries for its drafts, its adopted text and later versions.

Two texts are stages of the same recommendation if a person confirmed the link between them, or if a link is proposed
with a very high score (:data:`MIN_SCORE`): then both have nearly the same content, at corresponding places in two
documents. A recommendation that was split is not joined with its parts, which are separate recommendations.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection, transaction

from documents.services import acquire_write_lock
from recommendations.models import SearchScope
from recommendations.services.indexing.writer import new_generation, write_heads

MIN_SCORE = 0.8
"""Minimum score of a proposed link, reached only if wording, meaning and place agree
(:mod:`recommendations.similarity.pairs`).
"""

_SCOPE = SearchScope.RECOMMENDATIONS.value

_CONNECTED = """
WITH RECURSIVE split (document_id, place, later_document_id) AS (
    SELECT version.document_id, row.place, later_version.document_id
    FROM recommendations_lineage AS link
    JOIN recommendations_recommendation AS row ON row.id = link.earlier_id
    JOIN documents_languageversion AS version ON version.id = row.version_id
    JOIN recommendations_recommendation AS later ON later.id = link.later_id
    JOIN documents_languageversion AS later_version ON later_version.id = later.version_id
    WHERE link.state = 'confirmed'
    GROUP BY 1, 2, 3
    HAVING count(DISTINCT later.place) > 1
),
linked (number, document_id, place) AS (
    SELECT entry.number, entry.document_id, row.place
    FROM recommendations_searchentry AS entry
    JOIN recommendations_recommendation AS row ON row.id = entry.recommendation_id
    WHERE entry.scope = %(scope)s AND (entry.document_id = ANY(%(documents)s) OR entry.number = ANY(%(numbers)s))
        AND entry.number = entry.twin
UNION
    SELECT linked.number, other_version.document_id, other.place
    FROM linked
    JOIN documents_languageversion AS version ON version.document_id = linked.document_id
    JOIN recommendations_recommendation AS row ON row.version_id = version.id AND row.place = linked.place
    JOIN recommendations_lineage AS link ON (link.earlier_id = row.id OR link.later_id = row.id)
        AND (link.state = 'confirmed' OR (link.state = 'proposed' AND link.score >= %(score)s))
    JOIN recommendations_recommendation AS other
        ON other.id = CASE row.id WHEN link.earlier_id THEN link.later_id ELSE link.earlier_id END
    JOIN documents_languageversion AS other_version ON other_version.id = other.version_id
    WHERE (linked.document_id, linked.place, other_version.document_id) NOT IN (SELECT * FROM split)
        AND (other_version.document_id, other.place, linked.document_id) NOT IN (SELECT * FROM split)
)
SELECT linked.number, entry.number, entry.head
FROM linked
JOIN documents_languageversion AS version ON version.document_id = linked.document_id
JOIN recommendations_recommendation AS row ON row.version_id = version.id AND row.place = linked.place
JOIN recommendations_searchentry AS entry ON entry.scope = %(scope)s AND entry.recommendation_id = row.id
"""


def members_of(scope: str, heads: Iterable[int]) -> list[int]:
    """Return the numbers of the entries that have one of these heads, but another place."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT number FROM recommendations_searchentry WHERE scope = %s AND head = ANY(%s) AND head <> twin",
            [scope, list(heads)],
        )
        return [number for (number,) in cursor.fetchall()]


@transaction.atomic
def join_stages(documents: Iterable[int], numbers: Iterable[int] = ()) -> int:
    """Set the heads of the recommendations of documents (keys) and of entries (numbers) according to their lineage.
    Return the number of entries changed."""
    acquire_write_lock()
    linked: dict[int, set[int]] = defaultdict(set)
    heads: dict[int, int] = {}
    with connection.cursor() as cursor:
        values: dict[str, Any] = {"documents": list(documents), "numbers": list(numbers)}
        values |= {"scope": _SCOPE, "score": MIN_SCORE}
        cursor.execute(_CONNECTED, values)
        for start, number, head in cursor.fetchall():
            linked[start].add(number)
            heads[number] = head
    changed = {number: head for number, head in _lowest_linked(linked).items() if heads[number] != head}
    if changed:
        write_heads(_SCOPE, changed, new_generation(_SCOPE))
    return len(changed)


def _lowest_linked(linked: Mapping[int, set[int]]) -> dict[int, int]:
    """Return a map from each number to the lowest number linked with it."""
    return {number: min(group) for group in linked.values() for number in group}
