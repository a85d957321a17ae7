"""Compilations with one text of each recommendation, or with all its languages."""

from __future__ import annotations

import csv
import io
import json

import docx
import pytest
from django.test import Client

from recommendations.exports.compilation import CompilationContent, compile_search
from recommendations.exports.csv_file import csv_lines
from recommendations.exports.json_file import json_pieces
from recommendations.search.query import SearchQuery
from tests import builders as make
from tests.recommendations.exports.compiling import ROOT, compile_results, create_report, word_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def content() -> CompilationContent:
    """Two recommendations in English, the first also in Arabic and, not published, in French."""
    english = create_report()
    make.recommendation("Cooperate.", of=english, anchor="para-1")
    make.recommendation("Report.", of=english, anchor="para-2")
    for language, text in (("ar", "تعاونوا."), ("fr", "Coopérez.")):
        version = make.version(english.document, language, published=language == "ar")
        make.recommendation(text, of=version, anchor="أ", place="para-1")
    return compile_search(SearchQuery(sort="date"), "none", ROOT, all_languages=True)


def table(content: CompilationContent) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(b"".join(csv_lines(content)).decode("utf-8-sig"))))


def test_each_language_has_a_column(content: CompilationContent) -> None:
    rows = table(content)
    assert [(row["Text (English)"], row["Text (Arabic)"]) for row in rows] == [
        ("Cooperate.", "تعاونوا."),
        ("Report.", ""),
    ]
    assert "Text" not in rows[0]
    assert "Text (French)" not in rows[0]


def test_one_language_has_one_column(content: CompilationContent) -> None:
    assert [row["Text"] for row in table(compile_results(sort="date"))] == ["Cooperate.", "Report."]
    assert [row["Text"] for row in table(compile_results(language=("ar",)))] == ["تعاونوا."]


def test_json_has_the_texts_by_language(content: CompilationContent) -> None:
    items = json.loads(b"".join(json_pieces(content)))["items"]
    assert [item["texts"] for item in items] == [{"en": "Cooperate.", "ar": "تعاونوا."}, {"en": "Report."}]
    assert items[0]["other_languages"] == ["ar"]


def test_word_has_the_texts_one_below_the_other(content: CompilationContent) -> None:
    texts = [paragraph.text.strip() for paragraph in docx.Document(word_file(content)).paragraphs]
    first = next(index for index, text in enumerate(texts) if "Cooperate." in text)
    assert texts[first + 1 : first + 3] == ["Arabic", "تعاونوا."]


def test_request_keeps_the_choice_of_languages(client: Client, content: CompilationContent) -> None:
    response = client.get("/compile/?texts=all&by=none&format=csv")
    assert "Text (Arabic)" in b"".join(response).decode()  # type: ignore[arg-type]
    assert 'name="texts" value="all" checked' in client.get("/compile/?texts=all&by=none").content.decode()
    assert client.get("/compile/?texts=some").status_code == 400
