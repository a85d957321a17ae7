"""What a recommendation is by the document that it stands in."""

from __future__ import annotations

from typing import Any

import pytest

from documents.parsing.types import BlockKind
from recommendations.extraction.extract import extract
from recommendations.extraction.types import Extraction, Status
from tests.recommendations.extraction.reading import VOCABULARY, WORKING_GROUP, document, heading, item, paragraph

CHAPEAU = (
    f"The {WORKING_GROUP}, at its twelfth meeting, held on 25 and 26 March 2021, adopted the following recommendations"
)
FOR_ENDORSEMENT = f"{CHAPEAU} for endorsement by the Conference:"
ITEM = item("(a)", "States parties should act.")
WG = "wg-international-cooperation"


def read(chapeau: str, *before: dict[str, Any], **masthead: Any) -> Extraction:
    fields = {"session": "Eleventh session", **masthead}
    return extract(document(*before, paragraph(chapeau), ITEM, **fields), VOCABULARY)


def test_a_draft_report_holds_drafts_whatever_it_says() -> None:
    (one,) = read(f"{CHAPEAU}:", title="Draft report", subsidiary_body=WORKING_GROUP).recommendations
    assert (one.status, one.adopted_by) == (Status.DRAFT, None)


@pytest.mark.parametrize("title", ["Projet de rapport", "Proyecto de informe", "Проект доклада", "报告草稿"])
def test_a_draft_report_in_other_languages(title: str) -> None:
    assert read(f"{CHAPEAU}:", title=title).recommendations[0].status is Status.DRAFT


def test_a_paper_that_puts_them_to_a_conference_proposes() -> None:
    (one,) = read("The Conference may wish to consider the following recommendations:").recommendations
    assert (one.status, one.put_to and (one.put_to.body, one.put_to.ordinal)) == (Status.PROPOSED, ("cop", 11))


def test_a_paper_that_recalls_what_was_adopted_before_still_proposes() -> None:
    chapeau = "Building on the recommendations that the Working Group on Firearms adopted at its third meeting, "
    (one,) = read(chapeau + "the Conference may wish to:").recommendations
    assert (one.status, one.adopted_by) == (Status.PROPOSED, None)


def test_an_annex_of_a_draft_resolution_puts_them_forward() -> None:
    (one,) = read(FOR_ENDORSEMENT, heading("Annex I", "Annex I"), subtitle="Draft resolution").recommendations
    assert one.status is Status.FOR_ENDORSEMENT
    assert one.adopted_by == one.meeting
    assert one.adopted_by
    assert (one.adopted_by.body, one.adopted_by.ordinal) == (WG, 12)
    assert one.put_to
    assert (one.put_to.body, one.put_to.ordinal) == ("cop", 11)


def test_a_resolution_endorses() -> None:
    endorses = {"kind": BlockKind.OPERATIVE, "text": "Endorses the recommendations in the annex.", "label": "1"}
    (one,) = read(FOR_ENDORSEMENT, endorses, heading("Annex", "Annex"), title="Resolution 11/5").recommendations
    assert (one.status, one.adopted_by and one.adopted_by.body) == (Status.ENDORSED, WG)


def test_the_report_of_the_meeting_that_adopted_them() -> None:
    (one,) = read(
        "The Working Group adopted the following recommendations:",
        title="Report on the meeting of the Working Group",
        subsidiary_body=WORKING_GROUP,
        session="Twelfth meeting",
    ).recommendations
    assert (one.status, one.adopted_by and one.adopted_by.ordinal) == (Status.ADOPTED, 12)


def test_a_report_that_opens_the_chapter_by_saying_so() -> None:
    parsed = document(
        heading("Recommendations", "II"),
        paragraph("The Working Group adopted the recommendations presented below.", "2"),
        heading("Joint investigations", "A", level=2),
        ITEM,
        title="Report on the meeting of the Working Group",
        subsidiary_body=WORKING_GROUP,
        session="Twelfth meeting",
    )
    (one,) = extract(parsed, VOCABULARY).recommendations
    assert (one.status, one.adopted_by and one.adopted_by.ordinal) == (Status.ADOPTED, 12)


def test_adopted_by_nobody_known_is_no_more_than_proposed_and_says_so() -> None:
    extraction = read("The seminar adopted the following recommendations:", body=None, session=None)
    assert extraction.recommendations[0].status is Status.PROPOSED
    assert extraction.doubts == ("Recommendations are said to be adopted, but it is not clear by which meeting.",)
