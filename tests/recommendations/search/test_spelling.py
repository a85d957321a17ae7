"""Unknown words, and the nearest words of the corpus."""

from __future__ import annotations

import pytest

from recommendations.search.alternatives import did_you_mean
from recommendations.search.query import SearchQuery
from tests import builders as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def texts() -> None:
    make.recommendation("States should strengthen extradition, cooperation and témoins in cases of confiscation.")
    make.recommendation("States should strengthen cooperation and conspiracy laws by videoconference.")
    russian = make.version(language="ru")
    make.recommendation("Государствам следует развивать сотрудничество.", of=russian)


@pytest.mark.parametrize(
    ("typed", "expected", "reason"),
    [
        ("extraditon", "extradition", "a letter left out"),
        ("extrradition", "extradition", "a letter added"),
        ("extrodition", "extradition", "a wrong letter"),
        ("etxradition", "extradition", "two letters swapped"),
        ("axtradition", "extradition", "a wrong first letter"),
        ("confscaton", "confiscation", "two letters wrong"),
        ("vidioconferance", "videoconference", "two other letters wrong"),
        ("Extraditon of States", "extradition of States", "the other words are kept as typed"),
        ('"extraditon cooperatoin"', '"extradition cooperation"', "in quotation marks"),
        ("сотруднечество", "сотрудничество", "Russian"),
        ("extraditing", None, "another form of a word in the corpus"),
        ("extradition", None, "a word in the corpus"),
        ("-extraditon", None, "an excluded word"),
        ("extraditon*", None, "a prefix"),
        ("the with", None, "stop words"),
        ("xyzzyplugh", None, "no word is near"),
        ("18(13)", None, "numbers"),
        ("", None, "nothing"),
    ],
)
def test_unknown_words_are_corrected(typed: str, expected: str | None, reason: str) -> None:
    assert did_you_mean(SearchQuery(words=typed)) == expected, reason


def test_more_frequent_word_is_preferred() -> None:
    with make.indexed_together():
        for _ in range(20):
            make.recommendation("Cooperation between courts.")
    make.recommendation("Cooperatiom is not a word, but appears here.")
    assert did_you_mean(SearchQuery(words="cooperatiox")) == "cooperation"


def test_number_of_queries_is_small(django_assert_max_num_queries: object) -> None:
    with django_assert_max_num_queries(4):  # type: ignore[operator]
        did_you_mean(SearchQuery(words="extraditon of witnesses"))
