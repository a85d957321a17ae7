"""Find documents that may contain earlier or later versions of a document's recommendations.

They are found through the nearest passage vectors: a text that was reused, whether reworded or not, is among them. The
work therefore hardly grows with the number of documents.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection

from django.db import connection
from django.db.models import Q

from documents.models import LEADING_FIRST, Body, Document, LanguageVersion
from recommendations.index.nearest_passages import select_nearest
from recommendations.models import Lineage, Recommendation

MAX_CANDIDATES = 8  # documents compared with a version, nearest texts first

_MAX_NEIGHBOURS = 20  # for each passage
_MIN_SIMILARITY = 0.6  # cosine; two versions of a recommendation are almost always more similar than this
_RELATED_BODY_WEIGHT = 1.5
"""For documents of the same body, its parent, its siblings or its children: a working group's drafts go to its parent,
whereas words shared with other bodies' documents are mostly stock phrases.
"""

_CANDIDATES_SQL = """
WITH found AS (
    SELECT near.source, row.version_id, max(near.similarity) AS similarity
    FROM ({nearest}) AS near JOIN recommendations_recommendation AS row ON row.id = near.other
    GROUP BY near.source, row.version_id
)
SELECT found.version_id
FROM found JOIN documents_languageversion AS version ON version.id = found.version_id
    JOIN documents_document AS document ON document.id = version.document_id
GROUP BY found.version_id, document.body_id
ORDER BY sum(found.similarity) * CASE WHEN document.body_id = ANY(%s) THEN %s ELSE 1 END DESC, found.version_id
LIMIT %s
"""


def find_candidates(version: LanguageVersion) -> list[LanguageVersion]:
    """Return the versions of other documents, in the same language, to compare with this one.

    Versions that are already linked are included even if their texts are no longer similar. If two documents have
    several languages in common, only the versions in the leading common language are compared (English first).
    """
    same_language = Recommendation.objects.filter(version__language=version.language)
    nearest, values = select_nearest(
        version.recommendations.all(),
        same_language.exclude(version__document=version.document_id),
        each=_MAX_NEIGHBOURS,
        ef_search=100,
        min_similarity=_MIN_SIMILARITY,
    )
    bodies = _related_bodies(version.document.body_id)
    with connection.cursor() as cursor:
        cursor.execute(_CANDIDATES_SQL.format(nearest=nearest), [*values, bodies, _RELATED_BODY_WEIGHT, MAX_CANDIDATES])
        keys = {key for (key,) in cursor.fetchall()}
    linked = Lineage.objects.filter(Q(earlier__version=version) | Q(later__version=version))
    keys.update(*linked.order_by().values_list("earlier__version", "later__version").distinct())
    keys.discard(version.pk)
    rows = LanguageVersion.objects.filter(pk__in=keys).defer("parsed", "doubts").select_related("document__meeting")
    skipped = _compared_elsewhere(version, rows)
    return [row for row in rows if row.pk not in skipped]


def _related_bodies(body: int | None) -> list[int]:
    """Return the keys of a body, its parent, its siblings and its own children."""
    if body is None:
        return []
    parents = Body.objects.filter(pk=body, parent__isnull=False).values_list("parent", flat=True)
    parent_keys = list(parents)
    related = Q(pk=body) | Q(parent=body) | Q(pk__in=parent_keys) | Q(parent__in=parent_keys)
    return list(Body.objects.filter(related).values_list("pk", flat=True))


def _compared_elsewhere(version: LanguageVersion, other_versions: Collection[LanguageVersion]) -> set[int]:
    """Return the keys of versions whose documents also have a language in common that precedes this version's."""
    documents = [version.document_id, *(other.document_id for other in other_versions)]
    rows = LanguageVersion.objects.filter(document__in=documents).order_by(*LEADING_FIRST)
    languages: dict[int, list[str]] = {}
    for document, language in rows.values_list("document_id", "language"):
        languages.setdefault(document, []).append(language)
    leading = languages[version.document_id][: languages[version.document_id].index(version.language)]
    return {other.pk for other in other_versions if set(leading) & set(languages[other.document_id])}


def chronological_order(
    first: LanguageVersion, second: LanguageVersion
) -> tuple[LanguageVersion, LanguageVersion] | None:
    """Return the earlier and the later version, or None if a date is missing, or if both have the same date and are
    both drafts or both final."""
    keys = _sort_key(first.document), _sort_key(second.document)
    if keys[0] is None or keys[1] is None or keys[0] == keys[1]:
        return None
    return (first, second) if keys[0] < keys[1] else (second, first)


_DRAFTS = {Document.Kind.DRAFT_REPORT, Document.Kind.DRAFT_RESOLUTION}


def _sort_key(document: Document) -> tuple[datetime.date, bool] | None:
    """Return the date of issue (or else the first day of the meeting) and whether the document is final: drafts come
    first. Return None without a date."""
    date = document.date or (document.meeting.start if document.meeting else None)
    return (date, document.kind not in _DRAFTS) if date else None
