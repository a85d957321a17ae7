"""A text that an editor corrected is marked wherever readers see it, without the editor's name."""

from __future__ import annotations

import io
import json

import docx
import openpyxl
import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from recommendations.corrections import Edit
from recommendations.exports.csv_file import csv_lines
from recommendations.exports.json_file import json_pieces
from recommendations.models import Recommendation
from recommendations.services.correcting import correct
from tests.parsed import ITEM
from tests.recommendations.exports.compiling import compile_results, excel_file, word_file
from tests.stored import correct_in_public, publish_document

pytestmark = pytest.mark.django_db

COLUMN = "Text corrected by an editor on"


@pytest.fixture
def corrected(db: None) -> Recommendation:
    """Return a corrected recommendation of a document with another one that was not corrected."""
    version = publish_document("A/1")
    ann = User.objects.create_user("annabella")
    edit = Edit("field", "para-1-a", "text", ITEM, "States parties should share zebras.")
    correct_in_public(version, [edit], ann, seen=0)
    return version.recommendations.get(anchor="para-1-a")


def mark() -> str:
    return f"Text corrected by an editor on {date_format(timezone.now(), 'j F Y')}"


def test_cards_and_the_page_are_marked(corrected: Recommendation, client: Client) -> None:
    cards = client.get("/recommendations/").content.decode()
    assert cards.count(mark()) == 1
    page = client.get(corrected.get_absolute_url()).content.decode()
    assert "An editor corrected this text on" in page
    assert "annabella" not in cards + page


def test_word_file_is_marked(corrected: Recommendation) -> None:
    lines = [paragraph.text for paragraph in docx.Document(word_file(compile_results())).paragraphs]
    assert sum(mark() in line for line in lines) == 1
    assert not any("annabella" in line for line in lines)


def test_tables_have_the_date_of_the_correction(corrected: Recommendation) -> None:
    content = compile_results()
    header, *rows = openpyxl.load_workbook(excel_file(content)).worksheets[0].iter_rows(values_only=True)
    dates = [row[header.index(COLUMN)] for row in rows]
    assert sorted(date.date().isoformat() if date else "" for date in dates) == ["", timezone.now().date().isoformat()]  # type: ignore[union-attr]
    lines = b"".join(csv_lines(content)).decode()
    assert COLUMN in lines
    assert lines.count(timezone.now().date().isoformat()) >= 1


def test_json_and_api_are_marked(corrected: Recommendation, client: Client) -> None:
    today = timezone.now().date().isoformat()
    api = client.get("/api/v1/recommendations").json()["items"]
    file = json.load(io.BytesIO(b"".join(json_pieces(compile_results()))))["items"]
    for items in (api, file):
        marks = {item["id"]: (item["corrected"], item["corrected_on"]) for item in items}
        assert marks.pop(corrected.pk) == (True, today)
        assert list(marks.values()) == [(False, None)]
    assert "annabella" not in json.dumps(api)


def test_text_of_a_draft_is_not_marked(client: Client) -> None:
    version = publish_document("A/1")
    edit = Edit("field", "para-1-a", "text", ITEM, "States parties should share zebras.")
    correct(version, [edit], User.objects.create_user("annabella"), seen=0)
    assert not any(item["corrected"] for item in client.get("/api/v1/recommendations").json()["items"])
