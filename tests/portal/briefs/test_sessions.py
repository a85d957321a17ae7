"""Briefs on four articles, compared with a list made by reading the five sample documents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from portal.briefs.brief import Brief
from portal.briefs.build import read_brief
from recommendations.search.query import SearchQuery
from recommendations.text.differences import TextChange
from tests.published import publish_sessions

pytestmark = pytest.mark.long


@pytest.fixture(scope="module", autouse=True)
def _sessions(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with publish_sessions(django_db_blocker):
        yield


def brief(article: str) -> Brief:
    return read_brief(SearchQuery(article=(f"untoc:{article}",)), AnonymousUser())


def names(document: str, letters: str) -> set[str]:
    return {f"{document} ({letter})" for letter in letters}


RESOLUTION = "CTOC/COP/2022/L.4, "
RECOMMENDATIONS = {
    "17": (names(f"{RESOLUTION}annex II", "abcdefghijk"), set()),
    "18": (
        names(f"{RESOLUTION}annex I", "hqruvw"),
        names("2020 draft, sect. II", "gi") | names("2015 document, para. 63", "abdefgiklm"),
    ),
    "19": (names(f"{RESOLUTION}annex I", "abcdefghio"), set()),
    "20": (names(f"{RESOLUTION}annex I", "jklmnop"), names("2020 draft, sect. II", "efgi")),
}
"""Adopted recommendations, then drafts and proposals of which no adopted text is certain."""


@pytest.mark.django_db
@pytest.mark.parametrize("article", RECOMMENDATIONS)
def test_recommendations_are_complete_and_adopted_ones_are_known(article: str) -> None:
    adopted, others = RECOMMENDATIONS[article]
    content = brief(article)
    assert {entry.name for entry in content.entries if entry.is_adopted} == adopted
    assert {entry.name for entry in content.entries if not entry.is_adopted} == others
    assert (content.total, content.adopted, content.left) == (len(adopted | others), len(adopted), 0)
    assert sum(len(group.entries) for group in content.agreed) == content.total


PLACES = {
    "17": {
        "CTOC/COP/2022/L.4": ["annex II, p. 6", *(f"annex II ({letter})" for letter in "abcdefghijk")],
        "Activities": ["para. 64"],
    },
    "18": {
        "CTOC/COP/2022/L.4": ["p. 2", *(f"annex I ({letter})" for letter in "hqruvw")],
        "Draft report": ["sect. II (g)", "sect. II (i)"],
        "Provisional agenda": ["sect. 3"],
        "International cooperation": [
            *("para. 14", "para. 15", "para. 18", "para. 19", "para. 21"),
            *(f"para. 32 ({letter})" for letter in "abcg"),
            "para. 38",
            *(f"para. 63 ({letter})" for letter in "abdefgiklm"),
        ],
    },
    "19": {
        "CTOC/COP/2022/L.4": [f"annex I ({letter})" for letter in "abcdefghio"],
        "Provisional agenda": ["sect. 4"],
    },
    "20": {
        "CTOC/COP/2022/L.4": [f"annex I ({letter})" for letter in "jklmnop"],
        "Draft report": [f"sect. II ({letter})" for letter in "abefghi"],
    },
}
"""The documents that cite the article or contain its recommendations, with the paragraphs. (The agenda of 2016 cites
article 17 of another convention.)"""


@pytest.mark.django_db
@pytest.mark.parametrize("article", PLACES)
def test_documents_to_read_have_all_their_paragraphs(article: str) -> None:
    found = {row.symbol or row.title: [place.label for place in row.places] for row in brief(article).documents}
    expected = PLACES[article]
    assert {next(key for key in expected if name.startswith(key)): places for name, places in found.items()} == expected


HISTORIES = {
    "17": [],
    "18": [("annex I (q)", "sect. II (j)", False), ("annex I (r)", "sect. II (k)", False)],
    "19": [("annex I (o)", "sect. II (f)", True)],
    "20": [
        ("annex I (j)", "sect. II (a)", True),
        ("annex I (k)", "sect. II (b)", False),
        ("annex I (l)", "sect. II (c)", False),
        ("annex I (m)", "sect. II (d)", True),
        ("annex I (n)", "sect. II (e)", True),
        ("annex I (o)", "sect. II (f)", True),
        ("annex I (p)", "sect. II (h)", True),
    ],
}
"""The adopted text, its draft of 2020, and whether its action phrase or qualifiers changed between them."""


@pytest.mark.django_db
@pytest.mark.parametrize("article", HISTORIES)
def test_wording_is_compared_with_the_draft_of_2020(article: str) -> None:
    found = []
    for history in brief(article).histories:
        draft, adopted = history.versions[:2]
        assert (draft.year, adopted.year, draft.is_confirmed, adopted.is_confirmed) == (2020, 2021, False, None)
        phrases = (*adopted.actions, *adopted.qualifiers)
        changed = any(phrase.change != TextChange.SAME for phrase in phrases)
        found.append((adopted.name.rpartition(", ")[2], draft.name.rpartition(", ")[2], changed))
    assert sorted(found) == HISTORIES[article]


@pytest.mark.django_db
def test_changed_words_are_quoted() -> None:
    content = brief("20")
    changes = {
        content.numbers[history.key]: [
            (phrase.change.value, phrase.words)
            for phrase in (*history.versions[1].actions, *history.versions[1].qualifiers)
            if phrase.change != TextChange.SAME
        ]
        for history in content.changed
    }
    names_by_number = {number: entry.name[-3:] for group in content.agreed for number, entry in group.entries}
    assert {names_by_number[number]: phrases for number, phrases in changes.items()} == {
        "(j)": [("added", "in accordance with their domestic law")],
        "(m)": [("added", "in accordance with their domestic law")],
        "(n)": [("added", "while respecting national sovereignty")],
        "(o)": [("added", "are encouraged to give"), ("deleted", "should be subject")],
        "(p)": [("added", "upon request")],
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("article", "expected"),
    [
        ("17", [("States", 9, 9), ("States parties", 2, 2), ("United Nations Office on Drugs and Crime", 1, 1)]),
        ("19", [("States parties", 8, 8), ("Secretariat", 2, 2)]),
        ("20", [("States parties", 7, 6), ("Secretariat", 2, 1)]),
    ],
)
def test_addressees_are_counted(article: str, expected: list[tuple[str, int, int]]) -> None:
    assert [(row.label, row.count, row.adopted) for row in brief(article).addressees.rows] == expected
