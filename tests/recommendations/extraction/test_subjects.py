"""Articles on the subject of a recommendation."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from recommendations.extraction.clauses import ASIDE_WEIGHT, MAIN_WEIGHT, RESERVATION_WEIGHT, find_asides, weight_at
from recommendations.extraction.phrases import phrase_pattern
from recommendations.extraction.subjects import Setting, find_subjects
from recommendations.extraction.vocabulary import ENGLISH
from tests.recommendations.extraction.reading import VOCABULARY

SHOULD = "States parties should "


def targets(text: str, heading: str = "", *, convention: str | None = "untoc", **setting: str) -> list[str]:
    found = find_subjects(text, heading, VOCABULARY, Setting(convention=convention, **setting))
    return [str(match.target) for match in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("designate central authorities.", ["untoc:18(13)"]),
        ("hear witnesses by videoconference.", ["untoc:18(18)"]),
        ("allow the electronic transmission of requests for mutual legal assistance.", ["untoc:18", "untoc:18(14)"]),
        ("transmit information without prior request.", ["untoc:18(4)", "untoc:18(5)"]),
        ("set up joint investigative teams.", ["untoc:19"]),
        ("use controlled deliveries.", ["untoc:20(1)"]),
        ("intercept illicit goods in controlled deliveries.", ["untoc:20(1)", "untoc:20(4)"]),
        ("extradite or prosecute their own nationals.", ["untoc:16", "untoc:16(10)"]),
        ("take dual criminality into account in extradition.", ["untoc:16", "untoc:16(1)"]),
        ("take dual criminality into account.", ["untoc:18(9)"]),
        ("share confiscated assets.", ["untoc:12", "untoc:13", "untoc:14"]),
        ("ask central authorities to keep records.", ["untoc:18"]),  # they act, and are not the subject
        ("strengthen central authorities.", ["untoc:18(13)"]),
        ("consult before refusing a request.", ["untoc:18(21)", "untoc:18(26)"]),
        ("acknowledge receipt of requests.", ["untoc:18(24)"]),
        ("follow the procedures specified in the request.", ["untoc:18(17)"]),
        ("give reasons for refusals of assistance.", ["untoc:18(21)", "untoc:18(23)"]),
        ("order the provisional arrest of a person.", ["untoc:16", "untoc:16(9)"]),
        ("punish acts for the purpose of exploitation.", ["tip-protocol:3"]),
        ("protect witnesses.", ["untoc:24"]),
        ("transfer criminal proceedings.", ["untoc:21"]),
        ("take part in the country reviews.", ["untoc:32"]),
        ("accede to the Convention.", ["untoc:36"]),
        ("train prosecutors.", ["untoc:29"]),
        ("provide funding.", ["untoc:30"]),
        ("take further action.", []),
        ("enhance international cooperation.", []),
    ],
)
def test_subject_of_the_main_clause(text: str, expected: list[str]) -> None:
    assert targets(SHOULD + text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("train prosecutors, with a view to facilitating extradition.", ["untoc:29"]),
        ("train prosecutors, in accordance with the treaties on extradition.", ["untoc:29"]),
        ("train prosecutors in subjects such as extradition.", ["untoc:29"]),
        ("act, in accordance with the treaties on extradition.", []),
        ("act with a view to facilitating extradition.", ["untoc:16"]),
        ("provide funding for technical assistance.", ["untoc:30"]),
    ],
)
def test_aside_counts_only_without_a_main_subject(text: str, expected: list[str]) -> None:
    assert targets(SHOULD + text) == expected


def test_heading_counts() -> None:
    assert targets(SHOULD + "act in time.", "Transfer of sentenced persons") == ["untoc:17"]
    (match,) = find_subjects("They should act.", "On extradition", VOCABULARY, Setting(convention="untoc"))
    assert (match.evidence, match.start, match.end, match.in_heading) == ("extradition", 3, 14, True)


def test_names_of_bodies_and_instruments_are_not_subjects() -> None:
    assert targets(SHOULD + "attend the Working Group on Trafficking in Persons.") == []


@pytest.mark.parametrize(
    ("text", "setting", "expected"),
    [
        ("use videoconferencing", {"convention": "uncac"}, ["uncac:46(18)"]),
        ("use videoconferencing", {"convention": None}, []),
        ("use videoconferencing under the Convention against Corruption", {"convention": None}, ["uncac:46(18)"]),
        ("use videoconferencing", {"convention": None, "title": "Organized crime"}, ["untoc:18(18)"]),
        ("identify victims of trafficking in persons", {}, ["untoc:25", "tip-protocol:6"]),
        ("mark firearms", {}, ["firearms-protocol:8"]),
        ("mark weapons", {"title": "Working Group on Firearms"}, ["firearms-protocol:8"]),
        ("control precursors", {"convention": "drugs-1988"}, ["drugs-1988:12"]),
    ],
)
def test_only_instruments_of_the_body_or_named_ones_are_considered(
    text: str, setting: dict[str, str], expected: list[str]
) -> None:
    assert targets(SHOULD + text, **setting) == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Les États parties devraient désigner des autorités centrales."),
        ("es", "Los Estados partes deberían designar autoridades centrales."),
        ("ru", "Государствам-участникам следует назначить центральные органы."),
        ("ar", "ينبغي للدول الأطراف أن تعيِّن سلطاتٍ مركزيةً."),
        ("zh", "缔约国应当指定中央机关。"),
    ],
)
def test_subjects_are_found_in_all_languages(language: str, text: str) -> None:
    assert targets(text, language=language) == ["untoc:18(13)"]


@pytest.mark.parametrize(
    ("language", "text", "article"),
    [
        ("es", "Se alienta a una tramitación sin papel del trabajo de las autoridades centrales.", "untoc:18(13)"),
        ("es", "Los Estados deberían reducir la carga de las autoridades centrales.", "untoc:18(13)"),
        ("ar", "ينبغي للدول الأطراف تبادل الخبرات على أوسع نطاق ممكن.", "untoc:3"),
        ("zh", "缔约国应当注意新出现的技术。", "untoc:3"),
    ],
)
def test_words_with_another_meaning_do_not_link_an_article(language: str, text: str, article: str) -> None:
    assert article not in targets(text, language=language)


@pytest.mark.parametrize(
    ("language", "text", "evidence"),
    [
        ("zh", "缔约国应当提供刑事事项互助。", "刑事事项互助"),
        ("zh", "缔约国应当使用特殊侦查手段。", "特殊侦查手段"),
        ("en", "States should use special investigative techniques.", "special investigative techniques"),
    ],
)
def test_whole_terms_are_quoted(language: str, text: str, evidence: str) -> None:
    found = find_subjects(text, "", VOCABULARY, Setting(convention="untoc", language=language))
    assert evidence in {match.evidence for match in found}


@pytest.mark.parametrize(
    ("text", "word", "weight"),
    [
        ("States should use extradition.", "extradition", MAIN_WEIGHT),
        ("In order to speed up extradition, States should train judges.", "extradition", ASIDE_WEIGHT),
        ("In order to speed up extradition, States should train judges.", "judges", MAIN_WEIGHT),
        ("States should, in accordance with treaties on extradition, train judges.", "extradition", RESERVATION_WEIGHT),
        ("States should, in accordance with treaties on extradition, train judges.", "judges", MAIN_WEIGHT),
        ("They should use techniques, including interception, to gather evidence.", "interception", ASIDE_WEIGHT),
        ("They should use techniques, including interception, to gather evidence.", "evidence", MAIN_WEIGHT),
    ],
)
def test_asides_end_where_the_main_clause_continues(text: str, word: str, weight: float) -> None:
    assert weight_at(find_asides(text, "should", ENGLISH), text.index(word)) == weight


def test_every_phrase_finds_itself_in_its_language() -> None:
    """A phrase that its own pattern does not match breaks the rules for patterns."""
    for subject in VOCABULARY.subjects:
        for language, phrases in subject.phrases.items():
            for phrase in phrases:
                text = phrase.replace("*", "").replace("…", "" if language == "zh" else "x")
                assert re.search(phrase_pattern(phrase, language), text, re.IGNORECASE), (subject.key, phrase)


# --- texts judged by hand ------------------------------------------------------------------------------

MIN_RECALL, MIN_PRECISION = 0.95, 0.88
"""Of articles in judged_subjects.json: texts that paraphrase articles in the words of drafters, in six languages. An
article in ``main`` must be linked, one in ``also`` may be."""


def test_judged_texts_are_linked_to_their_articles() -> None:
    entries = json.loads((Path(__file__).parent / "judged_subjects.json").read_text(encoding="utf-8"))
    wanted, hits, linked, right = 0, 0, 0, 0
    for entry in entries:
        main = set(entry["main"])
        conventions = {article.partition(":")[0] for article in main}
        convention = next(iter(conventions & {"uncac", "drugs-1988"}), "untoc")
        matches = find_subjects(
            entry["text"], "", VOCABULARY, Setting(convention=convention, language=entry["language"])
        )
        found = {str(match.target).partition("(")[0] for match in matches}
        wanted, hits = wanted + len(main), hits + len(main & found)
        linked, right = linked + len(found), right + len(found & main.union(entry["also"]))
    assert hits / wanted >= MIN_RECALL
    assert right / linked >= MIN_PRECISION
