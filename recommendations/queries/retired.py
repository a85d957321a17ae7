"""Queries for recommendations that no longer exist, and for their replacements."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Q, QuerySet

from documents.models import Correction, Document, LanguageVersion
from documents.queries.documents import published_versions, visible_versions
from documents.queries.drafts import published_corrections
from documents.queries.withdrawn import withdrawn_versions
from recommendations.corrections.sheet import PART_SEPARATOR
from recommendations.models import Recommendation, RetiredRecommendation


@dataclass(frozen=True, slots=True)
class RetiredPage:
    """A retired recommendation. ``part_of`` is the recommendation it was joined with; ``paragraph`` is the anchor of
    its first paragraph, "" if the document no longer has it."""

    row: RetiredRecommendation
    part_of: Recommendation | None
    paragraph: str


def find_retired(key: int, user: AbstractBaseUser | AnonymousUser) -> RetiredPage | None:
    """Return the retired recommendation with a key, in a version that the user may open, or None."""
    visible = RetiredRecommendation.objects.filter(version__in=visible_versions(user).values("pk"))
    row = visible.select_related("version__document").defer("version__parsed").filter(key=key).first()
    return _page(row) if row else None


def find_retired_at(document: Document, place: str, user: AbstractBaseUser | AnonymousUser) -> RetiredPage | None:
    """Return the latest retired recommendation that was at a place, in a version that the user may open, or None."""
    visible = RetiredRecommendation.objects.filter(version__in=visible_versions(user).values("pk"))
    rows = visible.select_related("version__document").defer("version__parsed").order_by("-retired_at", "key")
    row = rows.filter(version__document=document, place=place).first()
    return _page(row) if row else None


def _page(row: RetiredRecommendation) -> RetiredPage:
    anchor = row.anchor.partition(PART_SEPARATOR)[0]
    has_paragraph = row.version.paragraphs.filter(anchor=anchor).exists()
    return RetiredPage(row, _part_of(row), anchor if has_paragraph else "")


def retired_among(keys: Collection[int]) -> list[RetiredRecommendation]:
    """Return the retired recommendations with these keys, in published versions."""
    rows = RetiredRecommendation.objects.filter(key__in=keys, version__in=published_versions().values("pk"))
    return list(rows.select_related("version__document").defer("version__parsed") if keys else ())


def _part_of(row: RetiredRecommendation) -> Recommendation | None:
    """Return the recommendation that a retired recommendation was joined with, or None."""
    target = joined_into(row.version_id).get(row.anchor)
    found = Recommendation.objects.filter(version=row.version_id, anchor=target).first() if target else None
    if found is not None:
        found.version = row.version
    return found


def address_of_withdrawn_or_retired(key: int, user: AbstractBaseUser | AnonymousUser) -> str:
    """Return the address at which a withdrawn or retired recommendation was, given its key, or ""."""
    if retired := find_retired(key, user):
        return retired.row.get_absolute_url()
    withdrawn = withdrawn_versions_of(key).values("pk")
    for model, condition in ((Recommendation, Q(pk=key)), (RetiredRecommendation, Q(key=key))):
        rows = model._default_manager.filter(condition, version__in=withdrawn).select_related("version__document")
        if row := rows.defer("version__parsed").first():
            return row.get_absolute_url()
    return ""


def withdrawn_versions_of(key: int) -> QuerySet[LanguageVersion]:
    """Return the withdrawn version that contains a recommendation, which may be retired."""
    current = Recommendation.objects.filter(pk=key).values("version")
    retired = RetiredRecommendation.objects.filter(key=key).values("version")
    return withdrawn_versions().filter(Q(pk__in=current) | Q(pk__in=retired))


def withdrawn_versions_with(document: Document, place: str) -> QuerySet[LanguageVersion]:
    """Return the withdrawn versions of a document that have a recommendation, also a retired one, at a place."""
    current = Recommendation.objects.filter(version__document=document, place=place).values("version")
    retired = RetiredRecommendation.objects.filter(version__document=document, place=place).values("version")
    return withdrawn_versions().filter(Q(pk__in=current) | Q(pk__in=retired))


def joined_into(version: int) -> dict[str, str]:
    """Return a map from the anchors of joined recommendations to the anchors of the recommendations that now contain
    their text. Run two queries."""
    targets: dict[str, str] = {}
    for row in published_corrections(version):
        if row.kind == Correction.Kind.JOIN:
            joined: list[str] = list(row.value or ())
            targets = {source: row.anchor if target in joined else target for source, target in targets.items()}
            targets |= dict.fromkeys(joined, row.anchor)
    return targets
