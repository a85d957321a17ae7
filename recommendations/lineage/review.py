"""Lineage for review: proposed links and decisions, by pair of documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, Max, Q, QuerySet
from django.db.models.functions import Coalesce

from documents.models import LanguageVersion, Meeting
from recommendations.lineage.comparison import Comparison
from recommendations.models import Lineage, LineageDecision, LineageEnd, Recommendation
from recommendations.queries.lineage import chains, with_recommendations
from recommendations.queries.recommendations import with_details

_PROPOSED = Q(state=Lineage.State.PROPOSED)


def document_pairs() -> QuerySet[Any, Any]:
    """Return pairs of versions with links: those with proposed links first, highest score first."""
    return (
        Lineage.objects.order_by()
        .values(earlier_version=F("earlier__version"), later_version=F("later__version"))
        .annotate(
            proposed_count=Count("pk", filter=_PROPOSED),
            confirmed_count=Count("pk", filter=Q(state=Lineage.State.CONFIRMED)),
            rejected_count=Count("pk", filter=Q(state=Lineage.State.REFUSED)),
            best=Max("score", filter=_PROPOSED),
        )
        .order_by(F("best").desc(nulls_last=True), "earlier_version", "later_version")
    )


@dataclass(frozen=True, slots=True)
class PairMeetings:
    """The meetings that adopted or considered the linked recommendations of two versions, oldest first. They determine
    which version is later, while a document may have any date."""

    earlier: Sequence[Meeting] = ()
    later: Sequence[Meeting] = ()


@dataclass(frozen=True, slots=True)
class PairRow:
    """A row in the list of pairs of documents, with the numbers of proposed, confirmed and rejected links."""

    earlier: LanguageVersion
    later: LanguageVersion
    meetings: PairMeetings
    proposed_count: int
    confirmed_count: int
    rejected_count: int


def pair_rows(pairs: Sequence[Mapping[str, int]]) -> list[PairRow]:
    """Return rows of :func:`document_pairs` with versions and documents, in a fixed number of queries."""
    keys = {row[version_field] for row in pairs for version_field in ("earlier_version", "later_version")}
    versions = {version.pk: version for version in _versions().filter(pk__in=keys)}
    meetings = _meetings(Lineage.objects.filter(earlier__version__in=keys, later__version__in=keys))
    return [
        PairRow(
            versions[row["earlier_version"]],
            versions[row["later_version"]],
            meetings[row["earlier_version"], row["later_version"]],
            row["proposed_count"],
            row["confirmed_count"],
            row["rejected_count"],
        )
        for row in pairs
    ]


def _meetings(links: QuerySet[Lineage]) -> Mapping[tuple[int, int], PairMeetings]:
    """Return the meetings of each pair of versions with links."""
    rows = links.order_by().values_list(
        "earlier__version",
        "later__version",
        Coalesce("earlier__adopted_by", "earlier__meeting"),
        Coalesce("later__adopted_by", "later__meeting"),
    )
    keys: dict[tuple[int, int], tuple[set[int], set[int]]] = {}
    for earlier, later, *found in rows.distinct():
        for known, key in zip(keys.setdefault((earlier, later), (set(), set())), found, strict=True):
            known.add(key)
    found_keys = {key for pair in keys.values() for known in pair for key in known}
    meetings = list(Meeting.objects.filter(pk__in=found_keys).select_related("body").order_by("start", "pk"))
    return {
        pair: PairMeetings(*([meeting for meeting in meetings if meeting.pk in known] for known in both))
        for pair, both in keys.items()
    }


def _versions() -> QuerySet[LanguageVersion]:
    return (
        LanguageVersion.objects.defer("parsed", "doubts")
        .select_related("document")
        .prefetch_related("document__symbols")
    )


@dataclass(frozen=True, slots=True)
class ReviewedLink:
    """A link with a comparison of its texts. ``is_already_joined`` is true if confirmed links already join the two
    recommendations by way of others."""

    link: Lineage
    comparison: Comparison
    is_already_joined: bool


@dataclass(frozen=True, slots=True)
class NotCarriedOver:
    """A recommendation of the earlier document without a proposed or confirmed link to the later document. ``end`` is
    the decision that it was dropped, if any."""

    recommendation: Recommendation
    end: LineageEnd | None


@dataclass(frozen=True, slots=True)
class PairReview:
    """All links between two versions, and the earlier recommendations without a proposed or confirmed link. ``choices``
    are the later recommendations, to which a person can link one.
    """

    earlier: LanguageVersion
    later: LanguageVersion
    meetings: PairMeetings
    proposed: list[ReviewedLink] = field(default_factory=list)
    confirmed: list[ReviewedLink] = field(default_factory=list)
    rejected: list[ReviewedLink] = field(default_factory=list)
    not_carried_over: list[NotCarriedOver] = field(default_factory=list)
    choices: list[Recommendation] = field(default_factory=list)

    @property
    def splits(self) -> set[int]:
        """The keys of recommendations with several confirmed later versions here: they were split."""
        return _repeated(reviewed.link.earlier_id for reviewed in self.confirmed)

    @property
    def merges(self) -> set[int]:
        """The keys of recommendations with several confirmed earlier versions here: these were merged."""
        return _repeated(reviewed.link.later_id for reviewed in self.confirmed)


def _repeated(keys: Iterable[int]) -> set[int]:
    return {key for key, count in Counter(keys).items() if count > 1}


def review_of(earlier: int, later: int) -> PairReview | None:
    """Return the links between two versions of different documents for review, highest score first. There may be none.

    Return None if one of the versions does not exist, or if they cannot be linked.
    """
    versions = {version.pk: version for version in _versions().filter(pk__in=(earlier, later))}
    if len({version.document_id for version in versions.values()}) < 2 or len(_languages(versions.values())) > 1:
        return None
    links = list(with_recommendations(Lineage.objects.filter(earlier__version=earlier, later__version=later)))
    keys = [key for link in links for key in (link.earlier_id, link.later_id)]
    rows = {row.pk: row for row in with_details(Recommendation.objects.filter(pk__in=keys))}
    joined = chains(link.earlier_id for link in links if link.state == Lineage.State.PROPOSED)
    meetings = _meetings(Lineage.objects.filter(earlier__version=earlier, later__version=later))
    review = PairReview(versions[earlier], versions[later], meetings.get((earlier, later), PairMeetings()))
    links_by_state = {
        Lineage.State.PROPOSED: review.proposed,
        Lineage.State.CONFIRMED: review.confirmed,
        Lineage.State.REFUSED: review.rejected,
    }
    for link in links:
        place = (versions[later].document_id, link.later.place)
        comparison = Comparison(rows[link.earlier_id], rows[link.later_id])
        links_by_state[Lineage.State(link.state)].append(
            ReviewedLink(link, comparison, place in joined.get(link.earlier_id, ()))
        )
    review.not_carried_over.extend(_not_carried_over(review))
    review.choices.extend(review.later.recommendations.order_by("position"))
    return review


def _languages(versions: Iterable[LanguageVersion]) -> set[str]:
    return {version.language for version in versions}


def _not_carried_over(review: PairReview) -> list[NotCarriedOver]:
    linked = Lineage.objects.exclude(state=Lineage.State.REFUSED)
    in_either_order = Q(pk__in=linked.filter(later__version=review.later).values("earlier"))
    in_either_order |= Q(pk__in=linked.filter(earlier__version=review.later).values("later"))
    rows = review.earlier.recommendations.exclude(in_either_order).order_by("position")
    ends = LineageEnd.objects.filter(recommendation__version=review.earlier, document=review.later.document_id)
    by_recommendation = {end.recommendation_id: end for end in ends.select_related("decided_by")}
    return [NotCarriedOver(row, by_recommendation.get(row.pk)) for row in rows]


def decisions() -> QuerySet[LineageDecision]:
    """Return the log of decisions, newest first."""
    return with_recommendations(LineageDecision.objects.all())
