"""The counts of the matrix, compared with counts by hand."""

from __future__ import annotations

import time

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyroaring import BitMap

from recommendations.index.snapshot import Snapshot
from recommendations.search import crosstab
from recommendations.search.crosstab import count_without_paragraph, cross_tabulate, crosstab_query
from recommendations.search.matching import Matches
from recommendations.search.query import SearchQuery
from tests import builders as make
from tests.lanes import examples
from tests.recommendations.search.by_hand import entries_by_hand, on_basis, search_by_hand
from tests.recommendations.search.test_facets import (
    ARTICLES,
    CORPORA,
    MEETINGS,
    PARENT_OF,
    QUERIES,
    DrawnRecommendation,
    rollback,
    store_corpus,
    to_hand_query,
)

pytestmark = pytest.mark.django_db

VALUES = {
    "article": ("untoc", *ARTICLES, "untoc:41"),
    "meeting": ("cop", "wg-international-cooperation", *MEETINGS, "cop-99"),
    "topic": tuple(PARENT_OF),
    "year": ("2019", "2020", "2021"),
}


@settings(max_examples=examples(25), suppress_health_check=list(HealthCheck))
@given(
    corpus=CORPORA,
    query=QUERIES,
    facets=st.sampled_from((("article", "meeting"), ("article", "topic"), ("year", "meeting"))),
)
def test_counts_equal_counts_by_hand(
    db: None,
    corpus: list[dict[str, tuple[bool, list[DrawnRecommendation]]]],
    query: SearchQuery,
    facets: tuple[str, str],
) -> None:
    rows, columns = facets
    with rollback():
        store_corpus(corpus)
        entries = entries_by_hand(query.scope)
        if query.scope == "recommendations":
            entries = on_basis(entries, query.basis)
        counts = cross_tabulate(query, rows, columns)
        for row in VALUES[rows]:
            filtered_query = query.changed(**{rows: (row,)})
            assert counts.row(row) == len(search_by_hand(entries, to_hand_query(filtered_query)))
            for column in VALUES[columns]:
                cell = filtered_query.changed(**{columns: (column,)})
                assert counts.cell(row, column) == len(search_by_hand(entries, to_hand_query(cell)))
        for column in VALUES[columns]:
            filtered_query = query.changed(**{columns: (column,)})
            assert counts.column(column) == len(search_by_hand(entries, to_hand_query(filtered_query)))
        assert counts.total == len(search_by_hand(entries, to_hand_query(query)))


@settings(max_examples=examples(15), suppress_health_check=list(HealthCheck))
@given(corpus=CORPORA)
def test_count_without_paragraph_equals_count_by_hand(
    db: None, corpus: list[dict[str, tuple[bool, list[DrawnRecommendation]]]]
) -> None:
    with rollback():
        store_corpus(corpus)
        entries = search_by_hand(entries_by_hand("recommendations"), to_hand_query(SearchQuery(article=("untoc:18",))))
        without_paragraph = [entry for entry in entries if ("article", "untoc:18:13") not in entry.values]
        assert count_without_paragraph(SearchQuery(article=("untoc:18",))) == len(without_paragraph)


def test_matrix_is_read_in_one_query() -> None:
    make.recommendation(articles=["untoc:18"])
    cross_tabulate(SearchQuery(), "article", "meeting")  # loads the thesaurus and the index
    with CaptureQueriesContext(connection) as captured:
        counts = cross_tabulate(SearchQuery(), "article", "meeting")
        cells = [counts.cell(row, column) for row in VALUES["article"] for column in VALUES["meeting"]]
    assert len(captured) == 1
    assert sum(cells) == 4  # the article and its instrument, the meeting and its body


@pytest.mark.parametrize("languages", [1, 3])
def test_large_matrix_is_counted_within_a_second(monkeypatch: pytest.MonkeyPatch, languages: int) -> None:
    """Count in less than a second, even if many entries are the same place in several languages."""
    random = np.random.default_rng(7)
    size = 100_000
    numbers = np.arange(size, dtype=np.uint32)

    def sets(values: int, each: int) -> dict[str, BitMap]:
        return {str(value): BitMap(np.sort(random.choice(numbers, each, replace=False))) for value in range(values)}

    twins = (numbers - numbers % languages).astype("<i4")
    snapshot = Snapshot(
        generation=1,
        is_complete=True,
        facets={"article": sets(60, 3_000), "meeting": sets(40, 2_500)},
        live=BitMap(numbers),
        twins=twins,
        followers=BitMap(numbers[twins != numbers]),
    )
    all_numbers = snapshot.live
    matches = Matches(snapshot, all_numbers, all_numbers, all_numbers, {"language": all_numbers}, {}, {})
    monkeypatch.setattr(crosstab, "find_matches", lambda *_asked, **_choices: matches)
    start = time.process_time()
    counts = cross_tabulate(SearchQuery(), "article", "meeting")
    cells = {(row, column): counts.cell(str(row), str(column)) for row in range(60) for column in range(40)}
    assert time.process_time() - start < 1
    common_numbers = snapshot.facets["article"]["3"] & snapshot.facets["meeting"]["5"]
    assert cells[3, 5] == len({number - number % languages for number in common_numbers}) > 0


def test_crosstab_query_searches_words_as_typed() -> None:
    query = crosstab_query(SearchQuery(words="article 18", page=3, sort="date"))
    assert (query.as_typed, query.meaning, query.page, query.sort) == (True, False, 1, "")
