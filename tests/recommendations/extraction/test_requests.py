"""Items in the infinitive, below chapeaux such as "decided:", make requests with their own verb and addressee."""

from __future__ import annotations

import pytest

from documents.parsing.types import ParsedDocument
from recommendations.extraction.extract import extract
from recommendations.extraction.types import DraftRecommendation, Strength
from tests.recommendations.extraction.reading import COP, VOCABULARY, document, heading, item, paragraph

SP, SECRETARIAT = ("States parties",), ("Secretariat",)
HEADINGS = {
    "en": ("Recommendations", "The Working Group adopted the following recommendations:"),
    "fr": ("Recommandations", "Le Groupe de travail a adopté les recommandations suivantes :"),
    "es": ("Recomendaciones", "El Grupo de Trabajo aprobó las siguientes recomendaciones:"),
    "ru": ("Рекомендации", "Рабочая группа приняла следующие рекомендации:"),
    "ar": ("التوصيات", "اعتمد الفريق العامل التوصيات التالية:"),
}
REQUESTS = [
    ("en", "Request the Secretariat to print it.", "Request", SECRETARIAT, Strength.URGED),
    ("en", "To further encourage States parties to reply.", "further encourage", SP, Strength.ENCOURAGED),
    ("en", "To ask a consultant to reply.", "ask", (), Strength.URGED),
    ("en", "Requests for aid should be sent to the Secretariat.", "should", (), Strength.SHOULD),
    ("fr", "Prier le Secrétariat de l’imprimer.", "Prier", SECRETARIAT, Strength.URGED),
    ("fr", "D’inviter également les États parties à répondre.", "inviter également", SP, Strength.INVITED),
    ("es", "Pedir a la Secretaría que lo imprima.", "Pedir a", SECRETARIAT, Strength.URGED),
    ("es", "Alentar también a los Estados partes a que respondan.", "Alentar también a", SP, Strength.ENCOURAGED),
    ("ru", "просить Секретариат напечатать его.", "просить", SECRETARIAT, Strength.URGED),
    ("ru", "поручить Секретариату ответить.", "поручить", SECRETARIAT, Strength.REQUIRED),
    ("ru", "рекомендовать государствам-участникам ответить.", "рекомендовать", SP, Strength.ENCOURAGED),
    ("ar", "الطلب إلى الأمانة أن تطبعه.", "الطلب", SECRETARIAT, Strength.URGED),
    ("ar", "دعوة الدول الأطراف إلى الرد.", "دعوة", SP, Strength.INVITED),
]


def read(parsed: ParsedDocument) -> list[DraftRecommendation]:
    return list(extract(parsed, VOCABULARY).recommendations)


@pytest.mark.parametrize(
    ("language", "text", "verb", "addressees", "strength"), REQUESTS, ids=[case[1] for case in REQUESTS]
)
def test_request_in_the_infinitive_is_read(
    language: str, text: str, verb: str, addressees: tuple[str, ...], strength: Strength
) -> None:
    title, chapeau = HEADINGS[language]
    parsed = document(heading(title), paragraph(chapeau, "2"), item("(a)", text), body=COP, language=language)
    (found,) = read(parsed)
    assert (found.verb, found.addressees, found.strength) == (verb, addressees, strength)


@pytest.mark.parametrize("chapeau", ["States parties should:", "States parties should, in particular:"])
def test_item_that_continues_a_request_has_the_verb_of_its_chapeau(chapeau: str) -> None:
    parsed = document(heading("Recommendations"), paragraph(chapeau, "2"), item("(a)", "Encourage banks to report."))
    (found,) = read(parsed)
    assert (found.verb, found.addressees) == ("should", SP)


def test_list_of_decisions_below_a_heading_of_recommendations_is_found() -> None:
    items = [item("(a)", "To endorse the guide;"), item("(b)", "To invite coastal States to reply.")]
    parsed = document(heading("Recommendations"), paragraph("The Working Group decided:", "2"), *items)
    assert [(r.label, r.verb) for r in read(parsed)] == [("(a)", ""), ("(b)", "invite")]


DECISIONS = [
    (
        "en",
        "The Economic and Social Council decides:",
        "To request coastal States to reply.",
        "request",
        "coastal States",
    ),
    (
        "fr",
        "Le Conseil économique et social décide :",
        "De prier les États Membres de répondre.",
        "prier",
        "Member States",
    ),
    ("zh", "经济及社会理事会决定：", "请秘书处答复。", "请", "Secretariat"),
]


@pytest.mark.parametrize(("language", "chapeau", "text", "verb", "addressee"), DECISIONS, ids=[c[0] for c in DECISIONS])
def test_items_of_a_resolution_make_requests(language: str, chapeau: str, text: str, verb: str, addressee: str) -> None:
    parsed = document(paragraph(chapeau), item("(a)", text), symbols=("E/RES/2033/4",), language=language)
    (found,) = read(parsed)
    assert (found.verb, found.addressees) == (verb, (addressee,))


CONCLUSIONS = {
    "en": ("Conclusions and recommendations", "The Working Group urged States parties to publish their laws.", "urged"),
    "fr": (
        "Conclusions et recommandations",
        "Le Groupe de travail a prié les États parties de publier leurs lois.",
        "a prié",
    ),
    "es": (
        "Conclusiones y recomendaciones",
        "El Grupo de Trabajo instó a los Estados partes a que publicaran sus leyes.",
        "instó a",
    ),
    "ru": (
        "Выводы и рекомендации",
        "Рабочая группа призвала государства-участники опубликовать законы.",
        "призвала",
    ),
    "ar": ("الاستنتاجات والتوصيات", "حث الفريق العامل الدول الأطراف على نشر قوانينها.", "حث"),
    "zh": ("结论和建议", "工作组敦促缔约国公布法律。", "敦促"),
}


@pytest.mark.parametrize("language", CONCLUSIONS)
def test_request_of_a_body_among_conclusions_is_a_recommendation(language: str) -> None:
    title, text, verb = CONCLUSIONS[language]
    finding = heading(title), paragraph("2033.", "1"), paragraph(text, "2")
    (recommendation,) = extract(document(*finding, language=language), VOCABULARY).recommendations
    assert (recommendation.verb, recommendation.addressees) == (verb, SP)


@pytest.mark.parametrize(
    "text",
    [
        "The Committee requested additional information on the costs.",
        "The Working Group invited the speakers to the second day.",
        "Several speakers urged States parties to publish their laws.",
    ],
)
def test_account_of_a_meeting_among_conclusions_is_not_a_recommendation(text: str) -> None:
    blocks = heading("Conclusions and recommendations"), paragraph(text, "1")
    assert extract(document(*blocks), VOCABULARY).recommendations == ()
