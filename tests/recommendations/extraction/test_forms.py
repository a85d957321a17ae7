"""Recommendations are found in handmade documents, and other blocks are ignored."""

from __future__ import annotations

from typing import Any

import pytest

from documents.parsing.types import BlockKind, PageBreak
from recommendations.extraction.extract import extract
from recommendations.extraction.forms.listed import is_heading_of_recommendations
from recommendations.extraction.types import DraftRecommendation
from tests.recommendations.extraction.reading import VOCABULARY, document, heading, item, paragraph

ITEMS = [item("(a)", "States parties should act;"), item("(b)", "The Secretariat should report.")]


def read(*blocks: dict[str, Any]) -> list[DraftRecommendation]:
    return list(extract(document(*blocks), VOCABULARY).recommendations)


def paths(*blocks: dict[str, Any]) -> list[str]:
    return [recommendation.path for recommendation in read(*blocks)]


INTRODUCED = [
    "The Working Group adopted the following recommendations:",
    "The Working Group, at its third meeting, adopted the following recommendations for endorsement by the Conference:",
    "The Congress may wish to consider the following recommendations:",
    "The Conference may wish to:",
    "The following strategic recommendations are proposed for consideration by Member States and partners:",
    "The meeting agreed on the following conclusions and recommendations:",
    "It is recommended that Member States:",
    "States parties are encouraged to:",
    "The following recommendations will be examined by the State under review. Its response will be added.",
    "The recommendations formulated during the dialogue and listed below will be examined by the State under review.",
]


@pytest.mark.parametrize("chapeau", INTRODUCED)
def test_items_introduced_by_chapeau_are_found(chapeau: str) -> None:
    assert len(read(heading("Discussion"), paragraph(chapeau, "63"), *ITEMS)) == 2


NOT_INTRODUCED = [
    ("The conventions have incorporated innovative provisions, such as:", "examples"),
    ("Sharing of best practices and challenges in implementing:", "agenda items"),
    ("The Working Group may wish to consider the following questions:", "points for discussion"),
    ("The amendments were primarily based on:", "an account of the past"),
    ("The Conference had before it the following documents:", "documents"),
    ("States parties should:", "a request outside a chapter of recommendations"),
]


@pytest.mark.parametrize(("chapeau", "reason"), NOT_INTRODUCED, ids=[reason for _, reason in NOT_INTRODUCED])
def test_other_items_are_not_recommendations(chapeau: str, reason: str) -> None:
    assert read(heading("Discussion"), paragraph(chapeau, "32"), *ITEMS) == [], reason


def test_items_directly_under_heading_are_found() -> None:
    assert paths(heading("Recommendations (continued)", "II"), *ITEMS) == ["(a)", "(b)"]


def test_items_of_request_in_recommendations_chapter_are_found() -> None:
    assert len(read(heading("Conclusions and recommendations"), paragraph("States parties should:", "9"), *ITEMS)) == 2


def test_facts_in_recommendations_chapter_are_ignored() -> None:
    facts = [item("(a)", "The first lists what was adopted;"), item("(b)", "The second lists the participants.")]
    blocks = [heading("Conclusions and recommendations"), paragraph("The resolution has two annexes:", "73"), *facts]
    assert read(*blocks) == []


def test_sub_items_belong_to_their_item() -> None:
    (recommendation,) = read(
        heading("Recommendations"),
        item("(a)", "States parties should publish statistics on requests:"),
        item("(i)", "Received from abroad;", level=2),
        item("(ii)", "Refused by their courts.", level=2),
    )
    assert recommendation.text.splitlines()[1:] == ["(i) Received from abroad;", "(ii) Refused by their courts."]
    assert recommendation.blocks == (1, 2, 3)


SP = ("States parties",)
NESTED = [
    ("States parties should:", ["Designate authorities;", "Notify the Secretariat."], SP, "should"),
    ("States parties are urged to do the following:", ["Ratify;", "Report."], SP, "are urged to"),
    ("States parties may wish to consider taking part in:", ["Seminars;", "Courses."], None, ""),
    ("The Secretariat is invited, within its mandate:", ["To publish;", "To report."], ("Secretariat",), "is invited"),
    ("As to training:", ["States parties should train;", "UNODC should help."], SP, "should"),
    ("UNODC should, as soon as funds permit:", ["Hold a course;", "Print a guide."], ("UNODC",), "should"),
    ("UNODC should, each year, print data on:", ["Arrests;", "Trials."], None, ""),
    ("States parties should ensure that victims receive:", ["Shelter;", "Counselling."], None, ""),
    (
        "States parties should trace assets, including:",
        ["By sharing data;", "Through training officials."],
        SP,
        "should",
    ),
]
CONTINUED = [
    ("Help States parties, if so asked:", ["With bills;", "With courses."], True, "the request goes on in the items"),
    ("Publish figures on:", ["Arrests;", "Trials."], False, "a preposition needs its object"),
    ("Support victims, such as:", ["Children;", "Migrants."], False, "examples"),
]


@pytest.mark.parametrize(("chapeau", "texts", "addressees", "verb"), NESTED, ids=[entry[0] for entry in NESTED])
def test_item_that_only_introduces_is_a_chapeau(
    chapeau: str, texts: list[str], addressees: tuple[str, ...] | None, verb: str
) -> None:
    plain = item("(b)", "UNODC should report.")
    inner = [item(label, text, level=2) for label, text in zip(("(i)", "(ii)"), texts, strict=True)]
    found = read(heading("Recommendations"), item("(a)", chapeau), *inner, plain)
    if addressees is None:
        assert [r.path for r in found] == ["(a)", "(b)"]
        return
    assert [r.path for r in found] == ["(i)", "(ii)", "(b)"]
    assert (found[0].addressees, found[0].verb) == (addressees, verb)


@pytest.mark.parametrize(("text", "texts", "splits", "reason"), CONTINUED, ids=[entry[3] for entry in CONTINUED])
def test_item_that_continues_a_request_can_be_a_chapeau(text: str, texts: list[str], splits: bool, reason: str) -> None:
    inner = [item(label, sub_item, level=2) for label, sub_item in zip(("(i)", "(ii)"), texts, strict=True)]
    found = read(heading("Recommendations"), paragraph("The Secretariat should:", "6"), item("(a)", text), *inner)
    assert [r.path for r in found] == (["(i)", "(ii)"] if splits else ["(a)"]), reason
    assert {(r.addressees, r.verb) for r in found} == {(("Secretariat",), "should")}


def test_chapeaux_at_three_levels_are_read() -> None:
    found = read(
        paragraph("The Working Group adopted the following recommendations:", "4"),
        item("(a)", "As to extradition:"),
        item("(i)", "States parties should:", level=2),
        item("a.", "Answer requests;", level=3),
        item("b.", "Give reasons;", level=3),
        item("(ii)", "The Secretariat should report.", level=2),
    )
    assert [(r.path, r.addressees) for r in found] == [("a.", SP), ("b.", SP), ("(ii)", ("Secretariat",))]


OPEN = [
    ("States parties should attach importance to training, in particular of judges, in:", SP, "should"),
    ("States parties are invited to support one another in the following areas:", SP, "are invited to"),
    ("In view of these delays, States parties should shorten proceedings by:", SP, "should"),
    ("Costs have risen. States parties must therefore share, among other things:", SP, "must therefore"),
    ("States parties should consider:", SP, "should consider"),
    ("The Committee recommends that the General Assembly:", ("General Assembly",), "recommends"),
    ("The Committee encourages UNODC to work with partners on:", ("UNODC",), "encourages"),
]


@pytest.mark.parametrize(("chapeau", "addressees", "verb"), OPEN, ids=[chapeau for chapeau, _, _ in OPEN])
def test_items_of_open_chapeau_have_its_action(chapeau: str, addressees: tuple[str, ...], verb: str) -> None:
    items = [item("(a)", "Remote hearings;"), item("(b)", "Joint teams.")]
    found = read(heading("Conclusions and recommendations"), paragraph(chapeau, "9"), *items)
    assert [(r.addressees, r.verb) for r in found] == [(addressees, verb)] * 2


def test_items_with_their_own_request_keep_it() -> None:
    chapeau = paragraph("States should act on what was said, in particular:", "9")
    found = read(heading("Recommendations"), chapeau, *ITEMS)
    assert [r.addressees for r in found] == [SP, ("Secretariat",)]


FULL_STOP = [
    "The recommendations below were not supported by the State under review.",
    "The Working Group adopted the following recommendations.",
    "The Commission might wish to examine the following draft recommendations.",
    "The recommendations that follow from this review are set out below. They will be translated.",
]


@pytest.mark.parametrize("chapeau", FULL_STOP)
def test_chapeau_can_end_in_full_stop(chapeau: str) -> None:
    assert len(read(heading("Outcome"), paragraph(chapeau, "5"), *ITEMS)) == 2


def test_heading_can_be_printed_as_chapeau() -> None:
    items = [item("•", "More aid for small States;"), item("•", "Better data.")]
    assert len(read(heading("Aid"), paragraph("Policy recommendations:", "5"), *items)) == 2


REPORTED = [
    "Progress was made in the implementation of the recommendations as follows:",
    "The actions requested of the Assembly are set out in paragraph 8 of the report. The Assembly is requested:",
]


@pytest.mark.parametrize("chapeau", REPORTED)
def test_list_that_reports_or_repeats_is_ignored(chapeau: str) -> None:
    assert (
        read(heading("Conclusion"), paragraph(chapeau, "5"), item("(a)", "To take note;"), item("(b)", "To pay.")) == []
    )


def test_list_of_operative_paragraph_is_ignored() -> None:
    operative = {"kind": BlockKind.OPERATIVE, "text": "Requests States to provide information on:", "label": "1"}
    assert (
        read(heading("Recommendation of the Committee"), operative, item("(a)", "Laws;"), item("(b)", "Cases.")) == []
    )


def test_paragraph_among_conclusions_is_found_if_a_body_recommends() -> None:
    found = read(
        heading("Conclusions and recommendations"),
        paragraph("The Committee welcomed the programme.", "9"),
        paragraph("The Committee recommended that the General Assembly approve the programme.", "10"),
    )
    assert [(r.path, r.verb, r.addressees) for r in found] == [("10", "recommended", ())]


def test_quoted_decision_is_ignored() -> None:
    blocks = [
        heading("Decision 90/VII"),
        paragraph("The Committee amended its earlier decision as follows:"),
        paragraph("“The Committee, recalling its working methods,"),
        paragraph("Decided that:"),
    ]
    assert read(*blocks, *ITEMS) == []


def test_chapter_of_recommendations_in_prose_is_doubted() -> None:
    parsed = document(heading("Recommendations", "III"), paragraph("Much remains to be done.", "9"))
    assert extract(parsed, VOCABULARY).doubts == (
        "This chapter may contain recommendations in prose, which are not extracted: “Recommendations”",
    )


def test_chapter_in_prose_is_doubted_next_to_other_recommendations() -> None:
    chapters = [heading("Recommendations", "II"), *ITEMS, heading("General recommendations", "III")]
    parsed = document(*chapters, paragraph("Courts could do better.", "9"))
    assert extract(parsed, VOCABULARY).doubts == (
        "This chapter may contain recommendations in prose, which are not extracted: “General recommendations”",
    )


def test_text_in_unread_language_is_doubted() -> None:
    parsed = document(heading("提言", "III"), paragraph("締約国は行動すべきである。", "9"), language="ja")
    assert extract(parsed, VOCABULARY).doubts == ("Recommendations are not extracted from texts in this language: ja.",)


def test_trailing_and_is_not_part_of_the_text() -> None:
    first, _ = read(heading("Recommendations"), item("(a)", "States should act; and"), item("(b)", "Others should."))
    assert first.text == "States should act;"


def test_items_below_topic_heading_are_found() -> None:
    blocks = [heading("Recommendations", "II"), heading("Joint investigations", "A", level=2), *ITEMS]
    assert paths(*blocks) == ["(a)", "(b)"]


def test_items_with_their_own_verb_are_found() -> None:
    verbs = [item("(a)", "Urged States parties to act;"), item("(b)", "Requested the Secretariat to report.")]
    assert len(read(heading("Recommendations"), paragraph("The Working Group:", "3"), *verbs)) == 2


def test_numbered_paragraph_next_to_a_list_of_recommendations_is_found() -> None:
    chapeau = paragraph("The Conference may wish to consider the following recommendations:", "4")
    request = paragraph("The Conference may also wish to invite States to report by June.", "5")
    found = read(heading("Recommendations", "III"), chapeau, *ITEMS, request)
    assert [(r.path, r.verb) for r in found][2:] == [("5", "may also wish to")]
    assert found[-1].addressees == ("Conference of the Parties",), "not the States that the Conference may invite"


def test_numbered_paragraphs_are_found_if_the_chapter_mostly_recommends() -> None:
    chapter = [heading("Recommendations", "III")]
    requests = [
        paragraph("States parties should ratify the Protocols.", "7"),
        paragraph("UNODC is invited to help.", "8"),
    ]
    facts = [paragraph("The meeting was held in Vienna.", "9"), paragraph("It should be noted that it ended.", "10")]
    assert [(r.path, r.form) for r in read(*chapter, *requests)] == [("7", "numbered"), ("8", "numbered")]
    assert [r.path for r in read(*chapter, requests[0])] == ["7"], "the only paragraph of its chapter"
    assert read(*chapter, *requests, *facts) == [], "a chapter that mostly reports"


def test_paragraph_among_conclusions_is_found_if_it_opens_with_a_request() -> None:
    found = read(
        heading("Conclusions and recommendations", "III"),
        paragraph("The network has grown. States should be proud of it.", "7"),
        paragraph("Erosion is a threat that States must face.", "8"),
        paragraph("The network should be extended to islands.", "9"),
        paragraph("States parties should ratify the Protocols.", "10"),
        paragraph("UNODC is invited to help.", "11"),
    )
    assert [(r.path, r.form) for r in found] == [("10", "numbered"), ("11", "numbered")]


def test_paragraph_among_conclusions_is_ignored_if_recommendations_are_in_bold() -> None:
    text = "States parties should ratify the Protocols."
    bold = paragraph(text, "8", (0, len(text)))
    chapter = [heading("Conclusions and recommendations"), paragraph("States should do better.", "7"), bold]
    assert [(r.path, r.form) for r in read(*chapter)] == [("8", "bold")]


HEADINGS = [
    ("Recommendations", True),
    ("Recommendations (continued)", True),
    ("Conclusions and recommendations", True),
    ("Conclusions and/or recommendations", True),
    ("Main conclusions and recommendations", True),
    ("Strategic recommendations: unlocking the future", True),
    ("Recommendations adopted by the Working Group at its twelfth meeting", True),
    ("Conclusions", False),
    ("Implementation of the recommendations", False),
    ("Follow-up to recommendations", False),
    ("Organization of the meeting", False),
]


@pytest.mark.parametrize(("text", "expected"), HEADINGS)
def test_heading_of_recommendations_is_recognized(text: str, expected: bool) -> None:
    assert is_heading_of_recommendations(text) is expected


def test_decisions_of_meeting_are_found() -> None:
    decision = [
        heading("Decision 1"),
        heading("Structure", level=2),
        paragraph("The Meeting of States Parties decides:"),
    ]
    assert [r.form for r in read(*decision, *ITEMS)] == ["decision", "decision"]
    assert read(heading("Structure"), paragraph("The Meeting of States Parties decides:"), *ITEMS) == []


def test_recommendation_with_its_own_heading_is_found() -> None:
    blocks = [
        heading("Policies", "A"),
        heading("Recommendation 1", "Recommendation 1", level=2),
        paragraph("The General Assembly should review its rules."),
        paragraph("Victims face risks; recommendation 1 helps.", "21"),
    ]
    (recommendation,) = read(*blocks)
    assert (recommendation.path, recommendation.heading, recommendation.text) == (
        "Recommendation 1",
        "Policies",
        "The General Assembly should review its rules.",
    )


def test_number_at_start_of_recommendation_is_its_label() -> None:
    (recommendation,) = read(paragraph("Recommendation 3. The Secretariat should report.", "9"))
    assert (recommendation.label, recommendation.text) == ("Recommendation 3", "The Secretariat should report.")


def bold_paragraph(number: int, *, bold: bool) -> dict[str, Any]:
    finding = "The Committee was informed of the costs. "
    advice = f"The Committee trusts that paragraph {number} will be followed up."
    span = (len(finding), len(finding + advice)) if bold else None
    return paragraph(finding + advice, str(number), bold=span)


def test_bold_passages_of_numbered_paragraphs_are_found() -> None:
    passages = read(*[bold_paragraph(n, bold=n % 2 == 0) for n in range(1, 11)])
    assert [(r.path, r.form) for r in passages] == [(str(n), "bold") for n in (2, 4, 6, 8, 10)]
    assert passages[0].text == "The Committee trusts that paragraph 2 will be followed up."


FINDINGS = [
    ("In most of the replies, the shelters were said to be full.", False, "a finding"),
    ("States should open shelters along the routes of the traffic.", True, "a modal verb"),
    ("It is essential that offices share the costs of their work.", True, "an impersonal demand"),
    ("The Special Rapporteur trusts that the work there will go on.", True, "a view of the author"),
    ("The Special Rapporteur commends the work that was done there.", False, "praise"),
    ("The views in this report should not be construed as those of all.", False, "a disclaimer"),
    ("Strengthen the offices that answer the requests of others.", True, "an imperative"),
]


@pytest.mark.parametrize(("text", "asks", "reason"), FINDINGS, ids=[case[2] for case in FINDINGS])
def test_bold_passage_is_a_recommendation_if_it_asks(text: str, asks: bool, reason: str) -> None:
    blocks = [bold_paragraph(n, bold=n % 2 == 0) for n in range(1, 9)] + [paragraph(text, "9", bold=(0, len(text)))]
    assert ("9" in [r.path for r in read(*blocks)]) is asks, reason


def test_bold_passage_has_the_page_of_its_beginning() -> None:
    across_pages = {"page": 3, "breaks": (PageBreak(20, 4),)}
    blocks = [bold_paragraph(n, bold=n % 2 == 0) | (across_pages if n == 2 else {"page": 4}) for n in range(1, 8)]
    assert [(r.path, r.page) for r in read(*blocks)] == [("2", 4), ("4", 4), ("6", 4)]


@pytest.mark.parametrize(("bold", "reason"), [({1, 2}, "only two paragraphs"), (set(range(10)), "all paragraphs")])
def test_rare_or_continuous_bold_is_ignored(bold: set[int], reason: str) -> None:
    assert read(*[bold_paragraph(n, bold=n in bold) for n in range(10)]) == [], reason


def test_square_brackets_of_draft_are_kept_and_marked() -> None:
    (recommendation,) = read(
        heading("Recommendations"), item("(a)", "UNODC should develop [a matrix] [guidelines [or tools]] [sic];")
    )
    assert recommendation.text == "UNODC should develop [a matrix] [guidelines [or tools]] [sic];"
    assert [recommendation.text[a.start : a.end] for a in recommendation.alternatives] == ["[a matrix]", "[or tools]"]
