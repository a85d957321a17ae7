"""Meetings are identified by the details in documents; their rows are completed and merged."""

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


def meeting_rows() -> list[tuple[int | None, int | None, int | None, str]]:
    return [
        (row.ordinal, row.start.day if row.start else None, row.end.day if row.end else None, row.slug)
        for row in Meeting.objects.order_by("pk")
    ]


TEXTS = [
    # a single text
    ([(11, None, None)], [(11, None, None, "-11")], "identified by its ordinal"),
    ([(None, 7, 8)], [(None, 7, 8, "-2020-07-07")], "identified by its dates"),
    ([(11, 7, 8)], [(11, 7, 8, "-11")], "identified by both"),
    # the same meeting again
    ([(11, 7, 8), (11, None, None)], [(11, 7, 8, "-11")], "recognized by its ordinal"),
    ([(11, 7, 8), (None, 7, 8)], [(11, 7, 8, "-11")], "recognized by its dates"),
    ([(11, 7, 8), (None, 8, None)], [(11, 7, 8, "-11")], "recognized by one of its dates"),
    # facts that complete a meeting
    ([(11, None, None), (11, 7, 8)], [(11, 7, 8, "-11")], "the dates are added"),
    ([(None, 7, 8), (11, 7, 8)], [(11, 7, 8, "-2020-07-07")], "the ordinal is added; the address is kept"),
    ([(11, 7, None), (None, 7, 8)], [(11, 7, 8, "-11")], "the last day is added"),
    # two rows merged into one
    ([(11, None, None), (None, 7, 8), (11, 7, 8)], [(11, 7, 8, "-11")], "the older row, with an ordinal, is kept"),
    ([(None, 7, 8), (11, None, None), (11, 7, 8)], [(11, 7, 8, "-2020-07-07")], "the older row, with dates, is kept"),
    # distinct meetings
    ([(11, 7, 8), (12, None, None)], [(11, 7, 8, "-11"), (12, None, None, "-12")], "a different ordinal"),
    ([(11, 7, 8), (None, 14, 15)], [(11, 7, 8, "-11"), (None, 14, 15, "-2020-07-14")], "different dates"),
]


@pytest.mark.parametrize(("texts", "expected", "reason"), TEXTS, ids=[reason for *_, reason in TEXTS])
def test_facts_from_texts_complete_meetings(
    texts: list[tuple[int | None, int | None, int | None]],
    expected: list[tuple[int | None, int | None, int | None, str]],
    reason: str,
) -> None:
    assert not any(resolve_meeting(facts(*text)).doubts for text in texts), reason
    assert meeting_rows() == [(ordinal, first, last, GROUP + slug) for ordinal, first, last, slug in expected], reason


CONTRADICTIONS = [
    ([(11, 7, 8), (11, 14, 15)], 0, [(11, 7, 8)], "the same ordinal on different dates"),
    ([(11, 7, 8), (11, 7, 9)], 0, [(11, 7, 8)], "the same ordinal, a day longer"),
    ([(11, 7, 8), (12, 7, 8)], 1, [(11, 7, 8), (12, None, None)], "a different ordinal on the same dates"),
    ([(11, 7, 8), (12, 14, 15), (12, 7, 8)], 1, [(11, 7, 8), (12, 14, 15)], "the dates of another meeting"),
    ([(None, 7, 8), (None, 8, 9)], 0, [(None, 7, 8)], "overlapping dates"),
]


@pytest.mark.parametrize(
    ("texts", "meeting_index", "expected", "reason"), CONTRADICTIONS, ids=[x[-1] for x in CONTRADICTIONS]
)
def test_contradiction_raises_a_doubt_and_changes_nothing(
    texts: list[tuple[int | None, int | None, int | None]],
    meeting_index: int,
    expected: list[tuple[int | None, int | None, int | None]],
    reason: str,
) -> None:
    *previous, last = [resolve_meeting(facts(*text)) for text in texts]
    assert not any(resolved.doubts for resolved in previous)
    assert len(last.doubts) == 1, reason
    assert "2020-07-07" in last.doubts[0]
    assert [row[:3] for row in meeting_rows()] == expected, reason
    assert last.meeting == list(Meeting.objects.order_by("pk"))[meeting_index]


def test_merged_meeting_keeps_its_documents_and_address() -> None:
    by_ordinal = resolve_meeting(facts(11)).meeting
    by_dates = resolve_meeting(facts(None, 7, 8)).meeting
    assert by_ordinal is not None
    assert by_dates is not None
    version = store_document(parsed(), b"x", "x.pdf").version
    assign_meeting(version, by_dates)
    resolve_meeting(facts(11, 7, 8))
    version.refresh_from_db()
    assert version.meeting == version.document.meeting == by_ordinal
    by_ordinal.refresh_from_db()
    assert by_ordinal.former_slugs == [f"{GROUP}-2020-07-07"]


def test_meeting_of_another_body_on_the_same_dates_is_distinct() -> None:
    resolve_meeting(facts(11, 7, 8))
    resolve_meeting(MeetingFacts("wg-technical-assistance", 11, july(7), july(8)))
    assert Meeting.objects.count() == 2


def test_first_place_of_a_meeting_is_kept() -> None:
    resolve_meeting(facts(11))
    resolve_meeting(MeetingFacts(GROUP, 11, place="Vienna"))
    resolve_meeting(MeetingFacts(GROUP, 11, place="Doha"))
    assert Meeting.objects.get().place == "Vienna"


def test_facts_without_ordinal_or_dates_identify_no_meeting() -> None:
    resolved = resolve_meeting(facts())
    assert resolved.meeting is None
    assert resolved.doubts
    assert not Meeting.objects.exists()


def test_document_without_body_gets_the_body_of_its_meeting() -> None:
    meeting = resolve_meeting(facts(11)).meeting
    assert meeting is not None
    version = store_document(parsed(body=None, subsidiary_body=None), b"x", "x.pdf").version
    assert version.document.body is None
    assign_meeting(version, meeting)
    version.refresh_from_db()
    assert version.document.body == meeting.body


def test_special_session_is_not_the_regular_session_with_its_number_or_dates() -> None:
    regular = resolve_meeting(facts(11, 7, 8)).meeting
    special = resolve_meeting(MeetingFacts(GROUP, 11, july(8), series="special"))
    assert special.meeting is not None
    assert special.meeting != regular
    assert (special.meeting.slug, special.doubts) == (f"{GROUP}-special-11", ())
