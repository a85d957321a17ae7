"""Count the recommendations of a document that have earlier and later versions."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Count, Q

from documents.models import Document
from documents.queries.documents import visible_versions
from recommendations.models import Lineage
from recommendations.queries.recommendations import visible_recommendations


@dataclass(frozen=True, slots=True)
class LineageCounts:
    """The numbers of a document's recommendations, and of those with later and with earlier versions."""

    total: int
    with_later: int
    with_earlier: int


def lineage_counts(document: Document, user: AbstractBaseUser | AnonymousUser) -> LineageCounts:
    """Count a document's recommendations, and those with confirmed links to documents that the user may open. A
    recommendation counts once, whatever the number of its languages."""
    recommendations = visible_recommendations(user).filter(version__document=document)
    visible = visible_versions(user).values("pk")
    to_later = Q(earlier__version__document=document, later__version__in=visible)
    to_earlier = Q(later__version__document=document, earlier__version__in=visible)
    linked = Lineage.objects.filter(to_later | to_earlier, state=Lineage.State.CONFIRMED).aggregate(
        with_later=Count("earlier__place", distinct=True, filter=to_later),
        with_earlier=Count("later__place", distinct=True, filter=to_earlier),
    )
    return LineageCounts(recommendations.values("place").distinct().count(), **linked)
