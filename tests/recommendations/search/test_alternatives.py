"""The searches that a page offers with one word left out, and their totals."""

from __future__ import annotations

import pytest

from recommendations.search.alternatives import fewer_words
from recommendations.search.query import SearchQuery
from recommendations.search.results import search
from recommendations.services.indexing import index_documents
from tests import builders as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def texts() -> None:
    make.recommendation("States should share evidence of fraud.")
    make.recommendation("States should share evidence of piracy.")
    make.recommendation("States should train investigators.", status="draft")


def totals(words: str, **choices: object) -> dict[str, tuple[str, int]]:
    query = SearchQuery(words=words, meaning=False, **choices)  # type: ignore[arg-type]
    assert search(query).total == 0
    return {alternative.left_out: (alternative.query.words, alternative.total) for alternative in fewer_words(query)}


def test_each_word_is_left_out_in_turn() -> None:
    assert totals("share evidence kidnapping") == {"kidnapping": ("share evidence", 2)}
    assert totals("fraud piracy") == {"fraud": ("piracy", 1), "piracy": ("fraud", 1)}


def test_operators_are_kept() -> None:
    assert totals('"evidence of" -fraud -piracy shar*') == {
        "-fraud": ('"evidence of" -piracy shar*', 1),
        "-piracy": ('"evidence of" -fraud shar*', 1),
    }
    assert totals("fraud OR piracy kidnapping OR murder evidence") == {
        "kidnapping OR murder": ("fraud OR piracy evidence", 2)
    }


def test_filters_are_kept() -> None:
    assert totals("investigators evidence", status=("draft",)) == {"evidence": ("investigators", 1)}


def test_article_among_the_words_is_kept_or_left_out() -> None:
    row = make.recommendation("States should share evidence under article 18.")
    make.cite(row, "untoc:18")
    index_documents([row.version.document_id])
    kept = fewer_words(SearchQuery(words="evidence kidnapping article 18", meaning=False))
    assert [(each.left_out, each.query.words, each.total) for each in kept] == [
        ("kidnapping", "evidence article 18", 1)
    ]
    left_out = fewer_words(SearchQuery(words="article 19 evidence 2021", meaning=False))
    assert ("article 19", "evidence 2021", 3) in [(each.left_out, each.query.words, each.total) for each in left_out]


def test_total_equals_the_total_of_the_linked_search() -> None:
    for words in ("share evidence kidnapping", "MLA evidence States", '"share evidence of" murder'):
        for alternative in fewer_words(SearchQuery(words=words, meaning=False)):
            assert search(alternative.query).total == alternative.total, alternative


def test_single_word_has_no_alternatives() -> None:
    assert totals("kidnapping") == {}
