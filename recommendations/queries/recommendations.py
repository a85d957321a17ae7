"""Queries for recommendations."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Case, Prefetch, QuerySet, When, prefetch_related_objects
from django.db.models.functions import Coalesce, ExtractYear

from documents.models import FIRST_YEAR, MAIN_LANGUAGE, LanguageVersion
from documents.queries.documents import (
    find_document,
    language_order,
    leading_versions,
    published_versions,
    visible_documents,
    visible_versions,
)
from recommendations.models import (
    Citation,
    FormerPlace,
    Recommendation,
    Topic,
    endorsement_with_place,
)


def shown_recommendations() -> QuerySet[Recommendation]:
    """Return the recommendations of published documents, each in the leading language version only.

    ``date`` is the first day of the meeting, or else the date of the document; ``year`` is the year of that date, or
    the one by which the meeting is named.
    """
    return Recommendation.objects.filter(version__in=leading_versions().values("pk")).annotate(
        date=Coalesce("meeting__start", "version__document__date"),
        year=Case(
            When(meeting__ordinal__gte=FIRST_YEAR, then="meeting__ordinal"),
            default=ExtractYear(Coalesce("meeting__start", "version__document__date")),
        ),
    )


def with_details(recommendations: QuerySet[Recommendation]) -> QuerySet[Recommendation]:
    """Load all details that pages show except references in footnotes, in a fixed number of queries."""
    return (
        recommendations.defer("version__parsed", "version__doubts")
        .select_related("version__document", "meeting__body", "adopted_by__body", "put_to__body")
        .prefetch_related("version__document__symbols", endorsement_with_place(), *_details())
    )


def _details() -> tuple[str | Prefetch[str, Any, str], ...]:
    """Return the prefetches for addressees, topics and cited articles."""
    articles = Citation.objects.filter(article__isnull=False, footnote__isnull=True).select_related(
        "article__instrument"
    )
    return (
        "addressees",
        Prefetch("topics", Topic.objects.order_by("position", "key")),
        Prefetch("citations", articles.order_by("article__instrument__position", "article__position"), "cited"),
    )


def add_details(recommendations: Iterable[Recommendation]) -> None:
    """Fetch the addressees, topics and cited articles of recommendations."""
    prefetch_related_objects(list(recommendations), *_details())


def add_addressees(recommendations: Iterable[Recommendation]) -> None:
    """Fetch the addressees of recommendations."""
    prefetch_related_objects(list(recommendations), "addressees")


def visible_recommendations(user: AbstractBaseUser | AnonymousUser) -> QuerySet[Recommendation]:
    """Return the recommendations that a user may open: those in published versions or, for staff, in all versions."""
    return Recommendation.objects.filter(version__in=visible_versions(user).values("pk"))


# --- one recommendation ------------------------------------------------------------------------------


def texts_of(recommendation: Recommendation, user: AbstractBaseUser | AnonymousUser) -> list[Recommendation]:
    """Return the texts of a recommendation in the languages a user may read, with details.

    The text in the leading version (if possible, a published one) comes first: its address is the address of the
    recommendation.
    """
    return texts_at(recommendation.version.document_id, recommendation.place, user)


def texts_at(document: int, place: str, user: AbstractBaseUser | AnonymousUser) -> list[Recommendation]:
    """Return the texts of the recommendation at a place of a document (key), as :func:`texts_of`, or []."""
    rows = with_details(visible_recommendations(user)).select_related("paragraph")
    return sorted(rows.filter(version__document=document, place=place), key=lambda row: _leading_order(row.version))


def texts_in_languages(rows: Iterable[Recommendation], languages: Sequence[str]) -> list[Recommendation]:
    """Return recommendations, each in the first of the reader's ``languages`` in which it is published, with details.
    Those in none of these languages stay as they are. The number of queries is fixed."""
    shown = list(rows)
    versions = published_versions().filter(
        document__in={row.version.document_id for row in shown}, language__in=languages
    )
    places = Recommendation.objects.filter(version__in=versions.values("pk"), place__in={row.place for row in shown})
    texts = {(row.version.document_id, row.place): [row] for row in shown}
    is_translatable = any(row.version.language not in languages[:1] for row in shown)
    for row in with_details(places).select_related("paragraph") if is_translatable else ():
        texts.setdefault((row.version.document_id, row.place), []).append(row)

    def rank(text: Recommendation) -> int:
        return language_order(text.version.language, languages)[0]

    return [min(texts[row.version.document_id, row.place], key=rank) for row in shown]


@dataclass(frozen=True, slots=True)
class FoundRecommendation:
    """The texts of the recommendation at an address, as :func:`texts_of`, at least one. ``has_moved`` is True if its
    current address is different."""

    texts: Sequence[Recommendation]
    has_moved: bool


def find_recommendation(address: str, place: str, user: AbstractBaseUser | AnonymousUser) -> FoundRecommendation | None:
    """Return the recommendation at a place of the document at an address, or None. Former places and symbols find
    it."""
    lookup = find_document(visible_documents(user), address)
    if lookup is None:
        return None
    document, name = lookup.document.pk, normal_place(place)
    texts = texts_at(document, name, user)
    if not texts and (current := find_former_place(document, name)):
        texts = texts_at(document, current, user)
    return FoundRecommendation(texts, lookup.has_moved or texts[0].place != place) if texts else None


def normal_place(place: str) -> str:
    """Return a place from an address as places are written: in lower case and NFKC form, without NUL."""
    return unicodedata.normalize("NFKC", place.replace("\0", "")).casefold()


def find_former_place(document: int, place: str) -> str | None:
    """Return the current place of the recommendation that was at a place of a document (key), or None."""
    return FormerPlace.objects.filter(document=document, place=place).values_list("current_place", flat=True).first()


def _leading_order(version: LanguageVersion) -> tuple[bool, bool, str]:
    return version.published_at is None, version.language != MAIN_LANGUAGE, version.language


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The previous and next recommendations in the same document."""

    previous: Recommendation | None
    next: Recommendation | None


def neighbours(recommendation: Recommendation) -> Neighbours:
    """Return the previous and next recommendations, with the version and document of the given one."""
    siblings = Recommendation.objects.filter(version=recommendation.version_id).defer("text")
    previous = siblings.filter(position__lt=recommendation.position).order_by("-position").first()
    following = siblings.filter(position__gt=recommendation.position).order_by("position").first()
    for row in (previous, following):
        if row is not None:
            row.version = recommendation.version
    return Neighbours(previous, following)
