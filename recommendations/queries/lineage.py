"""Queries for earlier and later versions of recommendations."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, TypeVar

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import connection
from django.db.models import Q, QuerySet

from documents.models import MAIN_LANGUAGE, Document
from documents.queries.documents import visible_documents, visible_versions
from recommendations.models import Lineage, LineageDecision, LineageEnd, Recommendation
from recommendations.queries.recommendations import visible_recommendations, with_details

User = AbstractBaseUser | AnonymousUser
Link = TypeVar("Link", Lineage, LineageDecision)
Place = tuple[int, str]  # (document, place): a recommendation in any language

NOT_ADOPTED = (Recommendation.Status.DRAFT, Recommendation.Status.PROPOSED)

_CHAINS = """
WITH RECURSIVE chain (start, document_id, place) AS (
    SELECT row.id, version.document_id, row.place
    FROM recommendations_recommendation AS row
    JOIN documents_languageversion AS version ON version.id = row.version_id
    WHERE row.id = ANY(%s)
UNION
    SELECT chain.start, other_version.document_id, other.place
    FROM chain
    JOIN documents_languageversion AS version ON version.document_id = chain.document_id
    JOIN recommendations_recommendation AS row ON row.version_id = version.id AND row.place = chain.place
    JOIN recommendations_lineage AS link ON link.state = 'confirmed' AND row.id IN (link.earlier_id, link.later_id)
    JOIN recommendations_recommendation AS other
        ON other.id = CASE row.id WHEN link.earlier_id THEN link.later_id ELSE link.earlier_id END
    JOIN documents_languageversion AS other_version ON other_version.id = other.version_id
)
SELECT start, document_id, place FROM chain
"""

_LINKS = """
SELECT link.id
FROM unnest(%s::bigint[], %s::text[]) AS draft (document_id, place)
JOIN documents_languageversion AS version ON version.document_id = draft.document_id
JOIN recommendations_recommendation AS row ON row.version_id = version.id AND row.place = draft.place
JOIN recommendations_lineage AS link ON link.earlier_id = row.id
"""


def chains(recommendations: Iterable[int]) -> Mapping[int, set[Place]]:
    """Return a map from recommendation keys to the places that confirmed links connect to each, including its own.

    Run one query. Callers must check whether the user may see each place.
    """
    places: dict[int, set[Place]] = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(_CHAINS, [list(recommendations)])
        for start, document, place in cursor.fetchall():
            places[start].add((document, place))
    return places


@dataclass(frozen=True, slots=True)
class ChainVersion:
    """A recommendation as worded in one document. ``relation`` is "this" for the recommendation shown, "earlier",
    "later", or "beside" for another one in the same document (if two were joined)."""

    recommendation: Recommendation
    relation: str

    @property
    def date(self) -> datetime.date | None:
        return date_of(self.recommendation)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The adopted text of a draft, by confirmed links (``is_confirmed``) or by a proposed link that is still undecided.
    ``compared`` are the two texts to compare, in the same language if possible."""

    recommendation: Recommendation
    is_confirmed: bool
    compared: tuple[Recommendation, Recommendation]

    @property
    def comparison(self) -> str:
        """The address that compares the two texts."""
        return self.compared[0].comparison_with(self.compared[1])

    @property
    def year(self) -> int | None:
        """The year in which it was adopted; None if the meeting or its dates are unknown."""
        meeting = self.recommendation.adopted_by
        return meeting.start.year if meeting and meeting.start else None


@dataclass(frozen=True, slots=True)
class RecommendationLineage:
    """The lineage of a recommendation, as far as the user may see it.

    ``outcomes`` are its adopted texts if it was not adopted itself, ``origins`` its drafts if it was (the same links,
    with the draft as the ``recommendation``). ``ends`` record that it was dropped from later documents.
    ``others_continued_in`` is a later document with versions of the same document's recommendations, or None; if it is
    None, the lack of a later version means nothing. ``proposals`` are for staff only.
    """

    versions: Sequence[ChainVersion]
    outcomes: Sequence[Outcome]
    origins: Sequence[Outcome]
    ends: Sequence[LineageEnd]
    others_continued_in: Document | None
    proposals: Sequence[Lineage]

    @property
    def has_later_version(self) -> bool:
        return any(version.relation == "later" for version in self.versions)

    @property
    def has_versions(self) -> bool:
        return len(self.versions) > 1


def lineage_of(recommendation: Recommendation, user: User) -> RecommendationLineage:
    """Return the lineage of a recommendation whose version and document are loaded."""
    places = chains([recommendation.pk])[recommendation.pk]
    keys = _keys_in_all_languages(recommendation)
    versions = _versions(recommendation, places, user)
    return RecommendationLineage(
        versions=versions,
        outcomes=_outcomes(recommendation, versions, keys, user),
        origins=origins_of([recommendation]).get(recommendation.pk, []),
        ends=list(_shown_ends(user).filter(recommendation__in=keys)),
        others_continued_in=_others_continued_in(recommendation, user),
        proposals=_proposals(keys) if getattr(user, "is_staff", False) else [],
    )


def _keys_in_all_languages(recommendation: Recommendation) -> QuerySet[Any]:
    """Return the keys of a recommendation in every language of its document."""
    document = recommendation.version.document_id
    return Recommendation.objects.filter(version__document=document, place=recommendation.place).values("pk")


def _versions(current: Recommendation, places: set[Place], user: User) -> list[ChainVersion]:
    """Return the visible versions by date, one for each place: in the recommendation's language, or else in English."""
    return _chain(current, _by_place(places, user)) if len(places) > 1 else []


def _by_place(places: set[Place], user: User) -> dict[Place, list[Recommendation]]:
    """Return a map from places to their visible recommendations with details, in all languages."""
    documents, names = {document for document, _name in places}, {name for _document, name in places}
    rows = with_details(visible_recommendations(user)).filter(version__document__in=documents, place__in=names)
    by_place: dict[Place, list[Recommendation]] = defaultdict(list)
    for row in rows.select_related("version__document__meeting"):
        if _place(row) in places:
            by_place[_place(row)].append(row)
    return by_place


def _chain(current: Recommendation, by_place: Mapping[Place, list[Recommendation]]) -> list[ChainVersion]:
    preferred = (current.version.language, MAIN_LANGUAGE)
    versions = [min(rows, key=lambda row: _preference(row.version.language, preferred)) for rows in by_place.values()]
    versions.sort(key=lambda row: (date_of(row) or datetime.date.max, row.version.document_id, row.position))
    current_index = [
        row.place == current.place and row.version.document_id == current.version.document_id for row in versions
    ].index(True)
    return [ChainVersion(row, _relation(index - current_index, row, current)) for index, row in enumerate(versions)]


def _preference(language: str, preferred: Sequence[str]) -> tuple[int, str]:
    return (preferred.index(language) if language in preferred else len(preferred), language)


def _relation(distance: int, row: Recommendation, current: Recommendation) -> str:
    if distance and row.version.document_id == current.version.document_id:
        return "beside"
    return "this" if distance == 0 else "earlier" if distance < 0 else "later"


def date_of(recommendation: Recommendation) -> datetime.date | None:
    """Return the date of a version: the date of its document, or the first day of the meeting for which it was
    issued."""
    document = recommendation.version.document
    return document.date or (document.meeting.start if document.meeting else None)


def is_later(row: Recommendation, other: Recommendation) -> bool:
    """Return whether a version of a recommendation is later than another: by the meetings that adopted or considered
    them, or else by their documents. A document may quote what an earlier meeting adopted, so its date comes second. If
    the days are equal or unknown, an adopted text is later than a draft.
    """
    meetings = [text.adopted_by or text.meeting for text in (row, other)]
    days = [[meeting.start if meeting else None for meeting in meetings]]
    days.append([text.version.document.date for text in (row, other)])
    for day, other_day in days:
        if day and other_day and day != other_day:
            return day > other_day
    return is_outcome(other, row)


def is_outcome(earlier: Recommendation, later: Recommendation) -> bool:
    """Return whether the later text was adopted and the earlier text was not. Readers see such a link even if it is
    only proposed."""
    return earlier.status in NOT_ADOPTED and later.status not in NOT_ADOPTED


def _outcomes(
    current: Recommendation, versions: Iterable[ChainVersion], keys: QuerySet[Any], user: User
) -> list[Outcome]:
    """Return the adopted versions that confirmed links lead to or, if there are none, the version that the best
    proposed link leads to, if any."""
    if current.status not in NOT_ADOPTED:
        return []
    return _outcomes_among(current, versions, _to_adopted(Lineage.objects.filter(earlier__in=keys), user))


def _to_adopted(links: QuerySet[Lineage], user: User) -> list[Lineage]:
    """Return the links that lead to visible adopted texts and were not rejected, best first."""
    visible = links.filter(later__version__in=visible_versions(user).values("pk"))
    adopted = visible.exclude(later__status__in=NOT_ADOPTED).exclude(state=Lineage.State.REFUSED)
    return list(with_recommendations(adopted).select_related("later__adopted_by").order_by("-score", "pk"))


def _outcomes_among(
    current: Recommendation, versions: Iterable[ChainVersion], direct: Sequence[Lineage]
) -> list[Outcome]:
    confirmed = [
        Outcome(row, True, (current, row))
        for row in (version.recommendation for version in versions if version.relation == "later")
        if is_outcome(current, row)
    ]
    proposed = (link for link in direct if link.state == Lineage.State.PROPOSED)
    return confirmed or [Outcome(link.later, False, (link.earlier, link.later)) for link in islice(proposed, 1)]


def outcomes_of(recommendations: Iterable[Recommendation]) -> dict[int, list[Outcome]]:
    """Return a map from the keys of recommendations that were not adopted to their adopted texts in published
    documents, as :func:`lineage_of` finds them. Recommendations without an outcome are omitted. The number of queries
    is fixed.

    The versions of the recommendations, their documents and the documents' meetings must be loaded.
    """
    drafts = [row for row in recommendations if row.status in NOT_ADOPTED]
    if not drafts:
        return {}
    versions, links = _joined_versions(drafts), _links_to_adopted(drafts)
    found = {row.pk: _outcomes_among(row, versions.get(row.pk, ()), links.get(_place(row), ())) for row in drafts}
    return {key: outcomes for key, outcomes in found.items() if outcomes}


def origins_of(recommendations: Iterable[Recommendation]) -> dict[int, list[Outcome]]:
    """Return a map from the keys of adopted recommendations to the published drafts whose outcome they are, the latest
    first. Recommendations without a draft are omitted. The number of queries is fixed.

    The versions of the recommendations must be loaded.
    """
    adopted = [row for row in recommendations if row.status not in NOT_ADOPTED]
    if not adopted:
        return {}
    sources = _sources(adopted)
    by_place = _by_place(set().union(*sources.values()), AnonymousUser()) if any(sources.values()) else {}
    outcomes = outcomes_of(row for rows in by_place.values() for row in rows)
    origins = {}
    for row in adopted:
        languages = (row.version.language, MAIN_LANGUAGE)
        drafts = [
            min(by_place[place], key=lambda text: _preference(text.version.language, languages))
            for place in sources[row.pk]
            if place in by_place
        ]
        drafts.sort(key=lambda draft: (date_of(draft) or datetime.date.min, draft.position), reverse=True)
        found = [
            replace(outcome, recommendation=draft)
            for draft in drafts
            for outcome in outcomes.get(draft.pk, ())
            if _place(outcome.recommendation) == _place(row)
        ]
        if found:
            origins[row.pk] = found
    return origins


def _sources(adopted: Collection[Recommendation]) -> dict[int, set[Place]]:
    """Return a map from recommendation keys to the other places that links which were not rejected lead from."""
    linked: dict[Place, set[Place]] = defaultdict(set)
    links = Lineage.objects.filter(
        later__version__document__in={row.version.document_id for row in adopted},
        later__place__in={row.place for row in adopted},
    ).exclude(state=Lineage.State.REFUSED)
    sides = ("later__version__document", "later__place", "earlier__version__document", "earlier__place")
    for document, name, earlier_document, earlier_name in links.values_list(*sides):
        linked[document, name].add((earlier_document, earlier_name))
    joined = chains(row.pk for row in adopted)
    return {row.pk: (joined[row.pk] | linked[_place(row)]) - {_place(row)} for row in adopted}


def _joined_versions(drafts: Collection[Recommendation]) -> dict[int, list[ChainVersion]]:
    """Return a map from recommendation keys to the published versions that confirmed links connect to each."""
    joined = {key: places for key, places in chains(row.pk for row in drafts).items() if len(places) > 1}
    by_place = _by_place(set().union(*joined.values()), AnonymousUser()) if joined else {}
    return {
        row.pk: _chain(row, {place: by_place[place] for place in joined[row.pk] if place in by_place})
        for row in drafts
        if row.pk in joined and _place(row) in by_place
    }


def _links_to_adopted(drafts: Collection[Recommendation]) -> dict[Place, list[Lineage]]:
    """Return a map from places to the links from there to adopted texts in published documents.

    Most drafts have no link, and a search page cannot wait for Django to build the statement that loads links.
    """
    documents, names = zip(*{_place(row) for row in drafts}, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(_LINKS, [list(documents), list(names)])
        keys = [key for (key,) in cursor.fetchall()]
    links: dict[Place, list[Lineage]] = defaultdict(list)
    for link in _to_adopted(Lineage.objects.filter(pk__in=keys), AnonymousUser()) if keys else ():
        links[_place(link.earlier)].append(link)
    return links


def _place(recommendation: Recommendation) -> Place:
    return recommendation.version.document_id, recommendation.place


def _shown_ends(user: User) -> QuerySet[LineageEnd]:
    documents = visible_documents(user).order_by().values("pk")
    return (
        LineageEnd.objects.filter(document__in=documents)
        .select_related("document", "decided_by")
        .prefetch_related("document__symbols")
        .order_by("document__date", "pk")
    )


def _others_continued_in(recommendation: Recommendation, user: User) -> Document | None:
    """Return the first later document linked to any recommendation of the same document, or None."""
    later = Lineage.objects.filter(
        state=Lineage.State.CONFIRMED,
        earlier__version__document=recommendation.version.document_id,
        later__version__in=visible_versions(user).values("pk"),
    )
    documents = Document.objects.filter(pk__in=later.values("later__version__document")).prefetch_related("symbols")
    return documents.order_by("date", "pk").first()


def _proposals(keys: QuerySet[Any]) -> list[Lineage]:
    return list(
        with_recommendations(
            Lineage.objects.filter(Q(earlier__in=keys) | Q(later__in=keys), state=Lineage.State.PROPOSED)
        )
    )


def proposals_above(score: float) -> QuerySet[Lineage]:
    """Return the proposed links with at least this score, from 0 to 1, the least certain first."""
    return Lineage.objects.filter(state=Lineage.State.PROPOSED, score__gte=score).order_by("score", "pk")


def with_recommendations(links: QuerySet[Link]) -> QuerySet[Link]:
    """Load the two recommendations of each link or decision, and their documents."""
    sides = ("earlier", "later")
    return (
        links.defer(*(f"{side}__version__{field}" for side in sides for field in ("parsed", "doubts")))
        .select_related("decided_by", *(f"{side}__version__document" for side in sides))
        .prefetch_related(*(f"{side}__version__document__symbols" for side in sides))
    )


# --- documents ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LineageCounts:
    """The numbers of a document's recommendations, and of those with later and with earlier versions."""

    total: int
    with_later: int
    with_earlier: int


def lineage_counts(document: Document, user: User) -> LineageCounts:
    """Count a document's recommendations, and those with confirmed links to documents that the user may open. A
    recommendation counts once, whatever the number of its languages."""
    recommendations = visible_recommendations(user).filter(version__document=document)
    visible = visible_versions(user).values("pk")
    links = Lineage.objects.filter(state=Lineage.State.CONFIRMED)
    later = links.filter(earlier__version__document=document, later__version__in=visible)
    earlier = links.filter(later__version__document=document, earlier__version__in=visible)
    return LineageCounts(
        total=recommendations.values("place").distinct().count(),
        with_later=later.values("earlier__place").distinct().count(),
        with_earlier=earlier.values("later__place").distinct().count(),
    )
