"""Documents of a parent body endorse the recommendations of meetings of its subsidiary bodies."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from documents.parsing.types import BlockKind, Footnote, NoteRef
from recommendations.extraction.extract import extract
from recommendations.extraction.report import as_json_value
from recommendations.extraction.types import Extraction
from tests.recommendations.extraction.reading import COP, VOCABULARY, document, paragraph
from tests.recommendations.extraction.test_operative import operative
from tests.recommendations.extraction.test_six_languages import PARENT

WG = "wg-international-cooperation"
RESOLUTION = {"title": "Resolution 11/3", "symbols": ("CTOC/COP/2022/RES/3",), "session": "Eleventh session"}
REPORT = {
    "title": "Report of the Conference of the Parties on its eleventh session, held in Vienna in October 2022",
    "symbols": ("CTOC/COP/2022/9",),
    "session": "Eleventh session",
}
UNCLEAR = "endorses recommendations, but the meeting that made them is not clear."

OPENINGS = {
    "en": f"The {COP},",
    "fr": "La Conférence des Parties à la Convention des Nations Unies contre la criminalité transnationale organisée,",
    "es": "La Conferencia de las Partes en la Convención de las Naciones Unidas contra la Delincuencia Organizada"
    " Transnacional,",
    "ru": "Конференция участников Конвенции Организации Объединенных Наций против транснациональной организованной"
    " преступности,",
    "ar": "إن مؤتمر الأطراف في اتفاقية الأمم المتحدة لمكافحة الجريمة المنظمة عبر الوطنية،",
    "zh": "联合国打击跨国有组织犯罪公约缔约方会议，",
}


def resolution(text: str, language: str = "en", **masthead: Any) -> Extraction:
    opening = paragraph(OPENINGS[language])
    fields = {"language": language, "body": PARENT[language], **RESOLUTION, **masthead}
    return extract(document(opening, operative(text, "1"), **fields), VOCABULARY)


def report(text: str, language: str = "en", **masthead: Any) -> Extraction:
    fields = {"language": language, "body": PARENT[language], **REPORT, **masthead}
    return extract(document(paragraph(text, "12"), **fields), VOCABULARY)


def endorsed(extraction: Extraction) -> list[tuple[str, int | None] | str]:
    """Return the body and ordinal of each meeting, or the symbol of its report."""
    return [
        (found.meeting.body, found.meeting.ordinal) if found.meeting else found.symbol
        for found in extraction.endorsements
    ]


def has_doubt(extraction: Extraction) -> bool:
    return any(UNCLEAR in doubt for doubt in extraction.doubts)


RESOLUTIONS = [
    ("en", "Endorses the recommendations adopted by the Working Group on International Cooperation at its eleventh "
           "meeting;"),
    ("en", "Takes note of the report of the Working Group on International Cooperation on its eleventh meeting, and "
           "endorses the conclusions and recommendations contained therein;"),
    ("en", "Decides to endorse the recommendations of the Working Group on International Cooperation, adopted at its "
           "eleventh meeting;"),
    ("fr", "Fait siennes les recommandations adoptées par le Groupe de travail sur la coopération internationale à sa "
           "onzième réunion ;"),
    ("fr", "Approuve les conclusions et recommandations adoptées par le Groupe de travail sur la coopération "
           "internationale à sa onzième réunion ;"),
    ("es", "Hace suyas las recomendaciones aprobadas por el Grupo de Trabajo sobre Cooperación Internacional en su "
           "11ª reunión;"),
    ("es", "Aprueba las recomendaciones formuladas por el Grupo de Trabajo sobre Cooperación Internacional en su "
           "11ª reunión;"),
    ("ru", "одобряет рекомендации, принятые Рабочей группой по международному сотрудничеству на ее одиннадцатом "
           "совещании;"),
    ("ar", "يقر التوصيات التي اعتمدها الفريق العامل المعني بالتعاون الدولي في اجتماعه الحادي عشر؛"),
    ("ar", "يُقرّ التوصيات التي اعتمدها الفريق العامل المعني بالتعاون الدولي في اجتماعه الحادي عشر؛"),
    ("zh", "核可国际合作工作组第十一次会议通过的建议；"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text"), RESOLUTIONS)
def test_resolution_endorses_recommendations_of_a_meeting(language: str, text: str) -> None:
    extraction = resolution(text, language)
    assert endorsed(extraction) == [(WG, 11)]
    assert not has_doubt(extraction)
    assert extraction.endorsements[0].block == 1


REPORTS = [
    ("en", "Report of the Conference of the Parties on its eleventh session",
     "At its 5th meeting, on 19 October 2022, the Conference endorsed the recommendations adopted by the Working Group "
     "on International Cooperation at its eleventh meeting."),
    ("fr", f"Rapport de la {PARENT['fr']} sur les travaux de sa onzième session",
     "À sa 5e séance, la Conférence a approuvé les recommandations adoptées par le Groupe de travail sur la "
     "coopération internationale à sa onzième réunion."),
    ("es", f"Informe de la {PARENT['es']} sobre su 11º período de sesiones",
     "En su quinta sesión, la Conferencia hizo suyas las recomendaciones aprobadas por el Grupo de Trabajo sobre "
     "Cooperación Internacional en su 11ª reunión."),
    ("ru", f"Доклад {PARENT['ru'].replace('Конференция', 'Конференции')} о работе ее одиннадцатой сессии",
     "На своем 5-м заседании Конференция одобрила рекомендации, принятые Рабочей группой по международному "
     "сотрудничеству на ее одиннадцатом совещании."),
    ("ar", "تقرير مؤتمر الأطراف عن دورته الحادية عشرة",
     "وأقر المؤتمر التوصيات التي اعتمدها الفريق العامل المعني بالتعاون الدولي في اجتماعه الحادي عشر."),
    ("zh", "缔约方会议第十一届会议报告", "缔约方会议核可了国际合作工作组第十一次会议通过的建议。"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "title", "text"), REPORTS)
def test_report_of_session_endorses_recommendations_of_a_meeting(language: str, title: str, text: str) -> None:
    assert endorsed(report(text, language, title=title)) == [(WG, 11)]


NOT_ENDORSING = [
    ("en", "Recalling its decision to endorse the recommendations of the Working Group on Firearms at its third "
           "meeting;"),
    ("en", "Recalls that it endorsed the recommendations adopted by the Working Group on Firearms at its third "
           "meeting;"),
    ("en", "Takes note of the recommendations adopted by the Working Group on Firearms at its third meeting;"),
    ("en", "Invites the Conference to endorse the recommendations of the Working Group on Firearms at its third "
           "meeting;"),
    ("en", "Decides not to endorse the recommendations of the Working Group on Firearms at its third meeting;"),
    ("en", "Encourages States to implement the recommendations endorsed by the Conference and adopted by the Working "
           "Group on Firearms at its third meeting;"),
    ("en", "Endorses the plan of work of the Working Group on Firearms adopted at its third meeting;"),
    ("fr", "Rappelle qu’elle a approuvé les recommandations adoptées par le Groupe de travail sur la coopération "
           "internationale à sa onzième réunion ;"),
    ("fr", "Prend note des recommandations adoptées par le Groupe de travail sur la coopération internationale à sa "
           "onzième réunion ;"),
    ("es", "Recuerda que hizo suyas las recomendaciones aprobadas por el Grupo de Trabajo sobre Cooperación "
           "Internacional en su 11ª reunión;"),
    ("es", "Toma nota de las recomendaciones aprobadas por el Grupo de Trabajo sobre Cooperación Internacional en su "
           "11ª reunión;"),
    ("ru", "напоминает, что она одобрила рекомендации, принятые Рабочей группой по международному сотрудничеству на ее "
           "одиннадцатом совещании;"),
    ("ru", "не одобряет рекомендации, принятые Рабочей группой по международному сотрудничеству на ее одиннадцатом "
           "совещании;"),
    ("ar", "يحيط علما بالتوصيات التي اعتمدها الفريق العامل المعني بالتعاون الدولي في اجتماعه الحادي عشر؛"),
    ("ar", "يشير إلى أنه أقر التوصيات التي اعتمدها الفريق العامل المعني بالتعاون الدولي في اجتماعه الحادي عشر؛"),
    ("zh", "注意到国际合作工作组第十一次会议通过的建议；"),
    ("zh", "回顾缔约方会议核可了国际合作工作组第十一次会议通过的建议；"),
    ("zh", "鼓励缔约国执行缔约方会议核可的国际合作工作组第十一次会议的建议；"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text"), NOT_ENDORSING)
def test_other_mentions_are_not_endorsements(language: str, text: str) -> None:
    extraction = resolution(text, language)
    assert endorsed(extraction) == []
    assert not has_doubt(extraction)


NOT_REPORTED = [
    "The Conference may wish to endorse the recommendations adopted by the Working Group on Firearms at its third "
    "meeting.",
    "The Conference did not endorse the recommendations adopted by the Working Group on Firearms at its third meeting.",
    "One speaker recalled that the Conference endorsed the recommendations adopted by the Working Group on Firearms at "
    "its third meeting.",
    "At its tenth session, the Conference endorsed the recommendations adopted by the Working Group on Firearms at its "
    "third meeting.",
    "In its resolution 10/1, the Conference endorsed the recommendations adopted by the Working Group on Firearms at "
    "its third meeting.",
    "The Group of 77 endorsed the recommendations adopted by the Working Group on Firearms at its third meeting.",
    "The Working Group on Firearms endorsed the recommendations adopted at its third meeting.",
    "The Conference considered the recommendations adopted by the Working Group on Firearms at its third meeting.",
]  # fmt: skip


@pytest.mark.parametrize("text", NOT_REPORTED)
def test_report_endorses_only_by_the_session_that_it_reports_on(text: str) -> None:
    assert endorsed(report(text)) == []


ENDORSES = RESOLUTIONS[0][1]
ENDORSED = REPORTS[0][2]


@pytest.mark.parametrize(
    "masthead",
    [
        {"title": "Draft resolution", "symbols": ("CTOC/COP/2022/L.4",)},
        {"subtitle": "Draft decision submitted by the Chair"},
        {"symbols": ("CTOC/COP/2022/L.4/Rev.1",)},
        {"body": None, "symbols": ("X/1",)},
        {"subsidiary_body": "Working Group on Firearms"},
    ],
)
def test_drafts_and_other_bodies_endorse_nothing(masthead: dict[str, Any]) -> None:
    assert endorsed(resolution(ENDORSES, **masthead)) == []


@pytest.mark.parametrize(
    "masthead",
    [
        {"title": "Draft report", "symbols": ("CTOC/COP/2022/L.1",)},
        {"title": "Report of the Secretariat on activities for the Conference"},
        {"title": "International cooperation", "subtitle": "Background paper prepared by the Secretariat"},
    ],
)
def test_only_report_of_session_endorses_in_prose(masthead: dict[str, Any]) -> None:
    assert endorsed(report(ENDORSED, **masthead)) == []


def test_meeting_can_be_named_by_dates() -> None:
    (found,) = report(
        "The Conference endorsed the recommendations in the report on the meeting of the Working Group on Firearms "
        "held in Vienna from 4 to 6 May 2022 (CTOC/COP/WG.6/2022/4)."
    ).endorsements
    assert found.meeting
    assert (found.meeting.body, found.meeting.start) == ("wg-firearms", datetime.date(2022, 5, 4))


@pytest.mark.parametrize("meetings", ["eleventh and twelfth meetings", "eleventh meeting and at its twelfth meeting"])
def test_several_meetings_are_endorsed_together(meetings: str) -> None:
    text = f"Endorses the recommendations adopted by the Working Group on International Cooperation at its {meetings};"
    assert endorsed(resolution(text)) == [(WG, 11), (WG, 12)]


def test_report_is_identified_by_symbol_in_text_or_note() -> None:
    text = "Endorses the recommendations contained in the report of the Working Group on Firearms"
    assert endorsed(resolution(f"{text} (CTOC/COP/WG.6/2022/4);")) == ["CTOC/COP/WG.6/2022/4"]
    note = Footnote("1", "CTOC/COP/WG.6/2022/4.", block=1)
    block = {**operative(f"{text};", "1"), "notes": (NoteRef("1", len(text), 0),)}
    parsed = document(paragraph(OPENINGS["en"]), block, footnotes=(note,), **RESOLUTION)
    assert endorsed(extract(parsed, VOCABULARY)) == ["CTOC/COP/WG.6/2022/4"]


def test_unidentified_meeting_raises_doubt() -> None:
    extraction = resolution("Endorses the recommendations of the Working Group on Firearms;")
    assert endorsed(extraction) == []
    assert has_doubt(extraction)


@pytest.mark.parametrize("source", ["in the annex to the present resolution", "of the Advisory Committee on Questions"])
def test_other_recommendations_are_endorsed_without_doubt(source: str) -> None:
    extraction = resolution(f"Endorses the recommendations {source};")
    assert endorsed(extraction) == []
    assert not has_doubt(extraction)


def test_report_of_command_lists_endorsements() -> None:
    parsed = document(paragraph(OPENINGS["en"]), operative(ENDORSES, "1"), **RESOLUTION)
    values = as_json_value(parsed, extract(parsed, VOCABULARY), VOCABULARY)
    assert values["endorsements"] == [
        {"where": "1", "meeting": "eleventh meeting of the Working Group on International Cooperation", "symbol": None}
    ]


def test_preamble_endorses_nothing() -> None:
    preamble = {"kind": BlockKind.PREAMBULAR, "text": f"Having {ENDORSED}", "label": None}
    parsed = document(paragraph(OPENINGS["en"]), preamble, operative("Urges States to act.", "1"), **RESOLUTION)
    assert endorsed(extract(parsed, VOCABULARY)) == []
