"""Dates and periods in the six official languages."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.parsing.dates import names_place_of_meeting, parse_date, parse_date_line, parse_period, period_at
from documents.parsing.types import Dates

PERIODS = [
    ("Vienna, 17–21 October 2022", "Vienna", date(2022, 10, 17), date(2022, 10, 21)),
    ("Doha, 12-19 April 2015", "Doha", date(2015, 4, 12), date(2015, 4, 19)),
    ("Nice, France, 9–13 June 2025", "Nice, France", date(2025, 6, 9), date(2025, 6, 13)),
    ("24 February–20 March 2020", None, date(2020, 2, 24), date(2020, 3, 20)),
    ("25 July 2024–30 July 2025", None, date(2024, 7, 25), date(2025, 7, 30)),
    ("held in Vienna on 7 and 8 July 2020", "Vienna", date(2020, 7, 7), date(2020, 7, 8)),
    ("its fortieth session, held from 3 to 14 June 2041 in Bonn", "Bonn", date(2041, 6, 3), date(2041, 6, 14)),
    (
        "Held at the Palais Wilson, Geneva, on Monday, 7 May 2040",
        "Palais Wilson, Geneva",
        date(2040, 5, 7),
        date(2040, 5, 7),
    ),
    ("held from 23 to 27 May 2022", None, date(2022, 5, 23), date(2022, 5, 27)),
    ("Vienna, 7 July 2020", "Vienna", date(2020, 7, 7), date(2020, 7, 7)),
    ("Vienne, 30 mai-1er juin 2022", "Vienne", date(2022, 5, 30), date(2022, 6, 1)),
    ("Viena, 17 a 21 de octubre de 2022", "Viena", date(2022, 10, 17), date(2022, 10, 21)),
    ("Вена, 17–21 октября 2022 года", "Вена", date(2022, 10, 17), date(2022, 10, 21)),
    ("2022年10月17日至21日，维也纳", "维也纳", date(2022, 10, 17), date(2022, 10, 21)),
    ("2031年12月29日至2032年1月2日，纽约", "纽约", date(2031, 12, 29), date(2032, 1, 2)),
    ("2031年4月7日至9日、28日和5月3日，日内瓦", "日内瓦", date(2031, 4, 7), date(2031, 5, 3)),
    ("فيينا، 17-21 تشرين الأول/أكتوبر 2022", "فيينا", date(2022, 10, 17), date(2022, 10, 21)),
    ("فيينا، ١٧-٢١ تشرين الأول/أكتوبر ٢٠٢٢", "فيينا", date(2022, 10, 17), date(2022, 10, 21)),
]
DAYS = [
    ("8 September 2022", date(2022, 9, 8)),
    ("[24 March 2025]", date(2025, 3, 24)),
    ("13 de septiembre de 2023", date(2023, 9, 13)),
    ("1er juin 2020", date(2020, 6, 1)),
    ("1.º de julio de 2033", date(2033, 7, 1)),
    ("1o de julio de 2033", date(2033, 7, 1)),
    ("5 мая 2019 года", date(2019, 5, 5)),
    ("2022年10月17日", date(2022, 10, 17)),
    ("September 8, 2022", date(2022, 9, 8)),
    ("25 July 1984", date(1984, 7, 25)),
    ("18 تموز/يوليه 2022", date(2022, 7, 18)),
]
NO_PERIODS = [
    ("Item 4 of the provisional agenda", "text without a date"),
    ("21–17 October 2022", "a period that ends before it starts"),
    ("30–31 February 2022", "a day that does not exist"),
    ("Geneva, 3 June", "a date without a year"),
    ("Report, May 2041", "a kind of document with a month"),
    ("Progress of the lighthouses, May 2041", "a title with a month"),
]


@pytest.mark.parametrize(("text", "place", "start", "end"), PERIODS, ids=[case[0] for case in PERIODS])
def test_periods_are_parsed(text: str, place: str | None, start: date, end: date) -> None:
    period = parse_period(text)
    assert period is not None
    assert (period.place, period.start, period.end) == (place, start, end)


@pytest.mark.parametrize(("text", "day"), DAYS, ids=[case[0] for case in DAYS])
def test_dates_are_parsed(text: str, day: date) -> None:
    assert parse_date_line(text) == parse_date(text) == day


@pytest.mark.parametrize(("text", "reason"), NO_PERIODS, ids=[case[1] for case in NO_PERIODS])
def test_other_text_is_not_a_period(text: str, reason: str) -> None:
    assert parse_period(text) is None, reason


def test_year_split_by_character_recognition_is_read() -> None:
    assert parse_date_line("25 July 19 84") == date(1984, 7, 25)


def test_line_with_more_than_a_date_is_not_a_date_line() -> None:
    assert parse_date_line("Vienna, 8 June 2020") is None


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("Vienna, 9 and 10 June 2034 Item 2", "Vienna, 9 and 10 June 2034"),
        ("12 December 2034 Elbonia: draft resolution", "12 December 2034"),
        ("Вена, 9–13 октября 2034 года Пункт 5", "Вена, 9–13 октября 2034 года"),
        ("2034年9月11日和12日，维也纳 临时议程项目2", "2034年9月11日和12日，维也纳"),
        ("The panel met in Vienna, 9 June 2034", ""),
        ("Report on ferries 12 December 2034", ""),
    ],
)
def test_place_and_days_at_the_beginning_are_found(text: str, start: str) -> None:
    assert text[: period_at(text)] == start


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Bonn, May 2041", "Bonn"),
        ("Нью-Йорк, май 2041 года", "Нью-Йорк"),
        ("Nueva York, octubre de 2041", "Nueva York"),
    ],
)
def test_place_with_a_month_has_no_days(text: str, place: str) -> None:
    assert parse_period(text) == Dates(place)
    assert period_at(f"{text} Item 2") == len(text)


@given(st.text(alphabet="0123456789 -–,年月日至JulyMarch/de", max_size=40))
def test_any_text_is_parsed_without_error(text: str) -> None:
    period = parse_period(text)
    if period and period.start:
        assert period.end is not None
        assert period.start <= period.end


@pytest.mark.parametrize(
    ("title", "is_open"),
    [
        ("Report on the meeting held in Vienna", True),
        ("Rapport sur la réunion tenue à Vienne", True),
        ("Informe sobre la reunión celebrada en Viena", True),
        ("Доклад о работе совещания, состоявшегося в Женеве", True),
        ("تقرير عن اجتماع الفريق العامل المعقود في فيينا", True),
        ("Report on the meeting held in Vienna on 9 June 2031", False),
        ("Ships held in ports", False),
    ],
)
def test_title_that_ends_in_a_place_of_meeting_is_open(title: str, is_open: bool) -> None:
    assert names_place_of_meeting(title) is is_open
