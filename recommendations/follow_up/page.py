"""The content of a follow-up page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from documents.models import MAIN_LANGUAGE, Document
from documents.queries.documents import published_versions
from recommendations.follow_up.entries import PastChange, follow_ups, history_of
from recommendations.index.snapshot import read_index
from recommendations.labels.facet_values import Names, names
from recommendations.models import Evidence, FollowUp, Recommendation, SearchScope
from recommendations.queries.recommendations import texts_in_languages, with_details


@dataclass(frozen=True, slots=True)
class EntryPage:
    """A place with its follow-up and history, newest change first. ``recommendation`` is None if a later extraction of
    the document no longer contains it."""

    document: Document
    anchor: str
    follow_up: FollowUp | None
    recommendation: Recommendation | None
    evidence: Sequence[Evidence]
    history: Sequence[PastChange]
    names: Names


def entry_page(document: Document, anchor: str, languages: Sequence[str] = ()) -> EntryPage | None:
    """Return the page of a place, or None if it has neither a follow-up nor a published recommendation. The text is in
    the first of ``languages`` (the reader's) in which it is published, if any."""
    follow_up = follow_ups().filter(document=document, anchor=anchor).first()
    recommendation = _followed_recommendation(follow_up) if follow_up else _published_recommendation(document, anchor)
    if follow_up is None and recommendation is None:
        return None
    recommendation = next(iter(texts_in_languages([recommendation] if recommendation else [], languages)), None)
    snapshot, _sets = read_index(SearchScope.RECOMMENDATIONS)
    facet_names = names(snapshot.generation)
    return EntryPage(
        document,
        anchor,
        follow_up,
        recommendation,
        evidence=list(follow_up.evidence.select_related("added_by")) if follow_up else [],
        history=history_of(follow_up, facet_names) if follow_up else [],
        names=facet_names,
    )


def _followed_recommendation(follow_up: FollowUp) -> Recommendation | None:
    return _recommendations().filter(pk=follow_up.recommendation_id).first() if follow_up.recommendation_id else None


def _published_recommendation(document: Document, anchor: str) -> Recommendation | None:
    """Return the recommendation of the leading published version that has this place."""
    versions = published_versions().filter(document=document)
    rows = list(_recommendations().filter(version__in=versions.values("pk"), place=anchor))
    return min(rows, key=lambda row: (row.version.language != MAIN_LANGUAGE, row.version.language), default=None)


def _recommendations() -> QuerySet[Recommendation]:
    return with_details(Recommendation.objects.all()).select_related("paragraph")
