"""What a search brings with one of its words less."""

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


def found(words: str, **choices: object) -> dict[str, tuple[str, int]]:
    query = SearchQuery(words=words, meaning=False, **choices)  # type: ignore[arg-type]
    assert search(query).total == 0
    return {one.left_out: (one.query.words, one.total) for one in fewer_words(query)}


def test_each_word_is_left_out_by_itself() -> None:
    assert found("share evidence kidnapping") == {"kidnapping": ("share evidence", 2)}
    assert found("fraud piracy") == {"fraud": ("piracy", 1), "piracy": ("fraud", 1)}


def test_operators_are_kept() -> None:
    assert found('"evidence of" -fraud -piracy shar*') == {
        "-fraud": ('"evidence of" -piracy shar*', 1),
        "-piracy": ('"evidence of" -fraud shar*', 1),
    }
    assert found("fraud OR piracy kidnapping OR murder evidence") == {
        "kidnapping OR murder": ("fraud OR piracy evidence", 2)
    }


def test_choices_hold() -> None:
    assert found("investigators evidence", status=("draft",)) == {"evidence": ("investigators", 1)}


def test_an_article_among_the_words_stays() -> None:
    query = SearchQuery(words="evidence kidnapping article 18", meaning=False)
    assert fewer_words(query) == []
    row = make.recommendation("States should share evidence under article 18.")
    make.cited(row, "untoc:18")
    index_documents([row.version.document_id])
    (one,) = fewer_words(query)
    assert (one.query.words, one.query.article, one.total) == ("evidence", ("untoc:18",), 1)


def test_the_total_is_that_of_the_search_it_leads_to() -> None:
    for words in ("share evidence kidnapping", "MLA evidence States", '"share evidence of" murder'):
        for one in fewer_words(SearchQuery(words=words, meaning=False)):
            assert search(one.query).total == one.total, one


def test_one_word_has_none_to_spare() -> None:
    assert found("kidnapping") == {}
