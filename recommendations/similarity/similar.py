"""Find similar recommendations by the stored vectors of passages, and compare their wording."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection
from django.db.models import F
from django.utils.functional import Promise

from documents.models import Document, LanguageVersion
from documents.web.languages import interface_language
from documents.web.url_cache import cached_reverse
from recommendations.index.nearest_passages import select_nearest
from recommendations.models import Recommendation, SearchEntry, SearchScope
from recommendations.similarity.measures import wording_similarity
from recommendations.similarity.wording import MIN_IDENTICAL_WORDING, stems_of_texts, wording_label

MAX_SHOWN = 5  # per recommendation

_MIN_SIMILARITY = 0.5  # cosine over the whole text; same subject: 0.4 to 0.6, unrelated: 0.2
_MAX_NEIGHBOURS = 40  # for each passage

_STATEMENT = """
WITH near AS ({nearest})
SELECT row.id, row.place, row.path, row.text, row.status, version.language,
    version.document_id = %s AS in_same_document,
    ARRAY(SELECT symbol FROM documents_documentsymbol
        WHERE document_id = version.document_id ORDER BY position, symbol),
    document.id, document.content_key, document.title, own.language, own.title, near.share
FROM near JOIN recommendations_recommendation AS row ON row.id = near.other
    JOIN documents_languageversion AS version ON version.id = row.version_id
    JOIN documents_document AS document ON document.id = version.document_id
    LEFT JOIN documents_languageversion AS own ON own.document_id = document.id AND own.language = %s
        AND own.published_at IS NOT NULL AND own.title <> ''
WHERE near.share >= %s
ORDER BY in_same_document, near.share DESC, row.id
LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Similar:
    """A published recommendation similar to another. Only the fields of its ``document`` that name it are set.

    ``similarity`` is that of the meaning, ``wording`` that of the wording, which is 0 across languages; both are from 0
    to 1.
    """

    pk: int
    place: str
    path: str
    text: str
    status: Recommendation.Status
    language: str
    is_in_same_document: bool
    document: Document
    similarity: float
    wording: float

    @property
    def is_near_duplicate(self) -> bool:
        return self.wording >= MIN_IDENTICAL_WORDING

    @property
    def likeness(self) -> str | Promise:
        """Return a description of the wording; "" if it is different."""
        return wording_label(self.wording)

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
        cursor.execute(
            _STATEMENT.format(nearest=nearest), [*values, document, interface_language(), _MIN_SIMILARITY, limit]
        )
        rows = cursor.fetchall()
    texts = {pk: (language, text) for pk, _place, _path, text, _status, language, *_rest in rows}
    wording = _wording(recommendation, texts)
    return [
        Similar(
            pk,
            place,
            path,
            text,
            Recommendation.Status(status),
            language,
            same,
            _document(*document),
            share,
            wording[pk],
        )
        for pk, place, path, text, status, language, same, *document, share in rows
    ]


def _wording(recommendation: Recommendation, others: Mapping[int, tuple[str, str]]) -> Mapping[int, float]:
    """Return the similarity in wording of a recommendation to others, each given by its language and text."""
    language = recommendation.version.language
    comparable = {key: row for key, row in others.items() if row[0] == language}
    stems = stems_of_texts({recommendation.pk: (language, recommendation.text), **comparable})
    scores = wording_similarity([stems[recommendation.pk]], [stems[key] for key in comparable])[0]
    return {**dict.fromkeys(others, 0.0), **dict(zip(comparable, map(float, scores), strict=True))}


def _document(
    symbols: list[str], pk: int, content_key: str, title: str, language: str | None, own_title: str | None
) -> Document:
    document = Document(pk=pk, content_key=content_key, title=title)
    document.prefetched_symbols = symbols
    if language and own_title:
        document.reader_versions = [LanguageVersion(language=language, title=own_title)]
    return document
