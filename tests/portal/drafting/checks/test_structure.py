"""Numbering, repeated paragraphs and "ibid." in a draft."""

from __future__ import annotations

import pytest

from portal.drafting.checks.structure import structure_findings
from tests.portal.drafting.checks.samples import read_draft

pytestmark = pytest.mark.django_db

WORDS = "States parties should publish the number of requests of kind"


def findings(text: str) -> list[tuple[str, str]]:
    return [(f.kind.value, f.where) for f in structure_findings(read_draft(text.encode()))]


def numbered(*labels: str) -> str:
    return "\n\n".join(f"{label} {WORDS} {index}." for index, label in enumerate(labels))


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (("1.", "2.", "3."), []),
        (("5.", "6.", "7."), []),
        (("1.", "2.", "4.", "5."), ["para. 4"]),
        (("1.", "2.", "2.", "4."), ["para. 2"]),
        (("(a)", "(b)", "(d)"), ["(d)"]),
        (("(g)", "(h)", "(i)", "(j)"), []),
        (("1.", "(a)", "(b)", "2.", "(a)", "(b)"), []),
        (("8.", "9.", "1.", "2.", "3.", "10.", "11."), []),
        (("8.", "9.", "1.", "2.", "3.", "12."), ["para. 12"]),
    ],
)
def test_gaps_in_numbering_are_found(labels: tuple[str, ...], expected: list[str]) -> None:
    assert [where for kind, where in findings(numbered(*labels)) if kind == "numbering"] == expected


def test_paragraph_that_occurs_twice_is_found() -> None:
    text = f"1. {WORDS} x.\n\n2. {WORDS} y.\n\n3. {WORDS} x;"
    assert [finding for finding in findings(text) if finding[0] == "repeated"] == [("repeated", "para. 3")]


def test_words_that_introduce_several_lists_are_not_repeated() -> None:
    chapeau = "States parties are encouraged to take the following measures:"
    text = f"1. {chapeau}\n\n(a) Publish {WORDS} x;\n\n2. {chapeau}\n\n(a) Collect {WORDS} y."
    assert [finding for finding in findings(text) if finding[0] == "repeated"] == []


def test_ibid_needs_a_source_before_it() -> None:
    body = "1. The first text of this note says much.¹\n\n2. The second text of this note says more.²\n\n"
    assert ("antecedent", "footnote 1") in findings(f"{body}¹ Ibid., para. 4.\n\n² See A/RES/55/25.")
    assert findings(f"{body}¹ See A/RES/55/25.\n\n² Ibid., para. 4.") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It began with a survey (ibid., para. 5).", [True]),
        ("It began in 14 countries after COVID-19 (ibid., para. 5).", [False]),
        ("La encuesta fue el comienzo (ibíd., párr. 5).", [True]),
        ("Все началось с опроса (там же, пункт 5), как отметила одна из делегаций.", [True]),
        ("一切始于一项调查（同上，第5段），一个代表团这样指出。", [True]),
        ("The survey is described in CTOC/COP/2022/L.4. It was short (ibid., para. 5).", []),
        ("A judge (Lee, Ports and Piers, 2011) described the survey. It was short (ibid., p. 5).", []),
    ],
)
def test_ibid_in_the_text_needs_a_source_before_it(text: str, expected: list[bool]) -> None:
    found = structure_findings(read_draft(f"Note on the survey\n\n{text}".encode()))
    assert [f.certain for f in found if f.kind == "antecedent"] == expected


def test_first_note_printed_as_a_paragraph_has_no_source_before_it() -> None:
    text = "The survey of CTOC/COP/2022/L.4 was long.\n\n%s Ibid., para. 5.\n\nIt covered all ports."
    assert ("antecedent", "text, para. 2") in findings(text % 1)
    assert findings(text % 2) == []
