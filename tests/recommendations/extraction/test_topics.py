"""Topics of recommendations, in texts of six languages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from documents.parsing.parse import parse
from recommendations.extraction.extract import extract
from recommendations.extraction.topics import find_topics
from tests.recommendations.extraction.reading import SESSIONS, VOCABULARY, session
from tests.sources import SHARED

CASES = json.loads((Path(__file__).parent / "topics.json").read_text(encoding="utf-8"))
SIX = SHARED / "six"
LANGUAGES = ("fr", "es", "ru", "ar", "zh")


def topics(text: str, language: str) -> list[str]:
    return [match.topic for match in find_topics(text, "", VOCABULARY, language)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['language']}: {case['text'][:40]}")
def test_topics_of_a_recommendation(case: dict[str, str]) -> None:
    assert sorted(topics(case["text"], case["language"])) == sorted(case["topics"])


def test_terms_of_another_language_are_not_searched() -> None:
    assert topics("L’extradition est simplifiée.", "fr") == ["extradition"]
    assert topics("Extradition is simplified.", "ru") == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "La Conférence des Parties à la Convention des Nations Unies contre la corruption se réunira."),
        ("ru", "О докладе Рабочей группы по технической помощи: он принимается к сведению."),
        ("ar", "أحاطت علما بتقرير الفريق العامل المعني بالمساعدة التقنيَّة."),
        ("zh", "注意到技术援助工作组的报告。"),
    ],
)
def test_names_of_bodies_do_not_count_in_any_case_or_spelling(language: str, text: str) -> None:
    assert topics(text, language) == []


@pytest.mark.parametrize(
    ("language", "text", "evidence"),
    [
        ("ar", "تنفيذ المساعدة القانونيَّة المتبادلة بين الدول", "المساعدة القانونيَّة المتبادلة"),
        ("ru", "просьб о взаимной правовой помощи", "взаимной правовой помощи"),
        ("fr", "l’exécution de l’entraide judiciaire", "entraide judiciaire"),
        ("zh", "提出司法协助请求", "司法协助"),
    ],
)
def test_evidence_is_quoted_as_it_is_printed(language: str, text: str, evidence: str) -> None:
    (match,) = find_topics(text, "", VOCABULARY, language)
    assert (match.topic, match.evidence) == ("mutual-legal-assistance", evidence)


def test_text_is_searched_before_its_heading() -> None:
    (match,) = find_topics("Elles devraient agir.", "De l’extradition", VOCABULARY, "fr")
    assert (match.evidence, match.in_heading) == ("extradition", True)
    (match,) = find_topics("L’extradition est simplifiée.", "Extradition", VOCABULARY, "fr")
    assert not match.in_heading


def test_term_within_a_phrase_with_another_meaning_does_not_count_but_elsewhere_does() -> None:
    assert topics("تعزيز سيادة القانون", "ar") == []
    assert topics("احترام سيادة الدول وتعزيز سيادة القانون", "ar") == ["sovereignty"]
    assert topics("国家立法机关应当尊重个人权利。", "zh") == []


@pytest.mark.parametrize(
    ("language", "text", "evidence"),
    [
        (
            "en",
            "Consider accession to the Organized Crime Convention now.",
            "accession to the Organized Crime Convention",
        ),
        ("en", "Their accession to the principle is welcome.", None),
        (
            "fr",
            "Envisager l’adhésion à la Convention contre la criminalité organisée.",
            "adhésion à la Convention contre la criminalité organisée",
        ),
        ("fr", "Leur adhésion à la démarche est bienvenue.", None),
    ],
)
def test_term_can_require_the_name_of_an_instrument(language: str, text: str, evidence: str | None) -> None:
    matches = find_topics(text, "", VOCABULARY, language)
    assert [(match.topic, match.evidence) for match in matches] == ([("ratification", evidence)] if evidence else [])


@pytest.mark.skipif(not SIX.is_dir(), reason="the documents in six languages are not available")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("number", ["003", "004"])
def test_recommendations_have_the_same_topics_in_all_languages(number: str, language: str) -> None:
    (original,) = (path for path in SESSIONS if path.name.startswith(number))
    path = SIX / f"{number}_{language}.txt"
    translated = extract(parse(path.read_bytes(), path.name), VOCABULARY).recommendations
    expected = session(original)[1].recommendations[-len(translated) :]
    assert [[match.topic for match in row.topics] for row in translated] == [
        [match.topic for match in row.topics] for row in expected
    ]
