"""Propose earlier and later versions, in whichever order documents arrive."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field

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
from recommendations.services.lineage.candidates import candidates, in_order_of_time
from recommendations.similarity.pairs import Pair, PairCandidate, pairs
from recommendations.text.words import tokens


@transaction.atomic
def propose_lineage(version: LanguageVersion) -> int:
    """Renew what is proposed for a version's recommendations. What people decided stays. Return how many there are.

    To be called once its passages are written: their vectors find the documents, and tell the meaning.
    """
    acquire_write_lock()
    own = LanguageVersion.objects.defer("parsed", "doubts").select_related("document__meeting").get(pk=version.pk)
    ordered = [order for other in candidates(own) if (order := in_order_of_time(own, other))]
    versions = list({one.pk: one for order in ordered for one in order}.values())
    stated = _stated([one.pk for one in versions], own.language)
    decided = _decided(versions, stated)
    found: list[Pair] = []
    for earlier, later in ordered:
        known = decided[frozenset((earlier.document_id, later.document_id))]
        states = stated[earlier.pk].values(), stated[later.pk].values()
        found += pairs(*map(list, states), confirmed=known.confirmed, refused=known.refused)
    _write(own, versions, found)
    return len(found)


# --- what is compared --------------------------------------------------------------------------------


def _stated(versions: Sequence[int], language: str) -> Mapping[int, dict[str, PairCandidate]]:
    """Key of a version -> its recommendations by their anchors, in their order, in a fixed number of queries."""
    rows = list(Recommendation.objects.filter(version__in=versions).order_by("version", "position"))
    words = {row.pk: [token.word for token in tokens(row.text)] for row in rows}
    stems = stems_of({word for own in words.values() for word in own}, language)
    vectors, subjects = _vectors(versions), _subjects(versions)
    stated: dict[int, dict[str, PairCandidate]] = defaultdict(dict)
    for row in rows:
        stated[row.version_id][row.anchor] = PairCandidate(
            key=row.pk,
            words=[stem for word in words[row.pk] if (stem := stems[word])],
            vector=vectors.get(row.pk),
            subjects=frozenset(subjects[row.pk]),
        )
    return stated


def _vectors(versions: Sequence[int]) -> dict[int, np.ndarray]:
    """Recommendation -> the meaning of its whole text: its passages' vectors, each by its length."""
    passages = SearchPassage.objects.filter(recommendation__version__in=versions)
    vectors: dict[int, np.ndarray] = {}
    for key, vector, start, end in passages.values_list("recommendation", "vector", "start", "end"):
        vectors[key] = vectors.get(key, 0.0) + np.asarray(vector, dtype=np.float32) * (end - start)
    return vectors


def _subjects(versions: Sequence[int]) -> Mapping[int, set[str]]:
    """Recommendation -> its topics, and what its own text cites: articles, resolutions, documents."""
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


# --- what people decided -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Decided:
    """Pairs of keys, in both orders: a document's date may have been corrected since."""

    confirmed: set[tuple[int, int]] = field(default_factory=set)
    refused: set[tuple[int, int]] = field(default_factory=set)


def _decided(
    versions: Iterable[LanguageVersion], stated: Mapping[int, Mapping[str, PairCandidate]]
) -> Mapping[frozenset[int], _Decided]:
    """Two documents -> what was decided of pairs of theirs, in any language, as keys of the versions compared."""
    keys = {
        (version.document_id, anchor): one.key for version in versions for anchor, one in stated[version.pk].items()
    }
    documents = {version.document_id for version in versions}
    decided: dict[frozenset[int], _Decided] = defaultdict(_Decided)
    links = Lineage.objects.exclude(state=Lineage.State.PROPOSED).filter(
        earlier__version__document__in=documents, later__version__document__in=documents
    )
    for state, document, anchor, later_document, later_anchor in links.values_list(
        "state", "earlier__version__document", "earlier__anchor", "later__version__document", "later__anchor"
    ):
        first, second = keys.get((document, anchor)), keys.get((later_document, later_anchor))
        if first is not None and second is not None:
            of_both = decided[frozenset((document, later_document))]
            kept = of_both.confirmed if state == Lineage.State.CONFIRMED else of_both.refused
            kept |= {(first, second), (second, first)}
    return decided


# --- what is written ---------------------------------------------------------------------------------


def _write(own: LanguageVersion, versions: Iterable[LanguageVersion], found: Sequence[Pair]) -> None:
    """The proposals of this version become those that were found; those of its twins with the same documents go."""
    others = {version.document_id for version in versions} - {own.document_id}
    proposed = Lineage.objects.filter(state=Lineage.State.PROPOSED)
    of_version = Q(earlier__version=own) | Q(later__version=own)
    of_twins = Q(earlier__version__document=own.document_id, later__version__document__in=others) | Q(
        later__version__document=own.document_id, earlier__version__document__in=others
    )
    rows = [
        Lineage(earlier_id=parts.pop("earlier"), later_id=parts.pop("later"), **parts) for parts in map(asdict, found)
    ]
    written = Lineage.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["earlier", "later"],
        update_fields=["wording", "meaning", "context", "score"],
    )
    proposed.filter(of_version | of_twins).exclude(pk__in=[row.pk for row in written]).delete()
