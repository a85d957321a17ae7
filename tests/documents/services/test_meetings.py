"""Identify meetings: what documents state about them, and how rows are completed and merged."""

from __future__ import annotations

import datetime

import pytest

from documents.models import Meeting
from documents.services import MeetingFacts, assign_meeting, resolve_meeting, store_document
from tests.parsed import parsed
from tests.row_cache import vocabularies

pytestmark = pytest.mark.django_db

GROUP = "wg-international-cooperation"


@pytest.fixture(autouse=True)
def _bodies(db: None) -> None:
    vocabularies()


def july(day: int) -> datetime.date:
    return datetime.date(2020, 7, day)


def facts(ordinal: int | None = None, first: int | None = None, last: int | None = None) -> MeetingFacts:
    return MeetingFacts(GROUP, ordinal, july(first) if first else None, july(last) if last else None)


def rows() -> list[tuple[int | None, int | None, int | None, str]]:
    return [
        (row.ordinal, row.start.day if row.start else None, row.end.day if row.end else None, row.slug)
        for row in Meeting.objects.order_by("pk")
    ]


TEXTS = [
    # one text
    ([(11, None, None)], [(11, None, None, "-11")], "an ordinal makes it known"),
    ([(None, 7, 8)], [(None, 7, 8, "-2020-07-07")], "days do"),
    ([(11, 7, 8)], [(11, 7, 8, "-11")], "both"),
    # the same meeting again
    ([(11, 7, 8), (11, None, None)], [(11, 7, 8, "-11")], "by its ordinal"),
    ([(11, 7, 8), (None, 7, 8)], [(11, 7, 8, "-11")], "by its days"),
    ([(11, 7, 8), (None, 8, None)], [(11, 7, 8, "-11")], "by one of its days"),
    # learning
    ([(11, None, None), (11, 7, 8)], [(11, 7, 8, "-11")], "days are learned"),
    ([(None, 7, 8), (11, 7, 8)], [(11, 7, 8, "-2020-07-07")], "an ordinal is learned; the address stays"),
    ([(11, 7, None), (None, 7, 8)], [(11, 7, 8, "-11")], "the last day is learned"),
    # two rows that are one
    ([(11, None, None), (None, 7, 8), (11, 7, 8)], [(11, 7, 8, "-11")], "the older, known by ordinal, stays"),
    ([(None, 7, 8), (11, None, None), (11, 7, 8)], [(11, 7, 8, "-2020-07-07")], "the older, known by days, stays"),
    # others
    ([(11, 7, 8), (12, None, None)], [(11, 7, 8, "-11"), (12, None, None, "-12")], "another ordinal"),
    ([(11, 7, 8), (None, 14, 15)], [(11, 7, 8, "-11"), (None, 14, 15, "-2020-07-14")], "other days"),
]


@pytest.mark.parametrize(("said", "expected", "why"), TEXTS, ids=[why for *_, why in TEXTS])
def test_facts_from_texts_complete_meetings(
    said: list[tuple[int | None, int | None, int | None]],
    expected: list[tuple[int | None, int | None, int | None, str]],
    why: str,
) -> None:
    assert not any(resolve_meeting(facts(*text)).doubts for text in said), why
    assert rows() == [(ordinal, first, last, GROUP + slug) for ordinal, first, last, slug in expected], why


CONTRADICTIONS = [
    ([(11, 7, 8), (11, 14, 15)], 0, [(11, 7, 8)], "the same ordinal on other days"),
    ([(11, 7, 8), (11, 7, 9)], 0, [(11, 7, 8)], "the same ordinal, a day longer"),
    ([(11, 7, 8), (12, 7, 8)], 1, [(11, 7, 8), (12, None, None)], "another ordinal on the same days"),
    ([(11, 7, 8), (12, 14, 15), (12, 7, 8)], 1, [(11, 7, 8), (12, 14, 15)], "the days of another"),
    ([(None, 7, 8), (None, 8, 9)], 0, [(None, 7, 8)], "days that overlap"),
]


@pytest.mark.parametrize(("said", "meant", "expected", "why"), CONTRADICTIONS, ids=[x[-1] for x in CONTRADICTIONS])
def test_contradiction_raises_a_doubt_and_changes_nothing(
    said: list[tuple[int | None, int | None, int | None]],
    meant: int,
    expected: list[tuple[int | None, int | None, int | None]],
    why: str,
) -> None:
    *previous, last = [resolve_meeting(facts(*text)) for text in said]
    assert not any(resolved.doubts for resolved in previous)
    assert len(last.doubts) == 1, why
    assert "2020-07-07" in last.doubts[0]
    assert [row[:3] for row in rows()] == expected, why
    assert last.meeting == list(Meeting.objects.order_by("pk"))[meant]


def test_merged_meeting_keeps_its_documents_and_address() -> None:
    by_ordinal = resolve_meeting(facts(11)).meeting
    by_days = resolve_meeting(facts(None, 7, 8)).meeting
    assert by_ordinal is not None
    assert by_days is not None
    version = store_document(parsed(), b"x", "x.pdf").version
    assign_meeting(version, by_days)
    resolve_meeting(facts(11, 7, 8))
    version.refresh_from_db()
    assert version.meeting == version.document.meeting == by_ordinal
    by_ordinal.refresh_from_db()
    assert by_ordinal.former_slugs == [f"{GROUP}-2020-07-07"]


def test_meeting_of_another_body_on_the_same_days_is_distinct() -> None:
    resolve_meeting(facts(11, 7, 8))
    resolve_meeting(MeetingFacts("wg-technical-assistance", 11, july(7), july(8)))
    assert Meeting.objects.count() == 2


def test_place_is_added_once() -> None:
    resolve_meeting(facts(11))
    resolve_meeting(MeetingFacts(GROUP, 11, place="Vienna"))
    resolve_meeting(MeetingFacts(GROUP, 11, place="Doha"))
    assert Meeting.objects.get().place == "Vienna"


def test_facts_without_ordinal_and_days_give_no_meeting() -> None:
    resolved = resolve_meeting(facts())
    assert resolved.meeting is None
    assert resolved.doubts
    assert not Meeting.objects.exists()


def test_document_without_body_gets_that_of_its_meeting() -> None:
    meeting = resolve_meeting(facts(11)).meeting
    assert meeting is not None
    version = store_document(parsed(body=None, subsidiary_body=None), b"x", "x.pdf").version
    assert version.document.body is None
    assign_meeting(version, meeting)
    version.refresh_from_db()
    assert version.document.body == meeting.body
