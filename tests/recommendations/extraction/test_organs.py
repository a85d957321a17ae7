"""Resolutions belong to the organ that the text names, even if the vocabulary does not contain it."""

from __future__ import annotations

import csv
import functools
import re
from collections.abc import Iterator

import pytest

from recommendations.extraction.extract import extract
from recommendations.extraction.types import Reference, ReferenceKind
from tests.recommendations.extraction.reading import VOCABULARY, document, heading, paragraph
from tests.sources import SHARED

TABLES = sorted((SHARED / "corpus" / "more").glob("UNPC_*.tsv"))
LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh")


def read(language: str, *texts: str, body: str = "cop") -> list[Reference]:
    """Return the references to resolutions in a document by a body in the vocabulary, or by an unknown body with the
    given name."""
    known = VOCABULARY.bodies_by_key.get(body)
    name = known.names_in(language)[0] if known else body
    parsed = document(*map(paragraph, texts), body=name, language=language)
    return [r for r in extract(parsed, VOCABULARY).references if r.kind is ReferenceKind.RESOLUTION]


def values(references: list[Reference]) -> list[str]:
    return [reference.value or reference.reason for reference in references]


ASIA = "unknown organ: Economic and Social Commission for Asia and the Pacific"


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Recalling ESCAP resolution 73/1 of 19 May 2017,", ["unknown organ: ESCAP"]),
        (
            "en",
            "resolution 73/1 of the Economic and Social Commission for Asia and the Pacific and General Assembly "
            "resolution 72/279",
            [ASIA, "GA 72/279"],
        ),
        (
            "en",
            "By its resolution 75/3, the Economic and Social Commission for Asia and the Pacific welcomed General "
            "Assembly resolution 72/279.",
            [ASIA, "GA 72/279"],
        ),
        (
            "en",
            "The Economic Commission for Europe’s resolution 70/1",
            ["unknown organ: Economic Commission for Europe"],
        ),
        (
            "fr",
            "La Commission économique et sociale pour l’Asie et le Pacifique, dans sa résolution 73/1, a prié",
            ["unknown organ: Commission économique et sociale pour l’Asie et le Pacifique"],
        ),
        ("fr", "Rappelant la résolution 725(XXXVII) de la CEPALC,", ["unknown organ: CEPALC"]),
        (
            "es",
            "la resolución 725(XXXVII) de la CEPAL y la resolución 70/1 de la Asamblea General",
            ["unknown organ: CEPAL", "GA 70/1"],
        ),
        (
            "es",
            "La Comisión Económica para América Latina y el Caribe, en su resolución 725(XXXVII), pidió",
            ["unknown organ: Comisión Económica para América Latina y el Caribe"],
        ),
        ("ru", "ссылаясь на резолюцию 73/1 ЭСКАТО", ["unknown organ: ЭСКАТО"]),
        (
            "ru",
            "Экономическая и социальная комиссия для Азии и Тихого океана в своей резолюции 73/1 просила",
            ["unknown organ: Экономическая и социальная комиссия для Азии и Тихого океана"],
        ),
        (
            "ar",
            "وطلبت اللجنة الاقتصادية والاجتماعية لآسيا والمحيط الهادئ، في قرارها 73/1، إلى الأمانة",
            ["unknown organ: اللجنة الاقتصادية والاجتماعية لآسيا والمحيط الهادئ"],
        ),
        ("zh", "回顾亚太经社会第73/1号决议和大会第72/279号决议，", ["unknown organ: 亚太经社会", "GA 72/279"]),
        (
            "zh",
            "亚洲及太平洋经济社会委员会在其第73/1号决议中请秘书处报告。",
            ["unknown organ: 亚洲及太平洋经济社会委员会"],
        ),
    ],
)
def test_resolution_of_a_regional_commission_is_unresolved(language: str, text: str, expected: list[str]) -> None:
    assert values(read(language, text, body="general-assembly")) == expected


@pytest.mark.parametrize(
    ("language", "body", "text"),
    [
        (
            "en",
            "Economic and Social Commission for Asia and the Pacific",
            "Recalling its resolution 73/1 and General Assembly resolution 72/279,",
        ),
        (
            "fr",
            "Commission économique et sociale pour l’Asie et le Pacifique",
            "Rappelant sa résolution 73/1 et la résolution 72/279 de l’Assemblée générale,",
        ),
    ],
)
def test_own_resolution_of_an_unknown_body_is_not_attributed_to_the_next_organ_named(
    language: str, body: str, text: str
) -> None:
    assert values(read(language, text, body=body)) == ["no suitable organ is named", "GA 72/279"]


def test_organ_addressed_by_a_resolution_is_not_its_author() -> None:
    text = "Recalling its resolution 51/139 of 13 December 1996, in which it requested the Special Committee to report,"
    assert values(read("en", text, body="general-assembly")) == ["GA 51/139"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("The General Assembly,", "GA 72/4"),
        ("The Economic and Social Commission for Asia and the Pacific,", ASIA),
    ],
)
def test_its_in_a_quoted_resolution_refers_to_the_adopting_organ(line: str, expected: str) -> None:
    parsed = document(
        paragraph("The Council took note of its resolution 2017/1."),
        heading("Resolution 73/1"),
        paragraph(line),
        paragraph("Recalling its resolution 72/4,"),
        heading("Closing"),
        paragraph("The Council recalled its resolution 2017/2."),
        body="Economic and Social Council",
    )
    references = [r for r in extract(parsed, VOCABULARY).references if r.kind is ReferenceKind.RESOLUTION]
    assert values([r for r in references if "73/1" not in r.text]) == ["ECOSOC 2017/1", expected, "ECOSOC 2017/2"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "in line with the Gulf Cooperation Council Initiative and in accordance with resolution 2014 (2011)"),
        ("fr", "informer le Comité des mesures prises en application de la résolution 2014 (2011)"),
        ("ru", "создание в соответствии с пунктом 26 резолюции 2014 (2011) Группы экспертов для выполнения задач"),
        ("zh", "还应列入委员会工作的具体重点，同时考虑到第2014(2011)号决议执行情况审查报告。"),
    ],
)
def test_organ_that_is_only_mentioned_has_not_adopted_a_security_council_resolution(language: str, text: str) -> None:
    assert values(read(language, text, body="security-council")) == ["SC 2014 (2011)"]


def test_decision_numbered_like_the_security_councils_is_not_attributed_to_it() -> None:
    assert values(read("ru", "в соответствии с решением 267 (2009) Совета управляющих", body="security-council")) == [
        "unknown organ: Совета управляющих"
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("أنشأ المجلس الاقتصادي والاجتماعي لجنة المخدرات بموجب قراره 9 (د-1)", "ECOSOC 9 (I)"),
        ("طلب المجلس الاقتصادي والاجتماعي تقريرا إلى لجنة المخدرات، فاعتمدت قرارها 9 (د-1)", "CND 9 (I)"),
    ],
)
def test_arabic_possessive_shows_the_gender_of_the_organ(text: str, expected: str) -> None:
    assert values(read("ar", text, body="cnd")) == [expected]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("zh", "经社理事会已在1971年5月20日1576 (L)号决议中接受", ["ECOSOC 1576 (L)"]),
        ("zh", "安理会第1540(2004)号决议", ["SC 1540 (2004)"]),
        ("ar", "قرارا مجلس الأمن 1267 (1999) و 1989 (2011)", ["SC 1267 (1999)", "SC 1989 (2011)"]),
        (
            "es",
            "las resoluciones del Consejo de Seguridad 853 (1993) 874 (1993) y 884 (1993)",
            ["SC 853 (1993)", "SC 874 (1993)", "SC 884 (1993)"],
        ),
    ],
)
def test_forms_in_other_languages_are_recognized(language: str, text: str, expected: list[str]) -> None:
    assert values(read(language, text)) == expected


@pytest.mark.skipif(not TABLES, reason="the tables of official sentences in ../shared are missing")
def test_official_sentences_have_the_same_citations_in_all_languages() -> None:
    """If a sentence contains the number that its translations cite, it resolves to the same value or stays
    unresolved."""
    citing = same = 0
    for row in _rows():
        found = {language: _cited(language, row[language], row["document"]) for language in LANGUAGES}
        expected = {value for values, _unresolved in found.values() for value in values}
        missing = [
            (value, unresolved)
            for language, (values, unresolved) in found.items()
            for value in expected - values
            if _contains_number(value, row[language])
        ]
        citing += bool(expected)
        same += bool(expected) and not missing
        assert all(_contains_number(value, unresolved) for value, unresolved in missing), row
    assert same >= 0.95 * citing


def _rows() -> Iterator[dict[str, str]]:
    for table in TABLES:
        with table.open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def _cited(language: str, text: str, source: str) -> tuple[set[str], str]:
    """Return the values cited in a sentence, and the texts of the references that are not resolved."""
    parsed = document(paragraph(text), body=_body(source, language), language=language)
    references = [r for r in extract(parsed, VOCABULARY).references if r.kind is not ReferenceKind.MEETING]
    cited = {str(value) for r in references for value in (r.articles or ([r.value] if r.value else []))}
    return cited, " ".join(r.text for r in references if not r.is_resolved)


@functools.cache
def _body(source: str, language: str) -> str | None:
    """Return the name of the body of a source such as "2015/e/cn_7/2015/8"."""
    symbol = source.partition("/")[2].upper().replace("_", ".")
    body = VOCABULARY.body_of_symbol(symbol)
    return body.names_in(language)[0] if body else None


def _contains_number(value: str, text: str) -> bool:
    """Return whether the number of a value, such as "SC 1540 (2004)" or "ECOSOC 1576 (L)", is in a text."""
    number, _, session = value.partition(" (")
    if not session:
        return value.split()[-1] in text
    printed = re.escape(session.rstrip(")")) if session[0].isdigit() else ""
    return bool(re.search(rf"(?<!\d){number.split()[-1]}\s?[(（]{printed}", text))
