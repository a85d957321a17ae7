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
    ("typed", "meant", "why"),
    [
        ("extraditon", "extradition", "a letter left out"),
        ("extrradition", "extradition", "one added"),
        ("extrodition", "extradition", "a wrong letter"),
        ("etxradition", "extradition", "two moved"),
        ("axtradition", "extradition", "the first one"),
        ("confscaton", "confiscation", "two signs away"),
        ("vidioconferance", "videoconference", "two other letters"),
        ("Extraditon of States", "extradition of States", "the other words stay as they are typed"),
        ('"extraditon cooperatoin"', '"extradition cooperation"', "in quotation marks"),
        ("сотруднечество", "сотрудничество", "Russian"),
        ("extraditing", None, "another form of a word that is there"),
        ("extradition", None, "a word that is there"),
        ("-extraditon", None, "an excluded word"),
        ("extraditon*", None, "a beginning"),
        ("the with", None, "small words"),
        ("xyzzyplugh", None, "nothing is near"),
        ("18(13)", None, "numbers"),
        ("", None, "nothing"),
    ],
)
def test_unknown_words_are_corrected(typed: str, meant: str | None, why: str) -> None:
    assert did_you_mean(SearchQuery(words=typed)) == meant, why


def test_more_frequent_word_is_preferred() -> None:
    with make.indexed_together():
        for _ in range(20):
            make.recommendation("Cooperation between courts.")
    make.recommendation("Cooperatiom is no word, but stands there.")
    assert did_you_mean(SearchQuery(words="cooperatiox")) == "cooperation"


def test_number_of_queries_is_small(django_assert_max_num_queries: object) -> None:
    with django_assert_max_num_queries(4):  # type: ignore[operator]
        did_you_mean(SearchQuery(words="extraditon of witnesses"))
