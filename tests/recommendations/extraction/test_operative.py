"""Operative paragraphs of resolutions and decisions are found. Paragraphs that ask somebody to act are entries."""

from __future__ import annotations

from typing import Any

import pytest

from documents.parsing.parse import parse
from documents.parsing.types import BlockKind, ParsedDocument
from recommendations.extraction.extract import extract
from recommendations.extraction.operative.entries import read_operative_action
from recommendations.extraction.operative.texts import find_texts
from recommendations.extraction.report import as_json_value
from recommendations.extraction.types import DraftRecommendation, Kind, Status, Strength
from tests.processor_time import limit_cpu
from tests.recommendations.extraction.reading import COP, VOCABULARY, document, heading, item, paragraph

OPENING = paragraph(f"The {COP},")
RESOLUTION = {"title": "Resolution 12/3", "symbols": ("CTOC/COP/2024/RES/3",)}


def operative(text: str, label: str | None) -> dict[str, Any]:
    return {"kind": BlockKind.OPERATIVE, "text": text, "label": label}


def preambular(text: str) -> dict[str, Any]:
    return {"kind": BlockKind.PREAMBULAR, "text": text, "label": None}


def printed(parsed: ParsedDocument) -> list[tuple[str | None, str]]:
    """Return the numbers and verbs of all operative paragraphs."""
    paragraphs = extract(parsed, VOCABULARY).operative_paragraphs
    return [(paragraph.number, paragraph.verb) for paragraph in paragraphs]


def entries(parsed: ParsedDocument) -> list[DraftRecommendation]:
    return [entry for entry in extract(parsed, VOCABULARY).recommendations if entry.kind is Kind.OPERATIVE]


def entry_of(text: str, language: str = "en", opening: str = "") -> DraftRecommendation | None:
    """Return the entry of a single operative paragraph, or None."""
    first = paragraph(opening) if opening else OPENING
    found = entries(document(first, operative(text, "1"), language=language, **RESOLUTION))
    return found[0] if found else None


ASKING = [
    ("Urges States parties to designate a central authority;", "Urges", ["States parties"], "Urges … to designate"),
    ("Calls once again upon all Governments to cooperate;", "Calls once again upon", ["Governments"], None),
    ("Urges all States parties, and all donors, to act;", "Urges", ["States parties", "Donors"], None),
    (
        "Requests the Secretariat, in cooperation with Member States, to report;",
        "Requests",
        ["Secretariat"],
        "Requests … to report",
    ),
    (
        "Also encourages Member States and other donors to contribute;",
        "Also encourages",
        ["Member States", "Donors"],
        None,
    ),
    ("Urges landlocked and island States to report;", "Urges", ["island States"], "Urges … to report"),
    ("Requests the Executive Director to reply to States;", "Requests", ["Executive Director"], None),
    ("Invites the World Health Organization, as needed, to help;", "Invites", ["World Health Organization"], None),
    ("Calls upon the international community to help;", "Calls upon", ["international community"], None),
    ("Invites the UN regional commissions to help;", "Invites", ["UN regional commissions"], None),
    ("Calls for support, and urges them to reply;", "Calls for", [], None),
    ("Requests that the report be issued by May;", "Requests", [], None),
    ("Recommends that all States intensify their efforts;", "Recommends", ["States"], None),
    ("Appeals to the private sector to take part;", "Appeals", ["Private sector"], "Appeals … to take"),
    ("Reiterates its request to the Secretariat to report;", "Reiterates", ["Secretariat"], None),
    ("Decides that States parties shall reply by 1 May 2026;", "Decides", ["States parties"], "Decides … shall reply"),
    ("Welcomes the report, and invites Member States to reply;", "invites", ["Member States"], "invites … to reply"),
    ("Takes note of it. It also requests the Secretariat to update it;", "also requests", ["Secretariat"], None),
    ("Requests the Secretariat with regard to it to report;", "Requests", ["Secretariat"], "Requests … to report"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "verb", "addressees", "action"), ASKING)
def test_paragraph_that_asks_is_an_entry(text: str, verb: str, addressees: list[str], action: str | None) -> None:
    entry = entry_of(text)
    assert entry is not None
    assert (entry.verb, list(entry.addressees), entry.status) == (verb, addressees, Status.ADOPTED)
    assert action is None or entry.action == action


NOT_ASKING = [
    "Endorses the recommendations in the annex;",
    "Takes note of the requests for assistance and the calls from States;",
    "Decides to remain seized of the matter;",
    "Decides that the session shall be held in Vienna;",
    "Expresses its appreciation to the Secretariat for the report;",
    "Recalls that the Conference, in its decision, called upon States parties to act, and urged others;",
    "Authorizes the Secretary-General to enter into commitments;",
    "Looks forward to the meeting of the Working Group;",
]


@pytest.mark.parametrize("text", NOT_ASKING)
def test_paragraph_that_asks_nobody_is_not_an_entry(text: str) -> None:
    assert entry_of(text) is None
    assert len(printed(document(OPENING, operative(text, "1"), **RESOLUTION))) == 1


LANGUAGES = [
    ("fr", "L’Assemblée générale,", "Prie instamment les États parties d’agir ;", "Prie instamment", Strength.URGED),
    ("fr", "La Conférence des Parties,", "Engage les États parties à coopérer ;", "Engage", Strength.URGED),
    ("fr", "La Commission,", "Se félicite de tout, et invite les États parties à agir ;", "invite", Strength.INVITED),
    ("es", "La Asamblea General,", "Insta también a los Estados partes a que actúen;", "Insta también", Strength.URGED),
    ("es", "El Consejo de Seguridad,", "Alienta a los Estados partes a que informen;", "Alienta", Strength.ENCOURAGED),
    (
        "ru", "Генеральная Ассамблея,", "вновь призывает государства-участники к делу;", "вновь призывает",
        Strength.URGED,
    ),
    ("ru", "Комиссия,", "приветствует и предлагает государствам-участникам его;", "предлагает", Strength.INVITED),
    ("ar", "إن الجمعية العامة،", "تحثُّ الدول الأطراف على التعاون؛", "تحث", Strength.URGED),
    ("ar", "إن الجمعية العامة،", "تطلب إلى الدول الأطراف أن تتعاون؛", "تطلب", Strength.URGED),
    ("ar", "إنَّ مؤتمر الأطراف،", "يرحب بالتقرير، ويدعو الدول الأطراف إلى الرد؛", "ويدعو", Strength.INVITED),
    ("zh", "大会，", "敦促缔约国开展合作；", "敦促", Strength.URGED),
    ("zh", "缔约方会议，", "又请缔约国提供资料；", "又请", Strength.URGED),
]  # fmt: skip


@pytest.mark.parametrize(("language", "opening", "text", "verb", "strength"), LANGUAGES)
def test_requests_in_other_languages_are_entries(
    language: str, opening: str, text: str, verb: str, strength: Strength
) -> None:
    entry = entry_of(text, language, opening)
    assert entry is not None
    assert (entry.verb, entry.strength, entry.addressees) == (verb, strength, ("States parties",))


STATING = [
    ("fr", "L’Assemblée générale,", "Prend note avec satisfaction du rapport ;", "Prend note avec satisfaction"),
    ("es", "La Asamblea General,", "Hace suyas las recomendaciones;", "Hace suyas"),
    ("ru", "Совет Безопасности,", "с удовлетворением отмечает доклад;", "с удовлетворением отмечает"),
    ("ar", "إن مجلس الأمن،", "يقرر أن يبقي المسألة قيد نظره؛", "يقرر"),
    ("zh", "安全理事会，", "赞赏地注意到报告；", "赞赏地注意到"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "opening", "text", "verb"), STATING)
def test_statements_in_other_languages_are_not_entries(language: str, opening: str, text: str, verb: str) -> None:
    parsed = document(paragraph(opening), operative(text, "1"), language=language, **RESOLUTION)
    assert (printed(parsed), entries(parsed)) == ([("1", verb)], [])


def test_preamble_and_text_after_the_resolution_are_omitted() -> None:
    parsed = document(
        OPENING,
        preambular("Urging all States parties to cooperate,"),
        paragraph("Requests having been received,"),
        operative("Requests the Secretariat to report:", "1"),
        item("(a)", "To the Conference;"),
        item("(b)", "To the Commission."),
        paragraph("14th plenary meeting"),
        heading("Annex", "Annex"),
        paragraph("Urges are listed below.", "2"),
        **RESOLUTION,
    )
    assert printed(parsed) == [("1", "Requests")]
    assert (
        entries(parsed)[0].text == "Requests the Secretariat to report:\n(a) To the Conference;\n(b) To the Commission."
    )


def test_numbering_continues_below_inner_headings_only() -> None:
    parsed = document(
        OPENING,
        operative("Urges States parties to act;", "1"),
        heading("Follow-up"),
        operative("Requests the Secretariat to report.", "2"),
        heading("Chapter II", "II"),
        paragraph("Requests from States were received.", "14"),
        **RESOLUTION,
    )
    assert printed(parsed) == [("1", "Urges"), ("2", "Requests")]


def test_lettered_paragraphs_have_their_own_verbs() -> None:
    parsed = document(
        heading("Decision 2025/1", level=1),
        paragraph("The Commission:"),
        item("(a)", "Takes note of the report;"),
        item("(b)", "Requested the Secretariat to publish it;"),
        item("(i)", "Urges in print;", level=2),
    )
    assert printed(parsed) == [("(a)", "Takes note"), ("(b)", "Requested")]
    assert [entry.label for entry in entries(parsed)] == ["(b)"]


def test_lettered_paragraphs_have_the_verb_of_the_opening_line() -> None:
    parsed = document(
        paragraph("The Council decides:"),
        item("(a)", "That the theme will be cooperation;"),
        item("(b)", "To request the Secretariat to report."),
        title="Draft decision",
    )
    assert printed(parsed) == [("(a)", "decides"), ("(b)", "decides")]


def test_opening_line_in_the_title_is_found() -> None:
    subtitle = "Draft decision The Council decides:"
    parsed = document(item("(a)", "That a panel will be held."), title="Theme", subtitle=subtitle)
    assert printed(parsed) == [("(a)", "decides")]


def test_decision_in_sentences_is_read() -> None:
    parsed = document(
        heading("Decision 10/1"),
        heading("Organization of work", level=2),
        paragraph(
            "At its 2nd meeting, the Conference decided to meet, and requested the Secretariat to inform States."
        ),
        heading("Attendance"),
        paragraph("The Conference requested the Secretariat to correct the list of participants.", "4"),
    )
    assert printed(parsed) == [(None, "decided")]
    assert [(entry.verb, entry.addressees) for entry in entries(parsed)] == [("requested", ("Secretariat",))]


@pytest.mark.parametrize(
    "chapeau",
    ["The Committee had before it the following documents:", "The Working Group requested the Secretariat:"],
)
def test_lists_in_a_report_are_not_decisions(chapeau: str) -> None:
    parsed = document(heading("Documents"), paragraph(chapeau, None), item("(a)", "Notes by the Secretariat;"))
    assert printed(parsed) == []


STATUSES = [
    ({"symbols": ("A/RES/80/1",), "title": "Cooperation"}, [], Status.ADOPTED),
    ({"symbols": ("CTOC/COP/2024/L.7",), "title": "Cooperation"}, [], Status.DRAFT),
    ({"title": "Draft resolution submitted by the Chair"}, [], Status.DRAFT),
    ({"title": "Report"}, [heading("Resolution 12/3")], Status.ADOPTED),
    ({"title": "Report"}, [heading("Draft resolution II")], Status.DRAFT),
    ({"title": "Draft report"}, [heading("Resolution 12/3")], Status.DRAFT),
    ({"title": "Report"}, [paragraph("The Committee recommends the following draft resolution:", "7")], Status.DRAFT),
    ({"title": "Report"}, [paragraph("The Commission adopted the following resolution:", "7")], Status.ADOPTED),
    ({"title": "Note by the Secretariat"}, [], Status.PROPOSED),
]


@pytest.mark.parametrize(("masthead", "above", "status"), STATUSES)
def test_status_depends_on_the_document(masthead: dict[str, Any], above: list[dict[str, Any]], status: Status) -> None:
    parsed = document(*above, OPENING, operative("Urges States parties to act.", "1"), **masthead)
    extraction = extract(parsed, VOCABULARY)
    assert [entry.status for entry in extraction.recommendations] == [status]
    assert bool(extraction.doubts) == (status is Status.PROPOSED)


def test_announcement_applies_only_to_its_chapter() -> None:
    parsed = document(
        heading("Drafts for adoption", "A"),
        paragraph("The Commission recommends the adoption of the following draft decision:", "1"),
        heading("Decisions brought to the attention of the Council", "B"),
        paragraph("The Commission:"),
        item("(a)", "Urges States parties to act."),
    )
    assert [entry.status for entry in entries(parsed)] == [Status.ADOPTED]


REPORT = """E/CN.15/2031/20

Distr.: General
3 June 2031

Original: English

Commission on Crime Prevention and Criminal Justice
Report on the fortieth session (19–23 May 2031)

I. Matters calling for action

A. Draft resolutions

1. The Commission recommends to the Council the adoption of the following draft resolutions:

Draft resolution I

Prisons

The General Assembly,

Recalling its resolution 46/152,

1. Strongly encourages Member States to share data, and requests the Secretariat to help them;

2. Calls upon the private sector:

(a) To cooperate;

(b) To report.

B. Resolutions of the Commission

2. The following resolution was adopted by the Commission:

Resolution 40/1

Victims

The Commission on Crime Prevention and Criminal Justice,

1. Urges Member States to act;

2. Decides to consider the matter.

II. Management

3. The Commission requested the Secretariat to continue.
"""


def test_drafts_and_resolutions_in_one_report_differ_in_status() -> None:
    parsed = parse(REPORT.encode(), "report.txt")
    assert [(number, verb) for number, verb in printed(parsed)] == [
        ("1", "Strongly encourages"),
        ("2", "Calls upon"),
        ("1", "Urges"),
        ("2", "Decides"),
    ]
    assert [(entry.verb, entry.status.value, entry.addressees) for entry in entries(parsed)] == [
        ("Strongly encourages", "draft", ("Member States",)),
        ("Calls upon", "draft", ("Private sector",)),
        ("Urges", "adopted", ("Member States",)),
    ]


def test_opening_line_can_be_a_heading_without_comma() -> None:
    parsed = document(
        heading("Decisions adopted by the Board"),
        heading("The Executive Board", level=2),
        paragraph("Takes note of the report.", None),
        heading("The Executive Board", level=2),
        paragraph("Notes the report;", "1"),
        paragraph("Encourages the Secretariat to publish it.", "2"),
        heading("The Executive Board at work", level=2),
        paragraph("The Board met in June.", "17"),
    )
    assert printed(parsed) == [(None, "Takes note"), ("1", "Notes"), ("2", "Encourages")]


def test_french_decision_in_sentences_is_read() -> None:
    parsed = document(
        heading("Décision 10/1"),
        paragraph(
            "À sa 2e séance, la Conférence a décidé de se réunir, et a prié le Secrétariat d’en informer les États."
        ),
        language="fr",
    )
    assert printed(parsed) == [(None, "a décidé")]
    assert [(entry.verb, entry.addressees) for entry in entries(parsed)] == [("a prié", ("Secretariat",))]


def test_output_separates_operative_paragraphs_from_recommendations() -> None:
    texts = ["Endorses the report;", "Urges States parties to act."]
    parsed = document(OPENING, *(operative(text, str(i)) for i, text in enumerate(texts, 1)), **RESOLUTION)
    label = as_json_value(parsed, extract(parsed, VOCABULARY), VOCABULARY)
    assert label["recommendations"] == []
    first, second = label["operative_paragraphs"]
    assert first == {
        "number": "1", "verb": "Endorses", "starts": "Endorses the report;", "page": None, "path": "1",
        "bullets": [], "status": "adopted", "asks": None,
    }  # fmt: skip
    assert (second["asks"], second["addressees"], second["text"]) == ("Urges", ["States parties"], texts[1])


@pytest.mark.parametrize(
    "words", ["and also further ", "The Assembly, ", "requests, and requests for ", "to the parties to "]
)
def test_long_paragraphs_are_read_in_time(words: str) -> None:
    text = words * (150_000 // len(words))
    parsed = document(
        OPENING, operative(f"Notes {text}", "1"), heading("Decision 1"), paragraph(f"The Council {text}:")
    )
    with limit_cpu(5):
        for enacted in find_texts(parsed, "en"):
            for operative_paragraph in enacted.paragraphs:
                read_operative_action(operative_paragraph.block.text, operative_paragraph, VOCABULARY, "en")
