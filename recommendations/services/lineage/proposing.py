"""Propose earlier and later versions of recommendations, regardless of the order in which documents arrive."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace

import numpy as np
from django.db import transaction
from django.db.models import Q

from documents.models import LanguageVersion
from documents.services import acquire_write_lock
from recommendations.index.stems import stems_of
from recommendations.models import (
    Lineage,
    Recommendation,
    RecommendationCitation,
    RecommendationTopic,
    SearchPassage,
)
from recommendations.queries.chronology import is_later
from recommendations.services.indexing import join_stages
from recommendations.services.lineage.candidates import chronological_order, find_candidates
from recommendations.services.lineage.order import turn_links
from recommendations.similarity.pairs import Pair, PairCandidate, pairs
from recommendations.text.words import tokens


@transaction.atomic
def propose_lineage(version: LanguageVersion) -> int:
    """Replace the proposed links of a version's recommendations; decisions stay. Return the number of proposals.

    Call it after the passages are written: their vectors are used to find documents and to compare meaning.
    """
    acquire_write_lock()
    target = LanguageVersion.objects.defer("parsed", "doubts").select_related("document__meeting").get(pk=version.pk)
    ordered = [order for other in find_candidates(target) if (order := chronological_order(target, other))]
    versions = list({row.pk: row for order in ordered for row in order}.values())
    rows = _recommendations_of(versions)
    by_version = _candidates_by_place(rows.values(), target.language)
    decisions = _decisions(versions, by_version)
    turn_links([target.document_id])
    matches: list[Pair] = []
    for earlier, later in ordered:
        between = decisions[frozenset((earlier.document_id, later.document_id))]
        sides = by_version[earlier.pk].values(), by_version[later.pk].values()
        matches += pairs(*map(list, sides), confirmed=between.confirmed, rejected=between.rejected)
    _replace_proposals(target, versions, _in_order_of_time(matches, rows))
    return len(matches)


# --- recommendations to compare ----------------------------------------------------------------------


def _recommendations_of(versions: Iterable[LanguageVersion]) -> Mapping[int, Recommendation]:
    """Return a map from key to recommendation, in order, with what its order in time depends on."""
    rows = Recommendation.objects.filter(version__in=versions).defer("version__parsed", "version__doubts")
    related = rows.select_related("version__document", "meeting", "adopted_by")
    return {row.pk: row for row in related.order_by("version", "position")}


def _candidates_by_place(rows: Collection[Recommendation], language: str) -> Mapping[int, dict[str, PairCandidate]]:
    """Return a map from version key to place to recommendation, with a fixed number of queries."""
    versions = list(dict.fromkeys(row.version_id for row in rows))
    words = {row.pk: [token.word for token in tokens(row.text)] for row in rows}
    stems = stems_of({word for row_words in words.values() for word in row_words}, language)
    vectors, subjects = _vectors(versions), _subjects(versions)
    candidates_of: dict[int, dict[str, PairCandidate]] = defaultdict(dict)
    for row in rows:
        candidates_of[row.version_id][row.place] = PairCandidate(
            key=row.pk,
            words=[stem for word in words[row.pk] if (stem := stems[word])],
            vector=vectors.get(row.pk),
            subjects=frozenset(subjects[row.pk]),
        )
    return candidates_of


def _vectors(versions: Sequence[int]) -> dict[int, np.ndarray]:
    """Return a map from recommendation key to the sum of its passages' vectors, weighted by length."""
    passages = SearchPassage.objects.filter(recommendation__version__in=versions)
    vectors: dict[int, np.ndarray] = {}
    for key, vector, start, end in passages.values_list("recommendation", "vector", "start", "end"):
        vectors[key] = vectors.get(key, 0.0) + np.asarray(vector, dtype=np.float32) * (end - start)
    return vectors


def _subjects(versions: Sequence[int]) -> Mapping[int, set[str]]:
    """Return a map from recommendation key to its topics and to the articles, resolutions and documents it cites."""
    subjects: dict[int, set[str]] = defaultdict(set)
    topics = RecommendationTopic.objects.filter(recommendation__version__in=versions)
    for key, topic in topics.values_list("recommendation", "topic"):
        subjects[key].add(f"topic {topic}")
    cited = RecommendationCitation.objects.filter(
        Q(citation__article__isnull=False) | ~Q(citation__value=""),
        recommendation__version__in=versions,
        in_heading=False,
        citation__footnote=None,
    )
    for key, article, value in cited.values_list("recommendation", "citation__article", "citation__value"):
        subjects[key].add(f"article {article}" if article else value)
    return subjects


# --- decisions of people -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Decisions:
    """Pairs of recommendation keys, each in both orders, because the dates of the documents may have been corrected
    since the decision.
    """

    confirmed: set[tuple[int, int]] = field(default_factory=set)
    rejected: set[tuple[int, int]] = field(default_factory=set)


def _decisions(
    versions: Iterable[LanguageVersion], rows_by_version: Mapping[int, Mapping[str, PairCandidate]]
) -> Mapping[frozenset[int], _Decisions]:
    """Return a map from pairs of document keys to the decisions on their recommendations. A decision made in another
    language applies to the recommendations of ``versions`` at the same places."""
    keys = {
        (version.document_id, place): row.key
        for version in versions
        for place, row in rows_by_version[version.pk].items()
    }
    documents = {version.document_id for version in versions}
    decisions: dict[frozenset[int], _Decisions] = defaultdict(_Decisions)
    links = Lineage.objects.exclude(state=Lineage.State.PROPOSED).filter(
        earlier__version__document__in=documents, later__version__document__in=documents
    )
    for state, document, place, later_document, later_place in links.values_list(
        "state", "earlier__version__document", "earlier__place", "later__version__document", "later__place"
    ):
        first, second = keys.get((document, place)), keys.get((later_document, later_place))
        if first is not None and second is not None:
            pair_decisions = decisions[frozenset((document, later_document))]
            key_pairs = pair_decisions.confirmed if state == Lineage.State.CONFIRMED else pair_decisions.rejected
            key_pairs |= {(first, second), (second, first)}
    return decisions


def _in_order_of_time(matches: Iterable[Pair], rows: Mapping[int, Recommendation]) -> list[Pair]:
    """Return the pairs, each with the earlier text first. The order of two documents is not that of all their texts:
    one may quote what was adopted before the other was issued."""
    return [
        replace(pair, earlier=pair.later, later=pair.earlier)
        if is_later(rows[pair.earlier], rows[pair.later])
        else pair
        for pair in matches
    ]


# --- rows --------------------------------------------------------------------------------------------


def _replace_proposals(target: LanguageVersion, versions: Iterable[LanguageVersion], matches: Sequence[Pair]) -> None:
    """Replace the proposals of this version, and remove those between the same documents in other languages."""
    other_keys = {version.document_id for version in versions} - {target.document_id}
    proposed = Lineage.objects.filter(state=Lineage.State.PROPOSED)
    of_version = Q(earlier__version=target) | Q(later__version=target)
    of_translations = Q(earlier__version__document=target.document_id, later__version__document__in=other_keys) | Q(
        later__version__document=target.document_id, earlier__version__document__in=other_keys
    )
    rows = [
        Lineage(earlier_id=pair.pop("earlier"), later_id=pair.pop("later"), **pair) for pair in map(asdict, matches)
    ]
    written = Lineage.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["earlier", "later"],
        update_fields=["wording", "meaning", "context", "score"],
    )
    proposed.filter(of_version | of_translations).exclude(pk__in=[row.pk for row in written]).delete()
    join_stages({target.document_id, *other_keys})
