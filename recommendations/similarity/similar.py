"""Find similar recommendations by the stored vectors of passages."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection
from django.db.models import F

from documents.models import Document
from documents.web.url_cache import cached_reverse
from recommendations.index.nearest_passages import select_nearest
from recommendations.models import Recommendation, SearchEntry, SearchScope

MAX_SHOWN = 5  # per recommendation

_MIN_SIMILARITY = 0.5  # cosine over the whole text; same subject: 0.4 to 0.6, unrelated: 0.2
_MIN_NEAR_DUPLICATE = 0.9  # cosine of texts that differ in only a few words
_MAX_NEIGHBOURS = 40  # for each passage

_STATEMENT = """
WITH near AS ({nearest})
SELECT row.id, row.place, row.path, row.text, row.status, version.language,
    version.document_id = %s AS in_same_document,
    ARRAY(SELECT symbol FROM documents_documentsymbol
        WHERE document_id = version.document_id ORDER BY position, symbol),
    document.id, document.content_key, document.title, near.share
FROM near JOIN recommendations_recommendation AS row ON row.id = near.other
    JOIN documents_languageversion AS version ON version.id = row.version_id
    JOIN documents_document AS document ON document.id = version.document_id
WHERE near.share >= %s
ORDER BY in_same_document, near.share DESC, row.id
LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Similar:
    """A published recommendation similar to another. Only the fields of its ``document`` that name it are set."""

    pk: int
    place: str
    path: str
    text: str
    status: Recommendation.Status
    language: str
    is_in_same_document: bool
    document: Document
    similarity: float

    @property
    def is_near_duplicate(self) -> bool:
        return self.similarity >= _MIN_NEAR_DUPLICATE

    def get_absolute_url(self) -> str:
        return cached_reverse("recommendation", self.document.address, self.place)


def similar_to(recommendation: Recommendation, limit: int = MAX_SHOWN) -> list[Similar]:
    """Return published recommendations that are similar in meaning: first those in other documents, then those in the
    same document, both with the most similar first.

    The same recommendation in other languages is omitted.
    """
    document = recommendation.version.document_id
    leading = SearchEntry.objects.filter(scope=SearchScope.RECOMMENDATIONS, twin=F("number")).values("recommendation")
    published = Recommendation.objects.filter(pk__in=leading)
    nearest, values = select_nearest(
        Recommendation.objects.filter(pk=recommendation.pk),
        published.exclude(version__document=document, place=recommendation.place),
        each=_MAX_NEIGHBOURS,
        ef_search=100,
    )
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT.format(nearest=nearest), [*values, document, _MIN_SIMILARITY, limit])
        return [
            Similar(pk, place, path, text, Recommendation.Status(status), language, same, _document(*document), share)
            for pk, place, path, text, status, language, same, *document, share in cursor.fetchall()
        ]


def _document(symbols: list[str], pk: int, content_key: str, title: str) -> Document:
    document = Document(pk=pk, content_key=content_key, title=title)
    document.prefetched_symbols = symbols
    return document
