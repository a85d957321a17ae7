"""One result, one count: the page, its tabs and facets, the API and compilations agree, folded or not."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recommendations.exports.compilation import compile_search
from recommendations.models import Lineage, Recommendation
from recommendations.search.query import SearchQuery
from recommendations.search.results import search
from recommendations.services.indexing import join_stages
from tests import builders as make
from tests.lanes import examples
from tests.recommendations.search.test_facets import rollback

pytestmark = pytest.mark.django_db

WORDS = ("extradition", "evidence", "witness")
LINKS = ("confirmed", "proposed", "refused")


@dataclass(frozen=True)
class Drawn:
    """A recommendation in a document: its words, status and languages, and the group of recommendations that it is
    linked to."""

    words: frozenset[str]
    status: str
    languages: tuple[str, ...]
    group: int


DRAWN = st.builds(
    Drawn,
    words=st.frozensets(st.sampled_from(WORDS), min_size=1),
    status=st.sampled_from(("draft", "adopted", "proposed")),
    languages=st.sampled_from((("en",), ("en", "fr"), ("fr",))),
    group=st.integers(0, 3),
)
CORPORA = st.lists(st.lists(DRAWN, min_size=1, max_size=4), min_size=1, max_size=4)
QUERIES = st.builds(
    SearchQuery,
    words=st.sampled_from(("", *WORDS, "inmate", "firearms")),
    status=st.frozensets(st.sampled_from(("draft", "adopted")), max_size=2).map(tuple),
    year=st.frozensets(st.sampled_from(("2019", "2020")), max_size=1).map(tuple),
    language=st.frozensets(st.sampled_from(("en", "fr")), max_size=2).map(tuple),
    fold=st.booleans(),
)


def store(corpus: Sequence[Sequence[Drawn]], links: Sequence[str]) -> None:
    """Store documents of successive years, and link the recommendations of one group across documents."""
    groups: dict[int, list[Recommendation]] = {}
    with make.indexed_together():
        for number, recommendations in enumerate(corpus):
            document = make.document(f"A/{number}", date=datetime.date(2018 + number, 5, 1))
            versions: dict[str, Any] = {}
            for position, drawn in enumerate(recommendations):
                for language in drawn.languages:
                    versions[language] = versions.get(language) or make.version(document, language)
                    row = make.recommendation(
                        " ".join(sorted(drawn.words)),
                        of=versions[language],
                        anchor=f"para-{position}",
                        path=f"para. {position}",
                        status=drawn.status,
                        meeting=None,
                    )
                groups.setdefault(drawn.group, []).append(row)
    for rows in groups.values():
        for index, (earlier, later) in enumerate(combinations(rows, 2)):
            if earlier.version.document_id != later.version.document_id:
                link(earlier, later, links[index % len(links)])
    join_stages({row.version.document_id for rows in groups.values() for row in rows})


def link(earlier: Recommendation, later: Recommendation, state: str, score: float = 0.9) -> Lineage:
    return Lineage.objects.create(
        earlier=earlier,
        later=later,
        state=state,
        decided_at=None if state == "proposed" else timezone.now(),
        **dict.fromkeys(("wording", "meaning", "context", "score"), score),
    )


def number_in(pattern: str, page: str) -> int:
    match = re.search(pattern, page, re.DOTALL)
    assert match, pattern
    return int(match[1])


def check_counts(query: SearchQuery) -> None:
    client = Client()
    response = client.get(query.address)
    page = response.content.decode()
    data = client.get(f"/api/v1/recommendations?{query.querystring()}").json()
    total = data["total"]
    assert number_in(r'id="count"[^>]*>(\d+)', page) == total, "heading"
    assert number_in(r'id="tab-recommendations"[^>]*>[^<]*<span class="count">(\d+)', page) == total, "tab"
    paragraphs = client.get(
        f"/api/v1/paragraphs?{query.in_scope('paragraphs').querystring().replace('in=paragraphs', '')}"
    )
    in_paragraphs = number_in(r'id="tab-paragraphs"[^>]*>[^<]*<span class="count">(\d+)', page)
    assert in_paragraphs == paragraphs.json()["total"], "the other tab"
    other_page = client.get(query.in_scope("paragraphs").address).content.decode()
    assert number_in(r'id="count"[^>]*>(\d+)', other_page) == in_paragraphs
    assert len(data["items"]) == total, "items"
    assert len(compile_search(query, "none", "").keys) == total, "compilation"
    for group in response.context["groups"]:
        for value in group.values:
            assert value.count == data["facets"][group.key].get(value.value, 0), "panel and API"
    for facet, counts in data["facets"].items():
        for value, count in counts.items():
            alone = query.changed(**{facet: (value,)})
            assert search(alone).total == count, f"choosing {facet}={value}"
    for facet, count in data["without"].items():
        assert search(query.without(facet)).total == count, f"without {facet}"


@settings(max_examples=examples(15), suppress_health_check=list(HealthCheck), deadline=None)
@given(
    corpus=CORPORA,
    links=st.lists(st.sampled_from(LINKS), min_size=1, max_size=4),
    queries=st.lists(QUERIES, max_size=2),
)
def test_counts_are_equal_everywhere(
    db: None, corpus: list[list[Drawn]], links: list[str], queries: list[SearchQuery]
) -> None:
    with rollback():
        store(corpus, links)
        for query in (SearchQuery(), SearchQuery(fold=False), *queries):
            check_counts(query)
            folded, unfolded = search(query.changed(fold=True)), search(query.changed(fold=False))
            assert folded.occurrences == unfolded.occurrences == unfolded.total >= folded.total
