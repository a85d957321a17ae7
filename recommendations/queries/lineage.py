"""Earlier and later versions of a recommendation."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import connection
from django.db.models import Q, QuerySet

from documents.models import MAIN_LANGUAGE, Document
from documents.queries.documents import visible_documents, visible_versions
from recommendations.models import Lineage, LineageEnd, Recommendation
from recommendations.queries.recommendations import visible_recommendations, with_details

Reader = AbstractBaseUser | AnonymousUser
Place = tuple[int, str]  # (document, anchor): a place in any language

_CHAINS = """
WITH RECURSIVE place (start, document_id, anchor) AS (
    SELECT row.id, version.document_id, row.anchor
    FROM recommendations_recommendation AS row
    JOIN documents_languageversion AS version ON version.id = row.version_id
    WHERE row.id = ANY(%s)
UNION
    SELECT place.start, other_version.document_id, other.anchor
    FROM place
    JOIN documents_languageversion AS version ON version.document_id = place.document_id
    JOIN recommendations_recommendation AS row ON row.version_id = version.id AND row.anchor = place.anchor
    JOIN recommendations_lineage AS link ON link.state = 'confirmed' AND row.id IN (link.earlier_id, link.later_id)
    JOIN recommendations_recommendation AS other
        ON other.id = CASE row.id WHEN link.earlier_id THEN link.later_id ELSE link.earlier_id END
    JOIN documents_languageversion AS other_version ON other_version.id = other.version_id
)
SELECT start, document_id, anchor FROM place
"""


def chains(recommendations: Iterable[int]) -> Mapping[int, set[Place]]:
    """Key of a recommendation -> all places that confirmed links join with its own, that one included.

    In one query for all. Whoever shows a place has to ask who may see it.
    """
    found: dict[int, set[Place]] = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(_CHAINS, [list(recommendations)])
        for start, document, anchor in cursor.fetchall():
            found[start].add((document, anchor))
    return found


@dataclass(frozen=True, slots=True)
class ChainVersion:
    """A recommendation at one time. ``relation`` is to the one whose page it is: this, earlier, later, or beside it
    in the same document (two that were joined have two versions at one time)."""

    recommendation: Recommendation
    relation: str

    @property
    def date(self) -> datetime.date | None:
        return date_of(self.recommendation)


@dataclass(frozen=True, slots=True)
class RecommendationLineage:
    """What is known of one recommendation's lineage, by what the person may see.

    ``ends`` say that it was dropped. ``others_live_on`` is a later document that took up others beside it: only then
    it says something that no later state is known. ``proposals`` are for staff alone.
    """

    states: Sequence[ChainVersion]
    ends: Sequence[LineageEnd]
    others_live_on: Document | None
    proposals: Sequence[Lineage]

    @property
    def lives_on(self) -> bool:
        return any(state.relation == "later" for state in self.states)

    @property
    def has_states(self) -> bool:
        return len(self.states) > 1


def lineage_of(recommendation: Recommendation, user: Reader) -> RecommendationLineage:
    """The lineage of a recommendation that has its version and document at hand."""
    places = chains([recommendation.pk])[recommendation.pk]
    twins = _twins(recommendation)
    return RecommendationLineage(
        states=_states(recommendation, places, user),
        ends=list(_shown_ends(user).filter(recommendation__in=twins)),
        others_live_on=_took_up_others(recommendation, user),
        proposals=_proposals(twins) if getattr(user, "is_staff", False) else [],
    )


def _twins(recommendation: Recommendation) -> QuerySet[Any]:
    """Keys of the same place in every language."""
    document = recommendation.version.document_id
    return Recommendation.objects.filter(version__document=document, anchor=recommendation.anchor).values("pk")


def _states(own: Recommendation, places: set[Place], user: Reader) -> list[ChainVersion]:
    """The states that a person may see, in the order of time, each once: in the language of the page if it is there."""
    if len(places) < 2:
        return []
    documents, anchors = {document for document, _anchor in places}, {anchor for _document, anchor in places}
    rows = with_details(visible_recommendations(user)).filter(version__document__in=documents, anchor__in=anchors)
    by_place: dict[Place, list[Recommendation]] = defaultdict(list)
    for row in rows.select_related("version__document__meeting"):
        if (row.version.document_id, row.anchor) in places:
            by_place[row.version.document_id, row.anchor].append(row)
    wanted = (own.version.language, MAIN_LANGUAGE)
    shown = [min(rows, key=lambda row: _preference(row.version.language, wanted)) for rows in by_place.values()]
    shown.sort(key=lambda row: (date_of(row) or datetime.date.max, row.version.document_id, row.position))
    here = [row.anchor == own.anchor and row.version.document_id == own.version.document_id for row in shown].index(
        True
    )
    return [ChainVersion(row, _relation(index - here, row, own)) for index, row in enumerate(shown)]


def _preference(language: str, wanted: Sequence[str]) -> tuple[int, str]:
    return (wanted.index(language) if language in wanted else len(wanted), language)


def _relation(distance: int, row: Recommendation, own: Recommendation) -> str:
    if distance and row.version.document_id == own.version.document_id:
        return "beside"
    return "this" if distance == 0 else "earlier" if distance < 0 else "later"


def date_of(recommendation: Recommendation) -> datetime.date | None:
    """The day of a state: its document's, else the first of the meeting that this was issued for."""
    document = recommendation.version.document
    return document.date or (document.meeting.start if document.meeting else None)


def _shown_ends(user: Reader) -> QuerySet[LineageEnd]:
    documents = visible_documents(user).order_by().values("pk")
    return (
        LineageEnd.objects.filter(document__in=documents)
        .select_related("document", "decided_by")
        .prefetch_related("document__symbols")
        .order_by("document__date", "pk")
    )


def _took_up_others(recommendation: Recommendation, user: Reader) -> Document | None:
    """The first later document that a confirmed link leads to from another recommendation of the same document."""
    later = Lineage.objects.filter(
        state=Lineage.State.CONFIRMED,
        earlier__version__document=recommendation.version.document_id,
        later__version__in=visible_versions(user).values("pk"),
    )
    documents = Document.objects.filter(pk__in=later.values("later__version__document")).prefetch_related("symbols")
    return documents.order_by("date", "pk").first()


def _proposals(twins: QuerySet[Any]) -> list[Lineage]:
    return list(
        with_recommendations(
            Lineage.objects.filter(Q(earlier__in=twins) | Q(later__in=twins), state=Lineage.State.PROPOSED)
        )
    )


def with_recommendations(links: QuerySet[Lineage]) -> QuerySet[Lineage]:
    """With the two recommendations of each and their documents."""
    ends = ("earlier", "later")
    return (
        links.defer(*(f"{end}__version__{field}" for end in ends for field in ("parsed", "doubts")))
        .select_related("decided_by", *(f"{end}__version__document" for end in ends))
        .prefetch_related(*(f"{end}__version__document__symbols" for end in ends))
    )


# --- a document --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LineageCounts:
    """How many of a document's recommendations live on in later documents, and come from earlier ones."""

    total: int
    living_on: int
    from_earlier: int


def lineage_counts(document: Document, user: Reader) -> LineageCounts:
    """Counted by confirmed links with documents that the person may open, each recommendation once."""
    own = visible_recommendations(user).filter(version__document=document)
    visible = visible_versions(user).values("pk")
    links = Lineage.objects.filter(state=Lineage.State.CONFIRMED)
    later = links.filter(earlier__version__document=document, later__version__in=visible)
    earlier = links.filter(later__version__document=document, earlier__version__in=visible)
    return LineageCounts(
        total=own.values("anchor").distinct().count(),
        living_on=later.values("earlier__anchor").distinct().count(),
        from_earlier=earlier.values("later__anchor").distinct().count(),
    )
