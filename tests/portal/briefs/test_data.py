"""The parts of a brief that need no database: subjects, numbers, wording, provisions."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st
from pyroaring import BitMap

from portal.briefs.agreed import MAX_QUOTATION, cut
from portal.briefs.brief import BriefEntry, Subject, arrange
from portal.briefs.provisions import find_unaddressed
from portal.briefs.sentences import number_ranges, provision_names
from portal.briefs.subjects import divide
from portal.briefs.wording import compare_phrases
from recommendations.articles.provisions import ProvisionRow
from recommendations.results.cards import StageLink
from recommendations.text.differences import TextChange
from recommendations.text.qualifiers import find_qualifiers


def divided(values: dict[str, set[int]], hits: set[int], limit: int = 8) -> list[tuple[str, set[int]]]:
    sets = {value: BitMap(members) for value, members in values.items()}
    return [(value, set(members)) for value, members in divide(sets, BitMap(hits), limit)]


@pytest.mark.parametrize(
    ("values", "hits", "expected"),
    [
        ({}, {1, 2}, [("", {1, 2})]),
        ({}, set(), []),
        # The largest subject comes first; each recommendation is listed once.
        ({"a": {1, 2}, "b": {2, 3, 4}}, set(range(1, 9)), [("b", {2, 3, 4}), ("", {1, 5, 6, 7, 8})]),
        # A subject of most recommendations gets what remains, but is at the top.
        ({"a": {1, 2, 3, 4, 5}, "b": {1, 2}}, {1, 2, 3, 4, 5}, [("a", {3, 4, 5}), ("b", {1, 2})]),
        # Of two equal subjects, the narrower one is preferred.
        ({"a": {1, 2}, "b": {1, 2}, "c": {1, 2, 3}}, {*range(1, 10)}, [("c", {1, 2, 3}), ("", {*range(4, 10)})]),
        # A subject of a single recommendation does not divide.
        ({"a": {1}}, {1, 2, 3}, [("", {1, 2, 3})]),
    ],
)
def test_recommendations_are_divided_by_subject(
    values: dict[str, set[int]], hits: set[int], expected: list[tuple[str, set[int]]]
) -> None:
    assert divided(values, hits) == expected


@given(
    values=st.dictionaries(st.sampled_from("abcdef"), st.sets(st.integers(0, 20))),
    hits=st.sets(st.integers(0, 20)),
    limit=st.integers(0, 4),
)
def test_every_recommendation_is_listed_under_one_of_its_subjects(
    values: dict[str, set[int]], hits: set[int], limit: int
) -> None:
    found = divided({value: members & hits for value, members in values.items()}, hits, limit)
    listed = [number for _value, members in found for number in members]
    assert sorted(listed) == sorted(hits)
    assert all(members and (not value or members <= values[value]) for value, members in found)


def entry(key: int, subject: int, *also: int) -> BriefEntry:
    card = cast(Any, SimpleNamespace())
    return BriefEntry(key, f"A/{key}", "", "Text.", False, True, card, subject, also)


def test_entries_are_numbered_in_the_order_shown() -> None:
    subjects = [Subject("Extradition", 9, "/e"), Subject("Witnesses", 3, "/w"), Subject("", 1, "")]
    groups = arrange(subjects, [entry(10, 1), entry(11, 0, 1), entry(12, 0)])
    assert [[number for number, _entry in group.entries] for group in groups] == [[1, 2], [3], []]
    assert [[row.key for _number, row in group.entries] for group in groups] == [[11, 12], [10], []]
    assert [group.numbers_elsewhere for group in groups] == [(), (1,), ()]
    assert [group.left for group in groups] == [7, 1, 1]


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [([], ""), ([1], "1"), ([1, 2], "1, 2"), ([1, 2, 3, 5, 7, 8, 9, 10], "1–3, 5, 7–10")],
)
def test_numbers_in_a_row_are_joined(numbers: list[int], expected: str) -> None:
    assert number_ranges(numbers) == expected


def test_phrases_are_compared_with_the_version_before() -> None:
    before = find_qualifiers("where applicable and upon request", "en")
    after = find_qualifiers("Where applicable, in accordance with domestic law", "en")
    assert [(phrase.change, phrase.words) for phrase in compare_phrases(after, before, "en")] == [
        (TextChange.SAME, "Where applicable"),
        (TextChange.ADDED, "in accordance with domestic law"),
        (TextChange.DELETED, "upon request"),
    ]
    [phrase] = compare_phrases(["are also encouraged to act"], ["are encouraged to act"], "en")
    assert phrase.change is TextChange.SAME
    [phrase] = compare_phrases(["encourage aussi les États"], ["encourage les États"], "fr")
    assert phrase.change is TextChange.SAME
    [phrase] = compare_phrases(["should act"], None, "en")
    assert phrase.change is TextChange.SAME


def provision(paragraph: str, subparagraph: str = "") -> ProvisionRow:
    return ProvisionRow("", "Text", 0, "", paragraph, subparagraph, bool(paragraph) and not subparagraph, 0, 0)


ARTICLE = [
    provision("1"),
    provision("2"),
    provision("2", "a"),
    provision("2", "b"),
    provision("2", "b(i)"),
    provision("2", "b(ii)"),
    provision("3"),
]


@pytest.mark.parametrize(
    ("addressed", "expected"),
    [
        ([], "1–3"),
        ([("", "")], "1–3"),  # the article as a whole
        ([("1", ""), ("3", "")], "2"),
        ([("2", ""), ("2", "a")], "1, 3"),  # the whole paragraph addresses its parts
        ([("2", "a")], "1, 2 (b), 3"),
        ([("2", "b(i)"), ("1", ""), ("3", "")], "2 (a), 2 (b)(ii)"),
        ([("2", "b"), ("1", ""), ("3", "")], "2 (a)"),
        ([("1", ""), ("2", ""), ("3", "")], ""),
    ],
)
def test_provisions_that_nothing_addresses_are_found(addressed: list[tuple[str, str]], expected: str) -> None:
    assert provision_names(find_unaddressed(ARTICLE, frozenset(addressed))) == expected


def test_a_long_text_is_cut_after_a_word() -> None:
    assert cut("Short text.") == ("Short text.", False)
    text, is_cut = cut("word " * MAX_QUOTATION)
    assert is_cut
    assert text.endswith("word")
    assert len(text) <= MAX_QUOTATION
    assert cut("字" * (MAX_QUOTATION + 1)) == ("字" * MAX_QUOTATION, True)


def test_title_of_another_version_is_isolated_in_an_arabic_line() -> None:
    stage = StageLink("", "draft", "Draft report on the…", False, "para. 2", None, True, "/")
    assert stage.label == "Draft report on the…, para. 2"
    with override("ar"):
        assert stage.label.startswith("\u2068Draft report on the…\u2069")
