"""Meetings and dates are written as in United Nations documents."""

from __future__ import annotations

import datetime

import pytest
from django.utils.translation import override

from documents.labels.naming import (
    agenda_items,
    agenda_numbers,
    body_at_meeting,
    date_range,
    full_meeting_name,
    meeting_title,
    ordinal_words,
    place_and_dates,
    place_name,
    short_meeting_name,
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
    ("language", "session", "meeting", "congress"),
    [
        ("ar", "الدورة الحادية عشرة", "الاجتماع الثاني عشر", "المؤتمر الرابع عشر"),
        ("zh-hans", "第十一届会议", "第十二次会议", "第十四届大会"),
        ("en", "Eleventh session", "Twelfth meeting", "Fourteenth Congress"),
        ("fr", "Onzième session", "Douzième réunion", "Quatorzième Congrès"),
        ("ru", "Одиннадцатая сессия", "Двенадцатое совещание", "Четырнадцатый Конгресс"),
        ("es", "11º período de sesiones", "12ª reunión", "14º Congreso"),
    ],
)
def test_meetings_have_ordinals_in_six_languages(language: str, session: str, meeting: str, congress: str) -> None:
    with override(language):
        titles = [
            meeting_title(Meeting(body=body, ordinal=number))
            for body, number in ((CONFERENCE, 11), (GROUP, 12), (CONGRESS, 14))
        ]
    assert titles == [session, meeting, congress]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, ["الأولى", "一", "first", "première", "первая", "1er"]),
        (2, ["الثانية", "二", "second", "deuxième", "вторая", "2º"]),
        (3, ["الثالثة", "三", "third", "troisième", "третья", "3er"]),
        (5, ["الخامسة", "五", "fifth", "cinquième", "пятая", "5º"]),
        (9, ["التاسعة", "九", "ninth", "neuvième", "девятая", "9º"]),
        (10, ["العاشرة", "十", "tenth", "dixième", "десятая", "10º"]),
        (21, ["الحادية والعشرون", "二十一", "twenty-first", "vingt et unième", "двадцать первая", "21er"]),
        (40, ["الأربعون", "四十", "fortieth", "quarantième", "сороковая", "40º"]),
        (71, ["الحادية والسبعون", "七十一", "seventy-first", "soixante et onzième", "семьдесят первая", "71er"]),
        (80, ["الثمانون", "八十", "eightieth", "quatre-vingtième", "восьмидесятая", "80º"]),
        (101, ["101", "101", "101st", "101ᵉ", "101-я", "101er"]),
    ],
)
def test_ordinals_of_sessions_agree_with_the_noun(number: int, words: list[str]) -> None:
    written = []
    for language in ("ar", "zh-hans", "en", "fr", "ru", "es"):
        with override(language):
            written.append(ordinal_words(number, "session"))
    assert written == words


@pytest.mark.parametrize(
    ("language", "in_month", "in_year"),
    [
        ("ar", "25–26 آذار/مارس 2021", "28 شباط/فبراير – 2 آذار/مارس 2022"),
        ("zh-hans", "2021年3月25日和26日", "2022年2月28日至3月2日"),
        ("fr", "25 et 26\N{NO-BREAK SPACE}mars 2021", "28\N{NO-BREAK SPACE}février-2\N{NO-BREAK SPACE}mars 2022"),
        (
            "ru",
            "25 и 26\N{NO-BREAK SPACE}марта 2021 года",
            "28\N{NO-BREAK SPACE}февраля — 2\N{NO-BREAK SPACE}марта 2022 года",
        ),
        (
            "es",
            "25 y 26\N{NO-BREAK SPACE}de marzo de 2021",
            "28\N{NO-BREAK SPACE}de febrero a 2\N{NO-BREAK SPACE}de marzo de 2022",
        ),
    ],
)
def test_periods_are_written_in_each_language(language: str, in_month: str, in_year: str) -> None:
    with override(language):
        assert date_range(Date(2021, 3, 25), Date(2021, 3, 26)) == in_month
        assert date_range(Date(2022, 2, 28), Date(2022, 3, 2)) == in_year


@pytest.mark.parametrize(
    ("language", "end", "shown"),
    [
        ("fr", Date(2022, 10, 5), "1er-5\N{NO-BREAK SPACE}octobre 2022"),
        ("fr", Date(2022, 10, 2), "1er et 2\N{NO-BREAK SPACE}octobre 2022"),
        ("zh-hans", Date(2022, 10, 5), "2022年10月1日至5日"),
        ("es", Date(2022, 10, 5), "1 a 5\N{NO-BREAK SPACE}de octubre de 2022"),
    ],
)
def test_period_begins_on_the_first_of_a_month(language: str, end: Date, shown: str) -> None:
    with override(language):
        assert date_range(Date(2022, 10, 1), end) == shown


def test_dates_come_before_the_place_in_chinese() -> None:
    meeting = Meeting(body=CONFERENCE, ordinal=11, start=Date(2022, 10, 17), end=Date(2022, 10, 21), place="Vienna")
    assert place_and_dates(meeting) == "Vienna, 17–21 October 2022"
    with override("zh-hans"):
        assert place_and_dates(meeting) == "2022年10月17日至21日，维也纳"
        meeting.start = None
        assert place_and_dates(meeting) == "维也纳"


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


@pytest.mark.parametrize(
    ("place", "shown"), [("Vienna", "فيينا"), ("Springfield", "\u2068Springfield\u2069"), ("", "")]
)
def test_only_places_in_another_script_are_isolated_in_arabic(place: str, shown: str) -> None:
    with override("ar"):
        assert place_name(place) == shown


@pytest.mark.parametrize(
    ("body", "number", "name"),
    [
        (Body(short_name="Conference", kind_of_meeting="session"), 11, "eleventh session of the Conference"),
        (CONGRESS, 13, "Thirteenth United Nations Congress on Crime Prevention and Criminal Justice"),
    ],
)
def test_meeting_is_named_with_the_short_name_of_its_body(body: Body, number: int, name: str) -> None:
    assert short_meeting_name(Meeting(body=body, ordinal=number)) == name


def test_year_of_the_security_council_is_not_called_a_meeting() -> None:
    council = Body(name="Security Council", kind_of_meeting="year")
    assert meeting_title(Meeting(body=council, ordinal=80)) == "Eightieth year"
    titles = {}
    for language in ("fr", "es", "ru", "ar", "zh-hans"):
        with override(language):
            titles[language] = meeting_title(Meeting(body=council, ordinal=80))
    assert titles == {
        "fr": "Quatre-vingtième année",
        "es": "80º año",
        "ru": "Восьмидесятый год",
        "ar": "السنة الثمانون",
        "zh-hans": "第八十年",
    }


@pytest.mark.parametrize(
    ("language", "place", "shown"),
    [
        ("en", "Bonn, Germany", "Bonn, Germany"),
        ("fr", "Bonn, Germany", "Bonn"),
        ("ru", "Bonn, Germany", "Бонн"),
        ("ar", "Sharm El-Sheikh, Egypt", "شرم الشيخ"),
        ("zh-hans", "The Hague", "海牙"),
        ("es", "Mérida, Mexico", "Mérida"),
        ("en", "Mérida, Mexico", "Mérida, Mexico"),
        ("fr", "Springfield, United States", "Springfield, United States"),
    ],
)
def test_known_places_are_named_in_the_language_of_the_reader(language: str, place: str, shown: str) -> None:
    with override(language):
        assert place_name(place) == shown


@pytest.mark.parametrize(
    ("printed", "numbers"),
    [
        ("89 and 18", ["89", "18"]),
        ("32, 61, 69, and 132", ["32", "61", "69", "132"]),
        ("89 et 18", ["89", "18"]),
        ("2 y 3", ["2", "3"]),
        ("2 и 3", ["2", "3"]),
        ("2 و 3", ["2", "3"]),
        ("4 (b)和5", ["4 (b)", "5"]),
        ("4 (b) and (c)", ["4 (b)", "(c)"]),
        ("19 (c)", ["19 (c)"]),
        ("3 to 5", ["3 to 5"]),
        ("Item and annex", ["Item and annex"]),
        ("", [""]),
    ],
)
def test_numbers_of_agenda_items_are_separated(printed: str, numbers: list[str]) -> None:
    assert agenda_numbers(printed) == numbers


def test_letters_of_agenda_items_are_as_in_the_language_of_the_reader() -> None:
    with override("es"):
        assert agenda_numbers("19 (f)") == ["19 f)"]
        assert agenda_items("84 and 132") == "temas 84 y 132 del programa"
