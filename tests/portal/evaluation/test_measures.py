"""Measures: hits, misses, and values that are not scored."""

from __future__ import annotations

from typing import Any

import pytest

from portal.evaluation.folding import fold, squeeze
from portal.evaluation.measures import score_document
from portal.evaluation.scores import Score

ITEM = {
    "label": "(a)",
    "text": "States parties are encour-aged to make use1 of article 18.",
    "verb": "are encouraged to",
}
WANTED = {"label": "(a)", "starts": "States parties are encouraged", "ends": "of article 18."}

CASES: list[tuple[str, dict[str, Any], dict[str, Any], str, tuple[int, int, int | None]]] = [
    ("typesetting is ignored", {"title": "Use of “joint” bodies"}, {"title": 'USE  of "joint" bodies.'},
     "meta.title", (1, 1, None)),
    ("an alternative is accepted", {"title": "A", "title_alternatives": ["B"]}, {"title": "b"},
     "meta.title", (1, 1, None)),
    ("null means not printed", {"date": None}, {}, "meta.date", (1, 1, None)),
    ("a value although none is printed", {"date": None}, {"date": "2022-09-08"}, "meta.date", (0, 1, None)),
    ("symbols in any order", {"symbols": ["A/1", "S/2"]}, {"symbols": ["S/2", "A/1"]}, "meta.symbols", (1, 1, None)),
    ("one symbol of two", {"symbols": ["A/1", "S/2"]}, {"symbols": ["S/2"]}, "meta.symbols", (0, 1, None)),
    ("a meeting with place and dates", {"meeting": {"place": "Vienna", "start": "2022-10-17", "end": None}},
     {"meeting": {"place": "Vienna", "start": "2022-10-17"}}, "meta.meeting", (1, 1, None)),
    ("no meeting, if the label accepts that", {"meeting": {"start": "2022-10-17"}, "meeting_alternatives": [None]}, {},
     "meta.meeting", (1, 1, None)),
    ("no meeting, if the label does not accept that", {"meeting": {"start": "2022-10-17"}}, {},
     "meta.meeting", (0, 1, None)),
    ("an abbreviated decision", {"resolutions_cited": ["COP dec. 2/2"]}, {"resolutions_cited": ["COP decision 2/2"]},
     "resolutions_cited", (1, 1, 1)),
    ("a recommendation with a hyphen and a note call", {"recommendations": [WANTED]},
     {"recommendations": [ITEM]}, "recommendations", (1, 1, 1)),
    ("a recommendation found twice", {"recommendations": [WANTED]}, {"recommendations": [ITEM, ITEM]},
     "recommendations", (1, 1, 2)),
    ("an optional recommendation", {"recommendations": [], "recommendations_optional": [WANTED]},
     {"recommendations": [ITEM]}, "recommendations", (0, 0, 0)),
    ("a missing item", {"recommendations": [{**WANTED, "ends": "and article 19."}]}, {"recommendations": [ITEM]},
     "recommendations", (0, 1, 1)),
    ("a verb with its main verb", {"recommendations": [{**WANTED, "verb": "are", "action": "are encouraged to make"}]},
     {"recommendations": [ITEM]}, "recommendations.verb", (1, 1, None)),
    ("another verb", {"recommendations": [{**WANTED, "verb": "should"}]}, {"recommendations": [ITEM]},
     "recommendations.verb", (0, 1, None)),
    ("a path with another paragraph", {"recommendations": [{**WANTED, "path": "para. 3"}]},
     {"recommendations": [{**ITEM, "path": "para. 4"}]}, "recommendations.path", (0, 1, None)),
    ("a path without its para.", {"recommendations": [{**WANTED, "path": "para. 3 (a)"}]},
     {"recommendations": [{**ITEM, "path": "3 (a)"}]}, "recommendations.path", (1, 1, None)),
    ("repeated citations", {"citations": [{"targets": ["untoc:18", "untoc:18"]}]},
     {"citations": [{"targets": ["untoc:18"]}, {"targets": ["untoc:19"]}]}, "citations", (1, 2, 2)),
    ("a sample of citations", {"citations": [{"targets": ["untoc:18"]}], "citations_complete": False},
     {"citations": [{"targets": ["untoc:18", "untoc:19"]}]}, "citations", (1, 1, 1)),
    ("an optional citation", {"citations": [], "citations_optional": [{"targets": ["untoc:1"]}]},
     {"citations": [{"targets": ["untoc:1"]}]}, "citations", (0, 0, 0)),
    ("a separate number", {"headings": [{"number": "II", "text": "Use"}]}, {"headings": [{"text": "II. Use"}]},
     "headings", (1, 1, 1)),
    ("another heading", {"headings": ["Use"]}, {"headings": ["Role"]}, "headings", (0, 1, 1)),
    ("a caption", {"headings": [], "captions": ["Table 1"]}, {"headings": ["Table 1"]}, "headings", (0, 0, 0)),
    ("repeated paragraph numbers", {"paragraph_numbers": ["1", "2", "1"]}, {"paragraph_numbers": ["1", "2", "2"]},
     "paragraph_numbers", (2, 3, 3)),
    ("a symbol cited twice counts once", {"symbols_cited": ["A/1"]}, {"symbols_cited": ["A/1", "A/1"]},
     "symbols_cited", (1, 1, 1)),
    ("an alternative meeting is accepted", {"meeting": {"place": "Vienna", "start": None, "end": None},
      "meeting_alternatives": [{"place": "Geneva", "start": None, "end": None}]}, {"meeting": {"place": "Geneva"}},
     "meta.meeting", (1, 1, None)),
    ("a date of a meeting although none is printed", {"meeting": {"place": "Vienna"}},
     {"meeting": {"place": "Vienna", "start": "2022-10-17"}}, "meta.meeting", (0, 1, None)),
    ("no meeting", {"meeting": None}, {"meeting": None}, "meta.no_meeting", (1, 1, None)),
    ("a meeting although none is printed", {"meeting": None}, {"meeting": {"place": "Vienna"}},
     "meta.no_meeting", (0, 1, None)),
    ("a subtitle", {"title": "A", "subtitle": "B"}, {"title": "A", "subtitle": "b"}, "meta.subtitle", (1, 1, None)),
    ("a missing subtitle", {"title": "A", "subtitle": "B"}, {"title": "A"}, "meta.subtitle", (0, 1, None)),
    ("a second organ", {"second": {"body": "Council"}}, {"organs": [{"body": "Assembly"}, {"body": "council"}]},
     "second.body", (1, 1, None)),
    ("a missing second organ", {"second": {"body": "Council"}}, {"organs": [{"body": "Council"}]},
     "second.body", (0, 1, None)),
    ("operative paragraphs by number and verb", {"operative_paragraphs": [{"number": "1", "verb": "Requests"}]},
     {"operative_paragraphs": [{"number": "1", "verb": "requests"}, {"number": "2", "verb": "Decides"}]},
     "operative_paragraphs", (1, 1, 2)),
    ("an optional heading", {"headings": [], "headings_optional": ["Note"]}, {"headings": ["Note"]},
     "headings", (0, 0, 0)),
    ("a wrong title with a doubt", {"title": "A", "body": None}, {"title": "B", "warnings": [{"code": "title_guess"}]},
     "doubts.where_wrong", (1, 1, None)),
    ("a wrong title without a doubt", {"title": "A", "body": None}, {"title": "B", "warnings": [{"code": "gap"}]},
     "doubts.where_wrong", (0, 1, None)),
    ("numbered notes are counted", {"footnote_count": 1}, {"footnotes": [{"marker": "1"}, {"marker": "*"}]},
     "footnotes", (1, 1, None)),
    ("notes by marker and beginning", {"footnotes": [{"marker": "1", "text": "See A/1."}]},
     {"footnotes": [{"marker": "1", "text": "See A/2, p. 3."}]}, "footnotes", (0, 1, 1)),
]  # fmt: skip


@pytest.mark.parametrize(("reason", "label", "parsed", "measure", "figures"), CASES, ids=[case[0] for case in CASES])
def test_measure_counts_hits_and_finds(
    reason: str, label: dict[str, Any], parsed: dict[str, Any], measure: str, figures: tuple[int, int, int | None]
) -> None:
    score = score_document(label, parsed, "a.pdf")[measure]
    assert (score.hits, score.expected, score.found) == figures
    is_complete = score.hits == score.expected and score.found in (None, score.hits)
    assert bool(score.misses) is not is_complete, "every miss is named"
    assert all("a.pdf" in miss for miss in score.misses)


def test_doubt_about_a_right_masthead_is_a_miss() -> None:
    doubted = score_document({"title": "A", "body": None}, {"title": "A", "warnings": [{"code": "date"}]}, "a.pdf")
    certain = score_document({"title": "A", "body": None}, {"title": "A"}, "a.pdf")
    assert doubted["doubts.where_right"] == Score(1, 1, misses=doubted["doubts.where_right"].misses)
    assert doubted["doubts.where_right"].misses
    assert certain["doubts.where_right"] == Score(0, 1)


def test_subtitle_is_not_scored_below_another_title() -> None:
    label = {"title": "A", "title_alternatives": ["A B"], "subtitle": "B"}
    assert score_document(label, {"title": "A B", "subtitle": None}, "a.pdf").keys() == {"meta.title"}


def test_fields_missing_from_a_label_are_not_scored() -> None:
    assert score_document({"file": "a.pdf"}, {"title": "A", "recommendations": [ITEM]}, "a.pdf") == {}


def test_precision_and_recall_are_computed_from_counts() -> None:
    total = Score(1, 2, 4, ("a",)) + Score(1, 2, None, ("b",))
    assert (total.recall, total.precision, total.misses) == (0.5, 0.5, ("a", "b"))
    assert Score(1, 1).precision is None, "no precision if no more can be found than expected"
    assert Score(0, 0, 0).precision == 1.0
    assert Score(0, 1, 0).precision == 0.0


def test_folding_ignores_typesetting() -> None:
    assert fold("“Joint” —\nINVESTIGATIONS*;") == "joint - investigations"
    assert squeeze("recommenda-\ntions12 of") == "recommendationsof"
    assert fold(None) == ""
