"""Automatic numbers become part of the text, as a word processor prints them."""

from __future__ import annotations

import pytest

from documents.parsing.readers.docx import read_docx
from documents.parsing.readers.docx_layout.numbering import format_number
from tests.documents.parsing.docx.builders import docx, p


def _level(depth: int, form: str, text: str, extra: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{extra}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def _list(identifier: int, *levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{identifier}">{"".join(levels)}</w:abstractNum>'


def _num(identifier: int, abstract: int, extra: str = "") -> str:
    return f'<w:num w:numId="{identifier}"><w:abstractNumId w:val="{abstract}"/>{extra}</w:num>'


def _item(depth: int, number: int = 1, text: str = "x") -> str:
    numbering = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'
    return p(text, properties=numbering)


def _labels(numbering: str, *paragraphs: str) -> list[str]:
    body = read_docx(docx("".join(paragraphs), numbering=numbering)).body
    return [fragment.text.partition("\t")[0] if "\t" in fragment.text else "" for fragment in body]


OUTLINE = _list(
    0, _level(0, "decimal", "%1."), _level(1, "lowerLetter", "(%2)"), _level(2, "lowerRoman", "(%3)")
)  # fmt: skip
RESTART = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'

COUNTED = [
    ("numbers count up", OUTLINE + _num(1, 0), [_item(0), _item(0), _item(0)], ["1.", "2.", "3."]),
    (
        "inner levels restart",
        OUTLINE + _num(1, 0),
        [_item(0), _item(1), _item(2), _item(2), _item(1), _item(2), _item(0), _item(1)],
        ["1.", "(a)", "(i)", "(ii)", "(b)", "(i)", "2.", "(a)"],
    ),
    (
        "text between numbered paragraphs is not counted",
        OUTLINE + _num(1, 0),
        [_item(0), p("-"), _item(0)],
        ["1.", "", "2."],
    ),
    ("an empty paragraph is counted", OUTLINE + _num(1, 0), [_item(0), _item(0, text=""), _item(0)], ["1.", "3."]),
    (
        "two lists of one kind share their count",
        OUTLINE + _num(1, 0) + _num(2, 0),
        [_item(0), _item(0, 2)],
        ["1.", "2."],
    ),
    (
        "a list with its own start restarts once",
        OUTLINE + _num(1, 0) + _num(2, 0, RESTART),
        [_item(0), _item(0), _item(0, 2), _item(0, 2)],
        ["1.", "2.", "1.", "2."],
    ),
    (
        "joined levels",
        _list(0, _level(0, "decimal", "%1."), _level(1, "decimal", "%1.%2")) + _num(1, 0),
        [_item(0), _item(1), _item(1), _item(0), _item(1)],
        ["1.", "1.1", "1.2", "2.", "2.1"],
    ),
    (
        "legal numbering has all levels in digits",
        _list(0, _level(0, "upperRoman", "%1."), _level(1, "decimal", "%1.%2", "<w:isLgl/>")) + _num(1, 0),
        [_item(0), _item(0), _item(1)],
        ["I.", "II.", "2.1"],
    ),
    (
        "a level that never restarts",
        _list(0, _level(0, "upperRoman", "%1."), _level(1, "decimal", "%2.", '<w:lvlRestart w:val="0"/>')) + _num(1, 0),
        [_item(0), _item(1), _item(1), _item(0), _item(1)],
        ["I.", "1.", "2.", "II.", "3."],
    ),
    (
        "an unused upper level shows its start",
        OUTLINE.replace("(%2)", "%1 (%2)") + _num(1, 0),
        [_item(1), _item(1)],
        ["1 (a)", "1 (b)"],
    ),
    ("bullets", _list(0, _level(0, "bullet", "\uf0b7")) + _num(1, 0), [_item(0), _item(0)], ["•", "•"]),
    ("no number", _list(0, _level(0, "none", "")) + _num(1, 0), [_item(0)], [""]),
    ("list 0 has no number", OUTLINE + _num(1, 0), [_item(0, 0)], [""]),
    ("a missing list", OUTLINE + _num(1, 0), [_item(0, 9)], [""]),
    ("numbered by style", OUTLINE + _num(1, 0), [p("x", style="Numbered"), p("x", style="Numbered")], ["1.", "2."]),
    (
        "the number of the style removed",
        OUTLINE + _num(1, 0),
        [p("x", style="Numbered", properties='<w:numPr><w:numId w:val="0"/></w:numPr>')],
        [""],
    ),
    (
        "the level defined for a style",
        _list(0, _level(0, "upperRoman", "%1."), _level(1, "decimal", "%2.", '<w:pStyle w:val="Numbered"/>'))
        + _num(1, 0),
        [_item(0), p("x", style="Numbered")],
        ["I.", "1."],
    ),
]


@pytest.mark.parametrize(
    ("numbering", "paragraphs", "labels"), [case[1:] for case in COUNTED], ids=[case[0] for case in COUNTED]
)
def test_numbers_are_counted(numbering: str, paragraphs: list[str], labels: list[str]) -> None:
    assert _labels(numbering, *paragraphs) == labels


WRITTEN = [
    ("decimal", 12, "12"), ("decimalZero", 3, "03"), ("lowerLetter", 3, "c"), ("upperLetter", 26, "Z"),
    ("lowerLetter", 27, "aa"), ("lowerLetter", 28, "bb"), ("lowerRoman", 4, "iv"), ("upperRoman", 14, "XIV"),
    ("russianLower", 3, "в"), ("arabicAlpha", 3, "ت"), ("arabicAbjad", 3, "ج"), ("chineseCounting", 1, "一"),
    ("chineseCounting", 12, "十二"), ("chineseCountingThousand", 20, "二十"), ("chicago", 2, "†"), ("none", 5, ""),
    ("ordinalText", 5, "5"), ("upperRoman", 0, "0"), ("upperRoman", 5000, "5000"),
]  # fmt: skip


@pytest.mark.parametrize(("form", "count", "text"), WRITTEN)
def test_number_formats_are_written(form: str, count: int, text: str) -> None:
    assert format_number(form, count) == text


def test_label_has_the_formatting_of_its_text() -> None:
    heading = p("Introduction", style="HCh", properties='<w:numPr><w:numId w:val="1"/></w:numPr>')
    fragment = read_docx(docx(heading, numbering=_list(0, _level(0, "upperRoman", "%1.")) + _num(1, 0))).body[0]
    assert fragment.text == "I.\tIntroduction"
    assert all(span.bold for span in fragment.spans)
    assert fragment.heading_level == 1


def test_annex_numbered_by_its_style_is_a_separate_heading() -> None:
    numbering = _list(0, _level(0, "upperRoman", "Annex %1")) + _num(1, 0)
    heading = p("Recommendations", style="HCh", properties='<w:numPr><w:numId w:val="1"/></w:numPr>')
    body = read_docx(docx(heading + heading, numbering=numbering)).body
    assert [fragment.text for fragment in body] == ["Annex I", "Recommendations", "Annex II", "Recommendations"]
