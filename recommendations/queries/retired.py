"""Recommendations that no longer exist: since when, and what replaced them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Q, QuerySet

from documents.models import Correction, LanguageVersion
from documents.queries.documents import published_versions, visible_versions
from documents.queries.withdrawn import withdrawn_versions
from recommendations.corrections.sheet import HALF_SEPARATOR
from recommendations.models import FormerRecommendation, Recommendation


@dataclass(frozen=True, slots=True)
class RetiredPage:
    """``part_of`` is the recommendation that it was joined with; ``paragraph`` the anchor of the text it began with,
    "" where the document has that no more."""

    row: FormerRecommendation
    part_of: Recommendation | None
    paragraph: str


def find_retired(key: int, user: AbstractBaseUser | AnonymousUser) -> RetiredPage | None:
    """What stood at a recommendation's key, in a version that the person may open."""
    visible = FormerRecommendation.objects.filter(version__in=visible_versions(user).values("pk"))
    row = visible.select_related("version__document").defer("version__parsed").filter(key=key).first()
    if row is None:
        return None
    anchor = row.anchor.partition(HALF_SEPARATOR)[0]
    is_there = row.version.paragraphs.filter(anchor=anchor).exists()
    return RetiredPage(row, _part_of(row), anchor if is_there else "")


def retired_among(keys: Collection[int]) -> list[FormerRecommendation]:
    """Those of these keys that are no recommendations any more, in versions that everybody sees."""
    rows = FormerRecommendation.objects.filter(key__in=keys, version__in=published_versions().values("pk"))
    return list(rows.select_related("version__document").defer("version__parsed") if keys else ())


def _part_of(row: FormerRecommendation) -> Recommendation | None:
    """What it was joined with."""
    into = joined_into(row.version_id).get(row.anchor)
    return Recommendation.objects.filter(version=row.version_id, anchor=into).first() if into else None


def withdrawn_versions_of(key: int) -> QuerySet[LanguageVersion]:
    """The version that was withdrawn with a recommendation in it, or one that was such before."""
    own = Recommendation.objects.filter(pk=key).values("version")
    former = FormerRecommendation.objects.filter(key=key).values("version")
    return withdrawn_versions().filter(Q(pk__in=own) | Q(pk__in=former))


def joined_into(version: int) -> dict[str, str]:
    """Anchor of what a person joined with another recommendation -> that one's; the last one's, where that was joined
    in its turn. In one query."""
    joins = Correction.objects.filter(version=version, kind=Correction.Kind.JOIN, undone_at=None).order_by("pk")
    into: dict[str, str] = {}
    for anchor, value in joins.values_list("anchor", "value"):
        others: list[str] = list(value or ())
        into = {each: anchor if last in others else last for each, last in into.items()}
        into |= dict.fromkeys(others, anchor)
    return into
