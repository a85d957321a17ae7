"""Cases: values that must be found in a document, and values that must not."""

from __future__ import annotations

from typing import Any

import pytest

from portal.evaluation.cases import misses_of, score_case

ITEM = {"text": "The Group recommended: (a) States should report.", "path": "para. 1 (a)", "label": "(a)",
        "addressees": ["States"], "verb": "should", "adopted_by": None}  # fmt: skip
OTHER = {**ITEM, "text": "States should meet.", "path": "para. 1 (b)", "label": "(b)"}
CITED = [{"text": "articles 1 and 2", "targets": ["untoc:1", "untoc:2"]}]

EXPECTED: list[tuple[str, dict[str, Any], dict[str, Any], bool]] = [
    ("white space is ignored", {"title": "A  B"}, {"title": "A\nB"}, True),
    ("case is not ignored", {"title": "A B"}, {"title": "a b"}, False),
    ("either of two values", {"title": {"any": ["A", None]}}, {"title": None}, True),
    ("no value expected", {"date": None}, {"date": "2022-09-08"}, False),
    ("spaces in symbols are ignored", {"symbols": ["A/1 (Part I)"]}, {"symbols": ["A/1(Part I)"]}, True),
    ("one symbol too many", {"symbols": ["A/1"]}, {"symbols": ["A/1", "S/1"]}, False),
    ("only the first day of a meeting", {"meeting": {"start": "2022-10-17"}},
     {"meeting": {"start": "2022-10-17", "end": "2022-10-21"}}, True),
    ("no meeting expected", {"meeting": None}, {"meeting": {"place": "Vienna", "start": None, "end": None}}, False),
    ("languages in any order", {"original_languages": ["en", "fr"]}, {"original_languages": ["fr", "en"]}, True),
    ("some citations", {"citations": ["untoc:1"]}, {"citations": CITED}, True),
    ("all citations", {"citations": ["untoc:1"], "citations_exact": True}, {"citations": CITED}, False),
    ("either citation", {"citations": ["untoc:2(1)|untoc:2"]}, {"citations": CITED}, True),
    ("a missing citation", {"citations": ["untoc:3"]}, {"citations": CITED}, False),
    ("words of a citation", {"mentioned": ["Articles 1"]}, {"citations": CITED}, True),
    ("an unresolved citation", {"mentioned": ["Act"]}, {"unresolved": [{"text": "article 5 of the Act"}]}, True),
    ("too few unresolved citations", {"unresolved_at_least": 1}, {"unresolved": []}, False),
    ("another spelling of a decision", {"resolutions_cited": ["COP decision 2/2"]},
     {"resolutions_cited": ["COP dec. 2/2"]}, True),
    ("a decision is not a resolution", {"resolutions_cited": ["COP 2/2"]},
     {"resolutions_cited": ["COP decision 2/2"]}, False),
    ("a recommendation after its chapeau", {"recommendations": [{"starts": "States", "ends": "report"}]},
     {"recommendations": [ITEM]}, True),
    ("a recommendation that ends elsewhere", {"recommendations": [{"starts": "States", "ends": "meet"}]},
     {"recommendations": [ITEM]}, False),
    ("recommendations in another order", {"recommendations": [{"starts": "States should meet"}, {"label": "(a)"}]},
     {"recommendations": [ITEM, OTHER]}, False),
    ("one recommendation too many", {"recommendations": [{"label": "(a)"}]}, {"recommendations": [ITEM, OTHER]}, False),
    ("no recommendations expected", {"recommendations": []}, {"recommendations": [ITEM]}, False),
    ("another verb", {"recommendations": [{"verb": "must"}]}, {"recommendations": [ITEM]}, False),
    ("another addressee", {"recommendations": [{"addressees": []}]}, {"recommendations": [ITEM]}, False),
    ("words of the adopting meeting", {"recommendations": [{"adopted_by": ["twelfth", "group"]}]},
     {"recommendations": [{**ITEM, "adopted_by": "Twelfth meeting of the Group"}]}, True),
    ("a duplicate path", {"unique_paths": True}, {"recommendations": [ITEM, ITEM]}, False),
    ("numbers in another order", {"paragraph_numbers": ["1", "2"]}, {"paragraph_numbers": ["2", "1"]}, False),
    ("some headings", {"headings": ["Use"]}, {"headings": [{"text": "Use"}, {"text": "Role"}]}, True),
    ("all headings", {"headings": ["Use"], "headings_exact": True}, {"headings": [{"text": "Role"}]}, False),
    ("a note with another marker", {"footnotes": [{"marker": "*", "text": "See."}]},
     {"footnotes": [{"marker": "1", "text": "See."}]}, False),
    ("words spanning two blocks", {"texts": ["one two"]}, {"blocks": [{"text": "one"}, {"text": "two"}]}, False),
    ("any doubt", {"warnings_any": True}, {"warnings": [{"code": "gap", "message": ""}]}, True),
    ("another doubt", {"warnings_any": ["title"]}, {"warnings": [{"code": "gap", "message": ""}]}, False),
]  # fmt: skip

RULED_OUT: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("a title", {"title": ["A"]}, {"title": "A"}),
    ("a citation", {"citations": ["untoc:2"]}, {"citations": CITED}),
    ("a symbol", {"symbols": ["A/1"]}, {"symbols": ["A/1"]}),
    ("words of a heading", {"headings": ["Use"]}, {"headings": [{"text": "Use of bodies"}]}),
    ("a recommendation", {"recommendations": ["States should meet"]}, {"recommendations": [OTHER]}),
    ("an adoption", {"adopted_by": ["group"]}, {"recommendations": [{**ITEM, "adopted_by": "Working Group"}]}),
    ("a part of a path", {"path_parts": ["Annex"]}, {"blocks": [{"text": "", "path": "Annex I"}]}),
    ("words of a block", {"block_text": ["page 2"]}, {"blocks": [{"text": "See page 2.", "path": None}]}),
]


def is_right(parsed: dict[str, Any], **case: Any) -> bool:
    return not misses_of(score_case({"file": "kind/a.txt", **case}, {"file": "a.txt", **parsed}))


@pytest.mark.parametrize(("reason", "expect", "parsed", "right"), EXPECTED, ids=[case[0] for case in EXPECTED])
def test_expected_values_are_compared(reason: str, expect: dict[str, Any], parsed: dict[str, Any], right: bool) -> None:
    assert is_right(parsed, expect=expect) is right


@pytest.mark.parametrize(("reason", "never", "parsed"), RULED_OUT, ids=[case[0] for case in RULED_OUT])
def test_ruled_out_value_is_a_miss(reason: str, never: dict[str, Any], parsed: dict[str, Any]) -> None:
    assert not is_right(parsed, never=never)
    assert is_right({}, never=never)


def test_recommendations_are_paired_by_text_if_one_is_missing() -> None:
    expect = {
        "recommendations": [{"starts": "States should report", "verb": "should"}, {"starts": "States should meet"}]
    }
    scores = score_case({"file": "a.txt", "expect": expect}, {"recommendations": [OTHER]})
    assert (scores["recommendations"].hits, scores["recommendations"].expected) == (1, 2)
    assert scores["recommendations"].found == 1
    assert "recommendations.verb" not in scores


def test_ruled_out_citation_counts_as_a_false_positive() -> None:
    case = {"file": "a.txt", "expect": {"citations": ["untoc:1"]}, "never": {"citations": ["untoc:2"]}}
    score = score_case(case, {"citations": CITED})["citations"]
    assert (score.hits, score.expected, score.found) == (1, 1, 2)


def test_doubt_does_not_make_a_case_wrong() -> None:
    scores = score_case({"file": "a.txt", "expect": {"title": "A"}}, {"title": "A", "warnings": [{"code": "title"}]})
    assert scores["doubts.where_right"].hits == 1
    assert misses_of(scores) == []


def test_unreadable_document_is_wrong() -> None:
    assert misses_of(score_case({"file": "a.txt", "expect": {"title": None}}, {})) != []
