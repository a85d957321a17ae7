"""The relevance of results in six languages, with the real encoder, over the five sessions.

``pytest tests/recommendations/search/relevance`` prints nDCG@10 by language, for each set of needs and for all.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from statistics import mean
from typing import Any

import pytest

from documents.models import DocumentFile
from recommendations.models import Recommendation
from recommendations.search.query import SearchQuery
from recommendations.search.results import search
from tests.published import publish_sessions
from tests.recommendations.search.relevance.needs import (
    LANGUAGES,
    MAX_RANK,
    SECOND_KEPT,
    SETS,
    TUNED,
    Need,
    Place,
    load_needs,
)

pytestmark = [pytest.mark.django_db, pytest.mark.long]

MIN_MEANS = {"en": 0.92, "fr": 0.88, "es": 0.89, "ru": 0.88, "ar": 0.88, "zh": 0.89}
"""Slightly below the mean of all needs, which varies by 0.02 to 0.04 when a third is left out in turn."""
MIN_SCORE = 0.75
"""For any set in any language."""
MIN_KEPT = {"en": 0.93, "fr": 0.90, "es": 0.90, "ru": 0.90, "ar": 0.90, "zh": 0.90}
"""For needs in the terms of the field that no term or weight was tuned for. They are not entirely unseen: the lead that
:mod:`recommendations.search.unanswered` demands was raised because it rejected one of them in two languages."""


@pytest.fixture(scope="module")
def sessions(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with publish_sessions(django_db_blocker):
        yield


@pytest.fixture
def references(sessions: None) -> dict[int, Place]:
    files = dict(DocumentFile.objects.values_list("version", "name"))
    rows = Recommendation.objects.values_list("pk", "version", "path")
    return {pk: (files[version], path) for pk, version, path in rows}


def ranking_of(references: dict[int, Place], words: str) -> list[Place]:
    result = search(SearchQuery(words=words, fold=False), size=MAX_RANK, details=False)
    return [references[hit.row.pk] for hit in result.hits]


def test_every_judgement_names_a_recommendation(references: dict[int, Place]) -> None:
    judged = set(references.values())
    assert len(judged) == len(references)
    assert [(need.name, place) for need in load_needs() for place in need.grades if place not in judged] == []
    assert all(set(need.queries) == set(LANGUAGES) for need in load_needs())


def test_relevance_reaches_the_minimum(references: dict[int, Place], capsys: pytest.CaptureFixture[str]) -> None:
    all_needs = load_needs()
    scores = {
        (need.set_name, need.name, language): need.ndcg(ranking_of(references, need.queries[language]))
        for need in all_needs
        for language in LANGUAGES
    }
    means = {
        (name, language): mean(
            scores[need.set_name, need.name, language] for need in all_needs if name in ("all", need.set_name)
        )
        for name in (*SETS, "all")
        for language in LANGUAGES
    }
    lines = [f"{'nDCG@10':14}" + "".join(f"{language:>7}" for language in LANGUAGES)]
    for name in (*SETS, "all"):
        lines.append(f"{name:14}" + "".join(f"{means[name, language]:7.3f}" for language in LANGUAGES))
    with capsys.disabled():
        sys.stdout.write("\n" + "\n".join(lines) + "\n")
    missed = {
        language: means["all", language] for language in LANGUAGES if means["all", language] < MIN_MEANS[language]
    }
    assert missed == {}
    assert min(means.values()) >= MIN_SCORE
    assert [(name, score) for name, minimum in MIN_KEPT.items() if (score := means[SECOND_KEPT, name]) < minimum] == []


def test_ndcg_is_one_for_the_best_order_and_zero_for_the_worst() -> None:
    need = Need("one", TUNED, {}, {("a", "1"): 2, ("a", "2"): 1})
    assert need.ndcg([("a", "1"), ("a", "2")]) == 1
    assert 0.5 < need.ndcg([("a", "2"), ("a", "1")]) < 1
    assert need.ndcg([("b", "1")]) == 0
