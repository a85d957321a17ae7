"""The body and the meeting of a document, read from its masthead."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.conf import settings

from documents.parsing.types import Dates, Masthead, ParsedDocument
from recommendations.extraction.context import Context, read_context
from recommendations.extraction.languages import language_of
from recommendations.extraction.masthead import check_masthead
from recommendations.extraction.vocabulary import Vocabulary

VOCABULARY = Vocabulary.load(settings.FIXTURES_DIR / "vocabulary")
CONFERENCE = "Conference of the Parties to the United Nations Convention against Transnational Organized Crime"
DATES = Dates("Vienna", datetime.date(2020, 7, 7), datetime.date(2020, 7, 8))


def context(**masthead: Any) -> Context:
    return read_context(ParsedDocument("x.pdf", "pdf", "1", Masthead(**masthead), (), ()), VOCABULARY)


CASES = [
    ({"body": CONFERENCE, "session": "Eleventh session"}, "cop", 11, "untoc", "a session of the Conference"),
    (
        {"body": CONFERENCE, "subsidiary_body": "Working Group on International Cooperation", "meeting": DATES},
        "wg-international-cooperation",
        None,
        "untoc",
        "the lowest body, with dates",
    ),
    (
        {"body": CONFERENCE, "subsidiary_body": "Working Group on Something Else", "session": "Second session"},
        None,
        None,
        "untoc",
        "an unknown group is not its Conference, but has its convention",
    ),
    (
        {"symbols": ("CTOC/COP/WG.6/2031/1",), "body": CONFERENCE, "subsidiary_body": "Groupe chargé des armes à feu"}
        | {"meeting": DATES},
        "wg-firearms",
        None,
        "untoc",
        "a subsidiary body under another name, known by its symbol and parent",
    ),
    (
        {"symbols": ("A/HRC/14/15",), "body": "General Assembly", "subsidiary_body": "Human Rights Council"}
        | {"session": "Fourteenth session"},
        "human-rights-council",
        14,
        None,
        "the Council's fourteenth session is not the Assembly's",
    ),
    (
        {"symbols": ("A/CONF.230/2025/10",), "body": "Ocean Conference", "meeting": DATES},
        None,
        None,
        None,
        "an unknown body",
    ),
    ({"symbols": ("CTOC/COP/2022/5",), "session": "Eleventh session"}, "cop", 11, "untoc", "by the symbol alone"),
    ({}, None, None, None, "an empty masthead"),
    ({"body": "Economic and Social Council", "session": "2035 session"}, "ecosoc", 2035, None, "named by its year"),
    (
        {
            "symbols": ("CTOC/COP/2022/5",),
            "body": "Conference of the Parties to the United",
            "session": "Eighth session",
        },
        None,
        None,
        "untoc",
        "a truncated name: the convention by the symbol, and no body",
    ),
    (
        {"symbols": ("CTOC/COP/2022/5", "CAC/COSP/2022/5"), "session": "Eighth session"},
        "cop",
        8,
        None,
        "a joint symbol of two bodies that serve two conventions",
    ),
]


@pytest.mark.parametrize(
    ("masthead", "body", "ordinal", "convention", "reason"), CASES, ids=[reason for *_, reason in CASES]
)
def test_body_and_meeting_are_read_from_masthead(
    masthead: dict[str, Any], body: str | None, ordinal: int | None, convention: str | None, reason: str
) -> None:
    actual = context(**masthead)
    assert (actual.bodies[0].key if actual.bodies else None) == body, reason
    assert actual.convention == convention, reason
    assert (actual.meeting.body if actual.meeting else None) == body, reason
    assert (actual.meeting.ordinal if actual.meeting else None) == ordinal, reason


def test_first_regular_session_of_a_year_has_no_number() -> None:
    masthead = {"body": "Economic and Social Council", "session": "First regular session 2035", "meeting": DATES}
    actual = context(**masthead).meeting
    assert actual is not None
    assert (actual.ordinal, actual.start) == (None, DATES.start)


@pytest.mark.parametrize(
    ("language", "body", "session"),
    [
        ("en", "General Assembly", "Tenth emergency special session"),
        ("fr", "Assemblée générale", "Dixième session extraordinaire d’urgence"),
        ("es", "Asamblea General", "Décimo período extraordinario de sesiones de emergencia"),
        ("ru", "Генеральная Ассамблея", "Десятая чрезвычайная специальная сессия"),
        ("ar", "الجمعية العامة", "الدورة الاستثنائية الطارئة العاشرة"),
        ("zh", "大会", "第十届紧急特别会议"),
    ],
)
def test_emergency_special_sessions_are_a_series_of_their_own(language: str, body: str, session: str) -> None:
    actual = context(language=language, body=body, session=session).meeting
    assert actual is not None
    assert (actual.body, actual.series, actual.ordinal) == ("general-assembly", "emergency-special", 10)


@pytest.mark.parametrize(
    ("language", "session", "ordinal"),
    [
        ("es", "Octogésimo primer período de sesiones", 81),
        ("es", "Vigésimo tercer período de sesiones", 23),
        ("es", "Octogésima primera sesión", 81),
        ("fr", "Quatre-vingt et unième session", 81),
        ("fr", "Vingt et unième session", 21),
    ],
)
def test_ordinals_of_several_words_are_read_to_their_end(language: str, session: str, ordinal: int) -> None:
    grammar = language_of(language).meetings
    match = grammar.ordinal.search(session)
    assert match
    assert grammar.ordinals.read(match.group()) == ordinal


CONTRADICTIONS = [
    ({"symbols": ("CTOC/COP/WG.6/2033/1",), "body": CONFERENCE}, "Working Group on Firearms"),
    ({"symbols": ("E/CN.7/2033/1",), "body": "Economic and Social Council"}, "Commission on Narcotic Drugs"),
    ({"symbols": ("A/81/4",), "body": "General Assembly", "session": "Eightieth session"}, "another session"),
    ({"symbols": ("A/C.3/81/L.4",), "session": "Octogésimo período de sesiones", "language": "es"}, "another session"),
]


@pytest.mark.parametrize(("masthead", "words"), CONTRADICTIONS)
def test_symbol_that_contradicts_another_field_is_a_doubt(masthead: dict[str, Any], words: str) -> None:
    (doubt,) = check_masthead(Masthead(**masthead), VOCABULARY, masthead.get("language", "en"))
    assert words in doubt


CONSISTENT: list[dict[str, Any]] = [
    {"symbols": ("CTOC/COP/WG.6/2033/1",), "body": CONFERENCE, "subsidiary_body": "Working Group on Firearms"},
    {"symbols": ("CTOC/COP/WG.6/2033/1",), "body": CONFERENCE, "subsidiary_body": "A group under another name"},
    {
        "symbols": ("A/CONF.230/4",),
        "body": "Fifteenth United Nations Congress on Crime Prevention and Criminal Justice",
    },
    {"symbols": ("A/81/4",), "body": "General Assembly", "session": "Eighty-first session"},
    {"symbols": ("A/81/4",), "body": "General Assembly"},
    {"symbols": ("A/81/4",), "subsidiary_body": "Committee against Torture", "session": "Ninetieth session"},
    {"subsidiary_body": "Committee against Torture", "session": "Ninetieth session"},
    {},
]


@pytest.mark.parametrize("masthead", CONSISTENT)
def test_symbol_that_agrees_with_the_other_fields_is_no_doubt(masthead: dict[str, Any]) -> None:
    assert not list(check_masthead(Masthead(**masthead), VOCABULARY, "en"))
