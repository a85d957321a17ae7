"""Queries for earlier and later versions of recommendations."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cmp_to_key
from typing import Any, TypeVar

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import connection
from django.db.models import Q, QuerySet

from documents.models import MAIN_LANGUAGE, Document
from documents.queries.documents import visible_documents, visible_versions
from recommendations.models import Lineage, LineageDecision, LineageEnd, Recommendation
from recommendations.queries.chronology import NOT_ADOPTED, compare_in_time, date_of, is_draft_and_adopted, is_later
from recommendations.queries.recommendations import visible_recommendations, with_details

User = AbstractBaseUser | AnonymousUser
Link = TypeVar("Link", Lineage, LineageDecision)
Place = tuple[int, str]  # (document, place): a recommendation in any language

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

_PROPOSED = """
SELECT row.id, adopted.id
FROM unnest(%s::bigint[], %s::text[]) AS draft (document_id, place)
JOIN documents_languageversion AS version ON version.document_id = draft.document_id
JOIN recommendations_recommendation AS row ON row.version_id = version.id AND row.place = draft.place
JOIN recommendations_lineage AS link ON (link.earlier_id = row.id OR link.later_id = row.id)
JOIN recommendations_recommendation AS adopted
    ON adopted.id = CASE row.id WHEN link.earlier_id THEN link.later_id ELSE link.earlier_id END
JOIN documents_languageversion AS adopted_version ON adopted_version.id = adopted.version_id
WHERE link.state = 'proposed' AND row.status = ANY(%s) AND adopted.status <> ALL(%s)
    AND adopted_version.published_at IS NOT NULL
ORDER BY link.score DESC, link.id
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
class LinkedVersion:
    """An adopted text linked to a draft, or a draft linked to an adopted text: by confirmed links (``is_confirmed``),
    or by a proposed link that is still undecided. ``is_later`` says whether it is a later or an earlier version: a
    draft may also repeat what was adopted before. ``compared`` are the earlier and the later of the two texts, in the
    same language if possible."""

    recommendation: Recommendation
    is_later: bool
    is_confirmed: bool
    compared: tuple[Recommendation, Recommendation]

    @property
    def comparison(self) -> str:
        """The address that compares the two texts."""
        return self.compared[0].comparison_with(self.compared[1])

    @property
    def is_adopted(self) -> bool:
        return self.recommendation.status not in NOT_ADOPTED

    @property
    def year(self) -> int | None:
        """The year in which it was adopted; None if it was not, or if the meeting or its dates are unknown."""
        meeting = self.recommendation.adopted_by
        return meeting.year if meeting else None


@dataclass(frozen=True, slots=True)
class RecommendationLineage:
    """The lineage of a recommendation, as far as the user may see it.

    ``linked`` are the adopted texts linked to a draft, or the drafts linked to an adopted text. ``ends`` record that it
    was dropped from later documents. ``others_continued_in`` is a later document with versions of the same document's
    recommendations, or None; if it is None, the lack of a later version means nothing. ``proposals`` are for staff
    only.
    """

    versions: Sequence[ChainVersion]
    linked: Sequence[LinkedVersion]
    ends: Sequence[LineageEnd]
    others_continued_in: Document | None
    proposals: Sequence[Lineage]

    @property
    def has_later_version(self) -> bool:
        """Whether a later version is known, certain or possible."""
        return any(version.relation == "later" for version in self.versions) or any(row.is_later for row in self.linked)

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
        linked=_linked(recommendation, versions, keys, user),
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
    versions.sort(key=cmp_to_key(compare_in_time))
    current_index = [_place(row) for row in versions].index(_place(current))
    return [ChainVersion(row, _relation(index - current_index, row, current)) for index, row in enumerate(versions)]


def _preference(language: str, preferred: Sequence[str]) -> tuple[int, str]:
    return (preferred.index(language) if language in preferred else len(preferred), language)


def _relation(distance: int, row: Recommendation, current: Recommendation) -> str:
    if distance and row.version.document_id == current.version.document_id:
        return "beside"
    order = compare_in_time(row, current) or distance
    return "this" if distance == 0 else "earlier" if order < 0 else "later"


def _linked(
    current: Recommendation, versions: Iterable[ChainVersion], keys: QuerySet[Any], user: User
) -> Sequence[LinkedVersion]:
    if current.status not in NOT_ADOPTED:
        return drafts_of([current]).get(current.pk, [])
    return _adopted_among(current, versions, _proposed_pairs(keys, user))


def _proposed_pairs(keys: QuerySet[Any], user: User) -> list[tuple[Recommendation, Recommendation]]:
    """Return the pairs of a draft and a visible adopted text that proposed links join to these recommendations, best
    first."""
    visible = visible_versions(user).values("pk")
    is_public = Q(earlier__status__in=NOT_ADOPTED, later__version__in=visible) & ~Q(later__status__in=NOT_ADOPTED)
    is_public |= Q(later__status__in=NOT_ADOPTED, earlier__version__in=visible) & ~Q(earlier__status__in=NOT_ADOPTED)
    links = Lineage.objects.filter(Q(earlier__in=keys) | Q(later__in=keys), is_public, state=Lineage.State.PROPOSED)
    return [
        (link.earlier, link.later) if link.earlier.status in NOT_ADOPTED else (link.later, link.earlier)
        for link in with_recommendations(links).order_by("-score", "pk")
    ]


def _adopted_among(
    current: Recommendation,
    versions: Iterable[ChainVersion],
    proposed: Iterable[tuple[Recommendation, Recommendation]],
) -> list[LinkedVersion]:
    """Return the adopted texts that confirmed links join to a draft or, if there are none, the one of the best proposed
    link: the later ones, then the earlier ones. ``proposed`` are pairs of the draft and an adopted text, best first."""
    found = [
        _linked_version(current, version.recommendation, is_confirmed=True)
        for version in versions
        if version.relation in ("earlier", "later") and is_draft_and_adopted(current, version.recommendation)
    ]
    for draft, adopted in proposed:
        possible = _linked_version(draft, adopted, is_confirmed=False)
        if all(other.is_later != possible.is_later for other in found):
            found.append(possible)
    return sorted(found, key=lambda row: not row.is_later)


def _linked_version(draft: Recommendation, adopted: Recommendation, *, is_confirmed: bool) -> LinkedVersion:
    is_after = not is_later(draft, adopted)
    return LinkedVersion(adopted, is_after, is_confirmed, (draft, adopted) if is_after else (adopted, draft))


def adopted_versions_of(recommendations: Iterable[Recommendation]) -> dict[int, list[LinkedVersion]]:
    """Return a map from the keys of recommendations that were not adopted to the adopted texts in published documents
    that are linked to them, as :func:`lineage_of` finds them. Recommendations without any are omitted. The number of
    queries is fixed.

    The versions of the recommendations, their documents and the documents' meetings must be loaded.
    """
    drafts = [row for row in recommendations if row.status in NOT_ADOPTED]
    if not drafts:
        return {}
    versions, proposed = _joined_versions(drafts), _proposed_adopted(drafts)
    found = {row.pk: _adopted_among(row, versions.get(row.pk, ()), proposed[_place(row)]) for row in drafts}
    return {key: adopted for key, adopted in found.items() if adopted}


def drafts_of(recommendations: Iterable[Recommendation]) -> dict[int, list[LinkedVersion]]:
    """Return a map from the keys of adopted recommendations to the published drafts that they are linked to, the later
    ones first. Recommendations without a draft are omitted. The number of queries is fixed.

    The versions of the recommendations must be loaded.
    """
    adopted = [row for row in recommendations if row.status not in NOT_ADOPTED]
    if not adopted:
        return {}
    sources = _sources(adopted)
    by_place = _by_place(set().union(*sources.values()), AnonymousUser()) if any(sources.values()) else {}
    linked = adopted_versions_of(row for rows in by_place.values() for row in rows)
    drafts_by_key = {}
    for row in adopted:
        languages = (row.version.language, MAIN_LANGUAGE)
        drafts = [
            min(by_place[place], key=lambda text: _preference(text.version.language, languages))
            for place in sources[row.pk]
            if place in by_place
        ]
        drafts.sort(key=lambda draft: (date_of(draft) or datetime.date.min, draft.position), reverse=True)
        found = [
            replace(version, recommendation=draft, is_later=not version.is_later)
            for draft in drafts
            for version in linked.get(draft.pk, ())
            if _place(version.recommendation) == _place(row)
        ]
        if found:
            drafts_by_key[row.pk] = sorted(found, key=lambda version: not version.is_later)
    return drafts_by_key


def _sources(adopted: Collection[Recommendation]) -> dict[int, set[Place]]:
    """Return a map from recommendation keys to the other places of links that were not rejected."""
    linked: dict[Place, set[Place]] = defaultdict(set)
    documents, names = {row.version.document_id for row in adopted}, {row.place for row in adopted}
    links = Lineage.objects.order_by().exclude(state=Lineage.State.REFUSED)
    ends = ("earlier__version__document", "earlier__place", "later__version__document", "later__place")
    from_earlier = links.filter(earlier__version__document__in=documents, earlier__place__in=names).values_list(*ends)
    from_later = links.filter(later__version__document__in=documents, later__place__in=names).values_list(*ends)
    for document, name, later_document, later_name in from_earlier.union(from_later):
        linked[document, name].add((later_document, later_name))
        linked[later_document, later_name].add((document, name))
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


def _proposed_adopted(
    drafts: Collection[Recommendation],
) -> Mapping[Place, list[tuple[Recommendation, Recommendation]]]:
    """Return a map from the places of drafts to the pairs of the draft, in any language, and an adopted text in a
    published document that proposed links join, best first.

    Most drafts have no link, and a search page cannot wait for Django to build the statement that finds them.
    """
    documents, names = zip(*{_place(row) for row in drafts}, strict=True)
    statuses = list(NOT_ADOPTED)
    with connection.cursor() as cursor:
        cursor.execute(_PROPOSED, [list(documents), list(names), statuses, statuses])
        pairs = cursor.fetchall()
    rows = _rows_with_dates({key for pair in pairs for key in pair}) if pairs else {}
    by_place: dict[Place, list[tuple[Recommendation, Recommendation]]] = defaultdict(list)
    for draft, adopted in pairs:
        if draft in rows and adopted in rows:  # deleted in the meantime
            by_place[_place(rows[draft])].append((rows[draft], rows[adopted]))
    return by_place


def _rows_with_dates(keys: Iterable[int]) -> dict[int, Recommendation]:
    """Return recommendations by key, with their documents and what their order in time depends on."""
    rows = Recommendation.objects.defer("version__parsed", "version__doubts")
    rows = rows.select_related("version__document", "meeting", "adopted_by")
    return rows.prefetch_related("version__document__symbols").in_bulk(list(keys))


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
    """Load the two recommendations of each link or decision, their documents and their meetings."""
    symbols = (f"{side}__version__document__symbols" for side in ("earlier", "later"))
    return with_dates(links).select_related("decided_by").prefetch_related(*symbols)


def with_dates(links: QuerySet[Link]) -> QuerySet[Link]:
    """Load the two recommendations of each link or decision, and what their order in time depends on."""
    sides, related = ("earlier", "later"), ("version__document", "meeting", "adopted_by")
    not_needed = (f"{side}__version__{name}" for side in sides for name in ("parsed", "doubts"))
    return links.defer(*not_needed).select_related(*(f"{side}__{name}" for side in sides for name in related))
