"""Queries for recommendations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.db.models.functions import Coalesce, ExtractYear

from documents.models import MAIN_LANGUAGE, LanguageVersion
from documents.queries.documents import (
    leading_versions,
    visible_versions,
)
from recommendations.models import (
    Citation,
    Recommendation,
    Topic,
    endorsement_with_place,
)


def shown_recommendations() -> QuerySet[Recommendation]:
    """Return the recommendations of published documents, each in the leading language version only.

    ``date`` is the first day of the meeting, or else the date of the document; ``year`` is the year of that date.
    """
    return Recommendation.objects.filter(version__in=leading_versions().values("pk")).annotate(
        date=Coalesce("meeting__start", "version__document__date"),
        year=ExtractYear(Coalesce("meeting__start", "version__document__date")),
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
    rows = with_details(visible_recommendations(user)).select_related("paragraph")
    texts = rows.filter(version__document=recommendation.version.document_id, place=recommendation.place)
    return sorted(texts, key=lambda row: _leading_order(row.version))


def _leading_order(version: LanguageVersion) -> tuple[bool, bool, str]:
    return version.published_at is None, version.language != MAIN_LANGUAGE, version.language


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The previous and next recommendations in the same document."""

    previous: Recommendation | None
    next: Recommendation | None


def neighbours(recommendation: Recommendation) -> Neighbours:
    siblings = Recommendation.objects.filter(version=recommendation.version_id).defer("text")
    return Neighbours(
        siblings.filter(position__lt=recommendation.position).order_by("-position").first(),
        siblings.filter(position__gt=recommendation.position).order_by("position").first(),
    )
