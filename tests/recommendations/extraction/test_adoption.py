"""The status of a recommendation depends on the document that contains it."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from documents.parsing.types import BlockKind, Dates
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


def test_recommendations_of_draft_report_are_drafts() -> None:
    (draft,) = read(f"{CHAPEAU}:", title="Draft report", subsidiary_body=WORKING_GROUP).recommendations
    assert (draft.status, draft.adopted_by) == (Status.DRAFT, None)


@pytest.mark.parametrize("title", ["Projet de rapport", "Proyecto de informe", "Проект доклада", "报告草稿"])
def test_draft_report_is_recognized_in_other_languages(title: str) -> None:
    assert read(f"{CHAPEAU}:", title=title).recommendations[0].status is Status.DRAFT


def test_paper_for_conference_contains_proposals() -> None:
    (draft,) = read("The Conference may wish to consider the following recommendations:").recommendations
    assert (draft.status, draft.put_to and (draft.put_to.body, draft.put_to.ordinal)) == (Status.PROPOSED, ("cop", 11))


def test_paper_recalling_earlier_adoption_contains_proposals() -> None:
    chapeau = "Building on the recommendations that the Working Group on Firearms adopted at its third meeting, "
    (draft,) = read(chapeau + "the Conference may wish to:").recommendations
    assert (draft.status, draft.adopted_by) == (Status.PROPOSED, None)


SAME_MEETING = {
    "en": (
        "The Working Group on Firearms held its fourteenth meeting.",
        "At that meeting, the Working Group adopted the following recommendations:",
    ),
    "fr": (
        "Le Groupe de travail sur les armes à feu a tenu sa quatorzième réunion.",
        "À cette réunion, le Groupe de travail a adopté les recommandations suivantes :",
    ),
    "es": (
        "El Grupo de Trabajo sobre Armas de Fuego celebró su 14ª reunión.",
        "En esa reunión, el Grupo de Trabajo aprobó las recomendaciones siguientes:",
    ),
    "ru": (
        "Рабочая группа по огнестрельному оружию провела свое четырнадцатое совещание.",
        "На этом совещании Рабочая группа приняла следующие рекомендации:",
    ),
}


@pytest.mark.parametrize("language", SAME_MEETING)
def test_that_meeting_refers_to_the_meeting_named_before(language: str) -> None:
    before, chapeau = SAME_MEETING[language]
    body = VOCABULARY.bodies_by_key["cop"].names_in(language)[0]
    (draft,) = read(chapeau, paragraph(before), language=language, body=body, session=None).recommendations
    assert draft.adopted_by
    assert (draft.adopted_by.body, draft.adopted_by.ordinal) == ("wg-firearms", 14)


def test_annex_of_draft_resolution_is_for_endorsement() -> None:
    (draft,) = read(FOR_ENDORSEMENT, heading("Annex I", "Annex I"), subtitle="Draft resolution").recommendations
    assert draft.status is Status.FOR_ENDORSEMENT
    assert draft.adopted_by == draft.meeting
    assert draft.adopted_by
    assert (draft.adopted_by.body, draft.adopted_by.ordinal) == (WG, 12)
    assert draft.put_to
    assert (draft.put_to.body, draft.put_to.ordinal) == ("cop", 11)


def test_resolution_endorses_its_annex() -> None:
    endorses = {"kind": BlockKind.OPERATIVE, "text": "Endorses the recommendations in the annex.", "label": "1"}
    (draft,) = read(FOR_ENDORSEMENT, endorses, heading("Annex", "Annex"), title="Resolution 11/5").recommendations
    assert (draft.status, draft.adopted_by and draft.adopted_by.body) == (Status.ENDORSED, WG)


def test_recommendations_in_report_of_adopting_meeting_are_adopted() -> None:
    (draft,) = read(
        "The Working Group adopted the following recommendations:",
        title="Report on the meeting of the Working Group",
        subsidiary_body=WORKING_GROUP,
        session="Twelfth meeting",
    ).recommendations
    assert (draft.status, draft.adopted_by and draft.adopted_by.ordinal) == (Status.ADOPTED, 12)


def test_adoption_can_be_stated_at_start_of_chapter() -> None:
    parsed = document(
        heading("Recommendations", "II"),
        paragraph("The Working Group adopted the recommendations presented below.", "2"),
        heading("Joint investigations", "A", level=2),
        ITEM,
        title="Report on the meeting of the Working Group",
        subsidiary_body=WORKING_GROUP,
        session="Twelfth meeting",
    )
    (draft,) = extract(parsed, VOCABULARY).recommendations
    assert (draft.status, draft.adopted_by and draft.adopted_by.ordinal) == (Status.ADOPTED, 12)


REPORT = {"title": "Report on the meeting of the Working Group", "subsidiary_body": WORKING_GROUP, "session": None}
DATES = Dates("Vienna", datetime.date(2031, 7, 7), datetime.date(2031, 7, 8))
REPORT_CHAPEAUX = [
    ("At its 4th meeting, on 8 July 2031, the Working Group adopted the following recommendations:", None),
    ("At its 2nd and 3rd meetings, the Working Group adopted the following recommendations:", None),
    ("At its twenty-first meeting, the Working Group adopted the following recommendations:", 21),
    ("The Working Group agreed on the following recommendations:", None),
    ("At its twenty-first meeting, held on 7 and 8 July 2031, the Group adopted the recommendations below:", 21),
]


@pytest.mark.parametrize(("chapeau", "ordinal"), REPORT_CHAPEAUX)
def test_report_adopts_by_the_meeting_that_it_reports_on(chapeau: str, ordinal: int | None) -> None:
    (draft,) = read(chapeau, meeting=DATES, **REPORT).recommendations
    assert draft.status is Status.ADOPTED
    assert draft.adopted_by
    assert (draft.adopted_by.body, draft.adopted_by.ordinal, draft.adopted_by.start) == (WG, ordinal, DATES.start)


def test_ordinal_of_the_reported_meeting_is_read_from_the_text() -> None:
    opening = paragraph(f"The {WORKING_GROUP} held its ninth meeting in Vienna on 7 and 8 July 2031.", "1")
    (draft,) = read(
        "The Working Group adopted the following recommendations:", opening, meeting=DATES, **REPORT
    ).recommendations
    assert draft.adopted_by
    assert draft.adopted_by.ordinal == 9


def test_adoption_can_be_by_an_earlier_meeting_of_the_same_body() -> None:
    chapeau = (
        "At its eighth meeting, held on 3 and 4 May 2029, the Working Group adopted the following recommendations:"
    )
    (draft,) = read(chapeau, meeting=DATES, subsidiary_body=WORKING_GROUP, session=None).recommendations
    assert (draft.status, draft.put_to) == (Status.ADOPTED, None)
    assert draft.adopted_by
    assert draft.adopted_by.ordinal == 8


def test_report_of_the_adopting_meeting_can_submit_recommendations_for_endorsement() -> None:
    chapeau = "The Working Group adopted the following recommendations for endorsement by the Conference:"
    (draft,) = read(chapeau, meeting=DATES, **REPORT).recommendations
    assert draft.status is Status.FOR_ENDORSEMENT
    assert draft.adopted_by
    assert draft.adopted_by.start == DATES.start


def test_recommendations_in_report_of_parent_are_endorsed() -> None:
    chapeau = f"The Conference endorsed the following recommendations of the twelfth meeting of the {WORKING_GROUP}:"
    (draft,) = read(chapeau, title="Report of the Conference on its eleventh session").recommendations
    assert draft.status is Status.ENDORSED
    assert draft.adopted_by
    assert (draft.adopted_by.body, draft.adopted_by.ordinal) == (WG, 12)
    assert draft.put_to
    assert draft.put_to.body == "cop"


def test_adoption_reported_by_another_body_is_not_submitted_to_it() -> None:
    (draft,) = read(f"{CHAPEAU}:", body="Commission on Narcotic Drugs", session="Sixty-eighth session").recommendations
    assert (draft.status, draft.put_to) == (Status.ADOPTED, None)


def test_recommendations_adopted_by_an_unknown_meeting_are_proposals_with_a_doubt() -> None:
    extraction = read("The seminar adopted the following recommendations:", body=None, session=None)
    assert extraction.recommendations[0].status is Status.PROPOSED
    assert extraction.doubts == ("Recommendations are described as adopted, but the meeting is not clear.",)
