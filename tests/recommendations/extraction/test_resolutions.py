"""References to resolutions and decisions, each with its organ."""

from __future__ import annotations

import pytest

from recommendations.extraction.references.resolutions import find_resolution_references
from recommendations.extraction.types import Reference
from tests.recommendations.extraction.reading import COP, VOCABULARY, as_paragraphs, bodies


def read(*texts: str, own: tuple[str, ...] = ("cop",)) -> list[Reference]:
    return find_resolution_references(as_paragraphs(*texts), VOCABULARY, bodies(*own), "en")


CASES = [
    (["Recalling its decision 2/2 of 19 October 2005"], ["COP decision 2/2"], "its, meaning the document's body"),
    (
        ["its decision 4/2 of 17 October 2008 and its resolution 5/8"],
        ["COP decision 4/2", "COP 5/8"],
        "a decision and a resolution",
    ),
    (["mandates contained in Conference resolution 5/8"], ["COP 5/8"], "the Conference before it"),
    (["contained in COP resolution 5/8, and"], ["COP 5/8"], "by its acronym"),
    ([f"{COP} resolution 7/4, annex"], ["COP 7/4"], "the organ in full"),
    (
        ["resolution 10/4 of 16 October 2020 of the Conference of the Parties, entitled"],
        ["COP 10/4"],
        "the organ after it",
    ),
    (
        ["General Assembly resolution 45/116, annex, and resolution 52/88, annex."],
        ["GA 45/116", "GA 52/88"],
        "an organ named once",
    ),
    (
        ["General Assembly resolutions 55/25 of 15 November 2000 and 55/255"],
        ["GA 55/25", "GA 55/255"],
        "two numbers with dates",
    ),
    (
        ["In its resolution 55/25 of 15 November 2000, in which the General Assembly adopted"],
        ["GA 55/25"],
        "its, with the organ later",
    ),
    (
        ["resolution on crime (resolution 76/187 of 16 December 2021), the General Assembly"],
        ["GA 76/187"],
        "a reference in brackets",
    ),
    (
        [
            "On the recommendation of the Commission on Crime Prevention and Criminal Justice and the Economic and "
            "Social Council, in its resolution 2014/17, the General Assembly adopted resolution 69/193, in which"
        ],
        ["ECOSOC 2014/17", "GA 69/193"],
        "three organs, distinguished by their numbers",
    ),
    (
        ["(see Economic and Social Council resolution 2005/14, annex)"],
        ["ECOSOC 2005/14"],
        "a Council resolution numbered by year",
    ),
    (
        ["to Commission on Crime Prevention and Criminal Justice resolution 31/1, entitled"],
        ["CCPCJ 31/1"],
        "a resolution of a commission",
    ),
    (["Security Council resolution 1373 (2001)"], ["SC 1373 (2001)"], "a Security Council resolution with its year"),
    (["S/RES/2776 (2025) and A/RES/73/3"], ["SC 2776 (2025)", "GA 73/3"], "by symbol"),
    (
        ["In its resolution 10/1, the Conference launched it.", "annexed to resolution 9/1"],
        ["COP 10/1", "COP 9/1"],
        "an organ named in the paragraph before",
    ),
    (["General Assembly resolutions 79/252 A and B"], ["GA 79/252 A", "GA 79/252 B"], "two parts of one number"),
    (
        ["General Assembly resolutions 32/88 A, B and C, 33/1 and 34/2 A"],
        ["GA 32/88 A", "GA 32/88 B", "GA 32/88 C", "GA 33/1", "GA 34/2 A"],
        "parts of several numbers in a list",
    ),
    (["General Assembly resolutions 61/97 A to C"], ["GA 61/97 A", "GA 61/97 B", "GA 61/97 C"], "a range of parts"),
    (["General Assembly resolution 79/252 A. B was"], ["GA 79/252 A"], "one part before the next sentence"),
    (
        ["General Assembly resolution 2625 (XXV) and resolution 1514 A (XV)"],
        ["GA 2625 (XXV)", "GA 1514 A (XV)"],
        "old numbering",
    ),
    (["General Assembly resolutions 55/25 and 58/4"], ["GA 55/25", "GA 58/4"], "two numbers of one organ"),
    (
        ["General Assembly resolutions 55/25, 55/255 and 58/4, annex"],
        ["GA 55/25", "GA 55/255", "GA 58/4"],
        "three numbers",
    ),
    (["resolutions 5/8 and 10/4 of the Conference"], ["COP 5/8", "COP 10/4"], "the organ after two numbers"),
    (
        ["General Assembly decision 78/503 B and decisions 7/1 and 8/2 of the Conference"],
        ["GA decision 78/503 B", "COP decision 7/1", "COP decision 8/2"],
        "decisions of two organs",
    ),
    (
        [
            "resolution 5/8 of the Conference and resolution 31/1 of the Commission on Crime Prevention and Criminal "
            "Justice"
        ],
        ["COP 5/8", "CCPCJ 31/1"],
        "each with its own organ",
    ),
    (
        ["General Assembly resolutions 55/25 and 55/26, both of 15 November 2000, and 58/4"],
        ["GA 55/25", "GA 55/26", "GA 58/4"],
        "two resolutions of one day",
    ),
    (
        ["Human Rights Council resolutions 32/1 and 53/9, HRC res. 7/29 and resolution S-21/1 of that Council"],
        ["HRC 32/1", "HRC 53/9", "HRC 7/29", "HRC S-21/1"],
        "resolutions of the Human Rights Council and of its special sessions",
    ),
    (["A/HRC/RES/53/9"], ["HRC 53/9"], "a resolution of the Human Rights Council by its symbol"),
    (["Commission on Human Rights resolution 2005/20"], ["CHR 2005/20"], "a commission that numbered by year"),
    (
        ["General Assembly resolutions 55/25 of 15 November 2000, annexes I and II, and 79/243"],
        ["GA 55/25", "GA 79/243"],
        "several annexes of a resolution in a list",
    ),
    (["draft resolution 3/1 of the Conference"], [], "a draft is not a resolution"),
    (["a resolution entitled “Implementation”"], [], "a resolution without a number"),
]


@pytest.mark.parametrize(("texts", "expected", "reason"), CASES, ids=[reason for *_, reason in CASES])
def test_resolution_references_are_found(texts: list[str], expected: list[str], reason: str) -> None:
    references = read(*texts)
    assert [reference.value for reference in references] == expected, reason
    assert all(texts[r.block or 0][r.start : r.end] == r.text for r in references)


UNRESOLVED = [
    (
        "United Nations Environment Assembly resolution 5/14",
        ("cop",),
        "Environment Assembly",
        "an organ that is not in the vocabulary",
    ),
    (
        "resolution 5/14 of the United Nations Environment Assembly",
        ("cop",),
        "Environment Assembly",
        "an organ after the number that is not in the vocabulary",
    ),
    ("as set out in resolution 99/1", (), "no suitable organ", "no organ at all"),
    ("Conference resolution 2014/17", ("cop",), "no suitable organ", "a number that the Conference does not use"),
]


@pytest.mark.parametrize(
    ("text", "own", "expected_reason", "reason"), UNRESOLVED, ids=[reason for *_, reason in UNRESOLVED]
)
def test_unresolved_reference_is_kept_with_reason(
    text: str, own: tuple[str, ...], expected_reason: str, reason: str
) -> None:
    (reference,) = read(text, own=own)
    assert (reference.value, expected_reason in reference.reason) == ("", True), reason


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("缔约方会议第5/8号决议的执行情况", ["第5/8号决议"]),
        ("缔约方会议第4/2号决定", ["第4/2号决定"]),
        ("大会第75/1、75/2和75/3号决议", ["第75/1", "75/2", "75/3号决议"]),
        ("大会第55/25号和第58/4号决议", ["第55/25号", "第58/4号决议"]),
        ("大会第79/252 A和B号决议", ["第79/252 A", "B号决议"]),
    ],
)
def test_shows_a_chinese_resolution_with_the_word_after_its_number(text: str, shown: list[str]) -> None:
    references = find_resolution_references(as_paragraphs(text), VOCABULARY, bodies("cop"), "zh")
    assert [reference.text for reference in references] == shown
    assert all(reference.value for reference in references)
