"""Plain values of fields are shown in words, without keys."""

from __future__ import annotations

from typing import Any

import pytest

from recommendations.labels.facet_values import reload_names
from recommendations.labels.fields import fact_label, label_of, place_label
from recommendations.labels.status import adopted_share
from recommendations.labels.wording import ValueFormatter, value_formatter
from tests import builders as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def words() -> ValueFormatter:
    make.article("untoc:18")
    make.body()
    reload_names()  # other tests may have cached the names of their own articles
    return value_formatter()


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("kind", "preambular", "Preambular paragraph"),
        ("language", "und", "Language unknown"),
        ("cells", [["Year", "Cases"], ["2021", "3"]], "Year | Cases; 2021 | 3"),
        (
            "citations",
            ["GA 55/25", "wg-international-cooperation 12"],
            "GA 55/25; Twelfth meeting of the Working Group",
        ),
        ("put_to", {"body": "wg-international-cooperation", "ordinal": 12}, "Twelfth meeting of the Working Group"),
        ("meeting", {"place": "Doha", "start": "2015-04-12", "end": "2015-04-19"}, "Doha, 12–19 April 2015"),
    ],
)
def test_value_is_shown_in_words(words: ValueFormatter, name: str, value: Any, text: str) -> None:
    assert words.as_text(name, value).startswith(text)


def test_cited_article_is_shown_by_name(words: ValueFormatter) -> None:
    assert words.as_text("citations", ["untoc:18(13)"]).endswith("article 18, paragraph 13")


def test_place_without_a_path_is_named_by_its_first_words() -> None:
    assert place_label("Annex I (b)", "Any text") == "annex I (b)"
    text = "The Conference of the Parties to the United Nations Convention"
    assert place_label("", text) == "paragraph “The Conference of the Parties to the United…”"
    assert place_label("", "") == "unnumbered paragraph"


def test_meeting_of_a_masthead_has_a_separate_label() -> None:
    assert str(fact_label("meeting")) == "Place and dates of the meeting"
    assert str(label_of("meeting")) == "Meeting"


@pytest.mark.parametrize(
    ("total", "adopted", "shown"),
    [
        (3, 3, "all adopted"),
        (1, 1, "1 adopted"),
        (3, 2, "2 adopted, 1 draft or proposal"),
        (2, 0, "drafts or proposals, none adopted"),
    ],
)
def test_share_of_adopted_texts_does_not_repeat_the_total(total: int, adopted: int, shown: str) -> None:
    assert adopted_share(total, adopted) == shown
