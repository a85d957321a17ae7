"""Find similar recommendations by the stored vectors of passages, and compare their wording."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
WITH near AS ({nearest}), best AS (
    SELECT row.id, row.place, version.document_id, version.document_id = %s AS in_same_document, near.share
    FROM near JOIN recommendations_recommendation AS row ON row.id = near.other
        JOIN documents_languageversion AS version ON version.id = row.version_id
    WHERE near.share >= %s
    ORDER BY in_same_document, near.share DESC, row.id
    LIMIT %s
), texts AS (
    SELECT best.id AS best, row.id, row.place, row.path, row.text, row.status, version.language
    FROM best JOIN documents_languageversion AS version ON version.document_id = best.document_id
        JOIN recommendations_recommendation AS row ON row.version_id = version.id AND row.place = best.place
    WHERE version.published_at IS NOT NULL
)
SELECT shown.id, shown.place, shown.path, shown.text, shown.status, shown.language, best.in_same_document,
    (SELECT text FROM texts WHERE texts.best = best.id AND texts.language = %s),
    ARRAY(SELECT symbol FROM documents_documentsymbol
        WHERE document_id = best.document_id ORDER BY position, symbol),
    document.id, document.content_key, document.title, own.language, own.title, best.share
FROM best JOIN documents_document AS document ON document.id = best.document_id
    JOIN LATERAL (
        SELECT * FROM texts WHERE texts.best = best.id
        ORDER BY array_position(%s::text[], texts.language::text), texts.id <> best.id LIMIT 1
    ) AS shown ON true
    LEFT JOIN documents_languageversion AS own ON own.document_id = document.id AND own.language = %s
        AND own.published_at IS NOT NULL AND own.title <> ''
ORDER BY best.in_same_document, best.share DESC, best.id
"""


@dataclass(frozen=True, slots=True)
class Similar:
    """A published recommendation similar to another. Only the fields of its ``document`` that name it are set.

    ``similarity`` is that of the meaning, ``wording`` that of the wording in the language of the other recommendation,
    which is 0 if this one has no text in it; both are from 0 to 1. ``compared_language`` is the language in which the
    two may be compared.
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
    compared_language: str

    @property
    def is_near_duplicate(self) -> bool:
        return self.wording >= MIN_IDENTICAL_WORDING

    @property
    def likeness(self) -> str | Promise:
        """Return a description of the wording; "" if it is different."""
        return wording_label(self.wording)

    def get_absolute_url(self) -> str:
        return cached_reverse("recommendation", self.document.address, self.place)


def similar_to(recommendation: Recommendation, limit: int = MAX_SHOWN, languages: Sequence[str] = ()) -> list[Similar]:
    """Return published recommendations that are similar in meaning: first those in other documents, then those in the
    same document, both with the most similar first.

    Each is shown in the first of ``languages`` (the reader's languages) in which it is published, or else in the
    leading version. The same recommendation in other languages is omitted.
    """
    document, language = recommendation.version.document_id, recommendation.version.language
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
            _STATEMENT.format(nearest=nearest),
            [*values, document, _MIN_SIMILARITY, limit, language, list(languages), interface_language()],
        )
        rows = cursor.fetchall()
    wording = _wording(recommendation, {row[0]: row[7] for row in rows if row[7] is not None})
    return [
        Similar(
            pk,
            place,
            path,
            text,
            Recommendation.Status(status),
            shown_language,
            same,
            _document(*document),
            share,
            wording.get(pk, 0.0),
            compared_language=language if pk in wording else shown_language,
        )
        for pk, place, path, text, status, shown_language, same, _compared, *document, share in rows
    ]


def _wording(recommendation: Recommendation, others: Mapping[int, str]) -> Mapping[int, float]:
    """Return the similarity in wording of a recommendation to others, given by their texts in the same language."""
    texts = {recommendation.pk: recommendation.text, **others}
    stems = stems_of_texts({key: (recommendation.version.language, text) for key, text in texts.items()})
    scores = wording_similarity([stems[recommendation.pk]], [stems[key] for key in others])[0]
    return dict(zip(others, map(float, scores), strict=True))


def _document(
    symbols: list[str], pk: int, content_key: str, title: str, language: str | None, own_title: str | None
) -> Document:
    document = Document(pk=pk, content_key=content_key, title=title)
    document.prefetched_symbols = symbols
    if language and own_title:
        document.reader_versions = [LanguageVersion(language=language, title=own_title)]
    return document
