"""Search with the real encoders, on information needs written by someone who had seen neither the thesaurus nor the
code.

The kinds are needs in everyday words ("lay") and in the terms of the field, abbreviations, articles, labels, misspelt
words, facets in words, and needs that nothing in the collection answers. Half of them, chosen by a hash, may be used
for tuning. ``pytest tests/recommendations/search/relevance`` prints the figures of both halves.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from statistics import mean
from typing import Any

import pytest

from documents.models import DocumentFile
from recommendations.models import SearchEntry
from recommendations.search.query import SearchQuery
from recommendations.search.results import search
from tests.published import publish_sessions
from tests.recommendations.search.relevance.needs import MAX_RANK, Need, Place

pytestmark = pytest.mark.django_db

MIN_NDCG = {("lay", "English"): 0.65, ("lay", "others"): 0.55, ("terms", "English"): 0.93}
MIN_UNANSWERED = 0.7
"""The minimum share of needs without an answer that are reported as unanswered."""
MAX_WRONGLY_UNANSWERED = 0.05
NAMED = ("article", "label")
"""Kinds that look up a provision rather than a subject."""


@dataclass(frozen=True, slots=True)
class OutsiderNeed:
    """A need in one language."""

    query: str
    language: str
    kind: str
    grades: Mapping[Place, int]

    @property
    def half(self) -> str:
        return "tuned" if sha256(self.query.encode()).digest()[0] % 2 == 0 else "other"

    @property
    def group(self) -> tuple[str, str]:
        return self.kind, "English" if self.language == "en" else "others"


def outsider_needs() -> list[OutsiderNeed]:
    entries = json.loads((Path(__file__).parent / "outsider.json").read_text(encoding="utf-8"))
    return [
        OutsiderNeed(
            entry["query"],
            entry["language"],
            entry["kind"],
            {(file, path): grade for file, places in entry["judgements"].items() for path, grade in places.items()},
        )
        for entry in entries
    ]


@pytest.fixture(scope="module")
def heads(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[Place, int]]:
    """Yield a map from each recommendation to the number shared by all its stages."""
    with publish_sessions(django_db_blocker):
        files = dict(DocumentFile.objects.values_list("version", "name"))
        entries = SearchEntry.objects.filter(recommendation__isnull=False)
        rows = entries.values_list("recommendation__version", "recommendation__path", "head")
        yield {(files[version], path): head for version, path, head in rows}


def rank(query: str) -> tuple[int, list[int]]:
    """Return the number of hits, and the heads of the first ones."""
    result = search(SearchQuery(words=query), size=MAX_RANK, details=False)
    keys = [hit.row.pk for hit in result.hits]
    found = dict(SearchEntry.objects.filter(recommendation__in=keys).values_list("recommendation", "head"))
    return result.total, [found[key] for key in keys]


@pytest.mark.long
def test_search_meets_unseen_needs(heads: dict[Place, int], capsys: pytest.CaptureFixture[str]) -> None:
    scores: dict[tuple[str, ...], list[float]] = defaultdict(list)
    reported: dict[str, list[bool]] = defaultdict(list)
    for need in outsider_needs():
        total, ranking = rank(need.query)
        reported["unanswered" if not need.grades else "named" if need.kind in NAMED else "answered"].append(not total)
        if need.grades:
            grades: dict[Place, int] = {}
            for place, grade in need.grades.items():  # the stages of a recommendation count as one
                folded = ("", str(heads[place]))
                grades[folded] = max(grade, grades.get(folded, 0))
            score = Need("", "", {}, grades).ndcg([("", str(head)) for head in ranking])
            scores[need.group].append(score)
            scores[*need.group, need.half].append(score)
    lines = [f"{' '.join(group):28} {mean(values):.3f} ({len(values)})" for group, values in sorted(scores.items())]
    lines += [f"{name}: {mean(flags):.2f} reported as unanswered ({len(flags)})" for name, flags in reported.items()]
    with capsys.disabled():
        sys.stdout.write("\nnDCG@10 of an outsider's needs\n" + "\n".join(lines) + "\n")
    assert {group: mean(scores[group]) for group, minimum in MIN_NDCG.items() if mean(scores[group]) < minimum} == {}
    assert mean(reported["unanswered"]) >= MIN_UNANSWERED
    assert mean(reported["answered"]) <= MAX_WRONGLY_UNANSWERED
