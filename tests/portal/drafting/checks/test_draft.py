"""The parts of a draft: their languages, its clauses, and the meetings that it names."""

from __future__ import annotations

import pytest

from tests.portal.drafting.checks.samples import read_draft

pytestmark = pytest.mark.django_db

FRENCH = """Projet de rapport

1. Les États parties sont encouragés à tenir un registre public des navires et à le communiquer chaque année.

Annexe

Recommandations [en anglais seulement]

(a) States parties are encouraged to keep a public register of the vessels that fly their flag;

(b) UNODC may wish to publish the registers, where appropriate.
"""


def test_each_paragraph_is_read_in_its_own_language() -> None:
    clauses = read_draft(FRENCH.encode()).clauses
    assert [(c.language, c.verb, c.addressees) for c in clauses] == [
        ("fr", "sont encouragés à", ("States parties",)),
        ("en", "are encouraged to", ("States parties",)),
        ("en", "may wish to", ("UNODC",)),
    ]


def test_title_in_quotation_marks_does_not_change_the_language() -> None:
    title = "1. La Conférence a rappelé sa résolution « The use of the Convention for the protection of the sea »."
    text = (
        "2. Les États doivent en tenir compte dans les lois sur la navigation et dans celles qui régissent la pêche, "
        "et les tribunaux doivent les appliquer dans tous les cas."
    )
    draft = read_draft(f"{title}\n\n{text}".encode())
    assert {draft.language_at(block.index) for block in draft.parsed.blocks} == {"fr"}


def test_short_paragraph_has_the_language_of_the_one_before_it() -> None:
    draft = read_draft(FRENCH.replace("UNODC may wish to publish the registers, where appropriate", "Idem").encode())
    assert draft.language_at(draft.parsed.blocks[-1].index) == "en"


@pytest.mark.parametrize(
    "text",
    [
        "12. The Conference urged States parties to make use of the Convention as a legal basis.",
        "12. Speakers referred to the recommendation which urges States to reply to requests without delay.",
        "12. À sa dixième session, la Conférence a engagé les États parties à utiliser pleinement la Convention.",
        "12. Il a été fait référence à la recommandation qui invite les États parties à répondre sans tarder.",
        "12. La Conferencia instó a los Estados partes a que utilizaran plenamente la Convención en sus procesos.",
    ],
)
def test_report_on_a_request_is_not_a_clause(text: str) -> None:
    assert read_draft(text.encode()).clauses == ()


@pytest.mark.parametrize(
    "chapeau",
    [
        "The Working Group may wish to adopt the following recommendations:",
        "The Conference may wish to adopt the following:",
        "The Working Group may wish to consider the following recommendations:",
    ],
)
def test_words_that_introduce_a_list_are_not_a_clause(chapeau: str) -> None:
    items = "(a) States should publish the number of requests;\n\n(b) States should train judges and prosecutors."
    text = f"6. {chapeau}\n\n{items}"
    assert [clause.where for clause in read_draft(text.encode()).clauses] == ["para. 6 (a)", "para. 6 (b)"]


@pytest.mark.parametrize(
    "text",
    [
        "Le Groupe de travail sur la coopération internationale avait abordé la question à sa septième réunion, tenue "
        "à Vienne du 19 au 21 octobre 2015.",
        "El Grupo de Trabajo sobre Cooperación Internacional había examinado la cuestión en su séptima reunión, "
        "celebrada en Viena del 19 al 21 de octubre de 2015.",
        "Рабочая группа по международному сотрудничеству рассмотрела этот вопрос на своем седьмом совещании, "
        "состоявшемся в Вене 19–21 октября 2015 года.",
        "نظر الفريق العامل المعني بالتعاون الدولي في المسألة في اجتماعه السابع، المعقود في فيينا من 19 إلى 21 تشرين "
        "الأول/أكتوبر 2015.",
        "国际合作工作组在2015年10月19日至21日于维也纳举行的第七次会议上审议了这个问题。",
        "The Working Group on International Cooperation had considered the question at its seventh meeting, held in "
        "Vienna from 19 to 21 October 2015.",
    ],
)
def test_body_named_before_its_meeting_is_found(text: str) -> None:
    [item] = [item for item in read_draft(f"1. {text}".encode()).references if item.reference.kind == "meeting"]
    assert item.reference.meeting
    assert (item.reference.meeting.body, item.reference.meeting.ordinal) == ("wg-international-cooperation", 7)
