"""References to meetings and sessions."""

from __future__ import annotations

import pytest

from recommendations.extraction.references.meetings import find_meeting_references
from recommendations.extraction.types import Reference
from tests.recommendations.extraction.reading import COP, VOCABULARY, WORKING_GROUP, as_paragraphs, bodies

WG = "wg-international-cooperation"
OWN = (WG, "cop")


def read(*texts: str, own: tuple[str, ...] = OWN) -> list[Reference]:
    return find_meeting_references(as_paragraphs(*texts), VOCABULARY, bodies(*own), "en")


def summary(reference: Reference) -> tuple[str, int | None, str, str] | None:
    meeting = reference.meeting
    if meeting is None:
        return None
    dates = "/".join(date.isoformat() for date in (meeting.start, meeting.end) if date)
    return meeting.body, meeting.ordinal, dates, meeting.place or ""


CASES = [
    (
        "approved the dates of 19 (from 3:00 p.m.) to 21 October 2016 (until 1:00 p.m.) for the seventh meeting of the "
        f"{WORKING_GROUP}.",
        [(WG, 7, "2016-10-19/2016-10-21", "")],
        "dates before the meeting",
    ),
    (
        f"the report of 19 October 2016 for the seventh meeting of the {WORKING_GROUP}",
        [(WG, 7, "", "")],
        "the date of something else",
    ),
    (
        f"The {WORKING_GROUP}, at its twelfth meeting, held on 25 and 26 March 2021, adopted",
        [(WG, 12, "2021-03-25/2021-03-26", "")],
        "a meeting with dates",
    ),
    (
        "At its second session, held in Vienna from 10 to 21 October 2005, the Conference of the Parties adopted",
        [("cop", 2, "2005-10-10/2005-10-21", "Vienna")],
        "the body after the dates",
    ),
    (
        "At its tenth session, held in Vienna, the Conference of the Parties adopted",
        [("cop", 10, "", "")],
        "the body after the place",
    ),
    (
        "At its sixth meeting, held in October 2015, the Working Group recommended",
        [(WG, 6, "", "")],
        "a month without dates",
    ),
    (
        "the Twelfth United Nations Congress on Crime Prevention and Criminal Justice, held in Salvador, Brazil, from "
        "12 to 19 April 2010, and",
        [("congress", 12, "2010-04-12/2010-04-19", "Salvador, Brazil")],
        "a congress with its place",
    ),
    (
        "Thirteenth United Nations Congress on Crime Prevention and Criminal Justice (Doha, 12–19 April 2015)",
        [("congress", 13, "2015-04-12/2015-04-19", "Doha")],
        "dates in brackets",
    ),
    (
        "the eighth, ninth and tenth meetings of the Working Group",
        [(WG, n, "", "") for n in (8, 9, 10)],
        "three meetings at once",
    ),
    (f"the eleventh session of the {COP}", [("cop", 11, "", "")], "a session of the Conference"),
    (
        f"The twelfth meeting of the {WORKING_GROUP} was held on 25 and 26 March 2021.",
        [(WG, 12, "2021-03-25/2021-03-26", "")],
        "dates in the predicate",
    ),
    (
        f"Draft report on the meeting of the {WORKING_GROUP} held in Vienna on 7 and 8 July 2020",
        [(WG, None, "2020-07-07/2020-07-08", "Vienna")],
        "dates without an ordinal",
    ),
    (
        "its twenty-third session, the Commission on Crime Prevention and Criminal Justice",
        [("ccpcj", 23, "", "")],
        "a session of a commission",
    ),
    (
        "to the General Assembly at its seventy-eighth session",
        [("general-assembly", 78, "", "")],
        "the body named before",
    ),
    (
        "At its 16th meeting, held on 12 February 2016, the extended Bureau of the Conference endorsed",
        [None],
        "a Bureau is not its Conference",
    ),
    ("At its sixteenth meeting, the Bureau endorsed", [None], "a Bureau is not the document's body"),
    ("The extended Bureau, at its sixteenth meeting, endorsed", [None], "a Bureau before its meeting"),
    ("The Bureau reported to the Working Group at its sixth meeting", [(WG, 6, "", "")], "the organ named last"),
    (
        "The Working Group considered it at its sixth meeting, held in Vienna from 19 to 21 October 2015.",
        [(WG, 6, "2015-10-19/2015-10-21", "Vienna")],
        "a place with dates is no organ",
    ),
    ("At its 10th plenary meeting, the Conference adopted", [None], "a plenary meeting is not a session"),
    ("the first plenary meeting of the Network", [None], "a body that is not in the vocabulary"),
    ("the twentieth anniversary of the adoption of the Convention", [], "an anniversary"),
    ("a three-day meeting of experts", [], "a meeting without ordinal and body"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), CASES, ids=[reason for *_, reason in CASES])
def test_meetings_are_found(text: str, expected: list[tuple[str, int | None, str, str] | None], reason: str) -> None:
    references = read(text)
    assert [summary(reference) for reference in references] == expected, reason
    assert all(text[reference.start : reference.end] == reference.text for reference in references)
    assert all(reference.reason for reference in references if not reference.meeting)


def test_unnamed_working_group_is_the_documents() -> None:
    texts = [
        "the third meeting of the Working Group",
        "The Working Group on Firearms met. The third meeting of the Working Group",
    ]
    assert [summary(r) and summary(r)[0] for r in read(*texts)] == [WG, "wg-firearms"]


def test_body_of_another_convention_is_unknown() -> None:
    (reference,) = read("the third session of the Conference of the Parties to the Treaty on Cluster Bombs", own=())
    assert reference.meeting is None


UNKNOWN = [
    (("cop",), "The International Law Commission, at its third session, adopted", "the organ before"),
    (("cop",), "The Committee on Contributions met. At its third session, it adopted", "the sentence before"),
    (("cop",), "the Conference of the Parties to the Treaty on Cluster Bombs, at its third session,", "another treaty"),
    (
        ("general-assembly",),
        "the Conference of the Parties to the Convention at its fifth session",
        "not the Assembly’s",
    ),
    (("general-assembly",), "At its sixth session, the Conference decided", "the organ after"),
    (("general-assembly",), "the Conference of the Parties in decision 6/CP.6, taken at its sixth session", "an aside"),
]


@pytest.mark.parametrize(("own", "text", "reason"), UNKNOWN, ids=[reason for *_, reason in UNKNOWN])
def test_session_of_a_body_outside_the_vocabulary_is_unresolved(own: tuple[str, ...], text: str, reason: str) -> None:
    (reference,) = read(text, own=own)
    assert reference.meeting is None, reason
    assert reference.reason.startswith("the body is not known: ")


def test_conference_is_the_one_named_before_in_the_paragraph() -> None:
    other = "The Conference of the Parties to the Framework Convention on Climate Change met."
    assert [summary(r) for r in read(f"{other} The Conference, at its sixth session, decided")] == [None]
    assert [summary(r) for r in read(other, "The Conference, at its sixth session, decided")] == [("cop", 6, "", "")]
    (reference,) = read(f"The {COP} met.", other, "The Conference, at its sixth session, decided", own=())
    assert reference.meeting is None


def test_organ_in_an_aside_does_not_hold_the_session() -> None:
    text = (
        "At its 3rd plenary meeting, the General Assembly, on the recommendation of the General Committee, decided to "
        "include in the agenda of its fiftieth session the item"
    )
    assert [summary(r) for r in read(text, own=("general-assembly",))] == [None, ("general-assembly", 50, "", "")]


def test_congresses_named_together_are_found() -> None:
    text = "the Twelfth and Thirteenth United Nations Congresses on Crime Prevention and Criminal Justice"
    assert [summary(r) for r in read(text)] == [("congress", 12, "", ""), ("congress", 13, "", "")]


@pytest.mark.parametrize("text", ["the fifth World Conference on Women", "the third International Forum"])
def test_numbered_conference_outside_the_vocabulary_is_no_session(text: str) -> None:
    assert read(text) == []


def test_shows_a_chinese_meeting_with_the_sign_of_its_ordinal() -> None:
    text = "国际合作工作组第十二次会议和缔约方会议第十届和第十一届会议"
    references = find_meeting_references(as_paragraphs(text), VOCABULARY, bodies(*OWN), "zh")
    assert [(r.text, r.meeting.ordinal) for r in references if r.meeting] == [
        ("第十二次会议", 12),
        ("第十", 10),
        ("第十一届会议", 11),
    ]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "convened the tenth emergency special session of the General Assembly"),
        ("fr", "à la dixième session extraordinaire d’urgence de l’Assemblée générale"),
        ("es", "en el décimo período extraordinario de sesiones de emergencia de la Asamblea General"),
        ("ru", "на десятой чрезвычайной специальной сессии Генеральной Ассамблеи"),
        ("ar", "في الدورة الاستثنائية الطارئة العاشرة للجمعية العامة"),
        ("zh", "大会第十届紧急特别会议"),
    ],
)
def test_emergency_special_session_is_not_the_regular_session_with_its_number(language: str, text: str) -> None:
    (reference,) = find_meeting_references(as_paragraphs(text), VOCABULARY, bodies("general-assembly"), language)
    assert reference.meeting is not None, reference.reason
    assert (reference.meeting.series, reference.meeting.ordinal) == ("emergency-special", 10)
