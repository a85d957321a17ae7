"""Find near-duplicate recommendations in other documents, for the reviewer of a new document.

Candidates, published or not, are found by the vectors of their passages; then their wording is compared.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import connection
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from documents.models import LanguageVersion
from recommendations.index.nearest_passages import select_nearest
from recommendations.models import Recommendation
from recommendations.similarity.measures import wording_similarity
from recommendations.similarity.wording import MIN_SIMILAR_WORDING, stems_of_texts, wording_label

MAX_SHOWN = 3  # per recommendation

MIN_SIMILAR_MEANING = 0.85
"""Cosine over the whole text. Recommendations on the same subject have 0.4 to 0.6."""

_MAX_NEIGHBOURS = 12  # for each passage
_MIN_SIMILARITY = 0.7  # cosine of passages


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A recommendation in another document with nearly the same content. ``wording`` and ``meaning`` are similarities
    from 0 to 1; ``wording`` is 0 across languages."""

    recommendation: Recommendation
    wording: float
    meaning: float
    is_same_language: bool

    @property
    def likeness(self) -> str | Promise:
        """Return a description of the similarity."""
        if label := wording_label(self.wording):
            return label
        if self.is_same_language:
            return _("different wording, similar meaning")
        return _("similar meaning, in another language")

    @property
    def rank(self) -> tuple[bool, float]:
        """Return a sort key, highest for texts in the same language, then for the most similar texts."""
        return self.is_same_language, max(self.wording, self.meaning)


def find_duplicates(version: LanguageVersion, keys: Collection[int] | None = None) -> Mapping[int, Sequence[Duplicate]]:
    """Return a map from the keys of a version's recommendations to their duplicates, most similar first. If ``keys``
    are given, only these recommendations are compared.

    The number of queries is fixed. A recommendation in several languages appears once, if possible in the version's
    language. Texts with the same words are included even if one contradicts the other: a person has to read both.
    """
    if keys is not None and not keys:
        return {}
    neighbours = _neighbours(version, keys)
    candidates = _recommendations({neighbour for meanings in neighbours.values() for neighbour in meanings})
    texts = {row.pk: row for row in version.recommendations.filter(pk__in=neighbours).only("pk", "text")}
    stems = stems_of_texts(
        {row.pk: (row.version.language, row.text) for row in candidates.values()}
        | {row.pk: (version.language, row.text) for row in texts.values()}
    )
    duplicates = {}
    for key, meanings in neighbours.items():
        rows = [candidates[neighbour] for neighbour in meanings if neighbour in candidates]
        scores = wording_similarity([stems[key]], [stems[row.pk] for row in rows])[0]
        compared = [
            _build_duplicate(version, row, float(score), meanings[row.pk])
            for row, score in zip(rows, scores, strict=True)
        ]
        duplicates[key] = _select_best(compared)
    return duplicates


def _neighbours(version: LanguageVersion, keys: Collection[int] | None) -> Mapping[int, Mapping[int, float]]:
    """Return key -> key of a neighbour -> cosine over the whole text of the first recommendation."""
    rows = version.recommendations.all()
    statement, values = select_nearest(
        rows if keys is None else rows.filter(pk__in=keys),
        Recommendation.objects.exclude(version__document=version.document_id),
        each=_MAX_NEIGHBOURS,
        ef_search=60,
        min_similarity=_MIN_SIMILARITY,
    )
    neighbours: dict[int, dict[int, float]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        for key, neighbour, _similarity, share in cursor.fetchall():
            neighbours[key][neighbour] = share
    return neighbours


def _recommendations(keys: Iterable[int]) -> dict[int, Recommendation]:
    rows = (
        Recommendation.objects.filter(pk__in=keys)
        .select_related("version__document", "meeting__body", "adopted_by__body", "put_to__body")
        .defer("version__parsed", "version__doubts")
        .prefetch_related("version__document__symbols")
    )
    return {row.pk: row for row in rows}


def _build_duplicate(version: LanguageVersion, row: Recommendation, wording: float, meaning: float) -> Duplicate:
    is_same_language = row.version.language == version.language
    return Duplicate(row, wording if is_same_language else 0.0, meaning, is_same_language)


def _select_best(matches: Iterable[Duplicate]) -> list[Duplicate]:
    """Return the matches that are similar enough, best first, each place only once."""
    places: dict[tuple[int, str], Duplicate] = {}
    for match in sorted(matches, key=lambda match: match.rank, reverse=True):
        if match.wording >= MIN_SIMILAR_WORDING or match.meaning >= MIN_SIMILAR_MEANING:
            places.setdefault((match.recommendation.version.document_id, match.recommendation.place), match)
    return list(places.values())[:MAX_SHOWN]
