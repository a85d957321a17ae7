"""Action phrases, their strength and their addressees in the official languages other than English."""

from __future__ import annotations

import pytest

from documents.parsing.types import Mark
from recommendations.extraction.action_phrases import find_action_phrase
from recommendations.extraction.actions import read_action
from recommendations.extraction.extract import extract
from recommendations.extraction.types import Strength
from tests.recommendations.extraction.reading import VOCABULARY, document, heading, paragraph

REQUIRED, URGED, SHOULD = Strength.REQUIRED, Strength.URGED, Strength.SHOULD
ENCOURAGED, INVITED = Strength.ENCOURAGED, Strength.INVITED

CASES = [
    ("fr", "Les États parties sont encouragés à recourir à", "sont encouragés à", ENCOURAGED),
    ("fr", "Les États parties sont vivement encouragés à", "sont vivement encouragés à", URGED),
    ("fr", "Les autorités sont également invitées à agir", "sont également invitées à", INVITED),
    ("fr", "Les États parties devraient envisager", "devraient", SHOULD),
    ("fr", "Le Secrétariat est prié de faire rapport", "est prié de", URGED),
    ("fr", "Les États Membres souhaiteront peut-être examiner", "souhaiteront peut-être", INVITED),
    ("fr", "Le Comité recommande que", "recommande", ENCOURAGED),
    ("es", "Se alienta a los Estados partes a que", "Se alienta a", ENCOURAGED),
    ("es", "Se insta a los Estados a que", "Se insta a", URGED),
    ("es", "Los Estados partes deberían considerar", "deberían", SHOULD),
    ("es", "Los Estados partes deberán adoptar", "deberán", REQUIRED),
    ("es", "Se invita a la Secretaría a que", "Se invita a", INVITED),
    ("es", "La Conferencia tal vez desee examinar", "tal vez desee", INVITED),
    ("ru", "Государствам-участникам рекомендуется использовать", "рекомендуется", ENCOURAGED),
    ("ru", "Государствам настоятельно рекомендуется", "настоятельно рекомендуется", URGED),
    ("ru", "Государствам-участникам следует рассмотреть", "следует", SHOULD),
    ("ru", "Конференция, возможно, пожелает рассмотреть", "возможно, пожелает", INVITED),
    ("ru", "Секретариату предлагается представить", "предлагается", INVITED),
    ("ar", "تُشجَّع الدول الأطراف على", "تشجع", ENCOURAGED),
    ("ar", "ينبغي للدول الأطراف أن", "ينبغي", SHOULD),
    ("ar", "وتحث الدول الأعضاء على", "وتحث", URGED),
    ("zh", "鼓励缔约国使用", "鼓励", ENCOURAGED),
    ("zh", "强烈鼓励缔约国", "强烈鼓励", URGED),
    ("zh", "缔约国应当考虑", "应当", SHOULD),
    ("zh", "缔约方会议不妨考虑", "不妨", INVITED),
]


@pytest.mark.parametrize(("language", "text", "phrase", "strength"), CASES, ids=[f"{c[0]}: {c[2]}" for c in CASES])
def test_phrase_and_strength_are_found(language: str, text: str, phrase: str, strength: Strength) -> None:
    assert find_action_phrase(text, language) == (phrase, strength)


def test_first_phrase_is_used() -> None:
    text = "Les États sont encouragés à agir et devraient faire rapport."
    assert find_action_phrase(text, "fr") == ("sont encouragés à", ENCOURAGED)


WITHOUT_PHRASE = [
    ("fr", "La demande d’entraide a été reçue par l’autorité centrale."),
    ("es", "La solicitud fue recibida."),
    ("ru", "Просьба была получена."),
    ("ar", "الاتفاقية والبروتوكولات"),
    ("zh", "采取相应措施应对犯罪并提出建议"),
    ("ja", "States should act, but this language is not read."),
]


@pytest.mark.parametrize(("language", "text"), WITHOUT_PHRASE, ids=[language for language, _ in WITHOUT_PHRASE])
def test_text_without_request_has_no_phrase(language: str, text: str) -> None:
    assert find_action_phrase(text, language) is None


SP, SECRETARIAT = "States parties", "Secretariat"
ADDRESSED = [
    ("fr", "Les États parties et le Secrétariat devraient agir.", [SP, SECRETARIAT]),
    ("fr", "Sous réserve des ressources, le Secrétariat devrait agir.", [SECRETARIAT]),
    ("fr", "L’utilisation de ces techniques par les États parties devrait être contrôlée.", []),
    ("fr", "Le Comité invite les États Membres à agir.", ["Member States"]),
    ("es", "Se pide a la Secretaría que informe.", [SECRETARIAT]),
    ("es", "Se alienta además a los Estados partes a que informen.", [SP]),
    ("es", "Los Estados partes y los Estados Miembros deberían actuar.", [SP, "Member States"]),
    ("ru", "При наличии ресурсов Секретариату следует подготовить доклад.", [SECRETARIAT]),
    ("ru", "Комиссия призывает государства-члены принять меры.", ["Member States"]),
    ("ru", "Государствам-участникам и Секретариату также рекомендуется сотрудничать.", [SP, SECRETARIAT]),
    ("ar", "ينبغي للأمانة أن تعد دليلا.", [SECRETARIAT]),
    ("ar", "تُشجَّع الدول الأعضاء على التعاون.", ["Member States"]),
    ("zh", "还鼓励缔约国交流经验。", [SP]),
    ("zh", "视资源情况，秘书处应当编写指南。", [SECRETARIAT]),
    ("zh", "缔约国的法律应当得到尊重。", []),
    ("en", "Governments should act.", ["Governments"]),
    ("fr", "Les gouvernements devraient agir.", ["Governments"]),
    ("es", "Los gobiernos deberían actuar.", ["Governments"]),
    ("ru", "Правительствам следует принять меры.", ["Governments"]),
    ("ar", "ينبغي للحكومات أن تتعاون.", ["Governments"]),
    ("zh", "各国政府应当采取行动。", ["Governments"]),
    ("en", "The Working Group on Firearms should meet.", ["Working Group on Firearms"]),
    ("fr", "Le Groupe de travail sur les armes à feu devrait se réunir.", ["Working Group on Firearms"]),
    ("es", "El Grupo de Trabajo sobre Armas de Fuego debería reunirse.", ["Working Group on Firearms"]),
    ("en", "The working groups of the Conference should meet.", ["Working Groups"]),
]


@pytest.mark.parametrize(("language", "text", "addressees"), ADDRESSED, ids=[text for _, text, _ in ADDRESSED])
def test_addressees_are_read_in_every_language(language: str, text: str, addressees: list[str]) -> None:
    assert list(read_action(text, VOCABULARY, language).addressees) == addressees


@pytest.mark.parametrize(
    ("language", "body", "text"),
    [
        ("en", "Working Group on Firearms", "The Working Group should meet."),
        ("fr", "Groupe de travail sur les armes à feu", "Le Groupe de travail devrait se réunir."),
        ("es", "Grupo de Trabajo sobre Armas de Fuego", "El Grupo de Trabajo debería reunirse."),
        ("ru", "Рабочая группа по огнестрельному оружию", "Рабочей группе следует собраться."),
        (
            "ru",
            "Рабочая группа по международному сотрудничеству",
            "Рабочей группе по огнестрельному оружию следует собраться.",
        ),
    ],
)
def test_request_to_a_working_group_names_the_group(language: str, body: str, text: str) -> None:
    heading_text = {"en": "Recommendations", "fr": "Recommandations", "es": "Recomendaciones", "ru": "Рекомендации"}
    parsed = document(
        heading(heading_text[language]), paragraph(text, "1"), language=language, body=None, subsidiary_body=body
    )
    (recommendation,) = extract(parsed, VOCABULARY).recommendations
    assert recommendation.addressees == ("Working Group on Firearms",)


def test_bold_passage_in_french_has_strength() -> None:
    finding, advice = (
        "Le Comité a examiné la question. ",
        "Le Comité recommande que le Secrétariat présente un rapport.",
    )
    bold = (len(finding), len(finding + advice))
    blocks = [paragraph(finding + advice, str(n), bold=bold if n % 2 else None) for n in range(1, 9)]
    assert blocks[0]["marks"] == (Mark(*bold, "bold"),)
    recommendations = extract(document(*blocks, language="fr"), VOCABULARY).recommendations
    assert {(r.verb, r.strength) for r in recommendations} == {("recommande", ENCOURAGED)}
