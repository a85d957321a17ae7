"""The same report in all six official languages has the same chapeaux, status, addressees and headings."""

from __future__ import annotations

import re
from typing import Any

import pytest

from recommendations.extraction.actions import read_action
from recommendations.extraction.extract import extract
from recommendations.extraction.forms.listed import is_heading_of_recommendations
from recommendations.extraction.languages import LANGUAGES, language_of
from recommendations.extraction.types import DraftRecommendation, Status, Strength
from tests.recommendations.extraction.reading import VOCABULARY, document, heading, item, paragraph

SP, SECRETARIAT, COP = ("States parties",), ("Secretariat",), ("Conference of the Parties",)

BODY = {
    "en": "Working Group on International Cooperation",
    "fr": "Groupe de travail sur la coopération internationale",
    "es": "Grupo de Trabajo sobre Cooperación Internacional",
    "ru": "Рабочая группа по международному сотрудничеству",
    "ar": "الفريق العامل المعني بالتعاون الدولي",
    "zh": "国际合作工作组",
}
PARENT = {code: next(body for body in VOCABULARY.bodies if body.key == "cop").names_in(code)[0] for code in BODY}
TITLE = {
    "en": "Report on the meeting of the Working Group",
    "fr": "Rapport sur la réunion du Groupe de travail",
    "es": "Informe sobre la reunión del Grupo de Trabajo",
    "ru": "Доклад о работе совещания Рабочей группы",
    "ar": "تقرير عن اجتماع الفريق العامل",
    "zh": "工作组会议报告",
}
SESSION = {
    "en": "Twelfth meeting",
    "fr": "Douzième réunion",
    "es": "12ª reunión",
    "ru": "Двенадцатое совещание",
    "ar": "الاجتماع الثاني عشر",
    "zh": "第十二次会议",
}
ADOPTED = {
    "en": "At its twelfth meeting, the Working Group adopted the following recommendations:",
    "fr": "À sa douzième réunion, le Groupe de travail a adopté les recommandations suivantes :",
    "es": "En su 12ª reunión, el Grupo de Trabajo aprobó las recomendaciones siguientes:",
    "ru": "На своем двенадцатом совещании Рабочая группа приняла нижеследующие рекомендации:",
    "ar": "اعتمد الفريق العامل في اجتماعه الثاني عشر التوصيات التالية:",
    "zh": "工作组第十二次会议通过了下列建议：",
}
ITEMS = {
    "en": ("States parties are encouraged to ratify;", "The Secretariat should report."),
    "fr": ("Les États parties sont encouragés à ratifier ;", "Le Secrétariat devrait faire rapport."),
    "es": ("Se alienta a los Estados partes a que ratifiquen;", "La Secretaría debería informar."),
    "ru": ("государствам-участникам рекомендуется присоединиться;", "Секретариату следует представить доклад."),
    "ar": ("تُشجَّع الدول الأطراف على التصديق؛", "ينبغي للأمانة أن تقدم تقريرا."),
    "zh": ("鼓励缔约国批准公约；", "秘书处应当提交报告。"),
}
NESTED = {
    "en": (
        "States parties are encouraged to take the following steps:",
        "To train judges;",
        "To appoint liaison staff.",
    ),
    "fr": (
        "Les États parties sont invités à prendre les mesures suivantes :",
        "Former des juges ;",
        "Nommer des agents.",
    ),
    "es": (
        "Se alienta a los Estados partes a que adopten las siguientes medidas:",
        "Capacitar jueces;",
        "Nombrar enlaces.",
    ),
    "ru": ("государствам-участникам следует принять следующие меры:", "обучать судей;", "назначить сотрудников."),
    "ar": ("تُشجَّع الدول الأطراف على القيام بما يلي:", "تدريب القضاة؛", "تعيين موظفي اتصال."),
    "zh": ("鼓励缔约国采取以下措施：", "培训法官；", "任命联络官。"),
}
OPEN = {
    "en": "States parties should give priority to research on:",
    "fr": "Les États parties devraient accorder la priorité aux travaux portant sur :",
    "es": "Los Estados partes deberían dar prioridad a la investigación sobre:",
    "ru": "государствам-участникам следует уделять внимание исследованиям по темам:",
    "ar": "ينبغي للدول الأطراف أن تعطي الأولوية للبحوث المتعلقة بما يلي:",
    "zh": "缔约国应当优先研究下列专题：",
}
ASKS = {
    "en": "To make progress, the Conference may wish to:",
    "fr": "Pour progresser, la Conférence souhaitera peut-être :",
    "es": "A fin de avanzar, la Conferencia tal vez desee:",
    "ru": "В целях достижения прогресса Конференция, возможно, пожелает:",
    "ar": "وسعيا إلى تحقيق التقدم، لعل المؤتمر يود القيام بما يلي:",
    "zh": "为取得进展，缔约方会议似宜：",
}
ENDORSED = {
    "en": "The Conference endorsed the following recommendations of the Working Group:",
    "fr": "La Conférence a fait siennes les recommandations suivantes du Groupe de travail, reproduites ci-dessous :",
    "es": "La Conferencia hizo suyas las siguientes recomendaciones del Grupo de Trabajo:",
    "ru": "Конференция одобрила следующие рекомендации Рабочей группы:",
    "ar": "أيد المؤتمر توصيات الفريق العامل التالية:",
    "zh": "缔约方会议核可了工作组的下列建议：",
}
PUT_FORWARD = {
    "en": "The Working Group adopted the following recommendations for endorsement by the Conference:",
    "fr": "Le Groupe de travail a adopté les recommandations suivantes pour approbation par la Conférence :",
    "es": "El Grupo de Trabajo aprobó las siguientes recomendaciones para su aprobación por la Conferencia:",
    "ru": "Рабочая группа приняла следующие рекомендации для одобрения Конференцией:",
    "ar": "اعتمد الفريق العامل التوصيات التالية لكي يقرها المؤتمر:",
    "zh": "工作组通过了下列建议，供缔约方会议核可：",
}
DOCUMENTS = {
    "en": "The Working Group had before it the following documents:",
    "fr": "Le Groupe de travail était saisi des documents suivants :",
    "es": "El Grupo de Trabajo tuvo ante sí los siguientes documentos:",
    "ru": "Рабочей группе были представлены следующие документы:",
    "ar": "كان معروضا على الفريق العامل الوثائق التالية:",
    "zh": "工作组面前有以下文件：",
}
HEADING = {
    "en": "Recommendations",
    "fr": "Recommandations",
    "es": "Recomendaciones",
    "ru": "Рекомендации",
    "ar": "التوصيات",
    "zh": "建议",
}
every_language = pytest.mark.parametrize("code", sorted(BODY))


def read(code: str, *blocks: dict[str, Any], **masthead: Any) -> list[DraftRecommendation]:
    fields = {"language": code, "body": PARENT[code], **masthead}
    return list(extract(document(*blocks, **fields), VOCABULARY).recommendations)


def report(code: str, *blocks: dict[str, Any]) -> list[DraftRecommendation]:
    return read(code, *blocks, title=TITLE[code], subsidiary_body=BODY[code], session=SESSION[code])


def items(code: str) -> list[dict[str, Any]]:
    return [item(label, text) for label, text in zip(("(a)", "(b)"), ITEMS[code], strict=True)]


def test_every_official_language_has_its_words() -> None:
    assert set(LANGUAGES) == set(BODY)


@every_language
def test_adopted_list_is_found(code: str) -> None:
    first, second = report(code, paragraph(ADOPTED[code], "2"), *items(code))
    assert (first.addressees, second.addressees) == (SP, SECRETARIAT)
    assert all((first.verb, second.verb, first.strength, second.strength))
    assert (first.status, first.adopted_by and first.adopted_by.ordinal) == (Status.ADOPTED, 12)
    assert (first.adopted_by and first.adopted_by.body) == "wg-international-cooperation"


@every_language
def test_item_that_only_introduces_is_a_chapeau(code: str) -> None:
    chapeau, *texts = NESTED[code]
    inner = [item(label, text, level=2) for label, text in zip(("(i)", "(ii)"), texts, strict=True)]
    plain = item("(b)", ITEMS[code][1])
    found = report(code, paragraph(ADOPTED[code], "2"), item("(a)", chapeau), *inner, plain)
    assert [r.path for r in found] == ["(i)", "(ii)", "(b)"]
    assert [r.addressees for r in found] == [SP, SP, SECRETARIAT]
    assert found[0].status is Status.ADOPTED


@every_language
def test_open_chapeau_gives_addressee_and_verb(code: str) -> None:
    entries = [item("(a)", "DNA;"), item("(b)", "GPS.")]
    found = read(code, heading(HEADING[code]), paragraph(OPEN[code], "3"), *entries)
    assert [r.addressees for r in found] == [SP, SP]
    assert found[0].verb


@every_language
def test_body_can_be_addressed(code: str) -> None:
    entries = [item("(a)", "DNA;"), item("(b)", "GPS.")]
    first, second = read(code, heading("—"), paragraph(ASKS[code], "74"), *entries)
    assert (first.addressees, second.addressees, first.status) == (COP, COP, Status.PROPOSED)


@every_language
def test_recommendations_endorsed_by_parent_are_recognized(code: str) -> None:
    assert read(code, paragraph(ENDORSED[code], "3"), *items(code))[0].status is Status.ENDORSED


@every_language
def test_report_of_the_adopting_meeting_can_submit_recommendations_for_endorsement(code: str) -> None:
    assert report(code, paragraph(PUT_FORWARD[code], "3"), *items(code))[0].status is Status.FOR_ENDORSEMENT


@every_language
def test_numbered_paragraphs_under_heading_are_found(code: str) -> None:
    paragraphs = [paragraph(text, str(number)) for number, text in enumerate(ITEMS[code], start=7)]
    assert [r.path for r in read(code, heading(HEADING[code], "III"), *paragraphs)] == ["7", "8"]


@every_language
def test_other_lists_are_ignored(code: str) -> None:
    assert (
        report(code, paragraph(DOCUMENTS[code], "3"), item("(a)", "CTOC/COP/2031/1"), item("(b)", "CTOC/COP/2031/2"))
        == []
    )


MAY_ALSO_WISH = {
    "en": "The Conference may also wish to invite States parties to report.",
    "fr": "La Conférence souhaitera peut-être aussi inviter les États parties à faire rapport.",
    "es": "La Conferencia tal vez desee también invitar a los Estados partes a que informen.",
    "ru": "Конференция, возможно, пожелает также предложить государствам-участникам представить доклад.",
    "ar": "ولعل المؤتمر يود أيضا أن يدعو الدول الأطراف إلى تقديم تقارير.",
    "zh": "缔约方会议还不妨请缔约国提交报告。",
}


@every_language
def test_paragraph_that_invites_a_body_to_make_a_request_is_found(code: str) -> None:
    entries = [item("(a)", "DNA;"), item("(b)", "GPS.")]
    blocks = [heading(HEADING[code], "III"), paragraph(ASKS[code], "4"), *entries, paragraph(MAY_ALSO_WISH[code], "5")]
    last = read(code, *blocks)[-1]
    assert (last.path, last.addressees, last.strength) == ("5", COP, Strength.INVITED)


@every_language
def test_chapeau_can_end_in_full_stop(code: str) -> None:
    chapeau = re.sub(r"\s*[:：]$", "。" if code == "zh" else ".", ADOPTED[code])
    assert len(report(code, paragraph(chapeau, "2"), *items(code))) == 2


REQUESTS = [
    ("fr", "Il est recommandé que les États parties agissent.", "Il est recommandé", SP),
    ("fr", "Il est instamment demandé au Secrétariat d’agir.", "Il est instamment demandé", SECRETARIAT),
    ("fr", "Il conviendrait que les États parties agissent.", "Il conviendrait", SP),
    ("es", "Convendría que los Estados partes actuaran.", "Convendría", SP),
    ("es", "Se debería informar a todos.", "Se debería", ()),
    ("ru", "Секретариату поручается подготовить доклад.", "поручается", SECRETARIAT),
    ("ru", "Целесообразно, чтобы государства-участники сотрудничали.", "Целесообразно", SP),
    ("ru", "Вопрос обсуждался в Рабочей группе, Секретариату следует ответить.", "следует", SECRETARIAT),
    ("ar", "على الدول الأطراف أن تتعاون.", "على", SP),
    ("ar", "يُطلب إلى جميع الدول الأطراف أن تتعاون.", "يطلب", SP),
    ("ar", "يوصى بأن تتعاون الدول الأطراف.", "يوصى", SP),
    ("ar", "ينبغي أن تتعاون الدول الأطراف.", "ينبغي", SP),
    ("zh", "强烈呼吁缔约国开展合作。", "强烈呼吁", SP),
    ("zh", "请尚未批准第18条所列文书的缔约国开展合作。", "请", SP),
    ("zh", "应请求提供的援助", "", ()),
]


@pytest.mark.parametrize(("code", "text", "verb", "addressees"), REQUESTS)
def test_request_is_read(code: str, text: str, verb: str, addressees: tuple[str, ...]) -> None:
    action = read_action(text, VOCABULARY, code)
    assert (action.verb, action.addressees) == (verb, addressees)


def test_citations_are_read_without_vowel_signs_and_kept_as_printed() -> None:
    text = "عملًا بالمادة 19 من اتفاقية الجريمة المنظَّمة."
    (reference,) = extract(document(paragraph(text, "1"), language="ar"), VOCABULARY).references
    assert [str(target) for target in reference.articles] == ["untoc:19"]
    assert reference.text == text[reference.start : reference.end] == "بالمادة 19 من اتفاقية الجريمة المنظَّمة"


HEADINGS = [
    ("en", "List of agreed recommendations and conclusions", True),
    ("en", "Proposed action", True),
    ("fr", "Liste des recommandations convenues", True),
    ("fr", "Mesures proposées", True),
    ("fr", "Mesures proposées par les orateurs", False),
    ("es", "Lista de recomendaciones y conclusiones acordadas", True),
    ("es", "Medidas propuestas", True),
    ("ru", "Рекомендации Рабочей группы", True),
    ("ru", "Предлагаемые меры", True),
    ("ar", "رابعا- توصيات الفريق العامل", True),
    ("ar", "توصيات للنظر فيها", True),
    ("zh", "三. 专家组的建议", True),
    ("zh", "拟议行动", True),
    ("fr", "Conclusions et recommandations", True),
    ("fr", "Recommandations (suite)", True),
    ("fr", "Application des recommandations", False),
    ("es", "Conclusiones y recomendaciones", True),
    ("es", "Recomendaciones aprobadas por el Grupo de Trabajo", True),
    ("es", "Seguimiento de las recomendaciones", False),
    ("ru", "IX. Выводы и рекомендации", True),
    ("ru", "Рекомендации (продолжение)", True),
    ("ru", "Выполнение рекомендаций", False),
    ("ar", "ثانيا- التوصيات (تابع)", True),
    ("ar", "الاستنتاجات والتوصيات", True),
    ("ar", "تنفيذ التوصيات", False),
    ("zh", "九. 结论和建议", True),
    ("zh", "建议（续）", True),
    ("zh", "建议的执行情况", False),
]


@pytest.mark.parametrize(("code", "text", "expected"), HEADINGS)
def test_heading_is_recognized(code: str, text: str, expected: bool) -> None:
    assert is_heading_of_recommendations(text, language_of(code)) is expected


SITTINGS = [
    ("en", "At its 4th meeting, the Working Group adopted the report.", None),
    ("en", "At its fourth meeting, the Working Group adopted the report.", 4),
    ("en", "the 12th meeting of the Working Group, held on 25 and 26 March 2021", 12),
    ("fr", "À sa 4ᵉ séance, le Groupe de travail a adopté le rapport.", None),
    ("fr", "À sa 4ᵉ réunion, le Groupe de travail a adopté le rapport.", 4),
    ("es", "En su 4ª sesión, el Grupo de Trabajo aprobó el informe.", None),
    ("es", "En su 13ª reunión, el Grupo de Trabajo aprobó el informe.", 13),
    ("ru", "На своем 4-м заседании Рабочая группа приняла доклад.", None),
    ("ru", "На своем тринадцатом совещании Рабочая группа приняла доклад.", 13),
    ("ar", "اعتمد الفريق العامل التقرير في جلسته الرابعة.", None),
    ("ar", "اعتمد الفريق العامل التقرير في اجتماعه الحادي والعشرين.", 21),
    ("zh", "工作组在其第4次会议上通过了报告。", None),
    ("zh", "工作组在其第二十一次会议上通过了报告。", 21),
]


@pytest.mark.parametrize(("code", "text", "ordinal"), SITTINGS)
def test_sittings_differ_from_meetings(code: str, text: str, ordinal: int | None) -> None:
    parsed = document(paragraph(text, "2"), language=code, body=PARENT[code], subsidiary_body=BODY[code])
    (reference,) = (r for r in extract(parsed, VOCABULARY).references if r.kind == "meeting")
    assert (reference.meeting.ordinal if reference.meeting else None) == ordinal
