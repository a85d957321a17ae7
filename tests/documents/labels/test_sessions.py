"""The names of sessions are shown in the reader's language, whatever language printed them."""

from __future__ import annotations

import datetime

import pytest
from django.utils.translation import override

from documents.labels.naming import meeting_title
from documents.labels.sessions import session_name
from documents.models import Body, Meeting

COUNCIL = Body(name="Economic and Social Council", kind_of_meeting="session")


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("Eightieth Session", "Quatre-vingtième session"),
        ("Eightieth year", "Quatre-vingtième année"),
        ("2035 session", "Session de 2035"),
        ("Substantive session of 2035", "Session de 2035"),
        ("Сессия 2035 года", "Session de 2035"),
        ("دورة عام 2035", "Session de 2035"),
        ("Tenth emergency special session", "Dixième session extraordinaire d’urgence"),
        ("Десятая чрезвычайная специальная сессия", "Dixième session extraordinaire d’urgence"),
        ("第十届紧急特别会议", "Dixième session extraordinaire d’urgence"),
        ("Thirtieth special session", "Trentième session extraordinaire"),
        ("الدورة الحادية عشرة", "Onzième session"),
        ("第十一届会议", "Onzième session"),
        ("Resumed ninth session", "Neuvième session (reprise)"),
        ("Organizational session", "Session d’organisation"),
    ],
)
def test_known_sessions_are_named_in_the_language_of_the_reader(printed: str, shown: str) -> None:
    with override("fr"):
        assert session_name(printed) == shown


@pytest.mark.parametrize("printed", ["Second regular session 2035", "Ninth session, first part", "Executive Board"])
def test_other_sessions_are_named_as_printed(printed: str) -> None:
    with override("fr"):
        assert session_name(printed).strip("\u2066\u2067\u2068\u2069") == printed


@pytest.mark.parametrize(
    ("language", "annual", "emergency"),
    [
        ("en", "2035 session", "Tenth emergency special session"),
        ("fr", "Session de 2035", "Dixième session extraordinaire d’urgence"),
        ("es", "Período de sesiones de 2035", "10º período extraordinario de sesiones de emergencia"),
        ("ru", "Сессия 2035 года", "Десятая чрезвычайная специальная сессия"),
        ("ar", "دورة عام 2035", "الدورة الاستثنائية الطارئة العاشرة"),
        ("zh-hans", "2035年届会", "第十届紧急特别会议"),
    ],
)
def test_meetings_are_named_by_their_year_or_series(language: str, annual: str, emergency: str) -> None:
    with override(language):
        assert meeting_title(Meeting(body=COUNCIL, ordinal=2035)) == annual
        assert meeting_title(Meeting(body=COUNCIL, series="emergency-special", ordinal=10)) == emergency


def test_session_counts_for_the_year_by_which_it_is_named() -> None:
    days = datetime.date(2034, 7, 25), datetime.date(2035, 7, 30)
    assert Meeting(body=COUNCIL, ordinal=2035, start=days[0], end=days[1]).year == 2035
    assert Meeting(body=COUNCIL, ordinal=12, start=days[0], end=days[1]).year == 2034
    assert Meeting(body=COUNCIL, ordinal=2035).year == 2035
