"""Dates in the reader's language."""

from __future__ import annotations

import datetime

import pytest
from django.template import Context, Template
from django.utils.translation import override

from documents.web.dates import date_format, year_name

FIRST, ELEVENTH = datetime.date(2022, 7, 1), datetime.date(2022, 7, 11)


@pytest.mark.parametrize(
    ("language", "day", "shown"),
    [
        ("fr", FIRST, "1er\N{NO-BREAK SPACE}juillet 2022"),
        ("fr", ELEVENTH, "11\N{NO-BREAK SPACE}juillet 2022"),
        ("es", FIRST, "1\N{NO-BREAK SPACE}de julio de 2022"),
        ("en", FIRST, "1 July 2022"),
    ],
)
def test_first_day_of_a_month_is_an_ordinal_in_french(language: str, day: datetime.date, shown: str) -> None:
    with override(language):
        assert date_format(day, "DATE_FORMAT") == shown
        assert Template('{{ day|date:"DATE_FORMAT" }}').render(Context({"day": day})) == shown


def test_missing_date_is_empty() -> None:
    assert Template('{{ day|date:"DATE_FORMAT"|default:"undated" }}').render(Context({"day": None})) == "undated"


def test_time_in_french_has_hours_and_minutes() -> None:
    moment = datetime.datetime(2026, 11, 30, 0, 51, tzinfo=datetime.UTC)
    with override("fr"):
        assert date_format(moment, "DATETIME_FORMAT") == "30\N{NO-BREAK SPACE}novembre 2026 à 0 h 51"


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("ar", "30 تشرين الثاني/نوفمبر 2026، الساعة 06:51"),
        ("zh-hans", "2026年11月30日06:51"),
        ("ru", "30\N{NO-BREAK SPACE}ноября 2026 года в 06:51"),
        ("es", "30\N{NO-BREAK SPACE}de noviembre de 2026 a las 06:51"),
    ],
)
def test_date_and_time_can_be_in_a_sentence(language: str, shown: str) -> None:
    with override(language):
        assert date_format(datetime.datetime(2026, 11, 30, 6, 51, tzinfo=datetime.UTC), "DATETIME_FORMAT") == shown


@pytest.mark.parametrize(
    ("language", "shown"), [("es", "octubre de 2020"), ("ru", "октябрь 2020 года"), ("zh-hans", "2020年10月")]
)
def test_month_and_year_are_written_in_each_language(language: str, shown: str) -> None:
    with override(language):
        assert date_format(datetime.date(2020, 10, 1), "YEAR_MONTH_FORMAT").lower() == shown


def test_hour_is_not_an_ordinal() -> None:
    moment = datetime.datetime(2021, 7, 1, 1, 5, tzinfo=datetime.UTC)
    with override("fr"):
        assert date_format(moment, "DATETIME_FORMAT") == "1er\N{NO-BREAK SPACE}juillet 2021 à 1 h 05"


def test_year_on_its_own_has_its_word_in_chinese() -> None:
    with override("zh-hans"):
        assert year_name(2021) == "2021年"
    assert year_name(2021) == "2021"
