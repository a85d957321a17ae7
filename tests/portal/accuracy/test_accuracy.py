"""The page about accuracy: figures in words, from the file that ``manage.py evaluate`` writes."""

from __future__ import annotations

import ast
import datetime
import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client

from documents.models import LanguageVersion
from portal.accuracy.doubts import KINDS
from portal.accuracy.tables import tables_of
from portal.evaluation import figures
from portal.evaluation.folders import Result
from portal.evaluation.scores import Score
from tests import builders as make

pytestmark = pytest.mark.django_db

RESULTS = [
    Result("a.pdf", "", "en", {"recommendations": Score(97, 98, 100), "meta.date": Score(1, 1)}),
    Result("b.docx", "", "fr", {"recommendations": Score(0, 0, 0), "meta.date": Score(0, 1, misses=("b: want 1",))}),
]
CASES = [Result("c/c.txt", "dates", "ru", {"recommendations": Score(1, 2, 1, ("c: missing",))})]
MEASUREMENT = figures.Measurement(datetime.date(2026, 11, 29), "abc1234", "0123456789ab")


@pytest.fixture
def accuracy_file(settings: Any, tmp_path: Path) -> Path:
    path = tmp_path / "accuracy.json"
    figures.write(path, figures.measure(MEASUREMENT, [("labels", RESULTS), ("cases", CASES)]))
    settings.ACCURACY_FILE = path
    return path


def words(html: str) -> str:
    main = html.partition('tabindex="-1">')[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", main)).split())


def page(client: Client) -> str:
    response = client.get("/en/accuracy/")
    assert response.status_code == 200
    return words(response.content.decode())


def test_precision_and_recall_are_explained_in_words(client: Client, accuracy_file: Path) -> None:
    text = page(client)
    assert "Of 100 recommendations shown, 97 are right. This is called precision." in text
    assert "Of 100 recommendations in the documents, 98.9 are found. This is called recall." in text
    assert "Measured on 29 November 2026 with version 0123456789ab of the program." in text
    assert "of the program. The source code is revision abc1234." in text
    assert "in 2 files of United Nations documents" in text


def test_figures_are_given_by_field_language_and_format(client: Client, accuracy_file: Path) -> None:
    text = page(client)
    assert "Recommendations 97 98.9 98" in text
    assert "Date of the document – 50 2" in text
    assert "English 1 97 98.9 – – 100" in text
    assert "French 1 – – – – 0" in text
    assert "PDF 1 97 98.9 – – 100" in text
    assert "Word 1 – – – – 0" in text
    assert "Russian 1 100 50 – – –" in text  # a test case, in its own table
    assert text.count("Language Files Recommendations") == text.count("Language Texts Recommendations") == 1


def test_numbers_are_rounded_down() -> None:
    results = [Result("a.pdf", "", "en", {"recommendations": Score(1999, 2000, 2000)})]
    accuracy = figures.measure(MEASUREMENT, [("labels", results)])
    row = tables_of(accuracy.collections).recommendations
    assert row
    assert (row.right_of_shown, row.found_of_printed) == (99.9, 99.9)


def test_precision_is_not_given_for_a_sum_in_which_it_was_not_always_measured() -> None:
    with_precision = [Result("a.pdf", "", "en", {"footnotes": Score(79, 79, 79)})]
    without = [Result("b.pdf", "", "en", {"footnotes": Score(33, 34)})]
    accuracy = figures.measure(MEASUREMENT, [("labels", without), ("six", with_precision)])
    [row] = tables_of(accuracy.collections).fields
    assert (row.right_of_shown, row.found_of_printed, row.checked) == (None, 99.1, 113)


def test_file_is_read_as_it_was_written(accuracy_file: Path) -> None:
    accuracy = figures.read(accuracy_file)
    assert accuracy.measurement == MEASUREMENT
    assert [(part.name, part.is_cases, part.total.documents, part.total.right) for part in accuracy.collections] == [
        ("labels", False, 2, 1),
        ("cases", True, 1, 0),
    ]
    assert accuracy.collections[0].total.scores["recommendations"] == Score(97, 98, 100)
    assert accuracy_file.read_text().count("2026-11-29") == 1
    assert accuracy_file.read_text().count("abc1234") == 1


@pytest.mark.parametrize("content", [None, "", "{}", "[]", json.dumps({"measurement": 1})])
def test_page_without_figures_says_so(client: Client, accuracy_file: Path, content: str | None) -> None:
    accuracy_file.unlink()
    if content is not None:
        accuracy_file.write_text(content)
    assert "The figures are not available at the moment." in page(client)


def test_open_points_of_published_texts_are_counted_by_kind(client: Client) -> None:
    doubts = [{"code": code, "message": "Check."} for code in ("numbering_gap", "numbering_gap", "date_unlikely")]
    make.version(doubts=doubts)
    make.version(doubts=doubts, published=False)
    make.version()
    text = page(client)
    assert "1 of 2 published texts have such points." in text
    assert "Numbering that has gaps or could not be read 2" in text
    assert "Document details, such as the date, title or meeting 1 Total 3" in text
    LanguageVersion.objects.update(doubts=[])
    assert "0 of 2 published texts have such points." in page(client)


MAKERS_OF_DOUBTS = ("Doubt", "_add_doubt")
ABOUT_DETAILS = re.compile(r".*_(missing|unlikely|unread)|several_mastheads")


def test_every_code_has_a_kind_or_is_about_the_details_of_a_document() -> None:
    with_kind = {code for _kind, codes in KINDS for code in codes}
    codes = set(_literal_codes())
    assert with_kind <= codes
    assert [code for code in sorted(codes - with_kind) if not ABOUT_DETAILS.fullmatch(code)] == []
    assert [code for code in sorted(with_kind) if ABOUT_DETAILS.fullmatch(code)] == ["note_missing", "pages_missing"]


def _literal_codes() -> Iterator[str]:
    """Yield the codes of doubts that are written as literals in the source."""
    for app in ("documents", "recommendations", "portal"):
        for path in (django_settings.BASE_DIR / app).rglob("*.py"):
            source = path.read_text(encoding="utf-8")
            nodes = ast.walk(ast.parse(source)) if any(f"{name}(" in source for name in MAKERS_OF_DOUBTS) else ()
            for node in nodes:
                if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in MAKERS_OF_DOUBTS:
                    match node.args[:1]:
                        case [ast.Constant(value=str(code))]:
                            yield code


def test_page_is_linked_from_the_help_page_and_every_footer(client: Client) -> None:
    for address in ("/en/help/reading/", "/en/"):
        assert 'href="/en/accuracy/"' in client.get(address).content.decode()


def test_shipped_figures_can_be_read(client: Client) -> None:
    accuracy = figures.read(django_settings.ACCURACY_FILE)
    assert tables_of(part for part in accuracy.collections if not part.is_cases).recommendations


def test_first_readings_of_new_texts_are_shown_the_latest_first(
    client: Client, accuracy_file: Path, settings: Any, tmp_path: Path
) -> None:
    settings.FIRST_READINGS_FILE = tmp_path / "first_readings.json"
    rows = [
        {"day": "2026-01-02", "texts": 50, "right": 40, "doubted": 7},
        {"day": "2026-03-04", "texts": 60, "right": 55, "doubted": 5},
    ]
    settings.FIRST_READINGS_FILE.write_text(json.dumps(rows), encoding="utf-8")
    text = page(client)
    assert "Wrong, and not marked 4 March 2026 60 55 5 0 2 January 2026 50 40 7 3" in text
