"""Meetings and dates are written as in United Nations documents."""

from __future__ import annotations

import datetime

import pytest

from documents.labels.naming import (
    body_at_meeting,
    date_range,
    full_meeting_name,
    meeting_title,
    ordinal_words,
    place_and_dates,
)
from documents.models import Body, Meeting

Date = datetime.date

GROUP = Body(name="Working Group on Firearms", kind_of_meeting="meeting")
CONFERENCE = Body(name="Conference of the Parties", kind_of_meeting="session")
CONGRESS = Body(name="United Nations Congress on Crime Prevention and Criminal Justice", kind_of_meeting="congress")


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "first"),
        (12, "twelfth"),
        (20, "twentieth"),
        (31, "thirty-first"),
        (42, "forty-second"),
        (99, "ninety-ninth"),
        (100, "100th"),
        (103, "103rd"),
        (111, "111th"),
    ],
)
def test_ordinals_below_100_are_written_in_words(number: int, words: str) -> None:
    assert ordinal_words(number) == words


@pytest.mark.parametrize(
    ("start", "end", "printed"),
    [
        (None, None, ""),
        (Date(2021, 3, 25), None, "25 March 2021"),
        (Date(2021, 3, 25), Date(2021, 3, 25), "25 March 2021"),
        (Date(2021, 3, 25), Date(2021, 3, 26), "25–26 March 2021"),
        (Date(2022, 2, 28), Date(2022, 3, 2), "28 February–2 March 2022"),
        (Date(2022, 12, 30), Date(2023, 1, 2), "30 December 2022–2 January 2023"),
    ],
)
def test_date_ranges_are_formatted(start: Date | None, end: Date | None, printed: str) -> None:
    assert date_range(start, end) == printed


@pytest.mark.parametrize(
    ("meeting", "title", "full_name"),
    [
        (
            Meeting(body=GROUP, ordinal=12, place="Vienna", start=Date(2021, 3, 25), end=Date(2021, 3, 26)),
            "Twelfth meeting",
            "twelfth meeting of the Working Group on Firearms (Vienna, 25–26 March 2021)",
        ),
        (
            Meeting(body=GROUP, place="Vienna", start=Date(2020, 7, 7), end=Date(2020, 7, 8)),
            "Meeting of 7–8 July 2020",
            "meeting of 7–8 July 2020 of the Working Group on Firearms (Vienna)",
        ),
        (Meeting(body=CONFERENCE, ordinal=11), "Eleventh session", "eleventh session of the Conference of the Parties"),
        (
            Meeting(body=CONGRESS, ordinal=13),
            "Thirteenth Congress",
            "Thirteenth United Nations Congress on Crime Prevention and Criminal Justice",
        ),
    ],
)
def test_meeting_is_named_alone_and_in_a_sentence(meeting: Meeting, title: str, full_name: str) -> None:
    assert meeting_title(meeting) == title
    assert full_meeting_name(meeting) == full_name


@pytest.mark.parametrize(
    ("meeting", "words"),
    [
        (
            Meeting(body=GROUP, ordinal=12, place="Vienna", start=Date(2021, 3, 25), end=Date(2021, 3, 26)),
            "Working Group on Firearms at its twelfth meeting (Vienna, 25–26 March 2021)",
        ),
        (Meeting(body=GROUP, start=Date(2020, 7, 7)), "Working Group on Firearms at its meeting of 7 July 2020"),
        (
            Meeting(body=CONGRESS, ordinal=13, place="Doha"),
            "Thirteenth United Nations Congress on Crime Prevention and Criminal Justice (Doha)",
        ),
    ],
)
def test_body_is_named_with_its_meeting(meeting: Meeting, words: str) -> None:
    assert body_at_meeting(meeting) == words


def test_meeting_without_place_or_dates_is_named_without_brackets() -> None:
    assert place_and_dates(Meeting(body=CONFERENCE, ordinal=11)) == ""
    assert (
        full_meeting_name(Meeting(body=CONFERENCE, ordinal=11)) == "eleventh session of the Conference of the Parties"
    )
